/** What decides when a data source should have reported. Times are RFC 3339. */
export interface ExpectedSource {
  /** Null: nobody waits for it. */
  readonly expectedIntervalSeconds: number | null;
  readonly createdAt: string;
  /** When it last had something taken; null: never. */
  readonly lastCommitAt: string | null;
}

/** When a data source has to have reported again, in milliseconds of the epoch; null when nobody waits for it. */
export function dueAt({ expectedIntervalSeconds, createdAt, lastCommitAt }: ExpectedSource): number | null {
  if (expectedIntervalSeconds === null) return null;
  return Date.parse(lastCommitAt ?? createdAt) + expectedIntervalSeconds * 1_000;
}

/** Whether a data source has not reported for longer than it was expected to. */
export function isOverdue(source: ExpectedSource, now: Date): boolean {
  const due = dueAt(source);
  return due !== null && now.getTime() > due;
}
