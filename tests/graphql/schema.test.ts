import {
  buildASTSchema,
  graphqlSync,
  isObjectType,
  Kind,
  parse,
  parseValue,
  printSchema,
  validate,
  valueFromAST,
} from 'graphql';
import * as fc from 'fast-check';
import { resolvers } from '../../src/graphql/resolvers/index';
import { readSchemaText } from '../../src/graphql/package-files';
import { createScalars, JSON_DEPTH_MAX } from '../../src/graphql/scalars';
import { checkCost } from '../../src/graphql/cost';
import type { RequestContext } from '../../src/graphql/context';
import { DRAWN_VALUES_MAX, takeDrawn, takeValues } from '../../src/graphql/drawn-values';
import { priceOf } from '../../src/graphql/prices';
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

describe('the price of an operation', () => {
  const schema = createSchema(resolvers);
  const cost = (source: string, variables: Record<string, unknown> = {}): number => {
    const document = parse(source);
    expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
    const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    if (!operation) throw new Error('no operation');
    return checkCost({ schema, document, operation, variables });
  };

  test('is the number of objects, counted by hand: pages by their size, totals once, analyses by their weight', () => {
    const list = (args: string, fields: string): string => `{ configurationItems${args} { ${fields} } }`;
    expect(cost(list('', 'totalCount'))).toBe(0);
    expect(cost(list('(first: 7)', 'nodes { id }'))).toBe(7);
    expect(cost(list('(last: 7)', 'edges { node { id } } nodes { name } pageInfo { hasNextPage }'))).toBe(14);
    expect(cost(list('', 'nodes { id }'))).toBe(50);
    expect(cost(list('(first: 10)', 'nodes { relationships(first: 3) { totalCount nodes { source { id } } } }'))).toBe(
      10 * (1 + 3 * (1 + 1)),
    );
    expect(cost('{ nodes(ids: ["a", "b", "c"]) { id } }')).toBe(3);
    expect(cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b'] })).toBe(2);
    const impact = 'impact(outages: [{ configurationItem: { id: "x" } }]) { summary { total } }';
    expect(cost(`{ ${impact} }`)).toBe(100 + 1);
    expect(cost(list('(first: 20)', 'nodes { impactIfDown { summary { total } } }'))).toBe(20 * (1 + 100 + 1));
  });

  test('counts what has no pages: drawings and columns, for each place and alias', () => {
    const around = (fields: string): string => `configurationItem(ref: { id: "x" }) { dependents { ${fields} } }`;
    const [none, table, drawing] = ['itemCount', 'table { ids a: ids }', 'diagram(format: GRAPHML)'].map((fields) =>
      cost(`{ ${around(fields)} }`),
    );
    // The table is an object too.
    expect([(table ?? 0) - (none ?? 0), (drawing ?? 0) - (none ?? 0)]).toEqual([1 + 2 * 200, 2_000]);
    const ofEach = 'nodes { dependents { diagram(format: GRAPHML) } }';
    expect(() => cost(`{ configurationItems(first: 1000) { ${ofEach} } }`)).toThrow('at most 1000000 is allowed');
  });

  test('takes variables as they will be taken: defaults, nulls, and no rebate for a page of less than nothing', () => {
    const query = 'query ($n: Int = 5) { configurationItems(first: $n) { nodes { id } } }';
    expect([cost(query), cost(query, { n: 9 }), cost(query, { n: null })]).toEqual([5, 9, 50]);
    const twice =
      'query ($n: Int) { a: configurationItems(first: $n) { nodes { id } } b: configurationItems(first: 8) { nodes { id } } }';
    expect(cost(twice, { n: -1_000_000 })).toBe(8);
    expect(cost('{ configurationItems(first: 3, last: 8) { nodes { id } } }')).toBe(8);
  });

  test('knows the size of a page inside fragments, for each place where they are used', () => {
    const fragment = 'fragment P on ConfigurationItemConnection { nodes { id } }';
    expect(
      cost(`{ a: configurationItems(first: 2) { ...P } b: configurationItems(first: 30) { ...P } } ${fragment}`),
    ).toBe(32);
  });

  test('is annotated wherever a page is given, with whole numbers', () => {
    for (const type of Object.values(schema.getTypeMap()).filter((one) => isObjectType(one))) {
      for (const field of Object.values(type.getFields())) {
        const { weight, slicingArguments } = priceOf(schema, field);
        expect([type.name, field.name, Number.isSafeInteger(weight) && weight >= 0]).toEqual([
          type.name,
          field.name,
          true,
        ]);
        const names = field.args.map((one) => one.name);
        for (const name of slicingArguments) expect(names).toContain(name);
        if (names.includes('first'))
          expect([type.name, field.name, slicingArguments.includes('first')]).toEqual([type.name, field.name, true]);
      }
    }
  });
});

test('one operation is given so many entries of tables and drawings together, and no more', () => {
  const [one, other] = [{}, {}] as RequestContext[];
  if (!one || !other) throw new Error('no operations');
  takeValues(one, DRAWN_VALUES_MAX / 2);
  takeDrawn(one, DRAWN_VALUES_MAX / 2 / 20);
  expect(() => takeValues(one, 1)).toThrow('limit it with depth and filter');
  expect(() => takeDrawn(one, 1)).toThrow('10000000 entries of tables, or 500000 items');
  takeValues(other, DRAWN_VALUES_MAX);
});
