import type { ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import { LIFECYCLE_STAGES } from '../../src/domain/configuration-item';
import type { Gate } from '../../src/domain/gate';
import { itemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { ClassModel } from '../../src/domain/class-model/resolved-class-model';

/*
 * Impact by sweeping over everything until nothing changes, straight from design/impact.md and without a thought for
 * speed: what the engine is compared with. Ranks: 0 OK, 1 AT_RISK, 2 DEGRADED, 3 DOWN.
 */

export interface NaiveWorld {
  readonly items: ReadonlyMap<number, ItemFacts>;
  readonly relationships: readonly RelationshipFacts[];
  readonly model: ClassModel;
}

/** A gate with its members; `members` maps an item to its weight. */
export interface NaiveGate {
  readonly gate: Gate;
  readonly members: Map<number, number>;
  readonly children: NaiveGate[];
  /** What it weighs as a member of another one. */
  readonly weight: number;
  top: boolean;
  /** Chains do not lead through it. */
  readonly dependent: number;
}

type Rank = (item: number) => number;

/** The state of every item. */
export function naiveStates(
  world: NaiveWorld,
  outages: ReadonlyMap<number, number>,
  healthy: ReadonlySet<number> = new Set(),
): ReadonlyMap<number, number> {
  const ranks = new Map([...world.items.keys()].map((item) => [item, 0]));
  const gates = new Map([...world.items.keys()].map((item) => [item, naiveGates(world, item)]));
  for (let changed = true; changed;) {
    changed = false;
    for (const item of world.items.keys()) {
      if (healthy.has(item)) continue;
      const rank = Math.max(
        outages.get(item) ?? 0,
        naiveRank(world, gates.get(item) ?? [], (far) => ranks.get(far) ?? 0, healthy),
      );
      if (rank !== (ranks.get(item) ?? 0)) changed = true;
      ranks.set(item, rank);
    }
  }
  return ranks;
}

/** The states round by round, every item looking at what all others were in the round before; the outages come first. */
export function naiveRounds(
  world: NaiveWorld,
  outages: ReadonlyMap<number, number>,
): readonly ReadonlyMap<number, number>[] {
  const items = [...world.items.keys()];
  const rounds = [new Map(items.map((item) => [item, outages.get(item) ?? 0]))];
  for (let before = rounds[0]; before !== undefined;) {
    const rankBefore = (far: number): number => before?.get(far) ?? 0;
    const after = new Map(
      items.map((item) => {
        const byGates = naiveRank(world, naiveGates(world, item), rankBefore, new Set());
        return [item, Math.max(outages.get(item) ?? 0, byGates)];
      }),
    );
    const changed = items.some((item) => after.get(item) !== rankBefore(item));
    if (changed) rounds.push(after);
    before = changed ? after : undefined;
  }
  return rounds;
}

/** What the gates make of an item. */
export function naiveRank(
  world: NaiveWorld,
  gates: readonly NaiveGate[],
  rank: Rank,
  healthy: ReadonlySet<number>,
): number {
  return Math.max(0, ...gates.filter((gate) => gate.top).map((gate) => naiveResult(world, gate, rank, healthy)));
}

/** The result of a top-level gate. */
export function naiveResult(world: NaiveWorld, gate: NaiveGate, rank: Rank, healthy: ReadonlySet<number>): number {
  const raw = naiveGateRank(world, gate, rank, healthy);
  return gate.top && gate.gate.strength === 'SOFT' ? Math.min(raw, 2) : raw;
}

/** The members of a gate as it counts them. */
export function naiveUnits(
  world: NaiveWorld,
  gate: NaiveGate,
  rank: Rank,
  healthy: ReadonlySet<number>,
): { weight: number; rank: number; item: number | null }[] {
  const items = [...gate.members].map(([item, weight]) => ({
    weight,
    rank: memberRank(world, gate, item, rank, healthy),
    item,
  }));
  const children = gate.children
    .filter((child) => total(child) > 0)
    .map((child) => ({ weight: child.weight, rank: naiveGateRank(world, child, rank, healthy), item: null }));
  return [...items, ...children];
}

export const total = (gate: NaiveGate): number =>
  [...gate.members.values(), ...gate.children.filter((child) => total(child) > 0).map(({ weight }) => weight)].reduce(
    (sum, weight) => sum + weight,
    0,
  );

export function naiveMinUp(gate: NaiveGate): number {
  const W = total(gate);
  const { rule, value } = gate.gate;
  const wanted = {
    ALL: W,
    ANY: 1,
    PATH: 1,
    ANCHOR: 0,
    AT_LEAST: value ?? 1,
    PERCENT: Math.ceil((W * Math.min(100, Math.max(1, value ?? 100))) / 100),
  }[rule];
  return rule === 'ANCHOR' ? 0 : Math.max(1, Math.min(W, wanted));
}

function naiveGateRank(world: NaiveWorld, gate: NaiveGate, rank: Rank, healthy: ReadonlySet<number>): number {
  const W = total(gate);
  if (W === 0) return 0;
  const m = naiveMinUp(gate);
  const degradedBelow = gate.gate.degradedBelow === null ? 0 : Math.max(m, Math.min(W, gate.gate.degradedBelow));
  const units = naiveUnits(world, gate, rank, healthy);
  const weigh = (list: typeof units): number => list.reduce((sum, unit) => sum + unit.weight, 0);
  const up = units.filter((unit) => unit.rank < 3);
  const u = weigh(up);
  const h = weigh(units.filter((unit) => unit.rank < 2));
  if (u < m) return 3;
  if (h < m || h < degradedBelow) return 2;
  const heaviest = Math.max(0, ...up.map((unit) => unit.weight));
  if (units.some((unit) => unit.rank > 0) && u - heaviest < m) return 1;
  return 0;
}

function memberRank(
  world: NaiveWorld,
  gate: NaiveGate,
  item: number,
  rank: Rank,
  healthy: ReadonlySet<number>,
): number {
  if (gate.gate.rule !== 'PATH') return rank(item);
  const types = gate.gate.types ?? [];
  if (!hasChain(world, types, item, (far) => rank(far) < 3, healthy, [gate.dependent])) return 3;
  if (!hasChain(world, types, item, (far) => rank(far) < 2, healthy, [gate.dependent])) return Math.max(2, rank(item));
  return rank(item);
}

/** Whether a chain of items that pass leads to an anchor, by trying every chain. */
function hasChain(
  world: NaiveWorld,
  types: readonly string[],
  item: number,
  passes: (item: number) => boolean,
  healthy: ReadonlySet<number>,
  seen: readonly number[] = [],
): boolean {
  if (!passes(item)) return false;
  const providers = providersOver(world, item, types);
  if (providers.length === 0 || healthy.has(item) || isMarked(world, item, types)) return true;
  return providers.some((far) => !seen.includes(far) && hasChain(world, types, far, passes, healthy, [...seen, item]));
}

/** Whether the item says that chains over all of these types end at it. */
const isMarked = (world: NaiveWorld, item: number, types: readonly string[]): boolean =>
  world.items
    .get(item)
    ?.gates.some((gate) => gate.rule === 'ANCHOR' && types.every((type) => (gate.types ?? [type]).includes(type))) ===
  true;

function providersOver(world: NaiveWorld, item: number, types: readonly string[]): number[] {
  return world.relationships
    .filter((relationship) => types.includes(relationship.type))
    .flatMap((relationship) => providerEnds(world, relationship, item, true))
    .filter((far) => far !== item && takesPart(world, far));
}

/** The ends of a relationship that the item depends on. */
function providerEnds(
  world: NaiveWorld,
  { source, target, type }: RelationshipFacts,
  item: number,
  overNone: boolean,
): number[] {
  const { propagation, symmetric } = world.model.requireType(type);
  const ends: number[] = [];
  const none = overNone && propagation === 'NONE';
  if (source === item && (propagation === 'TARGET_TO_SOURCE' || propagation === 'BOTH' || none)) ends.push(target);
  if (target === item && (propagation === 'SOURCE_TO_TARGET' || propagation === 'BOTH' || (none && symmetric)))
    ends.push(source);
  return ends;
}

function takesPart(world: NaiveWorld, item: number): boolean {
  const facts = world.items.get(item);
  return (
    facts !== undefined &&
    !facts.retired &&
    LIFECYCLE_STAGES.indexOf(facts.lifecycle) >= LIFECYCLE_STAGES.indexOf('OPERATIONAL')
  );
}

/** The gates of an item, member gates within the gates that they are members of. */
export function naiveGates(world: NaiveWorld, item: number): readonly NaiveGate[] {
  const facts = world.items.get(item);
  if (!facts) return [];
  const gates = new Map<string, NaiveGate>(facts.gates.map((gate) => [gate.key, emptyGate(gate, item)]));
  for (const relationship of joining(world, item)) {
    const { type, strength } = relationship;
    const keys = relationship.gateKeys.length > 0 ? relationship.gateKeys : [defaultKey(facts, type, strength)];
    for (const key of keys) {
      const rule =
        facts.gates.find((own) => own.key === `${type}/${strength}`) ?? facts.gates.find((own) => own.key === type);
      const defaults = { degradedBelow: null, strength, ...(rule ?? world.model.gateDefault(facts.className, type)) };
      const gate = gates.get(key) ?? emptyGate({ ...defaults, key, parent: null }, item);
      gates.set(key, gate);
      for (const far of providerEnds(world, relationship, item, false)) {
        if (far === item || !takesPart(world, far)) continue;
        gate.members.set(far, Math.max(relationship.weight, gate.members.get(far) ?? 1));
      }
    }
  }
  for (const gate of gates.values()) {
    const parent = gate.gate.parent === null ? undefined : gates.get(gate.gate.parent);
    if (!parent || parent.gate.rule === 'ANCHOR') continue;
    parent.children.push(gate);
    gate.top = false;
  }
  return [...gates.values()].flatMap((gate) => {
    // An anchor needs no chain, and its mark no members.
    const { rule, types } = gate.gate;
    if (rule === 'ANCHOR' || (rule === 'PATH' && isMarked(world, item, types ?? []))) {
      gate.members.clear();
      return [gate];
    }
    const standbys = putStandbys(world, gate);
    anchoredOnly(world, [gate, ...standbys]);
    return [...standbys, gate];
  });
}

const emptyGate = (gate: Gate, dependent: number): NaiveGate => ({
  gate,
  members: new Map(),
  children: [],
  weight: 1,
  top: true,
  dependent,
});

/** Puts gates ANY of a member and what stands in for it into the place of members; the dependent stands in for nothing. */
function putStandbys(world: NaiveWorld, { gate, members, children, dependent }: NaiveGate): readonly NaiveGate[] {
  const made = [...members].flatMap(([member, weight]): NaiveGate[] => {
    const standbys = standbysOf(world, member).filter((standby) => standby !== member && standby !== dependent);
    if (standbys.length === 0) return [];
    members.delete(member);
    const path = gate.rule === 'PATH';
    const rule = { rule: path ? gate.rule : ('ANY' as const), types: path ? gate.types : null, value: null };
    const key = `${gate.key}/${encodeItemId(itemId(member))}`;
    const covering = { ...gate, ...rule, key, degradedBelow: null, parent: gate.key };
    return [
      {
        ...emptyGate(covering, dependent),
        members: new Map([member, ...standbys].map((one) => [one, 1])),
        weight,
        top: false,
      },
    ];
  });
  children.push(...made);
  return made;
}

function standbysOf(world: NaiveWorld, item: number): number[] {
  const declared = world.relationships.filter(({ type }) => world.model.requireType(type).standby === true);
  const found = declared.filter(({ source }) => source === item).map(({ target }): number => target);
  return [...new Set(found)].filter((standby) => takesPart(world, standby)).sort((a, b) => a - b);
}

/** The relationships over which the item depends on an item that takes part: HARD before SOFT, by type, as rules are chosen. */
function joining(world: NaiveWorld, item: number): RelationshipFacts[] {
  return world.relationships
    .filter((one) => providerEnds(world, one, item, false).some((far) => far !== item && takesPart(world, far)))
    .sort((a, b) => (`${a.type} ${a.strength}` < `${b.type} ${b.strength}` ? -1 : 1));
}

function defaultKey(facts: ItemFacts, type: string, strength: string): string {
  const own = new Set(facts.gates.map((gate) => gate.key));
  return !own.has(`${type}/${strength}`) && own.has(type) ? type : `${type}/${strength}`;
}

/** PATH counts only members, and what stands in for them, that reach an anchor when all is up; where none does, it is ANY. */
function anchoredOnly(world: NaiveWorld, gates: readonly NaiveGate[]): void {
  for (const { gate } of gates) if (gate.rule !== 'PATH') return;
  const items = gates.flatMap(({ members }) => [...members.keys()]);
  const [first] = gates;
  const anchored = items.filter((item) =>
    hasChain(world, first?.gate.types ?? [], item, () => true, new Set(), [first?.dependent ?? 0]),
  );
  for (const one of gates) {
    if (anchored.length === 0) Object.assign(one, { gate: { ...one.gate, rule: 'ANY' } });
    else for (const item of one.members.keys()) if (!anchored.includes(item)) one.members.delete(item);
  }
}
