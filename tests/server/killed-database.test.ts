import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type EmbeddedPostgres } from '../../src/postgres/launcher';
import { openDatabase, type Database } from '../../src/storage/database';
import { followOverHttp, followOverWebSocket } from '../support/feed-readers';
import { storedPairs, WHOLE_PAIR } from '../support/item-pairs';
import { endProcesses } from '../support/process';
import { lottery } from '../support/random-inventory';
import { post } from '../support/server';
import { startServerProcess, type ServerProcess } from '../support/server-process';
import { until } from '../support/until';
import { findingsIn } from '../support/verified';
import { startReceiver, type Receiver } from '../support/webhook-receiver';

/*
 * Two servers in processes of their own, four writers who use both, three readers of the feed: over HTTP, over WebSocket
 * and by webhook. PostgreSQL is killed again and again, and one of the servers once.
 */

jest.setTimeout(400_000);

/** Other points of death in every run; a failing run can be repeated with its seed. */
const SEED = Number(process.env['UNDERPIN_TEST_SEED'] ?? Date.now() % 1_000_000);
const WRITERS = 4;
const KILLS = 3;
const CALLS_BETWEEN = 12;
const ENVIRONMENT = { UNDERPIN_WEBHOOK_ALLOW: '127.0.0.1' };

let postgres: EmbeddedPostgres;
let database: Database;
let receiver: Receiver;
let servers: [ServerProcess, ServerProcess];
const reports: string[] = [];
/** What goes on until it is stopped, however the test ends. */
const going: { stop(): Promise<void> }[] = [];

const startServer = (): Promise<ServerProcess> => startServerProcess(postgres.url, ['scan'], ENVIRONMENT);

beforeAll(async () => {
  // The system goes on, so that what PostgreSQL has written need not be on the disk; but written it must be.
  const settings = { fsync: 'off', synchronous_commit: 'on' };
  postgres = await startPostgres({ throwAway: true, settings, report: (text) => reports.push(text) });
  servers = await Promise.all([startServer(), startServer()]);
  database = await openDatabase(postgres.url, { poolSize: 2 });
  receiver = await startReceiver();
});
afterAll(async () => {
  await Promise.all(going.map((one) => one.stop()));
  await receiver.stop();
  await endProcesses();
  await database.close();
  await postgres.stop();
});

const INGEST = `mutation ($input: IngestInput!) { ingest(input: $input) { revision results { outcome } } }`;
const CLOSURE = `query ($key: String!, $atLeast: Revision!) {
  topology(roots: [{ native: { source: "scan", key: $key } }], atLeast: $atLeast) { items { nodes { configurationItem { name } } } }
}`;

interface Ingested {
  readonly ingest: { readonly revision: number; readonly results: readonly { readonly outcome: string }[] } | null;
}
interface Closure {
  readonly topology: {
    readonly items: { readonly nodes: readonly { readonly configurationItem: { readonly name: string } }[] };
  } | null;
}

/** Two items and the relationship between them, in one call; the revision, when that it has landed was said. */
async function sendPair(url: string, call: number): Promise<number | null> {
  const items = ['a', 'b'].map((end) => ({
    ref: end,
    class: 'LinuxServer',
    nativeKey: `${call}-${end}`,
    name: `${call}-${end}`,
    attributes: { hostname: `h${call}-${end}` },
  }));
  const relationships = [{ type: 'DEPENDS_ON', source: { ref: 'a' }, target: { ref: 'b' } }];
  const input = { source: 'scan', items, relationships, mode: 'ATOMIC', idempotencyKey: `call-${call}` };
  const { data } = await post<Ingested>(url, { query: INGEST, variables: { input } });
  return data?.ingest?.results.every(({ outcome }) => outcome === 'CREATED') ? data.ingest.revision : null;
}

/** What the other server says of a pair that has landed; null when it says that it cannot now. */
async function readPair(url: string, call: number, atLeast: number): Promise<readonly string[] | null> {
  const { data } = await post<Closure>(url, { query: CLOSURE, variables: { key: `${call}-a`, atLeast } });
  return data?.topology?.items.nodes.map(({ configurationItem: { name } }) => name) ?? null;
}

/** Writes pairs until it is stopped; every third is given up when nobody says that it has landed, others are sent again. */
class Writers {
  readonly acknowledged = new Set<number>();
  readonly misread: unknown[] = [];
  #calls = 0;
  #read = 0;
  readonly #ends = new AbortController();
  readonly #writing: readonly Promise<void>[];

  constructor(count: number) {
    this.#writing = Array.from({ length: count }, () => this.#write());
  }

  get read(): number {
    return this.#read;
  }

  async more(count: number): Promise<void> {
    const wanted = this.acknowledged.size + count;
    await until(
      () => this.acknowledged.size >= wanted,
      () => ({ acknowledged: this.acknowledged.size, wanted, output: servers.map((one) => one.process.output()) }),
    );
  }

  async stop(): Promise<void> {
    this.#ends.abort();
    await Promise.all(this.#writing);
  }

  async #write(): Promise<void> {
    while (!this.#ends.signal.aborted) await this.#callOnce((this.#calls += 1));
  }

  async #callOnce(call: number): Promise<void> {
    const attemptsMax = call % 3 === 0 ? 1 : Infinity;
    for (let attempt = 0; attempt < attemptsMax && !this.#ends.signal.aborted; attempt += 1) {
      const [here, there] = [servers[(call + attempt) % 2], servers[(call + attempt + 1) % 2]];
      // A connection that breaks says nothing of what it carried.
      const landed = await sendPair(here?.url ?? '', call).catch(() => null);
      if (landed === null) {
        await sleep(20);
        continue;
      }
      this.acknowledged.add(call);
      const found = await readPair(there?.url ?? '', call, landed).catch(() => null);
      if (found === null) return;
      this.#read += 1;
      if (String(found) !== `${call}-a,${call}-b`) this.misread.push({ call, landed, found });
      return;
    }
  }
}

async function registerWebhook(url: string): Promise<void> {
  const query = `mutation ($url: String!) { createWebhook(input: { url: $url }) { errors { message } } }`;
  expect((await post(url, { query, variables: { url: receiver.url } })).data).toEqual({
    createWebhook: { errors: [] },
  });
}

/** What both servers say of everything. */
const EVERYTHING = `query ($atLeast: Revision!) {
  configurationItems(first: 1000, atLeast: $atLeast) { revision totalCount nodes { id name version } }
  relationships(first: 1000, atLeast: $atLeast) { totalCount nodes { id source { id } target { id } } }
  changes(first: 100) { nodes { kind changeSet { revision id } } }
  server { revision lag { revisions } }
}`;

/** Kills PostgreSQL, and waits until it runs again. */
async function killPostgres(kill: number): Promise<void> {
  process.kill(postgres.pid(), 'SIGKILL');
  await until(
    () => reports.filter((text) => text === 'PostgreSQL runs again.').length >= kill,
    () => reports,
  );
}

test(`whatever dies: what was acknowledged is there, feeds tell everything once, servers agree (seed ${SEED})`, async () => {
  const random = lottery(SEED);
  const [head] = await database.query<{ revision: number }>('select revision from revision_head');
  const since = head?.revision ?? 0;
  await registerWebhook(servers[0].url);
  const feeds = {
    http: followOverHttp(() => servers[0].url, since),
    webSocket: followOverWebSocket(() => servers[1].url, since),
  };
  const writers = new Writers(WRITERS);
  going.push(writers, feeds.http, feeds.webSocket);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await writers.more(CALLS_BETWEEN);
    await sleep(random.next(100));
    await killPostgres(kill);
  }
  await writers.more(CALLS_BETWEEN);
  const killed = random.next(2);
  await servers[killed]?.kill();
  servers[killed] = await startServer();
  await writers.more(CALLS_BETWEEN);
  await writers.stop();

  const stored = await storedPairs(database);
  expect([...writers.acknowledged].filter((call) => stored.get(call) !== WHOLE_PAIR)).toEqual([]);
  expect([...stored.values()].filter((one) => one !== WHOLE_PAIR)).toEqual([]);
  expect(writers.misread).toEqual([]);
  expect(writers.read).toBeGreaterThan(CALLS_BETWEEN);
  expect(await findingsIn(database)).toEqual([]);

  const log = await database.query<{ revision: number; changes: number }>(
    'select revision, change_count as changes from change_set where revision > $1 order by revision',
    [since],
  );
  const everything = log.map(({ revision, changes }) => [revision, changes]);
  const last = log.at(-1)?.revision ?? 0;
  expect(everything.map(([revision]) => revision)).toEqual(log.map((_, place) => since + 1 + place));
  for (const [name, feed] of Object.entries(feeds)) {
    await feed.reached(last);
    await feed.stop();
    expect({ name, faults: feed.faults, told: feed.told }).toEqual({ name, faults: [], told: everything });
  }
  expect(await toldByWebhook(last)).toEqual(everything);

  const variables = { atLeast: last };
  const [one, other] = await Promise.all(servers.map(({ url }) => post(url, { query: EVERYTHING, variables })));
  expect(one?.data).toMatchObject({
    configurationItems: { revision: last, totalCount: 2 * stored.size },
    relationships: { totalCount: stored.size },
    server: { revision: last, lag: { revisions: 0 } },
  });
  expect(other?.data).toEqual(one?.data);
});

/** Each event once: one that comes again is the same one. */
async function toldByWebhook(last: number): Promise<readonly unknown[]> {
  await until(
    () => receiver.received.some(({ body }) => body.revision >= last),
    () => receiver.received.at(-1)?.body,
  );
  const events = new Map(receiver.received.map(({ id, body }) => [id, [body.revision, body.changes.length]]));
  return [...events.values()];
}
