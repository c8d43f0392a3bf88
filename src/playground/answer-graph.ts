import { adviceFor } from './answer-advice';
import { count } from './counts';
import { Drawing, type DrawnArc, type DrawnItem } from './drawing';
import { collectInto, type Findings } from './answer-shapes';

/** More would be neither smooth nor readable. */
export const DRAWN_ITEMS_MAX = 2_000;

/** What one answer looks like as a picture, and what is to be said about it. */
export interface AnswerGraph {
  /** What the answer mainly is; decides the words around the picture. */
  readonly kind: 'impact' | 'topology' | 'items' | 'nothing';
  readonly items: readonly DrawnItem[];
  readonly arcs: readonly DrawnArc[];
  /** What the picture leaves out, in full sentences. */
  readonly cut: readonly string[];
  /** Which fields to add to the query for a better picture, in full sentences. */
  readonly advice: readonly string[];
}

/**
 * Finds every configuration item, dependency, impact and proof in the data of a GraphQL answer, given under the
 * schema's field names (`underFieldNames`).
 */
export function answerGraph(data: unknown, itemsMax = DRAWN_ITEMS_MAX): AnswerGraph {
  const drawing = new Drawing();
  const findings = collectInto(drawing, data);
  const all = drawing.finish();
  const { items, arcs } = mostTelling(all, itemsMax);
  const cut = [...findings.cut];
  if (items.length < all.items.length) {
    cut.push(
      `Drawn are ${count(items.length)} of ${count(all.items.length)} items: the worst hit first, then the nearest. ` +
        'Narrow the query with `filter`, `depth` or `minState` to see the others.',
    );
  }
  return { kind: kindOf(findings, items), items, arcs, cut, advice: adviceFor(findings, all) };
}

function kindOf(findings: Findings, items: readonly DrawnItem[]): AnswerGraph['kind'] {
  if (items.length === 0) return 'nothing';
  if (findings.impacts > 0) return 'impact';
  return findings.topologies > 0 ? 'topology' : 'items';
}

interface Picture {
  readonly items: readonly DrawnItem[];
  readonly arcs: readonly DrawnArc[];
}

function mostTelling({ items, arcs }: Picture, itemsMax: number): Picture {
  if (items.length <= itemsMax) return { items, arcs };
  const kept = items.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, itemsMax);
  const ids = new Set(kept.map((item) => item.id));
  return { items: kept, arcs: arcs.filter((arc) => ids.has(arc.dependent) && ids.has(arc.provider)) };
}

const STATE_RANK = { DOWN: 0, DEGRADED: 1, AT_RISK: 2, OK: 3 } as const;
const DISTANCE_WEIGHT = 1e6;

function rankOf(item: DrawnItem): number {
  if (item.outage) return -1;
  const state = item.state === null ? 4 : STATE_RANK[item.state];
  return state * DISTANCE_WEIGHT + Math.min(item.distance ?? DISTANCE_WEIGHT - 1, DISTANCE_WEIGHT - 1);
}
