import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFile } from '../../src/importers/importer';
import { editedFile, fixtureFiles, textFile, yamlFiles } from '../support/input-files';
import { ImportServer, type Outcomes } from '../support/import-server';

let server: ImportServer;

beforeAll(async () => {
  server = await ImportServer.start();
});

afterAll(async () => {
  await server.stop();
});

const COMPOSE = `
name: twice
services:
  web: { image: "nginx:1.27", depends_on: [api], environment: { API: "http://api:80" } }
  api: { image: "shop/api:1", volumes: ["data:/data"] }
`;

/**
 * Real files, and how many items and relationships they hold. Each number was counted in the files by hand:
 *
 * terraform, aws_state_cyclic: the account, 2 instances, 4 groups, 13 rules; HOSTED_ON the account 19, an instance
 *   SECURED_BY its group 2, `dependencies` of the rules 13 + 5 for a second group, and 3 between groups.
 * aws: 2 accounts (the interface is another one's), 2 regions, 6 zones, a network with 4 subnets, 8 groups, 3 machines,
 *   1 interface, 2 balancers, 1 database, 1 function; PART_OF 2 + 6 + 4 + 8, HOSTED_ON regions 21, zones 4 + 3, subnets
 *   3 + 1 + 2 + 1 + 2 + 2, SECURED_BY 7 (the function's group is not there), BALANCES_TO 1 of 2.
 * glpi: a laptop with 6 drives and 2 interfaces; another one with 5 containers, a machine, 2 database servers, 3 databases.
 * kubernetes, Online Boutique: cluster, namespace, 12 workloads, 12 services; PART_OF 1 + 24, BALANCES_TO 12, CALLS 16.
 *   sock-shop: cluster, namespace, 14 workloads, 14 services; PART_OF 1 + 28, BALANCES_TO 14, CALLS 11.
 * netbox, two sites: 2 sites, 3 racks, 3 devices (the panel is passive), 4 feeds, 7 + 3 interfaces, 1 cluster,
 *   3 machines, 2 circuits, 3 VLANs, 5 prefixes; LOCATED_IN 3 racks + 2 × 3 devices + 4 feeds, OWNED_BY 10,
 *   cables between interfaces 2, to circuits 2, POWERED_BY 2 devices + 4 racks, VIRTUALIZED_BY 3, prefixes in VLANs 3.
 */
const REAL: readonly (readonly [
  format: string,
  folder: string,
  names: readonly string[],
  counts: readonly [number, number],
])[] = [
  ['terraform', 'terraform', ['aws_state_cyclic.json'], [20, 42]],
  ['terraform', 'terraform', ['aws_state_sg.json'], [8, 12]],
  ['terraform', 'terraform', ['terraform_v0.14_state.json'], [15, 21]],
  [
    'terraform',
    'terraform',
    ['aws_state_with_count.json', 'google_state.json', 'multi_module_state.json', 'openstack_state_lb.json'],
    // The pool is in no account, and it and its balancer lead to the machine that a member puts into it.
    [26, 39],
  ],
  ['backstage', 'backstage', ['entities.yaml', 'org.yaml'], [3, 3]],
  ['aws', 'aws/us-east-1', [], [31, 67]],
  ['netbox', 'netbox', [], [36, 39]],
  ['cyclonedx', 'cyclonedx', [], [7, 6]],
  ['nmap', 'nmap', ['1_hosts.xml'], [6, 5]],
  ['nmap', 'nmap', ['2_hosts.xml'], [10, 8]],
  ['glpi', 'glpi', [], [21, 19]],
  ['jaeger', 'jaeger', [], [7, 9]],
];

/** Files of one kind share things, such as an account: what one brought, the next finds. */
const allOf = (outcomes: Outcomes): readonly number[] =>
  [0, 1].map((index) => Object.values(outcomes).reduce((sum, counts) => sum + (counts[index] ?? 0), 0));

describe('a second import of the same real files changes nothing', () => {
  test.each(REAL)('%s %s %j', async (format, folder, names, counts) => {
    const files = fixtureFiles(folder, ...names);
    const source = [format, ...names].join('-');
    const first = await server.import(format, files, { source });
    expect(first.outcome.rejected).toEqual([]);
    expect(first.outcome.report.problems).toEqual([]);
    expect(allOf(first.outcomes)).toEqual(counts);
    expect((await server.import(format, files, { source })).outcomes).toEqual({ UNCHANGED: counts });
  });
});

/** Manifests as Helm renders them from a chart: one stream with where each came from, and labels of the release. */
function rendered(files: readonly string[]): InputFile {
  const documents = files.map((path) => {
    const text = readFileSync(join(__dirname, '../..', path), 'utf8');
    return `# Source: shop/templates/${path.split('/').at(-1)}\n${text.replaceAll(/^ {2}name: (\S+)$/gm, '  name: $1\n  annotations:\n    meta.helm.sh/release-name: shop')}`;
  });
  return textFile('rendered.yaml', documents.join('\n---\n'), 4096);
}

describe('manifests of an application', () => {
  const BOUTIQUE = 'src/demo/online-boutique';
  const cluster = { cluster: 'shop' };
  const boutique = { source: 'boutique', choices: cluster };

  test.each([
    [BOUTIQUE, [26, 53]],
    ['tests/fixtures/kubernetes/sock-shop', [30, 54]],
  ] as const)('of %s, imported twice, change nothing the second time', async (folder, counts) => {
    const of = { source: folder, choices: { cluster: folder } };
    const first = await server.import('kubernetes', yamlFiles(folder), of);
    expect(first.outcome.rejected).toEqual([]);
    expect(allOf(first.outcomes)).toEqual(counts);
    expect((await server.import('kubernetes', yamlFiles(folder), of)).outcomes).toEqual({ UNCHANGED: counts });
  });

  test('and its Helm render of another source are the same items', async () => {
    const count = async (): Promise<unknown> =>
      server.ask(
        '{ configurationItems(filter: { classes: ["KubernetesWorkload", "KubernetesService"] }) { totalCount } }',
      );
    await server.import('kubernetes', yamlFiles(BOUTIQUE), boutique);
    const before = await count();
    const of = { source: 'helm', choices: cluster };
    const render = rendered([`${BOUTIQUE}/manifests.yaml`]);
    const { outcomes, outcome } = await server.import('kubernetes', [render], of);
    expect(outcome.rejected).toEqual([]);
    expect(outcomes).not.toHaveProperty('CREATED');
    expect(await count()).toEqual(before);
  });

  test('that are edited say what was edited, and no more', async () => {
    const of = { source: 'edited', choices: { cluster: 'edited' } };
    const text = readFileSync(join(__dirname, '../..', BOUTIQUE, 'manifests.yaml'), 'utf8');
    await server.sync('kubernetes', [textFile('m.yaml', text, 4096)], of);
    const documents = text.split(/^---$/m);
    const isAds = (document: string) => /^kind: Deployment$/m.test(document) && /^ {2}name: adservice$/m.test(document);
    const isCart = (document: string) =>
      /^kind: Deployment$/m.test(document) && /^ {2}name: cartservice$/m.test(document);
    expect([documents.filter(isAds), documents.filter(isCart)].map(({ length }) => length)).toEqual([1, 1]);
    const more = documents.map((one) => (isCart(one) ? one.replace(/^spec:$/m, 'spec:\n  replicas: 3') : one));
    const scaled = await server.sync('kubernetes', [textFile('m.yaml', more.join('---'), 4096)], of);
    expect(scaled.outcomes['UPDATED']).toEqual([1, 0]);
    expect(scaled.removed).toEqual([]);
    const fewer = more.filter((one) => !isAds(one)).join('---');
    const without = await server.sync('kubernetes', [textFile('m.yaml', fewer, 4096)], of);
    expect(without.outcomes).not.toHaveProperty('CREATED');
    // What led to it stays as long as it is absent: it must not leave the gates that it is in.
    expect(without.removed).toEqual(['KubernetesWorkload adservice']);
  });
});

describe('a second import of the same files changes nothing', () => {
  test('of a Compose file', async () => {
    // Items: project, 2 services, 2 images, the network `default`, 1 volume.
    // Relationships: PART_OF 2 services + 1 volume, HOSTED_ON 1, DEPENDS_ON 1 + 2 networks, STORED_ON 1, DEPLOYED_FROM 2, CALLS 1.
    const files = [textFile('compose.yaml', COMPOSE)];
    expect((await server.import('docker-compose', files, { source: 'compose' })).outcomes).toEqual({
      CREATED: [7, 11],
    });
    expect((await server.import('docker-compose', files, { source: 'compose' })).outcomes).toEqual({
      UNCHANGED: [7, 11],
    });
    const edited = [textFile('compose.yaml', COMPOSE.replace(', depends_on: [api]', ''))];
    const synced = await server.sync('docker-compose', edited, { source: 'compose' });
    expect(synced.removed).toEqual(['twice-web DEPENDS_ON twice-api']);
  });
});

describe('of an edited copy', () => {
  test('a scan that finds a port closed and another one open says that, and no more', async () => {
    const scan = (name: string) => fixtureFiles('nmap', name);
    await server.sync('nmap', scan('2_hosts.xml'), { source: 'office-scan' });
    const again = await server.sync('nmap', scan('2_hosts_achange.xml'), { source: 'office-scan' });
    // Of the machine itself, smtp (25) is closed and rpcbind (111) gone; telnet (23) is new.
    const local = 'localhost of office-scan';
    expect(again.outcomes).toEqual({ CREATED: [1, 1], UNCHANGED: [8, 6] });
    expect(again.removed).toEqual([
      `GenericApplication rpcbind 111/tcp on ${local}`,
      `GenericApplication smtp 25/tcp on ${local}`,
    ]);
  });

  test('a NetBox with a renamed switch and one feed less says that, and no more', async () => {
    const folder = 'netbox';
    const name = 'netbox-demo-two-sites.json';
    await server.sync('netbox', fixtureFiles(folder, name), { source: 'netbox-edited' });
    const edited = editedFile(folder, name, ['"name": "dmi01-akron-sw01"', '"name": "akron-sw"']);
    const renamed = await server.sync('netbox', [edited], { source: 'netbox-edited' });
    expect(renamed.outcomes).toEqual({ UPDATED: [1, 0], UNCHANGED: [35, 39] });
    expect(renamed.removed).toEqual([]);
    const unplugged = editedFile(
      folder,
      name,
      ['"name": "dmi01-akron-sw01"', '"name": "akron-sw"'],
      ['"rack": 15', '"rack": null'],
    );
    const fewer = await server.sync('netbox', [unplugged], { source: 'netbox-edited' });
    expect(fewer.removed).toEqual(['R102 POWERED_BY Panel 1 P1-2A', 'R102 POWERED_BY Panel 2 P2-2B']);
  });

  test('a Terraform state whose resource has moved to another module says so in its label', async () => {
    const name = 'aws_state_with_count.json';
    await server.sync('terraform', fixtureFiles('terraform', name), { source: 'moved' });
    const edited = editedFile('terraform', name, ['"name": "fllXa"', '"name": "web", "module": "module.web"']);
    const moved = await server.sync('terraform', [edited], { source: 'moved' });
    expect(moved.outcomes).toEqual({ UPDATED: [1, 0], UNCHANGED: [3, 5] });
    expect(moved.removed).toEqual([]);
  });
});

test('one of two power feeds may fail, and a rack is at risk; without both it is down', async () => {
  const { outcome } = await server.import('netbox', fixtureFiles('netbox'), { source: 'netbox-power' });
  const feed = (name: string): string =>
    `{ configurationItem: { identity: { class: "PowerSource", attributes: { name: "${name}" } } } }`;
  const states = async (...feeds: readonly string[]): Promise<object> => {
    const { impact } = await server.ask<{ impact: { summary: { byState: readonly object[] } } }>(
      `{ impact(outages: [${feeds.map(feed).join()}]${outcome.revision === null ? '' : `, atLeast: ${outcome.revision}`}) { summary { byState { state count } } } }`,
    );
    return impact.summary.byState;
  };
  expect(await states('Panel 1 P1-1A')).toContainEqual({ state: 'AT_RISK', count: 1 });
  expect(await states('Panel 1 P1-1A', 'Panel 2 P2-1B')).not.toContainEqual(
    expect.objectContaining({ state: 'AT_RISK' }),
  );
});
