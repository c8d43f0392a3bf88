import { isAnchorOf, type Gate } from '../gate';
import type { GateGroup } from './gate-groups';
import { pathKey, type ImpactModel } from './impact-model';
import type { PathSystems } from './path-systems';
import type { Standbys } from './standbys';

/** A member of a gate with what stands in for it: together they count as one. */
export interface MemberUnit {
  readonly member: number;
  readonly weight: number;
  /** The member, unless it cannot serve, and its standbys; never empty. */
  readonly items: readonly number[];
}

/** The members of a gate that can serve, and the rule that they are under. */
export interface UsableMembers {
  /** A rule that could not be followed is replaced. */
  readonly gate: Gate;
  /** Names the set of types, for PATH; null for the other rules. */
  readonly path: string | null;
  /** By member, ascending. */
  readonly units: readonly MemberUnit[];
  /** What could not be followed, in words. */
  readonly faults: readonly string[];
}

/**
 * The members of a gate of an item. For PATH: those that have a chain when everything is up. The others can carry nothing,
 * whatever fails, and would make a gate fail without an outage. When no member has one, the rule says nothing about
 * outages: ANY stands in. An anchor needs none, and the mark of one asks nothing.
 */
export function usableMembers(
  { gate, members }: GateGroup,
  { view, standbys }: ImpactModel,
  paths: PathSystems,
  item: number,
): UsableMembers {
  const isAnchor = gate.rule === 'PATH' && isAnchorOf(view.gatesOf(item), gate.types ?? []);
  if (isAnchor || gate.rule === 'ANCHOR') return { gate, path: null, units: [], faults: [] };
  const units = [...members]
    .toSorted(([a], [b]) => a - b)
    .map(([member, weight]) => ({ member, weight, items: withStandbys(standbys, member, item) }));
  if (gate.rule !== 'PATH') return { gate, path: null, units, faults: [] };
  const any: Gate = { ...gate, rule: 'ANY' };
  if (gate.types === null || gate.types.length === 0) {
    return { gate: any, path: null, units, faults: ['PATH without types: it counts as ANY'] };
  }
  const over = gate.types.join(', ');
  const path = pathKey(gate.types);
  const anchored = units
    .map((unit) => ({ ...unit, items: unit.items.filter((one) => paths.of(path).isAnchored(one, item)) }))
    .filter(({ items }) => items.length > 0);
  const [total, left] = [itemCount(units), itemCount(anchored)];
  if (left === total) return { gate, path, units, faults: [] };
  if (left === 0) {
    const fault = `no member reaches an anchor over ${over} by itself even when everything is up: it counts as ANY`;
    return { gate: any, path: null, units, faults: [fault] };
  }
  const fault = `${total - left} of ${total} members reach no anchor over ${over} by themselves even when everything is up: they are left out`;
  return { gate, path, units: anchored, faults: [fault] };
}

/** Whether the unit is nothing but its member. */
export const isAlone = ({ member, items }: MemberUnit): boolean => items.length === 1 && items[0] === member;

/** An item that is asked about cannot stand in for what it needs itself. */
const withStandbys = (standbys: Standbys, member: number, item: number): readonly number[] =>
  standbys.cover(member) ? [member, ...standbys.of(member).filter((one) => one !== item)] : [member];

const itemCount = (units: readonly MemberUnit[]): number => units.reduce((sum, { items }) => sum + items.length, 0);
