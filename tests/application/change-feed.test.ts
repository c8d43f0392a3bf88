import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import {
  CHANGES_PER_EVENT,
  openChangeFeed,
  type FeedEvent,
  type FeedQuery,
} from '../../src/application/feed/change-feed';
import { findChanges, type ChangeFilter } from '../../src/application/lists/find-changes';
import type { Change } from '../../src/domain/history/change';
import { itemId, relationshipId, type ItemId, type Revision } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { PagePosition } from '../../src/domain/page';
import type { ChangePlan } from '../../src/storage/change-sets/change-plan';
import { takeItemIds } from '../../src/storage/change-sets/id-blocks';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, ending, relation, testItem, testRelationship, update } from '../support/plans';
import { until } from '../support/until';

const CLASSES = ['LinuxServer', 'Server', 'Application'] as const;
const PEOPLE = ['alice', 'bob'] as const;
const SOURCES = ['scanner', 'cloud', null] as const;
const OPERATIONS = Array.from({ length: 4 }, () => randomUUID());
/** The items that the little history is about. */
const ITEMS = Array.from({ length: 6 }, (_, index) =>
  testItem(itemId(5_000_001 + index), { className: CLASSES[index % CLASSES.length] ?? 'Server' }),
);

let testDatabase: TestDatabase;
let app: Application;
let now = Date.parse('2026-11-01T00:00:00Z');

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  app = await createApplication({ database: testDatabase.database, clock: () => new Date(now), newId: randomUUID });
});
afterAll(async () => {
  await app.stop();
  await testDatabase.drop();
});

async function write(parts: Partial<ChangePlan>): Promise<Revision> {
  now += 1_000;
  const { revision } = await app.writes.submit({ prepare: () => Promise.resolve(changePlan(parts)) });
  await app.projection.waitFor(revision, 60_000);
  return revision;
}

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

/** Writes of every sort, one of them larger than two events. */
async function writeHistory(): Promise<void> {
  await write({ items: ITEMS.map(creation), principal: 'alice', source: 'scanner' });
  const links = ITEMS.map((item, index) =>
    testRelationship(relationshipId(5_000_001 + index), item.id, pick(ITEMS, index + 1).id),
  );
  await write({ relationships: links.map(relation), principal: 'bob', operationId: pick(OPERATIONS, 0) });
  for (let index = 0; index < 30; index += 1) {
    await write({
      items: ITEMS.filter((_, at) => (index >> (at % 4)) % 2 === 1).map((item) => ({
        ...update({ ...item, version: index + 1 }, { name: `name ${index}` }),
      })),
      dataSources: [],
      principal: pick(PEOPLE, index),
      source: pick(SOURCES, index),
      operationId: pick(OPERATIONS, index >> 1),
    });
    if (index === 15) await write({ items: (await manyItems(2 * CHANGES_PER_EVENT + 345)).map(creation) });
  }
  await write({ relationships: links.slice(0, 3).map(ending), principal: 'alice', source: 'cloud' });
}

async function manyItems(count: number): Promise<ReturnType<typeof testItem>[]> {
  const ids = await takeItemIds(app.database, count);
  return ids.map((id, index) => testItem(id, { className: pick(CLASSES, index) }));
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 1 });
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const time = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.parse('2026-11-01') + n * 1_000).toISOString());
const anyFilter: fc.Arbitrary<ChangeFilter> = fc.record({
  configurationItems: maybe(some(ITEMS.map((item) => ({ id: encodeItemId(item.id) })))),
  classes: maybe(some(CLASSES)),
  entities: maybe(some(['CONFIGURATION_ITEM', 'RELATIONSHIP', 'CI_CLASS'] as const)),
  kinds: maybe(some(['CREATED', 'UPDATED', 'ENDED'] as const)),
  principals: maybe(some(PEOPLE)),
  sources: maybe(some(['scanner', 'cloud'])),
  operation: maybe(fc.constantFrom(...OPERATIONS)),
  from: maybe(time),
  to: maybe(time),
  since: maybe(fc.integer({ min: 0, max: 50 })),
});

/** All that a filter gives, as the list has it, oldest first. */
async function listed(filter: ChangeFilter, since: number): Promise<readonly string[]> {
  const found: Change[] = [];
  let after: PagePosition | null = null;
  for (let more = true; more;) {
    const request = { limit: 1_000, backward: false, after, before: null };
    const { page } = await findChanges(app, filter, app.projection.head, request, new AbortController().signal);
    found.push(...page.entries.map((entry) => entry.value));
    after = page.entries.at(-1)?.position ?? null;
    more = page.hasMore;
  }
  return placesOf(found.toReversed().filter((change) => change.revision > since));
}

const placesOf = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ revision, ordinal, entity, kind }) => `${revision}.${ordinal} ${entity} ${kind}`);

const ASKED = { bookmarkSeconds: 30, follow: false };

async function read(query: Partial<FeedQuery>, atMost = Infinity): Promise<readonly FeedEvent[]> {
  const events: FeedEvent[] = [];
  for await (const event of await openChangeFeed(app, { ...ASKED, ...query }, new AbortController().signal)) {
    events.push(event);
    if (events.length >= atMost) break;
  }
  return events;
}

describe('a feed', () => {
  beforeAll(writeHistory);

  test('is the list reversed, from any revision, with any filter, however often it is cut and resumed', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.nat(app.projection.head),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }),
        async (filter, since, cuts) => {
          const events: FeedEvent[] = [];
          let from: Partial<FeedQuery> = { since };
          for (const cut of [...cuts, Infinity]) {
            events.push(...(await read({ ...from, filter }, cut)));
            from = { after: events.at(-1)?.cursor };
          }
          const told = events.filter((event) => event.changeSet !== null);
          expect(placesOf(told.flatMap((event) => event.changes))).toEqual(await listed(filter, since));
          expect(told.every(({ changes }) => changes.length > 0 && changes.length <= CHANGES_PER_EVENT)).toBe(true);
          expect(
            told.every(({ changeSet, changes, revision }) =>
              changes.every((change) => change.revision === revision && changeSet?.revision === revision),
            ),
          ).toBe(true);
          // Each change set ends once: with its last event.
          const ends = told.filter((event) => event.last).map((event) => event.revision);
          expect(ends).toEqual([...new Set(told.map((event) => event.revision))]);
          expect(events.at(-1)).toMatchObject({
            revision: app.projection.head,
            changeSet: null,
            changes: [],
            last: true,
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('gives a large change set in events of 1,000 changes, of which the last says so', async () => {
    const events = await read({ since: 0, filter: { kinds: ['CREATED'], principals: ['tester'] } });
    const sizes = events.filter((event) => event.changes.length > 0).map(({ changes, last }) => [changes.length, last]);
    expect(sizes).toEqual([
      [1_000, false],
      [1_000, false],
      [345, true],
    ]);
  });

  test('with nothing to say where to begin tells only where now is', async () => {
    expect(await read({})).toEqual([expect.objectContaining({ revision: app.projection.head, changeSet: null })]);
  });

  test.each<[string, Partial<FeedQuery>, string]>([
    ['both places', { since: 1, after: 'x' }, 'Give either since or after'],
    ['a text that is no cursor', { after: 'nonsense' }, 'no cursor of the change feed'],
    ['a cursor of a list', { after: Buffer.from('["changes#x",5,"ab",1]').toString('base64url') }, 'no cursor of the'],
    ['no pause between bookmarks', { since: 0, bookmarkSeconds: 0 }, 'bookmarkSeconds: 0 is not between'],
    ['an unknown class', { since: 0, filter: { classes: ['Nonsense'] } }, 'Nonsense'],
    ['an operation that is none', { since: 0, filter: { operation: 'x' } }, 'not the id of an operation'],
    [
      'an unknown item',
      { since: 0, filter: { configurationItems: [{ id: 'ci_zzz' }] } },
      'filter.configurationItems[0]',
    ],
  ])('is refused with %s', async (_, query, message) => {
    await expect(read(query)).rejects.toThrow(message);
  });
});

describe('a feed that goes on', () => {
  /** Follows until told to stop; `until` waits for an event. */
  function followed(query: Partial<FeedQuery>): {
    readonly events: FeedEvent[];
    readonly ended: Promise<void>;
    until(fits: (event: FeedEvent) => boolean): Promise<boolean>;
    stop(): Promise<void>;
  } {
    const stopping = new AbortController();
    const events: FeedEvent[] = [];
    const run = async (): Promise<void> => {
      const feed = await openChangeFeed(app, { bookmarkSeconds: 30, follow: true, ...query }, stopping.signal);
      for await (const event of feed) events.push(event);
    };
    const ended = run();
    ended.catch(() => undefined);
    const told = (fits: (event: FeedEvent) => boolean): Promise<boolean> => until(() => events.some(fits));
    return {
      events,
      ended,
      until: told,
      stop: () => {
        stopping.abort();
        return ended;
      },
    };
  }

  const rename = (value: number): Partial<ChangePlan> => ({
    items: [update({ ...fresh, version: value }, { name: `n${value}` })],
  });
  let fresh: ReturnType<typeof testItem>;
  beforeAll(async () => {
    const [id] = (await takeItemIds(app.database, 1)) as readonly [ItemId];
    fresh = testItem(id);
    await write({ items: [creation(fresh)] });
  });

  test('tells every write once and in order while others write, to many readers', async () => {
    const since = app.projection.head;
    const readers = Array.from({ length: 5 }, () => followed({ since }));
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const [id] = (await takeItemIds(app.database, 1)) as readonly [ItemId];
        await write({ items: [creation(testItem(id))] });
      }),
    );
    for (const reader of readers) {
      await reader.until((event) => event.revision === since + 40);
      await reader.stop();
      expect(reader.events.map((event) => event.revision)).toEqual(
        Array.from({ length: 40 }, (_, at) => since + 1 + at),
      );
    }
  });

  test('moves on by bookmarks when nothing passes the filter', async () => {
    const since = app.projection.head;
    const reader = followed({ since, bookmarkSeconds: 1, filter: { principals: ['nobody'] } });
    const written = await write(rename(1));
    await reader.until((event) => event.revision === written);
    await reader.stop();
    expect(reader.events.every((event) => event.changeSet === null && event.changes.length === 0)).toBe(true);
    expect(await read({ after: reader.events.at(-1)?.cursor })).toHaveLength(1);
  });

  test('from now on begins with a bookmark, ends at once on the signal and leaves nobody waiting', async () => {
    // The next bookmark would be told in an hour.
    const reader = followed({ bookmarkSeconds: 3_600 });
    await reader.until((event) => event.changeSet === null);
    await reader.stop();
  });

  test('ends with CURSOR_EXPIRED when the history is another one, at once and for whoever resumes', async () => {
    const since = app.projection.head;
    const [, cursor] = await read({ since: since - 1 }).then((events) => events.map((event) => event.cursor));
    const reader = followed({ since, bookmarkSeconds: 1 });
    await reader.until((event) => event.changeSet === null);
    await app.database.query('update change_set set id = gen_random_uuid() where revision = $1', [since]);
    await expect(reader.ended).rejects.toMatchObject({
      code: 'CURSOR_EXPIRED',
      message: expect.stringContaining('List again'),
    });
    await expect(read({ after: cursor ?? null })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    await expect(read({ since: since + 1_000 })).rejects.toThrow(`revision ${since + 1_000} is not written here`);
  });

  test('does not jump over revisions that the log no longer holds', async () => {
    const since = app.projection.head;
    await write(rename(2));
    await write(rename(3));
    await app.database.query('delete from change_set where revision = $1', [since + 1]);
    await expect(read({ since })).rejects.toThrow(`no longer holds revision ${since + 1}`);
    await expect(read({ since: since + 1 })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(await read({ since: since + 2 })).toHaveLength(1);
  });
});
