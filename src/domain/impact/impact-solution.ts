import type { SolvedStates } from './solved-states';
import type { ImpactCoverage } from './coverage';
import type { HitColumns } from './hit-items';
import type { ImpactSummary } from './summary';

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
