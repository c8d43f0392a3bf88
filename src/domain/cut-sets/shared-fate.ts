import { forEachMember, nodeCount, type FailureModel } from './failure-model';
import { SCENARIOS, type Scenarios } from './scenarios';
import type { WorkBudget } from './work-budget';
import { slicesOf } from '../slices';

/** A candidate that takes several members of one redundancy gate down by itself. */
export interface SharedFate {
  /** The node of the gate. */
  readonly gate: number;
  readonly candidate: number;
  /** The nodes of the members that it takes down. */
  readonly members: readonly number[];
  /** Whether the gate fails with it. */
  readonly failsGate: boolean;
}

/** What single failures do. */
export interface SingleFailures {
  /** The candidates whose failure alone takes the target down, ascending. */
  readonly singles: readonly number[];
  /** By gate, then by candidate. */
  readonly shared: readonly SharedFate[];
}

/**
 * Lets every candidate fail by itself, 32 at a time: which of them take the target down, and which take several members
 * of a redundancy gate down. Of candidates that take the same members down only the nearest are given: a rack, and not
 * the data centre that it stands in. Throws StoppedEarly.
 */
export function singleFailures(
  model: FailureModel,
  target: number,
  gates: readonly number[],
  scenarios: Scenarios,
  budget: WorkBudget,
): SingleFailures {
  const singles: number[] = [];
  const shared: SharedFate[] = [];
  const fallen = scenarios.run(() => 0).slice();
  const standing = gates.filter((gate) => fallen[gate] === 0);
  const all = Array.from({ length: model.candidates.length }, (_, candidate) => candidate);
  inBlocks(all, scenarios, budget, (block, words) => {
    for (const [n, candidate] of block.entries()) if (((words[target] ?? 0) & (1 << n)) !== 0) singles.push(candidate);
    for (const gate of standing)
      shared.push(...sharedOf(model, gate, block, (node) => (fallen[node] === 0 ? (words[node] ?? 0) : 0)));
  });
  return { singles, shared: nearestOnly(model, shared, scenarios, budget) };
}

/** Runs the single failures of some candidates block by block; bit n of a word belongs to position n of the block. */
function inBlocks(
  candidates: readonly number[],
  scenarios: Scenarios,
  budget: WorkBudget,
  look: (block: readonly number[], words: Uint32Array) => void,
): void {
  for (const block of slicesOf(candidates, SCENARIOS)) {
    budget.check();
    const bits = new Map(block.map((candidate, n) => [candidate, 1 << n]));
    look(
      block,
      scenarios.run((candidate) => bits.get(candidate) ?? 0),
    );
  }
}

/** `wordOf`: in which scenarios a node fails; none for nodes that have failed from the start. */
function sharedOf(
  model: FailureModel,
  gate: number,
  block: readonly number[],
  wordOf: (node: number) => number,
): readonly SharedFate[] {
  let [once, twice] = [0, 0];
  forEachMember(model, gate, (member) => {
    const word = wordOf(member);
    twice |= once & word;
    once |= word;
  });
  if (twice === 0) return [];
  return block.flatMap((candidate, n) => {
    const bit = 1 << n;
    if ((twice & bit) === 0) return [];
    const members: number[] = [];
    forEachMember(model, gate, (member) => {
      if ((wordOf(member) & bit) !== 0) members.push(member);
    });
    return [{ gate, candidate, members, failsGate: (wordOf(gate) & bit) !== 0 }];
  });
}

/** Leaves out what takes down nothing but by taking down another one of the list with the same members. */
function nearestOnly(
  model: FailureModel,
  shared: readonly SharedFate[],
  scenarios: Scenarios,
  budget: WorkBudget,
): readonly SharedFate[] {
  const groups = new Map<string, SharedFate[]>();
  for (const one of shared) {
    const key = `${one.gate}:${one.members.join(',')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const groupsOf = new Map<number, SharedFate[][]>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    for (const { candidate } of group) groupsOf.set(candidate, [...(groupsOf.get(candidate) ?? []), group]);
  }
  const nodeOf = itemNodes(model);
  /** Pairs "the first takes the second down", of candidates of one group. */
  const takes = new Set<string>();
  inBlocks([...groupsOf.keys()], scenarios, budget, (block, words) => {
    for (const [n, candidate] of block.entries()) {
      for (const { candidate: other } of (groupsOf.get(candidate) ?? []).flat()) {
        const word = words[nodeOf.get(other) ?? 0] ?? 0;
        if (other !== candidate && (word & (1 << n)) !== 0) takes.add(`${candidate}>${other}`);
      }
    }
  });
  const isNearest = (group: readonly SharedFate[], { candidate }: SharedFate): boolean =>
    !group.some(
      ({ candidate: other }) =>
        takes.has(`${candidate}>${other}`) && (!takes.has(`${other}>${candidate}`) || other < candidate),
    );
  return [...groups.values()]
    .flatMap((group) => group.filter((one) => isNearest(group, one)))
    .toSorted((a, b) => a.gate - b.gate || a.candidate - b.candidate);
}

/** Candidate -> the node of its item. */
function itemNodes(model: FailureModel): ReadonlyMap<number, number> {
  const nodes = new Map<number, number>();
  for (let node = 0; node < nodeCount(model); node++) {
    const candidate = model.candidate[node] ?? -1;
    if (candidate >= 0 && model.item[node] !== 0) nodes.set(candidate, node);
  }
  return nodes;
}
