import { neighbours } from './layered-ranks';

/** Positions (items and the bends of long arcs) by layer; every pair joins neighbouring layers, upper one first. */
export interface Layers {
  readonly layers: readonly (readonly number[])[];
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * The order within each layer that crosses the fewest arcs of those tried: every position moves to the mean of its
 * neighbours above, then below, and so on (Sugiyama's barycentre sweeps); the best sweep wins.
 */
export function orderLayers({ layers, pairs }: Layers): number[][] {
  const count = layers.reduce((sum, layer) => sum + layer.length, 0);
  const below = neighbours(count, pairs);
  const above = neighbours(
    count,
    pairs.map(([upper, lower]) => [lower, upper]),
  );
  const sweeps = count > 4_000 ? 4 : 14;
  let current = layers.map((layer) => [...layer]);
  let best = current;
  let fewest = crossings(current, below);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    current = sweepOnce(current, sweep % 2 === 0 ? above : below, sweep % 2 === 0);
    const crossed = crossings(current, below);
    if (crossed < fewest) {
      fewest = crossed;
      best = current;
    }
  }
  return best;
}

function sweepOnce(layers: readonly number[][], towards: readonly number[][], downwards: boolean): number[][] {
  const result = layers.map((layer) => layer);
  const place = new Map<number, number>();
  const indexes = result.map((_, index) => index);
  for (const index of downwards ? indexes : indexes.toReversed()) {
    const layer = result[index] ?? [];
    const wanted = layer.map((item, at) => ({ item, at: mean(towards[item], place) ?? at }));
    const ordered = wanted.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
    ordered.forEach((item, at) => place.set(item, at));
    result[index] = ordered;
  }
  return result;
}

function mean(items: readonly number[] | undefined, place: ReadonlyMap<number, number>): number | undefined {
  if (items === undefined || items.length === 0) return undefined;
  return items.reduce((sum, item) => sum + (place.get(item) ?? 0), 0) / items.length;
}

/** Crossings between every two neighbouring layers, counted with a Fenwick tree in O(arcs · log width). */
function crossings(layers: readonly number[][], below: readonly number[][]): number {
  let total = 0;
  for (let index = 0; index + 1 < layers.length; index++) {
    const lower = layers[index + 1] ?? [];
    const place = new Map(lower.map((item, at) => [item, at]));
    const ends = (layers[index] ?? []).flatMap((item) =>
      (below[item] ?? []).map((other) => place.get(other) ?? 0).toSorted((a, b) => a - b),
    );
    total += inversions(ends, lower.length);
  }
  return total;
}

function inversions(values: readonly number[], width: number): number {
  const tree = new Int32Array(width + 2);
  let total = 0;
  values.forEach((value, seen) => {
    let notGreater = 0;
    for (let at = value + 1; at > 0; at -= at & -at) notGreater += tree[at] ?? 0;
    total += seen - notGreater;
    for (let at = value + 1; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  });
  return total;
}
