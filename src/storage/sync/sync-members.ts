import { ID_BLOCK, type IdSet } from '../../domain/id-set';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import type { Executor } from '../database';
import { mark } from '../visible-rows';

/** Which of a source's items: by what the source itself says of them. */
export interface MemberQuery {
  readonly source: string;
  /** Classes that the source reported them as; null: any. */
  readonly classes: readonly string[] | null;
  /** Flat path -> the value that the source claims. */
  readonly claims: Readonly<Record<string, JsonValue>>;
  readonly nativeKeyPrefix: string | null;
}

/** An item in the scope of a session. */
export interface MemberItem {
  readonly id: number;
  readonly className: string;
  /** The source claims that it exists. */
  readonly claimed: boolean;
  /** Neither retired nor merged into another. */
  readonly live: boolean;
  /** The newest revision at which the source said something else of it than before. */
  readonly moved: number;
}

/** A relationship that a source claims. */
export interface MemberRelationship {
  readonly id: number;
  readonly type: string;
  readonly source: number;
  readonly target: number;
  /** The source reports the item at that end, too. */
  readonly reportsSource: boolean;
  readonly reportsTarget: boolean;
  /** The revision of its newest version. */
  readonly moved: number;
}

const PAGE = 20_000;

/**
 * The items of a source that fit, by id, page by page. Uses observation_source, so that it costs no more than what the
 * source reports.
 */
export async function* memberItems(executor: Executor, query: MemberQuery): AsyncGenerator<readonly MemberItem[]> {
  const { source, classes, claims, nativeKeyPrefix } = query;
  for (let last = 0; ;) {
    const rows = await executor.query<MemberItem>(
      `select page.item_id as id, item.class as "className", page.claimed, page.moved,
              item.retired_at is null and item.merged_into is null as live
         from (
           select item_id, bool_or(claims_existence) as claimed, max(valid_from) as moved
             from observation
            where source = $1 and item_id > $2 and ($3::text[] is null or class = any($3))
              and ($4::jsonb = '{}'::jsonb or claims @> $4) and ($5::text is null or starts_with(native_key, $5))${mark('of_item', 'observation')}
            group by item_id order by item_id limit $6
         ) as page
         join configuration_item as item on item.id = page.item_id
        order by page.item_id`,
      [source, last, classes, JSON.stringify(claims), nativeKeyPrefix, PAGE],
    );
    yield rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.id ?? last;
  }
}

const RELATIONSHIP = `id, type, source_id as source, target_id as target, valid_from as moved,
  exists (select from observation where item_id = relationship.source_id and source = $1) as "reportsSource",
  exists (select from observation where item_id = relationship.target_id and source = $1) as "reportsTarget"`;

const CLAIMED = `claims @> jsonb_build_array(jsonb_build_object('source', $1::text))`;
/** Those with both ends in sight. */
const SEEN = mark('relationship', 'relationship');
/** The same for all relationships that there are: uses relationship_claimed, so that it costs what the source claims. */
const CLAIMED_ANYWHERE = `jsonb_path_query_array(claims, '$[*].source') ? $1`;

/** How many relationships of each type a source claims, anywhere. */
export function countClaimedRelationships(
  executor: Executor,
  source: string,
  types: readonly string[] | null,
): Promise<readonly { readonly type: string; readonly count: number }[]> {
  return executor.query(
    `select type, count(*) as count from relationship
      where ${CLAIMED_ANYWHERE} and ($2::text[] is null or type = any($2))${SEEN} group by type order by type`,
    [source, types],
  );
}

/** A relationship that a source claims and that is not in a set. */
export type UnseenRelationship = Pick<MemberRelationship, 'id' | 'type' | 'source' | 'target'>;

/** The relationships that a source claims anywhere, as they were at a revision or before, and that are not in a set; by id. */
export function unseenRelationships(
  executor: Executor,
  {
    source,
    types,
    seen,
    upTo,
  }: {
    readonly source: string;
    readonly types: readonly string[] | null;
    readonly seen: IdSet;
    readonly upTo: Revision;
  },
): Promise<readonly UnseenRelationship[]> {
  const runs = seen.toBits();
  return executor.query<UnseenRelationship>(
    `select id, type, source_id as source, target_id as target
       from relationship
       left join unnest($3::bigint[], $4::bytea[]) as seen (first, bits)
              on seen.first / ${ID_BLOCK} = id / ${ID_BLOCK} and id - seen.first between 0 and length(seen.bits) * 8 - 1
      where ${CLAIMED_ANYWHERE} and ($2::text[] is null or type = any($2)) and valid_from <= $5
        and (seen.first is null or get_bit(seen.bits, id - seen.first) = 0)${SEEN}
      order by id`,
    [source, types, runs.map(({ first }) => first), runs.map(({ bits }) => Buffer.from(bits)), upTo],
  );
}

/** The relationships that a source claims at some items, either way; one of two of them comes twice when asked for apart. */
export function claimedRelationshipsAt(
  executor: Executor,
  source: string,
  types: readonly string[] | null,
  items: readonly number[],
): Promise<readonly MemberRelationship[]> {
  return executor.query<MemberRelationship>(
    `select ${RELATIONSHIP} from relationship
      where source_id = any($2::bigint[]) and ${CLAIMED} and ($3::text[] is null or type = any($3))${SEEN}
     union
     select ${RELATIONSHIP} from relationship
      where target_id = any($2::bigint[]) and ${CLAIMED} and ($3::text[] is null or type = any($3))${SEEN}`,
    [source, items, types],
  );
}

/** Items that a source reported unchanged since a time (RFC 3339), in a session or not. */
export async function sightedSince(
  executor: Executor,
  source: string,
  since: string,
): Promise<readonly { readonly first: number; readonly bits: Buffer }[]> {
  return executor.query<{ first: number; bits: Buffer }>(
    'select first_item as first, items as bits from sighting where source = $1 and observed_at >= $2::timestamptz',
    [source, since],
  );
}

/** Relationships that a source reported unchanged since a time (RFC 3339), in a session or not. */
export async function relationshipsSightedSince(
  executor: Executor,
  source: string,
  since: string,
): Promise<readonly { readonly first: number; readonly bits: Buffer }[]> {
  return executor.query<{ first: number; bits: Buffer }>(
    `select first_id as first, bits from relationship_sighting
      where source = $1 and observed_at >= $2::timestamptz`,
    [source, since],
  );
}
