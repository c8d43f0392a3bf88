import type { Observation } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import type { Executor } from '../database';
import { groupByOrdinal, type KeyAt } from '../items/item-queries';
import { OBSERVATION_TABLE, toObservation, type ObservationRow } from '../change-sets/observation-rows';
import { asOf } from '../versioned-table';

/** What a source says of an item, and since when. */
export interface SeenObservation extends Observation {
  /** RFC 3339, UTC. */
  readonly firstSeenAt: string;
}

/** When a source saw an item unchanged for the last time. */
export interface Sighting {
  readonly source: string;
  readonly lastSeenAt: string;
  /** The last time that it repeated everything it claims; null: never. */
  readonly completeAt: string | null;
}

/** What each source said of items by a revision, in the order asked; by source, then native key. */
export async function loadObservationsAt(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly (readonly SeenObservation[])[]> {
  const rows = await executor.query<ObservationRow & { ordinal: number }>(
    `select observation.*, wanted.ordinal
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join lateral ${asOf(OBSERVATION_TABLE, 'wanted.revision')} as observation on observation.item_id = wanted.id
      order by wanted.ordinal, observation.source, observation.native_key`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  return groupByOrdinal(rows, keys.length, (row) => ({ ...toObservation(row), firstSeenAt: row.first_seen_at }));
}

/**
 * When each source last saw items unchanged. Sightings take no revision, and only the last one of each source is kept:
 * it counts for a revision when it was made before the next one was committed.
 */
export async function loadSightingsAt(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly (readonly Sighting[])[]> {
  const rows = await executor.query<{
    ordinal: number;
    source: string;
    last_seen_at: string;
    complete_at: string | null;
  }>(
    `select wanted.ordinal, sighting.source, max(sighting.observed_at) as last_seen_at,
            max(sighting.observed_at) filter (where sighting.complete) as complete_at
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       left join lateral (select at from change_set where revision = wanted.revision + 1) as next on true
       join sighting on int8range(sighting.first_item, sighting.last_item, '[]') @> wanted.id
        and (next.at is null or sighting.observed_at < next.at)
      where case when wanted.id - sighting.first_item < octet_length(sighting.items) * 8
                 then get_bit(sighting.items, wanted.id - sighting.first_item) = 1 end
      group by wanted.ordinal, sighting.source`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  return groupByOrdinal(rows, keys.length, (row) => ({
    source: row.source,
    lastSeenAt: row.last_seen_at,
    completeAt: row.complete_at,
  }));
}
