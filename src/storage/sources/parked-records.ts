import type { JsonValue } from '../../domain/json';
import type { ParkedKind, ParkedRecord } from '../../domain/ingest/parked-record';
import { readShared, type Database, type Executor } from '../database';
import { jsonText } from '../sql-parameters';
import { retriedTransaction } from '../retried-transaction';

/** An identity that a record waits for, or that has come. */
export interface WaitToken {
  readonly entryId: number;
  /** 128 bits, lower-case hexadecimal. */
  readonly hash: string;
}

export const PARKED_COLUMNS = `id, source, kind, encode(key_hash, 'hex') as key_hash, native_key, tenant, subject, code, record, errors,
  observed_at, parked_at, tried_at, expires_at`;

export interface ParkedRow {
  readonly id: number;
  readonly source: string;
  readonly kind: ParkedKind;
  readonly key_hash: string;
  readonly native_key: string | null;
  readonly tenant: string;
  readonly subject: string;
  readonly code: ParkedRecord['code'];
  readonly record: JsonValue;
  readonly errors: ParkedRecord['errors'];
  readonly observed_at: string;
  readonly parked_at: string;
  readonly tried_at: string;
  readonly expires_at: string;
}

export const toParked = (row: ParkedRow): ParkedRecord =>
  ({
    id: row.id,
    source: row.source,
    kind: row.kind,
    keyHash: row.key_hash,
    nativeKey: row.native_key,
    tenant: row.tenant,
    subject: row.subject,
    code: row.code,
    record: row.record,
    errors: row.errors,
    observedAt: row.observed_at,
    parkedAt: row.parked_at,
    triedAt: row.tried_at,
    expiresAt: row.expires_at,
  }) as unknown as ParkedRecord;

/** Whether anything is parked at all, and whether one source has as much parked as it may. */
export async function readParkingRoom(
  executor: Executor,
  source: string,
  countMax: number,
): Promise<{ readonly any: boolean; readonly full: boolean }> {
  const [row] = await readShared<{ any: boolean; full: boolean }>(
    executor,
    `select exists (select from parked_record) as any,
            exists (select from parked_record where source = $1 offset $2 limit 1) as full`,
    [source, countMax - 1],
  );
  return { any: row?.any ?? false, full: row?.full ?? false };
}

/** What to look for among the parked. */
export interface ParkedLookup {
  /** Of this source only; null: of all. */
  readonly source: string | null;
  readonly tokens: readonly WaitToken[];
  /** Records of the source by their own key hashes. */
  readonly keys: readonly string[];
  /** Ids that are known already. */
  readonly without: readonly number[];
  readonly limit: number;
}

/** Parked records that wait for any of some identities, or have some keys themselves; the longest parked first. */
export async function findParked(executor: Executor, lookup: ParkedLookup): Promise<readonly ParkedRecord[]> {
  const { source, tokens, keys, without, limit } = lookup;
  if (tokens.length + keys.length === 0) return [];
  const rows = await executor.query<ParkedRow>(
    `with wanted as materialized (
       select wait.source, wait.kind, wait.parked_hash as key_hash
         from (select distinct entry_id, decode(hash, 'hex') as key_hash
                 from unnest($2::integer[], $3::text[]) as token(entry_id, hash)) as token
         join parked_wait as wait using (entry_id, key_hash)
        where $1::text is null or wait.source = $1
       union
       select $1::text, kind, decode(hash, 'hex')
         from unnest($4::text[]) as own(hash), unnest('{ITEM,RELATIONSHIP}'::text[]) as kind)
     select ${PARKED_COLUMNS} from wanted join parked_record using (source, kind, key_hash)
      where not id = any($5::bigint[]) order by id limit $6`,
    [source, tokens.map((token) => token.entryId), tokens.map((token) => token.hash), keys, without, limit],
  );
  return rows.map(toParked);
}

/** Each of the kinds, without what is given to it when it is stored. */
type Without<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A record to park, and what it waits for. */
export interface ParkedWrite {
  readonly record: Without<ParkedRecord>;
  readonly waits: readonly WaitToken[];
}

/** A parked record as others name it. */
export type ParkedKey = Pick<ParkedRecord, 'source' | 'kind' | 'keyHash'>;

/**
 * Parks records, or renews what is parked under the same key, and takes others away; all of it or nothing. In the order
 * of the keys, so that calls at once do not wait for each other in a circle.
 */
export async function writeParked(
  database: Database,
  writes: readonly ParkedWrite[],
  removed: readonly ParkedKey[],
): Promise<void> {
  if (writes.length + removed.length === 0) return;
  await retriedTransaction(database, async (tx) => {
    await deleteWaits(tx, [...writes.map(({ record }) => record), ...removed]);
    if (removed.length > 0) {
      await tx.query(
        `with gone as (select source, kind, decode(hash, 'hex') as key_hash
                         from unnest($1::text[], $2::text[], $3::text[]) as gone(source, kind, hash))
         delete from parked_record using gone
          where parked_record.source = gone.source and parked_record.kind = gone.kind
            and parked_record.key_hash = gone.key_hash`,
        keyColumns(removed),
      );
    }
    if (writes.length > 0) await insertParked(tx, writes);
  });
}

const keyColumns = (keys: readonly ParkedKey[]): readonly (readonly string[])[] => [
  keys.map(({ source }) => source),
  keys.map(({ kind }) => kind),
  keys.map(({ keyHash }) => keyHash),
];

async function deleteWaits(tx: Executor, keys: readonly ParkedKey[]): Promise<void> {
  await tx.query(
    `with gone as (select source, kind, decode(hash, 'hex') as parked_hash
                     from unnest($1::text[], $2::text[], $3::text[]) as gone(source, kind, hash))
     delete from parked_wait using gone
      where parked_wait.source = gone.source and parked_wait.kind = gone.kind
        and parked_wait.parked_hash = gone.parked_hash`,
    keyColumns(keys),
  );
}

async function insertParked(tx: Executor, writes: readonly ParkedWrite[]): Promise<void> {
  const rows = writes.map(({ record }) => ({
    source: record.source,
    kind: record.kind,
    key_hash: `\\x${record.keyHash}`,
    native_key: record.nativeKey,
    tenant: record.tenant,
    subject: record.subject,
    code: record.code,
    record: record.record,
    errors: record.errors,
    observed_at: record.observedAt,
    parked_at: record.parkedAt,
    tried_at: record.triedAt,
    expires_at: record.expiresAt,
  }));
  await tx.query(
    `with numbered as materialized (
       select nextval('parked_record_id') as id, new.*
         from jsonb_to_recordset($1::jsonb) as new(source text, kind text, key_hash bytea, native_key text, tenant text,
                subject text, code text, record jsonb, errors jsonb, observed_at timestamptz, parked_at timestamptz,
                tried_at timestamptz, expires_at timestamptz))
     insert into parked_record (source, kind, key_hash, id, native_key, tenant, subject, code, record, errors, observed_at,
                                parked_at, tried_at, expires_at)
     select source, kind, key_hash, id, native_key, tenant, subject, code, record, errors, observed_at, parked_at,
            tried_at, expires_at
       from numbered
      order by source, kind, key_hash
     on conflict (source, kind, key_hash) do update
       set tenant = excluded.tenant, subject = excluded.subject, code = excluded.code, record = excluded.record,
           errors = excluded.errors, observed_at = excluded.observed_at, tried_at = excluded.tried_at,
           expires_at = excluded.expires_at`,
    [jsonText(rows)],
  );
  const waits = writes.flatMap(({ record, waits: tokens }) => tokens.map((token) => ({ record, token })));
  await tx.query(
    `insert into parked_wait (entry_id, key_hash, source, kind, parked_hash)
     select entry_id, decode(hash, 'hex'), source, kind, decode(parked, 'hex')
       from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[]) as new(entry_id, hash, source, kind, parked)
     on conflict do nothing`,
    [
      waits.map(({ token }) => token.entryId),
      waits.map(({ token }) => token.hash),
      waits.map(({ record }) => record.source),
      waits.map(({ record }) => record.kind),
      waits.map(({ record }) => record.keyHash),
    ],
  );
}
