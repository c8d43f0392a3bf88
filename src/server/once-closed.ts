import type { FastifyReply } from 'fastify';

/** Tells when the connection of an answer is done with; at once where its client went away before anybody listened. */
export function onceClosed({ raw }: FastifyReply, told: () => void): void {
  if (raw.destroyed) told();
  else raw.once('close', told);
}
