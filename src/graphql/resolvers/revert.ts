import { revertOperation, type OperationToRevert } from '../../application/revert/revert-operation';
import { DomainError } from '../../domain/errors';
import { revision } from '../../domain/ids';
import { encodeRelationshipId } from '../../domain/opaque-id';
import type { RequestContext } from '../context';
import type {
  MutationRevertChangeSetArgs,
  MutationRevertSyncArgs,
  Resolvers,
  RevertChangeSetInput,
} from '../generated';
import type { RevertPayloadModel } from '../models';
import { presentChangeSet } from './change';
import { editCall, itemAt, relationshipAt, type EditInput } from './written';

const payload = {
  revision: ({ reverted }: RevertPayloadModel) => reverted.revision,
  operation: ({ reverted }: RevertPayloadModel) => reverted.operation,
  changeSets: ({ reverted }: RevertPayloadModel) => reverted.changeSets.map(presentChangeSet),
  replayed: ({ reverted }: RevertPayloadModel) => reverted.replayed,
  totals: ({ reverted }: RevertPayloadModel) => reverted.totals,
  results: (
    { reverted }: RevertPayloadModel,
    { outcomes }: { readonly outcomes?: readonly string[] | null | undefined },
  ) =>
    reverted.things
      .filter((thing) => outcomes == null || outcomes.includes(thing.outcome))
      .map((thing) => ({ thing, at: reverted.revision })),
};

/** Undoing operations. */
export const revertResolvers = {
  Mutation: {
    revertChangeSet: (_, { input }: MutationRevertChangeSetArgs, context) => revert(context, input, wantedOf(input)),
    revertSync: (_, { input }: MutationRevertSyncArgs, context) => revert(context, input, { session: input.session }),
  },
  RevertChangeSetPayload: payload,
  RevertSyncPayload: payload,
  RevertedThing: {
    configurationItem: ({ thing, at }, _, context) => itemAt(context, thing.itemId, at),
    relationship: ({ thing, at }, _, context) => relationshipAt(context, thing.relationshipId, at),
    relationshipId: ({ thing }) => (thing.relationshipId === null ? null : encodeRelationshipId(thing.relationshipId)),
    outcome: ({ thing }) => thing.outcome,
    kept: ({ thing }) => thing.kept,
    because: ({ thing }) => thing.because,
  },
} satisfies Resolvers;

async function revert(
  context: RequestContext,
  input: EditInput,
  wanted: OperationToRevert,
): Promise<RevertPayloadModel> {
  return { reverted: await revertOperation(context.app, editCall(context, input), wanted) };
}

function wantedOf({ changeSet, operation }: RevertChangeSetInput): OperationToRevert {
  if (changeSet != null && operation == null) return { changeSet: revision(changeSet) };
  if (operation != null && changeSet == null) return { operation };
  throw new DomainError('BAD_REQUEST', 'Name the operation by exactly one of changeSet and operation.');
}
