import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { ItemId } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { Executor } from '../database';
import type { KeyAt } from '../items/item-queries';
import type { RelationshipMemory } from './relationship-memory';
import { pageRelationshipsOfItems, type RelationshipsOfItem } from './relationships-of-items';

/** The same as {@link pageRelationshipsOfItems}, whose answers are kept; `executor` must see everything. */
export async function readRelationshipsToKeep(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
  query: RelationshipsOfItem,
  model: ClassModel,
  page: PageRequest,
  memory: RelationshipMemory,
): Promise<readonly PageResult<Relationship>[]> {
  const reads = keys.map(({ revision }) => memory.reading(revision));
  const pages = await pageRelationshipsOfItems(executor, keys, query, model, page);
  for (const [at, found] of pages.entries()) {
    const [key, read] = [keys[at], reads[at]];
    if (key && read) memory.keep(key.id, query, page, found, read);
  }
  return pages;
}
