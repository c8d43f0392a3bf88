import { placeColumns } from './layered-columns';
import { orderLayers } from './layered-order';
import { rankItems, type RankArc } from './layered-ranks';
import type { Layout, LayoutArc, LayoutItem, Point, Room } from './layout';

/** A finished part of the picture with the rectangle that it fills. */
export interface DrawnPart extends Layout {
  /** The first part of a picture begins at 0, a part by itself may begin anywhere. */
  readonly left: number;
}

const GAP_ACROSS = 26;
const GAP_BETWEEN_ROWS = 20;
const GAP_DOWN = 46;
const BEND_WIDTH = 12;
/** A layer that ends further than this from an item's centre has another row there. */
const CARD_REACH = 40;
/** More bends than this for each item cost more room and time than straight arcs cost clarity. */
const BENDS_PER_ITEM_MAX = 1.5;
/** A small picture has room for more of them. */
const BENDS_FREE = 60;

/** Rows of a layer hold this many items at most; from wide to narrow. */
const PER_ROW = [96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3];
/** Breaking a layer into more rows must make the cards this much larger to be worth it. */
const WORTH = 1.12;

/** Lays out items that hang together: ranks, then order within the ranks, then columns. */
export function layoutPart(items: readonly LayoutItem[], arcs: readonly LayoutArc[], room: Room): DrawnPart {
  const grid = gridOf(items, arcs);
  const layers = orderLayers(grid);
  return layoutRows(items, grid, layers, rowLength(layers, items, room));
}

/** The row length that lets the cards stand largest in the room, by the room that the cards alone take. */
function rowLength(layers: readonly number[][], items: readonly LayoutItem[], room: Room): number {
  const [width, height] = [widestOf(items) + GAP_ACROSS, tallestOf(items) + GAP_BETWEEN_ROWS];
  const sizes = layers.map((layer) => layer.filter((position) => position < items.length).length);
  const scaleOf = (perRow: number) => {
    const rows = sizes.reduce((sum, size) => sum + Math.ceil(size / perRow), 0);
    const across = Math.max(...sizes.map((size) => size / Math.ceil(size / perRow) + 0.5));
    return Math.min(1, room.width / (across * width), room.height / (rows * height + layers.length * GAP_DOWN));
  };
  let best = PER_ROW[0] ?? items.length;
  for (const perRow of PER_ROW) if (scaleOf(perRow) > scaleOf(best) * WORTH) best = perRow;
  return best;
}

function widestOf(items: readonly LayoutItem[]): number {
  return items.reduce((width, item) => Math.max(width, item.width), 0);
}

function tallestOf(items: readonly LayoutItem[]): number {
  return items.reduce((height, item) => Math.max(height, item.height), 0);
}

function layoutRows(items: readonly LayoutItem[], grid: Grid, layers: number[][], perRow: number): DrawnPart {
  const rows = rowsOf(layers, items, perRow);
  const x = placeColumns({
    layers,
    pairs: [...grid.pairs, ...grid.straight],
    separation: separationIn(items, rows),
    pull: (position) => (position < items.length ? 1 : 3),
  });
  const { left, right } = extent(x, items);
  const heights = rowHeights(layers, rows, items, right - left);
  const point = (position: number): Point => ({ x: x[position] ?? 0, y: heights.y[position] ?? 0 });
  return {
    positions: new Map(items.map((item, at) => [item.id, point(at)])),
    bends: new Map(grid.routes.map((route) => [route.id, bendsOf(route, x, heights)])),
    left,
    width: right - left,
    height: heights.height,
  };
}

/**
 * An arc goes straight through each layer that it crosses, out of the rows of its own layer, and into those of the
 * other: slanted there, it would cut the corners of the cards.
 */
function bendsOf({ dependent, provider, stops, down }: Route, x: Float64Array, { y, top, bottom }: Heights): Point[] {
  const entry = (position: number): Point => ({
    x: x[position] ?? 0,
    y: (down ? top : bottom)[position] ?? 0,
  });
  const exit = (position: number): Point => ({ x: x[position] ?? 0, y: (down ? bottom : top)[position] ?? 0 });
  const beyond = (point: Point, position: number) => Math.abs(point.y - (y[position] ?? 0)) > CARD_REACH;
  const leave = exit(dependent);
  const arrive = entry(provider);
  return [
    ...(beyond(leave, dependent) ? [leave] : []),
    ...stops.flatMap((stop) => [entry(stop), exit(stop)]),
    ...(beyond(arrive, provider) ? [arrive] : []),
  ];
}

/** Positions 0…n−1 are the items, the following ones the bends; each stands in one layer. */
interface Grid {
  readonly layers: readonly number[][];
  readonly pairs: readonly [number, number][];
  /** Ends of long arcs without bends: too many of those would push everything apart. */
  readonly straight: readonly [number, number][];
  readonly routes: readonly Route[];
}

/** An arc with its stops in the layers between, from dependent to provider. */
interface Route extends RankArc {
  readonly id: string;
  readonly stops: readonly number[];
  /** The provider stands below, as it does but for arcs that close a cycle. */
  readonly down: boolean;
}

function gridOf(items: readonly LayoutItem[], arcs: readonly LayoutArc[]): Grid {
  const index = new Map(items.map((item, at) => [item.id, at]));
  const between: (RankArc & { id: string })[] = arcs.map((arc) => ({
    id: arc.id,
    dependent: index.get(arc.dependent) ?? 0,
    provider: index.get(arc.provider) ?? 0,
  }));
  const ranks = rankItems({ count: items.length, arcs: between });
  const layers: number[][] = Array.from({ length: Math.max(...ranks) + 1 }, () => []);
  ranks.forEach((rank, item) => layers[rank]?.push(item));
  const grid = { layers, pairs: [] as [number, number][], straight: [] as [number, number][], routes: [] as Route[] };
  const spanOf = (arc: RankArc) => (ranks[arc.provider] ?? 0) - (ranks[arc.dependent] ?? 0);
  const bendsMax = items.length * (1 + BENDS_PER_ITEM_MAX) + BENDS_FREE;
  let next = items.length;
  for (const arc of between.toSorted((a, b) => Math.abs(spanOf(a)) - Math.abs(spanOf(b)))) {
    const span = spanOf(arc);
    if (span === 0) continue;
    const [upper, lower] = span > 0 ? [arc.dependent, arc.provider] : [arc.provider, arc.dependent];
    const chain: number[] = [];
    const bends = Math.abs(span) - 1;
    if (next + bends > bendsMax) grid.straight.push([upper, lower]);
    else {
      for (let step = 1; step <= bends; step++) {
        layers[(ranks[upper] ?? 0) + step]?.push(next);
        chain.push(next++);
      }
      const stops = [upper, ...chain, lower];
      stops.slice(1).forEach((stop, at) => grid.pairs.push([stops[at] ?? 0, stop]));
    }
    grid.routes.push({ ...arc, stops: span > 0 ? chain : chain.toReversed(), down: span > 0 });
  }
  return grid;
}

/** A wide layer is broken into rows that its items take in turn: order and columns stay, the picture fits a screen. */
interface Rows {
  /** By position: the row within its layer, and how many rows that layer has. */
  readonly row: readonly number[];
  readonly count: readonly number[];
}

function rowsOf(layers: readonly number[][], items: readonly LayoutItem[], perRow: number): Rows {
  const row: number[] = [];
  const count: number[] = [];
  for (const layer of layers) {
    const real = layer.filter((position) => position < items.length);
    const rows = Math.max(1, Math.ceil(real.length / perRow));
    for (const position of layer) count[position] = rows;
    real.forEach((position, at) => (row[position] = at % rows));
  }
  return { row, count };
}

function separationIn(items: readonly LayoutItem[], rows: Rows): (a: number, b: number) => number {
  const widest = widestOf(items);
  const widthOf = (position: number) => items[position]?.width ?? BEND_WIDTH;
  return (a, b) => {
    const count = rows.count[a] ?? 1;
    // Neighbours in one row are `count` places apart: each place needs its share of the widest item.
    if (count > 1) return (widest + GAP_ACROSS) / count;
    const bothItems = a < items.length && b < items.length;
    return (widthOf(a) + widthOf(b)) / 2 + (bothItems ? GAP_ACROSS : GAP_ACROSS / 2);
  };
}

function extent(x: Float64Array, items: readonly LayoutItem[]): { left: number; right: number } {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  x.forEach((centre, position) => {
    const half = (items[position]?.width ?? BEND_WIDTH) / 2;
    left = Math.min(left, centre - half);
    right = Math.max(right, centre + half);
  });
  return { left, right };
}

/** By position: its centre, and where its layer begins and ends. */
interface Heights {
  readonly y: readonly number[];
  readonly top: readonly number[];
  readonly bottom: readonly number[];
  readonly height: number;
}

function rowHeights(layers: readonly number[][], rows: Rows, items: readonly LayoutItem[], width: number): Heights {
  const tallest = tallestOf(items);
  // Arcs across a wide picture would run almost level: it gets more room between its layers.
  const gap = GAP_DOWN + Math.min(160, width * 0.03);
  const y: number[] = [];
  const top: number[] = [];
  const bottom: number[] = [];
  let start = 0;
  for (const layer of layers) {
    const count = rows.count[layer[0] ?? -1] ?? 1;
    const height = count * tallest + (count - 1) * GAP_BETWEEN_ROWS;
    for (const position of layer) {
      const row = rows.row[position];
      y[position] = row === undefined ? start + height / 2 : start + tallest / 2 + row * (tallest + GAP_BETWEEN_ROWS);
      top[position] = start;
      bottom[position] = start + height;
    }
    start += height + gap;
  }
  return { y, top, bottom, height: start - gap };
}
