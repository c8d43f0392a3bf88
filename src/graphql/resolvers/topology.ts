import type { GraphQLResolveInfo } from 'graphql';
import { drawTopology } from '../../application/analyses/diagrams';
import { findPaths } from '../../application/analyses/paths';
import { askTopology, topologyOf, type TopologyLink } from '../../application/analyses/topology';
import { knowingStops } from '../../application/analyses/stop-items';
import type { TopologyScope } from '../../application/analyses/topology-scope';
import type { Direction } from '../../domain/graph/arc-buffer';
import type { ItemId } from '../../domain/ids';
import { answerAt, isInGraphAt, itemModel, itemNames, pageOfAnswer } from '../answers';
import {
  connectionResolvers,
  listOf,
  pageOfList,
  planPage,
  revisionBelow,
  revisionOfPage,
  toConnection,
  withNodes,
} from '../connections';
import type { RequestContext } from '../context';
import { cursorInto } from '../cursor-into';
import { takeDrawn, takeValues } from '../drawn-values';
import type {
  GenericConfigurationItemDependenciesArgs,
  QueryPathsArgs,
  QueryTopologyArgs,
  Resolvers,
  TopologyItemsArgs,
  TopologyRelationshipsArgs,
} from '../generated';
import type { DependencyPathConnectionModel, TopologyItemConnectionModel, TopologyModel } from '../graph-models';
import type { RelationshipConnectionModel } from '../models';
import type { ItemModel } from '../item-model';

/** What depends on what. */
export const topologyResolvers = {
  Query: { topology, paths },
  GenericConfigurationItem: {
    dependencies: (model, args, context, info) => topologyAround(model, 'DEPENDENCIES', args, context, info),
    dependents: (model, args, context, info) => topologyAround(model, 'DEPENDENTS', args, context, info),
  },
  Topology: {
    revision: ({ at }) => at,
    itemCount: ({ value }) => value.itemCount,
    relationshipCount: ({ value }) => value.relationshipCount,
    truncated: ({ value }) => value.truncated,
    items: topologyItems,
    relationships: topologyRelationships,
    table: (model) => model,
    diagram: ({ value, at }, { format }, context) =>
      drawTopology(value, format, itemNames(context, at), {
        take: (count) => takeDrawn(context, count),
        signal: context.signal,
      }),
    unresolved: ({ value, at }) => value.unresolved.map((reference) => ({ ...reference, at })),
  },
  TopologyItem: {
    configurationItem: ({ item, at }, _, context) => itemModel(context, item, at),
  },
  TopologyItemConnection: connectionResolvers,
  TopologyTable: {
    ids: (model, _, context) => itemsOf(model, context).map((id) => context.drafts.idOf(id)),
    names: async (model, _, context) => {
      const ids = itemsOf(model, context);
      const names = await itemNames(context, model.at)(ids);
      return ids.map((id) => names.get(id) ?? '');
    },
    classes: ({ value }, _, context) => {
      takeValues(context, value.itemCount);
      return value.classes();
    },
    distances: ({ value }, _, context) => {
      takeValues(context, value.itemCount);
      return value.distances();
    },
    sources: (model, _, context) => linksOf(model, context).map((link) => link.source),
    targets: (model, _, context) => linksOf(model, context).map((link) => link.target),
    types: (model, _, context) => linksOf(model, context).map((link) => link.type),
    strengths: (model, _, context) => linksOf(model, context).map((link) => link.strength),
  },
  DependencyPath: {
    length: ({ relationships }) => relationships.length,
    configurationItems: ({ items, at }, _, context) => Promise.all(items.map((item) => itemModel(context, item, at))),
    relationships: async ({ relationships, at }, _, context) => {
      const loaded = await context.readers(at).relationships.loadMany(relationships);
      return loaded.flatMap((relationship) => (relationship ? [{ relationship, at }] : []));
    },
  },
} satisfies Resolvers;

/** Of one column; so are the relationships below. */
function itemsOf({ value }: TopologyModel, context: RequestContext): readonly ItemId[] {
  takeValues(context, value.itemCount);
  return value.ids();
}

function linksOf({ value }: TopologyModel, context: RequestContext): readonly TopologyLink[] {
  takeValues(context, value.relationshipCount);
  return value.links();
}

type TopologyArguments = GenericConfigurationItemDependenciesArgs;

async function topology(
  _: unknown,
  { roots, direction = 'DEPENDENCIES', depth, filter, draft, ...moment }: Partial<QueryTopologyArgs>,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<TopologyModel> {
  const scope: TopologyScope = { direction, depth, filter };
  const at = await revisionOfPage(context, cursorInto(info), moment);
  return answerAt(context, { roots, scope, draft }, at, async () => {
    const app = draft ? (await context.drafts.over(context.app, draft, at, context.signal)).app : context.app;
    return askTopology(app, roots ?? [], scope, at, context.signal);
  });
}

/** Null for an item that has left the graph. */
async function topologyAround(
  model: ItemModel,
  direction: Direction,
  { depth, filter }: TopologyArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<TopologyModel | null> {
  const at = await revisionBelow(context, cursorInto(info), model.at);
  if (!(await isInGraphAt(context, model, at))) return null;
  const { item } = model;
  const scope: TopologyScope = { direction, depth, filter };
  return answerAt(context, { item: item.id, scope }, at, async () =>
    topologyOf(context.app, [item.id], await knowingStops(context.app, scope, at), at, context.signal),
  );
}

function topologyItems(
  model: TopologyModel,
  { orderBy = 'DISTANCE', ...args }: Partial<TopologyItemsArgs>,
  context: RequestContext,
): Promise<TopologyItemConnectionModel> {
  return pageOfAnswer(context, model, { field: 'topology items', asked: orderBy }, args, ({ value, at }) =>
    value.items(orderBy).map((item) => ({ ...item, at })),
  );
}

/** Only the relationships of the page are loaded. */
async function topologyRelationships(
  model: TopologyModel,
  args: TopologyRelationshipsArgs,
  context: RequestContext,
): Promise<RelationshipConnectionModel> {
  const page = await pageOfAnswer(context, model, { field: 'topology relationships' }, args, ({ value }) =>
    value.relationshipIds(),
  );
  const at = page.revision;
  const loaded = await context.readers(at).relationships.loadMany(page.nodes);
  return withNodes(page, (place) => {
    const relationship = loaded[place];
    return relationship ? { relationship, at } : undefined;
  });
}

/** The search is for as many chains as the page reaches to, and one more to know whether there are more. */
async function paths(
  _: unknown,
  { from, to, maxLength, ...args }: QueryPathsArgs,
  context: RequestContext,
): Promise<DependencyPathConnectionModel> {
  const question = { from, to, maxLength };
  const plan = planPage(listOf('paths', question), args);
  const at = await revisionOfPage(context, plan, args);
  const behind = plan.page.after === null ? 0 : Number(plan.page.after[0]) + 1;
  const {
    paths: found,
    truncated,
    unresolved,
  } = await findPaths(context.app, question, at, behind + plan.page.limit + 1, context.signal);
  const page = pageOfList(
    found.map((path) => ({ ...path, at })),
    plan.page,
  );
  // There is no total: to count the chains is to find them all.
  const connection = await toConnection(context, plan, page, at, () => Promise.resolve(found.length));
  return { ...connection, truncated, unresolved: unresolved.map((reference) => ({ ...reference, at })) };
}
