import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/**
 * The outages that an item's state is due to, ascending: those from which its failed gates can be reached through hit
 * members of failed gates. An outage that changed nothing for it, because a gate on the way held, is none of them.
 */
export function dueToOutages(
  evaluation: Evaluation,
  outages: ReadonlyMap<number, number>,
  item: number,
): readonly number[] {
  const found: number[] = [];
  const seen = new Set([item]);
  const open = [item];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ((outages.get(next) ?? OK) > OK) found.push(next);
    for (const contributor of contributorsTo(evaluation, next)) {
      if (seen.has(contributor)) continue;
      seen.add(contributor);
      open.push(contributor);
    }
  }
  return found.toSorted((a, b) => a - b);
}

/**
 * The hit items that count towards the item's failed gates. A chain's member that is hit stands in front of what blocks
 * the chain behind it; but it may itself be hit through the item alone, so what blocked the chain before the item was
 * raised counts, too: from there no way leads round in a ring.
 */
function contributorsTo(evaluation: Evaluation, item: number): readonly number[] {
  const { gates } = evaluation.gatesOf(item);
  const outcomes = evaluation.outcomesOf(item);
  const { log } = evaluation;
  const rankBefore = (far: number): number => log.rankBefore(far, log.lastOf(item));
  const found: number[] = [];
  const open = [...gates.keys()].filter((place) => gates[place]?.top === true);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const gate = gates[place];
    const rank = outcomes[place]?.rank ?? OK;
    if (gate === undefined || rank === OK) continue;
    open.push(...gate.children.filter((child) => (outcomes[child]?.rank ?? OK) >= rank));
    for (const member of gate.members) {
      if (evaluation.memberRank(gate, member) < rank) continue;
      if (gate.path === null) {
        found.push(member);
        continue;
      }
      const paths = evaluation.paths.of(gate.path);
      for (const rankOf of [(far: number) => evaluation.rankOf(far), rankBefore]) {
        found.push(...paths.blockers(member, item, rank, rankOf));
      }
    }
  }
  return found;
}
