import type { Point, Room } from './layout';

/** A rectangle of the picture. */
export interface Box extends Room {
  readonly left: number;
  readonly top: number;
}

const ARROW = 8;
const TURN_RADIUS = 16;

/** The way of a line from the rim of one card over its bends to the rim of the other. */
export function lineBetween(from: Box, to: Box, bends: readonly Point[]): readonly [Point, ...Point[], Point] {
  const [start, end] = [centreOf(from), centreOf(to)];
  return [rimTowards(from, bends[0] ?? end), ...bends, rimTowards(to, bends.at(-1) ?? start)];
}

export function centreOf({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

/** Where the line from the centre to another point leaves a card. */
function rimTowards(card: Box, towards: Point): Point {
  const centre = centreOf(card);
  const [dx, dy] = [towards.x - centre.x, towards.y - centre.y];
  const across = Math.abs(dx) / Math.max(1, card.width / 2);
  const down = Math.abs(dy) / Math.max(1, card.height / 2);
  const scale = Math.max(across, down, 1);
  return { x: centre.x + dx / scale, y: centre.y + dy / scale };
}

export function boxAround(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left, height: bottom - top };
}

export function overlap(a: Box, b: Box): boolean {
  return (
    a.left <= b.left + b.width && b.left <= a.left + a.width && a.top <= b.top + b.height && b.top <= a.top + a.height
  );
}

/** The line as an SVG path, which canvases draw, too; its turns are round. */
export function pathOf(points: readonly Point[]): string {
  const steps = points.map((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (before === undefined) return `M${pair(point)}`;
    if (after === undefined) return `L${pair(point)}`;
    return `L${pair(short(point, before))} Q${pair(point)} ${pair(short(point, after))}`;
  });
  return steps.join(' ');
}

/** A turn begins this far before its corner, and never beyond the middle of the way. */
function short(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y) || 1;
  const share = Math.min(TURN_RADIUS, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

function pair({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** The corners of an arrow head at `to`. */
function headAt(to: Point, from: Point): readonly [Point, Point, Point] {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const base = { x: to.x - ux * ARROW, y: to.y - uy * ARROW };
  return [
    to,
    { x: base.x - (uy * ARROW) / 2, y: base.y + (ux * ARROW) / 2 },
    { x: base.x + (uy * ARROW) / 2, y: base.y - (ux * ARROW) / 2 },
  ];
}

/** The arrow heads of a line by where its dependency leads. */
export function headsOf(points: readonly [Point, ...Point[], Point], direction: 'one-way' | 'both' | 'none') {
  const [start, end] = [points[0], points.at(-1) ?? points[0]];
  return [
    ...(direction === 'none' ? [] : [headAt(end, points.at(-2) ?? start)]),
    ...(direction === 'both' ? [headAt(start, points[1] ?? end)] : []),
  ];
}

/** The middle of the way. */
export function middleOf(points: readonly Point[]): Point {
  const lengths = points.map((point, at) => {
    const before = points[at - 1] ?? point;
    return Math.hypot(point.x - before.x, point.y - before.y);
  });
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [at, length] of lengths.entries()) {
    const [before, point] = [points[at - 1], points[at]];
    if (before !== undefined && point !== undefined && left <= length) {
      const share = left / (length || 1);
      return { x: before.x + (point.x - before.x) * share, y: before.y + (point.y - before.y) * share };
    }
    left -= length;
  }
  return points[0] ?? { x: 0, y: 0 };
}
