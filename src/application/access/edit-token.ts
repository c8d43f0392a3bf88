import { checkApiToken, type ApiToken, type ApiTokenScope } from '../../domain/access/api-token';
import type { Principal } from '../../domain/access/principal';
import { isWithin, visibilityOf } from '../../domain/access/visibility';
import { itemError, type ItemError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { findApiToken, insertApiToken, markApiTokenRevoked } from '../../storage/api-tokens';
import type { Tx } from '../../storage/database';
import type { EditCall, EditResult } from '../editing/edit-call';
import { runKeyed, type KeepingBooks } from '../webhooks/keyed-call';
import { hashOfSecret, newTokenSecret } from './token-secret';

/** What became of a token. */
export interface EditedToken extends EditResult {
  /** Null when it was refused or only tried. */
  readonly tokenId: string | null;
  /** Shown this once; null when none was made, and when the answer is a repeated one. */
  readonly secret: string | null;
}

/** Makes a token. What is wrong with it is data; the maker can give away only what it has. */
export async function createApiToken(
  app: KeepingBooks,
  call: EditCall,
  maker: Principal,
  scope: ApiTokenScope,
): Promise<EditedToken> {
  let secret: string | null = null;
  const result = await runKeyed(app, call, ['createApiToken', scope] as unknown as JsonValue, async (tx) => {
    const now = app.clock();
    const errors = [...checkApiToken(scope, maker, now)];
    const made = newTokenSecret();
    const token: ApiToken = {
      ...scope,
      id: app.newId(),
      createdBy: maker.name,
      createdAt: now.toISOString(),
      revokedAt: null,
      revokedBy: null,
      lastUsedAt: null,
    };
    if (errors.length === 0 && !(await store(tx, token, made, call.dryRun))) errors.push(nameTaken(scope.name));
    if (errors.length > 0 || call.dryRun) return { tokenId: null, errors };
    secret = made;
    return { tokenId: token.id, errors };
  });
  return { ...result, secret };
}

/** False when the name is taken. */
async function store(tx: Tx, token: ApiToken, secret: string, dryRun: boolean): Promise<boolean> {
  if (dryRun) return (await findApiToken(tx, token.name)) === null;
  return insertApiToken(tx, token, hashOfSecret(secret));
}

/**
 * Revokes a token, named by its id or name, for good; revoking it again gives the same answer. One that reaches further
 * than who asks is not there for them.
 */
export async function revokeApiToken(
  app: KeepingBooks,
  call: EditCall,
  caller: Principal,
  idOrName: string,
): Promise<EditResult & { readonly tokenId: string | null }> {
  return runKeyed(app, call, ['revokeApiToken', idOrName], async (tx) => {
    const token = await findApiToken(tx, idOrName);
    if (!token || !isWithin(visibilityOf(token), caller.visibility))
      return { tokenId: null, errors: [unknown(idOrName)] };
    const at = app.clock().toISOString();
    if (!call.dryRun) await markApiTokenRevoked(tx, token.id, { at, by: caller.name });
    return { tokenId: token.id, errors: [] };
  });
}

const nameTaken = (name: string): ItemError =>
  itemError(
    'INVALID_NAME',
    `There is, or was, a token called ${quoted(name)}, and the history names who wrote by that name: choose another.`,
    ['name'],
  );

const unknown = (idOrName: string): ItemError =>
  itemError('NOT_FOUND', `There is no token ${quoted(idOrName)}. The query apiTokens lists them.`, ['id']);
