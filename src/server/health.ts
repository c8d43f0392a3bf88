import type { FastifyInstance } from 'fastify';
import type { Application } from '../application/application';
import { checkReadiness } from '../application/server-status';

/** How long the database may take for a sign of life. */
const READINESS_TIMEOUT_MS = 2_000;

/** Liveness: the process answers. Readiness: it can answer questions, and does not stop. */
export function mountHealth(fastify: FastifyInstance, app: Application, isStopping: () => boolean): void {
  fastify.get('/health/live', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const { ready, problems } = await checkReadiness(app, READINESS_TIMEOUT_MS);
    const all = isStopping() ? [...problems, 'The server is stopping.'] : problems;
    void reply.header('cache-control', 'no-store').code(ready && all.length === 0 ? 200 : 503);
    return { status: all.length === 0 ? 'ready' : 'not ready', revision: app.projection.head, problems: all };
  });
}
