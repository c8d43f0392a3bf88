import type { WriteQueue } from '../../src/application/writes/write-queue';
import type { Change } from '../../src/domain/history/change';
import { itemId, relationshipId, revision, type Revision } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { PagePosition } from '../../src/domain/page';
import { readHead, type LoggedChangeSet } from '../../src/storage/history/change-log';
import {
  countChanges,
  findChanges,
  loadChangedValues,
  type ChangeQuery,
} from '../../src/storage/history/change-queries';
import type { ChangePlan } from '../../src/storage/change-sets/change-plan';
import type { Database } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import {
  changePlan,
  creation,
  ending,
  relation,
  testItem,
  testObservation,
  testQueue,
  testRelationship,
  update,
} from '../support/plans';
import { readChangeSetsAfter } from '../support/change-sets';

const OPERATION = '11111111-1111-4111-8111-111111111111';
const [a, b, c] = [testItem(itemId(1)), testItem(itemId(2), { className: 'Database' }), testItem(itemId(3))];
const link = testRelationship(relationshipId(1), a.id, b.id, { attributes: { port: 443, 'latency.max': 7 } });
const observed = testObservation(c.id, { claims: { name: 'old', site: 'here' } });

let testDatabase: TestDatabase;
let database: Database;
let queue: WriteQueue;
let log: readonly LoggedChangeSet[];
let head: Revision;
let now = Date.parse('2026-11-01T00:00:00Z');

async function write(parts: Partial<ChangePlan>): Promise<void> {
  now += 1_000;
  await queue.submit({ prepare: () => Promise.resolve(changePlan(parts)) });
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  queue = testQueue(database, { clock: () => new Date(now) });
  await write({ items: [creation(a), creation(b), creation(c)], source: 'scanner', operationKind: 'INGEST' });
  await write({ relationships: [relation(link)], principal: 'alice' });
  await write({
    items: [
      {
        ...update(a, { name: 'renamed', labels: { 'team.name': 'x' }, attributes: { cores: 4 } }),
        paths: ['name', 'labels.team.name', 'attributes.cores', 'attributes.gone'],
      },
    ],
    operationId: OPERATION,
  });
  await write({ observations: [{ before: null, after: observed, tenant: '' }], source: 'scanner' });
  await write({
    observations: [{ before: observed, after: { ...observed, claims: { name: 'new', site: 'here' } }, tenant: '' }],
  });
  const heavier = { ...link, weight: 2, version: 2 };
  await write({
    relationships: [{ before: link, after: heavier, kind: 'UPDATED', paths: ['weight'] }],
    operationId: OPERATION,
  });
  await write({ relationships: [ending(heavier)], principal: 'alice', source: 'editor' });
  head = (await readHead(database)).revision;
  log = await readChangeSetsAfter(database, revision(0), 100);
});
afterAll(async () => {
  await queue.close();
  await testDatabase.drop();
});

const at = (index: number): string => log[index]?.changeSet.at ?? '';

/** Every filter beside what it means, said over the whole log. */
const FILTERS: readonly (readonly [
  string,
  () => Partial<ChangeQuery>,
  (change: Change, set: LoggedChangeSet['changeSet']) => boolean,
])[] = [
  ['nothing', () => ({}), () => true],
  ['an item, its relationships included', () => ({ items: [a.id] }), (one) => one.itemId === a.id],
  ['a target of relationships', () => ({ items: [b.id] }), (one) => one.itemId === b.id || one.targetId === b.id],
  ['several items', () => ({ items: [b.id, c.id] }), (one) => one.itemId !== a.id || one.targetId === b.id],
  ['no item', () => ({ items: [] }), () => false],
  ['a class', () => ({ classes: ['Database'] }), (one) => one.itemId === b.id || one.targetId === b.id],
  ['an entity', () => ({ entities: ['RELATIONSHIP'] }), (one) => one.entity === 'RELATIONSHIP'],
  ['kinds', () => ({ kinds: ['OBSERVED', 'ENDED'] }), (one) => one.kind === 'OBSERVED' || one.kind === 'ENDED'],
  ['a principal', () => ({ principals: ['alice'] }), (_, set) => set.principal === 'alice'],
  ['a source', () => ({ sources: ['scanner'] }), (_, set) => set.source === 'scanner'],
  ['an operation', () => ({ operationId: OPERATION }), (_, set) => set.operationId === OPERATION],
  ['a time', () => ({ from: at(1), to: at(4) }), (_, set) => set.revision >= 2 && set.revision < 5],
  ['a revision', () => ({ since: revision(4) }), (_, set) => set.revision > 4],
  ['an earlier end', () => ({ upTo: revision(2) }), (_, set) => set.revision <= 2],
  [
    'all at once',
    () => ({
      items: [a.id],
      entities: ['RELATIONSHIP'],
      principals: ['alice'],
      sources: ['editor'],
      since: revision(1),
    }),
    (one, set) => one.kind === 'ENDED' && set.source === 'editor',
  ],
];

describe('changes', () => {
  test.each(FILTERS)('are found by %s, newest first', async (_, query, meaning) => {
    const expected = log
      .flatMap(({ changeSet, changes }) => changes.filter((change) => meaning(change, changeSet)))
      .toReversed();
    const full = { upTo: head, ...query() };
    const page = await findChanges(database, full, { limit: 100, backward: false, after: null, before: null });
    expect(page.entries.map((entry) => entry.value)).toEqual(expected);
    expect(await countChanges(database, full)).toBe(expected.length);
  });

  test.each([
    ['forwards', false],
    ['backwards', true],
  ])('come page by page %s, none twice and none left out', async (_, backward) => {
    const expected = log.flatMap(({ changes }) => changes).toReversed();
    const walked: Change[] = [];
    let bound: PagePosition | null = null;
    for (let more = true; more;) {
      const bounds = backward ? { after: null, before: bound } : { after: bound, before: null };
      const page = await findChanges(database, { upTo: head }, { limit: 2, backward, ...bounds });
      const values = page.entries.map((entry) => entry.value);
      if (backward) walked.unshift(...values);
      else walked.push(...values);
      bound = (backward ? page.entries[0] : page.entries.at(-1))?.position ?? null;
      more = page.hasMore;
    }
    expect(walked).toEqual(expected);
  });
});

describe('the values of a change', () => {
  const valuesAt = async (index: number): Promise<unknown> => {
    const changes = log[index]?.changes ?? [];
    return loadChangedValues(database, changes);
  };

  test('of a new item have nothing before', async () => {
    expect(await valuesAt(0)).toEqual([1, 2, 3].map((id) => [{ path: 'name', before: null, after: `server-${id}` }]));
  });

  test('of an item are those of the versions on both sides', async () => {
    expect(await valuesAt(2)).toEqual([
      [
        { path: 'attributes.cores', before: null, after: 4 },
        { path: 'attributes.gone', before: null, after: null },
        { path: 'labels.team.name', before: null, after: 'x' },
        { path: 'name', before: 'server-1', after: 'renamed' },
      ],
    ]);
  });

  test('of an item that was only observed are the claims that moved', async () => {
    expect(await valuesAt(3)).toEqual([
      [
        { path: 'name', before: null, after: 'old' },
        { path: 'site', before: null, after: 'here' },
      ],
    ]);
    expect(await valuesAt(4)).toEqual([[{ path: 'name', before: 'old', after: 'new' }]]);
  });

  test('of a relationship are those of its versions', async () => {
    expect(await valuesAt(5)).toEqual([[{ path: 'weight', before: 1, after: 2 }]]);
  });

  test('of a relationship that begins or ends are all it has', async () => {
    const fields = (weight: number): readonly (readonly [string, unknown])[] => [
      ['attributes.latency.max', 7],
      ['attributes.port', 443],
      ['gateKeys', []],
      ['kind', 'DECLARED'],
      ['source', encodeItemId(a.id)],
      ['strength', 'HARD'],
      ['target', encodeItemId(b.id)],
      ['type', 'DEPENDS_ON'],
      ['weight', weight],
    ];
    expect(await valuesAt(1)).toEqual([fields(1).map(([path, after]) => ({ path, before: null, after }))]);
    expect(await valuesAt(6)).toEqual([fields(2).map(([path, before]) => ({ path, before, after: null }))]);
  });

  test('take a bounded number of statements for any number of changes', async () => {
    const changes = log.flatMap((one) => one.changes);
    const before = database.statementCount();
    const values = await loadChangedValues(database, changes);
    expect(database.statementCount() - before).toBeLessThanOrEqual(3);
    expect(values).toHaveLength(changes.length);
  });
});
