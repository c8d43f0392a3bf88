import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../storage/database';
import { BENCH_SOURCE, machineRecord } from './ingest-load';
import { ask, startProcess, type ServerProcess } from './server-process';
import { streamRecords } from './stream';

const ITEMS = 100_000;
const CHANGES_SHOWN = 1_000_000;
const ITEMS_SHOWN = 100_000;
/** A collection finds what the one before it has let go of, and memory goes back to the system in the background. */
const COLLECTIONS = 4;
const SETTLE_MS = 1_500;

/** What a server and its database take at one moment, in bytes. */
interface Sizes {
  readonly memory: number;
  readonly disk: number;
  readonly wal: number;
}

/** What is to be planned for: a row of the table. */
interface Need extends Sizes {
  readonly what: string;
}

/**
 * What some items take, with ten attributes and three identities each, and what changing an attribute of each of them
 * takes: in the memory of a server that has just started, as far as it is not given back when it is collected, and in the
 * database. `entry` is the compiled command line.
 */
export async function measureCapacity(database: Database, entry: string, items: number = ITEMS): Promise<string> {
  const place: Place = { database, entry, directory: join(tmpdir(), `underpin-bench-${process.pid}-capacity`) };
  try {
    const empty = await sizesAfter(place, (url) =>
      ask(url, `mutation { registerDataSource(input: { name: "${BENCH_SOURCE}" }) { revision } }`),
    );
    const full = await sizesAfter(place, (url) =>
      streamRecords(url, [0, items], (at) => ({ item: machineRecord(at) })),
    );
    const moved = await sizesAfter(place, (url) => streamRecords(url, [0, items], (at) => ({ item: changed(at) })));
    return tableOf(
      [
        { what: 'an empty inventory', ...empty, wal: 0 },
        { what: `each ${ITEMS_SHOWN.toLocaleString('en-US')} items more`, ...grown(empty, full, ITEMS_SHOWN / items) },
        { what: `each ${CHANGES_SHOWN.toLocaleString('en-US')} changes`, ...grown(full, moved, CHANGES_SHOWN / items) },
      ],
      items,
    );
  } finally {
    rmSync(place.directory, { recursive: true, force: true });
  }
}

/** Where servers of this measurement run. */
interface Place {
  readonly database: Database;
  readonly entry: string;
  readonly directory: string;
}

/** One server does the work; what it leaves is measured, and so is another one that starts on that. */
async function sizesAfter(place: Place, work: (url: string) => Promise<unknown>): Promise<Sizes> {
  const worker = await startOn(place);
  try {
    await work(worker.url);
  } finally {
    await worker.stop();
  }
  const [row] = await place.database.query<{ disk: number; wal: number }>(
    `select pg_database_size(current_database()) as disk, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as wal`,
  );
  const fresh = await startOn(place, ['--expose-gc', '-r', join(__dirname, `collect-on-signal${extname(__filename)}`)]);
  try {
    await ask(fresh.url, '{ configurationItems(first: 100) { totalCount nodes { name attributes } } }');
    return { memory: await neededMemory(fresh), disk: row?.disk ?? 0, wal: row?.wal ?? 0 };
  } finally {
    await fresh.stop();
  }
}

const startOn = ({ database, entry, directory }: Place, options: readonly string[] = []): Promise<ServerProcess> =>
  startProcess([...options, entry, 'serve'], { DATABASE_URL: database.url, UNDERPIN_DATA_DIR: directory });

async function neededMemory(server: ServerProcess): Promise<number> {
  for (let collection = 0; collection < COLLECTIONS; collection += 1) {
    await sleep(SETTLE_MS);
    server.signal('SIGUSR2');
  }
  await sleep(SETTLE_MS);
  return server.memory()?.now ?? 0;
}

function changed(at: number): object {
  const item = machineRecord(at);
  return { ...item, attributes: { ...item.attributes, osVersion: '13' } };
}

const grown = (before: Sizes, after: Sizes, times: number): Sizes => ({
  memory: Math.max(0, after.memory - before.memory) * times,
  disk: (after.disk - before.disk) * times,
  wal: (after.wal - before.wal) * times,
});

function tableOf(needs: readonly Need[], items: number): string {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000).toLocaleString('en-US')} MB`;
  return [
    `Measured with ${items.toLocaleString('en-US')} items of 10 attributes and 3 identities.`,
    '',
    '| what | memory of a server that has just started | disk of the database | write-ahead log |',
    '| --- | --- | --- | --- |',
    ...needs.map(
      ({ what, memory, disk, wal }) => `| ${what} | ${megabytes(memory)} | ${megabytes(disk)} | ${megabytes(wal)} |`,
    ),
    '',
  ].join('\n');
}
