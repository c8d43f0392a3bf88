import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../graphql/package-files';

/** Where the page answers: the address of a link says what it asks when it opens. */
const PAGES = ['/', '/ci', '/ci/:id', '/impact'] as const;

/** The playground with its files under /ui/, all served from here. */
export async function mountPlayground(fastify: FastifyInstance, root: string = builtPlayground()): Promise<void> {
  fastify.get('/favicon.ico', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(ICON),
  );
  if (!existsSync(join(root, 'index.html'))) {
    for (const page of PAGES) {
      fastify.get(page, (_request, reply) => reply.type('text/html; charset=utf-8').send(NOT_BUILT));
    }
    return;
  }
  await fastify.register(fastifyStatic, {
    root,
    prefix: '/ui/',
    preCompressed: true,
    // File names under assets/ carry a hash of what is in them.
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  for (const page of PAGES) {
    fastify.get(page, (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .sendFile('index.html', { maxAge: 0, immutable: false, cacheControl: false }),
    );
  }
}

const builtPlayground = (): string => join(packageRoot(), 'dist', 'playground');

/** A beam on three posts. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2f6f9f" d="M1 3h14v3H1zM2 7h2v7H2zm5 0h2v7H7zm5 0h2v7h-2z"/></svg>';

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Underpin</title></head>
<body>
<h1>Underpin</h1>
<p>The service runs. Its playground is not built: run <code>npm run build</code> and start the service again.</p>
<p>GraphQL is at <code>POST /graphql</code>, over WebSocket at the same path.</p>
</body>
</html>
`;
