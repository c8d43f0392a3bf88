import { beginSession, type SessionToBegin } from '../../src/application/sync/begin-session';
import {
  abortSession,
  commitSession,
  confirmSession,
  type SessionAnswer,
} from '../../src/application/sync/commit-session';
import { mergeItems } from '../../src/application/merge/merge-items';
import { registerSource } from '../../src/application/editing/register-source';
import { IdSet } from '../../src/domain/id-set';
import type { ItemId } from '../../src/domain/ids';
import type { RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import { WHOLE_SOURCE, type SyncScope } from '../../src/domain/ingest/sync-scope';
import type { SyncSession } from '../../src/storage/sync/sync-sessions';
import { addToSyncSet, noEntities } from '../../src/storage/sync/sync-sets';
import {
  editCall,
  outcomes,
  send,
  server,
  ingestAppOfFile,
  storedItem,
  storedRelationships,
  wipe,
} from '../support/ingest-app';

const app = ingestAppOfFile();
beforeAll(async () => {
  await registerSource(app, editCall(), { name: 'flaky', absentAfterMisses: 3 });
});

const begin = (more: Partial<SessionToBegin> = {}, call = {}): Promise<SyncSession> =>
  beginSession(app, editCall(call), {
    source: 'scan',
    scope: WHOLE_SOURCE,
    maxRemovalPercent: 100,
    idleMinutes: 60,
    takeOver: false,
    ...more,
  });

const commit = (session: SyncSession, more = {}, call = {}): Promise<SessionAnswer> =>
  commitSession(app, editCall(call), { session: session.id, partialTypes: [], maxRemovalPercent: null, ...more });

const box = (name: string, region = 'eu') => server(name, { nativeKey: `${region}/${name}`, site: region });

const names = (count: number, from = 0): readonly string[] => Array.from({ length: count }, (_, at) => `s${at + from}`);

const link = (source: string, target: string, type = 'DEPENDS_ON'): RelationshipRecord => ({
  type,
  source: { native: { source: 'scan', key: `eu/${source}` } },
  target: { native: { source: 'scan', key: `eu/${target}` } },
});

async function store(wanted: readonly string[], region = 'eu'): Promise<ReadonlyMap<string, ItemId>> {
  const result = await send(app, { items: wanted.map((name) => box(name, region)) });
  return new Map(wanted.map((name, at) => [name, result.items[at]?.itemId as ItemId]));
}

async function presences(): Promise<Readonly<Record<string, string>>> {
  const rows = await app.database.query<{ name: string; presence: string }>(
    'select name, presence from configuration_item order by name',
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.presence]));
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

test('an item that was seen under the id of one merged into it was seen', async () => {
  const ids = await store(['a', 'b', 'c', 'd']);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ids.get(name) as ItemId) as [ItemId, ItemId, ItemId];
  const ref = (id: ItemId) => ({ id: encodeItemId(id) });
  await mergeItems(app, editCall(), { survivor: ref(a), merged: [ref(b)], ifVersions: [] });
  await mergeItems(app, editCall(), { survivor: ref(c), merged: [ref(a)], ifVersions: [] });
  const session = await begin();
  await send(app, { items: [box('d')], syncSession: session.id });
  // A server that has not heard of the merge yet recognises the item by the id that it had.
  const seen = { ...noEntities(), items: new IdSet([b]) };
  await addToSyncSet(app.database, session.id, 'SEEN', seen, app.newId);
  const { session: ended } = await commit(session);
  expect(ended.decision).toMatchObject({ members: { items: 2 }, removals: { items: 0 } });
  expect(await storedItem(app, c)).toMatchObject({ presence: 'PRESENT' });
});

test('what a session did not see is absent, and the change sets of the session are one operation', async () => {
  const ids = await store(['a', 'b', 'c']);
  const session = await begin();
  const seen = await send(app, { items: [box('a'), box('b', 'eu'), box('d')], syncSession: session.id });
  expect(outcomes(seen)).toEqual(['UNCHANGED', 'UNCHANGED', 'CREATED']);
  expect(seen.operation).toEqual({ id: session.id, kind: 'SYNC' });
  const answer = await commit(session);
  expect(answer.session).toMatchObject({
    state: 'COMMITTED',
    decision: {
      members: { items: 4, relationships: 0 },
      seen: { items: 3, relationships: 0 },
      removals: { items: 1, relationships: 0 },
      types: [{ name: 'LinuxServer', members: 4, removals: 1 }],
    },
  });
  expect(answer.changeSets).toMatchObject([{ operationId: session.id, operationKind: 'SYNC', source: 'scan' }]);
  expect(await presences()).toEqual({ a: 'PRESENT', b: 'PRESENT', c: 'ABSENT', d: 'PRESENT' });
  expect(await storedItem(app, ids.get('c'))).toMatchObject({
    retiredAt: null,
    absentSince: expect.any(String) as string,
  });
});

test('a session over the same inventory removes nothing and writes nothing', async () => {
  await store(names(20));
  await send(app, { relationships: [link('s1', 's2'), link('s3', 's4')] });
  const [{ revision } = { revision: 0 }] = await app.database.query<{ revision: number }>(
    'select revision from revision_head',
  );
  const session = await begin();
  await send(app, {
    items: names(20).map((name) => box(name)),
    relationships: [link('s1', 's2'), link('s3', 's4')],
    syncSession: session.id,
  });
  const { session: ended, changeSets } = await commit(session);
  expect(ended).toMatchObject({ state: 'COMMITTED', decision: { removals: { items: 0, relationships: 0 } } });
  expect(changeSets).toEqual([]);
  expect(await app.database.query('select revision from revision_head')).toEqual([{ revision }]);
});

test('an item that another source still claims stays present; what is seen again is resurrected', async () => {
  await store(['a', 'b']);
  await send(app, { source: 'cloud', items: [server('b', { nativeKey: 'i-b' })] });
  const session = await begin();
  await send(app, { items: [box('x')], syncSession: session.id });
  await commit(session);
  expect(await presences()).toEqual({ a: 'ABSENT', b: 'PRESENT', x: 'PRESENT' });
  expect(outcomes(await send(app, { items: [box('a')] }))).toEqual(['RESURRECTED']);
  expect(await presences()).toMatchObject({ a: 'PRESENT' });
});

describe('the scope', () => {
  const only = async (scope: Partial<SyncScope>): Promise<Readonly<Record<string, string>>> => {
    await store(['a', 'b'], 'eu');
    await store(['c', 'd'], 'us');
    await send(app, {
      items: [
        {
          class: 'WindowsServer',
          name: 'w',
          nativeKey: 'eu/w',
          site: 'eu',
          attributes: { hostname: 'w', serialNumber: 'W' },
        },
      ],
    });
    const session = await begin({ scope: { ...WHOLE_SOURCE, ...scope } });
    await send(app, { items: [box('a')], syncSession: session.id });
    await commit(session);
    return presences();
  };
  const PRESENT = { a: 'PRESENT', b: 'PRESENT', c: 'PRESENT', d: 'PRESENT', w: 'PRESENT' };

  test('of an attribute or base field spares the others', async () => {
    expect(await only({ attributes: { site: 'eu' } })).toEqual({ ...PRESENT, b: 'ABSENT', w: 'ABSENT' });
  });

  test('of classes takes in their descendants and spares the others', async () => {
    expect(await only({ classes: ['LinuxServer'] })).toEqual({ ...PRESENT, b: 'ABSENT', c: 'ABSENT', d: 'ABSENT' });
    await wipe(app);
    expect(await only({ classes: ['Server'], attributes: { site: 'eu' } })).toEqual({
      ...PRESENT,
      b: 'ABSENT',
      w: 'ABSENT',
    });
  });

  test('of a prefix of native keys spares the others', async () => {
    expect(await only({ nativeKeyPrefix: 'us/' })).toEqual({ ...PRESENT, c: 'ABSENT', d: 'ABSENT' });
  });

  test('must make sense', async () => {
    const scoped = (scope: Partial<SyncScope>) => codeOf(begin({ scope: { ...WHOLE_SOURCE, ...scope } }));
    expect(await scoped({ classes: ['Servr'] })).toBe('UNKNOWN_CLASS');
    expect(await scoped({ relationshipTypes: ['NEEDS_IT'] })).toBe('UNKNOWN_RELATIONSHIP_TYPE');
    expect(await scoped({ classes: [] })).toBe('BAD_REQUEST');
    expect(await scoped({ attributes: { site: null } })).toBe('BAD_REQUEST');
    expect(await scoped({ nativeKeyPrefix: '' })).toBe('BAD_REQUEST');
    expect(await codeOf(begin({ source: 'nobody' }))).toBe('UNKNOWN_SOURCE');
    expect(await codeOf(begin({ maxRemovalPercent: 101 }))).toBe('BAD_REQUEST');
    expect(await codeOf(begin({ idleMinutes: 0 }))).toBe('BAD_REQUEST');
  });
});

describe('relationships', () => {
  const scanOf = async (
    session: SyncSession,
    items: readonly string[],
    relationships: readonly RelationshipRecord[],
  ): Promise<SessionAnswer> => {
    await send(app, { items: items.map((name) => box(name)), relationships, syncSession: session.id });
    return commit(session);
  };
  const stored = async (): Promise<number> => (await storedRelationships(app)).length;

  test('that a session did not see end, unless another source claims them', async () => {
    await store(['a', 'b', 'c']);
    await send(app, { relationships: [link('a', 'b'), link('b', 'c'), link('a', 'c')] });
    await send(app, { source: 'cloud', relationships: [link('a', 'c')] });
    await scanOf(await begin(), ['a', 'b', 'c'], [link('a', 'b')]);
    const left = await storedRelationships(app);
    expect(left.map((one) => one.claims.map((claim) => claim.source))).toEqual([['scan'], ['cloud']]);
  });

  test('of an item that is missed stay with it: it is absent, in the graph and in gates', async () => {
    await store(['a', 'b', 'c']);
    await send(app, { relationships: [link('a', 'b'), link('b', 'c')] });
    const { session } = await scanOf(await begin(), ['a', 'c'], []);
    expect(session.decision?.removals).toEqual({ items: 1, relationships: 0 });
    expect(await stored()).toBe(2);
    // Still absent at the next run, which does not end them either.
    await scanOf(await begin(), ['a', 'c'], []);
    expect(await stored()).toBe(2);
  });

  test('are of the run that covers their source, or their target where the source is none of it', async () => {
    await store(['a', 'b']);
    await send(app, { items: [box('u', 'us')] });
    await send(app, { source: 'cloud', items: [server('f', { nativeKey: 'f' })] });
    const foreign = { native: { source: 'cloud', key: 'f' } };
    const far = { native: { source: 'scan', key: 'us/u' } };
    await send(app, {
      relationships: [
        link('a', 'b'),
        { ...link('a', 'b'), target: far },
        { ...link('a', 'b'), source: far },
        { ...link('a', 'b'), source: foreign },
      ],
    });
    await scanOf(await begin({ scope: { ...WHOLE_SOURCE, nativeKeyPrefix: 'eu/' } }), ['a', 'b'], []);
    const left = await storedRelationships(app);
    expect(left).toHaveLength(1);
    expect((await storedItem(app, left[0]?.source)).name).toBe('u');
  });

  test('of types that the run does not report are left alone', async () => {
    await store(['a', 'b']);
    await send(app, { relationships: [link('a', 'b'), link('a', 'b', 'CONNECTS_TO')] });
    await scanOf(await begin({ scope: { ...WHOLE_SOURCE, relationshipTypes: [] } }), ['a', 'b'], []);
    expect(await stored()).toBe(2);
    await scanOf(await begin({ scope: { ...WHOLE_SOURCE, relationshipTypes: ['CONNECTS_TO'] } }), ['a', 'b'], []);
    expect((await storedRelationships(app)).map((one) => one.type)).toEqual(['DEPENDS_ON']);
  });
});

test('partial types are exempt, classes with everything below them', async () => {
  await store(['a', 'b']);
  await send(app, { relationships: [link('a', 'b')] });
  const first = await begin();
  await send(app, { items: [box('x')], syncSession: first.id });
  expect((await commit(first, { partialTypes: ['Server'] })).session.decision?.removals.items).toBe(0);
  const second = await begin();
  await send(app, { items: [box('a'), box('b'), box('x')], syncSession: second.id });
  expect((await commit(second, { partialTypes: ['DEPENDS_ON'] })).session.decision?.removals.relationships).toBe(0);
  const third = await begin();
  expect(await codeOf(commit(third, { partialTypes: ['Servers'] }))).toBe('UNKNOWN_CLASS');
});

test('a flaky source must miss a thing as often as it allows, in a row', async () => {
  const scan = async (...wanted: readonly string[]): Promise<string> => {
    const session = await begin({ source: 'flaky' });
    const items = wanted.map((name) => ({ ...box(name), nativeKey: `flaky/${name}` }));
    await send(app, { source: 'flaky', items, syncSession: session.id });
    await commit(session);
    return (await presences())['b'] ?? 'none';
  };
  const runs: readonly (readonly [readonly string[], string])[] = [
    [['a', 'b'], 'PRESENT'],
    [['a'], 'PRESENT'],
    [['a'], 'PRESENT'],
    [['a', 'b'], 'PRESENT'],
    [['a'], 'PRESENT'],
    [['a'], 'PRESENT'],
    [['a'], 'ABSENT'],
  ];
  for (const [wanted, presence] of runs) expect([wanted, await scan(...wanted)]).toEqual([wanted, presence]);
});

describe('the guard', () => {
  test('holds back a commit that removes more of the scope than is allowed, until it is confirmed', async () => {
    await store(names(20));
    const session = await begin({ maxRemovalPercent: 10 });
    await send(app, { items: names(17).map((name) => box(name)), syncSession: session.id });
    const waiting = await commit(session);
    expect(waiting.session.state).toBe('AWAITING_CONFIRMATION');
    expect(waiting.session.decision?.guard).toEqual([
      'It would remove 3 of 20 items and relationships in its scope, more than 10 %.',
      'It would remove 3 of 20 LinuxServer, more than 10 %.',
    ]);
    expect(Object.values(await presences())).not.toContain('ABSENT');
    // Asked again it says the same; ingest is refused; then somebody confirms, and may do so twice.
    expect((await commit(session)).session).toEqual(waiting.session);
    expect(await codeOf(send(app, { items: [], syncSession: session.id }))).toBe('SYNC_SESSION_ENDED');
    const confirmed = await confirmSession(app, editCall(), session.id);
    expect(confirmed.session.state).toBe('COMMITTED');
    expect(Object.values(await presences()).filter((presence) => presence === 'ABSENT')).toHaveLength(3);
    const again = await confirmSession(app, editCall(), session.id);
    expect(again).toEqual({ session: confirmed.session, preview: null, changeSets: [] });
    expect((await commit(session)).session).toEqual(confirmed.session);
  });

  test('lets exactly the share pass', async () => {
    await store(names(20));
    const session = await begin({ maxRemovalPercent: 10 });
    await send(app, { items: names(18).map((name) => box(name)), syncSession: session.id });
    expect((await commit(session)).session.state).toBe('COMMITTED');
  });

  test('looks at every class and relationship type with at least five members by itself', async () => {
    await store(names(60));
    const links = names(6).map((name, at) => link(name, `s${at + 10}`));
    await send(app, { relationships: links });
    const session = await begin({ maxRemovalPercent: 10 });
    await send(app, {
      items: names(60).map((name) => box(name)),
      relationships: links.slice(0, 5),
      syncSession: session.id,
    });
    const { session: waiting } = await commit(session);
    expect(waiting.decision?.guard).toEqual(['It would remove 1 of 6 DEPENDS_ON, more than 10 %.']);
    await abortSession(app, editCall(), session.id);
    expect(await storedRelationships(app)).toHaveLength(6);
  });

  test('always holds back a session that saw nothing, even when anything is allowed', async () => {
    await store(['a']);
    const { session } = await commit(await begin());
    expect(session).toMatchObject({
      state: 'AWAITING_CONFIRMATION',
      decision: { guard: ['The session saw nothing at all.'] },
    });
  });

  test('can be set for one commit', async () => {
    await store(['a', 'b']);
    const session = await begin({ maxRemovalPercent: 10 });
    await send(app, { items: [box('a')], syncSession: session.id });
    expect((await commit(session, { maxRemovalPercent: 50 }, { dryRun: true })).session.state).toBe('COMMITTED');
    expect((await commit(session, {}, { dryRun: true })).session.state).toBe('AWAITING_CONFIRMATION');
    expect((await commit(session, { maxRemovalPercent: 50 })).session.state).toBe('COMMITTED');
  });
});

test('a preview of a commit shows what it would remove, and leaves the session open', async () => {
  const ids = await store(['a', 'b']);
  const session = await begin();
  await send(app, { items: [box('a')], syncSession: session.id });
  const { preview, session: shown } = await commit(session, {}, { dryRun: true });
  expect([...(preview?.items ?? [])]).toEqual([ids.get('b')]);
  expect(shown.decision?.removals.items).toBe(1);
  expect((await presences())['b']).toBe('PRESENT');
  await send(app, { items: [box('b')], syncSession: session.id });
  expect((await commit(session)).session.decision?.removals.items).toBe(0);
});

describe('what counts as seen', () => {
  test('a record that is refused, when its item can be told', async () => {
    await store(['a', 'b']);
    const session = await begin();
    const broken = { ...box('b'), attributes: { hostname: 7 } };
    const sent = await send(app, { items: [box('a'), broken], syncSession: session.id });
    expect(outcomes(sent)).toEqual(['UNCHANGED', 'REJECTED']);
    expect((await commit(session)).session.decision?.removals.items).toBe(0);
  });

  test('not a record that says it is gone, and not a dry run', async () => {
    await store(['a', 'b', 'c']);
    const session = await begin();
    await send(app, { items: [box('a'), { ...box('b'), presence: 'ABSENT' }], syncSession: session.id });
    await send(app, { items: [box('c')], mode: 'DRY_RUN', syncSession: session.id });
    expect((await commit(session)).session.decision?.seen.items).toBe(1);
    expect(await presences()).toEqual({ a: 'PRESENT', b: 'ABSENT', c: 'ABSENT' });
  });

  test('what the same source reports beside the session while it is open', async () => {
    await store(['a', 'b']);
    const session = await begin();
    await send(app, { items: [box('a')], syncSession: session.id });
    await send(app, { items: [box('b'), box('new')] });
    expect((await commit(session)).session.decision?.removals.items).toBe(0);
  });

  test('a call whose stored answer is given again, because its server may have died before it was counted', async () => {
    await store(['a']);
    const session = await begin();
    const input = { items: [box('a')], idempotencyKey: 'k1', syncSession: session.id };
    await send(app, input);
    await app.database.query('delete from sync_session_set');
    expect((await send(app, input)).replayed).toBe(true);
    expect((await commit(session)).session.decision?.removals.items).toBe(0);
  });

  test('both records of an ATOMIC call', async () => {
    await store(['a', 'b']);
    const session = await begin();
    await send(app, { items: [box('a'), box('b')], mode: 'ATOMIC', syncSession: session.id });
    expect((await commit(session)).session.decision?.seen.items).toBe(2);
  });
});

describe('one session at a time', () => {
  const eu = { ...WHOLE_SOURCE, attributes: { site: 'eu' } };
  const us = { ...WHOLE_SOURCE, attributes: { site: 'us' } };

  test('of a source for the same things: a second one is refused, or takes over', async () => {
    const first = await begin({ scope: eu });
    expect(await codeOf(begin({ scope: eu }))).toBe('SYNC_IN_PROGRESS');
    expect(await codeOf(begin())).toBe('SYNC_IN_PROGRESS');
    expect(await codeOf(begin({ scope: eu }, { dryRun: true }))).toBe('SYNC_IN_PROGRESS');
    expect((await begin({ scope: us })).state).toBe('OPEN');
    expect((await begin({ source: 'cloud', scope: eu })).state).toBe('OPEN');
    const second = await begin({ scope: eu, takeOver: true });
    expect(await codeOf(send(app, { items: [], syncSession: first.id }))).toBe('SYNC_SESSION_ENDED');
    expect(await codeOf(commit(first))).toBe('SYNC_SESSION_ENDED');
    await abortSession(app, editCall(), second.id);
    expect((await begin({ scope: eu })).state).toBe('OPEN');
  });

  test('of eight that begin at once, one begins', async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(begin())));
    expect(codes.filter((code) => code === 'no error')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['no error', 'SYNC_IN_PROGRESS']));
  });

  test('one that only waits to be confirmed makes way for the next run', async () => {
    await store(['a']);
    const waiting = await begin();
    await commit(waiting);
    await begin();
    expect(await codeOf(confirmSession(app, editCall(), waiting.id))).toBe('SYNC_SESSION_ENDED');
  });

  test('the same idempotency key gives the same session, and with another scope a conflict', async () => {
    const first = await begin({ scope: eu }, { idempotencyKey: 'nightly' });
    expect((await begin({ scope: eu }, { idempotencyKey: 'nightly' })).id).toBe(first.id);
    expect(await codeOf(begin({ scope: us }, { idempotencyKey: 'nightly' }))).toBe('IDEMPOTENCY_CONFLICT');
  });
});

test('an ingest is refused by a session of another source, and by one that is none', async () => {
  const session = await begin({ source: 'cloud' });
  expect(await codeOf(send(app, { syncSession: session.id }))).toBe('BAD_REQUEST');
  expect(await codeOf(send(app, { syncSession: 'nothing' }))).toBe('NOT_FOUND');
  expect(await codeOf(confirmSession(app, editCall(), session.id))).toBe('BAD_REQUEST');
});

test('a commit that was stopped in the middle goes on and comes to the same end', async () => {
  await store(names(40));
  const session = await begin();
  await send(app, { items: names(10).map((name) => box(name)), syncSession: session.id });
  const stopped = new Error('killed');
  const dying = { ...app, writes: { ...app.writes, submit: () => Promise.reject(stopped) } };
  const wanted = { session: session.id, partialTypes: [], maxRemovalPercent: null };
  await expect(commitSession(dying, editCall(), wanted)).rejects.toBe(stopped);
  expect(await codeOf(send(app, { items: [box('s20')], syncSession: session.id }))).toBe('SYNC_SESSION_ENDED');
  const { session: ended } = await commit(session);
  expect(ended.state).toBe('COMMITTED');
  expect(Object.values(await presences()).filter((one) => one === 'ABSENT')).toHaveLength(30);
});
