import { itemId, relationshipId, revision, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import type { Executor } from '../database';

/** When to look again at items and relationships of which several sources speak; bookkeeping, which takes no revision. */
export interface DueClaims {
  readonly items: readonly ItemId[];
  readonly relationships: readonly RelationshipId[];
}

/** Some of those that are due, the longest overdue first. Uses claim_due_due_at. */
export async function findDueClaims(executor: Executor, now: Date, limit: number): Promise<DueClaims> {
  const rows = await executor.query<{ id: number; entity: string }>(
    'select id, entity from claim_due where due_at <= $1 order by due_at, entity, id limit $2',
    [now.toISOString(), limit],
  );
  const of = (entity: string): readonly number[] => rows.filter((row) => row.entity === entity).map((row) => row.id);
  return { items: of('CONFIGURATION_ITEM').map(itemId), relationships: of('RELATIONSHIP').map(relationshipId) };
}

/** When the next one falls due; null when none will. */
export async function nextDueAt(executor: Executor): Promise<Date | null> {
  const [row] = await executor.query<{ due_at: string | null }>('select min(due_at) as due_at from claim_due');
  return row?.due_at == null ? null : new Date(row.due_at);
}

/** Id -> when it falls due, in milliseconds since 1970; null: never. */
export interface DueTimes {
  readonly items: ReadonlyMap<ItemId, number | null>;
  readonly relationships: ReadonlyMap<RelationshipId, number | null>;
}

/** Sets when some are to be looked at again, in place of what was set before. */
export async function setDueTimes(executor: Executor, { items, relationships }: DueTimes): Promise<void> {
  const all = [
    ...[...items].map(([id, due]) => ({ id, entity: 'CONFIGURATION_ITEM', due })),
    ...[...relationships].map(([id, due]) => ({ id, entity: 'RELATIONSHIP', due })),
  ];
  if (all.length === 0) return;
  const due = all.filter((one) => one.due !== null);
  const never = all.filter((one) => one.due === null);
  await executor.query(
    `with never as (
       delete from claim_due using unnest($4::bigint[], $5::text[]) as gone(id, entity)
        where claim_due.id = gone.id and claim_due.entity = gone.entity
     )
     insert into claim_due (id, entity, due_at)
     select id, entity, due_at from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as given(id, entity, due_at)
     on conflict (id, entity) do update set due_at = excluded.due_at`,
    [
      due.map((one) => one.id),
      due.map((one) => one.entity),
      due.map((one) => new Date(one.due ?? 0).toISOString()),
      never.map((one) => one.id),
      never.map((one) => one.entity),
    ],
  );
}

/** Under this name the sweeper keeps how far it has read the log for claims that expire. */
export const CLAIMS_TASK = 'claims';
/** Change sets that one look at the log takes note of; each holds 5,000 changes at most. */
const CHANGE_SETS_PER_LOOK = 20;

/**
 * Reads the log on from where the last look ended: whatever changed of which several sources speak is to be looked at
 * now. False when the end of the log was reached. One transaction, so that nothing is passed over when it is cut short.
 */
export async function noteContested(executor: Executor, now: Date): Promise<boolean> {
  const [from] = await executor.query<{ revision: number }>('select revision from sweep_position where task = $1', [
    CLAIMS_TASK,
  ]);
  const [head] = await executor.query<{ revision: number }>('select revision from revision_head');
  const since: Revision = revision(from?.revision ?? 0);
  const upTo = Math.min(head?.revision ?? 0, since + CHANGE_SETS_PER_LOOK);
  if (upTo <= since) return false;
  await executor.query(
    `with touched as materialized (
       select distinct entity, coalesce(relationship_id, item_id) as id from change
        where revision > $1 and revision <= $2 and entity in ('CONFIGURATION_ITEM', 'RELATIONSHIP')
     ), contested as (
       select id, entity from touched
        where entity = 'CONFIGURATION_ITEM'
          and (select count(distinct source) from observation where item_id = touched.id) > 1
       union all
       select touched.id, entity from touched join relationship on relationship.id = touched.id
        where entity = 'RELATIONSHIP' and jsonb_array_length(relationship.claims) > 1
     ), noted as (
       insert into claim_due (id, entity, due_at) select id, entity, $3 from contested
       on conflict (id, entity) do update set due_at = least(claim_due.due_at, excluded.due_at)
     )
     insert into sweep_position (task, revision) values ($4, $2)
     on conflict (task) do update set revision = excluded.revision`,
    [since, upTo, now.toISOString(), CLAIMS_TASK],
  );
  return upTo < (head?.revision ?? 0);
}
