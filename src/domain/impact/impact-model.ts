import type { GateDefault } from '../gate';
import {
  dependencyFilter,
  directionBits,
  SOURCE_NEEDS_TARGET,
  TARGET_NEEDS_SOURCE,
  type EdgeFilter,
} from '../graph/edge-filter';
import { labelTable, typeIn } from '../graph/edge-flags';
import { RELATIONSHIP_TYPES_MAX } from '../graph/graph-names';
import type { EdgeTable } from '../graph/edge-table';
import type { GraphView } from '../graph/graph-view';
import type { ClassModel } from '../class-model/resolved-class-model';
import { Standbys } from './standbys';

const JOINS = 4;
const ON_PATH = 8;
const BOTH_WAYS = SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE;

/** The graph and the class model of one revision, prepared for questions about impact. */
export class ImpactModel {
  readonly view: GraphView;
  readonly model: ClassModel;
  /** The arcs over which outages travel. */
  readonly arcs: EdgeFilter;
  /** The same and those that a PATH gate goes over: whatever an item's state can depend on. */
  readonly reach: EdgeFilter;
  /** The sets of types that PATH gates go over, each sorted, by the text that names the set. */
  readonly pathTypes: ReadonlyMap<string, readonly string[]>;
  /** By type: 1 when some PATH gate goes over it. */
  readonly onPaths: Uint8Array;
  /** What stands in for what. */
  readonly standbys: Standbys;
  /** By class, then by type; filled as they are asked for. */
  readonly #defaults: (GateDefault | undefined)[][];
  #spreadLabels: Uint8Array | null = null;

  constructor(view: GraphView, model: ClassModel) {
    this.view = view;
    this.model = model;
    this.arcs = typeFilter(
      view,
      model,
      model.types().map((type) => type.name),
      false,
    );
    this.reach = dependencyFilter(view, model);
    this.pathTypes = pathTypeSets(view, model);
    this.onPaths = typeMask(view, [...this.pathTypes.values()].flat());
    this.standbys = new Standbys(view, model);
    this.#defaults = Array.from({ length: view.names.classes.size }, () => []);
  }

  /** The gate that a dependent of the class has over the type by default. */
  gateDefault(classCode: number, typeCode: number): GateDefault {
    const ofClass = this.#defaults[classCode] ?? [];
    const known = ofClass[typeCode];
    if (known !== undefined) return known;
    const { classes, types } = this.view.names;
    const found = this.model.gateDefault(classes.word(classCode), types.word(typeCode));
    ofClass[typeCode] = found;
    return found;
  }

  /** By label: the ways to follow it, and bits for whether it joins a gate and some PATH gate goes over it; see src/assembly/impact.ts. */
  spreadLabels(): Uint8Array {
    this.#spreadLabels ??= this.reach.labels.map((ways, label) => {
      const type = typeIn(label);
      return ways | (this.arcs.types[type] === 0 ? 0 : JOINS) | (this.onPaths[type] === 1 ? ON_PATH : 0);
    });
    return this.#spreadLabels;
  }

  /** Whether a pair of items may be joined twice by the type, once each way, so that providers must be told apart. */
  mayRepeatProviders(typeCode: number): boolean {
    return this.arcs.types[typeCode] === BOTH_WAYS;
  }
}

/**
 * The model of a view. The last one of a table is kept: what is asked often is asked of the same revision, and to prepare it
 * takes longer than a small answer.
 */
export function impactModelOf(view: GraphView, model: ClassModel): ImpactModel {
  const last = lastOf.get(view.edges);
  const isSame =
    last?.model === model &&
    last.view.stamp === view.stamp &&
    last.view.items === view.items &&
    last.view.names === view.names;
  if (isSame) return last;
  const made = new ImpactModel(view, model);
  lastOf.set(view.edges, made);
  return made;
}

const lastOf = new WeakMap<EdgeTable, ImpactModel>();

/** Names a set of types. */
export const pathKey = (types: readonly string[]): string => [...new Set(types)].toSorted().join(' ');

/** The arcs of some types. `always`: also of those that propagate nothing, because a PATH gate names them. */
export function typeFilter(view: GraphView, model: ClassModel, names: readonly string[], always: boolean): EdgeFilter {
  const types = new Uint8Array(RELATIONSHIP_TYPES_MAX);
  let bits = 0;
  for (const name of names) {
    const code = view.names.types.find(name);
    if (code === undefined) continue;
    types[code] = directionBits(model, name, always);
    bits |= types[code];
  }
  return { types, labels: labelTable(types, () => true), bits };
}

function typeMask(view: GraphView, names: readonly string[]): Uint8Array {
  const mask = new Uint8Array(RELATIONSHIP_TYPES_MAX);
  for (const name of names) {
    const code = view.names.types.find(name);
    if (code !== undefined) mask[code] = 1;
  }
  return mask;
}

/** All sets in use. One that only some later gate names does no harm: no gate of this revision asks for it. */
function pathTypeSets(view: GraphView, model: ClassModel): ReadonlyMap<string, readonly string[]> {
  const rules = [
    ...model.types().map((type) => type.defaultGate),
    ...model.classes().flatMap((ciClass) => Object.values(ciClass.gateDefaults)),
    ...view.names.gates.lists().flat(),
  ];
  const sets = rules.flatMap((rule) => (rule.rule === 'PATH' && rule.types !== null ? [rule.types] : []));
  return new Map(sets.map((types) => [pathKey(types), types]));
}
