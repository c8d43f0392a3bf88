import { upsertItem } from '../../src/application/editing/edit-item';
import { mergeItems, type MergedItems } from '../../src/application/merge/merge-items';
import { resolveReferences } from '../../src/application/references/references';
import { retireItem } from '../../src/application/editing/retire-item';
import { itemId, type ItemId } from '../../src/domain/ids';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import { loadItemsAt } from '../../src/storage/items/item-queries';
import { loadIdentifiersOf } from '../../src/storage/identities/identifiers';
import { loadObservationsOf } from '../../src/storage/identities/ingest-lookups';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import {
  codes,
  editCall,
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

const ref = (id: ItemId) => ({ id: encodeItemId(id) });

const merge = (survivor: ItemId, merged: readonly ItemId[], more: object = {}): Promise<MergedItems> =>
  mergeItems(app, editCall(more), { survivor: ref(survivor), merged: merged.map(ref), ifVersions: [] });

/** Ingests and gives the ids, in the order given. */
async function store(input: Parameters<typeof send>[1]): Promise<readonly ItemId[]> {
  const result = await send(app, input);
  expect(outcomes(result)).not.toContain('REJECTED');
  expect(relationshipOutcomes(result)).not.toContain('REJECTED');
  return result.items.map((item) => item.itemId ?? itemId(0));
}

/** Two records of one machine, as two sources see it. */
async function twins(): Promise<{ a: ItemId; b: ItemId }> {
  const [a = itemId(0)] = await store({
    source: 'scan',
    observedAt: '2026-11-01T00:00:00Z',
    items: [server('a', { nativeKey: 'key-a', labels: { from: 'scan', only: 'a' } })],
  });
  const [b = itemId(0)] = await store({
    source: 'cloud',
    observedAt: '2026-11-02T00:00:00Z',
    items: [server('b', { nativeKey: 'key-b', environment: 'production', labels: { from: 'cloud' } })],
  });
  return { a, b };
}

const relate = (type: string, source: ItemId, target: ItemId, more: object = {}) => ({
  type,
  source: ref(source),
  target: ref(target),
  ...more,
});

const shown = async (): Promise<readonly string[]> =>
  (await storedRelationships(app)).map(({ source, type, target }) => `${source} ${type} ${target}`);

describe('merging two items', () => {
  test('unites what their sources say, reconciled anew, and gives both identities to the survivor', async () => {
    const { a, b } = await twins();
    const result = await merge(a, [b]);
    expect(result).toMatchObject({ errors: [], survivor: a, merged: [b], moved: { observations: 1 } });
    const survivor = await storedItem(app, a);
    // The later report of equal sources wins; what only one says stays.
    expect(survivor).toMatchObject({
      name: 'b',
      environment: 'production',
      labels: { from: 'cloud', only: 'a' },
      version: 2,
    });
    expect(result.values).toContainEqual({ path: 'environment', before: null, after: 'production', source: 'cloud' });
    const observations = await loadObservationsOf(app.database, [a, b]);
    expect(observations.get(a)?.map((one) => `${one.source} ${one.nativeKey}`)).toEqual(['cloud key-b', 'scan key-a']);
    expect(observations.has(b)).toBe(false);
    const held = await loadIdentifiersOf(app.database, [a, b]);
    expect(held.has(b)).toBe(false);
    const values = (held.get(a) ?? []).map((one) => one.value);
    for (const value of ['["scan","key-a"]', '["cloud","key-b"]', '["sn-a","dell"]', '["sn-b","dell"]'])
      expect(values).toContain(value);
    expect(await storedItem(app, b)).toMatchObject({ mergedInto: a });
  });

  test('keeps the id of either in every reference, for ever', async () => {
    const { a, b } = await twins();
    const before = await readHeadRevision(app.database);
    await merge(a, [b]);
    const head = await readHeadRevision(app.database);
    const references = [
      ref(b),
      { native: { source: 'cloud', key: 'key-b' } },
      { identity: { class: 'LinuxServer', attributes: { hostname: 'b' } } },
      { identity: { class: 'LinuxServer', attributes: { serialNumber: 'SN-b', manufacturer: 'Dell' } } },
    ];
    expect(await resolveReferences(app, references.slice(0, 2), head)).toEqual({ ids: [a, a], unresolved: [] });
    expect((await resolveReferences(app, references.slice(0, 2), before)).ids).toEqual([b, b]);
    const reports = await Promise.all(
      references.map((target) => send(app, { relationships: [{ type: 'DEPENDS_ON', source: ref(a), target }] })),
    );
    // Each of them means the survivor, which has no relationship to itself.
    expect(reports.map((report) => codes(report.relationships[0]))).toEqual([
      ['INVALID_REFERENCE'],
      ['INVALID_REFERENCE'],
      ['INVALID_REFERENCE'],
      ['INVALID_REFERENCE'],
    ]);
    const [then] = await loadItemsAt(app.database, [{ id: b, revision: before }]);
    expect(then).toMatchObject({ name: 'b', mergedInto: null, retiredAt: null });
  });

  test('moves relationships with their ids, makes one of those both have, and ends those between them', async () => {
    const { a, b } = await twins();
    const [x = itemId(0), y = itemId(0)] = await store({ items: [server('x'), server('y')] });
    await store({
      relationships: [
        relate('DEPENDS_ON', x, a, { gateKeys: ['pair'] }),
        relate('DEPENDS_ON', x, b, { gateKeys: ['pair', 'own'] }),
        relate('DEPENDS_ON', b, y, { weight: 3 }),
        relate('DEPENDS_ON', a, b),
      ],
    });
    const stored = await storedRelationships(app);
    const idOf = (source: ItemId, target: ItemId) =>
      stored.find((one) => one.source === source && one.target === target)?.id;
    const result = await merge(a, [b]);
    expect(result).toMatchObject({ moved: { relationships: 1 }, endedRelationships: 1 });
    expect(result.collisions).toMatchObject([{ type: 'DEPENDS_ON', gateKeys: ['pair'] }]);
    expect(result.warnings).toMatchObject([{ code: 'INVALID_GATE' }]);
    const now = await storedRelationships(app);
    expect(now.map(({ id, source, target, gateKeys, weight }) => ({ id, source, target, gateKeys, weight }))).toEqual(
      [
        { id: idOf(b, y), source: a, target: y, gateKeys: [], weight: 3 },
        { id: idOf(x, a), source: x, target: a, gateKeys: ['own', 'pair'], weight: 1 },
      ].sort((one, other) => one.source - other.source),
    );
  });

  test('carries along what is identified inside, and tells of duplicates among it', async () => {
    const cluster = (name: string): ItemRecord => ({
      ref: name,
      class: 'KubernetesCluster',
      name,
      attributes: { apiServerUrl: `https://${name}.example.com` },
    });
    const inside = (name: string, host: string): ItemRecord => ({
      ref: `${host}/${name}`,
      class: 'KubernetesNamespace',
      name,
      relationships: [{ type: 'PART_OF', end: { ref: host } }],
    });
    const items = [cluster('one'), cluster('two'), inside('shop', 'one'), inside('shop', 'two'), inside('blog', 'two')];
    const [one = itemId(0), two = itemId(0), shop1, shop2, blog] = await store({ items });
    const result = await merge(one, [two]);
    expect(result.warnings).toMatchObject([{ code: 'AMBIGUOUS_MATCH' }]);
    expect(JSON.stringify(result.warnings)).toContain(encodeItemId(shop2 ?? itemId(0)));
    const again = await send(app, { items: [cluster('two'), inside('blog', 'two'), inside('shop', 'two')] });
    expect(outcomes(again)).toEqual(['UPDATED', 'UNCHANGED', 'REJECTED']);
    expect(again.items.map((item) => item.itemId).slice(0, 2)).toEqual([one, blog]);
    expect(codes(again.items[2])).toEqual(['AMBIGUOUS_MATCH']);
    await merge(shop1 ?? itemId(0), [shop2 ?? itemId(0)]);
    const merged = await send(app, { items });
    expect(outcomes(merged)).not.toContain('REJECTED');
    expect(merged.items[3]?.itemId).toBe(shop1);
  });

  test('unites edits by hand, the later one of each value winning', async () => {
    const { a, b } = await twins();
    app.now = Date.parse('2026-11-10T00:00:00Z');
    await upsertItem(app, editCall(), { ref: ref(a), description: 'of a', site: 'north' });
    app.now = Date.parse('2026-11-11T00:00:00Z');
    await upsertItem(app, editCall(), { ref: ref(b), description: 'of b' });
    await merge(a, [b]);
    expect(await storedItem(app, a)).toMatchObject({ description: 'of b', site: 'north' });
    const manual = (await loadObservationsOf(app.database, [a])).get(a)?.filter((one) => one.source === 'manual');
    expect(manual).toHaveLength(1);
  });

  test('leads on through merges of merges, whichever came first', async () => {
    const { a, b } = await twins();
    const [c = itemId(0)] = await store({ source: 'script', items: [server('c')] });
    await merge(b, [a]);
    await merge(c, [b]);
    const head = await readHeadRevision(app.database);
    expect((await resolveReferences(app, [ref(a), ref(b), ref(c)], head)).ids).toEqual([c, c, c]);
    const report = await send(app, { source: 'scan', items: [{ ...server('a'), id: encodeItemId(a), site: 'south' }] });
    expect(report.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: c });
    expect(await storedItem(app, c)).toMatchObject({ site: 'south' });
  });

  test('is done once: again it changes nothing, and says so', async () => {
    const { a, b } = await twins();
    await merge(a, [b]);
    const before = await footprint(app);
    expect(await merge(a, [b])).toMatchObject({ errors: [], merged: [], operation: null });
    expect(await footprint(app)).toEqual(before);
  });

  test('is answered again under its idempotency key', async () => {
    const { a, b } = await twins();
    const first = await merge(a, [b], { idempotencyKey: 'once' });
    const second = await merge(a, [b], { idempotencyKey: 'once' });
    expect(second).toEqual({ ...first, replayed: true });
  });

  test('can be tried: the preview says what the merge then does, and writes nothing', async () => {
    const { a, b } = await twins();
    await store({ relationships: [relate('DEPENDS_ON', b, a)] });
    const before = await footprint(app);
    const preview = await merge(a, [b], { dryRun: true });
    expect(await footprint(app)).toEqual(before);
    const { revision: _, operation, changeSets, ...done } = await merge(a, [b]);
    expect(operation).toMatchObject({ kind: 'MERGE' });
    expect(changeSets).toHaveLength(1);
    expect(preview).toMatchObject({ ...done, operation: null, changeSets: [] });
  });
});

describe('a merge is refused', () => {
  test('with oneself, over branches of classes, over tenants, at another version, and into a retired item', async () => {
    const { a, b } = await twins();
    const [w = itemId(0), other = itemId(0)] = await store({
      items: [{ ...server('w'), class: 'WindowsServer' }, server('t', { tenant: 'acme' })],
    });
    await retireItem(app, editCall(), { item: ref(w), ifVersion: null });
    const before = await footprint(app);
    const refusal = async (survivor: ItemId, merged: readonly ItemId[]) => codes(await merge(survivor, merged));
    expect(await refusal(a, [a])).toEqual(['INVALID_VALUE']);
    expect(await refusal(a, [w])).toEqual(['CLASS_CHANGE_REFUSED']);
    expect(await refusal(a, [other])).toEqual(['INVALID_VALUE']);
    expect(await refusal(a, [itemId(99_999)])).toEqual(['INVALID_REFERENCE']);
    const versions = [{ configurationItem: encodeItemId(b), version: 7 }];
    const conflict = await mergeItems(app, editCall(), { survivor: ref(a), merged: [ref(b)], ifVersions: versions });
    expect(codes(conflict)).toEqual(['VERSION_CONFLICT']);
    expect(await footprint(app)).toEqual(before);
    await retireItem(app, editCall(), { item: ref(a), ifVersion: null });
    expect(await refusal(a, [b])).toEqual(['RETIRED']);
    expect(await refusal(b, [a])).toEqual([]);
  });

  test('a more specific class makes the survivor more specific', async () => {
    const [general = itemId(0)] = await store({ items: [{ ...server('g'), class: 'Server' }] });
    const [special = itemId(0)] = await store({ source: 'cloud', items: [server('s')] });
    await merge(general, [special]);
    expect(await storedItem(app, general)).toMatchObject({ className: 'LinuxServer' });
    const log = await app.database.query<{ kind: string; item_id: number }>(
      'select kind, item_id from change where revision = (select revision from revision_head) order by ordinal',
    );
    expect(log).toEqual([
      { kind: 'RECLASSIFIED', item_id: general },
      { kind: 'MERGED', item_id: special },
    ]);
  });
});

describe('after a merge', () => {
  test('the script that reports the old key updates the survivor, and twice is once', async () => {
    const { a, b } = await twins();
    await merge(a, [b]);
    const observedAt = '2026-11-03T00:00:00Z';
    const labels = { from: 'cloud' };
    const record = server('b', { nativeKey: 'key-b', environment: 'production', labels, site: 'east' });
    const report = { source: 'cloud', observedAt, items: [record] };
    const first = await send(app, report);
    expect(first.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: a, matchedBy: 'nativeKey' });
    const before = await footprint(app);
    expect(outcomes(await send(app, report))).toEqual(['UNCHANGED']);
    expect(await footprint(app)).toEqual(before);
  });

  test('a source that lists both twins goes on doing so, without a conflict', async () => {
    const items = [server('p', { nativeKey: 'p', site: 'north' }), server('q', { nativeKey: 'q', site: 'south' })];
    const [p = itemId(0), q = itemId(0)] = await store({ observedAt: '2026-11-01T00:00:00Z', items });
    await merge(p, [q]);
    const report = { observedAt: '2026-11-02T00:00:00Z', items };
    const first = await send(app, report);
    expect(outcomes(first)).not.toContain('REJECTED');
    expect(first.items.map((item) => item.itemId)).toEqual([p, p]);
    const before = await footprint(app);
    expect(new Set(outcomes(await send(app, report)))).toEqual(new Set(['UNCHANGED']));
    expect(await footprint(app)).toEqual(before);
  });

  test('a merge that races with eight writers leaves one item per identity, and loses no claim', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { a, b } = await twins();
      const writers = Array.from({ length: 8 }, (_, at) =>
        send(app, {
          source: at % 2 === 0 ? 'scan' : 'cloud',
          items: [
            server(at % 2 === 0 ? 'a' : 'b', {
              nativeKey: at % 2 === 0 ? 'key-a' : 'key-b',
              labels: { [`w${at}`]: 'seen' },
              attributes: { fqdn: `w${at}.example.com` },
            }),
          ],
        }),
      );
      const [merged, ...reports] = await Promise.all([merge(a, [b]), ...writers]);
      expect(merged.errors).toEqual([]);
      expect(reports.flatMap(outcomes)).not.toContain('REJECTED');
      const survivor = await storedItem(app, a);
      expect(Object.keys(survivor.labels)).toEqual(expect.arrayContaining(writers.map((_, at) => `w${at}`)));
      const held = await loadIdentifiersOf(app.database, [b]);
      expect(held.size).toBe(0);
      expect((await loadObservationsOf(app.database, [b])).size).toBe(0);
      const [living] = await app.database.query(
        `select count(*)::int as count from configuration_item where merged_into is null`,
      );
      expect(living).toEqual({ count: 1 });
      await wipe(app);
    }
  });

  test('merges in a circle at the same time leave one survivor', async () => {
    const { a, b } = await twins();
    const [c = itemId(0)] = await store({ items: [server('c')] });
    await Promise.all([merge(a, [b]), merge(b, [c]), merge(c, [a])]);
    const rows = await app.database.query<{ id: ItemId; merged_into: ItemId | null }>(
      'select id, merged_into from configuration_item',
    );
    expect(rows.filter((row) => row.merged_into === null)).toHaveLength(1);
    const head = await readHeadRevision(app.database);
    expect(new Set((await resolveReferences(app, [ref(a), ref(b), ref(c)], head)).ids).size).toBe(1);
    expect(await shown()).toEqual([]);
  });
});
