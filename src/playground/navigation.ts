import type { Point } from './layout';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const STEPS: Readonly<Record<Direction, Point>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** Straight ahead counts once, sideways more: an arrow key should feel like looking that way. */
const SIDEWAYS = 2.2;

/** The nearest item in the direction of an arrow key; null at the rim. */
export function itemTowards(positions: ReadonlyMap<string, Point>, from: string, direction: Direction): string | null {
  const start = positions.get(from);
  if (start === undefined) return null;
  const step = STEPS[direction];
  let best: string | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const [id, point] of positions) {
    const [dx, dy] = [point.x - start.x, point.y - start.y];
    const ahead = dx * step.x + dy * step.y;
    const aside = Math.abs(dx * step.y) + Math.abs(dy * step.x);
    if (id === from || ahead < 1) continue;
    const cost = ahead + aside * SIDEWAYS;
    if (cost < nearest) [best, nearest] = [id, cost];
  }
  return best;
}
