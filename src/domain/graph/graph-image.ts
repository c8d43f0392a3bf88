import { revision, type Revision } from '../ids';
import { overlayMax } from './compaction';
import type { GraphContents } from './dependency-graph';
import { EdgeTable, OPEN, RECORD_SHIFT, TO } from './edge-table';
import { GraphNames, type NameLists } from './graph-names';
import { ItemTable } from './item-table';
import { SparseColumn } from './sparse-column';
import type { Column } from './typed-columns';

/** The widths that columns have. */
export const COLUMN_TYPES = ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array'] as const;
export type ColumnTypeName = (typeof COLUMN_TYPES)[number];

/** What stands before the columns of an image, as JSON. */
export interface ImageFacts extends NameLists {
  readonly origin: Revision;
  readonly horizon: Revision;
  readonly head: Revision;
  readonly activeItems: number;
  readonly openEdges: number;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly baseCount: number;
  readonly versionCount: number;
  readonly capacity: number;
}

/** A column of an image; `room`: how many places whoever reads it back should make for it. */
export interface ImageColumn {
  readonly name: string;
  readonly values: Column;
  readonly room: number;
}

/** A graph at one revision, as it can be stored. */
export interface GraphImage {
  readonly facts: ImageFacts;
  readonly columns: readonly ImageColumn[];
}

/**
 * The graph as it is now. The columns are those of the graph, which goes on changing while somebody stores them: what
 * changes in them can be told from what was there, and {@link contentsOf} puts it right. Only what leads from items to
 * their versions is copied.
 */
export function imageOf({
  origin,
  horizon,
  head,
  names,
  items,
  edges,
  activeItems,
  openEdges,
}: GraphContents): GraphImage {
  const versions = VERSION_COLUMNS.map((name) => column(name, items[name], items.count));
  const room = edges.count + overlayMax(edges.baseCount);
  return {
    facts: {
      origin,
      horizon,
      head,
      activeItems,
      openEdges,
      nodeCount: edges.nodeCount,
      edgeCount: edges.count,
      baseCount: edges.baseCount,
      versionCount: items.count,
      capacity: items.capacity,
      ...names.lists(),
    },
    columns: [
      column('latest', items.latest.slice(0, items.capacity), items.capacity),
      ...versions,
      ...EDGE_COLUMNS.map((name) => column(name, edges[name], edges.count, room)),
      column('records', edges.records, edges.count << RECORD_SHIFT, room << RECORD_SHIFT),
      ...INDEX_COLUMNS.map((name) => column(name, edges[name], edges[name].length)),
      ...SPARSE_COLUMNS.flatMap((name) => [
        column(`${name}.slots`, edges[name].slots, edges[name].count),
        column(`${name}.values`, edges[name].values, edges[name].count),
      ]),
    ],
  };
}

const VERSION_COLUMNS = ['from', 'older', 'classCode', 'environment', 'tenant', 'gates', 'bits'] as const;
const EDGE_COLUMNS = ['id', 'target'] as const;
const INDEX_COLUMNS = ['inStart', 'outStart', 'outSlot'] as const;
const SPARSE_COLUMNS = ['gateKeys', 'weights'] as const;

const column = (name: string, values: Column, length: number, room = length): ImageColumn => ({
  name,
  values: values.subarray(0, length),
  room,
});

/** The graph of an image whose columns have been read back; they become the graph's. */
export function contentsOf(facts: ImageFacts, columns: ReadonlyMap<string, Column>): GraphContents {
  const { origin, horizon, head, activeItems, openEdges } = facts;
  const [items, edges] = [new ItemTable(), new EdgeTable()];
  const take = (names: readonly string[]): Record<string, Column | undefined> =>
    Object.fromEntries(names.map((name) => [name, columns.get(name)]));
  Object.assign(items, take(['latest', ...VERSION_COLUMNS]), { count: facts.versionCount, capacity: facts.capacity });
  Object.assign(edges, take([...EDGE_COLUMNS, 'records', ...INDEX_COLUMNS]));
  edges.count = facts.edgeCount;
  edges.baseCount = facts.baseCount;
  edges.nodeCount = facts.nodeCount;
  for (const name of SPARSE_COLUMNS) edges[name] = sparseColumn(columns, name);
  reopen(edges, head - origin);
  for (let slot = edges.baseCount; slot < edges.count; slot++) edges.chain(slot);
  return {
    origin: revision(origin),
    horizon: revision(horizon),
    head: revision(head),
    names: new GraphNames().add(facts),
    items,
    edges,
    activeItems,
    openEdges,
  };
}

/** What ended while the image was being stored had not ended at its revision. */
function reopen({ records, count }: EdgeTable, head: number): void {
  for (let at = TO; at < count << RECORD_SHIFT; at += 1 << RECORD_SHIFT)
    if ((records[at] ?? 0) > head) records[at] = OPEN;
}

function sparseColumn(columns: ReadonlyMap<string, Column>, name: string): SparseColumn {
  const [slots, values] = [columns.get(`${name}.slots`), columns.get(`${name}.values`)];
  return Object.assign(new SparseColumn(), { slots, values, count: slots?.length ?? 0 });
}
