import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelCommand } from '../../src/cli/model';
import { startApi, type Api } from '../support/api';
import { runCommand } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { storeItems } from '../support/model-server';

let api: Api;
const folder = makeDirectory();

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
  removeDirectories();
});

async function underpin(...args: readonly string[]): Promise<{ code: number; output: string }> {
  const { code, output, complaints } = await runCommand(api.url, () => [modelCommand()], ['model', ...args]);
  return { code, output: output + complaints };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const sensors = (unit: string, name = 'Sensor', type = 'MEASURES'): string => `
classes:
  - name: ${name}
    parent: Hardware
    description: Measures something.
    attributes:
      unit: ${unit}
relationshipTypes:
  - name: ${type}
    inverseName: ${type}_BY
    description: The source measures the target.
    propagation: NONE
    endpoints: [{ source: [${name}], target: [Hardware] }]
`;

test('a file is checked, applied once, exported, and taken again without a change', async () => {
  const exported = async (): Promise<number> =>
    Number(
      /^(\d+) definitions? exported; 115 shipped ones left out/.exec(
        (await underpin('export', join(folder, 'exported.yaml'))).output,
      )?.[1] ?? NaN,
    );
  const before = await exported();
  const path = file('sensors.yaml', sensors('string'));
  const checked = await underpin('check', path);
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.output).toMatch(
    /Would be new or changed .*nothing was written:\n {2}class +Sensor\n {2}relationship type {2}MEASURES/,
  );
  const applied = await underpin('apply', path, '--reason', 'hall 3');
  expect(applied).toMatchObject({ code: 0 });
  const [, revision] = /Defined at .*, revision (\d+):/.exec(applied.output) ?? [];
  const again = await underpin('apply', path);
  expect(again.output).toMatch(/Nothing to do/);
  const out = join(folder, 'exported.yaml');
  expect(await exported()).toBe(before + 2);
  expect(readFileSync(out, 'utf8')).toContain('name: MEASURES');
  expect((await underpin('apply', out)).output).toMatch(/Nothing to do/);
  const [row] = await api.app.database.query<{ reason: string }>('select reason from change_set where revision = $1', [
    revision,
  ]);
  expect(row).toEqual({ reason: 'hall 3' });
});

const LISTS = `
classes:
  - name: Lamp
    parent: Hardware
    description: Gives light.
    absentGraceHours: 12
  - { name: NightLamp, parent: Lamp, description: Gives little light. }
valueLists:
  - field: ENVIRONMENT
    policy: REJECT
    values: [test, { value: production, synonyms: [prod, PRD] }]
junkValues:
  - { kind: SERIAL, added: [See Sticker], allowed: [none] }
`;

test('value lists, junk values and grace periods are applied, exported and taken again like all the rest', async () => {
  const state = async (): Promise<unknown> =>
    (
      await api.ask(
        '{ valueLists { field policy values { value synonyms } } junkValues(kinds: [SERIAL]) { added allowed } }',
      )
    ).data;
  const before = await state();
  const path = file('lists.yaml', LISTS);
  expect((await underpin('check', path)).output).toMatch(
    /nothing was written:(.|\n)*value list +ENVIRONMENT(.|\n)*junk values +SERIAL/,
  );
  expect(await state()).toEqual(before);
  // One list that is refused keeps everything from being written.
  const wrong = file('wrong.yaml', LISTS.replace('synonyms: [prod, PRD]', 'synonyms: [prod, test]'));
  const refused = await underpin('apply', wrong);
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/value list ENVIRONMENT.*INVALID_VALUE.*"test" stands for "test" already/);
  expect((await api.ask('{ ciClass(name: "Lamp") { name } }')).data).toEqual({ ciClass: null });

  expect((await underpin('apply', path)).output).toMatch(/Defined at/);
  const applied = await state();
  expect(applied).toEqual({
    valueLists: [
      {
        field: 'ENVIRONMENT',
        policy: 'REJECT',
        values: [
          { value: 'test', synonyms: [] },
          { value: 'production', synonyms: ['PRD', 'prod'] },
        ],
      },
    ],
    junkValues: [{ added: ['seesticker'], allowed: ['none'] }],
  });
  expect((await underpin('apply', path)).output).toMatch(/Nothing to do/);
  const out = join(folder, 'lists-exported.yaml');
  await underpin('export', out);
  const exported = readFileSync(out, 'utf8');
  expect(exported.match(/absentGraceHours: 12/g)).toHaveLength(1);
  expect((await underpin('apply', out)).output).toMatch(/Nothing to do/);

  // What is somewhere else is brought to what the file says, and back.
  const other = file(
    'other.yaml',
    'valueLists: [{ field: ENVIRONMENT, values: [] }]\njunkValues: [{ kind: SERIAL, added: [x1] }]',
  );
  await underpin('apply', other);
  expect(await state()).toEqual({ valueLists: [], junkValues: [{ added: ['x1'], allowed: [] }] });
  await underpin('apply', out);
  expect(await state()).toEqual(applied);
  await underpin('apply', other, file('none.yaml', 'junkValues: [{ kind: SERIAL }]'));
});

test('what is refused ends with 1, the line of the definition and the items in the way', async () => {
  const gauges = (unit: string): string => sensors(unit, 'Gauge', 'GAUGES');
  await underpin('apply', file('gauges.yaml', gauges('string')));
  await storeItems(api.app, 'Gauge', [{ name: 's1', attributes: { unit: 'K' } }]);
  const { code, output } = await underpin('apply', file('narrow.yaml', gauges('integer')));
  expect(code).toBe(1);
  expect(output).toMatch(/narrow\.yaml:3 +WOULD_INVALIDATE_STORED +1 stored item or relationship would become invalid/);
  expect(output).toMatch(
    /Stored and in the way: 1\n {2}ci_\w+ {2}Gauge {2}The attribute "unit" of Gauge must be integer; it is "K"/,
  );
});

test.each([
  [['apply'], /missing required argument 'file'/, 2],
  [['apply', 'nowhere.yaml'], /There is no file nowhere\.yaml/, 2],
  [['check', 'src'], /src is a folder/, 2],
  [['check', 'package.json'], /package\.json: the file has the unknown key "name"/, 1],
])('%j says what is wrong', async (args, message, expected) => {
  const { code, output } = await underpin(...args);
  expect(output).toMatch(message);
  expect(code).toBe(expected);
});

test('the help tells the format of the file', async () => {
  const { code, output } = await underpin('apply', '--help');
  expect(code).toBe(0);
  expect(output).toMatch(/# first that applies.*\n +identification:/);
});
