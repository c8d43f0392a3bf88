import { countDataSources, findDataSources } from '../../application/find-data-sources';
import { connectionResolvers, planPage, revisionOfPage, toConnection } from '../connections';
import { REFRESH_SECONDS_DEFAULT } from '../../domain/data-rules';
import { mapPage } from '../../domain/page';
import type { RequestContext } from '../context';
import type { QueryDataSourcesArgs, Resolvers } from '../generated';
import type { DataSourceConnectionModel } from '../models';

/** The registered data sources. */
export const dataSourceResolvers = {
  Query: { dataSources },
  DataSource: {
    refreshPeriodSeconds: async ({ name, at }, _, context) =>
      (await context.modelAt(at)).reconciliation.refreshSecondsOf(name) ?? REFRESH_SECONDS_DEFAULT,
  },
  DataSourceConnection: connectionResolvers,
} satisfies Resolvers;

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
