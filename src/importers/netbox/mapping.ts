import { computed, take, type ClassMapping, type FieldMapping, type FormatMapping } from '../mapping/format-mapping';

const STAGES = {
  planned: 'DESIGN',
  staged: 'DEPLOY',
  active: 'OPERATIONAL',
  offline: 'OPERATIONAL',
  failed: 'DEFECTIVE',
  inventory: 'INVENTORY',
  decommissioning: 'END_OF_OPERATION',
  retired: 'END_OF_LIFE',
  decommissioned: 'END_OF_LIFE',
  deprovisioning: 'END_OF_OPERATION',
  deprecated: 'END_OF_OPERATION',
  reserved: 'DESIGN',
  provisioning: 'DEPLOY',
  available: 'INVENTORY',
  dhcp: 'OPERATIONAL',
  slaac: 'OPERATIONAL',
  container: 'OPERATIONAL',
};
const COMMON = [
  take('description', 'description'),
  take('lifecycle', 'status', { words: STAGES }),
  take('lifecycleStatus', 'status'),
];

/** Fields that say nothing of an inventory, or that are followed as references. */
const KNOWN = [
  'created last_updated custom_field_data comments name _name slug tags tenant group lft rght tree_id level face color',
  'device device_type device_role role platform site location rack cluster type provider region parent vrf vlan tagged_vlans',
  'untagged_vlan cable _cable_peer_type _cable_peer_id _path mark_connected power_panel virtual_machine status label',
  'scope_type scope_id assigned_object_type assigned_object_id cid vid address prefix primary_mac_address primary_ip4 primary_ip6 display url display_url id virtual_chassis vc_position termination_a termination_z _abs_weight _abs_max_weight _children _depth cable_end',
].flatMap((names) => names.split(' '));

const row = (
  from: string,
  className: string,
  fields: readonly FieldMapping[],
  more: readonly [to: string, from: string][] = [],
): ClassMapping => ({
  from,
  class: className,
  fields: [...COMMON, ...fields],
  computed: more.map(([to, source]) => computed(to, source)),
  known: KNOWN,
});

const HARDWARE = [
  take('serialNumber', 'serial'),
  take('assetTag', 'asset_tag'),
  take('rackUnit', 'position', { as: 'integer' }),
];
const TYPE: readonly [string, string][] = [
  ['manufacturer', 'manufacturer of the device type'],
  ['model', 'model of the device type'],
  ['heightUnits', 'u_height of the device type'],
  ['site', 'slug of the site'],
];
const NETWORK: readonly [string, string][] = [
  ...TYPE,
  ['hostname', 'name, else <virtual chassis>:<position>'],
  ['os', 'platform'],
  ['networkRole', 'role'],
];
const HOST: readonly [string, string][] = [...TYPE, ['hostname', 'name'], ['os', 'platform']];

/** The class of a device by words in the name of its role: the first row that has one of them. Null: passive, only traced through. */
export const DEVICE_CLASSES: readonly (readonly [words: string, className: string | null])[] = [
  ['patch panel, cable management, blank', null],
  ['pdu, ups, power', 'PowerSource'],
  ['firewall', 'Firewall'],
  ['load balancer', 'LoadBalancer'],
  ['switch, leaf, spine, tor, access point, wireless', 'Switch'],
  ['router, gateway, edge, wan', 'Router'],
  ['storage, san, nas', 'StorageArray'],
  ['hypervisor, esx, virtualization', 'Hypervisor'],
  ['chassis', 'Chassis'],
];

const deviceRow = (className: string, extra: readonly [string, string][]): ClassMapping =>
  row(`dcim.device as ${className}`, className, HARDWARE, extra);

/** What NetBox models become. */
export const NETBOX_MAPPING = {
  items: [
    row('dcim.site', 'DataCenter', [take('address', 'physical_address')], [['siteCode', 'slug']]),
    row('dcim.rack', 'Rack', [take('heightUnits', 'u_height', { as: 'integer' })], [['row', 'location']]),
    deviceRow('PowerSource', [...TYPE, ['sourceType', 'PDU, or UPS where the role says so']]),
    deviceRow('Firewall', NETWORK),
    deviceRow('LoadBalancer', NETWORK),
    deviceRow('Switch', [...NETWORK, ['stackId', 'virtual chassis']]),
    deviceRow('Router', NETWORK),
    deviceRow('StorageArray', TYPE),
    deviceRow('Chassis', TYPE),
    deviceRow('Hypervisor', HOST),
    deviceRow('Server', HOST),
    row(
      'dcim.powerfeed',
      'PowerSource',
      [take('capacityKw', 'available_power', { as: 'number', factor: 0.001 })],
      [
        ['sourceType', 'FEED'],
        ['feed', 'type'],
      ],
    ),
    row('dcim.interface', 'NetworkInterface', [
      take('macAddress', 'mac_address', { as: 'lower' }),
      take('interfaceType', 'type'),
      take('speedMbps', 'speed', { as: 'integer', factor: 0.001 }),
      take('mtu', 'mtu', { as: 'integer' }),
      take('enabled', 'enabled', { as: 'flag' }),
    ]),
    row('virtualization.vminterface', 'NetworkInterface', [
      take('macAddress', 'mac_address', { as: 'lower' }),
      take('mtu', 'mtu', { as: 'integer' }),
      take('enabled', 'enabled', { as: 'flag' }),
    ]),
    row('virtualization.cluster', 'HypervisorCluster', [], [['site', 'slug of the site, or "global"']]),
    row('virtualization.virtualmachine', 'VirtualMachine', [
      take('cpuCount', 'vcpus', { as: 'integer' }),
      take('memoryMb', 'memory', { as: 'integer' }),
      take('diskGb', 'disk', { as: 'integer' }),
      take('powerState', 'status', { words: { active: 'ON', offline: 'OFF' } }),
    ]),
    row(
      'circuits.circuit',
      'NetworkCircuit',
      [take('bandwidthMbps', 'commit_rate', { as: 'integer', factor: 0.001 })],
      [
        ['carrier', 'name of the provider'],
        ['circuitId', 'cid'],
        ['circuitType', 'name of the type'],
      ],
    ),
    row(
      'ipam.vlan',
      'Vlan',
      [],
      [
        ['vlanId', 'vid'],
        ['site', 'slug of the site or of the group’s, or "global"'],
      ],
    ),
    row(
      'ipam.prefix',
      'IpNetwork',
      [],
      [
        ['cidr', 'prefix'],
        ['routingDomain', 'name of the VRF, or "default"'],
      ],
    ),
    row(
      'ipam.ipaddress',
      'IpAddress',
      [take('dnsName', 'dns_name')],
      [
        ['address', 'address without mask'],
        ['prefixLength', 'its mask'],
        ['routingDomain', 'name of the VRF, or "default"'],
      ],
    ),
  ],
  relationships: [
    { from: 'rack and device in site or rack; panel’s feed in its site', type: 'LOCATED_IN' },
    { from: 'interface of its device or machine, address on its interface', type: 'OWNED_BY' },
    { from: 'cable between interfaces, traced through patch panels', type: 'CONNECTS_TO' },
    { from: 'cable to a circuit; or the site, where the circuit ends without a cable', type: 'USES_CIRCUIT' },
    {
      from: 'power port and outlet; power feed of a device or rack',
      type: 'POWERED_BY',
      note: 'ANY of several: one feed may fail',
    },
    { from: 'machine in its cluster', type: 'VIRTUALIZED_BY' },
    { from: 'machine on its device', type: 'VIRTUALIZED_BY' },
    { from: 'device in a cluster', type: 'HAS_MEMBER', incoming: true },
    { from: 'prefix in its VLAN', type: 'PART_OF' },
  ],
  notes: [
    `Devices: ${DEVICE_CLASSES.map(([words, className]) => `${words} → ${className ?? 'passive'}`).join('; ')}; any other role → Server.`,
    'Passive devices are no items; cables are traced through them.',
    'Both dumps (manage.py dumpdata --natural-foreign) and answers of the REST API are read, of versions 2.11 to 4.x.',
  ],
} as const satisfies FormatMapping;
