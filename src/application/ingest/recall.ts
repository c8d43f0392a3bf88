import type { ItemId, Revision } from '../../domain/ids';
import type {
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../../domain/ingest/ingest-record';
import { parseInstant } from '../../domain/instant';
import { observedTooLate } from '../../domain/ingest/observed-at';
import { readHead } from '../../storage/history/change-log';
import type { SeenRelationship } from '../../storage/relationships/relationship-sightings';
import type { SeenItem } from '../../storage/sources/sightings';
import type { BatchContext } from './batch';
import { DigestList } from './digest-list';
import type { ItemResult, RelationshipResult } from './ingest-types';
import type { Landing } from './landing-tools';
import { itemDigest, nestedDigest, relationshipDigest, type DigestedEnd } from './record-digest';
import type { RecordMemory, RememberedItem, RememberedRelationship } from './record-memory';

/** The records of a call. */
export interface CallRecords {
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
}

/** What a call has to say that is known already, and what has to be worked out. */
export interface Recalled {
  /** The newest revision when it was asked. */
  readonly head: Revision;
  /** Whether this server knew of all that was written up to then. */
  readonly current: boolean;
  /** By position; null: to be worked out. The relationships nested in a recalled item are recalled with it. */
  readonly items: (RememberedItem | null)[];
  /** By position among the relationships that are not nested. */
  readonly relationships: (RememberedRelationship | null)[];
  /** By position of the item that they are nested in. */
  readonly nested: ReadonlyMap<number, (RememberedRelationship | null)[]>;
  /** Digests of records that have to be worked out and can be remembered then, by position. */
  readonly itemDigests: DigestList;
  /** The same of relationships that are not nested and whose ends stand for themselves. */
  readonly relationshipDigests: DigestList;
}

/**
 * Looks up which records of a call say nothing that is not known. Null when nothing of that can be believed: nothing is
 * remembered, or this server is behind the database.
 */
export async function recall(app: Landing, context: BatchContext, records: CallRecords): Promise<Recalled | null> {
  const { memory } = app;
  if (!memory || context.reporter.byHand) return null;
  const { revision, id } = await readHead(app.database);
  const current = await memory.isAt({ revision, changeSetId: id });
  return new Recall(memory, context, records, revision, current);
}

class Recall implements Recalled {
  readonly head: Revision;
  readonly current: boolean;
  readonly items: (RememberedItem | null)[];
  readonly relationships: (RememberedRelationship | null)[];
  readonly nested = new Map<number, (RememberedRelationship | null)[]>();
  readonly itemDigests: DigestList;
  readonly relationshipDigests: DigestList;
  readonly #memory: RecordMemory;
  readonly #context: BatchContext;
  readonly #records: CallRecords;
  readonly #byRef = new Map<string, number>();
  /** Native keys of records that have to be worked out -> position. */
  readonly #openKeys = new Set<string>();
  /** Native keys of records that are identified inside a host -> position. */
  readonly #hostedKeys = new Map<string, number>();
  #dropped = false;

  constructor(memory: RecordMemory, context: BatchContext, records: CallRecords, head: Revision, current: boolean) {
    this.head = head;
    this.current = current;
    this.#memory = memory;
    this.#context = context;
    this.#records = records;
    this.itemDigests = new DigestList(records.items.length);
    this.relationshipDigests = new DigestList(records.relationships.length);
    this.items = records.items.map((record, index) => this.#item(record, index, current));
    // What is complete has to be compared with all that is stored.
    const sweeps =
      (context.parking?.replacing.size ?? 0) > 0 ||
      records.items.some((record) => (record.completeRelationships?.length ?? 0) > 0);
    this.#dropRepeated();
    for (const [index, record] of records.items.entries()) this.#name(record, index);
    const open = sweeps || !current;
    for (const [index, record] of records.items.entries()) this.#nest(record, index, open);
    this.relationships = records.relationships.map((record, index) =>
      open ? null : this.#relationship(record, index),
    );
    if (!open) this.#dropMoved();
  }

  #item(record: ItemRecord, index: number, current: boolean): RememberedItem | null {
    if (!isPlain(record) || !this.#isTimely(record.observedAt)) return null;
    const digest = itemDigest(this.#context.reporter.source, record);
    const known = current ? this.#memory.item(digest, this.head) : null;
    if (!known) this.itemDigests.set(index, digest);
    return known;
  }

  #isTimely(observedAt: unknown): boolean {
    if (observedAt === undefined || observedAt === null) return true;
    return (
      typeof observedAt === 'string' &&
      parseInstant(observedAt) !== null &&
      observedTooLate(observedAt, this.#context.now) === null
    );
  }

  /** Two records that mean one item have to be held against each other, and refs that mean two items be refused. */
  #dropRepeated(): void {
    const first = new Map<ItemId, number>();
    for (const [index, known] of this.items.entries()) {
      if (!known) continue;
      const other = first.get(known.item);
      if (other === undefined) first.set(known.item, index);
      else {
        this.items[index] = null;
        this.items[other] = null;
      }
    }
  }

  #name(record: ItemRecord, index: number): void {
    const known = this.items[index];
    const { ref, nativeKey } = record;
    if (typeof ref === 'string') {
      const other = this.#byRef.get(ref);
      if (other === undefined) this.#byRef.set(ref, index);
      else {
        this.#open(index);
        this.#open(other);
        return;
      }
    }
    if (!known) this.#open(index);
    else if (known.hosted && typeof nativeKey === 'string') this.#hostedKeys.set(nativeKey, index);
  }

  /** Leaves a record to be worked out. */
  #open(index: number): void {
    this.items[index] = null;
    const key = this.#records.items[index]?.nativeKey;
    if (typeof key === 'string') this.#openKeys.add(key);
  }

  /** An item is recalled with all relationships that are nested in it, or not at all. */
  #nest(record: ItemRecord, index: number, open: boolean): void {
    const own = this.items[index];
    const { relationships } = record;
    if (!own || !relationships) return;
    const found = open ? [] : relationships.flatMap((one) => this.#nestedIn(own, one) ?? []);
    if (found.length === relationships.length) this.nested.set(index, found);
    else this.#open(index);
  }

  #nestedIn(own: RememberedItem, record: ItemRelationshipRecord): RememberedRelationship | null {
    if (!isPlainRelationship(record) || !this.#isTimely(record.observedAt)) return null;
    const end = this.#end(record.end);
    if (end === undefined) return null;
    const digest = nestedDigest(this.#context.reporter.source, own.item, record, end);
    return this.#memory.relationship(digest, this.head);
  }

  #relationship(record: RelationshipRecord, index: number): RememberedRelationship | null {
    if (!isPlainRelationship(record) || !this.#isTimely(record.observedAt)) return null;
    const source = this.#end(record.source);
    const target = this.#end(record.target);
    if (source === undefined || target === undefined) return null;
    const digest = relationshipDigest(this.#context.reporter.source, record, source, target);
    const known = this.#memory.relationship(digest, this.head);
    if (!known && source === null && target === null) this.relationshipDigests.set(index, digest);
    return known;
  }

  /** The item that a name of the call means; null for an end that stands for itself, undefined for one that is open. */
  #end(end: IngestEnd | undefined): DigestedEnd | undefined {
    if (!end || typeof end !== 'object') return undefined;
    if (end.ref !== undefined && end.ref !== null) return this.#recalledRef(end.ref)?.item;
    if (end.identity !== undefined && end.identity !== null) return undefined;
    const key = end.native?.key;
    return key !== undefined && this.#openKeys.has(key) ? undefined : null;
  }

  #recalledRef(ref: string): RememberedItem | null {
    const index = this.#byRef.get(ref);
    return index === undefined ? null : (this.items[index] ?? null);
  }

  /** A relationship that is new or says something new may be the way to another host. */
  #dropMoved(): void {
    for (const [index, record] of this.#records.relationships.entries()) {
      if (!this.relationships[index]) for (const end of [record.source, record.target]) this.#dropHosted(end);
    }
    for (const [index, record] of this.#records.items.entries()) {
      if (this.items[index]) continue;
      for (const nested of nestedOf(record)) this.#dropHosted(nested?.end);
    }
    if (this.#dropped) this.#followDropped();
  }

  #dropHosted(end: IngestEnd | undefined): void {
    const index = this.#byRef.get(end?.ref ?? '') ?? this.#hostedKeys.get(end?.native?.key ?? '');
    if (index === undefined || this.items[index]?.hosted !== true) return;
    this.#open(index);
    this.#dropped = true;
  }

  /** Whoever has to find out its host needs all relationships that name one. */
  #followDropped(): void {
    for (const [index, { source, target }] of this.#records.relationships.entries()) {
      const open = this.#end(source) === undefined || this.#end(target) === undefined;
      if (open) this.relationships[index] = null;
    }
    for (const [index, record] of this.#records.items.entries()) {
      const open = nestedOf(record).some((nested) => this.#end(nested?.end) === undefined);
      if (open && this.items[index]) this.#open(index);
    }
  }
}

const nestedOf = ({ relationships }: ItemRecord): readonly ItemRelationshipRecord[] =>
  Array.isArray(relationships) ? (relationships as readonly ItemRelationshipRecord[]) : [];

/** A record that means the same however often it is sent: nothing in it is about its place, its version or its absence. */
function isPlain(record: ItemRecord): boolean {
  return (
    typeof record.nativeKey === 'string' &&
    record.nativeKey !== '' &&
    (record.id ?? null) === null &&
    (record.ifVersion ?? null) === null &&
    record.presence !== 'ABSENT' &&
    (record.complete ?? null) === null &&
    (record.completeRelationships ?? null) === null &&
    (record.relationships === undefined || record.relationships === null || Array.isArray(record.relationships))
  );
}

/** The same of a relationship. */
const isPlainRelationship = (record: RelationshipRecord | ItemRelationshipRecord): boolean =>
  record !== null && typeof record === 'object' && (record.ifVersion ?? null) === null && record.presence !== 'ABSENT';

/** The result of a record that is known: what working it out would come to. */
export const recalledItem = (record: ItemRecord, index: number, { item, version }: RememberedItem): ItemResult => ({
  index,
  ref: record.ref ?? null,
  outcome: 'UNCHANGED',
  itemId: item,
  version,
  matchedBy: 'nativeKey',
  attempts: [{ entry: 'nativeKey', values: [record.nativeKey ?? ''], outcome: 'MATCHED' }],
  masked: NONE,
  warnings: NONE,
  errors: NONE,
});

/** The result of a relationship that is known. */
export const recalledRelationship = (
  index: number,
  nestedIndex: number | null,
  { relationship }: RememberedRelationship,
): RelationshipResult => ({
  index,
  nestedIndex,
  outcome: 'UNCHANGED',
  relationshipId: relationship,
  warnings: NONE,
  errors: NONE,
});

const NONE: readonly never[] = [];

/** The sightings of what was recalled: those that are later than what the source said before. */
export function recalledSightings(
  { observedAt }: BatchContext,
  items: readonly ItemRecord[],
  { items: known }: Recalled,
): SeenItem[] {
  const seen: SeenItem[] = [];
  const atCall = microseconds(observedAt);
  for (const [index, one] of known.entries()) {
    if (!one) continue;
    const own = items[index]?.observedAt;
    const instant = own ? parseInstant(own) : null;
    const at = instant === null ? atCall : microseconds(instant);
    if (one.observedAt < at) seen.push({ item: one.item, observedAt: instant ?? observedAt, complete: true });
  }
  return seen;
}

/** The same of relationships, whose time is their own, that of the item they are nested in, or that of the call. */
export function recalledRelationshipSightings(
  { observedAt }: BatchContext,
  records: CallRecords,
  { nested, relationships }: Recalled,
): SeenRelationship[] {
  const seen: SeenRelationship[] = [];
  const atCall = microseconds(observedAt);
  const add = (known: RememberedRelationship | null, own: string | null | undefined): void => {
    if (!known) return;
    const instant = own ? parseInstant(own) : null;
    const at = instant === null ? atCall : microseconds(instant);
    if (known.observedAt < at) seen.push({ relationship: known.relationship, observedAt: instant ?? observedAt });
  };
  for (const [index, list] of nested) {
    const item = records.items[index];
    for (const [at, known] of list.entries()) add(known, item?.relationships?.[at]?.observedAt ?? item?.observedAt);
  }
  for (const [index, known] of relationships.entries()) add(known, records.relationships[index]?.observedAt);
  return seen;
}

/** A time in the spelling of `parseInstant` as microseconds since 1970. */
export function microseconds(instant: string): number {
  if (instant !== lastRead.instant) lastRead = { instant, value: readMicroseconds(instant) };
  return lastRead.value;
}

/** Nearly all records of a call were seen at one time, which is read once. */
let lastRead = { instant: '', value: Number.NaN };

function readMicroseconds(instant: string): number {
  const fraction = instant.slice(20, -1).padEnd(6, '0');
  return Date.parse(`${instant.slice(0, 19)}Z`) * 1_000 + Number(fraction);
}
