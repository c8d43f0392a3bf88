import { gzipSync } from 'node:zlib';
import { IMPORTERS } from '../../src/importers/index';
import { kubernetes } from '../../src/importers/kubernetes';
import { inventory } from '../../src/importers/inventory';
import { csv } from '../../src/importers/csv';
import { bytesFile, importAll, textFile } from '../support/input-files';
import { bytesHeld } from '../support/memory';

const pod = (name: string, extra = ''): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${extra}`;

const readYaml = (text: string): ReturnType<typeof importAll> =>
  importAll(kubernetes, [textFile('k.yaml', text, 4096)]);

const names = async (text: string): Promise<(string | null | undefined)[]> =>
  (await readYaml(text)).items.filter((item) => item.class === 'KubernetesWorkload').map((item) => item.name);

describe('a bad document is named by file, document and line, and its neighbours are read', () => {
  test.each([
    ['broken YAML', 'a: [1,\nb: 2', /sequence/i, 7],
    ['a key twice', 'a: 1\na: 2', /unique/i, 7],
    ['an alias of nothing', 'a: *b', /alias/i, 6],
    ['an anchor that holds itself', 'a: &a\n  - *a', /holds itself/, 6],
    ['no kind', 'apiVersion: v1\nmetadata: { name: x }', /kind is missing/, 6],
    ['no name', 'apiVersion: v1\nkind: Pod', /without metadata.name/, 6],
    ['U+0000', pod('bad', '  labels: { a: "x\\0y" }'), /Pod bad: metadata.labels.a holds U\+0000/, 6],
    ['a key named __proto__', pod('bad', '  labels: { __proto__: x }'), /__proto__/, 6],
    ['a name of 1 MB', pod('x'.repeat(1_000_000)), /longer than 253/, 6],
  ])('%s', async (_, bad, message, line) => {
    const imported = await readYaml(`${pod('first')}---\n${bad}\n---\n${pod('last')}`);
    expect(imported.items.filter((item) => item.class === 'KubernetesWorkload').map((item) => item.name)).toEqual([
      'first',
      'last',
    ]);
    expect(imported.report.problems).toMatchObject([
      { file: 'k.yaml', document: 2, message: expect.stringMatching(message) },
    ]);
    expect(imported.report.problems[0]?.line).toBeGreaterThanOrEqual(5);
    expect(imported.report.problems[0]?.line).toBeLessThanOrEqual(line);
  });

  test('in a list, the position within it is named', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }, { kind: 'Pod' }],
    };
    const { report } = await importAll(kubernetes, [textFile('l.json', JSON.stringify(list))]);
    expect(report.read).toEqual({ Pod: 1 });
    expect(report.problems).toMatchObject([{ file: 'l.json', document: 1, path: 'items[1]' }]);
  });

  test('only the first thousand problems are kept, and all are counted', async () => {
    const { report } = await readYaml(pod('a') + '---\nkind: Pod\n'.repeat(1500));
    expect(report.problems).toHaveLength(1000);
    expect(report.problemCount).toBe(1500);
  });
});

describe('documents', () => {
  test('may be empty, commented, ended by dots, written in one line or with Windows line ends', async () => {
    const text = [
      `# only a comment\n---\n---\n${pod('a')}...\n---\n%YAML 1.2\n---\n`,
      `--- # with a comment\r\n${pod('b').replaceAll('\n', '\r\n')}`,
      `--- {apiVersion: v1, kind: Pod, metadata: {name: c}}\n`,
    ].join('');
    expect(await names(text)).toEqual(['a', 'b', 'c']);
  });

  test('may use anchors and merge keys as people do', async () => {
    const text = `x: &labels { team: shop }\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: { <<: *labels, app: a }\n`;
    const { items } = await readYaml(text);
    expect(items.at(-1)?.labels).toEqual({ app: 'a', team: 'shop' });
  });

  test('of kubectl are lists, also empty ones and lists of lists', async () => {
    const empty = await importAll(kubernetes, [textFile('e.json', '{"apiVersion":"v1","kind":"List","items":[]}')]);
    expect([empty.items, empty.report.problemCount]).toEqual([[], 0]);
    expect(
      await names(
        `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PodList\n  items:\n  - ${pod('a').replaceAll('\n', '\n    ')}`,
      ),
    ).toEqual(['a']);
  });
});

describe('attacks cost little', () => {
  test.each([
    [
      'nine levels of nine aliases',
      `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}`,
    ],
    ['a large anchor used often', `a: &a "${'x'.repeat(1_000_000)}"\nb: [${'*a,'.repeat(900)}]`],
    ['brackets 100,000 deep', '['.repeat(100_000)],
    ['mappings 100,000 deep', '{a: '.repeat(100_000)],
  ])('%s', async (_, bomb) => {
    const start = process.cpuUsage();
    const imported = await readYaml(`${pod('a')}---\n${bomb}\n---\n${pod('b')}`);
    expect(imported.report.problemCount).toBe(1);
    expect(imported.items.filter((item) => item.class === 'KubernetesWorkload')).toHaveLength(2);
    expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
  });

  test('a list that holds itself by an anchor ends', async () => {
    const { report } = await readYaml(`&a\napiVersion: v1\nkind: List\nitems: [*a]`);
    expect(report.problems).toMatchObject([{ message: 'an anchor of it holds itself' }]);
  });

  test('a YAML document that is too long is refused, its neighbours are not', async () => {
    const imported = await readYaml(`${pod('a')}---\nx: ${'y'.repeat(4 * 1024 * 1024)}\n---\n${pod('b')}`);
    expect(imported.report.problems).toMatchObject([{ document: 2, message: expect.stringMatching(/longer than/) }]);
    expect(imported.report.read).toEqual({ Pod: 2 });
  });

  const endless = (chunk: string) =>
    function* chunks() {
      const bytes = Buffer.from(chunk.repeat(64));
      for (;;) yield bytes;
    };

  test('a file without end is given up after its limit, by the formats that read it as a whole', async () => {
    const line = bytesFile('endless', endless('x'.repeat(1024)));
    await expect(importAll(kubernetes, [line])).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  test('a list of kubectl may be larger than that: its objects are read one by one', async () => {
    const filling = 'x'.repeat(1024 * 1024);
    function* chunks() {
      yield Buffer.from('{"apiVersion": "v1", "kind": "List", "items": [');
      for (let at = 0; at < 70; at += 1)
        yield Buffer.from(
          `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p${at}","annotations":{"a":"${filling}"}}},`,
        );
      yield Buffer.from('{"kind": "Pod", "apiVersion": "v1"}], "metadata": {}}');
    }
    const { items, report } = await importAll(kubernetes, [bytesFile('all.json', chunks)]);
    expect(items.filter((item) => item.class === 'KubernetesWorkload')).toHaveLength(70);
    expect(report.problems).toMatchObject([{ path: 'items[70]', message: 'Pod without metadata.name' }]);
  });

  test('one line of 1 GB is named and left out by the formats that stream, in bounded memory', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    let held = 0;
    function* chunks() {
      yield Buffer.from('class,name\n');
      for (let index = 0; index < 1024; index += 1) yield chunk;
      held = bytesHeld() - before;
      yield Buffer.from('\nServer,web\n');
    }
    const before = bytesHeld();
    const { items, report } = await importAll(csv, [bytesFile('long.csv', chunks)]);
    expect(items.map((item) => item.name)).toEqual(['web']);
    expect(report.problems).toMatchObject([{ file: 'long.csv', line: 2, message: expect.stringMatching(/longer/) }]);
    expect(held).not.toBe(0);
    expect(held).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('what is another format is refused, with a guess at what it is', () => {
  const samples: readonly (readonly [string, string | Buffer, string])[] = [
    ['a CycloneDX file', '{"bomFormat":"CycloneDX","specVersion":"1.5"}', 'CycloneDX'],
    ['Terraform state', '{"version":4,"terraform_version":"1.5.0"}', 'Terraform state'],
    ['AWS output', '{"Reservations":[]}', 'AWS'],
    ['XML', '<?xml version="1.0"?><a/>', 'XML'],
    ['an nmap scan', '<?xml version="1.0"?>\n<nmaprun/>', 'nmap'],
    ['other JSON', '{"a":1}', 'some other JSON'],
    ['a gzip file', gzipSync('a'), 'gzip'],
    ['a zip file', Buffer.from('504b0304aaaa', 'hex'), 'zip'],
  ];

  /** Samples that are what a format reads, if little of it. */
  const own: Readonly<Record<string, string>> = {
    'a CycloneDX file': 'cyclonedx',
    'Terraform state': 'terraform',
    'AWS output': 'aws',
    'an nmap scan': 'nmap',
    'other JSON': 'json',
  };

  test.each(samples)('%s', async (name, content, guess) => {
    for (const importer of IMPORTERS.values()) {
      if (own[name] === importer.name) continue;
      const file = bytesFile('given', () => [Buffer.from(content)]);
      const refusal = importAll(importer, [file], { class: 'Server' });
      await expect(refusal).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining(guess) });
      await expect(importAll(importer, [file], { class: 'Server' })).rejects.toThrow(/^given is not/);
    }
  });

  test.each([
    [kubernetes, 'services:\n  web:\n    image: nginx\n', 'Docker Compose'],
    [kubernetes, 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n', 'Backstage'],
    [kubernetes, 'apiVersion: v1\nkind: {{ .Values.kind }}\n', 'Helm'],
    [kubernetes, 'class,name\nServer,web\n', 'separated values'],
    [kubernetes, 'inventory: x\nitems: []\n', 'format inventory'],
    [kubernetes, '{"item":{"class":"Server"}}\n{"item":{"class":"Server"}}\n', 'NDJSON'],
    [inventory, pod('a'), 'format kubernetes'],
  ])('by %p', async (importer, text, guess) => {
    await expect(importAll(importer, [textFile('f', text)])).rejects.toThrow(guess);
  });

  test('text in another encoding is refused, UTF-16 with a mark is read', async () => {
    const latin = bytesFile('latin.csv', () => [Buffer.from('class,name\nServer,Zürich\n', 'latin1')]);
    await expect(importAll(csv, [latin])).rejects.toThrow('latin.csv is not UTF-8');
    const utf16 = bytesFile('utf16.csv', () => [
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('class,name\nServer,Zürich\n', 'utf16le')]),
    ]);
    expect((await importAll(csv, [utf16])).items).toMatchObject([{ class: 'Server', name: 'Zürich' }]);
  });

  test('an empty file is a problem of its own, not a refusal', async () => {
    for (const importer of IMPORTERS.values()) {
      const { items, report } = await importAll(importer, [textFile('empty', '')]);
      expect(items).toEqual([]);
      expect(report.problems).toMatchObject([{ file: 'empty' }]);
    }
  });
});
