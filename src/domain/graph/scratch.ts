/** Where a scratch begins, and each of its parts. */
export interface Scratch {
  readonly start: number;
  readonly labels: number;
  readonly bits: number;
  readonly queue: number;
  readonly starts: number;
  /** See ImpactDesk. */
  readonly desk: number;
}
