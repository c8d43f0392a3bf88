import type { ItemFilter, ItemOrder } from '../../src/domain/lists/item-filter';
import { revision } from '../../src/domain/ids';
import type { PageRequest } from '../../src/domain/page';
import { pageChangesOfItems } from '../../src/storage/history/changes-of-items';
import type { Database, Executor } from '../../src/storage/database';
import { findHolderIds, findHolders } from '../../src/storage/identities/identifiers';
import { ItemMemory } from '../../src/storage/items/item-memory';
import { pageItems as readPage } from '../../src/storage/items/item-pages';
import type { ItemQuery } from '../../src/storage/items/item-query';
import { loadItemsAt, loadMergedIds } from '../../src/storage/items/item-queries';
import { loadObservationsAt } from '../../src/storage/sources/observation-queries';
import { findHostsOf, findLinksAmong } from '../../src/storage/relationships/match-relationships';
import { findItemsOfTerms, loadTermsOf, readMovedVersions } from '../../src/storage/identities/match-terms';
import { findEqualItems, findIdentityHolders, findSimilarNames } from '../../src/storage/items/reference-queries';
import { loadRelationshipsAt, pageRelationships } from '../../src/storage/relationships/relationship-queries';
import { pageRelationshipsOfItems } from '../../src/storage/relationships/relationships-of-items';
import { createTestDatabase } from '../support/database';
import { testId } from '../support/server';
import { smallModel } from '../support/small-model';

/*
 * Enough rows that a scan is wrong: items with a past version each, relationships, observations, identities and changes.
 * A plan is right when the tables are reached by the index that the statement names, and none of the large ones by a scan.
 */
const COUNT = 20_000;
const HEAD = revision(1_000);
const PAST = revision(500);

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createTestDatabase());
  const item = (name: string, validFrom: string): string => `
    select 1000000 + g, 'Thing', '', ${name}, null, null, 'OPERATIONAL', null, null, null, null, null, null, true, '{}'::jsonb,
           jsonb_build_object('hostname', 'h' || g), '{}'::jsonb, 'PRESENT', null::timestamptz, null::timestamptz,
           case when g % 1000 = 7 then 1000001 end, 1, now(), now(), ${validFrom}`;
  const rows = `from generate_series(1, ${COUNT}) as g`;
  await database.query(`insert into configuration_item ${item("'item ' || md5(g::text)", '600 + g % 400')} ${rows}`);
  await database.query(
    `insert into configuration_item_version ${item("'old ' || g", '1')}, 600 + g % 400, now() ${rows}`,
  );
  await database.query(`insert into relationship
    select g, 1000000 + 1 + (g * 7) % ${COUNT}, 'NEEDS', 1000000 + 1 + (g * 7919) % ${COUNT}, '', 'DECLARED', 'HARD', '{}', 1, '{}', '[]', 1, now(), now(), 1
    ${rows} on conflict do nothing`);
  await database.query(
    `insert into observation select 1000000 + g, 'scan', 'k' || g, '', 'Thing', '{}', '{}', true, now(), now(), 1 ${rows}`,
  );
  await database.query(
    `insert into ci_identifier select 1, decode(md5(g::text), 'hex'), 1000000 + g, '', 'v' || g, 1, false, 1 ${rows}`,
  );
  await database.query(
    `insert into change select 1 + g / 20, g % 20, now(), 'CONFIGURATION_ITEM', 'CREATED', 1000000 + g, null, null, null, '', '{}', null ${rows}`,
  );
  await database.query(
    `insert into match_term select t || g, gone, 1000000 + g ${rows}, unnest('{h:,n:,i:}'::text[]) as t, unnest('{f,t}'::boolean[]) as gone`,
  );
  await database.query(`insert into item_search select id, name || ' k' || id from configuration_item`);
  await database.query('update search_index set revision = $1', [HEAD]);
  await database.query('vacuum analyze');
  const tables = await database.query<{ name: string }>('select relname as name from pg_class where reltuples > 0');
  for (const { name } of tables) filled.add(name);
});

afterAll(() => drop());

/** The plan of the one statement that some work runs. */
async function planOf(work: (executor: Executor) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  const explaining: Executor = {
    query: async (sql, parameters) => {
      const lines = await database.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${sql}`, parameters);
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
      return [];
    },
  };
  await work(explaining);
  return plans.join('\n');
}

const LARGE =
  'configuration_item|configuration_item_version_\\d+_\\d+|relationship|observation|ci_identifier|change_\\d+_\\d+|match_term|item_search';
/** Partitions of months without rows are scanned, and rightly so. */
const scanned = (plan: string): readonly string[] =>
  [...plan.matchAll(new RegExp(`Seq Scan on (${LARGE})\\b`, 'g'))]
    .map((match) => match[1] ?? '')
    .filter((name) => filled.has(name));
const filled = new Set<string>();

const hostname = { name: 'hostname', description: '', schema: { type: 'string' }, required: false };
const model = smallModel({
  classes: [
    { name: 'Thing', attributes: [hostname] },
    { name: 'Part', parent: 'ConfigurationItem' },
  ],
});
/** Nothing is remembered. */
const pageItems = (executor: Executor, asked: ItemQuery, order: readonly ItemOrder[], page: PageRequest) =>
  readPage(executor, asked, order, page, new ItemMemory());
const some = [1, 2, 3, 4, 5].map((number) => ({ id: testId(number), revision: PAST }));
const fewIdentities = ['a', 'b', 'c'].map((digit) => ({ entryId: 1, hash: digit.repeat(32) }));
const query = (filter: ItemFilter | null = null): ItemQuery => ({
  at: HEAD,
  model,
  filter,
  search: null,
  includeRetired: false,
});
const first = { limit: 50, backward: false, after: null, before: null };
const anyRelationship = {
  at: HEAD,
  ids: null,
  types: null,
  kinds: null,
  strengths: null,
  sources: null,
  targets: null,
  dataSources: null,
  model,
  source: null,
  target: null,
};

const STATEMENTS: readonly (readonly [string, (executor: Executor) => Promise<unknown>, readonly string[]])[] = [
  ['items by id, at revisions of their own', (db) => loadItemsAt(db, some), ['configuration_item_pkey']],
  [
    'relationships by id',
    (db) =>
      loadRelationshipsAt(
        db,
        some.map((key, n) => ({ ...key, id: (n + 1) as never })),
      ),
    ['relationship_by_id'],
  ],
  ['observations of items', (db) => loadObservationsAt(db, some), ['observation_pkey']],
  ['the holders of a few identities', (db) => findHolders(db, fewIdentities), ['ci_identifier_pkey']],
  ['the holders of a few identities, checked again', (db) => findHolderIds(db, fewIdentities), ['ci_identifier_pkey']],
  ['items that were merged', (db) => loadMergedIds(db, some), ['configuration_item_merged_into']],
  [
    'items by what they are known by',
    (db) => findItemsOfTerms(db, ['h:77', 'i:10.0.0.1', 'n:some name'], revision(998)),
    ['Index Only Scan using match_term_pkey'],
  ],
  [
    'the versions that moved since a revision',
    (db) => readMovedVersions(db, revision(998), 2_000),
    ['configuration_item_valid_from', 'version_\\d+_\\d+_valid_to_idx'],
  ],
  ['the terms of items', (db) => loadTermsOf(db, [testId(1), testId(2)]), ['match_term_item']],
  [
    'the machines of interfaces',
    (db) => findHostsOf(db, { items: [testId(1), testId(2)], types: ['NEEDS'], at: HEAD }),
    ['relationship_pkey', 'relationship_target'],
  ],
  [
    'relationships among items',
    (db) => findLinksAmong(db, [testId(1), testId(2)], HEAD),
    ['relationship_pkey|relationship_target'],
  ],
  ['the first page by name', (db) => pageItems(db, query(), [], first), ['configuration_item_name', 'Merge Append']],
  [
    'a page behind a cursor',
    (db) => pageItems(db, query(), [], { ...first, after: ['item 8', 1_000_001] }),
    ['configuration_item_name', 'ROW\\(name, id\\) >'],
  ],
  [
    'the first page of a class',
    (db) => pageItems(db, query({ classes: ['Thing'], environment: { exists: false } }), [], first),
    ['Index Scan using configuration_item_class', 'Merge Append'],
  ],
  [
    'a page of a class behind a cursor',
    (db) =>
      pageItems(db, query({ classes: ['Thing'], environment: { exists: false } }), [], {
        ...first,
        after: ['item 8', 1_000_001],
      }),
    ['Index Scan using configuration_item_class', 'ROW\\(name, id\\) >'],
  ],
  [
    'what changed last, behind a cursor',
    (db) =>
      pageItems(db, query(), [{ field: 'UPDATED_AT', direction: 'DESCENDING' }], { ...first, after: [900, 1_000_001] }),
    ['Index Scan Backward using configuration_item_valid_from', 'ROW\\(valid_from, id\\) <'],
  ],
  [
    'the last page',
    (db) => pageItems(db, query(), [{ field: 'NAME', direction: 'ASCENDING' }], { ...first, backward: true }),
    ['Index Scan Backward using configuration_item_name'],
  ],
  [
    'items by attribute',
    (db) => pageItems(db, query({ attributes: [{ path: 'hostname', eq: 'h77' }] }), [], first),
    ['configuration_item_attributes'],
  ],
  [
    'items by a part of the name',
    (db) => pageItems(db, query({ name: { contains: 'abcdef0123' } }), [], first),
    ['configuration_item_name_trgm'],
  ],
  [
    'items by a word that occurs somewhere, or nearly',
    (db) => pageItems(db, { ...query(), search: { text: 'abcdef0', exactly: false } }, [], first),
    [
      'text ~~\\* .%abcdef0%',
      '%> .abcdef0',
      'item_search_text',
      'configuration_item_valid_from',
      'configuration_item_pkey',
    ],
  ],
  [
    'items by exact name',
    (db) => pageItems(db, query({ name: { eq: 'item 1' } }), [], first),
    ['configuration_item_name'],
  ],
  [
    'items related to one',
    (db) =>
      pageItems(
        db,
        query({ related: [{ types: ['NEEDS'], direction: 'SOURCE', filter: { name: { eq: 'item 1' } } }] }),
        [],
        first,
      ),
    ['relationship_target', 'configuration_item_pkey'],
  ],
  [
    'relationships of items, both ways',
    (db) => pageRelationshipsOfItems(db, some, { direction: null, types: null, filter: null, order: [] }, model, first),
    ['relationship_pkey', 'relationship_target'],
  ],
  [
    'relationships of items, by the other end',
    (db) =>
      pageRelationshipsOfItems(
        db,
        some.map((key) => ({ ...key, revision: HEAD })),
        { direction: 'SOURCE', types: ['NEEDS'], filter: { name: { startsWith: 'item' } }, order: [] },
        model,
        first,
      ),
    ['relationship_pkey', 'configuration_item_pkey'],
  ],
  ['changes of items', (db) => pageChangesOfItems(db, some, first), ['change_\\d+_\\d+_item_id_revision_ordinal_idx']],
  [
    'relationships from some items',
    (db) => pageRelationships(db, { ...anyRelationship, sources: [testId(1)] }, first),
    ['relationship_pkey'],
  ],
  [
    'relationships to some items',
    (db) => pageRelationships(db, { ...anyRelationship, targets: [testId(1)] }, first),
    ['relationship_target'],
  ],
  ['the first relationships', (db) => pageRelationships(db, anyRelationship, first), ['relationship_by_id']],
  [
    'holders of identities',
    (db) => findIdentityHolders(db, [{ entryId: 1, hash: '00'.repeat(16) }], HEAD),
    ['ci_identifier_pkey'],
  ],
  [
    'items equal by name',
    (db) => findEqualItems(db, [{ ordinal: 0, classes: ['Thing'], name: 'item 1', columns: {}, attributes: {} }], HEAD),
    ['configuration_item_name'],
  ],
  [
    'items equal by attribute',
    (db) =>
      findEqualItems(
        db,
        [{ ordinal: 0, classes: ['Thing'], name: null, columns: {}, attributes: { hostname: 'h7' } }],
        HEAD,
      ),
    ['configuration_item_attributes'],
  ],
  [
    'similar names',
    (db) => findSimilarNames(db, [{ classes: ['Thing'], name: 'item abc' }]),
    ['configuration_item_name_trgm'],
  ],
];

test.each(STATEMENTS)('%s use their index', async (_, work, indexes) => {
  const plan = await planOf(work);
  for (const index of indexes) expect(plan).toMatch(new RegExp(index));
  expect(scanned(plan)).toEqual([]);
});
