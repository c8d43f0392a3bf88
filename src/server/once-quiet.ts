import type { Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long is waited for the door to be quiet where connections come all the time. */
const PATIENCE_MS = 2_000;

/**
 * Resolves when nobody stands before the door. The system takes connections in, and their requests, before this program
 * does, one in each turn of the event loop; those that it has not taken over when the door shuts are reset. A turn in
 * which none came has found the queue empty.
 */
export async function onceQuiet(server: Server): Promise<void> {
  let came = true;
  const notice = (): void => void (came = true);
  const endsMs = performance.now() + PATIENCE_MS;
  server.on('connection', notice);
  while (came && performance.now() < endsMs) {
    // What comes is noticed between two of these; the first may come from the middle of a turn.
    await nextTurn();
    came = false;
    await nextTurn();
  }
  server.off('connection', notice);
}
