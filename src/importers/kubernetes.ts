import type { ItemRecord, RelationshipRecord } from '../domain/ingest/ingest-record';
import { assembleBatches } from './batch-assembly';
import type { Importer, ImportOptions, InputFile } from './importer';
import { serviceCandidates } from './kubernetes/service-candidates';
import { CallCollector, collectAddressCalls } from './kubernetes/calls';
import { budgetOf, serviceBudget, type DisruptionBudget } from './kubernetes/budgets';
import { completeItems } from './kubernetes/complete-items';
import { ingressRoutes, type IngressRoutes } from './kubernetes/ingresses';
import { lastOfEach, readObjects, type KubernetesObject } from './kubernetes/objects';
import { KUBERNETES_MAPPING } from './kubernetes/mapping';
import { meshRoutes, subsetsOf, type MeshRoutes } from './kubernetes/mesh-routes';
import { collectPolicyCalls } from './kubernetes/policies';
import { ClusterRecords } from './kubernetes/records';
import { serviceOf, type Service } from './kubernetes/services';
import { claimsOf, volumesOf, type KubernetesVolume } from './kubernetes/volumes';
import { isWorkload, WorkloadIndex, workloadOf, type Workload } from './kubernetes/workloads';
import { ReportBuilder } from './report-builder';
import { at, textOf } from './untyped';

/**
 * Kubernetes manifests, rendered charts and `kubectl get -o json|yaml`; `help` says what becomes of what.
 *
 * A selector or backend says what it connects to: declared. That a workload calls what it is told the address of, or
 * what may call it, is a conclusion: inferred, with the evidence as attribute, and SOFT until somebody confirms it.
 */
export const kubernetes: Importer = {
  name: 'kubernetes',
  description: 'Kubernetes manifests (YAML or JSON, several documents, kubectl lists)',
  help: `
What else stands in the files is skipped and counted. Secrets are never read.

Examples:
  underpin import kubernetes manifests/*.yaml --cluster production
  helm template shop ./chart | underpin import kubernetes - --cluster production --namespace shop
  kubectl get deploy,sts,ds,svc,ing,netpol,pdb,hpa,pv,pvc -A -o json | underpin import kubernetes - --cluster production`,
  options: [
    { name: 'cluster', value: 'name', kind: 'text', description: 'the cluster they belong to (default: default)' },
    { name: 'namespace', value: 'name', kind: 'text', description: 'for objects that name none (default: default)' },
    {
      name: 'api-server',
      value: 'url',
      kind: 'text',
      description: "the cluster's API server, which identifies it for other sources too",
    },
    {
      name: 'environment',
      value: 'name',
      kind: 'text',
      description: 'environment of everything read, e.g. production',
    },
    {
      name: 'complete',
      value: null,
      kind: 'flag',
      description: 'the files are all there is: members, routes and calls that these objects no longer have end',
    },
  ],
  mapping: KUBERNETES_MAPPING,
  read: readCluster,
};

async function* readCluster(files: readonly InputFile[], options: ImportOptions, report: ReportBuilder) {
  const { cluster = 'default', namespace = 'default', environment = null } = options.choices;
  const found = await readObjects(files, namespace, report);
  if (options.choices['namespace'] === undefined) noteUnplaced(found, report);
  const world = worldOf(found, report);
  // An address that can be told apart from every real one, and still identifies the cluster for this source's name of it.
  const apiServerUrl = options.choices['api-server'] ?? `kubernetes://${cluster}`;
  const records = new ClusterRecords({ name: cluster, source: options.source, apiServerUrl, environment });
  const items = itemsOf(world, records, report);
  const relationships = relationshipsOf(world, records, report);
  if (options.choices['complete'] === undefined) yield* assembleBatches(options.source, items, relationships);
  else yield* assembleBatches(options.source, completeItems(items, relationships), []);
}

// Charts name the namespace of some objects only: rendered without it, an application would fall apart unseen.
function noteUnplaced(objects: readonly KubernetesObject[], report: ReportBuilder): void {
  const isNamed = ({ body }: KubernetesObject): boolean => textOf(at(body, 'metadata', 'namespace')) !== null;
  const read = objects.filter((one) => isWorkload(one) || (one.kind === 'Service' && one.group === ''));
  if (!read.some(isNamed)) return;
  for (const { kind, name } of read.filter((one) => !isNamed(one)))
    report.note(
      'objects without a namespace among others with one; --namespace says where they are',
      `${kind} ${name}`,
    );
}

/** The objects of the files, sorted by what they are; every list in the order of namespace and name. */
interface World {
  readonly namespaces: ReadonlyMap<string, KubernetesObject | null>;
  readonly workloads: readonly Workload[];
  readonly index: WorkloadIndex;
  readonly services: ReadonlyMap<string, Service>;
  readonly ingresses: readonly IngressRoutes[];
  readonly policies: readonly KubernetesObject[];
  readonly budgets: readonly DisruptionBudget[];
  readonly claims: readonly KubernetesObject[];
  readonly volumes: readonly KubernetesVolume[];
  readonly meshRoutes: readonly MeshRoutes[];
  readonly destinationRules: readonly KubernetesObject[];
  readonly configMaps: ReadonlyMap<string, KubernetesObject>;
}

/** Kind -> API groups in which it is read, besides the workloads. */
const READ_GROUPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Namespace', ['']],
  ['Service', ['']],
  ['ConfigMap', ['']],
  ['Ingress', ['networking.k8s.io', 'extensions']],
  ['NetworkPolicy', ['networking.k8s.io', 'extensions']],
  ['PodDisruptionBudget', ['policy']],
  ['HorizontalPodAutoscaler', ['autoscaling']],
  ['PersistentVolume', ['']],
  ['PersistentVolumeClaim', ['']],
  ['VirtualService', ['networking.istio.io']],
  ['DestinationRule', ['networking.istio.io']],
]);

function worldOf(found: readonly KubernetesObject[], report: ReportBuilder): World {
  const objects = knownObjects(found, report);
  const named = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind);
  const workloads = scaled(
    objects.filter(isWorkload).flatMap((object) => workloadOf(object, report) ?? []),
    named('HorizontalPodAutoscaler'),
  );
  const index = new WorkloadIndex(workloads);
  const services = new Map(named('Service').map((object) => [pathOf(object), serviceOf(object, index)]));
  const ingresses = named('Ingress').map((object) => ingressRoutes(object, services, report));
  for (const { kind } of objects) if (READ_GROUPS.has(kind)) report.read(kind);
  for (const { object } of workloads) report.read(object.kind);
  const mesh = named('VirtualService').map((object) => meshRoutes(object, services, report));
  const entrances = [...ingresses, ...mesh.flatMap(({ entrance }) => entrance ?? [])];
  const claims = named('PersistentVolumeClaim');
  const placed = [...workloads, ...services.values(), ...entrances, ...claims.map((object) => ({ object }))].map(
    ({ object }) => object.namespace,
  );
  return {
    namespaces: namespacesOf(named('Namespace'), placed),
    workloads,
    index,
    services,
    ingresses: entrances,
    policies: named('NetworkPolicy'),
    budgets: named('PodDisruptionBudget').map(budgetOf),
    claims,
    volumes: volumesOf(claims, named('PersistentVolume')),
    meshRoutes: mesh,
    destinationRules: named('DestinationRule'),
    configMaps: new Map(named('ConfigMap').map((object) => [pathOf(object), object])),
  };
}

// What is not read is counted as often as it stands in the files.
function knownObjects(found: readonly KubernetesObject[], report: ReportBuilder): KubernetesObject[] {
  const known: KubernetesObject[] = [];
  for (const object of found) {
    const { kind, group } = object;
    if (isWorkload(object) || READ_GROUPS.get(kind)?.includes(group) === true) known.push(object);
    else report.skip(group === '' ? kind : `${kind} (${group})`);
  }
  return lastOfEach(known, report).sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

const placeOf = ({ namespace, kind, name }: KubernetesObject): string => [namespace, kind, name].join('/');

const pathOf = ({ namespace, name }: KubernetesObject): string => `${namespace}/${name}`;

// A namespace that is only named, as by objects without a Namespace of their own in the files, exists all the same.
function namespacesOf(
  declared: readonly KubernetesObject[],
  named: readonly string[],
): ReadonlyMap<string, KubernetesObject | null> {
  const found = new Map<string, KubernetesObject | null>(named.map((name) => [name, null]));
  for (const object of declared) found.set(object.name, object);
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function* itemsOf(world: World, records: ClusterRecords, report: ReportBuilder): Generator<ItemRecord> {
  if (world.namespaces.size === 0) return;
  yield records.clusterItem(world.namespaces.get('kube-system')?.uid ?? null);
  for (const [name, object] of world.namespaces) yield records.namespaceItem(name, object);
  for (const workload of world.workloads) yield records.workloadItem(workload);
  for (const service of world.services.values()) {
    yield records.serviceItem(service, serviceBudget(service, world.budgets, report)?.needed ?? null);
  }
  for (const volume of world.volumes) yield records.volumeItem(volume);
  for (const ingress of world.ingresses) yield records.ingressItem(ingress);
}

function* relationshipsOf(world: World, records: ClusterRecords, report: ReportBuilder): Generator<RelationshipRecord> {
  for (const service of world.services.values()) {
    const budget = serviceBudget(service, world.budgets, SILENT);
    for (const member of service.members) {
      const subsets = subsetsOf(service, member, world.destinationRules, world.services);
      yield records.member(service, member, budget?.replicas.get(member) ?? null, subsets);
    }
    const target = externalTarget(service, world.services);
    if (target !== null) yield records.alias(service, target);
  }
  for (const ingress of world.ingresses) yield* records.routes(ingress);
  yield* storageOf(world, records);
  const redirects = new Map(
    world.meshRoutes
      .flatMap((one) => one.redirects)
      .map((one) => [`${pathOf(one.from.object)} ${pathOf(one.to.object)}`, one]),
  );
  for (const { from, to } of redirects.values()) yield records.alias(from, to);
  const calls = new CallCollector();
  for (const workload of world.workloads) collectAddressCalls(workload, world, calls, report);
  const policyWorld = {
    workloads: world.index,
    namespaces: new Map([...world.namespaces].map(([name, object]) => [name, namespaceLabels(name, object)])),
    services: servicesByNamespace(world.services.values()),
  };
  for (const policy of world.policies) collectPolicyCalls(policy, policyWorld, calls, report);
  for (const call of calls.calls()) yield records.call(call);
}

function* storageOf(world: World, records: ClusterRecords): Generator<RelationshipRecord> {
  for (const workload of world.workloads) {
    for (const claim of claimsOf(workload, world.claims)) yield records.storedOn(workload.object, claim);
  }
  const volumes = new Map(world.volumes.map((volume) => [volume.name, volume]));
  for (const { object, boundTo } of world.volumes) {
    const volume = boundTo === null ? undefined : volumes.get(boundTo);
    if (volume !== undefined) yield records.storedOn(object, volume.object);
  }
}

// What a budget says is noted once, when the item is made.
const SILENT = new ReportBuilder();

// An autoscaler keeps at least so many pods where the workload itself names no number.
function scaled(workloads: readonly Workload[], autoscalers: readonly KubernetesObject[]): readonly Workload[] {
  const least = new Map(
    autoscalers.map(({ namespace, body }) => {
      const target = at(body, 'spec', 'scaleTargetRef');
      const minimum = Number(at(body, 'spec', 'minReplicas') ?? 1);
      return [[namespace, textOf(at(target, 'kind')), textOf(at(target, 'name'))].join('/'), minimum] as const;
    }),
  );
  return workloads.map((workload) => {
    const { namespace, kind, name, body } = workload.object;
    const minimum = least.get([namespace, kind, name].join('/'));
    const own = at(body, 'spec', 'replicas');
    return minimum === undefined || !Number.isInteger(minimum) || typeof own === 'number'
      ? workload
      : { ...workload, replicas: minimum };
  });
}

// Kubernetes gives every namespace its name as a label.
const namespaceLabels = (name: string, object: KubernetesObject | null): Readonly<Record<string, string>> => ({
  ...object?.labels,
  'kubernetes.io/metadata.name': name,
});

function servicesByNamespace(services: Iterable<Service>): ReadonlyMap<string, readonly Service[]> {
  const found = new Map<string, Service[]>();
  for (const service of services) {
    const { namespace } = service.object;
    const others = found.get(namespace);
    if (others === undefined) found.set(namespace, [service]);
    else others.push(service);
  }
  return found;
}

function externalTarget(service: Service, services: ReadonlyMap<string, Service>): Service | null {
  if (service.externalName === null || !/\.svc(\.|$)/.test(service.externalName)) return null;
  for (const { namespace, name } of serviceCandidates(service.externalName, service.object.namespace)) {
    const target = services.get(`${namespace}/${name}`);
    if (target !== undefined && target !== service) return target;
  }
  return null;
}
