import * as fc from 'fast-check';
import { estateSinglePoints } from '../../src/domain/cut-sets/estate-single-points';
import { FailureModelBuilder } from '../../src/domain/cut-sets/failure-model-builder';
import { ImpactModel } from '../../src/domain/impact/impact-model';
import { naiveStates } from '../support/naive-impact';
import { graphOf, worlds } from '../support/random-world';

describe('single points of failure of many services at once', () => {
  test('are the items that take each of them down by themselves', () => {
    fc.assert(
      fc.property(
        worlds,
        fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }),
        fc.uniqueArray(fc.nat(20), { maxLength: 2 }),
        (world, drawn, down) => {
          const targets = [...new Set(drawn.map((n) => 1 + (n % world.items.size)))];
          const fallen = new Set(down.map((n) => 1 + (n % world.items.size)));
          const before = naiveStates(world, new Map([...fallen].map((one) => [one, 3])));
          const builder = new FailureModelBuilder(
            new ImpactModel(graphOf(world), world.model),
            targets,
            () => true,
            fallen,
          );
          while (!builder.step(2)) continue;
          const model = builder.model();
          const counts = estateSinglePoints({ model }, () => false)?.counts ?? [];
          const found = new Map(Array.from(model.candidates, (item, candidate) => [item, counts[candidate] ?? 0]));
          for (const item of world.items.keys()) {
            const states = naiveStates(world, new Map([...fallen, item].map((one) => [one, 3])));
            const taken = targets.filter(
              (target) => target !== item && states.get(target) === 3 && before.get(target) !== 3,
            );
            expect([item, found.get(item) ?? 0]).toEqual([item, taken.length]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
