import type { JsonValue } from '../json';

/** Base fields that items are counted by. */
const FACET_FIELDS = [
  'CLASS',
  'ENVIRONMENT',
  'LIFECYCLE',
  'LIFECYCLE_STATUS',
  'CRITICALITY',
  'OWNER',
  'SUPPORT_GROUP',
  'ON_CALL',
  'SITE',
  'TENANT',
  'PRESENCE',
] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

/** What items are counted by; exactly one is given. */
export interface FacetKey {
  readonly field?: FacetField | null | undefined;
  /** A path, as in a filter. */
  readonly label?: string | null | undefined;
  readonly attribute?: string | null | undefined;
}

/** How many items have each value of something. An item with a list counts once for each of its values. */
export interface Facet {
  readonly field: FacetField | null;
  readonly label: string | null;
  readonly attribute: string | null;
  /** The most frequent first; null: items without a value. */
  readonly values: readonly { readonly value: JsonValue; readonly count: number }[];
  /** How many values more there are, and how many items have those, together. */
  readonly otherValues: number;
  readonly otherCount: number;
}
