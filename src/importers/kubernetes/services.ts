import { at, listOf, textOf } from '../untyped';
import type { KubernetesObject } from './objects';
import { plainSelector, selectsEverything } from './selector';
import type { Container, Workload, WorkloadIndex } from './workloads';

/** A Service, and the workloads whose pods it selects. */
export interface Service {
  readonly object: KubernetesObject;
  readonly type: string;
  readonly headless: boolean;
  /** Where an ExternalName Service points, lower case; null for other types. */
  readonly externalName: string | null;
  readonly ports: readonly ServicePort[];
  readonly members: readonly Workload[];
}

/** One port of a Service; `target` is the number or name of the pods' port that it leads to. */
export interface ServicePort {
  readonly name: string | null;
  readonly port: string;
  readonly target: string;
  readonly protocol: string;
}

/** A Service without selector has its endpoints managed by hand or from outside; it has no members here. */
export function serviceOf(object: KubernetesObject, workloads: WorkloadIndex): Service {
  const selector = plainSelector(at(object.body, 'spec', 'selector'));
  const type = textOf(at(object.body, 'spec', 'type')) ?? 'ClusterIP';
  const external = type === 'ExternalName';
  return {
    object,
    type,
    headless: at(object.body, 'spec', 'clusterIP') === 'None',
    externalName: external ? (textOf(at(object.body, 'spec', 'externalName'))?.toLowerCase() ?? null) : null,
    ports: listOf(at(object.body, 'spec', 'ports')).flatMap(portOf),
    members: external || selectsEverything(selector) ? [] : workloads.selected(object.namespace, selector),
  };
}

function portOf(value: unknown): ServicePort[] {
  const port = textOf(at(value, 'port'));
  if (port === null) return [];
  return [
    {
      name: textOf(at(value, 'name')),
      port,
      target: textOf(at(value, 'targetPort')) ?? port,
      protocol: textOf(at(value, 'protocol')) ?? 'TCP',
    },
  ];
}

/**
 * The Service through which a workload is reached on one of the given pod ports (none given: on any). Where several
 * would do, the one meant for callers inside the cluster is taken, then the first by name: one call is one dependency.
 */
export function frontOf(workload: Workload, ports: readonly string[], services: readonly Service[]): Service | null {
  const fronts = services.filter((service) => service.members.includes(workload));
  const matching = fronts.filter((service) => ports.length === 0 || leadsTo(service, workload, ports));
  const [best] = [...(matching.length > 0 ? matching : fronts)].sort(
    (left, right) => rank(left) - rank(right) || (left.object.name < right.object.name ? -1 : 1),
  );
  return best ?? null;
}

const leadsTo = (service: Service, workload: Workload, ports: readonly string[]): boolean =>
  service.ports.some(({ target }) => ports.includes(target) || ports.includes(portNumber(workload, target)));

// A Service may name the port of the container instead of its number.
const portNumber = (workload: Workload, name: string): string =>
  workload.containers.map((container) => namedPort(container, name)).find((port) => port !== null) ?? name;

function namedPort(container: Container, name: string): string | null {
  const port = listOf(at(container.body, 'ports')).find((one) => at(one, 'name') === name);
  return textOf(at(port, 'containerPort'));
}

const rank = (service: Service): number => (service.type === 'ClusterIP' ? (service.headless ? 1 : 0) : 2);
