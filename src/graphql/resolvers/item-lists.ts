import { listOf, planPage, revisionBelow, toConnection } from '../connections';
import { mapPage } from '../../domain/page';
import type { RequestContext } from '../context';
import type { GenericConfigurationItemChangesArgs, GenericConfigurationItemRelationshipsArgs } from '../generated';
import type { ChangeConnectionModel, RelationshipConnectionModel } from '../models';
import type { ItemModel } from '../item-model';

/** The relationships of an item; those of all items of a request are read together. */
export async function relationshipsOfItem(
  { item, at }: ItemModel,
  args: Partial<GenericConfigurationItemRelationshipsArgs>,
  context: RequestContext,
): Promise<RelationshipConnectionModel> {
  const query = {
    direction: args.direction ?? null,
    types: args.types ?? null,
    filter: args.filter ?? null,
    order: args.orderBy ?? [],
  };
  const plan = planPage(listOf('relationships of an item', query), args);
  const revision = await revisionBelow(context, plan, at);
  const readers = context.readers(revision);
  const found = await readers.relationshipsOf(query, plan.page).load(item.id);
  const page = mapPage(found, (relationship) => ({ relationship, at: revision }));
  return toConnection(context, plan, page, revision, () => readers.relationshipCountOf(query).load(item.id));
}

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
