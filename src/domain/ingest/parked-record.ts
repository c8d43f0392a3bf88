import type { ErrorCode, ItemError } from '../errors';
import type { ItemRecord, RelationshipRecord } from './ingest-record';

/** What is parked. */
const PARKED_KINDS = ['ITEM', 'RELATIONSHIP'] as const;
export type ParkedKind = (typeof PARKED_KINDS)[number];

interface ParkedFacts {
  /** Order in which records were first parked. */
  readonly id: number;
  readonly source: string;
  /** Of the native key, or of the type and ends of a relationship; 128 bits, lower-case hexadecimal. */
  readonly keyHash: string;
  readonly tenant: string;
  /** The class of an item, the type of a relationship. */
  readonly subject: string;
  /** Why it cannot land: the first of its errors. */
  readonly code: ErrorCode;
  readonly errors: readonly ItemError[];
  /** Times are RFC 3339. */
  readonly observedAt: string;
  readonly parkedAt: string;
  readonly triedAt: string;
  readonly expiresAt: string;
}

/** The end of a relationship at which an item stands. */
export type RelationshipEnd = 'SOURCE' | 'TARGET';

/**
 * A parked relationship. `replacesAt`: it was nested in an item, at this end of it, that declared the type complete; when
 * it lands, what its source said of that end before is withdrawn.
 */
export type ParkedRelationship = RelationshipRecord & { readonly replacesAt?: RelationshipEnd };

/** A report that was incomplete: kept until something completes it, or until it expires. */
export type ParkedRecord = ParkedFacts &
  (
    | { readonly kind: 'ITEM'; readonly nativeKey: string; readonly record: ItemRecord }
    | { readonly kind: 'RELATIONSHIP'; readonly nativeKey: null; readonly record: ParkedRelationship }
  );

/** A record that may be completed later is parked for these reasons; what is plainly wrong is not. */
export const PARKING_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INSUFFICIENT_IDENTITY',
  'HOST_MISSING',
  'ENDPOINT_MISSING',
  'REQUIRED_ATTRIBUTE_MISSING',
  'SOURCE_MAY_NOT_CREATE',
]);

/** How long an incomplete report waits, in days. */
export const PARKED_DAYS = 30;
/** What one source may have parked; a call that begins below may end above it by what it brings itself. */
export const PARKED_PER_SOURCE_MAX = 100_000;

/**
 * Two incomplete reports of one item as one: the later one decides where both speak. Nothing of the earlier one gets lost,
 * but what only holds within its request does.
 */
export function joinReports(earlier: ItemRecord, later: ItemRecord): ItemRecord {
  const joined: Record<string, unknown> = { ...earlier };
  for (const [field, value] of Object.entries(later)) if (value !== undefined) joined[field] = value;
  for (const part of ['attributes', 'labels'] as const) {
    if (earlier[part] && later[part]) joined[part] = { ...earlier[part], ...later[part] };
  }
  if (earlier.gates && later.gates) {
    const keys = new Set(later.gates.map(({ key }) => key));
    joined['gates'] = [...earlier.gates.filter(({ key }) => !keys.has(key)), ...later.gates];
  }
  return joined as unknown as ItemRecord;
}

/** What an earlier report says that a later one of the same moment does not: together they cannot contradict each other. */
export function withoutWhatIsSaid(earlier: ItemRecord, later: ItemRecord): ItemRecord {
  const kept: Record<string, unknown> = { class: later.class, nativeKey: earlier.nativeKey };
  for (const [field, value] of Object.entries(earlier)) {
    const said = later[field as keyof ItemRecord];
    if (said === undefined) kept[field] = value;
    else if ((field === 'attributes' || field === 'labels') && value !== null && said !== null) {
      const open = Object.entries(value as object).filter(([key]) => !Object.hasOwn(said as object, key));
      kept[field] = Object.fromEntries(open);
    }
  }
  return kept as unknown as ItemRecord;
}
