import fc from 'fast-check';
import { beginSession } from '../../src/application/sync/begin-session';
import { commitSession } from '../../src/application/sync/commit-session';
import type { RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { WHOLE_SOURCE } from '../../src/domain/ingest/sync-scope';
import { editCall, send, server, ingestAppOfFile, wipe } from '../support/ingest-app';

const app = ingestAppOfFile({ kept: true });

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
type Name = (typeof NAMES)[number];
type Pair = readonly [Name, Name];

const siteOf = (name: Name): string => (NAMES.indexOf(name) < 3 ? 'x' : 'y');
const box = (name: Name) => server(name, { nativeKey: name, site: siteOf(name) });
const link = ([from, to]: Pair): RelationshipRecord => ({
  type: 'DEPENDS_ON',
  source: { native: { source: 'scan', key: from } },
  target: { native: { source: 'scan', key: to } },
});

const PAIRS: readonly Pair[] = [
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'd'],
  ['d', 'e'],
  ['e', 'f'],
  ['f', 'a'],
];

/** What the inventory must be, item by item and relationship by relationship, from the rules as they are written down. */
interface Naive {
  readonly present: Set<Name>;
  readonly related: Set<string>;
}

function commitNaively(
  naive: Naive,
  seen: ReadonlySet<Name>,
  reported: ReadonlySet<string>,
  site: string | null,
): void {
  const inside = (name: Name): boolean => site === null || siteOf(name) === site;
  for (const name of NAMES) if (inside(name) && !seen.has(name)) naive.present.delete(name);
  for (const [from, to] of PAIRS) {
    const missed = [from, to].some((end) => inside(end) && !seen.has(end));
    if (inside(from) && !missed && !reported.has(`${from}${to}`)) naive.related.delete(`${from}${to}`);
  }
}

async function stored(): Promise<{ readonly present: readonly string[]; readonly related: readonly string[] }> {
  const items = await app.database.query<{ name: string }>(
    `select name from configuration_item where presence = 'PRESENT' order by name`,
  );
  const relationships = await app.database.query<{ pair: string }>(
    `select a.name || b.name as pair from relationship
       join configuration_item as a on a.id = source_id join configuration_item as b on b.id = target_id order by 1`,
  );
  return { present: items.map((row) => row.name), related: relationships.map((row) => row.pair) };
}

const run = fc.record({
  site: fc.constantFrom(null, 'x', 'y'),
  seen: fc.subarray([...NAMES]),
  reported: fc.subarray([...PAIRS]),
  parts: fc.integer({ min: 1, max: 3 }),
});

test('after any sessions the inventory is what a naive comparison of claimed and seen says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 3 }), async (runs) => {
      await wipe(app);
      await send(app, { items: NAMES.map(box), relationships: PAIRS.map(link) });
      const naive: Naive = { present: new Set(NAMES), related: new Set(PAIRS.map(([from, to]) => from + to)) };
      for (const { site, seen, reported, parts } of runs) {
        const scope = site === null ? WHOLE_SOURCE : { ...WHOLE_SOURCE, attributes: { site } };
        const covered = seen.filter((name) => site === null || siteOf(name) === site);
        // A source reports relationships of the items that it sees.
        const links = reported.filter(([from, to]) => covered.includes(from) && naive.related.size > 0 && to !== from);
        const call = { source: 'scan', scope, maxRemovalPercent: 100, idleMinutes: 60, takeOver: true };
        const session = await beginSession(app, editCall(), call);
        for (let part = 0; part < parts; part += 1) {
          const items = covered.filter((_, index) => index % parts === part).map(box);
          await send(app, { items, syncSession: session.id });
        }
        await send(app, { relationships: links.map(link), syncSession: session.id });
        for (const name of covered) naive.present.add(name);
        for (const [from, to] of links) naive.related.add(from + to);
        const wanted = { session: session.id, partialTypes: [], maxRemovalPercent: null };
        const { session: ended } = await commitSession(app, editCall(), wanted);
        if (ended.state === 'COMMITTED') {
          commitNaively(naive, new Set(covered), new Set(links.map(([from, to]) => from + to)), site);
        } else expect(covered).toHaveLength(0);
      }
      expect(await stored()).toEqual({ present: [...naive.present].sort(), related: [...naive.related].sort() });
    }),
    { numRuns: 15 },
  );
});
