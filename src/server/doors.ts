import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from './http-errors';

/** The names a browser on this machine reaches it by. */
const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** What of a request decides whether it comes in. */
export interface Knock {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** Under which names the server answers. */
export interface Names {
  /** The configured one; those of loopback are always there. */
  readonly host: string;
  /** Whether callers say who they are: no page that was rebound to this address can, so any name will do. */
  readonly isAuthenticated: () => boolean;
}

/**
 * Refuses requests that a web page of somebody else could have sent: one for a name that is not ours (DNS rebinding), and
 * one from a foreign origin. Without authentication nothing else stands between such a page and the data.
 */
export function guardDoors(fastify: FastifyInstance, names: Names): void {
  fastify.addHook('onRequest', (request, _reply, done) => done(refusal(knockOf(request), names) ?? undefined));
}

/** Why a request stays outside; null when it may come in. */
export function refusal({ host, origin }: Knock, names: Names): HttpError | null {
  const name = hostName(host);
  if (name === null || !(names.isAuthenticated() || acceptedNames(names.host).includes(name))) {
    const shown = JSON.stringify((host ?? '').slice(0, 200));
    const next = 'Use localhost, or start the server with HOST set to the name you use.';
    return new HttpError(421, 'FORBIDDEN', `This server does not answer to the host ${shown}. ${next}`);
  }
  // An origin is foreign when it is not the very place that the request is for; a page elsewhere cannot choose that.
  if (origin === undefined || hostOfOrigin(origin) === host?.toLowerCase()) return null;
  const shown = JSON.stringify(origin.slice(0, 200));
  return new HttpError(
    403,
    'FORBIDDEN',
    `Requests from the origin ${shown} are refused: only this server's own pages may ask.`,
  );
}

const knockOf = ({ headers }: FastifyRequest): Knock => ({ host: headers.host, origin: headers.origin });

function acceptedNames(configuredHost: string): readonly string[] {
  const name = configuredHost.toLowerCase();
  return [...LOOPBACK_NAMES, name.includes(':') ? `[${name}]` : name];
}

/** The name in a Host header, in lower case; null when it is none. */
function hostName(host: string | undefined): string | null {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/.exec(host?.toLowerCase() ?? '')?.[1] ?? null;
}

/** `https://name:port` -> `name:port`; null for "null" and everything else that is no origin. */
function hostOfOrigin(origin: string): string | null {
  return /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase())?.[1] ?? null;
}
