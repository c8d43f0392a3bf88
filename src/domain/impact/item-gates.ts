import type { Gate } from '../gate';
import { ArcBuffer } from '../graph/arc-buffer';
import { demandOf } from './gate-arithmetic';
import { gateGroups, type GateGroup } from './gate-groups';
import { isAlone, usableMembers, type MemberUnit } from './gate-members';
import type { ImpactModel } from './impact-model';
import type { PathSystems } from './path-systems';
import { standbyGateKey } from './standbys';

/** A gate of an item, ready to be evaluated: its members are known and its rule is clamped. */
export interface ItemGate {
  /** The item whose gate it is. */
  readonly dependent: number;
  /** As the item, its class or the relationship type defines it; a rule that could not be followed is replaced. */
  readonly gate: Gate;
  /** Provider items, ascending. */
  readonly members: readonly number[];
  /** By position of `members`. */
  readonly weights: readonly number[];
  /** Positions of the gates that are members of this one, in `ItemGates.gates`; all of them come before it. */
  readonly children: readonly number[];
  /** By position of `children`: 1 for gates that the item defines, the weight of the member for one and its standbys. */
  readonly childWeights: readonly number[];
  /** The weight of all members. 0: the gate is empty and OK. */
  readonly total: number;
  readonly minUp: number;
  readonly degradedBelow: number | null;
  /** Names the set of types, for PATH; null for the other rules. */
  readonly path: string | null;
  /** No member of another gate. */
  readonly top: boolean;
}

/** Something odd about a gate. */
export interface GateProblem {
  readonly key: string;
  readonly kind: 'EMPTY' | 'MISCONFIGURED';
  /** What is odd and what was done about it. */
  readonly message: string;
}

/** All gates of an item; members before the gates that they are members of. */
export interface ItemGates {
  readonly gates: readonly ItemGate[];
  readonly problems: readonly GateProblem[];
}

/** How deep gates may be nested. */
export const GATE_DEPTH_MAX = 8;

/** Works out the gates of an item. */
export function itemGates(context: ImpactModel, paths: PathSystems, item: number): ItemGates {
  const arcs = new ArcBuffer();
  arcs.collect(context.view, item, context.arcs, 'DEPENDENCIES');
  const groups = gateGroups(context, item, arcs);
  const problems: GateProblem[] = [];
  const parents = parentsOf(groups, problems);
  const gates: ItemGate[] = [];
  const places = new Map<string, number>();
  for (const key of childrenFirst(parents)) {
    const group = groups.get(key);
    if (group === undefined) continue;
    const children = [...places].filter(([child]) => parents.get(child) === key).map(([, place]) => place);
    const filled = children.filter((place) => (gates[place]?.total ?? 0) > 0);
    const gate = itemGate({ context, item, paths, problems, gates }, group, filled, parents.get(key) === null);
    places.set(key, gates.length);
    gates.push(gate);
  }
  return { gates, problems };
}

/** Key -> key of the gate it is a member of, or null. A parent that cannot be one, a ring or too deep a nest is cut. */
function parentsOf(groups: ReadonlyMap<string, GateGroup>, problems: GateProblem[]): Map<string, string | null> {
  const parents = new Map([...groups].map(([key, { gate }]) => [key, gate.parent]));
  for (const [key, parent] of parents) {
    if (parent === null) continue;
    const fault = parentFault(groups.get(parent)?.gate, parent) ?? nestFault(key, parents);
    if (fault === null) continue;
    parents.set(key, null);
    problems.push({ key, kind: 'MISCONFIGURED', message: `Gate "${key}": ${fault}; it counts by itself.` });
  }
  return parents;
}

function parentFault(parent: Gate | undefined, key: string): string | null {
  if (parent === undefined) return `its parent "${key}" is not a gate of the item`;
  return parent.rule === 'ANCHOR' ? `its parent "${key}" is an anchor, which has no members` : null;
}

function nestFault(key: string, parents: ReadonlyMap<string, string | null>): string | null {
  let depth = 1;
  for (let parent = parents.get(key) ?? null; parent !== null; parent = parents.get(parent) ?? null) {
    depth += 1;
    if (parent === key) return 'it is a member of itself';
    if (depth > GATE_DEPTH_MAX) return `it is nested more than ${GATE_DEPTH_MAX} deep`;
  }
  return null;
}

/** The keys so that every gate comes after its members; otherwise in the order given. */
function childrenFirst(parents: ReadonlyMap<string, string | null>): readonly string[] {
  const depth = (key: string): number => {
    let steps = 0;
    for (let parent = parents.get(key) ?? null; parent !== null; parent = parents.get(parent) ?? null) steps += 1;
    return steps;
  };
  return [...parents.keys()].toSorted((a, b) => depth(b) - depth(a));
}

/** What building a gate needs beside its group; problems are added to the list, and gates of standbys to the gates. */
interface Building {
  readonly context: ImpactModel;
  readonly item: number;
  readonly paths: PathSystems;
  readonly problems: GateProblem[];
  readonly gates: ItemGate[];
}

function itemGate(building: Building, group: GateGroup, nested: readonly number[], top: boolean): ItemGate {
  const { context, item, paths, problems, gates } = building;
  const { gate, path, units, faults } = usableMembers(group, context, paths, item);
  const alone = units.filter(isAlone);
  const covered = units.filter((unit) => !isAlone(unit));
  const standbys = covered.map((unit) => gates.push(standbyGate(item, gate, path, unit)) - 1);
  const total = units.reduce((sum, { weight }) => sum + weight, nested.length);
  const demand = total === 0 ? EMPTY : demandOf(gate, total);
  if (total === 0 && group.members.size === 0 && gate.rule !== 'ANCHOR') {
    const message = `Gate "${gate.key}" has no members: no relationship joins it. It counts as OK.`;
    problems.push({ key: gate.key, kind: 'EMPTY', message });
  }
  for (const fault of [...group.problems, ...faults, ...demand.problems]) {
    problems.push({ key: gate.key, kind: 'MISCONFIGURED', message: `Gate "${gate.key}": ${fault}.` });
  }
  return {
    dependent: item,
    gate,
    members: alone.map(({ member }) => member),
    weights: alone.map(({ weight }) => weight),
    children: [...nested, ...standbys],
    childWeights: [...nested.map(() => 1), ...covered.map(({ weight }) => weight)],
    total,
    minUp: demand.minUp,
    degradedBelow: demand.degradedBelow,
    path,
    top,
  };
}

const EMPTY = { minUp: 0, degradedBelow: null, problems: [] };

/** The gate in which a member and its standbys count as one: any of them will do. */
function standbyGate(item: number, parent: Gate, path: string | null, { member, items }: MemberUnit): ItemGate {
  const rule = path === null ? ({ rule: 'ANY', types: null } as const) : { rule: parent.rule, types: parent.types };
  return {
    dependent: item,
    gate: {
      ...parent,
      ...rule,
      key: standbyGateKey(parent.key, member),
      value: null,
      degradedBelow: null,
      parent: parent.key,
    },
    members: items,
    weights: items.map(() => 1),
    children: [],
    childWeights: [],
    total: items.length,
    minUp: 1,
    degradedBelow: null,
    path,
    top: false,
  };
}
