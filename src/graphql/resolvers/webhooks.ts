import {
  createWebhook as create,
  deleteWebhook as remove,
  redeliverWebhook as redeliver,
  updateWebhook as update,
  type EditedWebhook,
} from '../../application/webhooks/edit-webhook';
import {
  countWebhooks,
  createLetterReaders,
  findWebhook,
  pageWebhooks,
  type LetterReaders,
} from '../../application/webhooks/find-webhooks';
import { connectionResolvers, listOf, planPage, toConnection } from '../connections';
import type { RequestContext } from '../context';
import type {
  MutationCreateWebhookArgs,
  MutationDeleteWebhookArgs,
  MutationRedeliverWebhookArgs,
  MutationUpdateWebhookArgs,
  QueryWebhooksArgs,
  Resolvers,
  WebhookDeadLettersArgs,
} from '../generated';
import type { DeadLetterConnectionModel, WebhookConnectionModel, WebhookModel } from '../webhook-models';
import { editCall, presentWritten } from './written';

/** Who is told of changes by HTTP. */
export const webhookResolvers = {
  Query: { webhooks },
  Mutation: { createWebhook, updateWebhook, deleteWebhook, redeliverWebhook },
  Webhook: { deadLetters },
  WebhookConnection: connectionResolvers,
  DeadLetter: { id: ({ id }) => String(id) },
  DeadLetterConnection: connectionResolvers,
} satisfies Resolvers;

async function webhooks(
  _: unknown,
  args: Partial<QueryWebhooksArgs>,
  context: RequestContext,
): Promise<WebhookConnectionModel> {
  const plan = planPage(listOf('webhooks', null), args);
  const page = await pageWebhooks(context.app, context.caller, plan.page);
  return toConnection(context, plan, page, await context.revisionFor({}), () =>
    countWebhooks(context.app, context.caller),
  );
}

async function deadLetters(
  { id }: WebhookModel,
  args: Partial<WebhookDeadLettersArgs>,
  context: RequestContext,
): Promise<DeadLetterConnectionModel> {
  const plan = planPage(listOf('dead letters', id), args);
  const letters = letterReaders(context);
  const page = await letters.pagesOf(plan.page).load(id);
  return toConnection(context, plan, page, await context.revisionFor({}), () => letters.counts.load(id));
}

const LETTER_READERS = new WeakMap<RequestContext, LetterReaders>();

function letterReaders(context: RequestContext): LetterReaders {
  const readers = LETTER_READERS.get(context) ?? createLetterReaders(context.app);
  LETTER_READERS.set(context, readers);
  return readers;
}

async function createWebhook(_: unknown, { input }: MutationCreateWebhookArgs, context: RequestContext) {
  const { url, description = null, filter, since = null } = input;
  const created = await create(context.app, editCall(context, input), {
    url,
    description,
    filter: filter ?? {},
    since,
  });
  return presentEdited(context, created);
}

async function updateWebhook(_: unknown, { input }: MutationUpdateWebhookArgs, context: RequestContext) {
  const { id, url, description, filter, paused, since, rotateSecret = false } = input;
  const asked = { url, description, filter, paused, since, rotateSecret };
  return presentEdited(context, await update(context.app, editCall(context, input), id, asked));
}

async function deleteWebhook(_: unknown, { input }: MutationDeleteWebhookArgs, context: RequestContext) {
  return presentWritten(await remove(context.app, editCall(context, input), input.id));
}

async function redeliverWebhook(_: unknown, { input }: MutationRedeliverWebhookArgs, context: RequestContext) {
  // An id that is no number is none of ours.
  const letters = input.deadLetters?.map((id) => (/^\d{1,15}$/.test(id) ? Number(id) : 0)) ?? null;
  const redelivery = await redeliver(context.app, editCall(context, input), input.id, letters);
  const { webhookId, queued } = redelivery;
  return { ...presentWritten(redelivery), webhook: await webhookOf(context, webhookId), queued };
}

async function presentEdited(context: RequestContext, edited: EditedWebhook) {
  const { webhookId, secret } = edited;
  return { ...presentWritten(edited), webhook: await webhookOf(context, webhookId), secret };
}

const webhookOf = async (context: RequestContext, id: string | null): Promise<WebhookModel | null> =>
  id === null ? null : findWebhook(context.app, id);
