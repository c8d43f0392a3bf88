import type { Observation } from '../../domain/configuration-item';
import { compareInstants } from '../../domain/instant';
import { jsonEqual } from '../../domain/json-equal';
import {
  claimTime,
  mergeReport,
  PRESENCE_PATH,
  type MergedObservation,
  type ObservationState,
  type Report,
} from '../../domain/reconciliation/observation-merge';
import type { Witness } from '../../domain/reconciliation/reconciliation';
import type { Standings } from '../../domain/reconciliation/reconciliation-rules';
import type { ObservationWrite } from '../../storage/change-sets/change-plan';
import type { BatchContext, BatchItem } from './batch';
import type { ItemToReconcile } from './item-to-reconcile';

/** What a record says of an item, as a report that is added to what its source said `before`. */
export function reportOf(
  context: BatchContext,
  item: ItemToReconcile,
  member: BatchItem,
  before: ObservationState | null,
): Report {
  const { claims, complete } = member.payload;
  return {
    source: context.reporter.source,
    nativeKey: member.record.nativeKey || (before?.nativeKey ?? ''),
    className: member.className,
    claims,
    complete,
    exists: claimsExistence(context, item, member, before),
    observedAt: member.observedAt,
  };
}

/** What the records of a group add to what is known of an item. */
export interface MergedReports {
  /** All observations of the item after the reports. */
  readonly states: readonly ObservationState[];
  /** Observations to write; those that only repeat what they said before, at a later time, where that is asked for. */
  readonly writes: (withRepeated: boolean) => readonly ObservationWrite[];
  readonly reports: ReadonlyMap<BatchItem, MergedObservation>;
  /** Every report was older than what it met. */
  readonly late: boolean;
}

/** Adds the records of a group to the observations of an item, earliest first. */
export function mergeReports(context: BatchContext, item: ItemToReconcile): MergedReports {
  const { source } = context.reporter;
  const seenAt = item.sightings.get(source)?.complete ?? null;
  const states = new Map<string, ObservationState>(item.observations.map((one) => [observer(one), one]));
  const stored = new Map<string, Observation>(item.observations.map((one) => [observer(one), one]));
  const changed = new Set<string>();
  const repeated = new Set<string>();
  const reports = new Map<BatchItem, MergedObservation>();
  for (const member of item.group.members) {
    const before = ownObservation([...states.values()], source, member.record.nativeKey ?? '');
    const report = reportOf(context, item, member, before);
    const { nativeKey } = report;
    const merged = mergeReport(before, report, seenAt);
    reports.set(member, merged);
    // A key that the source gives later takes over what it said without one.
    if (before && before.nativeKey !== nativeKey) {
      states.delete(observer(before));
      changed.add(observer(before));
    }
    states.set(observer(merged.after), merged.after);
    if (merged.changed) changed.add(observer(merged.after));
    else if (before === null || !sameTimes(before, merged.after, seenAt)) repeated.add(observer(merged.after));
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

/** Whether two states of an observation that claim the same hold since the same times: to write the later one would say nothing new. */
const sameTimes = (a: ObservationState, b: ObservationState, seenAt: string | null): boolean =>
  [...Object.keys(b.claims), PRESENCE_PATH].every(
    (path) => compareInstants(claimTime(a, path, seenAt), claimTime(b, path, seenAt)) === 0,
  );

/**
 * Whether a report that repeats a part of what its source says makes a difference later: a claim that is as strong says
 * otherwise, so that the time decides between them. A report that repeats all of it is a sighting, which keeps the time.
 */
export function decidedByTime(
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
