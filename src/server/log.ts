import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import { withoutSecrets } from '../domain/access/secret-text';
import { describeLine } from './request-scope';

/**
 * A log of JSON lines that says what was asked and what went wrong, and nothing of what was asked with: no header, no
 * document, no variable, no row. What looks like a secret is taken out of every line, whoever wrote it.
 */
export const logOf = (level: string): NonNullable<FastifyServerOptions['logger']> =>
  level !== 'silent' && {
    level,
    mixin: describeLine,
    serializers: { req: describeRequest, err: describeError },
    hooks: { streamWrite: withoutSecrets },
  };

/** A query in the address of a GET has its variables there. */
const describeRequest = ({ method, url, host, ip }: FastifyRequest): Readonly<Record<string, string>> => ({
  method,
  url: url.split('?', 1)[0] ?? '',
  host,
  remoteAddress: ip,
});

/** What an error of the database says of itself beside its message; `detail`, `where` and parameters quote whole rows. */
const FACTS = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'position', 'routine'] as const;

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [fact: string]: unknown;
}

/** Errors say what caused them, and that what caused it; one may name itself. */
const CAUSES_MAX = 5;

/** Of its cause too. */
const describeError = (error: unknown): DescribedError => describeCaused(error, CAUSES_MAX);

function describeCaused(error: unknown, causesMax: number): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: '' };
  const { name, message, stack = '', cause } = error;
  const said = error as { readonly [fact: string]: unknown } & Error;
  const facts = Object.fromEntries(
    FACTS.flatMap((fact) => (typeof said[fact] === 'string' ? [[fact, said[fact]]] : [])),
  );
  const isTold = cause instanceof Error && causesMax > 0;
  return { type: name, message, stack, ...facts, ...(isTold ? { cause: describeCaused(cause, causesMax - 1) } : {}) };
}
