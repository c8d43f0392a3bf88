import type { WriteQueue } from '../../src/application/writes/write-queue';
import { itemId, type ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { ingestAppOfFile, outcomes, send, server, storedItem } from '../support/ingest-app';

const app = ingestAppOfFile({ kept: true });

const SOURCES = ['scan', 'cloud', 'script'];

test('eight callers that report the same thing at once make one item of it, and lose no claim', async () => {
  for (let round = 0; round < 5; round += 1) {
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        send(app, {
          source: SOURCES[at % 3] ?? '',
          items: [server(`shared-${round}`, { labels: { [`caller${at}`]: 'seen' } })],
        }),
      ),
    );
    const ids = new Set(results.map((result) => result.items[0]?.itemId));
    expect(ids.size).toBe(1);
    expect(results.flatMap(outcomes).filter((outcome) => outcome === 'CREATED')).toHaveLength(1);
    const item = await storedItem(app, [...ids][0]);
    expect(Object.keys(item.labels).sort()).toEqual(Array.from({ length: 8 }, (_, at) => `caller${at}`));
  }
});

test('eight callers with overlapping inventories make exactly one item per identity', async () => {
  const names = Array.from({ length: 60 }, (_, at) => `overlap-${at}`);
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, caller) =>
      send(app, {
        source: SOURCES[caller % 3] ?? '',
        items: names.filter((_, at) => (at + caller) % 3 !== 0).map((name) => server(name, { nativeKey: name })),
        relationships: [
          {
            type: 'DEPENDS_ON',
            source: { identity: { class: 'Server', attributes: { hostname: 'shared-0' } } },
            target: { native: { source: SOURCES[caller % 3] ?? '', key: 'overlap-1' } },
          },
        ],
      }),
    ),
  );
  expect(results.flatMap(outcomes)).not.toContain('REJECTED');
  const [counts] = await app.database.query<{ items: number; names: number; owners: number; contested: number }>(
    `select (select count(*) from configuration_item where name like 'overlap-%') as items,
            (select count(distinct name) from configuration_item where name like 'overlap-%') as names,
            (select count(*) from ci_identifier where entry_id = 1) as owners,
            (select count(*) from ci_identifier_contested) as contested`,
  );
  expect(counts).toMatchObject({ items: 60, names: 60, contested: 0 });
});

test('a relationship that many report at once is one, with a claim of each source', async () => {
  const link = { type: 'DEPENDS_ON', source: { ref: 'a' }, target: { ref: 'b' } };
  await Promise.all(
    Array.from({ length: 9 }, (_, at) =>
      send(app, {
        source: SOURCES[at % 3] ?? '',
        items: [server('end-a', { ref: 'a' }), server('end-b', { ref: 'b' })],
        relationships: [link],
      }),
    ),
  );
  const rows = await app.database.query<{ sources: string }>(
    `select (select string_agg(claim->>'source', ' ' order by claim->>'source') from jsonb_array_elements(claims) as claim) as sources
       from relationship join configuration_item on id = source_id where name = 'end-a'`.replace(
      ' id = source_id',
      ' configuration_item.id = source_id',
    ),
  );
  expect(rows).toEqual([{ sources: 'cloud scan script' }]);
});

test('a relationship whose end was found by a native key that means another item by now is worked out again', async () => {
  await send(app, {
    source: 'cloud',
    items: [server('held', { nativeKey: 'k' }), server('other', { nativeKey: 'o' })],
  });
  const [other] = await app.database.query<{ id: ItemId }>(`select id from configuration_item where name = 'other'`);
  const native = (key: string) => ({ native: { source: 'cloud', key } });
  const link = { type: 'DEPENDS_ON', source: native('k'), target: { native: { source: 'scan', key: 'overlap-1' } } };
  let moved = false;
  const submit: WriteQueue['submit'] = (write) =>
    app.writes.submit({
      ...write,
      prepare: async (reader) => {
        const plan = await write.prepare(reader);
        if (!moved) {
          moved = true;
          const id = encodeItemId(other?.id ?? itemId(0));
          await send(app, { source: 'cloud', items: [{ ...server('other', { nativeKey: 'k' }), id }] });
        }
        return plan;
      },
    });
  const call = { source: 'script', items: [], relationships: [link] };
  const meanwhile = await send({ ...app, writes: { ...app.writes, submit } }, call);
  expect(moved).toBe(true);
  const afterwards = await send(app, call);
  expect(meanwhile.relationships[0]?.errors).toEqual(afterwards.relationships[0]?.errors);
  expect(meanwhile.relationships[0]?.errors.map(({ code }) => code)).toEqual(['AMBIGUOUS_MATCH']);
});
