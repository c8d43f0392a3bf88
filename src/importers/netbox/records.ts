import type { JsonObject } from '../../domain/json';
import { rowOf } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { KeyedItem, RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { textOf } from '../untyped';
import { classOfDevice, deviceAttributes, nameOfDevice } from './devices';
import { contentTypeOf, type NetboxDump, type NetboxObject } from './dump';
import { NETBOX_MAPPING } from './mapping';

/** Builds the items of a dump. Native keys are `<model>:<key>`, which NetBox never uses again. */
export class NetboxItems {
  private readonly dump: NetboxDump;
  private readonly records: RecordCollector;
  private readonly report: ReportBuilder;

  constructor(dump: NetboxDump, records: RecordCollector, report: ReportBuilder) {
    this.dump = dump;
    this.records = records;
    this.report = report;
  }

  addAll(): void {
    const hosts = new Set(
      this.dump.all('virtualization.virtualmachine').flatMap(({ fields }) => textOf(fields['device']) ?? []),
    );
    const hardware = new Set(this.dump.all('dcim.macaddress').map(({ fields }) => macKey(fields)));
    for (const model of this.dump.models()) {
      for (const object of this.dump.all(model)) {
        if (model === 'dcim.device') this.addDevice(object, hosts.has(object.pk));
        else if (rowOf(NETBOX_MAPPING, model) === null) {
          if (!USED.has(model)) this.report.skip(model);
        } else if (this.hasOwner(object)) this.add(object, model, this.extra(object));
        else this.report.skip(`${model} of what is no item here`);
      }
    }
    if (hardware.size > 0) this.addMacAddresses();
  }

  // An interface is known by what it is in; what is passive or nameless has become nothing.
  private hasOwner({ model, fields }: NetboxObject): boolean {
    const owner = OWNERS[model];
    return owner === undefined || this.records.has(`${owner.model}:${textOf(fields[owner.field]) ?? ''}`);
  }

  private addDevice(device: NetboxObject, runsMachines: boolean): void {
    const className = classOfDevice(this.dump, device, runsMachines);
    const { serial, asset_tag: tag } = device.fields;
    const name = nameOfDevice(this.dump, device);
    if (className === null) this.report.skip('dcim.device (passive)');
    else if ([name, serial, tag].every((value) => textOf(value) === null)) {
      this.report.note('devices without name, serial number and asset tag, left out', keyOf(device));
    } else {
      const site = this.siteCode(device.fields['site']);
      this.add(device, `dcim.device as ${className}`, {
        site,
        ...(name === null ? {} : { name }),
        attributes: deviceAttributes(this.dump, device, className),
      });
    }
  }

  private add(object: NetboxObject, rowName: string, { site, name, attributes = {} }: Extra): void {
    const row = rowOf(NETBOX_MAPPING, rowName);
    if (row === null) return;
    this.report.read(object.model);
    const mapped = mappedFields(row, object.fields, this.report);
    const tenant = this.dump.nameOf('tenancy.tenant', object.fields['tenant']);
    const item: KeyedItem = {
      class: row.class,
      nativeKey: keyOf(object),
      name: name ?? textOf(object.fields['name']) ?? textOf(object.fields['label']) ?? `${object.model} ${object.pk}`,
      ...mapped.base,
      ...(site === null || site === undefined ? {} : { site }),
      labels: tenant === null ? {} : { 'netbox.tenant': tenant },
      attributes: { ...mapped.attributes, ...attributes },
      complete: ['ATTRIBUTES', 'LABELS'],
    };
    this.records.item(item, object.place);
  }

  /** What a model needs besides its own fields. */
  private extra({ model, fields }: NetboxObject): Extra {
    const text = (name: string): string => textOf(fields[name]) ?? '';
    switch (model) {
      case 'dcim.site':
        return { site: text('slug'), attributes: { siteCode: text('slug') } };
      case 'dcim.rack': {
        const row = this.dump.nameOf('dcim.location', fields['location']);
        return { site: this.siteCode(fields['site']), attributes: row === null ? {} : { row } };
      }
      case 'dcim.powerfeed':
        return this.feed(fields['power_panel'], text('name'), text('type'));
      case 'virtualization.cluster':
        return { site: this.siteCode(siteOf(fields)) ?? 'global' };
      case 'circuits.circuit': {
        const carrier = this.dump.nameOf('circuits.provider', fields['provider']) ?? 'unknown';
        const circuitType = this.dump.nameOf('circuits.circuittype', fields['type']);
        const attributes = { carrier, circuitId: text('cid'), ...(circuitType === null ? {} : { circuitType }) };
        return { name: `${carrier} ${text('cid')}`, attributes };
      }
      case 'ipam.vlan': {
        const group = this.dump.find('ipam.vlangroup', fields['group']);
        const site =
          this.siteCode(siteOf(fields)) ?? this.siteCode(group === null ? null : siteOf(group.fields)) ?? 'global';
        return { site, attributes: { vlanId: Number(fields['vid']) } };
      }
      case 'ipam.prefix':
        return {
          name: text('prefix'),
          attributes: { cidr: text('prefix'), routingDomain: this.domain(fields['vrf']) },
        };
      case 'ipam.ipaddress': {
        const [address = '', length] = text('address').split('/');
        const mask = length === undefined ? {} : { prefixLength: Number(length) };
        return { name: address, attributes: { address, ...mask, routingDomain: this.domain(fields['vrf']) } };
      }
      default:
        return {};
    }
  }

  private feed(panel: unknown, name: string, type: string): Extra {
    const of = this.dump.find('dcim.powerpanel', panel);
    const full = [textOf(of?.fields['name']), name].filter((part) => part !== null).join(' ');
    return {
      name: full,
      site: this.siteCode(of?.fields['site']),
      attributes: { sourceType: 'FEED', ...(type === '' ? {} : { feed: type }) },
    };
  }

  private domain(vrf: unknown): string {
    return this.dump.nameOf('ipam.vrf', vrf) ?? (textOf(vrf) === null ? 'default' : `vrf ${textOf(vrf)}`);
  }

  private siteCode(site: unknown): string | null {
    return textOf(this.dump.find('dcim.site', site)?.fields['slug']);
  }

  // From version 4.2 on, hardware addresses are objects of their own; the first of an interface counts.
  private addMacAddresses(): void {
    const named = new Set<string>();
    for (const { fields, place } of this.dump.all('dcim.macaddress')) {
      const key = macKey(fields);
      const item = this.records.get(key);
      const macAddress = textOf(fields['mac_address'])?.toLowerCase();
      if (item === null || macAddress === undefined || named.has(key)) continue;
      named.add(key);
      this.records.item({ ...item, attributes: { ...item.attributes, macAddress } }, place);
    }
  }
}

const OWNERS: Readonly<Record<string, { readonly model: string; readonly field: string }>> = {
  'dcim.interface': { model: 'dcim.device', field: 'device' },
  'virtualization.vminterface': { model: 'virtualization.virtualmachine', field: 'virtual_machine' },
};

interface Extra {
  readonly site?: string | null;
  readonly name?: string;
  readonly attributes?: JsonObject;
}

/** Models that are read for others, and become nothing themselves. */
const USED = new Set(
  [
    'dcim.cable cabletermination frontport rearport powerport poweroutlet powerpanel devicerole devicetype manufacturer platform location macaddress region virtualchassis',
  ]
    .flatMap((names) => names.split(' ').map((name) => (name.includes('.') ? name : `dcim.${name}`)))
    .concat(
      'circuits.provider circuits.circuittype circuits.circuittermination ipam.vrf ipam.vlangroup tenancy.tenant'.split(
        ' ',
      ),
    ),
);

export const keyOf = ({ model, pk }: Pick<NetboxObject, 'model' | 'pk'>): string => `${model}:${pk}`;

/** The site of an object: a field of its own up to version 4.1, a scope later. */
export const siteOf = (fields: NetboxObject['fields']): unknown =>
  fields['site'] ?? (contentTypeOf(fields['scope_type']) === 'dcim.site' ? fields['scope_id'] : null);

const macKey = (fields: NetboxObject['fields']): string =>
  `${contentTypeOf(fields['assigned_object_type']) ?? ''}:${textOf(fields['assigned_object_id']) ?? ''}`;
