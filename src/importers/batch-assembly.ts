import type {
  IngestBatch,
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../domain/ingest/ingest-record';

/** As much as one call may safely carry, and together no more than the lines of one chunk of a stream. */
const ITEMS_MAX = 5000;
const RELATIONSHIPS_MAX = 5000;
/** Length of the records as JSON, well below what a server takes as one body. */
const TEXT_LENGTH_MAX = 4 * 1024 * 1024;

/**
 * Fills batches in the order given; hosts should come before what they hold. Ends that name an item of the same batch
 * by native key become its `ref`, so that a batch is complete in itself where it can be.
 *
 *     items … | items … | items … relationships … | relationships …
 */
export class BatchFiller {
  private readonly source: string;
  private items: ItemRecord[] = [];
  private relationships: RelationshipRecord[] = [];
  private textLength = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Yields the batch that had to be closed before this item, if any. */
  *add(item: ItemRecord): Generator<IngestBatch> {
    const length = JSON.stringify(item).length;
    if (this.items.length === ITEMS_MAX || this.textLength + length > TEXT_LENGTH_MAX) yield* this.close();
    this.items.push(item);
    this.textLength += length;
  }

  /** Yields the batch that had to be closed before this relationship, if any. */
  *relate(relationship: RelationshipRecord): Generator<IngestBatch> {
    const length = JSON.stringify(relationship).length;
    const full = this.relationships.length === RELATIONSHIPS_MAX || this.textLength + length > TEXT_LENGTH_MAX;
    if (full) yield* this.close();
    this.relationships.push(relationship);
    this.textLength += length;
  }

  /** Yields what is left, if anything. */
  *close(): Generator<IngestBatch> {
    const batch = { items: this.items, relationships: this.relationships };
    this.items = [];
    this.relationships = [];
    this.textLength = 0;
    if (batch.items.length + batch.relationships.length > 0) yield withRefs(this.source, batch);
  }
}

/** The batches of everything: the items, then the free-standing relationships. */
export function* assembleBatches(
  source: string,
  items: Iterable<ItemRecord>,
  relationships: Iterable<RelationshipRecord>,
): Generator<IngestBatch> {
  const filler = new BatchFiller(source);
  for (const item of items) yield* filler.add(item);
  for (const relationship of relationships) yield* filler.relate(relationship);
  yield* filler.close();
}

// Items without a ref of their own get their native key as ref, the first one where a key repeats.
function withRefs(source: string, batch: IngestBatch): IngestBatch {
  const refs = new Map<string, string>();
  const items = batch.items.map((item): ItemRecord => {
    const key = item.nativeKey;
    if (typeof key !== 'string' || refs.has(key)) return item;
    refs.set(key, item.ref ?? key);
    return { ...item, ref: item.ref ?? key };
  });
  const local = (end: IngestEnd): IngestEnd => {
    const ref = end.native?.source === source ? refs.get(end.native.key) : undefined;
    return ref === undefined ? end : { ref };
  };
  return {
    items: items.map((item) => withLocalEnds(item, local)),
    relationships: batch.relationships.map((one) => ({ ...one, source: local(one.source), target: local(one.target) })),
  };
}

function withLocalEnds(item: ItemRecord, local: (end: IngestEnd) => IngestEnd): ItemRecord {
  const relationships = item.relationships?.map((one): ItemRelationshipRecord => ({ ...one, end: local(one.end) }));
  return relationships === undefined ? item : { ...item, relationships };
}
