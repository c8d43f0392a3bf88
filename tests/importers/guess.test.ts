import { array, assert, asyncProperty, constantFrom, oneof, pre, record, string, tuple, uniqueArray } from 'fast-check';
import { csv } from '../../src/importers/csv';
import type { Importer } from '../../src/importers/importer';
import { json } from '../../src/importers/json';
import { isBlank } from '../../src/importers/table/cells';
import type { JsonValue } from '../../src/domain/json';
import { importAll, textFile, type Imported } from '../support/input-files';

const propose = (
  importer: Importer,
  name: string,
  text: string,
  choices: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const proposal = importer.propose?.(textFile(name, text), { source: 'test', choices, files: {} });
  return proposal ?? Promise.reject(new Error(`${importer.name} proposes nothing`));
};

/** What the file becomes with the mapping that is proposed for it, unchanged. */
async function asProposed(importer: Importer, name: string, text: string, choices = {}): Promise<Imported> {
  const mapping = await propose(importer, name, text, choices);
  return importAll(importer, [textFile(name, text)], {}, { mapping: textFile('m.yaml', mapping) });
}

test('a sheet of servers becomes what a person would have made of it', async () => {
  const text = [
    'Hostname;IP Address;Serial No;Rack;Owner;Depends On;Priority;RAM (MB);Remark about it;Nothing',
    `srv1;10.0.0.1;S1;R1;Ops;srv2;P1;8192;${'long '.repeat(20)};`,
    'srv2;10.0.0.2,10.0.0.3;S2;R1;Web;;low;4096;;',
  ].join('\n');
  const { items, report } = await asProposed(csv, 'inventar.csv', text);
  expect(report.problems).toEqual([]);
  const rest = { class: 'Server', labels: { rack: 'R1' } };
  expect(items).toEqual([
    {
      ...rest,
      ref: 'srv1',
      nativeKey: 'srv1',
      name: 'srv1',
      owner: { name: 'Ops' },
      criticality: 'CRITICAL',
      attributes: { hostname: 'srv1', ipAddresses: ['10.0.0.1'], serialNumber: 'S1', memoryMb: 8192 },
      relationships: [{ type: 'DEPENDS_ON', direction: 'SOURCE', kind: 'DECLARED', end: { ref: 'srv2' } }],
    },
    {
      ...rest,
      ref: 'srv2',
      nativeKey: 'srv2',
      name: 'srv2',
      owner: { name: 'Web' },
      criticality: 'LOW',
      attributes: { hostname: 'srv2', ipAddresses: ['10.0.0.2,10.0.0.3'], serialNumber: 'S2', memoryMb: 4096 },
    },
  ]);
});

test('what is called a secret is left out, not shown and no key', async () => {
  const text =
    'adminPassword,snmp_community,Access Key,name,passport\nhunter-1,public-7,k-1,web,p1\nhunter-2,public-7,k-2,db,p1\n';
  expect(await propose(csv, 'devices.csv', text)).not.toMatch(/hunter|public-7|k-1/);
  const { items } = await asProposed(csv, 'devices.csv', text);
  expect(items).toMatchObject([{ nativeKey: 'web' }, { nativeKey: 'db' }]);
  expect(items.map(({ labels }) => labels)).toEqual([{ passport: 'p1' }, { passport: 'p1' }]);
});

test('machines on hypervisors are recognised as such, with where they run', async () => {
  const text = 'VM,Host,UUID,Powerstate,Memory\nweb-1,esx-1,u1,on,8 GB\nweb-2,esx-2,u2,OFF,16 GB\n'.replaceAll(
    /u(\d)/g,
    (_, digit: string) => `420a0000-0000-0000-0000-00000000000${digit}`,
  );
  const { items } = await asProposed(csv, 'export.csv', text);
  expect(
    items.map(({ class: name, relationships }) => [name, relationships?.[0]?.type, relationships?.[0]?.end]),
  ).toEqual([
    ['VirtualMachine', 'VIRTUALIZED_BY', { identity: { class: 'Hypervisor', attributes: { hostname: 'esx-1' } } }],
    ['VirtualMachine', 'VIRTUALIZED_BY', { identity: { class: 'Hypervisor', attributes: { hostname: 'esx-2' } } }],
  ]);
  expect(items.map(({ attributes, labels }) => [attributes?.['powerState'], attributes?.['memoryMb'], labels])).toEqual(
    [
      // A number with its unit is no number of megabytes: it is kept, but not as one.
      ['ON', undefined, { memory: '8 GB' }],
      ['OFF', undefined, { memory: '16 GB' }],
    ],
  );
});

test('the answer of an API becomes items by the names at the end of its paths', async () => {
  const hosts = [
    { id: 7, type: 'switch', hostname: 'sw1', net: { ip: '10.0.0.9' }, nics: [{ mac: '00:11:22:33:44:57' }] },
    { id: 8, type: 'router', hostname: 'r1', net: { ip: '10.0.0.8' }, nics: [] },
  ];
  const { items, report } = await asProposed(json, 'a.json', JSON.stringify({ data: { hosts } }), {
    records: 'data.hosts',
  });
  expect(report.problems).toEqual([]);
  expect(items).toEqual([
    {
      class: 'Switch',
      ref: '7',
      nativeKey: '7',
      name: 'sw1',
      attributes: { hostname: 'sw1', managementAddress: '10.0.0.9', macAddresses: ['00:11:22:33:44:57'] },
    },
    {
      class: 'Router',
      ref: '8',
      nativeKey: '8',
      name: 'r1',
      attributes: { hostname: 'r1', managementAddress: '10.0.0.8' },
    },
  ]);
});

describe('a proposal says', () => {
  test.each([
    ['firewalls.csv', 'hostname\nfw1\n', /^class: Firewall /m],
    ['vms_2026.csv', 'name\na\n', /^class: VirtualMachine /m],
    ['databases.csv', 'name\na\n', /^class: Database /m],
    ['x.csv', 'colour\nred\n', /^class: Server +# nothing speaks for a class: set the right one$/m],
    ['x.csv', 'site,rack\na,1\na,2\nb,1\n', /^nativeKey: \[ site, rack \]$/m],
    ['x.csv', 'colour,size\nred,1\nred,1\n', /^# No column, nor any two, tell the rows apart/m],
    ['x.csv', 'name,serial\na,S1\nb,S2\n', /^# Nothing here identifies a Server to other sources/m],
    ['x.csv', 'hostname,priority\na,urgent\n', /^ {2}priority: labels.priority/m],
    ['x.csv', 'hostname,canFail\na,x;y\n', /^ {2}canFail: labels.canfail/m],
    [
      'x.csv',
      `Remark\n${'long '.repeat(20)}\n${'long '.repeat(20)}\n`,
      /^# Nothing here was recognised: say below what at least one of them fills.$/m,
    ],
    ['x.csv', 'hostname,empty\na,\nb,\n', /^ {2}empty: "-" +# always empty$/m],
  ])('of %s with %j: %s', async (name, text, expected) => {
    expect(await propose(csv, name, text)).toMatch(expected);
  });

  test('nothing of a table without rows', async () => {
    await expect(propose(csv, 'x.csv', 'name,a\n,\n')).rejects.toThrow('x.csv has no row to guess from');
    await expect(propose(csv, 'x.csv', '')).rejects.toThrow('x.csv is empty');
    await expect(propose(json, 'x.json', '[]')).rejects.toThrow('x.json has no row to guess from');
  });
});

test('whatever a table holds, what is proposed for it takes all of its rows', async () => {
  const header = constantFrom(
    'Hostname',
    'name',
    'Type',
    'CPU',
    'RAM',
    'Status',
    'Priority',
    'Host',
    'Depends on',
    'IP',
    'a: b',
    ': x',
    '0o14',
    'two\nlines',
    `long ${'x'.repeat(1100)}`,
    '- x',
    '#',
    'Größe',
    '*&!',
    "it's",
    '"q"',
    'class',
    'labels.x',
    'attributes.cpuCount:number',
    'rel:RUNS_ON',
    'owner',
    'criticality',
    'lifecycle',
    'canFail',
    'MAC',
    'UUID',
  );
  const words = ['1', 'yes', 'HIGH', 'Server', 'server', '10.0.0.1', 'x;y', '', '2024-01-05', 'in use', '{', 'x', 'on'];
  // As people and programs write them: with separators, signs and spaces that mean something to YAML.
  const written = tuple(
    constantFrom('', '', ';', ': ', '- ', '#', ' ', '? ', '&', '"', "'", '0o'),
    constantFrom(...words),
    constantFrom('', '', ';', ' ;', '; ', ':', ' #z', '\n'),
  ).map((parts) => parts.join(''));
  const anyText = oneof(
    { weight: 3, arbitrary: written },
    string({ maxLength: 12 }),
    string({ unit: 'binary', maxLength: 6 }),
  );
  const cell = oneof(
    { weight: 8, arbitrary: anyText },
    constantFrom(1, 0, 2.5, 1e21, true, null),
    array(oneof(anyText, constantFrom(1)), { maxLength: 2 }),
  );
  const clean = (value: JsonValue): JsonValue =>
    JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as JsonValue;
  const columns = uniqueArray(header, { minLength: 1, maxLength: 8 });
  await assert(
    asyncProperty(
      columns,
      array(record({ cells: array(cell, { minLength: 8, maxLength: 8 }) }), { minLength: 1, maxLength: 6 }),
      async (names, rows) => {
        const objects = rows.map(({ cells }) =>
          Object.fromEntries(names.map((name, index) => [name, clean(cells[index] ?? '')])),
        );
        pre(objects.some((one) => Object.values(one).some((value) => !isBlank(value))));
        const text = JSON.stringify(objects);
        pre(!(await propose(json, 'x.json', text)).includes('Nothing here was recognised'));
        const { items, report } = await asProposed(json, 'x.json', text);
        expect(report.problems).toEqual([]);
        expect(items).toHaveLength(rows.length);
      },
    ),
    {
      numRuns: 200,
      examples: [[['criticality'], [{ cells: [';1'] }]]],
    },
  );
});
