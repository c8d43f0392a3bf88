import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { AnswerGraph } from '../answer/answer-graph';
import { arrange, type Arranged } from '../groups/arrange';
import type { GraphCanvas } from '../graph-canvas';
import { GraphView } from '../graph-view';
import { headline } from '../headline';
import { ItemList } from '../item-list';
import { Legend } from '../legend';
import { paneColours } from '../look';
import { useGroupFields } from '../use-group-fields';
import { useScene } from '../use-scene';
import { useTheme } from '../use-theme';
import type { Pane } from '../view/display';
import { ChangeList } from './change-list';
import { GroupBar } from './group-bar';
import { ItemDetails } from './item-details';
import { Notes } from './notes';
import { PaneTools } from './pane-tools';
import { SetList } from './set-list';

export interface DrawnAnswerProps {
  readonly graph: AnswerGraph;
  readonly errors: readonly string[];
  /** The way to more of it. */
  readonly more: ReactNode;
}

/** An answer as a picture, as a list or as changes to read, with the details of what is chosen. */
export function DrawnAnswer({ graph, errors, more }: DrawnAnswerProps) {
  const theme = useTheme();
  const { scene, dispatch } = useScene();
  const { display } = scene;
  const arranged = useArranged(graph);
  const canvas = useRef<GraphCanvas | null>(null);
  const title = headline(graph);
  useTitle(title);
  const pane = display.pane ?? (graph.kind === 'changes' ? 'changes' : 'picture');
  return (
    <div className={`underpin-answer theme-${theme}`} style={paneColours(theme)}>
      <header className="underpin-header">
        <h2 id="underpin-graph-title" className="underpin-title" aria-live="polite">
          {title}
        </h2>
        <PaneTools
          pane={pane}
          panes={panesOf(graph)}
          onPane={(next) => dispatch({ type: 'pane', pane: next })}
          by={arranged.by}
          title={title}
          picture={arranged}
          canvas={canvas}
        />
      </header>
      <Notes errors={errors} notes={[...arranged.notes, ...graph.cut, ...graph.advice]}>
        {more}
      </Notes>
      <div className="underpin-stage">
        <div className="underpin-shown">
          {pane === 'changes' && graph.changes !== null && <ChangeList page={graph.changes} />}
          {pane === 'list' && (
            <ItemList
              items={graph.items}
              chosen={display.chosen}
              onChoose={(item) => dispatch({ type: 'choose', item })}
            />
          )}
          {pane === 'picture' && <Drawing arranged={arranged} title={title} canvas={canvas} />}
        </div>
        <Beside graph={graph} arranged={arranged} />
      </div>
    </div>
  );
}

function Drawing({
  arranged,
  title,
  canvas,
}: {
  readonly arranged: Arranged;
  readonly title: string;
  readonly canvas: { current: GraphCanvas | null };
}) {
  const theme = useTheme();
  const { scene, dispatch } = useScene();
  const groupOf = (id: string) => arranged.items.find((item) => item.id === id)?.group ?? null;
  return (
    <>
      <GroupBar groups={arranged.groups} />
      <GraphView
        picture={arranged}
        title={title}
        theme={theme}
        chosen={scene.display.chosen}
        onChoose={(item) => dispatch({ type: 'choose', item })}
        onMark={(item) => {
          if (groupOf(item) === null) dispatch({ type: 'toggle-failed', item });
        }}
        onOpen={(item) => {
          const group = groupOf(item);
          if (group !== null) dispatch({ type: 'toggle-group', key: group.key });
          else document.getElementById(DETAILS_ID)?.focus();
        }}
        canvasRef={canvas}
      />
      <Legend items={arranged.items} arcs={arranged.arcs} />
    </>
  );
}

const DETAILS_ID = 'underpin-details';

/** The details of what is chosen; else the sets that take the target down. */
function Beside({ graph, arranged }: { readonly graph: AnswerGraph; readonly arranged: Arranged }) {
  const { scene, dispatch } = useScene();
  const { chosen } = scene.display;
  const item = [...graph.items, ...arranged.items].find(({ id }) => id === chosen);
  if (item !== undefined) {
    const close = () => {
      dispatch({ type: 'choose', item: null });
      document.querySelector<HTMLElement>('.underpin-canvas')?.focus();
    };
    return <ItemDetails id={DETAILS_ID} item={item} arcs={graph.arcs} onClose={close} />;
  }
  return graph.weakPoints === null ? null : <SetList weakPoints={graph.weakPoints} />;
}

function useArranged(graph: AnswerGraph): Arranged {
  const { scene } = useScene();
  const { by, opened, chosen } = scene.display;
  const lookedUp = useGroupFields(graph.items, by);
  const plain = useMemo(() => arrange(graph, { by, opened, chosen: null, lookedUp }), [graph, by, opened, lookedUp]);
  // A choice within the picture must not draw it anew: it would lose its place.
  const hidden = useMemo(() => hiddenIn(plain, graph, chosen), [plain, graph, chosen]);
  return useMemo(
    () => (hidden === null ? plain : arrange(graph, { by, opened, chosen: hidden, lookedUp })),
    [plain, graph, by, opened, hidden, lookedUp],
  );
}

/** The chosen item, where the answer has it and the picture does not. */
function hiddenIn({ items }: Arranged, graph: AnswerGraph, chosen: string | null): string | null {
  const drawn = items === graph.items || items.some(({ id }) => id === chosen);
  return drawn || !graph.items.some(({ id }) => id === chosen) ? null : chosen;
}

function panesOf(graph: AnswerGraph): Pane[] {
  return [
    ...(graph.changes === null ? [] : ['changes' as const]),
    ...(graph.items.length === 0 ? [] : ['picture' as const, 'list' as const]),
  ];
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Underpin`;
    return () => {
      document.title = 'Underpin';
    };
  }, [title]);
}
