import type { Visibility } from '../../domain/access/visibility';
import { revision, type Revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Webhook, WebhookState } from '../../domain/webhooks/webhook';
import type { Executor } from '../database';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { SqlParameters } from '../sql-parameters';

/** The secrets that sign, the current one first. */
export interface WebhookSecrets {
  readonly secret: string;
  readonly before: string | null;
  readonly beforeUntil: string | null;
}

interface WebhookRow {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly filter: JsonObject;
  readonly principal: string;
  readonly visibility: Visibility | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly generation: number;
  readonly state: WebhookState;
  readonly state_reason: string | null;
  readonly position: string;
  readonly position_revision: number;
  readonly failures: number;
  readonly next_attempt_at: string | null;
  readonly last_error: string | null;
  readonly last_delivered_at: string | null;
}

const COLUMNS = `id, url, description, filter, principal, created_at, updated_at, generation, state, state_reason, position,
  position_revision, failures, next_attempt_at, last_error, last_delivered_at, visibility`;

const ORDER: readonly SortKey[] = [
  { expression: 'webhook.created_at', type: 'timestamptz', descending: false },
  { expression: 'webhook.id::text', type: 'text', descending: false },
];

/** One page of the webhooks that tell no more than a visibility shows, the oldest first. */
export async function pageWebhooks(
  executor: Executor,
  within: Visibility | null,
  page: PageRequest,
): Promise<PageResult<Webhook>> {
  const parameters = new SqlParameters();
  const { keys, conditions, orderBy, limit } = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<WebhookRow>(
    `select ${COLUMNS}, ${keys} from webhook where ${[tellsWithin(within, parameters), ...conditions].join(' and ')}
      order by ${orderBy} limit ${limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, toWebhook);
}

/** How many such webhooks there are. */
export async function countWebhooks(executor: Executor, within: Visibility | null): Promise<number> {
  const parameters = new SqlParameters();
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from webhook where ${tellsWithin(within, parameters)}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

function tellsWithin(within: Visibility | null, parameters: SqlParameters): string {
  if (within === null) return 'true';
  const { tenants, labels } = within;
  const ofTenants = tenants === null ? [] : [`visibility -> 'tenants' <@ ${parameters.addJson(tenants)}`];
  return [`visibility -> 'labels' @> ${parameters.addJson(labels)}`, ...ofTenants].join(' and ');
}

/** One webhook; null when there is none of that id. */
export async function findWebhook(executor: Executor, id: string): Promise<Webhook | null> {
  const [row] = await executor.query<WebhookRow>(SELECT_ONE, [id]);
  return row ? toWebhook(row) : null;
}

/** The same for whoever changes it: nobody else changes it, or moves it on, until the transaction ends. */
export async function lockWebhook(executor: Executor, id: string): Promise<Webhook | null> {
  const [row] = await executor.query<WebhookRow>(`${SELECT_ONE} for update`, [id]);
  return row ? toWebhook(row) : null;
}

const SELECT_ONE = `select ${COLUMNS} from webhook where id::text = $1`;

/** The webhooks that events are posted to. */
export async function listActiveWebhooks(executor: Executor): Promise<readonly Webhook[]> {
  const rows = await executor.query<WebhookRow>(`select ${COLUMNS} from webhook where state = 'ACTIVE' order by id`);
  return rows.map(toWebhook);
}

/** The secrets of a webhook; null when it is gone. */
export async function findSecrets(executor: Executor, id: string): Promise<WebhookSecrets | null> {
  const [row] = await executor.query<{
    secret: string;
    secret_before: string | null;
    secret_before_until: string | null;
  }>('select secret, secret_before, secret_before_until from webhook where id = $1', [id]);
  return row ? { secret: row.secret, before: row.secret_before, beforeUntil: row.secret_before_until } : null;
}

/** Writes a new webhook, or one that a person changed; null keeps its secrets. */
export async function storeWebhook(
  executor: Executor,
  webhook: Webhook,
  secrets: WebhookSecrets | null,
): Promise<void> {
  const { secret, before, beforeUntil } = secrets ?? { secret: null, before: null, beforeUntil: null };
  await executor.query(
    `insert into webhook (id, url, description, filter, principal, created_at, updated_at, generation, state,
                          state_reason, position, position_revision, failures, next_attempt_at, last_error,
                          last_delivered_at, secret, secret_before, secret_before_until, visibility)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, coalesce($17, ''), $18, $19, $20)
     on conflict (id) do update
        set url = excluded.url, description = excluded.description, filter = excluded.filter,
            updated_at = excluded.updated_at, generation = excluded.generation, state = excluded.state,
            state_reason = excluded.state_reason, position = excluded.position,
            position_revision = excluded.position_revision, failures = excluded.failures,
            next_attempt_at = excluded.next_attempt_at, last_error = excluded.last_error,
            secret = coalesce($17, webhook.secret),
            secret_before = case when $17::text is null then webhook.secret_before else $18 end,
            secret_before_until = case when $17::text is null then webhook.secret_before_until else $19 end`,
    [
      webhook.id,
      webhook.url,
      webhook.description,
      JSON.stringify(webhook.filter),
      webhook.principal,
      webhook.createdAt,
      webhook.updatedAt,
      webhook.generation,
      webhook.state,
      webhook.stateReason,
      webhook.position,
      webhook.positionRevision,
      webhook.failures,
      webhook.nextAttemptAt,
      webhook.lastError,
      webhook.lastDeliveredAt,
      secret,
      before,
      beforeUntil,
      webhook.visibility && JSON.stringify(webhook.visibility),
    ],
  );
}

/** Removes a webhook with its dead letters; false when there is none of that id. */
export async function removeWebhook(executor: Executor, id: string): Promise<boolean> {
  // First the webhook: whoever is about to keep a dead letter of it moves it on before, and finds it gone.
  const rows = await executor.query('delete from webhook where id::text = $1 returning id', [id]);
  await executor.query('delete from webhook_dead_letter where webhook_id::text = $1', [id]);
  return rows.length > 0;
}

/** Names a webhook as a deliverer knows it: whatever a person changed since then makes it another one. */
export type KnownWebhook = Pick<Webhook, 'id' | 'generation'>;

/** How far a webhook is. `deliveredAt` null: nothing was sent, or nothing was taken. */
export interface WebhookPosition {
  readonly position: string;
  readonly revision: Revision;
  readonly deliveredAt: string | null;
}

/** Moves a webhook on; false when it is not the known one any more, or further already. */
export async function moveWebhook(
  executor: Executor,
  { id, generation }: KnownWebhook,
  { position, revision: at, deliveredAt }: WebhookPosition,
): Promise<boolean> {
  const rows = await executor.query(
    `update webhook set position = $3, position_revision = $4, failures = 0, next_attempt_at = null,
            last_error = case when $5::timestamptz is null then last_error else null end,
            last_delivered_at = coalesce($5::timestamptz, last_delivered_at)
      where id = $1 and generation = $2 and position_revision <= $4 and state = 'ACTIVE' returning id`,
    [id, generation, position, at, deliveredAt],
  );
  return rows.length > 0;
}

/** Notes that an attempt failed and when the next one is due; false when it is not the known one any more. */
export async function noteWebhookFailure(
  executor: Executor,
  { id, generation }: KnownWebhook,
  { failures, nextAttemptAt, error }: { failures: number; nextAttemptAt: string; error: string },
): Promise<boolean> {
  const rows = await executor.query(
    `update webhook set failures = $3, next_attempt_at = $4, last_error = $5
      where id = $1 and generation = $2 returning id`,
    [id, generation, failures, nextAttemptAt, error],
  );
  return rows.length > 0;
}

/** Suspends a webhook that cannot go on. */
export async function suspendWebhook(
  executor: Executor,
  { id, generation }: KnownWebhook,
  reason: string,
): Promise<void> {
  await executor.query(
    `update webhook set state = 'SUSPENDED', state_reason = $3 where id = $1 and generation = $2 and state = 'ACTIVE'`,
    [id, generation, reason],
  );
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    filter: row.filter,
    principal: row.principal,
    visibility: row.visibility,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    generation: row.generation,
    state: row.state,
    stateReason: row.state_reason,
    position: row.position,
    positionRevision: revision(row.position_revision),
    failures: row.failures,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
    lastDeliveredAt: row.last_delivered_at,
  };
}
