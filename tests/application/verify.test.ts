import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { ingest } from '../../src/application/ingest/ingest';
import type { IngestInput, IngestResult } from '../../src/application/ingest/ingest-types';
import { mergeItems } from '../../src/application/merge/merge-items';
import { registerSource } from '../../src/application/editing/register-source';
import { beginSession } from '../../src/application/sync/begin-session';
import { commitSession } from '../../src/application/sync/commit-session';
import { sweepTasks } from '../../src/application/sweep-tasks';
import { retireItem } from '../../src/application/editing/retire-item';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { relationshipId, type ItemId } from '../../src/domain/ids';
import { WHOLE_SOURCE } from '../../src/domain/ingest/sync-scope';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { editCall, server } from '../support/ingest-app';
import { findingsIn } from '../support/verified';

let test_: TestDatabase;
let app: Application;
let weighed = '';
const ids: Record<string, ItemId> = {};
const idOf = (name: string): string => encodeItemId(ids[name] as ItemId);

const keyed = (name: string, more = {}) => server(name, { nativeKey: name, ...more });
const link = (source: string, target: string, more = {}) => ({
  type: 'DEPENDS_ON',
  source: { native: { source: 'scan', key: source } },
  target: { native: { source: 'scan', key: target } },
  ...more,
});

const send = (input: Partial<IngestInput>): Promise<IngestResult> =>
  ingest(app, {
    principal: 'tester',
    requestId: randomUUID(),
    input: { source: 'scan', items: [], relationships: [], ...input },
  });

/** Something in each table that takes no revision. */
async function leaveBookkeeping(): Promise<void> {
  await send({ items: [keyed('b')] });
  await send({ relationships: [link('a', 'c')] });
  await send({ source: 'cloud', items: [keyed('c', { site: 'cloud', attributes: { manufacturer: 'HP' } })] });
  await send({ relationships: [link('a', 'nobody knows')] });
  // A key of the source comes with the serial number of another thing.
  await send({ items: [keyed('d', { attributes: { serialNumber: 'SN-a' } })] });
  const flaky = { source: 'flaky', scope: WHOLE_SOURCE, maxRemovalPercent: 100, idleMinutes: 60, takeOver: false };
  await send({ source: 'flaky', items: ['x', 'y'].map((name) => keyed(name)), relationships: [] });
  const { id: session } = await beginSession(app, editCall(), flaky);
  await send({ source: 'flaky', syncSession: session, items: [keyed('x')] });
  await commitSession(app, editCall(), { session, partialTypes: [], maxRemovalPercent: null });
  const { id: open } = await beginSession(app, editCall(), flaky);
  await send({ source: 'flaky', syncSession: open, items: [keyed('y')] });
  for (const task of sweepTasks({ ...app, clock: () => new Date() })) {
    for (let more = true; more;)
      ({ more } = await task.run(new Date(), { rowsMax: 500, signal: new AbortController().signal }));
  }
}

beforeAll(async () => {
  test_ = await createTestDatabase({ poolSize: 4 });
  app = await createApplication({ database: test_.database, clock: () => new Date(), newId: randomUUID });
  for (const name of ['scan', 'cloud']) await registerSource(app, editCall(), { name });
  await registerSource(app, editCall(), { name: 'flaky', absentAfterMisses: 3 });
  const names = ['a', 'b', 'c', 'd', 'twin', 'twin-too', 'old'];
  const { items } = await send({
    items: names.map((name) => keyed(name)),
    relationships: [link('a', 'b'), link('a', 'c'), link('old', 'a')],
  });
  for (const [at, name] of names.entries()) ids[name] = items[at]?.itemId as ItemId;
  await send({ items: [keyed('a', { attributes: { manufacturer: 'HP' }, environment: 'production' })] });
  await send({ source: 'cloud', items: [{ ...server('a'), nativeKey: 'cloud-a', labels: { team: 'x' } }] });
  await send({ relationships: [link('a', 'b', { weight: 3 })] });
  await retireItem(app, editCall(), { item: { id: idOf('old') }, ifVersion: null });
  await mergeItems(app, editCall(), {
    survivor: { id: idOf('twin') },
    merged: [{ id: idOf('twin-too') }],
    ifVersions: [],
  });
  await leaveBookkeeping();
  // Nobody follows what is done to the tables from here on.
  await app.stop();
  const [row] = await app.database.query<{ id: number }>('select id from relationship where weight = 3');
  weighed = encodeRelationshipId(relationshipId(row?.id ?? 0));
});
afterAll(() => test_.drop());

test('what was written as it should be agrees with itself', async () => {
  expect(await findingsIn(app.database)).toEqual([]);
});

/** A table, what happens to it, and what is to be said of it: the check, of what, and the path. */
type Damage = readonly [table: string, sql: string, check: string, subject: () => string, path?: string];

const DAMAGES: readonly Damage[] = [
  [
    'configuration_item',
    `update configuration_item set attributes = attributes || '{"manufacturer": "IBM"}' where name = 'a'`,
    'claims',
    () => idOf('a'),
    'attributes.manufacturer',
  ],
  [
    'configuration_item',
    `update configuration_item set attributes = attributes || '{"manufacturer": "IBM"}' where name = 'b'`,
    'claims',
    () => idOf('b'),
    'attributes.manufacturer',
  ],
  [
    'configuration_item',
    `update configuration_item set attributes = attributes || '{"model": "X"}' where name = 'b'`,
    'log of an item',
    () => idOf('b'),
    'attributes.model',
  ],
  [
    'configuration_item',
    `update configuration_item set criticality = 'HIGH' where name = 'c'`,
    'log of an item',
    () => idOf('c'),
    'criticality',
  ],
  [
    'configuration_item',
    `update configuration_item set class = 'Ghost' where name = 'c'`,
    'class',
    () => `${idOf('c')} Ghost`,
    'class',
  ],
  ['configuration_item', `delete from configuration_item where name = 'd'`, 'item missing', () => idOf('d')],
  [
    'configuration_item',
    `update configuration_item set retired_at = updated_at where name = 'b'`,
    'end of a relationship',
    () => idOf('b'),
    'target',
  ],
  [
    'configuration_item',
    `update configuration_item set merged_into = 999999 where merged_into is not null`,
    'merge',
    () => idOf('twin-too'),
    'mergedInto',
  ],
  [
    'configuration_item',
    `update configuration_item set presence = 'ABSENT' where name = 'd'`,
    'presence',
    () => idOf('d'),
    'presence',
  ],
  [
    'configuration_item',
    `update configuration_item set valid_from = valid_from - 1 where name = 'a'`,
    'versions overlap',
    () => idOf('a'),
  ],
  [
    'configuration_item_version',
    `update configuration_item_version set site = 'FRA' where name = 'a'`,
    'log of an item',
    () => idOf('a'),
    'site',
  ],
  [
    'configuration_item_version',
    `update configuration_item_version set valid_to = valid_to + 1 where name = 'a'`,
    'versions overlap',
    () => idOf('a'),
  ],
  [
    'configuration_item_version',
    `delete from configuration_item_version where name = 'old'`,
    'log of an item',
    () => idOf('old'),
  ],
  [
    'relationship',
    `update relationship set weight = 7 where weight = 3`,
    'log of a relationship',
    () => weighed,
    'weight',
  ],
  ['relationship', `update relationship set weight = 7 where weight = 3`, 'claims', () => weighed, 'weight'],
  ['relationship', `delete from relationship where weight = 3`, 'log of a relationship', () => weighed],
  ['relationship', `update relationship set target_id = 999999 where weight = 3`, 'end of a relationship', () => ''],
  ['relationship_version', `update relationship_version set valid_to = 999999`, 'versions overlap', () => idOf('a')],
  [
    'observation',
    `update observation set claims = claims || '{"site": "FRA"}' where source = 'cloud'`,
    'claims',
    () => idOf('a'),
    'site',
  ],
  ['observation', `update observation set item_id = 999999 where source = 'cloud'`, 'observation', () => 'cloud'],
  [
    'ci_identifier',
    `update ci_identifier set item_id = 999999 where value like '%sn-b%' or value like '%SN-b%'`,
    'identifier',
    () => '',
  ],
  [
    'ci_identifier_contested',
    `insert into ci_identifier_contested select entry_id, decode('ff', 'hex'), item_id, tenant, value, normaliser, true, valid_from from ci_identifier where item_id = (select id from configuration_item where name = 'a') limit 1`,
    'identifier',
    () => idOf('a'),
  ],
  [
    'ci_identifier',
    `update ci_identifier set contested = true where item_id = (select id from configuration_item where name = 'a')`,
    'identifier',
    () => idOf('a'),
  ],
  [
    'change',
    `update change set paths = '{site}' where kind = 'UPDATED' and entity = 'CONFIGURATION_ITEM'`,
    'log of an item',
    () => idOf('a'),
    'site',
  ],
  [
    'change',
    `update change set facts = jsonb_set(facts, '{item,environment}', '"test"') where facts #>> '{item,environment}' is not null`,
    'log of an item',
    () => idOf('a'),
    'environment',
  ],
  [
    'change',
    `delete from change where kind = 'RETIRED' and entity = 'CONFIGURATION_ITEM'`,
    'changes of a change set',
    () => '',
  ],
  [
    'change_set',
    `delete from change_set where revision = (select max(revision) - 1 from change_set)`,
    'revision missing',
    () => '',
  ],
  [
    'change_set',
    `update change_set set at = '2030-01-01T00:00:00Z' where revision = 3`,
    'time runs backwards',
    () => '',
  ],
  ['revision_head', `update revision_head set revision = revision + 1`, 'revision missing', () => ''],
  [
    'ci_class',
    `update ci_class set valid_from = 999999 where name = 'Server'`,
    'version of no revision',
    () => 'Server',
  ],
];

/** As above, of tables that take no revision, and of what items are found by. */
const BOOKKEEPING_DAMAGES: readonly Damage[] = [
  [
    'observation',
    `update observation set claims_existence = false where native_key = 'b'`,
    'presence',
    () => idOf('b'),
    'presence',
  ],
  [
    'observation',
    `update observation set item_id = (select id from configuration_item where merged_into is not null) where native_key = 'd'`,
    'merge',
    () => `${idOf('twin-too')} d`,
  ],
  ['observation', `update observation set source = 'ghost' where native_key = 'cloud-a'`, 'data source', () => 'ghost'],
  [
    'ci_identifier',
    `update ci_identifier set item_id = (select id from configuration_item where merged_into is not null) where value = '["scan","d"]'`,
    'merge',
    () => `${idOf('twin-too')} ["scan","d"]`,
  ],
  [
    'ci_identifier',
    `update ci_identifier set key_hash = decode('00112233445566778899aabbccddeeff', 'hex') where value = '["scan","d"]'`,
    'identifier',
    () => `${idOf('d')} 1 ["scan","d"]`,
  ],
  [
    'sighting',
    `update sighting set first_item = 800, last_item = last_item - first_item + 800`,
    'sighting',
    () => 'scan',
  ],
  ['sighting', `update sighting set last_item = last_item + 8`, 'sighting', () => 'scan'],
  ['sighting', `update sighting set source = 'ghost'`, 'data source', () => 'ghost'],
  [
    'relationship_sighting',
    `update relationship_sighting set first_id = 800, last_id = last_id - first_id + 800`,
    'relationship_sighting',
    () => 'scan',
  ],
  ['relationship_sighting', `update relationship_sighting set last_id = 900`, 'relationship_sighting', () => 'scan'],
  ['claim_due', `update claim_due set id = id + 99000`, 'claim due', () => 'CONFIGURATION_ITEM 99'],
  ['claim_due', `delete from claim_due`, 'claim due', () => idOf('c')],
  ['claim_due', `update claim_due set due_at = 'infinity'`, 'claim due', () => idOf('c')],
  ['parked_record', `delete from parked_record`, 'parked record', () => 'scan RELATIONSHIP'],
  ['parked_record', `update parked_record set expires_at = parked_at`, 'parked record', () => 'scan RELATIONSHIP'],
  ['parked_record', `update parked_record set kind = 'ITEM'`, 'parked record', () => 'scan ITEM'],
  ['parked_record', `update parked_record set id = 99999`, 'next id', () => '99999'],
  ['duplicate_set', `delete from duplicate_set`, 'duplicate set', () => ''],
  ['duplicate_set', `update duplicate_set set tenant = 'other'`, 'duplicate set', () => idOf('d')],
  ['duplicate_set', `update duplicate_set set state = 'GONE'`, 'duplicate set', () => ''],
  ['duplicate_set_item', `update duplicate_set_item set item_id = item_id + 99000`, 'duplicate set', () => ''],
  ['duplicate_set_item', `delete from duplicate_set_item`, 'duplicate set', () => ''],
  ['duplicate_evidence', `delete from duplicate_evidence`, 'duplicate set', () => ''],
  ['duplicate_evidence', `update duplicate_evidence set items = '{99999}'`, 'duplicate set', () => ''],
  ['sync_session', `update sync_session set ended_at = null`, 'sync session', () => ''],
  ['sync_session', `update sync_session set decision = null`, 'sync session', () => ''],
  ['sync_session', `update sync_session set begun_revision = 99999`, 'sync session', () => ''],
  ['sync_session', `delete from sync_session`, 'sync session', () => ''],
  ['sync_session', `update sync_session set source = 'ghost'`, 'data source', () => 'ghost'],
  ['sync_session_set', `update sync_session_set set first_id = 8000`, 'sync session', () => 'CONFIGURATION_ITEM 80'],
  ['sync_miss', `update sync_miss set id = 99999`, 'sync miss', () => 'flaky CONFIGURATION_ITEM 99999'],
  ['sync_miss', `update sync_miss set misses = 0`, 'sync miss', () => 'flaky CONFIGURATION_ITEM'],
  [
    'volatile_value',
    `insert into volatile_value values (99999, 'load', '1', 'scan', now())`,
    'volatile value',
    () => 'load',
  ],
  [
    'volatile_value',
    `insert into volatile_value select id, 'load', '1', 'ghost', now() from configuration_item where name = 'a'`,
    'data source',
    () => `${idOf('a')} ghost`,
  ],
  ['match_term', `delete from match_term where term like '%d' and not gone`, 'term', () => idOf('d')],
  [
    'match_term',
    `insert into match_term select 'other', false, id from configuration_item where name = 'd'`,
    'term',
    () => `${idOf('d')} other`,
  ],
  ['match_term', `insert into match_term values ('other', false, 99999)`, 'term', () => 'other'],
  ['match_index', `update match_index set revision = 99999`, 'head', () => 'match_index'],
  [
    'item_search',
    `update item_search set text = text || 'x' where item_id = (select id from configuration_item where name = 'd')`,
    'search text',
    () => idOf('d'),
  ],
  [
    'item_search',
    `delete from item_search where item_id = (select id from configuration_item where name = 'd')`,
    'search text',
    () => idOf('d'),
  ],
  ['item_search', `insert into item_search values (99999, 'other')`, 'search text', () => 'other'],
  ['search_index', `update search_index set revision = 99999`, 'head', () => 'search_index'],
];

test.each([...DAMAGES, ...BOOKKEEPING_DAMAGES].map((one) => ({ sql: one[1], one })))(
  'what this does is found: $sql',
  async ({ one }) => {
    const [table, sql, check, subject, path] = one;
    const { database } = app;
    await database.query(`create table keep as table ${table}`);
    try {
      await database.query(sql);
      const found = await findingsIn(database);
      const wanted = { check, subject: expect.stringContaining(subject()) };
      expect(found).toContainEqual(expect.objectContaining(path === undefined ? wanted : { ...wanted, path }));
    } finally {
      await database.query(`truncate ${table}`);
      await database.query(`insert into ${table} select * from keep`);
      await database.query('drop table keep');
    }
  },
);

test('a sequence that would give out ids that are taken is found', async () => {
  const [{ last }] = (await app.database.query<{ last: number }>(
    'select last_value as last from configuration_item_id',
  )) as [{ last: number }];
  await app.database.query(`select setval('configuration_item_id', 2)`);
  expect(await findingsIn(app.database)).toEqual([expect.objectContaining({ check: 'next id' })]);
  await app.database.query(`select setval('configuration_item_id', $1)`, [last]);
});

test('after all that, it is as it was', async () => {
  expect(await findingsIn(app.database)).toEqual([]);
});
