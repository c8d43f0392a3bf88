import { DomainError } from '../domain/errors';
import type { RequestContext } from './context';

/** Entries of columns that one operation may be given: some 300 MB. */
export const DRAWN_VALUES_MAX = 10_000_000;
/** An item or a relationship in a drawing is as much text as so many entries. */
const VALUES_OF_DRAWN = 20;

/**
 * Counts so many entries of columns before they are made. Tables and drawings have no pages, so aliases of one, or one of
 * each item of a list, would otherwise fill the memory. Throws LIMIT_EXCEEDED once one operation has asked for too much.
 */
export function takeValues(context: RequestContext, count: number): void {
  const taken = (TAKEN.get(context) ?? 0) + count;
  TAKEN.set(context, taken);
  if (taken <= DRAWN_VALUES_MAX) return;
  const most = `${DRAWN_VALUES_MAX} entries of tables, or ${DRAWN_VALUES_MAX / VALUES_OF_DRAWN} items and relationships in drawings`;
  throw new DomainError(
    'LIMIT_EXCEEDED',
    `One operation may be given ${most}, and this one asks for more: limit it with depth and filter, ask for pages, or ask in several operations.`,
  );
}

/** The same for so many items or relationships of a drawing. */
export const takeDrawn = (context: RequestContext, count: number): void => {
  takeValues(context, count * VALUES_OF_DRAWN);
};

const TAKEN = new WeakMap<RequestContext, number>();
