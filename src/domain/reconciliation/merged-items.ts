import type { ItemId, Revision } from '../ids';

/** That an item stood for another one, from one revision until before another; null: it still does. */
export interface MergedSpan {
  readonly item: ItemId;
  readonly into: ItemId;
  readonly from: Revision;
  readonly until: Revision | null;
}

/** Which item stands for a merged one, at any revision: merges can be undone, and the survivor of one merged by another. */
export class Survivors {
  readonly #spans = new Map<ItemId, MergedSpan[]>();

  /** `spans`: of all items to be asked for, and of those that they were merged into. */
  constructor(spans: readonly MergedSpan[]) {
    for (const span of spans) {
      const known = this.#spans.get(span.item);
      if (known) known.push(span);
      else this.#spans.set(span.item, [span]);
    }
  }

  /** The item itself where it was not merged at that revision. */
  at(item: ItemId, revision: Revision): ItemId {
    let end = item;
    for (let next = this.#step(end, revision); next !== undefined; next = this.#step(end, revision)) end = next;
    return end;
  }

  #step(item: ItemId, revision: Revision): ItemId | undefined {
    return this.#spans.get(item)?.find(({ from, until }) => from <= revision && (until === null || revision < until))
      ?.into;
  }
}
