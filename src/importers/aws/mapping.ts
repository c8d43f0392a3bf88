import { CLOUD_PLACE_ROWS } from '../cloud/places';
import {
  computed,
  take,
  type ClassMapping,
  type FieldMapping,
  type FormatMapping,
  type RelationshipMapping,
} from '../mapping/format-mapping';
import { goneWhen, type GoneStates } from './gone';

/** A field that holds the id of another resource, or several. */
export interface AwsReference extends RelationshipMapping {
  /** Several targets stand in for one another: one of them is enough. */
  readonly gate?: string;
}

/** What one list of `aws … describe-*` becomes; AWS Config names the same resources by type. */
export interface AwsRow extends ClassMapping {
  readonly configType: string;
  /** The field that the resource is known by to others; the first that is there. */
  readonly id: string;
  readonly name: string;
  readonly references: readonly AwsReference[];
  /** Null: what is gone is not listed any more. */
  readonly gone: GoneStates | null;
}

const VPC: AwsReference = { from: 'VpcId', type: 'PART_OF' };
const subnets = (from: string): AwsReference => ({ from, type: 'HOSTED_ON', gate: 'subnets', note: 'ANY of several' });
const groups = (from: string): AwsReference => ({ from, type: 'SECURED_BY' });
const PROVIDER = computed('provider', 'aws');
const IDENTITY = [
  PROVIDER,
  computed('resourceId', 'its id'),
  computed('arn', 'its ARN'),
  computed('resourceType', 'type of AWS Config'),
];

const resource = (
  from: string,
  configType: string,
  className: string,
  id: string,
  more: Partial<Pick<AwsRow, 'fields' | 'references' | 'name' | 'known' | 'gone'>> = {},
): AwsRow => ({
  from,
  configType,
  class: className,
  id,
  name: more.name ?? id,
  fields: more.fields ?? [],
  references: more.references ?? [],
  gone: more.gone ?? null,
  computed: [
    ...(className === 'CloudVm' ? [computed('resourceId', 'its id'), computed('arn', 'its ARN')] : []),
    ...(className === 'LoadBalancerPool' || className === 'CloudVm' ? [] : IDENTITY),
    ...(className === 'ObjectStore' ? [computed('bucketName', 'Name')] : []),
  ],
  known: [
    'Tags',
    'TagSet',
    'OwnerId',
    'tags',
    'AvailabilityZone',
    'Placement',
    'DBInstanceArn',
    'DBClusterArn',
    'SubnetArn',
    'VolumeArn',
    'SecurityGroupArn',
    ...(more.references ?? []).map((one) => one.from),
    id,
    more.name ?? id,
    ...(more.gone ? [more.gone.from] : []),
    ...(more.known ?? []),
  ],
});

/** What is read of AWS, by the name of its list in the output of the command line. */
export const AWS_ROWS: readonly AwsRow[] = [
  resource('Vpcs', 'AWS::EC2::VPC', 'VirtualNetwork', 'VpcId', {
    fields: [take('cidrs', 'CidrBlockAssociationSet[].CidrBlock | CidrBlock', { as: 'texts' })],
  }),
  resource('Subnets', 'AWS::EC2::Subnet', 'VirtualNetwork', 'SubnetId', {
    fields: [take('cidrs', 'CidrBlock', { as: 'texts' })],
    references: [VPC],
  }),
  resource('SecurityGroups', 'AWS::EC2::SecurityGroup', 'GenericCloudResource', 'GroupId', {
    name: 'GroupName',
    fields: [take('description', 'Description')],
    references: [VPC],
  }),
  resource('Instances', 'AWS::EC2::Instance', 'CloudVm', 'InstanceId', {
    fields: [
      take('instanceType', 'InstanceType'),
      take('imageId', 'ImageId'),
      take('zone', 'Placement.AvailabilityZone'),
      take('ipAddresses', 'PrivateIpAddress', { as: 'texts' }),
      take('macAddresses', 'NetworkInterfaces[].MacAddress', { as: 'texts' }),
      take('powerState', 'State.Name', { words: { running: 'ON', stopped: 'OFF' } }),
    ],
    gone: goneWhen('State.Name', 'shutting-down', 'terminated'),
    references: [
      subnets('SubnetId'),
      groups('SecurityGroups[].GroupId'),
      { from: 'BlockDeviceMappings[].Ebs.VolumeId', type: 'STORED_ON' },
    ],
  }),
  resource('Volumes', 'AWS::EC2::Volume', 'GenericCloudResource', 'VolumeId', {
    gone: goneWhen('State', 'deleting', 'deleted'),
  }),
  resource('NetworkInterfaces', 'AWS::EC2::NetworkInterface', 'GenericCloudResource', 'NetworkInterfaceId', {
    fields: [take('description', 'Description')],
    references: [subnets('SubnetId'), groups('Groups[].GroupId')],
  }),
  resource('NatGateways', 'AWS::EC2::NatGateway', 'GenericCloudResource', 'NatGatewayId', {
    references: [subnets('SubnetId')],
    gone: goneWhen('State', 'deleting', 'deleted'),
  }),
  resource('InternetGateways', 'AWS::EC2::InternetGateway', 'GenericCloudResource', 'InternetGatewayId', {
    references: [{ from: 'Attachments[].VpcId', type: 'PART_OF' }],
  }),
  resource(
    'LoadBalancerDescriptions',
    'AWS::ElasticLoadBalancing::LoadBalancer',
    'CloudLoadBalancer',
    'LoadBalancerName',
    {
      fields: [schemeField(), take('dnsName', 'DNSName'), take('zones', 'AvailabilityZones', { as: 'texts' })],
      references: [
        subnets('Subnets[]'),
        groups('SecurityGroups[]'),
        { from: 'Instances[].InstanceId', type: 'BALANCES_TO' },
      ],
    },
  ),
  resource('LoadBalancers', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'CloudLoadBalancer', 'LoadBalancerArn', {
    name: 'LoadBalancerName',
    fields: [schemeField(), take('dnsName', 'DNSName'), take('zones', 'AvailabilityZones[].ZoneName', { as: 'texts' })],
    references: [subnets('AvailabilityZones[].SubnetId'), groups('SecurityGroups[]')],
  }),
  resource('TargetGroups', 'AWS::ElasticLoadBalancingV2::TargetGroup', 'LoadBalancerPool', 'TargetGroupArn', {
    name: 'TargetGroupName',
    fields: [take('healthCheck', 'HealthCheckPath')],
    references: [{ from: 'LoadBalancerArns[]', type: 'PART_OF' }],
  }),
  resource('DBInstances', 'AWS::RDS::DBInstance', 'CloudDatabase', 'DBInstanceIdentifier', {
    fields: databaseFields('DBInstanceClass'),
    references: databaseReferences(),
    gone: goneWhen('DBInstanceStatus', 'deleting'),
  }),
  resource('DBClusters', 'AWS::RDS::DBCluster', 'CloudDatabase', 'DBClusterIdentifier', {
    fields: databaseFields('DBClusterInstanceClass'),
    references: [groups('VpcSecurityGroups[].VpcSecurityGroupId')],
    gone: goneWhen('Status', 'deleting'),
  }),
  resource('TableNames', 'AWS::DynamoDB::Table', 'CloudDatabase', 'TableName'),
  resource('Functions', 'AWS::Lambda::Function', 'CloudFunction', 'FunctionName', {
    fields: [
      take('runtime', 'Runtime'),
      take('memoryMb', 'MemorySize', { as: 'integer' }),
      take('timeoutSeconds', 'Timeout', { as: 'integer' }),
      take('description', 'Description'),
    ],
    references: [subnets('VpcConfig.SubnetIds[]'), groups('VpcConfig.SecurityGroupIds[]')],
    known: ['FunctionArn'],
  }),
  resource('clusters', 'AWS::ECS::Cluster', 'GenericCloudResource', 'clusterArn', {
    name: 'clusterName',
    gone: goneWhen('status', 'deprovisioning', 'inactive'),
  }),
  resource('services', 'AWS::ECS::Service', 'GenericCloudResource', 'serviceArn', {
    name: 'serviceName',
    gone: goneWhen('status', 'draining', 'inactive'),
    references: [
      { from: 'clusterArn', type: 'HOSTED_ON' },
      subnets('networkConfiguration.awsvpcConfiguration.subnets[]'),
      groups('networkConfiguration.awsvpcConfiguration.securityGroups[]'),
      { from: 'loadBalancers[].targetGroupArn', type: 'DEPENDS_ON', incoming: true },
    ],
  }),
  resource('Topics', 'AWS::SNS::Topic', 'GenericCloudResource', 'TopicArn'),
  resource('Subscriptions', 'AWS::SNS::Subscription', 'GenericCloudResource', 'SubscriptionArn', {
    references: [{ from: 'TopicArn', type: 'DEPENDS_ON' }],
    // It has no name of its own before it is confirmed.
    gone: goneWhen('SubscriptionArn', 'pendingconfirmation', 'deleted'),
  }),
  resource('QueueUrls', 'AWS::SQS::Queue', 'GenericCloudResource', 'QueueUrl'),
  resource('Buckets', 'AWS::S3::Bucket', 'ObjectStore', 'Name'),
];

function schemeField(): FieldMapping {
  return take('scheme', 'Scheme', { words: { 'internet-facing': 'INTERNET_FACING', internal: 'INTERNAL' } });
}

function databaseFields(size: string): readonly FieldMapping[] {
  return [
    take('engine', 'Engine', { as: 'lower' }),
    take('engineVersion', 'EngineVersion'),
    take('instanceType', size),
    take('multiZone', 'MultiAZ', { as: 'flag' }),
    take('endpointAddress', 'Endpoint.Address | Endpoint'),
  ];
}

function databaseReferences(): readonly AwsReference[] {
  return [
    groups('VpcSecurityGroups[].VpcSecurityGroupId'),
    subnets('DBSubnetGroup.Subnets[].SubnetIdentifier'),
    { from: 'DBClusterIdentifier', type: 'PART_OF' },
  ];
}

/** What a relationship of AWS Config becomes, by the beginning of its name; what holds others names them too, so it is left out. */
const CONFIG_RELATIONSHIPS: readonly RelationshipMapping[] = [
  { from: 'AWS Config: Is contained in Vpc, Subnet', type: 'HOSTED_ON', note: 'PART_OF between networks' },
  { from: 'AWS Config: Is associated with SecurityGroup', type: 'SECURED_BY' },
  { from: 'AWS Config: Is attached to Volume', type: 'STORED_ON' },
  { from: 'AWS Config: Is associated with, Is attached to, Is a member of', type: 'DEPENDS_ON' },
];

/** The states of resources without a row of their own, such as VPC endpoints and clusters of EKS. */
export const OTHER_GONE: readonly GoneStates[] = ['State', 'Status'].map((from) =>
  goneWhen(from, 'deleting', 'deleted'),
);

/** What AWS resources become. */
export const AWS_MAPPING: FormatMapping = {
  items: [
    ...CLOUD_PLACE_ROWS,
    {
      from: 'AvailabilityZones',
      class: 'AvailabilityZone',
      fields: [],
      computed: [computed('zoneId', 'ZoneId, or the name where the output has none'), computed('zoneName', 'ZoneName')],
    },
    ...AWS_ROWS,
    { from: 'other resources of AWS Config', class: 'GenericCloudResource', fields: [], computed: IDENTITY },
  ],
  relationships: [
    { from: 'region in its account, zone in its region', type: 'PART_OF' },
    { from: 'resource in its region and its zone', type: 'HOSTED_ON' },
    ...AWS_ROWS.flatMap((row) => row.references.map((one) => ({ ...one, from: `${row.from}[].${one.from}` }))),
    ...CONFIG_RELATIONSHIPS,
  ],
  notes: [
    'Account and region are read from ARNs, owners, zones and a folder named like a region; else --account and --region.',
    'Of several states of a resource in AWS Config the newest counts, in whatever order they arrive.',
    'A resource that AWS Config reports as deleted, or in one of these states, is absent.',
    ...AWS_ROWS.flatMap(({ from, gone }) =>
      gone === null ? [] : [`Gone, left out and counted: ${from} whose ${gone.from} is ${gone.words.join(' or ')}.`],
    ),
  ],
};
