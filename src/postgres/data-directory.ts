import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { PostgresError, systemCode } from './postgres-error';
import { canEnter, type RunAs } from './run-as';

/**
 * What lies in a data directory. Only `cluster` and `socket` belong to the user PostgreSQL runs as; the rest belongs to
 * the user of this process, so that root never writes where a lesser user could have put a link.
 *
 *     <root>/postgres/           the database cluster
 *     <root>/postgres.new/       a cluster that is being made; renamed when complete
 *     <root>/socket/             the Unix socket, closed to everybody else (or a temporary directory: the path is limited)
 *     <root>/underpin.lock       who uses the directory
 *     <root>/postgres.log        what PostgreSQL says
 *     <root>/pg_hba.conf, pg_ident.conf    who may connect; written at every start
 *     <root>/postgres.password   only with TCP
 */
export interface DataDirectory {
  readonly root: string;
  readonly cluster: string;
  readonly newCluster: string;
  readonly lock: string;
  readonly log: string;
  readonly hba: string;
  readonly ident: string;
  readonly password: string;
}

/** Makes the directory when it is missing, and makes sure that it can be used. PostgreSQL needs an absolute path. */
export function openDataDirectory(path: string, runAs: RunAs): DataDirectory {
  const root = resolve(path);
  // Others may pass through when PostgreSQL runs as another user; what matters inside is closed to them.
  const mode = runAs.ids === null ? 0o700 : 0o711;
  try {
    if (!existsSync(root)) {
      makeDirectories(root, mode);
      chmodSync(root, mode);
    }
    if (!statSync(root).isDirectory())
      throw new PostgresError(`The data directory ${root} is not a directory. ${CHOOSE}`);
    accessSync(root, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof PostgresError) throw error;
    throw new PostgresError(`The data directory ${root} cannot be written: ${explain(error)}. ${CHOOSE}`, {
      cause: error,
    });
  }
  if (!canEnter(runAs, root)) {
    throw new PostgresError(
      `The data directory ${root} cannot be reached by the user "${runAs.name}", as whom PostgreSQL runs because it ` +
        `refuses to run as root: a directory above it is closed to others. ${CHOOSE}`,
    );
  }
  return layout(root);
}

/** Level by level: Node's own way of making parents never ends below a directory that takes none, such as /proc. */
function makeDirectories(path: string, mode: number): void {
  if (existsSync(path)) return;
  makeDirectories(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(path)) throw error;
  }
}

/** A new directory that nothing else uses, for a database that will be thrown away. */
export function makeThrowAwayDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'underpin-'));
}

const CHOOSE = 'Choose another one with UNDERPIN_DATA_DIR, for example /var/lib/underpin.';

/** The paths in a data directory, whether there is one or not. */
export function layout(root: string): DataDirectory {
  return {
    root,
    cluster: join(root, 'postgres'),
    newCluster: join(root, 'postgres.new'),
    lock: join(root, 'underpin.lock'),
    log: join(root, 'postgres.log'),
    hba: join(root, 'pg_hba.conf'),
    ident: join(root, 'pg_ident.conf'),
    password: join(root, 'postgres.password'),
  };
}

function explain(error: unknown): string {
  const code = systemCode(error);
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EROFS') return 'the file system is read-only';
  if (code === 'ENOSPC') return 'no space is left';
  if (code === 'ENOTDIR') return 'a part of the path is a file';
  return (error as Error).message;
}
