import type { ImpactCoverage } from './coverage';
import type { EventColumns } from './event-log';
import type { HitColumns } from './hit-items';
import type { ImpactSummary } from './summary';

/** The states of all items and how they came about: plain data, so that another thread can have worked it out. */
export interface SolvedStates {
  /** By item. */
  readonly ranks: Uint8Array;
  readonly visited: Uint32Array;
  readonly log: EventColumns;
  /** Which chains hold, by the names of the sets of types; see PathSystem. */
  readonly paths: ReadonlyMap<string, Uint8Array>;
}

/** Items that redundancy saved, in columns. */
export interface SparedColumns {
  readonly items: Uint32Array;
  readonly margins: Uint32Array;
}

/** Everything about an impact that takes time in proportion to what is hit, as plain data. */
export interface ImpactSolution {
  readonly states: SolvedStates;
  readonly hit: HitColumns;
  readonly services: HitColumns;
  readonly spared: SparedColumns;
  readonly summary: ImpactSummary;
  readonly coverage: ImpactCoverage;
  readonly leftOff: boolean;
}
