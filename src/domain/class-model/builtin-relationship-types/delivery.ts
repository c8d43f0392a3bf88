import type { RelationshipType } from '../class-model';
import { AT_LEAST_ONE, ANYTHING, KUBERNETES, PROGRAMS, CALLABLE, pair, relationshipType } from './notation';

/** What delivers, runs, hosts or stands in for something. */
export const DELIVERY_TYPES: readonly RelationshipType[] = [
  relationshipType(1, ['DEPENDS_ON', 'USED_BY'], 'The source cannot do its work without the target.', [
    pair(ANYTHING, ANYTHING),
  ]),
  relationshipType(2, ['CONSUMES', 'CONSUMED_BY'], 'The source is delivered by using the target.', [
    pair(
      ['Service', 'ServiceOffering', 'BusinessApplication', 'BusinessCapability'],
      [...CALLABLE, 'ServiceOffering', 'FileShare'],
    ),
  ]),
  relationshipType(3, ['RUNS_ON', 'RUNS'], 'The source is executed by the target.', [
    pair(
      [
        ...PROGRAMS,
        'Cluster',
        'KubernetesNode',
        'Database',
        'MessageQueue',
        'LoadBalancerService',
        'LoadBalancerPool',
        'SoftwareComponent',
      ],
      [
        'Hardware',
        'VirtualMachine',
        'Cluster',
        'KubernetesNode',
        'KubernetesPod',
        'KubernetesWorkload',
        'Application',
        'CloudResource',
      ],
    ),
  ]),
  relationshipType(4, ['HOSTED_ON', 'HOSTS'], 'The source lives in the target, which provides room for it.', [
    pair(
      [
        ...PROGRAMS,
        ...KUBERNETES,
        'CloudResource',
        'VirtualMachine',
        'Host',
        'Cluster',
        'Database',
        'MessageQueue',
        'LoadBalancerService',
      ],
      [
        'CloudRegion',
        'AvailabilityZone',
        'CloudAccount',
        'CloudResource',
        'Cluster',
        'Host',
        'VirtualMachine',
        'KubernetesNode',
        'KubernetesNamespace',
        'DataCenter',
        'Site',
      ],
    ),
  ]),
  relationshipType(5, ['VIRTUALIZED_BY', 'VIRTUALIZES'], 'The target runs the source as a virtual machine.', [
    pair(['VirtualMachine', 'Host', 'NetworkDevice'], ['Hypervisor', 'HypervisorCluster']),
  ]),
  relationshipType(
    6,
    ['INSTANTIATED_BY', 'INSTANTIATES'],
    'The source is the target seen from inside, such as a guest and its virtual machine: both fail together.',
    [
      pair(
        ['Host', 'KubernetesNode', 'NetworkDevice', 'Application'],
        ['VirtualMachine', 'Host', 'KubernetesNode', 'CloudResource'],
      ),
    ],
    { propagation: 'BOTH' },
  ),
  relationshipType(
    7,
    ['HAS_MEMBER', 'MEMBER_OF'],
    'The target is one of the members that make up the source.',
    [
      pair(
        ['Cluster'],
        [
          'Hardware',
          'VirtualMachine',
          'Application',
          'KubernetesNode',
          'KubernetesWorkload',
          'KubernetesPod',
          'Cluster',
          'Database',
          'CloudResource',
          'Service',
        ],
      ),
      pair(['DynamicGroup'], ANYTHING),
    ],
    { defaultGate: AT_LEAST_ONE },
  ),
  relationshipType(
    8,
    ['BALANCES_TO', 'BALANCED_BY'],
    'The source spreads requests over its targets.',
    [
      pair(
        [
          'LoadBalancerPool',
          'LoadBalancerService',
          'LoadBalancer',
          'CloudLoadBalancer',
          'KubernetesService',
          'Application',
          'Service',
        ],
        [
          'Application',
          'Host',
          'Service',
          'VirtualMachine',
          'KubernetesWorkload',
          'KubernetesPod',
          'KubernetesNode',
          'KubernetesService',
          'CloudResource',
          'Cluster',
          'Endpoint',
        ],
      ),
    ],
    { defaultGate: AT_LEAST_ONE },
  ),
];
