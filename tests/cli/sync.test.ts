import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../src/cli/client';
import { importCommand } from '../../src/cli/import';
import { syncCommand } from '../../src/cli/sync';
import { runCommand } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { serviceOfFile } from '../support/service';

const service = serviceOfFile();
const folder = makeDirectory();
afterAll(removeDirectories);

/** The command in this process. */
async function underpin(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const { code, output, complaints } = await runCommand(service.url, () => [importCommand(), syncCommand()], args);
  return { code, output: output + complaints };
}

function scan(name: string, hosts: readonly string[], site = 'fra1'): string {
  const path = join(folder, name);
  const lines = hosts.map((host) => {
    const attributes = { hostname: host, serialNumber: `SN-${host}` };
    return JSON.stringify({ item: { class: 'LinuxServer', name: host, nativeKey: host, site, attributes } });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const hosts = (count: number, prefix = 'h'): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`);

async function absent(names: readonly string[] = hosts(20)): Promise<number> {
  const query = `query ($names: [String!]) {
    configurationItems(filter: { presence: [ABSENT], name: { in: $names } }) { totalCount }
  }`;
  const client = createClient({ url: service.url });
  const { configurationItems } = await client.request<{ configurationItems: { totalCount: number } }>(query, { names });
  return configurationItems.totalCount;
}

test('an import with --sync removes what it no longer sees, asks before it removes much, and is undone', async () => {
  const all = scan('all.ndjson', hosts(20));
  const first = await underpin(
    'import',
    'ndjson',
    all,
    '--source',
    'discovery',
    '--sync',
    '--scope-where',
    'site=fra1',
  );
  expect(first).toMatchObject({
    code: 0,
    output: expect.stringMatching(/COMMITTED.*0 items and 0 relationships of 20/) as string,
  });

  const some = scan('some.ndjson', hosts(12));
  const waiting = await underpin('import', 'ndjson', some, '--source', 'discovery', '--sync');
  expect(waiting.code).toBe(3);
  expect(waiting.output).toMatch(/would remove 8 items and 0 relationships and waits for a person/);
  expect(waiting.output).toMatch(/8 of 20 LinuxServer, more than 10 %/);
  expect(waiting.output).toMatch(/LinuxServer h12\n/);
  expect(await absent()).toBe(0);
  const id = /underpin sync confirm (\S+)/.exec(waiting.output)?.[1] ?? '';

  expect(await underpin('sync', 'show', id)).toMatchObject({ code: 3, output: expect.stringContaining(id) as string });
  expect((await underpin('sync', 'list', '--source', 'discovery')).output).toMatch(
    new RegExp(
      `^SESSION +SOURCE +BEGUN +STATE +NO LONGER SEEN\\n${id} +discovery .*AWAITING_CONFIRMATION +8 items and 0 relationships\n`,
    ),
  );
  expect(JSON.parse((await underpin('sync', 'list', '--source', 'discovery', '--json')).output)).toMatchObject([
    { id, state: 'AWAITING_CONFIRMATION', decision: { removals: { items: 8 } } },
    { state: 'COMMITTED' },
  ]);
  const confirmed = await underpin('sync', 'confirm', id, '--reason', 'moved out');
  expect(confirmed).toMatchObject({ code: 0, output: expect.stringMatching(/COMMITTED/) as string });
  expect(await absent()).toBe(8);

  const tried = await underpin('sync', 'revert', id, '--dry-run', '--json');
  expect(JSON.parse(tried.output)).toMatchObject({ dryRun: true, totals: [{ outcome: 'REVERTED', items: 8 }] });
  const undone = await underpin('sync', 'revert', id);
  expect(undone).toMatchObject({ code: 0, output: expect.stringMatching(/reverted\s+8 items/) as string });
  expect(await absent()).toBe(0);
});

test('a session is aborted; a bigger share is allowed by an option; what came of it is told to programs, too', async () => {
  const names = hosts(20, 'g');
  await underpin('import', 'ndjson', scan('many.ndjson', names, 'fra2'), '--source', 'second', '--sync');
  const few = scan('few.ndjson', names.slice(0, 3), 'fra2');
  const waiting = await underpin('import', 'ndjson', few, '--source', 'second', '--sync', '--json');
  expect(waiting.code).toBe(3);
  const { session } = JSON.parse(waiting.output) as { session: { id: string; state: string } };
  expect(session.state).toBe('AWAITING_CONFIRMATION');
  expect(JSON.parse((await underpin('sync', 'abort', session.id, '--json')).output)).toMatchObject({
    state: 'ABORTED',
  });
  const allowed = await underpin(
    'import',
    'ndjson',
    few,
    '--source',
    'second',
    '--sync',
    '--max-removal-percent',
    '90',
  );
  expect(allowed.code).toBe(0);
  expect(await absent(names)).toBe(17);
});

test('a session whose input could not be read in full is aborted and removes nothing', async () => {
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'apiVersion: v1\nkind: Service\nmetadata: { name: [\n');
  const { code, output } = await underpin('import', 'kubernetes', broken, '--sync', '--source', 'cluster');
  expect(code).toBe(1);
  expect(output).toMatch(/ABORTED \(1 parts? of the input could not be read\)/);
});

test('wrong calls end with 2 and say what to do', async () => {
  const file = scan('one.ndjson', ['h0']);
  for (const [args, message] of [
    [['--scope-class', 'Server'], /need --sync/],
    [['--sync', '--dry-run'], /--max-removal-percent 0 lists what would go/],
    [['--sync', '--scope-where', 'site'], /name=value/],
    [['--sync', '--max-removal-percent', 'all'], /0 to 100/],
  ] as const) {
    const { code, output } = await underpin('import', 'ndjson', file, ...args);
    expect(output).toMatch(message);
    expect(code).toBe(2);
  }
  expect(await underpin('sync', 'show', '00000000-0000-0000-0000-000000000000')).toMatchObject({ code: 1 });
  expect((await underpin('sync', 'list', '--source', 'nobody')).output).toMatch(/There are no sync sessions/);
});

test('with --max-removal-percent 0 a sync lists what it would remove, and removes nothing by itself', async () => {
  const sync = (name: string, count: number, ...more: readonly string[]) => {
    const path = scan(name, hosts(count, 'z'), 'zrh1');
    return underpin('import', 'ndjson', path, '--source', 'zurich', '--sync', ...more);
  };
  expect(await sync('zurich.ndjson', 20)).toMatchObject({ code: 0 });
  expect(await sync('fewer.ndjson', 19, '--max-removal-percent', '0')).toMatchObject({
    code: 3,
    output: expect.stringMatching(/would remove 1 item and[^]*LinuxServer z19/) as string,
  });
  expect(await absent(['z19'])).toBe(0);
});
