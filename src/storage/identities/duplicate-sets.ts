import type { DuplicateEvidence, DuplicateSetState, IdentityHolding } from '../../domain/identification/duplicates';
import type { ItemId } from '../../domain/ids';
import type { Executor, Tx } from '../database';

/** A set as the bookkeeping sees it. */
export interface StoredSet {
  readonly id: string;
  readonly tenant: string;
  readonly state: DuplicateSetState;
  /** RFC 3339, UTC. */
  readonly openedAt: string;
  readonly items: readonly ItemId[];
  readonly fingerprints: readonly string[];
}

/** Evidence on its way into a set. */
export interface WrittenEvidence extends DuplicateEvidence {
  readonly setId: string;
  readonly fingerprint: string;
}

/** Any number; it only has to be the same everywhere. */
const DUPLICATES_LOCK = 1_795_000_400;

/** Lets one at a time change which items a set has, until the transaction ends. */
export async function lockDuplicates(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [DUPLICATES_LOCK]);
}

/** Counts evidence that is known, in sets that are open or were decided; gives its fingerprints. */
export async function touchEvidence(
  executor: Executor,
  fingerprints: readonly string[],
  now: string,
): Promise<ReadonlySet<string>> {
  const rows = await executor.query<{ fingerprint: string }>(
    `update duplicate_evidence as known set last_at = greatest(known.last_at, $2::timestamptz(3)), times = known.times + 1
       from duplicate_set as held
      where held.id = known.set_id and held.state in ('OPEN', 'DISTINCT') and known.fingerprint = any($1::text[])
      returning known.fingerprint`,
    [fingerprints, now],
  );
  return new Set(rows.map((row) => row.fingerprint));
}

/** Sets that hold any of some items or have some evidence; those that were merged do not count. */
export async function findSetsTouched(
  executor: Executor,
  items: readonly ItemId[],
  fingerprints: readonly string[],
): Promise<readonly StoredSet[]> {
  return executor.query<StoredSet>(
    `select held.id, held.tenant, held.state, held.opened_at as "openedAt",
            array(select item_id from duplicate_set_item where set_id = held.id order by item_id) as items,
            array(select fingerprint from duplicate_evidence
                   where set_id = held.id and fingerprint = any($2::text[])) as fingerprints
       from duplicate_set as held
      where held.state <> 'MERGED'
        and held.id in (select set_id from duplicate_set_item where item_id = any($1::bigint[])
                        union select set_id from duplicate_evidence where fingerprint = any($2::text[]))
      order by held.opened_at, held.id`,
    [items, fingerprints],
  );
}

/** What is to be written of sets. */
export interface SetsToWrite {
  readonly sets: readonly Pick<StoredSet, 'id' | 'tenant' | 'openedAt' | 'items'>[];
  readonly evidence: readonly WrittenEvidence[];
  /** Sets that became a part of others. */
  readonly absorbed: readonly { readonly id: string; readonly into: string }[];
}

/** Opens sets and adds to open ones. Needs the lock. The number of statements does not depend on that of the sets. */
export async function writeDuplicateSets(
  tx: Tx,
  { sets, evidence, absorbed }: SetsToWrite,
  now: string,
): Promise<void> {
  if (sets.length === 0) return;
  await tx.query(
    `insert into duplicate_set (id, tenant, state, opened_at, changed_at, checked_at)
     select id, tenant, 'OPEN', "openedAt", $2, $2
       from json_to_recordset($1::json) as given(id uuid, tenant text, "openedAt" timestamptz(3))
     on conflict (id) do update
       set state = 'OPEN', changed_at = excluded.changed_at, closed_at = null, closed_by = null, reason = null`,
    [JSON.stringify(sets.map(({ id, tenant, openedAt }) => ({ id, tenant, openedAt }))), now],
  );
  const members = sets.flatMap(({ id, items }) => items.map((item) => ({ set_id: id, item_id: item })));
  await tx.query(
    `insert into duplicate_set_item (set_id, item_id)
     select set_id, item_id from json_to_recordset($1::json) as given(set_id uuid, item_id bigint)
     on conflict do nothing`,
    [JSON.stringify(members)],
  );
  await tx.query(
    `insert into duplicate_evidence (set_id, fingerprint, kind, entry, identity_values, source, native_key, items,
                                     holdings, first_at, last_at, times)
     select "setId", fingerprint, kind, entry, "values", source, "nativeKey", items, holdings, $2, $2, 1
       from json_to_recordset($1::json) as
              given("setId" uuid, fingerprint text, kind text, entry text, "values" text[], source text,
                    "nativeKey" text, items bigint[], holdings jsonb)
     on conflict (set_id, fingerprint) do update
       set last_at = excluded.last_at, times = duplicate_evidence.times + 1, items = excluded.items,
           holdings = excluded.holdings`,
    [JSON.stringify(evidence), now],
  );
  if (absorbed.length === 0) return;
  const moved = JSON.stringify(absorbed);
  await tx.query(
    `insert into duplicate_evidence (set_id, fingerprint, kind, entry, identity_values, source, native_key, items,
                                     holdings, first_at, last_at, times)
     select given."into", fingerprint, kind, entry, identity_values, source, native_key, items, holdings, first_at,
            last_at, times
       from json_to_recordset($1::json) as given(id uuid, "into" uuid)
       join duplicate_evidence on set_id = given.id
     on conflict do nothing`,
    [moved],
  );
  await tx.query(
    `with given as (select id from json_to_recordset($1::json) as given(id uuid)),
          evidence as (delete from duplicate_evidence where set_id in (select id from given)),
          items as (delete from duplicate_set_item where set_id in (select id from given))
     delete from duplicate_set where id in (select id from given)`,
    [moved],
  );
}

/** Evidence of an open set, to be looked at anew. */
export interface EvidenceToReview {
  readonly setId: string;
  readonly fingerprint: string;
  readonly kind: DuplicateEvidence['kind'];
  readonly items: readonly ItemId[];
  readonly holdings: readonly IdentityHolding[];
}

/** The evidence of open sets that hold some items, or, without items, that were not looked at since a time. */
export async function loadEvidenceToReview(
  executor: Executor,
  {
    items,
    before,
    limit,
  }: { readonly items: readonly ItemId[] | null; readonly before: string; readonly limit: number },
): Promise<readonly EvidenceToReview[]> {
  return executor.query<EvidenceToReview>(
    `with asked as materialized (
       select id from duplicate_set as held
        where state = 'OPEN' and ($1::bigint[] is not null or checked_at < $2::timestamptz(3))
          and ($1::bigint[] is null
               or exists (select from duplicate_set_item where set_id = held.id and item_id = any($1::bigint[])))
        order by checked_at, id limit $3
     )
     select set_id as "setId", fingerprint, kind, items, holdings
       from duplicate_evidence join asked on id = set_id`,
    [items, before, limit],
  );
}

/** What became of sets that were looked at anew. */
export interface ReviewedSet {
  readonly id: string;
  readonly state: DuplicateSetState;
  /** The items that its evidence still speaks of. */
  readonly items: readonly ItemId[];
}

/** Writes what a review found. Sets that closed or were decided meanwhile stay so. */
export async function writeReview(executor: Executor, reviewed: readonly ReviewedSet[], now: string): Promise<void> {
  if (reviewed.length === 0) return;
  const given = JSON.stringify(reviewed);
  await executor.query(
    `update duplicate_set as held
        set state = given.state, checked_at = $2::timestamptz(3),
            closed_at = case when given.state = 'OPEN' then null else $2::timestamptz(3) end,
            changed_at = case when given.state = 'OPEN' then held.changed_at else $2::timestamptz(3) end
       from json_to_recordset($1::json) as given(id uuid, state text)
      where held.id = given.id and held.state = 'OPEN'`,
    [given, now],
  );
  // A closed set goes on showing what it was about; an open one follows its items.
  const open = `select given.id, given.items from json_to_recordset($1::json) as given(id uuid, state text, items bigint[])
                 where given.state = 'OPEN'`;
  await executor.query(
    `insert into duplicate_set_item (set_id, item_id)
     select open.id, item_id from (${open}) as open cross join lateral unnest(open.items) as item_id
     on conflict do nothing`,
    [given],
  );
  await executor.query(
    `delete from duplicate_set_item as member using (${open}) as open
      where member.set_id = open.id and member.item_id <> all(open.items)`,
    [given],
  );
}

/** Closes a set as a person decided. */
export async function decideSet(
  executor: Executor,
  decision: {
    readonly id: string;
    readonly state: DuplicateSetState;
    readonly principal: string;
    readonly reason: string | null;
    readonly now: string;
  },
): Promise<void> {
  await executor.query(
    `update duplicate_set
        set state = $2, closed_at = $5::timestamptz(3), changed_at = $5::timestamptz(3), closed_by = $3, reason = $4
      where id = $1::uuid and (state <> $2 or closed_by is null)`,
    [decision.id, decision.state, decision.principal, decision.reason, decision.now],
  );
}

/** Opens the merged sets of items again whose merge was undone. */
export async function reopenMerged(executor: Executor, items: readonly ItemId[], now: string): Promise<void> {
  await executor.query(
    `update duplicate_set as held
        set state = 'OPEN', closed_at = null, closed_by = null, changed_at = $2::timestamptz(3)
      where state = 'MERGED'
        and exists (select from duplicate_set_item where set_id = held.id and item_id = any($1::bigint[]))`,
    [items, now],
  );
}

/** A set with all that a person wants to know of it. */
export interface DuplicateSetRow {
  readonly id: string;
  readonly tenant: string;
  readonly state: DuplicateSetState;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly reason: string | null;
  readonly items: readonly ItemId[];
  /** Newest first, a bounded number. */
  readonly evidence: readonly EvidenceRow[];
}

/** Evidence as it is shown. */
export interface EvidenceRow {
  readonly kind: DuplicateEvidence['kind'];
  readonly entry: string;
  readonly values: readonly string[];
  readonly source: string | null;
  readonly nativeKey: string | null;
  readonly items: readonly ItemId[];
  readonly firstAt: string;
  readonly lastAt: string;
  readonly times: number;
}
