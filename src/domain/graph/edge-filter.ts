import type { Strength } from '../gate';
import type { RelationshipKind } from '../relationship';
import type { ClassModel } from '../class-model/resolved-class-model';
import { kindOf, labelTable, strengthOf } from './edge-flags';
import { RELATIONSHIP_TYPES_MAX } from './graph-names';
import type { GraphView } from './graph-view';

/** Bit of a type: the source of its edges needs the target. */
export const SOURCE_NEEDS_TARGET = 1;
/** Bit of a type: the target of its edges needs the source. */
export const TARGET_NEEDS_SOURCE = 2;

/**
 * Which edges a walk follows and which way they point, as a small table, so that the test of an edge is one byte read
 * and no call.
 */
export interface EdgeFilter {
  /** By type: SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, both or 0. */
  readonly types: Uint8Array;
  /** By type and flags as a label holds them: the bits of the type, or 0 when strength or kind is not wanted. */
  readonly labels: Uint8Array;
  /** All bits that occur in `types`: a walk skips the edges of a direction that no type has. */
  readonly bits: number;
}

/** Narrows the relationships that count. Null: all. */
export interface RelationshipSelection {
  readonly types: readonly string[] | null;
  readonly kinds: readonly RelationshipKind[] | null;
  readonly strengths: readonly Strength[] | null;
}

/** Every relationship that carries a dependency. */
const ALL_RELATIONSHIPS: RelationshipSelection = { types: null, kinds: null, strengths: null };

/**
 * The relationships over which one item depends on another. Without named types: those whose type propagates outages,
 * and those that declare a standby or that a PATH gate may go over, because then what lies behind them can break the
 * dependent. A named type
 * that propagates nothing is read as "source needs target", a symmetric one both ways. Throws
 * UNKNOWN_RELATIONSHIP_TYPE for a name that the model does not have.
 */
export function dependencyFilter(
  view: GraphView,
  model: ClassModel,
  selection: RelationshipSelection = ALL_RELATIONSHIPS,
): EdgeFilter {
  const types = new Uint8Array(RELATIONSHIP_TYPES_MAX);
  const wanted = selection.types ?? model.types().map((type) => type.name);
  const overPaths = selection.types === null ? pathTypes(view, model) : new Set(wanted);
  let bits = 0;
  for (const name of wanted) {
    const code = view.names.types.find(model.requireType(name).name);
    if (code === undefined) continue;
    types[code] = directionBits(model, name, overPaths.has(name) || model.type(name)?.standby === true);
    bits |= types[code];
  }
  return { types, labels: labelTable(types, isWanted(selection)), bits };
}

/** The bits of a type. `always`: also when it propagates nothing. */
export function directionBits(model: ClassModel, name: string, always: boolean): number {
  const type = model.type(name);
  if (type === undefined) return 0;
  switch (type.propagation) {
    case 'TARGET_TO_SOURCE':
      return SOURCE_NEEDS_TARGET;
    case 'SOURCE_TO_TARGET':
      return TARGET_NEEDS_SOURCE;
    case 'BOTH':
      return SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE;
    case 'NONE':
      if (!always) return 0;
      return type.symmetric ? SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE : SOURCE_NEEDS_TARGET;
    default:
      return type.propagation satisfies never;
  }
}

/** The types that some PATH gate goes over: by default of a type or class, or of an item's own. */
function pathTypes(view: GraphView, model: ClassModel): ReadonlySet<string> {
  const types = defaultPathTypes(model);
  addOwnPathTypes(view, model, types);
  return types;
}

/** The types that a PATH gate goes over by default of a type or class. */
export function defaultPathTypes(model: ClassModel): Set<string> {
  const defaults = [
    ...model.types().map((type) => type.defaultGate),
    ...model.classes().flatMap((ciClass) => Object.values(ciClass.gateDefaults)),
  ];
  return new Set(defaults.flatMap((rule) => (rule.rule === 'PATH' ? (rule.types ?? []) : [])));
}

/**
 * Items are searched only when some list of gates that ever arrived names a type that would not be followed anyway:
 * hardly ever. Whether it holds is looked up at the view's revision, so that later gates do not change past answers.
 */
function addOwnPathTypes(view: GraphView, model: ClassModel, types: Set<string>): void {
  const adding = new Map<number, readonly string[]>();
  for (const [code, gates] of view.names.gates.lists().entries()) {
    const named = gates.flatMap((gate) => (gate.rule === 'PATH' ? (gate.types ?? []) : []));
    const further = named.filter((name) => !types.has(name) && model.type(name)?.propagation === 'NONE');
    if (further.length > 0) adding.set(code, further);
  }
  for (let item = 0; adding.size > 0 && item < view.items.capacity; item++) {
    const code = view.items.gates[view.versionOf(item)] ?? 0;
    const further = adding.get(code);
    if (further === undefined || !view.isActive(item)) continue;
    for (const name of further) types.add(name);
    adding.delete(code);
  }
}

const isWanted =
  ({ kinds, strengths }: RelationshipSelection) =>
  (flags: number): boolean =>
    (kinds === null || kinds.includes(kindOf(flags))) && (strengths === null || strengths.includes(strengthOf(flags)));
