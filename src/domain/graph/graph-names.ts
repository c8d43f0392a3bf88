import type { Gate } from '../gate';
import { Dictionary } from './dictionary';
import { InternedLists } from './interned-lists';

/** The engine's mask has one byte per relationship type; the class model allows as many. */
export const RELATIONSHIP_TYPES_MAX = 256;

/** The words behind the numbers in the columns. They only ever grow, so every view of the graph may share them. */
export class GraphNames {
  readonly types = new Dictionary(RELATIONSHIP_TYPES_MAX, 'relationship types');
  readonly classes = new Dictionary(2 ** 16, 'CI classes');
  readonly tenants = new Dictionary(2 ** 32 - 1, 'tenants');
  readonly environments = new Dictionary(2 ** 32 - 1, 'environments');
  readonly gates = new InternedLists<Gate>();
  readonly gateKeys = new InternedLists<string>();
}
