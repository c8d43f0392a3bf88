import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { parse } from 'graphql';
import { answerGraph, type AnswerGraph } from './answer-graph';
import type { Answer } from './answer-log';
import { EXAMPLE_QUERIES } from './example-queries';
import { ExampleList, GRAPH_TITLE } from './examples-pane';
import { underFieldNames } from './field-names';
import type { GraphCanvas } from './graph-canvas';
import { GraphView } from './graph-view';
import { headline } from './headline';
import { GraphIcon } from './icons';
import { ItemDetails } from './item-details';
import { ItemList } from './item-list';
import { Legend } from './legend';
import { paneColours } from './look';
import { answers } from './answers';
import { PaneBoundary } from './pane-boundary';
import { PaneTools, type PaneView } from './pane-tools';
import { useTheme } from './use-theme';

/** Draws the dependency graph or the impact of the last answer. */
function GraphPane() {
  return (
    <PaneBoundary>
      <LastAnswer />
    </PaneBoundary>
  );
}

function LastAnswer() {
  const answer = useSyncExternalStore(answers.subscribe, answers.newest);
  const graph = useMemo(() => (answer === null ? null : graphOf(answer)), [answer]);
  if (answer === null || graph === null) return <NothingAsked />;
  if (graph.kind === 'nothing') return <NothingDrawn answer={answer} graph={graph} />;
  return <Drawn key={answer.query} graph={graph} errors={answer.errors} />;
}

function graphOf({ query, operationName, data }: Answer): AnswerGraph {
  // A query that cannot be parsed has no data either.
  return answerGraph(data === null ? null : underFieldNames(parse(query), operationName, data));
}

function NothingAsked() {
  return (
    <section className="underpin-pane" aria-labelledby="underpin-graph-title">
      <h2 id="underpin-graph-title" className="underpin-title">
        Graph
      </h2>
      <p>
        Run a query, and what it finds is drawn here: dependencies, or the impact of an outage. Start with one of these,
        or write your own and press <kbd>Ctrl</kbd> <kbd>Enter</kbd>.
      </p>
      <ExampleList examples={EXAMPLE_QUERIES} />
    </section>
  );
}

function NothingDrawn({ answer, graph }: { readonly answer: Answer; readonly graph: AnswerGraph }) {
  const failed = answer.errors.length > 0;
  return (
    <section className="underpin-pane" aria-labelledby="underpin-graph-title" data-kind="nothing">
      <h2 id="underpin-graph-title" className="underpin-title">
        {failed ? 'The query failed' : 'Nothing to draw'}
      </h2>
      <Notes graph={failed ? { ...graph, advice: [] } : graph} errors={answer.errors} />
      <h3 className="underpin-subtitle">These can be drawn</h3>
      <ExampleList examples={EXAMPLE_QUERIES.slice(0, 4)} />
    </section>
  );
}

function Drawn({ graph, errors }: { readonly graph: AnswerGraph; readonly errors: readonly string[] }) {
  const theme = useTheme();
  const [view, setView] = useState<PaneView>('picture');
  const [chosen, setChosen] = useState<string | null>(null);
  const canvas = useRef<GraphCanvas | null>(null);
  const details = useRef<HTMLElement>(null);
  useEffect(() => setChosen(null), [graph]);
  const title = headline(graph);
  useEffect(() => {
    document.title = `${title} · Underpin`;
    return () => {
      document.title = 'Underpin';
    };
  }, [title]);
  const item = graph.items.find((candidate) => candidate.id === chosen);
  return (
    <section
      className={`underpin-pane underpin-drawn theme-${theme}`}
      aria-labelledby="underpin-graph-title"
      data-kind={graph.kind}
      style={paneColours(theme)}
    >
      <header className="underpin-header">
        <h2 id="underpin-graph-title" className="underpin-title" aria-live="polite">
          {title}
        </h2>
        <PaneTools view={view} onView={setView} canvas={canvas} />
      </header>
      <Notes graph={graph} errors={errors} />
      {view === 'picture' ? (
        <>
          <GraphView
            graph={graph}
            theme={theme}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={() => details.current?.focus()}
            canvasRef={canvas}
          />
          <Legend graph={graph} />
        </>
      ) : (
        <ItemList items={graph.items} chosen={chosen} onChoose={setChosen} />
      )}
      {item !== undefined && (
        <ItemDetails ref={details} item={item} arcs={graph.arcs} onClose={() => setChosen(null)} />
      )}
    </section>
  );
}

function Notes({ graph, errors }: { readonly graph: AnswerGraph; readonly errors: readonly string[] }) {
  if (graph.cut.length + graph.advice.length + errors.length === 0) return null;
  return (
    <div className="underpin-notes" role="status">
      {errors.map((error) => (
        <p key={error} className="underpin-warning">
          {error}
        </p>
      ))}
      {graph.cut.map((note) => (
        <p key={note}>{marked(note)}</p>
      ))}
      {graph.advice.map((note) => (
        <p key={note}>{marked(note)}</p>
      ))}
    </div>
  );
}

/** Text between backticks is code. */
function marked(note: string) {
  return note
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={part + String(index)}>{part}</code> : part));
}

export const GRAPH_PLUGIN = { title: GRAPH_TITLE, icon: GraphIcon, content: GraphPane };
