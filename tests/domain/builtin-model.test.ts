import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildSchema, isInterfaceType } from 'graphql';
import { compileFault } from '../../src/application/class-model/attribute-schemas';
import { validateAttributes } from '../../src/application/class-model/attribute-validation';
import { BUILTIN_MODEL, BUILTIN_MODEL_VERSION } from '../../src/domain/class-model/builtin-model';
import type { IdentificationEntry } from '../../src/domain/class-model/class-model';
import { checkClassModel } from '../../src/domain/class-model/class-model-check';
import { canonicalJson } from '../../src/domain/json-equal';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

/*
 * Expectations below are written down from the table of shipped classes and relationship types of the design, row by
 * row, and not read off the code.
 */

const model = new ClassModel(BUILTIN_MODEL);
const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
const itemInterface = schema.getType('ConfigurationItem');
const rules = {
  reservedClassNames: new Set(Object.keys(schema.getTypeMap())),
  reservedAttributeNames: new Set(isInterfaceType(itemInterface) ? Object.keys(itemInterface.getFields()) : []),
  schemaFault: compileFault,
};

/** Number and inverse of every type; the stored code is the number. */
const TYPES = `
1 DEPENDS_ON USED_BY | 2 CONSUMES CONSUMED_BY | 3 RUNS_ON RUNS | 4 HOSTED_ON HOSTS | 5 VIRTUALIZED_BY VIRTUALIZES
6 INSTANTIATED_BY INSTANTIATES | 7 HAS_MEMBER MEMBER_OF | 8 BALANCES_TO BALANCED_BY | 9 ROUTES_TO ROUTED_FROM
10 EXPOSED_BY EXPOSES | 11 CALLS CALLED_BY | 12 READS_FROM READ_BY | 13 WRITES_TO WRITTEN_BY
14 PUBLISHES_TO PUBLISHED_BY | 15 SUBSCRIBES_TO SUBSCRIBED_BY | 16 PART_OF CONTAINS | 17 OWNED_BY OWNS
18 STORED_ON STORES | 19 UPLINKS_TO UPLINK_FOR | 20 CONNECTS_TO CONNECTS_TO | 21 USES_CIRCUIT CARRIES
22 POWERED_BY POWERS | 23 LOCATED_IN LOCATION_OF | 24 SECURED_BY SECURES | 25 RESOLVED_BY RESOLVES
26 AUTHENTICATED_BY AUTHENTICATES | 27 FAILS_OVER_TO STANDBY_FOR | 28 REPLICATES_TO REPLICA_OF
29 BACKED_UP_BY BACKS_UP | 30 MANAGED_BY MANAGES | 31 MONITORED_BY MONITORS | 32 OFFERING_OF HAS_OFFERING
33 REALIZES REALIZED_BY | 34 DEPLOYED_FROM DEPLOYS | 35 DUPLICATE_OF HAS_DUPLICATE`
  .split(/[|\n]/)
  .map((row) => row.trim())
  .filter((row) => row !== '');

/** Class and parent. */
const CLASSES = `
BusinessCapability:ConfigurationItem BusinessApplication:ConfigurationItem Service:ConfigurationItem
BusinessService:Service TechnicalService:Service ServiceOffering:ConfigurationItem ServiceInstance:Service
DataServiceInstance:ServiceInstance NetworkServiceInstance:ServiceInstance DynamicGroup:ServiceInstance
ExternalService:Service SoftwareComponent:ConfigurationItem Application:ConfigurationItem
GenericApplication:Application WebServer:Application AppServer:Application DatabaseInstance:Application
Database:ConfigurationItem MessageBroker:Application MessageQueue:ConfigurationItem CacheInstance:Application
LoadBalancerService:ConfigurationItem LoadBalancerPool:ConfigurationItem Endpoint:ConfigurationItem
Api:ConfigurationItem ScheduledJob:ConfigurationItem Certificate:ConfigurationItem Cluster:ConfigurationItem
ApplicationCluster:Cluster DatabaseCluster:Cluster HypervisorCluster:Cluster KubernetesCluster:Cluster
KubernetesNamespace:ConfigurationItem KubernetesWorkload:ConfigurationItem KubernetesService:ConfigurationItem
KubernetesNode:ConfigurationItem KubernetesPod:ConfigurationItem ContainerImage:ConfigurationItem
Hardware:ConfigurationItem Host:Hardware Server:Host LinuxServer:Server WindowsServer:Server Hypervisor:Server
VirtualMachine:ConfigurationItem Chassis:Hardware Workstation:Host CloudAccount:ConfigurationItem
CloudRegion:ConfigurationItem AvailabilityZone:ConfigurationItem CloudResource:ConfigurationItem
CloudVm:VirtualMachine CloudFunction:CloudResource CloudDatabase:CloudResource ObjectStore:CloudResource
CloudLoadBalancer:CloudResource VirtualNetwork:CloudResource GenericCloudResource:CloudResource NetworkDevice:Hardware Switch:NetworkDevice
Router:NetworkDevice Firewall:NetworkDevice LoadBalancer:NetworkDevice NetworkInterface:ConfigurationItem
IpAddress:ConfigurationItem IpNetwork:ConfigurationItem Vlan:ConfigurationItem NetworkCircuit:ConfigurationItem
DnsRecord:ConfigurationItem StorageArray:Hardware StorageVolume:ConfigurationItem FileSystem:ConfigurationItem
FileShare:ConfigurationItem DataCenter:ConfigurationItem Rack:ConfigurationItem PowerSource:Hardware
Site:ConfigurationItem VirtualizationManager:Application KubernetesIngress:ConfigurationItem`
  .trim()
  .split(/\s+/)
  .map((row) => row.split(':'));

/** An entry in the notation of the design: `~` weak, `L:` rows, `@` inside a host. */
const notation = ({ attributes, rows, weak, within }: IdentificationEntry): string =>
  `${weak ? '~' : ''}${rows === null ? '' : 'L:'}[${attributes.join(', ')}]${within === null ? '' : '@'}`;

const rule = (name: string): string => model.entriesOf(name).map(notation).join(' > ');

describe('the shipped class model', () => {
  test('is sound under the rules of the API', () => {
    expect(checkClassModel(BUILTIN_MODEL, rules)).toEqual([]);
  });

  test('has the classes of the design, each under its parent', () => {
    const designed = [...CLASSES.map(([name, parent]) => `${name} < ${parent}`), 'ConfigurationItem < null'];
    expect(
      model
        .classes()
        .map((own) => `${own.name} < ${own.parent}`)
        .toSorted(),
    ).toEqual(designed.toSorted());
  });

  test('makes eight classes abstract', () => {
    const abstract = model.classes().filter((own) => own.abstract);
    expect(abstract.map((own) => own.name).toSorted()).toEqual(
      [
        'ConfigurationItem',
        'Service',
        'Application',
        'Cluster',
        'Hardware',
        'Host',
        'CloudResource',
        'NetworkDevice',
      ].toSorted(),
    );
  });

  test('says of pure groupings that they cannot fail', () => {
    const groupings = model.classes().filter((own) => !own.canFail && !own.abstract);
    expect(groupings.map((own) => own.name).toSorted()).toEqual(
      [
        'BusinessCapability',
        'BusinessService',
        'ServiceOffering',
        'DynamicGroup',
        'ApplicationCluster',
        'DatabaseCluster',
        'HypervisorCluster',
        'KubernetesCluster',
        'KubernetesNamespace',
        'KubernetesService',
        'LoadBalancerPool',
        'CloudAccount',
      ].toSorted(),
    );
  });

  test('calls services what descends from Service, and nothing else', () => {
    expect(model.isService('BusinessService')).toBe(true);
    expect(model.isService('DynamicGroup')).toBe(true);
    expect(model.isService('ServiceOffering')).toBe(false);
    expect(model.isService('KubernetesService')).toBe(false);
  });

  test.each([
    ['Service', '[serviceCode] > [name, tenant]'],
    ['BusinessService', '[serviceCode] > [name, tenant]'],
    ['ServiceInstance', '[serviceCode, environment] > [name, environment, tenant]'],
    ['ServiceOffering', '[name]@'],
    ['WebServer', '[class, installPath, instanceName]@ > [class, listenAddress, port]@ > ~[class, name]@'],
    [
      'GenericApplication',
      '[processKey]@ > [class, installPath, instanceName]@ > [class, listenAddress, port]@ > ~[class, name]@',
    ],
    ['DatabaseInstance', '[engine, instanceName]@ > [engine, port]@'],
    ['DatabaseCluster', '[engine, clusterUid] > [engine, name]'],
    ['ApplicationCluster', '[clusterUid] > [class, name, site]'],
    ['HypervisorCluster', '[providerId]@ > [name, site]'],
    ['KubernetesCluster', '[kubeSystemUid] > [cloudResourceId] > [apiServerUrl]'],
    ['KubernetesWorkload', '[kind, name]@ > [uid]@'],
    ['KubernetesIngress', '[name]@'],
    [
      'LinuxServer',
      'L:[serialType, serial] > [systemUuid, hostname] > [serialNumber, manufacturer] > [fqdn] > [hostname, tenant] > ~L:[mac]',
    ],
    [
      'Hypervisor',
      'L:[serialType, serial] > [systemUuid, hostname] > [serialNumber, manufacturer] > [fqdn] > [hostname, tenant] > ~L:[mac] > [providerId]@',
    ],
    [
      'Switch',
      'L:[serialType, serial] > [serialNumber, manufacturer] > [assetTag] > [managementFqdn] > [hostname, site] > ~L:[mac]',
    ],
    ['StorageArray', '[wwn] > L:[serialType, serial] > [serialNumber, manufacturer] > [assetTag]'],
    ['PowerSource', 'L:[serialType, serial] > [serialNumber, manufacturer] > [assetTag] > [name]@'],
    ['CloudDatabase', '[resourceId]@ > [arn]@'],
    ['CloudVm', '[resourceId]@'],
    ['ObjectStore', '[provider, bucketName]'],
    ['NetworkInterface', '[macAddress]@ > [name]@'],
    ['VirtualizationManager', '[instanceUuid] > [fqdn]'],
    ['Rack', '[name]@'],
  ])('identifies %s as designed', (name, expected) => {
    expect(rule(name)).toBe(expected);
  });

  test('allocates entry ids by class, above the one of native keys and below those of run-time classes', () => {
    const ids = model.classes().flatMap((own) => own.identification.flatMap((one) => ('id' in one ? [one.id] : [])));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.min(...ids)).toBeGreaterThan(1);
    expect(Math.max(...ids)).toBeLessThan(100_000);
  });

  test('finds every host over a relationship that the type allows', () => {
    const impossible = model.classes().flatMap((own) =>
      model.entriesOf(own.name).flatMap((one) =>
        (one.within ?? []).flatMap(({ relationshipType, hostClasses }) =>
          hostClasses
            .filter((host) => {
              const ways = [
                model.allows(relationshipType, own.name, host),
                model.allows(relationshipType, host, own.name),
              ];
              return !ways.includes(true);
            })
            .map((host) => `${own.name} ${relationshipType} ${host}`),
        ),
      ),
    );
    expect(impossible).toEqual([]);
  });

  test('describes every class, attribute and type', () => {
    const bare = [...model.classes().flatMap((own) => [own, ...own.attributes]), ...model.types()].filter(
      (one) => !/^[A-Z].*\.$/.test(one.description),
    );
    expect(bare.map((one) => one.name)).toEqual([]);
  });

  test('takes the values that discovery reports for a server, and refuses those of the wrong type', () => {
    const server = {
      hostname: 'web01',
      cpuCount: 8,
      ipAddresses: ['10.0.0.1'],
      isVirtual: true,
      lastBootAt: '2026-01-01T00:00:00Z',
    };
    expect(validateAttributes(model, 'LinuxServer', server)).toEqual([]);
    const wrong = validateAttributes(model, 'LinuxServer', { cpuCount: 'eight' });
    expect(wrong).toMatchObject([{ code: 'INVALID_ATTRIBUTE', path: ['attributes', 'cpuCount'] }]);
  });
});

describe('the shipped relationship types', () => {
  test('have the names, inverse names and codes of the design', () => {
    const shipped = model.types().map((type) => [type.code, type.name, type.inverseName].join(' '));
    expect(shipped.toSorted()).toEqual(TYPES.toSorted());
  });

  test('carry an outage from target to source, except those that say otherwise', () => {
    const others = model.types().filter((type) => type.propagation !== 'TARGET_TO_SOURCE');
    expect(Object.fromEntries(others.map((type) => [type.name, type.propagation]))).toEqual({
      INSTANTIATED_BY: 'BOTH',
      CONNECTS_TO: 'NONE',
      FAILS_OVER_TO: 'NONE',
      REPLICATES_TO: 'NONE',
      BACKED_UP_BY: 'NONE',
      MONITORED_BY: 'NONE',
      REALIZES: 'SOURCE_TO_TARGET',
      DEPLOYED_FROM: 'NONE',
      DUPLICATE_OF: 'NONE',
    });
  });

  test('are HARD, except what goes on for a while without its target', () => {
    const soft = model.types().filter((type) => type.defaultStrength === 'SOFT' && type.propagation !== 'NONE');
    expect(soft.map((type) => type.name).toSorted()).toEqual(['CALLS', 'MANAGED_BY', 'PUBLISHES_TO']);
  });

  test('need all targets, except those with redundancy built in', () => {
    const others = model.types().filter((type) => type.defaultGate.rule !== 'ALL');
    expect(Object.fromEntries(others.map((type) => [type.name, type.defaultGate]))).toEqual({
      HAS_MEMBER: { rule: 'AT_LEAST', value: 1, types: null },
      BALANCES_TO: { rule: 'AT_LEAST', value: 1, types: null },
      EXPOSED_BY: { rule: 'ANY', value: null, types: null },
      UPLINKS_TO: { rule: 'PATH', value: null, types: ['UPLINKS_TO'] },
      USES_CIRCUIT: { rule: 'ANY', value: null, types: null },
      POWERED_BY: { rule: 'ANY', value: null, types: null },
      RESOLVED_BY: { rule: 'ANY', value: null, types: null },
    });
    expect(model.gateDefault('DatabaseCluster', 'HAS_MEMBER')).toEqual({ rule: 'AT_LEAST', value: 1, types: null });
  });

  test('only FAILS_OVER_TO declares a standby', () => {
    expect(
      model
        .types()
        .filter((type) => type.standby === true)
        .map((type) => type.name),
    ).toEqual(['FAILS_OVER_TO']);
  });

  test('only CONNECTS_TO is symmetric', () => {
    expect(
      model
        .types()
        .filter((type) => type.symmetric)
        .map((type) => type.name),
    ).toEqual(['CONNECTS_TO']);
    expect(model.allows('CONNECTS_TO', 'NetworkInterface', 'Switch')).toBe(true);
    expect(model.allows('CONNECTS_TO', 'Switch', 'NetworkInterface')).toBe(true);
  });

  test.each([
    ['KubernetesWorkload', 'RUNS_ON', 'KubernetesNode'],
    ['KubernetesWorkload', 'HOSTED_ON', 'KubernetesCluster'],
    ['KubernetesWorkload', 'PART_OF', 'KubernetesNamespace'],
    ['KubernetesNamespace', 'PART_OF', 'KubernetesCluster'],
    ['KubernetesService', 'BALANCES_TO', 'KubernetesWorkload'],
    ['KubernetesIngress', 'ROUTES_TO', 'KubernetesService'],
    ['KubernetesWorkload', 'CALLS', 'KubernetesService'],
    ['KubernetesNode', 'RUNS_ON', 'LinuxServer'],
    ['KubernetesNode', 'INSTANTIATED_BY', 'VirtualMachine'],
    ['KubernetesNode', 'INSTANTIATED_BY', 'LinuxServer'],
    ['DatabaseCluster', 'HAS_MEMBER', 'DatabaseInstance'],
    ['DatabaseInstance', 'RUNS_ON', 'LinuxServer'],
    ['BusinessService', 'CONSUMES', 'ServiceInstance'],
    ['BusinessService', 'CONSUMES', 'KubernetesService'],
    ['BusinessService', 'DEPENDS_ON', 'DatabaseCluster'],
    ['ServiceInstance', 'RUNS_ON', 'KubernetesWorkload'],
    ['ServiceOffering', 'OFFERING_OF', 'BusinessService'],
    ['LinuxServer', 'LOCATED_IN', 'Rack'],
    ['Rack', 'LOCATED_IN', 'DataCenter'],
    ['Rack', 'POWERED_BY', 'PowerSource'],
    ['LinuxServer', 'UPLINKS_TO', 'Switch'],
    ['Database', 'PART_OF', 'DatabaseInstance'],
    ['VirtualMachine', 'VIRTUALIZED_BY', 'Hypervisor'],
    ['BusinessService', 'REALIZES', 'BusinessCapability'],
  ])('allow %s %s %s', (source, type, target) => {
    expect(model.allows(type, source, target)).toBe(true);
  });

  test.each([
    ['Rack', 'RUNS_ON', 'BusinessService'],
    ['Certificate', 'POWERED_BY', 'PowerSource'],
    ['LinuxServer', 'POWERED_BY', 'Switch'],
    ['Switch', 'OFFERING_OF', 'BusinessService'],
    ['PowerSource', 'LOCATED_IN', 'LinuxServer'],
  ])('do not allow %s %s %s', (source, type, target) => {
    expect(model.allows(type, source, target)).toBe(false);
  });
});

/**
 * The version is what makes servers of a new release write their model over the old one's. When this fails, raise
 * BUILTIN_MODEL_VERSION (unless the version was never released) and put the new fingerprint here.
 */
test('the version of the shipped model is raised with every change of it', () => {
  const fingerprint = createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(BUILTIN_MODEL))))
    .digest('hex');
  expect({ version: BUILTIN_MODEL_VERSION, fingerprint: fingerprint.slice(0, 16) }).toEqual({
    version: 3,
    fingerprint: '8ba5789ecd7f36fa',
  });
});
