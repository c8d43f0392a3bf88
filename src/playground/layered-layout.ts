import { layoutPart, type DrawnPart } from './layered-part';
import type { Layout, LayoutArc, LayoutItem, Point, Room } from './layout';

const SQUARE: Room = { width: 900, height: 900 };
const GAP_BETWEEN_PARTS = 64;
const GAP_IN_GRID = 26;

/**
 * Draws providers below their dependents. Written here rather than taken from dagre, which needs seconds where this
 * needs tens of milliseconds, and which lays a wide rank out as one endless line where this one wraps.
 * Deterministic: the same answer is always the same picture.
 */
export function layeredLayout(items: readonly LayoutItem[], arcs: readonly LayoutArc[], room = SQUARE): Layout {
  const parts = connectedParts(items, arcs);
  const linked = parts.filter((part) => part.items.length > 1);
  const alone = parts.filter((part) => part.items.length === 1).flatMap((part) => part.items);
  const drawn = linked.map((part) => layoutPart(part.items, part.arcs, room));
  if (alone.length > 0) drawn.push(layoutGrid(alone, room));
  return pack(drawn, room);
}

interface Part {
  readonly items: LayoutItem[];
  readonly arcs: LayoutArc[];
}

/** Largest first. */
function connectedParts(items: readonly LayoutItem[], arcs: readonly LayoutArc[]): Part[] {
  const parent = new Map(items.map((item) => [item.id, item.id]));
  const rootOf = (id: string): string => {
    let at = id;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  const usable = arcs.filter(
    (arc) => parent.has(arc.dependent) && parent.has(arc.provider) && arc.dependent !== arc.provider,
  );
  for (const arc of usable) parent.set(rootOf(arc.dependent), rootOf(arc.provider));
  const parts = new Map<string, Part>();
  for (const item of items) {
    const key = rootOf(item.id);
    const part = parts.get(key) ?? { items: [], arcs: [] };
    part.items.push(item);
    parts.set(key, part);
  }
  for (const arc of usable) parts.get(rootOf(arc.dependent))?.arcs.push(arc);
  return [...parts.values()].toSorted((a, b) => b.items.length - a.items.length);
}

/** Items that nothing connects: rows of equal columns, the whole in the shape of the room. */
function layoutGrid(items: readonly LayoutItem[], room: Room): DrawnPart {
  const width = items.reduce((widest, item) => Math.max(widest, item.width), 0) + GAP_IN_GRID;
  const height = items.reduce((tallest, item) => Math.max(tallest, item.height), 0) + GAP_IN_GRID;
  const shape = (room.width / width) * (height / room.height);
  const columns = Math.max(1, Math.round(Math.sqrt(items.length * shape)));
  const centres = items.map((item, index): [string, Point] => [
    item.id,
    { x: (index % columns) * width, y: (Math.floor(index / columns) + 0.5) * height },
  ]);
  return {
    positions: new Map(centres),
    bends: new Map(),
    left: -width / 2,
    width: Math.min(columns, items.length) * width,
    height: Math.ceil(items.length / columns) * height,
  };
}

/** Parts side by side in shelves, so that the whole has about the shape of the room. */
function pack(parts: readonly DrawnPart[], room: Room): Layout {
  const area = parts.reduce(
    (sum, part) => sum + (part.width + GAP_BETWEEN_PARTS) * (part.height + GAP_BETWEEN_PARTS),
    0,
  );
  const shelfWidth = Math.max(Math.sqrt((area * room.width) / room.height) * 1.1, ...parts.map((part) => part.width));
  const positions = new Map<string, Point>();
  const bends = new Map<string, readonly Point[]>();
  let [x, top, shelfHeight, width] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > shelfWidth) {
      [x, top, shelfHeight] = [0, top + shelfHeight + GAP_BETWEEN_PARTS, 0];
    }
    const [dx, dy] = [x - part.left, top];
    const moved = (point: Point): Point => ({ x: point.x + dx, y: point.y + dy });
    for (const [id, point] of part.positions) positions.set(id, moved(point));
    for (const [id, points] of part.bends) bends.set(id, points.map(moved));
    x += part.width + GAP_BETWEEN_PARTS;
    shelfHeight = Math.max(shelfHeight, part.height);
    width = Math.max(width, x - GAP_BETWEEN_PARTS);
  }
  return { positions, bends, width, height: top + shelfHeight };
}
