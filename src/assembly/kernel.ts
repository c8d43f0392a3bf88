/* Everything that is compiled: see generate.cjs. */

export { closure } from './closure';
export { commit, evaluateAffected, release, spread, spreadItem } from './impact';
