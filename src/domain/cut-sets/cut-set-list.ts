import { DomainError } from '../errors';
import type { FlatFamily } from './flat-families';
import { nodesBelow } from './set-counts';
import { ALWAYS, NEVER } from './set-families';

/** How far into a list one may go: every set on the way is worked out. */
const LISTED_SETS_MAX = 1_000_000;

/**
 * The sets of a family, best first: by the sum of the scores of their elements, which are whole numbers so that equal sums
 * are equal. Sets are worked out one after the other as they are asked for, without listing the others: the best way
 * through the diagram first, then the best of what turns off from it somewhere. The same family and scores always give the
 * same order.
 */
export class CutSetList {
  readonly #family: FlatFamily;
  /** By level. */
  readonly #scores: Float64Array;
  /** One list for each order asked for; null: all orders. */
  readonly #searches = new Map<number | null, BestFirst>();

  /** `scoreOf` by candidate. */
  constructor(family: FlatFamily, scoreOf: (candidate: number) => number) {
    this.#family = family;
    this.#scores = Float64Array.from(family.candidates, scoreOf);
  }

  /** Sets `from` up to, not including, `to`, as candidates; throws LIMIT_EXCEEDED beyond {@link LISTED_SETS_MAX}. */
  slice(order: number | null, from: number, to: number): readonly (readonly number[])[] {
    if (to > LISTED_SETS_MAX) {
      throw new DomainError(
        'LIMIT_EXCEEDED',
        `The list goes on, but only its first ${LISTED_SETS_MAX} sets can be paged through: ask for one order, or for fewer candidates.`,
      );
    }
    const search = this.#searches.get(order) ?? new BestFirst(this.#family, this.#scores, order);
    this.#searches.set(order, search);
    return search
      .upTo(to)
      .slice(from, to)
      .map((levels) => levels.map((level) => this.#family.candidates[level] ?? 0));
  }
}

/** A way into the diagram that has not been followed to its end. */
interface Turn {
  readonly node: number;
  /** Elements still wanted; the search for all orders does not count them. */
  readonly wanted: number;
  readonly taken: Taken | null;
  readonly score: number;
  /** The best score that a set behind it has. */
  readonly best: number;
  /** Turns that are equally good go in the order in which they were found. */
  readonly number: number;
}

/** Elements taken so far, the last one first. */
interface Taken {
  readonly level: number;
  readonly before: Taken | null;
}

class BestFirst {
  readonly #family: FlatFamily;
  readonly #scores: Float64Array;
  readonly #counts: boolean;
  /** By elements wanted: by node, the best score that its sets have. */
  readonly #best: readonly Float64Array[];
  readonly #turns: Turn[] = [];
  readonly #found: (readonly number[])[] = [];
  #numbered = 0;

  constructor(family: FlatFamily, scores: Float64Array, order: number | null) {
    this.#family = family;
    this.#scores = scores;
    this.#counts = order !== null;
    this.#best = order === null ? [this.#bestOfAny()] : this.#bestByOrder(order);
    this.#push(family.root, order ?? 0, null, 0);
  }

  upTo(count: number): readonly (readonly number[])[] {
    while (this.#found.length < count) {
      const turn = this.#pop();
      if (turn === undefined) break;
      this.#follow(turn);
    }
    return this.#found;
  }

  /** Goes the best way to the end, noting where others turn off. */
  #follow({ node: from, wanted: first, taken: before, score: start }: Turn): void {
    const { level, lo, hi } = this.#family;
    let [node, wanted, taken, score] = [from, first, before, start];
    while (node > ALWAYS) {
      const at = level[node] ?? 0;
      const [without, withIt] = [lo[node] ?? 0, hi[node] ?? 0];
      const left = this.#counts ? wanted - 1 : 0;
      const gain = this.#scores[at] ?? 0;
      if (gain + this.#bestOf(withIt, left) >= this.#bestOf(without, wanted)) {
        this.#push(without, wanted, taken, score);
        [node, wanted, taken, score] = [withIt, left, { level: at, before: taken }, score + gain];
      } else {
        this.#push(withIt, left, { level: at, before: taken }, score + gain);
        node = without;
      }
    }
    const levels: number[] = [];
    for (let one = taken; one !== null; one = one.before) levels.push(one.level);
    this.#found.push(levels.reverse());
  }

  #bestOf(node: number, wanted: number): number {
    return wanted < 0 ? -Infinity : (this.#best[wanted]?.[node] ?? -Infinity);
  }

  #push(node: number, wanted: number, taken: Taken | null, score: number): void {
    const best = score + this.#bestOf(node, wanted);
    if (best === -Infinity) return;
    const heap = this.#turns;
    heap.push({ node, wanted, taken, score, best, number: this.#numbered++ });
    for (let at = heap.length - 1; at > 0;) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(at, above)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  #pop(): Turn | undefined {
    const heap = this.#turns;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let next = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && this.#isBefore(below, next)) next = below;
      if (next === at) return first;
      this.#swap(at, next);
      at = next;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#turns[a], this.#turns[b]];
    if (one === undefined || other === undefined) return false;
    return one.best > other.best || (one.best === other.best && one.number < other.number);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#turns[a], this.#turns[b]];
    if (one === undefined || other === undefined) return;
    this.#turns[a] = other;
    this.#turns[b] = one;
  }

  #bestOfAny(): Float64Array {
    const { level, lo, hi, root } = this.#family;
    const best = new Float64Array(level.length).fill(-Infinity);
    best[ALWAYS] = 0;
    for (const node of nodesBelow(root, lo, hi)) {
      const withIt = (best[hi[node] ?? NEVER] ?? 0) + (this.#scores[level[node] ?? 0] ?? 0);
      best[node] = Math.max(best[lo[node] ?? NEVER] ?? 0, withIt);
    }
    return best;
  }

  #bestByOrder(order: number): readonly Float64Array[] {
    const { level, lo, hi, root } = this.#family;
    const nodes = nodesBelow(root, lo, hi);
    const tables: Float64Array[] = [];
    for (let wanted = 0; wanted <= order; wanted++) {
      const best = new Float64Array(level.length).fill(-Infinity);
      if (wanted === 0) best[ALWAYS] = 0;
      const fewer = tables[wanted - 1];
      for (const node of nodes) {
        const withIt = (fewer?.[hi[node] ?? NEVER] ?? -Infinity) + (this.#scores[level[node] ?? 0] ?? 0);
        best[node] = Math.max(best[lo[node] ?? NEVER] ?? 0, withIt);
      }
      tables.push(best);
    }
    return tables;
  }
}
