import type { Point } from '../layout';

/** What a hand does to a picture, in pixels of the pane. */
export interface Gestures {
  readonly pan: (by: Point) => void;
  readonly zoom: (factor: number, at: Point) => void;
  readonly tap: (at: Point, event: MouseEvent) => void;
  readonly doubleTap: () => void;
  readonly hover: (at: Point) => void;
}

/** A pointer that moves no further than this has stood still: hands shake. */
const SLOP = 4;
const WHEEL_SPEED = 0.0016;
/** Pinching on a touch pad comes as a wheel with Ctrl, in small steps. */
const PINCH_SPEED = 0.01;
const LINE_PIXELS = 18;
/** In `buttons`: the left one of a mouse, the tip of a pen, a finger. */
const PRIMARY_BUTTON = 1;

/** Mouse, touch and pen; gives the way to stop. */
export function followGestures(element: HTMLElement, gestures: Gestures): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hand = new Hand(element, gestures);
  element.addEventListener('pointerdown', (event) => hand.down(event), { signal });
  element.addEventListener('pointermove', (event) => hand.move(event), { signal });
  element.addEventListener('pointerup', (event) => hand.up(event), { signal });
  element.addEventListener('pointercancel', (event) => hand.cancel(event), { signal });
  element.addEventListener('dblclick', () => gestures.doubleTap(), { signal });
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    gestures.zoom(Math.exp(-pixels * (event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED)), placeOf(event, element));
  };
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => stop.abort();
}

function placeOf(event: MouseEvent, element: HTMLElement): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** The fingers that are down, or the button of the mouse. */
class Hand {
  readonly #element: HTMLElement;
  readonly #gestures: Gestures;
  readonly #fingers = new Map<number, Point>();
  /** Where a tap would have begun; null once it has become something else. */
  #start: Point | null = null;

  constructor(element: HTMLElement, gestures: Gestures) {
    this.#element = element;
    this.#gestures = gestures;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = placeOf(event, this.#element);
    this.#fingers.set(event.pointerId, at);
    this.#start = this.#fingers.size === 1 ? at : null;
  }

  move(event: PointerEvent): void {
    const at = placeOf(event, this.#element);
    // It was let go outside of the pane, before the pane had hold of it.
    if ((event.buttons & PRIMARY_BUTTON) === 0 && this.#fingers.has(event.pointerId)) this.cancel(event);
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return this.#gestures.hover(at);
    if (this.#start !== null && Math.hypot(at.x - this.#start.x, at.y - this.#start.y) <= SLOP) return;
    // From here on the hand keeps hold of the picture, also outside of the pane.
    if (this.#start !== null) this.#element.setPointerCapture(event.pointerId);
    this.#start = null;
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, at);
    if (other === undefined) return this.#gestures.pan({ x: at.x - before.x, y: at.y - before.y });
    const apart = (from: Point) => Math.hypot(from.x - other.x, from.y - other.y) || 1;
    this.#gestures.pan({ x: (at.x - before.x) / 2, y: (at.y - before.y) / 2 });
    this.#gestures.zoom(apart(at) / apart(before), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
  }

  up(event: PointerEvent): void {
    const start = this.#start;
    this.cancel(event);
    if (start !== null) this.#gestures.tap(start, event);
  }

  cancel(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    this.#start = null;
  }
}
