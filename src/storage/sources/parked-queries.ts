import type { ErrorCode } from '../../domain/errors';
import type { PageRequest, PageResult } from '../../domain/page';
import type { ParkedKind, ParkedRecord } from '../../domain/ingest/parked-record';
import type { Executor } from '../database';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { PARKED_COLUMNS, toParked, type ParkedRow } from './parked-records';
import { SqlParameters } from '../sql-parameters';
import { mark } from '../visible-rows';

/** Which parked records; null: whatever it is. */
export interface ParkedCondition {
  readonly sources: readonly string[] | null;
  readonly kinds: readonly ParkedKind[] | null;
  readonly codes: readonly ErrorCode[] | null;
  /** Classes and relationship types. */
  readonly subjects: readonly string[] | null;
}

const VISIBLE = mark('parked_record', 'parked_record');

const BY_ID: readonly SortKey[] = [{ expression: 'parked_record.id', type: 'bigint', descending: false }];

/** One page of the parked records, the longest parked first. Walks parked_record_order. */
export async function pageParkedRecords(
  executor: Executor,
  condition: ParkedCondition,
  page: PageRequest,
): Promise<PageResult<ParkedRecord>> {
  const parameters = new SqlParameters();
  const { keys, conditions, orderBy, limit } = pageClauses(BY_ID, page, parameters);
  const where = [...conditionsOf(condition, parameters), ...conditions];
  const rows = await executor.query<ParkedRow>(
    `select ${PARKED_COLUMNS}, ${keys} from parked_record
      where ${['true', ...where].join(' and ')}${VISIBLE} order by ${orderBy} limit ${limit}`,
    parameters.values,
  );
  return toPage(BY_ID, page, rows, toParked);
}

/** How many parked records fit. */
export async function countParkedRecords(executor: Executor, condition: ParkedCondition): Promise<number> {
  const parameters = new SqlParameters();
  const where = ['true', ...conditionsOf(condition, parameters)].join(' and ');
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from parked_record where ${where}${VISIBLE}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

function conditionsOf(condition: ParkedCondition, parameters: SqlParameters): readonly string[] {
  const { sources, kinds, codes, subjects } = condition;
  const columns = { source: sources, kind: kinds, code: codes, subject: subjects };
  return Object.entries(columns).flatMap(([column, values]) =>
    values === null ? [] : [`${column} = any(${parameters.add(values, 'text[]')})`],
  );
}

/** How many records are parked for one reason. */
export interface ParkedCount {
  readonly source: string;
  readonly kind: ParkedKind;
  readonly code: ErrorCode;
  readonly count: number;
}

/** How many records are parked, by source, kind and reason. */
export function countParkedByReason(executor: Executor): Promise<readonly ParkedCount[]> {
  return executor.query<ParkedCount>(
    `select source, kind, code, count(*) as count from parked_record where true${VISIBLE}
      group by source, kind, code order by source, kind, code`,
  );
}

/** Takes away some of what has expired, the oldest first; how many. Walks parked_record_expires. */
export async function purgeParked(executor: Executor, now: Date, limit: number): Promise<number> {
  const [row] = await executor.query<{ count: number }>(
    `with expired as materialized (
       select source, kind, key_hash from parked_record where expires_at <= $1 order by expires_at limit $2
     ), records as (
       delete from parked_record using expired
        where parked_record.source = expired.source and parked_record.kind = expired.kind
          and parked_record.key_hash = expired.key_hash returning parked_record.id
     ), waits as (
       delete from parked_wait using expired
        where parked_wait.source = expired.source and parked_wait.kind = expired.kind
          and parked_wait.parked_hash = expired.key_hash
     )
     select count(*) as count from records`,
    [now, limit],
  );
  return row?.count ?? 0;
}

/** When the next parked record expires; null when none is parked. */
export async function nextParkedExpiry(executor: Executor): Promise<Date | null> {
  const [row] = await executor.query<{ expires_at: string | null }>(
    'select min(expires_at) as expires_at from parked_record',
  );
  return row?.expires_at == null ? null : new Date(row.expires_at);
}
