import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** Who has not said who they are has only that to say. */
const STRANGER_BYTES_MAX = 64 * 1_024;

const STRANGERS = new WeakMap<WebSocket, () => void>();

/** Ends a connection that sends more than a token needs before it is let in: nothing of that is gathered or parsed. */
export function boundStranger(opened: WebSocket, socket: Duplex, ended: () => void): void {
  let received = 0;
  const count = (bytes: Buffer): void => {
    received += bytes.length;
    // What is closing already reads no more.
    if (received <= STRANGER_BYTES_MAX || opened.readyState !== WebSocket.OPEN) return;
    know();
    ended();
    opened.terminate();
  };
  const know = (): void => {
    socket.off('data', count);
    STRANGERS.delete(opened);
  };
  socket.on('data', count);
  STRANGERS.set(opened, know);
}

/** Its caller is known: from now on the limit of messages is that of requests. */
export function isKnownNow(opened: WebSocket): void {
  STRANGERS.get(opened)?.();
}
