import { findDuplicateSets, type DuplicateSet } from '../../src/application/duplicates/find-duplicate-sets';
import { resolveDuplicateSet } from '../../src/application/duplicates/resolve-duplicate-set';
import { reviewDuplicates } from '../../src/application/duplicates/review-duplicates';
import { searchDuplicates } from '../../src/application/duplicates/search-duplicates';
import { undoMerge } from '../../src/application/merge/undo-merge';
import { retireItem } from '../../src/application/editing/retire-item';
import { itemId, type ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { limitedTo } from '../../src/storage/visible-rows';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import { codes, editCall, footprint, outcomes, send, ingestAppOfFile, storedItem } from '../support/ingest-app';

const app = ingestAppOfFile();

async function sets(filter: Parameters<typeof findDuplicateSets>[1] = {}): Promise<readonly DuplicateSet[]> {
  const page = { limit: 100, backward: false, after: null, before: null };
  const found = await findDuplicateSets(app, filter, await readHeadRevision(app.database), page);
  return found.page.entries.map((entry) => entry.value);
}

async function store(...input: Parameters<typeof send>[1][]): Promise<readonly ItemId[]> {
  const ids: ItemId[] = [];
  for (const one of input) ids.push(...(await send(app, one)).items.map((item) => item.itemId ?? itemId(0)));
  return ids;
}

const named = (name: string) => ({ class: 'LinuxServer', attributes: { hostname: name } });
const serial = (serialNumber: string) => ({
  class: 'LinuxServer',
  attributes: { serialNumber, manufacturer: 'Dell' },
});
const both = (name: string, serialNumber: string) => ({
  class: 'LinuxServer',
  attributes: { hostname: name, serialNumber, manufacturer: 'Dell' },
});

/** One stored item has the serial number of a report, another its host name. */
async function differing(): Promise<readonly [ItemId, ItemId]> {
  const [one = itemId(0), other = itemId(0)] = await store({ items: [serial('SN-1'), named('web')] });
  return [one, other];
}

describe('a duplicate set opens', () => {
  test('when two identities of one report belong to different items, and the same report is the same set', async () => {
    const pair = await differing();
    const result = await send(app, { items: [{ ...both('web', 'SN-1'), nativeKey: 'k' }] });
    expect(result.items[0]).toMatchObject({ itemId: pair[0], warnings: [{ code: 'AMBIGUOUS_MATCH' }] });
    const [set, ...more] = await sets();
    expect(more).toEqual([]);
    expect(set).toMatchObject({
      state: 'OPEN',
      items: pair,
      evidence: [{ kind: 'DIFFERENT_MATCHES', source: 'scan', nativeKey: 'k', items: pair, times: 1 }],
    });
    expect(set?.evidence[0]).toMatchObject({ entry: 'hostname, tenant', values: ['web', ''] });
    const before = await footprint(app);
    await send(app, { items: [{ ...both('web', 'SN-1'), nativeKey: 'k' }] });
    await send(app, { items: [{ ...both('web', 'SN-1'), nativeKey: 'k' }] });
    // Counted where it is; and nothing of it is in the log.
    expect(await sets()).toMatchObject([{ id: set?.id, evidence: [{ times: 3 }] }]);
    expect((await footprint(app))['revision']).toBe(before['revision']);
  });

  test('when several stored items have the identity that decides', async () => {
    const pair = await differing();
    // The first item gains the host name of the second, which from then on is contested.
    await send(app, { items: [both('web', 'SN-1')] });
    const result = await send(app, { source: 'cloud', items: [named('web')] });
    expect(codes(result.items[0])).toEqual(['AMBIGUOUS_MATCH']);
    const [set, ...more] = await sets({ sources: ['cloud'] });
    expect(more).toEqual([]);
    expect(set?.items).toEqual(pair);
    expect(set?.evidence.map((one) => one.kind).sort()).toEqual(['DIFFERENT_MATCHES', 'SEVERAL_MATCHES']);
  });

  test('when a native key comes with another serial number, which overwrites nothing', async () => {
    const [one = itemId(0)] = await store({ items: [{ ...serial('SN-1'), nativeKey: 'k', name: 'first' }] });
    const before = await footprint(app);
    const result = await send(app, { items: [{ ...serial('SN-2'), nativeKey: 'k', name: 'second' }] });
    expect(codes(result.items[0])).toEqual(['NATIVE_KEY_REUSED']);
    expect(await footprint(app)).toEqual(before);
    expect(await storedItem(app, one)).toMatchObject({ name: 'first' });
    expect(await sets()).toMatchObject([
      { items: [one], evidence: [{ kind: 'NATIVE_KEY_REUSED', nativeKey: 'k', values: ['sn-2'] }] },
    ]);
    const [set] = await sets();
    const merged = await resolveDuplicateSet(app, editCall(), {
      id: set?.id ?? '',
      resolution: 'MERGE',
      survivor: null,
    });
    expect(codes(merged)).toEqual(['INVALID_VALUE']);
  });

  test('with the item that has that serial number, when there is one', async () => {
    const pair = await store({ items: [{ ...serial('SN-1'), nativeKey: 'k' }, serial('SN-2')] });
    await send(app, { items: [{ ...serial('SN-2'), nativeKey: 'k' }] });
    expect(await sets()).toMatchObject([{ items: pair, evidence: [{ kind: 'NATIVE_KEY_REUSED' }] }]);
  });

  test('by a search of the store, once', async () => {
    const pair = await differing();
    await send(app, { items: [both('web', 'SN-1')] });
    await app.database.query('delete from duplicate_set where id is not null');
    await app.database.query('delete from duplicate_set_item where set_id is not null');
    await app.database.query('delete from duplicate_evidence where set_id is not null');
    expect(await searchDuplicates(app, { dryRun: true })).toBe(1);
    expect(await sets()).toEqual([]);
    expect(await searchDuplicates(app, { dryRun: false })).toBe(1);
    expect(await searchDuplicates(app, { dryRun: false })).toBe(1);
    expect(await sets()).toMatchObject([
      { items: pair, evidence: [{ kind: 'SHARED_IDENTITY', values: ['web', ''], times: 2 }] },
    ]);
  });

  test('not by a dry run, and never across tenants', async () => {
    await differing();
    await send(app, { mode: 'DRY_RUN', items: [both('web', 'SN-1')] });
    await send(app, { items: [{ ...both('web', 'SN-1'), tenant: 'acme' }] });
    expect(await sets()).toEqual([]);
  });
});

test('evidence that links open sets makes one of them', async () => {
  await store({ items: [serial('SN-1'), named('a'), serial('SN-2'), named('b')] });
  await send(app, { items: [both('a', 'SN-1')] });
  await send(app, { items: [both('b', 'SN-2')] });
  expect(await sets()).toHaveLength(2);
  await send(app, { items: [both('b', 'SN-1')] });
  const [set, ...more] = await sets();
  expect(more).toEqual([]);
  expect(set?.items).toHaveLength(4);
  expect(set?.evidence.length).toBeGreaterThanOrEqual(3);
});

test('eight callers that meet the same duplicates at once open one set', async () => {
  const pair = await differing();
  await Promise.all(Array.from({ length: 8 }, () => send(app, { items: [both('web', 'SN-1')] })));
  expect(await sets()).toMatchObject([{ items: pair, state: 'OPEN' }]);
});

describe('a duplicate set is decided', () => {
  test('by merging into a survivor; undoing that opens it again', async () => {
    const [one, other] = await differing();
    await send(app, { items: [both('web', 'SN-1')] });
    const [set] = await sets();
    const decision = { id: set?.id ?? '', resolution: 'MERGE' as const, survivor: encodeItemId(other) };
    const preview = await resolveDuplicateSet(app, editCall({ dryRun: true }), decision);
    expect(preview).toMatchObject({ merged: [one], operation: null, duplicateSet: { state: 'OPEN' } });
    const done = await resolveDuplicateSet(app, editCall({ reason: 'same box' }), decision);
    expect(done).toMatchObject({
      errors: [],
      merged: [one],
      duplicateSet: { state: 'MERGED', closedBy: 'tester', reason: 'same box' },
    });
    expect(await storedItem(app, one)).toMatchObject({ mergedInto: other });
    expect(await resolveDuplicateSet(app, editCall(), decision)).toMatchObject({
      errors: [],
      merged: [],
      operation: null,
    });
    const again = await send(app, { items: [both('web', 'SN-1')] });
    expect(again.items[0]).toMatchObject({ itemId: other, warnings: [] });
    await undoMerge(app, editCall(), done.revision);
    expect(await sets()).toMatchObject([{ id: set?.id, state: 'OPEN' }]);
  });

  test('as distinct, and does not open again for these items', async () => {
    await differing();
    await send(app, { items: [both('web', 'SN-1')] });
    const [set] = await sets();
    const decision = { id: set?.id ?? '', resolution: 'DISTINCT' as const, survivor: null };
    const before = await footprint(app);
    const done = await resolveDuplicateSet(app, editCall({ reason: 'a pair' }), decision);
    expect(done).toMatchObject({
      errors: [],
      duplicateSet: { state: 'DISTINCT', closedBy: 'tester', reason: 'a pair' },
    });
    expect(await footprint(app)).toEqual(before);
    await send(app, { items: [both('web', 'SN-1')] });
    await send(app, { source: 'cloud', items: [named('web')] });
    await searchDuplicates(app, { dryRun: false });
    expect((await sets()).map((one) => one.state)).toEqual(['DISTINCT']);
  });

  test('by nobody, when its reason goes', async () => {
    const [one, other] = await differing();
    await send(app, { items: [both('web', 'SN-1')] });
    await reviewDuplicates(app, [one]);
    expect((await sets()).map((set) => set.state)).toEqual(['OPEN']);
    await retireItem(app, editCall(), { item: { id: encodeItemId(other) }, ifVersion: null });
    expect(await reviewDuplicates(app, [one])).toBe(1);
    expect(await sets()).toMatchObject([{ state: 'GONE', closedBy: null }]);
  });

  test('with what is wrong said', async () => {
    const pair = await differing();
    await send(app, { items: [both('web', 'SN-1')] });
    const [set] = await sets({
      states: ['OPEN'],
      configurationItems: [{ id: encodeItemId(pair[0]) }],
      classes: ['Host'],
    });
    const decide = async (id: string, survivor: string | null) =>
      codes(await resolveDuplicateSet(app, editCall(), { id, resolution: 'MERGE', survivor }));
    expect(await decide('nonsense', null)).toEqual(['NOT_FOUND']);
    expect(await decide(set?.id ?? '', null)).toEqual(['INVALID_VALUE']);
    expect(await decide(set?.id ?? '', encodeItemId(itemId(9_999)))).toEqual(['INVALID_VALUE']);
    expect(outcomes(await send(app, { items: [serial('SN-1')] }))).toEqual(['UNCHANGED']);
  });
});

test('a set stays open whoever has it looked at, though they do not see its items', async () => {
  const [one, other] = await differing();
  await send(app, { items: [both('web', 'SN-1')] });
  const ofOthers = limitedTo(app.database, { tenants: ['elsewhere'], labels: {} });
  expect(await reviewDuplicates({ ...app, database: ofOthers }, [one, other])).toBe(1);
  expect(await sets()).toMatchObject([{ state: 'OPEN' }]);
});
