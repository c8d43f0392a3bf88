import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { RelationshipsOfItem } from '../../storage/relationships/relationships-of-items';
import type { Application } from '../application';

export type { RelationshipsOfItem } from '../../storage/relationships/relationships-of-items';

/** What can be said of items without asking the database; undefined: it has to be asked. */
export interface KnownLists {
  item(id: ItemId, at: Revision): ConfigurationItem | null | undefined;
  relationships(
    id: ItemId,
    query: RelationshipsOfItem,
    at: Revision,
    page: PageRequest,
  ): PageResult<Relationship> | undefined;
  relationshipCount(id: ItemId, query: RelationshipsOfItem, at: Revision): number | undefined;
}

/** What is known to who asks. Relationships to those who see everything only: the others see them by their other ends. */
export function knownTo({
  items,
  relationshipLists,
  sees,
}: Pick<Application, 'items' | 'relationshipLists' | 'sees'>): KnownLists {
  const item: KnownLists['item'] = (id, at) => {
    const known = items.newest(id, at);
    if (known === null) return undefined;
    return sees === undefined || sees(known) ? known : null;
  };
  if (sees !== undefined) return { item, relationships: () => undefined, relationshipCount: () => undefined };
  return {
    item,
    relationships: (id, query, at, page) => relationshipLists.page(id, query, at, page) ?? undefined,
    relationshipCount: (id, query, at) => relationshipLists.count(id, query, at) ?? undefined,
  };
}
