import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Kind, parse, type InputObjectTypeDefinitionNode } from 'graphql';
import { RECORD_FIELDS } from '../../src/domain/ingest/record-fields';
import { readRecordLine, type RecordLine } from '../../src/domain/ingest/record-line';
import { ROOT } from '../support/source-tree';

const told = (line: RecordLine): readonly string[] =>
  line.kind === 'wrong'
    ? line.errors.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)
    : [line.kind];

const wrongly = (record: unknown): readonly string[] => told(readRecordLine(JSON.stringify(record)));

test.each(Object.entries(RECORD_FIELDS))('%s has the fields of the schema', (name, fields) => {
  const schema = parse(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'));
  const input = schema.definitions.find(
    (one): one is InputObjectTypeDefinitionNode =>
      one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && one.name.value === name,
  );
  const names = (input?.fields ?? []).map((field) => field.name.value);
  expect(Object.keys(fields).toSorted()).toEqual(names.toSorted());
});

describe('a line', () => {
  test('is an item or a relationship', () => {
    const item = {
      class: 'Server',
      name: 'a',
      relationships: [{ type: 'RUNS_ON', end: { ref: 'b' }, direction: 'TARGET' }],
    };
    expect(readRecordLine(JSON.stringify({ item }))).toEqual({ kind: 'item', record: item });
    const relationship = { type: 'RUNS_ON', source: { ref: 'a' }, target: { native: { source: 's', key: 'k' } } };
    expect(readRecordLine(JSON.stringify({ relationship }))).toEqual({ kind: 'relationship', record: relationship });
  });

  test.each([
    ['', /no JSON/],
    ['{"item":', /no JSON.*Write one JSON object a line/],
    ['null', /Write one JSON object a line/],
    ['[]', /Write one JSON object a line/],
    ['{}', /A line has no field ""/],
    ['{"itme":{}}', /no field "itme". Did you mean "item"\?/],
    ['{"item":{},"relationship":{}}', /holds two records/],
    ['{"item":[]}', /The item must be an object/],
    ['{"relationship":null}', /The relationship must be an object/],
  ])('that is %s says what it should be', (text, message) => {
    const line = readRecordLine(text);
    expect(line.kind).toBe('wrong');
    expect(told(line)).toEqual([expect.stringMatching(message)]);
  });

  test('names unknown fields with the nearest one, at any depth', () => {
    expect(
      wrongly({
        item: {
          class: 'Server',
          nativKey: 'a',
          owner: { name: 'x', phone: '1' },
          gates: [{ key: 'a', rule: 'ANY', valeu: 1 }],
          relationships: [{ type: 'RUNS_ON', end: { native: { source: 's', kee: 'k' } }, direction: 'UP' }, 7],
        },
      }),
    ).toEqual([
      'INVALID_VALUE nativKey: IngestItemInput has no field "nativKey". Did you mean "nativeKey"?',
      'INVALID_VALUE owner.phone: ContactInput has no field "phone". Its fields are name, url.',
      'INVALID_VALUE gates.0.valeu: GateInput has no field "valeu". Did you mean "value"?',
      'INVALID_VALUE relationships.0.end.native.kee: NativeKeyInput has no field "kee". Did you mean "key"?',
      'INVALID_VALUE relationships.0.direction: The direction must be one of SOURCE, TARGET.',
      'INVALID_VALUE relationships.1: A relationship must be an object with a type and an end.',
    ]);
    expect(wrongly({ relationship: { type: 'X', source: { reff: 'a' }, target: { ref: 'b' }, from: 1 } })).toEqual([
      expect.stringMatching(/no field "from"/) as string,
      expect.stringMatching(/IngestEndInput has no field "reff". Did you mean "ref"/) as string,
    ]);
  });

  test('nested beyond all reason is refused before it is parsed, brackets in texts do not count', () => {
    const nested = (depth: number): string => `{"item":{"attributes":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(readRecordLine(nested(98)).kind).toBe('item');
    expect(told(readRecordLine(nested(99)))).toEqual([expect.stringMatching(/^TOO_LARGE .*100 deep/)]);
    expect(told(readRecordLine('['.repeat(5_000_000)))).toEqual([expect.stringMatching(/^TOO_LARGE/)]);
    const text = '[{"\\'.repeat(500);
    expect(readRecordLine(JSON.stringify({ item: { description: text, name: `]${text}` } })).kind).toBe('item');
    // Closing brackets in texts hide nothing.
    const hidden = `{"item":{"x":${'{"]":'.repeat(2_000)}1${'}'.repeat(2_000)}}}`;
    expect(told(readRecordLine(hidden))).toEqual([expect.stringMatching(/^TOO_LARGE/)]);
  });

  test('is always answered, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"item":${json}}`),
        ),
        (text) => {
          const line = readRecordLine(text);
          expect(line.kind === 'wrong' ? line.errors.length : 1).toBeGreaterThan(0);
        },
      ),
    );
  });
});
