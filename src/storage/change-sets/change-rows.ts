import type { EntityKind } from '../../domain/history/change';
import type { DataRuleKind } from '../../domain/class-model/data-rules';
import { itemFacts, relationshipFacts, sameFacts } from '../../domain/graph/graph-facts';
import type { ItemId } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import { encodeOutageId } from '../../domain/opaque-id';
import type { ChangeLogRow } from '../history/change-log';
import {
  identifierKey,
  type ChangePlan,
  type ItemWrite,
  type ObservationWrite,
  type OutageWrite,
  type RelationshipWrite,
} from './change-plan';

/** A change before its change set has a revision. */
export type ChangeRow = Omit<ChangeLogRow, 'revision'>;

/** The columns of `change` with their SQL types. */
export const CHANGE_COLUMN_TYPES = {
  ordinal: 'integer',
  entity: 'text',
  kind: 'text',
  item_id: 'bigint',
  relationship_id: 'bigint',
  target_id: 'bigint',
  subject: 'text',
  tenant: 'text',
  paths: 'text[]',
  facts: 'jsonb',
  at: 'timestamptz(3)',
  revision: 'bigint',
} as const;

/** The columns of `change_set` with their SQL types. */
export const CHANGE_SET_COLUMN_TYPES = {
  id: 'uuid',
  principal: 'text',
  source: 'text',
  reason: 'text',
  request_id: 'text',
  operation_id: 'uuid',
  operation_kind: 'text',
  change_count: 'integer',
  at: 'timestamptz(3)',
  revision: 'bigint',
} as const;

/** A row that gets its place when all are there. */
type Unnumbered = Omit<ChangeRow, 'ordinal'> & { ordinal: number };

/** The changes of a plan, in an order in which a follower can apply them: the model, then items, then relationships. */
export function changeRows(plan: ChangePlan): readonly ChangeRow[] {
  const rows = [
    ...modelChanges(plan),
    ...plan.dataSources.map(({ record, isNew }) => named('DATA_SOURCE', record.name, isNew, record.tenant)),
    ...plan.items.map(itemChange),
    ...observedOnly(plan),
    ...plan.relationships.map(relationshipChange),
    ...(plan.outages ?? []).map(outageChange),
  ];
  for (const [ordinal, row] of rows.entries()) row.ordinal = ordinal;
  return rows;
}

const NOTHING = {
  ordinal: 0,
  item_id: null,
  relationship_id: null,
  target_id: null,
  subject: null,
  paths: [],
  facts: null,
};

function named(entity: EntityKind, subject: string, isNew: boolean, tenant = ''): Unnumbered {
  const kind = isNew ? 'CREATED' : 'UPDATED';
  return { ...NOTHING, entity, kind, subject, tenant, paths: isNew ? [] : ['definition'] };
}

const ENTITY_OF_RULE: Readonly<Record<DataRuleKind, EntityKind>> = {
  RECONCILIATION_OF_CLASS: 'RECONCILIATION_RULE',
  RECONCILIATION_OF_TYPE: 'RECONCILIATION_RULE',
  REFRESH_PERIOD: 'RECONCILIATION_RULE',
  VALUE_LIST: 'VALUE_LIST',
  JUNK_VALUES: 'JUNK_VALUES',
};

function modelChanges({ model }: ChangePlan): readonly Unnumbered[] {
  if (!model) return [];
  return [
    ...model.classes.map(({ definition, isNew }) => named('CI_CLASS', definition.name, isNew)),
    ...model.relationshipTypes.map(({ definition, isNew }) => named('RELATIONSHIP_TYPE', definition.name, isNew)),
    ...(model.dataRules ?? []).map(({ rule, isNew }) => named(ENTITY_OF_RULE[rule.kind], rule.name, isNew)),
  ];
}

/** Sorted; nearly all writes name what they changed in order. */
function inOrder(paths: readonly string[]): readonly string[] {
  for (let at = 1; at < paths.length; at += 1) if ((paths[at - 1] ?? '') > (paths[at] ?? '')) return [...paths].sort();
  return paths;
}

function itemChange({ before, after, kind, paths }: ItemWrite): Unnumbered {
  const facts = itemFacts(after);
  const seen = before !== null && sameFacts(itemFacts(before), facts);
  return {
    ordinal: 0,
    entity: 'CONFIGURATION_ITEM',
    kind,
    item_id: after.id,
    relationship_id: null,
    target_id: null,
    subject: null,
    tenant: after.tenant,
    paths: inOrder(paths),
    facts: seen ? null : { item: facts },
  };
}

function relationshipChange({ before, after, kind, paths }: RelationshipWrite): Unnumbered {
  const relationship = after ?? before;
  if (!relationship) throw new Error('invariant violated: a relationship write has neither a before nor an after');
  const facts = relationshipFacts(relationship, { ended: after === null });
  const seen = after !== null && before !== null && sameFacts(relationshipFacts(before, { ended: false }), facts);
  return {
    ordinal: 0,
    entity: 'RELATIONSHIP',
    kind,
    item_id: relationship.source,
    relationship_id: relationship.id,
    target_id: relationship.target,
    subject: null,
    tenant: relationship.tenant,
    paths: inOrder(paths),
    facts: seen ? null : { relationship: facts },
  };
}

function outageChange({ after, kind, paths }: OutageWrite): Unnumbered {
  const { itemId, tenant } = after;
  const subject = encodeOutageId(after.id);
  return { ...NOTHING, entity: 'OUTAGE', kind, item_id: itemId, subject, tenant, paths: [...paths].sort() };
}

/** Items of which only observations or identifiers moved: no new version, but the log must say so. */
function observedOnly(plan: ChangePlan): readonly Unnumbered[] {
  const written = new Set(plan.items.map((write) => write.after.id));
  const observed = new Map<ItemId, { tenant: string; paths: Set<string> }>();
  const note = (id: ItemId, tenant: string, paths: Iterable<string>): void => {
    if (written.has(id)) return;
    const noted = observed.get(id) ?? { tenant, paths: new Set() };
    for (const path of paths) noted.paths.add(path);
    observed.set(id, noted);
  };
  for (const write of plan.observations) {
    const id = (write.after ?? write.before)?.itemId;
    if (id !== undefined && !written.has(id)) note(id, write.tenant, movedClaims(write));
  }
  for (const identifier of [...plan.identifiersAdded, ...plan.identifiersRemoved]) {
    note(identifier.itemId, identifier.tenant, ['identifiers']);
  }
  // Whoever held an identity alone is no longer the only one that it means.
  for (const { entryId, keyHash, itemId, tenant } of plan.identifiersAdded.filter(({ contested }) => contested)) {
    const holders = plan.expects.identifiers.get(identifierKey(entryId, keyHash)) ?? [];
    for (const holder of holders) if (holder !== itemId) note(holder, tenant, ['identifiers']);
  }
  return [...observed].map(([id, { tenant, paths }]) => ({
    ...NOTHING,
    entity: 'CONFIGURATION_ITEM',
    kind: 'OBSERVED',
    item_id: id,
    tenant,
    paths: [...paths].sort(),
  }));
}

function movedClaims({ before, after }: ObservationWrite): readonly string[] {
  const old = before?.claims ?? {};
  const now = after?.claims ?? {};
  const paths = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...paths].filter((path) => !jsonEqual(old[path], now[path]));
}
