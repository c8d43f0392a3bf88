import type { JsonObject } from '../../domain/json';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';
import type { AgentInventory } from './devices';
import { GLPI_MAPPING } from './mapping';

/** What the inventories of one run share. */
export interface GlpiContext {
  readonly records: RecordCollector;
  readonly report: ReportBuilder;
}

/** Adds a computer or network device with all that is in it. Native keys begin with the agent's device id. */
export function addInventory(inventory: AgentInventory, context: GlpiContext): void {
  const { itemType, content, deviceId, place } = inventory;
  context.report.read(itemType);
  if (itemType === 'NetworkEquipment') {
    const name = textOf(at(content, 'network_device', 'name')) ?? deviceId;
    if (!add(inventory, 'NetworkEquipment', deviceId, name, content, {}, context)) return;
    for (const port of listOf(content['network_ports'])) addPort(inventory, objectOf(port), context);
  } else if (itemType === 'Computer') addComputer(inventory, context);
  else {
    context.report.skip(itemType);
    context.report.note('inventories of devices that have no class', `${place.file}: ${itemType}`);
  }
}

function addComputer(inventory: AgentInventory, context: GlpiContext): void {
  const { content, deviceId } = inventory;
  const name = textOf(at(content, 'hardware', 'name')) ?? deviceId;
  if (!add(inventory, rowNameOf(content), deviceId, name, content, computedOf(content), context)) return;
  addInterfaces(inventory, context);
  const each = (section: string, use: (entry: Untyped, name: string) => void): void => {
    for (const entry of listOf(content[section])) {
      const called = textOf(at(entry, 'name')) ?? textOf(at(entry, 'type')) ?? textOf(at(entry, 'letter'));
      if (called !== null) use(objectOf(entry), called);
    }
  };
  each('drives', (drive) => {
    // Under Windows the type is a word such as "Local Disk", elsewhere the mount point.
    const mount = textOf(drive['letter']) ?? textOf(drive['type']);
    if (mount !== null) addInside(inventory, 'drives', `drive/${mount}`, mount, 'PART_OF', drive, {}, context);
  });
  each('databases_services', (service, called) => addDatabases(inventory, service, called, context));
  each('virtualmachines', (machine, called) => {
    const container =
      /docker|lxc|podman|container/i.test(textOf(machine['vmtype']) ?? '') || textOf(machine['image']) !== null;
    if (container) {
      const key = { processKey: `container:${called}` };
      addInside(
        inventory,
        'virtualmachines that are containers',
        `container/${called}`,
        called,
        'RUNS_ON',
        machine,
        key,
        context,
      );
    } else addInside(inventory, 'virtualmachines', `machine/${called}`, called, 'HOSTED_ON', machine, {}, context);
  });
}

const DESK = /laptop|notebook|desktop|tablet|convertible|all in one|tower pc|mini tower|lunch box|hand held/i;

function rowNameOf(content: Untyped): string {
  if (DESK.test(textOf(at(content, 'hardware', 'chassis_type')) ?? ''))
    return 'Computer for a desk: laptop, desktop, tablet …';
  const os = `${textOf(at(content, 'operatingsystem', 'kernel_name')) ?? ''} ${textOf(at(content, 'operatingsystem', 'name')) ?? ''}`;
  if (/windows|mswin/i.test(os)) return 'Computer under Windows';
  return /linux/i.test(os) ? 'Computer under Linux' : 'Computer';
}

function computedOf(content: Untyped): JsonObject {
  const networks = listOf(content['networks']).map(objectOf);
  const real = networks.filter((one) => textOf(one['type']) !== 'loopback');
  const ips = unique(real.flatMap((one) => [textOf(one['ipaddress']), textOf(one['ipaddress6'])]));
  const macs = unique(real.filter((one) => one['virtualdev'] !== true).map((one) => macOf(one)));
  const fqdn = textOf(at(content, 'operatingsystem', 'fqdn'));
  const cpus = listOf(content['cpus']).reduce<number>(
    (sum, cpu) => sum + Number(at(cpu, 'thread') ?? at(cpu, 'core') ?? 0),
    0,
  );
  const virtual = textOf(at(content, 'hardware', 'vmsystem'));
  return {
    ...(fqdn?.includes('.') === true ? { fqdn } : {}),
    ...(ips.length === 0 ? {} : { ipAddresses: ips }),
    ...(macs.length === 0 ? {} : { macAddresses: macs }),
    ...(Number.isInteger(cpus) && cpus > 0 ? { cpuCount: cpus } : {}),
    ...(virtual === null ? {} : { isVirtual: virtual.toLowerCase() !== 'physical' }),
  };
}

const macOf = (network: Untyped): string | null =>
  (textOf(network['mac']) ?? textOf(network['macaddr']))?.toLowerCase() ?? null;

const unique = (values: readonly (string | null)[]): readonly string[] =>
  [...new Set(values.flatMap((value) => value ?? []))].sort();

// An interface has a row for each of its addresses.
function addInterfaces(inventory: AgentInventory, context: GlpiContext): void {
  const byName = new Map<string, Untyped[]>();
  for (const network of listOf(inventory.content['networks']).map(objectOf)) {
    const name = textOf(network['description']);
    if (name === null || network['virtualdev'] === true || textOf(network['type']) === 'loopback') continue;
    byName.set(name, [...(byName.get(name) ?? []), network]);
  }
  for (const [name, rows] of byName) {
    const ipAddresses = unique(rows.flatMap((one) => [textOf(one['ipaddress']), textOf(one['ipaddress6'])]));
    const attributes = ipAddresses.length === 0 ? {} : { ipAddresses };
    addInside(
      inventory,
      'networks',
      `interface/${name}`,
      name,
      'OWNED_BY',
      Object.assign({}, ...rows) as Untyped,
      attributes,
      context,
    );
  }
}

function addDatabases(inventory: AgentInventory, service: Untyped, called: string, context: GlpiContext): void {
  const key = `database-service/${textOf(service['type']) ?? ''}/${called}`;
  addInside(inventory, 'databases_services', key, called, 'RUNS_ON', service, {}, context);
  for (const database of listOf(service['databases']).map(objectOf)) {
    const name = textOf(database['name']);
    if (name === null) continue;
    const own = `${inventory.deviceId}/${key}/${name}`;
    if (add(inventory, 'databases_services[].databases', own, name, database, {}, context)) {
      context.records.relate({ from: own, type: 'PART_OF', to: `${inventory.deviceId}/${key}` });
    }
  }
}

function addPort(inventory: AgentInventory, port: Untyped, context: GlpiContext): void {
  const name = textOf(port['ifname']) ?? textOf(port['ifdescr']);
  if (name === null) return;
  addInside(
    inventory,
    'network_ports',
    `port/${textOf(port['ifnumber']) ?? name}`,
    name,
    'OWNED_BY',
    port,
    {},
    context,
  );
}

function addInside(
  inventory: AgentInventory,
  rowName: string,
  path: string,
  name: string,
  type: string,
  value: Untyped,
  attributes: JsonObject,
  context: GlpiContext,
): void {
  const key = `${inventory.deviceId}/${path}`;
  if (!add(inventory, rowName, key, name, value, attributes, context)) return;
  context.records.relate({ from: key, type, to: inventory.deviceId });
}

function add(
  { partial, place }: AgentInventory,
  rowName: string,
  nativeKey: string,
  name: string,
  value: Untyped,
  own: JsonObject,
  { records, report }: GlpiContext,
): boolean {
  const row = rowOf(GLPI_MAPPING, rowName);
  if (row === null) return false;
  const { base, attributes } = mappedFields(row, value, report);
  const item = { class: row.class, nativeKey, name, ...base, attributes: { ...attributes, ...own } };
  return records.item(partial ? item : { ...item, complete: ['ATTRIBUTES', 'LABELS'] }, place);
}
