/** Upper bounds, in milliseconds, of the buckets in which lock holds are counted; the last bucket has none. */
const LOCK_HOLD_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] as const;

/** What a write queue has done since it was made. */
export interface WriteStatistics {
  /** Writes that have been submitted and have no result yet. */
  readonly waiting: number;
  readonly changeSets: number;
  /** Transactions that held the head lock. */
  readonly lockHolds: number;
  /** How long the last of them held it, COMMIT included; null before the first. */
  readonly lastLockHoldMs: number | null;
  readonly lockHoldTotalMs: number;
  /** The 99th percentile of the last thousand; null before the first. */
  readonly lockHoldP99Ms: number | null;
  /** Lock holds up to each bound of {@link LOCK_HOLD_BUCKETS_MS}, not cumulative; one more for the rest. */
  readonly lockHoldCounts: readonly number[];
}

const REMEMBERED = 1_000;

/** Counts lock holds. */
export class LockHoldRecorder {
  private holds = 0;
  private written = 0;
  private total = 0;
  private last: number | null = null;
  private readonly recent: number[] = [];
  private readonly counts: number[] = [...LOCK_HOLD_BUCKETS_MS, Infinity].map(() => 0);

  record(heldMs: number, changeSets: number): void {
    this.holds += 1;
    this.written += changeSets;
    this.total += heldMs;
    this.last = heldMs;
    this.recent[(this.holds - 1) % REMEMBERED] = heldMs;
    const bucket = LOCK_HOLD_BUCKETS_MS.findIndex((bound) => heldMs <= bound);
    const index = bucket === -1 ? LOCK_HOLD_BUCKETS_MS.length : bucket;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
  }

  /** The numbers so far, beside how many writes are waiting. */
  read(waiting: number): WriteStatistics {
    return {
      waiting,
      changeSets: this.written,
      lockHolds: this.holds,
      lastLockHoldMs: this.last,
      lockHoldTotalMs: this.total,
      lockHoldP99Ms: this.recent.toSorted((a, b) => a - b)[Math.floor(this.recent.length * 0.99)] ?? null,
      lockHoldCounts: [...this.counts],
    };
  }
}
