import { changesCommand } from '../../src/cli/changes';
import { depsCommand } from '../../src/cli/deps';
import { diffCommand } from '../../src/cli/diff';
import { impactCommand } from '../../src/cli/impact';
import { queryCommand } from '../../src/cli/query';
import { weakCommand } from '../../src/cli/weak';
import { startSampleServer, type SampleServer } from '../playground/sample-server';
import { runCommand, type Ran } from '../support/command-line';
import { startProcess } from '../support/process';

let server: SampleServer;

beforeAll(async () => {
  server = await startSampleServer();
});
afterAll(() => server.stop());

const COMMANDS = () => [queryCommand(), impactCommand(), depsCommand(), weakCommand(), changesCommand(), diffCommand()];
const underpin = (...args: readonly string[]): Promise<Ran> => runCommand(server.url, COMMANDS, args);

const idOf = async (className: string, name: string): Promise<string> => {
  const query = `query($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { id } }`;
  const ref = { identity: { class: className, attributes: { name } } };
  const { configurationItem } = await server.client.request<{ configurationItem: { id: string } }>(query, { ref });
  return configurationItem.id;
};

describe('underpin impact', () => {
  test('tells what the README says breaks with redis-cart', async () => {
    const { code, output } = await underpin('impact', 'KubernetesWorkload/redis-cart');
    expect(code).toBe(0);
    expect(output).toMatch(/^redis-cart: 15 DOWN, 2 DEGRADED, 1 AT_RISK, 1 spared \(revision \d+\)/);
    expect(output).toMatch(/\nDOWN +Online shopping +BusinessService +Digital Commerce +CRITICAL +.*none left\n/);
    expect(output).toMatch(
      /Spared by redundancy \(1\)\n.*\nOrder intake .* 1 {2}channels needs 1 of 3: 2 left, 1 down/,
    );
    expect(output).toContain(`Drawn: ${server.url}/impact?failed=${await idOf('KubernetesWorkload', 'redis-cart')}`);
    // A file or another program gets no colours and whole lines.
    expect(output).not.toContain('\u001b');
  });

  test('has a stable shape for programs, with all rows of a list that is longer than a page', async () => {
    const { output } = await underpin('impact', 'KubernetesWorkload/redis-cart', '--json');
    const answer = JSON.parse(output) as Record<string, unknown[]>;
    expect(Object.keys(answer).sort()).toEqual(
      [
        'coverage',
        'impacted',
        'impactedCount',
        'link',
        'outages',
        'revision',
        'serviceCount',
        'services',
        'spared',
      ].concat(['summary', 'unresolved']),
    );
    expect(answer['impacted']).toHaveLength(18);
    expect(answer['services']).toHaveLength(5);
  });

  test('shows no more rows than asked for, and says how many there are', async () => {
    const { output } = await underpin('impact', 'KubernetesWorkload/redis-cart', '--limit', '3', '--min-state', 'DOWN');
    expect(output).toMatch(/All that is hit, the outages included \(15\)\n(.*\n){4}… and 12 more/);
    expect(output).not.toMatch(/^AT_RISK/m);
  });
});

describe('an item is found', () => {
  test('by id, by the key of a data source, and by a name that only one has', async () => {
    const id = await idOf('LinuxServer', 'db-1');
    for (const name of [id, 'datacentre:db-1', 'LinuxServer/db-1', 'db-1']) {
      const { code, output } = await underpin('deps', name, '--dependents', '--depth', '1', '--json');
      expect({ name, code }).toEqual({ name, code: 0 });
      expect(JSON.parse(output)).toMatchObject({ direction: 'DEPENDENTS', roots: [{ id, name: 'db-1' }] });
    }
  });

  test('or all that a name fits are listed with what tells them apart, and it ends with 4', async () => {
    const { code, complaints, output } = await underpin('impact', 'redis-cart', 'nothing-of-that-name');
    expect(code).toBe(4);
    expect(output).toBe('');
    const [service, workload] = [
      await idOf('KubernetesService', 'redis-cart'),
      await idOf('KubernetesWorkload', 'redis-cart'),
    ];
    expect(complaints).toContain('"redis-cart" may mean any of these');
    expect(complaints).toMatch(new RegExp(`${service} {2}KubernetesService/redis-cart {2}production {2}kubernetes:`));
    expect(complaints).toContain(`${workload}  KubernetesWorkload/redis-cart`);
    expect(complaints).toContain('There is no configuration item "nothing-of-that-name".');
  });

  test('never by a part of what was said', async () => {
    expect(await underpin('deps', 'the old db-1')).toMatchObject({ code: 4 });
  });
});

describe('underpin deps', () => {
  test('lists what an item needs, the nearest first, and through what', async () => {
    const { output } = await underpin('deps', 'KubernetesWorkload/cartservice', '--depth', '2');
    expect(output).toMatch(/^Needed by cartservice: \d+ items/);
    expect(output).toMatch(/\n +1 {2}redis-cart +KubernetesService +ci_\w+ +cartservice CALLS\n/);
    expect(output).toMatch(/\n +2 {2}redis-cart +KubernetesWorkload +ci_\w+ .*redis-cart BALANCES_TO/);
  });

  test('and what needs it, down to the services', async () => {
    const { output } = await underpin('deps', 'db-1', '--dependents', '--class', 'BusinessService');
    expect(output).toMatch(/Depends on db-1: \d items?/);
    expect(output).toMatch(/Online shopping +BusinessService/);
    expect(output).not.toMatch(/DatabaseInstance/);
  });

  test('says so when there is nothing', async () => {
    expect((await underpin('deps', 'Online shopping', '--dependents')).output).toMatch(
      /^Depends on Online shopping: nothing \(revision \d+\)\.\n/,
    );
  });
});

describe('underpin weak', () => {
  test('tells the single points of failure of a service', async () => {
    const { output } = await underpin('weak', 'Online shopping', '--order', '1');
    expect(output).toMatch(/^Online shopping goes down with (\d+) sets of items: \1 of 1 /);
    expect(output).toMatch(/\n +1 {2}redis-cart \(KubernetesWorkload\)\n/);
    expect(output).toMatch(/Redundancy that is not what it seems\n/);
  });

  test('and those of the whole estate', async () => {
    const { output } = await underpin('weak', '--limit', '2');
    expect(output).toMatch(/^\d+ items take services down by themselves .*\nSERVICES .*\n.*\n.*\n… and \d+ more/);
  });
});

describe('underpin changes', () => {
  test('tells what changed, by whom and why, newest first', async () => {
    const { output } = await underpin('changes', 'KubernetesWorkload/redis-cart', '--kind', 'UPDATED', '--since', '1h');
    expect(output).toMatch(/^\d+ {2}20\S+Z {2}service-catalogue {2}services and owners/);
    expect(output).toMatch(/\n {2}UPDATED +redis-cart \(KubernetesWorkload\)\n {6}criticality: nothing -> "HIGH"\n/);
  });

  test('pages through as many as are asked for', async () => {
    const { output } = await underpin('changes', '--limit', '1500', '--json');
    const { changes, revision } = JSON.parse(output) as { changes: unknown[]; revision: number };
    const query = 'query($since: Revision!) { changes(filter: { since: $since }) { totalCount } }';
    const { changes: all } = await server.client.request<{ changes: { totalCount: number } }>(query, { since: 0 });
    expect(changes).toHaveLength(Math.min(1500, all.totalCount));
    expect(revision).toBeGreaterThan(0);
  });

  test('follows what is written from then on, over a lost connection, until it is interrupted', async () => {
    const child = startProcess('src/cli.ts', ['changes', '--follow', '--since', '0', '--kind', 'UPDATED'], {
      UNDERPIN_URL: server.url,
    });
    await child.says(/UPDATED +redis-cart/);
    const write =
      'mutation($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { revision } }';
    const input = { ref: { id: await idOf('LinuxServer', 'db-1') }, site: 'BRN2', reason: 'moved' };
    await server.client.request(write, { input });
    await child.says(/moved\n {2}UPDATED +db-1 \(LinuxServer\)\n {6}site: .* -> "BRN2"/);
    child.kill('SIGINT');
    expect(await child.ended()).toBe(0);
  });
});

describe('underpin diff', () => {
  test('tells what is added, removed and changed between two moments, value by value', async () => {
    const { server: now } = await server.client.request<{ server: { revision: number } }>('{ server { revision } }');
    const upsert =
      'mutation($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { revision } }';
    await server.client.request(upsert, {
      input: { class: 'LinuxServer', name: 'new-1', attributes: { hostname: 'new-1' } },
    });
    const { upsertConfigurationItem: last } = await server.client.request<{
      upsertConfigurationItem: { revision: number };
    }>(upsert, { input: { ref: { id: await idOf('LinuxServer', 'db-2') }, site: 'GVA1' } });
    const to = ['--to', String(last.revision)];
    const { code, output } = await underpin('diff', String(now.revision), ...to);
    expect(code).toBe(0);
    expect(output).toMatch(/Items: 1 added, 0 removed, 1 changed\n/);
    expect(output).toMatch(/ {2}ADDED +new-1 \(LinuxServer\)\n/);
    expect(output).toMatch(/ {2}CHANGED +db-2 \(LinuxServer\)\n {6}site: .* -> "GVA1"\n/);
    expect(output).not.toContain('Relationships');
    const around = await underpin('diff', String(now.revision), ...to, '--around', 'LinuxServer/db-2', '--json');
    expect(JSON.parse(around.output)).toMatchObject({ items: [{ kind: 'CHANGED' }], relationships: [] });
    expect((await underpin('diff', String(now.revision), '--to', String(now.revision))).output).toMatch(
      /^Nothing differs/,
    );
  });
});

describe('underpin query', () => {
  test('prints the data, with variables from the call', async () => {
    const query = 'query($n: String!, $first: Int!) { configurationItems(search: $n, first: $first) { totalCount } }';
    const { code, output } = await underpin('query', query, '--set', 'n=redis-cart', 'first=1');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({ configurationItems: { totalCount: expect.any(Number) as number } });
  });

  test('tells what the server complains of and ends with 1, the rest of the answer printed', async () => {
    const { code, output, complaints } = await underpin(
      'query',
      '{ server { version } ciClass(name: "x") { name } nope }',
    );
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(complaints).toMatch(/^underpin: BAD_REQUEST: Cannot query field "nope"/);
    const part = await underpin('query', '{ server { version } configurationItems(first: 5000) { totalCount } }');
    expect(part.code).toBe(1);
    expect(JSON.parse(part.output)).toMatchObject({ configurationItems: null });
    expect(part.complaints).toMatch(/\(at configurationItems\)/);
  });
});

describe('what goes wrong', () => {
  test.each([
    [['impact', 'x', '--state', 'BROKEN'], 2, /Allowed choices are DOWN/],
    [['impact', 'db-1', '--limit', 'many'], 2, /--limit many: give a whole number, at least 1/],
    [['deps'], 2, /missing required argument 'item'/],
    [['changes', '--since', 'yesterday'], 2, /--since yesterday: give a revision \(1234\), a time/],
    [['weak', 'db-1', '--at', '99999'], 1, /MOMENT_OUT_OF_RANGE/],
    [['query'], 2, /Give an operation, or --file/],
    [['query', '{ a }', '--variables', '[1]'], 2, /--variables must be a JSON object/],
    [['query', '--file', '/nowhere.graphql'], 2, /\/nowhere\.graphql cannot be read/],
    [['changes', '--url', 'localhost:4000'], 2, /--url localhost:4000: give an address such as/],
    [['changes', '--url', 'http://127.0.0.1:1'], 1, /No server answers at http:\/\/127\.0\.0\.1:1 .*underpin serve/],
    [['changes', '--follow', '--class', 'Sever'], 1, /Did you mean "Server"/],
  ])('%j ends with %d and says what to do', async (args, expected, message) => {
    const { code, complaints } = await underpin(...args);
    expect(complaints).toMatch(message);
    expect(complaints).not.toMatch(/\n +at /);
    expect(code).toBe(expected);
  });

  test.each(['query', 'impact', 'deps', 'weak', 'changes', 'diff'])(
    'the help of %s has examples and the exit codes',
    async (name) => {
      const { code, output } = await underpin(name, '--help');
      expect(code).toBe(0);
      expect(output).toMatch(/Examples:\n {2}underpin /);
      expect(output).toMatch(/\n {2}4 {2}A configuration item that was named/);
      expect(output).toContain('--token');
    },
  );
});
