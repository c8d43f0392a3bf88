import { FailureModelBuilder } from '../../src/domain/cut-sets/failure-model-builder';
import type { FailureModel } from '../../src/domain/cut-sets/failure-model';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { ImpactModel } from '../../src/domain/impact/impact-model';
import type { ClassModel } from '../../src/domain/resolved-class-model';
import { naiveStates, type NaiveWorld } from './naive-impact';

/** The equations of a target; every other item that can fail is a candidate. */
export function modelOf(view: GraphView, model: ClassModel, target: number): FailureModel {
  const builder = new FailureModelBuilder(new ImpactModel(view, model), [target], (item) => {
    return item !== target && (view.factsOf(item)?.canFail ?? false);
  });
  while (!builder.step(3)) continue;
  return builder.model();
}

/** The subsets of the candidates that take the target down, by brute force; each as ascending item numbers. */
export function deadlySets(world: NaiveWorld, target: number, candidates: readonly number[]): readonly number[][] {
  return Array.from({ length: 2 ** candidates.length }, (_, bits) =>
    candidates.filter((_, n) => (bits >> n) & 1),
  ).filter((set) => naiveStates(world, new Map(set.map((item) => [item, 3]))).get(target) === 3);
}

/** Those that contain no other one. */
export const minimalSets = (sets: readonly number[][]): readonly number[][] =>
  sets.filter((set) => !sets.some((other) => other.length < set.length && other.every((item) => set.includes(item))));
