import { revision, type Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { DeadLetter } from '../../domain/webhooks/webhook';
import type { Executor } from '../database';
import { groupByOrdinal } from '../items/item-queries';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { SqlParameters } from '../sql-parameters';

interface DeadLetterRow {
  readonly id: number;
  readonly event_id: string;
  readonly revision: number;
  readonly failed_at: string;
  readonly attempts: number;
  readonly reason: string;
  readonly redeliver: boolean;
}

const COLUMNS =
  'letter.id, letter.event_id, letter.revision, letter.failed_at, letter.attempts, letter.reason, letter.redeliver';
const BY_ID: readonly SortKey[] = [{ expression: 'letter.id', type: 'bigint', descending: false }];

/** One page of the dead letters of each of some webhooks, the oldest first, in the order asked. Walks the primary key. */
export async function pageDeadLetters(
  executor: Executor,
  webhookIds: readonly string[],
  page: PageRequest,
): Promise<readonly PageResult<DeadLetter>[]> {
  const parameters = new SqlParameters();
  const wanted = parameters.add(webhookIds, 'uuid[]');
  const { keys, conditions, orderBy, limit } = pageClauses(BY_ID, page, parameters);
  const rows = await executor.query<DeadLetterRow & { ordinal: number }>(
    `select wanted.ordinal, found.* from unnest(${wanted}) with ordinality as wanted (id, ordinal)
       join lateral (
         select ${COLUMNS}, ${keys} from webhook_dead_letter as letter
          where ${['letter.webhook_id = wanted.id', ...conditions].join(' and ')}
          order by ${orderBy} limit ${limit}) as found on true
      order by wanted.ordinal, ${orderBy.replaceAll('letter.', 'found.')}`,
    parameters.values,
  );
  return groupByOrdinal(rows, webhookIds.length, (row) => row).map((group) => toPage(BY_ID, page, group, toDeadLetter));
}

/** How many dead letters each of some webhooks has, in the order asked. */
export async function countDeadLetters(executor: Executor, webhookIds: readonly string[]): Promise<readonly number[]> {
  const rows = await executor.query<{ ordinal: number; count: number }>(
    `select wanted.ordinal, (select count(*) from webhook_dead_letter where webhook_id = wanted.id) as count
       from unnest($1::uuid[]) with ordinality as wanted (id, ordinal)`,
    [webhookIds],
  );
  return groupByOrdinal(rows, webhookIds.length, (row) => row.count).map(([count]) => count ?? 0);
}

/** An event that is given up. */
export interface LostEvent {
  readonly webhookId: string;
  readonly eventId: string;
  readonly revision: Revision;
  readonly body: string;
  readonly failedAt: string;
  readonly attempts: number;
  readonly reason: string;
}

/** Keeps an event that was given up; the same one given up twice is one. */
export async function keepDeadLetter(executor: Executor, lost: LostEvent): Promise<void> {
  await executor.query(
    `insert into webhook_dead_letter (webhook_id, id, event_id, revision, body, failed_at, attempts, reason, redeliver)
     select $1::uuid, nextval('webhook_dead_letter_id'), $2, $3, $4, $5, $6, $7, false
      where not exists (select from webhook_dead_letter where webhook_id = $1::uuid and event_id = $2)`,
    [lost.webhookId, lost.eventId, lost.revision, lost.body, lost.failedAt, lost.attempts, lost.reason],
  );
}

/** Marks dead letters to be sent again, all of a webhook for null; returns how many. */
export async function markForRedelivery(
  executor: Executor,
  webhookId: string,
  ids: readonly number[] | null,
): Promise<number> {
  const rows = await executor.query(
    `update webhook_dead_letter set redeliver = true
      where webhook_id = $1 and ($2::bigint[] is null or id = any($2::bigint[])) returning id`,
    [webhookId, ids],
  );
  return rows.length;
}

/** The oldest dead letter of a webhook that is to be sent again, with what was sent. */
export async function nextRedelivery(
  executor: Executor,
  webhookId: string,
): Promise<(Pick<DeadLetter, 'id' | 'eventId'> & { readonly body: string }) | null> {
  const [row] = await executor.query<DeadLetterRow & { body: string }>(
    `select ${COLUMNS}, letter.body from webhook_dead_letter as letter
      where letter.webhook_id = $1 and letter.redeliver order by letter.id limit 1`,
    [webhookId],
  );
  return row ? { id: row.id, eventId: row.event_id, body: row.body } : null;
}

/** Forgets a dead letter that was taken at last. */
export async function dropDeadLetter(executor: Executor, webhookId: string, id: number): Promise<void> {
  await executor.query('delete from webhook_dead_letter where webhook_id = $1 and id = $2', [webhookId, id]);
}

/** Notes that sending it again failed: it stays, until somebody asks for it again. */
export async function noteRedeliveryFailure(
  executor: Executor,
  webhookId: string,
  id: number,
  { failedAt, reason }: { failedAt: string; reason: string },
): Promise<void> {
  await executor.query(
    `update webhook_dead_letter set redeliver = false, attempts = attempts + 1, failed_at = $3, reason = $4
      where webhook_id = $1 and id = $2`,
    [webhookId, id, failedAt, reason],
  );
}

function toDeadLetter(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    eventId: row.event_id,
    revision: revision(row.revision),
    failedAt: row.failed_at,
    attempts: row.attempts,
    reason: row.reason,
    redeliver: row.redeliver,
  };
}
