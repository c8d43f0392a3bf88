import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { AnswerGraph } from './answer-graph';
import { createGraphCanvas, type GraphCanvas } from './graph-canvas';
import type { Theme } from './graph-style';
import { headline } from './headline';
import type { Point } from './layout';
import { itemTowards, type Direction } from './navigation';

export interface GraphViewProps {
  readonly graph: AnswerGraph;
  readonly theme: Theme;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
  /** Enter on a chosen item. */
  readonly onOpen: () => void;
  readonly canvasRef: { current: GraphCanvas | null };
}

const ZOOM_STEP = 1.25;

/** The picture itself. Arrow keys walk over it, so that it can be used without a mouse. */
export function GraphView({ graph, theme, chosen, onChoose, onOpen, canvasRef }: GraphViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const positions = useRef<ReadonlyMap<string, Point>>(new Map());
  const [drawn, setDrawn] = useState(0);
  const { canvas, failure } = useCanvas(container, theme, onChoose, canvasRef);
  useEffect(() => {
    if (canvas === null) return;
    positions.current = canvas.draw(graph.items, graph.arcs);
    setDrawn(graph.items.length);
  }, [canvas, graph]);
  useEffect(() => canvas?.wear(theme), [canvas, theme]);
  useEffect(() => canvas?.choose(chosen), [canvas, chosen, graph]);

  function onKeyDown(event: KeyboardEvent) {
    const first = graph.items.find((item) => item.outage) ?? graph.items[0];
    if (event.key.startsWith('Arrow')) {
      const next = chosen === null ? first?.id : itemTowards(positions.current, chosen, event.key as Direction);
      if (next != null) onChoose(next);
    } else if (event.key === 'Enter' && chosen !== null) onOpen();
    else if (event.key === 'Escape') onChoose(null);
    else if (event.key === '+' || event.key === '=') canvas?.zoomBy(ZOOM_STEP);
    else if (event.key === '-') canvas?.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') canvas?.fit();
    else return;
    event.preventDefault();
  }

  if (failure !== null) {
    return (
      <p className="underpin-warning underpin-unloaded" role="alert">
        The part of this page that draws did not load ({failure}). Reload the page: a newer server may have other files.
      </p>
    );
  }
  return (
    <div
      ref={container}
      className="underpin-canvas"
      role="application"
      aria-roledescription="dependency graph"
      aria-label={`${headline(graph)}. Arrow keys move from item to item, Enter opens the details, plus and minus zoom.`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-drawn={canvas === null ? 'loading' : drawn}
    />
  );
}

interface Loaded {
  readonly canvas: GraphCanvas | null;
  /** Why there is none and will be none. */
  readonly failure: string | null;
}

const LOADING: Loaded = { canvas: null, failure: null };

function useCanvas(
  container: { readonly current: HTMLElement | null },
  theme: Theme,
  onChoose: (id: string | null) => void,
  canvasRef: { current: GraphCanvas | null },
): Loaded {
  const [loaded, setLoaded] = useState(LOADING);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    let stopped = false;
    let canvas: GraphCanvas | null = null;
    async function load(element: HTMLElement) {
      try {
        const ready = await createGraphCanvas({ container: element, theme, onChoose: (id) => choose.current(id) });
        if (stopped) return ready.stop();
        canvas = ready;
        canvasRef.current = ready;
        setLoaded({ canvas, failure: null });
      } catch (error) {
        setLoaded({ canvas: null, failure: error instanceof Error ? error.message : String(error) });
      }
    }
    if (container.current !== null) void load(container.current);
    return () => {
      stopped = true;
      canvasRef.current = null;
      // Effects of the canvas may still run once: they must not meet one that has stopped.
      setLoaded(LOADING);
      canvas?.stop();
    };
    // The theme is followed by `wear`; only a new container needs a new canvas.
  }, [container, canvasRef]);
  return loaded;
}
