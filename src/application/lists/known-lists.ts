import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { SeesEnd } from '../../storage/relationships/relationship-memory';
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

/** What is known to who asks. Who sees a part sees relationships by both their ends, so these have to be known, too. */
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
  const seesEndAt = (at: Revision): SeesEnd | undefined =>
    sees &&
    ((id) => {
      const known = items.newest(id, at);
      return known === null ? undefined : sees(known);
    });
  return {
    item,
    relationships: (id, query, at, page) => relationshipLists.page(id, query, at, page, seesEndAt(at)) ?? undefined,
    relationshipCount: (id, query, at) => relationshipLists.count(id, query, at, seesEndAt(at)) ?? undefined,
  };
}
