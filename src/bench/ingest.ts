import type { Application } from '../application/application';
import type { Database } from '../storage/database';
import { readHeadRevision } from '../storage/change-sets/revision-head';
import { emptyCopies, makeCopies, takeRows, timeCopy } from './copy-rows';
import {
  ingestAll,
  CALL_SIZE,
  machineRecord,
  registerBenchSource,
  relationshipRecord,
  someChanged,
} from './ingest-load';
import { measurePeer, requireChanged, type PeerTimes } from './ingest-peer';
import { median, ROUNDS, timed, type Measurement } from './measurement';
import { measureSmallCalls } from './small-calls';

/** Items ingested when the caller does not say; four times as many relationships. */
const INGEST_SIZE = 100_000;
/** Items of the peer: its time per item does not depend on how many there are, and it needs much more of it. */
const PEER_SIZE = 10_000;

const ITEM_TABLES = ['configuration_item', 'observation', 'ci_identifier', 'change', 'change_set'] as const;
const RELATIONSHIP_TABLES = ['relationship', 'change', 'change_set'] as const;

/**
 * Ingest of servers with ten attributes and three identities, and of relationships among them: against COPY of the very
 * rows that this made, into copies of all tables with all their indexes for what is new and into copies without an index
 * for the rest, and against what a service over TypeORM does. Needs an application on a database without items.
 */
export async function measureIngest(app: Application, size: number = INGEST_SIZE): Promise<readonly Measurement[]> {
  await registerBenchSource(app);
  const peer = await measurePeer(app.database, Math.min(size, PEER_SIZE));
  const items = await measureItems(app, size, peer);
  const relationships = await measureRelationships(app, size);
  return [...items, ...relationships, lockHolds(app), ...(await measureSmallCalls(app))];
}

async function measureItems(app: Application, size: number, peer: PeerTimes): Promise<readonly Measurement[]> {
  const { database } = app;
  const items = Array.from({ length: size }, (_, at) => machineRecord(at));
  const fresh = await measureNew(database, ITEM_TABLES, chunks(items), (part) =>
    ingestAll(app, { items: part }, timeOf(1)),
  );
  await makeCopies(database, ['configuration_item'], { indexed: false });
  const bare = await takeRows(database, ['configuration_item'], { after: FIRST, indexed: false });
  const before = await footprint(database);
  const unchanged: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    unchanged.push(await timed(() => ingestAll(app, { items }, timeOf(2 + round))));
    copied.push(await timeCopy(database, bare));
    await emptyCopies(database, bare);
  }
  const written = difference(before, await footprint(database));
  const changed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const records = someChanged(items, `13.${round}`);
    changed.push(await timed(() => ingestAll(app, { items: records }, timeOf(10 + round))));
    copied.push(await timeCopy(database, bare));
    await emptyCopies(database, bare);
  }
  await requireChanged(database, 'configuration_item', { size, version: `13.${ROUNDS - 1}` });
  const line = lineOf('items', size);
  const reference = median(copied);
  return [
    line('all new', fresh.ours, ['COPY of their rows into all tables and indexes', fresh.copy]),
    line('unchanged', median(unchanged), ['COPY of the items without an index', reference], written),
    line('10 % changed', median(changed), ['COPY of the items without an index', reference]),
    line('all new', fresh.ours, [PEER, peer.allNew * size]),
    line('unchanged', median(unchanged), [PEER, peer.unchanged * size]),
    line('10 % changed', median(changed), [PEER, peer.someChanged * size]),
  ];
}

const PEER = 'TypeORM: find, compare, save, history';

async function measureRelationships(app: Application, items: number): Promise<readonly Measurement[]> {
  const { database } = app;
  const size = items * 4;
  const records = Array.from({ length: size }, (_, at) => relationshipRecord(at, items));
  await database.query('drop table change_indexed_copy, change_set_indexed_copy');
  const after = await readHeadRevision(database);
  const fresh = await measureNew(database, RELATIONSHIP_TABLES, chunks(records), (part) =>
    ingestAll(app, { relationships: part }, timeOf(1)),
  );
  await makeCopies(database, ['relationship'], { indexed: false });
  const bare = await takeRows(database, ['relationship'], { after, indexed: false });
  const before = await footprint(database);
  const unchanged: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    unchanged.push(await timed(() => ingestAll(app, { relationships: records }, timeOf(2 + round))));
    copied.push(await timeCopy(database, bare));
    await emptyCopies(database, bare);
  }
  const written = difference(before, await footprint(database));
  const line = lineOf('relationships', size);
  return [
    line('all new', fresh.ours, ['COPY of their rows into all tables and indexes', fresh.copy]),
    line('unchanged', median(unchanged), ['COPY of the relationships without an index', median(copied)], written),
  ];
}

/** What is new is measured part by part, each followed by COPY of the rows that it made, so that both meet tables of the same size. */
async function measureNew<T>(
  database: Database,
  tables: readonly string[],
  parts: readonly (readonly T[])[],
  ingestPart: (part: readonly T[]) => Promise<unknown>,
): Promise<{ readonly ours: number; readonly copy: number }> {
  await makeCopies(database, tables, { indexed: true });
  let ours = 0;
  let copy = 0;
  for (const part of parts) {
    const after = await readHeadRevision(database);
    ours += await timed(() => ingestPart(part));
    copy += await timeCopy(database, await takeRows(database, tables, { after, indexed: true }));
  }
  return { ours, copy };
}

const FIRST = 0 as Awaited<ReturnType<typeof readHeadRevision>>;

function chunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  const parts = Math.ceil(list.length / CALL_SIZE);
  return Array.from({ length: parts }, (_, at) => list.slice(at * CALL_SIZE, (at + 1) * CALL_SIZE));
}

const timeOf = (minute: number): string => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

const lineOf =
  (kind: string, size: number) =>
  (what: string, milliseconds: number, [reference, time]: readonly [string, number], note = ''): Measurement => ({
    what: `ingest ${(size / 1000).toLocaleString('en-US')}k ${kind}, ${what}`,
    milliseconds,
    reference,
    referenceMilliseconds: time,
    note: [`${Math.round((size / milliseconds) * 1000).toLocaleString('en-US')} a second`, note]
      .filter(Boolean)
      .join('; '),
  });

/** What writing would have left behind: versions, log, and rows that were written over. */
async function footprint(database: Database): Promise<readonly number[]> {
  const [row] = await database.query<{ history: number; log: number; touched: number }>(
    `select (select count(*) from configuration_item_version) + (select count(*) from observation_version)
              + (select count(*) from ci_identifier_version) + (select count(*) from relationship_version) as history,
            (select revision from revision_head) as log,
            (select sum(n_tup_upd + n_tup_del)::bigint from pg_stat_user_tables
              where relname in ('configuration_item', 'observation', 'ci_identifier', 'relationship')) as touched`,
  );
  return [row?.history ?? 0, row?.log ?? 0, row?.touched ?? 0];
}

function difference(before: readonly number[], after: readonly number[]): string {
  const [history, log, touched] = after.map((value, at) => value - (before[at] ?? 0));
  return `${history} rows of history, ${log} change sets, ${touched} dead rows`;
}

function lockHolds(app: Application): Measurement {
  const { lockHoldP99Ms, lockHolds: holds } = app.writes.statistics();
  return {
    what: 'the lock of the log is held, 99th percentile',
    milliseconds: lockHoldP99Ms ?? 0,
    reference: 'bound',
    referenceMilliseconds: 500,
    note: `${holds} holds of up to 5,000 rows each`,
  };
}
