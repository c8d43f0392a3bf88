import fc from 'fast-check';
import { upsertItem } from '../../src/application/editing/edit-item';
import { endRelationship } from '../../src/application/editing/edit-relationship';
import { registerSource } from '../../src/application/editing/register-source';
import { retireItem } from '../../src/application/editing/retire-item';
import {
  revertOperation,
  type OperationToRevert,
  type RevertedOperation,
} from '../../src/application/revert/revert-operation';
import { beginSession } from '../../src/application/sync/begin-session';
import { commitSession } from '../../src/application/sync/commit-session';
import type { IngestResult } from '../../src/application/ingest/ingest-types';
import { revision, type ItemId } from '../../src/domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { WHOLE_SOURCE } from '../../src/domain/ingest/sync-scope';
import {
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
import { inventoryState } from '../support/inventory-state';

const START = Date.parse('2026-11-01T00:00:00Z');

const app = ingestAppOfFile();
beforeEach(async () => {
  app.now = START;
});

/** Every call is a minute later than the one before. */
const later = (): void => {
  app.now = (app.now ?? START) + 60_000;
};

const box = (name: string, more: Partial<ItemRecord> = {}): ItemRecord => server(name, { nativeKey: name, ...more });

const link = (source: string, target: string, more = {}): RelationshipRecord => ({
  type: 'DEPENDS_ON',
  source: { native: { source: 'scan', key: source } },
  target: { native: { source: 'scan', key: target } },
  ...more,
});

const ingest = (input: Parameters<typeof send>[1]): Promise<IngestResult> => {
  later();
  return send(app, input);
};

const operationOf = ({ operation }: { readonly operation: { readonly id: string } | null }): OperationToRevert => ({
  operation: operation?.id ?? 'nothing was written',
});

const revert = (wanted: OperationToRevert, call = {}): Promise<RevertedOperation> => {
  later();
  return revertOperation(app, editCall(call), wanted);
};

const summary = ({ things }: RevertedOperation): readonly string[] =>
  things.map((thing) => `${thing.entity} ${thing.outcome}`);

describe('an operation that nobody wrote on top of', () => {
  test('is as if it had never been: created items are gone, values, relationships and identities as before', async () => {
    const { items } = await ingest({
      items: [box('a'), box('b', { description: 'old' })],
      relationships: [link('a', 'b')],
    });
    const before = await inventoryState(app);
    const wrong = await ingest({
      items: [
        box('a', { attributes: { hostname: 'renamed' } }),
        box('b', { description: 'new', site: 'x', labels: { wrong: true } }),
        box('c'),
      ],
      relationships: [link('b', 'c'), link('a', 'b', { presence: 'ABSENT' })],
    });
    expect(outcomes(wrong)).toEqual(['UPDATED', 'UPDATED', 'CREATED']);
    const reverted = await revert(operationOf(wrong));
    expect(await inventoryState(app)).toEqual(before);
    expect(summary(reverted)).toEqual([
      ...Array.from({ length: 3 }, () => 'CONFIGURATION_ITEM REVERTED'),
      ...Array.from({ length: 2 }, () => 'RELATIONSHIP REVERTED'),
    ]);
    expect(reverted.totals).toEqual([{ outcome: 'REVERTED', items: 3, relationships: 2 }]);
    expect(reverted.operation?.kind).toBe('REVERT');
    expect(await storedItem(app, wrong.items[2]?.itemId)).toMatchObject({ retiredBy: 'REVERT' });
    // The next scan finds what it found before, under the same ids.
    const again = await ingest({ items: [box('a'), box('b', { description: 'old' })] });
    expect(again.items.map((item) => item.itemId)).toEqual(items.map((item) => item.itemId));
    expect(outcomes(again)).toEqual(['UNCHANGED', 'UNCHANGED']);
  });

  test('can be named by one of its change sets, and is undone as a whole', async () => {
    const many = await ingest({ items: Array.from({ length: 900 }, (_, index) => box(`n${index}`)) });
    expect(many.changeSets.length).toBeGreaterThan(1);
    const reverted = await revert({ changeSet: revision(many.changeSets[0]?.revision ?? 0) });
    expect(reverted.totals).toEqual([{ outcome: 'REVERTED', items: 900, relationships: 0 }]);
    expect(await inventoryState(app)).toEqual([]);
  });

  test('of every kind of edit returns what was there', async () => {
    const { items } = await ingest({ items: [box('a'), box('b')], relationships: [link('a', 'b')] });
    const [a, b] = items.map((item) => encodeItemId(item.itemId as ItemId));
    const [relationship] = await storedRelationships(app);
    const before = await inventoryState(app);
    later();
    const edited = await upsertItem(app, editCall(), { ref: { id: a as string }, name: 'by hand', labels: { x: 1 } });
    later();
    const retired = await retireItem(app, editCall(), { item: { id: b }, ifVersion: null });
    await revert(operationOf(retired));
    await revert(operationOf(edited));
    expect(await inventoryState(app)).toEqual(before);
    later();
    const ended = await endRelationship(app, editCall(), {
      relationship: { id: encodeRelationshipId(relationship?.id as NonNullable<typeof relationship>['id']) },
      ifVersion: null,
    });
    expect(ended.errors).toEqual([]);
    expect(await storedRelationships(app)).toEqual([]);
    await revert(operationOf(ended));
    expect(await inventoryState(app)).toEqual(before);
  });

  test('can be brought back by undoing that it was undone', async () => {
    await ingest({ items: [box('a')] });
    const change = await ingest({ items: [box('a', { site: 'x' }), box('b')], relationships: [link('a', 'b')] });
    const after = await inventoryState(app);
    const undone = await revert(operationOf(change));
    expect(await inventoryState(app)).not.toEqual(after);
    const redone = await revert(operationOf(undone));
    expect(await inventoryState(app)).toEqual(after);
    await revert(operationOf(redone));
    await revert(operationOf(undone));
    expect(await storedItem(app, change.items[1]?.itemId)).toMatchObject({ retiredAt: null });
  });

  test('is undone once: a second time writes nothing and says nothing', async () => {
    await ingest({ items: [box('a')] });
    const change = await ingest({ items: [box('a', { site: 'x' }), box('b')], relationships: [link('a', 'b')] });
    await revert(operationOf(change));
    const before = await footprint(app);
    const again = await revert(operationOf(change));
    expect(again).toMatchObject({ operation: null, changeSets: [], things: [] });
    expect(await footprint(app)).toEqual(before);
  });

  test('answers a repeated call with the same key from store', async () => {
    const change = await ingest({ items: [box('a')] });
    const first = await revert(operationOf(change), { idempotencyKey: 'undo' });
    const second = await revert(operationOf(change), { idempotencyKey: 'undo' });
    expect(second).toEqual({ ...first, replayed: true });
  });
});

describe('what others wrote on top', () => {
  test('of a value stays and is reported; the rest is undone', async () => {
    const { items } = await ingest({ items: [box('a', { site: 'old', description: 'old' })] });
    const wrong = await ingest({ items: [box('a', { site: 'wrong', description: 'wrong', lifecycleStatus: 'odd' })] });
    await ingest({ items: [{ class: 'LinuxServer', nativeKey: 'a', site: 'later', attributes: {} }] });
    const reverted = await revert(operationOf(wrong));
    expect(reverted.things).toMatchObject([{ outcome: 'PARTLY_REVERTED', kept: ['site'] }]);
    expect(await storedItem(app, items[0]?.itemId)).toMatchObject({
      site: 'later',
      description: 'old',
      lifecycleStatus: null,
    });
  });

  test('by another source lets the value fall back to that', async () => {
    const { items } = await ingest({ items: [box('a')] });
    const wrong = await ingest({ items: [box('a', { site: 'wrong' })] });
    await ingest({ source: 'cloud', items: [server('a', { nativeKey: 'i-a', site: 'right' })] });
    const reverted = await revert(operationOf(wrong));
    expect(summary(reverted)).toEqual(['CONFIGURATION_ITEM REVERTED']);
    expect(await storedItem(app, items[0]?.itemId)).toMatchObject({ site: 'right', presence: 'PRESENT' });
  });

  test('keeps an item that the operation created: it lives on by what the other says', async () => {
    const created = await ingest({ items: [box('a', { site: 'scan' })] });
    await ingest({ source: 'cloud', items: [server('a', { nativeKey: 'i-a' })] });
    await revert(operationOf(created));
    expect(await storedItem(app, created.items[0]?.itemId)).toMatchObject({
      retiredAt: null,
      presence: 'PRESENT',
      site: null,
    });
  });

  test.each([
    ['created the item', false],
    ['only added the identity', true],
  ])('keeps what the other knows the item by, when the operation %s', async (_, wasThere) => {
    const known = (nativeKey: string) => server('a', { nativeKey });
    if (wasThere) await ingest({ items: [{ ...known('i-0'), attributes: { hostname: 'a' } }] });
    const first = await ingest({ items: [known('i-0')] });
    await ingest({ source: 'cloud', items: [known('i-a')] });
    await revert(operationOf(first));
    const { serialNumber = null, manufacturer = null } = known('i-a').attributes ?? {};
    const found = await ingest({
      source: 'script',
      items: [{ ...known('x'), attributes: { serialNumber, manufacturer } }],
    });
    expect(found.items.map(({ itemId }) => itemId)).toEqual([first.items[0]?.itemId]);
  });

  test('leaves an item that others relate to absent instead of retiring it, and says so', async () => {
    await ingest({ items: [box('a')] });
    const created = await ingest({ items: [box('b')] });
    await ingest({ source: 'cloud', relationships: [link('a', 'b')] });
    const reverted = await revert(operationOf(created));
    expect(reverted.things).toMatchObject([
      { outcome: 'PARTLY_REVERTED', because: expect.stringMatching(/absent/) as string },
    ]);
    expect(await storedItem(app, created.items[0]?.itemId)).toMatchObject({ retiredAt: null, presence: 'ABSENT' });
    expect(await storedRelationships(app)).toHaveLength(1);
  });

  test('of a relationship stays, claim by claim', async () => {
    await ingest({ items: [box('a'), box('b')] });
    const created = await ingest({ relationships: [link('a', 'b', { weight: 3 })] });
    await ingest({ source: 'cloud', relationships: [link('a', 'b')] });
    await revert(operationOf(created));
    expect((await storedRelationships(app)).map((one) => one.claims.map((claim) => claim.source))).toEqual([['cloud']]);
  });

  test('keeps a relationship away whose end somebody has retired', async () => {
    const { items } = await ingest({ items: [box('a'), box('b')], relationships: [link('a', 'b')] });
    const ended = await ingest({ relationships: [link('a', 'b', { presence: 'ABSENT' })] });
    await retireItem(app, editCall(), { item: { id: encodeItemId(items[1]?.itemId as ItemId) }, ifVersion: null });
    const reverted = await revert(operationOf(ended));
    expect(reverted.things).toMatchObject([
      { entity: 'RELATIONSHIP', outcome: 'KEPT', because: expect.stringMatching(/retired/) as string },
    ]);
  });
});

describe('a sync session', () => {
  test('is undone as a whole: its ingests, and what its commit took for gone', async () => {
    await ingest({ items: ['a', 'b', 'c'].map((name) => box(name)), relationships: [link('a', 'b'), link('a', 'c')] });
    const before = await inventoryState(app);
    later();
    const session = await beginSession(app, editCall(), {
      source: 'scan',
      scope: WHOLE_SOURCE,
      maxRemovalPercent: 100,
      idleMinutes: 60,
      takeOver: false,
    });
    await ingest({ items: [box('a', { site: 'x' }), box('c'), box('d')], syncSession: session.id });
    await ingest({ relationships: [link('a', 'd')], syncSession: session.id });
    await expect(revert({ session: session.id })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    later();
    await commitSession(app, editCall(), { session: session.id, partialTypes: [], maxRemovalPercent: null });
    expect((await inventoryState(app)).join()).toContain('ABSENT');
    const preview = await revert({ session: session.id }, { dryRun: true });
    expect((await inventoryState(app)).join()).toContain('ABSENT');
    const reverted = await revert({ session: session.id });
    expect(await inventoryState(app)).toEqual(before);
    expect(preview.things).toEqual(reverted.things);
    expect(preview.totals).toEqual(reverted.totals);
    expect(preview).toMatchObject({ operation: null, changeSets: [] });
    const redone = await revert(operationOf(reverted));
    expect((await inventoryState(app)).join()).toContain('ABSENT');
    await revert(operationOf(redone));
    expect(await inventoryState(app)).toEqual(before);
  });
});

test('operations that are none, or change other things, are refused with what to do', async () => {
  await expect(revert({ changeSet: revision(9_999_999) })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(revert({ operation: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(revert({ session: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const registered = await registerSource(app, editCall(), { name: `source-${Date.now()}` });
  await expect(revert(operationOf(registered))).rejects.toMatchObject({ code: 'NOT_REVERTIBLE' });
});

describe('any operation', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const item = fc.record(
    {
      name,
      site: fc.constantFrom('x', 'y', null),
      description: fc.constantFrom('one', 'two'),
      serial: fc.constantFrom(null, 'S1', 'S2'),
      presence: fc.constantFrom('PRESENT' as const, 'PRESENT' as const, 'ABSENT' as const),
    },
    { requiredKeys: ['name', 'serial'] },
  );
  const relationship = fc.record({
    from: name,
    to: name,
    weight: fc.integer({ min: 1, max: 2 }),
    presence: fc.constantFrom('PRESENT' as const, 'PRESENT' as const, 'ABSENT' as const),
  });
  const call = fc.record({
    source: fc.constantFrom('scan', 'cloud'),
    items: fc.uniqueArray(item, { maxLength: 4, selector: (one) => one.name }),
    relationships: fc.uniqueArray(relationship, { maxLength: 3, selector: (one) => `${one.from}${one.to}` }),
  });
  type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

  const run = ({ source, items, relationships }: Call): Promise<IngestResult> =>
    ingest({
      source,
      items: items.map(({ serial, name: called, ...fields }) => ({
        ...box(called, fields),
        nativeKey: `${source}-${called}`,
        attributes: { hostname: called, ...(serial === null ? {} : { serialNumber: serial }) },
      })),
      relationships: relationships
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, weight, presence }) => ({
          type: 'DEPENDS_ON',
          source: { native: { source, key: `${source}-${from}` } },
          target: { native: { source, key: `${source}-${to}` } },
          weight,
          presence,
        })),
    });

  test('leaves the inventory as it was when it is undone at once, and as it made it when that is undone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 4 }), call, async (history, last) => {
        await wipe(app);
        app.now = START;
        for (const one of history) await run(one);
        const before = await inventoryState(app);
        const written = await run(last);
        const after = await inventoryState(app);
        if (!written.operation) return;
        const undone = await revert(operationOf(written));
        expect(await inventoryState(app)).toEqual(before);
        expect(undone.things.every((thing) => thing.outcome === 'REVERTED')).toBe(true);
        if (!undone.operation) return;
        await revert(operationOf(undone));
        expect(await inventoryState(app)).toEqual(after);
      }),
      { numRuns: 20 },
    );
  });

  test('is previewed as it is then done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 5 }), fc.nat(4), async (history, at) => {
        await wipe(app);
        app.now = START;
        const written: IngestResult[] = [];
        for (const one of history) written.push(await run(one));
        const chosen = written.filter((one) => one.operation)[at];
        if (!chosen) return;
        const marks = await footprint(app);
        const preview = await revert(operationOf(chosen), { dryRun: true });
        expect(await footprint(app)).toEqual(marks);
        const done = await revert(operationOf(chosen));
        expect(preview.things).toEqual(done.things);
      }),
      { numRuns: 12 },
    );
  });
});
