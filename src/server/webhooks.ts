import type { Application } from '../application/application';
import { createPoster, type PosterOptions } from '../application/webhooks/post-event';
import {
  startWebhookDeliveries,
  type WebhookDeliveries,
  type WebhookDeliveriesOptions,
} from '../application/webhooks/webhook-deliveries';
import { asSeen } from '../application/access/as-seen';
import { ANONYMOUS } from '../domain/access/principal';
import { createContext } from '../graphql/context';
import { presentFeedEvent } from '../graphql/feed-event';

/** What may be set of the deliveries; what is left out takes its default. */
type WebhookOptions = Omit<WebhookDeliveriesOptions, 'app' | 'post' | 'present'> & Omit<PosterOptions, 'guard'>;

/** Reading what an event speaks of never waits: the feed is not ahead of this server. */
const VISIBILITY_TIMEOUT_MS = 5_000;

/** Posts the change feed to the webhooks, in the words in which GET /changes tells it. */
export function startWebhooks(app: Application, options: WebhookOptions): WebhookDeliveries {
  const { timeoutMs, resolve, ...rest } = options;
  const post = createPoster({
    guard: app.webhookTargets,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(resolve === undefined ? {} : { resolve }),
  });
  return startWebhookDeliveries({
    ...rest,
    app,
    post,
    present: (event, { principal: name, visibility }) =>
      presentFeedEvent(
        event,
        createContext(asSeen(app, visibility), {
          caller: { ...ANONYMOUS, name, role: 'VIEWER', visibility },
          requestId: app.newId(),
          signal: new AbortController().signal,
          visibilityTimeoutMs: VISIBILITY_TIMEOUT_MS,
        }),
      ),
  });
}
