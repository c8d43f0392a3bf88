import type { ChangeSet } from '../../domain/history/change';
import { invariant } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import type { ChangePlan, Identifier } from './change-plan';
import { CHANGE_COLUMN_TYPES, CHANGE_SET_COLUMN_TYPES, changeRows, type ChangeRow } from './change-rows';
import { copyRows, copyTarget, copyText, type CopyTarget, type CopyText } from './copy-rows';
import type { Tx } from '../database';
import { CONTESTED_TABLE, fromIdentifier, IDENTIFIER_TABLE } from './identifier-rows';
import { fromItem, ITEM_TABLE } from './item-rows';
import { mergeRows, removeRows, type RowParts } from './merge-statement';
import {
  CLASS_TABLE,
  DATA_RULE_TABLE,
  DATA_SOURCE_TABLE,
  fromClassWrite,
  fromDataRuleWrite,
  fromDataSource,
  fromRelationshipTypeWrite,
  RELATIONSHIP_TYPE_TABLE,
} from '../class-model/model-rows';
import { fromObservationWrite, OBSERVATION_TABLE } from './observation-rows';
import { fromOutageWrite, OUTAGE_TABLE } from '../outages/outage-rows';
import { beginRederivations } from '../identities/rederivations';
import { fromRelationshipWrite, RELATIONSHIP_TABLE } from './relationship-rows';
import type { VersionedTable } from '../versioned-table';

/** The rows of one plan as text, per table. Made before the head lock is taken. */
export interface PlanRows {
  readonly plan: ChangePlan;
  /** The random id of its change set; stays the same when the write is tried again. */
  readonly changeSetId: string;
  readonly changes: readonly ChangeRow[];
  readonly tables: Readonly<Record<RowKind, RowText>>;
}

interface RowText {
  /** The inside of a JSON array: rows that may meet others under their keys. */
  readonly text: string;
  readonly count: number;
  /** For COPY: rows whose keys are free; null for none. */
  readonly copied: CopyText | null;
}

type RowKind =
  | 'classes'
  | 'relationshipTypes'
  | 'dataRules'
  | 'dataSources'
  | 'outages'
  | 'items'
  | 'observations'
  | 'ownersRemoved'
  | 'contestedRemoved'
  | 'ownersAdded'
  | 'contestedAdded'
  | 'relationships'
  | 'relationshipsAdded'
  | 'changes'
  | 'changeSets';

/** Turns a plan into text, with breaks between. Throws when the plan contradicts itself, which is a bug of whoever made it. */
export async function planRows(plan: ChangePlan, changeSetId: string): Promise<PlanRows> {
  assertConsistent(plan);
  const changes = changeRows(plan);
  const { identifiersAdded: added, identifiersRemoved: removed } = plan;
  const tables = {
    classes: await rowText(plan.model?.classes ?? [], fromClassWrite),
    relationshipTypes: await rowText(plan.model?.relationshipTypes ?? [], fromRelationshipTypeWrite),
    dataRules: await rowText(plan.model?.dataRules ?? [], fromDataRuleWrite),
    dataSources: await rowText(plan.dataSources, fromDataSource),
    outages: await rowText(plan.outages ?? [], fromOutageWrite),
    items: await rowText(plan.items, (write) => fromItem(write.after), ITEM_COPY, isNew),
    observations: await rowText(plan.observations, fromObservationWrite, OBSERVATION_COPY, isNew),
    ownersRemoved: await rowText(removed.filter(isOwner), fromIdentifier),
    contestedRemoved: await rowText(removed.filter(isContested), fromIdentifier),
    ownersAdded: await rowText(added.filter(isOwner), fromIdentifier, IDENTIFIER_COPY),
    contestedAdded: await rowText(added.filter(isContested), fromIdentifier, CONTESTED_COPY),
    relationships: await rowText(
      plan.relationships.filter((write) => !isNew(write)),
      fromRelationshipWrite,
    ),
    relationshipsAdded: await rowText(plan.relationships.filter(isNew), fromRelationshipWrite, RELATIONSHIP_COPY),
    changes: await rowText(changes, (row) => row, CHANGE_COPY),
    changeSets: await rowText([plan], () => changeSetRow(plan, changeSetId, changes.length), CHANGE_SET_COPY),
  };
  return { plan, changeSetId, changes, tables };
}

/** Whether a plan would write nothing at all; such a plan takes no revision. */
export const isEmpty = (rows: PlanRows): boolean => rows.changes.length === 0;

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
  await mergeRows(tx, OUTAGE_TABLE, of('outages'));
  await mergeRows(tx, ITEM_TABLE, of('items'));
  await mergeRows(tx, OBSERVATION_TABLE, of('observations'));
  await removeRows(tx, IDENTIFIER_TABLE, of('ownersRemoved'));
  await removeRows(tx, CONTESTED_TABLE, of('contestedRemoved'));
  await mergeRows(tx, RELATIONSHIP_TABLE, of('relationships'));
  await copyRows(
    tx,
    COPIED.map(([kind, target]) => ({
      target,
      parts: plans.flatMap((plan, index) => {
        const text = plan.tables[kind].copied;
        return text ? [{ text, revision: first + index, at }] : [];
      }),
    })),
  );
  await beginRederivations(
    tx,
    plans.flatMap(({ plan }, index) => {
      const scope = plan.model?.rederive;
      return scope ? [{ ...plan, revision: revision(first + index), scope }] : [];
    }),
  );
  return plans.map((rows, index) => toChangeSet(rows, revision(first + index), at));
}

function toChangeSet({ plan, changeSetId, changes }: PlanRows, at: Revision, time: string): ChangeSet {
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
    changeCount: changes.length,
  };
}

const changeSetRow = (plan: ChangePlan, id: string, changes: number): object => ({
  id,
  principal: plan.principal,
  source: plan.source,
  reason: plan.reason,
  request_id: plan.requestId,
  operation_id: plan.operationId,
  operation_kind: plan.operationKind,
  change_count: changes,
});

const isContested = (identifier: Identifier): boolean => identifier.contested;
const isOwner = (identifier: Identifier): boolean => !identifier.contested;

async function rowText<T>(
  values: readonly T[],
  toRow: (value: T) => object | null,
  target: CopyTarget | null = null,
  isFree: (value: T) => boolean = () => true,
): Promise<RowText> {
  const free = target ? values.filter(isFree) : [];
  const copied = target !== null && free.length > 0 ? await copyText(target, rowsOf(free, toRow)) : null;
  const merged = rowsOf(copied ? values.filter((value) => !isFree(value)) : values, toRow);
  return { text: JSON.stringify(merged).slice(1, -1), count: merged.length, copied };
}

const rowsOf = <T>(values: readonly T[], toRow: (value: T) => object | null): readonly object[] =>
  values.map(toRow).filter((row) => row !== null);

/** What was not there before, as every plan has made sure of; under the lock that is checked again. */
const isNew = ({ before }: { readonly before: unknown }): boolean => before === null;

const copyOf = ({ name, columns, stamped }: VersionedTable): CopyTarget =>
  copyTarget(name, columns, { timed: stamped, revision: 'valid_from' });

const ITEM_COPY = copyOf(ITEM_TABLE);
const OBSERVATION_COPY = copyOf(OBSERVATION_TABLE);
const IDENTIFIER_COPY = copyOf(IDENTIFIER_TABLE);
const CONTESTED_COPY = copyOf(CONTESTED_TABLE);
const RELATIONSHIP_COPY = copyOf(RELATIONSHIP_TABLE);
const CHANGE_COPY = copyTarget('change', CHANGE_COLUMN_TYPES, { timed: ['at'], revision: 'revision' });
const CHANGE_SET_COPY = copyTarget('change_set', CHANGE_SET_COLUMN_TYPES, { timed: ['at'], revision: 'revision' });

/** What is copied, in that order. */
const COPIED: readonly (readonly [RowKind, CopyTarget])[] = [
  ['items', ITEM_COPY],
  ['observations', OBSERVATION_COPY],
  ['ownersAdded', IDENTIFIER_COPY],
  ['contestedAdded', CONTESTED_COPY],
  ['relationshipsAdded', RELATIONSHIP_COPY],
  ['changes', CHANGE_COPY],
  ['changeSets', CHANGE_SET_COPY],
];

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
