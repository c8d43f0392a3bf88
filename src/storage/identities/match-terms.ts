import { itemId, revision, type ItemId, type Revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Executor, Tx } from '../database';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { asOf } from '../versioned-table';
import { mark } from '../visible-rows';

/** Items that are read for one term: more of them answer no question any better. */
const ITEMS_PER_TERM = 50;

/**
 * The items that have, or had, each of some terms; those that have it now first. A caller who sees a part of the store is
 * given what was visible at a revision. Walks match_term_pkey once for each term.
 */
export async function findItemsOfTerms(
  executor: Executor,
  terms: readonly string[],
  at: Revision,
): Promise<ReadonlyMap<string, readonly ItemId[]>> {
  if (terms.length === 0) return new Map();
  const rows = await executor.query<{ term: string; item_id: number }>(
    `select wanted.term, known.item_id
       from unnest($1::text[]) as wanted(term)
       join lateral (select item_id from match_term where match_term.term = wanted.term and $2::bigint is not null${mark('of_item', 'match_term', '$2')}
                      order by match_term.term, match_term.gone, match_term.item_id limit ${ITEMS_PER_TERM}) as known on true`,
    [terms, at],
  );
  const found = new Map<string, ItemId[]>();
  for (const row of rows) {
    const list = found.get(row.term);
    if (list) list.push(itemId(row.item_id));
    else found.set(row.term, [itemId(row.item_id)]);
  }
  return found;
}

/** What of an item decides by what it is known. */
export interface KnownItem {
  readonly id: ItemId;
  readonly className: string;
  readonly name: string;
  readonly attributes: JsonObject;
}

/** Items as they were at a revision; those that were retired or merged away are missing. */
export function loadKnownItems(
  executor: Executor,
  ids: readonly ItemId[],
  at: Revision,
): Promise<readonly KnownItem[]> {
  return executor.query<KnownItem>(
    `select id, class as "className", name, attributes from ${asOf(ITEM_TABLE, '$2')} as item
      where id = any($1::bigint[]) and retired_at is null and merged_into is null`,
    [ids, at],
  );
}

/** How far the terms have followed the items, and under which rules. */
export interface MatchIndexState {
  readonly revision: Revision;
  readonly rulesVersion: number;
  readonly modelRevision: number;
  readonly rules: string;
}

/** Reads how far the terms are. */
export async function readMatchIndex(executor: Executor): Promise<MatchIndexState> {
  const [row] = await executor.query<{
    revision: number;
    rules_version: number;
    model_revision: number;
    rules: string;
  }>('select revision, rules_version, model_revision, rules from match_index where id = 1');
  return {
    revision: revision(row?.revision ?? 0),
    rulesVersion: row?.rules_version ?? 0,
    modelRevision: row?.model_revision ?? 0,
    rules: row?.rules ?? '',
  };
}

/** Any fixed number; names the lock under which one server at a time follows the items. */
const MATCH_INDEX_LOCK = 4_825_173_906;

/** Waits for its turn to follow the items; the lock goes with the transaction. */
export async function lockMatchIndex(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [MATCH_INDEX_LOCK]);
}

/** Says how far the terms are now. */
export async function writeMatchIndex(tx: Tx, state: MatchIndexState): Promise<void> {
  await tx.query(
    'update match_index set revision = $1, rules_version = $2, model_revision = $3, rules = $4 where id = 1',
    [state.revision, state.rulesVersion, state.modelRevision, state.rules],
  );
}

/** A version of an item that began, or ended, within a span of revisions. */
export interface MovedVersion {
  readonly id: ItemId;
  readonly className: string;
  readonly name: string;
  readonly attributes: JsonObject;
  /** Whether it is the newest version. */
  readonly current: boolean;
  /** Whether it is the newest version of an item that is neither retired nor merged away. */
  readonly holds: boolean;
}

/**
 * The versions that began or ended in the revisions after `since`, about `limit` of them and never a part of a revision's;
 * `upTo` is the last of these revisions, `head` the newest one. One statement, so that no version can end between two.
 * Walks configuration_item_valid_from and the index on valid_to of the versions.
 */
export async function readMovedVersions(
  executor: Executor,
  since: Revision,
  limit: number,
): Promise<{ readonly versions: readonly MovedVersion[]; readonly upTo: Revision; readonly head: Revision }> {
  const rows = await executor.query<{
    head: number;
    up_to: number;
    id: number | null;
    class: string;
    name: string;
    attributes: JsonObject;
    current: boolean;
    holds: boolean;
  }>(
    `with span as materialized (
       select head.revision as head,
              (select case when count(*) = $2 then max(moved.revision) else head.revision end from (
                 (select valid_from as revision from configuration_item where valid_from > $1 order by valid_from limit $2)
                 union all
                 (select valid_to from configuration_item_version where valid_to > $1 order by valid_to limit $2)
                 order by revision limit $2) as moved) as up_to
         from revision_head as head)
     select span.head, span.up_to, version.*
       from span left join (
         select id, class, name, attributes, true as current, retired_at is null and merged_into is null as holds
           from configuration_item where valid_from > $1 and valid_from <= (select up_to from span)
         union all
         select id, class, name, attributes, false, false
           from configuration_item_version where valid_to > $1 and valid_to <= (select up_to from span)) as version on true`,
    [since, limit],
  );
  const versions = rows.flatMap((row) =>
    row.id === null
      ? []
      : [
          {
            id: itemId(row.id),
            className: row.class,
            name: row.name,
            attributes: row.attributes,
            current: row.current,
            holds: row.holds,
          },
        ],
  );
  return { versions, upTo: revision(rows[0]?.up_to ?? since), head: revision(rows[0]?.head ?? since) };
}

/** A term of an item. `gone`: no longer. */
export interface StoredTerm {
  readonly item: ItemId;
  readonly term: string;
  readonly gone: boolean;
}

/** All terms that some items have or had. */
export async function loadTermsOf(executor: Executor, items: readonly ItemId[]): Promise<readonly StoredTerm[]> {
  if (items.length === 0) return [];
  const rows = await executor.query<{ item_id: number; term: string; gone: boolean }>(
    'select item_id, term, gone from match_term where item_id = any($1::bigint[])',
    [items],
  );
  return rows.map((row) => ({ item: itemId(row.item_id), term: row.term, gone: row.gone }));
}

/** Takes terms away and adds others. */
export async function replaceTerms(
  tx: Tx,
  removed: readonly StoredTerm[],
  added: readonly StoredTerm[],
): Promise<void> {
  const columns = (terms: readonly StoredTerm[]) => [
    terms.map(({ term }) => term),
    terms.map(({ gone }) => gone),
    terms.map(({ item }) => item),
  ];
  if (removed.length > 0) {
    await tx.query(
      `delete from match_term using unnest($1::text[], $2::boolean[], $3::bigint[]) as old(term, gone, item_id)
        where match_term.term = old.term and match_term.gone = old.gone and match_term.item_id = old.item_id`,
      columns(removed),
    );
  }
  if (added.length === 0) return;
  await tx.query(
    `insert into match_term (term, gone, item_id)
     select * from unnest($1::text[], $2::boolean[], $3::bigint[]) on conflict do nothing`,
    columns(added),
  );
}
