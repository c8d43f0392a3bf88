import type { EndpointRule, RelationshipType } from '../class-model';
import type { GateDefault } from '../../gate';

const ALL: GateDefault = { rule: 'ALL', value: null, types: null };
/** One of the targets is enough. */
export const ANY: GateDefault = { rule: 'ANY', value: null, types: null };
/** One of the targets is enough; a class or item may ask for more. */
export const AT_LEAST_ONE: GateDefault = { rule: 'AT_LEAST', value: 1, types: null };

/** Every class. */
export const ANYTHING = ['ConfigurationItem'];
/** The parts of a Kubernetes cluster. */
export const KUBERNETES = [
  'KubernetesNamespace',
  'KubernetesWorkload',
  'KubernetesService',
  'KubernetesIngress',
  'KubernetesPod',
  'KubernetesNode',
];
/** What runs code of its own and so can call, read and write. */
export const PROGRAMS = [
  'Service',
  'BusinessApplication',
  'Application',
  'KubernetesWorkload',
  'KubernetesPod',
  'CloudFunction',
  'ScheduledJob',
];
/** What answers a call, directly or for somebody behind it. */
export const CALLABLE = [
  ...PROGRAMS,
  'Endpoint',
  'Api',
  'KubernetesService',
  'KubernetesIngress',
  'LoadBalancerService',
  'LoadBalancerPool',
  'Cluster',
  'CloudResource',
  'Database',
  'MessageQueue',
];
/** What keeps data for others. */
export const STORES = [
  'Database',
  'MessageQueue',
  'Application',
  'Cluster',
  'CloudResource',
  'FileSystem',
  'FileShare',
  'StorageVolume',
  'KubernetesWorkload',
  'KubernetesService',
  'Service',
];
/** What takes and gives messages. */
export const QUEUES = [
  'MessageQueue',
  'MessageBroker',
  'Cluster',
  'CloudResource',
  'KubernetesWorkload',
  'KubernetesService',
  'Service',
];

/** One rule: any of these classes to any of those. */
export const pair = (source: readonly string[], target: readonly string[]): EndpointRule => ({ source, target });
/** One rule per class: both ends are of that class. */
export const same = (...names: readonly string[]): readonly EndpointRule[] => names.map((name) => pair([name], [name]));

type Names = readonly [name: string, inverseName: string];
type Notation = Partial<
  Pick<RelationshipType, 'defaultStrength' | 'defaultGate' | 'symmetric' | 'propagation' | 'standby'>
>;

/** Completes a type: the target's outage reaches the source over a HARD gate that needs ALL. */
export function relationshipType(
  code: number,
  [name, inverseName]: Names,
  description: string,
  endpoints: readonly EndpointRule[],
  own: Notation = {},
): RelationshipType {
  return {
    code,
    name,
    inverseName,
    description,
    propagation: 'TARGET_TO_SOURCE',
    symmetric: false,
    defaultStrength: 'HARD',
    defaultGate: ALL,
    endpoints,
    ...own,
  };
}

/** No outage travels over it. */
export const NO_IMPACT = { propagation: 'NONE' } as const;
