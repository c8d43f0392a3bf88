import { abortSession, commitSession, confirmSession, type SessionAnswer } from '../../application/sync/commit-session';
import { beginSession } from '../../application/sync/begin-session';
import { countSessions, findSessions, pageOfRemovals, removalsOf } from '../../application/sync/find-sessions';
import { WHOLE_SOURCE, type SyncScope } from '../../domain/ingest/sync-scope';
import { newestRevision } from '../../application/moments';
import { connectionResolvers, listOf, planPage, revisionBelow, revisionOfPage, toConnection } from '../connections';
import { mapPage } from '../../domain/page';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type {
  MutationAbortSyncArgs,
  MutationBeginSyncArgs,
  MutationCommitSyncArgs,
  MutationConfirmSyncArgs,
  QuerySyncSessionsArgs,
  Resolvers,
  SyncScopeInput,
  SyncSessionRemovalsArgs,
} from '../generated';
import type { SyncRemovalConnectionModel, SyncSessionConnectionModel, SyncSessionModel } from '../models';
import { presentChangeSet } from './change';
import { editCall } from './written';

/** Sync sessions: runs that report everything a source can see. */
export const syncResolvers = {
  Query: { syncSessions },
  Mutation: { beginSync, commitSync, confirmSync, abortSync },
  SyncSession: {
    id: ({ session }) => session.id,
    source: ({ session }) => session.source,
    state: ({ session }) => session.state,
    scope: ({ session }) => session.scope,
    maxRemovalPercent: ({ session }) => session.maxRemovalPercent,
    partialTypes: ({ session }) => session.partialTypes,
    principal: ({ session }) => session.principal,
    reason: ({ session }) => session.reason,
    startedAt: ({ session }) => session.startedAt,
    expiresAt: ({ session }) => session.expiresAt,
    endedAt: ({ session }) => session.endedAt,
    endedBecause: ({ session }) => session.endedBecause,
    reported: ({ session }) => session.reported,
    decision: ({ session }) => session.decision,
    removals,
  },
  SyncRemoval: {
    configurationItem: async ({ removal, at }, _, context) => {
      const item = removal.entity === 'RELATIONSHIP' ? null : await context.readers(at).items.load(removal.id);
      return item && new ItemModel(item, at);
    },
    relationship: async ({ removal, at }, _, context) => {
      if (removal.entity !== 'RELATIONSHIP') return null;
      const relationship = await context.readers(at).relationships.load(removal.id);
      return relationship && { relationship, at };
    },
  },
  SyncSessionConnection: connectionResolvers,
  SyncRemovalConnection: connectionResolvers,
} satisfies Resolvers;

async function syncSessions(
  _: unknown,
  args: Partial<QuerySyncSessionsArgs>,
  context: RequestContext,
): Promise<SyncSessionConnectionModel> {
  const filter = args.filter ?? {};
  const plan = planPage(listOf('syncSessions', filter), args);
  const at = await revisionOfPage(context, plan, {});
  const page = mapPage(await findSessions(context.app, filter, plan.page), (session) => ({ session, preview: null }));
  return toConnection(context, plan, page, at, () => countSessions(context.app, filter));
}

async function removals(
  { session, preview }: SyncSessionModel,
  args: Partial<SyncSessionRemovalsArgs>,
  context: RequestContext,
): Promise<SyncRemovalConnectionModel> {
  const plan = planPage(listOf('removals', session.id), args);
  const decidedAt = session.decision?.revision ?? (await context.revisionFor({}));
  const at = await revisionBelow(context, plan, decidedAt);
  const sets = preview ?? (await removalsOf(context.app, session));
  const page = mapPage(pageOfRemovals(sets, plan.page), (removal) => ({ removal, at }));
  return toConnection(context, plan, page, at, () => Promise.resolve(sets.items.size + sets.relationships.size));
}

async function beginSync(_: unknown, { input }: MutationBeginSyncArgs, context: RequestContext) {
  const { source, maxRemovalPercent = 10, idleMinutes = 60, takeOver = false } = input;
  const begin = { source, scope: scopeOf(input.scope), maxRemovalPercent, idleMinutes, takeOver };
  const session = await beginSession(context.app, editCall(context, input), begin);
  return presentSession(context, { session, preview: null, changeSets: [] });
}

function scopeOf(input: SyncScopeInput | null | undefined): SyncScope {
  const { classes = null, relationshipTypes = null, attributes, nativeKeyPrefix = null } = input ?? {};
  return { ...WHOLE_SOURCE, classes, relationshipTypes, attributes: attributes ?? {}, nativeKeyPrefix };
}

async function commitSync(_: unknown, { input }: MutationCommitSyncArgs, context: RequestContext) {
  const { session, partialTypes = [], maxRemovalPercent = null } = input;
  const commit = { session, partialTypes, maxRemovalPercent };
  return presentSession(context, await commitSession(context.app, editCall(context, input), commit));
}

async function confirmSync(_: unknown, { input }: MutationConfirmSyncArgs, context: RequestContext) {
  return presentSession(context, await confirmSession(context.app, editCall(context, input), input.session));
}

async function abortSync(_: unknown, { input }: MutationAbortSyncArgs, context: RequestContext) {
  return presentSession(context, await abortSession(context.app, editCall(context, input), input.session));
}

async function presentSession(context: RequestContext, { session, preview, changeSets }: SessionAnswer) {
  const last = changeSets.at(-1);
  return {
    revision: last?.revision ?? (await newestRevision(context.app)),
    operation: last ? { id: last.operationId, kind: last.operationKind } : null,
    changeSets: changeSets.map(presentChangeSet),
    session: { session, preview },
  };
}
