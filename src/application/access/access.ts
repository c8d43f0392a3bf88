import { principalOf, type ApiToken } from '../../domain/access/api-token';
import type { Principal } from '../../domain/access/principal';
import { DomainError } from '../../domain/errors';
import { anyApiToken, findApiTokenByHash, loadApiTokens, noteApiTokensUsed } from '../../storage/api-tokens';
import type { Database } from '../../storage/database';
import { hashOfSecret } from './token-secret';

/** Who may come in with a token of ours. */
export interface Access {
  /** Whether there has ever been a token: from then on nobody comes in without one. */
  readonly tokensExist: boolean;
  /** The caller that a secret stands for. Throws UNAUTHENTICATED when it is unknown, revoked or expired. */
  authenticate(secret: string): Promise<Principal>;
  /**
   * Calls `ended` when what a caller came in with ends: revoked within seconds on every server, or expired; without a
   * token, when the first one was made. Answers how to stop watching. For what stays open: sockets, feeds, streams.
   */
  watch(principal: Principal, ended: () => void): () => void;
  /** Looks again now: at what a timer looks at otherwise. Call it when tokens were made or revoked here. */
  refresh(): Promise<void>;
  stop(): void;
}

/** What it is made of. */
export interface AccessOptions {
  readonly database: Database;
  readonly clock: () => Date;
  /** How often tokens in use are looked at again, in milliseconds; only when asked to if left out. */
  readonly refreshMs?: number | null;
  readonly onProblem?: (problem: unknown) => void;
}

/** A token that was looked at longer ago is looked at again before it is believed. */
const BELIEVED_MS = 5_000;
/** Guessing is not worth a statement each time. */
const UNKNOWN_MS = 1_000;
/** Both remembered kinds are bounded, or a flood of guesses would fill the memory. */
const REMEMBERED_MAX = 10_000;
/** Last use is noted this often at most. */
const NOTED_MS = 60_000;

interface Remembered {
  readonly token: ApiToken | null;
  readonly readAt: number;
}

interface Watch {
  readonly principal: Principal;
  readonly ended: () => void;
}

/** Reads whether there are tokens, and begins to look at those in use from time to time. */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const access = new TokenAccess(options);
  await access.refresh();
  return access;
}

class TokenAccess implements Access {
  readonly #options: AccessOptions;
  /** By hash; the order is that of their last use, so that the first is the one to forget. */
  readonly #remembered = new Map<string, Remembered>();
  readonly #watches = new Set<Watch>();
  readonly #usedSinceNoted = new Set<string>();
  readonly #timer: NodeJS.Timeout | null;
  #tokensExist = false;
  #notedAt = 0;

  constructor(options: AccessOptions) {
    this.#options = options;
    const { refreshMs = null, onProblem = () => undefined } = options;
    this.#timer =
      refreshMs === null ? null : setInterval(() => void this.refresh().catch(onProblem), refreshMs).unref();
  }

  get tokensExist(): boolean {
    return this.#tokensExist;
  }

  async authenticate(secret: string): Promise<Principal> {
    const hash = hashOfSecret(secret);
    const key = hash.toString('base64');
    const token = (this.#believed(key) ?? (await this.#read(key, hash))).token;
    const now = this.#options.clock();
    if (!token) throw new DomainError('UNAUTHENTICATED', 'This token is not known here. Ask an administrator for one.');
    if (!isValid(token, now)) throw new DomainError('UNAUTHENTICATED', endedMessage(token));
    this.#usedSinceNoted.add(token.id);
    return principalOf(token);
  }

  watch(principal: Principal, ended: () => void): () => void {
    const watch = { principal, ended };
    this.#watches.add(watch);
    return () => void this.#watches.delete(watch);
  }

  async refresh(): Promise<void> {
    const { database, clock } = this.#options;
    // Noticed one look later: the answer that holds the first token may still be on its way.
    const anonymousEnd = this.#tokensExist;
    if (!this.#tokensExist) this.#tokensExist = await anyApiToken(database);
    await this.#readAgain();
    const now = clock();
    for (const watch of this.#watches) {
      const { expiresAt } = watch.principal;
      const expired = expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
      const isAnonymous = watch.principal.authenticatedBy === 'NONE';
      const isGood = isAnonymous ? !anonymousEnd : this.#isStillGood(watch.principal, now);
      if (expired || !isGood) this.#end(watch);
    }
    await this.#noteUse(now);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#watches.clear();
  }

  #end(watch: Watch): void {
    this.#watches.delete(watch);
    watch.ended();
  }

  #believed(key: string): Remembered | null {
    const known = this.#remembered.get(key);
    const believedMs = known?.token ? BELIEVED_MS : UNKNOWN_MS;
    if (!known || performance.now() - known.readAt > believedMs) return null;
    return known;
  }

  async #read(key: string, hash: Buffer): Promise<Remembered> {
    const token = await findApiTokenByHash(this.#options.database, hash);
    return this.#remember(key, token);
  }

  #remember(key: string, token: ApiToken | null): Remembered {
    const remembered = { token, readAt: performance.now() };
    this.#remembered.delete(key);
    this.#remembered.set(key, remembered);
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined && this.#remembered.size > REMEMBERED_MAX) this.#remembered.delete(oldest);
    return remembered;
  }

  /** One statement for all tokens in use; who asks meanwhile finds them fresh. */
  async #readAgain(): Promise<void> {
    const known = [...this.#remembered].flatMap(([key, { token }]) => (token ? [{ key, id: token.id }] : []));
    const watched = [...this.#watches].flatMap(({ principal }) => principal.tokenId ?? []);
    const ids = [...new Set([...known.map(({ id }) => id), ...watched])];
    this.#fresh = new Map();
    if (ids.length === 0) return;
    const tokens = await loadApiTokens(this.#options.database, ids);
    this.#fresh = new Map(tokens.map((token) => [token.id, token]));
    for (const { key, id } of known) this.#remember(key, this.#fresh.get(id) ?? null);
  }

  /** What the last look has found, by id. */
  #fresh: ReadonlyMap<string, ApiToken> = new Map();

  #isStillGood({ tokenId }: Principal, now: Date): boolean {
    if (tokenId === null) return true;
    const token = this.#fresh.get(tokenId);
    return token !== undefined && isValid(token, now);
  }

  async #noteUse(now: Date): Promise<void> {
    if (performance.now() - this.#notedAt < NOTED_MS && this.#notedAt > 0) return;
    const used = [...this.#usedSinceNoted];
    if (used.length === 0) return;
    this.#usedSinceNoted.clear();
    this.#notedAt = performance.now();
    await noteApiTokensUsed(this.#options.database, used, now.toISOString());
  }
}

function isValid({ revokedAt, expiresAt }: ApiToken, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now.getTime());
}

function endedMessage({ name, revokedAt, expiresAt }: ApiToken): string {
  const what = revokedAt === null ? `expired at ${expiresAt ?? ''}` : `was revoked at ${revokedAt}`;
  return `The token ${JSON.stringify(name)} ${what}. Ask an administrator for another one.`;
}
