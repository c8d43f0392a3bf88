import type { Core, NodeSingular } from 'cytoscape';
import type { DrawnArc, DrawnItem } from './answer/drawing';
import { svgOf, type PlacedPicture } from './export/svg';
import { CARD_FONT, CARD_FONT_SIZE, graphStyle, LINES, type Theme } from './graph-style';
import type { Layout, Point, Room } from './layout';
import { pictureOf } from './picture';

/** A drawn picture that can be asked to look different; everything else about it is the library's. */
export interface GraphCanvas {
  readonly draw: (items: readonly DrawnItem[], arcs: readonly DrawnArc[]) => ReadonlyMap<string, Point>;
  readonly choose: (id: string | null) => void;
  readonly wear: (theme: Theme) => void;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  /** All of the picture, as a text and as a bitmap. */
  readonly svg: (title: string) => string;
  readonly png: () => Promise<Blob>;
  readonly stop: () => void;
}

export interface CanvasOptions {
  readonly container: HTMLElement;
  readonly theme: Theme;
  readonly onChoose: (id: string | null) => void;
  /** A click with Shift or Ctrl: marks as failed. */
  readonly onMark: (id: string) => void;
  /** A double click: opens a group. */
  readonly onOpen: (id: string) => void;
}

const ZOOM_MAX = 2.5;
const ZOOM_MIN = 0.02;
/** A small picture is not blown up to fill the pane. */
const FIT_ZOOM_MAX = 1.15;
const FIT_PADDING = 28;

/** The drawing library is loaded when the first picture is drawn: 140 KB that a plain query does not need. */
export async function createGraphCanvas(options: CanvasOptions): Promise<GraphCanvas> {
  const { container, theme } = options;
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
    // Moving a large picture moves a snapshot of it; the lines come back when it stands.
    textureOnViewport: true,
  });
  listen(cy, options);
  let placed: PlacedPicture = { items: [], arcs: [], layout: BLANK, sizes: new Map() };
  let worn = theme;
  const standing = new Standing();
  const stopFollowing = followSize(cy, container, standing, () => fit(cy, placed.layout));
  return {
    draw(items, arcs) {
      placed = draw(cy, items, arcs);
      standing.drawn();
      fit(cy, placed.layout);
      return placed.layout.positions;
    },
    choose(id) {
      standing.chosen(id);
      choose(cy, id);
    },
    wear(next) {
      // Styling 2,000 items takes a second: not for nothing.
      if (next !== worn) cy.style(graphStyle(next));
      worn = next;
    },
    fit: () => fit(cy, placed.layout),
    svg: (title) => svgOf(placed, title, worn),
    png: () => bitmapOf(cy, worn),
    zoomBy(factor) {
      standing.moved();
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle(cy) });
    },
    stop() {
      stopFollowing();
      cy.destroy();
    },
  };
}

const BLANK: Layout = { positions: new Map(), bends: new Map(), width: 1, height: 1 };

function listen(cy: Core, { onChoose, onMark, onOpen }: CanvasOptions): void {
  cy.on('tap', 'node', (event) => {
    const { shiftKey = false, ctrlKey = false, metaKey = false } = (event.originalEvent ?? {}) as Partial<MouseEvent>;
    const id = String(event.target.id());
    if (shiftKey || ctrlKey || metaKey) onMark(id);
    else onChoose(id);
  });
  cy.on('dbltap', 'node', (event) => onOpen(String(event.target.id())));
  cy.on('tap', (event) => {
    if (event.target === cy) onChoose(null);
  });
}

/** Sharp on a good screen; what is too large for a browser's canvas is drawn smaller. */
async function bitmapOf(cy: Core, theme: Theme): Promise<Blob> {
  const bounds = { maxWidth: BITMAP_MAX, maxHeight: BITMAP_MAX };
  const { w, h } = cy.elements().boundingBox();
  const small = Math.max(w, h) * 2 <= BITMAP_MAX;
  const size = small ? { scale: 2 } : bounds;
  return cy.png({ output: 'blob-promise', full: true, bg: LINES[theme].ground, ...size });
}

const BITMAP_MAX = 8_000;

function draw(cy: Core, items: readonly DrawnItem[], arcs: readonly DrawnArc[]): PlacedPicture {
  const { elements, layout, sizes } = pictureOf(items, arcs, measureWith(CARD_FONT), {
    width: Math.max(1, cy.width()),
    height: Math.max(1, cy.height()),
  });
  cy.batch(() => {
    cy.elements().remove();
    cy.add(elements);
  });
  return { items, arcs, layout, sizes };
}

function measureWith(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * CARD_FONT_SIZE * 0.56;
  context.font = `${CARD_FONT_SIZE}px ${font}`;
  return (text) => context.measureText(text).width;
}

/** By the layout's own extent: the library would measure every line, which takes it seconds. */
function fit(cy: Core, extent: Room): void {
  const across = (cy.width() - 2 * FIT_PADDING) / extent.width;
  const down = (cy.height() - 2 * FIT_PADDING) / extent.height;
  const zoom = Math.max(ZOOM_MIN, Math.min(across, down, FIT_ZOOM_MAX));
  const pan = { x: (cy.width() - extent.width * zoom) / 2, y: (cy.height() - extent.height * zoom) / 2 };
  cy.viewport({ zoom, pan });
}

function middle(cy: Core): Point {
  return { x: cy.width() / 2, y: cy.height() / 2 };
}

/** With more than this, stepping back takes longer than anybody waits for a click. */
const DIMMED_MAX = 800;

/** What the chosen item is not connected to steps back, unless the whole picture is about that item; an item outside the window moves into it. */
function choose(cy: Core, id: string | null): void {
  const chosen = cy.getElementById(id ?? '');
  cy.batch(() => {
    cy.elements('.chosen, .near, .far').removeClass('chosen near far');
    if (chosen.empty()) return;
    const near = chosen.closedNeighborhood();
    if (chosen.data('origin') !== true && cy.elements().length <= DIMMED_MAX)
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

/** Whether the picture stands as it was drawn: then it is fitted again when the pane changes around it. */
class Standing {
  #touched = false;
  #chosen: string | null | undefined;

  get untouched(): boolean {
    return !this.#touched;
  }

  drawn(): void {
    this.#touched = false;
    this.#chosen = undefined;
  }

  moved(): void {
    this.#touched = true;
  }

  /** What is chosen when the picture comes is part of it; another choice is the reader's. */
  chosen(id: string | null): void {
    if (this.#chosen !== undefined && this.#chosen !== id) this.#touched = true;
    this.#chosen = id;
  }
}

/**
 * The pane can be resized, and details open beside it: a picture that stands as it was drawn stays fitted, one with a
 * chosen item keeps its size and shows that item, one that was moved stays where it is.
 */
function followSize(cy: Core, container: HTMLElement, standing: Standing, refit: () => void): () => void {
  cy.on('dragpan pinchzoom scrollzoom', () => standing.moved());
  const observer = new ResizeObserver(() => {
    cy.resize();
    const chosen = cy.nodes('.chosen');
    if (standing.untouched) refit();
    else if (chosen.nonempty()) show(cy, chosen.first());
  });
  observer.observe(container);
  return () => observer.disconnect();
}
