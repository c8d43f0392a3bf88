import { compose } from '../../../src/importers/compose';
import { importAll, textFile } from '../../support/input-files';
import { item, lines, read } from '../../support/read-format';

describe('Kubernetes', () => {
  const workload = (name: string) => ({
    metadata: { name, namespace: 'shop', labels: null },
    spec: {
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: name, env: null }] } },
    },
  });
  const list = { kind: 'DeploymentList', apiVersion: 'apps/v1', items: [workload('web'), null, workload('api')] };

  test('the API answers with lists of one kind, whose entries do not name it', async () => {
    const imported = await read(
      'kubernetes',
      [JSON.stringify(list), '{"kind":"PodList","apiVersion":"v1","items":null}'],
      {
        cluster: 'c',
      },
    );
    expect([imported.report.problems, imported.report.read]).toEqual([[], { Deployment: 2 }]);
    expect(item(imported, 'c/shop/Deployment/api')?.attributes).toMatchObject({ apiVersion: 'apps/v1', image: 'api' });
  });

  test('objects may follow each other without a list around them, a bad one costing itself', async () => {
    const objects = list.items.flatMap((one) =>
      one === null ? [] : { kind: 'Deployment', apiVersion: 'apps/v1', ...one },
    );
    const [first, second] = [JSON.stringify(objects[0], null, 2), JSON.stringify(objects[1])];
    const imported = await read('kubernetes', [`${first}\n{"kind": oops}\n${second}\n`]);
    expect(imported.report.read).toEqual({ Deployment: 2 });
    expect(imported.report.problems).toMatchObject([
      { document: 2, line: first.split('\n').length + 1, message: 'is no JSON' },
    ]);
  });
});

describe('Compose', () => {
  test('what a file extends may itself extend another service of its file', async () => {
    const base = textFile(
      'p/base.yaml',
      'services:\n  root: { image: busybox, depends_on: [db] }\n  common: { extends: { service: root }, labels: { tier: back } }\n',
    );
    const main = textFile(
      'p/compose.yaml',
      'services:\n  api: { extends: { file: base.yaml, service: common } }\n  db: { image: postgres }\n',
    );
    const imported = await importAll(compose, [
      { ...main, beside: (path: string) => (path === 'base.yaml' ? [base] : []) },
    ]);
    expect(imported.report.notes).toEqual([]);
    expect(lines(imported)).toEqual(
      expect.arrayContaining([
        'p/service/api DEPENDS_ON p/service/db',
        'p/service/api DEPLOYED_FROM image/docker.io/library/busybox:latest',
      ]),
    );
    expect(item(imported, 'p/service/api')?.labels).toEqual({ tier: 'back' });
  });

  test('networks and volumes have the names that they give themselves', async () => {
    const imported = await read('docker-compose', [
      `name: shop
services: { a: { image: a, networks: [own, named, foreign, old], volumes: ["data:/d", "plain:/p"] } }
networks: { own: , named: { name: corp }, foreign: { external: true }, old: { external: { name: legacy } } }
volumes: { data: { name: "the-data" }, plain: }`,
    ]);
    const namesOf = (className: string) => imported.items.flatMap((one) => (one.class === className ? one.name : []));
    expect(namesOf('VirtualNetwork')).toEqual(['foreign', 'corp', 'legacy', 'shop_own']);
    expect(namesOf('StorageVolume')).toEqual(['the-data', 'shop_plain']);
  });
});

test('OpenTelemetry: fields may have the names of the definition', async () => {
  const span = (id: string, parent: string) =>
    `{"trace_id": "t", "span_id": "${id}", "parent_span_id": "${parent}", "kind": 2, "end_time_unix_nano": "1700000000000000000"}`;
  const of = (service: string, spans: string) =>
    `{"resource": {"attributes": [{"key": "service.name", "value": {"string_value": "${service}"}}]}, "scope_spans": [{"spans": [${spans}]}]}`;
  const both = [of('web', span('1', '')), of('api', span('2', '1'))];
  for (const text of [
    `{"resource_spans": [${both.join(',')}]}`,
    both.map((one) => `{"resource_spans": [${one}]}`).join('\n'),
  ]) {
    const imported = await read('otlp', [text]);
    expect(lines(imported)).toEqual(['production/web CALLS production/api']);
    expect(imported.relationships[0]?.attributes).toEqual({ count: 1, lastSeenAt: '2023-11-14T22:13:20.000Z' });
  }
});

test('Terraform: machines of every cloud have their addresses; what is only to be destroyed is counted', async () => {
  const state = (type: string, attributes: object) =>
    JSON.stringify({
      version: 4,
      terraform_version: '1.9.8',
      resources: [{ mode: 'managed', type, name: 'vm', instances: [{ attributes: { id: type, ...attributes } }] }],
    });
  const old = JSON.stringify({
    version: 3,
    terraform_version: '0.11.14',
    modules: [
      { path: ['root'], resources: { 'aws_eip.gone': { type: 'aws_eip', primary: null, deposed: [{ id: 'e' }] } } },
    ],
  });
  const imported = await read('terraform', [
    state('google_compute_instance', { network_interface: [{ network_ip: '10.1.0.2' }, { network_ip: '10.1.1.2' }] }),
    state('hcloud_server', { ipv4_address: '192.0.2.7', ipv6_address: null }),
    old,
  ]);
  const machines = imported.items.filter((one) => one.class === 'CloudVm');
  expect(machines.map(({ attributes }) => attributes?.['ipAddresses'])).toEqual([
    ['10.1.0.2', '10.1.1.2'],
    ['192.0.2.7'],
  ]);
  expect([imported.report.problems, imported.report.skipped]).toEqual([[], { 'aws_eip that is to be destroyed': 1 }]);
  expect(imported.report.skippedFields).toEqual({});
});

test('AWS: a subscription that nobody has confirmed is none', async () => {
  const subscription = (SubscriptionArn: string) => ({ SubscriptionArn, TopicArn: 'arn:aws:sns:eu-west-1:1:t' });
  const imported = await read('aws', [
    JSON.stringify({
      Subscriptions: [subscription('PendingConfirmation'), subscription('arn:aws:sns:eu-west-1:1:t:s')],
    }),
  ]);
  const found = imported.items.filter((one) => one.class === 'GenericCloudResource');
  expect(found.map(({ attributes }) => attributes?.['resourceId'])).toEqual(['arn:aws:sns:eu-west-1:1:t:s']);
});

test.each([
  ['terraform', '{"@level":"info","@module":"terraform.ui","type":"version"}\n', /terraform show -json/],
  ['otlp', '{"resourceMetrics": [{"scopeMetrics": []}]}', /metrics or logs of OpenTelemetry/],
])('%s says what a relative of its format is', async (format, text, guess) => {
  await expect(read(format, [text])).rejects.toThrow(guess);
});

test('CycloneDX: a service that one bill has within the boundary and another one outside has attributes of one class', async () => {
  const bill = (crosses: boolean) =>
    JSON.stringify({
      bomFormat: 'CycloneDX',
      services: [
        {
          name: 'ticker',
          provider: { name: 'Partner' },
          endpoints: ['https://x.example'],
          'x-trust-boundary': crosses,
        },
      ],
    });
  const inOrder = async (...texts: readonly string[]) => (await read('cyclonedx', texts)).items;
  expect(await inOrder(bill(false), bill(true))).toMatchObject([
    { class: 'ExternalService', attributes: { provider: 'Partner', serviceKey: 'ticker' } },
  ]);
  expect(await inOrder(bill(true), bill(false))).toMatchObject([
    { class: 'ServiceInstance', attributes: { url: 'https://x.example' } },
  ]);
});
