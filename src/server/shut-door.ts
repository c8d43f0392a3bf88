import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** So long nobody comes when all who ask one thing after another wait for an answer. */
const QUIET_MS = 20;
/** Where others come all the time, answers are not held back for longer. */
const HOLD_MS = 300;
const PATIENCE_MS = 2_000;

/**
 * Shuts the door of a server that closes when nobody stands before it. The system takes connections in, and their
 * requests, before this program does, one in each turn of the event loop; those that it has not taken over by then are
 * reset. Meanwhile new requests wait for a moment: whoever waits for an answer does not come again.
 */
export function shutDoorWhenQuiet(fastify: FastifyInstance): void {
  let held: Promise<void> | null = null;
  fastify.addHook('onRequest', (_request, _reply, goOn) => {
    if (held === null) goOn();
    else void held.then(() => goOn());
  });
  fastify.addHook('preClose', async () => {
    const quiet = onceQuiet(fastify.server);
    // What comes next is the closing itself.
    held = quiet.then(() => nextTurn());
    await quiet;
  });
}

async function onceQuiet(server: Server): Promise<void> {
  let came = true;
  const notice = (): void => void (came = true);
  const beganMs = performance.now();
  const hasPassed = (ms: number): boolean => performance.now() - beganMs > ms;
  server.on('connection', notice);
  while (came && !hasPassed(HOLD_MS)) {
    came = false;
    await sleep(QUIET_MS);
  }
  do {
    // What comes is noticed between two of these; the first may come from the middle of a turn.
    await nextTurn();
    came = false;
    await nextTurn();
  } while (came && !hasPassed(PATIENCE_MS));
  server.off('connection', notice);
}
