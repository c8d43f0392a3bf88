import type { ApiToken } from '../domain/access/api-token';
import type { Role } from '../domain/access/principal';
import type { Visibility } from '../domain/access/visibility';
import type { PageRequest, PageResult } from '../domain/page';
import type { Executor } from './database';
import { pageClauses, toPage, type SortKey } from './keyset';
import { SqlParameters } from './sql-parameters';

interface ApiTokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly tenants: readonly string[] | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly sources: readonly string[] | null;
  readonly description: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly revoked_by: string | null;
  readonly last_used_at: string | null;
}

const COLUMNS = `id, name, role, tenants, labels, sources, description, created_by, created_at, expires_at, revoked_at,
  revoked_by, last_used_at`;

const ORDER: readonly SortKey[] = [
  { expression: 'token.created_at', type: 'timestamptz', descending: false },
  { expression: 'token.id::text', type: 'text', descending: false },
];

/** One page of the tokens that reach no further than a visibility, the oldest first. */
export async function pageApiTokens(
  executor: Executor,
  within: Visibility | null,
  page: PageRequest,
): Promise<PageResult<ApiToken>> {
  const parameters = new SqlParameters();
  const { keys, conditions, orderBy, limit } = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<ApiTokenRow>(
    `select ${COLUMNS}, ${keys} from api_token as token
      where ${[reachesWithin(within, parameters), ...conditions].join(' and ')} order by ${orderBy} limit ${limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, toApiToken);
}

/** How many there are. */
export async function countApiTokens(executor: Executor, within: Visibility | null): Promise<number> {
  const parameters = new SqlParameters();
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from api_token as token where ${reachesWithin(within, parameters)}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

function reachesWithin(within: Visibility | null, parameters: SqlParameters): string {
  if (within === null) return 'true';
  const { tenants, labels } = within;
  const ofTenants = tenants === null ? [] : [`token.tenants <@ ${parameters.add(tenants, 'text[]')}`];
  return [`token.labels @> ${parameters.addJson(labels)}`, ...ofTenants].join(' and ');
}

/** Whether there has ever been a token. */
export async function anyApiToken(executor: Executor): Promise<boolean> {
  const rows = await executor.query('select from api_token limit 1');
  return rows.length > 0;
}

/** The token with this hash; null when there is none. Uses api_token_hash. */
export async function findApiTokenByHash(executor: Executor, hash: Buffer): Promise<ApiToken | null> {
  const [row] = await executor.query<ApiTokenRow>(`select ${COLUMNS} from api_token where hash = $1`, [hash]);
  return row ? toApiToken(row) : null;
}

/** Tokens by id; those that are not there are left out. */
export async function loadApiTokens(executor: Executor, ids: readonly string[]): Promise<readonly ApiToken[]> {
  const rows = await executor.query<ApiTokenRow>(
    `select ${COLUMNS} from api_token where id = any($1::uuid[]) order by id`,
    [ids],
  );
  return rows.map(toApiToken);
}

/** One token by its id or its name; null when there is none. */
export async function findApiToken(executor: Executor, idOrName: string): Promise<ApiToken | null> {
  const [row] = await executor.query<ApiTokenRow>(
    `select ${COLUMNS} from api_token where id::text = $1 or name = $1 order by id::text = $1 desc limit 1`,
    [idOrName],
  );
  return row ? toApiToken(row) : null;
}

/** Writes a new token; false when its name is taken. */
export async function insertApiToken(executor: Executor, token: ApiToken, hash: Buffer): Promise<boolean> {
  const rows = await executor.query(
    `insert into api_token (id, name, hash, role, tenants, labels, sources, description, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (name) do nothing returning id`,
    [
      token.id,
      token.name,
      hash,
      token.role,
      token.tenants,
      JSON.stringify(token.labels),
      token.sources,
      token.description,
      token.createdBy,
      token.createdAt,
      token.expiresAt,
    ],
  );
  return rows.length > 0;
}

/** Revokes a token; one that is revoked already stays as it is. */
export async function markApiTokenRevoked(
  executor: Executor,
  id: string,
  { at, by }: { readonly at: string; readonly by: string },
): Promise<void> {
  await executor.query('update api_token set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null', [
    id,
    at,
    by,
  ]);
}

/** Notes when tokens were last used; never an earlier time than is known. */
export async function noteApiTokensUsed(executor: Executor, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return;
  await executor.query(
    `update api_token set last_used_at = $2
      where id = any($1::uuid[]) and (last_used_at is null or last_used_at < $2::timestamptz)`,
    [ids, at],
  );
}

function toApiToken(row: ApiTokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    tenants: row.tenants,
    labels: row.labels,
    sources: row.sources,
    description: row.description,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    lastUsedAt: row.last_used_at,
  };
}
