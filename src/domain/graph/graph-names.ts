import type { Gate } from '../gate';
import { Dictionary } from './dictionary';
import { InternedLists } from './interned-lists';

/** The engine's mask has one byte per relationship type; the class model allows as many. */
export const RELATIONSHIP_TYPES_MAX = 256;

/** How many words of each kind of {@link GraphNames} somebody has. */
export type NameCounts = { readonly [Kind in keyof NameLists]: number };

/** Words of every kind, in the order of their numbers. */
export interface NameLists {
  readonly types: readonly string[];
  readonly classes: readonly string[];
  readonly tenants: readonly string[];
  readonly environments: readonly string[];
  readonly gates: readonly (readonly Gate[])[];
  readonly gateKeys: readonly (readonly string[])[];
}

/** Nobody has any. The first list of an interned kind is the empty one, which everybody has. */
export const NO_NAMES: NameCounts = { types: 0, classes: 0, tenants: 0, environments: 0, gates: 1, gateKeys: 1 };

/** The words behind the numbers in the columns. They only ever grow, so every view of the graph may share them. */
export class GraphNames {
  readonly types: Dictionary;
  readonly classes: Dictionary;
  readonly tenants: Dictionary;
  readonly environments: Dictionary;
  readonly gates: InternedLists<Gate>;
  readonly gateKeys: InternedLists<string>;

  /** Begins with the words of `other`, and leaves those as they are. */
  constructor(other?: GraphNames) {
    this.types = other?.types.copy() ?? new Dictionary(RELATIONSHIP_TYPES_MAX, 'relationship types');
    this.classes = other?.classes.copy() ?? new Dictionary(2 ** 16, 'CI classes');
    this.tenants = other?.tenants.copy() ?? new Dictionary(2 ** 32 - 1, 'tenants');
    this.environments = other?.environments.copy() ?? new Dictionary(2 ** 32 - 1, 'environments');
    this.gates = other?.gates.copy() ?? new InternedLists<Gate>();
    this.gateKeys = other?.gateKeys.copy() ?? new InternedLists<string>();
  }

  /** The words behind those that somebody has. */
  lists(had: NameCounts = NO_NAMES): NameLists {
    return {
      types: this.types.words().slice(had.types),
      classes: this.classes.words().slice(had.classes),
      tenants: this.tenants.words().slice(had.tenants),
      environments: this.environments.words().slice(had.environments),
      gates: this.gates.lists().slice(had.gates),
      gateKeys: this.gateKeys.lists().slice(had.gateKeys),
    };
  }

  /** How many there are. */
  counts(): NameCounts {
    return {
      types: this.types.size,
      classes: this.classes.size,
      tenants: this.tenants.size,
      environments: this.environments.size,
      gates: this.gates.lists().length,
      gateKeys: this.gateKeys.lists().length,
    };
  }

  /** Adds words in the order of their numbers; those that are there already stay as they are. */
  add({ gates, gateKeys, ...words }: NameLists): this {
    for (const kind of ['types', 'classes', 'tenants', 'environments'] as const) {
      for (const word of words[kind]) this[kind].intern(word);
    }
    for (const list of gates) this.gates.intern(list);
    for (const list of gateKeys) this.gateKeys.intern(list);
    return this;
  }
}
