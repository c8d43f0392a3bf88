import { askAvailability } from '../../application/outages/availability';
import { IMPACT_STATES } from '../../domain/impact/impact-state';
import { itemModel } from '../answers';
import type { Resolvers } from '../generated';

/** How items fared over time. */
export const availabilityResolvers = {
  GenericConfigurationItem: {
    availability: async ({ item, at }, period, { app, signal, analyses }) => ({
      answer: await analyses.pass(() => askAvailability(app, item.id, period, signal)),
      at,
    }),
  },
  Availability: {
    from: ({ answer }) => answer.from,
    to: ({ answer }) => answer.to,
    observedSeconds: ({ answer }) => seconds(answer.observed),
    share: ({ answer }) => answer.share,
    byState: ({ answer }) => IMPACT_STATES.map((state) => ({ state, seconds: seconds(answer.inState[state]) })),
    causes: ({ answer, at }) => answer.causes.map((cause) => ({ cause, at })),
    intervals: ({ answer }) => answer.intervals.map(({ from, to, state }) => ({ from: iso(from), to: iso(to), state })),
    complete: ({ answer }) => answer.complete,
  },
  AvailabilityCause: {
    configurationItem: ({ cause, at }, _, context) => itemModel(context, cause.item, at),
    downSeconds: ({ cause }) => seconds(cause.down),
    affectedSeconds: ({ cause }) => seconds(cause.affected),
  },
} satisfies Resolvers;

const seconds = (milliseconds: number): number => milliseconds / 1000;
const iso = (time: number): string => new Date(time).toISOString();
