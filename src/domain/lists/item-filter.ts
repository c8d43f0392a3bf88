import type { Criticality, LifecycleStage, Presence } from '../configuration-item';
import type { ItemId } from '../ids';
import type { JsonValue } from '../json';

type Optional<T> = T | null | undefined;

/**
 * What items must be like: all that is given must hold; undefined and null ask nothing. Either an item fits or it does
 * not: what asks for a value does not fit an item without one, and `not` of that does.
 */
export interface ItemFilter {
  readonly and?: Optional<readonly ItemFilter[]>;
  readonly or?: Optional<readonly ItemFilter[]>;
  readonly not?: Optional<ItemFilter>;
  /** Global ids; one that is none fits nothing. */
  readonly ids?: Optional<readonly string[]>;
  /** Descendants included. */
  readonly classes?: Optional<readonly string[]>;
  readonly name?: Optional<TextFilter>;
  readonly description?: Optional<TextFilter>;
  readonly environment?: Optional<TextFilter>;
  readonly lifecycle?: Optional<readonly LifecycleStage[]>;
  readonly lifecycleStatus?: Optional<TextFilter>;
  readonly criticality?: Optional<readonly Criticality[]>;
  /** The name of the contact. */
  readonly owner?: Optional<TextFilter>;
  readonly supportGroup?: Optional<TextFilter>;
  readonly onCall?: Optional<TextFilter>;
  readonly site?: Optional<TextFilter>;
  readonly tenant?: Optional<TextFilter>;
  readonly canFail?: Optional<boolean>;
  /** Whether an outage of it lasts; of items that have left the graph none counts. */
  readonly hasOpenOutage?: Optional<boolean>;
  /** Those of which one does: looked up where a filter asks for it (see `outage-filter.ts`). */
  readonly withOpenOutage?: readonly ItemId[];
  readonly presence?: Optional<readonly Presence[]>;
  readonly sources?: Optional<readonly string[]>;
  readonly createdAt?: Optional<InstantFilter>;
  readonly updatedAt?: Optional<InstantFilter>;
  /** When any data source saw it last; when it was made, if none ever did. */
  readonly lastSeenAt?: Optional<InstantFilter>;
  /** Items that are not absent do not fit. */
  readonly absentSince?: Optional<InstantFilter>;
  /** Items that are not retired do not fit. */
  readonly retiredAt?: Optional<InstantFilter>;
  readonly labels?: Optional<readonly ValueFilter[]>;
  readonly attributes?: Optional<readonly ValueFilter[]>;
  readonly related?: Optional<readonly RelatedFilter[]>;
}

/** What a text must be like. `eq: null` asks for no value. Case counts, except for `contains`. */
export interface TextFilter {
  readonly eq?: Optional<string>;
  readonly in?: Optional<readonly string[]>;
  readonly startsWith?: Optional<string>;
  readonly contains?: Optional<string>;
  readonly exists?: Optional<boolean>;
}

/** What an instant (RFC 3339) must be like; `to` is exclusive. */
export interface InstantFilter {
  readonly from?: Optional<string>;
  readonly to?: Optional<string>;
}

/** What a value inside labels or attributes must be like. `eq: null` asks for no value. */
export interface ValueFilter {
  /** A key, or keys and array positions with dots between them; a key that has the dots itself goes first. */
  readonly path: string;
  readonly eq?: Optional<JsonValue>;
  readonly in?: Optional<readonly JsonValue[]>;
  /** A number or a text; compares with values of the same kind only. */
  readonly gte?: Optional<JsonValue>;
  readonly gt?: Optional<JsonValue>;
  readonly lte?: Optional<JsonValue>;
  readonly lt?: Optional<JsonValue>;
  readonly startsWith?: Optional<string>;
  readonly contains?: Optional<JsonValue>;
  readonly exists?: Optional<boolean>;
}

/** Which way a relationship is seen from an item: SOURCE: the item is its source. */
export type RelationshipDirection = 'SOURCE' | 'TARGET';

/** What a number must be like; all that is given must hold. */
export interface CountFilter {
  readonly eq?: Optional<number>;
  readonly gte?: Optional<number>;
  readonly gt?: Optional<number>;
  readonly lte?: Optional<number>;
  readonly lt?: Optional<number>;
}

/** Whether an item has a relationship, or how many. */
export interface RelatedFilter {
  readonly types?: Optional<readonly string[]>;
  readonly direction?: Optional<RelationshipDirection>;
  readonly filter?: Optional<ItemFilter>;
  /** False: it must have none. True when left out. */
  readonly exists?: Optional<boolean>;
  /** How many it must have, instead of `exists`; one that leads back to the item itself counts once. */
  readonly count?: Optional<CountFilter>;
}

/** Base fields that items can be ordered by. */
export const ITEM_ORDER_FIELDS = [
  'NAME',
  'CLASS',
  'ENVIRONMENT',
  'SITE',
  'OWNER',
  'LIFECYCLE',
  'CRITICALITY',
  'CREATED_AT',
  'UPDATED_AT',
] as const;
export type ItemOrderField = (typeof ITEM_ORDER_FIELDS)[number];

/** A key to order items by: a base field, or the path of a label or an attribute. */
export interface ItemOrder {
  readonly field?: Optional<ItemOrderField>;
  readonly label?: Optional<string>;
  readonly attribute?: Optional<string>;
  /** ASCENDING when left out. Items without a value come last either way. */
  readonly direction?: Optional<'ASCENDING' | 'DESCENDING'>;
}
