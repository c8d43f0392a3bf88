import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, textsOf, type Untyped } from '../untyped';
import type { KubernetesObject } from './objects';
import { requiredLabel, selects, type Selector } from './selector';

/** Kind -> API groups in which it is a workload. */
const WORKLOAD_GROUPS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['apps', 'extensions'],
  StatefulSet: ['apps'],
  DaemonSet: ['apps', 'extensions'],
  ReplicaSet: ['apps', 'extensions'],
  ReplicationController: [''],
  CronJob: ['batch'],
  Job: ['batch'],
  Pod: [''],
};

/** Something that runs pods and is not itself run by something else in the files' world. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podSpec: unknown;
  /** Init containers first. */
  readonly containers: readonly Container[];
  /** Null where the kind has no such number. */
  readonly replicas: number | null;
}

/** A container or init container of a workload. */
export interface Container {
  readonly name: string;
  readonly image: string | null;
  readonly init: boolean;
  readonly body: Untyped;
}

export const isWorkload = (object: KubernetesObject): boolean =>
  Object.hasOwn(WORKLOAD_GROUPS, object.kind) && (WORKLOAD_GROUPS[object.kind]?.includes(object.group) ?? false);

/** The workload of an object; null for one that a controller made, since that controller stands for it. */
export function workloadOf(object: KubernetesObject, report: ReportBuilder): Workload | null {
  const owner = listOf(at(object.body, 'metadata', 'ownerReferences')).find((one) => at(one, 'controller') !== false);
  if (owner !== undefined) {
    report.skip(`${object.kind} owned by a ${textOf(at(owner, 'kind')) ?? 'controller'}`);
    return null;
  }
  const template = podTemplate(object);
  const podSpec = at(template, 'spec');
  const replicas = at(object.body, 'spec', 'replicas');
  return {
    object,
    podSpec,
    podLabels: textsOf(at(template, 'metadata', 'labels')),
    containers: [
      ...listOf(at(podSpec, 'initContainers')).map((container) => containerOf(container, true)),
      ...listOf(at(podSpec, 'containers')).map((container) => containerOf(container, false)),
    ],
    replicas:
      typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0
        ? replicas
        : (DEFAULT_REPLICAS[object.kind] ?? null),
  };
}

const DEFAULT_REPLICAS: Readonly<Record<string, number>> = {
  Deployment: 1,
  StatefulSet: 1,
  ReplicaSet: 1,
  ReplicationController: 1,
};

function podTemplate(object: KubernetesObject): unknown {
  if (object.kind === 'Pod') return object.body;
  if (object.kind === 'CronJob') return at(object.body, 'spec', 'jobTemplate', 'spec', 'template');
  return at(object.body, 'spec', 'template');
}

const containerOf = (value: unknown, init: boolean): Container => ({
  name: textOf(at(value, 'name')) ?? 'unnamed',
  image: textOf(at(value, 'image')),
  init,
  body: objectOf(value),
});

/**
 * Finds workloads by their pods' labels without comparing everything with everything.
 *
 *     namespace -> all its workloads
 *     namespace + label=value -> those whose pods have it
 */
export class WorkloadIndex {
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly byLabel = new Map<string, Workload[]>();

  constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      const { namespace } = workload.object;
      append(this.byNamespace, namespace, workload);
      for (const [key, value] of Object.entries(workload.podLabels)) {
        append(this.byLabel, `${namespace}/${key}=${value}`, workload);
      }
    }
  }

  selected(namespace: string, selector: Selector): readonly Workload[] {
    const label = requiredLabel(selector);
    const candidates = label === null ? this.byNamespace.get(namespace) : this.byLabel.get(`${namespace}/${label}`);
    return (candidates ?? []).filter((workload) => selects(selector, workload.podLabels));
  }
}

function append(map: Map<string, Workload[]>, key: string, workload: Workload): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [workload]);
  else found.push(workload);
}
