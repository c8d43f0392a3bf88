import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { RIGHTS_OF_ROLE, ROLES, type Principal, type Role } from '../domain/access/principal';
import { visibilityOf } from '../domain/access/visibility';
import { DomainError } from '../domain/errors';
import type { BearerCheck } from './authentication';

/** An identity provider, and what its claims mean here. */
export interface OidcConfig {
  readonly issuer: string;
  /** Who tokens must be meant for. */
  readonly audience: string;
  /** Where its keys are; null: the provider says so itself. */
  readonly jwksUrl: string | null;
  /** Where in the claims the roles are: names with dots between them. */
  readonly rolesClaim: string;
  /** What is in that claim -> the role here. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Where the tenants are; null: everybody sees all of them. */
  readonly tenantsClaim: string | null;
  /** Where the data sources are that may be reported as; null: any, but for discoverers none. */
  readonly sourcesClaim: string | null;
}

/** Signatures with a key of the provider's alone: no shared secrets, and none at all least of all. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;
const FETCH_MS = 5_000;
/** Keys that are not known are asked for this often at most, whatever tokens say. */
const COOLDOWN_MS = 2_000;
const KEYS_MS = 600_000;
/** A token that was checked is believed for so long, and never longer than it says. */
const BELIEVED_MS = 60_000;
const REMEMBERED_MAX = 10_000;

/**
 * Checks tokens that an identity provider has signed. What is wrong with a token throws UNAUTHENTICATED, one without a role
 * here FORBIDDEN, and a provider that cannot be reached RETRY_LATER: nobody is locked out because of that.
 */
export function createOidcCheck(config: OidcConfig, clock: () => Date): BearerCheck {
  const keys = keysOf(config);
  const known = new Map<string, { readonly principal: Principal; readonly until: number }>();
  return async (token) => {
    const key = createHash('sha256').update(token).digest('base64');
    const now = clock().getTime();
    const believed = known.get(key);
    if (believed && believed.until > now) return believed.principal;
    const principal = principalOf(await verified(token, config, await keys(), clock), config);
    const expires = Date.parse(principal.expiresAt ?? '');
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, { principal, until: Math.min(now + BELIEVED_MS, expires) });
    return principal;
  };
}

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** The provider is asked where its keys are when the first token comes, and again as long as it does not say. */
function keysOf({ issuer, jwksUrl }: OidcConfig): () => Promise<Keys> {
  const options = { timeoutDuration: FETCH_MS, cooldownDuration: COOLDOWN_MS, cacheMaxAge: KEYS_MS };
  let keys: Promise<Keys> | null = null;
  return () => {
    keys ??= (jwksUrl === null ? discover(issuer) : Promise.resolve(jwksUrl))
      .then((url) => createRemoteJWKSet(new URL(url), options))
      .catch((error: unknown) => {
        keys = null;
        throw unreachable(issuer, error);
      });
    return keys;
  };
}

async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { issuer: named, jwks_uri: keys } = (await response.json()) as Readonly<Record<string, unknown>>;
  if (named !== issuer) throw new Error('it says that it is another issuer');
  if (typeof keys !== 'string') throw new Error('it does not say where its keys are');
  return keys;
}

async function verified(
  token: string,
  { issuer, audience }: OidcConfig,
  keys: Keys,
  clock: () => Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: clock(),
      requiredClaims: ['sub', 'exp'],
    });
    return payload;
  } catch (error) {
    const reason = faultOf(error);
    if (reason === null) throw unreachable(issuer, error);
    throw new DomainError('UNAUTHENTICATED', `The bearer token is not accepted: ${reason}. Sign in again.`);
  }
}

/** What is wrong with a token; null when it is not the token's fault. */
function faultOf(error: unknown): string | null {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `its claim ${JSON.stringify(error.claim)} is not what is asked for`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is signed in a way that is not allowed here';
  const ofToken = [
    errors.JWSSignatureVerificationFailed,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JOSENotSupported,
  ];
  return ofToken.some((kind) => error instanceof kind) ? 'no key of the identity provider has signed it' : null;
}

function unreachable(issuer: string, error: unknown): DomainError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The identity provider ${issuer} cannot be asked for its keys (${reason.slice(0, 200)}), so nobody can be recognised by its tokens now. Try again in a moment.`;
  return new DomainError('RETRY_LATER', message);
}

function principalOf(claims: JWTPayload, config: OidcConfig): Principal {
  const tenants = config.tenantsClaim === null ? null : textsAt(claims, config.tenantsClaim, (text) => [text]);
  const sources = config.sourcesClaim === null ? null : textsAt(claims, config.sourcesClaim);
  const role = roleOf(claims, config);
  return {
    name: `oidc:${claims.sub ?? ''}`,
    role,
    visibility: visibilityOf({ tenants, labels: {} }),
    sources: role === 'DISCOVERER' ? (sources ?? []) : sources,
    authenticatedBy: 'OIDC',
    tokenId: null,
    expiresAt: new Date(((claims.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) * 1_000).toISOString(),
  };
}

/** Of several the one that may do most. */
function roleOf(claims: JWTPayload, { rolesClaim, roles }: OidcConfig): Role {
  const given = new Set(textsAt(claims, rolesClaim).flatMap((name) => roles.get(name) ?? []));
  const most = ROLES.toSorted((a, b) => RIGHTS_OF_ROLE[b].length - RIGHTS_OF_ROLE[a].length).find((role) =>
    given.has(role),
  );
  if (most) return most;
  const wanted = [...roles.keys()].join(', ');
  throw new DomainError(
    'FORBIDDEN',
    `The bearer token gives no role here: its claim ${rolesClaim} has none of ${wanted}. Ask whoever manages it.`,
  );
}

/** One text may name several roles or data sources; names of tenants may have blanks. */
const atBlanks = (text: string): readonly string[] => text.split(' ');

/** A claim as texts: a list, or one text with what `read` finds in it. */
function textsAt(claims: JWTPayload, path: string, read = atBlanks): readonly string[] {
  // Some providers have dots in the names of claims.
  const value =
    claims[path] ?? path.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), claims);
  if (typeof value === 'string') return read(value).filter((text) => text !== '');
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
