import fc from 'fast-check';
import { findDuplicateSets, type DuplicateSet } from '../../src/application/duplicates/find-duplicate-sets';
import { defineJunkValues } from '../../src/application/reconciliation/define-junk-values';
import { previewRekeying } from '../../src/application/reconciliation/preview-rekeying';
import { retireItem } from '../../src/application/editing/retire-item';
import type { EditCall } from '../../src/application/editing/edit-call';
import { keyTextParts } from '../../src/domain/identification/identity-keys';
import { itemId, type ItemId } from '../../src/domain/ids';
import { JUNK_KINDS } from '../../src/domain/identification/junk-rules';
import type { JunkValueInput } from '../../src/domain/identification/junk-value-change';
import { encodeItemId } from '../../src/domain/opaque-id';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import { sweepClaims } from '../support/reconciliation';
import { codes, editCall, footprint, outcomes, send, ingestAppOfFile, wipe } from '../support/ingest-app';

const app = ingestAppOfFile();
beforeEach(async () => {
  for (const kind of JUNK_KINDS) {
    const { values, allowed } = app.models.current().junkValues.listOf(kind);
    if (values.length + allowed.length > 0) await junk({ kind, values: allowed, remove: values });
  }
});

async function junk(input: Partial<JunkValueInput>, call: Partial<EditCall> = {}) {
  const defined = await defineJunkValues(app, editCall(call), { kind: 'SERIAL', values: [], remove: [], ...input });
  expect(defined.errors).toEqual([]);
  return defined;
}

const machine = (hostname: string, serialNumber = 'DUMMY-1') => ({
  class: 'LinuxServer',
  name: hostname,
  attributes: { hostname, serialNumber, manufacturer: 'Dell' },
});
const bySerial = (serialNumber: string) => ({
  class: 'LinuxServer',
  name: 'unnamed',
  attributes: { serialNumber, manufacturer: 'Dell' },
});

async function report(item: object, source = 'scan') {
  const [result] = (await send(app, { source, items: [item as ReturnType<typeof machine>] })).items;
  if (!result) throw new Error('a report has a result');
  return result;
}

/** Every identity that is held, as item, values and host. */
async function identities(): Promise<readonly string[]> {
  const rows = await app.database.query<{ item_id: number; entry_id: number; value: string }>(
    `select item_id, entry_id, value from ci_identifier union all select item_id, entry_id, value from ci_identifier_contested`,
  );
  return rows
    .map(({ item_id, entry_id, value }) => {
      const { values, host } = keyTextParts(value);
      return `${item_id} ${entry_id} ${values} ${host}`;
    })
    .sort();
}

async function sets(): Promise<readonly DuplicateSet[]> {
  const page = { limit: 100, backward: false, after: null, before: null };
  const found = await findDuplicateSets(app, {}, await readHeadRevision(app.database), page);
  return found.page.entries.map((entry) => entry.value);
}

/** Which identities a dry run says that items would lose and gain, and the same by looking before and after. */
async function foretoldAndDone(input: Partial<JunkValueInput>) {
  const before = await identities();
  const { preview } = await junk(input, { dryRun: true });
  if (!preview?.scope.junk) throw new Error('a dry run that would change something has a preview');
  const effects = await previewRekeying(app, { model: preview.model, junk: preview.scope.junk });
  expect(await identities()).toEqual(before);
  const { rederived } = await junk(input);
  const after = await identities();
  const foretold = (move: string): readonly string[] =>
    effects.flatMap(({ item, moves }) =>
      moves
        .filter((one) => one.move === move)
        .map(({ values, host }) => `${item.id} ${JSON.stringify(values)} ${host && encodeItemId(host)}`),
    );
  const without = (all: readonly string[], those: readonly string[]): readonly string[] =>
    all.filter((one) => !those.includes(one)).map((one) => one.replace(/ \d+/, ''));
  return {
    effects,
    rederived,
    foretold: { lost: foretold('LOST').toSorted(), gained: foretold('GAINED').toSorted() },
    done: { lost: without(before, after).toSorted(), gained: without(after, before).toSorted() },
    remaining: effects.map(({ item, remaining }) => [
      remaining,
      after.filter((one) => one.startsWith(`${item.id} `)).length,
    ]),
  };
}

describe('a value that becomes junk', () => {
  test('joins nobody any more: machines that shared a serial number stay apart from then on', async () => {
    const web = await report(machine('web'));
    const db = await report(machine('db', 'dummy-1 '), 'cloud');
    expect([web.outcome, db.itemId]).toEqual(['CREATED', web.itemId]);
    const { rederived, list } = await junk({ values: ['Dummy-1'] });
    expect(rederived).toEqual({ items: 1, relationships: 0, complete: true });
    expect(list).toMatchObject({ kind: 'SERIAL', values: ['dummy-1'], allowed: [] });
    expect((await identities()).filter((one) => one.includes('dummy'))).toEqual([]);

    const app1 = await report(machine('app'));
    const mail = await report(machine('mail'), 'cloud');
    expect([app1.outcome, mail.outcome]).toEqual(['CREATED', 'CREATED']);
    expect(new Set([web.itemId, app1.itemId, mail.itemId]).size).toBe(3);
    // What was joined stays as it is, and is found by what else it is known by.
    expect(await report(machine('web'))).toMatchObject({ itemId: web.itemId });
    expect(codes(await report(bySerial('DUMMY-1')))).toEqual(['INSUFFICIENT_IDENTITY']);
  });

  test('is told by the preview as it happens, with those that it parts', async () => {
    const web = await report({ ...machine('web'), nativeKey: 'k' });
    await report(machine('other', 'SN-2'));
    const { effects, foretold, done, remaining } = await foretoldAndDone({ values: ['DUMMY-1'] });
    expect(foretold).toEqual(done);
    expect(done).toEqual({ lost: [`${web.itemId} ["dummy-1","dell"] null`], gained: [] });
    expect(effects).toMatchObject([{ moves: [{ attributes: ['serialNumber', 'manufacturer'], othersCount: 0 }] }]);
    for (const [said, held] of remaining) expect(said).toBe(held);
  });

  test('twice is once, and the same key gives the same answer', async () => {
    await report(machine('web'));
    const first = await junk({ values: ['DUMMY-1'] }, { idempotencyKey: 'once' });
    const before = await footprint(app);
    expect((await junk({ values: [' dummy-1', 'DUMMY-1'] })).changeSets).toEqual([]);
    const again = await junk({ values: ['DUMMY-1'] }, { idempotencyKey: 'once' });
    expect([again.replayed, again.list]).toEqual([true, first.list]);
    expect(await footprint(app)).toEqual(before);
  });

  test('takes identities with it that are rows of an array, and those of retired items', async () => {
    const addresses = ['00:11:22:33:44:55', '00-11-22-33-44-66'];
    const item = { ...machine('web'), attributes: { hostname: 'web', macAddresses: addresses } };
    const web = await report(item);
    const gone = await report(machine('gone'));
    await retireItem(app, editCall(), { item: { id: encodeItemId(gone.itemId ?? itemId(0)) }, ifVersion: null });
    const macs = await foretoldAndDone({ kind: 'MAC', values: ['001122334455'] });
    expect(macs.done.lost).toEqual([`${web.itemId} ["00:11:22:33:44:55"] null`]);
    expect(macs.foretold).toEqual(macs.done);
    const serials = await foretoldAndDone({ values: ['DUMMY-1'] });
    expect(serials.done.lost).toEqual([`${gone.itemId} ["dummy-1","dell"] null`]);
    expect(serials.foretold).toEqual(serials.done);
  });
});

describe('a value that is no junk any more', () => {
  async function apart(): Promise<readonly ItemId[]> {
    await junk({ values: ['DUMMY-1'] });
    const one = await report(machine('web'));
    const other = await report(machine('db'), 'cloud');
    expect(one.itemId).not.toBe(other.itemId);
    return [one.itemId ?? itemId(0), other.itemId ?? itemId(0)];
  }

  test('gives identities back; who shares one is in a duplicate set, and nothing is merged', async () => {
    const [web, db] = await apart();
    const { effects, foretold, done, remaining } = await foretoldAndDone({ remove: ['DUMMY-1'] });
    expect(foretold).toEqual(done);
    expect(done.gained).toEqual([web, db].map((id) => `${id} ["dummy-1","dell"] null`).toSorted());
    expect(effects.map(({ moves }) => moves.map(({ others, othersCount }) => [others, othersCount]))).toEqual([
      [[[db], 1]],
      [[[web], 1]],
    ]);
    for (const [said, held] of remaining) expect(said).toBe(held);
    expect(await sets()).toMatchObject([
      { state: 'OPEN', items: [web, db], evidence: [{ kind: 'SHARED_IDENTITY', values: ['dummy-1', 'dell'] }] },
    ]);
    expect(codes(await report(bySerial('DUMMY-1')))).toEqual(['AMBIGUOUS_MATCH']);
  });

  test('and becomes junk again: the duplicate set closes', async () => {
    await apart();
    await junk({ remove: ['DUMMY-1'] });
    const { foretold, done, effects } = await foretoldAndDone({ values: ['DUMMY-1'] });
    expect(foretold).toEqual(done);
    expect(effects.map(({ moves }) => moves.map(({ othersCount }) => othersCount))).toEqual([[1], [1]]);
    expect((await sets()).map((set) => set.state)).toEqual(['GONE']);
  });

  test('opens the duplicate set also when a server stopped before it had noted it', async () => {
    const items = await apart();
    await junk({ remove: ['DUMMY-1'] });
    const before = await footprint(app);
    await app.database.query('update rederivation set done_at = null, after_item = 0');
    await app.database.query(
      `with items as (delete from duplicate_set_item), evidence as (delete from duplicate_evidence) delete from duplicate_set`,
    );
    await sweepClaims(app);
    expect(await sets()).toMatchObject([{ state: 'OPEN', items }]);
    expect(await footprint(app)).toEqual(before);
  });

  test('is given back inside the same host', async () => {
    const cache = {
      ref: 'cache',
      class: 'CacheInstance',
      name: 'sessions',
      attributes: { engine: 'somecache', port: 6379 },
    };
    const relationships = [{ type: 'RUNS_ON', source: { ref: 'cache' }, target: { ref: 'host' } }];
    await send(app, { items: [{ ...machine('web', 'SN-1'), ref: 'host' }, cache], relationships });
    const before = await identities();
    const taken = await foretoldAndDone({ kind: 'TEXT', values: ['SomeCache'] });
    expect(taken.done.lost).toHaveLength(1);
    expect(taken.foretold).toEqual(taken.done);
    const given = await foretoldAndDone({ kind: 'TEXT', remove: ['SOMECACHE'] });
    expect(given.foretold).toEqual(given.done);
    expect(await identities()).toEqual(before);
  });

  test('may be one that is shipped, also one that counts by its form', async () => {
    const web = await report(machine('web', 'System Serial Number'));
    const db = await report(machine('db', '0000000'));
    const { foretold, done } = await foretoldAndDone({ remove: ['system serial number', '0000000'] });
    expect(foretold).toEqual(done);
    const due = [`${web.itemId} ["systemserialnumber","dell"] null`, `${db.itemId} ["0000000","dell"] null`];
    expect(done.gained).toEqual(due.toSorted());
    expect((await report(bySerial('0000000'))).itemId).toBe(db.itemId);
  });
});

describe('lists', () => {
  test('about one kind stand before that about all', async () => {
    await junk({ kind: 'ANY', values: ['Filler'] });
    await junk({ kind: 'SERIAL', remove: ['filler'] });
    const { junkValues } = app.models.current();
    expect(junkValues.isJunk('FQDN', 'filler')).toBe(true);
    expect(junkValues.isJunk('SERIAL', 'filler')).toBe(false);
    expect(junkValues.listOf('SERIAL').allowed).toEqual(['filler']);
    await junk({ kind: 'SERIAL', values: ['filler'] });
    await junk({ kind: 'ANY', remove: ['filler'] });
    const later = app.models.current().junkValues;
    expect([later.isJunk('FQDN', 'filler'), later.isJunk('SERIAL', 'filler')]).toEqual([false, true]);
  });

  test('do not hold what is shipped anyway, and removing what is not there does nothing', async () => {
    expect((await junk({ values: ['To be filled by O.E.M.'], remove: ['SN-1'] })).changeSets).toEqual([]);
  });

  test.each([
    [{ values: ['ok', '  '] }, 'INVALID_VALUE', ['values', '1']],
    [{ remove: [''] }, 'INVALID_VALUE', ['remove', '0']],
    [{ values: ['SN 1'], remove: ['sn1'] }, 'INVALID_VALUE', ['remove', '0']],
    [{}, 'INVALID_VALUE', ['values']],
    [{ values: ['a\u0000b'] }, 'INVALID_VALUE', ['values', '0']],
    [{ values: ['x'.repeat(513)] }, 'TOO_LARGE', ['values', '0']],
    [{ values: Array.from({ length: 10_001 }, (_, at) => `v${at}`) }, 'TOO_LARGE', ['values']],
  ])('with what makes no sense are refused (%#)', async (input, code, path) => {
    const before = await footprint(app);
    const all = { kind: 'SERIAL' as const, values: [], remove: [], ...input };
    const { errors, list } = await defineJunkValues(app, editCall(), all);
    expect(errors).toMatchObject([{ code, path }]);
    expect(list).toBeNull();
    expect(await footprint(app)).toEqual(before);
  });
});

test('thousands of items get their identities in steps, each its own change set of the operation', async () => {
  const count = 2_100;
  await junk({ values: ['DUMMY-1'] });
  const sent = await send(app, { items: Array.from({ length: count }, (_, at) => machine(`m${at}`)) });
  expect(new Set(outcomes(sent))).toEqual(new Set(['CREATED']));
  const before = await identities();
  const given = await junk({ remove: ['DUMMY-1'] });
  expect(given.rederived).toEqual({ items: count, relationships: 0, complete: true });
  expect(given.changeSets.length).toBeGreaterThan(2);
  expect(new Set(given.changeSets.map((one) => one.operationId)).size).toBe(1);
  expect(await identities()).toHaveLength(before.length + count);
  expect(await sets()).toHaveLength(1);
  const taken = await foretoldAndDone({ values: ['DUMMY-1'] });
  expect(taken.rederived.items).toBe(count);
  expect(taken.effects).toHaveLength(count);
  expect(taken.effects[0]?.moves).toMatchObject([{ othersCount: count - 1 }]);
  expect(await identities()).toEqual(before);
});

test('whatever is declared in whichever order, items hold what their claims come to under the lists', async () => {
  const serials = ['D1', 'D2', 'D3'];
  const step = fc.record({
    junk: fc.subarray(serials, { minLength: 1 }),
    remove: fc.boolean(),
    reports: fc.array(fc.record({ host: fc.constantFrom('a', 'b', 'c'), serial: fc.constantFrom(...serials) }), {
      maxLength: 3,
    }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      await wipe(app);
      await junk({ values: serials });
      await junk({ remove: serials });
      const counted = new Set(serials);
      for (const { junk: values, remove, reports } of steps) {
        for (const { host, serial } of reports) {
          await send(app, { source: host === 'a' ? 'scan' : 'cloud', items: [machine(host, serial)] });
        }
        for (const value of values) if (remove) counted.add(value);
        for (const value of values) if (!remove) counted.delete(value);
        await (remove ? junk({ remove: values }) : junk({ values }));
      }
      const observed = await app.database.query<{ item_id: number; host: string; serial: string }>(
        `select item_id, claims->>'attributes.hostname' as host, claims->>'attributes.serialNumber' as serial from observation`,
      );
      const due = observed.flatMap(({ item_id, host, serial }) => [
        `${item_id} 4105 ${JSON.stringify([host, ''])} null`,
        ...(counted.has(serial) ? [`${item_id} 4103 ${JSON.stringify([serial.toLowerCase(), 'dell'])} null`] : []),
      ]);
      expect(await identities()).toEqual([...new Set(due)].toSorted());
      // Every identity has exactly one owner.
      const [owners] = await app.database.query<{ ownerless: number }>(
        `select count(*)::int as ownerless from ci_identifier_contested as held
          where not exists (select from ci_identifier where entry_id = held.entry_id and key_hash = held.key_hash)`,
      );
      expect(owners?.ownerless).toBe(0);
    }),
    { numRuns: 8 },
  );
});
