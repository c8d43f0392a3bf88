import type { OperationKind } from '../../domain/history/change';

/**
 * How operations of a kind are undone. `rows`: by what they did to items, what sources say of them, their identities and
 * relationships, read from the versions: that fits every operation that changes nothing else. `merge`: as `undoMerge`
 * does, which gives back to each item what was said of it. `refused`: not as such; the text says what to do instead.
 *
 * The seam for whoever adds a kind of operation: say here how it is undone. One that needs something of its own gets a
 * further form beside these, which `revertOperation` dispatches on.
 */
export type RevertKind =
  { readonly how: 'rows' } | { readonly how: 'merge' } | { readonly how: 'refused'; readonly instead: string };

const ROWS: RevertKind = { how: 'rows' };

/** Every kind of operation, with how it is undone. */
export const REVERT_KINDS: Readonly<Record<OperationKind, RevertKind>> = {
  INGEST: ROWS,
  EDIT: ROWS,
  SYSTEM: ROWS,
  SYNC: ROWS,
  REVERT: ROWS,
  MERGE: { how: 'merge' },
  MODEL: { how: 'refused', instead: 'Apply the definitions as they were before; changes and at show them.' },
  SOURCE: { how: 'refused', instead: 'Register the data source as it was before.' },
  OUTAGE: { how: 'refused', instead: 'Report the outage as it was before.' },
};
