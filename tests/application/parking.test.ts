import fc from 'fast-check';
import { pageParked } from '../../src/application/parking/find-parked';
import { parkedPurgeTask } from '../../src/application/parking/parked-purge-task';
import type { IngestResult } from '../../src/application/ingest/ingest-types';
import type { IngestEnd, ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import type { ParkedRecord } from '../../src/domain/ingest/parked-record';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import {
  codes,
  footprint,
  outcomes,
  relationshipOutcomes,
  send,
  server,
  ingestAppOfFile,
  storedItem,
  storedRelationships,
  wipe,
} from '../support/ingest-app';

const app = ingestAppOfFile();

const native = (key: string, source = 'scan'): IngestEnd => ({ native: { source, key } });
const dependsOn = (from: IngestEnd, to: IngestEnd, more: Partial<RelationshipRecord> = {}): RelationshipRecord => ({
  type: 'DEPENDS_ON',
  source: from,
  target: to,
  ...more,
});
const host = (name: string, more: Partial<ItemRecord> = {}): ItemRecord => server(name, { nativeKey: name, ...more });
const nic = (key: string, more: Partial<ItemRecord> = {}): ItemRecord => ({
  class: 'NetworkInterface',
  nativeKey: key,
  name: key,
  ...more,
});

async function parked(): Promise<readonly ParkedRecord[]> {
  const at = await readHeadRevision(app.database);
  const page = await pageParked(app, {}, at, { limit: 1_000, backward: false, after: null, before: null });
  return page.entries.map(({ value }) => value);
}
const parkedCodes = async (): Promise<readonly string[]> =>
  (await parked()).map(({ kind, nativeKey, subject, code }) => `${kind} ${nativeKey ?? subject} ${code}`);
const completed = (result: IngestResult): readonly string[] =>
  (result.completedParked ?? []).map((one) => `${one.source} ${one.kind} ${one.nativeKey} ${one.outcome}`);

test('a relationship waits for its end, and lands in the change set that brings it', async () => {
  const first = await send(app, { items: [host('a')], relationships: [dependsOn({ ref: 'a' }, native('b'))] });
  expect(relationshipOutcomes(first)).toEqual(['PARKED']);
  expect(codes(first.relationships[0])).toEqual(['ENDPOINT_MISSING']);
  expect(first.totals).toContainEqual({ outcome: 'PARKED', items: 0, relationships: 1 });
  expect(await parkedCodes()).toEqual(['RELATIONSHIP DEPENDS_ON ENDPOINT_MISSING']);
  expect(await storedRelationships(app)).toEqual([]);

  const second = await send(app, { items: [host('b')] });
  expect(outcomes(second)).toEqual(['CREATED']);
  expect(second.relationships).toEqual([]);
  expect(completed(second)).toEqual(['scan RELATIONSHIP null CREATED']);
  expect(second.totals).toEqual([{ outcome: 'CREATED', items: 1, relationships: 0 }]);
  const [relationship] = await storedRelationships(app);
  expect(relationship).toMatchObject({ source: first.items[0]?.itemId, target: second.items[0]?.itemId });
  expect(await parkedCodes()).toEqual([]);
});

describe('an item that says which relationships of a type it has', () => {
  const moved = (name: string, ...hosts: readonly string[]): ItemRecord => ({
    ...host(name),
    relationships: hosts.map((key) => ({ type: 'DEPENDS_ON', end: native(key) })),
    completeRelationships: ['DEPENDS_ON'],
  });
  const day = (number: number): string => `2026-01-0${number}T00:00:00.000Z`;
  async function hostsOf(name: string): Promise<readonly string[]> {
    const rows = await app.database.query<{ name: string }>(
      `select target.name from relationship join configuration_item as target on target.id = target_id
                                            join configuration_item as source on source.id = source_id
        where source.name = $1 and type = 'DEPENDS_ON' order by 1`,
      [name],
    );
    return rows.map((row) => row.name);
  }

  test('keeps its old host until the new one is there, and then has that one alone', async () => {
    await send(app, { observedAt: day(1), items: [host('old'), moved('guest', 'old')] });
    const first = await send(app, { observedAt: day(2), items: [moved('guest', 'new')] });
    expect(relationshipOutcomes(first)).toEqual(['PARKED']);
    expect(first.items[0]?.warnings.map(({ message }) => message)).toEqual([
      'Other DEPENDS_ON relationships of this item are kept until the one that it names and that is parked has landed.',
    ]);
    expect(await hostsOf('guest')).toEqual(['old']);
    const rehearsed = await send(app, { observedAt: day(3), items: [host('new')], mode: 'DRY_RUN' });
    const second = await send(app, { observedAt: day(3), items: [host('new')] });
    expect(rehearsed.totals).toEqual(second.totals);
    expect(await hostsOf('guest')).toEqual(['new']);
    expect(second.changeSets).toHaveLength(1);
  });

  test('keeps what it names beside what waits, and what it was said to have since', async () => {
    await send(app, {
      observedAt: day(1),
      items: [...['old', 'other', 'late'].map((name) => host(name)), moved('guest', 'old')],
    });
    await send(app, { observedAt: day(2), items: [moved('guest', 'other', 'new')] });
    await send(app, {
      observedAt: day(3),
      relationships: [{ type: 'DEPENDS_ON', source: native('guest'), target: native('late') }],
    });
    expect(await hostsOf('guest')).toEqual(['late', 'old', 'other']);
    await send(app, { observedAt: day(4), items: [host('new')] });
    expect(await hostsOf('guest')).toEqual(['late', 'new', 'other']);
  });

  test('says so also while it is parked itself', async () => {
    const known = await send(app, { observedAt: day(1), items: [host('old'), { ...moved('guest', 'old') }] });
    const { nativeKey: _, ...unkeyed } = host('guest');
    expect(known.items).toHaveLength(2);
    const nameless = { class: 'LinuxServer', nativeKey: 'guest-2', completeRelationships: ['DEPENDS_ON'] };
    expect(outcomes(await send(app, { observedAt: day(2), items: [nameless] }))).toEqual(['PARKED']);
    expect(await hostsOf('guest')).toEqual(['old']);
    // Now it turns out to be the one that is known, and it has no host any more.
    const joined = await send(app, { observedAt: day(3), items: [{ ...unkeyed, nativeKey: 'guest-2' }] });
    expect(completed(joined)).toEqual(['scan ITEM guest-2 UPDATED']);
    expect(await hostsOf('guest')).toEqual([]);
  });
});

test('an item waits for its host, and for the relationship that names it, in whatever order they come', async () => {
  const item = nic('eth0', { attributes: { macAddress: '00:1b:44:11:3a:b7' } });
  expect(outcomes(await send(app, { items: [item] }))).toEqual(['PARKED']);
  expect(await parkedCodes()).toEqual(['ITEM eth0 HOST_MISSING']);
  const link = { type: 'OWNED_BY', source: native('eth0'), target: native('web') };
  expect(relationshipOutcomes(await send(app, { relationships: [link] }))).toEqual(['PARKED']);
  const last = await send(app, { items: [host('web')] });
  expect(completed(last)).toEqual(['scan ITEM eth0 CREATED', 'scan RELATIONSHIP null CREATED']);
  expect(await parked()).toEqual([]);
  expect(await storedRelationships(app)).toHaveLength(1);
  expect(last.items[0]?.warnings).toEqual([]);
});

test('a later payload under the same native key completes an item, and both reports count', async () => {
  app.now = Date.parse('2026-11-20T10:00:00Z');
  const half: ItemRecord = { class: 'LinuxServer', nativeKey: 'k1', attributes: { os: 'debian' }, labels: { a: '1' } };
  expect(outcomes(await send(app, { items: [half] }))).toEqual(['PARKED']);
  app.now += 60_000;
  expect(
    outcomes(await send(app, { items: [{ ...half, attributes: { osVersion: '12' }, labels: { b: '2' } }] })),
  ).toEqual(['PARKED']);
  expect(await parkedCodes()).toEqual(['ITEM k1 INSUFFICIENT_IDENTITY']);
  expect((await parked())[0]?.record).toMatchObject({ attributes: { os: 'debian', osVersion: '12' } });
  app.now += 60_000;
  const whole = await send(app, {
    items: [{ class: 'LinuxServer', nativeKey: 'k1', attributes: { hostname: 'web', os: 'ubuntu' } }],
  });
  expect(outcomes(whole)).toEqual(['CREATED']);
  expect(whole.items[0]?.warnings).toEqual([]);
  const item = await storedItem(app, whole.items[0]?.itemId);
  expect(item.attributes).toEqual({ hostname: 'web', os: 'ubuntu', osVersion: '12' });
  expect(item.labels).toEqual({ a: '1', b: '2' });
  expect(await parked()).toEqual([]);
});

test('reports of the same moment do not contradict each other over what was parked', async () => {
  const at = '2026-11-20T10:00:00Z';
  const half: ItemRecord = {
    class: 'LinuxServer',
    nativeKey: 'k1',
    observedAt: at,
    attributes: { os: 'debian', osVersion: '12' },
  };
  await send(app, { items: [half] });
  const whole = await send(app, { items: [{ ...half, attributes: { hostname: 'web', os: 'ubuntu' } }] });
  expect(outcomes(whole)).toEqual(['CREATED']);
  expect((await storedItem(app, whole.items[0]?.itemId)).attributes).toEqual({
    hostname: 'web',
    os: 'ubuntu',
    osVersion: '12',
  });
});

test('an enricher waits for a source that may create, and an edit by hand or another source completes it', async () => {
  const enrich = await send(app, { source: 'enricher', items: [host('web', { attributes: { os: 'debian' } })] });
  expect(codes(enrich.items[0])).toEqual(['SOURCE_MAY_NOT_CREATE']);
  expect(outcomes(enrich)).toEqual(['PARKED']);
  const found = await send(app, { items: [server('web')] });
  expect(outcomes(found)).toEqual(['CREATED']);
  expect(completed(found)).toEqual(['enricher ITEM web UPDATED']);
  expect((await storedItem(app, found.items[0]?.itemId)).attributes).toMatchObject({ os: 'debian' });
  expect(new Set(found.changeSets.map(({ operationId }) => operationId)).size).toBe(1);
  expect(found.changeSets.map(({ source }) => source)).toEqual(['scan', 'enricher']);
  expect(found.revision).toBe(await readHeadRevision(app.database));
  expect(await parked()).toEqual([]);
});

test('a relationship to what another source brings is completed across sources', async () => {
  await send(app, { items: [host('a')], relationships: [dependsOn(native('a'), native('x', 'cloud'))] });
  const result = await send(app, { source: 'cloud', items: [host('x')] });
  expect(completed(result)).toEqual(['scan RELATIONSHIP null CREATED']);
  expect(await storedRelationships(app)).toHaveLength(1);
});

test('what has no native key, or is plainly wrong, is rejected; ATOMIC parks nothing', async () => {
  const result = await send(app, {
    items: [
      { class: 'LinuxServer', attributes: { os: 'debian' } },
      { class: 'LinuxServer', nativeKey: 'k', attributes: { os: 7 } },
    ],
    relationships: [dependsOn({ identity: { class: 'LinuxServer', attributes: { name: 'nobody' } } }, native('b'))],
  });
  expect([...outcomes(result), ...relationshipOutcomes(result)]).toEqual(['REJECTED', 'REJECTED', 'REJECTED']);
  const atomic = await send(app, {
    mode: 'ATOMIC',
    items: [host('a')],
    relationships: [dependsOn(native('a'), native('b'))],
  });
  expect([...outcomes(atomic), ...relationshipOutcomes(atomic)]).toEqual(['REJECTED', 'REJECTED']);
  expect(await parked()).toEqual([]);
});

test('a dry run says what would be parked and what would be completed, and writes nothing', async () => {
  const records = { items: [nic('eth0', { relationships: [{ type: 'OWNED_BY', end: native('web') }] })] };
  const before = await footprint(app);
  const dry = await send(app, { mode: 'DRY_RUN', ...records });
  expect([...outcomes(dry), ...relationshipOutcomes(dry)]).toEqual(['PARKED', 'PARKED']);
  expect(await parked()).toEqual([]);
  await send(app, records);
  expect(await footprint(app)).toEqual(before);
  expect(await parked()).toHaveLength(2);
  const would = await send(app, { mode: 'DRY_RUN', items: [host('web')] });
  expect(completed(would)).toEqual(['scan ITEM eth0 CREATED', 'scan RELATIONSHIP null CREATED']);
  expect(await parked()).toHaveLength(2);
  expect(await footprint(app)).toEqual(before);
});

test('twice is once, and what a stored result says is parked is parked again', async () => {
  const records = {
    idempotencyKey: 'key-1',
    items: [host('a')],
    relationships: [dependsOn(native('a'), native('b'))],
  };
  await send(app, records);
  const once = await parked();
  // As if the server had been stopped between the commit and the parking.
  await app.database.query('with gone as (delete from parked_record) delete from parked_wait');
  const again = await send(app, records);
  expect(again.replayed).toBe(true);
  expect(relationshipOutcomes(again)).toEqual(['PARKED']);
  const twice = await parked();
  expect(twice.map(({ record, source }) => ({ record, source }))).toEqual(
    once.map(({ record, source }) => ({ record, source })),
  );
  await send(app, { ...records, idempotencyKey: null });
  expect(await parked()).toHaveLength(1);
});

test('a call that completed what was parked answers the same when it is sent again', async () => {
  await send(app, { items: [host('a')], relationships: [dependsOn({ ref: 'a' }, native('b'))] });
  const call = { items: [host('b')], idempotencyKey: 'completes' };
  const first = await send(app, call);
  const again = await send(app, call);
  for (const result of [first, again]) {
    expect([outcomes(result), result.relationships]).toEqual([['CREATED'], []]);
    expect(completed(result)).toEqual(['scan RELATIONSHIP null CREATED']);
    expect(result.totals).toEqual([{ outcome: 'CREATED', items: 1, relationships: 0 }]);
  }
  expect([first.replayed, again.replayed]).toEqual([false, true]);
});

test('what is reported gone is waited for no longer', async () => {
  await send(app, { items: [nic('eth0'), nic('eth1')], relationships: [dependsOn(native('p'), native('q'))] });
  expect(await parked()).toHaveLength(3);
  const gone = await send(app, {
    items: [
      nic('eth0', { presence: 'ABSENT' }),
      nic('eth1', { presence: 'ABSENT', observedAt: '2020-01-01T00:00:00Z' }),
    ],
    relationships: [dependsOn(native('p'), native('q'), { presence: 'ABSENT' })],
  });
  expect([...outcomes(gone), ...relationshipOutcomes(gone)].every((one) => one === 'UNCHANGED')).toBe(true);
  expect(await parkedCodes()).toEqual(['ITEM eth1 HOST_MISSING']);
});

test('what nothing completes in 30 days is given up', async () => {
  app.now = Date.parse('2026-10-01T00:00:00Z');
  await send(app, { items: [nic('old')] });
  app.now = Date.parse('2026-10-20T00:00:00Z');
  await send(app, { items: [nic('young')] });
  const task = parkedPurgeTask(app);
  const budget = { rowsMax: 100, signal: new AbortController().signal };
  const early = await task.run(new Date('2026-10-30T23:00:00Z'), budget);
  expect(early).toEqual({ done: 0, more: false, nextDueAt: new Date('2026-10-31T00:00:00Z') });
  expect((await task.run(new Date('2026-10-31T00:00:00Z'), budget)).done).toBe(1);
  expect(await parkedCodes()).toEqual(['ITEM young HOST_MISSING']);
  const [waits] = await app.database.query<{ count: number }>(
    'select count(distinct parked_hash) as count from parked_wait',
  );
  expect(waits?.count).toBe(1);
});

test('a source that has too much parked is told so, and parks no more', async () => {
  await app.database.query(
    `insert into parked_record select 'scan', 'ITEM', decode(md5(n::text), 'hex'), n, 'k' || n, '', 'LinuxServer', 'HOST_MISSING',
            '{}', '[]', now(), now(), now(), now() + interval '1 day' from generate_series(1, 100000) as n`,
  );
  const full = await send(app, { items: [nic('eth0')] });
  expect(outcomes(full)).toEqual(['REJECTED']);
  expect(codes(full.items[0])).toEqual(['HOST_MISSING', 'LIMIT_EXCEEDED']);
  expect(full.items[0]?.errors[1]?.message).toMatch(/"scan" has 100000 incomplete reports waiting/);
  expect(outcomes(await send(app, { source: 'cloud', items: [nic('eth0')] }))).toEqual(['PARKED']);
});

test('callers at once, one with the end and one with the relationship, lose neither', async () => {
  for (let round = 0; round < 12; round += 1) {
    const [a, b] = [`a${round}`, `b${round}`];
    await send(app, { items: [host(a)] });
    await Promise.all([
      send(app, { relationships: [dependsOn(native(a), native(b))] }),
      send(app, { items: [host(b)] }),
    ]);
  }
  expect(await storedRelationships(app)).toHaveLength(12);
  expect(await parked()).toEqual([]);
});

describe('any order over several calls', () => {
  const TIME = Date.parse('2026-11-20T10:00:00Z');
  const records: readonly ({ readonly item: ItemRecord } | { readonly relationship: RelationshipRecord })[] = [
    { item: host('web') },
    { item: host('db') },
    { item: nic('web-eth0', { attributes: { macAddress: '00:1b:44:11:3a:01' } }) },
    { item: nic('db-eth0', { relationships: [{ type: 'OWNED_BY', end: native('db') }] }) },
    {
      item: {
        class: 'GenericApplication',
        nativeKey: 'shop',
        name: 'shop',
        attributes: { installPath: '/srv/shop', instanceName: 'one' },
        relationships: [{ type: 'RUNS_ON', end: native('web') }],
      },
    },
    { relationship: { type: 'OWNED_BY', source: native('web-eth0'), target: native('web') } },
    { relationship: dependsOn(native('shop'), native('db')) },
    { relationship: dependsOn(native('web'), native('db')) },
  ].map((one, at) => {
    const observedAt = new Date(TIME + at * 1000).toISOString();
    return 'item' in one
      ? { item: { ...one.item, ref: null, observedAt } }
      : { relationship: { ...one.relationship, observedAt } };
  });

  /** Everything that is stored, without ids and times of writing. */
  async function inventory(): Promise<unknown> {
    const items = await app.database.query<object>(
      `select observation.native_key, item.class, item.name, item.attributes, item.presence
         from configuration_item as item join observation on observation.item_id = item.id order by 1`,
    );
    const relationships = await app.database.query<object>(
      `select source.native_key as source, relationship.type, target.native_key as target
         from relationship join observation as source on source.item_id = relationship.source_id
         join observation as target on target.item_id = relationship.target_id order by 1, 2, 3`,
    );
    return { items, relationships };
  }

  test('ends in the same inventory as one call', async () => {
    app.now = TIME + 3_600_000;
    const all = await send(app, {
      items: records.flatMap((one) => ('item' in one ? [one.item] : [])),
      relationships: records.flatMap((one) => ('relationship' in one ? [one.relationship] : [])),
    });
    expect(all.items.flatMap(({ errors }) => errors)).toEqual([]);
    expect([...outcomes(all), ...relationshipOutcomes(all)].filter((one) => one !== 'CREATED')).toEqual([]);
    const expected = await inventory();
    const order = fc.shuffledSubarray([...records.keys()], { minLength: records.length });
    const cuts = fc.array(fc.integer({ min: 1, max: records.length - 1 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(order, cuts, async (positions, at) => {
        await wipe(app);
        app.now = TIME + 3_600_000;
        const bounds = [0, ...new Set(at)].toSorted((a, b) => a - b);
        for (const [n, from] of bounds.entries()) {
          const part = positions.slice(from, bounds[n + 1]).flatMap((position) => records[position] ?? []);
          await send(app, {
            items: part.flatMap((one) => ('item' in one ? [one.item] : [])),
            relationships: part.flatMap((one) => ('relationship' in one ? [one.relationship] : [])),
          });
        }
        expect(await inventory()).toEqual(expected);
        expect(await parked()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
