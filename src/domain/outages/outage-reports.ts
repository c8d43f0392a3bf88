import { itemError, type ItemError } from '../errors';
import type { ItemId } from '../ids';
import { quoted } from '../nearest-name';
import { CLOCK_SKEW_MAX_MS } from '../ingest/observed-at';
import { OUTAGE_STATES, isOpenAt, type OutageRecord, type OutageState } from './outage';

/** What a reporter says of one outage. What is left out (undefined) is kept, or takes its default. */
export interface OutageReport {
  readonly key: string;
  readonly itemId: ItemId;
  readonly tenant: string;
  readonly state: OutageState | undefined;
  /** RFC 3339. */
  readonly startsAt: string | undefined;
  readonly endsAt: string | null | undefined;
  readonly reason: string | null | undefined;
  readonly planned: boolean | undefined;
}

/** What becomes of a report. CLOSED: a complete list did not name it any more. */
export type OutageOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'CLOSED' | 'REJECTED';

/** An outage as it is to be: without id and revision where it is new. */
export type OutageDraft = Omit<OutageRecord, 'id' | 'validFrom'>;

/** What becomes of one outage. */
export type PlannedOutage =
  | { readonly outcome: 'REJECTED'; readonly errors: readonly ItemError[] }
  | {
      readonly outcome: Exclude<OutageOutcome, 'REJECTED'>;
      readonly before: OutageRecord | null;
      readonly after: OutageDraft;
    };

/** What one report does to the latest outage that is stored under its key, if there is one. `now`: RFC 3339. */
export function planReport(
  report: OutageReport,
  {
    source,
    before: stored,
    now,
  }: { readonly source: string; readonly before: OutageRecord | null; readonly now: string },
): PlannedOutage {
  const before = stored !== null && isAnother(report, stored, now) ? null : stored;
  const after: OutageDraft = {
    itemId: report.itemId,
    tenant: report.tenant,
    state: report.state ?? before?.state ?? 'DOWN',
    startsAt: report.startsAt ?? before?.startsAt ?? now,
    endsAt: report.endsAt === undefined ? (before?.endsAt ?? null) : report.endsAt,
    source,
    key: report.key,
    reason: report.reason === undefined ? (before?.reason ?? null) : report.reason,
    planned: report.planned ?? before?.planned ?? false,
  };
  const errors = timeFaults(after, now);
  if (errors.length > 0) return { outcome: 'REJECTED', errors };
  if (before === null) return { outcome: 'CREATED', before, after };
  return { outcome: isSame(before, after) ? 'UNCHANGED' : 'UPDATED', before, after };
}

/**
 * Whether a report is about another outage than the one stored under its key: that one has ended, and the report begins
 * behind it, or says nothing of times, as a tool does whose alert is there again.
 */
function isAnother({ startsAt, endsAt }: OutageReport, stored: OutageRecord, now: string): boolean {
  if (stored.endsAt === null || Date.parse(stored.endsAt) > Date.parse(now)) return false;
  return startsAt === undefined ? endsAt === undefined : Date.parse(startsAt) >= Date.parse(stored.endsAt);
}

/** Ends an outage that is open, or takes back one that has not begun. `at`: RFC 3339. */
export function planClosing(before: OutageRecord, at: string): PlannedOutage {
  const { id: _id, validFrom: _validFrom, ...draft } = before;
  if (before.endsAt !== null && Date.parse(before.endsAt) <= Date.parse(at)) {
    return { outcome: 'UNCHANGED', before, after: draft };
  }
  const notBegun = Date.parse(before.startsAt) > Date.parse(at);
  return { outcome: 'CLOSED', before, after: { ...draft, endsAt: notBegun ? before.startsAt : at } };
}

/** Whether a complete list that does not name the outage ends it: it lasts, or is still to come. */
export const isEndedByOmission = (outage: OutageRecord, now: string): boolean =>
  isOpenAt(outage, now) || Date.parse(outage.startsAt) > Date.parse(now);

/** The state in the list of states that an outage may have; null for any other. */
export const outageState = (state: string): OutageState | null => OUTAGE_STATES.find((one) => one === state) ?? null;

function timeFaults({ key, startsAt, endsAt, planned }: OutageDraft, now: string): readonly ItemError[] {
  if (endsAt !== null && Date.parse(endsAt) < Date.parse(startsAt)) {
    const message = `Outage ${quoted(key)} would end at ${endsAt}, before it begins at ${startsAt}. Give a later end.`;
    return [itemError('INVALID_VALUE', message, ['until'])];
  }
  if (!planned && Date.parse(startsAt) > Date.parse(now) + CLOCK_SKEW_MAX_MS) {
    const message = `Outage ${quoted(key)} would begin at ${startsAt}, which is in the future. Only a planned one can: set planned.`;
    return [itemError('INVALID_VALUE', message, ['from'])];
  }
  return [];
}

const isSame = (before: OutageRecord, after: OutageDraft): boolean =>
  before.itemId === after.itemId &&
  before.state === after.state &&
  sameTime(before.startsAt, after.startsAt) &&
  sameTime(before.endsAt, after.endsAt) &&
  before.reason === after.reason &&
  before.planned === after.planned;

const sameTime = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : Date.parse(a) === Date.parse(b);
