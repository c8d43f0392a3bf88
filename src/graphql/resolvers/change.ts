import { findChanges } from '../../application/lists/find-changes';
import type { Change, ChangeSet as LoggedChangeSet } from '../../domain/history/change';
import { invariant } from '../../domain/errors';
import { revision, type ItemId } from '../../domain/ids';
import { encodeRelationshipId } from '../../domain/opaque-id';
import { foundConnectionResolvers, listOf, planPage, revisionOfPage, toFoundConnection } from '../connections';
import type { RequestContext } from '../context';
import type { ChangeSet, QueryChangesArgs, Resolvers } from '../generated';
import type { ChangeConnectionModel } from '../models';
import { ItemModel } from '../item-model';

/** The change log. */
export const changeResolvers = {
  Query: { changes },
  Change: {
    revision: ({ change }) => change.revision,
    ordinal: ({ change }) => change.ordinal,
    changeSet: async ({ change }, _, context) => {
      const changeSet = await context.log.changeSets.load(change.revision);
      invariant(changeSet, `the change set of revision ${change.revision} is in the log with its changes`);
      return presentChangeSet(changeSet);
    },
    entity: ({ change }) => change.entity,
    kind: ({ change }) => change.kind,
    configurationItem: ({ change }, _, context) => itemThen(change, change.itemId, context),
    relationshipId: ({ change }) =>
      change.relationshipId === null ? null : encodeRelationshipId(change.relationshipId),
    subject: ({ change }, _, context) => subjectOf(change, context),
    target: ({ change }, _, context) => itemThen(change, change.targetId, context),
    values: ({ change }, _, context) => context.log.changedValues.load(change),
  },
  ChangeConnection: foundConnectionResolvers,
} satisfies Resolvers;

/** A change set as GraphQL shows it. */
export function presentChangeSet(changeSet: LoggedChangeSet): ChangeSet {
  const { operationId, operationKind, ...rest } = changeSet;
  return { ...rest, operation: { id: operationId, kind: operationKind } };
}

async function changes(
  _: unknown,
  args: Partial<QueryChangesArgs>,
  context: RequestContext,
): Promise<ChangeConnectionModel> {
  const filter = args.filter ?? {};
  const plan = planPage(listOf('changes', filter), args);
  const upTo = await revisionOfPage(context, plan, args);
  const found = await findChanges(context.app, filter, upTo, plan.page, context.signal);
  return toFoundConnection(context, plan, found, upTo, (change) => ({ change }));
}

/** An end of a change as it was right after it. */
export async function itemThen(change: Change, id: ItemId | null, context: RequestContext): Promise<ItemModel | null> {
  const item = id === null ? null : await context.readers(change.revision).items.load(id);
  return item && new ItemModel(item, change.revision);
}

/** The type of a relationship is not in every change of it; the version beside the change has it. */
export async function subjectOf(change: Change, context: RequestContext): Promise<string | null> {
  if (change.subject !== null || change.relationshipId === null) return change.subject;
  if (change.relationship) return change.relationship.type;
  const then = change.kind === 'ENDED' ? revision(change.revision - 1) : change.revision;
  const relationship = await context.readers(then).relationships.load(change.relationshipId);
  return relationship?.type ?? null;
}
