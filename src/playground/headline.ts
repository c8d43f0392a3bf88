import type { AnswerGraph } from './answer-graph';
import { LOOK_WORDS } from './card';
import { count } from './counts';
import type { ImpactState } from './drawing';

const WORST_FIRST: readonly ImpactState[] = ['DOWN', 'DEGRADED', 'AT_RISK'];

/** What the picture shows, in one line. */
export function headline(graph: AnswerGraph): string {
  const { kind, items, arcs } = graph;
  if (kind === 'nothing') return 'Nothing to draw';
  if (kind === 'items' && arcs.length === 0) return plural(items.length, 'item');
  if (kind !== 'impact') return `${plural(items.length, 'item')}, ${plural(arcs.length, 'dependency', 'dependencies')}`;
  const states = WORST_FIRST.map((state) => [items.filter((item) => item.state === state).length, LOOK_WORDS[state]]);
  const parts = states.filter(([number]) => number !== 0).map(([number, word]) => `${number} ${word}`);
  const spared = items.filter((item) => item.spared).length;
  if (parts.length === 0) parts.push('nothing is hit');
  if (spared > 0) parts.push(`${spared} spared`);
  return `${causes(graph)}: ${parts.join(', ')}`;
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
