import { defaultGateKey, type Gate, type GateDefault, type Strength } from '../gate';
import type { ArcBuffer } from '../graph/arc-buffer';
import { strengthOf } from '../graph/edge-flags';
import type { ImpactModel } from './impact-model';

/** The providers that a dependent's relationships put under one gate, and the rule that the gate follows. */
export interface GateGroup {
  readonly gate: Gate;
  /** Provider -> weight; one that is joined by several relationships counts once, by the heaviest. */
  readonly members: ReadonlyMap<number, number>;
  /** What is odd, in words. */
  readonly problems: readonly string[];
}

/** One relationship's membership of one gate. */
interface Membership {
  readonly type: string;
  readonly typeCode: number;
  readonly strength: Strength;
  readonly provider: number;
  readonly weight: number;
}

/**
 * Groups the providers of an item under gates, by key. `arcs` holds the item's arcs towards its providers. The item's
 * own gates are all there, also those that nothing joins.
 */
export function gateGroups(context: ImpactModel, item: number, arcs: ArcBuffer): ReadonlyMap<string, GateGroup> {
  const own = new Map(context.view.gatesOf(item).map((gate) => [gate.key, gate]));
  const memberships = new Map<string, Membership[]>([...own.keys()].map((key) => [key, []]));
  for (let i = 0; i < arcs.length; i++) {
    const provider = arcs.node[i] ?? 0;
    if (provider === item || !context.view.takesPart(provider)) continue;
    const membership = membershipOf(context, arcs.slot[i] ?? 0, provider);
    for (const key of gateKeysOf(context, arcs.slot[i] ?? 0, membership, own)) {
      const list = memberships.get(key);
      if (list) list.push(membership);
      else memberships.set(key, [membership]);
    }
  }
  const sorted = [...memberships].sort(([a], [b]) => compareText(a, b));
  return new Map(sorted.map(([key, list]) => [key, groupOf(context, item, key, list.toSorted(byType), own)]));
}

/** By type, HARD before SOFT: the order in which the graph holds relationships must not show. */
const byType = (a: Membership, b: Membership): number =>
  compareText(a.type, b.type) || compareText(a.strength, b.strength) || a.provider - b.provider;

function membershipOf({ view }: ImpactModel, slot: number, provider: number): Membership {
  const typeCode = view.edges.typeOf(slot);
  const strength = strengthOf(view.edges.flagsOf(slot));
  return { type: view.names.types.word(typeCode), typeCode, strength, provider, weight: view.weightAt(slot) };
}

/** The gates that a relationship joins: those it names, else its type's, which the item may define under either name. */
function gateKeysOf(
  { view }: ImpactModel,
  slot: number,
  { type, strength }: Membership,
  own: ReadonlyMap<string, Gate>,
): readonly string[] {
  const named = view.gateKeysAt(slot);
  if (named.length > 0) return named;
  const key = defaultGateKey(type, strength);
  return [!own.has(key) && own.has(type) ? type : key];
}

function groupOf(
  context: ImpactModel,
  item: number,
  key: string,
  memberships: readonly Membership[],
  own: ReadonlyMap<string, Gate>,
): GateGroup {
  const defined = own.get(key);
  const gate = defined ?? undefinedGate(context, item, key, memberships, own);
  const members = new Map<number, number>();
  for (const { provider, weight } of memberships) members.set(provider, Math.max(weight, members.get(provider) ?? 1));
  const problems: string[] = [];
  const mismatch = memberships.find((membership) => membership.strength !== gate.strength);
  if (mismatch !== undefined) {
    problems.push(
      `${mismatch.type} to one of its members is ${mismatch.strength}, the gate is ${gate.strength}: the gate decides`,
    );
  }
  if (defined === undefined && memberships.every(({ type, strength }) => key !== defaultGateKey(type, strength))) {
    problems.push(`relationships name it, but the item does not define it: it counts as ${gate.rule}`);
  }
  return { gate, members, problems };
}

/**
 * The gate under a key that the item does not define: the item's own rule for the type, else the class's or the type's.
 * Relationships of several types under one such key follow the first of them by name, the HARD one first.
 */
function undefinedGate(
  context: ImpactModel,
  item: number,
  key: string,
  memberships: readonly Membership[],
  own: ReadonlyMap<string, Gate>,
): Gate {
  const [first] = memberships;
  if (first === undefined) throw new Error(`gate ${key} has neither a definition nor members`);
  const ofType = own.get(defaultGateKey(first.type, first.strength)) ?? own.get(first.type);
  if (ofType !== undefined) return { ...ofType, key, parent: null };
  const rule: GateDefault = context.gateDefault(context.view.classCodeOf(item), first.typeCode);
  return { ...rule, key, degradedBelow: null, strength: first.strength, parent: null };
}

/** By code unit, the same everywhere. 'HARD' comes before 'SOFT'. */
/** The order of names, the same in every language. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
