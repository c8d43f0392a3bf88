import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { completeLinks } from '../../src/postgres/binaries';
import { startPostgres, type EmbeddedPostgres, type PostgresOptions } from '../../src/postgres/launcher';
import { reasonIn } from '../../src/postgres/postgres-log';
import { makeDirectory, removeDirectories } from '../support/directories';
import { startProcess } from '../support/process';

const isRoot = process.getuid?.() === 0;
/** One cluster for all tests here, started and stopped again and again: making one takes longest. */
const directory = join(makeDirectory(), 'data');

afterAll(removeDirectories);

async function withPostgres<T>(options: PostgresOptions, work: (postgres: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ dataDirectory: directory, fast: true, ...options });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

const refusal = (options: PostgresOptions): Promise<string> =>
  withPostgres(options, async () => 'it started').catch((error: Error) => `${error.name}: ${error.message}`);

describe('a started database', () => {
  test('is UTF-8 with one order everywhere, whatever the environment says', async () => {
    const child = startProcess('tests/support/hold-postgres.ts', [directory, 'fast'], {
      LANG: 'C',
      LC_ALL: 'C',
      PGDATA: '/nowhere',
      PGHOST: 'nowhere.invalid',
      PGPORT: '1',
    });
    const [, , url = ''] = await child.says(/ready (\d+) (\S+)/);
    const answer = await ask(
      url,
      `SELECT current_setting('server_encoding') AS encoding, upper('äé€') AS upper, current_user AS role,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    child.kill('SIGTERM');
    expect(answer).toEqual({ encoding: 'UTF8', upper: 'ÄÉ€', role: 'underpin', locale: 'C.UTF-8', superuser: false });
    expect(await child.ended()).toBe(0);
  });

  test('keeps what was written when it is stopped and started', async () => {
    await withPostgres({}, ({ url }) => ask(url, `CREATE TABLE kept AS SELECT 'Zürich' AS name`));
    await withPostgres({}, async ({ url }) =>
      expect(await ask(url, `SELECT name FROM kept`)).toEqual({ name: 'Zürich' }),
    );
  });

  test('is closed to other local users: no port, a socket in a directory of its own, and no other name', async () => {
    await withPostgres({}, async ({ url, socketDirectory }) => {
      expect(await ask(url, `SELECT current_setting('listen_addresses') AS addresses`)).toEqual({ addresses: '' });
      const socket = join(socketDirectory ?? '', '.s.PGSQL.5432');
      expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
      expect(readFileSync(join(directory, 'pg_hba.conf'), 'utf8')).toContain('local all all peer map=underpin');
      if (isRoot) expect(connectAs(12_345, socket)).toContain('EACCES');
      await expect(ask(url.replace('underpin@', 'somebody@'), 'SELECT 1')).rejects.toThrow(
        /peer authentication failed/i,
      );
    });
  });

  test('listens on TCP with a password when a port is asked for', async () => {
    await withPostgres({ port: 0 }, async ({ url, socketDirectory }) => {
      const { hostname, password } = new URL(url);
      expect({ hostname, socketDirectory, long: password.length >= 40 }).toEqual({
        hostname: '127.0.0.1',
        socketDirectory: null,
        long: true,
      });
      expect(await ask(url, `SELECT 1 AS one`)).toEqual({ one: 1 });
      await expect(ask(url.replace(password, 'guessed'), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
      expect(statSync(join(directory, 'postgres.password')).mode & 0o777).toBe(0o600);
    });
  });

  test('has its socket elsewhere when the path of the data directory is too long for one', async () => {
    const long = join(makeDirectory(), 'd'.repeat(100));
    await withPostgres({ dataDirectory: long }, async ({ url, socketDirectory }) => {
      expect(join(socketDirectory ?? '', '.s.PGSQL.5432').length).toBeLessThanOrEqual(103);
      expect(await ask(url, `SELECT 1 AS one`)).toEqual({ one: 1 });
    });
  });

  test('leaves nothing of a throw-away directory', async () => {
    const thrownAway = await withPostgres(
      { dataDirectory: join(makeDirectory(), 'x'), throwAway: true },
      async (one) => {
        expect(existsSync(one.dataDirectory)).toBe(true);
        return one.dataDirectory;
      },
    );
    expect(existsSync(thrownAway)).toBe(false);
  });

  test('is stopped once by two stops', async () => {
    const postgres = await startPostgres({ dataDirectory: directory, fast: true });
    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.stop();
    expect(existsSync(join(directory, 'underpin.lock'))).toBe(false);
  });
});

describe('a start that cannot succeed says why and what to do', () => {
  test('when the directory is a file, or below one', async () => {
    const file = join(makeDirectory(), 'file');
    writeFileSync(file, '');
    expect(await refusal({ dataDirectory: file })).toMatch(
      /is not a directory\. Choose another one with UNDERPIN_DATA_DIR/,
    );
    expect(await refusal({ dataDirectory: join(file, 'below') })).toMatch(/a part of the path is a file/);
  });

  test('when the directory cannot be used by the user that PostgreSQL runs as', async () => {
    const closed = makeDirectory();
    mkdirSync(join(closed, 'data'));
    chmodSync(closed, isRoot ? 0o700 : 0o000);
    const message = await refusal({ dataDirectory: join(closed, 'data') });
    chmodSync(closed, 0o700);
    expect(message).toMatch(
      /^PostgresError: The data directory .*data cannot be (?:reached by the user|written: permission denied)/,
    );
    expect(message).toContain('UNDERPIN_DATA_DIR');
  });

  test('when PostgreSQL itself refuses: its own reason and hint are in the message', async () => {
    expect(await refusal({ settings: { max_connections: 'many' } })).toMatch(
      /did not start on .*FATAL: .*max_connections/,
    );
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    expect(await refusal({ port })).toMatch(/Address already in use.*HINT: .*port/);
    await new Promise((resolve) => other.close(resolve));
  });

  test('when the disk is full in the middle of a recovery: not what is noted, and not what clients are told', () => {
    const said = (level: string, text: string): string => `2026-11-23 14:30:21.374 UTC [8313] ${level}:  ${text}`;
    const output = [
      said('LOG', 'database system was interrupted while in recovery at 2026-11-23 14:30:20 UTC'),
      said(
        'HINT',
        'This probably means that some data is corrupted and you will have to use the last backup for recovery.',
      ),
      said('FATAL', 'the database system is not yet accepting connections'),
      said('DETAIL', 'Consistent recovery state has not been yet reached.'),
      said('FATAL', 'could not write to file "pg_wal/xlogtemp.8313": No space left on device'),
      said('LOG', 'startup process (PID 8313) exited with exit code 1'),
    ].join('\n');
    expect(reasonIn(output)).toBe('FATAL: could not write to file "pg_wal/xlogtemp.8313": No space left on device');
  });

  test('when the data was made by another major version', async () => {
    const made = join(directory, 'postgres', 'PG_VERSION');
    const version = readFileSync(made, 'utf8');
    writeFileSync(made, '13\n');
    expect(await refusal({})).toMatch(
      /was made by PostgreSQL 13; the one installed here is 18\.\d+, which cannot read it/,
    );
    writeFileSync(made, version);
  });

  test('when something else lies where the data should be', async () => {
    const taken = makeDirectory();
    mkdirSync(join(taken, 'postgres'));
    writeFileSync(join(taken, 'postgres', 'thesis.txt'), 'mine');
    expect(await refusal({ dataDirectory: taken })).toMatch(
      /is not empty, and not the data of a PostgreSQL.*Move it away/,
    );
    expect(readFileSync(join(taken, 'postgres', 'thesis.txt'), 'utf8')).toBe('mine');
  });
});

test('links that an install without scripts left out are made', () => {
  const root = makeDirectory();
  mkdirSync(join(root, 'native', 'lib'), { recursive: true });
  writeFileSync(join(root, 'native', 'lib', 'libx.so.1.2'), 'library');
  const links = ['libx.so.1', 'libx.so'].map((name) => ({
    source: 'native/lib/libx.so.1.2',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  expect([completeLinks(root), completeLinks(root)]).toEqual([true, true]);
  expect(links.map((link) => readFileSync(join(root, link.target), 'utf8'))).toEqual(['library', 'library']);
});

/** What another user of this machine gets who tries to connect. */
function connectAs(uid: number, socket: string): string {
  const script = `require('net').connect(process.argv[1]).on('error', (e) => console.log(e.code)).on('connect', () => { console.log('in'); process.exit() })`;
  return spawnSync(process.execPath, ['-e', script, socket], { uid, gid: uid, encoding: 'utf8', cwd: '/' }).stdout;
}
