import {
  execute,
  Kind,
  parse,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
} from 'graphql';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import { createQueryExecutor, type ValidOperation } from '../../src/graphql/compiled-queries';
import type { RequestContext } from '../../src/graphql/context';
import { Drafts } from '../../src/graphql/drafts';
import { KeptTexts } from '../../src/graphql/kept-texts';
import { resolvers } from '../../src/graphql/resolvers/index';
import { createSchema } from '../../src/graphql/schema';
import { textLists } from '../../src/graphql/text-lists';
import { testItem } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

const schema = createSchema(resolvers);

/** An operation whose fields need nothing but the schema. */
function operation(text: string, variables: Record<string, unknown> = {}): ValidOperation {
  const document = parse(text);
  const found = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return { schema, document, operation: found as OperationDefinitionNode, variables, context: {} as RequestContext };
}

const FILTERED = `query ($filter: ConfigurationItemFilter) { __typename @skip(if: false)
  configurationItems(filter: $filter) @skip(if: true) { totalCount } }`;

describe('an operation is left to graphql-js', () => {
  test('when it comes for the first time, and not the second', async () => {
    const run = createQueryExecutor();
    const asked = operation('{ __typename }');
    expect(run(asked)).toBeNull();
    expect(await run(asked)).toEqual({ data: { __typename: 'Query' } });
  });

  test('when it is a mutation', () => {
    expect(createQueryExecutor(1)(operation('mutation { __typename }'))).toBeNull();
  });

  test('when its variables are wrong, one-of inputs with two fields among them', () => {
    const run = createQueryExecutor(1);
    const asked = `query ($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { id } }`;
    expect(run(operation(asked, { ref: { id: 'x', native: { source: 's', key: 'k' } } }))).toBeNull();
    expect(run(operation(asked, {}))).toBeNull();
  });
});

test('a filter, which holds filters, is compiled without being unfolded', async () => {
  const filter = { or: [{ and: [{ not: { classes: ['Server'] } }] }] };
  expect(await createQueryExecutor(1)(operation(FILTERED, { filter }))).toEqual({ data: { __typename: 'Query' } });
});

test.each([
  ['in itself', 'query { __schema { types { name fields { name } } } }'],
  ['by name', 'query { __type(name: "ConfigurationItemConnection") { name fields { name } } }'],
  ['in a fragment', 'query { ... { __type(name: "ConfigurationItemConnection") { name fields { name } } } }'],
])('the schema that is asked for %s is the one that all may ask', async (_, text) => {
  const asked = operation(text);
  const answer = await createQueryExecutor(1)(asked);
  expect(JSON.stringify(answer?.data)).toContain('"ConfigurationItemConnection"');
  expect(answer).toEqual(await execute({ schema, document: asked.document }));
});

describe('texts of items', () => {
  const items = Array.from({ length: 7 }, (_, at) => testItem(testId(at)));
  let texts: KeptTexts<ConfigurationItem>;
  let written: number[];

  beforeEach(() => {
    texts = new KeptTexts(200);
    written = [];
  });

  const reader = (selection: string, textOf = (item: ConfigurationItem): string => item.name) =>
    texts.reader(selection, (item) => {
      written.push(items.indexOf(item));
      return textOf(item);
    });
  const ask = (...places: readonly number[]): readonly string[] =>
    places.flatMap((place) => items.slice(place, place + 1)).map(reader('name:name'));

  test('are written once, and again when they were forgotten: those that were not asked for longest', () => {
    expect(ask(1, 2)).toEqual([items[1]?.name, items[2]?.name]);
    ask(1, 2, 3);
    expect(written).toEqual([1, 2, 3]);
    ask(1);
    ask(4, 5);
    expect(written).toEqual([1, 2, 3, 4, 5]);
    ask(2, 4);
    expect(written).toEqual([1, 2, 3, 4, 5, 2]);
  });

  test('that are long are not kept, and drive out no others', () => {
    ask(1);
    for (let time = 0; time < 3; time += 1)
      expect(items.slice(2, 4).map(reader('description:description', () => 'x'.repeat(10_000)))).toHaveLength(2);
    expect(written).toEqual([1, 2, 3, 2, 3, 2, 3]);
    ask(1);
    expect(written).toHaveLength(7);
  });

  test('give way to selections, which take room by the names that callers make up, whatever they list', () => {
    ask(1);
    for (let time = 0; time < 9; time += 1) reader(`name${time}${'e'.repeat(100)}:name`);
    ask(1);
    expect(written).toEqual([1, 1]);
  });

  test('of one operation are refused when they are too long to be sent, and what another one was given does not count', () => {
    const asked = operation('{ configurationItems { nodes { a: name b: name } } }').operation;
    const connection = textLists(schema, 200).turned(asked).schema.getType('ConfigurationItemConnection');
    const context = (): object => ({ drafts: new Drafts() });
    const give = (count: number, to: object): unknown => {
      const { resolve } = (connection as GraphQLObjectType).getFields()['nodesAsText'] ?? {};
      const nodes = items.slice(0, count).map((item) => ({ item, at: 1 }));
      return resolve?.({ nodes }, { selection: '{ a: name b: name }' }, to, {
        variableValues: {},
      } as GraphQLResolveInfo);
    };
    const first = context();
    expect(JSON.stringify(give(4, first))).toContain('"a":"server-');
    expect(() => give(4, first)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
    expect(() => give(7, context())).toThrow('ask for fewer of them at a time');
    expect(JSON.stringify(give(4, context()))).toContain('"b":"server-');
  });
});

describe('compiled or not, the answer is the same', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.read(
      `mutation ($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { revision } }`,
      {
        input: {
          class: 'LinuxServer',
          name: 'web "1" → ☃',
          site: '"}]',
          tenant: 'acme',
          attributes: { hostname: 'web-1' },
        },
      },
    );
  });
  // It throws when any of the answers differed.
  afterAll(() => server.stop());

  test.each([
    [
      'aliases, fragments and directives',
      `query ($yes: Boolean! = true, $no: Boolean! = false) {
      one: configurationItems(first: 1) { ...page @include(if: $yes) totalCount @skip(if: $yes) }
      two: configurationItems(first: 1) { ...page @include(if: $no) totalCount @include(if: $yes) } }
      fragment page on ConfigurationItemConnection { nodes { ... on Node { id } name ... @include(if: $yes) { version } } }`,
    ],
    [
      'items of plain fields, which are given as texts, with names of their own',
      `query ($yes: Boolean! = true) { configurationItems { nodes @include(if: $yes) { __typename __proto__: id a: name name
        description owner: site tenant canFail lifecycle criticality version createdAt retiredAt presence } } again: configurationItems {
        nodes { name } pageInfo { endCursor } } none: configurationItems(filter: { ids: [] }) { nodes { id } } }`,
    ],
    [
      'a list within each item that is asked wrongly, beside one that is not',
      `{ configurationItems { nodes { id relationships { totalCount nodes { id } } wrong: relationships(first: -1) { nodes { id } } } } }`,
    ],
    [
      'items of plain fields that have to be merged',
      `{ configurationItems { nodes { id } nodes { name } ...more } configurationItems { nodes { version } } }
      fragment more on ConfigurationItemConnection { nodes { site } }`,
    ],
    ['an error beside data', `{ configurationItem(ref: { id: "nonsense" }) { id } server { version } }`],
    [
      'defaults of variables',
      `query ($first: Int = 1) { configurationItems(first: $first) { edges { node { name } } } }`,
    ],
    [
      'interfaces and lists',
      `{ configurationItems { nodes { __typename class { name parent { name } } observations { source } } } }`,
    ],
    ['introspection', `{ __type(name: "Node") { kind possibleTypes { name } } __schema { queryType { name } } }`],
  ])('%s', async (_what, query) => {
    const answers = [await server.ask(query), await server.ask(query)];
    expect(answers[0]?.data).toBeTruthy();
    expect(answers[1]).toEqual(answers[0]);
  });
});
