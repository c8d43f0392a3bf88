import type { FastifyInstance } from 'fastify';
import type { ServerConfig } from './server-config';

/** The address is taken; another port may be free. */
export class PortInUseError extends Error {
  readonly port: number;

  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is in use. Stop what listens there, or choose another one: PORT=${port + 1}.`);
    this.name = 'PortInUseError';
    this.port = port;
  }
}

/** Opens the door. */
export async function listen(
  fastify: FastifyInstance,
  { host, port }: Pick<ServerConfig, 'host' | 'port'>,
): Promise<{ readonly url: string; readonly port: number }> {
  try {
    await fastify.listen({ host, port });
  } catch (error) {
    throw explain(error, host, port);
  }
  const address = fastify.server.address();
  const bound = address === null || typeof address === 'string' ? port : address.port;
  return { url: `http://${nameOf(host)}:${bound}`, port: bound };
}

function explain(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'EADDRINUSE':
      return new PortInUseError(host, port);
    case 'EACCES':
      return new Error(`Port ${port} needs more rights than this user has: choose one above 1023.`, { cause: error });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`HOST ${host} is no address of this machine: use 127.0.0.1, or one that is.`, { cause: error });
    default:
      return error;
  }
}

/** An address for all interfaces is none that a browser can ask for. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
