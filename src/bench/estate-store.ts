import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../storage/database';
import { ESTATE_REVISIONS, ESTATE_TYPES, gateKeysOf, hasGate, POOL_GATE, type Estate } from './estate-generator';

const ROWS_PER_CHUNK = 10_000;
/** How far apart the revisions of an estate are: all of them lie within the last two months. */
const REVISION_MS = 12 * 3_600_000;

/**
 * Puts an estate into the tables of an empty, migrated database, past everything that checks what is written, and leaves
 * them vacuumed, as a settled one has them. Its last revision is written at `now`.
 */
export async function storeEstate(database: Database, estate: Estate, now: Date): Promise<void> {
  await refuseUsed(database);
  const timeOf = (revision: number): string =>
    new Date(now.getTime() - (ESTATE_REVISIONS - revision) * REVISION_MS).toISOString();
  await copyIn(database, `configuration_item (${ITEM_COLUMNS})`, itemLines(estate, timeOf(1)));
  await copyIn(database, `relationship (${RELATIONSHIP_COLUMNS})`, openLines(estate, timeOf(1)));
  const closed = `relationship_version (${RELATIONSHIP_COLUMNS}, valid_to, closed_at)`;
  await copyIn(database, closed, endedLines(estate, timeOf));
  await storeLog(database, timeOf);
  await database.query(`select setval('configuration_item_id', $1), setval('relationship_id', $2)`, [
    estate.classes.length,
    estate.source.length + 1,
  ]);
  for (const table of TABLES) await database.query(`vacuum analyze ${table}`);
}

const TABLES = [
  'configuration_item',
  'configuration_item_version',
  'relationship',
  'relationship_version',
  'change_set',
];

/** An estate is written over whatever is there, so there must be nothing. */
async function refuseUsed(database: Database): Promise<void> {
  const [row] = await database.query<{ used: boolean }>('select exists (select from change_set) as used');
  if (row?.used === true)
    throw new Error('The benchmark writes its own inventory and needs a database without a history.');
}

const ITEM_COLUMNS = `id, class, tenant, name, lifecycle, can_fail, labels, attributes, gates, presence, version,
  created_at, updated_at, valid_from`;

function* itemLines(estate: Estate, at: string): Generator<string> {
  for (let id = 1; id < estate.classes.length; id++) {
    const className = estate.classes[id] ?? '';
    const gates = hasGate(estate, id) ? GATES : '{}';
    yield `${id}\t${className}\t\t${className} ${id}\tOPERATIONAL\tt\t{}\t{}\t${gates}\tPRESENT\t1\t${at}\t${at}\t1\n`;
  }
}

const GATES = JSON.stringify({ [POOL_GATE.key]: POOL_GATE });

const RELATIONSHIP_COLUMNS = `id, source_id, type, target_id, tenant, kind, strength, gate_keys, weight, attributes, claims,
  version, created_at, updated_at, valid_from`;

function* openLines(estate: Estate, at: string): Generator<string> {
  for (const [place, to] of estate.to.entries()) if (to === 0) yield `${relationshipLine(estate, place, at)}\n`;
}

function* endedLines(estate: Estate, timeOf: (revision: number) => string): Generator<string> {
  for (const [place, to] of estate.to.entries()) {
    if (to !== 0) yield `${relationshipLine(estate, place, timeOf(1))}\t${to}\t${timeOf(to)}\n`;
  }
}

function relationshipLine(estate: Estate, place: number, at: string): string {
  const source = estate.source[place] ?? 0;
  const type = ESTATE_TYPES[estate.type[place] ?? 0];
  const gates = `{${gateKeysOf(estate, place).join(',')}}`;
  const ends = `${place + 1}\t${source}\t${type}\t${estate.target[place]}`;
  return `${ends}\t\tDECLARED\tHARD\t${gates}\t1\t{}\t[]\t1\t${at}\t${at}\t${estate.from[place]}`;
}

/** The log says who wrote what and when, but not what: whoever reads an estate reads the tables. */
async function storeLog(database: Database, timeOf: (revision: number) => string): Promise<void> {
  const revisions = Array.from({ length: ESTATE_REVISIONS }, (_, place) => place + 1);
  await database.query(
    `insert into change_set
       (revision, at, id, principal, request_id, operation_id, operation_kind, change_count)
     select revision, at, gen_random_uuid(), 'bench', revision::text, gen_random_uuid(), 'SYSTEM', 0
       from unnest($1::bigint[], $2::timestamptz[]) as change_set (revision, at)`,
    [revisions, revisions.map(timeOf)],
  );
  await database.query('update revision_head set revision = $1, at = $2 where id = 1', [
    ESTATE_REVISIONS,
    timeOf(ESTATE_REVISIONS),
  ]);
}

async function copyIn(database: Database, into: string, lines: Iterable<string>): Promise<void> {
  await database.transaction(async (tx) => {
    // Millions of rows take longer than a statement of a request may.
    await tx.query('set local statement_timeout = 0');
    const client = await tx.client();
    await pipeline(Readable.from(chunks(lines)), client.query(copyFrom(`copy ${into} from stdin`)));
  });
}

function* chunks(lines: Iterable<string>): Generator<Buffer> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < ROWS_PER_CHUNK) continue;
    yield Buffer.from(chunk.join(''));
    chunk = [];
  }
  yield Buffer.from(chunk.join(''));
}
