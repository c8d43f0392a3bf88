import {
  computed,
  take,
  type ClassMapping,
  type FieldMapping,
  type FormatMapping,
  type RelationshipMapping,
} from '../mapping/format-mapping';

const STAGES = {
  ideation: 'IDEATION',
  design: 'DESIGN',
  purchase: 'PURCHASE',
  inventory: 'INVENTORY',
  deploy: 'DEPLOY',
  operational: 'OPERATIONAL',
  'end of operation': 'END_OF_OPERATION',
  defective: 'DEFECTIVE',
  missing: 'MISSING',
  'end of life': 'END_OF_LIFE',
  installed: 'OPERATIONAL',
  'in maintenance': 'OPERATIONAL',
  'pending repair': 'DEFECTIVE',
  'on order': 'PURCHASE',
  'in stock': 'INVENTORY',
  'pending install': 'DEPLOY',
  retired: 'END_OF_LIFE',
  stolen: 'MISSING',
  absent: 'MISSING',
  1: 'OPERATIONAL',
  2: 'PURCHASE',
  3: 'OPERATIONAL',
  4: 'DEPLOY',
  5: 'DEFECTIVE',
  6: 'INVENTORY',
  7: 'END_OF_LIFE',
  8: 'MISSING',
  100: 'MISSING',
};
const CRITICALITY = {
  '1 - most critical': 'CRITICAL',
  '2 - somewhat critical': 'HIGH',
  '3 - less critical': 'MEDIUM',
  '4 - not critical': 'LOW',
};
const COMMON = [
  take('description', 'short_description'),
  take('environment', 'environment | used_for', { as: 'lower' }),
  take('site', 'location'),
  take('lifecycle', 'life_cycle_stage | install_status', { words: STAGES }),
  take('lifecycleStatus', 'life_cycle_stage_status | operational_status'),
  take('criticality', 'busines_criticality | business_criticality', { words: CRITICALITY }),
];
const KNOWN = [
  'sys_id sys_class_name name owned_by managed_by support_group assigned_to company department sys_created_on sys_created_by',
  'sys_updated_on sys_updated_by sys_mod_count sys_tags sys_domain sys_domain_path sys_class_path class category subcategory',
].flatMap((names) => names.split(' '));

/** What one table becomes; `tables` as the export names them, without the prefix `cmdb_ci_`. */
const table = (
  tables: string,
  className: string,
  fields: readonly FieldMapping[],
  extra: ClassMapping['computed'] = [],
): ClassMapping => ({
  from: tables,
  class: className,
  fields: [...COMMON, ...fields],
  computed: extra,
  known: KNOWN,
});

const HARDWARE = [
  take('serialNumber', 'serial_number'),
  take('assetTag', 'asset_tag'),
  take('manufacturer', 'manufacturer'),
  take('model', 'model_id | model_number'),
  take('warrantyEndDate', 'warranty_expiration'),
];
const HOST = [
  ...HARDWARE,
  take('hostname', 'host_name | name', { as: 'lower' }),
  take('fqdn', 'fqdn', { as: 'lower' }),
  take('os', 'os'),
  take('osVersion', 'os_version'),
  take('memoryMb', 'ram', { as: 'integer' }),
  take('cpuCount', 'cpu_count', { as: 'integer' }),
  take('diskGb', 'disk_space', { as: 'integer' }),
  take('ipAddresses', 'ip_address', { as: 'texts' }),
  take('macAddresses', 'mac_address', { as: 'texts' }),
  take('isVirtual', 'virtual', { as: 'flag' }),
];
const NETWORK = [
  ...HARDWARE,
  take('hostname', 'host_name | name', { as: 'lower' }),
  take('managementFqdn', 'fqdn', { as: 'lower' }),
  take('managementAddress', 'ip_address'),
  take('macAddresses', 'mac_address', { as: 'texts' }),
  take('portCount', 'ports', { as: 'integer' }),
];
const APPLICATION = [
  take('softwareVersion', 'version'),
  take('port', 'tcp_port | port', { as: 'integer' }),
  take('installPath', 'install_directory'),
  take('instanceName', 'instance_name | name'),
  take('vendor', 'vendor'),
];
const SERVICE = [take('serviceCode', 'number | service_code')];
const ENGINE = [computed('engine', 'name of the table')];

/** What a record becomes, by its table or by the label of its table. */
export const SERVICENOW_TABLES: readonly ClassMapping[] = [
  table('linux_server', 'LinuxServer', HOST),
  table('win_server, windows_server', 'WindowsServer', HOST),
  table('esx_server, hyper_v_server', 'Hypervisor', HOST),
  table('server, unix_server, solaris_server, aix_server, hpux_server, mainframe', 'Server', HOST),
  table('computer, pc_hardware, workstation, desktop', 'Workstation', HOST),
  table('vm_instance, virtual_machine_instance, vmware_instance, ec2_instance', 'VirtualMachine', [
    take('providerInstanceId', 'object_id | vm_inst_id'),
    take('biosUuid', 'bios_uuid'),
    take('cpuCount', 'cpus', { as: 'integer' }),
    take('memoryMb', 'memory', { as: 'integer' }),
    take('powerState', 'state', { words: { on: 'ON', off: 'OFF', suspended: 'SUSPENDED', paused: 'SUSPENDED' } }),
  ]),
  table('ip_switch, switch', 'Switch', NETWORK),
  table('ip_router, router', 'Router', NETWORK),
  table('ip_firewall, firewall', 'Firewall', NETWORK),
  table('lb, load_balancer, lb_f5_ltm, lb_bigip', 'LoadBalancer', NETWORK),
  table('storage_server, storage_device, msd', 'StorageArray', HARDWARE),
  table('pdu, ups, power_eq', 'PowerSource', HARDWARE),
  table('datacenter, data_center', 'DataCenter', [take('siteCode', 'code | name')]),
  table('rack', 'Rack', [take('heightUnits', 'rack_units', { as: 'integer' })]),
  table(
    'service_auto, application_service, mapped_application_service, service_discovered, calculated_application_service, tag-based_service',
    'ServiceInstance',
    [...SERVICE, take('softwareVersion', 'version')],
    [computed('environment', 'environment or used_for, else --environment')],
  ),
  table('service_business, business_service, service', 'BusinessService', SERVICE),
  table('service_technical, technical_service, technology_management_service', 'TechnicalService', SERVICE),
  table('business_app, business_application', 'BusinessApplication', [
    take('appId', 'number'),
    take('vendor', 'vendor'),
  ]),
  table('business_capability', 'BusinessCapability', [take('code', 'number')]),
  table(
    'db_mssql_instance, msft_sql_instance, db_mysql_instance, mysql_instance, db_ora_instance, oracle_instance, db_postgresql_instance, postgresql_instance, db_instance, database_instance',
    'DatabaseInstance',
    APPLICATION,
    ENGINE,
  ),
  table('web_server, apache_web_server, microsoft_iis_web_server, nginx_web_server', 'WebServer', APPLICATION),
  table(
    'app_server, app_server_tomcat, tomcat, app_server_jboss, app_server_websphere, app_server_weblogic, application_server',
    'AppServer',
    APPLICATION,
  ),
  table('appl, application', 'GenericApplication', APPLICATION, [
    computed('processKey', 'running_process_command without passwords, else sys_id'),
  ]),
  table('cluster, win_cluster, unix_cluster', 'ApplicationCluster', [], [computed('clusterUid', 'sys_id')]),
  table('vcenter_cluster, vmware_cluster', 'HypervisorCluster', [], [computed('site', 'location, or "global"')]),
  table('vcenter, vmware_vcenter', 'VirtualizationManager', [
    take('instanceUuid', 'instance_uuid'),
    take('fqdn', 'fqdn | name', { as: 'lower' }),
  ]),
];

/** Types of relationships that come with the product have the same id in every instance: exports without display values give that. */
export const SERVICENOW_TYPE_IDS: ReadonlyMap<string, string> = new Map([
  ['1a9cb166f1571100a92eb60da2bce5c5', 'Depends on::Used by'],
  ['cb5592603751200032ff8c00dfbe5d17', 'Uses::Used by'],
  ['41008aa6ef32010098d5925495c0fb94', 'Consumes::Consumed by'],
  ['60bc4e22c0a8010e01f074cbe6bd73c3', 'Runs on::Runs'],
  ['5f985e0ec0a8010e00a9714f2a172815', 'Hosted on::Hosts'],
  ['d93304fb0a0a0b78006081a72ef08444', 'Virtualized by::Virtualizes'],
  ['55c913d3c0a8010e012d1563182d6050', 'Members::Member of'],
  ['a99d39118f10310091769012cbbe4429', 'Cluster of::Cluster'],
  ['55c95bf6c0a8010e0118ec7056ebc54d', 'Contains::Contained by'],
  ['25242fb2377a9200738d021a54990e88', 'Owns::Owned by'],
  ['f67e9ecdff602000dada361332f49d35', 'Provides::Provided by'],
  ['4afd799338a02000c18673032c71b817', 'Provided by::Provides'],
]);

/** What a type of `cmdb_rel_ci` becomes, read from parent to child. */
export const SERVICENOW_RELATIONSHIPS: readonly RelationshipMapping[] = [
  { from: 'Depends on::Used by', type: 'DEPENDS_ON' },
  { from: 'Consumes::Consumed by', type: 'CONSUMES' },
  { from: 'Uses::Used by', type: 'CONSUMES' },
  { from: 'Runs on::Runs', type: 'RUNS_ON' },
  { from: 'Hosted on::Hosts', type: 'HOSTED_ON' },
  { from: 'Virtualized by::Virtualizes', type: 'VIRTUALIZED_BY' },
  { from: 'Instantiates::Instantiated by', type: 'INSTANTIATED_BY', incoming: true },
  { from: 'Members::Member of', type: 'HAS_MEMBER' },
  { from: 'Cluster of::Cluster', type: 'HAS_MEMBER' },
  { from: 'Contains::Contained by', type: 'PART_OF', incoming: true },
  { from: 'Owns::Owned by', type: 'OWNED_BY', incoming: true },
  { from: 'Manages::Managed by', type: 'MANAGED_BY', incoming: true },
  { from: 'Connects to::Connected by', type: 'CONNECTS_TO' },
  { from: 'IP Connection::IP Connection', type: 'CONNECTS_TO' },
  { from: 'Sends data to::Receives data from', type: 'CALLS' },
  { from: 'Applicative Flow To::Applicative Flow From', type: 'CALLS' },
  { from: 'Use End Point To::Use End Point From', type: 'CALLS' },
  { from: 'Implement End Point To::Implement End Point From', type: 'EXPOSED_BY', incoming: true },
  { from: 'Provides power for::Receives power from', type: 'POWERED_BY', incoming: true },
  { from: 'Powered by::Powers', type: 'POWERED_BY' },
  { from: 'Located in::Houses', type: 'LOCATED_IN' },
  { from: 'In Rack::Rack contains', type: 'LOCATED_IN' },
  { from: 'Stored on::Stores', type: 'STORED_ON' },
  { from: 'Provided by::Provides', type: 'DEPENDS_ON' },
  { from: 'Provides::Provided by', type: 'DEPENDS_ON', incoming: true },
  { from: 'DR provided by::Provides DR for', type: 'FAILS_OVER_TO' },
  { from: 'Backup done by::Does backup for', type: 'BACKED_UP_BY' },
];

/** What an export of the configuration items and relationships of ServiceNow becomes. */
export const SERVICENOW_MAPPING: FormatMapping = {
  items: SERVICENOW_TABLES,
  relationships: SERVICENOW_RELATIONSHIPS,
  notes: [
    'owned_by becomes the owner, support_group the support group, managed_by who is on call.',
    'Answers of the Table API and of the CMDB Instance API are read, with display values or ids; a table without sys_class_name is named by its file.',
    'A relationship that the classes of its ends do not allow becomes DEPENDS_ON, and is counted.',
    'Tables without a row are skipped and counted. What runs on a host needs its relationship to that in the same export.',
  ],
};
