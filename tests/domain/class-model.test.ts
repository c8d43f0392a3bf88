import type { AttributeDefinition, CiClass, RelationshipType } from '../../src/domain/class-model/class-model';
import { checkClassModel } from '../../src/domain/class-model/class-model-check';
import type { ItemError } from '../../src/domain/errors';
import { compareModels } from '../../src/domain/class-model/model-change';
import { completeModel } from '../../src/domain/class-model/model-completion';
import type { CiClassInput, RelationshipTypeInput } from '../../src/domain/class-model/model-input';
import { nearestName } from '../../src/domain/nearest-name';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

const text = (name: string, extra: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
  name,
  description: '',
  schema: { type: 'string' },
  required: false,
  ...extra,
});

const ciClass = (name: string, parent: string | null, extra: Partial<CiClass> = {}): CiClass => ({
  name,
  parent,
  abstract: false,
  description: '',
  canFail: true,
  isService: false,
  attributes: [],
  identification: [],
  gateDefaults: {},
  ...extra,
});

const entry = (id: number, ...attributes: readonly string[]) => ({
  id,
  attributes,
  within: null,
  rows: null,
  weak: false,
});

const type = (code: number, name: string, extra: Partial<RelationshipType> = {}): RelationshipType => ({
  code,
  name,
  inverseName: `${name}_INVERSE`,
  description: '',
  propagation: 'TARGET_TO_SOURCE',
  symmetric: false,
  defaultStrength: 'HARD',
  defaultGate: { rule: 'ALL', value: null, types: null },
  endpoints: [{ source: ['ConfigurationItem'], target: ['ConfigurationItem'] }],
  ...extra,
});

const root = ciClass('ConfigurationItem', null, { abstract: true });
const animal = ciClass('Animal', 'ConfigurationItem', {
  attributes: [text('species'), text('chip')],
  identification: [entry(10, 'chip'), entry(11, 'name', 'species')],
  gateDefaults: { EATS: { rule: 'AT_LEAST', value: 2, types: null } },
});
const dog = ciClass('Dog', 'Animal', {
  attributes: [text('breed')],
  identification: [entry(20, 'breed', 'name'), { inherits: 'Animal' }],
});
const puppy = ciClass('Puppy', 'Dog', { isService: true, identification: [{ inherits: 'Dog' }] });
const eats = type(3, 'EATS', { endpoints: [{ source: ['Animal'], target: ['Dog', 'Animal'] }] });
const twins = type(4, 'TWINS', {
  inverseName: 'TWINS',
  symmetric: true,
  propagation: 'BOTH',
  endpoints: [{ source: ['Dog'], target: ['Puppy'] }],
});
const base = { classes: [root, animal, dog, puppy], relationshipTypes: [eats, twins] };

describe('a resolved class model', () => {
  const model = new ClassModel(base);

  test('inherits attributes, entries, gate defaults and being a service', () => {
    expect(model.lineage('Puppy')).toEqual(['Puppy', 'Dog', 'Animal', 'ConfigurationItem']);
    expect(model.descendants('Animal')).toEqual(['Animal', 'Dog', 'Puppy']);
    expect([...model.attributesOf('Puppy').keys()]).toEqual(['species', 'chip', 'breed']);
    expect(model.entriesOf('Puppy').map((one) => one.id)).toEqual([20, 10, 11]);
    expect(model.gateDefault('Puppy', 'EATS')).toEqual({ rule: 'AT_LEAST', value: 2, types: null });
    expect(model.gateDefault('Puppy', 'TWINS')).toEqual({ rule: 'ALL', value: null, types: null });
    expect([model.isService('Puppy'), model.isService('Dog')]).toEqual([true, false]);
  });

  test('reads endpoint rules with descendants, and symmetric types both ways', () => {
    expect(model.allows('EATS', 'Puppy', 'Dog')).toBe(true);
    expect(model.allows('EATS', 'ConfigurationItem', 'Dog')).toBe(false);
    expect(model.allows('TWINS', 'Puppy', 'Dog')).toBe(true);
    expect(model.allows('TWINS', 'Animal', 'Dog')).toBe(false);
  });

  test('answers unknown names with the nearest one', () => {
    expect(model.isA('Cat', 'Animal')).toBe(false);
    expect(() => model.requireClass('Pupy')).toThrow('There is no CI class "Pupy". Did you mean "Puppy"?');
    expect(() => model.requireType('EATZ')).toThrow('Did you mean "EATS"?');
    expect(() => model.requireType('EATS_INVERSE')).toThrow('It is the inverse of EATS');
    expect(nearestName('x'.repeat(1_000_000), ['Dog'])).toBeNull();
  });

  test('is not made of a definition that contradicts itself', () => {
    expect(() => new ClassModel({ ...base, classes: [root, puppy] })).toThrow(/unknown parent "Dog"/);
  });
});

describe('the check of a definition', () => {
  const rules = {
    reservedClassNames: new Set(['Topology']),
    reservedAttributeNames: new Set(['labels']),
    schemaFault: () => null,
  };
  const check = (classes: readonly CiClass[], types: readonly RelationshipType[] = []): readonly ItemError[] =>
    checkClassModel({ classes: [...base.classes, ...classes], relationshipTypes: [eats, twins, ...types] }, rules);

  test('finds nothing wrong with a sound one', () => {
    expect(check([])).toEqual([]);
  });

  test.each<[string, CiClass, string, RegExp]>([
    [
      'an unknown parent',
      ciClass('Cat', 'Animol'),
      'UNKNOWN_CLASS',
      /unknown parent "Animol"\. Did you mean "Animal"\?/,
    ],
    ['no parent', ciClass('Cat', null), 'INVALID_DEFINITION', /needs a parent/],
    ['itself as ancestor', ciClass('Cat', 'Cat'), 'INVALID_DEFINITION', /descends from itself/],
    ['a small first letter', ciClass('cat', 'Animal'), 'INVALID_NAME', /"cat" cannot name a CI class/],
    ['the name of an API type', ciClass('Topology', 'Animal'), 'INVALID_NAME', /is the name of a type of the API/],
    ['a name of a megabyte', ciClass(`C${'a'.repeat(1_000_000)}`, 'Animal'), 'INVALID_NAME', /^"Ca{63}…" cannot name/],
    ['a class twice', ciClass('Dog', 'Animal'), 'INVALID_DEFINITION', /"Dog" is defined twice/],
    [
      'an attribute with a capital',
      ciClass('Cat', 'Animal', { attributes: [text('Fur')] }),
      'INVALID_NAME',
      /"Fur" cannot name an attribute of Cat/,
    ],
    [
      'an attribute that every item has as a field',
      ciClass('Cat', 'Animal', { attributes: [text('labels')] }),
      'INVALID_NAME',
      /a field that every configuration item has/,
    ],
    [
      'an inherited attribute again',
      ciClass('Cat', 'Animal', { attributes: [text('species')] }),
      'INVALID_DEFINITION',
      /already inherited from Animal/,
    ],
    [
      'a rule over an unknown attribute',
      ciClass('Cat', 'Animal', { identification: [entry(30, 'speces')] }),
      'INVALID_DEFINITION',
      /names the unknown attribute "speces"\. Did you mean "species"\?/,
    ],
    [
      'a rule that inherits from beside',
      ciClass('Cat', 'Animal', { identification: [{ inherits: 'Dog' }] }),
      'INVALID_DEFINITION',
      /inherits those of "Dog", which is not above it/,
    ],
    [
      'a rule with the id of another',
      ciClass('Cat', 'Animal', { identification: [entry(20, 'name')] }),
      'INVALID_DEFINITION',
      /entry id 20 of Cat is already used by Dog/,
    ],
    [
      'a rule with the id of native keys',
      ciClass('Cat', 'Animal', { identification: [entry(1, 'name')] }),
      'INVALID_DEFINITION',
      /has the entry id 1/,
    ],
    [
      'a rule inside an unknown class',
      ciClass('Cat', 'Animal', {
        identification: [{ ...entry(30, 'name'), within: [{ relationshipType: 'EATS', hostClasses: ['House'] }] }],
      }),
      'UNKNOWN_CLASS',
      /looks inside the unknown CI class "House"/,
    ],
    [
      'a rule over an unknown relationship type',
      ciClass('Cat', 'Animal', {
        identification: [{ ...entry(30, 'name'), within: [{ relationshipType: 'EAT', hostClasses: ['Dog'] }] }],
      }),
      'UNKNOWN_RELATIONSHIP_TYPE',
      /unknown relationship type "EAT"\. Did you mean "EATS"\?/,
    ],
    [
      'rows in what is no array',
      ciClass('Cat', 'Animal', { identification: [{ ...entry(30, 'tag'), rows: 'species' }] }),
      'INVALID_DEFINITION',
      /looks into "species", which is no array/,
    ],
    [
      'a default gate for an unknown type',
      ciClass('Cat', 'Animal', { gateDefaults: { SLEEPS: { rule: 'ALL', value: null, types: null } } }),
      'UNKNOWN_RELATIONSHIP_TYPE',
      /default gate for the unknown relationship type "SLEEPS"/,
    ],
    [
      'a default gate that asks for more than all',
      ciClass('Cat', 'Animal', { gateDefaults: { EATS: { rule: 'PERCENT', value: 101, types: null } } }),
      'INVALID_DEFINITION',
      /from 1 to 100/,
    ],
    [
      'a schema with a pattern',
      ciClass('Cat', 'Animal', { attributes: [text('fur', { schema: { type: 'string', pattern: '(a+)+$' } })] }),
      'INVALID_DEFINITION',
      /uses "pattern", which is refused/,
    ],
    [
      'a pattern deep inside a schema',
      ciClass('Cat', 'Animal', {
        attributes: [text('fur', { schema: { type: 'array', items: { anyOf: [{ type: 'string', pattern: 'a' }] } } })],
      }),
      'INVALID_DEFINITION',
      /uses "pattern"/,
    ],
    [
      'a reference to another host',
      ciClass('Cat', 'Animal', { attributes: [text('fur', { schema: { $ref: 'https://example.com/fur.json' } })] }),
      'INVALID_DEFINITION',
      /uses "\$ref", which is refused/,
    ],
  ])('refuses %s', (_, own, code, message) => {
    const errors = check([own]);
    expect(errors.map((error) => error.code)).toContain(code);
    expect(errors.map((error) => error.message).join('\n')).toMatch(message);
    for (const error of errors) expect(error.message.length).toBeLessThan(400);
  });

  test('takes a property that is called pattern for what it is', () => {
    const schema = { type: 'object', properties: { pattern: { type: 'string' } }, enum: [{ pattern: 'x' }] };
    expect(check([ciClass('Cat', 'Animal', { attributes: [text('fur', { schema })] })])).toEqual([]);
  });

  test.each<[string, RelationshipType, RegExp]>([
    ['a name with small letters', type(9, 'Sees'), /"Sees" cannot name a relationship type/],
    ['the name of another', type(9, 'EATS'), /"EATS" of relationship type EATS is already a name of EATS/],
    ['an inverse name that is taken', type(9, 'SEES', { inverseName: 'EATS' }), /is already a name of EATS/],
    ['a taken code', type(3, 'SEES'), /SEES and EATS have the same code 3/],
    ['a code beyond a byte', type(256, 'SEES'), /0 to 255 fit/],
    [
      'unknown ends',
      type(9, 'SEES', { endpoints: [{ source: ['Dgo'], target: ['Dog'] }] }),
      /"Dgo"\. Did you mean "Dog"/,
    ],
    ['no ends', type(9, 'SEES', { endpoints: [] }), /needs at least one pair/],
    ['a standby that carries outages', type(9, 'SEES', { standby: true }), /must be NONE/],
    ['an arrow without direction', type(9, 'SEES', { symmetric: true, inverseName: 'SEES' }), /must be BOTH or NONE/],
    [
      'a path over unknown types',
      type(9, 'SEES', { defaultGate: { rule: 'PATH', value: null, types: ['SEEN'] } }),
      /names the unknown relationship type "SEEN"\. Did you mean "SEES"\?/,
    ],
  ])('refuses a relationship type with %s', (_, own, message) => {
    expect(
      check([], [own])
        .map((error) => error.message)
        .join('\n'),
    ).toMatch(message);
  });

  test('refuses more relationship types than the engine has numbers for', () => {
    const many = Array.from({ length: 255 }, (_, index) => type(index + 5, `T${index}`));
    const messages = check([], many).map((error) => error.message);
    expect(messages).toContain('There are 257 relationship types; at most 256 are possible.');
  });
});

describe('the completion of definitions', () => {
  const complete = (classes: readonly CiClassInput[], relationshipTypes: readonly RelationshipTypeInput[] = []) => {
    let next = 100_000;
    return completeModel(base, { classes, relationshipTypes }, () => next++);
  };

  test('gives a class the defaults of its parent, also when both are new and come in the wrong order', () => {
    const { classes } = complete([
      { name: 'Kitten', parent: 'Cat', description: 'small' },
      { name: 'Cat', parent: 'Animal', description: 'cat', canFail: false },
    ]);
    expect(classes).toMatchObject([
      { name: 'Kitten', canFail: false, identification: [{ inherits: 'Cat' }] },
      { name: 'Cat', canFail: false, identification: [{ inherits: 'Animal' }] },
    ]);
  });

  test('keeps the id of an entry that says the same, and gives a changed one a new id', () => {
    const { classes } = complete([
      {
        name: 'Animal',
        description: '',
        attributes: animal.attributes,
        identification: [{ attributes: ['species', 'name'] }, { attributes: ['chip'], weak: true }],
      },
    ]);
    expect(classes[0]?.identification).toEqual([
      { ...entry(100_000, 'species', 'name') },
      { ...entry(10, 'chip'), weak: true },
    ]);
  });

  test('takes what says the same as stored for no change', () => {
    const again: CiClassInput = {
      name: 'Dog',
      parent: 'Animal',
      description: '',
      attributes: [{ name: 'breed', schema: { type: 'string' } }],
      identification: [{ attributes: ['breed', 'name'] }, { inherits: 'Animal' }],
    };
    expect(complete([again]).classes).toEqual([]);
  });

  test('gives new relationship types free codes from the top', () => {
    const { relationshipTypes } = complete(
      [],
      [
        { name: 'SEES', inverseName: 'SEEN_BY', description: '', propagation: 'NONE' },
        { name: 'HEARS', inverseName: 'HEARD_BY', description: '', propagation: 'NONE' },
        { name: 'EATS', inverseName: 'EATEN_BY', description: '', propagation: 'NONE' },
      ],
    );
    expect(relationshipTypes.map(({ name, code }) => [name, code])).toEqual([
      ['SEES', 255],
      ['HEARS', 254],
      ['EATS', 3],
    ]);
  });

  test.each<[string, CiClassInput, RegExp]>([
    ['a rule that says nothing', { name: 'Cat', description: '', identification: [{}] }, /says nothing/],
    [
      'a rule that inherits and adds at once',
      { name: 'Cat', description: '', identification: [{ inherits: 'Animal', attributes: ['name'] }] },
      /"inherits" together with other fields/,
    ],
    [
      'a class below a service that claims to be none',
      { name: 'Whelp', parent: 'Puppy', description: '', isService: false },
      /descends from Puppy, which is one/,
    ],
  ])('refuses %s', (_, own, message) => {
    expect(complete([own]).errors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
  });

  test('does not hang on classes that are each other’s parents', () => {
    const { definition } = complete([
      { name: 'Hen', parent: 'Egg', description: '' },
      { name: 'Egg', parent: 'Hen', description: '' },
    ]);
    const messages = checkClassModel(definition).map((error) => error.message);
    expect(messages).toEqual([
      expect.stringMatching(/"Hen" descends from itself/),
      expect.stringMatching(/"Egg" descends from itself/),
    ]);
  });
});

describe('the comparison of two models', () => {
  const before = new ClassModel(base);
  const compare = (classes: readonly CiClass[], types: readonly RelationshipType[] = [eats, twins]) =>
    compareModels(before, new ClassModel({ classes, relationshipTypes: types }));

  test('finds nothing to do between equal models', () => {
    expect(compare([...base.classes])).toEqual({
      items: new Map(),
      entries: new Map(),
      relationshipTypes: [],
      turned: [],
    });
  });

  test('carries narrowed, removed and required attributes down to all descendants', () => {
    const narrowed = text('species', { schema: { type: 'string', maxLength: 3 }, required: true });
    const { items } = compare([
      root,
      { ...animal, attributes: [narrowed], identification: [] },
      { ...dog, abstract: true },
      puppy,
    ]);
    const common = { changed: [narrowed], removed: ['chip'], required: ['species'] };
    expect(Object.fromEntries(items)).toEqual({
      Animal: { abstract: false, ...common },
      Dog: { abstract: true, ...common },
      Puppy: { abstract: false, ...common },
    });
  });

  test('finds the classes whose identification changed, through inheritance', () => {
    const { entries } = compare([
      root,
      { ...animal, identification: [entry(11, 'name', 'species'), entry(12, 'species')] },
      dog,
      puppy,
    ]);
    expect([...entries.keys()]).toEqual(['Animal', 'Dog', 'Puppy']);
    expect(entries.get('Puppy')).toEqual({ added: [entry(12, 'species')], removed: [entry(10, 'chip')] });
  });

  test('rechecks relationships when their ends narrow or a class moves', () => {
    expect(
      compare([...base.classes], [{ ...eats, endpoints: [{ source: ['Dog'], target: ['Dog'] }] }, twins]),
    ).toMatchObject({
      relationshipTypes: ['EATS'],
    });
    const moved = { ...puppy, parent: 'Animal', identification: [] };
    expect(compare([root, animal, dog, moved])).toMatchObject({ relationshipTypes: ['EATS', 'TWINS'] });
  });
});
