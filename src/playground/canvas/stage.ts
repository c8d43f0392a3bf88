import type { Room } from '../layout';
import { overlap } from '../line-path';
import { bitmapOf, extentOf } from './bitmap';
import { paint, type Scenery } from './paint';
import { visibleBox, type Viewport } from './viewport';

/** With more in sight than this, what moves is a bitmap of the picture; it is painted sharp when it stands. */
const PAINTED_IN_MOTION_MAX = 400;
const STANDS_AFTER_MS = 140;
const GLIDE_MS = 160;
const BITMAP_MAX = 4_096;

/** The canvas element in its pane: paints a scenery at a viewport, once a frame and only when something is new. */
export class Stage {
  readonly #canvas = document.createElement('canvas');
  readonly #container: HTMLElement;
  #scenery: Scenery | null = null;
  #view: Viewport = { zoom: 1, x: 0, y: 0 };
  #frame = 0;
  #standing = 0;
  #moving = false;
  #bitmap: HTMLCanvasElement | null = null;

  constructor(container: HTMLElement) {
    this.#container = container;
    this.#canvas.setAttribute('aria-hidden', 'true');
    container.append(this.#canvas);
  }

  get view(): Viewport {
    return this.#view;
  }

  get room(): Room {
    return { width: Math.max(1, this.#container.clientWidth), height: Math.max(1, this.#container.clientHeight) };
  }

  /** The pane has another size. The canvas gets it when it is painted: it would be blank until then. */
  resize(): void {
    this.#soon();
  }

  show(scenery: Scenery): void {
    this.#scenery = scenery;
    this.#bitmap = null;
    this.#soon();
  }

  /** At once, and what it looked at before is forgotten. */
  look(view: Viewport): void {
    this.#moving = false;
    this.#bitmap = null;
    this.#view = view;
    this.#soon();
  }

  /** Under a hand, or a wheel: many times in a second. */
  move(view: Viewport): void {
    this.#view = view;
    this.#moving = true;
    window.clearTimeout(this.#standing);
    this.#standing = window.setTimeout(() => this.look(this.#view), STANDS_AFTER_MS);
    this.#soon();
  }

  /** Slides there, unless the reader wants no motion. */
  glide(view: Viewport): void {
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return this.look(view);
    const [from, start] = [this.#view, performance.now()];
    const between = (a: number, b: number, share: number) => a + (b - a) * share * (2 - share);
    const step = (now: number) => {
      // A hand or another look takes over.
      if (this.#view !== last) return;
      const share = Math.min(1, Math.max(0, (now - start) / GLIDE_MS));
      last = { zoom: view.zoom, x: between(from.x, view.x, share), y: between(from.y, view.y, share) };
      if (share === 1) return this.look(view);
      this.move(last);
      requestAnimationFrame(step);
    };
    let last = this.#view;
    requestAnimationFrame(step);
  }

  pointer(over: boolean): void {
    this.#container.style.cursor = over ? 'pointer' : '';
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#standing);
    this.#canvas.remove();
  }

  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d');
    const scenery = this.#scenery;
    if (context === null || scenery === null) return;
    this.#fitCanvas();
    const { zoom, x, y } = this.#view;
    const scale = zoom * devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(scale, 0, 0, scale, x * devicePixelRatio, y * devicePixelRatio);
    const visible = visibleBox(this.#view, this.room);
    const inSight = scenery.picture.cards.filter((card) => overlap(card, visible)).length;
    if (!this.#moving || inSight <= PAINTED_IN_MOTION_MAX) return paint(context, scenery, visible, zoom);
    this.#bitmap ??= bitmapOf(scenery, { scaleMax: scale, pixelsMax: BITMAP_MAX, ground: null });
    const { left, top, width, height } = extentOf(scenery.picture);
    context.drawImage(this.#bitmap, left, top, width, height);
  }

  /** As sharp as the screen is. Nothing tells when a window is moved to another screen, so this is asked at every paint. */
  #fitCanvas(): void {
    const { width, height } = this.room;
    const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.#canvas.width === across && this.#canvas.height === down) return;
    this.#canvas.width = across;
    this.#canvas.height = down;
  }
}
