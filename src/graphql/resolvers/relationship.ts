import { findRelationships } from '../../application/lists/find-relationships';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { invariant } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import { laterInstant } from '../../domain/instant';
import { encodeRelationshipId } from '../../domain/opaque-id';
import { foundConnectionResolvers, listOf, planPage, revisionOfPage, toFoundConnection } from '../connections';
import type { RequestContext } from '../context';
import type { QueryRelationshipsArgs, RelationshipObservation, Resolvers } from '../generated';
import type { RelationshipConnectionModel, RelationshipModel, RelationshipTypeModel } from '../models';
import { ItemModel } from '../item-model';

/** Relationships, their fields and ends. */
export const relationshipResolvers = {
  Query: { relationships },
  Relationship: {
    id: ({ relationship }) => encodeRelationshipId(relationship.id),
    type: (model, _, context) => {
      const known = context.knownModelAt(model.at);
      return known ? typeOf(model, known) : context.modelAt(model.at).then((found) => typeOf(model, found));
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
    observations: seenClaims,
    lastSeenAt: async (model, _, context) => {
      const times = (await seenClaims(model, {}, context)).map((claim) => claim.lastSeenAt);
      return times.reduce((latest, time) => laterInstant(latest, time), times[0] ?? model.relationship.createdAt);
    },
  },
  RelationshipConnection: foundConnectionResolvers,
} satisfies Resolvers;

/** What each source says, and when it last did: in a report that changed something, or in a sighting. */
async function seenClaims(
  { relationship, at }: RelationshipModel,
  _: unknown,
  context: RequestContext,
): Promise<readonly RelationshipObservation[]> {
  const sightings = await context.readers(at).relationshipSightings.load(relationship.id);
  const seen = new Map(sightings.map(({ source, lastSeenAt }) => [source, lastSeenAt]));
  return relationship.claims.map((claim) => ({
    ...claim,
    lastSeenAt: laterInstant(claim.observedAt, seen.get(claim.source) ?? claim.observedAt),
  }));
}

function typeOf({ relationship, at }: RelationshipModel, model: ClassModel): RelationshipTypeModel {
  const definition = model.type(relationship.type);
  invariant(definition, `type ${relationship.type} is in the model of revision ${at}`);
  return { definition };
}

/** A promise for each end of a thousand relationships costs more than all else, so there is one only where it has to be read. */
function endOf(
  { at }: RelationshipModel,
  id: ItemId,
  context: RequestContext,
): ItemModel | null | Promise<ItemModel | null> {
  const { items } = context.readers(at);
  const known = items.known(id);
  if (known === undefined) return items.load(id).then((item) => item && new ItemModel(item, at));
  return known && new ItemModel(known, at);
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
