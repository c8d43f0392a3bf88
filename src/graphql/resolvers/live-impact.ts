import { followImpact, type LiveImpact } from '../../application/live/live-impact';
import { followStates, type StateChange } from '../../application/live/live-states';
import { itemModel } from '../answers';
import type { Resolvers, SubscriptionImpactArgs, SubscriptionServiceStatesArgs } from '../generated';
import { liveEvents } from '../live';

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

function watched({ outages, withOpenOutages = true }: Partial<SubscriptionImpactArgs>) {
  return {
    outages: (outages ?? []).map(({ configurationItem, state = 'DOWN' as const }) => ({ configurationItem, state })),
    withOpenOutages,
  };
}
