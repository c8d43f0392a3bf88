import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isRunning } from '../../src/postgres/process-state';
import { readPostmasterFile } from '../../src/postgres/postmaster-file';
import { makeDirectory, removeDirectories } from '../support/directories';
import { isGone, startProcess, type TestProcess } from '../support/process';

/** The data of all tests here: made by the first, and found by the others as the one before left it. */
const directory = join(makeDirectory(), 'data');

afterAll(removeDirectories);

interface Started {
  readonly server: TestProcess;
  readonly url: string;
  readonly postgres: number;
}

const start = (environment: Readonly<Record<string, string>> = {}): TestProcess =>
  startProcess('src/main.ts', [], { PORT: '0', UNDERPIN_DATA_DIR: directory, ...environment });

async function ready(environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const server = start(environment);
  const [, url = ''] = await server.says(/ready at (http:\S+)/);
  return { server, url, postgres: readPostmasterFile(join(directory, 'postgres'))?.pid ?? 0 };
}

async function ask(url: string, query: string): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

const create = (name: string): string =>
  `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "${name}" }) { configurationItem { name } } }`;
const NAMES = '{ configurationItems(orderBy: []) { nodes { name } } }';

describe('a server with the embedded database', () => {
  test('stops with its database on SIGTERM, and everything is there after the next start', async () => {
    const first = await ready();
    expect(await ask(first.url, create('Payments'))).toMatchObject({ data: expect.anything() as unknown });
    first.server.kill('SIGTERM');
    expect(await first.server.ended()).toBe(0);
    expect(isRunning(first.postgres)).toBe(false);

    const second = await ready();
    expect(JSON.stringify(await ask(second.url, NAMES))).toContain('Payments');
    second.server.kill('SIGINT');
    expect(await second.server.ended()).toBe(0);
  });

  test('leaves no database when it is killed, and recovers', async () => {
    const first = await ready();
    await ask(first.url, create('Ledger'));
    first.server.kill('SIGKILL');
    await first.server.ended();
    expect(await isGone(first.postgres)).toBe(true);

    const second = await ready();
    expect(JSON.stringify(await ask(second.url, NAMES))).toContain('Ledger');
    second.server.kill('SIGTERM');
    expect(await second.server.ended()).toBe(0);
  });

  test('answers again after its database was killed under it', async () => {
    const { server, url, postgres } = await ready();
    process.kill(postgres, 'SIGKILL');
    await server.says(/PostgreSQL runs again/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(JSON.stringify(await ask(url, NAMES))).toContain('Ledger');
    expect(await ask(url, create('Clearing'))).toMatchObject({
      data: { upsertConfigurationItem: expect.anything() as unknown },
    });
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
  });

  test('refuses a second server on its directory by its pid, and goes on', async () => {
    const { server, url } = await ready();
    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.output()).toMatch(
      new RegExp(`^underpin: The data directory \\S+ is in use by process ${server.pid}`),
    );
    expect(second.output()).not.toMatch(/\n\s+at /);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    server.kill('SIGTERM');
    await server.ended();
  });

  test('stops cleanly when the signal comes in the middle of the start', async () => {
    const server = start();
    await new Promise((resolve) => setTimeout(resolve, 700));
    server.kill('SIGTERM');
    expect([0, 'SIGTERM']).toContain(await server.ended());
    const left = readPostmasterFile(join(directory, 'postgres'))?.pid;
    if (left !== undefined) expect(await isGone(left)).toBe(true);
  });
});

describe('a server that cannot start says why, stops its database and ends with 1', () => {
  const failure = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const server = start(environment);
    expect(await server.ended()).toBeGreaterThan(0);
    expect(server.output()).not.toMatch(/\n\s+at /);
    const left = readPostmasterFile(join(directory, 'postgres'))?.pid;
    expect(left === undefined || !isRunning(left)).toBe(true);
    return server.output();
  };

  test('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await failure({ PORT: String(port) })).toMatch(
      new RegExp(`^underpin: Port ${port} on 127.0.0.1 is in use.*PORT=`),
    );
    other.close();
  });

  test('when it would be open to everybody', async () => {
    expect(await failure({ HOST: '0.0.0.0' })).toMatch(
      /HOST=0\.0\.0\.0 would let everybody.*UNDERPIN_ALLOW_ANONYMOUS=1/s,
    );
  });

  test('when the data directory cannot be written', async () => {
    expect(await failure({ UNDERPIN_DATA_DIR: '/dev/null/underpin' })).toMatch(
      /data directory \/dev\/null\/underpin.*UNDERPIN_DATA_DIR/,
    );
  });

  test('when the environment makes no sense', async () => {
    expect(await failure({ PORT: 'http' })).toMatch(/PORT must be a whole number/);
  });
});

test('a server that everybody may reach says so', async () => {
  const { server } = await ready({ HOST: '0.0.0.0', UNDERPIN_ALLOW_ANONYMOUS: '1' });
  await server.says(/WARNING: UNDERPIN_ALLOW_ANONYMOUS=1/);
  server.kill('SIGTERM');
  expect(await server.ended()).toBe(0);
});
