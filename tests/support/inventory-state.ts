import type { IngestApp } from './ingest-app';

/**
 * Everything that a reader can tell about the inventory, without what only counts or dates writes: versions, revisions,
 * and the times at which rows were written. Retired items are left out with all that is said of them: they are gone.
 */
export async function inventoryState(app: IngestApp): Promise<readonly string[]> {
  const read = async (sql: string): Promise<readonly string[]> => {
    const rows = await app.database.query<{ text: string }>(sql);
    return rows.map((row) => row.text);
  };
  const live = 'select id from configuration_item where retired_at is null and merged_into is null';
  return [
    ...(await read(
      `select jsonb_build_array('item', id, class, tenant, name, description, environment, lifecycle, criticality, owner,
                                site, can_fail, labels, attributes, gates, presence, presence = 'PRESENT' or absent_since is not null)::text as text
         from configuration_item where id in (${live}) order by id`,
    )),
    ...(await read(
      `select jsonb_build_array('observation', item_id, source, native_key, class, claims, times, claims_existence, observed_at)::text as text
         from observation where item_id in (${live}) order by item_id, source, native_key`,
    )),
    ...(await read(
      `select jsonb_build_array('identifier', entry_id, value, item_id)::text as text
         from (select * from ci_identifier union all select * from ci_identifier_contested) as held
        where item_id in (${live}) order by entry_id, value, item_id`,
    )),
    ...(await read(
      `select jsonb_build_array('relationship', id, source_id, type, target_id, kind, strength, gate_keys, weight, attributes, claims)::text as text
         from relationship order by source_id, type, target_id`,
    )),
  ];
}
