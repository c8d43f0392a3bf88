import type { Revision } from '../ids';
import { EdgeTable } from './edge-table';
import type { GraphNames, NameCounts, NameLists } from './graph-names';
import { GraphView } from './graph-view';
import { ItemTable } from './item-table';
import { SparseColumn } from './sparse-column';
import { TableMemory } from './table-memory';
import { isColumn, type Column } from './typed-columns';
import { VisitedSets } from './visited-set';
import type { SharedMemory } from './web-assembly';

/** Numbers and columns of a table by their names; the columns are in memory that threads share. */
type SharedTable = Readonly<Record<string, number | Column | SharedSparse>>;
type SharedSparse = Readonly<Pick<SparseColumn, 'slots' | 'values' | 'count'>>;

/** A view as another thread can read it while this one goes on writing: only words are copied. */
export interface SharedView {
  readonly revision: Revision;
  readonly stamp: number;
  readonly edges: SharedTable;
  /** See {@link TableMemory}. */
  readonly memory: { readonly memory: SharedMemory; readonly nodesMax: number } | null;
  readonly items: SharedTable;
  readonly names: NameLists;
}

/** What another thread needs to read a view of which it has so many words already. */
export function shareView({ revision, stamp, edges, items, names }: GraphView, had: NameCounts): SharedView {
  return {
    revision,
    stamp,
    edges: tableOf(edges),
    memory: edges.memory && { memory: edges.memory.memory, nodesMax: edges.memory.nodesMax },
    items: tableOf(items),
    names: names.lists(had),
  };
}

/**
 * The view on the other side. `names` are those it had, to which the further ones are added. `thread`: the number of this
 * thread, which no other one that reads the graph may have.
 */
export function viewOf(
  { revision, stamp, edges, memory, items, names: further }: SharedView,
  names: GraphNames,
  thread: number,
): GraphView {
  const own = memory && new TableMemory(memory.memory, memory.nodesMax, thread);
  return new GraphView({
    revision,
    stamp,
    names: names.add(further),
    edges: Object.assign(new EdgeTable(), partsOf(edges), { memory: own }),
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
