import { historyHorizon } from '../../application/history/horizon';
import { databaseVersion } from '../../application/server-status';
import { countParkedByReason } from '../../application/parking/find-parked';
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
  const { items, relationships, bytes, lag } = await context.app.projection.status();
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
