import type { SparseBytes } from '../graph/sparse-bytes';
import { itemId, type ItemId } from '../ids';
import { hitByDistance } from './distances';
import type { Evaluation } from './evaluation';
import { DOWN, OK, stateOf, type ImpactState } from './impact-state';

/** An item that is hit. */
export interface ImpactedItem {
  readonly item: ItemId;
  readonly state: ImpactState;
  /** How it fares with the open outages alone. */
  readonly stateBefore: ImpactState;
  /** Steps from the nearest outage; 0 for an outage. */
  readonly distance: number;
}

/** Items that are hit, in columns: there may be a million, and whoever pages through them looks at a hundred. */
export interface HitColumns {
  readonly items: Uint32Array;
  readonly ranks: Uint8Array;
  readonly ranksBefore: Uint8Array;
  readonly distances: Uint32Array;
}

/** A list of hit items, of which only those become objects that are looked at. */
export class HitItems {
  readonly columns: HitColumns;

  constructor(columns: HitColumns) {
    this.columns = columns;
  }

  get length(): number {
    return this.columns.items.length;
  }

  /** From one place up to, not including, another; all of them when left out. */
  slice(start = 0, end = this.length): readonly ImpactedItem[] {
    const { items, ranks, ranksBefore, distances } = this.columns;
    return Array.from(items.subarray(start, end), (item, index) => ({
      item: itemId(item),
      state: stateOf(ranks[start + index] ?? OK),
      stateBefore: stateOf(ranksBefore[start + index] ?? OK),
      distance: distances[start + index] ?? 0,
    }));
  }

  /** Those for which the test holds, in the same order. */
  where(holds: (item: number, rank: number) => boolean): HitItems {
    const { items, ranks, ranksBefore, distances } = this.columns;
    const kept = (_: number, place: number): boolean => holds(items[place] ?? 0, ranks[place] ?? OK);
    return new HitItems({
      items: items.filter(kept),
      ranks: ranks.filter(kept),
      ranksBefore: ranksBefore.filter(kept),
      distances: distances.filter(kept),
    });
  }

  /** The same, those with the highest weight first, otherwise in the same order. */
  heaviestFirst(weightOf: (item: number) => number): HitItems {
    const { items, ranks, ranksBefore, distances } = this.columns;
    const weights = Array.from(items, weightOf);
    const places = Uint32Array.from(weights.keys()).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
    return new HitItems({
      items: places.map((place) => items[place] ?? 0),
      ranks: Uint8Array.from(places, (place) => ranks[place] ?? OK),
      ranksBefore: Uint8Array.from(places, (place) => ranksBefore[place] ?? OK),
      distances: places.map((place) => distances[place] ?? 0),
    });
  }
}

/** The items that are hit, the outages included: worst first, then nearest first, then by id. */
export function hitItems(evaluation: Evaluation, before: Evaluation | null, outages: Iterable<number>): HitItems {
  const columns = worstFirst(evaluation, hitByDistance(evaluation, outages));
  if (before !== null) columns.ranksBefore.set(columns.items.map((item) => before.rankOf(item)));
  return new HitItems(columns);
}

/** A counting sort by state and distance; what is alike in both stays in order of ids. */
function worstFirst({ ranks }: Evaluation, levels: readonly Uint32Array[]): HitColumns {
  const width = levels.length;
  const starts = groupStarts(ranks, levels);
  const items = new Uint32Array(starts.at(-1) ?? 0);
  const next = starts.slice();
  for (let distance = 0; distance < width; distance++) {
    const level = levels[distance] ?? NONE;
    for (let place = 0; place < level.length; place++) {
      const item = level[place] ?? 0;
      const rank = ranks.of(item);
      if (rank === OK) continue;
      const group = (DOWN - rank) * width + distance;
      const at = next[group] ?? 0;
      items[at] = item;
      next[group] = at + 1;
    }
  }
  return { items, ...groupColumns(starts, width), ranksBefore: new Uint8Array(items.length) };
}

/** Where each pair of state and distance begins, and where the last one ends. */
function groupStarts(ranks: SparseBytes, levels: readonly Uint32Array[]): Uint32Array {
  const starts = new Uint32Array(DOWN * levels.length + 1);
  for (const [distance, level] of levels.entries()) {
    const sizes = [0, 0, 0, 0];
    for (let place = 0; place < level.length; place++) {
      const rank = ranks.of(level[place] ?? 0);
      sizes[rank] = (sizes[rank] ?? 0) + 1;
    }
    for (let rank = DOWN; rank > OK; rank--) starts[(DOWN - rank) * levels.length + distance + 1] = sizes[rank] ?? 0;
  }
  for (let group = 1; group < starts.length; group++) starts[group] = (starts[group] ?? 0) + (starts[group - 1] ?? 0);
  return starts;
}

const NONE = new Uint32Array(0);

/** State and distance of every place, which are the same throughout a group. */
function groupColumns(starts: Uint32Array, width: number): Pick<HitColumns, 'ranks' | 'distances'> {
  const ranks = new Uint8Array(starts.at(-1) ?? 0);
  const distances = new Uint32Array(ranks.length);
  for (let group = 0; group + 1 < starts.length; group++) {
    ranks.fill(DOWN - Math.floor(group / width), starts[group], starts[group + 1]);
    distances.fill(group % width, starts[group], starts[group + 1]);
  }
  return { ranks, distances };
}
