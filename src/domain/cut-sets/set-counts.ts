import type { ModuleFamilies } from './module-families';
import { ALWAYS, NEVER } from './set-families';

/** How many sets there are by order: position n holds those of n elements. */
export type OrderCounts = readonly bigint[];

/** Exact numbers of minimal sets by order, up to an order; parts are multiplied out as polynomials, never written down. */
export function countByOrder(solved: ModuleFamilies, orderMax: number): OrderCounts {
  const { families, variables, modules, root } = solved;
  const ofModule = new Map<number, OrderCounts>();
  const { level, lo, hi } = families.table;
  for (const module of modules.values()) {
    const known = new Map<number, OrderCounts>([
      [NEVER, []],
      [ALWAYS, [1n]],
    ]);
    for (const node of nodesBelow(module.family, lo, hi)) {
      const variable = variables[level[node] ?? 0];
      const own = (variable && ofModule.get(variable.node)) ?? ONE_EVENT;
      const withIt = times(own, known.get(hi[node] ?? 0) ?? [], orderMax);
      known.set(node, plus(known.get(lo[node] ?? 0) ?? [], withIt));
    }
    ofModule.set(module.node, known.get(module.family) ?? []);
  }
  return ofModule.get(root) ?? [];
}

const ONE_EVENT: OrderCounts = [0n, 1n];

/** The inner nodes of a family, those below first: a node's number is larger than those of the nodes it points to. */
export function nodesBelow(family: number, lo: Uint32Array, hi: Uint32Array): readonly number[] {
  const seen = new Set(family > ALWAYS ? [family] : []);
  for (const node of seen) {
    for (const far of [lo[node] ?? 0, hi[node] ?? 0]) if (far > ALWAYS) seen.add(far);
  }
  return [...seen].sort((a, b) => a - b);
}

function plus(a: OrderCounts, b: OrderCounts): OrderCounts {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  return longer.map((count, order) => count + (shorter[order] ?? 0n));
}

function times(a: OrderCounts, b: OrderCounts, orderMax: number): OrderCounts {
  const product: bigint[] = Array.from(
    { length: Math.min(orderMax + 1, Math.max(0, a.length + b.length - 1)) },
    () => 0n,
  );
  for (const [i, left] of a.entries()) {
    if (left === 0n) continue;
    for (const [j, right] of b.entries()) if (i + j <= orderMax) product[i + j] = (product[i + j] ?? 0n) + left * right;
  }
  return product;
}
