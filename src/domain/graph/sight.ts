import type { ItemPredicate } from './closure';

/** What a caller sees at one revision, as plain data, so that another thread can be told. */
export interface Sight {
  /** Bits by id, the lowest first, of the items that are visible. */
  readonly visible: Uint8Array;
  /** Ids above it are of nothing that is stored, such as items of a draft: they are not hidden. */
  readonly idMax: number;
}

/** Whether an item is hidden from who sees so much. */
export const hiddenBeyond =
  ({ visible, idMax }: Sight): ItemPredicate =>
  (item) =>
    item <= idMax && ((visible[item >> 3] ?? 0) & (1 << (item & 7))) === 0;
