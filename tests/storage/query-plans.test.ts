import { IdSet } from '../../src/domain/id-set';
import { itemId, relationshipId, revision } from '../../src/domain/ids';
import { findChangeSetsByRequest, readContinuation, readHead, revisionAt } from '../../src/storage/history/change-log';
import { findChanges } from '../../src/storage/history/change-queries';
import { identifierKey, NO_EXPECTATIONS } from '../../src/storage/change-sets/change-plan';
import type { Database, Executor } from '../../src/storage/database';
import { loadItemsAt } from '../../src/storage/items/item-queries';
import { findMovedPlans } from '../../src/storage/change-sets/plan-check';
import { loadRelationshipsAt } from '../../src/storage/relationships/relationship-queries';
import { countClaimedRelationships, unseenRelationships } from '../../src/storage/sync/sync-members';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { explaining } from '../support/explain';
import { changePlan } from '../support/plans';

/*
 * Each hot statement uses the index it is meant to use, at a volume at which the planner would not choose it by chance:
 * 20,000 items with one closed version each, 40,000 relationships, 40,000 change sets.
 */

let testDatabase: TestDatabase;
let database: Database;
/** Tables and partitions that hold something. */
let large: ReadonlySet<string>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  for (const sql of VOLUME) await database.query(sql);
  const rows = await database.query<{ relname: string }>('select relname from pg_class where reltuples >= 10000');
  large = new Set(rows.map((row) => row.relname));
  expect(large.size).toBeGreaterThanOrEqual(8);
});
afterAll(() => testDatabase.drop());

const item = (from: string): string => `
  n, 'Server', '', 'server-' || n, null, null, 'OPERATIONAL', null, null, null, null, null, null, true, '{}', '{}', '{}',
  'PRESENT', null, null, null, 1, '2026-11-01', '2026-11-01', ${from}`;

const VOLUME: readonly string[] = [
  // The pending lists of GIN are of no interest here, and filling them takes longer than everything else.
  'drop index configuration_item_name_trgm',
  `insert into configuration_item select ${item('20000 + n')} from generate_series(1, 20000) as n`,
  `insert into configuration_item_version select ${item('n')}, 20000 + n, '2026-11-01'::timestamptz + n * interval '1 s'
     from generate_series(1, 20000) as n`,
  `insert into observation select n, 'scanner', 'k' || n, '', 'Server', '{}', '{}', true, '2026-11-01', '2026-11-01', n
     from generate_series(1, 20000) as n`,
  `insert into ci_identifier select 100, decode(md5(n::text), 'hex'), n, '', 'v' || n, 1, false, n
     from generate_series(1, 20000) as n`,
  `insert into relationship select n, 1 + n % 20000, 'DEPENDS_ON', 1 + (n * 7) % 19997, '', 'DECLARED', 'HARD', '{}', 1,
                                   '{}', jsonb_build_array(jsonb_build_object('source', case when n % 500 = 0 then 'small' else 'large' end)),
                                   1, '2026-11-01', '2026-11-01', n
     from generate_series(1, 40000) as n on conflict do nothing`,
  `insert into relationship_version
     select *, 50000, '2026-11-01'::timestamptz + valid_from * interval '1 s' from relationship`,
  `insert into change_set select n, '2026-11-01'::timestamptz + n * interval '1 s', gen_random_uuid(), 'p', null, null,
                                 'request-' || n, gen_random_uuid(), 'EDIT', 1
     from generate_series(1, 40000) as n`,
  `insert into change select n, 0, '2026-11-01'::timestamptz + n * interval '1 s', 'CONFIGURATION_ITEM', 'UPDATED',
                             1 + n % 20000, null, null, null, '', '{name}', null
     from generate_series(1, 40000) as n`,
  `update revision_head set revision = 40000, at = '2026-11-01'::timestamptz + 40000 * interval '1 s'`,
  'analyze',
];

/** A partition goes by the name of its table: which one holds the rows depends on when the template was made. */
const withoutPartition = (name: string): string => name.replace(/_(\d{4}_\d\d|default)(?=_|$)/, '');

const everything = changePlan({
  expects: {
    ...NO_EXPECTATIONS,
    items: new Map([[itemId(1), revision(20_001)]]),
    observations: new Map([[itemId(1), revision(1)]]),
    identifiers: new Map([[identifierKey(100, 'c4ca4238a0b923820dcc509a6f75849b'), [itemId(1)]]]),
    relationships: new Map([['2:DEPENDS_ON:8', revision(1)]]),
    relationshipsOf: new Map([[itemId(2), '4:1']]),
  },
});
const page = { limit: 50, backward: false, after: null, before: null };

const HOT: readonly (readonly [string, (executor: Executor) => Promise<unknown>, readonly string[]])[] = [
  ['the head', readHead, ['change_set_at_revision_idx']],
  [
    'what follows in the log',
    (executor) => readContinuation(executor, { revision: revision(39_990), at: null }, 1_000),
    ['change_set_pkey', 'change_pkey'],
  ],
  [
    'the revision at a time',
    (executor) => revisionAt(executor, '2026-11-01T05:00:00Z'),
    ['change_set_at_revision_idx'],
  ],
  [
    'the change sets of a request',
    (executor) => findChangeSetsByRequest(executor, ['request-7']),
    ['change_set_request_id_idx'],
  ],
  [
    'the check of a plan',
    (executor) => findMovedPlans(executor, [everything]),
    ['configuration_item_pkey', 'observation_pkey', 'ci_identifier_pkey', 'relationship_pkey', 'relationship_target'],
  ],
  ['the newest changes', (executor) => findChanges(executor, { upTo: revision(40_000) }, page), ['change_pkey']],
  [
    'the changes of an item',
    (executor) => findChanges(executor, { upTo: revision(40_000), items: [itemId(5)] }, page),
    ['change_item_id_revision_ordinal_idx', 'change_target_id_revision_ordinal_idx'],
  ],
  [
    'items as they were',
    (executor) => loadItemsAt(executor, [{ id: itemId(5), revision: revision(100) }]),
    ['configuration_item_pkey', 'configuration_item_version_pkey'],
  ],
  [
    'relationships as they were',
    (executor) => loadRelationshipsAt(executor, [{ id: relationshipId(5), revision: revision(100) }]),
    ['relationship_by_id', 'relationship_version_id_idx'],
  ],
  [
    'what a source claims, counted',
    (executor) => countClaimedRelationships(executor, 'small', null),
    ['relationship_claimed'],
  ],
  [
    'what a source claims and did not report',
    (executor) =>
      unseenRelationships(executor, {
        source: 'small',
        types: null,
        seen: new IdSet([500, 1_000]),
        upTo: revision(40_000),
      }),
    ['relationship_claimed'],
  ],
];

test.each(HOT)('%s: by its index, and no large table is read whole', async (_, run, indexes) => {
  const { executor, plans } = explaining(database);
  await run(executor);
  expect(plans.flatMap((plan) => plan.wholeTables.filter((table) => large.has(table)))).toEqual([]);
  const used = plans.flatMap((plan) => plan.indexes.map(withoutPartition));
  expect(used).toEqual(expect.arrayContaining([...indexes]));
});
