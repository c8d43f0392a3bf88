import type { Section } from '../../../src/importers/json-sections';
import { jaegerTraces } from '../../../src/importers/traces/jaeger-spans';
import { item, lines, read } from '../../support/read-format';

const json = (value: unknown): string => JSON.stringify(value);

describe('AWS Config', () => {
  const bucket = (more: object): object => ({
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'logs',
    awsAccountId: '42',
    awsRegion: 'eu-west-1',
    configurationItemCaptureTime: '2026-01-01T00:00:00Z',
    ...more,
  });
  const whole = bucket({
    configurationItemStatus: 'OK',
    configurationItemVersion: '1.3',
    configuration: { name: 'logs' },
    tags: [{ tag: 'team=web', key: 'team', value: 'web' }],
    relationships: [],
  });
  const function_ = { ...whole, resourceType: 'AWS::Lambda::Function', resourceId: 'mail', tags: {} };

  test('items may stand by themselves, alone or one on each line', async () => {
    const both = await read('aws', [`${json(whole)}\n${json(function_)}\n`]);
    expect(both.items.map(({ class: name }) => name).sort()).toEqual([
      'CloudAccount',
      'CloudFunction',
      'CloudRegion',
      'ObjectStore',
    ]);
    expect(item(both, 'aws/logs')).toMatchObject({ labels: { team: 'web' }, complete: ['ATTRIBUTES', 'LABELS'] });
    const [one, listed] = [
      await read('aws', [json(whole)]),
      await read('aws', [json({ configurationItems: [whole] })]),
    ];
    expect(one.items).toEqual(listed.items);
    expect(item(one, 'aws/logs')).toEqual(item(both, 'aws/logs'));
  });

  test('a summary and an answer to a query take nothing away that they do not hold', async () => {
    const summary = json({ configurationItemSummary: bucket({ configurationItemStatus: 'OK' }) });
    const query = json({ Results: [json(bucket({ configuration: { name: 'logs' } }))] });
    for (const text of [summary, query]) {
      const imported = await read('aws', [text]);
      expect(item(imported, 'aws/logs')?.complete).toBeUndefined();
      expect(item(imported, 'aws/logs')?.labels).toBeUndefined();
      expect(item(imported, 'aws/logs')?.name).toBeUndefined();
    }
    const later = { configurationItemCaptureTime: '2026-02-01T00:00:00Z', configurationItemVersion: '1.3' };
    const asked = bucket({ ...later, tags: [], configuration: { acl: 1 } });
    expect(item(await read('aws', [json({ Results: [json(asked)] })]), 'aws/logs')?.complete).toBeUndefined();
    const both = [
      json({ configurationItems: [{ ...whole, resourceName: 'Logs' }] }),
      json({ Results: [json(bucket(later))] }),
    ];
    for (const files of [both, both.toReversed()]) {
      expect(item(await read('aws', files), 'aws/logs')).toMatchObject({
        name: 'Logs',
        labels: { team: 'web' },
        complete: ['ATTRIBUTES', 'LABELS'],
        observedAt: '2026-02-01T00:00:00.000Z',
      });
    }
  });

  test.each([{ tags: [{ key: 'team', value: 'web' }] }, { availabilityZone: 'eu-west-1a' }, { relationships: [] }])(
    'a row of a query says something with %j, and moves nothing',
    async (more) => {
      const row = { resourceType: 'AWS::S3::Bucket', resourceId: 'logs', ...more };
      const imported = await read('aws', [json({ Results: [json(row)] })]);
      expect(imported.items.map(({ nativeKey }) => nativeKey)).toEqual(['aws/logs']);
    },
  );

  test('what rules think of a resource, and who asked about it, is no resource', async () => {
    const verdict = { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', awsRegion: 'x', newEvaluationResult: {} };
    const asked = { requestParameters: { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', limit: 0 } };
    const compliance = {
      ...whole,
      resourceType: 'AWS::Config::ResourceCompliance',
      resourceId: 'AWS::S3::Bucket/logs',
    };
    const { items } = await read('aws', [
      json({ Type: 'Notification', Message: json(verdict) }),
      json({ eventSource: 'config.amazonaws.com', Records: [asked], configurationItems: [] }),
      json({ configurationItems: [whole, compliance] }),
    ]);
    expect(items.map(({ class: name }) => name).sort()).toEqual(['CloudAccount', 'CloudRegion', 'ObjectStore']);
  });
});

describe('ServiceNow', () => {
  const [service, server] = ['829e953a0ad3370200af63483498b1ea', 'a8decc3f1b9c2410042611b4bd4bcb7d'];
  const link = (value: string): object => ({ link: `https://x.service-now.com/${value}`, value });

  test('the answer of the CMDB Instance API is a record with its relationships', async () => {
    const answer = {
      result: {
        attributes: { sys_id: service, name: 'CMS', sys_class_name: 'cmdb_ci_service_auto' },
        outbound_relations: [{ type: { ...link('x'), display_value: 'Depends on::Used by' }, target: link(server) }],
        inbound_relations: [],
      },
    };
    const other = { result: [{ sys_id: server, name: 'lnux100', sys_class_name: 'cmdb_ci_linux_server' }] };
    const imported = await read('servicenow', [json(answer), json(other)]);
    expect(lines(imported)).toEqual([`${service} DEPENDS_ON ${server}`]);
  });

  test('without display values types are known by their ids, and ids are shown as no names', async () => {
    const cis = [
      { sys_id: service, name: 'CMS', sys_class_name: 'cmdb_ci_service_auto', operational_status: '3' },
      {
        sys_id: server,
        name: 'lnux100',
        sys_class_name: 'cmdb_ci_linux_server',
        support_group: link('d625dccec0a8016700a222a0f7900d06'),
        manufacturer: 'b7e7c073c0a801690143b7be2dbf5a3e',
      },
    ];
    const relation = { parent: link(service), child: link(server), type: link('1a9cb166f1571100a92eb60da2bce5c5') };
    const imported = await read('servicenow', [json({ result: cis }), json({ result: [relation] })]);
    expect(lines(imported)).toEqual([`${service} DEPENDS_ON ${server}`]);
    expect(item(imported, server)?.supportGroup).toBeUndefined();
    expect(item(imported, server)?.attributes).not.toHaveProperty('manufacturer');
    expect(item(imported, service)?.lifecycleStatus).toBe('Repair in Progress');
  });

  test('a list exported with labels is named by its file where it has no class', async () => {
    const table = 'Name,Operating System,RAM (MB),Serial number\nwin-1,Windows 2019,"8,192",ABC\n';
    const { items } = await read('servicenow', [['exports/cmdb_ci_win_server (3).csv', table]]);
    expect(items).toMatchObject([
      { class: 'WindowsServer', attributes: { os: 'Windows 2019', memoryMb: 8192, serialNumber: 'ABC' } },
    ]);
  });

  test('a label stands for a field only where no column has its name', async () => {
    const table =
      'name,sys_id,sys_class_name,class,status,install_status\nx,1,cmdb_ci_linux_server,Other,?,Installed\n';
    const { items } = await read('servicenow', [table]);
    expect(items).toMatchObject([{ class: 'LinuxServer', name: 'x' }]);
    const turned = 'class,name,sys_id,sys_class_name\nOther,x,1,cmdb_ci_linux_server\n';
    expect((await read('servicenow', [turned])).items).toMatchObject([{ class: 'LinuxServer', name: 'x' }]);
  });

  test.each([
    ['job password=s3cret -v', 'job password=*** -v'],
    ['job --password hunter2 -v', 'job --password *** -v'],
    ['job --db-password "hunter 2" -v', 'job --db-password *** -v'],
    ['mysqldump -uroot -phunter', 'mysqldump -uroot -p***'],
    ['job -pS3cret -p 8080 -p8080 -port=80', 'job -p*** -p 8080 -p8080 -port=80'],
    ['job token=zzz --secret=qqq', 'job token=*** --secret=***'],
    ['job --token --verbose', 'job --token --verbose'],
  ])('passwords with which a process was called are not kept: %s', async (command, processKey) => {
    const row = { sys_id: service, name: 'job', sys_class_name: 'cmdb_ci_appl', running_process_command: command };
    const { items } = await read('servicenow', [json({ result: [row] })]);
    expect(items).toMatchObject([{ attributes: { processKey } }]);
  });
});

describe('Terraform', () => {
  const resource = (type: string, name: string, attributes: object, dependencies: readonly string[] = []): object => ({
    mode: 'managed',
    type,
    name,
    instances: [{ attributes: { id: `${type}-${name}`, ...attributes }, dependencies }],
  });
  const state = (...resources: readonly object[]): string =>
    json({ version: 4, terraform_version: '1.9.0', resources });
  const short = (text: string): string => text.replaceAll(/\w+\/unnamed account of test\/\w+\//g, '');

  test.each([
    [
      'AWS',
      state(
        resource('aws_lb', 'front', { arn: 'aws_lb-front' }),
        resource('aws_lb_target_group', 'web', { arn: 'aws_lb_target_group-web' }),
        resource('aws_lb_listener', 'https', {
          load_balancer_arn: 'aws_lb-front',
          default_action: [{ target_group_arn: 'aws_lb_target_group-web' }],
        }),
        resource('aws_instance', 'a', {}),
        resource('aws_lb_target_group_attachment', 'a', {
          target_group_arn: 'aws_lb_target_group-web',
          target_id: 'aws_instance-a',
        }),
      ),
      ['aws_lb-front', 'aws_lb_target_group-web', 'aws_instance-a'],
    ],
    [
      'OpenStack',
      state(
        resource('openstack_lb_loadbalancer_v2', 'front', {}),
        resource('openstack_lb_listener_v2', 'https', { loadbalancer_id: 'openstack_lb_loadbalancer_v2-front' }),
        resource('openstack_lb_pool_v2', 'web', { listener_id: 'openstack_lb_listener_v2-https' }),
        resource('openstack_compute_instance_v2', 'a', {}),
        resource('openstack_lb_member_v2', 'a', { pool_id: 'openstack_lb_pool_v2-web' }, [
          'openstack_compute_instance_v2.a',
        ]),
      ),
      ['openstack_lb_loadbalancer_v2-front', 'openstack_lb_pool_v2-web', 'openstack_compute_instance_v2-a'],
    ],
    [
      'Azure',
      state(
        resource('azurerm_lb', 'front', {}),
        resource('azurerm_lb_backend_address_pool', 'web', { loadbalancer_id: 'azurerm_lb-front' }),
        resource('azurerm_network_interface', 'a', {}),
        resource('azurerm_linux_virtual_machine', 'a', { network_interface_ids: ['azurerm_network_interface-a'] }),
        resource('azurerm_network_interface_backend_address_pool_association', 'a', {
          network_interface_id: 'azurerm_network_interface-a',
          backend_address_pool_id: 'azurerm_lb_backend_address_pool-web',
        }),
      ),
      ['azurerm_lb-front', 'azurerm_lb_backend_address_pool-web', 'azurerm_linux_virtual_machine-a'],
    ],
  ])('a load balancer of %s spreads requests over the machines in its pools', async (_, text, [lb, pool, machine]) => {
    const imported = await read('terraform', [text]);
    const said = lines(imported).map(short);
    expect(said).toEqual(
      expect.arrayContaining([
        `${pool} PART_OF ${lb}`,
        `${pool} BALANCES_TO ${machine}`,
        `${lb} BALANCES_TO ${machine}`,
      ]),
    );
    expect(said.filter((line) => line.includes('BALANCES_TO'))).toHaveLength(2);
    expect(imported.items.filter((one) => one.class === 'LoadBalancerPool')).toHaveLength(1);
  });

  test('what the machines of a pool need is no member of it, though a state names it among its dependencies', async () => {
    const front = [
      resource('aws_lb', 'front', { arn: 'aws_lb-front' }),
      resource('aws_lb_target_group', 'web', { arn: 'aws_lb_target_group-web' }),
      resource('aws_lb_listener', 'https', {
        load_balancer_arn: 'aws_lb-front',
        default_action: [{ target_group_arn: 'aws_lb_target_group-web' }],
      }),
      resource('aws_instance', 'db', {}),
      resource('aws_instance', 'web', {}, ['aws_instance.db']),
      resource('aws_elb', 'old', { instances: ['aws_instance-web'] }, ['aws_instance.web', 'aws_instance.db']),
    ];
    const needed = ['aws_instance.web', 'aws_instance.db', 'aws_lb_target_group.web'];
    for (const [target_id, members] of [
      ['aws_instance-web', ['aws_instance-web']],
      ['10.0.0.7', ['aws_instance-web']],
      ['i-0123456789abcdef0', []],
    ] as const) {
      const attached = { target_group_arn: 'aws_lb_target_group-web', target_id };
      const text = state(...front, resource('aws_lb_target_group_attachment', 'web', attached, needed));
      const said = lines(await read('terraform', [text])).map(short);
      expect(said.filter((line) => line.includes('BALANCES_TO'))).toEqual(
        [
          ...members.flatMap((one) => [
            `aws_lb-front BALANCES_TO ${one}`,
            `aws_lb_target_group-web BALANCES_TO ${one}`,
          ]),
          'aws_elb-old BALANCES_TO aws_instance-web',
        ].sort(),
      );
    }
  });

  test('a port is of the machine that holds it, and not of those that need this machine', async () => {
    const text = state(
      resource('azurerm_lb', 'front', {}),
      resource('azurerm_lb_backend_address_pool', 'web', { loadbalancer_id: 'azurerm_lb-front' }),
      resource('azurerm_network_interface', 'a', {}),
      resource('azurerm_linux_virtual_machine', 'a', { network_interface_ids: ['azurerm_network_interface-a'] }),
      resource('azurerm_linux_virtual_machine', 'job', {}, [
        'azurerm_linux_virtual_machine.a',
        'azurerm_network_interface.a',
      ]),
      resource('azurerm_network_interface_backend_address_pool_association', 'a', {
        network_interface_id: 'azurerm_network_interface-a',
        backend_address_pool_id: 'azurerm_lb_backend_address_pool-web',
      }),
    );
    const said = lines(await read('terraform', [text])).map(short);
    expect(said.filter((line) => /^azurerm_lb_back.* BALANCES_TO/.test(line))).toEqual([
      'azurerm_lb_backend_address_pool-web BALANCES_TO azurerm_linux_virtual_machine-a',
    ]);
  });

  test('a target group whose load balancer is in another state is known by its id', async () => {
    const { items } = await read('terraform', [state(resource('aws_lb_target_group', 'web', {}))]);
    expect(items.find(({ nativeKey }) => nativeKey?.endsWith('-web'))).toMatchObject({
      class: 'GenericCloudResource',
      attributes: { resourceId: 'aws_lb_target_group/aws_lb_target_group-web', provider: 'aws' },
    });
  });

  test('a plan that does not name its version is one; the line of a wrapper before it is named', async () => {
    const plan = json({
      format_version: '0.1',
      planned_values: {
        root_module: {
          resources: [{ address: 'aws_instance.a', mode: 'managed', type: 'aws_instance', name: 'a', values: {} }],
        },
      },
    });
    expect((await read('terraform', [plan])).items).toContainEqual(expect.objectContaining({ class: 'CloudVm' }));
    await expect(read('terraform', [`[command]/usr/bin/terraform show -json plan\n${plan}`])).rejects.toThrow(
      /begins with the call of a wrapper.*terraform_wrapper: false/,
    );
  });
});

describe('SPDX', () => {
  const document = (address: string, packages: readonly string[], more: object = {}): string =>
    json({
      spdxVersion: 'SPDX-2.3',
      documentNamespace: address,
      packages: packages.map((name) => ({ SPDXID: `SPDXRef-${name}`, name, versionInfo: '1' })),
      ...more,
    });

  test('packages of another document are found when it comes along', async () => {
    const lib = document('https://example.com/lib', ['lib']);
    const app = document('https://example.com/app', ['app'], {
      externalDocumentRefs: [{ externalDocumentId: 'DocumentRef-lib', spdxDocument: 'https://example.com/lib' }],
      relationships: [
        {
          spdxElementId: 'SPDXRef-app',
          relationshipType: 'DEPENDS_ON',
          relatedSpdxElement: 'DocumentRef-lib:SPDXRef-lib',
        },
      ],
    });
    for (const files of [
      [app, lib],
      [lib, app],
    ]) {
      expect(lines(await read('spdx', files))).toEqual(['component/app@1 DEPENDS_ON component/lib@1']);
    }
    const alone = await read('spdx', [app]);
    expect(lines(alone)).toEqual([]);
    expect(alone.report.notes).toMatchObject([{ message: 'relationships of what is no package of these documents' }]);
    const tags = `SPDXVersion: SPDX-2.3\nDocumentNamespace: https://example.com/app\nExternalDocumentRef: DocumentRef-lib https://example.com/lib SHA1: 00\nPackageName: app\nSPDXID: SPDXRef-app\nPackageVersion: 1\nRelationship: SPDXRef-app DEPENDS_ON DocumentRef-lib:SPDXRef-lib\n`;
    expect(lines(await read('spdx', [tags, lib]))).toEqual(['component/app@1 DEPENDS_ON component/lib@1']);
  });

  test('of version 3 gives licences, and what is needed at run time only', async () => {
    const id = (name: string): string => `https://example.com/${name}`;
    const needs = (to: string, scope: object): object => ({
      type: 'LifecycleScopedRelationship',
      spdxId: id(`${to}-needed`),
      from: id('app'),
      to: [id(to)],
      relationshipType: 'dependsOn',
      ...scope,
    });
    const graph = [
      ...['app', 'lib', 'test'].map((name) => ({ type: 'software_Package', spdxId: id(name), name })),
      { type: 'simplelicensing_LicenseExpression', spdxId: id('mit'), simplelicensing_licenseExpression: 'MIT' },
      { type: 'Relationship', from: id('app'), to: [id('mit')], relationshipType: 'hasDeclaredLicense' },
      needs('lib', { scope: 'runtime' }),
      needs('test', { scope: 'test' }),
    ];
    const imported = await read('spdx', [
      json({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph }),
    ]);
    expect(lines(imported)).toEqual(['component/app DEPENDS_ON component/lib']);
    expect(item(imported, 'component/app')).toMatchObject({ attributes: { licence: 'MIT' } });
    expect(imported.report.skipped).toMatchObject({ 'relationship DEPENDS_ON_FOR_TEST': 1 });
  });
});

describe('traces', () => {
  const resource = (name: string, spans: readonly object[]): object => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
    scopeSpans: [{ spans }],
  });
  const resources = [
    resource('shop', [{ traceId: 't', spanId: '1' }]),
    resource('pay', [{ traceId: 't', spanId: '2', parentSpanId: '1' }]),
  ];

  test.each([
    ['as a collector writes them', { resourceSpans: resources }],
    ['as Tempo answers', { batches: resources }],
    ['as Tempo answers since version 2', { trace: { resourceSpans: resources } }],
    ['as the query service of Jaeger answers', { result: { resourceSpans: resources } }],
  ])('of OpenTelemetry, %s', async (_, text) => {
    expect(lines(await read('otlp', [json(text)]))).toEqual(['production/shop CALLS production/pay']);
  });

  test('of Jaeger, a span that tells its own process goes on before the next is read', async () => {
    const span = (spanID: string): object => ({ traceID: 't', spanID, process: { serviceName: 'shop' } });
    let given = 0;
    const sections = async function* (): AsyncGenerator<Section> {
      for (const id of ['1', '2', '3']) {
        given += 1;
        yield { key: null, value: span(id), path: `[${given}]`, document: 0, line: 1 };
      }
    };
    for await (const { path, value } of jaegerTraces(sections()))
      expect([path, value]).toEqual(['[1]', { spans: [span(`${given}`)] }]);
    expect(given).toBe(3);
  });

  test('of OpenTelemetry as Protocol Buffers are refused with the way to JSON', async () => {
    const bytes = '\n\u0010\n\u000e\n\fservice.name';
    for (const start of ['', '\0\0\0\u0014']) {
      const refusal = read('otlp', [['traces.bin', `${start}${bytes}`, 4096]]);
      await expect(refusal).rejects.toThrow(/looks like traces as Protocol Buffers; set `format: json`/);
    }
  });

  test('of Jaeger may be spans with their processes in them', async () => {
    const span = (serviceName: string, spanID: string, parents: readonly string[]): object => ({
      traceID: 't',
      spanID,
      process: { serviceName },
      references: parents.map((parent) => ({ refType: 'CHILD_OF', traceID: 't', spanID: parent })),
    });
    expect(lines(await read('jaeger', [json([span('shop', '1', []), span('pay', '2', ['1'])])]))).toEqual([
      'production/shop CALLS production/pay',
    ]);
  });
});

describe('RVTools', () => {
  const INFO =
    'VM,Powerstate,CPUs,Network #1,Network #2,Path,Datacenter,Cluster,Host,VM ID,SMBIOS UUID,VM UUID,VI SDK Server\n' +
    'web,poweredOn,2,front,back,[fast] web/web.vmx,dc1,c1,esx1,vm-1,422e6d92-22c1-c6c1-1de8-eceec50f94bc,502e6d92-22c1-c6c1-1de8-eceec50f94bc,vc1\n';
  const DISKS =
    'VM,Powerstate,Template,Disk,Controller,Path,Datacenter,VM ID,VI SDK Server\n' +
    'web,poweredOn,False,Hard disk 2,SCSI controller 0,[slow] web/web_1.vmdk,dc1,vm-1,vc1\n';

  test('a datastore whose datacenter no tab says is told', async () => {
    const stores = 'Name,Accessible,Type,VI SDK Server\nfast,True,VMFS,vc1\n';
    const told = async (tabs: readonly string[]): Promise<readonly unknown[]> =>
      (await read('vcenter', tabs)).report.notes.filter(({ message }) => message.startsWith('datastores known by'));
    expect(await told([stores])).toMatchObject([{ count: 1, examples: ['fast'] }]);
    expect(await told([stores, INFO])).toEqual([]);
  });

  test('the tab of machines alone names datastores and networks, and that of disks all datastores', async () => {
    const alone = await read('vcenter', [INFO]);
    const own = 'vc1/VirtualMachine/vm-1';
    expect(lines(alone).filter((line) => line.startsWith(own))).toEqual([
      `${own} CONNECTS_TO vc1/Network/dc1/back`,
      `${own} CONNECTS_TO vc1/Network/dc1/front`,
      `${own} MANAGED_BY vc1`,
      `${own} STORED_ON vc1/Datastore/dc1/fast`,
      `${own} VIRTUALIZED_BY vc1/HostSystem/esx1`,
    ]);
    expect(item(alone, own)?.attributes).toMatchObject({ biosUuid: '422e6d92-22c1-c6c1-1de8-eceec50f94bc' });
    for (const tabs of [
      [INFO, DISKS],
      [DISKS, INFO],
    ]) {
      const both = await read('vcenter', tabs);
      expect(lines(both)).toContain(`${own} STORED_ON vc1/Datastore/dc1/slow`);
      expect(item(both, own)).toEqual(item(alone, own));
    }
  });
});
