import { updateItems, type ItemPatch } from '../../application/editing/update-items';
import { DomainError } from '../../domain/errors';
import type { RequestContext } from '../context';
import type { MutationUpdateConfigurationItemsArgs, Resolvers } from '../generated';
import type { ItemUpdateModel, UpdatedItemsModel } from '../models';
import { presentChangeSet } from './change';
import { editCall, itemAt } from './written';

/** The same change of many items. */
export const updateItemsResolvers = {
  Mutation: { updateConfigurationItems },
  UpdateConfigurationItemsPayload: {
    revision: ({ revision }) => revision,
    operation: ({ updated }) => updated.result.operation,
    changeSets: ({ updated }) => updated.result.changeSets.map(presentChangeSet),
    replayed: ({ updated }) => updated.result.replayed,
    count: ({ updated }) => updated.count,
    totals: ({ updated }) => updated.result.totals,
    results: ({ updated }, { outcomes, first }) => {
      if (first < 0 || first > RESULTS_MAX) {
        throw new DomainError('LIMIT_EXCEEDED', `first must be 0 to ${RESULTS_MAX}; narrow by outcomes.`);
      }
      const { result, values } = updated;
      const fitting = result.items.filter(({ outcome }) => outcomes == null || outcomes.includes(outcome));
      return fitting.slice(0, first).map((one): ItemUpdateModel => ({
        result: one,
        values: (one.itemId === null ? undefined : values.get(one.itemId)) ?? [],
        at: result.revision,
      }));
    },
  },
  ItemUpdateResult: {
    outcome: ({ result }) => result.outcome,
    configurationItem: ({ result, at }, _, context) => itemAt(context, result.itemId, at),
    values: ({ values }) => values,
    masked: ({ result }) => result.masked,
    warnings: ({ result }) => result.warnings,
    errors: ({ result }) => result.errors,
  },
} satisfies Resolvers;

const RESULTS_MAX = 1_000;

async function updateConfigurationItems(
  _: unknown,
  { input }: MutationUpdateConfigurationItemsArgs,
  context: RequestContext,
): Promise<UpdatedItemsModel> {
  const { filter, search = null, patch, expectedCount = null } = input;
  const update = { filter, search, patch: patch as ItemPatch, expectedCount };
  const updated = await updateItems(context.app, editCall(context, input), update);
  return { revision: updated.result.revision, updated };
}
