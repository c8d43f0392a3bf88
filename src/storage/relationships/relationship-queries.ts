import type { Strength } from '../../domain/gate';
import type { ItemId, RelationshipId, Revision } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship, RelationshipKind } from '../../domain/relationship';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { Executor } from '../database';
import { itemCondition } from '../items/item-filter';
import type { KeyAt } from '../items/item-queries';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { RELATIONSHIP_TABLE, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';

/** Relationships as they were, each at its own revision, in the order asked; null where there was none. */
export async function loadRelationshipsAt(
  executor: Executor,
  keys: readonly KeyAt<RelationshipId>[],
): Promise<readonly (Relationship | null)[]> {
  const rows = await executor.query<RelationshipRow & { ordinal: number }>(
    `select relationship.*, wanted.ordinal
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join lateral ${asOf(RELATIONSHIP_TABLE, 'wanted.revision')} as relationship on relationship.id = wanted.id`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  const found = new Map(rows.map((row) => [row.ordinal, row]));
  return keys.map((_, index) => {
    const row = found.get(index + 1);
    return row ? toRelationship(row) : null;
  });
}

/** Which relationships; what is null does not restrict. */
export interface RelationshipQuery {
  readonly at: Revision;
  readonly ids: readonly RelationshipId[] | null;
  readonly types: readonly string[] | null;
  readonly kinds: readonly RelationshipKind[] | null;
  readonly strengths: readonly Strength[] | null;
  readonly sources: readonly ItemId[] | null;
  readonly targets: readonly ItemId[] | null;
  /** The class model of that revision. */
  readonly model: ClassModel;
  /** What the ends must be like. */
  readonly source: ItemFilter | null;
  readonly target: ItemFilter | null;
  /** Claimed by one of these data sources. */
  readonly dataSources: readonly string[] | null;
}

const BY_ID: readonly SortKey[] = [{ expression: 'relationship.id', type: 'bigint', descending: false }];

/** One page of the relationships that fit, by id. Uses relationship_id, the primary key for sources, relationship_target. */
export async function pageRelationships(
  executor: Executor,
  query: RelationshipQuery,
  page: PageRequest,
): Promise<PageResult<Relationship>> {
  const parameters = new SqlParameters();
  const { from, conditions } = relationshipSource(query, parameters);
  const clauses = pageClauses(BY_ID, page, parameters);
  const rows = await executor.query<RelationshipRow>(
    `select relationship.*, ${clauses.keys} from ${from}
      where ${[...conditions, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(BY_ID, page, rows, toRelationship);
}

/** How many relationships fit. */
export async function countRelationships(executor: Executor, query: RelationshipQuery): Promise<number> {
  const parameters = new SqlParameters();
  const { from, conditions } = relationshipSource(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from ${from} where ${conditions.join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

function relationshipSource(query: RelationshipQuery, parameters: SqlParameters) {
  const conditions = ['true'];
  const restrict = (values: readonly unknown[] | null, condition: (list: string) => string, type: string): void => {
    if (values !== null) conditions.push(condition(parameters.add(values, type)));
  };
  const revision = parameters.add(query.at, 'bigint');
  const from = `${asOf(RELATIONSHIP_TABLE, revision)} as relationship`;
  const restrictEnd = (filter: ItemFilter | null, end: 'source' | 'target'): void => {
    if (filter === null) return;
    const fits = itemCondition(filter, end, { model: query.model, parameters, revision });
    conditions.push(
      `relationship.${end}_id in (select ${end}.id from ${asOf(ITEM_TABLE, revision)} as ${end} where ${fits})`,
    );
  };
  restrict(query.ids, (list) => `relationship.id = any(${list})`, 'bigint[]');
  restrict(query.types, (list) => `relationship.type = any(${list})`, 'text[]');
  restrict(query.kinds, (list) => `relationship.kind = any(${list})`, 'text[]');
  restrict(query.strengths, (list) => `relationship.strength = any(${list})`, 'text[]');
  restrict(query.sources, (list) => `relationship.source_id = any(${list})`, 'bigint[]');
  restrict(query.targets, (list) => `relationship.target_id = any(${list})`, 'bigint[]');
  restrictEnd(query.source, 'source');
  restrictEnd(query.target, 'target');
  restrict(
    query.dataSources,
    (list) =>
      `exists (select from jsonb_array_elements(relationship.claims) as claim where claim ->> 'source' = any(${list}))`,
    'text[]',
  );
  return { from, conditions };
}
