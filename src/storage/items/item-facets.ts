import type { Facet, FacetField, FacetKey } from '../../domain/lists/facet';
import type { JsonValue } from '../../domain/json';
import type { Executor } from '../database';
import { itemSource, type ItemQuery } from './item-query';
import { SqlParameters } from '../sql-parameters';
import { valueAt } from './value-filter';

/** The text that a field counts by. The default tenant has no name. */
const COLUMNS: Readonly<Record<FacetField, string>> = {
  CLASS: 'item.class',
  ENVIRONMENT: 'item.environment',
  LIFECYCLE: 'item.lifecycle',
  LIFECYCLE_STATUS: 'item.lifecycle_status',
  CRITICALITY: 'item.criticality',
  OWNER: "item.owner ->> 'name'",
  SUPPORT_GROUP: "item.support_group ->> 'name'",
  ON_CALL: "item.on_call ->> 'name'",
  SITE: 'item.site',
  TENANT: "nullif(item.tenant, '')",
  PRESENCE: 'item.presence',
};

interface FacetRow {
  readonly facet: number;
  readonly value: JsonValue;
  readonly count: number;
  readonly all_values: number;
  readonly all_count: number;
}

/** How many of the items that fit have each value, in the order asked. One statement, one pass over the items. */
export async function countFacets(
  executor: Executor,
  query: ItemQuery,
  keys: readonly FacetKey[],
  first: number,
): Promise<readonly Facet[]> {
  const parameters = new SqlParameters();
  const source = itemSource(query, parameters);
  const each = keys.map((key, index) => valuesOf(key, index, parameters)).join(' union all ');
  const rows = await executor.query<FacetRow>(
    `${source.with} select facet, value, count, all_values, all_count from (
       select facet, value, count,
              row_number() over (partition by facet order by count desc, value is null, value) as place,
              count(*) over (partition by facet) as all_values,
              (sum(count) over (partition by facet))::bigint as all_count
         from (select each.facet, each.value, count(*) as count
                 from ${source.from} cross join lateral (${each}) as each (facet, value)
                where ${source.where} group by each.facet, each.value) as counted) as ranked
      where place <= ${parameters.add(Math.max(first, 1), 'bigint')}
      order by facet, place`,
    parameters.values,
  );
  return keys.map((key, index) =>
    toFacet(
      key,
      rows.filter((row) => row.facet === index),
      first,
    ),
  );
}

/** An empty list is a value of its own. */
function valuesOf({ field, label, attribute }: FacetKey, index: number, parameters: SqlParameters): string {
  if (field != null) return `select ${index}, to_jsonb(${COLUMNS[field]})`;
  const value =
    label == null ? valueAt(attribute ?? '', 'item.attributes', parameters) : valueAt(label, 'item.labels', parameters);
  return `select distinct ${index}, nullif(element, 'null'::jsonb) from (select ${value} as value) as found,
      jsonb_array_elements(case when jsonb_typeof(value) = 'array' and value <> '[]' then value
                                else jsonb_build_array(value) end) as element`;
}

function toFacet({ field, label, attribute }: FacetKey, rows: readonly FacetRow[], first: number): Facet {
  const values = rows.slice(0, first).map(({ value, count }) => ({ value, count }));
  const counted = values.reduce((sum, { count }) => sum + count, 0);
  return {
    field: field ?? null,
    label: label ?? null,
    attribute: attribute ?? null,
    values,
    otherValues: (rows[0]?.all_values ?? 0) - values.length,
    otherCount: (rows[0]?.all_count ?? 0) - counted,
  };
}
