import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ROUNDS, timed, type Measurement } from './measurement';
import { ask, startServerProcess, type ServerProcess } from './server-process';

const REQUESTS = 200;
const ITEMS = 10;
const SMALL = `query ($no: String) { configurationItems(first: ${ITEMS}, filter: { not: { name: { eq: $no } } }) { nodes { id name } } }`;

const many = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const introspection = `{ __schema { types { ${'fields { type { '.repeat(50)} name ${'} } '.repeat(50)} } } }`;
const deepFilter = `${'{ not: '.repeat(500)} {} ${'}'.repeat(500)}`;
const inBody = (query: string): string => JSON.stringify({ query });

/** The body of the next request. */
type Bodies = () => string;

/** Other variables each time, so that the page is read and not remembered. */
function smallQueries(): Bodies {
  let asked = 0;
  return () => JSON.stringify({ query: SMALL, variables: { no: `Service ${asked++}` } });
}

/** Requests that are made to keep a server busy. */
const ATTACKS: Readonly<Record<string, string>> = {
  '1,000 aliases': inBody(`{ ${many(1_000, (at) => `a${at}: server { version }`)} }`),
  '1,000 directives': inBody(`query ${'@a '.repeat(1_000)} { server { version } }`),
  '300 fragments, each to be compared with each': inBody(
    `{ ${many(300, (at) => `...F${at}`)} } ${many(300, (at) => `fragment F${at} on Query { server { version } }`)}`,
  ),
  'circular introspection': inBody(introspection),
  '1,000 operations in one request': JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: SMALL }))),
  'a filter of 500 levels': inBody(`{ configurationItems(filter: ${deepFilter}) { totalCount } }`),
  'a query of 10 MB': inBody(`{ server(x: "${'x'.repeat(10_000_000)}") { version } }`),
};

/**
 * What it costs the server to refuse requests that are made to keep it busy, against answering a small query: processor
 * time of its process. `entry` is the compiled command line.
 */
export async function measureRefusals(entry: string): Promise<readonly Measurement[]> {
  const directory = join(tmpdir(), `underpin-bench-${process.pid}-refusals`);
  const server = await startServerProcess(entry, directory);
  try {
    for (let at = 0; at < ITEMS; at += 1) {
      await ask(
        server.url,
        `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "Service ${at}" }) { revision } }`,
      );
    }
    const bodies: readonly Bodies[] = [smallQueries(), ...Object.values(ATTACKS).map((body) => () => body)];
    for (const body of bodies) await send(server, body, 50);
    const costs: number[][] = bodies.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [at, body] of bodies.entries()) costs[at]?.push(await cost(server, body));
    }
    const [answered = 0, ...refused] = costs.map(median);
    return Object.keys(ATTACKS).map((what, at) => ({
      what: `refusing ${what}`,
      milliseconds: refused[at] ?? 0,
      reference: `answering a page of ${ITEMS} items that is not remembered`,
      referenceMilliseconds: answered,
      note: 'processor time of the server for one request',
    }));
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Milliseconds of processor time for one request; time that passes where the system does not say. */
async function cost(server: ServerProcess, body: Bodies): Promise<number> {
  const before = server.cpuMs();
  const passed = await timed(() => send(server, body, REQUESTS));
  const after = server.cpuMs();
  return (before === null || after === null ? passed : after - before) / REQUESTS;
}

/** One after the other; a connection that is closed while it is being written to has been refused. */
async function send({ url }: ServerProcess, body: Bodies, times: number): Promise<void> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
  for (let time = 0; time < times; time += 1) {
    const answer = await fetch(`${url}/graphql`, { ...request, body: body() }).catch(() => null);
    await answer?.text().catch(() => null);
  }
}
