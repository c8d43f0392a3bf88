import { revision, type Revision } from '../../domain/ids';
import type { DataSourceRecord } from '../change-sets/change-plan';
import { readShared, type Executor } from '../database';
import { mark } from '../visible-rows';

/** A registered data source and the revision of this registration. */
export interface StoredDataSource extends DataSourceRecord {
  readonly validFrom: Revision;
}

/** More names than anybody would mistype one of. */
const NAMES_MAX = 1_000;

/** The data source of a name as it is registered now; null when there is none. */
export async function findDataSource(executor: Executor, name: string): Promise<StoredDataSource | null> {
  const [row] = await readShared<{
    name: string;
    description: string | null;
    tenant: string;
    may_create: boolean;
    absent_after_misses: number | null;
    absent_grace_hours: number | null;
    expected_interval_seconds: number | null;
    created_at: string;
    valid_from: number;
  }>(
    executor,
    `select name, description, tenant, may_create, absent_after_misses, absent_grace_hours, expected_interval_seconds,
            created_at, valid_from
       from data_source where name = $1`,
    [name],
  );
  if (!row) return null;
  return {
    name: row.name,
    description: row.description,
    tenant: row.tenant,
    mayCreate: row.may_create,
    absentAfterMisses: row.absent_after_misses,
    absentGraceHours: row.absent_grace_hours,
    expectedIntervalSeconds: row.expected_interval_seconds,
    createdAt: row.created_at,
    validFrom: revision(row.valid_from),
  };
}

/** The names of registered data sources, in order. */
export async function listDataSourceNames(executor: Executor): Promise<readonly string[]> {
  const rows = await executor.query<{ name: string }>(
    `select name from data_source where true${mark('data_source', 'data_source')} order by name limit $1`,
    [NAMES_MAX],
  );
  return rows.map((row) => row.name);
}
