import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '../migrations/all';
import { openDatabase, type Database } from '../src/storage/database';
import { migrate } from '../src/storage/migrate';
import { ensurePartitions } from '../src/storage/history/partitions';
import { onEmpty } from './support/database';
import { dumpSchema } from './support/schema-dump';
import { ROOT } from './support/source-tree';

const DUMP = join(ROOT, 'migrations/schema.sql');
const NOW = new Date('2026-11-22T12:00:00Z');
const NAMES = MIGRATIONS.map((migration) => migration.name);

async function partitionsOf(database: Database, table: string): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by name`,
    [table],
  );
  return rows.map((row) => row.name);
}

describe('the migrations', () => {
  test('lead from nothing to the schema that is written down, and a second run does nothing', async () => {
    await onEmpty(async (database) => {
      expect(await migrate(database, NOW)).toEqual(NAMES);
      const dump = await dumpSchema(database);
      if (process.env['UNDERPIN_WRITE_SCHEMA'] === '1') writeFileSync(DUMP, dump);
      expect(dump).toBe(readFileSync(DUMP, 'utf8'));
      expect(await migrate(database, NOW)).toEqual([]);
      expect(await dumpSchema(database)).toBe(dump);
    });
  });

  test('can be read as SQL: the written schema makes the same schema', async () => {
    await onEmpty(async (database) => {
      const written = readFileSync(DUMP, 'utf8');
      await database.query(written);
      expect(await dumpSchema(database)).toBe(written);
    });
  });

  test('run once when eight servers start at once', async () => {
    await onEmpty(async (_, url) => {
      const servers = await Promise.all(Array.from({ length: 8 }, () => openDatabase(url, { poolSize: 2 })));
      try {
        const ran = await Promise.all(servers.map((server) => migrate(server, NOW)));
        expect(ran.flat()).toEqual(NAMES);
      } finally {
        await Promise.all(servers.map((server) => server.close()));
      }
    });
  });

  test('leave what is stored alone when a server starts again', async () => {
    await onEmpty(async (database) => {
      await migrate(database, NOW);
      await database.query('update revision_head set revision = 7');
      await migrate(database, NOW);
      const [head] = await database.query<{ revision: number }>('select revision from revision_head');
      expect(head?.revision).toBe(7);
    });
  });
});

describe('partitions', () => {
  test('are there for this month and the two after it', async () => {
    await onEmpty(async (database) => {
      await migrate(database, new Date('2026-11-30T23:59:59Z'));
      expect(await partitionsOf(database, 'change')).toEqual([
        'change_2026_11',
        'change_2026_12',
        'change_2027_01',
        'change_default',
      ]);
    });
  });

  test('that are made late leave a month to the default partition that holds it, and lose nothing', async () => {
    await onEmpty(async (database) => {
      await migrate(database, NOW);
      await database.query(
        `insert into change_set values (1, '2027-03-05T00:00:00Z', gen_random_uuid(), 'p', null, null, 'r',
                                        gen_random_uuid(), 'EDIT', 0)`,
      );
      await ensurePartitions(database, new Date('2027-03-06T00:00:00Z'));
      expect(await partitionsOf(database, 'change_set')).toEqual(
        expect.arrayContaining(['change_set_2027_04', 'change_set_2027_05', 'change_set_default']),
      );
      expect(await partitionsOf(database, 'change_set')).not.toContain('change_set_2027_03');
      const rows = await database.query('select revision from change_set');
      expect(rows).toHaveLength(1);
    });
  });
});
