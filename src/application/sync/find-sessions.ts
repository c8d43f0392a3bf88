import { itemId, relationshipId, type ItemId, type RelationshipId } from '../../domain/ids';
import { pageOfValues, type PagePosition, type PageRequest, type PageResult } from '../../domain/page';
import { DomainError } from '../../domain/errors';
import {
  countSyncSessions,
  pageSyncSessions,
  type SyncSession,
  type SyncSessionQuery,
} from '../../storage/sync/sync-sessions';
import { noEntities, readSyncSet, type EntitySets } from '../../storage/sync/sync-sets';
import type { Application } from '../application';

export type { SyncSession, SyncSessionQuery } from '../../storage/sync/sync-sessions';
export type { EntitySets } from '../../storage/sync/sync-sets';

/** An item or relationship that a source no longer claims. */
export type Removal =
  | { readonly entity: 'CONFIGURATION_ITEM'; readonly id: ItemId }
  | { readonly entity: 'RELATIONSHIP'; readonly id: RelationshipId };

/** One page of sync sessions, the newest first, as they are now. */
export function findSessions(
  app: Pick<Application, 'database'>,
  query: SyncSessionQuery,
  page: PageRequest,
): Promise<PageResult<SyncSession>> {
  return pageSyncSessions(app.database, query, page);
}

/** How many sync sessions there are. */
export function countSessions(app: Pick<Application, 'database'>, query: SyncSessionQuery): Promise<number> {
  return countSyncSessions(app.database, query);
}

/** What the commit of a session removes or removed; nothing before it is committed. */
export function removalsOf(app: Pick<Application, 'database'>, session: SyncSession): Promise<EntitySets> {
  return session.decision ? readSyncSet(app.database, session.id, 'REMOVED') : Promise.resolve(noEntities());
}

/** One page of removals: items by id, then relationships by id. A position is the part of the list and the id. */
export function pageOfRemovals(sets: EntitySets, page: PageRequest): PageResult<Removal> {
  const found: Removal[] = [];
  for (const removal of page.backward ? backward(sets, page.before) : forward(sets, page.after)) {
    if (isBeyond(removal, page.backward ? page.after : page.before, page.backward)) break;
    found.push(removal);
    if (found.length > page.limit) break;
  }
  const kept = found.slice(0, page.limit);
  const ordered = page.backward ? kept.toReversed() : kept;
  const positions = ordered.map(positionOf);
  return pageOfValues(ordered, found.length > page.limit, (place) => positions[place] ?? []);
}

const PARTS = ['CONFIGURATION_ITEM', 'RELATIONSHIP'] as const;

const positionOf = ({ entity, id }: Removal): PagePosition => [PARTS.indexOf(entity), id];

function* forward(sets: EntitySets, after: PagePosition | null): Generator<Removal> {
  const [part, id] = after ? readPosition(after) : [0, -1];
  if (part === 0) for (const one of sets.items.after(id)) yield { entity: 'CONFIGURATION_ITEM', id: itemId(one) };
  const from = part === 1 ? id : -1;
  for (const one of sets.relationships.after(from)) yield { entity: 'RELATIONSHIP', id: relationshipId(one) };
}

function* backward(sets: EntitySets, before: PagePosition | null): Generator<Removal> {
  const [part, id] = before ? readPosition(before) : [1, Infinity];
  if (part === 1) {
    for (const one of sets.relationships.before(id)) yield { entity: 'RELATIONSHIP', id: relationshipId(one) };
  }
  const from = part === 0 ? id : Infinity;
  for (const one of sets.items.before(from)) yield { entity: 'CONFIGURATION_ITEM', id: itemId(one) };
}

function isBeyond(removal: Removal, bound: PagePosition | null, backwards: boolean): boolean {
  if (!bound) return false;
  const [part, id] = readPosition(bound);
  const order = PARTS.indexOf(removal.entity) - part || removal.id - id;
  return backwards ? order <= 0 : order >= 0;
}

function readPosition([part, id]: PagePosition): readonly [number, number] {
  if ((part === 0 || part === 1) && typeof id === 'number' && Number.isSafeInteger(id)) return [part, id];
  throw new DomainError('BAD_REQUEST', 'The cursor does not fit this list: start again without it.');
}
