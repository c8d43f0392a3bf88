import { upsertItem } from '../../src/application/editing/edit-item';
import { defineValueList, type ValueListInput } from '../../src/application/reconciliation/define-value-list';
import { countEffects, pageOfEffects } from '../../src/application/reconciliation/preview-rules';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { codes, editCall, footprint, send, server, ingestAppOfFile, storedItem } from '../support/ingest-app';

const app = ingestAppOfFile();
beforeEach(async () => {
  for (const field of ['environment', 'site', 'owner'] as const) await list({ field, values: [] });
});

async function list(input: ValueListInput) {
  const defined = await defineValueList(app, editCall(), input);
  expect(defined.errors).toEqual([]);
  return defined;
}

const ENVIRONMENTS: ValueListInput = {
  field: 'environment',
  values: [
    { value: 'production', synonyms: ['prod', 'PRD'] },
    { value: 'test', synonyms: ['tst'] },
  ],
};

async function report(name: string, more: Partial<ItemRecord>, source = 'scan') {
  const [item] = (await send(app, { source, items: [server(name, more)] })).items;
  if (!item) throw new Error('an item has a result');
  return item;
}

describe('a list', () => {
  test('is not there until somebody defines it', async () => {
    const item = await report('web', { environment: 'whatever' });
    expect(item.warnings).toEqual([]);
    expect(app.models.current().valueLists.all()).toEqual([]);
  });

  test('puts what is reported into its words, however it is spelt, and reports it unchanged the next time', async () => {
    await list(ENVIRONMENTS);
    const item = await report('web', { environment: ' Prd ' });
    expect(item).toMatchObject({ outcome: 'CREATED', warnings: [] });
    expect((await storedItem(app, item.itemId)).environment).toBe('production');
    expect(await report('web', { environment: 'PROD' })).toMatchObject({ outcome: 'UNCHANGED' });
  });

  test('keeps an unknown value with a warning, or refuses it, and names the nearest', async () => {
    await list(ENVIRONMENTS);
    const kept = await report('web', { environment: 'produktion' });
    expect(kept).toMatchObject({
      outcome: 'CREATED',
      warnings: [{ code: 'INVALID_ATTRIBUTE', path: ['environment'] }],
    });
    expect(kept.warnings[0]?.message).toContain('"production"');
    expect((await storedItem(app, kept.itemId)).environment).toBe('produktion');

    await list({ ...ENVIRONMENTS, policy: 'REJECT' });
    const refused = await report('db', { environment: 'produktion' });
    expect(refused.outcome).toBe('REJECTED');
    expect(codes(refused)).toEqual(['INVALID_ATTRIBUTE']);
    expect(refused.errors[0]?.message).toContain('"production"');
  });

  test('of owners is about their names, and edits by hand follow it too', async () => {
    await list({ field: 'owner', values: [{ value: 'Payments team', synonyms: ['payments'] }] });
    const item = await report('web', { owner: { name: 'PAYMENTS', url: 'https://chat.example/pay' } });
    expect((await storedItem(app, item.itemId)).owner).toEqual({
      name: 'Payments team',
      url: 'https://chat.example/pay',
    });
    await list(ENVIRONMENTS);
    const edited = await upsertItem(app, editCall(), {
      class: 'LinuxServer',
      name: 'web',
      environment: 'prod',
      attributes: { hostname: 'web', serialNumber: 'SN-web' },
    });
    expect(edited.errors).toEqual([]);
    expect((await storedItem(app, edited.itemId)).environment).toBe('production');
  });

  test('rewrites what is stored in other words, with what was claimed, and previews that', async () => {
    const web = await report('web', { environment: 'prod' });
    await report('web', { environment: 'PRD' }, 'cloud');
    const db = await report('db', { environment: 'lab' });
    const before = await footprint(app);
    const { preview } = await defineValueList(app, editCall({ dryRun: true }), ENVIRONMENTS);
    if (!preview) throw new Error('a dry run has a preview');
    expect(await countEffects(app, preview)).toBe(1);
    const page = await pageOfEffects(app, preview, { after: null, limit: 10 });
    expect(page.entries.map(({ value }) => [value.item?.id, value.values])).toEqual([
      [web.itemId, [{ path: 'environment', before: 'PRD', after: 'production' }]],
    ]);
    expect(await footprint(app)).toEqual(before);

    const defined = await list(ENVIRONMENTS);
    expect(defined.rederived).toEqual({ items: 1, relationships: 0, complete: true });
    expect((await storedItem(app, web.itemId)).environment).toBe('production');
    expect((await storedItem(app, db.itemId)).environment).toBe('lab');
    const claims = await app.database.query<{ environment: string }>(
      `select distinct claims->>'environment' as environment from observation where item_id = $1`,
      [web.itemId],
    );
    expect(claims).toEqual([{ environment: 'production' }]);
    expect(await report('web', { environment: 'prod' })).toMatchObject({ outcome: 'UNCHANGED', itemId: web.itemId });
  });

  const instance = (environment: string): ItemRecord => ({ class: 'ServiceInstance', name: 'Shop', environment });

  test('re-keys what is identified by the field', async () => {
    const [production, test] = (await send(app, { items: [instance('prod'), instance('test')] })).items;
    expect([production?.outcome, test?.outcome]).toEqual(['CREATED', 'CREATED']);
    await list(ENVIRONMENTS);
    const again = (await send(app, { items: [instance('Production'), instance('tst')] })).items;
    expect(again.map(({ outcome, itemId }) => [outcome, itemId])).toEqual([
      ['UNCHANGED', production?.itemId],
      ['UNCHANGED', test?.itemId],
    ]);
  });

  test('contests the identity of items that turn out to be the same', async () => {
    const both = (await send(app, { items: [instance('prod'), instance('PRD')] })).items;
    expect(new Set(both.map(({ itemId }) => itemId)).size).toBe(2);
    await list(ENVIRONMENTS);
    const [again] = (await send(app, { items: [instance('prod')] })).items;
    expect(codes(again)).toEqual(['AMBIGUOUS_MATCH']);
    const holders = await app.database.query<{ item_id: number }>(
      `select item_id from ci_identifier where value like '%production%'
       union select item_id from ci_identifier_contested where value like '%production%'`,
    );
    expect(new Set(holders.map((row) => row.item_id))).toEqual(new Set(both.map(({ itemId }) => itemId)));
  });

  test.each([
    [
      [
        { value: 'a', synonyms: ['x'] },
        { value: 'b', synonyms: [' X '] },
      ],
      ['values', '1', 'synonyms', '0'],
    ],
    [
      [{ value: 'a' }, { value: 'a' }],
      ['values', '1', 'value'],
    ],
    [[{ value: ' ' }], ['values', '0', 'value']],
  ])('that contradicts itself is refused: %j', async (values, path) => {
    const { errors, list: none } = await defineValueList(app, editCall(), { field: 'site', values });
    expect(errors).toMatchObject([{ code: 'INVALID_VALUE', path }]);
    expect(none).toBeNull();
  });
});
