import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../application/access/access';
import { checkRight, checkSource } from '../application/access/check-access';
import { isApiToken } from '../application/access/token-secret';
import { NEEDS_OF_DOORS, type NeedOfDoor } from '../domain/access/needed-rights';
import { ANONYMOUS, type Principal } from '../domain/access/principal';
import { DomainError, invariant } from '../domain/errors';
import type { ServerConfig } from './server-config';
import { refuseStream } from './stream-errors';

/** Finds out who asks. */
export interface Authentication {
  /** Whether callers have to say who they are. */
  isRequired(): boolean;
  /** The caller of a request with this header, from this address. Throws UNAUTHENTICATED, and what looking it up throws. */
  authenticate(authorization: string | undefined, address: string | undefined): Promise<Principal>;
  /** Calls `ended` when what a caller came in with ends; answers how to stop watching. */
  watch(principal: Principal, ended: () => void): () => void;
}

/** Checks bearer tokens that others have signed. */
export type BearerCheck = (token: string) => Promise<Principal>;

/** Tokens of ours and, where that is set up, those that somebody else has signed. Nobody is asked while there are neither. */
export function createAuthentication(access: Access, signed: BearerCheck | null): Authentication {
  const isRequired = (): boolean => signed !== null || access.tokensExist;
  return {
    isRequired,
    watch: access.watch.bind(access),
    authenticate: async (authorization) => {
      if (!isRequired()) return ANONYMOUS;
      const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new DomainError('UNAUTHENTICATED', NOBODY);
      if (isApiToken(token)) return access.authenticate(token);
      if (signed !== null) return signed(token);
      throw new DomainError('UNAUTHENTICATED', `This is no token of this server. ${NOBODY}`);
    },
  };
}

const NOBODY =
  'Say who you are: send the header "Authorization: Bearer <token>". An administrator makes tokens with createApiToken, the first one comes from "underpin token create".';

/** What is said to those whose token ends while something is open for them. */
export const accessEnded = (): DomainError =>
  new DomainError(
    'UNAUTHENTICATED',
    'The token that this was opened with was revoked or has expired, or it was opened without one before tokens were asked for. Come again with a token.',
  );

const PRINCIPALS = new WeakMap<FastifyRequest, Principal>();

/** Who asks; null at a door that is open to everybody. */
export const callerOf = (request: FastifyRequest): Principal | null => PRINCIPALS.get(request) ?? null;

/** Who asks; they were let in at the door. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = PRINCIPALS.get(request);
  invariant(principal, 'a request is asked at the door who it is from');
  return principal;
}

/**
 * Asks at every door who it is, once, and lets in who may: 401 or 403 otherwise, before anything of the request is read.
 * A server with a route of which nobody has said what it needs does not start.
 */
export function authenticateRequests(
  fastify: FastifyInstance,
  authentication: Authentication,
  { metricsOpen = false }: Pick<ServerConfig, 'metricsOpen'>,
): void {
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) needOf(one, url);
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const { url } = request.routeOptions;
    // Nothing is there; the answer says so.
    if (url === undefined) return;
    const need = needOf(request.method, url);
    if (need === 'OPEN' || (metricsOpen && url === '/metrics')) return;
    try {
      const principal = await authentication.authenticate(request.headers.authorization, request.ip);
      if (need !== 'ANYBODY') checkDoor(principal, need, request, url);
      PRINCIPALS.set(request, principal);
    } catch (error) {
      const refused = refuseStream(error, request);
      if (refused.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
      throw refused;
    }
  });
}

/** What a route asks of its caller. */
function needOf(method: string, route: string): NeedOfDoor {
  const need = NEEDS_OF_DOORS[`${method === 'HEAD' ? 'GET' : method} ${route}`];
  invariant(need, `${method} ${route} stands in the table of what doors need`);
  return need;
}

function checkDoor(
  principal: Principal,
  need: Exclude<NeedOfDoor, string>,
  { method, query }: FastifyRequest,
  url: string,
): void {
  checkRight(principal, { operation: `${method} ${url}`, need });
  const source = need.source === undefined ? undefined : (query as Readonly<Record<string, unknown>>)[need.source];
  if (typeof source === 'string') checkSource(principal, source);
}
