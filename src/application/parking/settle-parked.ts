import type { ItemError } from '../../domain/errors';
import type {
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../../domain/ingest/ingest-record';
import { compareInstants, parseInstant } from '../../domain/instant';
import { encodeItemId } from '../../domain/opaque-id';
import { joinReports, PARKED_DAYS, type ParkedRecord, type RelationshipEnd } from '../../domain/ingest/parked-record';
import type { Database } from '../../storage/database';
import { findParked, writeParked, type ParkedKey, type ParkedWrite } from '../../storage/sources/parked-records';
import type { BatchContext } from '../ingest/batch';
import type { IngestResult, ItemResult, RelationshipResult } from '../ingest/ingest-types';
import type { JoinedRecords } from './join-parked';
import { itemKeyHash, relationshipKeyHash, waitsOf } from './parked-tokens';

/** Records as they were landed: those of a call first, then those that were parked. */
export interface LandedRecords {
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
  readonly joined: JoinedRecords;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Parks what was put off, renews what is still incomplete, and takes away what has landed or is reported gone. Takes no
 * revision; answers what it parked. Doing it twice is doing it once: a stored result is settled again, in case its server was stopped before this.
 */
export async function settleParked(
  database: Database,
  called: BatchContext,
  records: LandedRecords,
  result: IngestResult,
): Promise<readonly ParkedRecord[]> {
  // The moment of the first call, also when its stored result is settled again.
  const context = { ...called, observedAt: result.observedAt ?? called.observedAt };
  const incomplete = incompleteOf(context, records, result);
  const gone = goneOf(context, records);
  const tried = result.replayed ? [] : triedOf(records, result);
  const completed = tried.filter(({ errors }) => errors === null).map(({ parked }) => parked);
  const superseded = completed.filter((one) => !incomplete.some((other) => sameKey(one, other)));
  if (incomplete.length + gone.length + tried.length === 0) return [];
  const known = await knownBefore(database, context, [...incomplete, ...gone]);
  const now = context.now.toISOString();
  const writes: ParkedWrite[] = incomplete.map((fresh) => {
    const record = renewed(fresh, known.get(fresh.keyHash));
    return { record, waits: waitsOf(context, record) };
  });
  for (const { parked, errors } of tried) {
    if (errors === null || incomplete.some((other) => sameKey(parked, other))) continue;
    const [first] = errors;
    const record = { ...parked, errors, code: first?.code ?? parked.code, triedAt: now };
    writes.push({ record, waits: waitsOf(context, record) });
  }
  const outdated = gone.filter((one) => {
    const parked = known.get(one.keyHash);
    return parked !== undefined && compareInstants(parked.observedAt, one.observedAt) <= 0;
  });
  await writeParked(database, writes, [...superseded, ...outdated]);
  return [...(await knownBefore(database, context, incomplete)).values()];
}

const sameKey = (a: ParkedKey, b: ParkedKey): boolean => a.kind === b.kind && a.keyHash === b.keyHash;

type Without<T> = T extends unknown ? Omit<T, 'id'> : never;
type FreshRecord = Without<ParkedRecord>;

/** The records of a call itself that were put off. */
function incompleteOf(context: BatchContext, records: LandedRecords, result: IngestResult): readonly FreshRecord[] {
  const own = ownResults(records, result);
  const ends = endsOf(context, records, own.items);
  const items = own.items.flatMap((one): readonly FreshRecord[] => {
    const record = records.items[one.index];
    if (one.outcome !== 'PARKED' || !record?.nativeKey) return [];
    const { ref: _ref, ifVersion: _version, relationships: nested, completeRelationships, ...kept } = record;
    const observedAt = timeOf(context, record.observedAt);
    // Of the types that it names some of, these wait by themselves, and end the others when they land.
    const none = (completeRelationships ?? []).filter((type) => !nested?.some((one) => one.type === type));
    const lasting = { ...kept, observedAt, ...(none.length > 0 ? { completeRelationships: none } : {}) };
    return [
      {
        ...header(context, one.errors, observedAt),
        kind: 'ITEM',
        keyHash: itemKeyHash(record.nativeKey),
        nativeKey: record.nativeKey,
        tenant: record.tenant ?? context.reporter.tenant,
        subject: record.class,
        record: lasting,
      },
    ];
  });
  const relationships = own.relationships.flatMap((one): readonly FreshRecord[] => {
    const named = one.outcome === 'PARKED' ? ends(one) : null;
    if (!named) return [];
    const replacesAt = replacedEnd(context, records, own.relationships, one);
    const record = replacesAt === null ? named : { ...named, replacesAt };
    return [
      {
        ...header(context, one.errors, record.observedAt ?? context.observedAt),
        kind: 'RELATIONSHIP',
        keyHash: relationshipKeyHash(record.type, record.source, record.target),
        nativeKey: null,
        tenant: context.reporter.tenant,
        subject: record.type,
        record,
      },
    ];
  });
  return [...new Map([...items, ...relationships].map((one) => [`${one.kind} ${one.keyHash}`, one])).values()];
}

/** The end at which a parked relationship replaces others: its item says that it names all of the type, and none is wrong. */
function replacedEnd(
  { model }: BatchContext,
  { items }: LandedRecords,
  results: readonly RelationshipResult[],
  { index, nestedIndex }: RelationshipResult,
): RelationshipEnd | null {
  const item = nestedIndex === null ? undefined : items[index];
  const record = item?.relationships?.[nestedIndex ?? 0];
  // Which end of a symmetric relationship is which cannot be told afterwards.
  if (!record || !item?.completeRelationships?.includes(record.type) || model.type(record.type)?.symmetric) return null;
  const isWrong = results.some(
    (one) =>
      one.index === index &&
      one.nestedIndex !== null &&
      one.outcome === 'REJECTED' &&
      item.relationships?.[one.nestedIndex]?.type === record.type,
  );
  return isWrong ? null : (record.direction ?? 'SOURCE');
}

function header({ reporter, now }: BatchContext, errors: readonly ItemError[], observedAt: string) {
  const at = now.toISOString();
  return {
    source: reporter.source,
    code: errors[0]?.code ?? ('INSUFFICIENT_IDENTITY' as const),
    errors,
    observedAt,
    parkedAt: at,
    triedAt: at,
    expiresAt: new Date(now.getTime() + PARKED_DAYS * DAY_MS).toISOString(),
  };
}

const timeOf = ({ observedAt }: BatchContext, own: string | null | undefined): string =>
  (own ? parseInstant(own) : null) ?? observedAt;

function ownResults(
  { items, relationships, joined }: LandedRecords,
  result: IngestResult,
): { readonly items: readonly ItemResult[]; readonly relationships: readonly RelationshipResult[] } {
  const itemCount = items.length - joined.items.length;
  const relationshipCount = relationships.length - joined.relationships.length;
  return {
    items: result.items.filter(({ index }) => index < itemCount),
    relationships: result.relationships.filter(
      ({ index, nestedIndex }) => index < (nestedIndex === null ? relationshipCount : itemCount),
    ),
  };
}

/** Relationships of a call, with ends that mean the same in any other; null where there is none. */
function endsOf(
  context: BatchContext,
  records: LandedRecords,
  results: readonly ItemResult[],
): (result: RelationshipResult) => RelationshipRecord | null {
  const byRef = new Map<string, number>();
  for (const [at, { ref }] of records.items.entries()) if (ref && !byRef.has(ref)) byRef.set(ref, at);
  const itemIds = new Map(results.map((one) => [one.index, one.itemId]));
  const itemEnd = (at: number | undefined): IngestEnd | null => {
    const key = at === undefined ? null : records.items[at]?.nativeKey;
    if (key) return { native: { source: context.reporter.source, key } };
    const id = at === undefined ? null : itemIds.get(at);
    return id == null ? null : { id: encodeItemId(id) };
  };
  const lasting = (end: IngestEnd): IngestEnd | null => (end.ref == null ? end : itemEnd(byRef.get(end.ref)));
  return ({ index, nestedIndex }) => {
    if (nestedIndex === null) {
      const record = records.relationships[index];
      return record ? withEnds(context, record, lasting(record.source), lasting(record.target), null) : null;
    }
    const item = records.items[index];
    const record = item?.relationships?.[nestedIndex];
    if (!item || !record) return null;
    const { direction, end, ...facts } = record;
    const [own, other] = [itemEnd(index), lasting(end)];
    const [source, target] = direction === 'TARGET' ? [other, own] : [own, other];
    return withEnds(context, facts, source, target, item.observedAt ?? null);
  };
}

function withEnds(
  context: BatchContext,
  facts: Omit<ItemRelationshipRecord, 'direction' | 'end'>,
  source: IngestEnd | null,
  target: IngestEnd | null,
  observedAt: string | null,
): RelationshipRecord | null {
  if (!source || !target) return null;
  const { ifVersion: _version, ...kept } = facts;
  return { ...kept, source, target, observedAt: timeOf(context, kept.observedAt ?? observedAt) };
}

/** What the records of a call say is gone: nothing that was parked of it is waited for any longer. */
function goneOf(
  context: BatchContext,
  { items, relationships, joined }: LandedRecords,
): readonly (ParkedKey & { readonly observedAt: string })[] {
  const { source } = context.reporter;
  const own = items.slice(0, items.length - joined.items.length);
  const goneItems = own.flatMap(({ presence, nativeKey, observedAt }) =>
    presence === 'ABSENT' && nativeKey
      ? [{ source, kind: 'ITEM' as const, keyHash: itemKeyHash(nativeKey), observedAt: timeOf(context, observedAt) }]
      : [],
  );
  const goneRelationships = relationships.slice(0, relationships.length - joined.relationships.length).flatMap((one) =>
    one.presence === 'ABSENT' && one.source && one.target
      ? [
          {
            source,
            kind: 'RELATIONSHIP' as const,
            keyHash: relationshipKeyHash(one.type, one.source, one.target),
            observedAt: timeOf(context, one.observedAt),
          },
        ]
      : [],
  );
  return [...goneItems, ...goneRelationships];
}

/** Parked records that were tried, with why they cannot land; null: they have. */
function triedOf(
  { items, relationships, joined }: LandedRecords,
  result: IngestResult,
): readonly { readonly parked: ParkedRecord; readonly errors: readonly ItemError[] | null }[] {
  const ofItems = new Map(result.items.map((one) => [one.index, one]));
  const free = result.relationships.filter(({ nestedIndex }) => nestedIndex === null);
  const ofRelationships = new Map(free.map((one) => [one.index, one]));
  let item = items.length - joined.items.length;
  let relationship = relationships.length - joined.relationships.length;
  return joined.parked.flatMap((parked) => {
    const one = parked.kind === 'ITEM' ? ofItems.get(item++) : ofRelationships.get(relationship++);
    if (!one) return [];
    return [{ parked, errors: one.outcome === 'PARKED' || one.outcome === 'REJECTED' ? one.errors : null }];
  });
}

/** Key hash -> what is parked under it. */
async function knownBefore(
  database: Database,
  { reporter }: BatchContext,
  keys: readonly ParkedKey[],
): Promise<ReadonlyMap<string, ParkedRecord>> {
  const found = await findParkedByKeys(database, reporter.source, keys);
  return new Map(found.map((one) => [one.keyHash, one]));
}

const findParkedByKeys = (database: Database, source: string, keys: readonly ParkedKey[]) =>
  findParked(database, {
    source,
    tokens: [],
    keys: keys.map(({ keyHash }) => keyHash),
    without: [],
    limit: keys.length,
  });

/** A report joined with what was parked before, whichever of the two was observed later. */
function renewed(fresh: FreshRecord, known: ParkedRecord | undefined): FreshRecord {
  if (!known) return fresh;
  const isLater = compareInstants(fresh.observedAt, known.observedAt) >= 0;
  if (fresh.kind === 'RELATIONSHIP' || known.kind === 'RELATIONSHIP') return isLater ? fresh : { ...fresh, ...known };
  const [earlier, later] = isLater ? [known.record, fresh.record] : [fresh.record, known.record];
  const record = joinReports(earlier, later);
  return { ...fresh, record, subject: record.class, observedAt: isLater ? fresh.observedAt : known.observedAt };
}
