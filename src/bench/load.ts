import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCH_SOURCE, machineRecord } from './ingest-load';
import { keepAliveClient } from './keep-alive-client';
import { median, type Measurement } from './measurement';
import { ask, startServerProcess, type ServerProcess } from './server-process';
import { streamRecords } from './stream';

const ITEMS = 10_000;
const CLIENTS = 50;
const SECONDS = 60;
/** The first seconds, in which code is compiled and caches are filled, are asked but not counted. */
const WARM_UP_SECONDS = 10;
/** The 99th percentile may be so many times the median. */
const SPREAD_MAX = 8;

/** What one kind of request is, and how many of a hundred are of it. */
interface Kind {
  readonly name: string;
  readonly share: number;
  readonly body: (number: number, items: number) => object;
}

const refTo = (number: number): object => ({ native: { source: BENCH_SOURCE, key: machineRecord(number).nativeKey } });

const ITEM = `query ($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { name environment attributes class { name }
  relationships(first: 10) { nodes { type { name } source { name } target { name } } } } }`;
const PAGE = `query ($filter: ConfigurationItemFilter!) { configurationItems(filter: $filter, orderBy: [{ field: NAME }], first: 20) {
  nodes { id name attributes(names: ["osVersion"]) } } }`;
const DEPENDENTS = `query ($ref: ConfigurationItemRef!) { topology(roots: [$ref], direction: DEPENDENTS, depth: 2) {
  itemCount items(first: 20) { nodes { distance configurationItem { name } } } } }`;
const IMPACT = `query ($ref: ConfigurationItemRef!) { impact(outages: [{ configurationItem: $ref }]) {
  summary { byState { state count } } impacted(first: 20) { nodes { state configurationItem { name } } } } }`;

const KINDS: readonly Kind[] = [
  {
    name: 'an item with its relationships',
    share: 30,
    body: (number, items) => ({ query: ITEM, variables: { ref: refTo(number % items) } }),
  },
  {
    name: 'a page of items',
    share: 25,
    body: (number) => ({
      query: PAGE,
      variables: { filter: { classes: ['LinuxServer'], attributes: [{ path: 'model', eq: `R${number % 40}` }] } },
    }),
  },
  {
    name: 'what depends on an item',
    share: 15,
    body: (number, items) => ({ query: DEPENDENTS, variables: { ref: refTo(number % items) } }),
  },
  {
    name: 'what breaks with an item',
    share: 10,
    body: (number, items) => ({ query: IMPACT, variables: { ref: refTo(number % items) } }),
  },
  {
    name: 'an ingest of five items',
    share: 20,
    body: (number, items) => ({ query: INGEST, variables: { input: report(number, items) } }),
  },
];

/** Each item needs two that came before it: what one takes down with it is some ten others, of some everything. */
const needs = (at: number): object => {
  const source = Math.floor(at / 2) + 1;
  const target = Math.floor(source / (at % 2 === 0 ? 10 : 7));
  return { type: 'DEPENDS_ON', source: refTo(source), target: refTo(target) };
};

const INGEST = 'mutation ($input: IngestInput!) { ingest(input: $input) { revision totals { outcome items } } }';

/** Two items as they are, two with another version of their system, and a new one. */
function report(number: number, items: number): object {
  const known = [0, 1, 2, 3].map((step) => machineRecord((number * 4 + step) % items));
  const [one, other, ...same] = known.map((item, at) =>
    at < 2 ? { ...item, attributes: { ...item.attributes, osVersion: `12.${number % 1_000}` } } : item,
  );
  return { source: BENCH_SOURCE, items: [one, other, ...same, machineRecord(5_000_000 + number)] };
}

/** What was seen while the clients asked. */
interface Load {
  readonly milliseconds: ReadonlyMap<Kind, number[]>;
  readonly failures: string[];
  /** What the server held in memory, once a second. */
  readonly memory: number[];
}

/**
 * Fifty clients that each ask again as soon as they are answered, reads and ingest mixed, for a minute: how much longer the
 * slowest wait, what fails, and whether the server's memory grows. `entry` is the compiled command line.
 */
export async function measureLoad(entry: string, items: number = ITEMS): Promise<readonly Measurement[]> {
  const directory = join(tmpdir(), `underpin-bench-${process.pid}-load`);
  const server = await startServerProcess(entry, directory);
  try {
    await ask(server.url, `mutation { registerDataSource(input: { name: "${BENCH_SOURCE}" }) { revision } }`);
    await streamRecords(server.url, [0, items], (at) => ({ item: machineRecord(at) }));
    await streamRecords(server.url, [0, items * 2 - 2], (at) => ({ relationship: needs(at) }));
    return reportOf(await runClients(server, items));
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runClients(server: ServerProcess, items: number): Promise<Load> {
  const load: Load = { milliseconds: new Map(KINDS.map((kind) => [kind, []])), failures: [], memory: [] };
  const counted = performance.now() + WARM_UP_SECONDS * 1_000;
  const end = counted + SECONDS * 1_000;
  let number = 0;
  const clients = Array.from({ length: CLIENTS }, () =>
    runClient(server.url, end, () => askOne(load, counted, items, (number += 1))),
  );
  const watching = watchMemory(server, load, counted, end);
  await Promise.all([...clients, watching]);
  return load;
}

type Post = ReturnType<typeof keepAliveClient>['post'];

async function runClient(url: string, end: number, next: () => (post: Post) => Promise<void>): Promise<void> {
  const client = keepAliveClient(url);
  while (performance.now() < end) await next()(client.post);
  client.close();
}

function askOne(load: Load, counted: number, items: number, number: number): (post: Post) => Promise<void> {
  const kind = kindOf(number);
  const body = JSON.stringify(kind.body(number * 7_919, items));
  return async (post) => {
    const start = performance.now();
    try {
      const { status, text } = await post(body);
      if (status !== 200 || text.includes('"errors":['))
        load.failures.push(`${kind.name}: ${status} ${text.slice(0, 300)}`);
    } catch (error) {
      load.failures.push(`${kind.name}: ${String(error)}`);
    }
    if (start >= counted) load.milliseconds.get(kind)?.push(performance.now() - start);
  };
}

/** Kinds take turns by their shares, spread evenly and not one after the other. */
function kindOf(number: number): Kind {
  let place = (number * 37) % 100;
  const found = KINDS.find(({ share }) => (place -= share) < 0);
  if (!found) throw new Error('the shares of the kinds are a hundred together');
  return found;
}

async function watchMemory(server: ServerProcess, load: Load, counted: number, end: number): Promise<void> {
  while (performance.now() < end) {
    await sleep(1_000);
    const memory = server.memory();
    if (memory && performance.now() > counted) load.memory.push(memory.now);
  }
}

function reportOf({ milliseconds, failures, memory }: Load): readonly Measurement[] {
  const all = [...milliseconds.values()].flat();
  const [failure] = failures;
  const failed = failure === undefined ? '0 failed' : `${failures.length} failed, first: ${failure}`;
  const third = Math.floor(memory.length / 3);
  const megabytes = (from: number): string => `${Math.round(median(memory.slice(from, from + third)) / 1_000_000)} MB`;
  const flat =
    memory.length < 3
      ? []
      : [`memory ${megabytes(0)} in the first, ${megabytes(memory.length - third)} in the last third`];
  const rate = `${Math.round(all.length / SECONDS)} a second`;
  return [
    spread(`${CLIENTS} clients for ${SECONDS} s, 99th percentile`, all, [rate, failed, ...flat]),
    ...[...milliseconds].map(([kind, some]) =>
      spread(`of these ${kind.name}, 99th percentile`, some, [`${kind.share} %`]),
    ),
  ];
}

function spread(what: string, milliseconds: readonly number[], notes: readonly string[]): Measurement {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  const middle = median(sorted);
  return {
    what,
    milliseconds: p99,
    reference: `bound of ${SPREAD_MAX} times the median`,
    referenceMilliseconds: SPREAD_MAX * middle,
    note: [`median ${middle.toFixed(1)} ms, ${(p99 / middle).toFixed(1)} times`, ...notes].join('; '),
  };
}
