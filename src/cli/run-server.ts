import { readConfig } from '../config';
import { serve } from '../serve';
import { announcement } from './announcement';
import { runUntilSignal } from './run-until-signal';

/** A server on the configured database, until a signal. */
export async function runServer(): Promise<void> {
  await runUntilSignal(async (signal) => {
    const config = readConfig();
    const serving = await serve(config, { signal, report: (message) => console.error(message) });
    for (const line of announcement(config, serving.url, serving.place)) console.log(line);
    return serving;
  });
}
