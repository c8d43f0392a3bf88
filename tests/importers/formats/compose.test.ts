import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compose } from '../../../src/importers/compose';
import { interpolate } from '../../../src/importers/compose/interpolation';
import { imageNameOf } from '../../../src/importers/image-name';
import { importAll, textFile } from '../../support/input-files';
import { undeclared } from '../../support/mapping-check';

const SHOP = `
services:
  web:
    image: registry.example.com:5000/shop/web:\${TAG:-1.2}
    ports: ["\${PORT:-8080}:80"]
    depends_on: { api: { condition: service_healthy } }
    networks: [front]
    environment: { API_URL: "http://api:3000/", SECRET: "postgres://shop:hunter2@db:5432/shop" }
  api:
    image: "shop/api"
    depends_on: [db]
    links: ["cache:redis"]
    networks: { front: {}, back: { aliases: [api.internal] } }
    environment:
      - DB_HOST=db
      - CACHE=redis://cache:6379
  db:
    image: postgres:16@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    networks: [back]
    volumes: ["data:/var/lib/postgresql/data", "./conf:/etc/pg:ro", { type: volume, source: wal, target: /wal }]
  cache: { image: redis, networks: [back] }
  sidecar: { image: busybox, network_mode: "service:web", x-anything: 1, shm_size: 1g }
networks: { front: { ipam: { config: [{ subnet: 172.28.0.0/16 }] } }, back: }
volumes: { data: , wal: }
secrets: { token: { file: ./token } }
`;

const arrows = (imported: Awaited<ReturnType<typeof importAll>>, type: string): string[] =>
  [
    ...imported.relationships.map((one) => [one.type, one.source.ref, one.target.ref]),
    ...imported.items.flatMap((item) => (item.relationships ?? []).map((one) => [one.type, item.ref, one.end.ref])),
  ]
    .filter(([name]) => name === type)
    .map(([, from, to]) => `${from} -> ${to}`)
    .sort();

const read = (text: string, choices = {}) => importAll(compose, [textFile('/srv/Shop/compose.yaml', text)], choices);

describe('a Compose file', () => {
  test('gives its project, services, images, networks and volumes', async () => {
    const imported = await read(SHOP);
    const counts: Record<string, number> = {};
    for (const item of imported.items) counts[item.class] = (counts[item.class] ?? 0) + 1;
    expect(counts).toEqual({
      ApplicationCluster: 1,
      ServiceInstance: 5,
      ContainerImage: 5,
      VirtualNetwork: 2,
      StorageVolume: 2,
    });
    expect(undeclared('docker-compose', imported)).toEqual([]);
    expect(imported.report.problems).toEqual([]);
    expect(imported.report.skippedFields).toEqual({ 'service.shm_size': 1, 'service.x-anything': 1 });
  });

  test('names its project after its folder, and is one thing for all who say its name', async () => {
    const projectOf = async (text: string, choices = {}): Promise<unknown> =>
      (await read(text, choices)).items.find((item) => item.class === 'ApplicationCluster')?.nativeKey;
    expect(await projectOf(SHOP)).toBe('shop');
    expect(await projectOf(`name: other\n${SHOP}`)).toBe('other');
    expect(await projectOf(SHOP, { project: 'mine' })).toBe('mine');
  });

  test('names its project after the folder it was read in, whatever was typed; one without a folder needs a name', async () => {
    const projectOf = async (file: string, choices = {}): Promise<unknown> =>
      (await importAll(compose, [textFile(file, SHOP)], choices)).items.find(
        (item) => item.class === 'ApplicationCluster',
      )?.nativeKey;
    const here = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), 'Shop-'));
    try {
      process.chdir(folder);
      expect(await projectOf('compose.yaml')).toBe(basename(process.cwd()).toLowerCase());
      expect(await projectOf('compose.yaml')).toMatch(/^shop-/);
    } finally {
      process.chdir(here);
      rmSync(folder, { recursive: true });
    }
    const refused = { code: 'BAD_REQUEST', message: expect.stringContaining('--project') as string };
    await expect(projectOf('(standard input)')).rejects.toMatchObject(refused);
    await expect(projectOf('/compose.yaml')).rejects.toMatchObject(refused);
    expect(await projectOf('(standard input)', { project: 'mine' })).toBe('mine');
  });

  test('gives what each service depends on, as declared', async () => {
    const imported = await read(SHOP);
    expect(arrows(imported, 'DEPENDS_ON').filter((one) => !one.includes('/network/'))).toEqual([
      'shop/service/api -> shop/service/cache',
      'shop/service/api -> shop/service/db',
      'shop/service/sidecar -> shop/service/web',
      'shop/service/web -> shop/service/api',
    ]);
    expect(arrows(imported, 'STORED_ON')).toEqual([
      'shop/service/db -> shop/volume/data',
      'shop/service/db -> shop/volume/wal',
    ]);
    expect(arrows(imported, 'DEPENDS_ON').filter((one) => one.includes('network/back'))).toHaveLength(3);
  });

  test('gives the calls that its addresses tell, only where a common network leads there', async () => {
    // web names db too, in a secret, but shares no network with it.
    expect(arrows(await read(SHOP), 'CALLS')).toEqual([
      'shop/service/api -> shop/service/cache',
      'shop/service/api -> shop/service/db',
      'shop/service/web -> shop/service/api',
    ]);
  });

  test('never keeps the value of a setting', async () => {
    expect(JSON.stringify(await read(SHOP))).not.toMatch(/hunter2|redis:\/\//);
  });

  test('is overruled by the files after it, part by part', async () => {
    const override = `services:
  web: { image: "shop/web:2", environment: [API_URL=http://cache], ports: ["9090:80"] }
  worker: { image: "\${WORKER_IMAGE}" }`;
    const files = [textFile('compose.yaml', SHOP), textFile('compose.prod.yaml', override)];
    const imported = await importAll(compose, files, { project: 'shop' });
    const web = imported.items.find((item) => item.nativeKey === 'shop/service/web');
    expect(web?.attributes).toMatchObject({ softwareVersion: '2', url: 'tcp://localhost:8080' });
    expect(arrows(imported, 'DEPENDS_ON')).toContain('shop/service/web -> shop/service/api');
    expect(arrows(imported, 'CALLS')).not.toContain('shop/service/web -> shop/service/api');
    expect(imported.items.map((item) => item.nativeKey)).toContain('shop/service/worker');
    expect(imported.report.notes).toContainEqual({
      message: 'variables without a value or default, taken as empty',
      count: 1,
      examples: ['WORKER_IMAGE'],
    });
  });

  test.each([
    ['{"bomFormat":"CycloneDX"}', /is not a Compose file; it looks like a CycloneDX/],
    ['apiVersion: v1\nkind: Service\nmetadata: {name: x}\n', /it looks like a Kubernetes manifest/],
    ['just: words\n', /is not a Compose file; it looks like some other YAML/],
  ])('is not %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('that cannot be parsed is named with its line', async () => {
    const { report } = await read('services:\n  web: [\n');
    expect(report.problems).toMatchObject([
      { file: '/srv/Shop/compose.yaml', document: 1, line: expect.any(Number) as number },
    ]);
  });
});

describe('a variable', () => {
  const variables = new Map([
    ['SET', 'x'],
    ['EMPTY', ''],
  ]);
  // From the Compose specification, "Interpolation".
  test.each([
    ['$SET-${SET}', 'x-x'],
    ['${GONE:-a}${EMPTY:-b}${EMPTY-c}${GONE-d}', 'abd'],
    ['${SET:+yes}${EMPTY:+no}${EMPTY+there}', 'yesthere'],
    ['${GONE:-${SET}y}', 'xy'],
    ['$$SET costs 5$', '$SET costs 5$'],
    ['${GONE:?must be set}', ''],
    ['${unclosed', '${unclosed'],
  ])('in %j is written out as %j', (text, expected) => {
    expect(interpolate(text, variables, () => undefined)).toBe(expected);
  });
});

test.each([
  ['redis', 'docker.io/library/redis:latest'],
  ['shop/api:1.0', 'docker.io/shop/api:1.0'],
  ['ghcr.io/a/b/c:v1', 'ghcr.io/a/b/c:v1'],
  ['localhost:5000/x', 'localhost:5000/x:latest'],
])('the image %s is %s', (written, expected) => {
  const name = imageNameOf(written);
  expect(`${name?.registry}/${name?.repository}:${name?.tag}`).toBe(expected);
});

test('a file of version 1 is read, with what Compose itself reads beside it', async () => {
  const beside = new Map(
    [
      textFile('shop/.env', 'PG=16\nDB_HOST=db\n'),
      textFile('shop/web.env', 'CACHE_URL=redis://cache:6379/0\nTOKEN=hunter2\n'),
      textFile('shop/more.yml', 'services: { base: { image: busybox, depends_on: [cache] } }'),
    ].map((file) => [file.name.slice('shop/'.length), file]),
  );
  const placed = (name: string, text: string) => ({
    ...textFile(name, text),
    beside: (path: string) => [beside.get(path) ?? []].flat(),
  });
  const first = placed(
    'shop/docker-compose.yml',
    'web: { build: ., links: ["cache:redis"], env_file: web.env, environment: [DB_HOST] }\n' +
      'cache: { image: "redis:alpine", volumes_from: [data] }\n' +
      'db: { image: "postgres:${PG:-9}", net: "container:cache" }\n' +
      'data: { image: busybox }\n',
  );
  const old = await importAll(compose, [first]);
  expect(arrows(old, 'DEPENDS_ON')).toEqual(
    ['cache -> data', 'db -> cache', 'web -> cache'].map((arrow) =>
      arrow.replace(/\w+/g, (name) => `shop/service/${name}`),
    ),
  );
  expect(arrows(old, 'CALLS')).toEqual([
    'shop/service/web -> shop/service/cache',
    'shop/service/web -> shop/service/db',
  ]);
  expect(old.items.map(({ name }) => name)).toContain('docker.io/library/postgres:16');
  expect(JSON.stringify(old.batches)).not.toContain('hunter2');
  const newer = placed(
    'shop/compose.yaml',
    'include: [more.yml]\nservices: { api: { extends: { file: more.yml, service: base } }, cache: { image: redis } }',
  );
  expect(arrows(await importAll(compose, [newer]), 'DEPENDS_ON')).toEqual([
    'shop/service/api -> shop/network/default',
    'shop/service/api -> shop/service/cache',
    'shop/service/base -> shop/network/default',
    'shop/service/base -> shop/service/cache',
    'shop/service/cache -> shop/network/default',
  ]);
});
