import type { Gate } from '../gate';
import { Dictionary } from './dictionary';
import { InternedLists } from './interned-lists';

/** The engine's mask has one byte per relationship type; the class model allows as many. */
export const RELATIONSHIP_TYPES_MAX = 256;

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
}
