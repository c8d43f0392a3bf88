import type { RelationshipType } from '../class-model';
import { KUBERNETES, PROGRAMS, pair, relationshipType } from './notation';

/** Wholes and their parts, and where data lies. */
export const STRUCTURE_TYPES: readonly RelationshipType[] = [
  relationshipType(
    16,
    ['PART_OF', 'CONTAINS'],
    'The source is a part of the target. A failed whole takes its parts down; a failed part does not take the whole down.',
    [
      pair(KUBERNETES, ['KubernetesNamespace', 'KubernetesCluster']),
      pair([...PROGRAMS, ...KUBERNETES], ['Service', 'BusinessApplication', 'Application', 'Cluster']),
      pair(['Database'], ['DatabaseInstance', 'Cluster', 'CloudDatabase', 'KubernetesWorkload']),
      pair(['MessageQueue'], ['MessageBroker', 'Cluster', 'CloudResource', 'KubernetesWorkload']),
      pair(
        ['LoadBalancerService', 'LoadBalancerPool'],
        ['LoadBalancer', 'CloudLoadBalancer', 'Application', 'Cluster'],
      ),
      pair(
        ['StorageVolume', 'FileSystem', 'FileShare'],
        ['StorageArray', 'StorageVolume', 'Host', 'VirtualMachine', 'Cluster', 'CloudResource'],
      ),
      pair(['Hardware'], ['Chassis', 'Cluster', 'Hardware']),
      pair(['NetworkInterface'], ['NetworkInterface', 'Hardware', 'VirtualMachine']),
      pair(
        ['CloudRegion', 'CloudResource', 'VirtualMachine', 'Cluster'],
        ['CloudAccount', 'CloudRegion', 'CloudResource'],
      ),
      pair(['AvailabilityZone'], ['CloudRegion']),
      pair(['IpAddress', 'IpNetwork', 'Vlan', 'DnsRecord'], ['IpNetwork', 'VirtualNetwork', 'Vlan']),
      pair(['Api', 'Endpoint', 'SoftwareComponent'], ['Api', 'SoftwareComponent', ...PROGRAMS]),
      pair(
        ['BusinessCapability', 'BusinessApplication', 'ServiceOffering'],
        ['BusinessCapability', 'BusinessApplication', 'Service'],
      ),
      pair(['Rack', 'DataCenter', 'Site'], ['DataCenter', 'Site']),
    ],
  ),
  relationshipType(17, ['OWNED_BY', 'OWNS'], 'The source is attached to the target and gone without it.', [
    pair(
      ['NetworkInterface', 'IpAddress', 'FileSystem', 'FileShare', 'StorageVolume', 'LoadBalancerService'],
      ['Hardware', 'VirtualMachine', 'NetworkInterface', 'KubernetesNode', 'Cluster', 'CloudResource', 'Application'],
    ),
  ]),
  relationshipType(18, ['STORED_ON', 'STORES'], 'The data of the source lies on the target.', [
    pair(
      [
        'FileSystem',
        'FileShare',
        'StorageVolume',
        'VirtualMachine',
        'Host',
        'Cluster',
        'CloudResource',
        'ContainerImage',
        'Database',
        'MessageQueue',
        ...PROGRAMS,
      ],
      ['StorageVolume', 'StorageArray', 'FileSystem', 'FileShare', 'CloudResource', 'Cluster'],
    ),
  ]),
];
