import type { RelationshipsOfItem } from '../../application/lists/known-lists';
import type { ItemId, Revision } from '../../domain/ids';
import { mapPage, type PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import { connectionOf, planPage, revisionBelow, toConnection } from '../connections';
import type { RequestContext } from '../context';
import type { GenericConfigurationItemChangesArgs } from '../generated';
import { endPageOf, relationshipListName, relationshipQueryOf, type ListArguments } from '../item-relationships';
import type { ChangeConnectionModel, RelationshipConnectionModel, RelationshipModel } from '../models';
import type { ItemModel } from '../item-model';

/** The relationships of an item; those of all items of a request are read together, unless they are known. */
export function relationshipsOfItem(
  model: ItemModel,
  args: ListArguments,
  context: RequestContext,
): RelationshipConnectionModel | Promise<RelationshipConnectionModel> {
  return knownRelationships(model, args, context) ?? readRelationships(model, args, context);
}

/**
 * The first or last page, where it is known: a promise for each list of a hundred items costs more than the lists. Null for
 * what has to be read, or is asked wrongly.
 */
function knownRelationships(
  { item, at }: ItemModel,
  args: ListArguments,
  context: RequestContext,
): RelationshipConnectionModel | null {
  const page = endPageOf(args);
  const history = page && context.knownHistory(at);
  if (page === null || typeof history !== 'string') return null;
  const query = relationshipQueryOf(args);
  const known = context.readers(at).relationshipsOf(query, page).known(item.id);
  if (!known) return null;
  const plan = {
    // Only cursors name their list.
    get list() {
      return relationshipListName(query);
    },
    page,
  };
  const origin = { revision: at, moment: context.moments.nameAt(at), history };
  return connectionOf(plan, atRevision(known, at), origin, countOf(item.id, query, at, context));
}

async function readRelationships(
  { item, at }: ItemModel,
  args: ListArguments,
  context: RequestContext,
): Promise<RelationshipConnectionModel> {
  const query = relationshipQueryOf(args);
  const plan = planPage(relationshipListName(query), args);
  const revision = await revisionBelow(context, plan, at);
  const found = await context.readers(revision).relationshipsOf(query, plan.page).load(item.id);
  const count = countOf(item.id, query, revision, context);
  return toConnection(context, plan, atRevision(found, revision), revision, count);
}

const countOf =
  (id: ItemId, query: RelationshipsOfItem, at: Revision, context: RequestContext) => (): number | Promise<number> => {
    const reader = context.readers(at).relationshipCountOf(query);
    return reader.known(id) ?? reader.load(id);
  };

const atRevision = (page: PageResult<Relationship>, at: Revision): PageResult<RelationshipModel> =>
  mapPage(page, (relationship) => ({ relationship, at }));

/** The changes of an item and of its relationships, newest first. */
export async function changesOfItem(
  { item, at }: ItemModel,
  args: Partial<GenericConfigurationItemChangesArgs>,
  context: RequestContext,
): Promise<ChangeConnectionModel> {
  const plan = planPage('changes of an item', args);
  const revision = await revisionBelow(context, plan, at);
  const readers = context.readers(revision);
  const found = await readers.changesOf(plan.page).load(item.id);
  const page = mapPage(found, (change) => ({ change }));
  return toConnection(context, plan, page, revision, () => readers.changeCount.load(item.id));
}
