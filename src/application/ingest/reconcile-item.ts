import type { ChangeKind } from '../../domain/history/change';
import type { ConfigurationItem } from '../../domain/configuration-item';
import {
  changedPaths,
  claimedValues,
  effectiveValues,
  type EffectiveValues,
} from '../../domain/reconciliation/effective-item';
import type { ItemError } from '../../domain/errors';
import { checkGateNesting } from '../../domain/gate-check';
import { compareInstants } from '../../domain/instant';
import { jsonEqual } from '../../domain/json-equal';
import { mergeReport, type MergedObservation } from '../../domain/reconciliation/observation-merge';
import {
  maskedValues,
  reconcile,
  witnessesOf,
  type MaskedValue,
  type Witness,
} from '../../domain/reconciliation/reconciliation';
import type { ItemWrite, ObservationWrite, Unstamped } from '../../storage/change-sets/change-plan';
import type { SeenItem } from '../../storage/sources/sightings';
import { missingAttributes } from '../class-model/attribute-validation';
import type { BatchContext, BatchItem } from './batch';
import type { IngestOutcome } from './ingest-types';
import type { ItemToReconcile } from './item-to-reconcile';
import { decidedByTime, mergeReports, reportOf } from './merge-reports';
import { nextClass, refusals } from './item-transitions';

/** What the reports of a batch make of an item. */
export interface ReconciledItem {
  readonly outcome: IngestOutcome;
  readonly after: Unstamped<ConfigurationItem> | null;
  readonly write: ItemWrite | null;
  readonly observations: readonly ObservationWrite[];
  /** Everything the sources say of the item afterwards. */
  readonly witnesses: readonly Witness[];
  /** Record -> its values that have no effect. */
  readonly masked: ReadonlyMap<BatchItem, readonly MaskedValue[]>;
  /** Set when there was nothing to write. */
  readonly seen: SeenItem | null;
  readonly errors: readonly ItemError[];
}

/** Adds the reports of a group to what is known of an item, and chooses its effective values anew. */
export function reconcileItem(context: BatchContext, item: ItemToReconcile): ReconciledItem {
  const refused = refusals(context, item);
  if (refused.length > 0) return rejected(refused);
  if (repeatsOnlyWitness(context, item)) return unchanged(item);
  const className = nextClass(context, item) ?? item.group.className;
  if (isFirstWord(item)) return created(context, item, className);
  const merged = mergeReports(context, item);
  const witnesses = witnessesOf(merged.states, item.sightings);
  const standings = context.model.reconciliation.ofClass(className);
  const winners = reconcile(witnesses, standings, item.now);
  const values = effectiveValues(winners, {
    name: item.defaultName,
    canFail: context.model.class(className)?.canFail ?? true,
  });
  const exists = merged.states.some((state) => state.exists);
  const after = nextVersion(context, item, className, values, exists);
  const paths = changedPaths(item.before, after);
  const errors = effectErrors(context, item, after, paths);
  if (errors.length > 0) return rejected(errors);
  const moved = item.before === null || paths.length > 0;
  const observations = merged.writes(moved || decidedByTime(merged.reports, witnesses, standings));
  const withdrawn = observations.some((write) => write.after === null);
  const written = moved || withdrawn;
  const outcome = outcomeOf(item.before, after, { paths, observed: observations.length > 0, late: merged.late });
  const masked = new Map(
    item.group.members.map((member) => {
      const report = merged.reports.get(member);
      const given = Object.keys(member.payload.claims);
      return [
        member,
        report ? maskedValues(report.after, given, report.older, { winners, standings, now: item.now }) : [],
      ];
    }),
  );
  return {
    outcome,
    after,
    write: written ? { before: item.before, after, kind: changeKind(outcome, paths), paths } : null,
    observations,
    witnesses,
    masked,
    seen: written || observations.length > 0 ? null : lastSighting(item, merged.reports),
    errors: [],
  };
}

const rejected = (errors: readonly ItemError[]): ReconciledItem => ({
  outcome: 'REJECTED',
  after: null,
  write: null,
  observations: NONE,
  witnesses: NONE,
  masked: NOTHING_MASKED,
  seen: null,
  errors,
});

const NONE: readonly never[] = [];
const NOTHING_MASKED: ReconciledItem['masked'] = new Map();

/**
 * Whether an item is reported by one record, in the words of the only source that ever spoke of it. Its values were
 * chosen from these very claims, so there is nothing to choose anew: the way of nearly every record of a nightly scan.
 */
function repeatsOnlyWitness(context: BatchContext, { group, before, observations }: ItemToReconcile): boolean {
  const [member, ...more] = group.members;
  const [known] = observations;
  if (!before || !member || more.length > 0 || !known || observations.length > 1) return false;
  const { claims, complete } = member.payload;
  const same =
    known.source === context.reporter.source &&
    known.nativeKey === (member.record.nativeKey || known.nativeKey) &&
    known.className === member.className &&
    known.exists === member.present &&
    before.className === nextClass(context, { group, before }) &&
    before.retiredAt === null;
  const paths = Object.keys(known.claims);
  if (!same || complete.size > 0 || paths.length !== Object.keys(claims).length) return false;
  return paths.every((path) => Object.hasOwn(claims, path) && jsonEqual(known.claims[path], claims[path]));
}

function unchanged(item: ItemToReconcile): ReconciledItem {
  const { before, observations, group } = item;
  const [member] = group.members;
  const [known] = observations;
  const isNews = member && known && compareInstants(known.observedAt, member.observedAt) < 0 && member.present;
  const seen = isNews ? { item: item.id, observedAt: member.observedAt, complete: true } : null;
  return { ...rejected(NONE), outcome: 'UNCHANGED', after: before, seen };
}

/** Whether one record is all that was ever said of an item, so that there is nothing to choose among. */
const isFirstWord = ({ before, observations, sightings, group }: ItemToReconcile): boolean =>
  before === null && observations.length + sightings.size === 0 && group.members.length === 1;

function created(context: BatchContext, item: ItemToReconcile, className: string): ReconciledItem {
  const { group, id } = item;
  const [member] = group.members;
  if (!member) throw new Error('invariant violated: a group of a batch has no members');
  const { after: state } = mergeReport(null, reportOf(context, item, member, null), null);
  const observation = { ...state, itemId: id };
  const canFail = context.model.class(className)?.canFail ?? true;
  const values = claimedValues(observation.claims, { name: item.defaultName, canFail });
  const after = nextVersion(context, item, className, values, observation.exists);
  const paths = changedPaths(null, after);
  const errors = effectErrors(context, item, after, paths);
  if (errors.length > 0) return rejected(errors);
  return {
    outcome: 'CREATED',
    after,
    write: { before: null, after, kind: 'CREATED', paths },
    observations: [{ before: null, after: observation, tenant: group.tenant }],
    witnesses: [{ observation, seenAt: null, reportedAt: observation.observedAt }],
    masked: NOTHING_MASKED,
    seen: null,
    errors: NONE,
  };
}

function nextVersion(
  { reporter }: BatchContext,
  { id, before, group, now }: ItemToReconcile,
  className: string,
  values: EffectiveValues,
  exists: boolean,
): Unstamped<ConfigurationItem> {
  const retirement = reporter.byHand || exists ? null : before;
  // Field by field: made of its parts by spreading them, it takes ten times as long, for every item that is new.
  return {
    id,
    className,
    tenant: before?.tenant ?? group.tenant,
    name: values.name,
    description: values.description,
    environment: values.environment,
    lifecycle: values.lifecycle,
    lifecycleStatus: values.lifecycleStatus,
    criticality: values.criticality,
    owner: values.owner,
    supportGroup: values.supportGroup,
    onCall: values.onCall,
    site: values.site,
    canFail: values.canFail,
    labels: values.labels,
    attributes: values.attributes,
    gates: values.gates,
    presence: exists ? 'PRESENT' : 'ABSENT',
    absentSince: exists ? null : (before?.absentSince ?? now),
    // What is reported to be there is retired no longer; whether it may come back was asked before.
    retiredAt: retirement?.retiredAt ?? null,
    retiredBy: retirement?.retiredBy ?? null,
    mergedInto: before?.mergedInto ?? null,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/** What only the effective values can show to be wrong: gates of several sources, attributes that are gone. */
function effectErrors(
  { model }: BatchContext,
  { before }: ItemToReconcile,
  after: Unstamped<ConfigurationItem>,
  paths: readonly string[],
): readonly ItemError[] {
  const attributesMoved = before === null || paths.some((path) => path === 'class' || path.startsWith('attributes.'));
  const gatesMoved = paths.some((path) => path.startsWith('gates.'));
  return [
    ...(attributesMoved ? missingAttributes(model, after.className, after.attributes) : []),
    ...(gatesMoved ? checkGateNesting(after.gates) : []),
  ];
}

function outcomeOf(
  before: ConfigurationItem | null,
  after: Unstamped<ConfigurationItem>,
  { paths, observed, late }: { readonly paths: readonly string[]; readonly observed: boolean; readonly late: boolean },
): IngestOutcome {
  if (!before) return 'CREATED';
  if (paths.length === 0 && !observed) return late ? 'SUPERSEDED' : 'UNCHANGED';
  if (before.retiredAt !== null && after.retiredAt === null) return 'RESURRECTED';
  if (before.presence !== after.presence) return after.presence === 'ABSENT' ? 'ABSENT' : 'RESURRECTED';
  return before.className === after.className ? 'UPDATED' : 'RECLASSIFIED';
}

function changeKind(outcome: IngestOutcome, paths: readonly string[]): ChangeKind {
  if (outcome === 'UPDATED' && paths.length === 0) return 'OBSERVED';
  return outcome === 'CREATED' || outcome === 'RESURRECTED' || outcome === 'ABSENT' || outcome === 'RECLASSIFIED'
    ? outcome
    : 'UPDATED';
}

/** That nothing changed is worth a bit; a report from the past, or one that was counted already, is not. */
function lastSighting(item: ItemToReconcile, reports: ReadonlyMap<BatchItem, MergedObservation>): SeenItem | null {
  const last = item.group.members.at(-1);
  const report = last && reports.get(last);
  if (!last?.present || !report) return null;
  const known = item.observations.filter((one) => one.source === report.after.source);
  const isNews = known.every((one) => compareInstants(one.observedAt, last.observedAt) < 0);
  return isNews ? { item: item.id, observedAt: last.observedAt, complete: report.covers } : null;
}
