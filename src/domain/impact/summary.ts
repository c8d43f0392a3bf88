import { CRITICALITIES } from '../configuration-item';
import type { ItemPredicate } from '../graph/closure';
import type { GraphView } from '../graph/graph-view';
import { criticalityRank } from '../graph/item-bits';
import { grown } from '../graph/typed-columns';
import type { HitColumns } from './hit-items';
import { DOWN, OK, stateOf, type ImpactState } from './impact-state';

/** How many items are in a state. */
export interface StateCount {
  readonly state: ImpactState;
  readonly count: number;
}

/** How many items of a group are hit. */
export interface ImpactCount {
  /** Null for items without a value. */
  readonly key: string | null;
  readonly count: number;
  readonly down: number;
}

/** Totals of an impact; the outages are among the hit. */
export interface ImpactSummary {
  readonly total: number;
  /** Worst first; only states that occur. */
  readonly byState: readonly StateCount[];
  /** Most items first, then by name. */
  readonly byClass: readonly ImpactCount[];
  /** Most critical first, items without criticality last. */
  readonly byCriticality: readonly ImpactCount[];
  /** Most items first, then by name, items without environment last among equals. */
  readonly byEnvironment: readonly ImpactCount[];
}

/** Adds up the items that are hit; of what kinds they are is not told of those that are hidden from who asks. */
export function summaryOf(
  view: GraphView,
  { items, ranks }: HitColumns,
  hidden: ItemPredicate | null = null,
): ImpactSummary {
  const { names } = view;
  const [states, classes, criticalities, environments] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const [place, item] of items.entries()) {
    const version = view.versionOf(item);
    const rank = ranks[place] ?? OK;
    states.add(rank, rank);
    if (hidden?.(item) === true) continue;
    classes.add(view.items.classCode[version] ?? 0, rank);
    criticalities.add(criticalityRank(view.items.bits[version] ?? 0), rank);
    environments.add(view.items.environment[version] ?? 0, rank);
  }
  const environmentOf = (code: number): string | null => (code === 0 ? null : names.environments.word(code - 1));
  return {
    total: items.length,
    byState: states
      .counts((rank) => stateOf(rank))
      .map(({ key, count }) => ({ state: key, count }))
      .toReversed(),
    byClass: classes.counts((code) => names.classes.word(code)).toSorted(byCount),
    byCriticality: criticalities.counts((rank) => CRITICALITIES[rank - 1] ?? null).toReversed(),
    byEnvironment: environments.counts(environmentOf).toSorted(byCount),
  };
}

/** Counts items by a small number each. */
class Tally {
  #count = new Uint32Array(64);
  #down = new Uint32Array(64);

  add(code: number, rank: number): void {
    if (code >= this.#count.length) {
      this.#count = grown(this.#count, code + 1);
      this.#down = grown(this.#down, code + 1);
    }
    this.#count[code] = (this.#count[code] ?? 0) + 1;
    if (rank === DOWN) this.#down[code] = (this.#down[code] ?? 0) + 1;
  }

  /** By number, only those that occur. */
  counts<K>(keyOf: (code: number) => K): readonly { readonly key: K; readonly count: number; readonly down: number }[] {
    return Array.from(this.#count, (count, code) => ({ code, count }))
      .filter(({ count }) => count > 0)
      .map(({ code, count }) => ({ key: keyOf(code), count, down: this.#down[code] ?? 0 }));
  }
}

function byCount(a: ImpactCount, b: ImpactCount): number {
  if (a.count !== b.count) return b.count - a.count;
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
