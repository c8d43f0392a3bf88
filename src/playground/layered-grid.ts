import type { LayoutArc, LayoutItem } from './layout';
import { rankItems, type RankArc } from './layered-ranks';

/**
 * Everything on its layer. Positions 0…n−1 are the items, the following ones the bends of long arcs, one in each layer
 * that an arc crosses. Arcs to the same provider share their bends, like branches a trunk:
 *
 *     dependent   dependent
 *          \       /
 *  item     bend       item
 *            |   \
 *           bend   item
 *            |
 *         provider
 *
 * Merged lines stay readable, since all of them need the same thing, and leave the room to the cards.
 */
export interface Grid {
  readonly layers: readonly number[][];
  /** Neighbours in neighbouring layers, upper one first. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Ends of long arcs without bends: too many of those would push everything apart. */
  readonly straight: readonly (readonly [number, number])[];
  readonly routes: readonly Route[];
}

/** An arc with its stops in the layers between, from dependent to provider. */
export interface Route extends RankArc {
  readonly id: string;
  readonly stops: readonly number[];
  /** The provider stands below, as it does but for arcs that close a cycle. */
  readonly down: boolean;
}

/** More bends than this cost more time than straight arcs cost clarity. */
const BENDS_PER_ITEM_MAX = 2;
/** A small picture has room for more of them. */
const BENDS_FREE = 60;

export function gridOf(items: readonly LayoutItem[], arcs: readonly LayoutArc[]): Grid {
  const index = new Map(items.map((item, at) => [item.id, at]));
  const between = arcs.map(({ id, dependent, provider }) => ({
    id,
    dependent: index.get(dependent) ?? 0,
    provider: index.get(provider) ?? 0,
  }));
  const ranks = rankItems({ count: items.length, arcs: between });
  const builder = new GridBuilder(ranks);
  const spanOf = (arc: RankArc) => (ranks[arc.provider] ?? 0) - (ranks[arc.dependent] ?? 0);
  // Short arcs first: when the bends run out, it is the longest that go straight.
  for (const arc of between.toSorted((a, b) => Math.abs(spanOf(a)) - Math.abs(spanOf(b)))) {
    if (spanOf(arc) !== 0) builder.route(arc, spanOf(arc));
  }
  return builder.grid;
}

class GridBuilder {
  readonly grid: {
    readonly layers: number[][];
    readonly pairs: [number, number][];
    readonly straight: [number, number][];
    readonly routes: Route[];
  };
  readonly #ranks: Int32Array;
  readonly #bends = new Map<string, number>();
  readonly #paired = new Set<string>();

  constructor(ranks: Int32Array) {
    const highest = ranks.reduce((max, rank) => Math.max(max, rank), 0);
    const layers: number[][] = Array.from({ length: highest + 1 }, () => []);
    ranks.forEach((rank, item) => layers[rank]?.push(item));
    this.grid = { layers, pairs: [], straight: [], routes: [] };
    this.#ranks = ranks;
  }

  route(arc: RankArc & { readonly id: string }, span: number): void {
    const down = span > 0;
    const stops = this.#stops(arc, span);
    const path = [arc.dependent, ...stops, arc.provider];
    if (stops.length < Math.abs(span) - 1) this.grid.straight.push([arc.dependent, arc.provider]);
    else path.slice(1).forEach((stop, at) => this.#pair(down ? [path[at] ?? 0, stop] : [stop, path[at] ?? 0]));
    this.grid.routes.push({ ...arc, stops, down });
  }

  /** One bend for each layer between; none at all when there are too many already. */
  #stops({ dependent, provider }: RankArc, span: number): number[] {
    const count = this.#ranks.length;
    if (this.#bends.size + Math.abs(span) - 1 > count * BENDS_PER_ITEM_MAX + BENDS_FREE) return [];
    const stops: number[] = [];
    for (let step = 1; step < Math.abs(span); step++) {
      const rank = (this.#ranks[dependent] ?? 0) + step * Math.sign(span);
      const key = `${provider} ${Math.sign(span)} ${rank}`;
      const bend = this.#bends.get(key) ?? count + this.#bends.size;
      if (!this.#bends.has(key)) this.grid.layers[rank]?.push(bend);
      this.#bends.set(key, bend);
      stops.push(bend);
    }
    return stops;
  }

  #pair(ends: [number, number]): void {
    const key = ends.join(' ');
    if (!this.#paired.has(key)) this.grid.pairs.push(ends);
    this.#paired.add(key);
  }
}
