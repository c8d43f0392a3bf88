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
  /** Makes a token and gives its secret. */
  create(scope: ApiTokenScope): Promise<string>;
  list(): Promise<readonly ApiToken[]>;
  revoke(name: string): Promise<void>;
}

/** The desk of the server that is named, by an option or the environment; of the database itself when none is. */
export function tokenDesk(options: RemoteOptions): TokenDesk {
  const isNamed = options.url !== undefined || options.token !== undefined || readConfig().isServerNamed;
  return isNamed ? serverDesk(remoteClient(options)) : DATABASE_DESK;
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

const DATABASE_DESK: TokenDesk = {
  create: async (scope) => {
    const { secret, errors } = await onDatabase((books) => createApiToken(books, call(), HERE, scope));
    refuse(errors);
    return secret ?? '';
  },
  list: () =>
    onDatabase(async (books) => {
      const found: ApiToken[] = [];
      for (let after: PagePosition | null = null; ;) {
        const page = await pageApiTokens(books, HERE, { limit: PAGE_MAX, backward: false, after, before: null });
        found.push(...page.entries.map(({ value }) => value));
        if (!page.hasMore) return found;
        after = page.entries.at(-1)?.position ?? null;
      }
    }),
  revoke: async (name) => {
    const { errors } = await onDatabase((books) => revokeApiToken(books, call(), HERE, name));
    refuse(errors);
  },
};

interface Books {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

async function onDatabase<T>(work: (books: Books) => Promise<T>): Promise<T> {
  const opened = await joinConfiguredDatabase(readConfig(), 'underpin token');
  try {
    return await work({ database: opened.database, clock: () => new Date(), newId: randomUUID });
  } finally {
    await opened.stop();
  }
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
