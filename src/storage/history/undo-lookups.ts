import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import type { Identifier } from '../change-sets/change-plan';
import type { Executor } from '../database';
import {
  CONTESTED_TABLE,
  IDENTIFIER_COLUMNS,
  IDENTIFIER_TABLE,
  toIdentifier,
  type IdentifierRow,
} from '../change-sets/identifier-rows';
import { ITEM_COLUMNS, ITEM_TABLE, toItem, type ItemRow } from '../change-sets/item-rows';
import {
  OBSERVATION_COLUMNS,
  OBSERVATION_TABLE,
  toObservation,
  type ObservationRow,
} from '../change-sets/observation-rows';
import {
  RELATIONSHIP_COLUMNS,
  RELATIONSHIP_TABLE,
  toRelationship,
  type RelationshipRow,
} from '../change-sets/relationship-rows';
import { asOf } from '../versioned-table';

/** An observation with the time of the first report. */
export type DatedObservation = Observation & { readonly firstSeenAt: string };

/** What a change set closed: everything that it wrote over or took away, as it was before. */
export interface ClosedRows {
  readonly items: readonly ConfigurationItem[];
  readonly observations: readonly DatedObservation[];
  readonly identifiers: readonly Identifier[];
  readonly relationships: readonly Relationship[];
}

/** Reads what a change set closed. Uses the indexes `…_version_valid_to`; a change set closes no more than it may write. */
export async function loadClosedBy(executor: Executor, revision: Revision): Promise<ClosedRows> {
  const closed = <Row extends object>(columns: string, versions: string): Promise<readonly Row[]> =>
    executor.query<Row>(`select ${columns} from ${versions} where valid_to = $1`, [revision]);
  const items = await closed<ItemRow>(ITEM_COLUMNS, ITEM_TABLE.versions);
  const observations = await closed<ObservationRow>(OBSERVATION_COLUMNS, OBSERVATION_TABLE.versions);
  const identifiers = await closed<IdentifierRow>(IDENTIFIER_COLUMNS, IDENTIFIER_TABLE.versions);
  const relationships = await closed<RelationshipRow>(RELATIONSHIP_COLUMNS, RELATIONSHIP_TABLE.versions);
  return {
    items: items.map(toItem),
    observations: observations.map((row) => ({ ...toObservation(row), firstSeenAt: row.first_seen_at })),
    identifiers: identifiers.map(toIdentifier),
    relationships: relationships.map(toRelationship).sort((a, b) => a.id - b.id),
  };
}

/** The items that a change set merged away, none when it is no merge. */
export async function loadMergedBy(executor: Executor, revision: Revision): Promise<readonly ItemId[]> {
  const rows = await executor.query<{ item_id: ItemId }>(
    `select item_id from change where revision = $1 and kind = 'MERGED' and entity = 'CONFIGURATION_ITEM'
      order by ordinal`,
    [revision],
  );
  return rows.map((row) => row.item_id);
}

/** What the sources said of an item at a revision. */
export async function loadObservationsAt(
  executor: Executor,
  item: ItemId,
  at: Revision,
): Promise<readonly Observation[]> {
  const rows = await executor.query<ObservationRow>(
    `select ${OBSERVATION_COLUMNS} from ${asOf(OBSERVATION_TABLE, '$2')} as seen where item_id = $1`,
    [item, at],
  );
  return rows.map(toObservation);
}

/** The relationships that an item had at a revision. */
export async function loadRelationshipsOfAt(
  executor: Executor,
  item: ItemId,
  at: Revision,
): Promise<readonly Relationship[]> {
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from ${asOf(RELATIONSHIP_TABLE, '$2')} as forwards where source_id = $1
     union all
     select ${RELATIONSHIP_COLUMNS} from ${asOf(RELATIONSHIP_TABLE, '$2')} as backwards where target_id = $1`,
    [item, at],
  );
  return rows.map(toRelationship);
}

/** An identity with the revision since which it is held like this. */
export type DatedIdentifier = Identifier & { readonly validFrom: number };

/** The identities that items hold, owned and contested, with since when. */
export async function loadDatedIdentifiers(
  executor: Executor,
  items: readonly ItemId[],
): Promise<readonly DatedIdentifier[]> {
  const rows = await executor.query<IdentifierRow>(
    `select ${IDENTIFIER_COLUMNS} from ${IDENTIFIER_TABLE.name} where item_id = any($1::bigint[])
     union all
     select ${IDENTIFIER_COLUMNS} from ${CONTESTED_TABLE.name} where item_id = any($1::bigint[])`,
    [items],
  );
  return rows.map((row) => ({ ...toIdentifier(row), validFrom: row.valid_from }));
}
