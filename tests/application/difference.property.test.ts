import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { findDifference, type Difference, type DifferenceScope } from '../../src/application/history/difference';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import { itemId, relationshipId, revision, type Revision } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { Relationship } from '../../src/domain/relationship';
import type { ChangePlan } from '../../src/storage/change-sets/change-plan';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, ending, relation, testItem, testRelationship, update } from '../support/plans';
import { gate } from '../support/gates';

/* A difference is what comparing two complete exports comes to; the test keeps the exports itself. */

let database: TestDatabase;
let app: Application;
let runs = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await createApplication({ database: database.database, clock: () => new Date(), newId: randomUUID });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

/** Everything there is at one revision. */
interface Export {
  readonly at: Revision;
  readonly items: ReadonlyMap<number, ConfigurationItem>;
  readonly relationships: ReadonlyMap<number, Relationship>;
}

const ITEMS = 6;
const TYPES = ['DEPENDS_ON', 'RUNS_ON', 'REALIZES'] as const;
const ANY = gate('pair');

const step = fc.record({
  do: fc.constantFrom('put', 'put', 'retire', 'relate', 'relate', 'weigh', 'end'),
  a: fc.nat(ITEMS - 1),
  b: fc.nat(ITEMS - 1),
  n: fc.nat(3),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Few values, so that much comes back to what it was. */
const fieldsOf = (n: number): Partial<ConfigurationItem> => ({
  className: n === 3 ? 'LinuxServer' : 'Server',
  site: n === 0 ? null : 'FRA',
  attributes: n % 2 === 0 ? {} : { cores: n, os: { name: 'linux' } },
  labels: n === 2 ? { team: 'a.b' } : {},
  gates: n === 1 ? [ANY] : [],
  owner: n === 2 ? { name: 'x', url: null } : null,
});

/** What a step writes over an export; null when there is nothing to do. */
function planOf(base: number, now: Export, { do: what, a, b, n }: Step): Partial<ChangePlan> | null {
  const [first, second] = [now.items.get(base + a), now.items.get(base + b)];
  const alive = first?.retiredAt === null && second?.retiredAt === null;
  const type = TYPES[n % TYPES.length] ?? 'DEPENDS_ON';
  const id = relationshipId(base + 100 + a * 10 * ITEMS + b * 10 + (n % TYPES.length));
  const known = now.relationships.get(id);
  const fresh = testItem(itemId(base + a), fieldsOf(n));
  if (what === 'put') {
    return { items: [first ? update(first, { ...fieldsOf(n), retiredAt: null, retiredBy: null }) : creation(fresh)] };
  }
  if (what === 'retire' && first?.retiredAt === null) {
    const own = [...now.relationships.values()].filter(({ source, target }) => [source, target].includes(first.id));
    const retired = update(first, { retiredAt: '2026-11-22T00:00:00.000Z', retiredBy: 'PERSON' });
    return { items: [retired], relationships: own.map(ending) };
  }
  if (what === 'relate' && alive && a !== b && !known) {
    return { relationships: [relation(testRelationship(id, first.id, second.id, { type }))] };
  }
  if (what === 'weigh' && known) {
    const after = { ...known, weight: n + 1, version: known.version + 1 };
    return { relationships: [{ before: known, after, kind: 'UPDATED', paths: ['weight'] }] };
  }
  return what === 'end' && known ? { relationships: [ending(known)] } : null;
}

async function run(base: number, now: Export, step: Step): Promise<Export> {
  const parts = planOf(base, now, step);
  if (!parts) return now;
  const { revision: at } = await app.writes.submit({ prepare: () => Promise.resolve(changePlan(parts)) });
  const items = new Map(now.items);
  const relationships = new Map(now.relationships);
  for (const { after } of parts.items ?? []) items.set(after.id, { ...after, validFrom: at });
  for (const { before, after } of parts.relationships ?? []) {
    if (after) relationships.set(after.id, { ...after, validFrom: at });
    else relationships.delete(before?.id ?? 0);
  }
  return { at, items, relationships };
}

/** What a caller would see of an export, as texts. */
interface Seen {
  readonly items: ReadonlyMap<number, string>;
  readonly relationships: ReadonlyMap<number, string>;
}

function seen({ items, relationships }: Export, within: ReadonlySet<number> | null): Seen {
  const shown = [...items.values()].filter(({ id, retiredAt }) => retiredAt === null && (within?.has(id) ?? true));
  const ids = new Set(shown.map(({ id }) => id));
  const held = [...relationships.values()].filter(({ source, target }) => ids.has(source) && ids.has(target));
  return {
    items: new Map(
      shown.map(({ id, className, site, attributes, labels, gates, owner }) => [
        id,
        JSON.stringify([className, site, attributes, labels, gates, owner]),
      ]),
    ),
    relationships: new Map(held.map((one) => [one.id, JSON.stringify([one.source, one.type, one.target, one.weight])])),
  };
}

/** What an item needs, itself included: the source needs the target, of REALIZES the other way round. */
function closure({ items, relationships }: Export, root: number): ReadonlySet<number> {
  const found = new Set(items.get(root)?.retiredAt === null ? [root] : []);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const { source, target, type } of relationships.values()) {
      const [dependent, provider] = type === 'REALIZES' ? [target, source] : [source, target];
      if (found.has(dependent)) found.add(provider);
    }
  }
  return found;
}

function compared(before: ReadonlyMap<number, string>, after: ReadonlyMap<number, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .flatMap((id) => {
      if (before.get(id) === after.get(id)) return [];
      return [`${id} ${!before.has(id) ? 'ADDED' : !after.has(id) ? 'REMOVED' : 'CHANGED'}`];
    });
}

/** All pages of a list, of a size that makes several. */
async function all(list: Difference['items']): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after: readonly number[] | null = null; ;) {
    const page = await list.page(null, { limit: 2, backward: false, after, before: null });
    found.push(...page.entries.map(({ value }) => `${value.id} ${value.kind}`));
    if (!page.hasMore) return found;
    after = page.entries.at(-1)?.position as readonly number[];
  }
}

async function expectSame(from: Export, to: Export, root: number | null): Promise<void> {
  const reference = { id: encodeItemId(itemId(root ?? 0)) };
  const scope: DifferenceScope | null = root === null ? null : { roots: [reference], direction: 'DEPENDENCIES' };
  const within = (at: Export): ReadonlySet<number> | null => (root === null ? null : closure(at, root));
  const [before, after] = [seen(from, within(from)), seen(to, within(to))];
  const difference = await findDifference(app, { from: from.at, to: to.at }, scope, new AbortController().signal);
  const expected = compared(before.items, after.items);
  expect(await all(difference.items)).toEqual(expected);
  expect(await all(difference.relationships)).toEqual(compared(before.relationships, after.relationships));
  const count = (kind: string): number => expected.filter((line) => line.endsWith(kind)).length;
  expect(await difference.items.counts()).toEqual({
    added: count('ADDED'),
    removed: count('REMOVED'),
    changed: count('CHANGED'),
  });
}

test('a difference is what comparing two exports comes to, of everything and of what one item needs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 18 }),
      fc.nat(ITEMS - 1),
      fc.tuple(fc.nat(30), fc.nat(30)),
      async (steps, root, picked) => {
        runs += 1;
        const base = 2_000_000 + runs * 1_000;
        const history: Export[] = [{ at: app.projection.head, items: new Map(), relationships: new Map() }];
        for (const one of steps) history.push(await run(base, history.at(-1) as Export, one));
        const last = history.at(-1) as Export;
        await app.projection.waitFor(last.at, 60_000);
        const [from, to] = picked.map((at) => at % history.length).sort((a, b) => a - b) as [number, number];
        for (const [a, b] of [
          [0, history.length - 1],
          [from, to],
        ] as const) {
          await expectSame(history[a] as Export, history[b] as Export, null);
          await expectSame(history[a] as Export, history[b] as Export, base + root);
        }
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
});

test('moments in the wrong order are refused', async () => {
  const { head } = app.projection;
  await expect(
    findDifference(app, { from: head, to: revision(head - 1) }, null, new AbortController().signal),
  ).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
