import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf } from '../untyped';
import type { CallCollector } from './calls';
import type { KubernetesObject } from './objects';
import { labelSelector, selects, selectsEverything } from './selector';
import { frontOf, type Service } from './services';
import type { Workload, WorkloadIndex } from './workloads';

type Labels = Readonly<Record<string, string>>;

/** What a policy is matched against. `namespaces` holds the labels of every namespace that the files know. */
export interface PolicyWorld {
  readonly workloads: WorkloadIndex;
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** The Services of each namespace. */
  readonly services: ReadonlyMap<string, readonly Service[]>;
}

/**
 * Adds a call for every pair of a caller that a NetworkPolicy names and a workload that it protects. A policy that
 * lets everybody in (no `from`, an empty peer, an empty pod selector, addresses) names nobody and gives no call, and
 * so does one that protects every pod of its namespace.
 */
export function collectPolicyCalls(
  policy: KubernetesObject,
  world: PolicyWorld,
  calls: CallCollector,
  report: ReportBuilder,
): void {
  const protectedPods = labelSelector(at(policy.body, 'spec', 'podSelector'));
  if (selectsEverything(protectedPods)) {
    report.note('network policies over every pod of a namespace, which name no one', policy.name);
    return;
  }
  const targets = world.workloads.selected(policy.namespace, protectedPods);
  if (targets.length === 0) report.note('network policies that select no workload of these files', policy.name);
  for (const rule of listOf(at(policy.body, 'spec', 'ingress'))) {
    const ports = listOf(at(rule, 'ports')).flatMap((port) => textOf(at(port, 'port')) ?? []);
    for (const peer of listOf(at(rule, 'from'))) {
      const callers = callersOf(peer, policy, world);
      if (callers !== null && callers.length === 0 && targets.length > 0) {
        report.note('allowed callers that select no workload of these files', policy.name);
      }
      for (const caller of callers ?? []) {
        for (const target of targets) addCall(caller, target, ports, policy, world, calls);
      }
    }
  }
}

function addCall(
  caller: Workload,
  target: Workload,
  ports: readonly string[],
  policy: KubernetesObject,
  world: PolicyWorld,
  calls: CallCollector,
): void {
  const services = world.services.get(target.object.namespace) ?? [];
  const fronts = services.filter((service) => service.members.includes(target));
  if (caller === target || fronts.some((service) => service.members.includes(caller))) return;
  // An address of the caller already says which of several Services it uses.
  const known = calls.knows(
    caller,
    fronts.map((service) => service.object),
  );
  const called = known ?? frontOf(target, ports, fronts)?.object ?? target.object;
  calls.add(caller, called, `NetworkPolicy ${policy.name}`);
}

// Null: the peer names nobody in particular.
function callersOf(peer: unknown, policy: KubernetesObject, world: PolicyWorld): readonly Workload[] | null {
  const pods = labelSelector(at(peer, 'podSelector'));
  if (selectsEverything(pods)) return null;
  if (!Object.hasOwn(objectOf(peer), 'namespaceSelector')) return world.workloads.selected(policy.namespace, pods);
  const namespaces = labelSelector(at(peer, 'namespaceSelector'));
  return [...world.namespaces]
    .filter(([, labels]) => selects(namespaces, labels))
    .flatMap(([namespace]) => world.workloads.selected(namespace, pods));
}
