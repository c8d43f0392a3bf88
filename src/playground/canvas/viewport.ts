import type { Point, Room } from '../layout';
import { centreOf, type Box } from '../line-path';

/** Which part of a picture shows: a point of it stands at `point * zoom + x`, `point * zoom + y` of the pane. */
export interface Viewport {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const ZOOM_MAX = 2.5;
const ZOOM_MIN = 0.02;
/** A small picture is not blown up to fill the pane. */
const FIT_ZOOM_MAX = 1.15;
const FIT_PADDING = 28;
const MARGIN = 24;

/** All of the picture in the middle of the pane. */
export function fitted(picture: Room, pane: Room): Viewport {
  const across = (pane.width - 2 * FIT_PADDING) / picture.width;
  const down = (pane.height - 2 * FIT_PADDING) / picture.height;
  const zoom = Math.max(ZOOM_MIN, Math.min(across, down, FIT_ZOOM_MAX));
  return { zoom, x: (pane.width - picture.width * zoom) / 2, y: (pane.height - picture.height * zoom) / 2 };
}

/** Nearer or further; what is at this point of the pane stays there. */
export function zoomed({ zoom, x, y }: Viewport, factor: number, at: Point): Viewport {
  const next = Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, zoom * factor));
  const scale = next / zoom;
  return { zoom: next, x: at.x - (at.x - x) * scale, y: at.y - (at.y - y) * scale };
}

export function panned(view: Viewport, by: Point): Viewport {
  return { ...view, x: view.x + by.x, y: view.y + by.y };
}

/** Moves no further than it takes to see a card whole; the same viewport where it is. */
export function showing(view: Viewport, card: Box, pane: Room): Viewport {
  const left = card.left * view.zoom + view.x;
  const top = card.top * view.zoom + view.y;
  const by = {
    x: intoView(left, left + card.width * view.zoom, pane.width),
    y: intoView(top, top + card.height * view.zoom, pane.height),
  };
  return by.x === 0 && by.y === 0 ? view : panned(view, by);
}

function intoView(from: number, to: number, room: number): number {
  return Math.max(0, MARGIN - from) - Math.max(0, to + MARGIN - room);
}

/** The point of the picture that stands at a point of the pane. */
export function pointAt({ zoom, x, y }: Viewport, { x: across, y: down }: Point): Point {
  return { x: (across - x) / zoom, y: (down - y) / zoom };
}

/** The part of the picture that shows. */
export function visibleBox(view: Viewport, pane: Room): Box {
  const { x: left, y: top } = pointAt(view, { x: 0, y: 0 });
  return { left, top, width: pane.width / view.zoom, height: pane.height / view.zoom };
}

export function middleOfPane(pane: Room): Point {
  return centreOf({ left: 0, top: 0, ...pane });
}
