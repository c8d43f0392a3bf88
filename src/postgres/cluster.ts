import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import type { PostgresBinaries } from './binaries';
import type { DataDirectory } from './data-directory';
import type { Guard } from './guard';
import { PostgresError } from './postgres-error';
import { reasonIn } from './postgres-log';
import { giveTo, spawnAs, type RunAs } from './run-as';

/** The role the service connects as (it owns its database, and is no superuser) and the database it uses. */
export const ROLE = 'underpin';
export const DATABASE = 'underpin';
export const SUPERUSER = 'postgres';

/** What is needed to run one of PostgreSQL's programs on a directory. */
export interface Toolbox {
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs;
  readonly directory: DataDirectory;
  readonly guard: Guard;
}

/** Makes the cluster when there is none yet, else makes sure that these binaries can read it. */
export async function prepareCluster(tools: Toolbox, fast: boolean): Promise<void> {
  const { cluster } = tools.directory;
  const made = versionOf(cluster);
  if (made !== null) return checkVersion(made, tools);
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new PostgresError(
      `${cluster} is not empty, and not the data of a PostgreSQL (PG_VERSION is missing or cannot be read by this user). ` +
        'Move it away, or choose another directory with UNDERPIN_DATA_DIR.',
    );
  }
  await makeCluster(tools, fast);
}

/** Runs statements, one a line, without a server: before anybody can connect. */
export async function runSingleUser(
  tools: Toolbox,
  { cluster, fast = false }: { readonly cluster: string; readonly fast?: boolean },
  statements: readonly string[],
): Promise<void> {
  const settings = ['-c', 'exit_on_error=true', ...(fast ? ['-c', 'fsync=off'] : [])];
  const args = ['--single', '-j', '-D', cluster, ...settings, 'postgres'];
  await run(tools, tools.binaries.postgres, args, statements.map((statement) => `${statement};\n\n`).join(''));
}

function versionOf(cluster: string): string | null {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}

function checkVersion(made: string, { binaries, directory }: Toolbox): void {
  if (made === String(binaries.major)) return;
  throw new PostgresError(
    `${directory.cluster} was made by PostgreSQL ${made}; the one installed here is ${binaries.version}, which cannot ` +
      `read it. Install the release of Underpin that came with PostgreSQL ${made}, or move the directory away to start empty.`,
  );
}

/** Made beside its final place and renamed when complete, so that a kill in the middle leaves no half of a cluster. */
async function makeCluster(tools: Toolbox, fast: boolean): Promise<void> {
  const { newCluster, cluster } = tools.directory;
  rmSync(newCluster, { recursive: true, force: true });
  mkdirSync(newCluster, { mode: 0o700 });
  giveTo(tools.runAs, newCluster);
  await run(tools, tools.binaries.initdb, initdbArguments(newCluster, fast), '');
  await runSingleUser(tools, { cluster: newCluster, fast }, [
    `CREATE ROLE ${ROLE} LOGIN CREATEDB`,
    `CREATE DATABASE ${DATABASE} OWNER ${ROLE}`,
  ]);
  if (existsSync(cluster)) rmSync(cluster, { recursive: true });
  renameSync(newCluster, cluster);
}

/**
 * The built-in locale gives UTF-8 and the same order on every system, whatever LANG says; left to itself under LANG=C,
 * initdb makes SQL_ASCII. Who may connect is written at every start (`access.ts`); until then nobody may.
 */
function initdbArguments(cluster: string, fast: boolean): readonly string[] {
  const identity = ['-D', cluster, '-U', SUPERUSER, '--auth=reject', '--no-instructions'];
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  return [...identity, ...locale, ...(fast ? ['--no-sync'] : [])];
}

async function run(tools: Toolbox, program: string, args: readonly string[], input: string): Promise<void> {
  const child = spawnAs(tools.runAs, program, args, ['pipe', 'pipe', 'pipe']);
  tools.guard.watch(child.pid ?? null);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const said = Promise.all([child.stdout, child.stderr].map((stream) => text(stream as Readable)));
  const [status] = (await once(child, 'close')) as [number | null];
  tools.guard.watch(null);
  if (status !== 0) {
    throw new PostgresError(
      `The database in ${tools.directory.root} could not be made: ${reasonIn((await said).join('\n'))}`,
    );
  }
}
