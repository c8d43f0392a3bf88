import { DataSource, EntitySchema, In, type EntityManager } from 'typeorm';
import type { ItemRecord } from '../domain/ingest/ingest-record';
import type { JsonObject } from '../domain/json';
import { jsonEqual } from '../domain/json-equal';
import type { Database } from '../storage/database';
import { machineRecord, someChanged } from './ingest-load';
import { median, ROUNDS, timed } from './measurement';
import { slicesOf } from '../domain/slices';

/*
 * What a service over TypeORM does with the same records, written as its documentation shows it: find the entities by any
 * of their three identities, compare for the history (a row for each value that changed, one for an item that is new),
 * assign the new values and save, which writes what differs. 500 records a transaction. The tables have the keys and
 * indexes that ours have; claims of several sources and a change log it does without.
 */

/** Milliseconds an item. */
export interface PeerTimes {
  readonly allNew: number;
  readonly unchanged: number;
  readonly someChanged: number;
}

interface PeerItem {
  id: number;
  class: string;
  name: string;
  environment: string | null;
  attributes: JsonObject;
  version: number;
  updatedAt: Date;
}

interface PeerIdentifier {
  entry: number;
  value: string;
  item: PeerItem;
}

interface PeerHistory {
  id: number;
  itemId: number;
  path: string;
  before: unknown;
  after: unknown;
  at: Date;
}

const ITEM = new EntitySchema<PeerItem>({
  name: 'peer_item',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    class: { type: 'text' },
    name: { type: 'text' },
    environment: { type: 'text', nullable: true },
    attributes: { type: 'jsonb' },
    version: { type: 'integer' },
    updatedAt: { type: 'timestamptz' },
  },
  indices: [{ columns: ['name', 'id'] }, { columns: ['class', 'name', 'id'] }],
});

const IDENTIFIER = new EntitySchema<PeerIdentifier>({
  name: 'peer_identifier',
  columns: {
    entry: { type: 'integer', primary: true },
    value: { type: 'text', primary: true },
  },
  relations: { item: { type: 'many-to-one', target: 'peer_item', nullable: false } },
  indices: [{ columns: ['item'] }],
});

const HISTORY = new EntitySchema<PeerHistory>({
  name: 'peer_history',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    itemId: { type: 'bigint' },
    path: { type: 'text' },
    before: { type: 'jsonb', nullable: true },
    after: { type: 'jsonb', nullable: true },
    at: { type: 'timestamptz' },
  },
  indices: [{ columns: ['itemId', 'id'] }],
});

const ITEMS_PER_TRANSACTION = 500;

/** Measures the peer on tables of its own, which it drops again. */
export async function measurePeer(database: Database, size: number): Promise<PeerTimes> {
  const source = new DataSource({
    type: 'postgres',
    url: database.url,
    entities: [ITEM, IDENTIFIER, HISTORY],
    synchronize: true,
    installExtensions: false,
  });
  await source.initialize();
  try {
    await source.query('create index on peer_item using gin (attributes jsonb_path_ops)');
    await source.query('create index on peer_item using gin (name gin_trgm_ops)');
    const items = Array.from({ length: size }, (_, at) => machineRecord(at));
    const run = (records: readonly ItemRecord[]): Promise<number> => timed(() => upsertAll(source, records));
    const allNew = await run(items);
    const unchanged: number[] = [];
    const changed: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) unchanged.push(await run(items));
    for (let round = 0; round < ROUNDS; round += 1) changed.push(await run(someChanged(items, `13.${round}`)));
    await requireChanged(database, 'peer_item', { size, version: `13.${ROUNDS - 1}` });
    return { allNew: allNew / size, unchanged: median(unchanged) / size, someChanged: median(changed) / size };
  } finally {
    await source.query('drop table if exists peer_item, peer_identifier, peer_history');
    await source.destroy();
  }
}

/** What is compared has to have come to the same: every item once, and the last version at every tenth of them. */
export async function requireChanged(
  database: Database,
  table: 'peer_item' | 'configuration_item',
  { size, version }: { readonly size: number; readonly version: string },
): Promise<void> {
  const [row] = await database.query<{ items: number; changed: number }>(
    `select count(*) as items, count(*) filter (where attributes->>'osVersion' = $1) as changed from ${table}`,
    [version],
  );
  if (row?.items === size && row.changed === Math.ceil(size / 10)) return;
  throw new Error(`${table} holds ${row?.items} items, ${row?.changed} of them changed, where ${size} were sent`);
}

async function upsertAll(source: DataSource, records: readonly ItemRecord[]): Promise<void> {
  for (const some of slicesOf(records, ITEMS_PER_TRANSACTION)) {
    await source.transaction((manager) => upsert(manager, some));
  }
}

async function upsert(manager: EntityManager, records: readonly ItemRecord[]): Promise<void> {
  const items = manager.getRepository(ITEM);
  const values = records.flatMap((record) => identifiersOf(record).map(({ value }) => value));
  const identifiers = manager.getRepository(IDENTIFIER);
  const known = await identifiers.find({ where: { value: In(values) }, relations: { item: true } });
  const byValue = new Map(known.map((identifier) => [identifier.value, identifier.item]));
  const at = new Date();
  const saved: { readonly item: PeerItem; readonly record: ItemRecord; readonly isNew: boolean }[] = [];
  const history: Partial<PeerHistory>[] = [];
  for (const record of records) {
    const own = identifiersOf(record);
    const found = own.map(({ value }) => byValue.get(value)).find((item) => item !== undefined);
    const item = found ?? items.create({ version: 0, updatedAt: at });
    const changes = found ? changesOf(found, record) : [];
    history.push(...changes.map((change) => ({ ...change, itemId: item.id, at })));
    const moved = changes.length > 0 || !found;
    Object.assign(item, fieldsOf(record), moved ? { version: item.version + 1, updatedAt: at } : {});
    saved.push({ item, record, isNew: !found });
  }
  await items.save(saved.map(({ item }) => item));
  const births = saved.filter(({ isNew }) => isNew);
  const added: object[] = births.flatMap(({ item, record }) => identifiersOf(record).map((one) => ({ ...one, item })));
  await identifiers.insert(added);
  history.push(
    ...births.map(({ item, record }) => ({ itemId: item.id, path: '', before: null, after: record.attributes, at })),
  );
  await manager.getRepository(HISTORY).save(history);
}

const fieldsOf = (record: ItemRecord) => ({
  class: record.class,
  name: record.name ?? '',
  environment: record.environment ?? null,
  attributes: record.attributes ?? {},
});

function changesOf(known: PeerItem, record: ItemRecord): readonly Pick<PeerHistory, 'path' | 'before' | 'after'>[] {
  const changes: Pick<PeerHistory, 'path' | 'before' | 'after'>[] = [];
  const compare = (path: string, before: unknown, after: unknown): void => {
    if (!jsonEqual(before as never, after as never)) changes.push({ path, before, after });
  };
  compare('name', known.name, record.name ?? '');
  compare('environment', known.environment, record.environment ?? null);
  for (const [name, value] of Object.entries(record.attributes ?? {})) compare(name, known.attributes[name], value);
  return changes;
}

function identifiersOf({ nativeKey, attributes }: ItemRecord): Omit<PeerIdentifier, 'item'>[] {
  const values = [nativeKey, attributes?.['serialNumber'], attributes?.['hostname']];
  return values.map((value, entry) => ({ entry, value: `${entry} ${JSON.stringify(value)}` }));
}
