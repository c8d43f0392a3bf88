import type { ItemId } from '../../domain/ids';

/**
 * What a question looks at of the graph, from these items on. A graph in memory holds all of it and asks nobody; the SQL
 * twin reads it from the tables.
 *
 * - `ITEMS`: only what these items are.
 * - `DEPENDENCIES`, `DEPENDENTS`: what they lead to, all relationships between what was met included.
 * - `IMPACT`: whatever decides how their dependents fare when they fail.
 */
export interface GraphNeed {
  readonly reach: 'ITEMS' | 'DEPENDENCIES' | 'DEPENDENTS' | 'IMPACT';
  readonly from: readonly ItemId[];
  /** Steps at most, one more than which is looked at; left out or null: all. Not for IMPACT. */
  readonly depth?: number | null;
  /** Only relationships of these types, whatever they propagate; left out or null: those that dependencies go over. */
  readonly types?: readonly string[] | null;
  /** Types that a PATH gate may go over though none that is stored does. */
  readonly morePathTypes?: readonly string[];
}

/** Only what some items are. */
export const onlyItems = (from: readonly ItemId[]): GraphNeed => ({ reach: 'ITEMS', from });
