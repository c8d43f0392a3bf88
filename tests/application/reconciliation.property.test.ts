import fc from 'fast-check';
import { upsertItem } from '../../src/application/editing/edit-item';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import type { ItemId } from '../../src/domain/ids';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { ReconciliationRuleInput } from '../../src/domain/reconciliation/reconciliation-rule-input';
import { editCall, footprint, send, server, ingestAppOfFile, storedItem, wipe } from '../support/ingest-app';
import { rule, sweepClaims, withoutRules } from '../support/reconciliation';

/*
 * A history is a list of steps: a source reports some values (null withdraws), a person edits, time passes. Whatever the
 * rules were when it happened, what is stored after a change of rules must be what the same history comes to under them.
 */

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');

const app = ingestAppOfFile({ kept: true });

type Values = Readonly<{ site?: string | null; environment?: string | null; labels?: Record<string, string | null> }>;

interface Step {
  readonly source: 'scan' | 'cloud' | 'script' | 'manual';
  readonly hours: number;
  readonly values: Values;
}

const word = fc.constantFrom('x', 'y', null);
const values: fc.Arbitrary<Values> = fc.record(
  { site: word, environment: word, labels: fc.record({ team: word }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);
const step: fc.Arbitrary<Step> = fc.record({
  source: fc.constantFrom('scan', 'cloud', 'script', 'manual'),
  hours: fc.constantFrom(1, 2, 30, 100),
  values,
});
const history = fc.array(step, { minLength: 2, maxLength: 7 });

const rules: fc.Arbitrary<readonly ReconciliationRuleInput[]> = fc.array(
  fc.record({
    class: fc.constantFrom('ConfigurationItem', 'Server', 'LinuxServer'),
    attributes: fc.constantFrom(null, ['site'], ['environment', 'labels.team'], ['labels.*']),
    source: fc.constantFrom('scan', 'cloud', 'script'),
    priority: fc.integer({ min: 0, max: 2 }),
    refreshPeriodSeconds: fc.constantFrom(null, 5 * 3_600, 50 * 3_600),
  }),
  { maxLength: 4 },
);

/** Plays a history about a server of a name; the first step makes it. */
async function play(name: string, steps: readonly Step[]): Promise<ItemId> {
  app.now = START;
  const [first] = (await send(app, { items: [server(name)] })).items;
  if (!first?.itemId) throw new Error('a server was made');
  for (const { source, hours, values: said } of steps) {
    app.now += hours * HOUR;
    if (source === 'manual') {
      const edited = await upsertItem(app, editCall(), { ref: { id: encodeItemId(first.itemId) }, ...said });
      expect(edited.errors).toEqual([]);
    } else {
      const record: ItemRecord = { class: 'LinuxServer', id: encodeItemId(first.itemId), ...said };
      expect((await send(app, { source, items: [record] })).items[0]?.errors).toEqual([]);
    }
  }
  return first.itemId;
}

const effective = ({ site, environment, labels, gates }: ConfigurationItem): object => ({
  site,
  environment,
  labels,
  gates,
});

const define = async (all: readonly ReconciliationRuleInput[]): Promise<void> => {
  for (const one of all) await rule(app, one);
};

test('a change of rules comes to what ingesting everything anew under them comes to', async () => {
  await fc.assert(
    fc.asyncProperty(history, rules, rules, async (steps, before, after) => {
      await wipe(app);
      await withoutRules(app);
      await define(before);
      const old = await play('old', steps);
      await withoutRules(app);
      await define(after);
      await sweepClaims(app);
      const anew = await play('new', steps);
      await sweepClaims(app);
      expect(effective(await storedItem(app, old))).toEqual(effective(await storedItem(app, anew)));
      // Everything is as it should be: looking again changes nothing.
      const stored = await footprint(app);
      await app.database.query('update claim_due set due_at = $1', [new Date(START).toISOString()]);
      expect(await sweepClaims(app)).toBe(0);
      expect(await footprint(app)).toEqual(stored);
    }),
    { numRuns: 8 },
  );
});

test('ingesting twice is ingesting once, under any rules', async () => {
  await fc.assert(
    fc.asyncProperty(history, rules, async (steps, own) => {
      await wipe(app);
      await withoutRules(app);
      await define(own);
      const id = await play('web', steps);
      const last = steps.findLast(({ source }) => source !== 'manual');
      if (!last) return;
      const record: ItemRecord = { class: 'LinuxServer', id: encodeItemId(id), ...last.values };
      const observedAt = app.clock().toISOString();
      await send(app, { source: last.source, items: [record], observedAt });
      const first = effective(await storedItem(app, id));
      const stored = await footprint(app);
      await send(app, { source: last.source, items: [record], observedAt });
      expect(await footprint(app)).toEqual(stored);
      expect(effective(await storedItem(app, id))).toEqual(first);
    }),
    { numRuns: 8 },
  );
});
