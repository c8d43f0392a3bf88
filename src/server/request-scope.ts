import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { beginServerSpan, traceOf, within, type AskedFor } from '../telemetry/spans';

/** What everything that is done for a request knows of it. */
interface Scope extends AskedFor {
  readonly requestId: string;
}

const current = new AsyncLocalStorage<Scope>();
const SCOPES = new WeakMap<FastifyRequest, Scope>();

/** The request that is being dealt with; undefined when it is none of a client's. */
export const currentRequestId = (): string | undefined => current.getStore()?.requestId;

/** Does something for a request that came another way than over HTTP, as an operation of a trace that its caller may have begun. */
export function inRequest<T>(requestId: string, name: string, carrier: object, work: () => Promise<T>): Promise<T> {
  const asked = beginServerSpan(name, { 'underpin.request_id': requestId }, { ...carrier });
  return enter({ ...asked, requestId }, work).finally(() => asked.span.end());
}

/**
 * Has everything that is done for a request know which one it is: its log lines, its errors, its trace. Goes first of all
 * hooks; once more where Fastify goes on from the events of the body.
 */
export function scopeRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'underpin.request_id': request.id,
    };
    const asked = beginServerSpan(`${request.method} ${route}`, attributes, request.headers);
    const scope = { ...asked, requestId: request.id };
    SCOPES.set(request, scope);
    const trace = traceOf(asked.span);
    if (trace) request.log = reply.log = request.log.child(trace);
    reply.raw.once('close', () => {
      asked.span.setAttribute('http.response.status_code', reply.statusCode);
      asked.span.end();
    });
    enter(scope, done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const scope = SCOPES.get(request);
    if (scope) enter(scope, done);
    else done();
  });
}

/** Has what is made bit by bit, whoever asks for the next one, be a part of its request. */
export async function* inScopeOf<T>(request: FastifyRequest, items: AsyncGenerator<T>): AsyncGenerator<T> {
  const scope = SCOPES.get(request);
  try {
    for (;;) {
      const next = await (scope ? enter(scope, () => items.next()) : items.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await items.return(undefined);
  }
}

const enter = <T>(scope: Scope, work: () => T): T => current.run(scope, () => within(scope, work));

/** What every line of the log says of the request it is about, unless its logger does already. */
export function describeLine(_line: object, _level: number, logger: unknown): object {
  const scope = current.getStore();
  if (!scope || 'reqId' in (logger as FastifyBaseLogger & Bound).bindings()) return {};
  return { reqId: scope.requestId, ...traceOf(scope.span) };
}

/** Of pino. */
interface Bound {
  bindings(): object;
}
