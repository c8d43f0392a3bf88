/** Items and arcs by position: the layout works on integers, the caller knows the names. */
export interface RankInput {
  readonly count: number;
  readonly arcs: readonly RankArc[];
}

export interface RankArc {
  readonly dependent: number;
  readonly provider: number;
}

/**
 * A rank for every item, 0 at the top, such that every provider stands below its dependents. Arcs that close a cycle
 * cannot: they are the ones that a depth-first walk finds leading back, and are ignored here.
 */
export function rankItems(input: RankInput): Int32Array {
  const arcs = withoutCycles(input);
  const providersOf = neighbours(
    input.count,
    arcs.map((arc) => [arc.dependent, arc.provider]),
  );
  const dependentsOf = neighbours(
    input.count,
    arcs.map((arc) => [arc.provider, arc.dependent]),
  );
  const order = dependentsFirst(providersOf, dependentsOf);
  const ranks = new Int32Array(input.count);
  for (const item of order) {
    for (const provider of providersOf[item] ?? []) {
      ranks[provider] = Math.max(ranks[provider] ?? 0, (ranks[item] ?? 0) + 1);
    }
  }
  sinkTowardsProviders(order, ranks, providersOf, dependentsOf);
  return withoutGaps(ranks);
}

/** Adjacency lists of `count` items over `[from, to]` pairs. */
export function neighbours(count: number, pairs: readonly (readonly [number, number])[]): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of pairs) lists[from]?.push(to);
  return lists;
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/** Iterative, because a chain may be longer than the call stack is deep. */
function withoutCycles({ count, arcs }: RankInput): RankArc[] {
  const state = new Uint8Array(count);
  const leaving: RankArc[][] = Array.from({ length: count }, () => []);
  for (const arc of arcs) leaving[arc.dependent]?.push(arc);
  const kept: RankArc[] = [];
  for (let root = 0; root < count; root++) {
    if (state[root] !== UNSEEN) continue;
    state[root] = OPEN;
    const stack = [{ item: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const arc = leaving[top.item]?.[top.next++];
      if (arc === undefined) {
        state[top.item] = DONE;
        stack.pop();
        continue;
      }
      if (state[arc.provider] !== OPEN) kept.push(arc);
      if (state[arc.provider] === UNSEEN) {
        state[arc.provider] = OPEN;
        stack.push({ item: arc.provider, next: 0 });
      }
    }
  }
  return kept;
}

function dependentsFirst(providersOf: number[][], dependentsOf: number[][]): number[] {
  const waiting = dependentsOf.map((dependents) => dependents.length);
  const order = waiting.flatMap((count, item) => (count === 0 ? [item] : []));
  for (let head = 0; head < order.length; head++) {
    for (const provider of providersOf[order[head] ?? -1] ?? []) {
      const left = (waiting[provider] ?? 0) - 1;
      waiting[provider] = left;
      if (left === 0) order.push(provider);
    }
  }
  return order;
}

/** The longest path puts every service on the first line; one with more providers than dependents moves next to them. */
function sinkTowardsProviders(
  order: readonly number[],
  ranks: Int32Array,
  providersOf: number[][],
  dependentsOf: number[][],
): void {
  for (const item of order.toReversed()) {
    const providers = providersOf[item] ?? [];
    if (providers.length === 0 || providers.length < (dependentsOf[item] ?? []).length) continue;
    let nearest = Number.MAX_SAFE_INTEGER;
    for (const provider of providers) nearest = Math.min(nearest, ranks[provider] ?? nearest);
    ranks[item] = Math.max(ranks[item] ?? 0, nearest - 1);
  }
}

function withoutGaps(ranks: Int32Array): Int32Array {
  const used = [...new Set(ranks)].toSorted((a, b) => a - b);
  const dense = new Map(used.map((rank, index) => [rank, index]));
  return ranks.map((rank) => dense.get(rank) ?? 0);
}
