import fc from 'fast-check';
import type { ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { ingestAppOfFile, send, wipe } from '../support/ingest-app';

const app = ingestAppOfFile({ kept: true });

const SOURCES = ['scan', 'cloud', 'script'] as const;
const MACHINES = ['a', 'b', 'c', 'd'] as const;

/** What one report says of one machine; the place in the list is its time. */
const said = fc.record({
  source: fc.constantFrom(...SOURCES),
  machine: fc.constantFrom(...MACHINES),
  gone: fc.constantFrom(false, false, false, false, true),
  os: fc.option(fc.constantFrom('Debian', 'Ubuntu', null), { nil: undefined }),
  environment: fc.option(fc.constantFrom('production', 'test', null), { nil: undefined }),
  labels: fc.option(fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', null)), { nil: undefined }),
  complete: fc.subarray(['ATTRIBUTES', 'LABELS'] as const),
  needs: fc.option(fc.constantFrom(...MACHINES), { nil: undefined }),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

/** A report with a time of its own. */
interface Report extends Said {
  readonly observedAt: string;
}

const timed = (all: readonly Said[], start = Date.UTC(2026, 0, 1)): readonly Report[] =>
  all.map((one, at) => ({ ...one, observedAt: new Date(start + at * 60_000).toISOString() }));

const serial = (machine: string): string => `SN-${machine}`;
const named = (machine: string) => ({ identity: { class: 'LinuxServer', attributes: identity(machine) } });
const identity = (machine: string) => ({ serialNumber: serial(machine), manufacturer: 'Dell' });
const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const itemOf = ({ source, machine, gone, os, environment, labels, complete, observedAt }: Report): ItemRecord =>
  defined({
    class: 'LinuxServer',
    name: machine,
    nativeKey: source === 'scan' ? machine : undefined,
    presence: gone ? ('ABSENT' as const) : undefined,
    environment,
    labels,
    complete: complete.length > 0 ? complete : undefined,
    observedAt,
    attributes: defined({ ...identity(machine), os }),
  }) as ItemRecord;

const linkOf = ({ machine, needs, observedAt }: Report): readonly RelationshipRecord[] =>
  needs === undefined || needs === machine
    ? []
    : [{ type: 'DEPENDS_ON', source: named(machine), target: named(needs), observedAt }];

/** Calls of some reports each, in this order; what one call says twice of one machine is a conflict, so it is said in two. */
function calls(reports: readonly Report[], sizes: readonly number[]): readonly (readonly Report[])[] {
  const all: Report[][] = [];
  for (const [at, report] of reports.entries()) {
    const last = all.at(-1);
    const fits =
      last &&
      last[0]?.source === report.source &&
      last.length < (sizes[at % sizes.length] ?? 1) &&
      !last.some((other) => other.machine === report.machine);
    if (fits) last.push(report);
    else all.push([report]);
  }
  return all;
}

/** Everybody knows everything before: that a thing is gone is not remembered of one that was never reported. */
const BEFORE: readonly Said[] = SOURCES.flatMap((source) =>
  MACHINES.map((machine) => ({
    source,
    machine,
    gone: false,
    os: undefined,
    environment: undefined,
    labels: undefined,
    complete: [],
    needs: undefined,
  })),
);

async function tell(batches: readonly (readonly Report[])[]): Promise<void> {
  for (const batch of batches) {
    const result = await send(app, { source: batch[0]?.source ?? 'scan', items: batch.map(itemOf) });
    expect(result.items.flatMap((item) => item.errors)).toEqual([]);
  }
  // Ends that are named by what identifies them must be there: relationships come in the same order, behind the items.
  for (const batch of batches) {
    await send(app, { source: batch[0]?.source ?? 'scan', relationships: batch.flatMap(linkOf) });
  }
}

/** Everything but ids, and times: when a thing was last seen stands with its claims or in the sightings of a run. */
async function state(): Promise<readonly string[]> {
  const rows = await app.database.query<{ text: string }>(
    `with item as (select id, attributes->>'serialNumber' as serial from configuration_item)
     select jsonb_build_array('item', class, name, environment, lifecycle, labels, attributes, gates, presence)::text as text
       from configuration_item
     union all
     select jsonb_build_array('observation', serial, source, native_key, class, claims, claims_existence)::text
       from observation join item on id = item_id
     union all
     select jsonb_build_array('identifier', serial, entry_id, value)::text from ci_identifier join item on id = item_id
     union all
     select jsonb_build_array('relationship', source.serial, type, target.serial, relationship.kind, strength, weight,
              (select jsonb_agg(claim - 'observedAt') from jsonb_array_elements(claims) as claim))::text
       from relationship join item as source on source.id = source_id join item as target on target.id = target_id
     order by text`,
  );
  return rows.map((row) => row.text);
}

const story = fc.array(said, { minLength: 4, maxLength: 14 }).chain((all) => {
  const reports = timed(all, Date.UTC(2026, 1, 1));
  return fc.record({
    reports: fc.constant(reports),
    shuffled: fc.shuffledSubarray([...reports], { minLength: reports.length }),
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
  });
});

test('the order of items and of batches does not matter to what they come to', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ reports, shuffled, sizes }) => {
      await wipe(app);
      await tell(calls(timed(BEFORE), [4]));
      await tell(calls(reports, [1]));
      const inOrder = await state();
      await wipe(app);
      await tell(calls(timed(BEFORE), [4]));
      await tell(calls(shuffled, sizes));
      expect(await state()).toEqual(inOrder);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
