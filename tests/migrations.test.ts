import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '../migrations/all';
import { openDatabase, type Database } from '../src/storage/database';
import { migrate } from '../src/storage/migrate';
import { ensurePartitions } from '../src/storage/history/partitions';
import { onEmpty } from './support/database';
import { dumpSchema } from './support/schema-dump';
import { ROOT } from './support/source-tree';
import { until } from './support/until';

const DUMP = join(ROOT, 'migrations/schema.sql');
const NOW = new Date('2026-11-22T12:00:00Z');
const NAMES = MIGRATIONS.map((migration) => migration.name);

const WAITING_FOR_VERSIONS =
  "select pid from pg_locks where not granted and relation = 'configuration_item_version'::regclass";

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

  test('wait for a long reader without having others wait behind them, and say so', async () => {
    await onEmpty(async (database) => {
      await migrate(database, NOW);
      // Changes the table of webhooks.
      await database.query("delete from schema_migration where name = 'Access1795000800000'");
      const told: string[] = [];
      const patience = {
        attemptMs: 100,
        pauseMs: 50,
        totalMs: 60_000,
        report: (message: string) => told.push(message),
      };
      const migrating = await database.transaction(async (reader) => {
        await reader.query('select from webhook');
        const ran = migrate(database, NOW, patience);
        await until(() => told.length >= 2);
        // Nobody holds what it wants for longer than an attempt: another reader comes through.
        await database.transaction(async (other) => {
          await other.query("set local lock_timeout = '5s'");
          await other.query('select from webhook');
        });
        return { ran };
      });
      expect(await migrating.ran).toEqual(['Access1795000800000']);
      expect(told[0]).toMatch(
        /^Access1795000800000 changes a table that others are using\. Open for the longest time: underpin \(process \d+, \d+ s\)\. Trying again in 1 s\.$/,
      );
    });
  });

  test('begin anew when somebody wants one table of theirs and holds the other', async () => {
    await onEmpty(async (database, url) => {
      await migrate(database, NOW);
      // Changes the table of items, then that of their closed versions.
      await database.query("delete from schema_migration where name = 'Sync1795000300000'");
      const told: string[] = [];
      const patience = { attemptMs: 30_000, pauseMs: 50, totalMs: 60_000, report: (text: string) => told.push(text) };
      const other = await openDatabase(url, { poolSize: 2 });
      const migrating = await other.transaction(async (reader) => {
        await reader.query('select from configuration_item_version');
        const ran = migrate(database, NOW, patience);
        await until(async () => (await other.query(WAITING_FOR_VERSIONS)).length > 0);
        // PostgreSQL refuses who has waited for longer, which is the migration.
        await reader.query('select from configuration_item');
        return { ran };
      });
      expect(await migrating.ran).toEqual(['Sync1795000300000']);
      expect(told).toEqual([expect.stringMatching(/^Sync1795000300000 changes a table that others are using/)]);
      await other.close();
    });
  });

  test('give up with a reason when a table stays in use, and leave nothing behind', async () => {
    await onEmpty(async (database) => {
      await migrate(database, NOW);
      await database.query("delete from schema_migration where name = 'Access1795000800000'");
      const dump = await dumpSchema(database);
      await database.transaction(async (reader) => {
        await reader.query('select from webhook');
        const migrating = migrate(database, NOW, { attemptMs: 50, pauseMs: 10, totalMs: 100 });
        await expect(migrating).rejects.toThrow(/changes a table that others are using.*End them, or try again later/);
      });
      expect(await dumpSchema(database)).toBe(dump);
      expect(await migrate(database, NOW)).toEqual(['Access1795000800000']);
    });
  });

  test('stop waiting when they are told to, for a table as for another server, and leave nothing behind', async () => {
    await onEmpty(async (database, url) => {
      const other = await openDatabase(url, { poolSize: 2 });
      await migrate(database, NOW);
      await database.query("delete from schema_migration where name = 'Access1795000800000'");
      const stopping = new AbortController();
      const told: string[] = [];
      const patience = { attemptMs: 50, pauseMs: 60_000, totalMs: 300_000, report: (text: string) => told.push(text) };
      await database.transaction(async (reader) => {
        await reader.query('select from webhook');
        const waiting = { ...patience, signal: stopping.signal };
        // The second waits for the first.
        const both = Promise.allSettled([migrate(database, NOW, waiting), migrate(other, NOW, waiting)]);
        await until(() => told.length > 0);
        stopping.abort(new Error('told to stop'));
        const rejected = { status: 'rejected', reason: stopping.signal.reason as Error };
        expect(await both).toEqual([rejected, rejected]);
      });
      await other.close();
      expect(await migrate(database, NOW)).toEqual(['Access1795000800000']);
    });
  });

  test('refuse a schema that a newer version has changed, and touch nothing', async () => {
    await onEmpty(async (database) => {
      await migrate(database, NOW);
      await database.query(
        `insert into schema_migration (timestamp, name) values (1999000000000, 'Tomorrow1999000000000')`,
      );
      const dump = await dumpSchema(database);
      await expect(migrate(database, NOW)).rejects.toThrow(
        `a newer version of Underpin has changed it: this one knows it up to ${NAMES.at(-1)}, and there is Tomorrow1999000000000 as well`,
      );
      expect(await dumpSchema(database)).toBe(dump);
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
