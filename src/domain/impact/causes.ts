import type { Evaluation } from './evaluation';
import { evaluateGates, type MemberRank } from './gate-evaluation';
import { AT_RISK, DEGRADED, DOWN, OK } from './impact-state';
import type { ItemGate } from './item-gates';
import type { RankOf } from './path-system';

/** "The item is at least this badly off": what a step of a proof says and what others follow from. */
export interface Fact {
  readonly item: number;
  readonly rank: number;
}

/** The ranks of members when only some facts are known, item -> rank, and everything else is OK. */
export function memberRankFrom(evaluation: Evaluation, facts: ReadonlyMap<number, number>): MemberRank {
  return memberRankBy(evaluation, (item) => facts.get(item) ?? OK);
}

/** The ranks of members as gates count them when items have any ranks. */
export const memberRankBy =
  (evaluation: Evaluation, rankOf: RankOf): MemberRank =>
  (gate, member) =>
    gate.path === null ? rankOf(member) : evaluation.paths.of(gate.path).memberRankFrom(member, gate.dependent, rankOf);

/** A member of a gate and how badly off it is. */
interface HitMember extends Fact {
  readonly weight: number;
}

/**
 * The facts that one of an item's gates follows from, none of which can be left out: with all other items OK, `place`
 * comes out at `rank` or worse, and without any of them it does not. `rankOf` says what is known so far.
 */
export function causesOf(
  evaluation: Evaluation,
  item: number,
  place: number,
  rank: number,
  rankOf: RankOf,
): readonly Fact[] {
  const { gates } = evaluation.gatesOf(item);
  const gate = gates[place];
  if (gate === undefined) return [];
  if (gate.children.length === 0 && gate.path === null) return causesOfFlatGate(evaluation, gate, rank, rankOf);
  const facts = leafFacts(evaluation, gates, place, rankOf);
  return irreducible(facts, (kept) => comesOutAt(evaluation, gates, place, kept) >= rank);
}

/**
 * Of members only the total weight counts, so taking the heaviest first leaves no superfluous one: the last one taken
 * is the lightest, and it was still needed.
 */
function causesOfFlatGate(evaluation: Evaluation, gate: ItemGate, rank: number, rankOf: RankOf): readonly Fact[] {
  const hit = hitMembers(evaluation, gate, rankOf);
  if (rank === AT_RISK) return causesOfRisk(gate, hit);
  const counting = hit.filter((member) => member.rank >= rank);
  const needed = rank === DOWN ? gate.minUp : Math.max(gate.minUp, gate.degradedBelow ?? 0);
  const causes: Fact[] = [];
  let left = gate.total;
  for (const member of counting) {
    if (left < needed) break;
    left -= member.weight;
    causes.push({ item: member.item, rank });
  }
  return causes;
}

/** Enough members DOWN that the heaviest other one cannot be spared; or none, and any member that is hit at all. */
function causesOfRisk(gate: ItemGate, hit: readonly HitMember[]): readonly Fact[] {
  const causes: Fact[] = [];
  const weights = gate.members.map((member, i) => ({ member, weight: gate.weights[i] ?? 1 }));
  let left = gate.total;
  for (const member of hit.filter(({ rank }) => rank === DOWN)) {
    if (left - heaviestBut(weights, causes) < gate.minUp) break;
    left -= member.weight;
    causes.push({ item: member.item, rank: DOWN });
  }
  const [first] = hit;
  return causes.length === 0 && first !== undefined ? [{ item: first.item, rank: AT_RISK }] : causes;
}

function heaviestBut(weights: readonly { member: number; weight: number }[], causes: readonly Fact[]): number {
  const gone = new Set(causes.map((cause) => cause.item));
  return weights.reduce((most, { member, weight }) => (gone.has(member) ? most : Math.max(most, weight)), 0);
}

/** The members that are not OK, heaviest first, then those that were hit first: they make the shorter proofs. */
function hitMembers(evaluation: Evaluation, gate: ItemGate, rankOf: RankOf): readonly HitMember[] {
  return gate.members
    .map((item, i) => ({ item, rank: rankOf(item), weight: gate.weights[i] ?? 1 }))
    .filter((member) => member.rank > OK)
    .toSorted((a, b) => b.weight - a.weight || firstEvent(evaluation, a) - firstEvent(evaluation, b));
}

/** When the fact was derived. */
const firstEvent = ({ log }: Evaluation, { item, rank }: Fact): number => log.firstReaching(item, rank);

/** Everything below a gate that is not OK; for PATH also what stands in the way of the members' chains. */
function leafFacts(evaluation: Evaluation, gates: readonly ItemGate[], place: number, rankOf: RankOf): readonly Fact[] {
  const facts = new Map<number, Fact>();
  const open = [place];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const gate = gates[next];
    if (gate === undefined) continue;
    open.push(...gate.children);
    for (const item of gate.members) {
      for (const found of [item, ...blockersOf(evaluation, gate, item, rankOf)]) {
        if (rankOf(found) > OK) facts.set(found, { item: found, rank: rankOf(found) });
      }
    }
  }
  return [...facts.values()].toSorted((a, b) => firstEvent(evaluation, a) - firstEvent(evaluation, b));
}

/** What stands in the way of a PATH member's chains: what is DEGRADED or worse, and what is DOWN behind that. */
function blockersOf(evaluation: Evaluation, gate: ItemGate, member: number, rankOf: RankOf): readonly number[] {
  if (gate.path === null) return [];
  const paths = evaluation.paths.of(gate.path);
  return [DEGRADED, DOWN].flatMap((rank) => paths.blockers(member, gate.dependent, rank, rankOf));
}

/** How a gate comes out when only these facts are known. */
function comesOutAt(
  evaluation: Evaluation,
  gates: readonly ItemGate[],
  place: number,
  facts: ReadonlyMap<number, number>,
): number {
  return evaluateGates(gates, memberRankFrom(evaluation, facts))[place]?.result ?? OK;
}

/** Leaves out one fact after the other, the last one first, as long as the conclusion stands. */
function irreducible(facts: readonly Fact[], stands: (kept: ReadonlyMap<number, number>) => boolean): readonly Fact[] {
  const kept = new Map(facts.map(({ item, rank }) => [item, rank]));
  for (const { item, rank } of facts.toReversed()) {
    kept.delete(item);
    if (!stands(kept)) kept.set(item, rank);
  }
  return [...kept].map(([item, rank]) => ({ item, rank }));
}
