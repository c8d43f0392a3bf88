import type { RelationshipType } from '../class-model';
import { ANY, ANYTHING, PROGRAMS, CALLABLE, NO_IMPACT, pair, relationshipType, same } from './notation';

/** Security, redundancy, care and the business. */
export const SUPPORT_TYPES: readonly RelationshipType[] = [
  relationshipType(24, ['SECURED_BY', 'SECURES'], 'The target protects the source, which cannot be used without it.', [
    pair([...CALLABLE, 'Host', 'VirtualMachine', 'IpNetwork'], ['Certificate', 'Firewall', 'CloudResource', 'Service']),
  ]),
  relationshipType(
    25,
    ['RESOLVED_BY', 'RESOLVES'],
    'The target tells the address of the source, or of what the source looks for; one of several is enough.',
    [
      pair(
        [...CALLABLE, 'Host', 'VirtualMachine', 'DnsRecord'],
        ['DnsRecord', 'Service', 'Application', 'KubernetesService', 'KubernetesWorkload', 'CloudResource', 'Host'],
      ),
    ],
    { defaultGate: ANY },
  ),
  relationshipType(26, ['AUTHENTICATED_BY', 'AUTHENTICATES'], 'The target tells the source who its users are.', [
    pair(
      [...CALLABLE, 'Host', 'VirtualMachine', 'NetworkDevice'],
      ['Service', 'Application', 'KubernetesWorkload', 'KubernetesService', 'CloudResource', 'Cluster', 'Host'],
    ),
  ]),
  relationshipType(
    27,
    ['FAILS_OVER_TO', 'STANDBY_FOR'],
    'The target takes over when the source fails: for dependents of the source either of the two will do.',
    [pair(ANYTHING, ANYTHING)],
    { ...NO_IMPACT, standby: true },
  ),
  relationshipType(
    28,
    ['REPLICATES_TO', 'REPLICA_OF'],
    'The target holds a copy of the data of the source.',
    same(
      'Database',
      'DatabaseInstance',
      'CacheInstance',
      'MessageQueue',
      'MessageBroker',
      'Cluster',
      'StorageVolume',
      'StorageArray',
      'FileSystem',
      'FileShare',
      'CloudResource',
      'KubernetesWorkload',
      'VirtualMachine',
    ),
    NO_IMPACT,
  ),
  relationshipType(
    29,
    ['BACKED_UP_BY', 'BACKS_UP'],
    'The target keeps or makes copies of the source to restore it from.',
    [pair(ANYTHING, ANYTHING)],
    NO_IMPACT,
  ),
  relationshipType(
    30,
    ['MANAGED_BY', 'MANAGES'],
    'The target starts, stops or configures the source, which goes on for a while without it.',
    [
      pair(ANYTHING, [
        'Application',
        'Service',
        'KubernetesWorkload',
        'Hardware',
        'Cluster',
        'CloudResource',
        'CloudAccount',
      ]),
    ],
    { defaultStrength: 'SOFT' },
  ),
  relationshipType(
    31,
    ['MONITORED_BY', 'MONITORS'],
    'The target watches the source.',
    [pair(ANYTHING, ['Application', 'Service', 'KubernetesWorkload', 'Hardware', 'Cluster', 'CloudResource'])],
    NO_IMPACT,
  ),
  relationshipType(32, ['OFFERING_OF', 'HAS_OFFERING'], 'The source offers the target in one quality to one group.', [
    pair(['ServiceOffering'], ['Service']),
  ]),
  relationshipType(
    33,
    ['REALIZES', 'REALIZED_BY'],
    'The source makes the target possible. The target is the dependent: an outage travels from source to target.',
    [pair(['Service', 'BusinessApplication'], ['BusinessCapability'])],
    { propagation: 'SOURCE_TO_TARGET' },
  ),
  relationshipType(
    34,
    ['DEPLOYED_FROM', 'DEPLOYS'],
    'The source was built or started from the target. No outage travels; a change of the target may explain one.',
    [pair([...PROGRAMS, 'Api'], ['SoftwareComponent', 'ContainerImage'])],
    NO_IMPACT,
  ),
  relationshipType(
    35,
    ['DUPLICATE_OF', 'HAS_DUPLICATE'],
    'The source stands for the same thing as the target.',
    [pair(ANYTHING, ANYTHING)],
    NO_IMPACT,
  ),
];
