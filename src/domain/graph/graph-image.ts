import { revision, type Revision } from '../ids';
import { slotsMore } from './compaction';
import type { GraphContents } from './dependency-graph';
import { EdgeTable, OPEN, RECORD_SHIFT, TO } from './edge-table';
import { GraphNames, type NameLists } from './graph-names';
import { ItemTable } from './item-table';
import { SparseColumn } from './sparse-column';
import { sharedColumn, type Column } from './typed-columns';

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

/** A column of an image. */
export interface ImageColumn {
  readonly name: string;
  readonly values: Column;
}

/** The same without its values. */
export interface ColumnHeading {
  readonly name: string;
  readonly type: ColumnTypeName;
  readonly length: number;
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
      ...EDGE_COLUMNS.map((name) => column(name, edges[name], edges.count)),
      column('records', edges.records, edges.count << RECORD_SHIFT),
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

const column = (name: string, values: Column, length: number): ImageColumn => ({
  name,
  values: values.subarray(0, length),
});

/** An image that is being read back: the columns, to be filled, some of which stand in the table already. */
export interface ImageRoom {
  readonly facts: ImageFacts;
  readonly columns: ReadonlyMap<string, Column>;
  readonly edges: EdgeTable;
}

/** Makes room for the columns of an image: at least as many places as each of them had. */
export function roomFor(facts: ImageFacts, headings: readonly ColumnHeading[]): ImageRoom {
  const edges = new EdgeTable();
  const { edgeCount, baseCount, nodeCount } = facts;
  const base = headings.find(({ name }) => name === 'inStart')?.length ?? 1;
  edges.place(baseCount, base - 1, edgeCount + slotsMore(baseCount));
  edges.count = edgeCount;
  edges.nodeCount = nodeCount;
  const placed = new Set<string>([...EDGE_COLUMNS, 'records', ...INDEX_COLUMNS]);
  const inTable = edges as unknown as Readonly<Record<string, Column>>;
  const columns = new Map<string, Column>();
  for (const { name, type, length } of headings) {
    const found = placed.has(name) ? inTable[name] : emptyColumn(type, length);
    if (found !== undefined) columns.set(name, found);
  }
  return { facts, columns, edges };
}

function emptyColumn(type: ColumnTypeName, length: number): Column {
  switch (type) {
    case 'Uint8Array':
      return sharedColumn(Uint8Array, length);
    case 'Uint16Array':
      return sharedColumn(Uint16Array, length);
    case 'Uint32Array':
      return sharedColumn(Uint32Array, length);
    case 'Int32Array':
      return sharedColumn(Int32Array, length);
    default:
      return type satisfies never;
  }
}

/** The graph of an image whose columns have been read back; they become the graph's. */
export function contentsOf({ facts, columns, edges }: ImageRoom): GraphContents {
  const { origin, horizon, head, activeItems, openEdges } = facts;
  const items = new ItemTable();
  const take = (names: readonly string[]): Record<string, Column | undefined> =>
    Object.fromEntries(names.map((name) => [name, columns.get(name)]));
  Object.assign(items, take(['latest', ...VERSION_COLUMNS]), { count: facts.versionCount, capacity: facts.capacity });
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
