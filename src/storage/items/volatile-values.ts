import { itemId, type ItemId } from '../../domain/ids';
import type { JsonObject, JsonValue } from '../../domain/json';
import type { Executor } from '../database';
import type { KeyAt } from './item-queries';

/** The last value of a volatile attribute of an item. */
export interface VolatileValue {
  readonly item: ItemId;
  readonly name: string;
  /** Null when it was withdrawn. */
  readonly value: JsonValue;
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly observedAt: string;
}

/**
 * Keeps what was seen last of every attribute; what was seen before that says nothing. Of several values for one the first
 * of the latest counts. Bookkeeping: it takes no revision and no lock.
 */
export async function recordVolatileValues(executor: Executor, values: readonly VolatileValue[]): Promise<void> {
  if (values.length === 0) return;
  await executor.query(
    `insert into volatile_value (item_id, name, value, source, observed_at)
     select distinct on (item_id, name) item_id, name, value, source, observed_at
       from unnest($1::bigint[], $2::text[], $3::jsonb[], $4::text[], $5::timestamptz[])
         with ordinality as given(item_id, name, value, source, observed_at, place)
      order by item_id, name, observed_at desc, place
     on conflict (item_id, name) do update
       set value = excluded.value, source = excluded.source, observed_at = excluded.observed_at
     where volatile_value.observed_at <= excluded.observed_at`,
    [
      values.map((one) => one.item),
      values.map((one) => one.name),
      values.map((one) => JSON.stringify(one.value)),
      values.map((one) => one.source),
      values.map((one) => one.observedAt),
    ],
  );
}

/**
 * The last values of volatile attributes, by item and revision. They belong to the version of the item that holds now: at
 * a moment at which the item was another version there are none. Null: withdrawn.
 */
export async function loadVolatileValuesAt(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly JsonObject[]> {
  const rows = await executor.query<{ place: number; values: JsonObject }>(
    `select place::int as place, jsonb_object_agg(volatile_value.name, volatile_value.value) as values
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted(id, revision, place)
       join configuration_item as item on item.id = wanted.id and item.valid_from <= wanted.revision
       join volatile_value on volatile_value.item_id = wanted.id
      group by place`,
    [keys.map(({ id }) => itemId(id)), keys.map(({ revision }) => revision)],
  );
  const byPlace = new Map(rows.map(({ place, values }) => [place, values]));
  return keys.map((_, index) => byPlace.get(index + 1) ?? {});
}
