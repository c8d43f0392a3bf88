import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { postStream } from '../cli/stream-client';
import { PAGE_SIZE_MAX } from '../graphql/connections';
import { BENCH_SOURCE, machineRecord, relationshipRecord } from './ingest-load';
import { median, timed, type Measurement } from './measurement';
import { measureNestedLists } from './nested-lists';
import { ask, startProcess, startServerProcess, type ServerProcess } from './server-process';

const SIZES = [10, 100, 1_000, 10_000] as const;
const ITEMS = Math.max(...SIZES);
/** So many items have four relationships each. */
const RELATED_ITEMS = 1_000;
const ROUNDS = 5;
const FIELDS = 'id name environment lifecycle criticality site version presence createdAt updatedAt';

/**
 * What a page of items costs the server: processor time of its process for each request, against a server that does
 * nothing but turn the same answer into JSON, and against Apollo Server as it comes with the items in memory. The
 * service has read them from PostgreSQL before. `entry` is the compiled command line.
 */
export async function measureApi(entry: string): Promise<readonly Measurement[]> {
  const directory = join(tmpdir(), `underpin-bench-${process.pid}-api`);
  const server = await startServerProcess(entry, directory);
  try {
    await load(server.url);
    const measured: Measurement[] = [];
    for (const size of SIZES) measured.push(...(await measurePage(server, size, directory)));
    return [...measured, ...(await measureNestedLists(server, directory))];
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function load(url: string): Promise<void> {
  await ask(url, `mutation { registerDataSource(input: { name: "${BENCH_SOURCE}" }) { revision } }`);
  const items = Array.from({ length: ITEMS }, (_, at) => JSON.stringify({ item: machineRecord(at) }));
  const relationships = Array.from({ length: 4 * RELATED_ITEMS }, (_, at) =>
    JSON.stringify({ relationship: relationshipRecord(at, RELATED_ITEMS) }),
  );
  const query = { source: BENCH_SOURCE };
  for (const lines of [items, relationships]) {
    await postStream({ base: url, token: null, query }, Readable.from([lines.join('\n')]), ({ errors }) => {
      if (errors) throw new Error(`the benchmark's own record was refused: ${JSON.stringify(errors)}`);
    });
  }
}

async function measurePage(server: ServerProcess, size: number, directory: string): Promise<readonly Measurement[]> {
  const query = await pagesOf(server.url, size);
  const file = `${directory}-${size}.json`;
  writeFileSync(file, JSON.stringify({ data: await ask(server.url, query) }));
  const program = join(__dirname, `peer-server${extname(__filename)}`);
  const raw = await startProcess([program, 'raw', file]);
  const apollo = await startProcess([program, 'apollo', file]);
  try {
    await checkEqual([server, raw, apollo], query);
    const [own = 0, rawMs = 0, apolloMs = 0] = await inTurn([server, raw, apollo], query, size);
    const line = (reference: string, referenceMilliseconds: number): Measurement => ({
      what: `processor time of a page of ${size} items, 10 fields each`,
      milliseconds: own,
      reference,
      referenceMilliseconds,
      note: size > PAGE_SIZE_MAX ? `${size / PAGE_SIZE_MAX} pages in one request; ${NOTE}` : NOTE,
    });
    return [line('JSON alone', rawMs), line('Apollo Server as it comes', apolloMs)];
  } finally {
    await Promise.all([raw.stop(), apollo.stop()]);
    rmSync(file);
  }
}

const NOTE = 'no item is written meanwhile, so the service answers from memory, as the other does';

/** One request for so many items: more than a page may hold are several pages, each from its cursor on. */
async function pagesOf(url: string, size: number): Promise<string> {
  const pages: string[] = [];
  for (let after = ''; pages.length * PAGE_SIZE_MAX < size;) {
    const list = `configurationItems(first: ${Math.min(size, PAGE_SIZE_MAX)}${after})`;
    pages.push(`page${pages.length}: ${list} { nodes { ${FIELDS} } }`);
    const { configurationItems } = (await ask(url, `{ ${list} { pageInfo { endCursor } } }`)) as Listed;
    after = `, after: "${configurationItems.pageInfo.endCursor}"`;
  }
  return `{ ${pages.join(' ')} }`;
}

interface Listed {
  readonly configurationItems: { readonly pageInfo: { readonly endCursor: string } };
}

async function checkEqual(servers: readonly ServerProcess[], query: string): Promise<void> {
  const answers = await Promise.all(servers.map(async ({ url }) => JSON.stringify(await ask(url, query))));
  if (new Set(answers).size !== 1) throw new Error('the servers that are compared answer differently');
}

/** Milliseconds of processor time for each request, the median of the rounds, in which the servers take turns. */
async function inTurn(servers: readonly ServerProcess[], query: string, size: number): Promise<readonly number[]> {
  // Enough that processor time, which the system counts in hundredths of a second, says something; and before that, enough
  // that each of them runs the code that it has run for long when it is busy.
  const requests = Math.ceil(60_000 / (size + 300));
  for (const { url } of servers) await repeat(url, query, Math.max(2 * requests, 20));
  const costs: number[][] = servers.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, server] of servers.entries())
      costs[index]?.push((await cost(server, query, requests)) / requests);
  }
  return costs.map(median);
}

/** Processor time where the system says it, else the time that passes. */
async function cost(server: ServerProcess, query: string, requests: number): Promise<number> {
  const before = server.cpuMs();
  const passed = await timed(() => repeat(server.url, query, requests));
  const after = server.cpuMs();
  return before === null || after === null ? passed : after - before;
}

async function repeat(url: string, query: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await ask(url, query);
}
