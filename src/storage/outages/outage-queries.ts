import { revision, type ItemId, type OutageId, type Revision } from '../../domain/ids';
import type { OutageRecord, OutageState } from '../../domain/outages/outage';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Executor } from '../database';
import type { KeyAt } from '../items/item-queries';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { OUTAGE_TABLE, toOutage, type OutageRow } from './outage-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf, columnList } from '../versioned-table';
import { mark } from '../visible-rows';

/** Which outages; what is left out or null does not restrict. */
export interface OutageQuery {
  /** As they were recorded at this revision. */
  readonly at: Revision;
  readonly items?: readonly ItemId[] | null;
  readonly states?: readonly OutageState[] | null;
  readonly sources?: readonly string[] | null;
  readonly planned?: boolean | null;
  /** RFC 3339: those that last at this time. */
  readonly openAt?: string | null;
  /** RFC 3339: those that do not. */
  readonly notOpenAt?: string | null;
  /** RFC 3339: those that last at some time from here on … */
  readonly from?: string | null;
  /** … and before this time. */
  readonly to?: string | null;
}

/** Latest first. */
const ORDER: readonly SortKey[] = [
  { expression: 'outage.starts_at', type: 'timestamptz', descending: true },
  { expression: 'outage.id', type: 'bigint', descending: true },
];

/** One page of outages, those that began last first. */
export async function pageOutages(
  executor: Executor,
  query: OutageQuery,
  page: PageRequest,
): Promise<PageResult<OutageRecord>> {
  const parameters = new SqlParameters();
  const { from, conditions } = outageSource(query, parameters);
  const clauses = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<OutageRow>(
    `select outage.*, ${clauses.keys} from ${from}
      where ${[...conditions, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, toOutage);
}

/** How many outages fit. */
export async function countOutages(executor: Executor, query: OutageQuery): Promise<number> {
  const parameters = new SqlParameters();
  const { from, conditions } = outageSource(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from ${from} where ${conditions.join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** All outages that fit, by id: for analyses, which need every one. */
export async function loadOutages(executor: Executor, query: OutageQuery): Promise<readonly OutageRecord[]> {
  const parameters = new SqlParameters();
  const { from, conditions } = outageSource(query, parameters);
  const rows = await executor.query<OutageRow>(
    `select outage.* from ${from} where ${conditions.join(' and ')} order by outage.id`,
    parameters.values,
  );
  return rows.map(toOutage);
}

/** When the next outage begins or ends after a time, as they are known now; RFC 3339, null for never. */
export async function nextOutageTurn(executor: Executor, after: string): Promise<string | null> {
  const [row] = await executor.query<{ turn: string | null }>(
    `select min(case when starts_at > $1 then starts_at else ends_at end) as turn
       from outage where coalesce(ends_at, 'infinity'::timestamptz) > $1::timestamptz`,
    [after],
  );
  return row?.turn ?? null;
}

/** The latest outage of a source under each key: of the keys given, and all that last or are to come at a time. */
export async function loadOutagesOfSource(
  executor: Executor,
  source: string,
  wanted: { readonly keys: readonly string[]; readonly openSince: string | null },
): Promise<ReadonlyMap<string, OutageRecord>> {
  const columns = columnList(OUTAGE_TABLE);
  const seen = mark('of_item', 'outage');
  const rows = await executor.query<OutageRow>(
    `select distinct on (key) ${columns} from (
       select ${columns} from outage where source = $1 and key = any($2::text[])${seen}
       union all
       select ${columns} from outage
        where source = $1 and coalesce(ends_at, 'infinity'::timestamptz) > $3::timestamptz${seen}) as found
      order by key, id desc`,
    // Nothing ends behind infinity.
    [source, wanted.keys, wanted.openSince ?? 'infinity'],
  );
  return new Map(rows.map((row) => [row.key, toOutage(row)]));
}

/** The outage as it is now; null when there is none. */
export async function findOutage(executor: Executor, id: OutageId): Promise<OutageRecord | null> {
  const [row] = await executor.query<OutageRow>(
    `select ${columnList(OUTAGE_TABLE)} from outage where id = $1${mark('of_item', 'outage')}`,
    [id],
  );
  return row ? toOutage(row) : null;
}

/** Outages as they were, each at its own revision, in the order asked; null where there was none. */
export async function loadOutagesAt(
  executor: Executor,
  keys: readonly KeyAt<OutageId>[],
): Promise<readonly (OutageRecord | null)[]> {
  const rows = await executor.query<OutageRow & { ordinal: number }>(
    `select outage.*, wanted.ordinal
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join lateral ${asOf(OUTAGE_TABLE, 'wanted.revision')} as outage on outage.id = wanted.id`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  const found = new Map(rows.map((row) => [row.ordinal, row]));
  return keys.map((_, index) => {
    const row = found.get(index + 1);
    return row ? toOutage(row) : null;
  });
}

/** The versions of the latest outages that reporters have under their keys: `outageKey` -> revision. */
export async function readOutageVersions(
  executor: Executor,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Revision>> {
  if (keys.length === 0) return new Map();
  const pairs = keys.map((key) => JSON.parse(key) as readonly [string, string]);
  const rows = await executor.query<{ source: string; key: string; valid_from: number }>(
    `select distinct on (source, key) source, key, valid_from
       from unnest($1::text[], $2::text[]) as wanted (source, key) join outage using (source, key)
      order by source, key, id desc`,
    [pairs.map(([source]) => source), pairs.map(([, key]) => key)],
  );
  return new Map(rows.map((row) => [outageKey(row.source, row.key), revision(row.valid_from)]));
}

/** The key of an outage in the expectations of a plan. */
export const outageKey = (source: string, key: string): string => JSON.stringify([source, key]);

function outageSource(query: OutageQuery, parameters: SqlParameters) {
  const conditions = ['true'];
  const restrict = (value: unknown, condition: (placeholder: string) => string, type: string): void => {
    if (value != null) conditions.push(condition(parameters.add(value, type)));
  };
  const from = `${asOf(OUTAGE_TABLE, parameters.add(query.at, 'bigint'))} as outage`;
  const end = "coalesce(outage.ends_at, 'infinity'::timestamptz)";
  restrict(query.items, (p) => `outage.item_id = any(${p})`, 'bigint[]');
  restrict(query.states, (p) => `outage.state = any(${p})`, 'text[]');
  restrict(query.sources, (p) => `outage.source = any(${p})`, 'text[]');
  restrict(query.planned, (p) => `outage.planned = ${p}`, 'boolean');
  restrict(query.openAt, (p) => `outage.starts_at <= ${p} and ${end} > ${p}`, 'timestamptz');
  restrict(query.notOpenAt, (p) => `(outage.starts_at > ${p} or ${end} <= ${p})`, 'timestamptz');
  restrict(query.from, (p) => `${end} > ${p}`, 'timestamptz');
  restrict(query.to, (p) => `outage.starts_at < ${p}`, 'timestamptz');
  return { from, conditions };
}
