import { neighbours } from './layered-ranks';

export interface ColumnInput {
  /** Positions of each layer, in their final order. */
  readonly layers: readonly (readonly number[])[];
  readonly pairs: readonly (readonly [number, number])[];
  /** Least distance between the centres of a position and the next one in its layer. */
  readonly separation: (position: number, next: number) => number;
  /** How strongly a position holds to its neighbours: bends of long arcs hold more, so that the arcs run straight. */
  readonly pull: (position: number) => number;
}

const PASSES = 8;

/**
 * A horizontal centre for every position: each layer in turn moves as near as it can to the mean of its neighbours,
 * keeping order and distances. That is a least-squares fit under an order, solved exactly by pooling neighbours.
 */
export function placeColumns(input: ColumnInput): Float64Array {
  const count = input.layers.reduce((sum, layer) => sum + layer.length, 0);
  const below = neighbours(count, input.pairs);
  const above = neighbours(
    count,
    input.pairs.map(([upper, lower]) => [lower, upper]),
  );
  const x = new Float64Array(count);
  for (const layer of input.layers) placeLayer(layer, input, x, () => 0);
  const order = input.layers.map((_, index) => index);
  for (let pass = 0; pass < PASSES; pass++) {
    const last = pass === PASSES - 1;
    const downwards = pass % 2 === 0;
    for (const index of downwards ? order : order.toReversed()) {
      placeLayer(input.layers[index] ?? [], input, x, (position) => {
        const near = (downwards ? above : below)[position] ?? [];
        const far = (downwards ? below : above)[position] ?? [];
        return meanOf(last ? [...near, ...far] : near.length > 0 ? near : far, x) ?? x[position] ?? 0;
      });
    }
  }
  return x;
}

function meanOf(positions: readonly number[], x: Float64Array): number | undefined {
  if (positions.length === 0) return undefined;
  return positions.reduce((sum, position) => sum + (x[position] ?? 0), 0) / positions.length;
}

interface Block {
  sum: number;
  weight: number;
  readonly from: number;
}

function placeLayer(
  layer: readonly number[],
  { separation, pull }: ColumnInput,
  x: Float64Array,
  wanted: (position: number) => number,
): void {
  const offsets = new Float64Array(layer.length);
  for (let at = 1; at < layer.length; at++) {
    offsets[at] = (offsets[at - 1] ?? 0) + separation(layer[at - 1] ?? 0, layer[at] ?? 0);
  }
  // Without neighbours to move to, everything wants the same place: the pooled block is then centred around it.
  const blocks: Block[] = [];
  layer.forEach((position, at) => {
    const weight = pull(position);
    let block: Block = { sum: weight * (wanted(position) - (offsets[at] ?? 0)), weight, from: at };
    for (let previous = blocks.at(-1); previous !== undefined; previous = blocks.at(-1)) {
      if (previous.sum / previous.weight < block.sum / block.weight) break;
      blocks.pop();
      block = { sum: previous.sum + block.sum, weight: previous.weight + block.weight, from: previous.from };
    }
    blocks.push(block);
  });
  blocks.forEach((block, index) => {
    const to = blocks[index + 1]?.from ?? layer.length;
    for (let at = block.from; at < to; at++) x[layer[at] ?? 0] = block.sum / block.weight + (offsets[at] ?? 0);
  });
}
