import type { ItemId, RelationshipId } from '../../domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { IngestResult } from './ingest-types';

/** What some records of an ingest say is there. */
export interface SeenSlice {
  /** Created, changed, unchanged, superseded or refused: whatever became of the record, the source reported the item. */
  readonly items: readonly ItemId[];
  readonly relationships: readonly RelationshipId[];
  /** Native keys of records that were refused or put off before anybody knew which item they mean. */
  readonly nativeKeys: readonly string[];
}

/**
 * Told of every slice of an ingest once it has landed, by whichever way the records went: those that were found unchanged
 * by a shortcut count like all others. Records that say ABSENT do not, and a dry run tells nothing. A sync session keeps
 * what it is told; it may be told the same more than once. When it throws, the ingest fails, and is to be sent again.
 */
export type SeenHook = (seen: SeenSlice) => Promise<void>;

/** What the records of a call, or of a part of it, say is there, by the results that they had. */
export function seenIn(
  records: { readonly items: readonly ItemRecord[]; readonly relationships: readonly RelationshipRecord[] },
  results: Pick<IngestResult, 'items' | 'relationships'>,
): SeenSlice {
  const items: ItemId[] = [];
  const nativeKeys: string[] = [];
  for (const { index, itemId } of results.items) {
    const record = records.items[index];
    if (record?.presence === 'ABSENT') continue;
    if (itemId !== null) items.push(itemId);
    else if (typeof record?.nativeKey === 'string' && record.nativeKey !== '') nativeKeys.push(record.nativeKey);
  }
  const relationships = results.relationships.flatMap(({ index, nestedIndex, relationshipId }) => {
    const record =
      nestedIndex === null ? records.relationships[index] : records.items[index]?.relationships?.[nestedIndex];
    return relationshipId === null || record?.presence === 'ABSENT' ? [] : [relationshipId];
  });
  return { items, relationships, nativeKeys };
}
