import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { parse as parseYaml, parseAllDocuments } from 'yaml';
import { exportCommand } from '../../src/cli/export';
import { yamlText } from '../../src/cli/export/yaml-text';
import { importCommand } from '../../src/cli/import';
import { startSampleServer, type SampleServer } from '../playground/sample-server';
import { startApi, type Api } from '../support/api';
import { runCommand, type Ran } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { comparableInventory } from '../support/comparable-inventory';

let sample: SampleServer;
let empty: Api;
const folder = makeDirectory();

beforeAll(async () => {
  sample = await startSampleServer();
  await writeByHand(sample);
  empty = await startApi();
});
afterAll(async () => {
  await sample.stop();
  await empty.stop();
  removeDirectories();
});

const at = (url: string, ...args: readonly string[]): Promise<Ran> =>
  runCommand(url, () => [exportCommand(), importCommand()], args);
const underpin = (...args: readonly string[]): Promise<Ran> => at(sample.url, ...args);

/** A list is of what this server has seen; it should have seen what an import wrote. */
async function caughtUp(ask: SampleServer['client']['request'], { output }: Ran): Promise<void> {
  const atLeast = Number(/is at revision (\d+)/.exec(output)?.[1]);
  await ask('query($atLeast: Revision!) { dataSources(first: 1, atLeast: $atLeast) { revision } }', { atLeast });
}

/** What the sample does not have: a class of its own, edits by hand, a source that only adds, an item that is gone. */
async function writeByHand({ client }: SampleServer): Promise<void> {
  const ask = (document: string, input: object): Promise<unknown> => client.request(document, { input });
  await ask('mutation($input: ApplyModelInput!) { applyModel(input: $input) { errors { message } } }', {
    classes: [
      {
        name: 'Sensor',
        parent: 'Hardware',
        description: 'Measures.',
        attributes: [{ name: 'unit', schema: { type: 'string' } }],
      },
    ],
    relationshipTypes: [],
  });
  for (const source of [{ name: 'scan' }, { name: 'notes', mayCreate: false, description: 'Adds only.' }]) {
    await ask(
      'mutation($input: RegisterDataSourceInput!) { registerDataSource(input: $input) { errors { message } } }',
      source,
    );
  }
  const rule = { class: 'Sensor', source: 'scan', priority: 10 };
  await ask(
    'mutation($input: DefineReconciliationRuleInput!) { defineReconciliationRule(input: $input) { errors { message } } }',
    rule,
  );
  const ingest = 'mutation($input: IngestInput!) { ingest(input: $input) { totals { outcome items } } }';
  await ask(ingest, {
    source: 'scan',
    items: [
      {
        class: 'Sensor',
        nativeKey: 's/1',
        name: 'Sensor; "one"\n=1+1',
        attributes: { serialNumber: 'SN-1', manufacturer: 'Acme', unit: '-1+2' },
        labels: { 'team.x': '@risk' },
      },
      { class: 'LinuxServer', nativeKey: 'gone', attributes: { hostname: 'gone-1' }, complete: ['ATTRIBUTES'] },
    ],
    relationships: [
      {
        type: 'DEPENDS_ON',
        kind: 'OBSERVED',
        weight: 3,
        attributes: { port: 5432 },
        source: { native: { source: 'scan', key: 'gone' } },
        target: { native: { source: 'datacentre', key: 'db-1' } },
      },
    ],
  });
  await ask(ingest, { source: 'scan', items: [{ class: 'LinuxServer', nativeKey: 'gone', presence: 'ABSENT' }] });
  await ask(ingest, {
    source: 'notes',
    items: [{ class: 'LinuxServer', nativeKey: 'n-1', attributes: { hostname: 'db-1' }, labels: { rack: 'seen' } }],
  });
  const upsert =
    'mutation($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { errors { message } } }';
  await ask(upsert, { ref: { native: { source: 'datacentre', key: 'db-1' } }, site: 'BRN2', labels: { by: 'hand' } });
  await ask(upsert, {
    class: 'LinuxServer',
    name: 'by-hand',
    attributes: { hostname: 'by-hand' },
    gates: [{ key: 'feeds', rule: 'ANY' }],
  });
  await ask('mutation($input: UpsertRelationshipInput!) { upsertRelationship(input: $input) { errors { message } } }', {
    type: 'DEPENDS_ON',
    strength: 'SOFT',
    source: { identity: { class: 'LinuxServer', attributes: { name: 'by-hand' } } },
    target: { native: { source: 'scan', key: 's/1' } },
  });
}

describe('NDJSON', () => {
  test('imported into an empty database is an equal inventory, and a second time changes nothing', async () => {
    const file = join(folder, 'inventory.ndjson');
    const exported = await underpin('export', 'ndjson', file);
    expect(exported).toMatchObject({ code: 0, output: '' });
    expect(exported.complaints).toMatch(/\d+ items of revision \d+ are in .*inventory\.ndjson/);
    const first = await at(empty.url, 'import', 'ndjson', file);
    expect(first.output).not.toMatch(/rejected/);
    // On a slow machine there is a bar.
    expect(first).toMatchObject({ code: 0, complaints: expect.stringMatching(/^(?:\[[^\n]*\n)?$/) as string });
    await caughtUp(empty.data, first);
    const [there, here] = [await comparableInventory(sample.client), await comparableInventory(empty)];
    expect(here.items.length).toBeGreaterThan(60);
    expect(here.items).toEqual(there.items);
    expect(here.relationships).toEqual(there.relationships);
    expect(here.rest).toEqual(there.rest);
    const before = await empty.data<{ server: { revision: number } }>('{ server { revision } }');
    expect(before.server.revision).toBeGreaterThan(0);
    const again = await at(empty.url, 'import', 'ndjson', file, '--json');
    expect(again.code).toBe(0);
    const { totals, revision } = JSON.parse(again.output) as { totals: Record<string, unknown>; revision: number };
    expect([Object.keys(totals), revision]).toEqual([['UNCHANGED'], before.server.revision]);
    await caughtUp(empty.data, first);
    expect(await empty.data('{ server { revision } }')).toEqual(before);
  });

  test('of a later version, or cut, is refused', async () => {
    const later = join(folder, 'later.ndjson');
    writeFileSync(later, '{"inventory":{"format":2,"revision":1}}\n');
    expect(await at(empty.url, 'import', 'ndjson', later)).toMatchObject({
      code: 1,
      complaints: expect.stringMatching(/later version/),
    });
    const cut = join(folder, 'cut.ndjson');
    writeFileSync(cut, '{"inventory":{"format":1,"revision":1}}\n{"dataSour');
    expect(await at(empty.url, 'import', 'ndjson', cut)).toMatchObject({
      code: 1,
      complaints: expect.stringMatching(/cut\.ndjson:2 is no JSON/),
    });
    const whole = join(folder, 'inventory.ndjson');
    expect(await at(empty.url, 'import', 'ndjson', whole, '--dry-run')).toMatchObject({ code: 2 });
  });
});

describe('CSV', () => {
  test('can be imported again, and nothing in it is a formula', async () => {
    const { output } = await underpin('export', 'csv', '--class', 'Sensor');
    const rows = parseCsv(output, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1);
    for (const cell of Object.values(rows[0] ?? {})) expect(cell).not.toMatch(/^[=+@-]/);
    expect(rows[0]?.['attributes.unit']).toBe('\t-1+2');
    const file = join(folder, 'sensors.csv');
    writeFileSync(file, output);
    const imported = await at(sample.url, 'import', 'csv', file, '--source', 'sheet');
    expect(imported).toMatchObject({ code: 0, complaints: '' });
    await caughtUp(sample.client.request, imported);
    const { configurationItems } = await sample.client.request<{
      configurationItems: {
        nodes: readonly { observations: readonly { source: string; claims: Record<string, unknown> }[] }[];
      };
    }>('{ configurationItems(filter: { classes: ["Sensor"] }) { nodes { observations { source claims } } } }');
    const sheet = configurationItems.nodes[0]?.observations.find(({ source }) => source === 'sheet');
    expect(sheet?.claims).toMatchObject({
      name: 'Sensor; "one"\n=1+1',
      'attributes.unit': '-1+2',
      'attributes.serialNumber': 'SN-1',
      'labels.team.x': '@risk',
    });
  });

  test('has a row for each item and their relationships by the keys of the others', async () => {
    const { output } = await underpin('export', 'csv', '--environment', 'production');
    const rows = parseCsv(output, { columns: true }) as Record<string, string>[];
    const byKey = new Map(rows.map((row) => [row['nativeKey'], row]));
    const cart = rows.find((row) => row['class'] === 'KubernetesService' && row['name'] === 'redis-cart');
    const behind = (cart?.['rel:BALANCES_TO'] ?? '').split(';').map((key) => byKey.get(key)?.['name']);
    expect(behind).toEqual(['redis-cart']);
  });
});

describe('Backstage', () => {
  test('reads back as entities with valid names, and every reference leads to one', async () => {
    const { output } = await underpin('export', 'backstage');
    const documents = parseAllDocuments(output);
    expect(documents.flatMap((document) => document.errors)).toEqual([]);
    const entities = documents.map((document) => document.toJS() as Entity);
    const references = entities.map(({ kind, metadata }) => `${kind.toLowerCase()}:default/${metadata.name}`);
    expect(new Set(references.map((one) => one.toLowerCase())).size).toBe(references.length);
    for (const { kind, metadata, spec } of entities) {
      expect(metadata.name).toMatch(/^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$/);
      expect(metadata.name.length).toBeLessThanOrEqual(63);
      expect(['Component', 'Resource', 'Group']).toContain(kind);
      for (const reference of [...(spec.owner ? [spec.owner] : []), ...(spec.dependsOn ?? [])]) {
        expect(references).toContain(reference);
      }
    }
    const shop = entities.find(({ metadata }) => metadata.title === 'Online shopping');
    expect(shop?.spec).toMatchObject({ owner: 'group:default/Digital-Commerce' });
  });
});

test('YAML holds nothing that a reader of it refuses, and says the same to those of both versions', () => {
  const special = fc.constantFrom(
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\u007f',
    '\n',
    ' ',
    '"',
    '\\\\',
    'a: b',
    '#',
  );
  const text = fc.array(fc.oneof(special, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 12 });
  fc.assert(
    fc.property(text, (parts) => {
      const value = { metadata: { title: parts.join(''), tags: [parts.join('')] } };
      const yaml = yamlText(value);
      // The printable characters of YAML 1.1 without its further ends of lines.
      expect(yaml).toMatch(
        /^[\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u,
      );
      for (const version of ['1.1', '1.2'] as const) expect(parseYaml(yaml, { version })).toEqual(value);
    }),
  );
});

interface Entity {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly title?: string };
  readonly spec: { readonly owner?: string; readonly dependsOn?: readonly string[] };
}

describe('drawings', () => {
  test('of what depends on an item hold what a topology holds', async () => {
    const around = ['--around', 'KubernetesWorkload/redis-cart', '--direction', 'dependents'];
    const query = `{ topology(direction: DEPENDENTS, roots: [{ identity: { class: "KubernetesWorkload", attributes: { name: "redis-cart" } } }]) { itemCount relationshipCount } }`;
    const { topology } = await sample.client.request<{ topology: { itemCount: number; relationshipCount: number } }>(
      query,
    );
    const cytoscape = JSON.parse((await underpin('export', 'cytoscape', ...around)).output) as {
      elements: { nodes: unknown[]; edges: unknown[] };
    };
    expect(cytoscape.elements.nodes).toHaveLength(topology.itemCount);
    expect(cytoscape.elements.edges.length).toBeGreaterThanOrEqual(topology.relationshipCount);
    const graphml = (await underpin('export', 'graphml', ...around)).output;
    expect(graphml.match(/<node /g)).toHaveLength(topology.itemCount);
    expect(graphml).toMatch(/^<\?xml[^]*<\/graphml>\n$/);
    expect((await underpin('export', 'mermaid', ...around)).output).toMatch(/^flowchart TB\n {2}n0\["/);
    expect((await underpin('export', 'dot', ...around)).output).toMatch(/^digraph underpin \{\n[^]*\}\n$/);
  });

  test('are empty, not wrong, when nothing fits', async () => {
    const { code, output } = await underpin('export', 'cytoscape', '--label', 'team=nobody');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({ elements: { nodes: [], edges: [] } });
  });
});

test('a past revision is exported as it was', async () => {
  const { output } = await underpin('export', 'csv', '--class', 'LinuxServer', '--at', '5');
  expect(output).toContain('db-1');
  expect(output).not.toContain('by-hand');
});

describe('what goes wrong', () => {
  test.each([
    [['export', 'csv', '--around', 'nothing-of-that-name'], 4, /There is no configuration item/],
    [['export', 'csv', '--depth', '2'], 2, /--depth and --direction need --around/],
    [['export', 'csv', '--label', 'team'], 2, /write it as name=value/],
    [['export', 'papyrus'], 2, /papyrus/],
    [['export', 'csv', '/nowhere/at/all.csv'], 1, /\/nowhere\/at\/all\.csv cannot be written/],
  ])('%j ends with %d', async (args, expected, message) => {
    const { code, complaints } = await underpin(...args);
    expect(complaints).toMatch(message);
    expect(code).toBe(expected);
  });
});

test('a file is there as a whole or not at all', async () => {
  const file = join(folder, 'kept.csv');
  writeFileSync(file, 'before');
  await underpin('export', 'csv', file, '--class', 'Sever');
  expect(readFileSync(file, 'utf8')).toBe('before');
});
