/* Everything that is compiled: see assembly/generate.cjs. */

export { closure } from './closure';
export { commit, evaluateAffected, release, spread, spreadItem } from './impact';
