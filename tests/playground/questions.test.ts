import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, coerceInputValue, parse, typeFromAST, validate, Kind, type GraphQLInputType } from 'graphql';
import * as fc from 'fast-check';
import { EXAMPLE_QUERIES } from '../../src/playground/example-queries';
import { askAbout, DETAILS_QUERY, ITEM_QUESTIONS } from '../../src/playground/questions';
import { hashOf, questionIn } from '../../src/playground/shared-link';

const SCHEMA = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));

function mistakesIn(query: string, variables: Readonly<Record<string, unknown>>): string[] {
  const document = parse(query);
  const mistakes = validate(SCHEMA, document).map((error) => error.message);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      const inputType = typeFromAST(SCHEMA, type as never) as GraphQLInputType;
      coerceInputValue(variables[variable.name.value], inputType, (path, _value, error) =>
        mistakes.push(`${path.join('.')}: ${error.message}`),
      );
    }
  }
  return mistakes;
}

describe('the queries that the playground offers', () => {
  test.each(EXAMPLE_QUERIES.map((example) => [example.title, example] as const))(
    '%s: fits the schema, with its variables',
    (_title, { query, variables }) => expect(mistakesIn(query, variables)).toEqual([]),
  );

  test.each(
    [...ITEM_QUESTIONS, { label: 'Details', query: DETAILS_QUERY }].map((question) => [question.label, question.query]),
  )('%s: fits the schema, with the id of an item', (_label, query) => {
    expect(mistakesIn(query, JSON.parse(askAbout(query, 'opaque').variables) as Record<string, unknown>)).toEqual([]);
  });

  test('have titles of their own', () => {
    expect(new Set(EXAMPLE_QUERIES.map((example) => example.title)).size).toBe(EXAMPLE_QUERIES.length);
    expect(new Set(ITEM_QUESTIONS.map((question) => question.label)).size).toBe(ITEM_QUESTIONS.length);
  });
});

describe('a shared link', () => {
  test('holds any question whole', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (query, variables) => {
          fc.pre(query.trim() !== '' && variables.trim() !== '' && variables.trim() !== '{}');
          expect(questionIn(hashOf({ query, variables }))).toEqual({ query, variables });
        },
      ),
    );
  });

  test('leaves empty variables out, and no question is none', () => {
    expect(hashOf({ query: '{ server { version } }', variables: '{}' })).not.toContain('variables');
    expect(questionIn('')).toBeNull();
    expect(questionIn('#')).toBeNull();
    expect(questionIn('#query=')).toBeNull();
    expect(questionIn('#somewhere')).toBeNull();
  });
});
