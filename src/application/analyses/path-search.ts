import { shortestPaths, type FoundPaths, type PathRules } from '../../domain/graph/shortest-paths';
import { hiddenBeyond, type Sight } from '../../domain/graph/sight';
import type { AskedGraph } from '../graph/shared-graphs';

/** Which paths are wanted, as plain data: another thread may look for them. */
export interface PathsTask {
  readonly from: number;
  readonly to: number;
  readonly rules: Omit<PathRules, 'hidden'>;
  /** What who asks sees; null: everything. */
  readonly sight: Sight | null;
  readonly count: number;
}

/** Looks for them, up to the work that the rules allow. */
export const searchPaths = (
  { view }: Pick<AskedGraph, 'view'>,
  { from, to, rules, sight, count }: PathsTask,
): FoundPaths => shortestPaths(view, from, to, { ...rules, hidden: sight && hiddenBeyond(sight) }, count);
