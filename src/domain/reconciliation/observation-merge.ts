import { completeMark, partOf } from './claim-paths';
import type { Claims, Observation } from '../configuration-item';
import type { IngestPart } from '../ingest/ingest-record';
import { compareInstants, laterInstant } from '../instant';
import type { PayloadClaims } from './item-claims';
import type { JsonValue } from '../json';
import { jsonEqual } from '../json-equal';

/** An observation before it has a place in the history. */
export type ObservationState = Omit<Observation, 'validFrom' | 'itemId'>;

/** What one payload says of an item that its source may have reported before. */
export interface Report extends PayloadClaims {
  readonly source: string;
  readonly nativeKey: string;
  readonly className: string;
  /** Null: makes no statement about existence, as an edit by hand. */
  readonly exists: boolean | null;
  readonly observedAt: string;
}

/** What a report makes of an observation. */
export interface MergedObservation {
  readonly after: ObservationState;
  /** A value, existence or class is claimed otherwise than before; times alone are no change. */
  readonly changed: boolean;
  /** Paths whose value is older than the claim it met, and differs from it. */
  readonly older: readonly string[];
  /** The report repeats everything that the source claims, so that its time holds for all of it. */
  readonly covers: boolean;
}

/** The path under which the time of the claim of existence is kept. */
export const PRESENCE_PATH = 'presence';

/**
 * When a source last said something: the time kept for the path, or the last run that repeated everything it claims
 * (`seenAt`), whichever is later.
 */
export function claimTime(
  observation: Pick<Observation, 'times' | 'observedAt'>,
  path: string,
  seenAt: string | null,
): string {
  const kept = observation.times[path] ?? observation.observedAt;
  return seenAt === null ? kept : laterInstant(kept, seenAt);
}

/**
 * Adds a report to what its source said before, path by path: a claim gives way only to one that is not older, so that
 * reports may arrive in any order.
 */
export function mergeReport(before: ObservationState | null, report: Report, seenAt: string | null): MergedObservation {
  if (!before) return firstReport(report);
  const merge = new Merge(before, report, seenAt);
  for (const part of report.complete) merge.completePart(part);
  for (const [path, value] of Object.entries(report.claims)) merge.claim(path, value);
  return merge.result();
}

function firstReport(report: Report): MergedObservation {
  const { source, nativeKey, className, observedAt, complete } = report;
  const marks = [...complete].map((part) => [completeMark(part), null] as const);
  const claims: Claims = marks.length === 0 ? report.claims : { ...report.claims, ...Object.fromEntries(marks) };
  const after = { source, nativeKey, className, claims, times: {}, exists: report.exists ?? false, observedAt };
  return { after, changed: true, older: NONE, covers: true };
}

const NONE: readonly string[] = [];

/** One merge under way. */
class Merge {
  readonly #before: ObservationState;
  readonly #report: Report;
  readonly #seenAt: string | null;
  readonly #claims = new Map<string, { readonly value: JsonValue; readonly at: string }>();
  readonly #older: string[] = [];
  #changed = false;

  constructor(before: ObservationState, report: Report, seenAt: string | null) {
    this.#before = before;
    this.#report = report;
    this.#seenAt = seenAt;
    for (const [path, value] of Object.entries(before.claims)) {
      this.#claims.set(path, { value, at: claimTime(before, path, seenAt) });
    }
  }

  /** What the source claimed of the part by then and does not repeat is withdrawn; the mark stands for all of it. */
  completePart(part: IngestPart): void {
    const mark = completeMark(part);
    const at = this.#report.observedAt;
    const marked = this.#claims.get(mark);
    if (!marked) this.#changed = true;
    if (marked && compareInstants(at, marked.at) < 0) return;
    for (const [path, claim] of this.#claims) {
      const repeated = Object.hasOwn(this.#report.claims, path);
      if (partOf(path) !== part || repeated || compareInstants(at, claim.at) < 0) continue;
      this.#claims.delete(path);
      if (claim.value !== null) this.#changed = true;
    }
    this.#claims.set(mark, { value: null, at });
  }

  claim(path: string, value: JsonValue): void {
    const at = this.#report.observedAt;
    const own = this.#claims.get(path);
    const known = own ?? this.#withdrawnWithPart(path);
    if (known && jsonEqual(known.value, value)) {
      // In the order of time the part would have taken it along.
      if (!own && compareInstants(at, known.at) < 0) return;
      this.#claims.set(path, { value: known.value, at: laterInstant(known.at, at) });
    } else if (known && compareInstants(at, known.at) < 0) {
      this.#older.push(path);
    } else {
      this.#claims.set(path, { value, at });
      this.#changed = true;
    }
  }

  result(): MergedObservation {
    const { source, nativeKey, observedAt } = this.#report;
    const latest = laterInstant(this.#before.observedAt, observedAt);
    const presenceAt = claimTime(this.#before, PRESENCE_PATH, this.#seenAt);
    const presenceMoves = this.#report.exists !== null && compareInstants(observedAt, presenceAt) >= 0;
    // That something is there is not said by itself, that it is gone is.
    if (!presenceMoves && this.#report.exists === false && this.#before.exists) this.#older.push(PRESENCE_PATH);
    const exists = presenceMoves ? (this.#report.exists ?? false) : this.#before.exists;
    const className = latest === observedAt ? this.#report.className : this.#before.className;
    const { claims, times } = this.#split(latest, presenceMoves ? observedAt : presenceAt);
    return {
      after: { source, nativeKey, className, claims, times, exists, observedAt: latest },
      changed:
        this.#changed ||
        exists !== this.#before.exists ||
        className !== this.#before.className ||
        nativeKey !== this.#before.nativeKey,
      older: this.#older,
      covers: this.#covers(),
    };
  }

  /** The claims, and when each was made where that is not `latest`. */
  #split(latest: string, presenceAt: string): Pick<ObservationState, 'claims' | 'times'> {
    const claims: Record<string, JsonValue> = {};
    const times: Record<string, string> = {};
    for (const [path, { value, at }] of this.#claims) {
      claims[path] = value;
      if (at !== latest) times[path] = at;
    }
    if (presenceAt !== latest) times[PRESENCE_PATH] = presenceAt;
    return { claims, times };
  }

  /** A path that is not claimed because its part was declared complete without it. */
  #withdrawnWithPart(path: string): { readonly value: null; readonly at: string } | undefined {
    const part = partOf(path);
    const mark = part === null ? undefined : this.#claims.get(completeMark(part));
    const justMarked = part !== null && this.#report.complete.has(part) && mark?.at === this.#report.observedAt;
    return mark && !justMarked ? { value: null, at: mark.at } : undefined;
  }

  #covers(): boolean {
    const { claims, complete } = this.#report;
    const marks = new Set([...complete].map(completeMark));
    for (const path of this.#claims.keys()) if (!Object.hasOwn(claims, path) && !marks.has(path)) return false;
    return true;
  }
}
