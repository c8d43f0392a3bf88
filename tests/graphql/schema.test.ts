import { buildASTSchema, graphqlSync, parse, parseValue, printSchema, valueFromAST } from 'graphql';
import * as fc from 'fast-check';
import { resolvers } from '../../src/graphql/resolvers/index';
import { readSchemaText } from '../../src/graphql/package-files';
import { createScalars, JSON_DEPTH_MAX } from '../../src/graphql/scalars';
import { createSchema } from '../../src/graphql/schema';

const { Revision, DateTime, JSONObject, JSON: AnyJson } = createScalars();

describe('Revision', () => {
  test('is a whole number from 0 to 2^53 - 1, in a literal, in a variable and in an answer', () => {
    for (const value of [0, 1, Number.MAX_SAFE_INTEGER]) {
      expect(Revision.parseValue(value)).toBe(value);
      expect(valueFromAST(parseValue(String(value)), Revision)).toBe(value);
      expect(Revision.serialize(value)).toBe(value);
    }
    for (const value of [-1, 1.5, 2 ** 53, Number.NaN, '1', null, true, {}])
      expect(() => Revision.parseValue(value)).toThrow('whole number');
    for (const literal of ['"1"', '1.5', 'null', 'true', '[1]'])
      expect(valueFromAST(parseValue(literal), Revision)).toBe(literal === 'null' ? null : undefined);
  });
});

describe('DateTime', () => {
  test('is kept to the microsecond and given in UTC', () => {
    expect(DateTime.parseValue('2026-11-22T22:07:18.123456Z')).toBe('2026-11-22T22:07:18.123456Z');
    expect(DateTime.parseValue('2026-11-22T23:37:18.5+01:30')).toBe('2026-11-22T22:07:18.500Z');
    expect(DateTime.parseValue('2026-11-22t22:07:18z')).toBe('2026-11-22T22:07:18.000Z');
    expect(DateTime.serialize('2026-11-22T22:07:18.000Z')).toBe('2026-11-22T22:07:18.000Z');
  });

  test('agrees with the clock of JavaScript on every instant', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(DateTime.parseValue(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });

  test.each([
    '2026-11-22',
    '2026-11-22T22:07:18',
    '22.11.2026',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T22:07:60Z',
    '',
    'now',
    1_795_000_000,
    null,
  ])('%s is none', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('RFC 3339');
  });
});

describe('JSON', () => {
  test('written inside a query is the value that JSON.parse would give', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        // Keys of a literal are names, so only values are compared here.
        const literal = JSON.stringify(JSON.stringify(value));
        expect(AnyJson.parseLiteral(parseValue(`[${literal}]`))).toEqual([JSON.stringify(value)]);
        expect(AnyJson.parseValue(value)).toEqual(value);
      }),
    );
    expect(AnyJson.parseLiteral(parseValue('{ a: 1, b: [true, null, 1.5, "x"], c: { d: {} } }'))).toEqual({
      a: 1,
      b: [true, null, 1.5, 'x'],
      c: { d: {} },
    });
  });

  test('may hold variables, and a key that names a prototype stays a key', () => {
    expect(AnyJson.parseLiteral(parseValue('{ a: $x, b: $missing }'), { x: [1] })).toEqual({ a: [1], b: null });
    const odd = JSONObject.parseLiteral(parseValue('{ __proto__: { polluted: true } }')) as object;
    expect(Object.keys(odd)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('is refused when it is nested too deeply, too large or no JSON', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(AnyJson.parseValue(nested(JSON_DEPTH_MAX))).toBeDefined();
    expect(() => AnyJson.parseValue(nested(JSON_DEPTH_MAX + 1))).toThrow('64 levels');
    expect(() => AnyJson.parseLiteral(parseValue(`${'['.repeat(70)}${']'.repeat(70)}`))).toThrow('64 levels');
    expect(() => AnyJson.parseLiteral(parseValue('1e999'))).toThrow('too large');
    expect(() => AnyJson.parseLiteral(parseValue('{ a: RED }'))).toThrow('put a text into quotes');
    expect(() => AnyJson.parseValue({ a: () => 1 })).toThrow('no JSON value');
    for (const value of [[], 'x', 1, null, true]) expect(() => JSONObject.parseValue(value)).toThrow('is an object');
  });
});

describe('the executable schema', () => {
  const schema = createSchema(resolvers);

  test('says what schema.graphql says', () => {
    expect(printSchema(schema)).toBe(printSchema(buildASTSchema(parse(readSchemaText()))));
  });

  test('answers every field: none falls back to a property that is not there', () => {
    const query = schema.getQueryType()?.getFields() ?? {};
    const mutation = schema.getMutationType()?.getFields() ?? {};
    const subscription = schema.getSubscriptionType()?.getFields() ?? {};
    for (const field of Object.values(subscription))
      expect([field.name, typeof field.subscribe]).toEqual([field.name, 'function']);
    for (const field of [query, mutation, subscription].flatMap((fields) => Object.values(fields)))
      expect([field.name, typeof field.resolve]).toEqual([field.name, 'function']);
    const { errors } = graphqlSync({ schema, source: '{ __schema { queryType { name } } }' });
    expect(errors).toBeUndefined();
  });

  test('is refused when a resolver answers a field that is not there', () => {
    const wrong = { ...resolvers, Contact: { nickname: () => 'x' } } as unknown as typeof resolvers;
    expect(() => createSchema(wrong)).toThrow('Contact.nickname has a resolver and is a field of the schema');
  });
});
