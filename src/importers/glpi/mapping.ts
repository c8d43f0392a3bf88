import { computed, take, type ClassMapping, type FormatMapping } from '../mapping/format-mapping';

const ON = {
  on: 'ON',
  running: 'ON',
  up: 'ON',
  idle: 'ON',
  off: 'OFF',
  shutdown: 'OFF',
  stopped: 'OFF',
  paused: 'SUSPENDED',
};

const HOST = [
  take('hostname', 'hardware.name'),
  take('systemUuid', 'hardware.uuid'),
  take('memoryMb', 'hardware.memory', { as: 'integer' }),
  take('serialNumber', 'bios.ssn'),
  take('manufacturer', 'bios.smanufacturer'),
  take('model', 'bios.smodel'),
  take('assetTag', 'bios.assettag'),
  take('firmwareVersion', 'bios.bversion'),
  take('os', 'operatingsystem.full_name | operatingsystem.name'),
  take('osVersion', 'operatingsystem.version'),
  take('kernelVersion', 'operatingsystem.kernel_version'),
  take('architecture', 'operatingsystem.arch'),
  take('lastBootAt', 'operatingsystem.boot_time', { as: 'time' }),
  take('cpuModel', 'cpus[].name'),
];
const SECTIONS = 'networks drives databases_services virtualmachines versionclient accountinfo'.split(' ');

const computer = (from: string, className: string): ClassMapping => ({
  from,
  class: className,
  fields: HOST,
  computed: [
    computed('fqdn', 'operatingsystem.fqdn, when it has a domain'),
    computed('ipAddresses', 'networks, without loopback'),
    computed('macAddresses', 'networks, without virtual ones'),
    computed('cpuCount', 'cpus: threads, else cores'),
    computed('isVirtual', 'hardware.vmsystem, unless it is Physical'),
  ],
  known: SECTIONS,
});

/** Kinds of ports by the numbers of IANA. */
const PORT_TYPES = {
  6: 'ethernet',
  24: 'loopback',
  53: 'virtual',
  62: 'ethernet',
  69: 'ethernet',
  117: 'ethernet',
  131: 'tunnel',
  135: 'vlan',
  136: 'vlan',
  161: 'lag',
};

/** What an inventory of an agent becomes. */
export const GLPI_MAPPING: FormatMapping = {
  items: [
    computer('Computer', 'Server'),
    computer('Computer under Linux', 'LinuxServer'),
    computer('Computer under Windows', 'WindowsServer'),
    computer('Computer for a desk: laptop, desktop, tablet …', 'Workstation'),
    {
      from: 'NetworkEquipment',
      class: 'Switch',
      fields: [
        take('hostname', 'network_device.name'),
        take('serialNumber', 'network_device.serial'),
        take('manufacturer', 'network_device.manufacturer'),
        take('model', 'network_device.model'),
        take('firmwareVersion', 'network_device.firmware'),
        take('macAddresses', 'network_device.mac', { as: 'texts' }),
        take('managementAddress', 'network_device.ips[]'),
      ],
      known: ['network_ports', ...SECTIONS],
    },
    {
      from: 'networks',
      class: 'NetworkInterface',
      fields: [
        take('macAddress', 'mac | macaddr', { as: 'lower' }),
        take('interfaceType', 'type'),
        take('speedMbps', 'speed', { as: 'integer' }),
        take('mtu', 'mtu', { as: 'integer' }),
        take('enabled', 'status', { as: 'flag' }),
        take('ipAddresses', 'ipaddress | ipaddress6', { as: 'texts' }),
      ],
      known: ['description', 'virtualdev', 'ipmask', 'ipsubnet', 'ipgateway'],
    },
    {
      from: 'network_ports',
      class: 'NetworkInterface',
      fields: [
        take('macAddress', 'mac', { as: 'lower' }),
        take('interfaceType', 'iftype', { words: PORT_TYPES }),
        take('speedMbps', 'ifspeed', { as: 'integer', factor: 0.000001 }),
        take('mtu', 'ifmtu', { as: 'integer' }),
        take('enabled', 'ifinternalstatus', { as: 'flag' }),
      ],
      known: ['ifname', 'ifdescr', 'ifnumber', 'connections', 'vlans'],
    },
    {
      from: 'drives',
      class: 'FileSystem',
      fields: [
        take('mountPoint', 'letter | type'),
        take('fileSystemType', 'filesystem'),
        take('device', 'volumn'),
        take('capacityGb', 'total', { as: 'integer', factor: 1 / 1024 }),
      ],
    },
    {
      from: 'databases_services',
      class: 'DatabaseInstance',
      fields: [
        take('engine', 'type', { as: 'lower' }),
        take('instanceName', 'name'),
        take('port', 'port', { as: 'integer' }),
        take('softwareVersion', 'version'),
        take('vendor', 'manufacturer'),
        take('dataDirectory', 'path'),
      ],
      known: ['databases', 'is_active', 'is_onbackup'],
    },
    {
      from: 'databases_services[].databases',
      class: 'Database',
      fields: [take('sizeMb', 'size', { as: 'integer' })],
      known: ['name'],
    },
    {
      from: 'virtualmachines',
      class: 'VirtualMachine',
      fields: [
        take('providerInstanceId', 'uuid'),
        take('cpuCount', 'vcpu', { as: 'integer' }),
        take('memoryMb', 'memory', { as: 'integer' }),
        take('powerState', 'status', { words: ON }),
      ],
      known: ['name', 'vmtype', 'subsystem'],
    },
    {
      from: 'virtualmachines that are containers',
      class: 'GenericApplication',
      fields: [take('product', 'image')],
      computed: [computed('processKey', 'container:<name>')],
      known: ['name', 'uuid', 'status', 'vmtype', 'subsystem'],
    },
  ],
  relationships: [
    { from: 'networks, network_ports', type: 'OWNED_BY' },
    { from: 'drives', type: 'PART_OF' },
    { from: 'databases_services, containers', type: 'RUNS_ON' },
    { from: 'databases', type: 'PART_OF' },
    { from: 'virtualmachines', type: 'HOSTED_ON' },
    {
      from: 'network_ports[].connections',
      type: 'CONNECTS_TO',
      note: 'to a device of these files with that address or name',
    },
  ],
  notes: [
    'A partial inventory says nothing of what it leaves out: that is kept.',
    'Installed software, licences and users are skipped and counted.',
  ],
};
