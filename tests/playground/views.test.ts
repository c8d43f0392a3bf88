import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, coerceInputValue, parse, typeFromAST, validate, Kind, type GraphQLInputType } from 'graphql';
import * as fc from 'fast-check';
import { EXAMPLE_QUERIES } from '../../src/playground/example-queries';
import { GROUPINGS } from '../../src/playground/groups/grouping';
import { groupFields } from '../../src/playground/queries/group-fields';
import { itemDetails } from '../../src/playground/queries/item-details';
import { morePages } from '../../src/playground/queries/more';
import { namesOf } from '../../src/playground/queries/names';
import { proofOf } from '../../src/playground/queries/proof';
import { searchFor } from '../../src/playground/queries/search';
import { timelineOf } from '../../src/playground/queries/timeline';
import { displayAt, hashOf, questionIn } from '../../src/playground/view/address';
import { PANES, PLAIN_DISPLAY, type Display } from '../../src/playground/view/display';
import type { Question } from '../../src/playground/view/question';
import { momentOf, momentText, referenceOf, referenceText } from '../../src/playground/view/reference';
import { BLANK_VIEW, DIRECTIONS, MODES, normalView, type View } from '../../src/playground/view/view';
import { blocksOf, questionOf, viewOf } from '../../src/playground/view/view-question';

const SCHEMA = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));

function mistakesIn({ query, variables }: Question): string[] {
  const values = JSON.parse(variables === '' ? '{}' : variables) as Record<string, unknown>;
  const document = parse(query);
  const mistakes = validate(SCHEMA, document).map((error) => error.message);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      const inputType = typeFromAST(SCHEMA, type as never) as GraphQLInputType;
      coerceInputValue(values[variable.name.value], inputType, (path, _value, error) =>
        mistakes.push(`${path.join('.')}: ${error.message}`),
      );
    }
  }
  return mistakes;
}

const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const reference = fc.oneof(
  fc.constantFrom('ci_1', 'ci_zz'),
  fc.record({ source: text, key: text }).map((native) => referenceText({ native }) ?? ''),
  fc
    .record({ class: text, attributes: fc.dictionary(fc.constantFrom('name', 'serial'), text) })
    .map((identity) => referenceText({ identity }) ?? ''),
);
const references = fc.array(reference, { maxLength: 4 });
const moment = fc.oneof(
  fc.constant(null),
  fc.nat().map(String),
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
);
const view: fc.Arbitrary<View> = fc.record({
  mode: fc.constantFrom(...MODES),
  direction: fc.constantFrom(...DIRECTIONS),
  roots: references,
  failed: references,
  at: moment,
  after: fc.oneof(fc.constant(null), text),
});
const display: fc.Arbitrary<Display> = fc.record({
  pane: fc.constantFrom(null, ...PANES),
  by: fc.constantFrom(...GROUPINGS),
  opened: fc.uniqueArray(text, { maxLength: 3 }),
  chosen: fc.oneof(fc.constant(null), text),
});

describe('a view', () => {
  test('is one query that fits the schema, and is known again by it', () => {
    fc.assert(
      fc.property(view, (one) => {
        const question = questionOf(one);
        expect(mistakesIn(question)).toEqual([]);
        expect(viewOf(question)).toEqual(normalView(one));
      }),
      { numRuns: 150 },
    );
  });

  test('asks for further pages of its lists by queries that fit the schema', () => {
    fc.assert(
      fc.property(view, (one) => {
        for (const block of blocksOf(one)) {
          const pages = block.paged?.lists.map((list) => morePages(block, list, 'cursor')) ?? [];
          expect(pages.flatMap(mistakesIn)).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is no longer known when somebody changed its query or asks for more with its variables', () => {
    const question = questionOf({ ...BLANK_VIEW, mode: 'impact', failed: ['ci_1'] });
    expect(viewOf({ ...question, query: question.query.replace('totalCount', '') })).toBeNull();
    const outages = [{ configurationItem: { id: 'ci_1' }, state: 'DEGRADED' }];
    expect(viewOf({ ...question, variables: JSON.stringify({ outages }, null, 2) })).toBeNull();
    expect(viewOf({ ...question, variables: '{ half' })).toBeNull();
    expect(viewOf({ query: '{ server { version } }', variables: '' })).toBeNull();
  });

  test('travels whole in an address, with the way it is shown', () => {
    fc.assert(
      fc.property(view, display, (one, shown) => {
        const hash = hashOf(questionOf(one), shown);
        expect(questionIn(hash)).toEqual(questionOf(one));
        expect(displayAt(hash)).toEqual(shown);
      }),
      { numRuns: 150 },
    );
  });

  test('of a thousand outages still has an address', () => {
    const failed = Array.from({ length: 1_000 }, (_, at) => `monitoring:host-${at}.shop.example.com`);
    const question = questionOf({ ...BLANK_VIEW, mode: 'impact', failed });
    expect(questionIn(hashOf(question))).toEqual(question);
  });

  test('names items and moments in the shortest words that mean the same', () => {
    expect(referenceText({ id: 'ci_1' })).toBe('ci_1');
    expect(referenceText({ native: { source: 'a', key: 'b:c' } })).toBe('a:b:c');
    expect(referenceText({ native: { source: 'a:b', key: 'c' } })).toContain('{');
    expect(referenceText('ci_1')).toBeNull();
    fc.assert(fc.property(reference, (one) => expect(referenceText(referenceOf(one))).toBe(one)));
    expect([momentText(momentOf('17')), momentText(momentOf('2026-11-22T22:00:00Z'))]).toEqual([
      '17',
      '2026-11-22T22:00:00Z',
    ]);
  });
});

describe('the queries that the playground offers', () => {
  test.each(EXAMPLE_QUERIES.map((example) => [example.title, example] as const))(
    '%s: fits the schema, with its variables',
    (_title, example) => expect(mistakesIn(example)).toEqual([]),
  );

  test('have titles of their own', () => {
    expect(new Set(EXAMPLE_QUERIES.map((example) => example.title)).size).toBe(EXAMPLE_QUERIES.length);
  });

  test('beside the editor fit the schema, now and at a past moment', () => {
    const ids = Array.from({ length: 1_001 }, (_, at) => `ci_${at}`);
    const asked = [
      ...[null, '17', '2026-11-22T22:00:00Z'].flatMap((at) => [
        itemDetails('ci_1', at),
        proofOf('ci_1', ['ci_2', 'a:b'], at),
        searchFor('redis', at),
      ]),
      namesOf(['ci_1', 'a:b']),
      timelineOf([], 'DEPENDENTS'),
      timelineOf(['ci_1'], 'DEPENDENCIES'),
      groupFields(ids),
    ];
    expect(asked.flatMap(mistakesIn)).toEqual([]);
    expect(JSON.parse(groupFields(ids).variables)).toEqual({ ids0: ids.slice(0, 1_000), ids1: ids.slice(1_000) });
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
    expect(['', '#', '#query=', '#somewhere', '#view=nonsense'].map(questionIn)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(displayAt('#group=nonsense&show=nothing')).toEqual(PLAIN_DISPLAY);
  });
});
