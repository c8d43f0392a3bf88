import { IMPORTERS } from '../../../src/importers/index';
import { importAll, textFile, type Imported } from '../../support/input-files';

/** Reads files by name; what is no text is written as JSON. */
async function read(format: string, files: Readonly<Record<string, unknown>>): Promise<Imported> {
  const importer = IMPORTERS.get(format);
  if (importer === undefined) throw new Error(`no format ${format}`);
  return importAll(
    importer,
    Object.entries(files).map(([name, content]) =>
      textFile(name, typeof content === 'string' ? content : JSON.stringify(content)),
    ),
  );
}

/** `source TYPE target` by the ends of the keys. */
const links = ({ relationships }: Imported): readonly string[] =>
  relationships.map(({ source, type, target }) =>
    [source, target].map((end) => (end.native?.key ?? end.ref ?? '').split('/').at(-1)).join(` ${type} `),
  );

describe('a Terraform plan', () => {
  const resource = (address: string, name: string) => ({
    address,
    mode: 'managed',
    type: 'foo_widget',
    name,
    provider_name: 'registry.terraform.io/acme/foo',
    values: {},
  });
  const widget = (name: string, references: readonly string[]) => ({
    address: `foo_widget.${name}`,
    mode: 'managed',
    type: 'foo_widget',
    name,
    expressions: { needs: { references } },
  });

  test('follows variables and outputs of modules, each instance of a module within itself', async () => {
    const instance = (index: number) => ({
      address: `module.db[${index}]`,
      resources: [resource(`module.db[${index}].foo_widget.a`, 'a'), resource(`module.db[${index}].foo_widget.b`, 'b')],
    });
    const imported = await read('terraform', {
      'plan.json': {
        format_version: '1.2',
        terraform_version: '1.9.0',
        planned_values: {
          root_module: {
            resources: [resource('foo_widget.web', 'web'), resource('foo_widget.net["x"]', 'net')],
            child_modules: [instance(0), instance(1)],
          },
        },
        configuration: {
          root_module: {
            resources: [widget('web', ['module.db[0].address', 'module.db[0]', 'var.unknown']), widget('net', [])],
            module_calls: {
              db: {
                expressions: { network: { references: ['foo_widget.net["x"].id', 'foo_widget.net'] } },
                module: {
                  outputs: { address: { expression: { references: ['foo_widget.b.id', 'foo_widget.b'] } } },
                  resources: [widget('a', ['foo_widget.b']), widget('b', ['var.network', 'var.network'])],
                },
              },
            },
          },
        },
      },
    });
    expect(imported.report.notes).toEqual([]);
    expect(
      links(imported)
        .map((link) => link.replaceAll('planned:', ''))
        .sort(),
    ).toEqual([
      'foo_widget.web DEPENDS_ON module.db[0].foo_widget.b',
      'foo_widget.web DEPENDS_ON module.db[1].foo_widget.b',
      'module.db[0].foo_widget.a DEPENDS_ON module.db[0].foo_widget.b',
      'module.db[0].foo_widget.b DEPENDS_ON foo_widget.net["x"]',
      'module.db[1].foo_widget.a DEPENDS_ON module.db[1].foo_widget.b',
      'module.db[1].foo_widget.b DEPENDS_ON foo_widget.net["x"]',
    ]);
  });

  test('of nothing is nothing, and what else tools say in its name is refused', async () => {
    expect((await read('terraform', { empty: { format_version: '1.0' } })).items).toEqual([]);
    await expect(read('terraform', { schemas: { format_version: '1.0', provider_schemas: {} } })).rejects.toThrow(
      /is not a Terraform state/,
    );
  });
});

describe('AWS', () => {
  test('answers of services that have no class here are counted, also empty ones', async () => {
    const { items, report } = await read('aws', {
      'distributions.json': { Distributions: [{ Id: 'E1', ARN: 'arn:aws:cloudfront::1:distribution/E1' }] },
      'clusters.json': { clusterArns: ['arn:aws:ecs:eu-west-1:1:cluster/a', 'arn:aws:ecs:eu-west-1:1:cluster/b'] },
      'health.json': { TargetHealthDescriptions: [{ Target: { Id: 'i-0123456789abcdef0' } }] },
      'peerings.json': { VpcPeeringConnections: [] },
    });
    expect(items).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(report.skipped).toEqual({ Distributions: 1, TargetHealthDescriptions: 1, clusterArns: 2 });
  });

  test('what other tools say of AWS is no answer of AWS, and an empty list can be anybody’s', async () => {
    const state = {
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        { type: 'aws_vpc', instances: [{ attributes: { arn: 'arn:aws:ec2:eu-west-1:1:vpc/vpc-0a1b2c3d' } }] },
      ],
    };
    const bill = { bomFormat: 'CycloneDX', components: [{ name: 'arn:aws:lambda:eu-west-1:1:function:pay' }] };
    const refusals = [
      ['terraform.tfstate', state, 'it looks like a Terraform state or plan'],
      ['bill.json', bill, 'it looks like a CycloneDX bill of materials'],
      ['items.json', { Items: [] }, 'it looks like some other JSON'],
    ] as const;
    for (const [name, content, guess] of refusals) {
      await expect(read('aws', { [name]: content })).rejects.toThrow(guess);
    }
  });

  test('notifications lie in messages of a queue, and the newest counts wherever it lies', async () => {
    const state = (day: number, instanceType: string) => ({
      configurationItem: {
        resourceType: 'AWS::EC2::Instance',
        resourceId: 'i-0123456789abcdef0',
        awsAccountId: '1',
        awsRegion: 'eu-west-1',
        configurationItemStatus: 'OK',
        configurationItemCaptureTime: `2026-01-0${day}T00:00:00Z`,
        configuration: { instanceId: 'i-0123456789abcdef0', instanceType },
      },
    });
    const inTopic = (content: object) => JSON.stringify({ Type: 'Notification', Message: JSON.stringify(content) });
    const { items } = await read('aws', {
      'queue.json': { Messages: [{ Body: inTopic(state(3, 'newest')) }, { Body: inTopic(state(1, 'oldest')) }] },
      'records.json': { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(state(2, 'between')) }] },
    });
    expect(items.filter((one) => one.class === 'CloudVm').map((one) => one.attributes?.['instanceType'])).toEqual([
      'newest',
    ]);
  });
});

describe('NetBox', () => {
  test('a dump with its content types needs no natural keys, and objects of plugins are counted', async () => {
    const imported = await read('netbox', {
      'dump.json': [
        { model: 'dcim.device', pk: 1, fields: { name: 'a', device_role: 1 } },
        { model: 'dcim.device', pk: 2, fields: { name: 'b', device_role: 1 } },
        { model: 'dcim.devicerole', pk: 1, fields: { name: 'Server' } },
        { model: 'dcim.interface', pk: 11, fields: { device: 1, name: 'eth0' } },
        { model: 'dcim.interface', pk: 12, fields: { device: 2, name: 'eth0' } },
        { model: 'dcim.cable', pk: 5, fields: {} },
        {
          model: 'dcim.cabletermination',
          pk: 1,
          fields: { cable: 5, cable_end: 'A', termination_type: 7, termination_id: 11 },
        },
        {
          model: 'dcim.cabletermination',
          pk: 2,
          fields: { cable: 5, cable_end: 'B', termination_type: 7, termination_id: 12 },
        },
        { model: 'contenttypes.contenttype', pk: 7, fields: { app_label: 'dcim', model: 'interface' } },
      ],
      'plugin.json': {
        results: [
          { id: 1, url: 'https://n.example.com/api/plugins/bgp/session/1/', name: 'x' },
          { id: 9, url: 'https://n.example.com/api/dcim/sites/9/', name: 'Bonn', slug: 'bonn' },
        ],
      },
    });
    expect(imported.report.problems).toEqual([]);
    expect(imported.report.notes).toEqual([]);
    expect(links(imported)).toEqual(['dcim.interface:11 CONNECTS_TO dcim.interface:12']);
    expect(imported.report.skipped).toMatchObject({ 'plugins/bgp/session': 1 });
  });
});

test('NetBox: members of a stack need no name, what has no key or no owner is counted, and the change log is not held', async () => {
  const imported = await read('netbox', {
    'dump.json': [
      { model: 'auth.permission', fields: { codename: 'x' } },
      { model: 'extras.objectchange', pk: 1, fields: { postchange_data: {} } },
      { model: 'dcim.devicerole', pk: 1, fields: { name: 'Switch' } },
      { model: 'dcim.devicerole', pk: 2, fields: { name: 'Patch Panel' } },
      { model: 'dcim.virtualchassis', pk: 1, fields: { name: 'stack-1' } },
      { model: 'dcim.device', pk: 1, fields: { name: null, role: 1, virtual_chassis: 1, vc_position: 2 } },
      { model: 'dcim.device', pk: 2, fields: { name: 'panel', role: 2 } },
      { model: 'dcim.interface', pk: 1, fields: { device: 1, name: 'ge-1/0/0' } },
      { model: 'dcim.interface', pk: 2, fields: { device: 2, name: 'port' } },
    ],
  });
  expect(imported.items).toMatchObject([
    { name: 'stack-1:2', class: 'Switch', attributes: { hostname: 'stack-1:2', stackId: 'stack-1' } },
    { nativeKey: 'dcim.interface:1' },
  ]);
  expect(imported.report).toMatchObject({
    problemCount: 0,
    notes: [],
    skipped: { 'auth.permission': 1, 'extras.objectchange': 1, 'dcim.interface of what is no item here': 1 },
  });
});

test('AWS: what is gone but still listed is left out, counted and named; what is stopped stays', async () => {
  const instance = (digit: number, state: string) => ({ InstanceId: `i-0000000${digit}`, State: { Name: state } });
  const { items, relationships, report } = await read('aws', {
    'instances.json': {
      Reservations: [
        {
          Instances: ['running', 'stopped', 'stopping', 'shutting-down', 'terminated'].map((state, at) =>
            instance(at, state),
          ),
        },
      ],
    },
    'nat.json': {
      NatGateways: ['available', 'deleting', 'deleted'].map((State, at) => ({
        NatGatewayId: `nat-0000000${at}`,
        State,
      })),
    },
    'volumes.json': {
      Volumes: ['in-use', 'deleting', 'deleted'].map((State, at) => ({ VolumeId: `vol-0000000${at}`, State })),
    },
    'rds.json': {
      DBInstances: ['stopped', 'deleting'].map((state) => ({ DBInstanceIdentifier: state, DBInstanceStatus: state })),
    },
    'aurora.json': { DBClusters: [{ DBClusterIdentifier: 'old', Status: 'deleting' }] },
    'ecs.json': {
      clusters: ['ACTIVE', 'INACTIVE'].map((status) => ({
        clusterArn: `arn:aws:ecs:eu-west-1:1:cluster/${status}`,
        status,
      })),
    },
    'elb.json': {
      LoadBalancerDescriptions: [{ LoadBalancerName: 'front', Instances: [instance(0, ''), instance(4, '')] }],
    },
  });
  expect(
    items.flatMap(({ nativeKey, class: name }) =>
      ['CloudAccount', 'CloudRegion'].includes(name) ? [] : [nativeKey?.split('/').at(-1)],
    ),
  ).toEqual(
    expect.arrayContaining([
      'i-00000000',
      'i-00000001',
      'i-00000002',
      'nat-00000000',
      'vol-00000000',
      'stopped',
      'ACTIVE',
      'front',
    ]),
  );
  expect(JSON.stringify([items, relationships.filter(({ type }) => type !== 'BALANCES_TO')])).not.toMatch(
    /i-0000000[34]|nat-0000000[12]|vol-0000000[12]|DBInstance\/deleting|old|INACTIVE/,
  );
  expect(report.skipped).toEqual({
    'Instances that are shutting-down': 1,
    'Instances that are terminated': 1,
    'NatGateways that are deleting': 1,
    'NatGateways that are deleted': 1,
    'Volumes that are deleting': 1,
    'Volumes that are deleted': 1,
    'DBInstances that are deleting': 1,
    'DBClusters that are deleting': 1,
    'clusters that are inactive': 1,
  });
  expect(report.notes).toContainEqual({
    message: 'resources that are gone, left out',
    count: 9,
    examples: expect.arrayContaining(['i-00000003', 'i-00000004']),
  });
});

test('AWS Config: a resource in a state of which it does not come back is absent', async () => {
  const state = (resourceType: string, resourceId: string, configuration: object) => ({
    resourceType,
    resourceId,
    configuration,
    awsAccountId: '1',
    awsRegion: 'eu-west-1',
    tags: {},
    configurationItemStatus: 'OK',
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: '2026-11-01T00:00:00Z',
  });
  const { items } = await read('aws', {
    'snapshot.json': {
      configurationItems: [
        state('AWS::EC2::Instance', 'i-00000001', { state: { name: 'terminated' } }),
        state('AWS::EC2::Instance', 'i-00000002', { state: { name: 'stopped' } }),
        state('AWS::ECS::Cluster', 'arn:aws:ecs:eu-west-1:1:cluster/a', { status: 'INACTIVE' }),
        state('AWS::EC2::VPCEndpoint', 'vpce-00000001', { state: 'deleted' }),
        state('AWS::IAM::AccessKey', 'AK', { status: 'Inactive' }),
      ],
    },
  });
  expect(items.flatMap(({ nativeKey, presence }) => (presence === 'ABSENT' ? [nativeKey] : []))).toEqual([
    'aws/arn:aws:ecs:eu-west-1:1:cluster/a',
    'aws/i-00000001',
    'aws/vpce-00000001',
  ]);
});

test('AWS: among answers, one that names no resource is left out and named; alone it is refused', async () => {
  const regions = { Regions: [{ RegionName: 'eu-west-1', OptInStatus: 'opted-in' }] };
  const { report } = await read('aws', { 'regions.json': regions, 'vpcs.json': { Vpcs: [{ VpcId: 'vpc-0a1b2c3d' }] } });
  expect(report.notes).toMatchObject([{ message: expect.stringContaining('left out'), examples: ['regions.json'] }]);
  await expect(read('aws', { 'regions.json': regions })).rejects.toThrow('is not output of the AWS command line');
});

test('Terraform: a balancer needs one of its machines, and an attachment says what lies where', async () => {
  const resource = (type: string, name: string, values: object): object => ({
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ attributes: values }],
  });
  const imported = await read('terraform', {
    'terraform.tfstate': {
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        resource('aws_elb', 'front', { id: 'front-elb', instances: ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'] }),
        resource('aws_instance', 'a', { id: 'i-0aaaaaaaaaaaaaaaa' }),
        resource('aws_instance', 'b', { id: 'i-0bbbbbbbbbbbbbbbb' }),
        resource('aws_ebs_volume', 'data', { id: 'vol-0cccccccccccccccc' }),
        resource('aws_volume_attachment', 'data', {
          id: 'vai-1',
          instance_id: 'i-0aaaaaaaaaaaaaaaa',
          volume_id: 'vol-0cccccccccccccccc',
        }),
      ],
    },
  });
  expect(links(imported).filter((line) => !line.startsWith('vai-1'))).toEqual([
    'front-elb BALANCES_TO i-0aaaaaaaaaaaaaaaa',
    'front-elb BALANCES_TO i-0bbbbbbbbbbbbbbbb',
    'i-0aaaaaaaaaaaaaaaa STORED_ON vol-0cccccccccccccccc',
  ]);
});

test('traces: who answers names its caller as peer, and one trace needs no list around it', async () => {
  const span = (spanID: string, processID: string, more: object = {}): object => ({
    traceID: 't',
    spanID,
    processID,
    ...more,
  });
  const imported = await read('jaeger', {
    'trace.json': {
      traceID: 't',
      spans: [
        span('1', 'p1'),
        span('2', 'p2', {
          references: [{ traceID: 't', spanID: '1' }],
          tags: [
            { key: 'span.kind', value: 'server' },
            { key: 'peer.service', value: 'shop' },
          ],
        }),
      ],
      processes: { p1: { serviceName: 'shop' }, p2: { serviceName: 'cart' } },
    },
  });
  expect(links(imported)).toEqual(['shop CALLS cart']);
});

test('SPDX as tags and values, and as YAML, is what it is as JSON', async () => {
  const versions = [
    { name: 'shop', SPDXID: 'SPDXRef-shop', versionInfo: '1.0', licenseDeclared: 'MIT' },
    {
      name: 'left-pad',
      SPDXID: 'SPDXRef-pad',
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/left-pad@1.3.0' },
      ],
    },
  ];
  const relationships = [
    { spdxElementId: 'SPDXRef-shop', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-pad' },
  ];
  const json = { spdxVersion: 'SPDX-2.3', packages: versions, relationships };
  const yaml = `spdxVersion: SPDX-2.3\npackages: ${JSON.stringify(versions)}\nrelationships: ${JSON.stringify(relationships)}\n`;
  const tags = [
    'SPDXVersion: SPDX-2.3',
    'SPDXID: SPDXRef-DOCUMENT',
    'DocumentComment: <text>PackageName: none',
    'PackageName: none either</text>',
    'PackageName: shop',
    'SPDXID: SPDXRef-shop',
    'PackageVersion: 1.0',
    'PackageLicenseDeclared: MIT',
    'FileName: ./a.c',
    'SPDXID: SPDXRef-file',
    'PackageName: left-pad',
    'SPDXID: SPDXRef-pad',
    'ExternalRef: PACKAGE-MANAGER purl pkg:npm/left-pad@1.3.0',
    'Relationship: SPDXRef-shop DEPENDS_ON SPDXRef-pad',
    'LicenseID: LicenseRef-1',
    'ExtractedText: <text>of a licence',
  ].join('\n');
  const importer = IMPORTERS.get('spdx');
  if (importer === undefined) throw new Error('no spdx');
  const all = await Promise.all(
    [JSON.stringify(json), yaml, tags].map((text) => importAll(importer, [textFile('sbom', text)])),
  );
  expect(all[0]?.items).toHaveLength(2);
  expect(all.map(links)).toEqual(all.map(() => ['shop@1.0 DEPENDS_ON left-pad@1.3.0']));
  expect(all.map(({ batches }) => batches)).toEqual(all.map(() => all[0]?.batches));
  expect(all[2]?.report).toMatchObject({
    skipped: { files: 1 },
    problems: [{ line: 16, message: expect.stringContaining('never ends') }],
  });
});

test('a variable that a Compose file demands is named where it is missing, and makes no image', async () => {
  const { items, report } = await read('docker-compose', {
    'shop/compose.yaml':
      'services:\n  a: { image: "shop/a:${TAG:?set it to a release}" }\n  b: { image: "b:${TAG-1}" }\n',
  });
  expect(report.problems).toMatchObject([
    { file: 'shop/compose.yaml', path: 'TAG', message: expect.stringContaining('(set it to a release)') as string },
  ]);
  expect(items.filter((one) => one.class === 'ContainerImage').map((one) => one.name)).toEqual([
    'docker.io/library/b:1',
  ]);
});

test('a document of GitHub, which wraps it, is an SPDX document like any other', async () => {
  const document = {
    spdxVersion: 'SPDX-2.3',
    packages: [
      { SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1' },
      { SPDXID: 'SPDXRef-b', name: 'b' },
      { name: 'without an id' },
    ],
    relationships: [{ spdxElementId: 'SPDXRef-a', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-b' }],
  };
  const wrapped = await read('spdx', { 'sbom.json': { sbom: document } });
  const bare = await read('spdx', { 'sbom.json': document });
  expect(wrapped.items).toEqual(bare.items);
  expect(links(wrapped)).toEqual(['a@1 DEPENDS_ON b']);
  expect(wrapped.report.problems).toMatchObject([{ path: 'sbom.packages[2]' }]);
});

test('CycloneDX in XML may give its namespace a prefix', async () => {
  const xml =
    '<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.5"><c:components><c:component type="library"><c:name>x</c:name></c:component></c:components></c:bom>';
  expect((await read('cyclonedx', { 'bom.xml': xml })).items.map((one) => one.name)).toEqual(['x']);
});

test('tabs of RVTools that tell nothing of machines are counted', async () => {
  const { items, report } = await read('vcenter', {
    'vHost.csv': 'Host,ESX Version,VI SDK Server\nesx1.example.com,VMware ESXi 8.0,vc.example.com\n',
    'vLicense.csv': 'Name,Key,VI SDK Server\nx,y,vc.example.com\nz,y,vc.example.com\n',
  });
  expect(items.map((one) => one.class)).toEqual(['VirtualizationManager', 'Hypervisor']);
  expect(report.skipped).toEqual({ 'row of another tab': 2 });
});

test('GLPI: interfaces that share the hardware address of a port are not taken for it', async () => {
  const port = (ifnumber: number, ifname: string, iftype: number, mac: string): object => ({
    ifnumber,
    ifname,
    ifdescr: ifname,
    iftype,
    mac,
  });
  const { items } = await read('glpi', {
    'switch.json': {
      deviceid: 'sw-1',
      itemtype: 'NetworkEquipment',
      action: 'netinventory',
      content: {
        network_device: { type: 'Networking', name: 'sw-1', serial: 'S1' },
        network_ports: [
          port(1, 'Ethernet1', 6, '8c:60:4f:8d:ae:a1'),
          port(2, 'port-channel1', 53, '8c:60:4f:8d:ae:a1'),
          port(3, 'Vlan1', 53, '8c:60:4f:8d:ae:bc'),
          port(4, 'Vlan2', 53, '8c:60:4f:8d:ae:bc'),
          port(5, 'Ethernet5', 6, '8c:60:4f:8d:ae:a5'),
        ],
      },
    },
  });
  const interfaces = items.filter(({ class: name }) => name === 'NetworkInterface');
  expect(interfaces.map(({ name, attributes }) => [name, attributes?.['macAddress'] ?? null])).toEqual([
    ['Ethernet1', '8c:60:4f:8d:ae:a1'],
    ['port-channel1', null],
    ['Vlan1', null],
    ['Vlan2', null],
    ['Ethernet5', '8c:60:4f:8d:ae:a5'],
  ]);
});

test('behind a port of a GLPI switch there may be several addresses', async () => {
  const imported = await read('glpi', {
    'pc.json': {
      deviceid: 'pc',
      itemtype: 'Computer',
      content: {
        versionclient: 'x',
        hardware: { name: 'pc' },
        networks: [{ description: 'eth0', mac: 'aa:bb:cc:00:00:01' }],
      },
    },
    'sw.json': {
      deviceid: 'sw',
      itemtype: 'NetworkEquipment',
      content: {
        versionclient: 'x',
        network_device: { type: 'Networking', name: 'sw' },
        network_ports: [
          { ifnumber: 1, ifname: 'Gi1', connections: [{ mac: ['00:00:5e:00:53:01', 'AA:BB:CC:00:00:01'] }] },
        ],
      },
    },
  });
  expect(links(imported)).toEqual(['1 CONNECTS_TO pc']);
});
