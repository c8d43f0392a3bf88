import { identifierKey } from '../../storage/change-sets/change-plan';
import type { WaitToken } from '../../storage/sources/parked-records';
import type { IngestEnd, ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import { canonicalJson } from '../../domain/json-equal';
import type { JsonValue } from '../../domain/json';
import type { ParkedRecord } from '../../domain/ingest/parked-record';
import { identityHash } from '../references/identity-hash';
import type { BatchContext, BatchItem, End } from '../ingest/batch';
import { readBatch } from '../ingest/read-batch';
import { readEnd, type BatchNames } from '../ingest/read-ends';

/** What some records bring: identities that parked ones may wait for, and native keys that they speak of. */
export interface Arrivals {
  readonly tokens: readonly WaitToken[];
  /** Native keys of the source's items that are ends of relationships. */
  readonly mentioned: ReadonlySet<string>;
  /** Native key -> its record. */
  readonly own: ReadonlyMap<string, ItemRecord>;
}

/** What records of a source bring. */
export function arrivalsOf(
  context: BatchContext,
  items: readonly ItemRecord[],
  relationships: readonly RelationshipRecord[],
): Arrivals {
  const { source } = context.reporter;
  const tokens = new Map<string, WaitToken>();
  const own = new Map<string, ItemRecord>();
  for (const item of readBatch(context, items, []).items) {
    if (item.errors.length > 0) continue;
    if (item.record.nativeKey) own.set(item.record.nativeKey, item.record);
    for (const token of identitiesOf(context, item)) tokens.set(identifierKey(token.entryId, token.hash), token);
  }
  const ends = [
    ...relationships.flatMap((one) => [one.source, one.target]),
    ...items.flatMap((item) => (Array.isArray(item.relationships) ? item.relationships.map(({ end }) => end) : [])),
  ];
  const mentioned = new Set(ends.flatMap((end) => (end?.native?.source === source ? [end.native.key] : [])));
  return { tokens: [...tokens.values()], mentioned, own };
}

/**
 * The identities of an item by its native key and values. The host is left out of account: nobody can name it by what it
 * is inside its host before that is known, so a record that waits may be tried once too often, but never too seldom.
 */
function identitiesOf({ rules, reporter }: BatchContext, item: BatchItem): readonly WaitToken[] {
  const { nativeKey } = item.record;
  const native = nativeKey ? [rules.nativeKey(reporter.source, nativeKey)] : [];
  const byEntry = rules
    .entriesOf(item.className)
    .flatMap(({ entry }, at) =>
      (item.values[at]?.rows ?? []).map((values) => rules.key(item.tenant, entry.id, values, null)),
    );
  return [...native, ...byEntry].map(({ entryId, hash }) => ({ entryId, hash }));
}

/** What a parked record waits for: an item for its own identities, in case another source creates it; ends for theirs. */
export const waitsOf = (context: BatchContext, parked: Pick<ParkedRecord, 'kind' | 'record'>): readonly WaitToken[] =>
  waitsByEnd(context, parked).flat();

/** The same, one list for each thing that has to be there. */
export function waitsByEnd(
  context: BatchContext,
  { kind, record }: Pick<ParkedRecord, 'kind' | 'record'>,
): readonly (readonly WaitToken[])[] {
  if (kind === 'ITEM') return [arrivalsOf(context, [record as ItemRecord], []).tokens];
  const { source, target } = record as RelationshipRecord;
  return [source, target]
    .map((end) => tokensOfEnd(readEnd(context, NO_NAMES, end, [])))
    .filter((tokens) => tokens.length > 0);
}

const NO_NAMES: BatchNames = {
  byRef: new Map(),
  byNativeKey: new Map(),
  byIdentity: new Map(),
  known: { get: () => undefined, set: () => NO_NAMES.known } as unknown as Map<string, End>,
  recalled: () => undefined,
};

const tokensOfEnd = (end: End): readonly WaitToken[] =>
  end.kind === 'lookup' ? end.keys.map(({ entryId, hash }) => ({ entryId, hash })) : [];

/** The key under which an item is parked. */
export const itemKeyHash = (nativeKey: string): string => identityHash(JSON.stringify(['ITEM', nativeKey]));

/** The key under which a relationship is parked. */
export const relationshipKeyHash = (type: string, source: IngestEnd, target: IngestEnd): string =>
  identityHash(canonicalJson(['RELATIONSHIP', type, endKey(source), endKey(target)]));

/** Left out and null mean the same. */
const endKey = (end: IngestEnd): JsonValue =>
  Object.fromEntries(Object.entries(end).filter(([, value]) => value !== null && value !== undefined));
