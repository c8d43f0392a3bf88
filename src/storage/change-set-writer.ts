import type { ChangeSet } from '../domain/change';
import { invariant } from '../domain/errors';
import { revision, type Revision } from '../domain/ids';
import type { ChangePlan, Identifier } from './change-plan';
import { changeRows } from './change-rows';
import type { Tx } from './database';
import { CONTESTED_TABLE, fromIdentifier, IDENTIFIER_TABLE } from './identifier-rows';
import { fromItem, ITEM_TABLE } from './item-rows';
import { insertRows, mergeRows, removeRows, rowParameters, type RowParts } from './merge-statement';
import {
  CLASS_TABLE,
  DATA_RULE_TABLE,
  DATA_SOURCE_TABLE,
  fromClassWrite,
  fromDataRuleWrite,
  fromDataSource,
  fromRelationshipTypeWrite,
  RELATIONSHIP_TYPE_TABLE,
} from './model-rows';
import { fromObservationWrite, OBSERVATION_TABLE } from './observation-rows';
import { beginRederivations } from './rederivations';
import { fromRelationshipWrite, RELATIONSHIP_TABLE } from './relationship-rows';

/** The rows of one plan as JSON text, per table. Made before the head lock is taken. */
export interface PlanRows {
  readonly plan: ChangePlan;
  /** The random id of its change set; stays the same when the write is tried again. */
  readonly changeSetId: string;
  readonly changeCount: number;
  readonly tables: Readonly<Record<RowKind, RowText>>;
}

interface RowText {
  readonly text: string;
  readonly count: number;
}

type RowKind =
  | 'classes'
  | 'relationshipTypes'
  | 'dataRules'
  | 'dataSources'
  | 'items'
  | 'observations'
  | 'ownersRemoved'
  | 'contestedRemoved'
  | 'ownersAdded'
  | 'contestedAdded'
  | 'relationships'
  | 'changes';

/** Turns a plan into text. Throws when the plan contradicts itself, which is a bug of whoever made it. */
export function planRows(plan: ChangePlan, changeSetId: string): PlanRows {
  assertConsistent(plan);
  const changes = changeRows(plan);
  const { identifiersAdded: added, identifiersRemoved: removed } = plan;
  const tables = {
    classes: rowText(plan.model?.classes ?? [], fromClassWrite),
    relationshipTypes: rowText(plan.model?.relationshipTypes ?? [], fromRelationshipTypeWrite),
    dataRules: rowText(plan.model?.dataRules ?? [], fromDataRuleWrite),
    dataSources: rowText(plan.dataSources, fromDataSource),
    items: rowText(plan.items, (write) => fromItem(write.after)),
    observations: rowText(plan.observations, fromObservationWrite),
    ownersRemoved: rowText(removed.filter(isOwner), fromIdentifier),
    contestedRemoved: rowText(removed.filter(isContested), fromIdentifier),
    ownersAdded: rowText(added.filter(isOwner), fromIdentifier),
    contestedAdded: rowText(added.filter(isContested), fromIdentifier),
    relationships: rowText(plan.relationships, fromRelationshipWrite),
    changes: rowText(changes, (row) => row),
  };
  return { plan, changeSetId, changeCount: changes.length, tables };
}

/** Whether a plan would write nothing at all; such a plan takes no revision. */
export const isEmpty = (rows: PlanRows): boolean => rows.changeCount === 0;

/**
 * Writes plans that touch nothing in common as consecutive change sets from `first` on, all at one time. Needs the head
 * lock. The number of statements depends on the tables that are touched, not on plans or rows.
 */
export async function writeChangeSets(
  tx: Tx,
  plans: readonly PlanRows[],
  { first, at }: { first: Revision; at: string },
): Promise<readonly ChangeSet[]> {
  const of = (kind: RowKind): RowParts => ({
    parts: plans.map((plan) => plan.tables[kind]),
    firstRevision: first,
    at,
  });
  await mergeRows(tx, CLASS_TABLE, of('classes'));
  await mergeRows(tx, RELATIONSHIP_TYPE_TABLE, of('relationshipTypes'));
  await mergeRows(tx, DATA_RULE_TABLE, of('dataRules'));
  await mergeRows(tx, DATA_SOURCE_TABLE, of('dataSources'));
  await mergeRows(tx, ITEM_TABLE, of('items'));
  await mergeRows(tx, OBSERVATION_TABLE, of('observations'));
  await removeRows(tx, IDENTIFIER_TABLE, of('ownersRemoved'));
  await removeRows(tx, CONTESTED_TABLE, of('contestedRemoved'));
  await insertRows(tx, IDENTIFIER_TABLE, of('ownersAdded'));
  await insertRows(tx, CONTESTED_TABLE, of('contestedAdded'));
  await mergeRows(tx, RELATIONSHIP_TABLE, of('relationships'));
  await appendChanges(tx, of('changes'));
  const changeSets = plans.map((rows, index) => toChangeSet(rows, revision(first + index), at));
  await appendChangeSets(tx, changeSets);
  await beginRederivations(
    tx,
    plans.flatMap(({ plan }, index) => {
      const scope = plan.model?.rederive;
      return scope ? [{ ...plan, revision: revision(first + index), scope }] : [];
    }),
  );
  return changeSets;
}

async function appendChanges(tx: Tx, rows: RowParts): Promise<void> {
  const parameters = rowParameters(rows);
  if (!parameters) return;
  await tx.query(
    `insert into change (revision, ordinal, at, entity, kind, item_id, relationship_id, target_id, subject, tenant,
                         paths, facts)
     select $2::bigint + width_bucket(position, $3::bigint[]), ordinal, $4::timestamptz(3), entity, kind, item_id,
            relationship_id, target_id, subject, tenant, paths, facts
       from rows from (json_to_recordset($1::json) as
              (ordinal integer, entity text, kind text, item_id bigint, relationship_id bigint, target_id bigint,
               subject text, tenant text, paths text[], facts jsonb))
       with ordinality as given(ordinal, entity, kind, item_id, relationship_id, target_id, subject, tenant, paths,
                                facts, position)`,
    parameters,
  );
}

async function appendChangeSets(tx: Tx, changeSets: readonly ChangeSet[]): Promise<void> {
  await tx.query(
    `insert into change_set (revision, at, id, principal, source, reason, request_id, operation_id, operation_kind,
                             change_count)
     select revision, at, id, principal, source, reason, "requestId", "operationId", "operationKind", "changeCount"
       from json_to_recordset($1::json) as
              given(revision bigint, at timestamptz(3), id uuid, principal text, source text, reason text,
                    "requestId" text, "operationId" uuid, "operationKind" text, "changeCount" integer)`,
    [JSON.stringify(changeSets)],
  );
}

function toChangeSet({ plan, changeSetId, changeCount }: PlanRows, at: Revision, time: string): ChangeSet {
  const { principal, source, reason, requestId, operationId, operationKind } = plan;
  return {
    revision: at,
    id: changeSetId,
    at: time,
    principal,
    source,
    reason,
    requestId,
    operationId,
    operationKind,
    changeCount,
  };
}

const isContested = (identifier: Identifier): boolean => identifier.contested;
const isOwner = (identifier: Identifier): boolean => !identifier.contested;

function rowText<T>(values: readonly T[], toRow: (value: T) => object | null): RowText {
  const rows = values.map(toRow).filter((row) => row !== null);
  return { text: JSON.stringify(rows).slice(1, -1), count: rows.length };
}

function assertConsistent(plan: ChangePlan): void {
  const items = plan.items.map((write) => write.after.id);
  assertDistinct(items, 'item');
  assertDistinct(plan.observations.map(observationName), 'observation');
  assertDistinct(plan.relationships.map(relationshipName), 'relationship');
  const written = new Set(items);
  for (const { before, after } of plan.observations) {
    const id = before?.itemId;
    invariant(
      after !== null || id === undefined || written.has(id),
      `an observation of item ${id} is withdrawn, but the plan holds no write of that item`,
    );
  }
}

const observationName = ({ before, after }: ChangePlan['observations'][number]): string => {
  const observation = after ?? before;
  return observation ? `${observation.itemId} ${observation.source} ${observation.nativeKey}` : '';
};

const relationshipName = ({ before, after }: ChangePlan['relationships'][number]): string => {
  const relationship = after ?? before;
  return relationship ? `${relationship.source} ${relationship.type} ${relationship.target}` : '';
};

function assertDistinct(keys: readonly (string | number)[], what: string): void {
  const seen = new Set<string | number>();
  for (const key of keys) {
    invariant(!seen.has(key), `a plan writes ${what} ${key} twice`);
    seen.add(key);
  }
}
