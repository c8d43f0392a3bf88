import type { ReportBuilder } from '../report-builder';
import { at, textOf } from '../untyped';
import type { KubernetesObject } from './objects';
import { labelSelector, selects, selectsEverything, type Selector } from './selector';
import type { Service } from './services';
import type { Workload } from './workloads';

/** A PodDisruptionBudget: how many of the pods that it selects are needed. */
export interface DisruptionBudget {
  readonly object: KubernetesObject;
  readonly selector: Selector;
}

/** Reads a PodDisruptionBudget. */
export const budgetOf = (object: KubernetesObject): DisruptionBudget => ({
  object,
  selector: labelSelector(at(object.body, 'spec', 'selector')),
});

/** How many pods behind a Service are needed, and how many each of its workloads has. */
export interface ServiceBudget {
  readonly needed: number;
  readonly replicas: ReadonlyMap<Workload, number>;
}

/**
 * What the budgets of its namespace say of a Service; null where no budget is about all pods behind it. The strictest
 * one counts. A minimum above what there is would hold for no moment, so all that there is then is needed.
 */
export function serviceBudget(
  service: Service,
  budgets: readonly DisruptionBudget[],
  report: ReportBuilder,
): ServiceBudget | null {
  const own = budgets.filter(
    ({ object, selector }) => object.namespace === service.object.namespace && !selectsEverything(selector),
  );
  const replicas = new Map(service.members.map((workload) => [workload, Math.max(1, workload.replicas ?? 1)]));
  const total = [...replicas.values()].reduce((sum, count) => sum + count, 0);
  const needs: number[] = [];
  for (const { object, selector } of own) {
    const covered = service.members.filter(({ podLabels }) => selects(selector, podLabels));
    if (covered.length === 0) continue;
    const needed = covered.length === service.members.length ? neededOf(object, total) : null;
    if (needed === null)
      report.note('disruption budgets that are about some pods of a Service only, or say nothing', object.name);
    else needs.push(Math.min(Math.max(1, needed), total));
  }
  return needs.length === 0 ? null : { needed: Math.max(...needs), replicas };
}

function neededOf({ body }: KubernetesObject, total: number): number | null {
  const least = amount(at(body, 'spec', 'minAvailable'), total);
  const most = amount(at(body, 'spec', 'maxUnavailable'), total);
  return least ?? (most === null ? null : total - most);
}

// A number of pods, or a share of all; shares are rounded up, as Kubernetes does.
function amount(value: unknown, total: number): number | null {
  const text = textOf(value);
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text ?? '')?.[1];
  if (percent !== undefined) return Math.ceil((Number(percent) / 100) * total);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
