import type { DrawnArc, DrawnItem } from './answer/drawing';
import { bitmapOf, pngOf } from './canvas/bitmap';
import { followGestures } from './canvas/gestures';
import { Stage } from './canvas/stage';
import { fitted, middleOfPane, panned, pointAt, showing, zoomed } from './canvas/viewport';
import { svgOf } from './export/svg';
import { CARD_FONT, CARD_FONT_SIZE, LINES, type Theme } from './graph-style';
import type { Point } from './layout';
import { centreOf } from './line-path';
import { placePicture, type Card, type Measure, type PlacedPicture } from './picture';

export interface CanvasOptions {
  readonly container: HTMLElement;
  readonly theme: Theme;
  readonly onChoose: (id: string | null) => void;
  /** A click with Shift or Ctrl: marks as failed. */
  readonly onMark: (id: string) => void;
  /** A double click: opens a group. */
  readonly onOpen: (id: string) => void;
}

const BLANK: PlacedPicture = { cards: [], lines: [], width: 1, height: 1 };
const PNG_SCALE = 2;
const PNG_PIXELS_MAX = 8_000;

/** A picture that somebody looks at, moves and points at. */
export class GraphCanvas {
  readonly #stage: Stage;
  readonly #options: CanvasOptions;
  readonly #stops: (() => void)[];
  #picture = BLANK;
  #cards: ReadonlyMap<string, Card> = new Map();
  #theme: Theme;
  #chosen: string | null = null;
  /** Whether it stands as it was drawn: then it is fitted again when the pane changes around it. */
  #untouched = true;
  /** What is chosen when a picture comes is part of it; another choice is the reader's. */
  #chosenAtFirst = true;
  #tapped: string | null = null;

  constructor(options: CanvasOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#stage = new Stage(options.container);
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(options.container);
    this.#stops = [this.#follow(options.container), () => observer.disconnect(), () => this.#stage.stop()];
  }

  /** Gives the centre of every item. */
  draw(items: readonly DrawnItem[], arcs: readonly DrawnArc[]): ReadonlyMap<string, Point> {
    this.#picture = placePicture(items, arcs, measureWith(CARD_FONT), this.#stage.room);
    this.#cards = new Map(this.#picture.cards.map((card) => [card.id, card]));
    this.#untouched = true;
    this.#chosenAtFirst = true;
    this.#show();
    this.fit();
    return new Map(this.#picture.cards.map((card) => [card.id, centreOf(card)]));
  }

  choose(id: string | null): void {
    if (!this.#chosenAtFirst && id !== this.#chosen) this.#untouched = false;
    this.#chosenAtFirst = false;
    this.#chosen = id;
    this.#show();
    this.#bringIn();
  }

  wear(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#show();
  }

  fit(): void {
    this.#stage.look(fitted(this.#picture, this.#stage.room));
  }

  zoomBy(factor: number): void {
    this.#untouched = false;
    this.#stage.look(zoomed(this.#stage.view, factor, middleOfPane(this.#stage.room)));
  }

  /** All of the picture, as a text. */
  svg(title: string): string {
    return svgOf(this.#picture, title, this.#theme);
  }

  /** All of the picture, sharp on a good screen. */
  async png(): Promise<Blob> {
    const scenery = { picture: this.#picture, theme: this.#theme, chosen: null, near: null };
    const size = { scaleMax: PNG_SCALE, pixelsMax: PNG_PIXELS_MAX };
    return pngOf(bitmapOf(scenery, { ...size, ground: LINES[this.#theme].ground }));
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #show(): void {
    const [picture, theme] = [this.#picture, this.#theme];
    const chosen = this.#chosen !== null && this.#cards.has(this.#chosen) ? this.#chosen : null;
    this.#stage.show({ picture, theme, chosen, near: this.#near(chosen) });
  }

  /** What the chosen item is not connected to steps back, unless the whole picture is about that item. */
  #near(chosen: string | null): ReadonlySet<string> | null {
    if (chosen === null || this.#cards.get(chosen)?.origin === true) return null;
    const near = new Set([chosen]);
    for (const { arc } of this.#picture.lines) {
      if (arc.dependent === chosen) near.add(arc.provider);
      if (arc.provider === chosen) near.add(arc.dependent);
    }
    return near;
  }

  /** A chosen item outside of the pane moves into it. */
  #bringIn(): void {
    const card = this.#cards.get(this.#chosen ?? '');
    if (card === undefined) return;
    const { view, room } = this.#stage;
    const next = showing(view, card, room);
    if (next !== view) this.#stage.glide(next);
  }

  /**
   * The pane can be resized, and details open beside it: a picture that stands as it was drawn stays fitted, one with a
   * chosen item keeps its size and shows that item, one that was moved stays where it is.
   */
  #resized(): void {
    this.#stage.resize();
    if (this.#untouched) this.fit();
    else this.#bringIn();
  }

  #follow(container: HTMLElement): () => void {
    const { onChoose, onMark, onOpen } = this.#options;
    return followGestures(container, {
      pan: (by) => {
        this.#untouched = false;
        this.#stage.move(panned(this.#stage.view, by));
      },
      zoom: (factor, at) => {
        this.#untouched = false;
        this.#stage.move(zoomed(this.#stage.view, factor, at));
      },
      tap: (at, { shiftKey, ctrlKey, metaKey }) => {
        this.#tapped = this.#cardAt(at);
        if (this.#tapped !== null && (shiftKey || ctrlKey || metaKey)) onMark(this.#tapped);
        else onChoose(this.#tapped);
      },
      // Details may have opened beside it meanwhile, and moved what is under the pointer.
      doubleTap: () => {
        if (this.#tapped !== null) onOpen(this.#tapped);
      },
      hover: (at) => this.#stage.pointer(this.#cardAt(at) !== null),
    });
  }

  #cardAt(at: Point): string | null {
    const { x, y } = pointAt(this.#stage.view, at);
    const under = this.#picture.cards.findLast(
      ({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height,
    );
    return under?.id ?? null;
  }
}

function measureWith(font: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * CARD_FONT_SIZE * 0.56;
  context.font = `${CARD_FONT_SIZE}px ${font}`;
  // Second lines are much the same on many cards.
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? context.measureText(text).width;
    known.set(text, width);
    return width;
  };
}
