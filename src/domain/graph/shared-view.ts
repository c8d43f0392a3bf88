import type { Gate } from '../gate';
import type { Revision } from '../ids';
import type { Dictionary } from './dictionary';
import { EdgeTable } from './edge-table';
import type { GraphNames } from './graph-names';
import { GraphView } from './graph-view';
import type { InternedLists } from './interned-lists';
import { ItemTable } from './item-table';
import { SparseColumn } from './sparse-column';
import { isColumn, type Column } from './typed-columns';
import { VisitedSets } from './visited-set';

/** Numbers and columns of a table by their names; the columns are in memory that threads share. */
type SharedTable = Readonly<Record<string, number | Column | SharedSparse>>;
type SharedSparse = Readonly<Pick<SparseColumn, 'slots' | 'values' | 'count'>>;

/** How many words of each kind of {@link GraphNames} somebody has. */
export interface NameCounts {
  readonly types: number;
  readonly classes: number;
  readonly tenants: number;
  readonly environments: number;
  readonly gates: number;
  readonly gateKeys: number;
}

/** Words behind those that somebody has. */
export interface FurtherNames {
  readonly types: readonly string[];
  readonly classes: readonly string[];
  readonly tenants: readonly string[];
  readonly environments: readonly string[];
  readonly gates: readonly (readonly Gate[])[];
  readonly gateKeys: readonly (readonly string[])[];
}

/** A view as another thread can read it while this one goes on writing: only words are copied. */
export interface SharedView {
  readonly revision: Revision;
  readonly stamp: number;
  readonly edges: SharedTable;
  readonly items: SharedTable;
  readonly names: FurtherNames;
}

/** Nobody has any. The first list of an interned kind is the empty one, which everybody has. */
export const NO_NAMES: NameCounts = { types: 0, classes: 0, tenants: 0, environments: 0, gates: 1, gateKeys: 1 };

/** How many words there are. */
export const countNames = (names: GraphNames): NameCounts => ({
  types: names.types.size,
  classes: names.classes.size,
  tenants: names.tenants.size,
  environments: names.environments.size,
  gates: names.gates.lists().length,
  gateKeys: names.gateKeys.lists().length,
});

/** What another thread needs to read a view of which it has so many words already. */
export function shareView({ revision, stamp, edges, items, names }: GraphView, had: NameCounts): SharedView {
  return {
    revision,
    stamp,
    edges: tableOf(edges),
    items: tableOf(items),
    names: {
      types: names.types.words().slice(had.types),
      classes: names.classes.words().slice(had.classes),
      tenants: names.tenants.words().slice(had.tenants),
      environments: names.environments.words().slice(had.environments),
      gates: names.gates.lists().slice(had.gates),
      gateKeys: names.gateKeys.lists().slice(had.gateKeys),
    },
  };
}

/** The view on the other side. `names` are those it had, to which the further ones are added. */
export function viewOf({ revision, stamp, edges, items, names: further }: SharedView, names: GraphNames): GraphView {
  addWords(names.types, further.types);
  addWords(names.classes, further.classes);
  addWords(names.tenants, further.tenants);
  addWords(names.environments, further.environments);
  addLists(names.gates, further.gates);
  addLists(names.gateKeys, further.gateKeys);
  return new GraphView({
    revision,
    stamp,
    names,
    edges: Object.assign(new EdgeTable(), partsOf(edges)),
    items: Object.assign(new ItemTable(), partsOf(items)),
    visitedSets: VISITED_SETS,
  });
}

const VISITED_SETS = new VisitedSets();

function tableOf(table: EdgeTable | ItemTable): SharedTable {
  const parts: Record<string, number | Column | SharedSparse> = {};
  for (const [name, value] of Object.entries(table) as [string, unknown][]) {
    if (typeof value === 'number' || isColumn(value)) parts[name] = value;
    if (value instanceof SparseColumn) parts[name] = { slots: value.slots, values: value.values, count: value.count };
  }
  return parts;
}

function partsOf(table: SharedTable): Record<string, number | Column | SparseColumn> {
  const entries = Object.entries(table).map(([name, value]) => {
    const isPlain = typeof value === 'number' || isColumn(value);
    return [name, isPlain ? value : Object.assign(new SparseColumn(), value)] as const;
  });
  return Object.fromEntries(entries);
}

function addWords(dictionary: Dictionary, words: readonly string[]): void {
  for (const word of words) dictionary.intern(word);
}

function addLists<T>(lists: InternedLists<T>, further: readonly (readonly T[])[]): void {
  for (const list of further) lists.intern(list);
}
