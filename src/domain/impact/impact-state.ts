/** How an item fares, best first. The position is the rank that the algorithms count with. */
export const IMPACT_STATES = ['OK', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;
export type ImpactState = (typeof IMPACT_STATES)[number];

/** Nothing is wrong, or there is spare capacity left. */
export const OK = 0;
/** It holds, and nothing is left to lose. */
export const AT_RISK = 1;
/** It works, but worse. */
export const DEGRADED = 2;
/** It does not work. */
export const DOWN = 3;

/** A state as a number: 0 for OK up to 3 for DOWN, so that the worse of two is the larger. */
export const rankOf = (state: ImpactState): number => IMPACT_STATES.indexOf(state);

/** The state that a number stands for. */
export const stateOf = (rank: number): ImpactState => IMPACT_STATES[rank] ?? 'OK';
