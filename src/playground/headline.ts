import type { AnswerGraph } from './answer/answer-graph';
import { LOOK_WORDS } from './card';
import { count } from './counts';
import type { ImpactState } from './answer/drawing';
import type { DifferenceTotals } from './answer/shape-basics';

const WORST_FIRST: readonly ImpactState[] = ['DOWN', 'DEGRADED', 'AT_RISK'];

/** What the picture shows, in one line. */
export function headline(graph: AnswerGraph): string {
  const { kind, items, arcs } = graph;
  if (kind === 'nothing') return 'Nothing to draw';
  if (kind === 'items' && arcs.length === 0) return plural(items.length, 'item');
  if (kind === 'changes') return plural(graph.changes?.total ?? graph.changes?.lines.length ?? 0, 'change');
  if (kind === 'difference') return differing(graph);
  if (kind === 'weak-points') return weakness(graph);
  if (kind !== 'impact') return `${plural(items.length, 'item')}, ${plural(arcs.length, 'dependency', 'dependencies')}`;
  return hitWords(graph);
}

/** The summary counts all; the items may be one page of them. */
function hitWords(graph: AnswerGraph): string {
  const { items, hits } = graph;
  const hit = (state: ImpactState) =>
    hits === null ? items.filter((item) => item.state === state).length : (hits.byState[state] ?? 0);
  const states = WORST_FIRST.map((state) => [hit(state), LOOK_WORDS[state]] as const);
  const parts = states.filter(([number]) => number !== 0).map(([number, word]) => `${count(number)} ${word}`);
  const spared = hits?.spared ?? items.filter((item) => item.spared).length;
  if (parts.length === 0) parts.push('nothing is hit');
  if (spared > 0) parts.push(`${count(spared)} spared`);
  return `${causes(graph)}: ${parts.join(', ')}`;
}

function differing({ difference }: AnswerGraph): string {
  const words = difference === null ? '' : differenceInWords(difference);
  const since = difference?.from == null ? '' : ` since revision ${difference.from}`;
  return `${words === '' ? 'Nothing differs' : words}${since}`;
}

/** "3 items and 1 relationship added, 2 items changed"; empty when nothing differs. */
export function differenceInWords({ items, relationships }: DifferenceTotals): string {
  const words = (['added', 'removed', 'changed'] as const).flatMap((kind) => {
    const things = [
      ...(items[kind] === 0 ? [] : [plural(items[kind], 'item')]),
      ...(relationships[kind] === 0 ? [] : [plural(relationships[kind], 'relationship')]),
    ];
    return things.length === 0 ? [] : [`${things.join(' and ')} ${kind}`];
  });
  return words.join(', ');
}

function weakness({ weakPoints }: AnswerGraph): string {
  const sets = weakPoints?.sets ?? [];
  const singles = sets.filter((set) => set.length === 1).length;
  const of = weakPoints?.target == null ? '' : ` of ${weakPoints.target.name}`;
  if (sets.length === 0) return `Weak points${of}: none found`;
  const larger = sets.length - singles;
  const words = [
    ...(singles === 0 ? [] : [plural(singles, 'single point of failure', 'single points of failure')]),
    ...(larger === 0 ? [] : [plural(larger, 'larger set')]),
  ];
  return `Weak points${of}: ${words.join(', ')}`;
}

const NAMED_MAX = 2;

function causes({ items }: AnswerGraph): string {
  const outages = items.filter((item) => item.outage).map((item) => item.name);
  if (outages.length === 0) return 'Impact';
  return `Impact of ${outages.length > NAMED_MAX ? plural(outages.length, 'outage') : outages.join(' and ')}`;
}

function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
