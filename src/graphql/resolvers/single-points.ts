import { servicesTakenDown, singlePointsOfFailure } from '../../application/analyses/single-points';
import { answerAt, itemModel, pageOfAnswer } from '../answers';
import {
  connectionResolvers,
  listOf,
  pageOfList,
  planPage,
  revisionOfPage,
  toConnection,
  withNodes,
} from '../connections';
import type { RequestContext } from '../context';
import type { QuerySinglePointsOfFailureArgs, Resolvers, SinglePointOfFailureServicesArgs } from '../generated';
import type { SinglePointConnectionModel, SinglePointModel } from '../graph-models';
import type { ItemConnectionModel } from '../models';
import { premisesOf } from '../premises';

/** Which items take services down by themselves. */
export const singlePointResolvers = {
  Query: { singlePointsOfFailure: singlePoints },
  SinglePointOfFailure: {
    configurationItem: ({ item, at }, _, context) => itemModel(context, item, at),
    services,
  },
  SinglePointOfFailureConnection: connectionResolvers,
} satisfies Resolvers;

async function singlePoints(
  _: unknown,
  { filter = null, minServices, withOpenOutages = false, draft, ...args }: Partial<QuerySinglePointsOfFailureArgs>,
  context: RequestContext,
): Promise<SinglePointConnectionModel> {
  const question = { filter, minServices: minServices ?? 1 };
  const plan = planPage(listOf('single points', { ...question, withOpenOutages, draft }), args);
  const at = await revisionOfPage(context, plan, args);
  const premises = await premisesOf(context, { draft, withOpenOutages }, at);
  const all = await singlePointsOfFailure(premises.app, { ...question, ...premises.counted }, at, context.signal);
  const page = pageOfList(
    all.map((one) => ({ ...one, at, premises })),
    plan.page,
  );
  return toConnection(context, plan, page, at, () => Promise.resolve(all.length));
}

async function services(
  { item, at, premises }: SinglePointModel,
  args: SinglePointOfFailureServicesArgs,
  context: RequestContext,
): Promise<ItemConnectionModel> {
  const answer = await answerAt(context, item, at, () =>
    servicesTakenDown(premises.app, item, premises.counted, at, context.signal),
  );
  const page = await pageOfAnswer(context, answer, { field: 'services of a single point' }, args, ({ value }) => value);
  const items = await Promise.all(page.nodes.map((node) => itemModel(context, node, at)));
  return { ...withNodes(page, (place) => items[place] ?? null), selection: { among: answer.value } };
}
