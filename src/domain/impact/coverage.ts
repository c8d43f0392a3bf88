import { itemId, type ItemId } from '../ids';
import { presenceOf } from '../graph/item-bits';
import type { Evaluation } from './evaluation';
import type { GateProblem } from './item-gates';

/** Something odd about a gate of an item. */
export interface GateWarning {
  readonly item: ItemId;
  readonly key: string;
  readonly message: string;
}

/** What an answer rests on. */
export interface ImpactCoverage {
  /** The share of visited items that no data source claims any more, 0 to 1; 0 when nothing was visited. */
  readonly staleShare: number;
  /** Gates without members, of visited items; by item, then by key. */
  readonly emptyGates: readonly GateWarning[];
  /** Gates whose rule could not be followed as it stands, of visited items; by item, then by key. */
  readonly misconfiguredGates: readonly GateWarning[];
}

/** What the answer of an evaluation rests on: the items whose gates it looked at, and the outages themselves. */
export function coverageOf(evaluation: Evaluation): ImpactCoverage {
  const { visited } = evaluation;
  const warnings = Array.from(evaluation.notable()).flatMap((item) =>
    evaluation.gatesOf(item).problems.map((problem) => ({ item, problem })),
  );
  const ofKind = (kind: GateProblem['kind']): readonly GateWarning[] =>
    warnings
      .filter(({ problem }) => problem.kind === kind)
      .map(({ item, problem }) => ({ item: itemId(item), key: problem.key, message: problem.message }))
      .toSorted((a, b) => a.item - b.item || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return {
    staleShare: visited.length === 0 ? 0 : staleCount(evaluation) / visited.length,
    emptyGates: ofKind('EMPTY'),
    misconfiguredGates: ofKind('MISCONFIGURED'),
  };
}

function staleCount({ context: { view }, visited }: Evaluation): number {
  return visited.filter((item) => presenceOf(view.items.bits[view.versionOf(item)] ?? 0) === 'ABSENT').length;
}
