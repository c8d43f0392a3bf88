import { IMPORTERS } from '../../../src/importers/index';
import { CallCounter } from '../../../src/importers/traces/call-counter';
import { importAll, textFile } from '../../support/input-files';
import { item, lines, read } from '../../support/read-format';

describe('Terraform', () => {
  const STATE_3 = JSON.stringify({
    version: 3,
    terraform_version: '0.11.14',
    modules: [
      {
        path: ['root', 'db'],
        resources: {
          'aws_subnet.a.0': {
            type: 'aws_subnet',
            depends_on: [],
            primary: {
              id: 'subnet-0a1b2c3d',
              attributes: { id: 'subnet-0a1b2c3d', cidr_block: '10.0.0.0/24', availability_zone: 'eu-west-1a' },
            },
          },
          'aws_db_instance.main': {
            type: 'aws_db_instance',
            depends_on: ['aws_subnet.a.*'],
            primary: {
              id: 'orders',
              attributes: {
                id: 'orders',
                engine: 'Postgres',
                password: 'hunter2',
                'tags.%': '1',
                'tags.Name': 'orders-db',
                'vpc_security_group_ids.#': '0',
              },
            },
          },
          'data.aws_ami.x': { type: 'aws_ami', primary: { id: 'ami-1', attributes: {} } },
        },
      },
    ],
  });

  test('of version 3 is read with modules, counts and flat attributes', async () => {
    const imported = await read('terraform', [STATE_3], { account: '42' });
    expect(item(imported, 'aws/42/aws_db_instance/orders')).toMatchObject({
      class: 'CloudDatabase',
      name: 'orders-db',
      labels: { 'terraform.address': 'module.db.aws_db_instance.main', 'terraform.module': 'module.db' },
      attributes: { engine: 'postgres' },
    });
    expect(lines(imported)).toContain('aws/42/aws_db_instance/orders HOSTED_ON aws/42/aws_subnet/subnet-0a1b2c3d');
    expect(lines(imported)).toContain('aws/42/aws_subnet/subnet-0a1b2c3d HOSTED_ON aws/42/eu-west-1');
    expect(JSON.stringify(imported)).not.toContain('hunter2');
    expect(imported.report.skipped).toEqual({ 'data.aws_ami': 1 });
  });

  const resource = (address: string, type: string, values: object, more: object = {}): object => ({
    address,
    mode: 'managed',
    type,
    name: address.split('.')[1],
    values,
    ...more,
  });

  test('plans give what is there, and what they would create as design', async () => {
    const plan = JSON.stringify({
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: {
        root_module: {
          resources: [
            resource('aws_vpc.main', 'aws_vpc', { id: 'vpc-12345678' }),
            resource('aws_instance.web[0]', 'aws_instance', { instance_type: 't3.micro' }),
          ],
        },
      },
      prior_state: {
        format_version: '1.0',
        values: { root_module: { resources: [resource('aws_vpc.main', 'aws_vpc', { id: 'vpc-12345678' })] } },
      },
      configuration: {
        root_module: {
          resources: [
            {
              address: 'aws_instance.web',
              expressions: { subnet_id: { references: ['aws_vpc.main.id', 'aws_vpc.main'] } },
            },
          ],
        },
      },
    });
    const imported = await read('terraform', [plan], { account: '42' });
    const planned = item(imported, 'aws/42/aws_instance/planned:aws_instance.web[0]');
    expect(planned).toMatchObject({ class: 'CloudVm', lifecycle: 'DESIGN', attributes: { instanceType: 't3.micro' } });
    expect(item(imported, 'aws/42/aws_vpc/vpc-12345678')?.lifecycle).toBeUndefined();
    expect(lines(imported)).toContain(
      'aws/42/aws_instance/planned:aws_instance.web[0] HOSTED_ON aws/42/aws_vpc/vpc-12345678',
    );
  });

  test('never keeps what is sensitive, nor types it does not know', async () => {
    const shown = JSON.stringify({
      terraform_version: '1.9.0',
      values: {
        root_module: {
          resources: [
            resource(
              'aws_instance.web',
              'aws_instance',
              { id: 'i-12345678', instance_type: 'secret-size', tags: { Name: 'web', token: 'hunter2' } },
              { sensitive_values: { instance_type: true, tags: { token: true } } },
            ),
            resource(
              'random_password.x',
              'random_password',
              { id: 'none', result: 'hunter3' },
              { sensitive_values: { result: true } },
            ),
          ],
        },
      },
    });
    const imported = await read('terraform', [shown]);
    expect(JSON.stringify(imported)).not.toMatch(/hunter|secret-size/);
    expect(imported.items.map((one) => one.class)).toContain('GenericCloudResource');
  });

  const state4 = (...resources: readonly (readonly [type: string, name: string, attributes: object])[]): string =>
    JSON.stringify({
      version: 4,
      terraform_version: '1.9.0',
      resources: resources.map(([type, name, attributes]) => ({
        mode: 'managed',
        type,
        name,
        instances: [{ attributes }],
      })),
    });

  test('knows what only the state holds by its address: its id is that of all, or the secret itself', async () => {
    const text = state4(
      ['random_password', 'one', { id: 'none' }],
      ['random_password', 'other', { id: 'none' }],
      ['random_string', 'token', { id: 'hunter2hunter2' }],
      ['aws_iam_access_key', 'x', { id: 'AKIA0000', vault_id: 'hunter2hunter2' }],
    );
    const imported = await read('terraform', [text], { account: '42' });
    const place = 'unnamed account of test';
    expect(
      imported.items.filter(({ nativeKey }) => nativeKey?.startsWith('random/')).map((one) => one.nativeKey),
    ).toEqual([
      `random/${place}`,
      `random/${place}/random_password/address:random_password.one`,
      `random/${place}/random_password/address:random_password.other`,
      `random/${place}/random_string/address:random_string.token`,
    ]);
    expect(JSON.stringify(imported)).not.toContain('hunter2');
    expect(lines(imported).filter((line) => line.includes('DEPENDS_ON'))).toEqual([]);
  });

  test('never re-keys a resource for what others are: they give the place of those that name none, not their key', async () => {
    const nameless = ['aws_db_instance', 'main', { id: 'orders' }] as const;
    const of = (account: string, name: string) =>
      ['aws_sns_topic', name, { id: name, arn: `arn:aws:sns:eu-west-1:${account}:${name}` }] as const;
    const key = 'aws/unnamed account of test/aws_db_instance/orders';
    const one = await read('terraform', [state4(nameless, of('11', 'a'))]);
    expect(lines(one)).toContain(`${key} HOSTED_ON aws/11`);
    const more = await read('terraform', [state4(nameless, of('11', 'a'), of('22', 'b'), of('22', 'c'))]);
    expect(lines(more)).toContain(`${key} HOSTED_ON aws/22`);
    expect(
      item(await read('terraform', [state4(nameless)], { account: '42' }), 'aws/42/aws_db_instance/orders'),
    ).toBeDefined();
  });
});

describe('AWS Config', () => {
  const state = (at: string, size: string, status = 'OK'): string =>
    JSON.stringify({
      configurationItemDiff: {},
      configurationItem: {
        resourceType: 'AWS::EC2::Instance',
        resourceId: 'i-0123456789abcdef0',
        awsAccountId: '42',
        awsRegion: 'eu-west-1',
        configurationItemCaptureTime: at,
        configurationItemStatus: status,
        tags: { Name: 'web' },
        configuration: { instanceType: size, state: { name: 'running' } },
        relationships: [
          { resourceType: 'AWS::EC2::Subnet', resourceId: 'subnet-01234567', name: 'Is contained in Subnet' },
          { resourceType: 'AWS::EC2::NetworkInterface', resourceId: 'eni-01234567', name: 'Contains NetworkInterface' },
        ],
      },
    });

  test('of several states the newest counts, in whatever order they come', async () => {
    const [older, newer] = [state('2026-01-01T00:00:00Z', 't3.micro'), state('2026-02-01T00:00:00Z', 't3.large')];
    const one = await read('aws', [older, newer]);
    expect(one.items.filter(({ class: name }) => name === 'CloudVm')).toMatchObject([
      {
        name: 'web',
        observedAt: '2026-02-01T00:00:00.000Z',
        attributes: { instanceType: 't3.large', powerState: 'ON', resourceId: 'i-0123456789abcdef0' },
      },
    ]);
    expect((await read('aws', [newer, older])).items).toEqual(one.items);
    expect(lines(one)).toContain('aws/i-0123456789abcdef0 HOSTED_ON aws/subnet-01234567');
  });

  test('what it reports as deleted is absent; a notification may lie in an envelope', async () => {
    const gone = state('2026-03-01T00:00:00Z', 't3.large', 'ResourceDeleted');
    const envelope = JSON.stringify({ Type: 'Notification', MessageId: '1', Message: gone });
    const { items } = await read('aws', [envelope]);
    expect(items).toMatchObject([
      { nativeKey: 'aws/i-0123456789abcdef0', presence: 'ABSENT', observedAt: '2026-03-01T00:00:00.000Z' },
    ]);
  });

  const configItem = (
    type: string,
    id: string,
    region: string,
    account: string,
    relationships: readonly object[] = [],
  ) =>
    JSON.stringify({
      configurationItem: {
        resourceType: type,
        resourceId: id,
        ARN: `arn:aws:x:${region}:${account}:${id}`,
        awsAccountId: account,
        awsRegion: region,
        configurationItemCaptureTime: '2026-01-01T00:00:00Z',
        relationships,
      },
    });

  test('names are told apart by account and region, and met without an ARN', async () => {
    const imported = await read('aws', [
      configItem('AWS::Lambda::Function', 'pay', 'eu-west-1', '42', [
        { resourceType: 'AWS::IAM::Role', resourceId: 'AROA1', name: 'Is associated with Role' },
        { resourceType: 'AWS::RDS::DBInstance', resourceId: 'db-ABC', name: 'Is associated with Database' },
      ]),
      configItem('AWS::Lambda::Function', 'pay', 'us-east-1', '42'),
      configItem('AWS::Lambda::Function', 'pay', 'eu-west-1', '43'),
      configItem('AWS::IAM::Role', 'AROA1', 'global', '42'),
      configItem('AWS::RDS::DBInstance', 'db-ABC', 'eu-west-1', '42'),
    ]);
    const keys = imported.items.map(({ nativeKey }) => nativeKey);
    expect(keys.flatMap((key) => (key?.includes('::') === true ? [key] : [])).sort()).toEqual([
      'aws/42/eu-west-1/AWS::Lambda::Function/pay',
      'aws/42/eu-west-1/AWS::RDS::DBInstance/db-ABC',
      'aws/42/global/AWS::IAM::Role/AROA1',
      'aws/42/us-east-1/AWS::Lambda::Function/pay',
      'aws/43/eu-west-1/AWS::Lambda::Function/pay',
    ]);
    expect(lines(imported).filter((line) => line.includes('DEPENDS_ON'))).toEqual([
      'aws/42/eu-west-1/AWS::Lambda::Function/pay DEPENDS_ON aws/42/eu-west-1/AWS::RDS::DBInstance/db-ABC',
      'aws/42/eu-west-1/AWS::Lambda::Function/pay DEPENDS_ON aws/42/global/AWS::IAM::Role/AROA1',
    ]);
  });
});

test('AWS keys a classic balancer by the account that was given, not by that of its neighbours', async () => {
  const balancers = JSON.stringify({ LoadBalancerDescriptions: [{ LoadBalancerName: 'front' }] });
  const vpc = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-0123456789', OwnerId: '22' }] });
  const type = 'AWS::ElasticLoadBalancing::LoadBalancer';
  const alone = `aws/unnamed account of test/eu-west-1/${type}/front`;
  const region = 'eu-west-1';
  expect(item(await read('aws', [balancers], { region }), alone)).toBeDefined();
  expect(lines(await read('aws', [balancers, vpc], { region }))).toContain(`${alone} HOSTED_ON aws/22/eu-west-1`);
  const given = await read('aws', [balancers, vpc], { region, account: '42' });
  expect(item(given, `aws/42/eu-west-1/${type}/front`)).toBeDefined();
});

test('GLPI tells the drives of a machine under Windows apart by their letters', async () => {
  const text = JSON.stringify({
    deviceid: 'pc-1',
    itemtype: 'Computer',
    content: {
      hardware: { name: 'pc-1' },
      drives: [
        { letter: 'C:', type: 'Local Disk', total: 2048 },
        { letter: 'D:', type: 'Local Disk', total: 1024 },
      ],
    },
  });
  const imported = await read('glpi', [text]);
  expect(imported.items.filter((one) => one.class === 'FileSystem')).toMatchObject([
    { nativeKey: 'pc-1/drive/C:', attributes: { mountPoint: 'C:', capacityGb: 2 } },
    { nativeKey: 'pc-1/drive/D:', attributes: { mountPoint: 'D:', capacityGb: 1 } },
  ]);
});

describe('NetBox', () => {
  const ref = (path: string, id: number, fields: object = {}): object => ({
    id,
    url: `https://netbox.example.com/api/${path}/${id}/`,
    ...fields,
  });

  test('answers name what they refer to, which becomes no item', async () => {
    const device = ref('dcim/devices', 7, {
      name: 'core-1',
      role: ref('dcim/device-roles', 1, { name: 'Core Switch' }),
      device_type: ref('dcim/device-types', 2, {
        model: 'EX4300',
        manufacturer: ref('dcim/manufacturers', 3, { name: 'Juniper' }),
      }),
      site: ref('dcim/sites', 4, { name: 'Bonn', slug: 'bonn' }),
      tenant: ref('tenancy/tenants', 5, { name: 'Shop' }),
    });
    const circuit = ref('circuits/circuits', 8, {
      cid: 'X-1',
      provider: ref('circuits/providers', 6, { name: 'Telco' }),
      type: ref('circuits/circuit-types', 9, { name: 'Transit' }),
    });
    const imported = await read('netbox', [JSON.stringify({ results: [device, circuit] })]);
    expect(imported.items).toHaveLength(2);
    expect(item(imported, 'dcim.device:7')).toMatchObject({
      class: 'Switch',
      site: 'bonn',
      labels: { 'netbox.tenant': 'Shop' },
      attributes: { manufacturer: 'Juniper', model: 'EX4300', networkRole: 'Core Switch' },
    });
    expect(item(imported, 'circuits.circuit:8')?.attributes).toMatchObject({
      carrier: 'Telco',
      circuitType: 'Transit',
    });
  });

  test('a dump whose references tell their type by number says so', async () => {
    const fields = { address: '10.0.0.1/24', assigned_object_type: 12, assigned_object_id: 3 };
    const { report } = await read('netbox', [JSON.stringify([{ model: 'ipam.ipaddress', pk: 1, fields }])]);
    expect(report.notes).toEqual([
      {
        message: 'references whose type is a number, left out; dump with --natural-foreign',
        count: 1,
        examples: ['ipam.ipaddress:1'],
      },
    ]);
  });
});

test('AWS Config: a text that is nested without end costs that text, not the item', async () => {
  const configuration = `{"instanceType":"t3.micro","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const found = {
    resourceType: 'AWS::EC2::Instance',
    resourceId: 'i-0123456789abcdef0',
    awsAccountId: '42',
    awsRegion: 'eu-west-1',
  };
  const { items } = await read('aws', [JSON.stringify({ configurationItems: [{ ...found, configuration }] })]);
  expect(items.filter(({ class: name }) => name === 'CloudVm')).toMatchObject([
    { attributes: { instanceType: 't3.micro' } },
  ]);
});

describe('Backstage', () => {
  const entity = (kind: string, name: string, spec: string): string =>
    `---\napiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

  test('gives every kind and relation, the owner by its profile', async () => {
    const text = [
      entity('Group', 'team-a', '{ type: team, children: [], profile: { displayName: Team A, email: a@example.com } }'),
      entity('Domain', 'shopping', '{ owner: team-a }'),
      entity('System', 'shop', '{ owner: team-a, domain: shopping }'),
      entity('Resource', 'db', '{ type: database, owner: team-a, system: shop }'),
      entity('API', 'orders-api', '{ type: openapi, lifecycle: production, owner: team-a, definition: x }'),
      entity('Component', 'lib', '{ type: library, lifecycle: production, owner: team-a }'),
      entity(
        'Component',
        'orders',
        '{ type: service, lifecycle: deprecated, owner: "group:default/team-a", system: shop, providesApis: [orders-api], dependsOn: ["resource:db", "component:lib"] }',
      ),
      entity('Component', 'web', '{ type: website, lifecycle: production, owner: team-a, consumesApis: [orders-api] }'),
      entity('Template', 'x', '{}'),
    ].join('');
    const imported = await read('backstage', [text]);
    expect(item(imported, 'component:default/orders')).toMatchObject({
      class: 'ServiceInstance',
      lifecycle: 'END_OF_OPERATION',
      owner: { name: 'Team A', url: 'mailto:a@example.com' },
    });
    expect(lines(imported)).toEqual([
      'api:default/orders-api EXPOSED_BY component:default/orders',
      'component:default/orders DEPENDS_ON component:default/lib',
      'component:default/orders DEPENDS_ON resource:default/db',
      'component:default/orders PART_OF system:default/shop',
      'component:default/web CALLS api:default/orders-api',
      'resource:default/db PART_OF system:default/shop',
      'system:default/shop REALIZES domain:default/shopping',
    ]);
    expect(imported.report.skipped).toEqual({ Template: 1 });
  });

  test('names what is invalid by document and path, and takes the rest', async () => {
    const { items, report } = await read('backstage', [
      entity('System', 'shop', '{}') +
        entity('System', '"-x"', '{ owner: a }') +
        entity('System', 'good', '{ owner: a }'),
    ]);
    expect(items.map(({ name }) => name)).toEqual(['good']);
    expect(report.problems).toMatchObject([
      { document: 1, path: 'spec.owner' },
      { document: 2, path: 'metadata.name' },
    ]);
  });

  test('follows Locations to files beside them only', async () => {
    const backstage = IMPORTERS.get('backstage');
    if (backstage === undefined) throw new Error('no backstage');
    const other = textFile('a/system.yaml', entity('System', 'beside', '{ owner: a }'));
    const location = entity(
      'Location',
      'all',
      '{ targets: [./system.yaml, ../../etc/passwd, "https://example.com/x.yaml"] }',
    );
    const file = {
      ...textFile('a/catalog-info.yaml', location),
      beside: (path: string) => (path === './system.yaml' ? [other] : []),
    };
    const { items, report } = await importAll(backstage, [file]);
    expect(items.map(({ name }) => name)).toEqual(['beside']);
    expect(report.notes.map(({ message, count }) => [message, count])).toEqual([
      ['Location targets that are no file here', 1],
      ['Location targets on the network, which are not fetched', 1],
    ]);
  });
});

test.each([
  [
    'JSON',
    `{"bomFormat": "CycloneDX", "serialNumber": "urn:uuid:3E671687-395B-41f5-a30f-a58921a69b79", "version": 2,
    "components": [{"type": "library", "name": "parser", "bom-ref": "a b"}]}`,
  ],
  [
    'XML',
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="2">
    <components><component type="library" bom-ref="a b"><name>parser</name></component></components></bom>`,
  ],
])('a bill refers to what another one holds, which is %s and comes before or after it', async (_, provider) => {
  const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2#a%20b';
  const bill = (
    ref: string,
  ): string => `{"bomFormat": "CycloneDX", "components": [{"type": "application", "name": "shop", "bom-ref": "1"}],
    "dependencies": [{"ref": "1", "dependsOn": ["${ref}"]}]}`;
  for (const bills of [
    [bill(link), provider],
    [provider, bill(link)],
  ]) {
    expect(lines(await read('cyclonedx', bills))).toEqual(['component/shop DEPENDS_ON component/parser']);
  }
  // Another version of that bill may hold something else under this name.
  const other = await read('cyclonedx', [provider, bill(link.replace('/2#', '/1#'))]);
  expect([lines(other), other.report.notes.map(({ count }) => count)]).toEqual([[], [1]]);
});

test('CycloneDX in XML is what it is in JSON', async () => {
  const xml = `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
    <metadata><component type="application" bom-ref="app"><name>app</name><version>1</version></component></metadata>
    <components><component type="library" bom-ref="lib"><group>org.x</group><name>lib</name><version>2.0</version>
      <licenses><license><id>MIT</id></license></licenses><purl>pkg:maven/org.x/lib@2.0?type=jar</purl></component></components>
    <dependencies><dependency ref="app"><dependency ref="lib"/></dependency><dependency ref="lib"/></dependencies></bom>`;
  const json = JSON.stringify({
    bomFormat: 'CycloneDX',
    metadata: { component: { type: 'application', 'bom-ref': 'app', name: 'app', version: '1' } },
    components: [
      {
        type: 'library',
        'bom-ref': 'lib',
        group: 'org.x',
        name: 'lib',
        version: '2.0',
        licenses: [{ license: { id: 'MIT' } }],
        purl: 'pkg:maven/org.x/lib@2.0?type=jar',
      },
    ],
    dependencies: [{ ref: 'app', dependsOn: ['lib'] }, { ref: 'lib' }],
  });
  const [one, other] = [await read('cyclonedx', [xml]), await read('cyclonedx', [json])];
  expect(one.items).toEqual(other.items);
  expect(lines(one)).toEqual(['component/app@1 DEPENDS_ON component/pkg:maven/org.x/lib@2.0']);
  expect(item(one, 'component/pkg:maven/org.x/lib@2.0')?.attributes).toMatchObject({
    licence: 'MIT',
    softwareVersion: '2.0',
  });
});

test('CycloneDX: a service has its first endpoint as address, and XML says of trust what JSON does', async () => {
  const service = (name: string, crosses: boolean) => ({
    name,
    provider: { name: 'Acme' },
    endpoints: [`https://example.com/${name}`, 'https://example.com/'],
    'x-trust-boundary': crosses,
  });
  const xmlOf = (name: string, crosses: boolean): string =>
    `<service><provider><name>Acme</name></provider><name>${name}</name><endpoints><endpoint>https://example.com/${name}</endpoint><endpoint>https://example.com/</endpoint></endpoints><x-trust-boundary>${crosses}</x-trust-boundary></service>`;
  const json = (...all: readonly object[]): string => JSON.stringify({ bomFormat: 'CycloneDX', services: all });
  const xml = (...all: readonly string[]): string =>
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><services>${all.join('')}</services></bom>`;
  for (const text of [json(service('pay', true)), xml(xmlOf('pay', true))]) {
    expect((await read('cyclonedx', [text])).items).toMatchObject([{ class: 'ExternalService', name: 'pay' }]);
  }
  // A provider of which something is used within the boundary is our own.
  for (const text of [
    json(service('pay', true), service('shop', false)),
    xml(xmlOf('pay', true), xmlOf('shop', false)),
  ]) {
    expect((await read('cyclonedx', [text])).items).toMatchObject([
      { class: 'ServiceInstance', name: 'pay', attributes: { url: 'https://example.com/pay' } },
      { class: 'ServiceInstance', name: 'shop', attributes: { url: 'https://example.com/shop' } },
    ]);
  }
});

test('SPDX: thousands of files and packages may stand before the version, and long texts fit', async () => {
  const many = (name: string) =>
    Array.from({ length: 1001 }, (_, index) => ({ SPDXID: `SPDXRef-${name}-${index}`, name: `${name}-${index}` }));
  const long = 'x'.repeat(3000);
  const packages = [
    {
      SPDXID: 'SPDXRef-long',
      name: 'long',
      licenseDeclared: long,
      downloadLocation: `git+https://example.com/${long}`,
      externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/long@1?x=${long}` }],
    },
    ...many('package'),
  ];
  const sorted = await read('spdx', [JSON.stringify({ files: many('file'), packages, spdxVersion: 'SPDX-2.3' })]);
  expect(sorted.items).toHaveLength(1002);
  expect(sorted.report.skipped).toEqual({ files: 1001 });
  expect(item(sorted, 'component/pkg:npm/long@1')?.attributes).toEqual({ licence: 'x'.repeat(2000) });
  expect((await read('spdx', [JSON.stringify({ packages, spdxVersion: 'SPDX-2.3' })])).items).toHaveLength(1002);
});

test('SPDX gives the same component as CycloneDX, and reads versions 2 and 3', async () => {
  const two = JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    packages: [
      {
        SPDXID: 'SPDXRef-app',
        name: 'app',
        versionInfo: '1',
        licenseConcluded: 'NOASSERTION',
        licenseDeclared: 'Apache-2.0',
      },
      {
        SPDXID: 'SPDXRef-lib',
        name: 'lib',
        versionInfo: '2.0',
        externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:maven/org.x/lib@2.0?type=jar' }],
      },
    ],
    relationships: [
      { spdxElementId: 'SPDXRef-lib', relationshipType: 'DEPENDENCY_OF', relatedSpdxElement: 'SPDXRef-app' },
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-app' },
    ],
  });
  const three = JSON.stringify({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'software_Package', spdxId: 'urn:app', name: 'app', software_packageVersion: '1' },
      {
        type: 'software_Package',
        spdxId: 'urn:lib',
        name: 'lib',
        software_packageVersion: '2.0',
        software_packageUrl: 'pkg:maven/org.x/lib@2.0',
      },
      { type: 'Relationship', spdxId: 'urn:r', from: 'urn:app', relationshipType: 'dependsOn', to: ['urn:lib'] },
    ],
  });
  for (const text of [two, three]) {
    const imported = await read('spdx', [text]);
    expect(lines(imported)).toEqual(['component/app@1 DEPENDS_ON component/pkg:maven/org.x/lib@2.0']);
  }
});

test('OTLP adds calls up over lines in any order, with the last time', async () => {
  const span = (service: string, id: string, parent: string, end: string, attributes: readonly object[] = []): string =>
    JSON.stringify({
      resourceSpans: [
        {
          resource: {
            attributes: [
              { key: 'service.name', value: { stringValue: service } },
              { key: 'deployment.environment', value: { stringValue: 'test' } },
            ],
          },
          scopeSpans: [
            {
              spans: [
                {
                  traceId: 'T',
                  spanId: id,
                  parentSpanId: parent,
                  name: 'op',
                  kind: 3,
                  startTimeUnixNano: '1',
                  endTimeUnixNano: end,
                  attributes,
                },
              ],
            },
          ],
        },
      ],
    });
  // The child of a comes first; c names a peer that sends no spans.
  const text = [
    span('b', '2', '1', '1767225600000000000'),
    span('a', '1', '', '1767225601000000000'),
    span('b', '3', '1', '1767225602000000000'),
    span('c', '4', '', '1767225603000000000', [{ key: 'peer.service', value: { stringValue: 'payments' } }]),
    span('c', '5', 'gone', '1'),
  ].join('\n');
  const imported = await read('otlp', [text]);
  expect(imported.relationships.map(({ type, kind, attributes }) => [type, kind, attributes])).toEqual([
    ['CALLS', 'OBSERVED', { count: 2, lastSeenAt: '2026-01-01T00:00:02.000Z' }],
    ['CALLS', 'OBSERVED', { count: 1, lastSeenAt: '2026-01-01T00:00:03.000Z' }],
  ]);
  expect(lines(imported)).toEqual(['test/a CALLS test/b', 'test/c CALLS test/payments']);
  expect(imported.report.notes).toMatchObject([{ message: 'spans whose parent is in none of the files', count: 1 }]);
});

test('Jaeger: a time beyond all times is none', async () => {
  const span = (spanID: string, processID: string, startTime: number, references: readonly object[]) => ({
    traceID: 'T',
    spanID,
    processID,
    startTime,
    duration: 1,
    references,
  });
  const spans = [
    span('1', 'p1', 1e300, []),
    span('2', 'p2', 1e300, [{ refType: 'CHILD_OF', traceID: 'T', spanID: '1' }]),
  ];
  const processes = { p1: { serviceName: 'a' }, p2: { serviceName: 'b' } };
  const { relationships } = await read('jaeger', [JSON.stringify({ data: [{ traceID: 'T', spans, processes }] })]);
  expect(relationships.map(({ type, attributes }) => [type, attributes])).toEqual([['CALLS', { count: 1 }]]);
});

test('spans that wait for others are as many as are remembered, and the rest is counted', () => {
  const counter = new CallCounter(2);
  const span = (id: string, parent: string | null, peer: string | null) => ({
    id,
    parent,
    service: 'a',
    peer,
    endedAt: null,
  });
  // The third waits in vain for room; the fourth is forgotten once, though it is a client that waits too.
  for (const id of ['1', '2', '3']) counter.add(span(id, 'gone', null));
  counter.add(span('4', 'gone', 'b'));
  expect(counter.finish()).toEqual({ calls: [{ from: 'a', to: 'b', count: 1, lastSeenAt: null }], orphans: 2 });
  expect(counter.forgotten).toBe(2);
});

test('names that every object of the language has are names like others', async () => {
  const backstage = 'apiVersion: backstage.io/v1alpha1\nkind: constructor\nmetadata: { name: x }\n';
  expect((await read('backstage', [backstage])).report.skipped).toEqual({ constructor: 1 });
  const table = 'sys_id,name,sys_class_name,constructor\ns1,web01,cmdb_ci_server,x\n';
  expect((await read('servicenow', [table])).items).toMatchObject([{ nativeKey: 's1' }]);
  const machine = { self: { type: 'constructor', value: 'x-1' }, name: 'x' };
  expect((await read('vcenter', [JSON.stringify({ elements: [machine] })])).report.skipped).toEqual({ constructor: 1 });
});

describe('ServiceNow', () => {
  test('without ids keeps records of one name in different tables apart', async () => {
    const records =
      'name,sys_class_name\nweb01,cmdb_ci_server\nweb01,cmdb_ci_service_auto\nshop,cmdb_ci_service_auto\n';
    const imported = await read('servicenow', [records, 'parent,child,type\nshop,web01,Depends on::Used by\n']);
    expect(imported.items.map(({ class: name, nativeKey }) => [nativeKey, name])).toEqual([
      ['server/web01', 'Server'],
      ['service_auto/shop', 'ServiceInstance'],
      ['service_auto/web01', 'ServiceInstance'],
    ]);
    expect(lines(imported)).toEqual(['service_auto/shop DEPENDS_ON server/web01']);
  });

  const CIS = `sys_id,name,sys_class_name,serial_number,ram,life_cycle_stage,busines_criticality,owned_by,location
s1,DB01,cmdb_ci_linux_server,SN-1,"4,096",Operational,1 - most critical,Ann,zurich
s2,Orders,Application Service,,,,,,
s3,orders-db,cmdb_ci_db_postgresql_instance,,,,,,
s4,Strange,cmdb_ci_toaster,,,,,,
`;
  const RELATIONS =
    'parent,child,type\nOrders,orders-db,Depends on::Used by\norders-db,DB01,Runs on::Runs\nDB01,Orders,Runs on::Runs\nOrders,DB01,Likes::Liked by\n';

  test('gives items by table or label, and relationships by name or id', async () => {
    const imported = await read('servicenow', [CIS, RELATIONS]);
    expect(imported.items.map(({ class: name, nativeKey }) => [nativeKey, name])).toEqual([
      ['s1', 'LinuxServer'],
      ['s2', 'ServiceInstance'],
      ['s3', 'DatabaseInstance'],
    ]);
    expect(item(imported, 's1')).toMatchObject({
      criticality: 'CRITICAL',
      lifecycle: 'OPERATIONAL',
      owner: { name: 'Ann' },
      site: 'zurich',
      attributes: { hostname: 'db01', serialNumber: 'SN-1', memoryMb: 4096 },
    });
    expect(lines(imported)).toEqual(['s1 DEPENDS_ON s2', 's2 DEPENDS_ON s3', 's3 RUNS_ON s1']);
    expect(imported.report.skipped).toEqual({ 'relationship Likes::Liked by': 1, toaster: 1 });
  });

  test('is the same as JSON with values and display values', async () => {
    const both = (display: string, value = display): object => ({ display_value: display, value });
    const json = JSON.stringify({
      result: [
        {
          sys_id: both('s2'),
          name: both('Orders'),
          sys_class_name: both('Mapped Application Service', 'cmdb_ci_service_auto'),
        },
        { sys_id: both('s1'), name: both('DB01'), sys_class_name: both('Linux Server', 'cmdb_ci_linux_server') },
        { parent: both('Orders', 's2'), child: both('DB01', 's1'), type: both('Depends on::Used by', 'abc') },
      ],
    });
    expect(lines(await read('servicenow', [json]))).toEqual(['s2 DEPENDS_ON s1']);
  });
});

describe('vCenter', () => {
  const ref = (type: string, value: string): object => ({ type, value });
  const GOVC = [
    JSON.stringify({ about: { instanceUuid: 'uuid-1', name: 'VMware vCenter Server' } }),
    JSON.stringify({
      elements: [
        {
          path: '/DC1/host/C1',
          object: {
            self: ref('ClusterComputeResource', 'domain-c1'),
            name: 'C1',
            configurationEx: { dasConfig: { enabled: true } },
          },
        },
      ],
    }),
    JSON.stringify({
      hostSystems: [
        {
          self: ref('HostSystem', 'host-1'),
          name: 'esx1.example.com',
          parent: ref('ClusterComputeResource', 'domain-c1'),
          summary: { hardware: { vendor: 'Dell', memorySize: 68719476736, numCpuThreads: 32 } },
        },
      ],
    }),
    JSON.stringify({
      virtualMachines: [
        {
          self: ref('VirtualMachine', 'vm-1'),
          name: 'web',
          config: { uuid: 'bios-1', hardware: { numCPU: 2, memoryMB: 4096 } },
          runtime: { host: ref('HostSystem', 'host-1'), powerState: 'poweredOn' },
          datastore: [ref('Datastore', 'ds-1')],
          network: [],
        },
      ],
    }),
    JSON.stringify({
      datastores: [{ self: ref('Datastore', 'ds-1'), name: 'fast', summary: { capacity: 1099511627776 } }],
    }),
  ];
  const EXPECTED = [
    'uuid-1/ClusterComputeResource/domain-c1 HAS_MEMBER uuid-1/HostSystem/host-1',
    'uuid-1/ClusterComputeResource/domain-c1 MANAGED_BY uuid-1',
    'uuid-1/Datastore/ds-1 MANAGED_BY uuid-1',
    'uuid-1/HostSystem/host-1 MANAGED_BY uuid-1',
    'uuid-1/VirtualMachine/vm-1 MANAGED_BY uuid-1',
    'uuid-1/VirtualMachine/vm-1 STORED_ON uuid-1/Datastore/ds-1',
    'uuid-1/VirtualMachine/vm-1 VIRTUALIZED_BY uuid-1/ClusterComputeResource/domain-c1',
    'uuid-1/VirtualMachine/vm-1 VIRTUALIZED_BY uuid-1/HostSystem/host-1',
  ];

  test('is read from govc, with a gate for machines that a cluster starts elsewhere', async () => {
    const imported = await read('vcenter', GOVC);
    expect(lines(imported)).toEqual(EXPECTED);
    const machine = item(imported, 'uuid-1/VirtualMachine/vm-1');
    expect(machine).toMatchObject({
      gates: [{ key: 'place', rule: 'ANY' }],
      attributes: { cpuCount: 2, memoryMb: 4096, powerState: 'ON', providerInstanceId: 'vm-1' },
    });
    expect(
      machine?.relationships?.filter(({ type }) => type === 'VIRTUALIZED_BY').map(({ gateKeys }) => gateKeys),
    ).toEqual([['place'], ['place']]);
    expect(item(imported, 'uuid-1/HostSystem/host-1')?.attributes).toMatchObject({
      fqdn: 'esx1.example.com',
      memoryMb: 65_536,
    });
  });

  test('of older versions, whose names begin in upper case, is the same', async () => {
    const upper = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(upper);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key.charAt(0).toUpperCase() + key.slice(1), upper(one)]),
      );
    };
    const old = await read(
      'vcenter',
      GOVC.map((text) => JSON.stringify(upper(JSON.parse(text)))),
    );
    expect(old.items).toEqual((await read('vcenter', GOVC)).items);
  });

  test('is read from the tabs of RVTools', async () => {
    const tabs = [
      'VM,Powerstate,Template,CPUs,Memory,Host,Cluster,Datacenter,VM ID,VM UUID,Path,VI SDK UUID\nweb,poweredOn,False,2,"4,096",esx1.example.com,C1,DC1,vm-1,bios-1,[fast] web/web.vmx,uuid-1\ngolden,poweredOff,True,1,512,esx1.example.com,C1,DC1,vm-2,bios-2,[fast] g,uuid-1\n',
      'Host,Datacenter,Cluster,CPU Model,# Memory,Vendor\nesx1.example.com,DC1,C1,Xeon,65536,Dell\n',
      'Name,Config status,NumHosts,HA enabled\nC1,green,1,True\n',
      'Name,Accessible,Type,Capacity MiB\nfast,True,VMFS,1048576\n',
      'VM,Network,Connected,Mac Address\nweb,VLAN 10,True,00:50:56:00:00:01\n',
    ];
    const imported = await read('vcenter', tabs);
    expect(lines(imported).filter((line) => line.startsWith('uuid-1/VirtualMachine'))).toEqual([
      'uuid-1/VirtualMachine/vm-1 CONNECTS_TO uuid-1/Network/VLAN 10',
      'uuid-1/VirtualMachine/vm-1 MANAGED_BY uuid-1',
      'uuid-1/VirtualMachine/vm-1 STORED_ON uuid-1/Datastore/DC1/fast',
      'uuid-1/VirtualMachine/vm-1 VIRTUALIZED_BY uuid-1/ClusterComputeResource/C1',
      'uuid-1/VirtualMachine/vm-1 VIRTUALIZED_BY uuid-1/HostSystem/esx1.example.com',
    ]);
    expect(item(imported, 'uuid-1/VirtualMachine/vm-1')?.attributes).toMatchObject({
      memoryMb: 4096,
      cpuCount: 2,
      providerInstanceId: 'vm-1',
    });
    expect(imported.report.skipped).toEqual({ template: 1 });
    const alone = await read('vcenter', tabs.slice(0, 1));
    expect(lines(alone).filter((line) => !line.includes('MANAGED_BY'))).toEqual([
      'uuid-1/ClusterComputeResource/C1 HAS_MEMBER uuid-1/HostSystem/esx1.example.com',
      'uuid-1/VirtualMachine/vm-1 STORED_ON uuid-1/Datastore/DC1/fast',
      'uuid-1/VirtualMachine/vm-1 VIRTUALIZED_BY uuid-1/HostSystem/esx1.example.com',
    ]);
    expect(alone.report.skippedFields).toEqual({});
    expect(item(alone, 'uuid-1/HostSystem/esx1.example.com')?.complete).toBeUndefined();
  });

  test('keeps apart what has the same name in another folder or datacenter, in whatever order the tabs come', async () => {
    const tabs = [
      'VM,Network,Connected,Datacenter,Template\nweb,LAN,True,DC1,False\ndb,LAN,True,DC2,False\ngolden,LAN,True,DC1,True\n',
      'VM,Powerstate,Template,CPUs,Host,Datacenter,VM ID,Path,VI SDK UUID\nweb,poweredOn,False,2,e,DC1,vm-1,[local] a,uuid-1\ndb,poweredOn,False,2,e,DC2,vm-2,[local] b,uuid-1\ndb,poweredOff,False,2,e,DC1,vm-3,[other] c,uuid-1\n',
      'Name,Accessible,Type,Datacenter\nlocal,True,VMFS,DC1\nlocal,True,VMFS,DC2\nother,True,VMFS,DC2\n',
    ];
    const imported = await read('vcenter', tabs.slice(1));
    expect(lines(imported).filter((line) => line.includes('STORED_ON'))).toEqual([
      'uuid-1/VirtualMachine/vm-1 STORED_ON uuid-1/Datastore/DC1/local',
      'uuid-1/VirtualMachine/vm-2 STORED_ON uuid-1/Datastore/DC2/local',
      'uuid-1/VirtualMachine/vm-3 STORED_ON uuid-1/Datastore/DC1/other',
    ]);
    expect(imported.items.filter(({ class: name }) => name === 'VirtualMachine').map(({ name }) => name)).toEqual([
      'web',
      'db',
      'db',
    ]);
    for (const [first, second] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const both = await read('vcenter', [tabs[first] ?? '', tabs[second] ?? '']);
      expect(lines(both).filter((line) => line.includes('CONNECTS_TO'))).toEqual([
        'uuid-1/VirtualMachine/vm-1 CONNECTS_TO uuid-1/Network/DC1/LAN',
        'uuid-1/VirtualMachine/vm-2 CONNECTS_TO uuid-1/Network/DC2/LAN',
      ]);
      expect(both.items.map(({ name }) => name)).not.toContain('golden');
    }
  });

  test.each([{ config: { template: true } }, { summary: { config: { template: true } } }])(
    'skips templates of govc: %j',
    async (marked) => {
      const golden = { self: ref('VirtualMachine', 'vm-2'), name: 'golden', ...marked };
      const imported = await read('vcenter', [...GOVC, JSON.stringify({ virtualMachines: [golden] })]);
      expect(lines(imported)).toEqual(EXPECTED);
      expect(imported.report.skipped).toEqual({ template: 1 });
    },
  );
});
