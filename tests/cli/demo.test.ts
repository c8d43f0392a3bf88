import { createServer, type AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { startProcess, type TestProcess } from '../support/process';

let demo: TestProcess;
let taken: ReturnType<typeof createServer>;
let port: number;

beforeAll(async () => {
  taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  port = (taken.address() as AddressInfo).port;
  demo = startProcess('src/cli.ts', ['demo'], {
    PORT: String(port),
    SSH_CONNECTION: '10.0.0.9 50000 10.0.0.1 22',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/never',
  });
  await demo.says(/Ctrl-C/);
});

afterAll(async () => {
  demo.kill('SIGKILL');
  await demo.ended();
  taken.close();
});

test('takes the next free port, and gives the line for SSH sessions', () => {
  const [, url = '', found = ''] = /ready at (http:\/\/127\.0\.0\.1:(\d+))/.exec(demo.output()) ?? [];
  expect(Number(found)).toBeGreaterThan(port);
  expect(demo.output()).toMatch(new RegExp(`ssh -L ${found}:127.0.0.1:${found} \\S+@10.0.0.1 +then open ${url}`));
  // Also below the answers, where whoever has read them is.
  expect(demo.output().split('\n').slice(-4).join()).toContain(`you ask: ${url}`);
});

test('answers what depends on redis-cart: the four workloads and the services above them', () => {
  const output = demo.output();
  expect(output).toContain('What depends on redis-cart?');
  // Derived from the manifests: redis-cart <- cartservice <- frontend, checkoutservice <- loadgenerator.
  for (const name of ['cartservice', 'frontend', 'checkoutservice', 'loadgenerator']) {
    expect(output).toMatch(new RegExp(`${name} \\(KubernetesWorkload\\)`));
  }
  expect(output).toMatch(/Online shopping \(BusinessService\)/);
  expect(output).not.toMatch(/Product information \(BusinessService\)/);
});

test('answers what breaks if redis-cart fails: down, degraded, at risk and spared', () => {
  const output = demo.output();
  expect(output).toMatch(/DOWN +Online shopping \(BusinessService, Digital Commerce\)/);
  expect(output).toMatch(/AT_RISK +Gift card sales \(BusinessService, Sales\)/);
  expect(output).toMatch(/DEGRADED +Marketing insight \(BusinessService, Marketing\)/);
  expect(output).toMatch(/spared +Order intake \(BusinessService\): needs 1 of 3: 2 left, 1 down/);
});

test('answers what changed: the calls that the hand-written file confirmed', () => {
  // Ten calls stand in business.yaml; each was inferred, and soft, before.
  expect(demo.output()).toMatch(/10 relationships were updated/);
  expect(demo.output()).toMatch(/strength "SOFT" -> "HARD"/);
});

test('ends with its database and its directory on Ctrl-C', async () => {
  const [, directory = ''] = /embedded PostgreSQL \S+ in (\S+)/.exec(demo.output()) ?? [];
  expect(existsSync(directory)).toBe(true);
  demo.kill('SIGINT');
  expect(await demo.ended()).toBe(0);
  expect(existsSync(directory)).toBe(false);
});
