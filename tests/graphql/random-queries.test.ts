import * as fc from 'fast-check';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { readSchemaText } from '../../src/graphql/package-files';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { anyDocument, type Pools } from '../support/any-document';
import { answered } from '../support/answered-objects';
import { ENVIRONMENTS, WORDS, writeRandomInventory } from '../support/random-inventory';
import { codesOf, startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
let schema: GraphQLSchema;
let revisions: readonly number[];

beforeAll(async () => {
  server = await startTestServer();
  schema = buildSchema(readSchemaText());
  revisions = (await writeRandomInventory(server, 7)).map(({ revision }) => revision);
  const refs = [1, 2, 3].map((number) => ({ id: encodeItemId(testId(number)) }));
  for (const configurationItem of refs) {
    await server.read(
      `mutation ($input: OpenOutageInput!) { openOutage(input: $input) { revision errors { message } } }`,
      { input: { configurationItem, state: 'DOWN' } },
    );
  }
});
afterAll(() => server.stop());

const ids = [1, 2, 3, 4, 30, 59].map((number) => encodeItemId(testId(number)));
const classes = ['Server', 'LinuxServer', 'BusinessService', 'Rack', 'ConfigurationItem', 'Nonsense'];
const types = ['DEPENDS_ON', 'RUNS_ON', 'NONSENSE'];
const pools = (): Pools => ({
  ID: [...ids, encodeRelationshipId(1_000_000 as never), 'nonsense', ''],
  String: [...WORDS, 'hostname', 'cores', 'system.name', 'scanner', 'team', ''],
  class: classes,
  classes,
  collapseClasses: classes,
  types,
  relationshipTypes: types,
  environments: ENVIRONMENTS.filter((one) => one !== null),
  source: ['scanner', 'cloud', 'nowhere'],
  first: [0, 1, 2, 5, 20],
  last: [0, 1, 7],
  depth: [0, 1, 3, 50],
  path: ['cores', 'hostname', 'system.name', 'tags', 'nonsense'],
  after: ['', 'nonsense'],
  before: ['', 'nonsense'],
  atLeast: [1],
  deadlineMs: [1, 1_000],
  maxOrder: [1, 2, 3],
  maxLength: [1, 5],
  Int: [0, 1, 3, 100, -1],
  Float: [0.5, 0, 3],
  Boolean: [true, false],
  Revision: [...revisions, 0, 1_000_000],
  DateTime: ['2026-01-01T00:00:00Z', '2026-11-22T10:00:00Z', '2099-01-01T00:00:00Z'],
  JSONObject: [{}, { name: 'alpha 3' }, { team: 'Beta' }, { hostname: 'h3', cores: 2 }],
  JSON: ['alpha', 3, true, null, ['x']],
});

/** Of these, asking costs nothing; the schema says so. */
const isFree = (type: string): boolean => /(Connection|Edge|^PageInfo)$/.test(type);

test('whatever valid query is asked, there is no internal error, and no more than was priced and bounded', async () => {
  let [runs, objects, clean] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(anyDocument({ schema, pools: pools(), levels: 6 }), async ({ query, variables }) => {
      expect(validate(schema, parse(query))).toEqual([]);
      const before = server.requestStatements();
      const answer = await server.ask(query, variables);
      const statements = server.requestStatements() - before;
      runs += 1;
      if (!answer.errors) clean += 1;
      expect(codesOf(answer)).not.toContain('INTERNAL');
      const given = answered(schema, query, answer.data);
      const priced = [...given.objects].filter(([type]) => !isFree(type)).reduce((sum, [, count]) => sum + count, 0);
      objects += priced;
      expect([query, priced <= ((answer.extensions as { readonly cost?: number }).cost ?? 0)]).toEqual([query, true]);
      expect([query, statements, statements <= given.fields + 2]).toEqual([query, statements, true]);
    }),
    {
      numRuns: Number(process.env['UNDERPIN_TEST_QUERIES'] ?? 60),
      seed: Number(process.env['UNDERPIN_TEST_SEED'] ?? 20_261_123),
      endOnFailure: true,
    },
  );
  // Neither was everything refused, nor was there nothing to give.
  expect(clean).toBeGreaterThan(runs / 4);
  expect(objects).toBeGreaterThan(runs);
});
