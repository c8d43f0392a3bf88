import { CLOUD_PLACE_ROWS } from '../cloud/places';
import { computed, take, type ClassMapping, type FieldMapping, type FormatMapping } from '../mapping/format-mapping';

const rows = (types: string, className: string, fields: readonly FieldMapping[]): readonly ClassMapping[] =>
  types.split(' ').map((from) => ({
    from,
    class: className,
    fields,
    computed: [
      ...(className === 'KubernetesCluster' ? [] : RESOURCE),
      ...(className === 'CloudVm' || className === 'KubernetesCluster' ? [] : [...PROVIDER]),
    ],
    known: KNOWN,
  }));

const RESOURCE = [computed('resourceId', 'id'), computed('arn', 'arn, self_link')];
const PROVIDER = [computed('provider', 'beginning of the type'), computed('resourceType', 'the type')];
const KNOWN =
  'id arn name tags tags_all labels self_link timeouts project region location bucket identifier owner_id'.split(' ');

const VM = [
  take('instanceType', 'instance_type | machine_type | size | flavor_name'),
  take('imageId', 'ami | image_id'),
  take('zone', 'availability_zone | zone'),
  take(
    'ipAddresses',
    'private_ip | access_ip_v4 | private_ip_address | network_interface[].network_ip | ipv4_address',
    {
      as: 'texts',
    },
  ),
  take('powerState', 'instance_state | current_status', {
    words: { running: 'ON', stopped: 'OFF', terminated: 'OFF', suspended: 'SUSPENDED' },
  }),
];
const DATABASE = [
  take('engine', 'engine', { as: 'lower' }),
  take('engineVersion', 'engine_version | database_version | version'),
  take('instanceType', 'instance_class | node_type | sku_name | settings[].tier'),
  take('multiZone', 'multi_az', { as: 'flag' }),
  take('endpointAddress', 'address | endpoint | fqdn'),
];
const FUNCTION = [
  take('runtime', 'runtime'),
  take('memoryMb', 'memory_size | available_memory_mb', { as: 'integer' }),
  take('timeoutSeconds', 'timeout', { as: 'integer' }),
];
const BUCKET = [take('versioned', 'versioning[].enabled', { as: 'flag' })];
const BALANCER = [
  take('scheme', 'internal', { words: { true: 'INTERNAL', false: 'INTERNET_FACING' } }),
  take('dnsName', 'dns_name'),
];
const NETWORK = [
  take('cidrs', 'cidr_block | ip_cidr_range | address_space | address_prefixes | cidr', { as: 'texts' }),
];

/** Types that guard what they are attached to. */
export const GUARDS = /(security_group|secgroup_v2|network_security_group|compute_firewall)$/;

/** Types that only tie two others together, by the fields that name them. */
export const ATTACHMENTS: readonly {
  readonly types: readonly string[];
  readonly source: string;
  readonly type: 'STORED_ON' | 'BALANCES_TO';
  readonly target: string;
}[] = [
  {
    types: ['aws_volume_attachment', 'openstack_compute_volume_attach_v2'],
    source: 'instance_id',
    type: 'STORED_ON',
    target: 'volume_id',
  },
  { types: ['digitalocean_volume_attachment'], source: 'droplet_id', type: 'STORED_ON', target: 'volume_id' },
  { types: ['hcloud_volume_attachment'], source: 'server_id', type: 'STORED_ON', target: 'volume_id' },
  {
    types: ['azurerm_virtual_machine_data_disk_attachment'],
    source: 'virtual_machine_id',
    type: 'STORED_ON',
    target: 'managed_disk_id',
  },
  { types: ['aws_elb_attachment'], source: 'elb', type: 'BALANCES_TO', target: 'instance' },
];

/** What Terraform resources become. A type without a row becomes a GenericCloudResource. */
export const TERRAFORM_MAPPING: FormatMapping = {
  items: [
    ...CLOUD_PLACE_ROWS,
    ...rows(
      'aws_instance google_compute_instance azurerm_virtual_machine azurerm_linux_virtual_machine azurerm_windows_virtual_machine openstack_compute_instance_v2 digitalocean_droplet hcloud_server scaleway_instance_server',
      'CloudVm',
      VM,
    ),
    ...rows(
      'aws_db_instance aws_rds_cluster aws_dynamodb_table aws_elasticache_cluster aws_redshift_cluster google_sql_database_instance azurerm_mssql_server azurerm_postgresql_server azurerm_postgresql_flexible_server azurerm_mysql_flexible_server azurerm_cosmosdb_account digitalocean_database_cluster',
      'CloudDatabase',
      DATABASE,
    ),
    ...rows(
      'aws_lambda_function google_cloudfunctions_function azurerm_function_app azurerm_linux_function_app',
      'CloudFunction',
      FUNCTION,
    ),
    ...rows('aws_s3_bucket google_storage_bucket azurerm_storage_account', 'ObjectStore', BUCKET).map((row) => ({
      ...row,
      computed: [...(row.computed ?? []), computed('bucketName', 'bucket, name')],
    })),
    ...rows(
      'aws_lb aws_alb aws_elb google_compute_forwarding_rule google_compute_global_forwarding_rule azurerm_lb openstack_lb_loadbalancer_v2',
      'CloudLoadBalancer',
      BALANCER,
    ),
    ...rows(
      'aws_lb_target_group aws_alb_target_group openstack_lb_pool_v2 google_compute_target_pool azurerm_lb_backend_address_pool',
      'LoadBalancerPool',
      [take('algorithm', 'load_balancing_algorithm_type | lb_method'), take('healthCheck', 'health_check[].path')],
    ).map((row) => ({ ...row, computed: [] })),
    ...rows(
      'aws_vpc aws_default_vpc aws_subnet aws_default_subnet google_compute_network google_compute_subnetwork azurerm_virtual_network azurerm_subnet openstack_networking_network_v2 openstack_networking_subnet_v2',
      'VirtualNetwork',
      NETWORK,
    ),
    ...rows('aws_eks_cluster google_container_cluster azurerm_kubernetes_cluster', 'KubernetesCluster', []).map(
      (row) => ({
        ...row,
        computed: [computed('cloudResourceId', 'arn, self_link or id'), computed('distribution', 'eks, gke or aks')],
      }),
    ),
    {
      from: 'every other type',
      class: 'GenericCloudResource',
      fields: [],
      computed: [computed('resourceId', 'type/id'), computed('arn', 'arn, self_link'), ...PROVIDER],
    },
  ],
  relationships: [
    { from: 'resource in its region or account', type: 'HOSTED_ON' },
    { from: 'region in its account', type: 'PART_OF' },
    { from: 'a network that another one is in', type: 'PART_OF' },
    { from: 'a network that anything else is in', type: 'HOSTED_ON' },
    { from: 'a security group or firewall', type: 'SECURED_BY' },
    { from: 'a machine that a load balancer names', type: 'BALANCES_TO', note: 'ANY of several' },
    { from: 'a pool or target group that listeners of a load balancer lead to', type: 'PART_OF' },
    {
      from: 'a machine put into a pool: by attachments, members, interfaces',
      type: 'BALANCES_TO',
      note: 'ANY of several; from the pool and from its load balancer',
    },
    ...ATTACHMENTS.map(({ types, source, type, target }) => ({
      from: `${types.join(', ')}: ${source} on ${target}`,
      type,
    })),
    { from: 'depends_on, dependencies, and any attribute that holds the id of another resource', type: 'DEPENDS_ON' },
  ],
  notes: [
    'Only the attributes above are read; what the state marks as sensitive is not even looked at.',
    'A resource is known by its type and id, so moving it to another address or module changes a label only.',
    'What random, null, time, tls, local and terraform make is known by its address: its id may be a secret, or that of all.',
    'Of a plan, what is there is read from its prior state; what it would create has the stage DESIGN.',
    'A target group or pool whose load balancer none of the files holds is a GenericCloudResource.',
    'Data sources are not managed here: they are skipped and counted.',
  ],
};
