import { kubernetes } from '../../src/importers/kubernetes';
import { arrows, importAll, textFile } from '../support/input-files';

interface WorkloadOptions {
  readonly kind?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly container?: object;
  readonly initContainers?: readonly object[];
  readonly metadata?: object;
}

const API: Readonly<Record<string, string>> = {
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Pod: 'v1',
  ReplicationController: 'v1',
};

function workload(name: string, options: WorkloadOptions = {}): object {
  const { kind = 'Deployment', namespace, labels = { app: name }, env = {}, container = {}, initContainers } = options;
  const spec = {
    ...(initContainers === undefined ? {} : { initContainers }),
    containers: [
      { name: 'main', env: Object.entries(env).map(([key, value]) => ({ name: key, value })), ...container },
    ],
  };
  const template = { metadata: { labels }, spec };
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...options.metadata };
  const apiVersion = API[kind] ?? 'apps/v1';
  if (kind === 'Pod') return { apiVersion, kind, metadata: { ...metadata, labels }, spec };
  if (kind === 'CronJob') return { apiVersion, kind, metadata, spec: { jobTemplate: { spec: { template } } } };
  return { apiVersion, kind, metadata, spec: { template } };
}

const service = (name: string, spec: object = {}, namespace?: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
});

const pair = (name: string, options: WorkloadOptions = {}): object[] => [
  workload(name, options),
  service(name, {}, options.namespace),
];

const read = (objects: readonly object[]): ReturnType<typeof importAll> =>
  importAll(kubernetes, [
    textFile('all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), 4096),
  ]);

const calls = async (objects: readonly object[]): Promise<string[]> => arrows(await read(objects), 'CALLS');

describe('an address in a setting', () => {
  test.each([
    ['host and port', 'ADDR', 'db:5432'],
    ['a URL', 'TARGET', 'https://db/path?x=y'],
    ['a URL with credentials', 'TARGET', 'redis://user:p%40ss@db:6379/0'],
    ['a JDBC URL', 'JDBC', 'jdbc:postgresql://db:5432/shop?ssl=true'],
    ['an Oracle JDBC URL', 'JDBC', 'jdbc:oracle:thin:@db:1521:XE'],
    ['one of several hosts', 'MONGO', 'mongodb://u:p@other.example.com:27017,db:27017/shop'],
    ['a broker list', 'KAFKA', 'PLAINTEXT://db:9092'],
    ['the full cluster name', 'X', 'db.default.svc.cluster.local'],
    ['the short cluster name in a sentence', 'X', 'use db.default.svc please'],
    ['a bare name in a host setting', 'DB_HOST', 'db'],
    ['a pod of a StatefulSet', 'ADDR', 'db-0.db:5432'],
    ['a pod of a StatefulSet in full', 'ADDR', 'db-0.db.default.svc.cluster.local:5432'],
    ['capital letters', 'ADDR', 'DB:5432'],
  ])('is a call: %s', async (_, name, value) => {
    expect(await calls([...pair('db'), workload('app', { env: { [name]: value } })])).toEqual([
      'Deployment/app -> Service/db',
    ]);
  });

  test.each([
    ['a bare name in any other setting', 'DATABASE', 'db'],
    ['a word in a sentence', 'TEXT', 'the db is down'],
    ['a file', 'JAVA_OPTS', '-Djava.security.egd=file:/dev/urandom'],
    ['a host of another domain', 'ADDR', 'db.example.com:5432'],
    ['another namespace', 'ADDR', 'db.other:5432'],
    ['an image', 'IMAGE', 'registry.example.com/db:1.25'],
    ['the machine itself', 'ADDR', 'localhost:5432'],
    ['an IP address', 'ADDR', '10.0.0.1:5432'],
    ['part of a longer name', 'ADDR', 'my-db:5432'],
  ])('is no call: %s', async (_, name, value) => {
    expect(await calls([...pair('db'), workload('app', { env: { [name]: value } })])).toEqual([]);
  });

  test('reaches a Service of another namespace by its name there', async () => {
    const objects = [...pair('db', { namespace: 'data' }), ...pair('db')];
    const found = await calls([...objects, workload('app', { env: { ADDR: 'db.data:5432' } })]);
    expect(found).toEqual(['Deployment/app -> Service/db']);
    const imported = await read([...objects, workload('app', { env: { ADDR: 'db.data:5432' } })]);
    const call = imported.relationships.find((one) => one.type === 'CALLS');
    expect(call?.target.ref).toBe('default/data/Service/db');
  });

  test('is found in init containers, commands and arguments', async () => {
    const initContainers = [{ name: 'wait', command: ['sh', '-c', 'until nc -z a:80; do wget http://b/; done'] }];
    const objects = [...pair('a'), ...pair('b'), ...pair('c')];
    const app = workload('app', { initContainers, container: { args: ['--upstream=c:8080'] } });
    expect(await calls([...objects, app])).toEqual([
      'Deployment/app -> Service/a',
      'Deployment/app -> Service/b',
      'Deployment/app -> Service/c',
    ]);
  });

  test('may be put together from other variables, and bounded when these multiply', async () => {
    const env: Record<string, string> = { HOST: 'db', PORT: '5432', ADDR: '$(HOST):$(PORT)', B0: 'x'.repeat(50) };
    for (let index = 1; index < 40; index += 1) env[`B${index}`] = `$(B${index - 1})$(B${index - 1})`;
    expect(await calls([...pair('db'), workload('app', { env })])).toEqual(['Deployment/app -> Service/db']);
  });

  test('may stand in a file of a mounted ConfigMap, or be an option of a command', async () => {
    const proxy = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'proxy' },
      data: { 'default.conf': 'location / { proxy_pass http://api:8080; } # see https://example.com' },
    };
    const web = workload('web', { container: { args: ['--db-host', 'db', '--cache-host=cache', '--name', 'api2'] } });
    const pod = (web as { spec: { template: { spec: object } } }).spec.template.spec;
    Object.assign(pod, { volumes: [{ name: 'conf', configMap: { name: 'proxy' } }] });
    const imported = await read([web, proxy, ...['api', 'api2', 'db', 'cache'].flatMap((name) => pair(name))]);
    expect(arrows(imported, 'CALLS')).toEqual(
      ['api', 'cache', 'db'].map((name) => `Deployment/web -> Service/${name}`),
    );
    expect(imported.report.notes).toEqual([]);
  });

  test('may come from a ConfigMap', async () => {
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { one: 'a:80', B_ADDR: 'b:80' },
    };
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'one' } } }];
    const app = workload('app', { container: { env, envFrom: [{ configMapRef: { name: 'settings' } }] } });
    const found = await calls([...pair('a'), ...pair('b'), configMap, app]);
    expect(found).toEqual(['Deployment/app -> Service/a', 'Deployment/app -> Service/b']);
  });

  test('of the own Service is no dependency', async () => {
    const imported = await read(pair('app', { env: { SELF: 'app:80' } }));
    expect(arrows(imported, 'CALLS')).toEqual([]);
    expect(imported.report.notes).toMatchObject([{ message: expect.stringContaining('own Service'), count: 1 }]);
  });

  test('found several ways is one call with all its evidence, and without the value', async () => {
    const env = { A: 'http://u:geheim@db:80', B: 'db:80' };
    const imported = await read([...pair('db'), workload('app', { env })]);
    const found = imported.relationships.filter((one) => one.type === 'CALLS');
    expect(found).toHaveLength(1);
    expect(found[0]?.attributes).toEqual({ evidence: ['env A', 'env B'] });
    expect(JSON.stringify(imported)).not.toContain('geheim');
  });
});

describe('a network policy', () => {
  const policy = (spec: object, namespace?: string): object => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', ...(namespace === undefined ? {} : { namespace }) },
    spec,
  });
  const label = (app: string): object => ({ matchLabels: { app } });
  const named = (from: readonly object[], ports?: readonly object[]): object =>
    policy({ podSelector: label('db'), ingress: [{ from, ...(ports === undefined ? {} : { ports }) }] });
  const objects = [...pair('db'), ...pair('app'), ...pair('job')];

  test('gives a call for each caller that it names', async () => {
    const peers = [{ podSelector: label('app') }, { podSelector: label('job') }];
    expect(await calls([...objects, named(peers)])).toEqual([
      'Deployment/app -> Service/db',
      'Deployment/job -> Service/db',
    ]);
  });

  test.each([
    ['no from', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{}] }],
    ['an empty from', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [] }] }],
    ['an empty peer', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [{}] }] }],
    ['every pod', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [{ podSelector: {} }] }] }],
    [
      'a whole namespace',
      { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [{ namespaceSelector: {} }] }] },
    ],
    [
      'addresses',
      { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] },
    ],
    ['nothing at all', { podSelector: { matchLabels: { app: 'db' } } }],
    [
      'every pod as protected',
      { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'app' } } }] }] },
    ],
    [
      'an unknown operator',
      {
        podSelector: { matchLabels: { app: 'db' } },
        ingress: [
          { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['app'] }] } }] },
        ],
      },
    ],
  ])('gives no call when it admits %s', async (_, spec) => {
    expect(await calls([...objects, policy(spec)])).toEqual([]);
  });

  test('matches labels by expressions', async () => {
    const expression = (key: string, operator: string, ...values: readonly string[]): object => ({
      podSelector: { matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }] },
    });
    const labelled = [
      ...pair('db'),
      workload('a', { labels: { tier: 'web' } }),
      workload('b', { labels: { tier: 'batch' } }),
    ];
    const callers = async (peer: object): Promise<string[]> => calls([...labelled, named([peer])]);
    expect(await callers(expression('tier', 'In', 'web', 'mail'))).toEqual(['Deployment/a -> Service/db']);
    expect(await callers(expression('tier', 'NotIn', 'web'))).toEqual(['Deployment/b -> Service/db']);
    expect(await callers(expression('tier', 'Exists'))).toEqual([
      'Deployment/a -> Service/db',
      'Deployment/b -> Service/db',
    ]);
    expect(await callers(expression('app', 'DoesNotExist'))).toEqual([
      'Deployment/a -> Service/db',
      'Deployment/b -> Service/db',
    ]);
  });

  test('finds callers in the namespaces that it selects, by their labels or their name', async () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web', labels: { team: 'shop' } } };
    const found = (namespaceSelector: object): Promise<string[]> =>
      calls([
        ...pair('db'),
        namespace,
        workload('app', { namespace: 'web' }),
        workload('app', { namespace: 'other' }),
        named([{ namespaceSelector, podSelector: label('app') }]),
      ]);
    expect(await found({ matchLabels: { team: 'shop' } })).toEqual(['Deployment/app -> Service/db']);
    expect(await found({ matchLabels: { 'kubernetes.io/metadata.name': 'web' } })).toEqual([
      'Deployment/app -> Service/db',
    ]);
    expect(await found({})).toHaveLength(2);
  });

  test('means the Service in front of the protected pods that has the port, else the pods themselves', async () => {
    const db = workload('db', { container: { ports: [{ name: 'metrics', containerPort: 9187 }] } });
    const fronts = [
      service('db-metrics', { selector: { app: 'db' }, ports: [{ port: 80, targetPort: 'metrics' }] }),
      service('db-sql', { selector: { app: 'db' }, ports: [{ port: 5432 }] }),
    ];
    const peers = [{ podSelector: label('app') }];
    const called = (services: readonly object[], port?: number): Promise<string[]> =>
      calls([db, ...services, workload('app'), named(peers, port === undefined ? undefined : [{ port }])]);
    expect(await called(fronts, 5432)).toEqual(['Deployment/app -> Service/db-sql']);
    expect(await called(fronts, 9187)).toEqual(['Deployment/app -> Service/db-metrics']);
    expect(await called(fronts)).toEqual(['Deployment/app -> Service/db-metrics']);
    expect(await called([])).toEqual(['Deployment/app -> Deployment/db']);
  });

  test('confirms the Service that an address of the caller already names', async () => {
    const fronts = [service('db'), service('a-db', { selector: { app: 'db' } })];
    const app = workload('app', { env: { ADDR: 'db:80' } });
    const imported = await read([workload('db'), ...fronts, app, named([{ podSelector: label('app') }])]);
    expect(arrows(imported, 'CALLS')).toEqual(['Deployment/app -> Service/db']);
    const call = imported.relationships.find((one) => one.type === 'CALLS');
    expect(call?.attributes).toEqual({ evidence: ['NetworkPolicy p', 'env ADDR'] });
  });
});

describe('services and what routes to them', () => {
  test('a Service without selector, or with one that matches nothing, has no members', async () => {
    const objects = [workload('a'), service('by-hand', { selector: {} }), service('none', { selector: { app: 'x' } })];
    expect(arrows(await read(objects), 'BALANCES_TO')).toEqual([]);
  });

  test('a selector needs all of its labels and stays in its namespace', async () => {
    const objects = [
      workload('a', { labels: { app: 'x', tier: 'web' } }),
      workload('b', { labels: { app: 'x' } }),
      workload('c', { labels: { app: 'x', tier: 'web' }, namespace: 'other' }),
      service('s', { selector: { app: 'x', tier: 'web' } }),
    ];
    expect(arrows(await read(objects), 'BALANCES_TO')).toEqual(['Service/s -> Deployment/a']);
  });

  test('a headless Service is a Service, an ExternalName one leads to its target in the cluster', async () => {
    const objects = [
      ...pair('db', { namespace: 'data' }),
      service('headless', { clusterIP: 'None', selector: { app: 'app' } }),
      workload('app'),
      service('alias', { type: 'ExternalName', externalName: 'db.data.svc.cluster.local', selector: { app: 'app' } }),
      service('outside', { type: 'ExternalName', externalName: 'db.example.com' }),
    ];
    const imported = await read(objects);
    expect(arrows(imported, 'ROUTES_TO')).toEqual(['Service/alias -> Service/db']);
    expect(arrows(imported, 'BALANCES_TO')).toEqual([
      'Service/db -> Deployment/db',
      'Service/headless -> Deployment/app',
    ]);
  });

  test('an Ingress routes to each Service of its backends once, in the new form and the old', async () => {
    const ingress = (name: string, apiVersion: string, spec: object): object => ({
      apiVersion,
      kind: 'Ingress',
      metadata: { name },
      spec,
    });
    const path = (backend: object): object => ({ path: '/', backend });
    const rules = [
      {
        host: 'shop.example.com',
        http: { paths: [path({ service: { name: 'a' } }), path({ service: { name: 'b' } })] },
      },
      {
        host: 'www.example.com',
        http: { paths: [path({ service: { name: 'a' } }), path({ service: { name: 'gone' } })] },
      },
    ];
    const imported = await read([
      ...pair('a'),
      ...pair('b'),
      ingress('new', 'networking.k8s.io/v1', { rules, defaultBackend: { service: { name: 'b' } } }),
      ingress('old', 'extensions/v1beta1', { rules: [{ http: { paths: [path({ serviceName: 'a' })] } }] }),
    ]);
    expect(arrows(imported, 'ROUTES_TO')).toEqual([
      'Ingress/new -> Service/a',
      'Ingress/new -> Service/b',
      'Ingress/old -> Service/a',
    ]);
    const item = imported.items.find((one) => one.name === 'new');
    expect(item?.attributes).toMatchObject({
      hosts: ['shop.example.com', 'www.example.com'],
      paths: ['/'],
      tls: false,
    });
    expect(imported.report.notes).toMatchObject([{ message: expect.stringContaining('ingress backends'), count: 1 }]);
  });
});

describe('objects', () => {
  test('of every kind that runs pods become workloads; those that a controller made do not', async () => {
    const kinds = [
      'Deployment',
      'StatefulSet',
      'DaemonSet',
      'ReplicaSet',
      'ReplicationController',
      'CronJob',
      'Job',
      'Pod',
    ];
    const owned = { ownerReferences: [{ kind: 'Deployment', name: 'x', controller: true }] };
    const imported = await read([
      ...kinds.map((kind) => workload(`a-${kind.toLowerCase()}`, { kind })),
      workload('owned', { kind: 'ReplicaSet', metadata: owned }),
    ]);
    const found = imported.items.filter((item) => item.class === 'KubernetesWorkload');
    expect(new Set(found.map((item) => item.attributes?.['kind']))).toEqual(new Set(kinds));
    expect(found).toHaveLength(kinds.length);
    expect(imported.report.skipped).toEqual({ 'ReplicaSet owned by a Deployment': 1 });
  });

  test('of the same kind in another API group are something else', async () => {
    const imported = await read([
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'a' } },
      { apiVersion: 'example.com/v1', kind: 'constructor', metadata: { name: 'b' } },
    ]);
    expect(imported.items).toEqual([]);
    expect(imported.report.skipped).toEqual({ 'Service (serving.knative.dev)': 1, 'constructor (example.com)': 1 });
  });

  test('stand inside their namespace, and that inside the cluster, whose identity comes from kube-system or an option', async () => {
    const kubeSystem = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u-1' } };
    const { items } = await read([workload('a'), kubeSystem]);
    expect(
      items
        .slice(0, 3)
        .map((item) => [item.class, item.name, item.relationships?.map((one) => [one.type, one.end.ref])]),
    ).toEqual([
      ['KubernetesCluster', 'default', undefined],
      ['KubernetesNamespace', 'default', [['PART_OF', 'default']]],
      ['KubernetesNamespace', 'kube-system', [['PART_OF', 'default']]],
    ]);
    expect(items[3]?.relationships).toMatchObject([{ type: 'PART_OF', end: { ref: 'default/default' } }]);
    expect(items[0]?.attributes).toEqual({ apiServerUrl: 'kubernetes://default', kubeSystemUid: 'u-1' });
    const file = textFile('a.json', JSON.stringify(workload('a')));
    const named = await importAll(kubernetes, [file], {
      'api-server': 'https://k.example.com:6443',
      environment: 'production',
    });
    expect(named.items[0]).toMatchObject({
      attributes: { apiServerUrl: 'https://k.example.com:6443' },
      environment: 'production',
    });
  });

  test('may be more in one file than a function takes arguments', async () => {
    const item = '{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"}}';
    const list = `{"apiVersion":"v1","kind":"List","items":[${Array(150_000).fill(item).join()}]}`;
    const { report } = await importAll(kubernetes, [textFile('events.json', list, list.length)]);
    expect(report.problems).toEqual([]);
    expect(report.skipped).toEqual({ Event: 150_000 });
  });

  test('that are defined twice count once, the last by file name', async () => {
    const one = textFile('a.json', JSON.stringify(workload('app', { labels: { v: '1' } })));
    const two = textFile('b.json', JSON.stringify(workload('app', { labels: { v: '2' } })));
    for (const files of [
      [one, two],
      [two, one],
    ]) {
      const { items, report } = await importAll(kubernetes, files);
      const found = items.filter((item) => item.class === 'KubernetesWorkload');
      expect(found.map((item) => item.attributes?.['podLabels'])).toEqual([{ v: '2' }]);
      expect(report.notes).toMatchObject([{ count: 1, examples: ['Deployment app'] }]);
    }
  });

  test('carry what their class has attributes for', async () => {
    const app = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', uid: 'u', labels: { team: 'data', version: 2 } },
      spec: {
        replicas: 3,
        template: {
          metadata: { labels: { app: 'db' } },
          spec: {
            serviceAccountName: 'runner',
            initContainers: [{ name: 'init', image: 'busybox' }],
            containers: [{ name: 'main', image: 'postgres:18', ports: [{ containerPort: 5432 }] }],
          },
        },
      },
    };
    const { items } = await read([app]);
    expect(items.at(-1)).toMatchObject({
      labels: { team: 'data', version: '2' },
      attributes: {
        kind: 'StatefulSet',
        uid: 'u',
        apiVersion: 'apps/v1',
        replicas: 3,
        image: 'postgres:18',
        images: ['busybox', 'postgres:18'],
        containerPorts: [5432],
        podLabels: { app: 'db' },
        serviceAccount: 'runner',
      },
      complete: ['ATTRIBUTES', 'LABELS'],
    });
  });
});

test('a complete import nests every relationship in its source and says of which types it tells all', async () => {
  const objects = [...pair('db'), ...pair('app', { env: { ADDR: 'db:80' } })];
  const file = textFile('all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), 4096);
  const { items, relationships } = await importAll(kubernetes, [file], { complete: 'true' });
  expect(relationships).toEqual([]);
  const told = items.map((item) => [
    item.name,
    item.completeRelationships,
    item.relationships?.map(({ type }) => type),
  ]);
  expect(told.slice(2)).toEqual([
    ['app', ['CALLS', 'STORED_ON'], ['PART_OF', 'CALLS']],
    ['db', ['CALLS', 'STORED_ON'], ['PART_OF']],
    ['app', ['BALANCES_TO', 'ROUTES_TO'], ['PART_OF', 'BALANCES_TO']],
    ['db', ['BALANCES_TO', 'ROUTES_TO'], ['PART_OF', 'BALANCES_TO']],
  ]);
});

describe('budgets, volumes and autoscalers', () => {
  const list = (...objects: readonly object[]) => [
    textFile('all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), 4096),
  ];
  const budget = (spec: object) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'keep' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
  const scaled = (replicas: number | null) =>
    pair('web').map((object) => {
      const { spec, ...rest } = object as { spec: object };
      return 'kind' in rest && rest.kind === 'Deployment' && replicas !== null
        ? { ...rest, spec: { ...spec, replicas } }
        : object;
    });

  test.each([
    [{ minAvailable: 2 }, 2],
    [{ minAvailable: '50%' }, 2],
    [{ maxUnavailable: 1 }, 2],
    [{ minAvailable: 9 }, 3],
  ])('a budget of %j over three replicas needs %d of them', async (spec, needed) => {
    const { items, relationships } = await importAll(kubernetes, list(...scaled(3), budget(spec)));
    const service = items.find((item) => item.class === 'KubernetesService');
    expect(service?.gates).toEqual([{ key: 'pods', rule: 'AT_LEAST', value: needed }]);
    expect(relationships.filter(({ type }) => type === 'BALANCES_TO')).toMatchObject([
      { gateKeys: ['pods'], weight: 3 },
    ]);
  });

  test('an autoscaler tells the replicas of a workload that names none', async () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { minReplicas: 4, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
    };
    const { items } = await importAll(kubernetes, list(...scaled(null), autoscaler));
    expect(items.find((item) => item.class === 'KubernetesWorkload')?.attributes).toMatchObject({ replicas: 4 });
  });

  test('a workload is stored on its claims, and those on the volumes that they are bound to', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data-db-0' },
      spec: { volumeName: 'pv-1', resources: { requests: { storage: '10Gi' } } },
    };
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv-1' },
      spec: { capacity: { storage: '20Gi' } },
    };
    const database = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { template: {}, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    };
    const { items, relationships } = await importAll(kubernetes, list(claim, volume, database));
    expect(
      items.filter((item) => item.class === 'StorageVolume').map(({ name, attributes }) => [name, attributes]),
    ).toEqual([
      ['pv-1', { capacityGb: 20 }],
      ['default/data-db-0', { capacityGb: 10 }],
    ]);
    expect(relationships.map(({ type, source, target }) => [source.ref, type, target.ref])).toEqual([
      ['default/default/StatefulSet/db', 'STORED_ON', 'default/default/PersistentVolumeClaim/data-db-0'],
      ['default/default/PersistentVolumeClaim/data-db-0', 'STORED_ON', 'default/default/PersistentVolume/pv-1'],
    ]);
  });

  test('a mesh route leads from a Service to another one, a route of a gateway is an entrance', async () => {
    const route = (name: string, hosts: readonly string[], to: string, gateways: object) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name },
      spec: { hosts, ...gateways, http: [{ route: [{ destination: { host: to } }] }] },
    });
    const objects = [
      ...pair('web'),
      ...pair('db'),
      route('shift', ['web'], 'db.default.svc.cluster.local', {}),
      route('door', ['shop.example.com'], 'web', { gateways: ['main'] }),
    ];
    const { items, relationships } = await importAll(kubernetes, list(...objects));
    expect(items.find((item) => item.class === 'KubernetesIngress')).toMatchObject({
      name: 'door',
      attributes: { hosts: ['shop.example.com'] },
    });
    expect(
      relationships.filter(({ type }) => type === 'ROUTES_TO').map(({ source, target }) => [source.ref, target.ref]),
    ).toEqual([
      ['default/default/VirtualService/door', 'default/default/Service/web'],
      ['default/default/Service/web', 'default/default/Service/db'],
    ]);
  });
});

test('objects that lie in no namespace among others that do are told, and files for tools are no faults', async () => {
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['a.yaml'] };
  const objects = [...pair('api', { namespace: 'shop' }), ...pair('db'), kustomization];
  const { report } = await read(objects);
  expect(report.notes).toMatchObject([{ count: 2, message: expect.stringContaining('--namespace') }]);
  expect(report).toMatchObject({ problemCount: 0, skipped: { 'Kustomization (kustomize.config.k8s.io)': 1 } });
});
