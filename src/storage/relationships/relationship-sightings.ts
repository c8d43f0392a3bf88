import { IdSet } from '../../domain/id-set';
import type { RelationshipId } from '../../domain/ids';
import { compareInstants, laterInstant } from '../../domain/instant';
import { isChanged, mayHold, replaceSql, type BitmapTable } from '../change-sets/bitmap-rows';
import type { Executor } from '../database';
import { groupByOrdinal, type KeyAt } from '../items/item-queries';

/*
 * Rows of `relationship_sighting` are bitmaps over relationship ids, each within one block of IdSet. A relationship is in
 * one row per source: a later sighting takes its bit out of the earlier row.
 */

/** A relationship that a source reported and had nothing new to say of. */
export interface SeenRelationship {
  readonly relationship: RelationshipId;
  /** RFC 3339, UTC. */
  readonly observedAt: string;
}

/** Relationship -> source -> the last time that it had nothing new to say of it. */
export type RelationshipSightings = ReadonlyMap<RelationshipId, ReadonlyMap<string, string>>;

interface Row {
  readonly id: string;
  readonly source: string;
  readonly observed_at: string;
  readonly first_id: number;
  readonly bits: Buffer;
}

/** The last sightings of some relationships by every source. One statement for any number of relationships. */
export async function loadRelationshipSightings(
  executor: Executor,
  relationships: readonly RelationshipId[],
): Promise<RelationshipSightings> {
  const found = new Map<RelationshipId, Map<string, string>>();
  if (relationships.length === 0) return found;
  for (const row of await readRows(executor, relationships, null)) {
    for (const id of relationships) {
      if (!hasBit(row, id)) continue;
      const bySource = found.get(id) ?? new Map<string, string>();
      bySource.set(row.source, laterInstant(bySource.get(row.source) ?? row.observed_at, row.observed_at));
      found.set(id, bySource);
    }
  }
  return found;
}

/** Records what a run of a source saw. Bookkeeping: it takes no revision and no lock. */
export async function recordRelationshipSightings(
  executor: Executor,
  source: string,
  seen: readonly SeenRelationship[],
  newId: () => string,
): Promise<void> {
  if (seen.length === 0) return;
  const sets = new Map<string, IdSet>();
  for (const { relationship, observedAt } of seen) {
    const set = sets.get(observedAt) ?? new IdSet();
    set.add(relationship);
    sets.set(observedAt, set);
  }
  const earlier = await readRows(
    executor,
    seen.map((one) => one.relationship),
    source,
  );
  const rest = earlier.map((row) => ({ row, left: withoutSeen(row, seen) }));
  const moved = rest.filter(({ row, left }) => isChanged(row.bits, left));
  const rows = [
    ...moved.flatMap(({ row, left }) => left.map((one) => ({ ...one, replaces: row.id }))),
    ...[...sets].flatMap(([at, set]) => set.toBits().map((run) => ({ at, ...run, replaces: null }))),
  ];
  await executor.query(
    replaceSql(
      TABLE.name,
      '$1',
      `unnest($3::uuid[], $4::timestamptz[], $5::bigint[], $6::bytea[], $7::uuid[]) as
         given(id, observed_at, first_id, bits, replaces)`,
      `insert into relationship_sighting (id, source, observed_at, first_id, last_id, bits)
       select id, $2, observed_at, first_id, first_id + octet_length(bits) * 8 - 1, bits`,
    ),
    [
      moved.map(({ row }) => row.id),
      source,
      rows.map(() => newId()),
      rows.map((row) => row.at),
      rows.map((row) => row.first),
      rows.map((row) => Buffer.from(row.bits)),
      rows.map((row) => row.replaces),
    ],
  );
}

/** What is left of an earlier row. */
function withoutSeen(
  row: Row,
  seen: readonly SeenRelationship[],
): readonly { readonly at: string; readonly first: number; readonly bits: Uint8Array }[] {
  const bits = Buffer.from(row.bits);
  for (const { relationship, observedAt } of seen) {
    const bit = relationship - row.first_id;
    const covered = bit >= 0 && bit >> 3 < bits.length && compareInstants(row.observed_at, observedAt) <= 0;
    if (covered) bits[bit >> 3] = (bits[bit >> 3] ?? 0) & ~(1 << (bit & 7));
  }
  const left = new IdSet();
  left.addBits({ first: row.first_id, bits });
  return left.toBits().map((run) => ({ at: row.observed_at, ...run }));
}

function hasBit({ first_id: first, bits }: Row, id: RelationshipId): boolean {
  const bit = id - first;
  return bit >= 0 && ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** A row lies within a block, like the runs of IdSet. */
const TABLE: BitmapTable = { name: 'relationship_sighting', first: 'first_id', last: 'last_id' };

async function readRows(
  executor: Executor,
  relationships: readonly RelationshipId[],
  source: string | null,
): Promise<readonly Row[]> {
  const { condition, value } = mayHold(TABLE, relationships, '$1');
  return executor.query<Row>(
    `select id, source, observed_at, first_id, bits from relationship_sighting
      where ${condition} and ($2::text is null or source = $2)`,
    [value, source],
  );
}

/** When a source last saw a relationship unchanged. */
export interface RelationshipSighting {
  readonly source: string;
  readonly lastSeenAt: string;
}

/** When each source last saw relationships unchanged: before the revision after the one that is asked for. */
export async function loadRelationshipSightingsAt(
  executor: Executor,
  keys: readonly KeyAt<RelationshipId>[],
): Promise<readonly (readonly RelationshipSighting[])[]> {
  const rows = await executor.query<{ ordinal: number; source: string; last_seen_at: string }>(
    `select wanted.ordinal, seen.source, max(seen.observed_at) as last_seen_at
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       left join lateral (select at from change_set where revision = wanted.revision + 1) as next on true
       join relationship_sighting as seen on int8range(seen.first_id, seen.last_id, '[]') @> wanted.id
        and (next.at is null or seen.observed_at < next.at)
      where case when wanted.id - seen.first_id < octet_length(seen.bits) * 8
                 then get_bit(seen.bits, wanted.id - seen.first_id) = 1 end
      group by wanted.ordinal, seen.source`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  return groupByOrdinal(rows, keys.length, (row) => ({ source: row.source, lastSeenAt: row.last_seen_at }));
}
