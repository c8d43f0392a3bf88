import { endRelationship } from '../../src/application/editing/edit-relationship';
import { mergeItems } from '../../src/application/merge/merge-items';
import { undoMerge, type UndoneMerge } from '../../src/application/merge/undo-merge';
import { resolveReferences } from '../../src/application/references/references';
import { itemId, type ItemId, type Revision } from '../../src/domain/ids';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { loadIdentifiersOf } from '../../src/storage/identities/identifiers';
import { loadObservationsOf } from '../../src/storage/identities/ingest-lookups';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import {
  codes,
  editCall,
  footprint,
  outcomes,
  send,
  server,
  ingestAppOfFile,
  storedItem,
  storedRelationships,
  wipe,
} from '../support/ingest-app';

const app = ingestAppOfFile({ kept: true });
let a: ItemId;
let b: ItemId;
let x: ItemId;
let merged: Revision;

const ref = (id: ItemId) => ({ id: encodeItemId(id) });
const undo = (revision: Revision, call: object = {}): Promise<UndoneMerge> => undoMerge(app, editCall(call), revision);
const mergeInto = (survivor: ItemId, item: ItemId) =>
  mergeItems(app, editCall(), { survivor: ref(survivor), merged: [ref(item)], ifVersions: [] });
const reportB = (more: object) => ({
  source: 'cloud',
  observedAt: '2026-11-05T00:00:00Z',
  items: [server('b', { nativeKey: 'key-b', environment: 'production', labels: { from: 'cloud' }, ...more })],
});

/** `a` of scan, `b` of cloud, `x` that needs both; `b` is merged into `a`. */
beforeEach(async () => {
  await wipe(app);
  const first = await send(app, {
    observedAt: '2026-11-01T00:00:00Z',
    items: [server('a', { nativeKey: 'key-a', labels: { from: 'scan' } }), server('x')],
  });
  const second = await send(app, { ...reportB({}), observedAt: '2026-11-02T00:00:00Z' });
  [a, x] = first.items.map((item) => item.itemId ?? itemId(0)) as [ItemId, ItemId];
  b = second.items[0]?.itemId ?? itemId(0);
  await send(app, {
    observedAt: '2026-11-02T00:00:00Z',
    relationships: [a, b].map((target) => ({ type: 'DEPENDS_ON', source: ref(x), target: ref(target) })),
  });
  merged = (await mergeInto(a, b)).revision;
});

describe('undoing a merge', () => {
  test('gives the merged item its id, words, identities and relationships back', async () => {
    expect(await storedItem(app, b)).toMatchObject({ mergedInto: a, retiredBy: 'MERGE' });
    const undone = await undo(merged);
    expect(undone).toMatchObject({ errors: [], survivor: a, restored: [b], restoredRelationships: 1, kept: [] });
    expect(await storedItem(app, b)).toMatchObject({
      mergedInto: null,
      retiredAt: null,
      retiredBy: null,
      name: 'b',
      labels: { from: 'cloud' },
    });
    expect(await storedItem(app, a)).toMatchObject({ name: 'a', labels: { from: 'scan' }, environment: null });
    const head = await readHeadRevision(app.database);
    const references = [ref(b), { native: { source: 'cloud', key: 'key-b' } }];
    expect((await resolveReferences(app, references, head)).ids).toEqual([b, b]);
    expect(new Set((await storedRelationships(app)).map((one) => one.target))).toEqual(new Set([a, b]));
    const report = await send(app, reportB({}));
    expect(report.items[0]).toMatchObject({ outcome: 'UNCHANGED', itemId: b });
    const log = await app.database.query<{ kind: string }>(
      `select kind from change where revision = $1 and item_id = $2 and relationship_id is null`,
      [undone.revision, b],
    );
    expect(log).toEqual([{ kind: 'RESTORED' }]);
  });

  test('leaves with the survivor what was written to it since, and tells', async () => {
    await send(app, reportB({ site: 'east', labels: { from: 'later' } }));
    expect(await storedItem(app, a)).toMatchObject({ site: 'east', labels: { from: 'later' } });
    const undone = await undo(merged);
    expect(undone.kept).toEqual([{ source: 'cloud', nativeKey: 'key-b', paths: ['labels.from', 'site'] }]);
    expect(await storedItem(app, a)).toMatchObject({ site: 'east', labels: { from: 'later' }, name: 'a' });
    expect(await storedItem(app, b)).toMatchObject({ site: null, labels: { from: 'cloud' } });
    // What stays claims values; that the thing exists is said of the restored item.
    const left = (await loadObservationsOf(app.database, [a])).get(a) ?? [];
    expect(left.map(({ source, exists }) => [source, exists])).toEqual([
      ['cloud', false],
      ['scan', true],
    ]);
    const held = await loadIdentifiersOf(app.database, [a, b]);
    expect(held.get(a)?.map((one) => one.value)).not.toContain('["cloud","key-b"]');
    expect(held.get(b)?.map((one) => one.value)).toContain('["cloud","key-b"]');
    const next = await send(app, { ...reportB({ site: 'west' }), observedAt: '2026-11-06T00:00:00Z' });
    expect(next.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: b });
  });

  test('does not bring back a relationship that ended since, and keeps one that was claimed since', async () => {
    const [y = itemId(0), z = itemId(0)] = (await send(app, { items: [server('y'), server('z')] })).items.map(
      (item) => item.itemId ?? itemId(0),
    );
    await undo(merged);
    await send(app, {
      relationships: [y, z].map((target) => ({ type: 'DEPENDS_ON', source: ref(b), target: ref(target) })),
    });
    const again = (await mergeInto(a, b)).revision;
    const moved = await storedRelationships(app);
    const toY = moved.find((one) => one.target === y);
    const toZ = moved.find((one) => one.target === z);
    if (!toY || !toZ) throw new Error('the relationships did not move');
    await endRelationship(app, editCall(), {
      relationship: { id: encodeRelationshipId(toY.id) },
      ifVersion: null,
    });
    await send(app, {
      source: 'script',
      relationships: [{ type: 'DEPENDS_ON', source: ref(a), target: ref(z), weight: 5 }],
    });
    const undone = await undo(again);
    expect(undone).toMatchObject({
      errors: [],
      endedRelationships: [encodeRelationshipId(toY.id)],
      keptRelationships: [encodeRelationshipId(toZ.id)],
    });
    const now = (await storedRelationships(app)).filter((one) => one.target === y || one.target === z);
    expect(now.map(({ source, claims }) => [source, claims.map((claim) => claim.source)])).toEqual([
      [a, ['script']],
      [b, ['scan']],
    ]);
    expect(new Set(now.map((one) => one.id)).size).toBe(2);
  });

  test('is done once, can be tried, and says what is no merge', async () => {
    const before = await footprint(app);
    const preview = await undo(merged, { dryRun: true });
    expect(await footprint(app)).toEqual(before);
    const { revision: _, operation: __, changeSets: ___, ...done } = await undo(merged);
    expect(preview).toMatchObject(done);
    const after = await footprint(app);
    expect(await undo(merged)).toMatchObject({ errors: [], restored: [], operation: null });
    expect(await footprint(app)).toEqual(after);
    expect(codes(await undo(1 as Revision))).toEqual(['NOT_FOUND']);
  });

  test('waits for the undoing of what came on top', async () => {
    const later = (await mergeInto(x, a)).revision;
    expect(codes(await undo(merged))).toEqual(['DEPENDENCY_FAILED']);
    expect(codes(await undo(later))).toEqual([]);
    expect(codes(await undo(merged))).toEqual([]);
    expect((await storedItem(app, b)).mergedInto).toBeNull();
  });

  test('while eight writers report either item loses no report', async () => {
    const writers = Array.from({ length: 8 }, (_, at) =>
      send(app, {
        source: at % 2 === 0 ? 'scan' : 'cloud',
        items: [
          server(at % 2 === 0 ? 'a' : 'b', {
            nativeKey: at % 2 === 0 ? 'key-a' : 'key-b',
            labels: { [`w${at}`]: 'seen' },
          }),
        ],
      }),
    );
    const [undone, ...reports] = await Promise.all([undo(merged), ...writers]);
    expect(undone.errors).toEqual([]);
    expect(reports.flatMap(outcomes)).not.toContain('REJECTED');
    const labels = { ...(await storedItem(app, a)).labels, ...(await storedItem(app, b)).labels };
    expect(Object.keys(labels)).toEqual(expect.arrayContaining(writers.map((_, at) => `w${at}`)));
    const again = await send(app, { source: 'cloud', items: [server('b', { nativeKey: 'key-b' })] });
    expect(again.items[0]?.itemId).toBe(b);
  });
});
