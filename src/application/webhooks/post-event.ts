import { once } from 'node:events';
import { lookup as lookUpName } from 'node:dns/promises';
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, refusal, type TargetGuard } from './target-guard';

/** Something to post. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Null: it was taken. Otherwise why not, for people, without anything of what the receiver said. */
export type PostFailure = string | null;

/** Posts events; never throws for what the receiver or the network does. */
export type PostEvent = (post: Post, signal: AbortSignal) => Promise<PostFailure>;

/** The addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** How events are posted. */
export interface PosterOptions {
  readonly guard: TargetGuard;
  /** How long one attempt may take, from the look-up of the name to the end of the answer. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

const TIMEOUT_MS = 10_000;
/** Of an answer only the status counts: more than this of it is not read. */
const ANSWER_BYTES_MAX = 64 * 1_024;

/**
 * Makes the poster. The name is looked up once for each attempt, every one of its addresses has to be allowed, and the
 * connection goes to one of those: a name that says something else a moment later is not asked. Redirects are not followed.
 */
export function createPoster({ guard, timeoutMs = TIMEOUT_MS, resolve = resolveAll }: PosterOptions): PostEvent {
  return async (post, signal) => {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const addresses = await Promise.race([allowedAddresses(hostOf(post.url), guard, resolve), endOf(ends)]);
      // An answer that changes the protocol destroys the connection without a word: the end of the time settles it.
      const sent = send(post, { lookup: fixedLookup(addresses), signal: ends });
      const status = await Promise.race([sent, endOf(ends)]);
      if (status >= 200 && status < 300) return null;
      return status >= 300 && status < 400
        ? `answered ${status}; redirects are not followed, register the address that it leads to`
        : `answered ${status}`;
    } catch (error) {
      if (error instanceof TargetError) return error.message;
      if (ends.aborted) return `no answer within ${timeoutMs} ms`;
      return `the connection failed (${(error as { code?: string }).code ?? 'unknown reason'})`;
    }
  };
}

type Addresses = Awaited<ReturnType<Resolve>>;

const resolveAll: Resolve = (host) => lookUpName(host, { all: true });

class TargetError extends Error {}

/** Throws TargetError when there is none, or one of them must not be reached. */
async function allowedAddresses(host: string, guard: TargetGuard, resolve: Resolve): Promise<Addresses> {
  const addresses = isIP(host) === 0 ? await lookUp(host, resolve) : [{ address: host, family: isIP(host) }];
  const refused = addresses.find(({ address }) => guard.refuses(address));
  if (refused) throw new TargetError(refusal(refused.address));
  return addresses;
}

async function lookUp(host: string, resolve: Resolve): Promise<Addresses> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length > 0) return addresses;
  throw new TargetError(`the name ${host} cannot be looked up`);
}

async function endOf(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw new Error('ended');
}

/** What net.connect asks before it connects: only what was checked. */
function fixedLookup(addresses: Addresses): LookupFunction {
  return (_, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function send({ url, headers, body }: Post, options: Pick<RequestOptions, 'lookup' | 'signal'>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = (url.toLowerCase().startsWith('https:') ? requestHttps : requestHttp)(url, {
      ...options,
      method: 'POST',
      // A connection that is kept would be one that is not checked again.
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= ANSWER_BYTES_MAX) return;
        resolve(status);
        request.destroy();
      });
      response.on('end', () => resolve(status));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
