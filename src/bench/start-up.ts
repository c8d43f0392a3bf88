import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startPostgres } from '../postgres/launcher';
import { median, type Measurement } from './measurement';
import { ask, startServerProcess } from './server-process';

const ROUNDS = 3;

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
  const server = await startServerProcess(entry, dataDirectory);
  try {
    await ask(server.url, '{ server { revision } }');
    return performance.now() - start;
  } finally {
    await server.stop();
  }
}
