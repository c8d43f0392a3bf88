import type { PlannedStatement } from './planned-statement';
import { itemError, type ItemError } from '../../domain/errors';
import type { RelationshipId } from '../../domain/ids';
import { compareInstants, laterInstant } from '../../domain/instant';
import { jsonEqual } from '../../domain/json-equal';
import type { Relationship, RelationshipClaim } from '../../domain/relationship';
import {
  changedRelationshipPaths,
  effectiveRelationship,
  mergeClaim,
  withdrawClaim,
  type Belief,
  type MergedClaims,
} from '../../domain/reconciliation/relationship-claims';
import type { RelationshipWrite, Unstamped } from '../../storage/change-sets/change-plan';
import type { SeenRelationship } from '../../storage/relationships/relationship-sightings';
import { inTurns } from '../analyses/breathe';
import type { BatchContext, BatchRelationship } from './batch';
import { beliefIn, seenIn } from './belief';
import type { IngestOutcome, RelationshipResult } from './ingest-types';
import { refuseRelationship } from '../parking/parking-outcome';
import type { LearntRelationship } from './known-records';
import { readStatement, type Statement } from './relationship-statement';
import { learntRelationship } from './learnt-relationship';
import { PlanBuilder } from './plan-builder';
import { resolveEnds, type Fates } from './resolve-ends';
import type { StoredState } from './stored-state';

/** What some relationships come to. */
export interface PlannedRelationships {
  readonly plan: PlanBuilder;
  readonly results: ReadonlyMap<BatchRelationship, RelationshipResult>;
  /** Record -> the key of the stored relationship that it states; what was refused states nothing. */
  readonly stated: ReadonlyMap<BatchRelationship, string>;
  /** What the source reported and had nothing new to say of. */
  readonly seen: readonly SeenRelationship[];
  /** Records that say only what is known from now on, whenever they are sent again. */
  readonly learnt: readonly LearntRelationship[];
}

/** What planning relationships needs beside the batch. */
export interface RelationshipTools {
  readonly state: StoredState;
  /** RFC 3339. */
  readonly now: string;
  readonly takeRelationshipIds: (count: number) => Promise<readonly RelationshipId[]>;
}

/** Plans a part of the relationships of a batch, whose items have landed. The number of statements is constant. */
export async function planRelationships(
  context: BatchContext,
  tools: RelationshipTools,
  fates: Fates,
  relationships: readonly BatchRelationship[],
): Promise<PlannedRelationships> {
  const { state } = tools;
  const results = new Map<BatchRelationship, RelationshipResult>();
  const resolve = await resolveEnds(
    state,
    fates,
    relationships.flatMap((one) => (one.type ? [one.source, one.target] : [])),
  );
  const statements = new Map<string, Statement>();
  const stated = new Map<BatchRelationship, string>();
  for (const record of relationships) {
    const read = readStatement(context, record, resolve);
    if ('errors' in read) {
      results.set(record, refusedOrGone(context, fates, record, read.errors));
      continue;
    }
    const statement = statements.get(read.key) ?? read;
    if (statement !== read) statement.foundBy.push(...read.foundBy);
    statement.records.push(record);
    statements.set(read.key, statement);
    stated.set(record, read.key);
  }
  const ends = [...statements.values()].map((one) => ({
    source: one.source.id,
    type: one.type.name,
    target: one.target.id,
  }));
  const stored = await state.relationships(ends);
  const planned = await planStatements(context, tools, [...statements.values()], stored);
  const ids = await tools.takeRelationshipIds(planned.filter((one) => one.kind === 'CREATED').length);
  const plan = writePlan(planned, ids, tools.now, results);
  const learnt: LearntRelationship[] = [];
  for (const one of planned) {
    const known = learntRelationship(one, context.reporter.source, results);
    if (known) learnt.push(known);
  }
  return { plan, results, stated, seen: planned.flatMap(sightingOf), learnt };
}

/**
 * What only repeats the one claim there is needs nothing looked up. For the others it counts when sources last repeated
 * what they said.
 */
async function planStatements(
  { model }: BatchContext,
  { state, now }: RelationshipTools,
  statements: readonly Statement[],
  stored: ReadonlyMap<string, Relationship>,
): Promise<readonly PlannedStatement[]> {
  const first = await inTurns(statements, (one) =>
    planStatement(one, stored.get(one.key) ?? null, beliefIn(model, one.type.name, now)),
  );
  const decided = ({ before, kind, outcomes }: PlannedStatement): boolean =>
    before === null || (kind === 'NONE' && before.claims.length === 1 && outcomes.every((one) => one === 'UNCHANGED'));
  const open = first.flatMap((one) => (one.before && !decided(one) ? [one.before.id] : []));
  if (open.length === 0) return first;
  const sightings = await state.relationshipSightings(open);
  return first.map((one) =>
    decided(one)
      ? one
      : planStatement(
          one.statement,
          one.before,
          beliefIn(model, one.statement.type.name, now, seenIn(sightings, one.before?.id ?? null)),
        ),
  );
}

/** That nothing changed is worth a bit; a report from the past is not. */
function sightingOf({ before, kind, outcomes, statement, belief }: PlannedStatement): readonly SeenRelationship[] {
  if (!before || kind !== 'NONE') return NOTHING_SEEN;
  const present = statement.records.filter((record, at) => record.present && outcomes[at] === 'UNCHANGED');
  const latest = present.toSorted((a, b) => compareInstants(b.report.observedAt, a.report.observedAt))[0]?.report;
  const own = latest && before.claims.find((claim) => claim.source === latest.source);
  if (!latest || !own) return [];
  const known = laterInstant(own.observedAt, belief.seenAt(latest.source) ?? own.observedAt);
  return compareInstants(known, latest.observedAt) < 0
    ? [{ relationship: before.id, observedAt: latest.observedAt }]
    : [];
}

const NOTHING_SEEN: readonly SeenRelationship[] = [];

/** Ends that nothing has, or that left: then a relationship that is reported gone is gone already. */
const ENDS_NOT_THERE: ReadonlySet<string> = new Set(['ENDPOINT_MISSING', 'RETIRED']);

function refusedOrGone(
  context: BatchContext,
  fates: Fates,
  record: BatchRelationship,
  errors: readonly ItemError[],
): RelationshipResult {
  const gone = !record.present && errors.every((error) => ENDS_NOT_THERE.has(error.code));
  if (gone) return result(record, 'UNCHANGED', null, []);
  const refusal = refuseRelationship(context, fates, record, errors);
  return result(record, refusal.outcome, null, refusal.errors);
}

function planStatement(statement: Statement, before: Relationship | null, belief: Belief): PlannedStatement {
  const { records } = statement;
  if (records.length > 1) records.sort((a, b) => compareInstants(a.report.observedAt, b.report.observedAt));
  const conflict = findConflict(records) ?? versionConflict(records, before);
  let claims: readonly RelationshipClaim[] = before?.claims ?? [];
  const steps: MergedClaims['outcome'][] = [];
  for (const record of conflict ? [] : records) {
    const { source, observedAt } = record.report;
    const seenAt = belief.seenAt(source);
    const merged = record.present
      ? mergeClaim(claims, record.report, seenAt)
      : withdrawClaim(claims, source, observedAt, seenAt);
    ({ claims } = merged);
    steps.push(merged.outcome);
  }
  const changed = steps.includes('changed');
  const kind = statementKind(statement, before, { claims, changed }, belief);
  const outcomes = steps.map((step) => outcomeOf(step, kind, changed));
  return { statement, before, claims, kind, outcomes, conflict, belief };
}

/** A statement that is only repeated makes a difference when it is as strong as another one, and later now. */
function statementKind(
  { type }: Statement,
  before: Relationship | null,
  { claims, changed }: { readonly claims: readonly RelationshipClaim[]; readonly changed: boolean },
  belief: Belief,
): PlannedStatement['kind'] {
  if (!before) return claims.length > 0 ? 'CREATED' : 'NONE';
  if (claims.length === 0) return 'ENDED';
  if (changed) return 'CHANGED';
  if (claims === before.claims) return 'NONE';
  const moved = changedRelationshipPaths(before, effectiveRelationship(claims, type, belief));
  return moved.length > 0 ? 'CHANGED' : 'NONE';
}

function outcomeOf(step: MergedClaims['outcome'], kind: PlannedStatement['kind'], changed: boolean): IngestOutcome {
  if (step === 'older') return 'SUPERSEDED';
  if (kind === 'CREATED') return 'CREATED';
  if (kind === 'NONE' || (step === 'unchanged' && changed)) return 'UNCHANGED';
  return kind === 'ENDED' ? 'ABSENT' : 'UPDATED';
}

function versionConflict(records: readonly BatchRelationship[], before: Relationship | null): ItemError | null {
  const record = records.find((one) => one.ifVersion !== null && one.ifVersion !== (before?.version ?? null));
  if (!record) return null;
  const actual = before ? `it is at version ${before.version}` : 'there is no such relationship';
  const message = `${record.label} was to be changed at version ${record.ifVersion}, but ${actual}. Read it again and decide anew.`;
  return itemError('VERSION_CONFLICT', message, ['ifVersion']);
}

/** Records that say different things of one relationship at the same time. */
function findConflict(records: readonly BatchRelationship[]): ItemError | null {
  if (records.length < 2) return null;
  for (const [at, record] of records.entries()) {
    const next = records[at + 1];
    if (!next || next.report.observedAt !== record.report.observedAt) continue;
    const same = next.present === record.present && jsonEqual(comparable(record), comparable(next));
    if (same) continue;
    const message = `${record.label} and ${next.label} are the same, but contradict each other. Send one of them, or give each the time it was observed at.`;
    return itemError('BATCH_CONFLICT', message);
  }
  return null;
}

const comparable = ({ report }: BatchRelationship) => ({
  kind: report.kind,
  strength: report.strength ?? null,
  gateKeys: report.gateKeys ?? null,
  weight: report.weight ?? null,
  attributes: report.attributes ?? null,
});

function writePlan(
  planned: readonly PlannedStatement[],
  ids: readonly RelationshipId[],
  now: string,
  results: Map<BatchRelationship, RelationshipResult>,
): PlanBuilder {
  const plan = new PlanBuilder();
  let taken = 0;
  for (const one of planned) {
    const { statement, before, outcomes, conflict } = one;
    const newId = one.kind === 'CREATED' ? ids[taken++] : undefined;
    const id = before?.id ?? newId ?? null;
    for (const [at, record] of statement.records.entries()) {
      const outcome = outcomes[at] ?? 'REJECTED';
      results.set(
        record,
        result(record, outcome, outcome === 'REJECTED' ? null : id, conflict ? [conflict] : NO_ERRORS),
      );
    }
    if (conflict || one.kind === 'NONE' || id === null) continue;
    plan.relationships.push(writeOf(one, id, now));
    // That a new one is not there yet is found out by writing it.
    if (before) plan.expects.relationship(statement.key, before);
    plan.expects.landed(statement.source);
    plan.expects.landed(statement.target);
    // An end may keep its version while its native key goes to another item.
    for (const [key, holders] of statement.foundBy) plan.expects.holders(key, holders);
  }
  return plan;
}

function writeOf(
  { statement, before, claims, kind, belief }: PlannedStatement,
  id: RelationshipId,
  now: string,
): RelationshipWrite {
  if (kind === 'ENDED') return { before, after: null, kind: 'ENDED', paths: [] };
  const after = nextRelationship(statement, before, { claims, belief }, id, now);
  if (!before) return { before, after, kind: 'CREATED', paths: [] };
  const paths = changedRelationshipPaths(before, after);
  return { before, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths };
}

function nextRelationship(
  { type, source, target }: Pick<Statement, 'type' | 'source' | 'target'>,
  before: Relationship | null,
  { claims, belief }: Pick<PlannedStatement, 'claims' | 'belief'>,
  id: RelationshipId,
  now: string,
): Unstamped<Relationship> {
  const { kind, strength, gateKeys, weight, attributes } = effectiveRelationship(claims, type, belief);
  return {
    kind,
    strength,
    gateKeys,
    weight,
    attributes,
    id,
    source: source.id,
    type: type.name,
    target: target.id,
    tenant: before?.tenant ?? source.tenant,
    claims,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

const result = (
  { index, nestedIndex }: BatchRelationship,
  outcome: IngestOutcome,
  relationshipId: RelationshipId | null,
  errors: readonly ItemError[],
): RelationshipResult => ({ index, nestedIndex, outcome, relationshipId, warnings: NO_ERRORS, errors });

const NO_ERRORS: readonly ItemError[] = [];
