import { closureOf, distancesOf, inOrder, type WalkRules } from '../../domain/graph/closure';
import { dependencyFilter } from '../../domain/graph/edge-filter';
import type { GraphView } from '../../domain/graph/graph-view';
import { linksAmong } from '../../domain/graph/links';
import { rootsReached } from '../../domain/graph/roots-reached';
import type { Sight } from '../../domain/graph/sight';
import type { ItemId } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { TopologyScope } from './topology-scope';
import { itemPredicates, walkLimits, withoutHidden } from './topology-filter';

/** What is asked, as plain data. */
export interface TopologyTask {
  readonly roots: readonly ItemId[];
  readonly scope: TopologyScope;
  /** What who asks sees; null: everything. */
  readonly sight: Sight | null;
}

/** All that takes time in proportion to what a topology holds, as plain data: another thread may have worked it out. */
export interface TopologySolution {
  /** Nearest first, then by id. */
  readonly items: Uint32Array;
  readonly distances: Uint32Array;
  readonly truncated: boolean;
  readonly rootsReached: Uint32Array;
  /** Of the relationships between two of the items, by relationship id. */
  readonly slots: Uint32Array;
}

/** The rules of a walk. Throws UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE, BAD_REQUEST. */
export function walkRulesOf(view: GraphView, model: ClassModel, { direction, ...scope }: TopologyScope): WalkRules {
  const { filter } = scope;
  const selection = {
    types: filter?.relationshipTypes ?? null,
    kinds: filter?.kinds ?? null,
    strengths: filter?.strengths ?? null,
  };
  return {
    direction,
    filter: dependencyFilter(view, model, selection),
    ...walkLimits({ direction, ...scope }),
    ...itemPredicates(view, model, filter ?? {}),
  };
}

/** The items of a topology, in order, with their distances. */
export function walkedItems(
  view: GraphView,
  roots: readonly ItemId[],
  rules: WalkRules,
): Pick<TopologySolution, 'items' | 'distances' | 'truncated'> {
  const closure = closureOf(view, roots, rules);
  return { items: inOrder(closure), distances: distancesOf(closure), truncated: closure.truncated };
}

/** Works all of it out. */
export function solveTopology(
  view: GraphView,
  model: ClassModel,
  { roots, scope, sight }: TopologyTask,
): TopologySolution {
  const rules = withoutHidden(walkRulesOf(view, model, scope), sight);
  const walked = walkedItems(view, roots, rules);
  return {
    ...walked,
    rootsReached: rootsReached(view, roots, rules, walked.items),
    slots: linksAmong(view, walked.items, rules.filter),
  };
}
