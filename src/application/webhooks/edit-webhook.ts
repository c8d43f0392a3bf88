import { isWithin } from '../../domain/access/visibility';
import { itemError, type ItemError } from '../../domain/errors';
import { revision } from '../../domain/ids';
import type { JsonObject, JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { encodeItemId } from '../../domain/opaque-id';
import { checkWebhookDescription, checkWebhookUrl } from '../../domain/webhooks/webhook-check';
import type { Webhook } from '../../domain/webhooks/webhook';
import type { Executor } from '../../storage/database';
import { markForRedelivery } from '../../storage/webhooks/webhook-dead-letters';
import {
  countWebhooks,
  findSecrets,
  lockWebhook,
  removeWebhook,
  storeWebhook,
  type WebhookSecrets,
} from '../../storage/webhooks/webhooks';
import type { Application } from '../application';
import type { EditCall, EditResult } from '../editing/edit-call';
import { encodeFeedCursor, positionBehind } from '../feed/feed-position';
import { changeQuery, type ChangeFilter } from '../lists/find-changes';
import { resolvedIds, resolveReferences, type ResolvedReferences } from '../references/references';
import { runKeyed } from './keyed-call';
import { newSecret } from './signature';
import { knownRefusal } from './target-guard';

/** What editing webhooks needs of the application. */
export type EditingWebhooks = Pick<
  Application,
  'database' | 'clock' | 'newId' | 'models' | 'projection' | 'webhookTargets'
>;

/** A webhook to register. */
export interface WebhookToCreate {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
  /** Told of what comes behind this revision; null: from now on. */
  readonly since: number | null;
}

/** What to change of a webhook; undefined stays as it is. */
export interface WebhookUpdate {
  readonly url?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly filter?: ChangeFilter | null | undefined;
  readonly paused?: boolean | null | undefined;
  readonly since?: number | null | undefined;
  readonly rotateSecret: boolean;
}

/** What became of a webhook. */
export interface EditedWebhook extends EditResult {
  /** Null when it was refused, removed or only tried. */
  readonly webhookId: string | null;
  /** Shown this once; null when none was made, and when the answer is a repeated one. */
  readonly secret: string | null;
}

/** More would have the server follow its own log all day. */
const WEBHOOKS_MAX = 100;
/** Receivers may take the secret before for so long. */
const SECRET_OVERLAP_MS = 24 * 60 * 60 * 1_000;

interface Outcome {
  readonly webhookId: string | null;
  readonly errors: readonly ItemError[];
}

/**
 * Registers a webhook and makes its secret. What is wrong with it is data. Throws what the filter of a change feed throws,
 * and CURSOR_EXPIRED for a revision that the log does not hold.
 */
export function createWebhook(app: EditingWebhooks, call: EditCall, asked: WebhookToCreate): Promise<EditedWebhook> {
  return edit(app, call, ['create', asked], async (tx) => {
    const errors = [...checkTarget(app, asked.url), ...checkWebhookDescription(asked.description)];
    if ((await countWebhooks(tx, null)) >= WEBHOOKS_MAX) {
      errors.push(itemError('LIMIT_EXCEEDED', `There are ${WEBHOOKS_MAX} webhooks, the limit. Delete one first.`));
    }
    const filter = await settledFilter(app, asked.filter, errors);
    const position = await positionOf(app, tx, asked.since);
    if (errors.length > 0 || call.dryRun) return { outcome: { webhookId: null, errors }, secret: null };
    const now = app.clock().toISOString();
    const webhook: Webhook = {
      id: app.newId(),
      url: asked.url,
      description: asked.description,
      filter,
      principal: call.principal,
      visibility: call.visibility ?? null,
      createdAt: now,
      updatedAt: now,
      generation: 1,
      state: 'ACTIVE',
      stateReason: null,
      ...position,
      ...FRESH,
      lastDeliveredAt: null,
    };
    const secret = newSecret();
    await storeWebhook(tx, webhook, { secret, before: null, beforeUntil: null });
    return { outcome: { webhookId: webhook.id, errors }, secret };
  });
}

const FRESH = { failures: 0, nextAttemptAt: null, lastError: null } as const;

/**
 * Changes a webhook: who is told, of what, from where on, and whether at all. It goes on at once, and one that was
 * suspended is active again. Errors as in {@link createWebhook}.
 */
export function updateWebhook(
  app: EditingWebhooks,
  call: EditCall,
  id: string,
  asked: WebhookUpdate,
): Promise<EditedWebhook> {
  return edit(app, call, ['update', id, asked], async (tx) => {
    const before = await lockOwn(tx, call, id);
    if (!before) return { outcome: { webhookId: null, errors: [unknown(id)] }, secret: null };
    const errors = [
      ...checkTarget(app, asked.url ?? before.url),
      ...checkWebhookDescription(asked.description ?? null),
    ];
    const filter = asked.filter == null ? before.filter : await settledFilter(app, asked.filter, errors);
    const position = asked.since == null ? {} : await positionOf(app, tx, asked.since);
    if (errors.length > 0 || call.dryRun) return { outcome: { webhookId: id, errors }, secret: null };
    const paused = asked.paused ?? before.state === 'PAUSED';
    const after: Webhook = {
      ...before,
      url: asked.url ?? before.url,
      description: asked.description === undefined ? before.description : asked.description,
      filter,
      updatedAt: app.clock().toISOString(),
      generation: before.generation + 1,
      state: paused ? 'PAUSED' : 'ACTIVE',
      stateReason: null,
      ...position,
      ...FRESH,
    };
    const secrets = asked.rotateSecret ? await rotated(app, tx, id) : null;
    await storeWebhook(tx, after, secrets);
    return { outcome: { webhookId: id, errors }, secret: secrets?.secret ?? null };
  });
}

/** Removes a webhook with its dead letters. One that is not there is an error in the answer. */
export function deleteWebhook(app: EditingWebhooks, call: EditCall, id: string): Promise<EditedWebhook> {
  return edit(app, call, ['delete', id], async (tx) => {
    const there = await lockOwn(tx, call, id);
    if (there && !call.dryRun) await removeWebhook(tx, id);
    return { outcome: { webhookId: null, errors: there ? [] : [unknown(id)] }, secret: null };
  });
}

/** What was asked to be sent again. */
export interface Redelivery extends EditResult {
  readonly webhookId: string | null;
  readonly queued: number;
}

/** Has dead letters of a webhook sent again, all of them for null; each once, until somebody asks again. */
export function redeliverWebhook(
  app: EditingWebhooks,
  call: EditCall,
  id: string,
  letters: readonly number[] | null,
): Promise<Redelivery> {
  return runKeyed(app, call, ['redeliver', id, letters], async (tx) => {
    const webhook = await lockOwn(tx, call, id);
    if (!webhook) return { webhookId: null, queued: 0, errors: [unknown(id)] };
    const queued = call.dryRun ? 0 : await markForRedelivery(tx, id, letters);
    // Whoever delivers looks for what is to be sent again when it begins.
    if (queued > 0) await storeWebhook(tx, again(webhook), null);
    return { webhookId: id, queued, errors: [] };
  });
}

/** Under a new generation, and going on if it had stopped. */
const again = (webhook: Webhook): Webhook => ({
  ...webhook,
  generation: webhook.generation + 1,
  ...(webhook.state === 'SUSPENDED' ? { state: 'ACTIVE', stateReason: null } : {}),
});

/** A webhook that tells more than a caller sees is not there for them. */
async function lockOwn(tx: Executor, { visibility = null }: EditCall, id: string): Promise<Webhook | null> {
  const found = await lockWebhook(tx, id);
  return found && isWithin(found.visibility, visibility) ? found : null;
}

/** The secret goes to the caller, past the store of answers that are repeated. */
async function edit(
  app: EditingWebhooks,
  call: EditCall,
  body: readonly unknown[],
  work: (tx: Executor) => Promise<{ readonly outcome: Outcome; readonly secret: string | null }>,
): Promise<EditedWebhook> {
  let secret: string | null = null;
  const result = await runKeyed(app, call, body as JsonValue, async (tx) => {
    const worked = await work(tx);
    secret = worked.secret;
    return worked.outcome;
  });
  return { ...result, secret };
}

const unknown = (id: string): ItemError =>
  itemError('NOT_FOUND', `There is no webhook ${quoted(id)}. The query webhooks lists them.`, ['id']);

/** Where a name leads is checked whenever something is sent there; what is certain is said now. */
function checkTarget({ webhookTargets }: EditingWebhooks, url: string): readonly ItemError[] {
  const errors = checkWebhookUrl(url);
  const why = errors.length > 0 ? null : knownRefusal(url, webhookTargets);
  return why === null ? errors : [itemError('INVALID_VALUE', `Nothing is sent there: ${why}.`, ['url'])];
}

/** A filter to keep: its references are turned into ids, and what they do not lead to is noted as an error. */
async function settledFilter(app: EditingWebhooks, filter: ChangeFilter, errors: ItemError[]): Promise<JsonObject> {
  const at = app.projection.head;
  const items = await resolveReferences(app, filter.configurationItems ?? [], at);
  for (const { index, code, message } of items.unresolved) {
    errors.push(itemError(code, message, ['filter', 'configurationItems', String(index)]));
  }
  const { inClosureOf, configurationItems } = filter;
  const roots = await resolveReferences(app, inClosureOf?.roots ?? [], at);
  for (const { index, code, message } of roots.unresolved) {
    errors.push(itemError(code, message, ['filter', 'inClosureOf', 'roots', String(index)]));
  }
  await changeQuery(app, filter, { items, closure: null }, at);
  const kept = {
    ...filter,
    ...(configurationItems == null ? {} : { configurationItems: idsOf(items) }),
    ...(inClosureOf == null ? {} : { inClosureOf: { ...inClosureOf, roots: idsOf(roots) } }),
  };
  return JSON.parse(JSON.stringify(kept)) as JsonObject;
}

const idsOf = (references: ResolvedReferences): readonly { readonly id: string }[] =>
  resolvedIds(references).map((id) => ({ id: encodeItemId(id) }));

async function positionOf(
  { projection }: EditingWebhooks,
  executor: Executor,
  since: number | null,
): Promise<Pick<Webhook, 'position' | 'positionRevision'>> {
  const position = await positionBehind(executor, since === null ? projection.head : revision(since));
  return { position: encodeFeedCursor(position), positionRevision: position.revision };
}

async function rotated(app: EditingWebhooks, executor: Executor, id: string): Promise<WebhookSecrets> {
  const before = await findSecrets(executor, id);
  const beforeUntil = new Date(app.clock().getTime() + SECRET_OVERLAP_MS).toISOString();
  return { secret: newSecret(), before: before?.secret ?? null, beforeUntil };
}
