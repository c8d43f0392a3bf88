import type { FastifyInstance } from 'fastify';
import { answerBrokenRequest } from './http-errors';

/** A client that sends its request drop by drop would hold a connection for ever. */
const REQUEST_TIME_MS = 120_000;

/** Paths whose requests may last: they have time limits of their own. */
const LASTING: ReadonlySet<string | undefined> = new Set(['/ingest']);

/** Refuses requests that have not arrived as a whole in time. Node's own limit would cut long streams off as well. */
export function limitRequestTime(fastify: FastifyInstance, milliseconds: number = REQUEST_TIME_MS): void {
  fastify.addHook('onRequest', ({ raw, routeOptions }, reply, done) => {
    if (!raw.complete && !LASTING.has(routeOptions.url)) {
      const timer = setTimeout(() => {
        if (raw.complete || reply.raw.headersSent) return;
        answerBrokenRequest(Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket);
      }, milliseconds).unref();
      reply.raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}
