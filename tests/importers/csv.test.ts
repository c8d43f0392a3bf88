import { array, assert, asyncProperty, string, tuple } from 'fast-check';
import { csv } from '../../src/importers/csv';
import { importAll, textFile, type Imported } from '../support/input-files';

const read = async (text: string, choices: Readonly<Record<string, string>> = { class: 'Server' }): Promise<Imported> =>
  withoutPlaces(await importAll(csv, [textFile('t.csv', text)], choices));

const mapped = async (text: string, mapping: string): Promise<Imported> =>
  withoutPlaces(await importAll(csv, [textFile('t.csv', text)], {}, { mapping: textFile('m.yaml', mapping) }));

/** Rows without a key are named by where they stand, which says nothing of what they become. */
const withoutPlaces = ({ items, ...rest }: Imported): Imported => ({
  ...rest,
  items: items.map(({ ref, ...item }) =>
    ref === undefined || /^t\.csv:\d+$/.test(ref ?? '') ? item : { ref, ...item },
  ),
});

describe('a header', () => {
  test('names base fields, attributes, labels and relationships', async () => {
    const header =
      'Native Key,class,name,criticality,owner,owner.url,can_fail,attributes.cpuCount:number,labels.team,rel:RUNS_ON,rel:<HAS_MEMBER@Cluster';
    const { items } = await read(`${header}\nk1,LinuxServer,web,high,Platform,https://p,no,8,shop,h1; h2,c1\n`);
    const native = (key: string): object => ({ native: { source: 'test', key } });
    expect(items).toEqual([
      {
        ref: 'k1',
        nativeKey: 'k1',
        class: 'LinuxServer',
        name: 'web',
        criticality: 'HIGH',
        owner: { name: 'Platform', url: 'https://p' },
        canFail: false,
        attributes: { cpuCount: 8 },
        labels: { team: 'shop' },
        relationships: [
          { type: 'RUNS_ON', direction: 'SOURCE', kind: 'DECLARED', end: native('h1') },
          { type: 'RUNS_ON', direction: 'SOURCE', kind: 'DECLARED', end: native('h2') },
          {
            type: 'HAS_MEMBER',
            direction: 'TARGET',
            kind: 'DECLARED',
            end: { identity: { class: 'Cluster', attributes: { name: 'c1' } } },
          },
        ],
      },
    ]);
  });

  test('of rows without a key names them by their lines', async () => {
    const { items } = await importAll(csv, [textFile('t.csv', 'name,site\n"a\nb",x\nc,y\n')], { class: 'Server' });
    expect(items.map(({ ref }) => ref)).toEqual(['t.csv:2', 't.csv:4']);
  });

  test('with columns that are not known skips and counts them', async () => {
    const { items, report } = await read('name,Remark,\nweb,x,y\n');
    expect(items).toEqual([{ class: 'Server', name: 'web' }]);
    expect(report.skipped).toEqual({ 'column 3': 1, 'column Remark': 1 });
  });

  test.each([
    ['a;b\n1;2\n', /no column of the header is known: "a", "b"/],
    ['name,Name\na,b\n', /"name" and "Name" both give name/],
    ['just some text\n', /is not a table with a header row/],
  ])('that makes no sense is refused: %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('without a class needs --class', async () => {
    await expect(read('name\nweb\n', {})).rejects.toThrow(/no column "class".*--class/);
  });
});

describe('text', () => {
  test.each([
    ['comma', 'name,site\n"a,1",x\n'],
    ['semicolon', 'name;site\n"a,1";x\n'],
    ['tab', 'name\tsite\na,1\tx\n'],
    ['pipe', 'name|site\na,1|x\n'],
    ['byte order mark', '\ufeffname,site\n"a,1",x\n'],
    ['Windows line ends', 'name,site\r\n"a,1",x\r\n'],
    ['blank lines', '\n\nname,site\n\n"a,1",x\n   \n'],
    ['blanks around quotes', 'name , site\n "a,1" , x \n'],
  ])('may have a %s', async (_, text) => {
    expect((await read(text)).items).toEqual([{ class: 'Server', name: 'a,1', site: 'x' }]);
  });

  test('keeps empty fields apart from tabs', async () => {
    expect((await read('name\tsite\tdescription\na\t\tz\n')).items).toEqual([
      { class: 'Server', name: 'a', description: 'z' },
    ]);
  });

  test('may hold quotes, delimiters and line breaks in quotes, and survives any cell of text', async () => {
    const cell = string({ unit: 'grapheme', maxLength: 20 }).filter(
      (text) => !text.includes('\0') && !/[\r\ufeff]/.test(text),
    );
    await assert(
      asyncProperty(array(tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => row.map(quoted).join(',')).join('\n');
        const { items, report } = await read(`name,labels.x\n${text}\n`);
        expect(report.problems).toEqual([]);
        expect(items.map((item) => [item.name ?? '', item.labels?.['x'] ?? ''])).toEqual(
          rows.map((row) => row.map((one) => one.trim())),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('a bad row is named by its line and costs itself only', () => {
  test.each([
    ['too many fields', 'b,1,2', /has 3 fields where the header has 2/],
    ['too few fields', 'b', /has 1 fields/],
    ['text after a quote', '"b"c,1', /quotes do not match/],
    ['a quote that is never closed', '"b,1', /never closed|do not match/],
    ['a quote in the middle', 'b"c,1', /never closed|do not match/],
    ['no number', 'b,many', /"many" is no number/],
    ['U+0000', 'b\0,1', /U\+0000/],
  ])('%s', async (_, bad, message) => {
    const { items, report } = await read(`name,attributes.cpuCount:number\na,1\n${bad}\nc,3\n"d",4\n`);
    expect(items.map((item) => item.name)).toEqual(['a', 'c', 'd']);
    expect(report.problems).toMatchObject([{ file: 't.csv', line: 3, message: expect.stringMatching(message) }]);
  });

  test('also when several follow each other', async () => {
    const { items, report } = await read('name,site\na,1\n"b,2\nc"d,3\ne,4\n"f,5\n"g",6\n');
    expect(items.map((item) => item.name)).toEqual(expect.arrayContaining(['a', 'e', 'g']));
    expect(report.problems.map((problem) => problem.line)).toEqual(expect.arrayContaining([3]));
  });

  test.each([
    ['criticality', 'urgent', /"URGENT" is none of LOW, MEDIUM, HIGH, CRITICAL/],
    ['lifecycle', 'nearly', /is none of IDEATION/],
    ['canFail', 'perhaps', /neither true nor false/],
    ['class', '', /names no class/],
    ['attributes.a:json', '{', /is no json/],
    ['attributes.a:boolean', 'maybe', /is no boolean/],
  ])('when %s is %j', async (column, value, message) => {
    const { items, report } = await read(`name,${column}\na,${value}\n`, column === 'class' ? {} : { class: 'Server' });
    expect(items).toEqual([]);
    expect(report.problems).toMatchObject([{ line: 2, message: expect.stringMatching(message) }]);
  });
});

describe('a mapping file', () => {
  const mapping = `
class: LinuxServer
nativeKey: [Location, Host]
columns:
  Host: [name, attributes.hostname]
  Location: site
  Feed: { to: "rel:POWERED_BY@PowerSource", gate: power, strength: HARD }
  Remark: "-"
values: { Prio: { "1": CRITICAL, "2": HIGH } }
constants: { environment: production, "labels.origin": spreadsheet }
separator: "+"
`;

  test('says what each column is', async () => {
    const withPriority = mapping.replace('columns:', 'columns:\n  Prio: criticality');
    const { items, report } = await mapped('Host,Location,Feed,Remark,Prio\nweb,ZRH,A + B,x,1\n', withPriority);
    const powered = (name: string): object => ({
      type: 'POWERED_BY',
      direction: 'SOURCE',
      kind: 'DECLARED',
      strength: 'HARD',
      gateKeys: ['power'],
      end: { identity: { class: 'PowerSource', attributes: { name } } },
    });
    expect(items).toEqual([
      {
        ref: 'ZRH/web',
        nativeKey: 'ZRH/web',
        class: 'LinuxServer',
        name: 'web',
        site: 'ZRH',
        environment: 'production',
        criticality: 'CRITICAL',
        labels: { origin: 'spreadsheet' },
        attributes: { hostname: 'web' },
        relationships: [powered('A'), powered('B')],
      },
    ]);
    expect(report.skipped).toEqual({});
  });

  test('gives no native key where a part of it is missing', async () => {
    const { items } = await mapped('Host,Location,Feed,Remark\nweb,,,\n', mapping);
    expect(items[0]).not.toHaveProperty('nativeKey');
  });

  test.each([
    ['colums: {}', /unknown setting "colums"/],
    ['columns: { Host: nickname }', /"nickname" is no target/],
    ['columns: { Host: { to: name, weigth: 1 } }', /unknown setting "weigth"/],
    ['columns: { Host: { to: "rel:RUNS_ON", strength: FIRM } }', /HARD or SOFT/],
    ['columns: { Gone: name }', /has no such column/],
    ['constants: { nickname: x }', /it is no target/],
    ['columns: [', /is no mapping/],
  ])('that cannot be followed is refused: %s', async (text, message) => {
    await expect(mapped('Host\nweb\n', `class: Server\n${text}`)).rejects.toThrow(message);
  });
});

test('a table of any length comes in batches, whose ends within a batch are refs', async () => {
  const rows = Array.from({ length: 12_000 }, (_, index) => `k${index},n${index},k${Math.max(0, index - 1)}`);
  const { batches } = await importAll(
    csv,
    [textFile('t.csv', `nativeKey,name,rel:DEPENDS_ON\n${rows.join('\n')}\n`, 65_536)],
    {
      class: 'Server',
    },
  );
  expect(batches.map((batch) => batch.items.length)).toEqual([5000, 5000, 2000]);
  expect(batches[0]?.items[7]?.relationships?.[0]?.end).toEqual({ ref: 'k6' });
  expect(batches[1]?.items[0]?.relationships?.[0]?.end).toEqual({ native: { source: 'test', key: 'k4999' } });
});

test('rows without keys of files whose long names end alike have different refs', async () => {
  const files = ['a', 'b'].map((folder) => textFile(`${folder}/${'x'.repeat(300)}.csv`, 'name\nweb\n'));
  const { items } = await importAll(csv, files, { class: 'Server' });
  expect(new Set(items.map(({ ref }) => ref)).size).toBe(2);
  expect(items.every(({ ref }) => ref?.length === 200)).toBe(true);
});
