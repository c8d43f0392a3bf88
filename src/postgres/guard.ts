import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * A small process that outlives this one by a moment. It waits at the end of a pipe that the system closes when this
 * process ends, however that happens, and then stops what it was last told to watch; kill -9 leaves no database running.
 */
export interface Guard {
  /** From now on watches this process; null: nothing. */
  watch(pid: number | null): void;
  /** Lets the guard end; a throw-away directory is gone when this resolves. */
  dismiss(): Promise<void>;
}

/** Each line is the pid to watch, or empty. At the end of the input: a fast shutdown, after 30 s a hard one. */
const POSIX_GUARD = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && ! grep -qs '^State:.Z' "/proc/$pid/status" && [ $tries -lt 300 ]; do
    sleep 0.1; tries=$((tries + 1))
  done
  [ $tries -lt 300 ] || kill -KILL "$pid" 2>/dev/null
fi
if [ -n "$1" ]; then cd /; rm -rf -- "$1"; fi
`;

/** The same for Windows, where there are no signals and pg_ctl asks PostgreSQL to stop. */
const WINDOWS_GUARD = `
const [throwAway, pgCtl, cluster] = process.argv.slice(1);
let text = '';
process.stdin.on('data', (chunk) => (text += chunk)).on('close', () => {
  const pid = text.split('\\n').at(-2) ?? '';
  if (pid !== '') require('node:child_process').spawnSync(pgCtl, ['stop', '-D', cluster, '-m', 'fast'], { stdio: 'ignore' });
  if (throwAway !== '') require('node:fs').rmSync(throwAway, { recursive: true, force: true, maxRetries: 20 });
});
`;

export function startGuard(options: { throwAway: string | null; pgCtl: string; cluster: string }): Guard {
  const guard = start(options.throwAway ?? '', options.pgCtl, options.cluster);
  const ended = once(guard, 'exit');
  // The guard may have been killed; that is no reason for this process to end.
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return {
    watch: (pid) => void guard.stdin?.write(`${pid ?? ''}\n`),
    dismiss: async () => {
      guard.ref();
      guard.stdin?.end('\n');
      if (guard.exitCode === null && guard.signalCode === null) await ended;
    },
  };
}

function start(throwAway: string, pgCtl: string, cluster: string): ChildProcess {
  const stdio: ['pipe', 'ignore', 'ignore'] = ['pipe', 'ignore', 'ignore'];
  return process.platform === 'win32'
    ? spawn(process.execPath, ['-e', WINDOWS_GUARD, throwAway, pgCtl, cluster], { stdio, windowsHide: true })
    : spawn('/bin/sh', ['-c', POSIX_GUARD, 'underpin-guard', throwAway], {
        stdio,
        detached: true,
        env: { PATH: '/usr/bin:/bin' },
      });
}
