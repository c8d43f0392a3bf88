import * as fc from 'fast-check';
import type { Revision } from '../../src/domain/ids';
import { createQueryExecutor } from '../../src/graphql/compiled-queries';
import { startServer, type RunningServer } from '../../src/server/server';
import { ItemMemory } from '../../src/storage/items/item-memory';
import { RelationshipMemory } from '../../src/storage/relationships/relationship-memory';
import { post, startTestServer, TEST_CONFIG, type Answer, type TestServer } from '../support/server';

/*
 * A server that keeps relationships and items that it has read against one over the same tables that reads them every time:
 * whatever is written in between, and while they are asked, both answer the same to everybody.
 */

let server: TestServer;
let forgetful: RunningServer;
const tokens: string[] = [];
let runs = 0;

beforeAll(async () => {
  server = await startTestServer({}, { executeQuery: createQueryExecutor(1) });
  const nothing = { items: new ItemMemory(), relationshipLists: new RelationshipMemory(0) };
  forgetful = await startServer({ app: { ...server.app, ...nothing }, config: TEST_CONFIG, executeQuery: () => null });
  for (const input of [
    { name: 'whole', role: 'ADMINISTRATOR' },
    { name: 'acme', role: 'VIEWER', tenants: ['acme'] },
    { name: 'pay', role: 'VIEWER', labels: { team: 'pay' } },
  ]) {
    const { secret } = await write<{ secret: string }>('createApiToken', 'secret', input);
    tokens.push(secret);
  }
  for (const name of ['scan', 'cloud']) await write('registerDataSource', 'revision', { name });
  await write('defineRelationshipType', 'revision', { relationshipType: { ...TALKS, description: 'new' } });
});

afterAll(async () => {
  await forgetful.stop();
  await server.stop();
});

const inputTypeOf = (field: string): string => `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;

/** The payload of a mutation; of one that was refused, an empty one. */
async function write<Payload>(field: string, select: string, input: object): Promise<Payload> {
  const query = `mutation ($input: ${inputTypeOf(field)}!) { payload: ${field}(input: $input) { ${select} } }`;
  const { data } = await server.ask<{ payload: Payload | null }>(query, { input }, tokens[0]);
  return data?.payload ?? ({} as Payload);
}

const ITEMS = 7;
const TYPES = ['DEPENDS_ON', 'RUNS_ON', 'TALKS_TO'] as const;
const TALKS = { name: 'TALKS_TO', inverseName: 'TALKED_TO_BY', propagation: 'TARGET_TO_SOURCE' };
const WRITES = [
  'rename',
  'label',
  'class',
  'relate',
  'relate',
  'weigh',
  'end',
  'retire',
  'merge',
  'unmerge',
  'revert',
  'scan',
  'type',
  'sync',
] as const;

const number = fc.nat(ITEMS - 1);
const written = fc.record({ a: number, b: number, n: fc.nat(2) });
type Written = (typeof written extends fc.Arbitrary<infer T> ? T : never) & { readonly do: (typeof WRITES)[number] };

/** What was written so far: its items, and the operations that may be undone. */
interface World {
  readonly name: string;
  readonly refs: { readonly id: string }[];
  readonly operations: string[];
  readonly related: object[];
  readonly revisions: number[];
}

const RESULT = 'revision operation { id }';
interface Result {
  readonly revision?: number;
  readonly operation?: { readonly id: string } | null;
}

/** Kinds of writes that were taken at least once. */
const taken = new Set<string>();

async function carryOut(world: World, { do: what, a, b, n }: Written): Promise<void> {
  const [one, other] = [world.refs[a], world.refs[b]];
  // Of the same tenant.
  const alike = world.refs[a < 4 ? a + 3 : a - 3];
  const type = TYPES[n] ?? 'DEPENDS_ON';
  const ends = { type, source: one, target: other };
  const done = async (field: string, input: object, select = RESULT): Promise<Result> => {
    const result = await write<Result>(field, select, input);
    if (result.revision !== undefined && result.revision > (world.revisions.at(-1) ?? 0)) {
      taken.add(what);
      world.revisions.push(result.revision);
      if (result.operation) world.operations.push(result.operation.id);
    }
    return result;
  };
  const upsert = (fields: object): Promise<Result> => done('upsertConfigurationItem', { ref: one, ...fields });
  switch (what) {
    case 'rename':
      return void (await upsert({ name: `${world.name} ${a} ${n}`, site: `s${b}` }));
    case 'label':
      return void (await upsert({ labels: { team: n === 0 ? 'pay' : 'other' } }));
    case 'class':
      return void (await upsert({ class: n === 0 ? 'WindowsServer' : 'LinuxServer' }));
    case 'relate':
      world.related.push(ends);
      return void (await done('upsertRelationship', ends));
    case 'weigh':
      return void (await done('upsertRelationship', {
        ...ends,
        weight: n + b + 1,
        strength: n === 0 ? 'SOFT' : 'HARD',
      }));
    case 'end':
      return void (await done('endRelationship', { relationship: { ends: world.related.pop() ?? ends } }));
    case 'retire':
      return void (await done('retireConfigurationItem', { configurationItem: one }));
    case 'merge':
      return void (await done('mergeConfigurationItems', { survivor: one, merged: [alike] }));
    case 'unmerge': {
      const { revision } = await write<Result>('mergeConfigurationItems', RESULT, { survivor: one, merged: [alike] });
      return void (await done('undoMerge', { revision: revision ?? 0 }));
    }
    case 'revert':
      return void (await done('revertChangeSet', { operation: world.operations.pop() ?? '' }));
    case 'scan':
      return void (await report(world, done, { source: 'scan', ends, environment: n === 0 ? null : 'test' }));
    case 'type':
      return void (await done('defineRelationshipType', {
        relationshipType: { ...TALKS, description: `${a} ${b}` },
      }));
    case 'sync':
      return sync(world, done, ends);
  }
}

type Done = (field: string, input: object, select?: string) => Promise<Result>;

const keyOf = (world: World, at: number): string => `${world.name}-${at}`;

function report(
  world: World,
  done: Done,
  {
    source,
    ends,
    environment,
    session,
  }: {
    readonly source: string;
    readonly ends: object;
    readonly environment: string | null;
    readonly session?: string;
  },
): Promise<Result> {
  const items =
    environment === null
      ? []
      : [{ class: 'LinuxServer', nativeKey: keyOf(world, 0), name: keyOf(world, 0), environment }];
  const input = { source, items, relationships: [ends], ...(session === undefined ? {} : { syncSession: session }) };
  return done('ingest', input, RESULT);
}

/** A session of a source that sees one relationship now, and whatever it saw in an earlier one no more. */
async function sync(world: World, done: Done, ends: object): Promise<void> {
  const begun = await write<{ session?: { id: string } | null }>('beginSync', 'session { id }', {
    source: 'cloud',
    maxRemovalPercent: 100,
    takeOver: true,
  });
  const session = begun.session?.id;
  if (session === undefined) return;
  await report(world, done, { source: 'cloud', ends, environment: null, session });
  await done('commitSync', { session }, RESULT);
}

const BEHIND = ['first: 2, after: $cursor', 'last: 2, before: $cursor'];
const FROM_TABLES = ['filter: { name: { contains: "1" } }', 'orderBy: [{ field: NAME, direction: DESCENDING }]'];
const REFUSED = ['filter: { classes: ["Nothing"] }', 'orderBy: [{ attribute: "nothing" }]'];
/** Most lists are of the kind that is kept. */
const listArguments = fc
  .tuple(
    fc.constantFrom('', 'direction: SOURCE', 'direction: TARGET'),
    fc.constantFrom('', '', 'types: ["DEPENDS_ON"]', 'types: ["TALKS_TO", "RUNS_ON"]'),
    fc.constantFrom('', '', '', 'first: 1', 'first: 2', 'last: 1', 'first: 0', 'last: 50', ...BEHIND),
    fc.constantFrom('', '', '', '', '', ...FROM_TABLES, ...REFUSED),
  )
  .map((parts) => {
    const given = parts.filter((part) => part !== '');
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  });
const selection = fc.constantFrom(
  'type { name } target { name }',
  '__typename id kind weight type { name inverseName description } source { id name site } other: target { tenant }',
  'version updatedAt createdAt strength t: type { propagation } s: source { version lifecycle } target { id environment presence }',
  'id observations { source } target { class { name } name }',
  'target { name relationships(direction: TARGET, first: 3) { totalCount nodes { source { name } } } }',
  'source { class { name canFail isService } owner { name } relationships(types: $types) { revision __typename nodes { type { builtIn } target { tenant } } } }',
);
const asked = fc.record({
  lists: fc.array(
    fc.tuple(listArguments, selection, fc.constantFrom('', '', 'totalCount', 'edges { cursor node { id } }')),
    { minLength: 1, maxLength: 3 },
  ),
  as: fc.constantFrom(0, 0, 1, 2),
  /** Other ends are not read with the list itself, as a rule. */
  count: fc.constantFrom(1, 3, ITEMS + 2),
  past: fc.constantFrom(null, null, null, null, 0, 1, 3),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

interface Listed {
  readonly configurationItems: {
    readonly nodes: readonly Readonly<Record<string, { readonly pageInfo?: { readonly endCursor: string | null } }>>[];
  };
}

const CURSOR = /\$cursor/;

const itemsWith = (world: World, at: number, count: number, fields: string): string =>
  `query ($types: [String!]) { configurationItems(first: ${count}, at: { revision: ${at} }, filter: { name: { startsWith: "${world.name}" } }, includeRetired: true) {
    nodes { id name class { name } ${fields} } } }`;

/** Asks both at a revision; a list behind a cursor by itself, from where its first entry points. */
async function expectSame(world: World, { lists: all, as, past, count }: Asked, now: Revision): Promise<void> {
  const at = past === null ? now : (world.revisions.at(-1 - past) ?? now);
  const token = tokens[as];
  const behind = all.find(([args]) => CURSOR.test(args));
  // Of two errors that make the same object null one executor tells the first, the other both.
  const refused = all.filter(([args]) => REFUSED.some((one) => args.includes(one)));
  const lists = behind ? [behind] : all.filter((one) => one === refused[0] || !refused.includes(one));
  let cursor = '';
  if (behind) {
    const args = behind[0].replace(/(first|last): \d+, (after|before): \$cursor/, 'first: 1');
    const asked = itemsWith(world, at, count, `l: relationships${args} { pageInfo { endCursor } }`);
    const { data } = await server.ask<Listed>(asked, {}, token);
    const found = data?.configurationItems.nodes.flatMap(({ l }) => l?.pageInfo?.endCursor ?? []) ?? [];
    cursor = found[past ?? 0] ?? found[0] ?? '';
  }
  const fields = lists.map(
    ([args, fieldsOf, more], place) =>
      `l${place}: relationships${args.replace('$cursor', JSON.stringify(cursor))} { ${more} nodes { ${fieldsOf} } pageInfo { hasNextPage hasPreviousPage endCursor } }`,
  );
  const query = itemsWith(world, at, count, fields.join(' '));
  const variables = count === 1 ? {} : { types: ['DEPENDS_ON'] };
  const [given, expected] = await Promise.all([
    post(server.url, { query, variables }, token),
    post(forgetful.url, { query, variables }, token),
  ]);
  expect([query, comparable(given)]).toEqual([query, comparable(expected)]);
}

const comparable = ({ data, errors = [] }: Answer<unknown>): unknown => [
  data,
  errors.map(({ path, extensions: { code } }) => JSON.stringify([path, code])).toSorted(),
];

async function newWorld(): Promise<World> {
  runs += 1;
  const world: World = { name: `w${runs}`, refs: [], operations: [], related: [], revisions: [] };
  const items = Array.from({ length: ITEMS }, (_, at) => ({
    class: 'LinuxServer',
    nativeKey: keyOf(world, at),
    name: keyOf(world, at),
    tenant: at % 3 === 2 ? 'beta' : 'acme',
    labels: { team: at % 2 === 0 ? 'pay' : 'other' },
    attributes: { hostname: keyOf(world, at) },
  }));
  const { results, revision } = await write<{
    revision: number;
    results: readonly { configurationItem: { id: string } | null }[];
  }>('ingest', 'revision results { configurationItem { id } }', { source: 'scan', items });
  for (const { configurationItem } of results) world.refs.push({ id: configurationItem?.id ?? '' });
  world.revisions.push(revision);
  return world;
}

test('lists that are kept are those of the tables at every revision, whatever is written in between and meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...WRITES], { minLength: WRITES.length }),
      fc.array(fc.tuple(written, asked, asked, fc.boolean()), { minLength: WRITES.length, maxLength: WRITES.length }),
      async (kinds, steps) => {
        const world = await newWorld();
        for (const [place, [write_, before, after, meanwhile]] of steps.entries()) {
          const at = server.app.projection.head;
          await expectSame(world, before, at);
          const writing = carryOut(world, { ...write_, do: kinds[place] ?? 'relate' });
          if (!meanwhile) await writing;
          await expectSame(world, before, at);
          await writing;
          for (const again of [before, after]) await expectSame(world, again, server.app.projection.head);
        }
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
  // What is refused depends on what was written before: nearly every kind was taken at least once.
  expect(taken.size).toBeGreaterThan(new Set(WRITES).size - 4);
});
