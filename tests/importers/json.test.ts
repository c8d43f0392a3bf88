import { json } from '../../src/importers/json';
import { importAll, textFile, type Imported } from '../support/input-files';

const read = (text: string, choices: Readonly<Record<string, string>> = { class: 'Server' }): Promise<Imported> =>
  importAll(json, [textFile('t.json', text)], choices);

const mapped = (text: string, mapping: string): Promise<Imported> =>
  importAll(json, [textFile('t.json', text)], {}, { mapping: textFile('m.yaml', mapping) });

const names = ({ items }: Imported): unknown[] => items.map((item) => item.name);

const item = (name: string, more: object = {}): object => ({ class: 'Server', name, ...more });

describe('records are found', () => {
  const two = [{ name: 'a' }, { name: 'b' }];

  test.each([
    ['in an outermost list', JSON.stringify(two)],
    ['one a line', '{"name":"a"}\n\n{"name":"b"}\n'],
    [
      'in the first list of objects of an object',
      JSON.stringify({ count: 2, tags: ['x'], hosts: two, other: [{ name: 'z' }] }),
    ],
    ['in a text over many lines', JSON.stringify({ meta: { at: 1 }, hosts: two }, null, 2)],
  ])('%s', async (_, text) => {
    expect(names(await read(text))).toEqual(['a', 'b']);
  });

  test.each([
    ['data.hosts', { status: 'ok', data: { hosts: two } }],
    ['groups.hosts', { groups: [{ hosts: [{ name: 'a' }] }, { hosts: [{ name: 'b' }] }] }],
    ['b', { a: [{ name: 'no' }], b: two }],
    ['.', { first: { name: 'a' }, second: { name: 'b' } }],
  ])('where --records %s says', async (records, content) => {
    expect(names(await read(JSON.stringify(content), { class: 'Server', records }))).toEqual(['a', 'b']);
  });

  test('by the names of the members, which may be mapped', async () => {
    const mapping = 'class: Server\nrecords: .\nnativeKey: $key\ncolumns: { $key: name, ip: labels.ip }';
    const { items } = await mapped('{"web-1": {"ip": "10.0.0.1"}, "web-2": {}}', mapping);
    expect(items).toEqual([
      item('web-1', { ref: 'web-1', nativeKey: 'web-1', labels: { ip: '10.0.0.1' } }),
      item('web-2', { ref: 'web-2', nativeKey: 'web-2' }),
    ]);
  });

  test('what else the object holds is counted', async () => {
    const { report } = await read(JSON.stringify({ next: null, hosts: two, links: ['x'] }));
    expect(report.skipped).toEqual({ 'member links': 1, 'member next': 1 });
  });

  test.each([
    ['{"a": 1, "b": {}}', {}, /t\.json has no list of objects; its members are "a", "b".*--records/],
    ['{"a": [{}]}', { records: 'c' }, /t\.json has no records at "c"; its members are "a"/],
    ['class,name\nServer,a\n', {}, /t\.json is not JSON with a list of objects; it looks like a table/],
  ])('and nowhere else: %s', async (text, choices, message) => {
    await expect(read(text, { class: 'Server', ...choices })).rejects.toThrow(message);
  });

  test.each([
    [
      '[{"hostName": "a", "ip": "b"}]',
      /t\.json: no field of the first object is known: "hostName", "ip"\. .*--mapping/,
    ],
    ['{"spdxVersion": "SPDX-2.3", "files": [{"SPDXID": "a"}]}', /t\.json is not .*; it looks like an SPDX document/],
  ])('of which nothing is known are refused: %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('nothing is what an empty file, list or member holds', async () => {
    expect((await read('')).report.problems).toMatchObject([{ message: 'is empty' }]);
    for (const text of ['[]', '{"hosts": []}']) {
      const choices: Record<string, string> = text === '[]' ? {} : { records: 'hosts' };
      const { items, report } = await read(text, { class: 'Server', ...choices });
      expect([items, report.problemCount]).toEqual([[], 0]);
    }
  });
});

describe('fields', () => {
  test('fill what their paths name, with the type that they have', async () => {
    const { items, report } = await read(
      JSON.stringify([
        {
          class: 'LinuxServer',
          name: 'web',
          criticality: 'high',
          labels: { team: 'shop' },
          attributes: { cpuCount: 8, isVirtual: false, ipAddresses: ['10.0.0.1'], hostname: 'web', osVersion: null },
          surprise: { deep: 1 },
        },
      ]),
    );
    expect(items).toEqual([
      {
        class: 'LinuxServer',
        name: 'web',
        criticality: 'HIGH',
        labels: { team: 'shop' },
        attributes: { cpuCount: 8, isVirtual: false, ipAddresses: ['10.0.0.1'], hostname: 'web' },
      },
    ]);
    expect(report.skippedFields).toEqual({ 'surprise.deep': 1 });
  });

  test('fill what a mapping says, from objects, lists of them, and keys with dots', async () => {
    const mapping = `
class: VirtualMachine
nativeKey: [zone, id]
columns:
  host.name: [name, attributes.guestHostname]
  tags.app.kubernetes.io/name: labels.app
  nics[].mac: attributes.macAddresses:list
  cpus: attributes.cpuCount:number
  on: { to: "rel:VIRTUALIZED_BY@Hypervisor.hostname", strength: SOFT }
  remark: "-"
values: { tier: { "1": CRITICAL } }
constants: { environment: production }`;
    const { items, report } = await mapped(
      JSON.stringify({
        vms: [
          {
            zone: 'z1',
            id: 7,
            host: { name: 'db' },
            tags: { 'app.kubernetes.io/name': 'shop' },
            nics: [{ mac: '00:00:00:00:00:01' }, { mac: '00:00:00:00:00:02', up: true }],
            cpus: '4',
            on: ['esx-1', 'esx-2'],
            remark: 'x',
          },
        ],
      }),
      mapping,
    );
    const on = (hostname: string): object => ({
      type: 'VIRTUALIZED_BY',
      direction: 'SOURCE',
      kind: 'DECLARED',
      strength: 'SOFT',
      end: { identity: { class: 'Hypervisor', attributes: { hostname } } },
    });
    expect(items).toEqual([
      {
        ref: 'z1/7',
        nativeKey: 'z1/7',
        class: 'VirtualMachine',
        name: 'db',
        environment: 'production',
        labels: { app: 'shop' },
        attributes: {
          guestHostname: 'db',
          macAddresses: ['00:00:00:00:00:01', '00:00:00:00:00:02'],
          cpuCount: 4,
        },
        relationships: [on('esx-1'), on('esx-2')],
      },
    ]);
    expect(report.skippedFields).toEqual({ 'nics[].up': 1 });
    expect(report.notes).toEqual([]);
  });

  test('that no object has are noted, for a misspelt mapping looks like that too', async () => {
    const { items, report } = await mapped(
      '[{"host": "a"}]',
      'class: Server\ncolumns: { host: name, hosst: description }',
    );
    expect(items).toEqual([item('a')]);
    expect(report.notes).toEqual([
      { message: 'a field of the mapping stands in no object', count: 1, examples: ['t.json: hosst'] },
    ]);
  });

  test('that both fill one thing are refused', async () => {
    await expect(mapped('[{"host": "a", "name": "b"}]', 'class: Server\ncolumns: { host: name }')).rejects.toThrow(
      'the columns "host" and "name" both give name; keep one',
    );
  });
});

describe('a bad record costs itself alone', () => {
  test.each([
    ['7', { message: 'is no object', line: 3, path: '[1]' }],
    ['{"name": {"first": 1}}', { message: 'names no class', path: '[1].class' }],
    ['{"class": "Server", "owner": ["a"]}', { message: '["a"] is no single value', path: '[1].owner' }],
    ['{"class": "Server", "name": "\\u0000"}', { message: 'holds U+0000', path: '[1].name' }],
    ['{"class": "Server", "attributes.cpuCount:number": "many"}', { message: '"many" is no number' }],
    ['{"class": "Server", "rel:RUNS_ON": {"a": 1, "b": [{}]}}', null],
  ])('%s', async (bad, problem) => {
    const { items, report } = await read(
      `[\n{"class": "Server", "name": "a"},\n${bad},\n{"class": "Server", "name": "b"}]`,
      {},
    );
    expect(names({ items } as Imported).filter((name) => name !== undefined)).toEqual(['a', 'b']);
    if (problem === null) expect(report.skippedFields).not.toEqual({});
    else {
      const { message, ...place } = problem;
      expect(report.problems).toMatchObject([{ ...place, file: 't.json' }]);
      expect(report.problems[0]?.message).toContain(message);
    }
  });

  test('also among lines', async () => {
    const { items, report } = await read('{"name":"a"}\n{"name":\n{"name":"b"}\n');
    expect(names({ items } as Imported)).toEqual(['a', 'b']);
    expect(report.problems).toMatchObject([{ line: 2, message: 'is not JSON' }]);
  });
});
