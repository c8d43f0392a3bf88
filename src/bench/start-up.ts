import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startPostgres } from '../postgres/launcher';
import { median, type Measurement } from './measurement';

const ROUNDS = 3;
const READY_TIMEOUT_MS = 120_000;

/**
 * How long an empty directory and a known one take until the server answers, against the same PostgreSQL started alone.
 * `entry` is the compiled command line, run as its own process as a user would.
 */
export async function measureStartUp(entry: string): Promise<readonly Measurement[]> {
  const server: { first: number[]; again: number[] } = { first: [], again: [] };
  const postgres: { first: number[]; again: number[] } = { first: [], again: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const directories = [`server-${round}`, `postgres-${round}`].map((name) =>
      join(tmpdir(), `underpin-bench-${process.pid}-${name}`),
    );
    const [serverDirectory = '', postgresDirectory = ''] = directories;
    try {
      server.first.push(await timeServer(entry, serverDirectory));
      postgres.first.push(await timePostgres(postgresDirectory));
      server.again.push(await timeServer(entry, serverDirectory));
      postgres.again.push(await timePostgres(postgresDirectory));
    } finally {
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    }
  }
  return [
    row('first start: empty directory to first GraphQL answer', server.first, postgres.first),
    row('next start on that directory', server.again, postgres.again),
  ];
}

function row(what: string, server: readonly number[], postgres: readonly number[]): Measurement {
  return {
    what,
    milliseconds: median(server),
    reference: 'the embedded PostgreSQL alone',
    referenceMilliseconds: median(postgres),
    note: `median of ${ROUNDS}`,
  };
}

async function timePostgres(dataDirectory: string): Promise<number> {
  const start = performance.now();
  const postgres = await startPostgres({ dataDirectory });
  const milliseconds = performance.now() - start;
  await postgres.stop();
  return milliseconds;
}

async function timeServer(entry: string, dataDirectory: string): Promise<number> {
  const start = performance.now();
  const server = spawn(process.execPath, [entry, 'serve'], {
    // Nothing else: what the user has set must not decide what is measured.
    env: { PORT: '0', UNDERPIN_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await answers(await announcedUrl(server));
    return performance.now() - start;
  } finally {
    await stopServer(server);
  }
}

/** The address is the first URL that the server prints. */
function announcedUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error(`the server did not start in ${READY_TIMEOUT_MS} ms`)),
      READY_TIMEOUT_MS,
    );
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /https?:\/\/[\d.:[\]a-z]+/.exec(printed)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it was ready: ${printed}`));
    });
  });
}

async function answers(url: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ server { revision } }' }),
  });
  const body = (await response.json()) as { data?: { server?: unknown } };
  if (!body.data?.server) throw new Error(`the server did not answer: ${JSON.stringify(body)}`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}
