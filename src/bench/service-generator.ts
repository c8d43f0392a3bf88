import { failureModel, type FailureModel, type FailureNode } from '../domain/cut-sets/failure-model';

/*
 * A made-up service and everything that it depends on, as a data centre would have it: applications of k-of-n instances,
 * instances on virtual machines on hosts that all applications share, hosts in racks behind pairs of switches, databases in
 * pairs. What is shared is shared across gates, which is what makes the question hard.
 */

/** Builds a service that depends on about `itemCount` items; the same size gives the same service everywhere. */
export function serviceModel(itemCount: number): FailureModel {
  const nodes: FailureNode[] = [];
  const candidates: number[] = [];
  let state = 20_261_123;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const add = (members: readonly number[], need = 1, isItem = true): number => {
    const candidate = isItem ? candidates.push(nodes.length + 1) - 1 : -1;
    return nodes.push({ need, members, weights: null, lasting: false, candidate, item: nodes.length + 1 }) - 1;
  };
  const some = (of: readonly number[], count: number): number[] => {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(of[random(of.length)] ?? 0);
    return [...chosen];
  };
  const many = (count: number, make: () => number): number[] => Array.from({ length: count }, make);
  const target = add([], 1, false);
  const sites = many(2, () => add([]));
  const powers = many(Math.max(4, itemCount >> 8), () => add(some(sites, 1)));
  const racks = many(Math.max(6, itemCount >> 6), () => add([add(some(powers, 2), 2, false)]));
  const switches = many(Math.max(6, itemCount >> 6), () => add(some(racks, 1)));
  const hosts = many(Math.max(12, itemCount >> 4), () => add([...some(racks, 1), add(some(switches, 2), 2, false)]));
  const machine = (): number => add(some(hosts, 1));
  const databases = many(Math.max(2, itemCount >> 7), () => add([add(many(2, machine), 2, false)]));
  const reasons: number[] = [];
  while (candidates.length < itemCount) {
    const size = 3 + random(4);
    const instances = many(size, () => add([machine()]));
    const need = 2 + random(size - 1);
    reasons.push(add([add(instances, need, false), ...some(databases, 1)]));
  }
  nodes[target] = { need: 1, members: reasons, weights: null, lasting: false, candidate: -1, item: target + 1 };
  return failureModel(nodes, candidates, [target]);
}
