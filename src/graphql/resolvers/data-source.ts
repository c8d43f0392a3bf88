import { countDataSources, findDataSources } from '../../application/find-data-sources';
import { connectionResolvers, planPage, revisionOfPage, toConnection } from '../connections';
import type { RequestContext } from '../context';
import type { QueryDataSourcesArgs, Resolvers } from '../generated';
import type { DataSourceConnectionModel } from '../models';

/** The registered data sources. */
export const dataSourceResolvers = {
  Query: { dataSources },
  DataSourceConnection: connectionResolvers,
} satisfies Resolvers;

async function dataSources(
  _: unknown,
  args: Partial<QueryDataSourcesArgs>,
  context: RequestContext,
): Promise<DataSourceConnectionModel> {
  const plan = planPage('data sources', args);
  const at = await revisionOfPage(context, plan, args);
  const page = await findDataSources(context.app, at, plan.page);
  return toConnection(context, plan, page, at, () => countDataSources(context.app, at));
}
