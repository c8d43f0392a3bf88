import { randomUUID } from 'node:crypto';
import { createApiToken, revokeApiToken } from '../application/access/edit-token';
import { pageApiTokens } from '../application/access/find-tokens';
import type { EditCall } from '../application/editing/edit-call';
import { readConfig } from '../config';
import type { ApiToken, ApiTokenScope } from '../domain/access/api-token';
import { ANONYMOUS, type Principal } from '../domain/access/principal';
import type { ItemError } from '../domain/errors';
import type { PagePosition } from '../domain/page';
import { joinConfiguredDatabase } from '../open-database';
import type { Database } from '../storage/database';
import type { Client } from './client';
import { CommandError } from './command-error';
import { PAGE_INFO, PAGE_MAX, pagesOf, type Page } from './pages';
import { remoteClient, type RemoteOptions } from './remote';

/** Where tokens are given out. Each throws CommandError for what is refused. */
export interface TokenDesk {
  /** Whose tokens they are, for people. */
  readonly place: string;
  /** Makes a token and gives its secret. */
  create(scope: ApiTokenScope): Promise<string>;
  list(): Promise<readonly ApiToken[]>;
  revoke(name: string): Promise<void>;
}

/** Works at the desk of the server that is named, by an option or the environment; of the database itself when none is. */
export async function atTokenDesk<T>(options: RemoteOptions, work: (desk: TokenDesk) => Promise<T>): Promise<T> {
  const isNamed = options.url !== undefined || options.token !== undefined || readConfig().isServerNamed;
  if (isNamed) return work(serverDesk(remoteClient(options)));
  const { database, place, stop } = await joinConfiguredDatabase(readConfig(), 'underpin token');
  try {
    return await work(databaseDesk({ database, clock: () => new Date(), newId: randomUUID }, place));
  } finally {
    await stop();
  }
}

type Answer = Readonly<Record<string, { readonly errors: readonly ItemError[]; readonly secret?: string | null }>>;

const TOKENS = `query Tokens($first: Int!, $after: String) { apiTokens(first: $first, after: $after) { nodes {
  id name role tenants labels sources description createdBy createdAt expiresAt revokedAt revokedBy lastUsedAt }
  ${PAGE_INFO} } }`;

function serverDesk(client: Client): TokenDesk {
  const edit = async (field: 'createApiToken' | 'revokeApiToken', input: object): Promise<string> => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const secret = field === 'createApiToken' ? 'secret' : '';
    const document = `mutation Edit($input: ${type}!) { ${field}(input: $input) { errors { message } ${secret} } }`;
    const answer = (await client.request<Answer>(document, { input }))[field];
    refuse(answer?.errors ?? []);
    return answer?.secret ?? '';
  };
  return {
    place: client.url,
    create: (scope) => edit('createApiToken', scope),
    list: async () => {
      const found: ApiToken[] = [];
      const read = async (first: number, after: string | null): Promise<Page<ApiToken>> =>
        (await client.request<{ apiTokens: Page<ApiToken> }>(TOKENS, { first, after })).apiTokens;
      for await (const nodes of pagesOf(read)) found.push(...nodes);
      return found;
    },
    revoke: async (name) => void (await edit('revokeApiToken', { id: name })),
  };
}

/** Whoever reaches the database may do everything. */
const HERE: Principal = { ...ANONYMOUS, name: 'command line' };

interface Books {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

function databaseDesk(books: Books, place: string): TokenDesk {
  return {
    place,
    create: async (scope) => {
      const { secret, errors } = await createApiToken(books, call(), HERE, scope);
      refuse(errors);
      return secret ?? '';
    },
    list: async () => {
      const found: ApiToken[] = [];
      for (let after: PagePosition | null = null; ;) {
        const page = await pageApiTokens(books, HERE, { limit: PAGE_MAX, backward: false, after, before: null });
        found.push(...page.entries.map(({ value }) => value));
        if (!page.hasMore) return found;
        after = page.entries.at(-1)?.position ?? null;
      }
    },
    revoke: async (name) => refuse((await revokeApiToken(books, call(), HERE, name)).errors),
  };
}

const call = (): EditCall => ({
  principal: HERE.name,
  requestId: randomUUID(),
  reason: null,
  idempotencyKey: null,
  dryRun: false,
});

function refuse([first]: readonly Pick<ItemError, 'message'>[]): void {
  if (first) throw new CommandError(first.message);
}
