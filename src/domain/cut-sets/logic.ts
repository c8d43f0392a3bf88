import { arrowsOf, type Arrows } from './components';
import { forEachMember, type FailureModel } from './failure-model';
import type { Scenarios } from './scenarios';

/** How the members of a node count. EVENT: it has none and stands for a candidate. */
export type LogicKind = 'EVENT' | 'OR' | 'AND' | 'VOTE';

/** A node of the simplified equations. */
export interface LogicNode {
  kind: LogicKind;
  /** For EVENT. */
  readonly candidate: number;
  members: number[];
  /** For VOTE, by position of `members`. */
  weights: number[];
  need: number;
  readonly lasting: boolean;
}

/** The equations of one target, without what cannot matter. */
export interface Logic {
  readonly nodes: LogicNode[];
  /** -1: nothing can take the target down. */
  root: number;
}

/**
 * Leaves out whatever cannot fail and counts what has failed already, drops candidates that are not to be looked at, and
 * merges nodes that say the same as their only member or do no more than hand on to a node of their own kind.
 */
export function logicOf(
  model: FailureModel,
  target: number,
  scenarios: Scenarios,
  isEvent: (candidate: number) => boolean,
): Logic {
  // Scenario 0: nothing fails; scenario 1: everything that may.
  const words = scenarios.run((candidate) => (isEvent(candidate) ? 2 : 0)).slice();
  if (((words[target] ?? 0) & 2) === 0) return { nodes: [], root: -1 };
  const builder = new LogicBuilder(model, words, isEvent);
  const logic = { nodes: builder.nodes, root: builder.build(target) };
  merge(logic);
  return logic;
}

/** Who points at whom. */
export const logicArrows = ({ nodes }: Logic): Arrows => arrowsOf(nodes.map(({ members }) => members));

class LogicBuilder {
  readonly nodes: LogicNode[] = [];
  readonly #model: FailureModel;
  readonly #words: Uint32Array;
  readonly #isEvent: (candidate: number) => boolean;
  readonly #built = new Map<number, number>();
  readonly #events = new Map<number, number>();
  readonly #open: (readonly [number, number])[] = [];

  constructor(model: FailureModel, words: Uint32Array, isEvent: (candidate: number) => boolean) {
    this.#model = model;
    this.#words = words;
    this.#isEvent = isEvent;
  }

  build(target: number): number {
    const root = this.#nodeOf(target);
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) this.#fill(...next);
    return root;
  }

  #nodeOf(node: number): number {
    const known = this.#built.get(node);
    if (known !== undefined) return known;
    const made = this.#add('OR', this.#model.lasting[node] === 1);
    this.#built.set(node, made);
    this.#open.push([node, made]);
    return made;
  }

  #add(kind: LogicKind, lasting: boolean, candidate = -1): number {
    return this.nodes.push({ kind, candidate, members: [], weights: [], need: 1, lasting }) - 1;
  }

  #event(candidate: number): number {
    const known = this.#events.get(candidate);
    if (known !== undefined) return known;
    const made = this.#add('EVENT', false, candidate);
    this.#events.set(candidate, made);
    return made;
  }

  #fill(node: number, made: number): void {
    const { candidate, need } = this.#model;
    const own = candidate[node] ?? -1;
    const rest = this.#members(node, need[node] ?? 0);
    const isOr = rest.weights.every((weight) => weight >= rest.need);
    const into = own >= 0 && this.#isEvent(own) && !isOr && rest.members.length > 0 ? this.#add('OR', false) : made;
    const logic = this.nodes[into];
    const outer = this.nodes[made];
    if (logic === undefined || outer === undefined) return;
    Object.assign(logic, rest);
    logic.kind = isOr ? 'OR' : isAnd(rest) ? 'AND' : 'VOTE';
    if (into !== made) outer.members.push(into);
    if (own >= 0 && this.#isEvent(own)) outer.members.push(this.#event(own));
  }

  /** The members that may fail; those that have failed already lower the need. */
  #members(node: number, needed: number): { members: number[]; weights: number[]; need: number } {
    const members: number[] = [];
    const weights: number[] = [];
    let need = needed;
    forEachMember(this.#model, node, (member, weight) => {
      const word = this.#words[member] ?? 0;
      if ((word & 1) !== 0) need -= weight;
      else if ((word & 2) !== 0) {
        members.push(this.#nodeOf(member));
        weights.push(weight);
      }
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total < need) return { members: [], weights: [], need: 1 };
    return { members, weights: weights.map((weight) => Math.min(weight, need)), need };
  }
}

/** Whether no member can be left out. */
function isAnd({ weights, need }: { readonly weights: readonly number[]; readonly need: number }): boolean {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.every((weight) => total - weight < need);
}

/**
 * Replaces nodes with one member by it, and takes a node's members into a parent of the same kind that alone has it. A
 * node that does not last stays before one that does: where both are in a ring, the least solution has to hold.
 */
function merge(logic: Logic): void {
  const { nodes } = logic;
  const standIn = (place: number): number => {
    let at = place;
    for (let node = nodes[at]; node !== undefined; node = nodes[at]) {
      const [only] = node.members;
      if (node.kind === 'EVENT' || node.members.length !== 1 || only === undefined) return at;
      if (!node.lasting && nodes[only]?.lasting === true) return at;
      at = only;
    }
    return at;
  };
  for (const node of nodes) {
    if (node.members.length > 0) node.members = node.members.map(standIn);
    if (node.kind === 'OR' || node.kind === 'AND') node.members = [...new Set(node.members)];
  }
  logic.root = standIn(logic.root);
  for (const node of nodes) node.members = node.members.map(standIn);
  const parents = new Uint32Array(nodes.length);
  for (const node of reachable(logic))
    for (const member of nodes[node]?.members ?? []) parents[member] = (parents[member] ?? 0) + 1;
  parents[logic.root] = (parents[logic.root] ?? 0) + 2;
  for (const place of reachable(logic)) {
    const node = nodes[place];
    if (node === undefined || (node.kind !== 'OR' && node.kind !== 'AND')) continue;
    const taken: number[] = [];
    const open = node.members.toReversed();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const member = nodes[next];
      const joins =
        member?.kind === node.kind && parents[next] === 1 && member.lasting === node.lasting && next !== place;
      if (joins && member.members.length > 0) open.push(...member.members.toReversed());
      else taken.push(next);
    }
    node.members = [...new Set(taken)];
  }
}

/** The nodes that the root leads to. */
export function reachable({ nodes, root }: Logic): readonly number[] {
  const seen = new Set(root < 0 ? [] : [root]);
  for (const place of seen) for (const member of nodes[place]?.members ?? []) seen.add(member);
  return [...seen];
}
