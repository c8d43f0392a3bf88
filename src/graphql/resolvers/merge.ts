import { undoMerge as undo } from '../../application/merge/undo-merge';
import { mergeItems } from '../../application/merge/merge-items';
import type { ItemError } from '../../domain/errors';
import { revision as toRevision } from '../../domain/ids';
import { encodeItemId } from '../../domain/opaque-id';
import type { RequestContext } from '../context';
import type { MutationMergeConfigurationItemsArgs, MutationUndoMergeArgs, Resolvers } from '../generated';
import { editCall, itemAt, presentWritten } from './written';

/** Duplicates made one. */
export const mergeResolvers = {
  Mutation: { mergeConfigurationItems, undoMerge },
} satisfies Resolvers;

async function mergeConfigurationItems(
  _: unknown,
  { input }: MutationMergeConfigurationItemsArgs,
  context: RequestContext,
) {
  const { survivor, merged, ifVersions } = input;
  const result = await mergeItems(context.app, editCall(context, input), {
    survivor,
    merged,
    ifVersions: ifVersions ?? [],
  });
  const { moved, endedRelationships, collisions, values, warnings } = result;
  return {
    ...presentWritten(result),
    configurationItem: await itemAt(context, result.survivor, result.revision),
    mergedIds: result.merged.map(encodeItemId),
    moved,
    endedRelationships,
    collisions,
    values,
    // The answer is kept as JSON under an idempotency key.
    warnings: warnings as unknown as readonly ItemError[],
  };
}

async function undoMerge(_: unknown, { input }: MutationUndoMergeArgs, context: RequestContext) {
  const undone = await undo(context.app, editCall(context, input), toRevision(input.revision));
  const { kept, keptRelationships, endedRelationships, restoredRelationships, revision } = undone;
  const restored = await Promise.all(undone.restored.map((id) => itemAt(context, id, revision)));
  return {
    ...presentWritten(undone),
    configurationItem: await itemAt(context, undone.survivor, revision),
    restored: restored.filter((item) => item !== null),
    restoredRelationships,
    kept,
    keptRelationships,
    endedRelationships,
  };
}
