/** Something that runs until it is stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const STOP_PATIENCE_MS = 45_000;

/**
 * Starts something and stops it cleanly at the first signal, also when that comes in the middle of the start; resolves
 * when it has stopped. A second signal ends the process at once (the guard then stops the database).
 */
export async function runUntilSignal(start: (signal: AbortSignal) => Promise<Stoppable>): Promise<void> {
  const stopping = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const name of SIGNALS) {
      process.on(name, () => {
        if (stopping.signal.aborted) process.exit(1);
        stopping.abort();
        resolve();
      });
    }
  });
  let running: Stoppable;
  try {
    running = await start(stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted && error === stopping.signal.reason) return;
    throw error;
  }
  await signalled;
  setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
  await running.stop();
}
