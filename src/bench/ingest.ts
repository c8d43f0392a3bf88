import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Application } from '../application/application';
import { ingest } from '../application/ingest/ingest';
import type { IngestResult } from '../application/ingest/ingest-types';
import { registerSource } from '../application/register-source';
import type { ItemRecord } from '../domain/ingest-record';
import type { Database, Tx } from '../storage/database';
import { timed, type Measurement } from './measurement';

/** Items ingested when the caller does not say. */
export const INGEST_SIZE = 10_000;

/** The tables a new item goes to; the copies have their indexes too. */
const TABLES = ['configuration_item', 'observation', 'ci_identifier', 'change', 'change_set'] as const;
const BENCH_SOURCE = 'bench';

/**
 * Ingest of servers with ten attributes and three identities, against COPY of the very rows that it made: into copies of
 * all tables with all their indexes for what is new, into copies of the item table without an index for the rest. Needs
 * an application on a database without items, and leaves the items in it.
 */
export async function measureIngest(app: Application, size: number = INGEST_SIZE): Promise<readonly Measurement[]> {
  await registerSource(app, { ...CALL, requestId: app.newId() }, { name: BENCH_SOURCE });
  const items = Array.from({ length: size }, (_, at) => machine(at));
  const allNew = await timed(() => run(app, items, 1));
  const copied = await measureCopy(app.database);
  const unchanged = await timed(() => run(app, items, 2));
  const changed = items.map((item, at) => (at % 10 === 0 ? withVersion(item) : item));
  const someChanged = await timed(() => run(app, changed, 3));
  const line = (what: string, milliseconds: number, against: string, reference: number): Measurement => ({
    what: `ingest ${size / 1000}k items, ${what}`,
    milliseconds,
    reference: against,
    referenceMilliseconds: reference,
    note: `${Math.round((size / milliseconds) * 1000)} items/s`,
  });
  return [
    line('all new', allNew, 'COPY of their rows into all tables and indexes', copied.indexed),
    line('unchanged', unchanged, 'COPY of the items without an index', copied.bare),
    line('10 % changed', someChanged, 'COPY of the items without an index', copied.bare),
  ];
}

const CALL = { principal: 'bench', reason: null, idempotencyKey: null, dryRun: false };

async function run(app: Application, items: readonly ItemRecord[], hour: number): Promise<IngestResult> {
  const observedAt = `2026-01-01T0${hour}:00:00.000Z`;
  const input = { source: BENCH_SOURCE, observedAt, items, relationships: [] };
  const result = await ingest(app, { principal: 'bench', requestId: app.newId(), input });
  const rejected = result.items.find((item) => item.outcome === 'REJECTED');
  if (rejected) throw new Error(`the benchmark's own item was rejected: ${JSON.stringify(rejected.errors)}`);
  return result;
}

function machine(at: number): ItemRecord {
  const name = `node-${String(at).padStart(7, '0')}`;
  return {
    class: 'LinuxServer',
    nativeKey: name,
    name,
    environment: at % 3 === 0 ? 'production' : 'staging',
    attributes: {
      hostname: name,
      serialNumber: `SN${(at * 7_919) % 1_000_003}-${at}`,
      manufacturer: 'Example Systems',
      model: `R${at % 40}`,
      os: 'Debian GNU/Linux',
      osVersion: '12',
      architecture: 'x86_64',
      cpuCount: 4 + (at % 60),
      memoryMb: 16_384,
      diskGb: 480,
    },
  };
}

const withVersion = (item: ItemRecord): ItemRecord => ({
  ...item,
  attributes: { ...item.attributes, osVersion: '13' },
});

/** Takes the rows out as COPY gives them, and times putting them back into empty copies of the tables. */
async function measureCopy(database: Database): Promise<{ readonly indexed: number; readonly bare: number }> {
  const rows = new Map<string, readonly Buffer[]>();
  for (const table of TABLES) rows.set(table, await database.transaction((tx) => copyOut(tx, table)));
  const indexed = await inCopies(database, 'including indexes', (tx) =>
    timed(async () => {
      for (const table of TABLES) await copyIn(tx, `${table}_bench`, rows.get(table) ?? []);
    }),
  );
  const bare = await inCopies(database, '', (tx) =>
    timed(() => copyIn(tx, 'configuration_item_bench', rows.get('configuration_item') ?? [])),
  );
  return { indexed, bare };
}

async function inCopies(database: Database, including: string, work: (tx: Tx) => Promise<number>): Promise<number> {
  for (const table of TABLES) await database.query(`create table ${table}_bench (like ${table} ${including})`);
  try {
    return await database.transaction(work);
  } finally {
    for (const table of TABLES) await database.query(`drop table ${table}_bench`);
  }
}

async function copyOut(tx: Tx, table: string): Promise<readonly Buffer[]> {
  const client = await tx.client();
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(client.query(copyTo(`copy (select * from ${table}) to stdout`)), collect);
  return chunks;
}

async function copyIn(tx: Tx, table: string, chunks: readonly Buffer[]): Promise<void> {
  const client = await tx.client();
  await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
}
