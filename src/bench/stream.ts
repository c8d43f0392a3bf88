import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '../application/application';
import { postStream } from '../cli/stream-client';
import { BENCH_SOURCE, CALL_SIZE, ingestAll, machineRecord, registerBenchSource } from './ingest-load';
import { timed, type Measurement } from './measurement';
import { ask, startServerProcess, type ServerProcess } from './server-process';

/** Items streamed when the caller does not say. */
const STREAM_SIZE = 100_000;
/** The engine is measured with so many of them; beyond, only the memory of the server is of interest. */
const COMPARED_MAX = 100_000;
const PARTS = 4;
const LINES_AT_ONCE = 500;

/**
 * Items through POST /ingest of a server of its own, against the same items given to the engine as objects in this
 * process, part by part in turn; and what the server holds in memory at the end. Both begin empty. `entry` is the compiled
 * command line.
 */
export async function measureStream(
  app: Application,
  entry: string,
  size: number = STREAM_SIZE,
): Promise<readonly Measurement[]> {
  const directory = join(tmpdir(), `underpin-bench-${process.pid}-stream`);
  const server = await startServerProcess(entry, directory);
  try {
    await registerBenchSource(app);
    await ask(server.url, `mutation { registerDataSource(input: { name: "${BENCH_SOURCE}" }) { revision } }`);
    const compared = Math.min(size, COMPARED_MAX);
    const fresh = await inTurn(app, server, compared, 1);
    const rest = size > compared ? await timed(() => stream(server, compared, size, 1)) : null;
    const memory = memoryOf(server);
    const unchanged = await inTurn(app, server, compared, 2);
    return [
      line(compared, 'all new', fresh, memory),
      line(compared, 'unchanged', unchanged, memoryOf(server)),
      ...(rest === null ? [] : [line(size - compared, 'all new, after these', { door: rest, engine: null }, memory)]),
    ];
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Times {
  readonly door: number;
  readonly engine: number | null;
}

async function inTurn(app: Application, server: ServerProcess, size: number, minute: number): Promise<Times> {
  let door = 0;
  let engine = 0;
  for (let part = 0; part < PARTS; part += 1) {
    const [from, to] = [Math.floor((size * part) / PARTS), Math.floor((size * (part + 1)) / PARTS)];
    door += await timed(() => stream(server, from, to, minute));
    for (let at = from; at < to; at += CALL_SIZE) {
      const items = Array.from({ length: Math.min(CALL_SIZE, to - at) }, (_, index) => machineRecord(at + index));
      engine += await timed(() => ingestAll(app, { items }, timeOf(minute)));
    }
  }
  return { door, engine };
}

const stream = ({ url }: ServerProcess, from: number, to: number, minute: number): Promise<void> =>
  streamRecords(url, [from, to], (at) => ({ item: machineRecord(at) }), { observedAt: timeOf(minute) });

/** Streams the records of some numbers into a server. Throws when one of them is not taken. */
export async function streamRecords(
  base: string,
  [from, to]: readonly [number, number],
  record: (at: number) => object,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const query = { source: BENCH_SOURCE, ...more };
  await postStream({ base, token: null, query }, lines(from, to, record), ({ errors }) => {
    if (errors) throw new Error(`the benchmark's own record was refused: ${JSON.stringify(errors)}`);
  });
}

async function* lines(from: number, to: number, record: (at: number) => object): AsyncGenerator<string> {
  for (let at = from; at < to; at += LINES_AT_ONCE) {
    const some = Array.from({ length: Math.min(LINES_AT_ONCE, to - at) }, (_, index) => record(at + index));
    yield await Promise.resolve(some.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
}

const timeOf = (minute: number): string => `2026-01-01T00:0${minute}:00.000Z`;

function line(size: number, what: string, { door, engine }: Times, memory: string): Measurement {
  const rate = `${Math.round((size / door) * 1000).toLocaleString('en-US')} a second`;
  return {
    what: `stream ${(size / 1000).toLocaleString('en-US')}k items through POST /ingest, ${what}`,
    milliseconds: door,
    reference: engine === null ? null : 'the engine given parsed objects',
    referenceMilliseconds: engine,
    note: [rate, memory].filter(Boolean).join('; '),
  };
}

function memoryOf(server: ServerProcess): string {
  const memory = server.memory();
  if (memory === null) return '';
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
  return `the server holds ${megabytes(memory.now)}, ${megabytes(memory.most)} at most`;
}
