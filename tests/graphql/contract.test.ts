import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLFieldMap,
} from 'graphql';
import { ERROR_CODES } from '../../src/domain/errors';
import { packageRoot, readSchemaText } from '../../src/graphql/package-files';
import { creation, testItem, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

const schema = buildSchema(readSchemaText());
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

const fieldsOf = (name: string): GraphQLFieldMap<unknown, unknown> => {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`${name} has no fields`);
  return type.getFields();
};

describe('names', () => {
  test('every type, field, argument and value is described', () => {
    const bare: string[] = [];
    const need = (thing: { description?: string | null | undefined }, name: string): void => {
      if (!thing.description?.trim()) bare.push(name);
    };
    for (const type of types) {
      need(type, type.name);
      if (isEnumType(type)) for (const value of type.getValues()) need(value, `${type.name}.${value.name}`);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          need(field, `${type.name}.${field.name}`);
          for (const argument of (field as GraphQLField<unknown, unknown>).args ?? []) {
            need(argument, `${type.name}.${field.name}(${argument.name})`);
          }
        }
      }
    }
    expect(bare).toEqual([]);
  });

  test('ErrorCode is the closed set of codes', () => {
    const type = schema.getType('ErrorCode');
    expect(
      isEnumType(type) &&
        type
          .getValues()
          .map((value) => value.name)
          .toSorted(),
    ).toEqual(ERROR_CODES.toSorted());
  });

  test('the one type of items has the fields of the interface, in its order', () => {
    const item = Object.keys(fieldsOf('GenericConfigurationItem'));
    expect(item).toEqual(Object.keys(fieldsOf('ConfigurationItem')));
  });
});

describe('nullability', () => {
  test('every root field may be null, so that one failure never blanks its neighbours', () => {
    const strict = ['Query', 'Mutation'].flatMap((name) =>
      Object.values(fieldsOf(name))
        .filter((field) => isNonNullType(field.type))
        .map((field) => `${name}.${field.name}`),
    );
    expect(strict).toEqual([]);
  });

  test('the analyses of an item, and items inside answers, may be null', () => {
    const item = fieldsOf('ConfigurationItem');
    for (const name of ['dependencies', 'dependents', 'impactIfDown'])
      expect([name, isNonNullType(item[name]?.type)]).toEqual([name, false]);
    const strict = types.flatMap((type) => {
      // A candidate was just found, so it is not hidden.
      if (!isObjectType(type) || ['UnresolvedRef', 'ConfigurationItemMatch'].includes(type.name)) return [];
      return Object.values(type.getFields()).flatMap((field) => {
        const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
        const inner = isListType(outer) ? outer.ofType : field.type;
        const isItem = isNonNullType(inner) && inner.ofType.toString() === 'ConfigurationItem';
        return isItem ? [`${type.name}.${field.name}`] : [];
      });
    });
    expect(strict).toEqual([]);
  });

  // A difference has two moments, each with a name of its own.
  test('reading root fields take at and atLeast, except by id alone and for bookkeeping, which has no past', () => {
    const without = Object.values(fieldsOf('Query'))
      .filter((field) => !['at', 'atLeast'].every((name) => field.args.some((argument) => argument.name === name)))
      .map((field) => field.name);
    expect(without.toSorted()).toEqual([
      'apiTokens',
      'difference',
      'duplicateSets',
      'node',
      'nodes',
      'parkedItems',
      'server',
      'syncSessions',
      'viewer',
      'webhooks',
    ]);
  });

  test('every mutation takes one input with reason, key and dry run, and says revision, operation and change sets', () => {
    for (const field of Object.values(fieldsOf('Mutation'))) {
      const name = field.name[0]?.toUpperCase() + field.name.slice(1);
      expect(field.args.map((argument) => `${argument.name}: ${argument.type.toString()}`)).toEqual([
        `input: ${name}Input!`,
      ]);
      expect(field.type.toString()).toBe(`${name}Payload`);
      const input = schema.getType(`${name}Input`);
      const given = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
      expect(given).toEqual(
        expect.arrayContaining(['reason', 'idempotencyKey', field.name === 'ingest' ? 'mode' : 'dryRun']),
      );
      expect(Object.keys(fieldsOf(`${name}Payload`))).toEqual(
        expect.arrayContaining(['revision', 'operation', 'changeSets']),
      );
    }
  });

  test('connections have edges, cursors and page information', () => {
    for (const type of types.filter((one) => one.name.endsWith('Connection'))) {
      const fields = fieldsOf(type.name);
      expect([type.name, fields['edges']?.type.toString(), fields['pageInfo']?.type.toString()]).toEqual([
        type.name,
        `[${type.name.replace(/Connection$/, 'Edge')}!]!`,
        'PageInfo!',
      ]);
      expect(Object.keys(fieldsOf(type.name.replace(/Connection$/, 'Edge')))).toEqual(['cursor', 'node']);
    }
  });
});

describe('evolution', () => {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: packageRoot(), encoding: 'utf8' }).trim();

  /** The last released contract. Before the first release there is none, and the contract can only agree with itself. */
  function released(): { readonly name: string; readonly text: string } {
    const tag = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname').split('\n')[0] ?? '';
    return tag === ''
      ? { name: 'nothing released yet', text: readSchemaText() }
      : { name: tag, text: git('show', `${tag}:schema.graphql`) };
  }

  const { name, text } = released();

  test(`nothing that clients of the last release rely on is broken (${name})`, () => {
    expect(findBreakingChanges(buildSchema(text), schema)).toEqual([]);
  });
});

describe('coverage', () => {
  test('every operation of the schema is used by a test of the API', () => {
    const folder = __dirname;
    const tests = readdirSync(folder).filter((file) => file.endsWith('.test.ts') && file !== 'contract.test.ts');
    const text = tests.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const unused = ['Query', 'Mutation', 'Subscription'].flatMap((root) =>
      Object.keys(fieldsOf(root)).filter((field) => !new RegExp(`\\b${field}\\s*[({]`).test(text)),
    );
    expect(unused).toEqual([]);
  });
});

describe('one operation', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ atLeastTimeoutMs: 20_000 });
    await server.write({ items: [creation(testItem(testId(1), { name: 'before' }))] });
  });

  afterAll(() => server.stop());

  interface Names {
    readonly first: { readonly revision: number; readonly nodes: readonly { readonly name: string }[] };
    readonly second: { readonly revision: number; readonly nodes: readonly { readonly name: string }[] };
    readonly info: { readonly revision: number };
  }

  test('reads one revision, though a write comes between two of its fields', async () => {
    const query = `{
      first: configurationItems { revision nodes { name } }
      second: configurationItems(orderBy: [{ field: CREATED_AT }]) { revision nodes { name } }
      info: server { revision }
    }`;
    // Whatever is asked of the database second has to wait until something else was written and can be read.
    const pinned = server.app.projection.head;
    let statements = 0;
    server.requestHooks.beforeStatement = async () => {
      statements += 1;
      if (statements === 2)
        await server.write({ items: [update(testItem(testId(1), { name: 'before' }), { name: 'after' })] });
    };
    const { first, second, info } = await server.read<Names>(query);
    server.requestHooks.beforeStatement = () => Promise.resolve();
    expect(statements).toBeGreaterThan(2);
    expect(server.app.projection.head).toBe(pinned + 1);
    expect([first.nodes, second.nodes]).toEqual([[{ name: 'before' }], [{ name: 'before' }]]);
    expect([first.revision, second.revision, info.revision]).toEqual([pinned, pinned, pinned]);
    expect((await server.read<Names>(query)).first.nodes).toEqual([{ name: 'after' }]);
  });

  test('waits for the largest atLeast of its fields, and all of them read there', async () => {
    const next = server.app.projection.head + 1;
    const asked = server.ask<Names>(
      `query ($next: Revision) { first: configurationItems { revision nodes { name } } second: configurationItems(atLeast: $next) { revision nodes { name } } }`,
      { next },
    );
    await server.write({ items: [creation(testItem(testId(2), { name: 'zz' }))] });
    const { data, extensions } = await asked;
    expect([data?.first.revision, data?.second.revision, extensions?.revision]).toEqual([next, next, next]);
  });

  test('says the revision in every answer, refusals and writes included', async () => {
    const head = server.app.projection.head;
    expect((await server.ask('{ server { version } }')).extensions).toEqual({ revision: head, cost: 1 });
    expect((await server.ask('{ nope }')).extensions).toEqual({ revision: head });
    const written = await server.ask<{ registerDataSource: { revision: number } }>(
      `mutation { registerDataSource(input: { name: "late" }) { revision } }`,
    );
    expect(written.extensions?.revision).toBe(written.data?.registerDataSource.revision);
    expect(written.extensions?.revision).toBeGreaterThan(head);
  });
});
