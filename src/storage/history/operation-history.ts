import type { ChangeSet } from '../../domain/history/change';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { IdSet } from '../../domain/id-set';
import { revision, type ItemId, type Revision } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import { identifierKey, relationshipKey, type Identifier } from '../change-sets/change-plan';
import type { Executor } from '../database';
import { CONTESTED_TABLE, IDENTIFIER_TABLE, toIdentifier, type IdentifierRow } from '../change-sets/identifier-rows';
import { ITEM_TABLE, toItem, type ItemRow } from '../change-sets/item-rows';
import { OBSERVATION_TABLE, toObservation, type ObservationRow } from '../change-sets/observation-rows';
import { RELATIONSHIP_TABLE, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';
import type { EntitySets } from '../sync/sync-sets';
import { mark } from '../visible-rows';
import { columnList, type VersionedTable } from '../versioned-table';
import { slicesOf } from '../../domain/slices';

/** What an operation touched, and what it touched that has no place in this. */
export interface TouchedByOperation extends EntitySets {
  /** Kinds of other things that it changed, such as CI_CLASS. */
  readonly others: readonly string[];
}

const CHANGE_SETS_AT_A_TIME = 50;

/** The items and relationships that some change sets changed. A few statements for every 50 of them. */
export async function loadTouched(executor: Executor, changeSets: readonly ChangeSet[]): Promise<TouchedByOperation> {
  const [items, relationships, others] = [new IdSet(), new IdSet(), new Set<string>()];
  for (const some of slicesOf(changeSets, CHANGE_SETS_AT_A_TIME)) {
    const rows = await executor.query<{ entity: string; id: number | null }>(
      `select distinct entity, case entity when 'RELATIONSHIP' then relationship_id else item_id end as id
         from change
        where revision = any($1::bigint[]) and at between $2::timestamptz and $3::timestamptz`,
      [some.map((one) => one.revision), some[0]?.at, some.at(-1)?.at],
    );
    for (const { entity, id } of rows) {
      if (entity === 'CONFIGURATION_ITEM' && id !== null) items.add(id);
      else if (entity === 'RELATIONSHIP' && id !== null) relationships.add(id);
      else others.add(entity);
    }
  }
  return { items, relationships, others: [...others].sort() };
}

/** Whether a reader sees all that some change sets changed, as it is now. A limited one does not see what has left its sight. */
export async function seesAllOf(executor: Executor, changeSets: readonly ChangeSet[]): Promise<boolean> {
  for (const some of slicesOf(changeSets, CHANGE_SETS_AT_A_TIME)) {
    const [row] = await executor.query<{ hidden: number }>(
      `select count(*) - count(*) filter (where true${mark('change', 'change')}) as hidden from change
        where revision = any($1::bigint[]) and at between $2::timestamptz and $3::timestamptz`,
      [some.map((one) => one.revision), some[0]?.at, some.at(-1)?.at],
    );
    if ((row?.hidden ?? 0) > 0) return false;
  }
  return true;
}

/** A thing around one change set; null: it was not there. */
export interface Touch<T> {
  readonly revision: Revision;
  readonly before: T | null;
  readonly after: T | null;
}

/** Key -> what some change sets did to the thing, in their order. */
export type Touches<T> = ReadonlyMap<string, readonly Touch<T>[]>;

interface Versioned {
  readonly valid_from: number;
  readonly valid_to: number | null;
}

/** All versions, of rows that fit a condition on some ids ($1), which begin or end at some revisions ($2). */
async function loadVersions<Row extends object>(
  executor: Executor,
  tables: readonly VersionedTable[],
  condition: string,
  [ids, revisions]: readonly [readonly number[], readonly Revision[]],
  closedThen = '(valid_from = any($2::bigint[]) or valid_to = any($2::bigint[]))',
): Promise<readonly (Row & Versioned)[]> {
  if (ids.length === 0) return [];
  const parts = tables.map(
    (table) => `select ${columnList(table)}, null::bigint as valid_to from ${table.name}
      where ${condition} and valid_from = any($2::bigint[])`,
  );
  const closed = [...new Map(tables.map((table) => [table.versions, table])).values()].map(
    (table) => `select ${columnList(table)}, valid_to from ${table.versions}
      where ${condition} and ${closedThen}`,
  );
  return executor.query<Row & Versioned>([...parts, ...closed].join(' union all '), [ids, revisions]);
}

function touchesOf<Row extends Versioned, T>(
  rows: readonly Row[],
  revisions: ReadonlySet<number>,
  toValue: (row: Row) => T,
  keyOf: (value: T) => string,
): Touches<T> {
  const found = new Map<string, Map<number, { before: T | null; after: T | null }>>();
  const note = (key: string, at: number, side: 'before' | 'after', value: T): void => {
    if (!revisions.has(at)) return;
    const byRevision = found.get(key) ?? new Map<number, { before: T | null; after: T | null }>();
    const touch = byRevision.get(at) ?? { before: null, after: null };
    touch[side] = value;
    byRevision.set(at, touch);
    found.set(key, byRevision);
  };
  for (const row of rows) {
    const value = toValue(row);
    note(keyOf(value), row.valid_from, 'after', value);
    if (row.valid_to !== null) note(keyOf(value), row.valid_to, 'before', value);
  }
  return new Map(
    [...found].map(([key, byRevision]) => [
      key,
      [...byRevision]
        .sort(([a], [b]) => a - b)
        .map(([at, { before, after }]) => ({ revision: revision(at), before, after })),
    ]),
  );
}

/** What some change sets did to items and to what is kept beside them. */
export interface ItemTouches {
  /** By id. */
  readonly items: Touches<ConfigurationItem>;
  /** By {@link observationKey}. */
  readonly observations: Touches<Observation>;
  /** By {@link holdingKey}. */
  readonly identifiers: Touches<Identifier>;
}

/** Names what one source says of an item under one native key. */
export const observationKey = ({ itemId, source, nativeKey }: Pick<Observation, 'itemId' | 'source' | 'nativeKey'>) =>
  JSON.stringify([itemId, source, nativeKey]);

/** Names an identity in the hands of an item. */
export const holdingKey = ({ entryId, keyHash, itemId }: Identifier): string =>
  `${identifierKey(entryId, keyHash)} ${itemId}`;

/** What some change sets did to some items. Three statements, however many there are. */
export async function loadItemTouches(
  executor: Executor,
  ids: readonly ItemId[],
  revisions: readonly Revision[],
): Promise<ItemTouches> {
  const within = new Set<number>(revisions);
  const of = [ids, revisions] as const;
  const items = await loadVersions<ItemRow>(executor, [ITEM_TABLE], 'id = any($1::bigint[])', of);
  const byItem = 'item_id = any($1::bigint[])';
  const observations = await loadVersions<ObservationRow>(executor, [OBSERVATION_TABLE], byItem, of);
  // What was held and given back later needs no undoing; and closed identifiers are found by their end alone.
  const identifiers = await loadVersions<IdentifierRow>(
    executor,
    [IDENTIFIER_TABLE, CONTESTED_TABLE],
    byItem,
    of,
    'valid_to = any($2::bigint[])',
  );
  return {
    items: touchesOf(items, within, toItem, ({ id }) => String(id)),
    observations: touchesOf(observations, within, toObservation, observationKey),
    identifiers: touchesOf(identifiers, within, toIdentifier, holdingKey),
  };
}

/** What some change sets did to some relationships, by {@link relationshipKey}. One statement. */
export async function loadRelationshipTouches(
  executor: Executor,
  ids: readonly number[],
  revisions: readonly Revision[],
): Promise<Touches<Relationship>> {
  const rows = await loadVersions<RelationshipRow>(executor, [RELATIONSHIP_TABLE], 'id = any($1::bigint[])', [
    ids,
    revisions,
  ]);
  const keyOf = ({ source, type, target }: Relationship): string => relationshipKey(source, type, target);
  return touchesOf(rows, new Set<number>(revisions), toRelationship, keyOf);
}
