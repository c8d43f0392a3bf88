import { openChangeFeed, type FeedEvent } from '../../application/feed/change-feed';
import type { Resolvers } from '../generated';
import { liveEvents } from '../live';
import { presentChangeSet } from './change';

/** The change log as it grows. */
export const changeFeedResolvers = {
  Subscription: {
    changes: {
      subscribe: (_, query, { app }) => liveEvents((signal) => openChangeFeed(app, { ...query, follow: true }, signal)),
      resolve: ({ changeSet, changes, ...event }: FeedEvent) => ({
        ...event,
        changeSet: changeSet && presentChangeSet(changeSet),
        changes: changes.map((change) => ({ change })),
      }),
    },
  },
} satisfies Resolvers;
