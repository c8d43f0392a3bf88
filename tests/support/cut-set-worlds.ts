import { FailureModelBuilder } from '../../src/domain/cut-sets/failure-model-builder';
import type { FailureModel } from '../../src/domain/cut-sets/failure-model';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { ImpactModel } from '../../src/domain/impact/impact-model';
import type { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { naiveStates, type NaiveWorld } from './naive-impact';

/** The equations of a target; every other item that can fail and has not `fallen` is a candidate. */
export function modelOf(
  view: GraphView,
  model: ClassModel,
  target: number,
  fallen: ReadonlySet<number> = new Set(),
): FailureModel {
  const canFail = (item: number): boolean => item !== target && (view.factsOf(item)?.canFail ?? false);
  const builder = new FailureModelBuilder(new ImpactModel(view, model), [target], canFail, fallen);
  while (!builder.step(3)) continue;
  return builder.model();
}

/** The subsets of the candidates that take the target down beside what has `fallen`, by brute force; each ascending. */
export function deadlySets(
  world: NaiveWorld,
  target: number,
  candidates: readonly number[],
  fallen: Iterable<number> = [],
): readonly number[][] {
  return Array.from({ length: 2 ** candidates.length }, (_, bits) =>
    candidates.filter((_, n) => (bits >> n) & 1),
  ).filter((set) => naiveStates(world, new Map([...fallen, ...set].map((item) => [item, 3]))).get(target) === 3);
}

/** Those that contain no other one. */
export const minimalSets = (sets: readonly number[][]): readonly number[][] =>
  sets.filter((set) => !sets.some((other) => other.length < set.length && other.every((item) => set.includes(item))));
