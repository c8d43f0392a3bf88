import { findRelationships } from '../../application/find-relationships';
import { invariant } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import { encodeRelationshipId } from '../../domain/opaque-id';
import { foundConnectionResolvers, listOf, planPage, revisionOfPage, toFoundConnection } from '../connections';
import type { RequestContext } from '../context';
import type { QueryRelationshipsArgs, Resolvers } from '../generated';
import type { ItemModel, RelationshipConnectionModel, RelationshipModel } from '../models';

/** Relationships, their fields and ends. */
export const relationshipResolvers = {
  Query: { relationships },
  Relationship: {
    id: ({ relationship }) => encodeRelationshipId(relationship.id),
    type: async ({ relationship, at }, _, context) => {
      const model = await context.modelAt(at);
      const definition = model.type(relationship.type);
      invariant(definition, `type ${relationship.type} is in the model of revision ${at}`);
      return { definition };
    },
    source: (model, _, context) => endOf(model, model.relationship.source, context),
    target: (model, _, context) => endOf(model, model.relationship.target, context),
    kind: ({ relationship }) => relationship.kind,
    strength: ({ relationship }) => relationship.strength,
    gateKeys: ({ relationship }) => relationship.gateKeys,
    weight: ({ relationship }) => relationship.weight,
    attributes: ({ relationship }) => relationship.attributes,
    version: ({ relationship }) => relationship.version,
    createdAt: ({ relationship }) => relationship.createdAt,
    updatedAt: ({ relationship }) => relationship.updatedAt,
    observations: ({ relationship }) => relationship.claims,
  },
  RelationshipConnection: foundConnectionResolvers,
} satisfies Resolvers;

async function endOf({ at }: RelationshipModel, id: ItemId, context: RequestContext): Promise<ItemModel | null> {
  const item = await context.readers(at).items.load(id);
  return item && { item, at };
}

async function relationships(
  _: unknown,
  args: Partial<QueryRelationshipsArgs>,
  context: RequestContext,
): Promise<RelationshipConnectionModel> {
  const filter = args.filter ?? {};
  const plan = planPage(listOf('relationships', filter), args);
  const at = await revisionOfPage(context, plan, args);
  const found = await findRelationships(context.app, filter, at, plan.page);
  return toFoundConnection(context, plan, found, at, (relationship) => ({ relationship, at }));
}
