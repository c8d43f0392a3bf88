import { upsertItem } from '../../src/application/editing/edit-item';
import { endRelationship, upsertRelationship } from '../../src/application/editing/edit-relationship';
import { registerSource } from '../../src/application/editing/register-source';
import { retireItem } from '../../src/application/editing/retire-item';
import { setGate, type GateEdit } from '../../src/application/editing/set-gate';
import { itemId, type ItemId } from '../../src/domain/ids';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { relationshipId } from '../../src/domain/ids';
import {
  editCall,
  footprint,
  ingestAppOfFile,
  outcomes,
  send,
  server,
  storedItem,
  storedRelationships,
} from '../support/ingest-app';

const app = ingestAppOfFile();

const ref = (id: ItemId | null | undefined) => ({ id: encodeItemId(id ?? itemId(1)) });
const errorCodes = (result: { readonly errors: readonly { readonly code: string }[] }): readonly string[] =>
  result.errors.map((error) => error.code);

async function discover(...names: readonly string[]): Promise<readonly ItemId[]> {
  const result = await send(app, { items: names.map((name) => server(name)) });
  return result.items.map((item) => item.itemId ?? itemId(1));
}

describe('upsertConfigurationItem', () => {
  test('creates an item that its class identifies, and changes it the next time', async () => {
    const created = await upsertItem(app, editCall({ reason: 'first' }), {
      class: 'BusinessService',
      name: 'Shop',
      criticality: 'HIGH',
      owner: { name: 'Ann' },
    });
    expect(created).toMatchObject({
      outcome: 'CREATED',
      errors: [],
      operation: { kind: 'EDIT' },
      changeSets: [{ source: null, reason: 'first' }],
    });
    const changed = await upsertItem(app, editCall(), {
      class: 'BusinessService',
      name: ' shop ',
      criticality: 'CRITICAL',
    });
    expect(changed).toMatchObject({ outcome: 'UPDATED', itemId: created.itemId });
    expect(await storedItem(app, created.itemId)).toMatchObject({
      name: ' shop ',
      criticality: 'CRITICAL',
      owner: { name: 'Ann', url: null },
      presence: 'PRESENT',
    });
    const again = await upsertItem(app, editCall(), {
      class: 'BusinessService',
      name: ' shop ',
      criticality: 'CRITICAL',
    });
    expect(again).toMatchObject({ outcome: 'UNCHANGED', operation: null, changeSets: [] });
  });

  test('is stronger than every source, until it is withdrawn', async () => {
    const [id] = await discover('web');
    const edit = (environment: string | null) => upsertItem(app, editCall(), { ref: ref(id), environment });
    expect(await edit('production')).toMatchObject({ outcome: 'UPDATED', itemId: id });
    const masked = await send(app, { items: [server('web', { environment: 'staging' })] });
    expect(masked.items[0]).toMatchObject({
      masked: [{ path: 'environment', winner: 'manual', reason: 'PRECEDENCE' }],
    });
    expect(await storedItem(app, id)).toMatchObject({ environment: 'production' });
    await edit(null);
    expect(await storedItem(app, id)).toMatchObject({ environment: 'staging' });
  });

  test('does not keep an item alive that was discovered and is gone', async () => {
    const [id] = await discover('web');
    await upsertItem(app, editCall(), { ref: ref(id), description: 'by hand' });
    expect(outcomes(await send(app, { items: [server('web', { presence: 'ABSENT' })] }))).toEqual(['ABSENT']);
    const byHand = await upsertItem(app, editCall(), { class: 'BusinessService', name: 'Shop' });
    expect(await storedItem(app, byHand.itemId)).toMatchObject({ presence: 'PRESENT' });
  });

  test('says what is wrong as data', async () => {
    const [id] = await discover('web');
    expect(errorCodes(await upsertItem(app, editCall(), { name: 'classless' }))).toEqual(['UNKNOWN_CLASS']);
    expect(errorCodes(await upsertItem(app, editCall(), { ref: { id: 'nonsense' }, name: 'x' }))).toEqual([
      'INVALID_REFERENCE',
    ]);
    expect(errorCodes(await upsertItem(app, editCall(), { ref: ref(id), ifVersion: 9, name: 'x' }))).toEqual([
      'VERSION_CONFLICT',
    ]);
    expect(errorCodes(await upsertItem(app, editCall(), { ref: ref(id), attributes: { cpuCount: 'x' } }))).toEqual([
      'INVALID_ATTRIBUTE',
    ]);
    expect(await upsertItem(app, editCall(), { ref: ref(id), ifVersion: 1, name: 'renamed' })).toMatchObject({
      outcome: 'UPDATED',
    });
  });

  test('can be tried, and repeated under a key', async () => {
    const before = await footprint(app);
    const edit = { class: 'BusinessService', name: 'Shop' };
    expect(await upsertItem(app, editCall({ dryRun: true, idempotencyKey: 'k' }), edit)).toMatchObject({
      outcome: 'CREATED',
      itemId: null,
      operation: null,
    });
    expect(await footprint(app)).toEqual(before);
    const first = await upsertItem(app, editCall({ idempotencyKey: 'k' }), edit);
    const again = await upsertItem(app, editCall({ idempotencyKey: 'k' }), edit);
    expect({ ...again, replayed: false }).toEqual(first);
    await expect(upsertItem(app, editCall({ idempotencyKey: 'k' }), { ...edit, name: 'Other' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });
});

describe('relationships by hand', () => {
  test('are created, changed at a version, and ended whoever claims them', async () => {
    const [a, b] = await discover('a', 'b');
    const edit = { type: 'DEPENDS_ON', source: ref(a), target: ref(b) };
    const created = await upsertRelationship(app, editCall(), { ...edit, strength: 'SOFT' });
    expect(created).toMatchObject({ outcome: 'CREATED', errors: [] });
    expect(errorCodes(await upsertRelationship(app, editCall(), { ...edit, ifVersion: 5, strength: 'HARD' }))).toEqual([
      'VERSION_CONFLICT',
    ]);
    expect(await upsertRelationship(app, editCall(), { ...edit, ifVersion: 1, strength: 'HARD' })).toMatchObject({
      outcome: 'UPDATED',
    });
    await send(app, { relationships: [{ type: 'DEPENDS_ON', source: ref(a), target: ref(b), strength: 'SOFT' }] });
    expect(await storedRelationships(app)).toMatchObject([
      { strength: 'HARD', claims: [{ source: 'manual' }, { source: 'scan' }] },
    ]);
    const id = encodeRelationshipId(created.relationshipId ?? relationshipId(1));
    const end = (relationship: object, ifVersion: number | null = null) =>
      endRelationship(app, editCall(), { relationship, ifVersion });
    expect(errorCodes(await end({ id }, 1))).toEqual(['VERSION_CONFLICT']);
    expect(
      await endRelationship(app, editCall({ dryRun: true }), { relationship: { id }, ifVersion: null }),
    ).toMatchObject({ ended: true, operation: null });
    expect(
      await end({
        ends: {
          type: 'DEPENDS_ON',
          source: ref(a),
          target: { identity: { class: 'Server', attributes: { hostname: 'b' } } },
        },
      }),
    ).toMatchObject({ ended: true, errors: [] });
    expect(await storedRelationships(app)).toEqual([]);
    expect(await end({ id })).toMatchObject({ ended: false, errors: [] });
    expect(errorCodes(await end({ id: 'nonsense' }))).toEqual(['INVALID_REFERENCE']);
    expect(errorCodes(await end({ ends: { type: 'DEPENDS_UPON', source: ref(a), target: ref(b) } }))).toEqual([
      'UNKNOWN_RELATIONSHIP_TYPE',
    ]);
  });
});

describe('setGate', () => {
  const gate = (id: ItemId | undefined, edit: Partial<GateEdit>): GateEdit => ({
    item: ref(id),
    key: 'power',
    rule: null,
    ifVersion: null,
    ...edit,
  });

  test('sets, changes and takes back a rule', async () => {
    const [id] = await discover('a');
    expect(await setGate(app, editCall(), gate(id, { rule: 'ANY' }))).toMatchObject({ outcome: 'UPDATED', errors: [] });
    expect(await storedItem(app, id)).toMatchObject({
      gates: [{ key: 'power', rule: 'ANY', value: null, strength: 'HARD' }],
    });
    await setGate(app, editCall(), gate(id, { rule: 'AT_LEAST', value: 2 }));
    expect(await storedItem(app, id)).toMatchObject({ gates: [{ rule: 'AT_LEAST', value: 2 }] });
    await setGate(app, editCall(), gate(id, {}));
    expect((await storedItem(app, id)).gates).toEqual([]);
  });

  test('gives way to what a source says when it is taken back', async () => {
    const [created] = (await send(app, { items: [server('a', { gates: [{ key: 'power', rule: 'ALL' }] })] })).items;
    const id = created?.itemId ?? itemId(1);
    await setGate(app, editCall(), gate(id, { rule: 'ANY' }));
    expect(await storedItem(app, id)).toMatchObject({ gates: [{ rule: 'ANY' }] });
    await setGate(app, editCall(), gate(id, {}));
    expect(await storedItem(app, id)).toMatchObject({ gates: [{ rule: 'ALL' }] });
  });

  test('refuses what makes no sense, also for a retired item', async () => {
    const [id] = await discover('a');
    expect(errorCodes(await setGate(app, editCall(), gate(id, { rule: 'PERCENT', value: 0 })))).toEqual([
      'INVALID_GATE',
    ]);
    expect(errorCodes(await setGate(app, editCall(), gate(id, { rule: 'ANY', parent: 'nobody' })))).toEqual([
      'INVALID_GATE',
    ]);
    await retireItem(app, editCall(), { item: ref(id), ifVersion: null });
    expect(errorCodes(await setGate(app, editCall(), gate(id, { rule: 'ANY' })))).toEqual(['RETIRED']);
  });
});

describe('retireConfigurationItem', () => {
  test('ends its relationships in the same change set, and a person may bring it back', async () => {
    const [a, b, c] = await discover('a', 'b', 'c');
    for (const [source, target] of [
      [a, b],
      [b, c],
    ])
      await upsertRelationship(app, editCall(), { type: 'DEPENDS_ON', source: ref(source), target: ref(target) });
    const tried = await retireItem(app, editCall({ dryRun: true }), { item: ref(b), ifVersion: null });
    expect(tried).toMatchObject({ endedRelationships: 2, operation: null });
    expect(errorCodes(await retireItem(app, editCall(), { item: ref(b), ifVersion: 4 }))).toEqual(['VERSION_CONFLICT']);
    const retired = await retireItem(app, editCall(), { item: ref(b), ifVersion: 1 });
    expect(retired).toMatchObject({ endedRelationships: 2, errors: [], changeSets: [{ changeCount: 3 }] });
    expect(await storedRelationships(app)).toEqual([]);
    expect((await storedItem(app, b)).retiredAt).not.toBeNull();
    expect(await retireItem(app, editCall(), { item: ref(b), ifVersion: null })).toMatchObject({
      endedRelationships: 0,
      operation: null,
    });
    expect(await upsertItem(app, editCall(), { ref: ref(b), description: 'back' })).toMatchObject({
      outcome: 'RESURRECTED',
      itemId: b,
    });
    expect(await storedItem(app, b)).toMatchObject({ retiredAt: null, presence: 'PRESENT' });
    expect(errorCodes(await retireItem(app, editCall(), { item: { id: 'nonsense' }, ifVersion: null }))).toEqual([
      'INVALID_REFERENCE',
    ]);
  });
});

describe('registerDataSource', () => {
  test('registers by name, changes what is given, and never the tenant', async () => {
    const first = await registerSource(app, editCall(), { name: 'nmap', description: 'scanner', tenant: 'acme' });
    expect(first).toMatchObject({
      errors: [],
      operation: { kind: 'SOURCE' },
      dataSource: { name: 'nmap', description: 'scanner', tenant: 'acme', mayCreate: true },
    });
    const changed = await registerSource(app, editCall(), { name: 'nmap', mayCreate: false });
    expect(changed.dataSource).toMatchObject({
      description: 'scanner',
      mayCreate: false,
      createdAt: first.dataSource?.createdAt,
    });
    expect(await registerSource(app, editCall(), { name: 'nmap', mayCreate: false })).toMatchObject({
      operation: null,
      changeSets: [],
    });
    expect(errorCodes(await registerSource(app, editCall(), { name: 'nmap', tenant: 'other' }))).toEqual([
      'INVALID_VALUE',
    ]);
    const items = await send(app, { source: 'nmap', items: [server('x')] });
    expect(items.items[0]?.errors[0]?.code).toBe('SOURCE_MAY_NOT_CREATE');
  });

  test('refuses names that are none, or taken', async () => {
    for (const name of ['', 'with space', 'x'.repeat(201), 'manual']) {
      expect(errorCodes(await registerSource(app, editCall(), { name }))).toEqual(['INVALID_NAME']);
    }
  });

  test('gives two callers at once the same source', async () => {
    const both = await Promise.all([1, 2, 3].map(() => registerSource(app, editCall(), { name: 'at-once' })));
    expect(both.filter((one) => one.changeSets.length > 0)).toHaveLength(1);
  });
});
