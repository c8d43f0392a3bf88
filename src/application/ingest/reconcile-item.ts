import type { ChangeKind } from '../../domain/change';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { changedPaths, effectiveValues } from '../../domain/effective-item';
import type { ItemError } from '../../domain/errors';
import { checkGateNesting } from '../../domain/gate-check';
import type { ItemId } from '../../domain/ids';
import { compareInstants } from '../../domain/instant';
import { jsonEqual } from '../../domain/json-equal';
import { mergeReport, type MergedObservation, type ObservationState } from '../../domain/observation-merge';
import {
  maskedValues,
  reconcile,
  witnessesOf,
  type MaskedValue,
  type SourceSighting,
  type Witness,
} from '../../domain/reconciliation';
import type { Standings } from '../../domain/reconciliation-rules';
import type { ItemWrite, ObservationWrite, Unstamped } from '../../storage/change-plan';
import type { SeenItem } from '../../storage/sightings';
import { missingAttributes } from '../attribute-validation';
import type { BatchContext, BatchItem } from './batch';
import type { IngestOutcome } from './ingest-types';
import type { ItemGroup } from './item-group';
import { nextClass, refusals } from './item-transitions';

/** An item that was identified, with what is stored of it. */
export interface ItemToReconcile {
  readonly id: ItemId;
  readonly group: ItemGroup;
  /** Null: it is new. */
  readonly before: ConfigurationItem | null;
  readonly observations: readonly Observation[];
  /** Source -> when it last had nothing new to say of the item. */
  readonly sightings: ReadonlyMap<string, SourceSighting>;
  /** The name of an item that nobody names: the one it has, or one made of what identifies it. */
  readonly defaultName: string;
  /** RFC 3339; stands where the write phase stamps the time of the change set. */
  readonly now: string;
}

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
  const merged = mergeReports(context, item);
  const witnesses = witnessesOf(merged.states, item.sightings);
  const standings = context.model.reconciliation.ofClass(className);
  const winners = reconcile(witnesses, standings, item.now);
  const values = effectiveValues(winners, {
    name: item.defaultName,
    canFail: context.model.class(className)?.canFail ?? true,
  });
  const exists = merged.states.some((state) => state.exists);
  const after = nextVersion(context, item, { ...values, className }, exists);
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
  observations: [],
  witnesses: [],
  masked: new Map(),
  seen: null,
  errors,
});

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
  return {
    ...rejected([]),
    outcome: 'UNCHANGED',
    after: before,
    seen: isNews ? { item: item.id, observedAt: member.observedAt, complete: true } : null,
  };
}

interface MergedReports {
  /** All observations of the item after the reports. */
  readonly states: readonly ObservationState[];
  /** Observations to write; those that only repeat what they said before, at a later time, where that is asked for. */
  readonly writes: (withRepeated: boolean) => readonly ObservationWrite[];
  readonly reports: ReadonlyMap<BatchItem, MergedObservation>;
  /** Every report was older than what it met. */
  readonly late: boolean;
}

function mergeReports(context: BatchContext, item: ItemToReconcile): MergedReports {
  const { source } = context.reporter;
  const seenAt = item.sightings.get(source)?.complete ?? null;
  const states = new Map<string, ObservationState>(item.observations.map((one) => [observer(one), one]));
  const stored = new Map<string, Observation>(item.observations.map((one) => [observer(one), one]));
  const changed = new Set<string>();
  const repeated = new Set<string>();
  const reports = new Map<BatchItem, MergedObservation>();
  for (const member of item.group.members) {
    const before = ownObservation([...states.values()], source, member.record.nativeKey ?? '');
    const nativeKey = member.record.nativeKey || (before?.nativeKey ?? '');
    const { claims, complete } = member.payload;
    const report = {
      source,
      nativeKey,
      className: member.className,
      claims,
      complete,
      exists: claimsExistence(context, item, member, before),
      observedAt: member.observedAt,
    };
    const merged = mergeReport(before, report, seenAt);
    reports.set(member, merged);
    // A key that the source gives later takes over what it said without one.
    if (before && before.nativeKey !== nativeKey) {
      states.delete(observer(before));
      changed.add(observer(before));
    }
    states.set(observer(merged.after), merged.after);
    if (merged.changed) changed.add(observer(merged.after));
    else if (before === null || !sameTimes(before, merged.after)) repeated.add(observer(merged.after));
  }
  const writes = (withRepeated: boolean): readonly ObservationWrite[] =>
    [...(withRepeated ? new Set([...changed, ...repeated]) : changed)].flatMap((key): readonly ObservationWrite[] => {
      const before = stored.get(key) ?? null;
      const state = states.get(key);
      const after = state ? { ...state, itemId: item.id } : null;
      return before || after ? [{ before, after, tenant: item.before?.tenant ?? item.group.tenant }] : [];
    });
  const late = [...reports.values()].some((report) => report.older.length > 0);
  return { states: [...states.values()], writes, reports, late };
}

/** Whether two states of an observation hold since the same times: to write the later one would say nothing new. */
const sameTimes = (a: ObservationState, b: ObservationState): boolean =>
  a.observedAt === b.observedAt && jsonEqual(a.times, b.times);

/**
 * Whether a report that repeats a part of what its source says makes a difference later: a claim that is as strong says
 * otherwise, so that the time decides between them. A report that repeats all of it is a sighting, which keeps the time.
 */
function decidedByTime(
  reports: MergedReports['reports'],
  witnesses: readonly Witness[],
  standings: Standings,
): boolean {
  if (witnesses.length < 2) return false;
  return [...reports].some(
    ([{ payload }, { after, covers }]) =>
      !covers &&
      Object.entries(payload.claims).some(
        ([path, value]) =>
          value !== null &&
          witnesses.some(({ observation: { source, claims } }) => {
            const other = claims[path] ?? null;
            const differs = source !== after.source && other !== null && !jsonEqual(other, value);
            return differs && standings(source, path).rank === standings(after.source, path).rank;
          }),
      ),
  );
}

const observer = ({ source, nativeKey }: ObservationState): string => JSON.stringify([source, nativeKey]);

/** What the source said before under this key; a report without a key, or with the first one, continues what there is. */
function ownObservation(
  observations: readonly ObservationState[],
  source: string,
  nativeKey: string,
): ObservationState | null {
  const own = observations.filter((one) => one.source === source);
  const exact = own.find((one) => one.nativeKey === nativeKey);
  if (exact) return exact;
  if (nativeKey !== '') return own.find((one) => one.nativeKey === '') ?? null;
  const latestFirst = [...own].sort(
    (a, b) => compareInstants(b.observedAt, a.observedAt) || (a.nativeKey < b.nativeKey ? -1 : 1),
  );
  return latestFirst[0] ?? null;
}

/** A person who edits a discovered item does not say that it exists: else the edit would keep a vanished item alive. */
function claimsExistence(
  { reporter }: BatchContext,
  item: ItemToReconcile,
  member: BatchItem,
  before: ObservationState | null,
): boolean | null {
  if (!reporter.byHand) return member.present;
  const vouches = item.before === null || item.before.retiredAt !== null || before?.exists === true;
  return vouches ? true : null;
}

function nextVersion(
  { reporter }: BatchContext,
  { id, before, group, now }: ItemToReconcile,
  values: ReturnType<typeof effectiveValues> & { readonly className: string },
  exists: boolean,
): Unstamped<ConfigurationItem> {
  return {
    ...values,
    id,
    tenant: before?.tenant ?? group.tenant,
    presence: exists ? 'PRESENT' : 'ABSENT',
    absentSince: exists ? null : (before?.absentSince ?? now),
    ...retirementOf(reporter.byHand || exists, before),
    mergedInto: before?.mergedInto ?? null,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/** What is reported to be there is retired no longer; whether it may come back was asked before. */
const retirementOf = (
  returns: boolean,
  before: ConfigurationItem | null,
): Pick<ConfigurationItem, 'retiredAt' | 'retiredBy'> =>
  returns || before === null
    ? { retiredAt: null, retiredBy: null }
    : { retiredAt: before.retiredAt, retiredBy: before.retiredBy };

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
