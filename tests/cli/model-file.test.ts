import { readModelFile, writeModelFile } from '../../src/cli/model-file';
import { reportLines, type ApplyAnswer } from '../../src/cli/model-report';
import { BUILTIN_MODEL } from '../../src/domain/class-model/builtin-model';
import type { CiClassInput, ModelInput, RelationshipTypeInput } from '../../src/domain/class-model/model-input';
import { completeModel } from '../../src/domain/class-model/model-completion';

const SENSORS = `
classes:
  - name: Sensor
    parent: Hardware
    description: Measures something.
    attributes:
      unit: string
      range:
        description: What it can measure.
        required: true
        schema: { type: integer, minimum: 0 }
    identification:
      - [serialNumber, manufacturer]
      - attributes: [name]
        within:
          - { relationshipType: LOCATED_IN, hostClasses: [Rack] }
      - { attributes: [mac], rows: macAddresses, weak: true }
      - inherits: Hardware
    gateDefaults:
      POWERED_BY: { rule: AT_LEAST, value: 2 }
---
relationshipTypes:
  - name: MEASURES
    inverseName: MEASURED_BY
    propagation: NONE
    endpoints:
      - { source: [Sensor], target: [Hardware] }
`;

/** The shipped model as somebody would write it down. */
const shippedAsInput: ModelInput = {
  classes: BUILTIN_MODEL.classes.map(({ gateDefaults, identification, isService, ...own }): CiClassInput => ({
    ...own,
    isService: isService || null,
    identification: identification.map((rule) => {
      if ('inherits' in rule) return rule;
      const { attributes, within, rows, weak } = rule;
      return { attributes, within, rows, weak };
    }),
    gateDefaults: Object.entries(gateDefaults).map(([relationshipType, gate]) => ({ relationshipType, ...gate })),
  })),
  relationshipTypes: BUILTIN_MODEL.relationshipTypes.map((type): RelationshipTypeInput => {
    const { name, inverseName, description, propagation, symmetric, standby } = type;
    const { defaultStrength, defaultGate, endpoints } = type;
    return { name, inverseName, description, propagation, symmetric, standby, defaultStrength, defaultGate, endpoints };
  }),
};

describe('a model file', () => {
  test('is read with its short forms, all documents together', () => {
    const { input, places } = readModelFile('sensors.yaml', SENSORS);
    expect(input.classes).toMatchObject([
      {
        name: 'Sensor',
        parent: 'Hardware',
        attributes: [
          { name: 'unit', schema: { type: 'string' } },
          { name: 'range', required: true, schema: { type: 'integer', minimum: 0 } },
        ],
        identification: [
          { attributes: ['serialNumber', 'manufacturer'] },
          { attributes: ['name'], within: [{ relationshipType: 'LOCATED_IN', hostClasses: ['Rack'] }] },
          { attributes: ['mac'], rows: 'macAddresses', weak: true },
          { inherits: 'Hardware' },
        ],
        gateDefaults: [{ relationshipType: 'POWERED_BY', rule: 'AT_LEAST', value: 2 }],
      },
    ]);
    expect(input.relationshipTypes).toMatchObject([{ name: 'MEASURES', propagation: 'NONE' }]);
    expect([...places]).toEqual([
      ['classes.Sensor', 'sensors.yaml:3'],
      ['relationshipTypes.MEASURES', 'sensors.yaml:23'],
    ]);
  });

  test('that was written holds what was to be written: the shipped model comes back unchanged', () => {
    const text = writeModelFile(shippedAsInput);
    const { input } = readModelFile('model.yaml', text);
    const completed = completeModel(BUILTIN_MODEL, input, () => {
      throw new Error('an entry lost its identity on the way');
    });
    expect(completed.errors).toEqual([]);
    expect(completed.classes.map((own) => own.name)).toEqual([]);
    expect(completed.relationshipTypes.map((type) => type.name)).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ['broken YAML', 'classes: [', /^m\.yaml is no YAML: .*line 1/],
    ['a mistyped key', 'classs: []', /the file has the unknown key "classs"\. Did you mean "classes"\?/],
    [
      'a mistyped key of a class',
      'classes: [{ name: A, parents: B }]',
      /class "A" has the unknown key "parents"\. Did you mean "parent"\?/,
    ],
    ['a class without a name', 'classes: [{ parent: B }]', /the name of a class is missing/],
    ['a word where a list belongs', 'classes: Sensor', /classes must be a list/],
    [
      'a propagation that does not exist',
      'relationshipTypes: [{ name: A, inverseName: B, propagation: UP }]',
      /must be one of TARGET_TO_SOURCE/,
    ],
    [
      'a gate rule that does not exist',
      'classes: [{ name: A, gateDefaults: { B: { rule: SOME } } }]',
      /rule of gate B of class "A" is "SOME"/,
    ],
    ['yes for true', 'classes: [{ name: A, abstract: yes }]', /abstract of class "A" must be true or false/],
  ])('with %s is refused', (_, text, message) => {
    expect(() => readModelFile('m.yaml', text)).toThrow(message);
  });

  test('cannot be made to grow in memory by its aliases', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijkl'
        .split('')
        .map((name, at) => `${name}: &${name} [*${'abcdefghijkl'[at]}, *${'abcdefghijkl'[at]}]`),
    ];
    expect(() => readModelFile('m.yaml', bomb.join('\n'))).toThrow(/m\.yaml/);
  });
});

describe('the report of an applied file', () => {
  const answer: ApplyAnswer = {
    revision: 7,
    replayed: false,
    classes: [{ name: 'Sensor' }],
    relationshipTypes: [{ name: 'MEASURES' }],
    errors: [],
    invalidated: { count: 0, items: [] },
  };
  const facts = { url: 'http://here', dryRun: false, places: new Map([['classes.Sensor', 's.yaml:3']]) };

  test('lists what was defined', () => {
    expect(reportLines(answer, facts)).toEqual([
      'Defined at http://here, revision 7:',
      '  class              Sensor',
      '  relationship type  MEASURES',
    ]);
    const nothing = reportLines({ ...answer, classes: [], relationshipTypes: [] }, facts);
    expect(nothing).toEqual(['Nothing to do: http://here has these definitions already, at revision 7.']);
  });

  test('shows the line of a refused definition, and what is stored in its way', () => {
    const fault = { code: 'WOULD_INVALIDATE_STORED', message: 'No.', path: ['classes', 'Sensor', 'attributes'] };
    const item = { id: 'ci_1', name: 's1', class: { name: 'Sensor' } };
    const lines = reportLines(
      {
        ...answer,
        errors: [fault],
        invalidated: { count: 23, items: [{ configurationItem: item, errors: [{ ...fault, message: 'Too high.' }] }] },
      },
      facts,
    );
    expect(lines).toEqual([
      'Refused by http://here; nothing was changed:',
      '  s.yaml:3  WOULD_INVALIDATE_STORED  No.',
      '',
      'Stored and in the way: 23, the first 1',
      '  ci_1  Sensor  Too high.',
    ]);
  });
});

test('reconciliation rules are read and written back', () => {
  const text = `
reconciliationRules:
  - { class: Sensor, attributes: [unit, labels.*], source: scan, priority: 10, refreshPeriodSeconds: 86400 }
  - { relationshipType: MEASURES, source: scan, remove: true }
`;
  const { input } = readModelFile('rules.yaml', text);
  expect(input.reconciliationRules).toEqual([
    { class: 'Sensor', attributes: ['unit', 'labels.*'], source: 'scan', priority: 10, refreshPeriodSeconds: 86_400 },
    { relationshipType: 'MEASURES', source: 'scan', remove: true },
  ]);
  expect(readModelFile('again.yaml', writeModelFile(input)).input).toEqual(input);
  expect(() => readModelFile('rules.yaml', 'reconciliationRules: [{ class: Sensor, sorce: scan }]')).toThrow(
    /sorce.*source/,
  );
});
