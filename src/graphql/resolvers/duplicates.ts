import { findDuplicateSets } from '../../application/duplicates/find-duplicate-sets';
import { nothingWritten } from '../../application/editing/edit-call';
import { resolveDuplicateSet as resolve } from '../../application/duplicates/resolve-duplicate-set';
import { searchDuplicates as search } from '../../application/duplicates/search-duplicates';
import type { ItemId, Revision } from '../../domain/ids';
import { encodeItemId } from '../../domain/opaque-id';
import { foundConnectionResolvers, listOf, planPage, revisionOfPage, toFoundConnection } from '../connections';
import type { RequestContext } from '../context';
import type { DuplicateSetConnectionModel } from '../duplicate-models';
import type {
  MutationResolveDuplicateSetArgs,
  MutationSearchDuplicatesArgs,
  QueryDuplicateSetsArgs,
  Resolvers,
} from '../generated';
import { ItemModel } from '../item-model';
import { editCall, presentWritten } from './written';

/** Items that may be the same, and what is decided about them. */
export const duplicateResolvers = {
  Query: { duplicateSets },
  Mutation: {
    resolveDuplicateSet,
    searchDuplicates,
  },
  DuplicateSet: {
    id: ({ set }) => set.id,
    state: ({ set }) => set.state,
    tenant: ({ set }) => (set.tenant === '' ? null : set.tenant),
    configurationItems: ({ set, at }, _, context) => standIns(context, set.items, at),
    evidence: ({ set, at }) => set.evidence.map((evidence) => ({ evidence, at })),
    openedAt: ({ set }) => set.openedAt,
    changedAt: ({ set }) => set.changedAt,
    closedAt: ({ set }) => set.closedAt,
    closedBy: ({ set }) => set.closedBy,
    reason: ({ set }) => set.reason,
  },
  DuplicateEvidence: {
    kind: ({ evidence }) => evidence.kind,
    entry: ({ evidence }) => evidence.entry,
    values: ({ evidence }) => evidence.values,
    source: ({ evidence }) => evidence.source,
    nativeKey: ({ evidence }) => evidence.nativeKey,
    configurationItems: ({ evidence, at }, _, context) => standIns(context, evidence.items, at),
    firstSeenAt: ({ evidence }) => evidence.firstAt,
    lastSeenAt: ({ evidence }) => evidence.lastAt,
    times: ({ evidence }) => evidence.times,
  },
  DuplicateSetConnection: foundConnectionResolvers,
} satisfies Resolvers;

async function duplicateSets(
  _: unknown,
  args: Partial<QueryDuplicateSetsArgs>,
  context: RequestContext,
): Promise<DuplicateSetConnectionModel> {
  const filter = args.filter ?? {};
  const plan = planPage(listOf('duplicate sets', filter), args);
  const at = await revisionOfPage(context, plan, {});
  const found = await findDuplicateSets(context.app, filter, at, plan.page);
  return toFoundConnection(context, plan, found, at, (set) => ({ set, at }));
}

/** Merges of merges are followed this far; none leads back. */
const MERGE_CHAIN_MAX = 1_000;

/** Items at a revision, a merged one as what stands for it. Each step of all sets of a request is one statement. */
async function standIns(context: RequestContext, ids: readonly ItemId[], at: Revision): Promise<readonly ItemModel[]> {
  const { items } = context.readers(at);
  let shown = ids;
  for (let step = 0; step < MERGE_CHAIN_MAX; step += 1) {
    const found = (await items.loadMany(shown)).filter((item) => item !== null);
    if (found.every((item) => item.mergedInto === null)) return found.map((item) => new ItemModel(item, at));
    shown = [...new Set(found.map((item) => item.mergedInto ?? item.id))];
  }
  return [];
}

async function resolveDuplicateSet(_: unknown, { input }: MutationResolveDuplicateSetArgs, context: RequestContext) {
  const { id, resolution, survivor = null } = input;
  const resolved = await resolve(context.app, editCall(context, input), { id, resolution, survivor });
  const { duplicateSet, merged, revision } = resolved;
  return {
    ...presentWritten(resolved),
    duplicateSet: duplicateSet && { set: duplicateSet, at: revision },
    mergedIds: merged.map(encodeItemId),
  };
}

async function searchDuplicates(_: unknown, { input }: MutationSearchDuplicatesArgs, context: RequestContext) {
  const { dryRun } = editCall(context, input);
  const sharedIdentities = await search(context.app, { dryRun });
  const nothing = await nothingWritten(context.app.database);
  return { ...presentWritten({ ...nothing, errors: [] }), sharedIdentities };
}
