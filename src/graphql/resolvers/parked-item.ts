import { countParked, pageParked, type ParkedSelection } from '../../application/parking/find-parked';
import type { JsonObject } from '../../domain/json';
import { connectionResolvers, listOf, planPage, revisionOfPage, toConnection } from '../connections';
import type { RequestContext } from '../context';
import type { QueryParkedItemsArgs, Resolvers } from '../generated';
import type { ParkedItemConnectionModel } from '../models';

/** Reports that wait to be completed. */
export const parkedItemResolvers = {
  Query: { parkedItems },
  ParkedItem: {
    id: ({ id }) => String(id),
    class: ({ subject }) => subject,
    record: ({ record }) => record as unknown as JsonObject,
  },
  ParkedItemConnection: connectionResolvers,
} satisfies Resolvers;

async function parkedItems(
  _: unknown,
  args: Partial<QueryParkedItemsArgs>,
  context: RequestContext,
): Promise<ParkedItemConnectionModel> {
  const selection: ParkedSelection = args.filter ?? {};
  const plan = planPage(listOf('parked items', selection), args);
  const at = await revisionOfPage(context, plan, {});
  const page = await pageParked(context.app, selection, at, plan.page);
  return toConnection(context, plan, page, at, () => countParked(context.app, selection, at));
}
