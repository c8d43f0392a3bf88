import type { DataSource } from '../../domain/data-source';
import type { Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Executor } from '../database';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { DATA_SOURCE_TABLE } from '../class-model/model-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';

const BY_NAME: readonly SortKey[] = [{ expression: 'source.name', type: 'text', descending: false }];

/** One page of the data sources registered at a revision, by name. */
export async function pageDataSourcesAt(
  executor: Executor,
  at: Revision,
  page: PageRequest,
): Promise<PageResult<DataSource>> {
  const parameters = new SqlParameters();
  const source = asOf(DATA_SOURCE_TABLE, parameters.add(at, 'bigint'));
  const { keys, conditions, orderBy, limit } = pageClauses(BY_NAME, page, parameters);
  const rows = await executor.query<DataSourceRow>(
    `select source.*, ${keys} from ${source} as source
      where ${['true', ...conditions].join(' and ')} order by ${orderBy} limit ${limit}`,
    parameters.values,
  );
  return toPage(BY_NAME, page, rows, (row) => ({
    name: row.name,
    description: row.description,
    tenant: row.tenant === '' ? null : row.tenant,
    mayCreate: row.may_create,
    absentAfterMisses: row.absent_after_misses ?? 1,
    absentGraceHours: row.absent_grace_hours,
    expectedIntervalSeconds: row.expected_interval_seconds,
    createdAt: row.created_at,
  }));
}

/** How many data sources were registered at a revision. */
export async function countDataSourcesAt(executor: Executor, at: Revision): Promise<number> {
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from ${asOf(DATA_SOURCE_TABLE, '$1')} as source`,
    [at],
  );
  return row?.count ?? 0;
}

interface DataSourceRow {
  readonly name: string;
  readonly description: string | null;
  readonly tenant: string;
  readonly may_create: boolean;
  readonly absent_after_misses: number | null;
  readonly absent_grace_hours: number | null;
  readonly expected_interval_seconds: number | null;
  readonly created_at: string;
}
