import type {
  IngestBatch,
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../domain/ingest-record';

/** As many as one request may safely carry; the server cuts it into change sets itself. */
export const BATCH_ITEMS_MAX = 5000;
export const BATCH_RELATIONSHIPS_MAX = 20_000;

/**
 * Fills batches with items, hosts before what they hold, then with the free-standing relationships. Ends that name an
 * item of the same batch by native key become its `ref`, so that a batch is complete in itself where it can be.
 *
 *     items of batch 1 | items of batch 2 | … items + first relationships | relationships …
 */
export function* assembleBatches(
  source: string,
  items: Iterable<ItemRecord>,
  relationships: Iterable<RelationshipRecord>,
): Generator<IngestBatch> {
  let batch: { items: ItemRecord[]; relationships: RelationshipRecord[] } = { items: [], relationships: [] };
  for (const item of items) {
    if (batch.items.length === BATCH_ITEMS_MAX) {
      yield withRefs(source, batch);
      batch = { items: [], relationships: [] };
    }
    batch.items.push(item);
  }
  for (const relationship of relationships) {
    if (batch.relationships.length === BATCH_RELATIONSHIPS_MAX) {
      yield withRefs(source, batch);
      batch = { items: [], relationships: [] };
    }
    batch.relationships.push(relationship);
  }
  if (batch.items.length + batch.relationships.length > 0) yield withRefs(source, batch);
}

/** The same batch, whose items have their native key as `ref` (the first, where a key repeats) and whose ends use it. */
export function withRefs(source: string, batch: IngestBatch): IngestBatch {
  const known = new Map<string, ItemRecord>();
  for (const item of batch.items) {
    if (typeof item.nativeKey === 'string' && !known.has(item.nativeKey)) known.set(item.nativeKey, item);
  }
  const local = (end: IngestEnd): IngestEnd =>
    end.native?.source === source && known.has(end.native.key) ? { ref: end.native.key } : end;
  return {
    items: batch.items.map((item) => itemWithRefs(item, known.get(item.nativeKey ?? '') === item, local)),
    relationships: batch.relationships.map((one) => ({ ...one, source: local(one.source), target: local(one.target) })),
  };
}

function itemWithRefs(item: ItemRecord, named: boolean, local: (end: IngestEnd) => IngestEnd): ItemRecord {
  const relationships = item.relationships?.map((one): ItemRelationshipRecord => ({ ...one, end: local(one.end) }));
  return {
    ...item,
    ...(named && typeof item.nativeKey === 'string' ? { ref: item.nativeKey } : {}),
    ...(relationships === undefined ? {} : { relationships }),
  };
}
