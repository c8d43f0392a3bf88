import type { Database } from '../storage/database';
import { ESTATE_REVISIONS, ESTATE_TYPES, type Estate } from './estate-generator';

const ROWS_PER_STATEMENT = 20_000;

/** Puts an estate into the tables of an empty, migrated database and leaves them vacuumed, as a settled one has them. */
export async function storeEstate(database: Database, estate: Estate): Promise<void> {
  await refuseUsed(database);
  await storeItems(database, estate);
  const open = Array.from(estate.to.keys()).filter((place) => estate.to[place] === 0);
  const ended = Array.from(estate.to.keys()).filter((place) => estate.to[place] !== 0);
  for (const rows of chunks(open)) await storeRelationships(database, estate, rows, 'relationship');
  for (const rows of chunks(ended)) await storeRelationships(database, estate, rows, 'relationship_version');
  await database.query('update revision_head set revision = $1 where id = 1', [ESTATE_REVISIONS]);
  for (const table of TABLES) await database.query(`vacuum analyze ${table}`);
}

/** Empties the tables that an estate was put into. */
export async function removeEstate(database: Database): Promise<void> {
  await database.query(`truncate ${TABLES.join(', ')}`);
  await database.query('update revision_head set revision = 0 where id = 1');
}

const TABLES = ['configuration_item', 'configuration_item_version', 'relationship', 'relationship_version'];

/** An estate is written over whatever is there, so there must be nothing. */
async function refuseUsed(database: Database): Promise<void> {
  const [row] = await database.query<{ used: boolean }>('select exists (select from configuration_item) as used');
  if (row?.used === true) throw new Error('The benchmark writes its own inventory and needs a database without items.');
}

async function storeItems(database: Database, { classes }: Estate): Promise<void> {
  const ids = Array.from({ length: classes.length - 1 }, (_, place) => place + 1);
  for (const rows of chunks(ids)) {
    await database.query(
      `insert into configuration_item
         (id, class, tenant, name, lifecycle, can_fail, labels, attributes, gates, presence, version,
          created_at, updated_at, valid_from)
       select id, class, '', class || ' ' || id, 'OPERATIONAL', true, '{}', '{}', '{}', 'PRESENT', 1, $3, $3, 1
         from unnest($1::bigint[], $2::text[]) as item (id, class)`,
      [rows, rows.map((id) => classes[id]), TIME],
    );
  }
}

const TIME = '2026-01-01T00:00:00Z';

async function storeRelationships(
  database: Database,
  estate: Estate,
  places: readonly number[],
  table: 'relationship' | 'relationship_version',
): Promise<void> {
  const closed = table === 'relationship_version';
  await database.query(
    `insert into ${table}
       (id, source_id, type, target_id, tenant, kind, strength, gate_keys, weight, attributes, claims, version,
        created_at, updated_at, valid_from${closed ? ', valid_to, closed_at' : ''})
     select id, source, type, target, '', 'DECLARED', 'HARD', '{}', 1, '{}', '[]', 1,
            $7, $7, valid_from${closed ? ', valid_to, $7' : ''}
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
         as relationship (id, source, type, target, valid_from, valid_to)`,
    [
      places.map((place) => place + 1),
      places.map((place) => estate.source[place]),
      places.map((place) => ESTATE_TYPES[estate.type[place] ?? 0]),
      places.map((place) => estate.target[place]),
      places.map((place) => estate.from[place]),
      places.map((place) => estate.to[place]),
      TIME,
    ],
  );
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
