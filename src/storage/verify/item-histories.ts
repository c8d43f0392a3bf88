import type { Change } from '../../domain/history/change';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemId, revision, type ItemId } from '../../domain/ids';
import type { Version } from '../../domain/history/log-replay';
import type { Relationship } from '../../domain/relationship';
import { CHANGE_COLUMNS, readChange, type ChangeLogRow } from '../history/change-log';
import type { Executor } from '../database';
import { ITEM_COLUMNS, ITEM_TABLE, toItem, type ItemRow } from '../change-sets/item-rows';
import {
  RELATIONSHIP_COLUMNS,
  RELATIONSHIP_TABLE,
  toRelationship,
  type RelationshipRow,
} from '../change-sets/relationship-rows';
import type { VersionedTable } from '../versioned-table';

/** All that is stored and logged of some items and of the relationships that begin at them. */
export interface Histories {
  readonly items: readonly Version<ConfigurationItem>[];
  readonly relationships: readonly Version<Relationship>[];
  readonly changes: readonly Change[];
}

/** The next items behind an id, ascending. */
export async function readItemIds(executor: Executor, after: number, limit: number): Promise<readonly ItemId[]> {
  const rows = await executor.query<{ id: number }>(
    'select id from configuration_item where id > $1 order by id limit $2',
    [after, limit],
  );
  return rows.map(({ id }) => itemId(id));
}

/** Three statements, however many; each list in the order of revisions. */
export async function readHistories(executor: Executor, ids: readonly ItemId[]): Promise<Histories> {
  const items = await executor.query<ItemRow & Ended>(allOf(ITEM_TABLE, ITEM_COLUMNS, 'id'), [ids]);
  const relationships = await executor.query<RelationshipRow & Ended>(
    allOf(RELATIONSHIP_TABLE, RELATIONSHIP_COLUMNS, 'source_id'),
    [ids],
  );
  const changes = await executor.query<ChangeLogRow>(
    `select ${CHANGE_COLUMNS} from change where item_id = any($1::bigint[]) order by revision, ordinal`,
    [ids],
  );
  return {
    items: items.map((row) => ({ value: toItem(row), to: endOf(row) })),
    relationships: relationships.map((row) => ({ value: toRelationship(row), to: endOf(row) })),
    changes: changes.map(readChange),
  };
}

interface Ended {
  readonly valid_to: number | null;
}

const endOf = ({ valid_to: to }: Ended) => (to === null ? null : revision(to));

const allOf = ({ name, versions }: VersionedTable, columns: string, key: string): string =>
  `select ${columns}, null::bigint as valid_to from ${name} where ${key} = any($1::bigint[])
   union all select ${columns}, valid_to from ${versions} where ${key} = any($1::bigint[])
   order by valid_from`;
