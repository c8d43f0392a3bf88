import {
  changedValues,
  itemValueAt,
  relationshipPaths,
  relationshipValueAt,
  type ChangedValue,
} from './changed-values';
import type { ConfigurationItem } from '../configuration-item';
import { changedPaths } from '../reconciliation/effective-item';
import { jsonEqual } from '../json-equal';
import type { Relationship } from '../relationship';

/** What became of a thing between two moments. */
export const DIFFERENCE_KINDS = ['ADDED', 'REMOVED', 'CHANGED'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A thing that differs between two moments. */
export interface DifferingThing {
  readonly id: number;
  readonly kind: DifferenceKind;
}

/** How two states of an item differ, value by value, sorted by path; of one that is at one side only, all it has. */
export function itemDifference(
  before: ConfigurationItem | null,
  after: ConfigurationItem | null,
): readonly ChangedValue[] {
  const whole = before ?? after;
  if (whole === null) return [];
  const paths = before && after ? changedPaths(before, after) : changedPaths(null, whole);
  return changedValues(paths, { before, after }, itemValueAt);
}

/** The same of a relationship. */
export function relationshipDifference(
  before: Relationship | null,
  after: Relationship | null,
): readonly ChangedValue[] {
  const paths = new Set([before, after].flatMap((side) => (side ? relationshipPaths(side) : [])));
  return changedValues([...paths].sort(), { before, after }, relationshipValueAt).filter(
    (value) => !jsonEqual(value.before, value.after),
  );
}
