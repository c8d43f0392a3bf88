import type { JsonObject } from '../../domain/json';
import { ungrouped } from '../digit-groups';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, textOf } from '../untyped';
import type { VcenterEstate, VcenterKind, VcenterObject } from './estate';
import { VCENTER_MAPPING } from './mapping';

const ROWS: Readonly<Record<VcenterKind, string>> = {
  ClusterComputeResource: 'ClusterComputeResource',
  HostSystem: 'HostSystem',
  VirtualMachine: 'VirtualMachine',
  Datastore: 'Datastore',
  Network: 'Network, DistributedVirtualPortgroup',
};

/** Adds a vCenter and everything in it. Native keys are `<vCenter>/<kind>/<managed object id, or name within its datacenter>`. */
export function addEstate(
  estate: VcenterEstate,
  named: string | null,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const { instanceUuid, server } = estate.identity;
  const fqdn = named ?? server;
  const manager = instanceUuid ?? fqdn ?? 'vcenter';
  const all = estate.all();
  const [first] = all;
  if (first === undefined) return;
  const identity = {
    ...(instanceUuid === null ? {} : { instanceUuid }),
    ...(fqdn === null && instanceUuid !== null ? {} : { fqdn: fqdn ?? manager }),
  };
  records.item(
    { class: 'VirtualizationManager', nativeKey: manager, name: fqdn ?? manager, attributes: identity },
    first.place,
  );
  for (const object of all) addObject(object, manager, estate, records, report);
  for (const object of all) relate(object, manager, estate, records);
}

const keyOf = (manager: string, { kind, id }: Pick<VcenterObject, 'kind' | 'id'>): string => `${manager}/${kind}/${id}`;

function addObject(
  object: VcenterObject,
  manager: string,
  estate: VcenterEstate,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const { kind, name, body, place } = object;
  const row = rowOf(VCENTER_MAPPING, ROWS[kind]);
  if (row === null) return;
  report.read(kind);
  if (isNameless(object)) report.note(BY_NAME_ALONE, name);
  const { base, attributes } = mappedFields(row, body, report);
  const site = object.datacenter ?? (kind === 'ClusterComputeResource' ? datacenterOf(object, estate) : null);
  records.item(
    {
      class: row.class,
      nativeKey: keyOf(manager, object),
      name,
      ...base,
      ...(kind === 'ClusterComputeResource' ? { site: site ?? 'global' } : {}),
      ...(survives(object, estate) ? { gates: [{ key: PLACE, rule: 'ANY' as const }] } : {}),
      attributes: { ...attributes, ...computedOf(object) },
      // What others only name keeps what was told of it before.
      ...(Object.keys(body).length === 0 ? {} : { complete: ['ATTRIBUTES' as const, 'LABELS' as const] }),
    },
    place,
  );
}

/** Of RVTools vInfo alone says in which datacenter a datastore is, and only there its name is its own. */
const isNameless = ({ kind, id, name, datacenter }: VcenterObject): boolean =>
  kind === 'Datastore' && id === name && datacenter === null;

const BY_NAME_ALONE =
  'datastores known by their name alone: with vInfo among the tabs they have another key and become other items, so give the same tabs each time';

/** The gate of host and cluster: a machine that is started elsewhere needs one of them. */
const PLACE = 'place';

// RVTools names the datacenter of a cluster on its hosts only.
const datacenterOf = (cluster: VcenterObject, estate: VcenterEstate): string | null =>
  estate
    .all()
    .find((one) => one.kind === 'HostSystem' && estate.find('ClusterComputeResource', one.cluster) === cluster)
    ?.datacenter ?? null;

function computedOf({ kind, id, name, body }: VcenterObject): JsonObject {
  const own = textOf(at(body, 'Object ID')) ?? (id === name ? null : id);
  const providerId = own === null ? {} : { providerId: own };
  switch (kind) {
    case 'ClusterComputeResource':
      return providerId;
    case 'HostSystem': {
      const bytes = Number(at(body, 'summary', 'hardware', 'memorySize') ?? NaN);
      const memory = Number.isFinite(bytes) ? { memoryMb: Math.floor(bytes / 1024 ** 2) } : {};
      const lower = name.toLowerCase();
      const isName = lower.includes('.') && !/^[\d.]+$/.test(lower);
      return { ...providerId, ...memory, hypervisorType: 'esxi', ...(isName ? { fqdn: lower } : { hostname: lower }) };
    }
    case 'VirtualMachine':
      return { providerInstanceId: textOf(at(body, 'VM ID')) ?? id };
    case 'Datastore': {
      const capacity = textOf(at(body, 'Capacity MiB')) ?? textOf(at(body, 'Capacity MB'));
      const mib = Number(capacity === null ? NaN : ungrouped(capacity));
      return Number.isFinite(mib) ? { capacityGb: Math.floor(mib / 1024) } : {};
    }
    case 'Network':
      return { provider: 'vmware' };
  }
}

/** The cluster of a machine that starts it elsewhere when its host fails; null where nothing does. */
function rescuer(machine: VcenterObject, estate: VcenterEstate): VcenterObject | null {
  if (machine.kind !== 'VirtualMachine') return null;
  const host = estate.find('HostSystem', machine.host);
  const cluster = estate.find('ClusterComputeResource', machine.cluster ?? host?.cluster ?? null);
  const { body } = cluster ?? { body: {} };
  const enabled = [
    at(body, 'configurationEx', 'dasConfig', 'enabled'),
    at(body, 'configuration', 'dasConfig', 'enabled'),
    at(body, 'HA enabled'),
  ];
  return enabled.some((flag) => flag === true || (typeof flag === 'string' && /^true$/i.test(flag))) ? cluster : null;
}

const survives = (object: VcenterObject, estate: VcenterEstate): boolean =>
  rescuer(object, estate) !== null && estate.find('HostSystem', object.host) !== null;

function relate(object: VcenterObject, manager: string, estate: VcenterEstate, records: RecordCollector): void {
  const own = keyOf(manager, object);
  records.relate({ from: own, type: 'MANAGED_BY', to: manager });
  const to = (kind: VcenterKind, reference: string | null): string | null => {
    const found = estate.find(kind, reference, object.datacenter);
    return found === null ? null : keyOf(manager, found);
  };
  if (object.kind === 'HostSystem') {
    const cluster = to('ClusterComputeResource', object.cluster);
    if (cluster !== null) records.relate({ from: cluster, type: 'HAS_MEMBER', to: own });
  }
  if (object.kind !== 'VirtualMachine') return;
  const cluster = rescuer(object, estate);
  const gate = survives(object, estate) ? { gateKeys: [PLACE] } : {};
  const host = to('HostSystem', object.host);
  if (host !== null) records.relate({ from: own, type: 'VIRTUALIZED_BY', to: host, ...gate });
  if (cluster !== null) records.relate({ from: own, type: 'VIRTUALIZED_BY', to: keyOf(manager, cluster), ...gate });
  for (const one of object.datastores) {
    const datastore = to('Datastore', one);
    if (datastore !== null) records.relate({ from: own, type: 'STORED_ON', to: datastore });
  }
  for (const one of object.networks) {
    const network = to('Network', one);
    if (network !== null) records.relate({ from: own, type: 'CONNECTS_TO', to: network });
  }
}
