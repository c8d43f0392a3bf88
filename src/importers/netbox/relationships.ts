import type { RecordCollector } from '../record-collector';
import { textOf } from '../untyped';
import { CablePlant } from './cables';
import { contentTypeOf, type NetboxDump } from './dump';
import { keyOf, siteOf } from './records';

/** Adds what the items of a dump are to each other. */
export function addRelationships(dump: NetboxDump, records: RecordCollector): void {
  const link = new Links(records);
  placeInSites(dump, link);
  for (const { pk, fields } of dump.all('dcim.interface'))
    link.add(`dcim.interface:${pk}`, 'OWNED_BY', 'dcim.device', fields['device']);
  for (const { pk, fields } of dump.all('virtualization.vminterface')) {
    link.add(
      `virtualization.vminterface:${pk}`,
      'OWNED_BY',
      'virtualization.virtualmachine',
      fields['virtual_machine'],
    );
  }
  for (const address of dump.all('ipam.ipaddress')) {
    const model = contentTypeOf(address.fields['assigned_object_type']);
    if (model !== null) link.add(keyOf(address), 'OWNED_BY', model, address.fields['assigned_object_id']);
  }
  for (const prefix of dump.all('ipam.prefix')) link.add(keyOf(prefix), 'PART_OF', 'ipam.vlan', prefix.fields['vlan']);
  for (const machine of dump.all('virtualization.virtualmachine')) {
    link.add(keyOf(machine), 'VIRTUALIZED_BY', 'virtualization.cluster', machine.fields['cluster']);
    link.add(keyOf(machine), 'VIRTUALIZED_BY', 'dcim.device', machine.fields['device']);
  }
  const plant = new CablePlant(dump);
  connectInterfaces(dump, plant, records);
  connectCircuits(dump, plant, records, link);
  connectPower(dump, plant, records, link);
}

/** Relates only what has become an item: a reference to a passive device is none to an item. */
class Links {
  private readonly records: RecordCollector;

  constructor(records: RecordCollector) {
    this.records = records;
  }

  add(from: string, type: string, model: string, reference: unknown): boolean {
    const pk = textOf(reference);
    if (pk === null || !this.records.has(from) || !this.records.has(`${model}:${pk}`)) return false;
    this.records.relate({ from, type, to: `${model}:${pk}` });
    return true;
  }
}

function placeInSites(dump: NetboxDump, link: Links): void {
  for (const rack of dump.all('dcim.rack')) link.add(keyOf(rack), 'LOCATED_IN', 'dcim.site', rack.fields['site']);
  for (const device of dump.all('dcim.device')) {
    const { rack, site, cluster } = device.fields;
    link.add(keyOf(device), 'LOCATED_IN', 'dcim.rack', rack);
    // A power source is known by its name in the site.
    link.add(keyOf(device), 'LOCATED_IN', 'dcim.site', site);
    const pk = textOf(cluster);
    if (pk !== null) link.add(`virtualization.cluster:${pk}`, 'HAS_MEMBER', 'dcim.device', device.pk);
  }
  for (const feed of dump.all('dcim.powerfeed')) {
    link.add(
      keyOf(feed),
      'LOCATED_IN',
      'dcim.site',
      dump.find('dcim.powerpanel', feed.fields['power_panel'])?.fields['site'],
    );
  }
  for (const cluster of dump.all('virtualization.cluster'))
    link.add(keyOf(cluster), 'LOCATED_IN', 'dcim.site', siteOf(cluster.fields));
}

// A connection has no direction: it is said once, from the end with the smaller key.
function connectInterfaces(dump: NetboxDump, plant: CablePlant, records: RecordCollector): void {
  for (const { model, pk } of dump.all('dcim.interface')) {
    const own = keyOf({ model, pk });
    for (const end of plant.endsOf(model, pk)) {
      if (end.model !== model || !records.has(own) || !records.has(keyOf(end))) continue;
      if (own < keyOf(end)) records.relate({ from: own, type: 'CONNECTS_TO', to: keyOf(end) });
    }
  }
}

function connectCircuits(dump: NetboxDump, plant: CablePlant, records: RecordCollector, link: Links): void {
  for (const { model, pk, fields } of dump.all('circuits.circuittermination')) {
    const ends = plant.endsOf(model, pk).filter((end) => end.model === 'dcim.interface' && records.has(keyOf(end)));
    for (const end of ends) link.add(keyOf(end), 'USES_CIRCUIT', 'circuits.circuit', fields['circuit']);
    const ofSite =
      contentTypeOf(fields['termination_type']) === 'dcim.site' ? fields['termination_id'] : fields['site'];
    const site = textOf(ofSite);
    if (ends.length === 0 && site !== null)
      link.add(`dcim.site:${site}`, 'USES_CIRCUIT', 'circuits.circuit', fields['circuit']);
  }
}

function connectPower(dump: NetboxDump, plant: CablePlant, records: RecordCollector, link: Links): void {
  for (const { model, pk, fields } of dump.all('dcim.powerport')) {
    const device = textOf(fields['device']);
    if (device === null) continue;
    for (const end of plant.endsOf(model, pk)) {
      const source = end.model === 'dcim.poweroutlet' ? dump.find(end.model, end.pk)?.fields['device'] : null;
      const to = end.model === 'dcim.powerfeed' ? keyOf(end) : `dcim.device:${textOf(source) ?? ''}`;
      if (records.get(to)?.class === 'PowerSource' && records.has(`dcim.device:${device}`)) {
        records.relate({ from: `dcim.device:${device}`, type: 'POWERED_BY', to });
      }
    }
  }
  for (const feed of dump.all('dcim.powerfeed')) {
    const rack = textOf(feed.fields['rack']);
    if (rack !== null) link.add(`dcim.rack:${rack}`, 'POWERED_BY', 'dcim.powerfeed', feed.pk);
  }
}
