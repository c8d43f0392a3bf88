import type { DeadLetter, Webhook } from '../domain/webhooks/webhook';
import type { ConnectionModel } from './models';

/* What the resolvers of webhooks hand to each other. */

export type WebhookModel = Webhook;
export type WebhookConnectionModel = ConnectionModel<WebhookModel>;
export type DeadLetterConnectionModel = ConnectionModel<DeadLetter>;
