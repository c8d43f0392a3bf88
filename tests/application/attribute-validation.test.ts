import { compileFault } from '../../src/application/class-model/attribute-schemas';
import { missingAttributes, validateAttributes } from '../../src/application/class-model/attribute-validation';
import type { AttributeDefinition } from '../../src/domain/class-model/class-model';
import { checkAttributeSchema } from '../../src/domain/class-model/attribute-schema-check';
import type { JsonObject, JsonValue } from '../../src/domain/json';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

const attribute = (name: string, schema: JsonObject, required = false): AttributeDefinition => ({
  name,
  description: `What ${name} is.`,
  schema,
  required,
});

const base = {
  abstract: false,
  description: '',
  canFail: true,
  isService: false,
  identification: [],
  gateDefaults: {},
};
const model = new ClassModel({
  classes: [
    { ...base, name: 'ConfigurationItem', parent: null, attributes: [attribute('owner2', { type: 'string' }, true)] },
    {
      ...base,
      name: 'Box',
      parent: 'ConfigurationItem',
      attributes: [
        attribute('colour', { type: 'string', enum: ['RED', 'BLUE'] }),
        attribute('size', { type: 'integer', minimum: 1 }, true),
        attribute('builtAt', { type: 'string', format: 'date-time' }),
        attribute('parts', {
          type: 'array',
          maxItems: 3,
          items: { type: 'object', properties: { 'a/b': { type: 'number' } }, additionalProperties: false },
        }),
      ],
    },
  ],
  relationshipTypes: [],
});

const faults = (attributes: JsonObject) =>
  validateAttributes(model, 'Box', attributes).map(
    ({ code, path, message }) => `${code} ${path.join('.')}: ${message}`,
  );

describe('attribute values', () => {
  it('fit when their schemas say so, inherited ones too', () => {
    const good = { owner2: 'me', colour: 'RED', size: 2, builtAt: '2026-11-22T10:00:00Z', parts: [{ 'a/b': 1.5 }] };
    expect(faults(good)).toEqual([]);
  });

  it('are withdrawn by null, if the class knows the name', () => {
    expect(faults({ colour: null, size: null })).toEqual([]);
    expect(faults({ color: null })).toEqual([
      'INVALID_ATTRIBUTE attributes.color: Box has no attribute "color". Did you mean "colour"? Define it on the class, or use a label.',
    ]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ size: '2' }, /^INVALID_ATTRIBUTE attributes\.size: The attribute "size" of Box must be integer; it is "2"\.$/],
    [{ size: 0 }, /must be >= 1; it is 0/],
    [{ size: true }, /must be integer/],
    [{ colour: 'GREEN' }, /must be one of \["RED","BLUE"\]; it is "GREEN"/],
    [{ builtAt: 'yesterday' }, /must match format "date-time"/],
    [{ parts: [{ 'a/b': 1 }, { 'a/b': 'x' }] }, /attributes\.parts\.1\.a\/b: .*, at 1\.a\/b, must be number/],
    [{ parts: [{ c: 1 }] }, /must not have the property "c"/],
    [{ parts: [1, 2, 3, 4] }, /must NOT have more than 3 items/],
    [{ parts: { length: 1 } }, /must be array/],
  ])('%j is refused with its path', (attributes, message) => {
    expect(faults(attributes).join('\n')).toMatch(message);
  });

  it('of a megabyte are refused without being copied into the answer', () => {
    const [fault = ''] = faults({ owner2: 'x'.repeat(1_000_000) });
    expect(fault).toMatch(/^TOO_LARGE attributes\.owner2: .* larger than 65536 characters/);
    const [nested = ''] = faults({ parts: ['y'.repeat(100_000)] });
    expect(nested).toMatch(/^TOO_LARGE/);
    const [name = ''] = faults({ ['n'.repeat(1_000_000)]: 1 });
    expect(name.length).toBeLessThan(1_000_200);
    expect(name.split(': ').slice(1).join(': ').length).toBeLessThan(300);
  });

  it('that are required are missing when undefined or withdrawn', () => {
    const missing = (attributes: JsonObject) => missingAttributes(model, 'Box', attributes).map((one) => one.path[1]);
    expect(missing({ owner2: 'x', size: 1 })).toEqual([]);
    expect(missing({ owner2: null })).toEqual(['owner2', 'size']);
    expect(missingAttributes(model, 'Box', { size: 1 })[0]?.message).toBe(
      'Box requires the attribute "owner2" (What owner2 is). Give it a value.',
    );
  });
});

describe('attribute schemas', () => {
  const check = (schema: JsonObject): readonly string[] => checkAttributeSchema(schema, compileFault);

  it.each<JsonValue>([
    { type: 'string', maxLength: 5 },
    { type: ['integer', 'null'] },
    { enum: ['a', 1, null] },
    { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 10 },
    { type: 'object', properties: { pattern: { type: 'string' }, $ref: { type: 'number' } } },
    {},
  ])('%j is taken', (schema) => {
    expect(check(schema as JsonObject)).toEqual([]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ type: 'string', pattern: '^(a+)+$' }, /"pattern".*refused/],
    [{ type: 'object', patternProperties: { a: {} } }, /"patternProperties".*refused/],
    [{ $ref: '#/$defs/a', $defs: { a: {} } }, /"\$ref".*refused/],
    [{ type: 'string', format: 'url' }, /format "url".*Use "uri"/],
    [{ type: 'string', format: 'postcode' }, /unknown format "postcode"/],
    [{ type: 'array', items: {}, uniqueItems: true }, /"uniqueItems" without a "maxItems"/],
    [{ type: 'string', minimum: 3 }, /strict/],
    [{ properties: { a: {} } }, /strict/],
    [{ description: 'x'.repeat(20_000) }, /larger than 16384 characters/],
  ])('%j is refused', (schema, message) => {
    expect(check(schema).join('\n')).toMatch(message);
  });

  it('that came before are not compiled again, whatever object they come in', () => {
    const started = process.cpuUsage();
    for (let count = 0; count < 20_000; count += 1) compileFault({ maxLength: 17, type: 'string' });
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});
