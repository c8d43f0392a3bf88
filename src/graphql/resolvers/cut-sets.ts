import type { GraphQLResolveInfo } from 'graphql';
import { pageOfValues } from '../../domain/page';
import { askCutSets, cutSetsOf, type CutSetAnswer, type CutSetQuestion } from '../../application/analyses/cut-sets';
import { growingCutSets, type GrowingCutSets } from '../../application/live/growing-cut-sets';
import { NO_OUTAGES_COUNT } from '../../application/outages/outages-at';
import type { CutSetAnalysis } from '../../domain/cut-sets/cut-set-analysis';
import { topologyOf } from '../../application/analyses/topology';
import { answerAt, isInGraphAt, itemModel } from '../answers';
import { listOf, planPage, revisionBelow, revisionOfPage, toConnection } from '../connections';
import type { RequestContext } from '../context';
import { cursorInto } from '../cursor-into';
import type {
  CutSetAnalysisSetsArgs,
  GenericConfigurationItemCutSetsArgs,
  QueryCutSetsArgs,
  Resolvers,
  SubscriptionAnalysisArgs,
} from '../generated';
import type { CutSetAnalysisModel, CutSetConnectionModel } from '../graph-models';
import { liveEvents } from '../live';
import type { ItemModel } from '../item-model';
import { premisesOf } from '../premises';

/** What can take an item down. */
export const cutSetResolvers = {
  Query: { cutSets },
  Subscription: {
    analysis: {
      subscribe: (_: unknown, args: Watched, context: RequestContext) =>
        liveEvents((signal) => growing(args, context, signal)),
      resolve: (event: GrowingCutSets, args: Watched) => grown(event, args),
    },
  },
  GenericConfigurationItem: { cutSets: cutSetsOfItem },
  CutSetAnalysis: {
    revision: ({ at }) => at,
    target: ({ value, at }, _, context) => itemModel(context, value.analysis?.target ?? null, at),
    counts: ({ value }) => value.analysis?.counts ?? [],
    probability: ({ value }) => value.analysis?.probability ?? null,
    sets,
    sharedFate: ({ value, at }, { first }) => {
      const shared = value.analysis?.sharedFate() ?? [];
      return shared.slice(0, Math.max(0, first ?? shared.length)).map((one) => ({ ...one, at }));
    },
    coverage: (model) => model,
  },
  ProbabilityRange: { exact: ({ low, high }) => high - low <= 1e-9 * high },
  CutSet: {
    order: ({ items }) => items.length,
    configurationItems: ({ items, at }, _, context) => Promise.all(items.map((item) => itemModel(context, item, at))),
  },
  CutSetConnection: { nodes: ({ edges }) => edges.map(({ node }) => node) },
  SharedFate: {
    configurationItem: ({ dependent, at }, _, context) => itemModel(context, dependent, at),
    provider: ({ provider, at }, _, context) => itemModel(context, provider, at),
    members: ({ members, at }, _, context) => Promise.all(members.map((item) => itemModel(context, item, at))),
  },
  AnalysisCoverage: {
    complete: async (model, _, context) =>
      model.value.analysis?.stopped === null && (await hiddenCount(model, _, context)) === 0,
    stoppedEarly: ({ value }) => (value.analysis?.stopped ?? null) !== null,
    exactToOrder: ({ value }) => value.analysis?.exactTo ?? null,
    listedToOrder: ({ value }) => value.analysis?.listedTo ?? null,
    items: ({ value }) => value.itemCount,
    candidates: ({ value }) => value.analysis?.candidateCount ?? 0,
    hidden: hiddenCount,
    reason: ({ value }) => reasonOf(value),
    unresolved: ({ value, at }) => value.unresolved.map((reference) => ({ ...reference, at })),
  },
} satisfies Resolvers;

/** How many of the items that the target depends on are hidden from who asks. */
async function hiddenCount(
  { value, at }: CutSetAnalysisModel,
  _: unknown,
  { app, signal }: RequestContext,
): Promise<number> {
  const hidden = await app.hiddenAt?.(at);
  const target = value.analysis?.target ?? null;
  if (!hidden || target === null) return 0;
  const { models, projection, analyses } = app;
  const everything = { models, projection, analyses };
  const whole = await topologyOf(everything, [target], { direction: 'DEPENDENCIES' }, at, signal);
  return whole.ids().filter(hidden).length;
}

const MAX_ORDER_DEFAULT = 2;

type Watched = Partial<SubscriptionAnalysisArgs> & Pick<SubscriptionAnalysisArgs, 'target'>;
type Asked = Partial<QueryCutSetsArgs> & Pick<QueryCutSetsArgs, 'target'>;

async function growing(
  { target, maxOrder = MAX_ORDER_DEFAULT, candidates = null, withOpenOutages = false, deadlineMs = null }: Watched,
  context: RequestContext,
  signal: AbortSignal,
): Promise<AsyncGenerator<GrowingCutSets, undefined>> {
  const at = await context.revisionFor({});
  const { app, counted } = await premisesOf(context, { withOpenOutages }, at);
  return growingCutSets(app, target, { maxOrder, candidates, deadlineMs, ...counted }, at, signal);
}

/** An answer of the query `cutSets`, so that its pages go on there. */
const grown = (
  { at, answer }: GrowingCutSets,
  { target, maxOrder = MAX_ORDER_DEFAULT, candidates = null, withOpenOutages = false }: Watched,
): CutSetAnalysisModel => ({
  value: answer,
  at,
  question: { target, maxOrder, candidates, withOpenOutages, draft: undefined },
});

async function cutSets(
  _: unknown,
  {
    target,
    maxOrder = MAX_ORDER_DEFAULT,
    candidates = null,
    withOpenOutages = false,
    draft,
    deadlineMs = null,
    ...moment
  }: Asked,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<CutSetAnalysisModel> {
  const at = await revisionOfPage(context, cursorInto(info), moment);
  return answerAt(context, { target, maxOrder, candidates, withOpenOutages, draft }, at, async () => {
    const { app, counted } = await premisesOf(context, { draft, withOpenOutages }, at);
    return askCutSets(app, target, { maxOrder, candidates, deadlineMs, ...counted }, at, context.signal);
  });
}

/** Null for an item that has left the graph. */
async function cutSetsOfItem(
  model: ItemModel,
  { maxOrder = MAX_ORDER_DEFAULT }: Partial<GenericConfigurationItemCutSetsArgs>,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<CutSetAnalysisModel | null> {
  const at = await revisionBelow(context, cursorInto(info), model.at);
  if (!(await isInGraphAt(context, model, at))) return null;
  const { item } = model;
  const question: CutSetQuestion = { maxOrder, candidates: null, deadlineMs: null, ...NO_OUTAGES_COUNT };
  return answerAt(context, { item: item.id, maxOrder }, at, () =>
    cutSetsOf(context.app, item.id, question, at, context.signal),
  );
}

async function sets(
  { value, at, question }: CutSetAnalysisModel,
  { order, ...args }: CutSetAnalysisSetsArgs,
  context: RequestContext,
): Promise<CutSetConnectionModel> {
  const { analysis } = value;
  const plan = planPage(listOf('cut sets', [question, order]), args);
  const from = plan.page.after === null ? 0 : Number(plan.page.after[0]) + 1;
  const found = analysis?.sets(order ?? null, from, from + plan.page.limit + 1) ?? [];
  const sets = found.slice(0, plan.page.limit).map((set) => ({ ...set, at }));
  const page = pageOfValues(sets, found.length > plan.page.limit, (place) => [from + place]);
  const connection = await toConnection(context, plan, page, at, () => Promise.resolve(0));
  return { ...connection, totalCount: analysis?.countOf(order ?? null) ?? 0n };
}

/** Why the answer is empty, or not whole, and what to do about it. */
function reasonOf({ analysis, itemCount, unresolved }: CutSetAnswer): string | null {
  if (analysis === null) return unresolved[0]?.message ?? null;
  if (analysis.stopped !== null) return stoppedReason(analysis);
  if (analysis.fallen) return 'The target is down already, by open outages alone: nothing more has to fail.';
  if (analysis.countOf(null) > 0n) return null;
  if (itemCount === 1) {
    return 'The target depends on nothing, or only by SOFT gates, so only its own failure takes it down.';
  }
  if (analysis.candidateCount === 0) {
    return `Of the items that the target depends on (${itemCount - 1}) none is thought to fail: ask for other candidates.`;
  }
  if (analysis.exactTo === null) {
    return `Nothing takes the target down, not even the failure of all ${analysis.candidateCount} candidates at once: its redundancy holds or its dependencies are SOFT.`;
  }
  const { exactTo } = analysis;
  const tried =
    exactTo === 1
      ? 'No candidate takes the target down by itself'
      : `No ${exactTo} candidates or fewer take the target down`;
  return `${tried}: ask for larger sets (maxOrder).`;
}

function stoppedReason({ stopped, exactTo }: CutSetAnalysis): string {
  const what = stopped === 'TIME' ? 'Time ran out' : 'There was no room';
  return `${what} before all sets asked for were found; those of up to ${exactTo ?? 0} items are all there. Ask for smaller sets (maxOrder) or fewer candidates${stopped === 'TIME' ? ', or give it more time (deadlineMs)' : ''}.`;
}
