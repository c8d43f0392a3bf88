import { parse } from 'graphql';
import { useMemo, useSyncExternalStore } from 'react';
import { answerGraph, type AnswerGraph } from '../answer/answer-graph';
import type { Answer } from '../answer/answer-log';
import { answers } from '../answer/answers';
import { underFieldNames } from '../answer/field-names';
import { isReading, useAsk } from '../ask';
import { EXAMPLE_QUERIES } from '../example-queries';
import { ExampleList, GRAPH_TITLE } from '../examples-pane';
import { GraphIcon } from '../icons';
import { PaneBoundary } from '../pane-boundary';
import { useNames } from '../use-names';
import { expecting, useScene } from '../use-scene';
import { useTimeline } from '../use-timeline';
import { useWholeAnswer } from '../use-whole-answer';
import type { View } from '../view/view';
import { DrawnAnswer } from './drawn-answer';
import { FailedBar } from './failed-bar';
import { ModeBar } from './mode-bar';
import { MoreButtons } from './more-buttons';
import { Notes } from './notes';
import { PastBanner } from './past-banner';
import { SearchBox } from './search-box';
import { TimeBar } from './time-bar';
import { positionsOf } from './timeline';
import { Welcome } from './welcome';

/** Draws what the last answer says: dependencies, an impact, weak points, differences, changes. */
function GraphPane() {
  return (
    <PaneBoundary>
      <LastAnswer />
    </PaneBoundary>
  );
}

const NOTHING: AnswerGraph = answerGraph(null);

function LastAnswer() {
  const newest = useSyncExternalStore(answers.subscribe, answers.newest);
  const { scene } = useScene();
  const { answer, further, more } = useWholeAnswer(newest, scene.view);
  const graph = useMemo(() => (answer === null ? NOTHING : graphOf(answer)), [answer]);
  const timeline = useTimeline(scene.view);
  const named = useNames(referencesIn(scene.view), graph.items);
  const drawn = useMemo(() => new Set(graph.items.map(({ id }) => id)), [graph]);
  const empty = answer === null || graph.kind === 'nothing';
  return (
    <section
      className={empty ? 'underpin-pane' : 'underpin-pane underpin-drawn'}
      aria-labelledby="underpin-graph-title"
      {...(answer === null ? {} : { 'data-kind': graph.kind })}
    >
      <SearchBox drawn={drawn} />
      <div className="underpin-row">
        {answer !== null && <ModeBar before={positionsOf(timeline).at(-2)?.at ?? null} named={named} />}
        <FailedBar named={named} />
      </div>
      <PastBanner difference={graph.difference} timeline={timeline} />
      {answer === null && <NothingAsked items={timeline.items} />}
      {answer !== null && empty && <NothingDrawn answer={answer} graph={graph} />}
      {answer !== null && !empty && (
        <DrawnAnswer graph={graph} errors={answer.errors} more={<MoreButtons further={further} more={more} />} />
      )}
      <TimeBar timeline={timeline} />
    </section>
  );
}

const referencesIn = (view: View | null): readonly string[] =>
  view === null ? [] : [...new Set([...view.roots, ...view.failed])];

function graphOf({ query, operationName, data }: Answer): AnswerGraph {
  // A query that cannot be parsed has no data either.
  return answerGraph(data === null ? null : underFieldNames(parse(query), operationName, data));
}

function NothingAsked({ items }: { readonly items: number | null }) {
  const expected = useSyncExternalStore(expecting.subscribe, expecting.get);
  return (
    <>
      <h2 id="underpin-graph-title" className="underpin-title" aria-live="polite">
        {expected ? 'Asking the question of this link …' : 'What depends on what, what breaks, what changed'}
      </h2>
      {!expected && <Welcome items={items} />}
    </>
  );
}

function NothingDrawn({ answer, graph }: { readonly answer: Answer; readonly graph: AnswerGraph }) {
  const failed = answer.errors.length > 0;
  return (
    <>
      <h2 id="underpin-graph-title" className="underpin-title">
        {failed ? 'The query failed' : 'Nothing to draw'}
      </h2>
      <Notes errors={answer.errors} notes={[...graph.cut, ...(failed ? [] : graph.advice)]}>
        {failed && <AskAgain answer={answer} />}
      </Notes>
      <h3 className="underpin-subtitle">These can be drawn</h3>
      <ExampleList examples={EXAMPLE_QUERIES.slice(0, 4)} />
    </>
  );
}

/** For when the server was away. */
function AskAgain({ answer }: { readonly answer: Answer }) {
  const ask = useAsk();
  // Whoever pressed the button for a mutation presses it again.
  if (!isReading(answer.query)) return null;
  return (
    <button type="button" className="underpin-tool" disabled={ask === null} onClick={() => ask?.(answer)}>
      Ask again
    </button>
  );
}

export const GRAPH_PLUGIN = { title: GRAPH_TITLE, icon: GraphIcon, content: GraphPane };
