import { nodeCount, type FailureModel } from './failure-model';
import { SCENARIOS } from './scenarios';
import { TakedownArcs } from './takedown-arcs';
import { StoppedEarly, WorkBudget } from './work-budget';
import { slicesOf } from '../slices';

/** What is asked: of which of the targets is each candidate a single point of failure? */
export interface EstateTask {
  readonly model: FailureModel;
}

/** By candidate: how many targets it takes down by itself; a target does not count for itself. */
export interface EstateSinglePoints {
  readonly counts: Uint32Array;
}

/** Counts, for every candidate, the targets that it takes down by itself; null when time is up. */
export function estateSinglePoints({ model }: EstateTask, timeIsUp: () => boolean): EstateSinglePoints | null {
  try {
    return countSinglePoints(model, new WorkBudget(Infinity, timeIsUp));
  } catch (error) {
    if (error instanceof StoppedEarly) return null;
    throw error;
  }
}

function countSinglePoints(model: FailureModel, budget: WorkBudget): EstateSinglePoints {
  const { arcs, always } = new TakedownArcs(model, budget);
  const { start, to } = columns(arcs);
  // What is down from the start is taken down by nothing.
  const targets = [...new Set(model.targets)].filter((target) => always[target] === 0);
  const counts = new Uint32Array(model.candidates.length);
  const reached = new Uint32Array(arcs.length);
  for (const block of slicesOf(targets, SCENARIOS)) {
    budget.check();
    reached.fill(0);
    spread(start, to, block, reached);
    addCounts(model, block, reached, counts);
  }
  return { counts };
}

function columns(arcs: readonly (readonly number[])[]): { readonly start: Uint32Array; readonly to: Uint32Array } {
  const start = new Uint32Array(arcs.length + 1);
  for (const [node, list] of arcs.entries()) start[node + 1] = (start[node] ?? 0) + list.length;
  const to = new Uint32Array(start[arcs.length] ?? 0);
  for (const [node, list] of arcs.entries()) to.set(list, start[node]);
  return { start, to };
}

/** Sends a bit for each root along the arcs, until no node learns anything new. */
function spread(start: Uint32Array, to: Uint32Array, roots: readonly number[], reached: Uint32Array): void {
  const done = new Uint32Array(reached.length);
  const open: number[] = [];
  for (const [n, root] of roots.entries()) {
    reached[root] = ((reached[root] ?? 0) | (1 << n)) >>> 0;
    open.push(root);
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const fresh = ((reached[node] ?? 0) & ~(done[node] ?? 0)) >>> 0;
    if (fresh === 0) continue;
    done[node] = reached[node] ?? 0;
    for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
      const far = to[i] ?? 0;
      if ((fresh & ~(reached[far] ?? 0)) === 0) continue;
      reached[far] = ((reached[far] ?? 0) | fresh) >>> 0;
      open.push(far);
    }
  }
}

/** A candidate that fails several nodes stands behind the nodes. */
function addCounts(model: FailureModel, block: readonly number[], reached: Uint32Array, counts: Uint32Array): void {
  const words = new Uint32Array(model.candidates.length);
  const nodes = nodeCount(model);
  for (let node = 0; node < reached.length; node++) {
    const candidate = node < nodes ? (model.candidate[node] ?? -1) : node - nodes;
    if (candidate >= 0) words[candidate] = ((words[candidate] ?? 0) | (reached[node] ?? 0)) >>> 0;
  }
  for (const [n, target] of block.entries()) {
    const own = model.candidate[target] ?? -1;
    if (own >= 0) words[own] = ((words[own] ?? 0) & ~(1 << n)) >>> 0;
  }
  for (const [candidate, word] of words.entries()) counts[candidate] = (counts[candidate] ?? 0) + bitsIn(word);
}

function bitsIn(word: number): number {
  let count = 0;
  for (let open = word; open !== 0; open &= open - 1) count += 1;
  return count;
}
