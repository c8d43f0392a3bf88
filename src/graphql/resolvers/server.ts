import { historyHorizon } from '../../application/history/horizon';
import { databaseVersion } from '../../application/server-status';
import { countParkedByReason } from '../../application/parking/find-parked';
import { countFoundItems } from '../../application/lists/find-items';
import { findRelationships } from '../../application/lists/find-relationships';
import type { Revision } from '../../domain/ids';
import type { RequestContext } from '../context';
import type { Resolvers, ServerInfo } from '../generated';
import { packageVersion } from '../package-files';

/** What this server is and knows. */
export const serverResolvers = { Query: { server } } satisfies Resolvers;

async function server(_: unknown, __: unknown, context: RequestContext): Promise<ServerInfo> {
  const revision = await context.revisionFor({});
  const [changeSet, database, parked, horizon] = await Promise.all([
    context.log.changeSets.load(revision),
    databaseVersion(context.app),
    countParkedByReason(context.app),
    historyHorizon(context.app),
  ]);
  const { bytes, lag, ...size } = await context.app.projection.status();
  const { items, relationships } = context.app.hiddenAt ? await visibleSize(context, revision) : size;
  return {
    version: packageVersion(),
    revision,
    history: changeSet?.id ?? null,
    graph: { items, relationships, bytes },
    lag: { revisions: lag.revisions, milliseconds: lag.milliseconds },
    database,
    parked,
    horizon,
  };
}

async function visibleSize({ app }: RequestContext, at: Revision) {
  const nothing = { limit: 0, backward: false, after: null, before: null };
  const { count } = await findRelationships(app, {}, at, nothing);
  const [items, relationships] = await Promise.all([countFoundItems(app, {}, at), count()]);
  return { items, relationships };
}
