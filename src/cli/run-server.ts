import { setFlagsFromString } from 'node:v8';
import { readConfig } from '../config';
import { serve } from '../serve';
import { announcement } from './announcement';
import { runUntilSignal } from './run-until-signal';
import { say } from './say';

/**
 * How much the heap may grow beyond what is alive before it is collected, in percent. V8 would let it grow to four times
 * that where there is much memory: what one chunk of a stream leaves behind would be held through the next ones.
 */
const HEAP_GROWTH_PERCENT = 60;

/** A server on the configured database, until a signal. */
export async function runServer(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  await runUntilSignal(async (signal) => {
    const config = readConfig();
    const serving = await serve(config, { signal, report: (message) => say(process.stderr, 'error', message) });
    for (const line of announcement(config, serving)) {
      say(process.stdout, line.includes('WARNING') ? 'warn' : 'info', line);
    }
    return serving;
  });
}
