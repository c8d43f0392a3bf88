import * as fc from 'fast-check';
import { layeredLayout } from '../../src/playground/layered-layout';
import type { LayoutArc, LayoutItem } from '../../src/playground/layout';

interface Graph {
  readonly items: LayoutItem[];
  readonly arcs: LayoutArc[];
}

function graphOf(
  count: number,
  pairs: readonly (readonly [number, number])[],
  width?: (index: number) => number,
): Graph {
  return {
    items: Array.from({ length: count }, (_, index) => ({ id: `i${index}`, width: width?.(index) ?? 120, height: 46 })),
    arcs: pairs.map(([dependent, provider], index) => ({
      id: `a${index}`,
      dependent: `i${dependent}`,
      provider: `i${provider}`,
    })),
  };
}

const GRAPHS = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 90 }),
    widths: fc.array(fc.integer({ min: 60, max: 300 }), { minLength: count, maxLength: count }),
  }),
);

function yOf({ items, arcs }: Graph, id: string): number {
  return layeredLayout(items, arcs).positions.get(id)?.y ?? Number.NaN;
}

describe('the layered layout', () => {
  test('puts every provider below its dependents when there is no cycle', () => {
    fc.assert(
      fc.property(GRAPHS, ({ count, pairs, widths }) => {
        const acyclic = pairs.filter(([a, b]) => a < b);
        const { items, arcs } = graphOf(count, acyclic, (index) => widths[index] ?? 100);
        const { positions } = layeredLayout(items, arcs);
        for (const arc of arcs) {
          expect(positions.get(arc.provider)?.y).toBeGreaterThan(positions.get(arc.dependent)?.y ?? Number.NaN);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('lets no two cards overlap, whatever the graph', () => {
    fc.assert(
      fc.property(GRAPHS, ({ count, pairs, widths }) => {
        const { items, arcs } = graphOf(count, pairs, (index) => widths[index] ?? 100);
        const { positions } = layeredLayout(items, arcs);
        expect(positions.size).toBe(count);
        items.forEach((a, index) => {
          for (const b of items.slice(index + 1)) {
            const [p, q] = [positions.get(a.id), positions.get(b.id)];
            const apart =
              Math.abs((p?.x ?? 0) - (q?.x ?? 0)) >= (a.width + b.width) / 2 - 0.01 ||
              Math.abs((p?.y ?? 0) - (q?.y ?? 0)) >= 46 - 0.01;
            expect(apart).toBe(true);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  test('is the same for the same graph, and survives cycles and arcs to nowhere', () => {
    const cycle = graphOf(3, [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 1],
      [0, 9],
    ]);
    expect(layeredLayout(cycle.items, cycle.arcs)).toEqual(layeredLayout(cycle.items, cycle.arcs));
    expect(layeredLayout(cycle.items, cycle.arcs).positions.size).toBe(3);
    expect(layeredLayout([], []).positions.size).toBe(0);
  });

  test('stands an item with many providers next to them, not at the top', () => {
    const long = [
      [0, 1],
      [1, 2],
      [2, 3],
      [5, 3],
      [5, 2],
    ] as const;
    expect(yOf(graphOf(6, long), 'i5')).toBeGreaterThan(yOf(graphOf(6, long), 'i0'));
  });

  test('leads a long arc straight through the layers between, in the order from dependent to provider', () => {
    const { items, arcs } = graphOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 3],
    ]);
    const bends = layeredLayout(items, arcs).bends.get('a3') ?? [];
    expect(bends).toHaveLength(4);
    expect(bends.map((bend) => bend.y)).toEqual(bends.map((bend) => bend.y).toSorted((a, b) => a - b));
    expect(bends[0]?.x).toBe(bends[1]?.x);
  });

  test('wraps a wide rank: 300 dependents of one provider are not one endless line', () => {
    const { items, arcs } = graphOf(
      301,
      Array.from({ length: 300 }, (_, index) => [index + 1, 0] as const),
    );
    const xs = [...layeredLayout(items, arcs).positions.values()].map((point) => point.x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(8_000);
  });

  test('places 2,000 items with 4,000 dependencies in less than two seconds of processor time', () => {
    const pairs = Array.from({ length: 4_000 }, (_, index): [number, number] => {
      const dependent = (index * 7919) % 1_750;
      return [dependent, dependent + 1 + ((index * 104_729) % 249)];
    });
    const { items, arcs } = graphOf(2_000, pairs);
    const start = process.cpuUsage();
    layeredLayout(items, arcs);
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
  });
});
