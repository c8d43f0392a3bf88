import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ndjson, refusedWith, sendStream, serverLine, type StreamAnswer } from '../support/ingest-stream';
import { post } from '../support/server';
import { startServerProcess, type ServerProcess } from '../support/server-process';

jest.setTimeout(300_000);

const SOURCES = ['scan', 'cloud', 'script'] as const;
/** Everything that an ingest in a session stores something in. */
const TABLES_OF_INGEST = [
  'revision_head',
  'change_set',
  'change',
  'configuration_item',
  'observation',
  'ci_identifier',
  'relationship',
  'idempotency',
  'sighting',
  'relationship_sighting',
  'sync_session',
  'sync_session_set',
  'parked_record',
  'parked_wait',
] as const;
const WRITERS = 8;
const MACHINES = 30;

let test_: TestDatabase;
let servers: readonly ServerProcess[];

beforeAll(async () => {
  test_ = await createTestDatabase();
  // The first one stores the class model before the second looks for it.
  const first = await startServerProcess(test_.url, SOURCES);
  servers = [first, await startServerProcess(test_.url, [])];
});
afterAll(async () => {
  for (const server of servers) await server.kill();
  await test_.drop();
});

/** What one writer reports: machines in the order in which it names them, in so many chunks. */
interface Inventory {
  readonly writer: number;
  readonly machines: readonly number[];
  readonly chunks: number;
}

const inventories: fc.Arbitrary<readonly Inventory[]> = fc.tuple(
  ...Array.from({ length: WRITERS }, (_, writer) =>
    fc.record({
      writer: fc.constant(writer),
      machines: fc.shuffledSubarray(
        Array.from({ length: MACHINES }, (_each, at) => at),
        { minLength: 15 },
      ),
      chunks: fc.integer({ min: 1, max: 3 }),
    }),
  ),
);

const sourceOf = (writer: number): string => SOURCES[writer % SOURCES.length] ?? '';
const keyOf = (run: string, machine: number): string => `${run}-${machine}`;
const minuteOf = (writer: number): string => `2026-01-01T00:0${writer}:00.000Z`;

/** Every writer says something of its own of each machine, and something that its later twins contradict. */
function linesOf(run: string, { writer, machines, chunks }: Inventory): string {
  const own = (machine: number): object => ({ native: { source: sourceOf(writer), key: keyOf(run, machine) } });
  const parts = Array.from({ length: chunks }, (_, part) => machines.filter((_each, at) => at % chunks === part));
  return parts
    .map((part) =>
      ndjson([
        ...part.map((machine) => ({
          item: {
            class: 'LinuxServer',
            nativeKey: keyOf(run, machine),
            name: keyOf(run, machine),
            labels: { [`writer${writer}`]: 'was here' },
            attributes: { serialNumber: `SN-${keyOf(run, machine)}`, manufacturer: 'Dell', os: `os ${writer}` },
          },
        })),
        ...part.slice(1).map((machine, at) => ({
          relationship: { type: 'DEPENDS_ON', source: own(machine), target: own(part[at] ?? 0) },
        })),
      ]),
    )
    .join('\n');
}

const send = (run: string, inventory: Inventory): Promise<StreamAnswer> => {
  const query = { source: sourceOf(inventory.writer), observedAt: minuteOf(inventory.writer) };
  return sendStream(servers[inventory.writer % 2]?.url ?? '', query, [linesOf(run, inventory)]);
};

/** What each source must have said of each machine, whoever came first: everything, and of a contradiction the latest. */
function naiveClaims(run: string, all: readonly Inventory[]): readonly string[] {
  const claims = new Map<string, Record<string, string>>();
  for (const { writer, machines } of all) {
    for (const machine of machines) {
      const who = JSON.stringify([sourceOf(writer), keyOf(run, machine)]);
      const known = claims.get(who) ?? {};
      // Writers come here in the order of their times.
      claims.set(who, { ...known, [`labels.writer${writer}`]: 'was here', 'attributes.os': `os ${writer}` });
    }
  }
  return [...claims].map(([who, said]) => `${who} ${JSON.stringify(sorted(said))}`).sort();
}

const sorted = (said: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));

function naiveRelationships(run: string, all: readonly Inventory[]): readonly string[] {
  const claims = new Map<string, Set<string>>();
  for (const { writer, machines, chunks } of all) {
    for (let part = 0; part < chunks; part += 1) {
      const named = machines.filter((_, at) => at % chunks === part);
      for (const [at, machine] of named.slice(1).entries()) {
        const arc = `${keyOf(run, machine)} ${keyOf(run, named[at] ?? 0)}`;
        claims.set(arc, (claims.get(arc) ?? new Set()).add(sourceOf(writer)));
      }
    }
  }
  return [...claims].map(([arc, by]) => `${arc} ${[...by].sort().join(' ')}`).sort();
}

async function storedClaims(run: string): Promise<readonly string[]> {
  const rows = await test_.database.query<{ source: string; native_key: string; claims: Record<string, string> }>(
    `select source, native_key, claims from observation where native_key like $1`,
    [`${run}-%`],
  );
  return rows
    .map(({ source, native_key, claims }) => {
      const said = Object.entries(claims).filter(([path]) => path.startsWith('labels.') || path === 'attributes.os');
      return `${JSON.stringify([source, native_key])} ${JSON.stringify(sorted(Object.fromEntries(said)))}`;
    })
    .sort();
}

async function storedRelationships(run: string): Promise<readonly string[]> {
  const rows = await test_.database.query<{ arc: string }>(
    `select source.name || ' ' || target.name || ' ' ||
            (select string_agg(claim->>'source', ' ' order by claim->>'source') from jsonb_array_elements(claims) as claim) as arc
       from relationship join configuration_item as source on source.id = source_id
                         join configuration_item as target on target.id = target_id
      where source.name like $1`,
    [`${run}-%`],
  );
  return rows.map((row) => row.arc).sort();
}

/** Statements that store something fail as if they had met others, a deadlock and a lost race in turn: those for which `when` holds. */
async function failWhen(when: string, tables: readonly string[]): Promise<void> {
  const { query } = test_.database;
  await query('drop sequence if exists fault_count, statement_count');
  await query('create sequence fault_count');
  await query('create sequence statement_count');
  await query(
    `create or replace function fail_sometimes() returns trigger language plpgsql as $$
     begin
       if ${when.replace('nth', "nextval('statement_count')")} then
         if nextval('fault_count') % 2 = 0
         then raise exception 'on purpose: a deadlock' using errcode = '40P01';
         else raise exception 'on purpose: a lost race' using errcode = '40001';
         end if;
       end if;
       return null;
     end $$`,
  );
  for (const table of await storedTables()) await query(`drop trigger if exists fail_sometimes on ${table}`);
  for (const table of tables)
    await query(
      `create trigger fail_sometimes before insert or update or delete on ${table}
         for each statement execute function fail_sometimes()`,
    );
}

async function storedTables(): Promise<readonly string[]> {
  const rows = await test_.database.query<{ name: string }>(
    `select relname as name from pg_class join pg_namespace as space on space.oid = relnamespace
      where nspname = 'public' and relkind in ('r', 'p') and not relispartition and relname <> 'schema_migration'`,
  );
  return rows.map(({ name }) => name);
}

/** How many statements were made to fail. */
async function faults(): Promise<number> {
  const [row] = await test_.database.query<{ count: number }>(
    'select case when is_called then last_value else 0 end as count from fault_count',
  );
  return row?.count ?? 0;
}

let runs = 0;

async function expectNothingLost(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inventories, async (all) => {
      const run = `run${(runs += 1)}`;
      const answers = await Promise.all(all.map((inventory) => send(run, inventory)));
      expect(
        answers.map(({ lines, summary }) => [
          summary === null,
          lines.flatMap((line) => [...(line.errors ?? []), ...(line.error ? [line.error] : [])]),
        ]),
      ).toEqual(all.map(() => [false, []]));
      const reported = new Set(all.flatMap(({ machines }) => machines));
      const [counts] = await test_.database.query<{ items: number; names: number; contested: number }>(
        `select count(*) as items, count(distinct name) as names,
                (select count(*) from ci_identifier_contested) as contested
           from configuration_item where name like $1`,
        [`${run}-%`],
      );
      expect(counts).toEqual({ items: reported.size, names: reported.size, contested: 0 });
      expect(await storedClaims(run)).toEqual(naiveClaims(run, all));
      expect(await storedRelationships(run)).toEqual(naiveRelationships(run, all));
    }),
    { numRuns, endOnFailure: true },
  );
}

test('eight writers on two servers with overlapping inventories make one item per identity and lose no claim', async () => {
  await expectNothingLost(3);
});

describe('a statement that fails because of others', () => {
  afterEach(() => failWhen('false', []));

  test('is run again, wherever it happens, and no writer hears of it', async () => {
    // Fewer in all than one write may meet before it gives up.
    await failWhen('nth % 47 = 0 and (select last_value from fault_count) < 7', await storedTables());
    await expectNothingLost(2);
    expect(await faults()).toBeGreaterThan(5);
  });

  test.each([...TABLES_OF_INGEST])('is run again when it stores something in %s', async (table) => {
    const url = servers[0]?.url ?? '';
    await failWhen('nth = 1', [table]);
    const begun = await post<{ beginSync: { session: { id: string } } }>(url, {
      query:
        'mutation { beginSync(input: { source: "scan", takeOver: true, maxRemovalPercent: 100 }) { session { id } } }',
    });
    const session = begun.data?.beginSync.session.id ?? '';
    for (const round of [1, 2]) {
      const query = { source: 'scan', idempotencyKey: `${table} ${round}`, session, results: 'problems' };
      const { summary, lines } = await sendStream(url, query, [mixed(table)]);
      expect([lines.flatMap((line) => line.error ?? []), summary?.totals]).toEqual([
        [],
        [
          { outcome: round === 1 ? 'CREATED' : 'UNCHANGED', items: 3, relationships: 1 },
          { outcome: 'PARKED', items: 1, relationships: 1 },
        ],
      ]);
    }
    const committed = await post<{ commitSync: { session: { state: string } } }>(url, {
      query: `mutation { commitSync(input: { session: "${session}" }) { session { state } } }`,
    });
    expect([committed.errors, committed.data?.commitSync.session.state]).toEqual([undefined, 'COMMITTED']);
    expect(await faults()).toBe(1);
  });

  test('without end is given up after some tries, says that it may be tried again, and has written nothing', async () => {
    const url = servers[0]?.url ?? '';
    await failWhen('true', ['observation']);
    const query = { source: 'scan', idempotencyKey: 'for ever' };
    // Nothing has landed, so it is an answer of HTTP.
    expect(refusedWith(await sendStream(url, query, [mixed('never')]))).toEqual([503, 'RETRY_LATER']);
    expect(await faults()).toBe(8);
    await failWhen('false', []);
    const [row] = await test_.database.query<{ count: number }>(
      `select count(*) as count from configuration_item where name like 'never%'`,
    );
    expect(row?.count).toBe(0);
    const again = await sendStream(url, query, [mixed('never')]);
    expect(again.summary?.totals[0]).toEqual({ outcome: 'CREATED', items: 3, relationships: 1 });
  });
});

/** Two new servers and what one says of the other, two that share an identity, and things that are put off. */
function mixed(run: string): string {
  const key = (name: string): object => ({ native: { source: 'scan', key: `${run} ${name}` } });
  return ndjson([
    serverLine(`${run} a`, { attributes: { serialNumber: `${run} A`, manufacturer: 'Dell' } }),
    serverLine(`${run} b`, { attributes: { serialNumber: `${run} B`, manufacturer: 'Dell' } }),
    serverLine(`${run} c`, { attributes: { serialNumber: `${run} C`, manufacturer: 'Dell' } }),
    { item: { class: 'Database', nativeKey: `${run} lost`, name: 'lost' } },
    { relationship: { type: 'DEPENDS_ON', source: key('a'), target: key('b') } },
    { relationship: { type: 'DEPENDS_ON', source: key('a'), target: key('nobody') } },
  ]);
}
