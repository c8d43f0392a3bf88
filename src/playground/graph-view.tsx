import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { spoken } from './card';
import { GraphCanvas } from './graph-canvas';
import type { Picture } from './groups/arrange';
import type { Theme } from './graph-style';
import type { Point } from './layout';
import { itemTowards, type Direction } from './navigation';

export interface GraphViewProps {
  readonly picture: Picture;
  readonly title: string;
  readonly theme: Theme;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
  /** Enter on a chosen item. */
  readonly onOpen: (id: string) => void;
  /** F on a chosen item: it has failed, or has not after all. */
  readonly onMark: (id: string) => void;
  readonly canvasRef: { current: GraphCanvas | null };
}

const ZOOM_STEP = 1.25;
const KEYS =
  'Arrow keys move from item to item, Enter opens details or a group, F marks as failed, Escape lets go, plus and minus zoom.';

/** The picture itself. Arrow keys walk over it, so that it can be used without a mouse. */
export function GraphView(props: GraphViewProps) {
  const { picture, title, theme, chosen, onChoose, onOpen, onMark } = props;
  const container = useRef<HTMLDivElement>(null);
  const positions = useRef<ReadonlyMap<string, Point>>(new Map());
  const [drawn, setDrawn] = useState(0);
  const canvas = useCanvas(container, props);
  useEffect(() => {
    if (canvas === null) return;
    positions.current = canvas.draw(picture.items, picture.arcs);
    setDrawn(picture.items.length);
    markDrawn();
  }, [canvas, picture]);
  useEffect(() => canvas?.wear(theme), [canvas, theme]);
  useEffect(() => {
    canvas?.choose(chosen);
    if (chosen !== null) takeFocus(container.current);
  }, [canvas, chosen, picture]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const first = picture.items.find((item) => item.outage) ?? picture.items[0];
    if (event.key.startsWith('Arrow')) {
      const next = chosen === null ? first?.id : itemTowards(positions.current, chosen, event.key as Direction);
      if (next != null) onChoose(next);
    } else if (event.key === 'Enter' && chosen !== null) onOpen(chosen);
    else if (event.key === 'f' && chosen !== null) onMark(chosen);
    else if (event.key === 'Escape') onChoose(null);
    else if (event.key === '+' || event.key === '=') canvas?.zoomBy(ZOOM_STEP);
    else if (event.key === '-') canvas?.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') canvas?.fit();
    else return;
    event.preventDefault();
  }

  const item = picture.items.find(({ id }) => id === chosen);
  return (
    <>
      <div
        ref={container}
        className="underpin-canvas"
        role="application"
        aria-roledescription="dependency graph"
        aria-label={`${title}. ${KEYS}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        data-drawn={canvas === null ? 'loading' : drawn}
      />
      <p className="underpin-unseen" role="status">
        {item === undefined ? '' : spoken(item)}
      </p>
    </>
  );
}

/** What an item was picked from is gone, and the focus with it: the keys of the picture are next. */
function takeFocus(picture: HTMLElement | null): void {
  if (document.activeElement === document.body && navigator.userActivation.hasBeenActive)
    picture?.focus({ preventScroll: true });
}

/** For whoever measures: the picture is on the screen with the second frame from here. */
function markDrawn(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('underpin-drawn')));
}

/** A canvas for as long as its container is there. */
function useCanvas(container: { readonly current: HTMLElement | null }, props: GraphViewProps): GraphCanvas | null {
  const { theme, canvasRef } = props;
  const [canvas, setCanvas] = useState<GraphCanvas | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (container.current === null) return undefined;
    const made = new GraphCanvas({
      container: container.current,
      theme,
      onChoose: (id) => latest.current.onChoose(id),
      onMark: (id) => latest.current.onMark(id),
      onOpen: (id) => latest.current.onOpen(id),
    });
    canvasRef.current = made;
    setCanvas(made);
    return () => {
      canvasRef.current = null;
      // Effects of the canvas may still run once: they must not meet one that has stopped.
      setCanvas(null);
      made.stop();
    };
    // The theme is followed by `wear`; only a new container needs a new canvas.
  }, [container, canvasRef]);
  return canvas;
}
