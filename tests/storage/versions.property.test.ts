import * as fc from 'fast-check';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { revision, type Revision } from '../../src/domain/ids';
import { readHead, revisionAt } from '../../src/storage/history/change-log';
import type { Database } from '../../src/storage/database';
import { CONTESTED_TABLE, IDENTIFIER_TABLE, type IdentifierRow } from '../../src/storage/change-sets/identifier-rows';
import { ITEM_TABLE, toItem, type ItemRow } from '../../src/storage/change-sets/item-rows';
import { OBSERVATION_TABLE, toObservation, type ObservationRow } from '../../src/storage/change-sets/observation-rows';
import {
  RELATIONSHIP_TABLE,
  toRelationship,
  type RelationshipRow,
} from '../../src/storage/change-sets/relationship-rows';
import { asOf } from '../../src/storage/versioned-table';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { testQueue } from '../support/plans';
import { afterStep, stepWrite, type State, type Step } from '../support/small-history';

const ITEMS = 4;
const DAY_MS = 24 * 60 * 60 * 1_000;

let testDatabase: TestDatabase;
let database: Database;
let queue: WriteQueue;
/** Runs forward by days, so that versions end in several partitions. */
let now = Date.parse('2026-11-01T00:00:00Z');
let runs = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  queue = testQueue(database, { clock: () => new Date(now) });
});
afterAll(async () => {
  await queue.close();
  await testDatabase.drop();
});

const item = fc.nat(ITEMS - 1);
const value = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('put', 'retire'), item, value }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('observe', 'withdraw'), item, source: fc.nat(1), value }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('relate', 'end'), item, other: item, value }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('identify'), item, value }) },
);
/** Steps within one round are submitted at the same time. */
const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 10 });

/** Items of a run, at a revision, from the current rows and the closed versions. */
async function stateAt(base: number, at: Revision, time: string): Promise<State> {
  const state = new Map<string, string>();
  const of = (id: number): number => id - base;
  const mine = `between ${base} and ${base + ITEMS - 1}`;
  const items = await database.query<ItemRow>(
    `select * from ${asOf(ITEM_TABLE, '$1', '$2')} as item where id ${mine}`,
    [at, time],
  );
  for (const one of items.map(toItem)) {
    const line = one.retiredAt === null ? '=' : 'retired';
    state.set(`item ${of(one.id)}`, `v${one.version} ${line} ${JSON.stringify(one.attributes['value'])}`);
  }
  const observations = await database.query<ObservationRow>(
    `select * from ${asOf(OBSERVATION_TABLE, '$1')} as observation where item_id ${mine}`,
    [at],
  );
  for (const one of observations.map(toObservation)) {
    const source = one.source.replace('source-', '');
    state.set(`observation ${of(one.itemId)} ${source}`, `says ${JSON.stringify(one.claims['attributes.value'])}`);
  }
  const relationships = await database.query<RelationshipRow>(
    `select * from ${asOf(RELATIONSHIP_TABLE, '$1', '$2')} as relationship where source_id ${mine}`,
    [at, time],
  );
  for (const one of relationships.map(toRelationship)) {
    const line = `v${one.version} weighs ${one.weight}`;
    state.set(`relationship ${of(one.source)} ${of(one.target)}`, line);
  }
  // The closed rows of both identifier tables are in one table, told apart by a flag.
  const holders = await database.query<IdentifierRow>(
    `select * from (
       select * from ${IDENTIFIER_TABLE.name} where valid_from <= $1
       union all
       select * from ${asOf(CONTESTED_TABLE, '$1')} as closed
     ) as held where item_id ${mine} order by contested, item_id`,
    [at],
  );
  for (const one of holders) {
    const key = `identifier ${one.value.split(' ')[1] ?? ''}`;
    state.set(key, [state.get(key), String(of(one.item_id))].filter(Boolean).join(' '));
  }
  return state;
}

const sorted = (state: State): readonly string[] => [...state].map(([key, line]) => `${key}: ${line}`).sort();

test('current rows and closed versions together give every past state, whoever wrote at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (script) => {
      runs += 1;
      const base = runs * 1_000;
      const history: { at: Revision; time: string; state: State }[] = [];
      let state: State = new Map();
      const begin = await readHead(database);
      for (const round of script) {
        now += 9 * DAY_MS;
        const results = await Promise.all(
          round.map(async (one) => ({ one, result: await queue.submit(stepWrite(base, one)) })),
        );
        // Writes of one round take effect in the order of their revisions.
        for (const { one, result } of results.toSorted((a, b) => a.result.revision - b.result.revision)) {
          if (!result.changeSet) continue;
          state = afterStep(state, one);
          history.push({ at: result.revision, time: result.changeSet.at, state });
        }
      }
      expect(history.map(({ at }) => at)).toEqual(history.map((_, index) => begin.revision + 1 + index));
      for (const { at, time, state: expected } of history) {
        expect(sorted(await stateAt(base, at, time))).toEqual(sorted(expected));
      }
      const last = history.at(-1);
      if (last) expect(await revisionAt(database, last.time)).toBe(last.at);
      expect(await stateAt(base, begin.revision, begin.at)).toEqual(new Map());
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

test('the revision at a time is the last one by then, and 0 before the first', async () => {
  const rows = await database.query<{ revision: number; at: string }>('select revision, at from change_set order by 1');
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) throw new Error('nothing was written');
  expect(await revisionAt(database, '2000-01-01T00:00:00Z')).toBe(revision(0));
  expect(await revisionAt(database, '2100-01-01T00:00:00Z')).toBe(last.revision);
  const middle = rows[Math.floor(rows.length / 2)] ?? first;
  const expected = rows.findLast((row) => row.at <= middle.at)?.revision;
  expect(await revisionAt(database, middle.at)).toBe(expected);
});
