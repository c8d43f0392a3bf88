import * as fc from 'fast-check';
import { estateSinglePoints } from '../../src/domain/cut-sets/estate-single-points';
import { FailureModelBuilder } from '../../src/domain/cut-sets/failure-model-builder';
import { ImpactModel } from '../../src/domain/impact/impact-model';
import { naiveStates } from '../support/naive-impact';
import { graphOf, worlds } from '../support/random-world';

describe('single points of failure of many services at once', () => {
  test('are the items that take each of them down by themselves', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), (world, drawn) => {
        const targets = [...new Set(drawn.map((n) => 1 + (n % world.items.size)))];
        const builder = new FailureModelBuilder(new ImpactModel(graphOf(world), world.model), targets, () => true);
        while (!builder.step(2)) continue;
        const model = builder.model();
        const counts = estateSinglePoints({ model }, () => false)?.counts ?? [];
        const found = new Map(Array.from(model.candidates, (item, candidate) => [item, counts[candidate] ?? 0]));
        for (const item of world.items.keys()) {
          const states = naiveStates(world, new Map([[item, 3]]));
          const down = targets.filter((target) => target !== item && states.get(target) === 3);
          expect([item, found.get(item) ?? 0]).toEqual([item, down.length]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
