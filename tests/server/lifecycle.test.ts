import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { readConfig } from '../../src/config';
import { startPostgres } from '../../src/postgres/launcher';
import { readPostmasterFile } from '../../src/postgres/postmaster-file';
import { isRunning } from '../../src/postgres/process-state';
import { serve } from '../../src/serve';
import { makeDirectory, removeDirectories } from '../support/directories';
import { endProcesses, gone, startProcess, type TestProcess } from '../support/process';

/** The data of all tests here: each finds them as the one before left them. */
const directory = join(makeDirectory(), 'data');

beforeAll(async () => {
  // Made without waiting for the disk, which takes longest; the servers themselves run with it.
  await (await startPostgres({ dataDirectory: directory, fast: true })).stop();
});
afterEach(endProcesses);
afterAll(removeDirectories);

interface Started {
  readonly server: TestProcess;
  readonly url: string;
  readonly postgres: number;
}

const start = (environment: Readonly<Record<string, string>> = {}): TestProcess =>
  startProcess('src/main.ts', [], { PORT: '0', UNDERPIN_DATA_DIR: directory, ...environment });

const postgresPid = (): number => readPostmasterFile(join(directory, 'postgres'))?.pid ?? 0;

async function ready(environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const server = start(environment);
  const [, url = ''] = await server.says(/ready at (http:[^\s"]+)/);
  return { server, url, postgres: postgresPid() };
}

async function ask(url: string, query: string): Promise<string> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.text();
}

/** The code that a WebSocket is closed with after this message. */
async function closedBy(url: string, message: string): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  // The server may be gone from the line before all of it is sent.
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(message));
  return closed;
}

const CREATE = (name: string): string =>
  `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "${name}" }) { configurationItem { name } } }`;
const NAMES = '{ configurationItems { nodes { name } } }';

describe('a server with the embedded database', () => {
  test('stops with its database on SIGTERM', async () => {
    const { server, url, postgres } = await ready();
    expect(await ask(url, CREATE('Payments'))).toContain('"name":"Payments"');
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    expect(postgres).toBeGreaterThan(0);
    expect(isRunning(postgres)).toBe(false);
  });

  test('has everything after a restart, and leaves no database running when it is killed', async () => {
    const { server, url, postgres } = await ready();
    expect(await ask(url, NAMES)).toContain('Payments');
    expect(await ask(url, CREATE('Ledger'))).toContain('"name":"Ledger"');
    server.kill('SIGKILL');
    await server.ended();
    await gone(postgres);
  });

  test('recovers after a kill, refuses a second server on its directory, and outlives its database', async () => {
    const { server, url, postgres } = await ready({ HOST: '0.0.0.0', UNDERPIN_ALLOW_ANONYMOUS: '1' });
    await server.says(/WARNING: UNDERPIN_ALLOW_ANONYMOUS=1/);
    expect(await ask(url, NAMES)).toContain('Ledger');

    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.output()).toMatch(
      new RegExp(`^underpin: The data directory \\S+ is in use by process ${server.pid}\\..*UNDERPIN_DATA_DIR\\.\\n$`),
    );

    process.kill(postgres, 'SIGKILL');
    await server.says(/PostgreSQL runs again/);
    // Hardly more than is taken: its first bytes have to be there before the server is tired of waiting for a greeting.
    expect(await closedBy(url, 'x'.repeat(2_500_000))).toBe(1009);
    const [line = ''] = await server.says(/^.*WebSocket closed.*$/m);
    expect(JSON.parse(line)).toMatchObject({ code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', bytesMax: 2_000_000 });
    // A stack; PostgreSQL's own words have times after an "at".
    expect(server.output()).not.toMatch(/\\n\s+at \S|Internal error/);
    expect(await ask(url, CREATE('Clearing'))).toContain('"name":"Clearing"');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    server.kill('SIGINT');
    expect(await server.ended()).toBe(0);
    expect(postgresPid()).toBe(0);
  });

  test('stops cleanly when the signal comes in the middle of the start', async () => {
    const server = start();
    while (!existsSync(join(directory, 'underpin.lock'))) await sleep(5);
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    // Nothing but that it was ready, should it have been quicker than the signal.
    expect(server.output()).not.toMatch(/^(?!.*ready at)./m);
    expect(postgresPid()).toBe(0);
    expect(existsSync(join(directory, 'underpin.lock'))).toBe(false);
  });
});

describe('a start that cannot succeed says why and what to do', () => {
  test('when the port is taken; the database that was started for it is stopped', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const server = start({ PORT: String(port) });
    expect(await server.ended()).toBe(1);
    expect(server.output()).toMatch(
      new RegExp(`^underpin: Port ${port} on 127\\.0\\.0\\.1 is in use\\..*PORT=\\d+\\.\\n$`),
    );
    expect(postgresPid()).toBe(0);
    other.close();
  });

  const refusal = (environment: Readonly<Record<string, string>>): Promise<string> =>
    serve(readConfig(environment)).then(
      async (serving) => {
        await serving.stop();
        return 'it started';
      },
      (error: Error) => `${error.name}: ${error.message}`,
    );

  test('when everybody could come in', async () => {
    const message = await refusal({ HOST: '0.0.0.0', UNDERPIN_DATA_DIR: directory });
    expect(message).toMatch(/^StartError: HOST=0\.0\.0\.0 would let everybody.*UNDERPIN_ALLOW_ANONYMOUS=1/);
  });

  test('when the data directory cannot be written', async () => {
    expect(await refusal({ UNDERPIN_DATA_DIR: '/dev/null/underpin' })).toMatch(
      /^PostgresError: The data directory \/dev\/null\/underpin.*UNDERPIN_DATA_DIR/,
    );
  });
});

test('a demo takes the next port when its own is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const serving = await serve(readConfig({ PORT: String(port) }), { throwAway: true, nextFreePort: true });
  expect(Number(new URL(serving.url).port)).toBeGreaterThan(port);
  await serving.stop();
  other.close();
});
