import { spawn, spawnSync, execFileSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { chownSync } from 'node:fs';
import { userInfo } from 'node:os';
import { PostgresError } from './postgres-error';

/** The operating-system user as whom PostgreSQL runs. Ids are given only when this process has to change its user. */
export interface RunAs {
  readonly name: string;
  readonly ids: { readonly uid: number; readonly gid: number } | null;
}

/** PostgreSQL refuses to run as root, so root hands it to one of these, the first that exists. */
const UNPRIVILEGED_USERS = ['postgres', 'nobody'];

/** Everything that PostgreSQL and initdb read from the environment would change what they do: LANG, PGDATA, TZ, … */
const CLEAN_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export function chooseRunAs(): RunAs {
  if (process.getuid?.() !== 0) return { name: currentUser(), ids: null };
  for (const name of UNPRIVILEGED_USERS) {
    const ids = idsOf(name);
    if (ids !== null) return { name, ids };
  }
  throw new PostgresError(
    `PostgreSQL refuses to run as root, and this system has none of the users ${UNPRIVILEGED_USERS.join(', ')}. ` +
      'Create the user "postgres", start Underpin as an ordinary user, or set DATABASE_URL.',
  );
}

/** The user of this process, as PostgreSQL's peer authentication will see it. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new PostgresError(
      `The user id ${process.getuid?.() ?? '?'} has no name on this system, and PostgreSQL needs one. ` +
        'Add the user to /etc/passwd, start Underpin as another user, or set DATABASE_URL.',
      { cause: error },
    );
  }
}

/** Starts a program as that user, in a clean environment and in a session of its own: Ctrl-C must reach Node only. */
export function spawnAs(runAs: RunAs, program: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  return spawn(program, args, {
    ...runAs.ids,
    stdio,
    cwd: process.platform === 'win32' ? undefined : '/',
    env: CLEAN_ENVIRONMENT,
    detached: true,
    windowsHide: true,
  });
}

/** Whether the user can enter a directory; always true for the user of this process, who finds out by using it. */
export function canEnter(runAs: RunAs, directory: string): boolean {
  if (runAs.ids === null) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...runAs.ids, stdio: 'ignore' }).status === 0;
}

/** Gives a directory that this process made to the user. */
export function giveTo(runAs: RunAs, path: string): void {
  if (runAs.ids !== null) chownSync(path, runAs.ids.uid, runAs.ids.gid);
}

function idsOf(name: string): { uid: number; gid: number } | null {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}
