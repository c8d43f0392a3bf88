import type { RelationshipType } from '../class-model';
import { ANY, PROGRAMS, CALLABLE, STORES, QUEUES, pair, relationshipType } from './notation';

/** Requests, data and messages on their way. */
export const TRAFFIC_TYPES: readonly RelationshipType[] = [
  relationshipType(9, ['ROUTES_TO', 'ROUTED_FROM'], 'Requests that reach the source are passed on to the target.', [
    pair(
      [
        'Endpoint',
        'Api',
        'LoadBalancerService',
        'LoadBalancer',
        'CloudLoadBalancer',
        'KubernetesIngress',
        'KubernetesService',
        'Application',
        'DnsRecord',
      ],
      [...CALLABLE, 'Host', 'VirtualMachine', 'LoadBalancer'],
    ),
  ]),
  relationshipType(
    10,
    ['EXPOSED_BY', 'EXPOSES'],
    'The target makes the source available; one of several is enough.',
    [pair(['Endpoint', 'Api', 'LoadBalancerService'], [...CALLABLE, 'Host', 'VirtualMachine', 'LoadBalancer'])],
    { defaultGate: ANY },
  ),
  relationshipType(
    11,
    ['CALLS', 'CALLED_BY'],
    'The source sends requests to the target. SOFT until somebody confirms that it cannot do without.',
    [pair(PROGRAMS, CALLABLE)],
    { defaultStrength: 'SOFT' },
  ),
  relationshipType(12, ['READS_FROM', 'READ_BY'], 'The source reads data that the target keeps.', [
    pair(PROGRAMS, STORES),
  ]),
  relationshipType(13, ['WRITES_TO', 'WRITTEN_BY'], 'The source writes data that the target keeps.', [
    pair(PROGRAMS, STORES),
  ]),
  relationshipType(
    14,
    ['PUBLISHES_TO', 'PUBLISHED_BY'],
    'The source puts messages into the target and goes on without an answer.',
    [pair(PROGRAMS, QUEUES)],
    { defaultStrength: 'SOFT' },
  ),
  relationshipType(15, ['SUBSCRIBES_TO', 'SUBSCRIBED_BY'], 'The source works on messages from the target.', [
    pair(PROGRAMS, QUEUES),
  ]),
];
