import { adviceFor } from './answer-advice';
import { collectInto } from './answer-shapes';
import { Drawing, type DrawnArc, type DrawnItem } from './drawing';
import type { ChangePage, DifferenceTotals, Findings, ImpactCounts, WeakPoints } from './shape-basics';

/** What one answer looks like as a picture, and what is to be said about it. */
export interface AnswerGraph {
  /** What the answer mainly is; decides the words around the picture. */
  readonly kind: 'impact' | 'weak-points' | 'difference' | 'topology' | 'changes' | 'items' | 'nothing';
  readonly items: readonly DrawnItem[];
  readonly arcs: readonly DrawnArc[];
  readonly difference: DifferenceTotals | null;
  readonly weakPoints: WeakPoints | null;
  readonly hits: ImpactCounts | null;
  readonly changes: ChangePage | null;
  /** What the answer leaves out, in full sentences. */
  readonly cut: readonly string[];
  /** Which fields to add to the query for a better picture, in full sentences. */
  readonly advice: readonly string[];
}

/**
 * Finds every configuration item, dependency, impact, cut set, difference and change in the data of a GraphQL answer,
 * given under the schema's field names (`underFieldNames`).
 */
export function answerGraph(data: unknown): AnswerGraph {
  const drawing = new Drawing();
  const findings = collectInto(drawing, data);
  const { items, arcs } = drawing.finish();
  const { difference, weakPoints, changes, hits, cut } = findings;
  const advice = adviceFor(findings, { items, arcs });
  return { kind: kindOf(findings, items), items, arcs, difference, weakPoints, changes, hits, cut, advice };
}

function kindOf(findings: Findings, items: readonly DrawnItem[]): AnswerGraph['kind'] {
  if (findings.changes !== null && findings.topologies === 0) return 'changes';
  if (findings.difference !== null && findings.impacts === 0 && findings.weakPoints === null) return 'difference';
  if (items.length === 0) return 'nothing';
  if (findings.impacts > 0) return 'impact';
  if (findings.weakPoints !== null) return 'weak-points';
  return findings.topologies > 0 ? 'topology' : 'items';
}
