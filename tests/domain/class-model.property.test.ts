import * as fc from 'fast-check';
import type { CiClass } from '../../src/domain/class-model/class-model';
import { checkClassModel } from '../../src/domain/class-model/class-model-check';
import { compareModels } from '../../src/domain/class-model/model-change';
import { completeModel } from '../../src/domain/class-model/model-completion';
import type { CiClassInput } from '../../src/domain/class-model/model-input';
import { nearestName } from '../../src/domain/nearest-name';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

/** Class n descends from one of the classes before it; each adds the attribute `a<n>` and may have a rule over any it has. */
const forests = fc.array(fc.record({ parent: fc.nat(), rule: fc.option(fc.nat()), inherits: fc.boolean() }), {
  minLength: 1,
  maxLength: 12,
});

type Forest = typeof forests extends fc.Arbitrary<infer T> ? T : never;

function inputsOf(forest: Forest): readonly CiClassInput[] {
  const parents = forest.map(({ parent }, index) => (index === 0 ? null : parent % index));
  return forest.map(({ rule, inherits }, index) => {
    const line: number[] = [];
    for (let at: number | null = index; at !== null; at = parents[at] ?? null) line.push(at);
    const parent = parents[index];
    const own = rule === null ? [] : [{ attributes: [`a${line[rule % line.length]}`] }];
    return {
      name: `C${index}`,
      parent: parent == null ? null : `C${parent}`,
      description: '',
      attributes: [{ name: `a${index}`, schema: { type: 'string' } }],
      identification: [...own, ...(inherits && parent != null ? [{ inherits: `C${parent}` }] : [])],
    };
  });
}

const root: CiClass = {
  name: 'ConfigurationItem',
  parent: null,
  abstract: true,
  description: '',
  canFail: true,
  isService: false,
  attributes: [],
  identification: [],
  gateDefaults: {},
};

const empty = { classes: [root], relationshipTypes: [] };

function complete(
  stored: typeof empty | ReturnType<typeof completeModel>['definition'],
  classes: readonly CiClassInput[],
) {
  let next = 100_000;
  return completeModel(stored, { classes, relationshipTypes: [] }, () => next++);
}

describe('any forest of classes', () => {
  it('is sound in whatever order it is defined, and lineage, descendants and isA agree', () => {
    fc.assert(
      fc.property(forests, fc.infiniteStream(fc.nat()), (forest, order) => {
        const shuffled = inputsOf(forest)
          .map((own) => ({ own, at: order.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ own }) => own);
        const { definition, errors } = complete(empty, shuffled);
        expect([...errors, ...checkClassModel(definition)]).toEqual([]);
        const model = new ClassModel(definition);
        const names = model.classes().map((own) => own.name);
        for (const name of names) {
          for (const other of names) {
            const below = model.isA(name, other);
            expect(model.lineage(name).includes(other)).toBe(below);
            expect(model.descendants(other).includes(name)).toBe(below);
            // Attribute a<n> is had by class n and by what descends from it.
            if (other !== 'ConfigurationItem') expect(model.attributesOf(name).has(`a${other.slice(1)}`)).toBe(below);
          }
        }
      }),
    );
  });

  it('says nothing new when it is defined again, and compares equal to itself', () => {
    fc.assert(
      fc.property(forests, (forest) => {
        const first = complete(empty, inputsOf(forest));
        const again = complete(first.definition, inputsOf(forest));
        expect(again.classes).toEqual([]);
        const change = compareModels(new ClassModel(first.definition), new ClassModel(again.definition));
        expect([change.items.size, change.entries.size, change.relationshipTypes]).toEqual([0, 0, []]);
      }),
    );
  });
});

describe('the nearest name', () => {
  it('of a name with one slip is that name, unless another is as near', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('swap', 'drop', 'double'), (name, position, slip) => {
        const at = position % (name.length - 1);
        const [a = '', b = ''] = [name[at], name[at + 1]];
        const middle = { swap: b + a, drop: b, double: a + a + b }[slip];
        expect(nearestName(name.slice(0, at) + middle + name.slice(at + 2), [name])).toBe(name);
      }),
    );
  });

  it('of something else altogether is none', () => {
    expect(nearestName('zzzzzz', ['LinuxServer', 'Rack'])).toBeNull();
  });
});
