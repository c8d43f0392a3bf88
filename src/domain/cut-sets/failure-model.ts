/**
 * What can take some items down, as equations: numbers only, so that it can be handed to another thread. A node is an
 * item, a gate, or a chain of a PATH gate. It fails when its own candidate fails, or when the members that fail weigh at
 * least `need`: 1 for an item, which any failed gate takes down; W - minUp + 1 for a gate.
 *
 *   shop ──▶ gate "any of" (need 2) ──▶ node-a ──▶ rack        shop fails = both nodes fail
 *                                  └──▶ node-b ──▶ rack        node-a fails = itself or the rack
 *
 * Where equations go round, the least solution holds, as everywhere in the impact rules; but a chain that leads nowhere
 * but round itself reaches no anchor, so among `lasting` nodes the greatest one holds.
 */
export interface FailureModel {
  /** By node: the failed weight that fails it; 0: it has failed from the start. */
  readonly need: Float64Array;
  /** By node: where its members begin; one longer than the nodes. */
  readonly start: Uint32Array;
  /** Node numbers. */
  readonly member: Uint32Array;
  /** By position of `member`. */
  readonly weight: Uint32Array;
  /** By node: 1 for chains. */
  readonly lasting: Uint8Array;
  /** By node: the candidate whose failure fails it; -1 for none. */
  readonly candidate: Int32Array;
  /** By node: the item that it, or its chain, stands for; 0 for gates. */
  readonly item: Uint32Array;
  /** By candidate: the item that may fail. */
  readonly candidates: Uint32Array;
  /** The nodes that are asked about. */
  readonly targets: Uint32Array;
}

/** How many nodes there are. */
export const nodeCount = (model: FailureModel): number => model.need.length;

/** What a node is made of, while a model is built. */
export interface FailureNode {
  readonly need: number;
  readonly members: readonly number[];
  /** By position of `members`; null: 1 each. */
  readonly weights: readonly number[] | null;
  readonly lasting: boolean;
  readonly candidate: number;
  readonly item: number;
}

/** Puts nodes into columns. */
export function failureModel(
  nodes: readonly FailureNode[],
  candidates: readonly number[],
  targets: readonly number[],
): FailureModel {
  const start = new Uint32Array(nodes.length + 1);
  for (const [node, { members }] of nodes.entries()) start[node + 1] = (start[node] ?? 0) + members.length;
  const length = start[nodes.length] ?? 0;
  const member = new Uint32Array(length);
  const weight = new Uint32Array(length).fill(1);
  for (const [node, { members, weights }] of nodes.entries()) {
    member.set(members, start[node]);
    if (weights !== null) weight.set(weights, start[node]);
  }
  return {
    need: Float64Array.from(nodes, ({ need }) => need),
    start,
    member,
    weight,
    lasting: Uint8Array.from(nodes, ({ lasting }) => Number(lasting)),
    candidate: Int32Array.from(nodes, ({ candidate }) => candidate),
    item: Uint32Array.from(nodes, ({ item }) => item),
    candidates: Uint32Array.from(candidates),
    targets: Uint32Array.from(targets),
  };
}

/** Calls `visit` for every member of a node. */
export function forEachMember(
  { start, member, weight }: FailureModel,
  node: number,
  visit: (member: number, weight: number) => void,
): void {
  const end = start[node + 1] ?? 0;
  for (let i = start[node] ?? 0; i < end; i++) visit(member[i] ?? 0, weight[i] ?? 1);
}
