import type { InputFile } from '../importer';
import { placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';
import type { VcenterEstate, VcenterKind } from './estate';

/** Managed object type -> kind. */
const KINDS: ReadonlyMap<string, VcenterKind> = new Map(
  Object.entries({
    ClusterComputeResource: 'ClusterComputeResource',
    HostSystem: 'HostSystem',
    VirtualMachine: 'VirtualMachine',
    Datastore: 'Datastore',
    Network: 'Network',
    DistributedVirtualPortgroup: 'Network',
    OpaqueNetwork: 'Network',
  } as const),
);

/** Lists in the answers of govc, in lower case. */
const LISTS = new Set([
  'virtualmachines',
  'hostsystems',
  'datastores',
  'clusters',
  'networks',
  'elements',
  'returnval',
  'objects',
]);

/** Reads `govc … -json`, old (names in upper case) and new. */
export async function readGovc(file: InputFile, estate: VcenterEstate, report: ReportBuilder): Promise<void> {
  for await (const section of readSections(file, 'output of govc as JSON, or RVTools as CSV', isGovc, report)) {
    const place = { file: file.name, ...placeOf(section) };
    const value = uncapitalised(section.value);
    if (section.key?.toLowerCase() === 'about') {
      estate.identify({ instanceUuid: textOf(at(value, 'instanceUuid')) });
      continue;
    }
    if (section.key !== null && !LISTS.has(section.key.toLowerCase())) continue;
    addObject(value, textOf(at(value, 'path')), place, estate, report);
  }
}

const isGovc = ({ key, value }: Section): boolean => {
  if (key?.toLowerCase() === 'about') return true;
  const plain = uncapitalised(value);
  return (
    referenceOf(at(plain, 'self')) !== null ||
    referenceOf(at(plain, 'object', 'self')) !== null ||
    referenceOf(at(plain, 'obj')) !== null
  );
};

function addObject(
  value: unknown,
  path: string | null,
  place: Place,
  estate: VcenterEstate,
  report: ReportBuilder,
): void {
  const body = objectOf(at(value, 'object') ?? withProperties(value));
  const self = referenceOf(body['self']) ?? referenceOf(at(value, 'obj'));
  if (self === null) return;
  const kind = KINDS.get(self.type);
  if (kind === undefined) {
    report.skip(self.type);
    return;
  }
  if (at(body, 'config', 'template') === true || at(body, 'summary', 'config', 'template') === true) {
    report.skip('template');
    return;
  }
  const name =
    textOf(body['name']) ??
    textOf(at(body, 'summary', 'config', 'name')) ??
    textOf(at(body, 'summary', 'name')) ??
    textOf(at(body, 'info', 'name')) ??
    self.id;
  estate.add({
    kind,
    id: self.id,
    name: decodeURIComponent(name.replace(/%(?![0-9a-fA-F]{2})/g, '%25')),
    datacenter: path === null ? null : (path.split('/')[1] ?? null),
    body,
    cluster: kind === 'HostSystem' ? (referenceOf(body['parent'])?.id ?? null) : null,
    host:
      referenceOf(at(body, 'runtime', 'host'))?.id ?? referenceOf(at(body, 'summary', 'runtime', 'host'))?.id ?? null,
    datastores: references(body['datastore']),
    networks: references(body['network']),
    place,
  });
}

// `govc object.collect` gives properties as a list of names and values.
function withProperties(value: unknown): unknown {
  const properties = at(value, 'propSet') ?? at(value, 'changeSet');
  if (!Array.isArray(properties)) return value;
  return Object.fromEntries(listOf(properties).map((one) => [textOf(at(one, 'name')) ?? '', at(one, 'val')] as const));
}

function referenceOf(value: unknown): { readonly type: string; readonly id: string } | null {
  const [type, id] = [textOf(at(value, 'type')), textOf(at(value, 'value'))];
  return type === null || id === null ? null : { type, id };
}

const references = (value: unknown): readonly string[] => listOf(value).flatMap((one) => referenceOf(one)?.id ?? []);

function uncapitalised(value: unknown): unknown {
  if (Array.isArray(value)) return listOf(value).map(uncapitalised);
  if (typeof value !== 'object' || value === null) return value;
  const plain: Untyped = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.charAt(0).toLowerCase() + key.slice(1), uncapitalised(one)]),
  );
  return plain;
}
