import { followImpact, type LiveImpact } from '../../application/live/live-impact';
import { askImpact } from '../../application/analyses/impact';
import { growingImpact } from '../../application/live/growing-impact';
import { followStates, type StateChange } from '../../application/live/live-states';
import type { ImpactAnalysis } from '../../domain/impact/impact-analysis';
import { itemModel } from '../answers';
import type { RequestContext } from '../context';
import type {
  Resolvers,
  SubscriptionImpactAnalysisArgs,
  SubscriptionImpactArgs,
  SubscriptionServiceStatesArgs,
} from '../generated';
import { liveEvents } from '../live';
import { premisesOf } from '../premises';

/** What is hit, as it changes. */
export const liveImpactResolvers = {
  Subscription: {
    impact: {
      subscribe: (_, args: Partial<SubscriptionImpactArgs>, { app }) =>
        liveEvents((signal) => Promise.resolve(followImpact(app, watched(args), signal))),
      resolve: ({ at, answer }: LiveImpact, args: Partial<SubscriptionImpactArgs>) => {
        const { outages, withOpenOutages } = watched(args);
        // As the query of the same name asks it, so that a page goes on there.
        const question = [{ outages, assumeHealthy: [] }, withOpenOutages, undefined];
        return { value: answer, at, question };
      },
    },
    impactAnalysis: {
      subscribe: (_, args: Partial<SubscriptionImpactAnalysisArgs>, context) =>
        liveEvents((signal) => growing(args, context, signal)),
      resolve: ({ at, answer }: LiveImpact, args: Partial<SubscriptionImpactAnalysisArgs>) => {
        const { withOpenOutages, ...request } = asked(args);
        return { value: answer, at, question: [request, withOpenOutages, undefined] };
      },
    },
    serviceStates: {
      subscribe: (_, { of = null, filter = null }: Partial<SubscriptionServiceStatesArgs>, { app }) =>
        liveEvents((signal) => followStates(app, { of, filter }, signal)),
      resolve: (change: StateChange) => change,
    },
  },
  StateChange: {
    revision: ({ at }) => at,
    at: ({ time }) => time,
    states: ({ states, at }) => states.map((one) => ({ ...one, at })),
  },
  ItemState: {
    configurationItem: ({ item, at }, _, context) => itemModel(context, item, at),
  },
} satisfies Resolvers;

async function growing(
  args: Partial<SubscriptionImpactAnalysisArgs>,
  context: RequestContext,
  signal: AbortSignal,
): Promise<AsyncGenerator<LiveImpact, undefined>> {
  const { withOpenOutages, ...request } = asked(args);
  const at = await context.revisionFor({});
  const { app, counted } = await premisesOf(context, { withOpenOutages }, at);
  const ask = async (deadlineMs: number): Promise<LiveImpact & { readonly analysis: ImpactAnalysis }> => {
    const answer = await askImpact(app, { ...request, ...counted }, at, { signal, deadlineMs });
    return { at, answer, analysis: answer.analysis };
  };
  return growingImpact(ask, { deadlineMs: args.deadlineMs ?? null });
}

const asked = ({ assumeHealthy, ...args }: Partial<SubscriptionImpactAnalysisArgs>) => ({
  ...watched(args),
  assumeHealthy: assumeHealthy ?? [],
});

function watched({ outages, withOpenOutages = true }: Partial<SubscriptionImpactArgs>) {
  return {
    outages: (outages ?? []).map(({ configurationItem, state = 'DOWN' as const }) => ({ configurationItem, state })),
    withOpenOutages,
  };
}
