import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../storage/database';
import { BENCH_SOURCE, machineRecord } from './ingest-load';
import { ask, startProcess, type ServerProcess } from './server-process';
import { streamRecords } from './stream';

const ITEMS = 100_000;
const CHANGES_SHOWN = 1_000_000;
const ITEMS_SHOWN = 100_000;
/** After this the server has collected what the load has left, and PostgreSQL has written its pages. */
const SETTLE_MS = 15_000;

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
 * takes, in the memory of a server of its own and in the database. `entry` is the compiled command line.
 */
export async function measureCapacity(database: Database, entry: string, items: number = ITEMS): Promise<string> {
  const directory = join(tmpdir(), `underpin-bench-${process.pid}-capacity`);
  const server = await startProcess([entry, 'serve'], { DATABASE_URL: database.url, UNDERPIN_DATA_DIR: directory });
  try {
    await ask(server.url, `mutation { registerDataSource(input: { name: "${BENCH_SOURCE}" }) { revision } }`);
    const empty = await sizesOf(database, server);
    await streamRecords(server.url, [0, items], (at) => ({ item: machineRecord(at) }));
    const full = await sizesOf(database, server);
    await streamRecords(server.url, [0, items], (at) => ({ item: changed(at) }));
    const moved = await sizesOf(database, server);
    return tableOf(
      [
        { what: 'an empty inventory', ...empty, wal: 0 },
        { what: `each ${ITEMS_SHOWN.toLocaleString('en-US')} items more`, ...grown(empty, full, ITEMS_SHOWN / items) },
        { what: `each ${CHANGES_SHOWN.toLocaleString('en-US')} changes`, ...grown(full, moved, CHANGES_SHOWN / items) },
      ],
      items,
    );
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function changed(at: number): object {
  const item = machineRecord(at);
  return { ...item, attributes: { ...item.attributes, osVersion: '13' } };
}

async function sizesOf(database: Database, server: ServerProcess): Promise<Sizes> {
  await sleep(SETTLE_MS);
  const [row] = await database.query<{ disk: number; wal: number }>(
    `select pg_database_size(current_database()) as disk, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as wal`,
  );
  return { memory: server.memory()?.now ?? 0, disk: row?.disk ?? 0, wal: row?.wal ?? 0 };
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
    '| what | memory of a server | disk of the database | write-ahead log |',
    '| --- | --- | --- | --- |',
    ...needs.map(
      ({ what, memory, disk, wal }) => `| ${what} | ${megabytes(memory)} | ${megabytes(disk)} | ${megabytes(wal)} |`,
    ),
    '',
  ].join('\n');
}
