import { setTimeout as sleep } from 'node:timers/promises';
import type { Access } from './access';
import type { Toolbox } from './cluster';
import { clearLeftovers, clearSockets } from './leftovers';
import { startServerProcess, type ServerProcess } from './server-process';

/** A PostgreSQL that is started again, at the same address, when it ends without having been asked to. */
export interface Supervised {
  pid(): number;
  stop(): Promise<void>;
}

const RESTART_MS_FIRST = 200;
const RESTART_MS_MAX = 10_000;

/**
 * Backends that crash are PostgreSQL's own affair; this is for its main process, which a system short of memory may
 * kill. The service keeps running meanwhile and answers that the database is unavailable.
 */
export function supervise(
  tools: Toolbox,
  access: Access,
  settings: Readonly<Record<string, string>>,
  first: ServerProcess,
  report: (message: string) => void,
): Supervised {
  const stopping = new AbortController();
  let current = first;
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const reason = await current.ended;
      if (stopping.signal.aborted) return;
      report(`PostgreSQL ended without being asked to: ${reason}. It is started again.`);
      await restart();
    }
  };
  const restart = async (): Promise<void> => {
    for (
      let delay = RESTART_MS_FIRST;
      await pause(delay, stopping.signal);
      delay = Math.min(delay * 2, RESTART_MS_MAX)
    ) {
      await clearLeftovers(tools.directory);
      if (access.socketDirectory !== null) clearSockets(access.socketDirectory);
      const started = await startServerProcess(tools, settings);
      if ('process' in started) {
        current = started.process;
        return report('PostgreSQL runs again.');
      }
      report(`PostgreSQL did not start: ${started.reason}. The next try follows.`);
    }
  };
  const following = follow().catch((error: unknown) => {
    report(`PostgreSQL is not started again: ${(error as Error).message}`);
  });
  return {
    pid: () => current.pid,
    stop: async () => {
      stopping.abort();
      await current.stop();
      // A restart that was under way has finished after this, and may have made a new one.
      await following;
      await current.stop();
    },
  };
}

/** False when it was cut short. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal, ref: false }).catch(() => false);
}
