import { placeColumns } from './layered-columns';
import { gridOf, type Grid, type Route } from './layered-grid';
import { orderLayers } from './layered-order';
import type { Layout, LayoutArc, LayoutItem, Point, Room } from './layout';

/** A finished part of the picture with the rectangle that it fills. */
export interface DrawnPart extends Layout {
  /** The first part of a picture begins at 0, a part by itself may begin anywhere. */
  readonly left: number;
}

const GAP_ACROSS = 26;
const GAP_BETWEEN_ROWS = 20;
const GAP_DOWN = 46;
const GAP_DOWN_MIN = 30;
const BEND_WIDTH = 12;
/** A layer that ends further than this from an item's centre has another row there. */
const CARD_REACH = 40;

/** Rows of a layer hold this many items at most; from wide to narrow. */
const PER_ROW = [96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3];
/** Breaking a layer into more rows must make the cards this much larger to be worth it. */
const WORTH = 1.12;

/** Lays out items that hang together: ranks, then order within the ranks, then columns. */
export function layoutPart(items: readonly LayoutItem[], arcs: readonly LayoutArc[], room: Room): DrawnPart {
  const grid = gridOf(items, arcs);
  const layers = orderLayers(grid);
  return layoutRows(items, grid, layers, room);
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

function layoutRows(items: readonly LayoutItem[], grid: Grid, layers: number[][], room: Room): DrawnPart {
  const rows = rowsOf(layers, items, rowLength(layers, items, room));
  const x = placeColumns({
    layers,
    pairs: [...grid.pairs, ...grid.straight],
    separation: separationIn(items, rows),
    pull: (position) => (position < items.length ? 1 : 3),
  });
  const { left, right } = extent(x, items);
  const width = right - left;
  const heights = rowHeights(layers, rows, items, { width, height: room.height / Math.min(1, room.width / width) });
  const point = (position: number): Point => ({ x: x[position] ?? 0, y: heights.y[position] ?? 0 });
  return {
    positions: new Map(items.map((item, at) => [item.id, point(at)])),
    bends: new Map(grid.routes.map((route) => [route.id, bendsOf(route, x, heights)])),
    left,
    width,
    height: heights.height,
  };
}

/**
 * An arc goes straight through each layer that it crosses, out of the rows of its own layer, and into those of the
 * other: slanted there, it would cut the corners of the cards.
 */
function bendsOf({ dependent, provider, stops, down }: Route, x: Float64Array, { y, top, bottom }: Heights): Point[] {
  const into = (position: number): Point => ({
    x: x[position] ?? 0,
    y: (down ? top : bottom)[position] ?? 0,
  });
  const outOf = (position: number): Point => ({ x: x[position] ?? 0, y: (down ? bottom : top)[position] ?? 0 });
  const beyond = (point: Point, position: number) => Math.abs(point.y - (y[position] ?? 0)) > CARD_REACH;
  const leave = outOf(dependent);
  const arrive = into(provider);
  return [
    ...(beyond(leave, dependent) ? [leave] : []),
    ...stops.flatMap((stop) => [into(stop), outOf(stop)]),
    ...(beyond(arrive, provider) ? [arrive] : []),
  ];
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
    const bothItems = a < items.length && b < items.length;
    if (count > 1 && bothItems) return (widest + GAP_ACROSS) / count;
    if (count > 1 && (a < items.length || b < items.length)) return (widest + GAP_ACROSS) / count / 2;
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

function rowHeights(layers: readonly number[][], rows: Rows, items: readonly LayoutItem[], space: Room): Heights {
  const tallest = tallestOf(items);
  const heights = layers.map((layer) => {
    const count = rows.count[layer[0] ?? -1] ?? 1;
    return count * tallest + (count - 1) * GAP_BETWEEN_ROWS;
  });
  const cards = heights.reduce((sum, height) => sum + height, 0);
  // Arcs across a wide picture would run almost level: it gets more room between its layers, as far as there is any.
  const wanted = GAP_DOWN + Math.min(160, space.width * 0.03);
  const gap = Math.max(GAP_DOWN_MIN, Math.min(wanted, (space.height - cards) / Math.max(1, layers.length - 1)));
  const y: number[] = [];
  const top: number[] = [];
  const bottom: number[] = [];
  let start = 0;
  layers.forEach((layer, index) => {
    const height = heights[index] ?? 0;
    for (const position of layer) {
      const row = rows.row[position];
      y[position] = row === undefined ? start + height / 2 : start + tallest / 2 + row * (tallest + GAP_BETWEEN_ROWS);
      top[position] = start;
      bottom[position] = start + height;
    }
    start += height + gap;
  });
  return { y, top, bottom, height: start - gap };
}
