import { computed, take, type FieldMapping, type FormatMapping } from '../mapping/format-mapping';

const POWER = { poweredon: 'ON', poweredoff: 'OFF', suspended: 'SUSPENDED' };

/** RVTools columns and govc properties that say the same stand side by side; the first that is there counts. */
const either = (to: string, govc: string, rvtools: string, more: Partial<FieldMapping> = {}): FieldMapping =>
  take(to, `${govc} | ${rvtools}`, more);

/** What is read for names, ids and places, or to tell tabs apart. */
const KNOWN = [
  'VM',
  'VM ID',
  'Host',
  'Cluster',
  'Datacenter',
  'Path',
  'Template',
  'Object ID',
  'Name',
  'Capacity MiB',
  'Capacity MB',
  'VM UUID',
  'VI SDK Server',
  'VI SDK UUID',
  'self',
  'name',
  'parent',
  'host',
  'datastore',
  'network',
  'runtime',
  'summary',
];

/** What vCenter's objects become. */
export const VCENTER_MAPPING: FormatMapping = {
  items: [
    {
      from: 'vCenter',
      class: 'VirtualizationManager',
      fields: [],
      computed: [
        computed('instanceUuid', 'instance UUID of govc about, VI SDK UUID'),
        computed('fqdn', '--vcenter, VI SDK Server'),
      ],
    },
    {
      from: 'ClusterComputeResource',
      class: 'HypervisorCluster',
      known: KNOWN,
      fields: [
        either(
          'highAvailability',
          'configurationEx.dasConfig.enabled | configuration.dasConfig.enabled',
          'HA enabled',
          { as: 'flag' },
        ),
      ],
      computed: [computed('providerId', 'managed object id'), computed('site', 'datacenter')],
    },
    {
      from: 'HostSystem',
      class: 'Hypervisor',
      known: KNOWN,
      fields: [
        either('manufacturer', 'summary.hardware.vendor', 'Vendor'),
        either('model', 'summary.hardware.model', 'Model'),
        either('systemUuid', 'summary.hardware.uuid', 'UUID'),
        take('serialNumber', 'Serial number | Service tag'),
        either('cpuModel', 'summary.hardware.cpuModel', 'CPU Model'),
        either('cpuCount', 'summary.hardware.numCpuThreads', '# Cores', { as: 'integer' }),
        take('memoryMb', '# Memory', { as: 'integer' }),
        either('hypervisorVersion', 'summary.config.product.version', 'ESX Version'),
      ],
      computed: [
        computed('fqdn', 'name with a domain'),
        computed('hostname', 'name without one'),
        computed('hypervisorType', 'esxi'),
        computed('providerId', 'managed object id'),
        computed('memoryMb', 'summary.hardware.memorySize'),
      ],
    },
    {
      from: 'VirtualMachine',
      class: 'VirtualMachine',
      known: KNOWN,
      fields: [
        // Where RVTools has a column for it, the other one is of vCenter's own numbering.
        either('biosUuid', 'config.uuid | summary.config.uuid', 'SMBIOS UUID | VM UUID'),
        either('guestHostname', 'guest.hostName | summary.guest.hostName', 'DNS Name'),
        either(
          'guestOs',
          'config.guestFullName | summary.config.guestFullName',
          'OS according to the configuration file',
        ),
        either('cpuCount', 'config.hardware.numCPU | summary.config.numCpu', 'CPUs', { as: 'integer' }),
        either('memoryMb', 'config.hardware.memoryMB | summary.config.memorySizeMB', 'Memory', { as: 'integer' }),
        either('ipAddresses', 'guest.ipAddress | summary.guest.ipAddress', 'Primary IP Address', { as: 'texts' }),
        either('powerState', 'runtime.powerState | summary.runtime.powerState', 'Powerstate', { words: POWER }),
      ],
      computed: [computed('providerInstanceId', 'managed object id, VM ID')],
    },
    {
      from: 'Datastore',
      class: 'StorageVolume',
      known: KNOWN,
      fields: [
        take('capacityGb', 'summary.capacity', { as: 'integer', factor: 1 / 1024 ** 3 }),
        take('thin', 'Thin', { as: 'flag' }),
      ],
      computed: [computed('capacityGb', 'Capacity MiB / 1024')],
    },
    {
      from: 'Network, DistributedVirtualPortgroup',
      class: 'VirtualNetwork',
      fields: [],
      computed: [computed('provider', 'vmware')],
    },
  ],
  relationships: [
    { from: 'cluster, host, machine, datastore, network of its vCenter', type: 'MANAGED_BY' },
    { from: 'host of a cluster', type: 'HAS_MEMBER', incoming: true },
    {
      from: 'machine on its host',
      type: 'VIRTUALIZED_BY',
      note: 'of a cluster with high availability: ANY of host and cluster',
    },
    { from: 'machine in its cluster, where that has high availability', type: 'VIRTUALIZED_BY' },
    { from: 'machine on its datastores', type: 'STORED_ON' },
    { from: 'machine and its networks', type: 'CONNECTS_TO' },
  ],
  notes: [
    'A host, cluster, datastore or network that only machines name, as on the tab vInfo, is known by its name.',
    'Templates are skipped and counted.',
    'RVTools: tabs vInfo, vHost, vCluster, vDatastore, vDisk and vNetwork as CSV, told apart by their headers.',
  ],
};
