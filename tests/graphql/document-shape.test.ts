import * as fc from 'fast-check';
import { buildSchema, Kind, Lexer, parse, Source, TokenKind, validate, type OperationDefinitionNode } from 'graphql';
import { operationsOf, shapeOf } from '../../src/graphql/document-shape';
import { checkDocument, LIMITS } from '../../src/graphql/limits';
import { readSchemaText } from '../../src/graphql/package-files';
import { anyDocument } from '../support/any-document';
import { naiveShape } from '../support/naive-shape';

const schema = buildSchema(readSchemaText());

const texts = ['x', '', 'a "quoted"}{@:...#text', '\\', 'two\nlines', '"""', 'ü', '\ud83d\ude00'];
const pools = {
  ID: texts,
  String: texts,
  Int: [0, 7],
  Float: [0.5, -1e3],
  Boolean: [true, false],
  Revision: [1],
  DateTime: ['2026-01-01T00:00:00Z'],
  JSONObject: [{}, { a: { b: ['x:{@}', -1.5e-3] } }],
  JSON: ['x', 1, [1, { a: null }]],
};

function tokensOf(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}

/** Blanks, commas, comments and byte order marks mean nothing. */
const withNothings = (text: string, at: readonly number[]): string =>
  text.replaceAll(/([{}()[\]:!$]) /g, (mark: string, _part: string, place: number) =>
    at.includes(place % 7) ? `${mark} # { a: b } """ @x ... "\n,\ufeff\t` : mark,
  );

test('the shape of a document is what a walk through the parsed document counts', () => {
  fc.assert(
    fc.property(anyDocument({ schema, pools, levels: 5 }), fc.subarray([0, 1, 2, 3, 4, 5, 6]), ({ query }, at) => {
      const text = withNothings(query, at);
      const document = parse(text);
      expect(validate(schema, document)).toEqual([]);
      const operations = document.definitions.filter(
        (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
      );
      const shape = shapeOf(text, Infinity);
      expect(operationsOf(shape)).toEqual(operations.map((one) => naiveShape(document, one)));
      expect(shape.tokens).toBe(tokensOf(text));
      expect(shape.definitions).toHaveLength(document.definitions.length);
    }),
    { numRuns: 100, endOnFailure: true },
  );
});

test('whatever the text is, reading its shape ends and fails in nothing', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '@',
    '...',
    'on',
    'fragment',
    'a',
    '"',
    '"""',
    '\\',
    '#',
    '\n',
    '-1.5',
    '$',
    '=',
    '|',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join(' ');
      expect(shapeOf(text, Infinity).tokens).toBeLessThanOrEqual(text.length);
      operationsOf(shapeOf(text, Infinity));
    }),
  );
});

describe('what an attack is refused for is found in its text, in so many tokens', () => {
  const many = (count: number, part: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => part(at)).join(' ');
  const introspection = (levels: number): string =>
    `{ __schema { types { ${'fields { type { '.repeat(levels)} name ${'} } '.repeat(levels)} } } }`;

  test.each<readonly [string, string, RegExp]>([
    ['1,000 aliases', `{ server { ${many(1_000, (at) => `a${at}: version`)} } }`, /1000 aliases; at most 100/],
    ['600 directives of a field', `{ server { version ${'@a '.repeat(600)} } }`, /600 directives; at most 100/],
    ['1,000 directives of an operation', `query ${'@a '.repeat(1_000)} { server { version } }`, /1000 directives/],
    ['circular introspection', introspection(100), /203 levels of fields; at most 16/],
    ['a field 1,000 times', `{ server { ${'version '.repeat(1_000)} } }`, /999 fields that stand in their selection/],
    [
      'fragments that are compared',
      `{ ${many(101, (at) => `...F${at}`)} } ${many(101, (at) => `fragment F${at} on Query { a }`)}`,
      /101 fragments; at most 100/,
    ],
    [
      'fragments behind definitions without braces',
      `{ a } ${many(101, (at) => `scalar S${at} fragment F${at} on Query { a }`)}`,
      /"scalar" begins no definition that can be asked: send queries/,
    ],
    ['a definition without braces at the end', '{ a } extend schema @a', /"extend" begins no definition/],
    ['a definition with a description', '"x" type A { a: B } { a }', /"type" begins no definition/],
    ['a deep filter', `{ a(f: ${'{ not: '.repeat(500)} {} ${'}'.repeat(500)}) { b } }`, /deeper than 64 levels/],
    [
      'fragments of aliases',
      `{ ...A ...B } ${['A', 'B'].map((name) => `fragment ${name} on Query { ${many(51, (at) => `${name}${at}: a`)} }`).join(' ')}`,
      /102 aliases/,
    ],
    ['10 MB', `{ server(name: "${'x'.repeat(10_000_000)}") { version } }`, /10000032 letters; at most 100000/],
    ['more tokens', `{ ${'a '.repeat(5_000)} }`, /more than 4000 tokens/],
  ])('%s', (_what, text, message) => {
    expect(() => checkDocument(text)).toThrow(message);
    // No further than the limit, however long it is.
    expect(shapeOf(text, LIMITS.tokens).tokens).toBeLessThanOrEqual(LIMITS.tokens + 1);
  });
});
