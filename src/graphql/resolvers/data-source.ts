import { countDataSources, findDataSources } from '../../application/lists/find-data-sources';
import { connectionResolvers, planPage, revisionOfPage, toConnection } from '../connections';
import { REFRESH_SECONDS_DEFAULT } from '../../domain/class-model/data-rules';
import { dueAt, isOverdue, type ExpectedSource } from '../../domain/outages/data-source-due';
import { mapPage } from '../../domain/page';
import type { RequestContext } from '../context';
import type { QueryDataSourcesArgs, Resolvers } from '../generated';
import type { DataSourceConnectionModel, DataSourceModel } from '../models';

/** The registered data sources. */
export const dataSourceResolvers = {
  Query: { dataSources },
  DataSource: {
    refreshPeriodSeconds: async ({ name, at }, _, context) =>
      (await context.modelAt(at)).reconciliation.refreshSecondsOf(name) ?? REFRESH_SECONDS_DEFAULT,
    lastCommitAt: ({ name }, _, { log }) => log.lastCommits.load(name),
    dueAt: async (source, _, context) => {
      const due = dueAt(await withLastCommit(source, context));
      return due === null ? null : new Date(due).toISOString();
    },
    overdue: async (source, _, context) => isOverdue(await withLastCommit(source, context), context.app.clock()),
  },
  DataSourceConnection: connectionResolvers,
} satisfies Resolvers;

/** With when it last had something taken; of one that nobody waits for that is not asked. */
const withLastCommit = async (source: DataSourceModel, { log }: RequestContext): Promise<ExpectedSource> => ({
  ...source,
  lastCommitAt: source.expectedIntervalSeconds === null ? null : await log.lastCommits.load(source.name),
});

async function dataSources(
  _: unknown,
  args: Partial<QueryDataSourcesArgs>,
  context: RequestContext,
): Promise<DataSourceConnectionModel> {
  const plan = planPage('data sources', args);
  const at = await revisionOfPage(context, plan, args);
  const page = mapPage(await findDataSources(context.app, at, plan.page), (source) => ({ ...source, at }));
  return toConnection(context, plan, page, at, () => countDataSources(context.app, at));
}
