import { countFoundItems, countItemsByValue, findItems, type ItemSelection } from '../../application/lists/find-items';
import { resolveReferences } from '../../application/references/references';
import { DomainError, invariant } from '../../domain/errors';
import type { ItemOrder } from '../../domain/lists/item-filter';
import type { JsonObject } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import { connectionResolvers, listOf, planPage, revisionOfPage, toConnection } from '../connections';
import { mapPage } from '../../domain/page';
import type { RequestContext } from '../context';
import type { QueryConfigurationItemArgs, QueryConfigurationItemsArgs, Resolvers } from '../generated';
import type { ItemConnectionModel } from '../models';
import { ItemModel } from '../item-model';
import { itemObservations } from './item-observations';
import { changesOfItem, relationshipsOfItem } from './item-lists';

/** Single items, their fields, and lists of them. */
export const configurationItemResolvers = {
  Query: { configurationItem, configurationItems },
  ConfigurationItem: { __resolveType: () => 'GenericConfigurationItem' },
  GenericConfigurationItem: {
    id: ({ item }, _, context) => context.drafts.idOf(item.id),
    class: async ({ item, at }, _, context) => {
      const model = await context.modelAt(at);
      const definition = model.class(item.className);
      invariant(definition, `class ${item.className} of item ${item.id} is in the model of revision ${at}`);
      return { definition, model };
    },
    attributes: async (model, { names }, context) => {
      const attributes = await attributesOf(model, context);
      if (names == null) return attributes;
      return Object.fromEntries(
        names.flatMap((name) => (Object.hasOwn(attributes, name) ? [[name, attributes[name] ?? null]] : [])),
      );
    },
    mergedIds: async ({ item, at }, _, context) => {
      const ids = await context.readers(at).mergedIds.load(item.id);
      return ids.map(encodeItemId);
    },
    ...itemObservations,
    relationships: relationshipsOfItem,
    changes: changesOfItem,
  },
  ConfigurationItemConnection: {
    ...connectionResolvers,
    facets: ({ selection, revision }, asked, context) => countItemsByValue(context.app, selection, asked, revision),
  },
  UnresolvedRef: {
    candidates: async ({ candidates, at }, _, context) => {
      const items = await context.readers(at).items.loadMany(candidates);
      return items.flatMap((item) => (item ? [new ItemModel(item, at)] : []));
    },
  },
} satisfies Resolvers;

/** What an item has in all, values without history included. */
async function attributesOf({ item, at }: ItemModel, context: RequestContext): Promise<JsonObject> {
  const volatile = (await context.modelAt(at)).volatileOf(item.className);
  if (volatile.size === 0) return item.attributes;
  const values = await context.readers(at).volatileValues.load(item.id);
  const own = Object.entries(values).filter(([name]) => volatile.has(name));
  const all = Object.entries({ ...item.attributes, ...Object.fromEntries(own) });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** Null when nothing fits; a reference that cannot be understood, or means several items, is an error. */
async function configurationItem(
  _: unknown,
  { ref, at, atLeast }: QueryConfigurationItemArgs,
  context: RequestContext,
): Promise<ItemModel | null> {
  const revision = await context.revisionFor({ at, atLeast });
  const { ids, unresolved } = await resolveReferences(context.app, [ref], revision);
  const [problem] = unresolved;
  if (problem && problem.code !== 'INVALID_REFERENCE') {
    const { code, message, candidates } = problem;
    throw new DomainError(code, message, candidates.length > 0 ? { candidates: candidates.map(encodeItemId) } : {});
  }
  const [id] = ids;
  const item = id == null ? null : await context.readers(revision).items.load(id);
  return item && new ItemModel(item, revision);
}

async function configurationItems(
  _: unknown,
  args: Partial<QueryConfigurationItemsArgs>,
  context: RequestContext,
): Promise<ItemConnectionModel> {
  const { filter, search, includeRetired = false } = args;
  const order: readonly ItemOrder[] = args.orderBy ?? [];
  const selection: ItemSelection = { filter, search, exactly: false, includeRetired };
  const plan = planPage(listOf('items', { selection, order }), args);
  const at = await revisionOfPage(context, plan, args);
  const found = await findItems(context.app, { ...selection, order }, at, plan.page);
  const page = mapPage(found, (item) => new ItemModel(item, at));
  const connection = await toConnection(context, plan, page, at, () => countFoundItems(context.app, selection, at));
  return Object.assign(connection, { selection });
}
