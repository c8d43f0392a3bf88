import type { ItemRecord, ItemRelationshipRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';

/** Class -> the types of which the files tell all that an item of it is the source of. */
const TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['KubernetesWorkload', ['CALLS', 'STORED_ON']],
  ['KubernetesService', ['BALANCES_TO', 'ROUTES_TO']],
  ['KubernetesIngress', ['ROUTES_TO']],
  ['StorageVolume', ['STORED_ON']],
]);

/**
 * The same items, each with its relationships inside it and declared complete: what this source said earlier of these
 * types and no longer says ends. Every relationship's source is one of the items.
 */
export function* completeItems(
  items: Iterable<ItemRecord>,
  relationships: Iterable<RelationshipRecord>,
): Generator<ItemRecord> {
  const bySource = new Map<string, ItemRelationshipRecord[]>();
  for (const { source, target, ...facts } of relationships) {
    const key = source.native?.key ?? '';
    const others = bySource.get(key) ?? [];
    others.push({ ...facts, end: target });
    bySource.set(key, others);
  }
  for (const item of items) {
    const own = bySource.get(item.nativeKey ?? '') ?? [];
    const types = TYPES.get(item.class);
    yield types === undefined
      ? item
      : { ...item, relationships: [...(item.relationships ?? []), ...own], completeRelationships: types };
  }
}
