import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/application/application';
import type { LogPosition } from '../../src/application/graph/follow-change-log';
import { ingest } from '../../src/application/ingest/ingest';
import type { IngestInput, IngestResult, ItemResult } from '../../src/application/ingest/ingest-types';
import { registerSource } from '../../src/application/editing/register-source';
import type { EditCall } from '../../src/application/editing/edit-call';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import type { ItemId } from '../../src/domain/ids';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import type { Relationship } from '../../src/domain/relationship';
import { loadItems } from '../../src/storage/identities/ingest-lookups';
import {
  RELATIONSHIP_COLUMNS,
  toRelationship,
  type RelationshipRow,
} from '../../src/storage/change-sets/relationship-rows';
import { readHead } from '../../src/storage/history/change-log';
import { startModelServer, type ModelServer } from './model-server';

/** A server with the shipped class model, a few data sources, and a clock that tests may set. */
export interface IngestApp extends ModelServer {
  /** Milliseconds since 1970; null: the machine's clock. */
  now: number | null;
}

/** The newest change set. */
export async function logPosition({ database }: Pick<Application, 'database'>): Promise<LogPosition> {
  const { revision, id } = await readHead(database);
  return { revision, changeSetId: id };
}

export const SOURCES = ['scan', 'cloud', 'script'] as const;

/** Starts one; `app` becomes it. */
export async function startIngestApp(app = {} as IngestApp): Promise<IngestApp> {
  const server = await startModelServer();
  Object.assign(app, server, { now: null, clock: () => new Date(app.now ?? Date.now()) });
  for (const name of SOURCES) await registerSource(app, editCall(), { name });
  await registerSource(app, editCall(), { name: 'enricher', mayCreate: false });
  return app;
}

/** One for all tests of a file, to be used from the first of them on: each finds it empty, unless it is to be kept. */
export function ingestAppOfFile({ kept = false }: { readonly kept?: boolean } = {}): IngestApp {
  const app = {} as IngestApp;
  beforeAll(() => startIngestApp(app));
  if (!kept) beforeEach(() => wipe(app));
  afterAll(() => app.stop());
  return app;
}

/** Tables of which every change takes a revision. */
const VERSIONED_TABLES = [
  'configuration_item',
  'configuration_item_version',
  'observation',
  'observation_version',
  'ci_identifier',
  'ci_identifier_contested',
  'ci_identifier_version',
  'relationship',
  'relationship_version',
];

/** Tables that no revision is taken for. */
const BOOKKEEPING_TABLES = [
  'sighting',
  'idempotency',
  'relationship_sighting',
  'sync_session',
  'sync_session_set',
  'sync_miss',
  'match_term',
  'parked_record',
  'claim_due',
  'rederivation',
  'parked_wait',
  'duplicate_set',
  'duplicate_set_item',
  'duplicate_evidence',
];

/** Forgets everything that was ingested; the class model and the sources stay. Faster than a database for each test. */
export async function wipe(app: IngestApp): Promise<void> {
  app.now = null;
  const deletions = [...VERSIONED_TABLES, ...BOOKKEEPING_TABLES].map(
    (table) => `${table}_gone as (delete from ${table})`,
  );
  await app.database.query(`with ${deletions.join(', ')} select 1`);
}

export const editCall = (call: Partial<EditCall> = {}): EditCall => ({
  principal: 'tester',
  requestId: randomUUID(),
  reason: null,
  idempotencyKey: null,
  dryRun: false,
  ...call,
});

/** Ingests as the source `scan`, unless told otherwise. */
export const send = (app: IngestApp, input: Partial<IngestInput>, principal = 'tester'): Promise<IngestResult> =>
  ingest(app, {
    principal,
    requestId: randomUUID(),
    input: { source: 'scan', items: [], relationships: [], ...input },
  });

/** A server that is identified by its serial number and its host name. */
export const server = (name: string, more: Partial<ItemRecord> = {}): ItemRecord => ({
  ref: name,
  class: 'LinuxServer',
  name,
  ...more,
  attributes: { hostname: name, serialNumber: `SN-${name}`, manufacturer: 'Dell', ...more.attributes },
});

/** What became of each item, in words. */
export const outcomes = (result: IngestResult): readonly string[] => result.items.map((item) => item.outcome);

/** What became of each relationship, in words. */
export const relationshipOutcomes = (result: IngestResult): readonly string[] =>
  result.relationships.map((one) => one.outcome);

/** The codes of an item's errors. */
export const codes = (item: Pick<ItemResult, 'errors'> | undefined): readonly string[] =>
  item?.errors.map((error) => error.code) ?? [];

export async function storedItem(app: IngestApp, id: ItemId | null | undefined): Promise<ConfigurationItem> {
  const item = id ? (await loadItems(app.database, [id])).get(id) : undefined;
  if (!item) throw new Error(`item ${id} is not stored`);
  return item;
}

export async function storedRelationships(app: IngestApp): Promise<readonly Relationship[]> {
  const rows = await app.database.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship order by source_id, type, target_id`,
  );
  return rows.map(toRelationship);
}

/** How many rows each table has that an ingest writes, and the newest revision: two equal answers mean nothing was written. */
export async function footprint(app: IngestApp): Promise<Readonly<Record<string, number>>> {
  const tables = ['change_set', 'change', ...VERSIONED_TABLES];
  const [row] = await app.database.query<Record<string, number>>(
    `select ${tables.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')},
            (select revision from revision_head) as revision`,
  );
  return row ?? {};
}
