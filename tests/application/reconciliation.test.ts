import { applyModel } from '../../src/application/class-model/apply-model';
import { upsertItem } from '../../src/application/editing/edit-item';
import { claimExpiryTask } from '../../src/application/reconciliation/claim-expiry';
import { defineReconciliationRule } from '../../src/application/reconciliation/define-reconciliation-rule';
import { countEffects, pageOfEffects } from '../../src/application/reconciliation/preview-rules';
import { rederivationTask, STEP_SIZE } from '../../src/application/reconciliation/rederive';
import type { ItemId } from '../../src/domain/ids';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import { editCall, footprint, send, server, ingestAppOfFile, storedItem } from '../support/ingest-app';
import { rule, sweepClaims, withoutRules } from '../support/reconciliation';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-01T00:00:00Z');

const app = ingestAppOfFile();
beforeEach(async () => {
  await withoutRules(app);
  app.now = START;
});

/** A source reports a server at the present time. */
async function reports(source: string, name: string, more: Partial<ItemRecord> = {}): Promise<ItemId> {
  const result = await send(app, { source, items: [server(name, more)] });
  const [item] = result.items;
  if (!item?.itemId) throw new Error(JSON.stringify(result.items));
  return item.itemId;
}

/** Two sources disagree on the site; `cloud` spoke last. */
async function disagree(name = 'web'): Promise<ItemId> {
  await reports('scan', name, { site: 'by scan' });
  app.now = START + HOUR;
  return reports('cloud', name, { site: 'by cloud' });
}

const siteOf = async (id: ItemId): Promise<string | null> => (await storedItem(app, id)).site;

test('a part that is said again of the same time writes nothing, though another source contests it', async () => {
  const id = await disagree();
  const part = { class: 'LinuxServer', id: encodeItemId(id), site: 'by scan' };
  const observedAt = new Date(START + 2 * HOUR).toISOString();
  app.now = START + 2 * HOUR;
  await send(app, { source: 'scan', items: [part], observedAt });
  expect(await siteOf(id)).toBe('by scan');
  const stored = await footprint(app);
  await send(app, { source: 'scan', items: [part], observedAt });
  expect(await footprint(app)).toEqual(stored);
});

describe('a rule', () => {
  test('decides what is stored already, as a change set of its own operation', async () => {
    const id = await disagree();
    expect(await siteOf(id)).toBe('by cloud');
    const defined = await rule(app, { class: 'Server', attributes: ['site'], source: 'scan', priority: 10 });
    expect(await siteOf(id)).toBe('by scan');
    expect(defined.rederived).toEqual({ items: 1, relationships: 0, complete: true });
    expect(defined.changeSets.map(({ operationId }) => operationId)).toEqual([
      defined.operation?.id,
      defined.operation?.id,
    ]);
    expect(defined.revision).toBe(defined.changeSets.at(-1)?.revision);
    expect(defined.rules).toEqual([
      {
        target: { kind: 'CLASS', name: 'Server' },
        path: 'site',
        source: 'scan',
        priority: 10,
        refreshSeconds: null,
      },
    ]);
  });

  test('decides what is reported from then on, and tells those who lose', async () => {
    await rule(app, { class: 'Server', source: 'scan', priority: 10 });
    const id = await disagree();
    expect(await siteOf(id)).toBe('by scan');
    const again = await send(app, { source: 'cloud', items: [server('web', { site: 'elsewhere' })] });
    expect(again.items[0]?.masked).toEqual([{ path: 'site', winner: 'scan', reason: 'PRECEDENCE' }]);
  });

  test('is in the log as what it is, and another model is in force from its revision on', async () => {
    const { changeSets, revision } = await rule(app, { class: 'Server', source: 'scan', priority: 1 });
    const rows = await app.database.query<{ entity: string; subject: string; kind: string }>(
      'select entity, subject, kind from change where revision = $1',
      [changeSets[0]?.revision],
    );
    expect(rows).toMatchObject([{ entity: 'RECONCILIATION_RULE', subject: 'Server' }]);
    expect((await app.models.at(revision)).reconciliation.all()).toHaveLength(1);
    const before = changeSets[0] ? changeSets[0].revision - 1 : 0;
    expect((await app.models.at(before as typeof revision)).reconciliation.all()).toHaveLength(0);
  });

  test('that is taken away lets the later claim win again', async () => {
    const id = await disagree();
    await rule(app, { class: 'Server', attributes: ['site'], source: 'scan', priority: 10 });
    const removed = await rule(app, { class: 'Server', attributes: ['site'], source: 'scan', remove: true });
    expect(removed.rules).toEqual([]);
    expect(await siteOf(id)).toBe('by cloud');
  });

  test('that says what is said already writes nothing', async () => {
    await rule(app, { class: 'Server', source: 'scan', priority: 10 });
    const before = await footprint(app);
    expect((await rule(app, { class: 'Server', source: 'scan', priority: 10 })).operation).toBeNull();
    expect((await rule(app, { class: 'Server', source: 'cloud', remove: true })).operation).toBeNull();
    expect(await footprint(app)).toEqual(before);
  });

  test('is remembered under its idempotency key', async () => {
    await disagree();
    const input = { class: 'Server', source: 'scan', priority: 10 };
    const first = await defineReconciliationRule(app, editCall({ idempotencyKey: 'rule-1' }), input);
    const second = await defineReconciliationRule(app, editCall({ idempotencyKey: 'rule-1' }), input);
    expect(second).toMatchObject({ replayed: true, operation: first.operation, rederived: { complete: true } });
    expect(second.changeSets).toEqual(first.changeSets);
    await expect(
      defineReconciliationRule(app, editCall({ idempotencyKey: 'rule-1' }), { ...input, priority: 11 }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  test('about gates weighs gates', async () => {
    await reports('scan', 'web', { gates: [{ key: 'power', rule: 'ANY' }] });
    app.now = START + HOUR;
    const id = await reports('cloud', 'web', { gates: [{ key: 'power', rule: 'ALL' }] });
    expect((await storedItem(app, id)).gates).toMatchObject([{ rule: 'ALL' }]);
    await rule(app, { class: 'Server', attributes: ['gates.*'], source: 'scan', priority: 1 });
    expect((await storedItem(app, id)).gates).toMatchObject([{ rule: 'ANY' }]);
  });

  test.each([
    [{ class: 'Sever', source: 'scan', priority: 1 }, 'UNKNOWN_CLASS', ['class'], 'Server'],
    [
      { relationshipType: 'RUN_ON', source: 'scan', priority: 1 },
      'UNKNOWN_RELATIONSHIP_TYPE',
      ['relationshipType'],
      'RUNS_ON',
    ],
    [{ class: 'Server', source: 'scam', priority: 1 }, 'UNKNOWN_SOURCE', ['source'], 'scan'],
    [{ class: 'Server', source: 'manual', priority: 1 }, 'INVALID_VALUE', ['source'], 'by hand'],
    [{ class: 'Server', source: 'scan' }, 'INVALID_VALUE', ['priority'], 'lower number wins'],
    [{ class: 'Server', source: 'scan', priority: -1 }, 'INVALID_VALUE', ['priority'], 'from 0 to'],
    [
      { class: 'Server', source: 'scan', priority: 1, refreshPeriodSeconds: 60 },
      'INVALID_VALUE',
      ['refreshPeriodSeconds'],
      'an hour',
    ],
    [
      { class: 'Server', attributes: ['sit'], source: 'scan', priority: 1 },
      'INVALID_ATTRIBUTE',
      ['attributes', '0'],
      'site',
    ],
    [{ source: 'scan', priority: 1 }, 'INVALID_VALUE', ['class'], 'either'],
  ] as const)('%j is refused, and what is meant is named', async (input, code, path, hint) => {
    const { errors, operation } = await defineReconciliationRule(app, editCall(), input);
    expect(errors).toMatchObject([{ code, path }]);
    expect(errors[0]?.message).toContain(hint);
    expect(operation).toBeNull();
  });
});

describe('a dry run', () => {
  test('shows which values would change, page by page, and writes nothing', async () => {
    const ids = [await disagree('a'), await disagree('b'), await disagree('c')];
    const before = await footprint(app);
    const input = { class: 'Server', attributes: ['site'], source: 'scan', priority: 1 };
    const { preview, rules } = await defineReconciliationRule(app, editCall({ dryRun: true }), input);
    if (!preview) throw new Error('a dry run has a preview');
    expect(rules).toHaveLength(1);
    expect(await countEffects(app, preview)).toBe(3);
    const page = await pageOfEffects(app, preview, { after: null, limit: 2 });
    expect(page.hasMore).toBe(true);
    expect(page.entries.map(({ value }) => [value.item?.id, value.values])).toEqual(
      ids.slice(0, 2).map((id) => [id, [{ path: 'site', before: 'by cloud', after: 'by scan' }]]),
    );
    const rest = await pageOfEffects(app, preview, { after: page.entries[1]?.position ?? null, limit: 2 });
    expect(rest.entries.map(({ value }) => value.item?.id)).toEqual(ids.slice(2));
    expect(rest.hasMore).toBe(false);
    expect(await footprint(app)).toEqual(before);
    expect(app.models.current().reconciliation.all()).toEqual([]);
  });
});

describe('a claim', () => {
  test('expires when its source is silent, the next one takes over, and a later report revives it', async () => {
    await rule(app, { class: 'Server', source: 'scan', priority: 1 });
    const id = await disagree();
    expect(await sweepClaims(app)).toBe(0);
    app.now = START + 7 * DAY - 1;
    expect(await sweepClaims(app)).toBe(0);
    app.now = START + 7 * DAY;
    expect(await sweepClaims(app)).toBe(1);
    expect(await siteOf(id)).toBe('by cloud');
    const [changeSet] = await app.database.query<{ principal: string; operation_kind: string }>(
      'select principal, operation_kind from change_set order by revision desc limit 1',
    );
    expect(changeSet).toEqual({ principal: 'system', operation_kind: 'SYSTEM' });
    expect(await sweepClaims(app)).toBe(0);
    app.now += HOUR;
    await reports('scan', 'web', { site: 'by scan' });
    expect(await siteOf(id)).toBe('by scan');
  });

  test('is kept alive by reports that say nothing new', async () => {
    await rule(app, { class: 'Server', source: 'scan', priority: 1 });
    const id = await disagree();
    app.now = START + 6 * DAY;
    await reports('scan', 'web', { site: 'by scan' });
    app.now = START + 8 * DAY;
    await reports('cloud', 'web', { site: 'by cloud' });
    await sweepClaims(app);
    expect(await siteOf(id)).toBe('by scan');
    app.now = START + 13 * DAY;
    await sweepClaims(app);
    expect(await siteOf(id)).toBe('by cloud');
  });

  test('stands as long as its rule says, and next falls due then', async () => {
    await rule(app, { class: 'Server', source: 'scan', priority: 1, refreshPeriodSeconds: 2 * 3_600 });
    const id = await disagree();
    const budget = { rowsMax: 10, signal: new AbortController().signal };
    await sweepClaims(app);
    const { nextDueAt } = await claimExpiryTask(app).run(app.clock(), budget);
    expect(nextDueAt).toEqual(new Date(START + 2 * HOUR));
    app.now = START + 2 * HOUR;
    await sweepClaims(app);
    expect(await siteOf(id)).toBe('by cloud');
  });

  test('of a person never expires, and can be taken back', async () => {
    const id = await disagree();
    const edit = (site: string | null) => upsertItem(app, editCall(), { ref: { id: encodeItemId(id) }, site });
    expect((await edit('by hand')).errors).toEqual([]);
    app.now = START + 400 * DAY;
    await sweepClaims(app);
    expect(await siteOf(id)).toBe('by hand');
    expect((await edit(null)).outcome).toBe('UPDATED');
    expect(await siteOf(id)).toBe('by cloud');
  });
});

describe('a report that repeats what its source said', () => {
  test('makes its claim the later one, and what is stored says so', async () => {
    const id = await disagree();
    app.now = START + 2 * HOUR;
    await reports('scan', 'web', { site: 'by scan' });
    expect(await siteOf(id)).toBe('by scan');
    await sweepClaims(app);
    expect(await siteOf(id)).toBe('by scan');
    // In part only, which no sighting of the whole can tell of.
    app.now = START + 3 * HOUR;
    const [item] = (
      await send(app, { source: 'cloud', items: [{ class: 'Server', id: encodeItemId(id), site: 'by cloud' }] })
    ).items;
    expect(item?.errors).toEqual([]);
    expect(await siteOf(id)).toBe('by cloud');
    await rule(app, { class: 'Server', attributes: ['name'], source: 'scan', priority: 1 });
    expect(await siteOf(id)).toBe('by cloud');
  });
});

describe('many items', () => {
  const count = STEP_SIZE + 50;

  test('are worked out in several change sets of one operation, and what was left half done goes on', async () => {
    const items = Array.from({ length: count }, (_, index) => server(`h${index}`, { site: 'by scan' }));
    await send(app, { source: 'scan', items });
    app.now = START + HOUR;
    await send(app, { source: 'cloud', items: items.map((item) => ({ ...item, site: 'by cloud' })) });
    const bySite = (site: string): Promise<readonly { count: number }[]> =>
      app.database.query('select count(*) as count from configuration_item where site = $1', [site]);
    const defined = await rule(app, { class: 'Server', source: 'scan', priority: 1 });
    expect(defined.rederived).toEqual({ items: count, relationships: 0, complete: true });
    expect(defined.changeSets.map(({ changeCount }) => changeCount)).toEqual([1, STEP_SIZE, 50]);
    expect(await bySite('by scan')).toEqual([{ count }]);

    // As if the server had stopped after the first step of another change of rules.
    await rule(app, { class: 'Server', source: 'scan', remove: true });
    expect(await bySite('by cloud')).toEqual([{ count }]);
    await app.database.query(`update rederivation set done_at = null, after_item = 0, after_relationship = 0
                               where revision = (select max(revision) from rederivation)`);
    await app.database.query(`update configuration_item set site = 'by scan' where name like 'h%9'`);
    const wrong = (await bySite('by scan'))[0]?.count ?? 0;
    expect(wrong).toBeGreaterThan(100);
    const task = rederivationTask(app);
    const budget = { rowsMax: 2_000, signal: new AbortController().signal };
    const first = await task.run(app.clock(), budget);
    expect(first.more).toBe(true);
    expect((await bySite('by scan'))[0]?.count).toBeLessThan(wrong);
    await sweepClaims(app);
    expect(await bySite('by cloud')).toEqual([{ count }]);
  });
});

describe('a model file', () => {
  const NAMES = { reservedClassNames: new Set<string>(), reservedAttributeNames: new Set<string>() };
  const call = { principal: 'tester', requestId: 'model', reason: null, idempotency: null, dryRun: false };

  test('carries rules beside the classes that they name, and what is stored follows', async () => {
    const id = await disagree();
    const input = {
      classes: [{ name: 'Sensor', parent: 'Hardware', description: 'Measures something.' }],
      relationshipTypes: [],
      reconciliationRules: [
        { class: 'Sensor', source: 'scan', priority: 1 },
        { class: 'Server', attributes: ['site'], source: 'scan', priority: 1 },
      ],
    };
    const applied = await applyModel(app, input, call, NAMES);
    expect(applied.errors).toEqual([]);
    expect(applied.changeSets).toHaveLength(2);
    expect(await siteOf(id)).toBe('by scan');
    expect(app.models.current().reconciliation.all()).toMatchObject([
      { target: { name: 'Sensor' }, path: null },
      { target: { name: 'Server' }, path: 'site' },
    ]);
    expect((await applyModel(app, input, call, NAMES)).changeSets).toEqual([]);
    const wrong = {
      classes: [],
      relationshipTypes: [],
      reconciliationRules: [{ class: 'Sensor', source: 'nobody', priority: 1 }],
    };
    expect((await applyModel(app, wrong, call, NAMES)).errors).toMatchObject([
      { code: 'UNKNOWN_SOURCE', path: ['reconciliationRules', '0', 'source'] },
    ]);
  });
});
