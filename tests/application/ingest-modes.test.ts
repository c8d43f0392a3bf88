import { randomUUID } from 'node:crypto';
import { ingest } from '../../src/application/ingest/ingest';
import type { IngestInput, IngestResult } from '../../src/application/ingest/ingest-types';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import {
  codes,
  footprint,
  ingestAppOfFile,
  outcomes,
  relationshipOutcomes,
  send,
  server,
  storedItem,
} from '../support/ingest-app';

const app = ingestAppOfFile();

/** A bit of everything: new, changed, unchanged, moved, wrong, hosted, gone. */
const mixed = (host: string): Partial<IngestInput> => ({
  items: [
    server('new', { nativeKey: 'new' }),
    server('same'),
    server('other', { environment: 'changed' }),
    server('gone', { presence: 'ABSENT' }),
    { ref: 'typo', class: 'LinuxServr' },
    {
      ref: 'db',
      class: 'DatabaseInstance',
      attributes: { engine: 'postgres', port: 5432 },
      relationships: [{ type: 'RUNS_ON', end: { ref: host } }],
      completeRelationships: ['RUNS_ON'],
    },
    { ref: 'main', class: 'Database', name: 'main', relationships: [{ type: 'PART_OF', end: { ref: 'db' } }] },
    { class: 'Database', name: 'lost' },
  ],
  relationships: [
    { type: 'DEPENDS_ON', source: { ref: 'new' }, target: { ref: 'same' } },
    { type: 'DEPENDS_ON', source: { ref: 'new' }, target: { ref: 'typo' } },
    {
      type: 'DEPENDS_ON',
      source: { ref: 'same' },
      target: { identity: { class: 'Database', attributes: { name: host === 'same' ? 'main' : 'nobody' } } },
    },
  ],
});

async function prepareStored(): Promise<void> {
  await send(app, { items: [server('same'), server('other'), server('gone')] });
}

/** What a caller may compare: ids of new things are not known before they are written. */
const comparable = ({ items, relationships, totals }: IngestResult) => ({
  totals,
  items: items.map((item) => ({ ...item, itemId: null, version: null })),
  relationships: relationships.map((one) => ({ ...one, relationshipId: null })),
});

describe('DRY_RUN', () => {
  test('writes nothing and predicts exactly what the real run then does', async () => {
    await prepareStored();
    for (const host of ['same', 'other']) {
      const before = await footprint(app);
      const rehearsed = await send(app, { ...mixed(host), mode: 'DRY_RUN' });
      expect(await footprint(app)).toEqual(before);
      expect(rehearsed).toMatchObject({ operation: null, changeSets: [], revision: before['revision'] });
      const real = await send(app, mixed(host));
      expect(comparable(rehearsed)).toEqual(comparable(real));
      expect(new Set(outcomes(real))).toEqual(
        new Set(
          ['CREATED', 'UNCHANGED', 'UPDATED', 'ABSENT', 'REJECTED'].filter((one) => outcomes(real).includes(one)),
        ),
      );
      for (const item of rehearsed.items)
        expect(item.itemId === null).toBe(item.outcome === 'CREATED' || item.outcome === 'REJECTED');
    }
  });

  test('predicts across change sets, with hosts and ends in earlier ones', async () => {
    const machines = Array.from({ length: 900 }, (_, at) => server(`m${at}`));
    const databases = machines.map((machine, at): ItemRecord => ({
      ref: `db${at}`,
      class: 'DatabaseInstance',
      attributes: { engine: 'postgres', port: 5432 },
      relationships: [{ type: 'RUNS_ON', end: { ref: machine.ref ?? '' } }],
    }));
    const input = { items: [...databases, ...machines] };
    const rehearsed = await send(app, { ...input, mode: 'DRY_RUN' });
    const real = await send(app, input);
    expect(real.changeSets.length).toBeGreaterThan(2);
    expect(comparable(rehearsed)).toEqual(comparable(real));
    expect(real.totals).toEqual([{ outcome: 'CREATED', items: 1_800, relationships: 900 }]);
  });
});

describe('ATOMIC', () => {
  test('writes everything as one change set', async () => {
    await prepareStored();
    const { items = [], relationships = [] } = mixed('same');
    const good = items.filter((item) => item.ref !== 'typo' && item.name !== 'lost');
    const result = await send(app, {
      mode: 'ATOMIC',
      items: good,
      relationships: relationships.filter((_, at) => at !== 1),
    });
    expect(outcomes(result)).toEqual(['CREATED', 'UNCHANGED', 'UPDATED', 'ABSENT', 'CREATED', 'CREATED']);
    expect(relationshipOutcomes(result)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
    expect(result.changeSets).toHaveLength(1);
    const again = await send(app, {
      mode: 'ATOMIC',
      items: good,
      relationships: relationships.filter((_, at) => at !== 1),
    });
    expect(new Set([...outcomes(again), ...relationshipOutcomes(again)])).toEqual(new Set(['UNCHANGED']));
    expect(again.changeSets).toEqual([]);
  });

  test('writes nothing when anything is wrong, and says what', async () => {
    await prepareStored();
    const before = await footprint(app);
    const result = await send(app, { ...mixed('same'), mode: 'ATOMIC' });
    expect(new Set([...outcomes(result), ...relationshipOutcomes(result)])).toEqual(new Set(['REJECTED']));
    expect(codes(result.items[4])).toEqual(['UNKNOWN_CLASS']);
    expect(codes(result.items[0])).toEqual(['DEPENDENCY_FAILED']);
    expect(result.items[0]?.errors[0]?.message).toContain('item 4 ("typo")');
    expect(await footprint(app)).toEqual(before);
  });

  test('refuses what is too large for one change set', async () => {
    const items = Array.from({ length: 2_000 }, (_, at) => server(`m${at}`));
    await expect(send(app, { mode: 'ATOMIC', items })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});

describe('an idempotency key', () => {
  const keyed = (input: Partial<IngestInput>, principal = 'tester'): Promise<IngestResult> =>
    send(app, { idempotencyKey: 'night-17', ...input }, principal);

  test('gives the stored result again to the same input', async () => {
    const input = mixed('gone');
    const first = await keyed(input);
    const before = await footprint(app);
    const again = await keyed(input);
    expect(again.replayed).toBe(true);
    expect({ ...again, replayed: false }).toEqual(first);
    expect(await footprint(app)).toEqual(before);
  });

  test('is refused with another input, and free to another principal', async () => {
    await keyed({ items: [server('a')] });
    await expect(keyed({ items: [server('b')] })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(outcomes(await keyed({ items: [server('b')] }, 'somebody else'))).toEqual(['CREATED']);
  });

  test('remembers a call that wrote nothing, but no rehearsal', async () => {
    await keyed({ mode: 'DRY_RUN', items: [server('a')] });
    const rejected = await keyed({ items: [{ class: 'Nonsense' }] });
    expect(rejected).toMatchObject({ replayed: false, operation: null });
    expect(await keyed({ items: [{ class: 'Nonsense' }] })).toMatchObject({
      replayed: true,
      revision: rejected.revision,
    });
  });

  test('holds over several change sets, and refuses another input before anything of it lands', async () => {
    const items = Array.from({ length: 1_500 }, (_, at) => server(`m${at}`));
    const first = await keyed({ items });
    expect(first.changeSets.length).toBeGreaterThan(1);
    const again = await keyed({ items });
    expect({ ...again, replayed: false }).toEqual(first);
    // As if the first call had been stopped before its last change set.
    await app.database.query(`delete from idempotency where key = 'night-17'`);
    const before = await footprint(app);
    await expect(keyed({ items: items.map((item) => ({ ...item, environment: 'x' })) })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await footprint(app)).toEqual(before);
    expect(new Set(outcomes(await keyed({ items })))).toEqual(new Set(['UNCHANGED']));
  });

  test('lets one of two twins write, and gives both its result', async () => {
    const call = () =>
      ingest(app, {
        principal: 'tester',
        requestId: randomUUID(),
        input: { source: 'scan', idempotencyKey: 'twin', items: [server('a')], relationships: [] },
      });
    const twins = await Promise.all([call(), call(), call()]);
    expect(twins.filter((twin) => twin.replayed)).toHaveLength(2);
    for (const twin of twins) expect(twin.items).toEqual(twins[0]?.items);
    expect(await storedItem(app, twins[0]?.items[0]?.itemId)).toMatchObject({ version: 1 });
  });
});
