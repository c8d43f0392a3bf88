import { parseSync } from '@swc/core';
import type { Database } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { readSources } from '../support/source-tree';

/*
 * One schema and one set of statements serve one PostgreSQL and a distributed one alike. What a distributed one refuses
 * is refused here, on every run, from the catalog and from the text of the statements.
 */

/** Table -> the column by which a distributed PostgreSQL would spread it; null: on one node, or whole on every node. */
const DISTRIBUTION: Readonly<Record<string, string | null>> = {
  revision_head: null,
  change_set: 'revision',
  change: 'revision',
  ci_class: null,
  ci_class_version: null,
  relationship_type: null,
  relationship_type_version: null,
  data_source: null,
  data_source_version: null,
  data_source_activity: null,
  data_rule: null,
  data_rule_version: null,
  rederivation: 'revision',
  claim_due: 'id',
  sweep_position: 'task',
  configuration_item: 'id',
  configuration_item_version: 'id',
  observation: 'item_id',
  observation_version: 'item_id',
  sighting: 'id',
  ci_identifier: 'key_hash',
  ci_identifier_contested: 'key_hash',
  ci_identifier_version: 'key_hash',
  relationship: 'source_id',
  relationship_version: 'source_id',
  relationship_sighting: 'id',
  sync_session: 'id',
  sync_session_set: 'session_id',
  sync_miss: 'source',
  volatile_value: 'item_id',
  outage: 'id',
  outage_version: 'id',
  idempotency: 'key',
  duplicate_set: 'id',
  duplicate_set_item: 'set_id',
  duplicate_evidence: 'set_id',
  match_term: 'term',
  match_index: null,
  item_search: 'item_id',
  search_index: null,
  parked_record: 'source',
  parked_wait: 'key_hash',
  history_horizon: null,
  webhook: 'id',
  webhook_dead_letter: 'webhook_id',
  api_token: null,
};

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ poolSize: 2 });
  database = testDatabase.database;
});
afterAll(() => testDatabase.drop());

/** Tables of the schema; partitions are left out, they follow their table. */
const TABLES = `select oid, relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    and relname <> 'schema_migration'`;

describe('the schema', () => {
  test('holds the tables that this test knows, and no others', async () => {
    const rows = await database.query<{ name: string }>(`${TABLES} order by relname`);
    expect(rows.map((row) => row.name)).toEqual(Object.keys(DISTRIBUTION).toSorted());
  });

  test('has the distribution column in every primary key and unique index', async () => {
    const rows = await database.query<{ name: string; index: string; columns: readonly string[]; computed: boolean }>(
      `select t.name, i.indexrelid::regclass::text as index, i.indexprs is not null as computed,
              array(select attname::text from pg_attribute a
                     where a.attrelid = t.oid and a.attnum = any(i.indkey[0:i.indnkeyatts - 1])) as columns
         from (${TABLES}) as t join pg_index i on i.indrelid = t.oid where i.indisunique`,
    );
    expect(rows.length).toBeGreaterThan(20);
    const broken = rows.filter((row) => {
      const column = DISTRIBUTION[row.name];
      return column != null && (row.computed || !row.columns.includes(column));
    });
    expect(broken).toEqual([]);
    const keyed = new Set(rows.map((row) => row.name));
    expect(Object.keys(DISTRIBUTION).filter((table) => !keyed.has(table))).toEqual([]);
  });

  test('has no foreign keys and no triggers', async () => {
    expect(await database.query(`select conname from pg_constraint where contype = 'f'`)).toEqual([]);
    expect(await database.query('select tgname from pg_trigger where not tgisinternal')).toEqual([]);
  });

  test('takes every value from the application: no defaults, no generated columns', async () => {
    const rows = await database.query(
      `select t.name, a.attname from (${TABLES}) as t join pg_attribute a on a.attrelid = t.oid
        where a.attnum > 0 and not a.attisdropped and (a.atthasdef or a.attidentity <> '' or a.attgenerated <> '')`,
    );
    expect(rows).toEqual([]);
  });

  test('says of every table and column what it means', async () => {
    const rows = await database.query<{ name: string }>(
      `select t.name || coalesce('.' || a.attname, '') as name
         from (${TABLES}) as t left join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        where obj_description(t.oid, 'pg_class') is null
           or (a.attnum is not null and col_description(t.oid, a.attnum) is null)`,
    );
    expect(rows).toEqual([]);
  });

  test('names the distribution column in the comment of each table that has one', async () => {
    const rows = await database.query<{ name: string; comment: string }>(
      `select name, obj_description(oid, 'pg_class') as comment from (${TABLES}) as t`,
    );
    const silent = rows.filter(({ name, comment }) => {
      const column = DISTRIBUTION[name];
      return column != null && !name.endsWith('_version') && !comment.startsWith(`Distributed by ${column}.`);
    });
    expect(silent).toEqual([]);
  });

  test('gives each closed version the columns of the current row, and when it ended', async () => {
    const rows = await database.query<{ name: string; columns: readonly string[] }>(
      `select t.name, array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum) as columns
         from (${TABLES}) as t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        group by t.name`,
    );
    const columns = new Map(rows.map((row) => [row.name, row.columns]));
    const versions = [...columns.keys()].filter((name) => name.endsWith('_version'));
    expect(versions.length).toBeGreaterThanOrEqual(9);
    for (const name of versions) {
      // In any order: what a later migration adds stands last, and every statement names its columns.
      const current = columns.get(name.replace(/_version$/, '')) ?? [];
      const closed = [...current, 'valid_to bigint', 'closed_at timestamp(3) with time zone'];
      expect(columns.get(name)?.toSorted()).toEqual(closed.toSorted());
    }
  });
});

/** What a statement may not contain, and why. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(/i, 'time is a parameter'],
  [/\b(current_timestamp|localtimestamp|current_date)\b/i, 'time is a parameter'],
  [/\b(gen_random_uuid|random)\s*\(/i, 'random values are parameters'],
  [/\bmerge\s+into\b/i, 'a distributed table refuses MERGE: insert ... on conflict'],
  [/\bwith\s+recursive\b/i, 'a distributed table refuses recursion: go level by level'],
  [/\bfor\s+(no\s+key\s+)?(update|share)\b/i, 'row locks are taken by the head alone'],
  [/\b(grouping\s+sets|cube|rollup)\b/i, 'a distributed table refuses it: separate queries'],
  [/insert_lsn/i, 'stalls on an idle server'],
  [/;\s*\S/, 'one statement per query'],
];

interface Statement {
  readonly path: string;
  readonly text: string;
}

/** Every text of the sources that is SQL, with the inserted parts of templates as a blank. */
function statements(): readonly Statement[] {
  const files = readSources(['src/storage', 'src/application']);
  return files.flatMap(({ path, text }) => {
    const literals: string[] = [];
    collectLiterals(parseSync(text, { syntax: 'typescript' }), literals);
    return literals.filter((literal) => SQL.test(literal)).map((literal) => ({ path, text: literal }));
  });
}

const SQL = /^\s*(with|select|insert into|update|delete from|create|listen|savepoint)\s/i;

function collectLiterals(node: unknown, into: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, value, quasis } = node as { type?: string; value?: unknown; quasis?: readonly { raw: string }[] };
  if (type === 'StringLiteral' && typeof value === 'string') into.push(value);
  if (type === 'TemplateLiteral' && quasis) into.push(quasis.map((part) => part.raw).join(' '));
  for (const inner of Object.values(node)) collectLiterals(inner, into);
}

describe('the statements', () => {
  const found = statements();

  test('are found in the sources', () => {
    expect(found.length).toBeGreaterThan(40);
    expect(found.some(({ text }) => text.includes('update revision_head set revision = revision + 1'))).toBe(true);
  });

  test.each(FORBIDDEN)('do not match %s: %s', (pattern) => {
    expect(found.filter(({ text }) => pattern.test(text))).toEqual([]);
  });

  test('take session locks only to migrate, where the connection is direct', () => {
    const locking = found.filter(({ text }) => /pg_(try_)?advisory_(un)?lock/.test(text)).map(({ path }) => path);
    expect([...new Set(locking)]).toEqual(['src/storage/migrate.ts']);
  });

  test('start every write transaction with the head', () => {
    const writers = readSources(['src']).filter(({ text }) => /await writeChangeSets\(/.test(text));
    expect(writers.map(({ path }) => path)).toEqual(['src/application/writes/write-batch.ts']);
    expect(writers[0]?.text).toMatch(/\.transaction\(async \(tx\) => \{\s*const position = await advanceHead\(tx/);
  });
});
