import type { Core, NodeSingular } from 'cytoscape';
import type { DrawnArc, DrawnItem } from './drawing';
import { CARD_FONT, CARD_FONT_SIZE, graphStyle, type Theme } from './graph-style';
import type { Point } from './layout';
import { pictureOf } from './picture';

/** A drawn picture that can be asked to look different; everything else about it is the library's. */
export interface GraphCanvas {
  readonly draw: (items: readonly DrawnItem[], arcs: readonly DrawnArc[]) => ReadonlyMap<string, Point>;
  readonly choose: (id: string | null) => void;
  readonly wear: (theme: Theme) => void;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly stop: () => void;
}

export interface CanvasOptions {
  readonly container: HTMLElement;
  readonly theme: Theme;
  readonly onChoose: (id: string | null) => void;
}

const ZOOM_MAX = 2.5;
const ZOOM_MIN = 0.02;
/** A small picture is not blown up to fill the pane. */
const FIT_ZOOM_MAX = 1.15;
/** Beyond this, moving the picture draws a snapshot of it instead of every line. */
const SMOOTH_ITEMS_MAX = 600;

/** The drawing library is loaded when the first picture is drawn: 140 KB that a plain query does not need. */
export async function createGraphCanvas({ container, theme, onChoose }: CanvasOptions): Promise<GraphCanvas> {
  const { default: cytoscape } = await import('cytoscape');
  const cy = cytoscape({
    container,
    style: graphStyle(theme),
    minZoom: ZOOM_MIN,
    maxZoom: ZOOM_MAX,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
    layout: { name: 'preset' },
    hideEdgesOnViewport: false,
    textureOnViewport: false,
  });
  cy.on('tap', 'node', (event) => onChoose(String(event.target.id())));
  cy.on('tap', (event) => {
    if (event.target === cy) onChoose(null);
  });
  const stopFollowing = followSize(cy, container);
  return {
    draw: (items, arcs) => draw(cy, items, arcs),
    choose: (id) => choose(cy, id),
    wear: (next) => void cy.style(graphStyle(next)),
    fit: () => fit(cy),
    zoomBy: (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle(cy) }),
    stop() {
      stopFollowing();
      cy.destroy();
    },
  };
}

function draw(cy: Core, items: readonly DrawnItem[], arcs: readonly DrawnArc[]): ReadonlyMap<string, Point> {
  const picture = pictureOf(items, arcs, measureWith(CARD_FONT), {
    width: Math.max(1, cy.width()),
    height: Math.max(1, cy.height()),
  });
  cy.batch(() => {
    cy.elements().remove();
    cy.add(picture.elements);
  });
  const renderer = (cy as unknown as { renderer: () => Record<string, unknown> }).renderer();
  renderer['textureOnViewport'] = items.length > SMOOTH_ITEMS_MAX;
  fit(cy);
  return picture.layout.positions;
}

function measureWith(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * CARD_FONT_SIZE * 0.56;
  context.font = `${CARD_FONT_SIZE}px ${font}`;
  return (text) => context.measureText(text).width;
}

function fit(cy: Core): void {
  cy.fit(undefined, 28);
  if (cy.zoom() <= FIT_ZOOM_MAX) return;
  cy.zoom(FIT_ZOOM_MAX);
  cy.center();
}

function middle(cy: Core): Point {
  return { x: cy.width() / 2, y: cy.height() / 2 };
}

/** What the chosen item is not connected to steps back; an item outside the window moves into it. */
function choose(cy: Core, id: string | null): void {
  const chosen = cy.getElementById(id ?? '');
  cy.batch(() => {
    cy.elements().removeClass('chosen near far');
    if (chosen.empty()) return;
    const near = chosen.closedNeighborhood();
    cy.elements().difference(near).addClass('far');
    near.edges().addClass('near');
    chosen.addClass('chosen');
  });
  if (chosen.nonempty()) show(cy, chosen);
}

const MARGIN = 24;

type Showable = Pick<NodeSingular, 'renderedBoundingBox'>;

/** Moves the picture no further than it takes to see the item whole. */
function show(cy: Core, item: Showable): void {
  const box = item.renderedBoundingBox();
  const by = {
    x: Math.max(0, MARGIN - box.x1) - Math.max(0, box.x2 + MARGIN - cy.width()),
    y: Math.max(0, MARGIN - box.y1) - Math.max(0, box.y2 + MARGIN - cy.height()),
  };
  if (by.x === 0 && by.y === 0) return;
  cy.stop(true);
  cy.animate({ panBy: by }, { duration: stillness() ? 0 : 160 });
}

function stillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * The pane can be resized, and details open below it: a fitted picture stays fitted, one that was moved stays where it
 * is, and one with a chosen item keeps its size and shows that item.
 */
function followSize(cy: Core, container: HTMLElement): () => void {
  let moved = false;
  cy.on('dragpan pinchzoom scrollzoom', () => (moved = true));
  cy.on('add', () => (moved = false));
  const observer = new ResizeObserver(() => {
    cy.resize();
    const chosen = cy.nodes('.chosen');
    if (chosen.nonempty()) show(cy, chosen.first());
    else if (!moved) fit(cy);
  });
  observer.observe(container);
  return () => observer.disconnect();
}
