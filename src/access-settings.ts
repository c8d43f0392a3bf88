import { ROLES, type Role } from './domain/access/principal';
import type { OidcConfig } from './server/oidc';
import { addressRanges, flag, type Setting } from './setting';

const INTROSPECTION = ['0', '1', 'authenticated'] as const;
/** Who may read the schema by introspection. */
export type Introspection = (typeof INTROSPECTION)[number];

/** Variables about who may come in, and what strangers are told. */
export const ACCESS_SETTINGS = {
  oidcIssuer: {
    name: 'UNDERPIN_OIDC_ISSUER',
    default: 'none',
    meaning: 'An identity provider whose signed bearer tokens (JWT) are accepted, as its tokens name it in `iss`.',
    rule: 'a URL that begins with https://, or http:// on this machine',
    fallback: () => null,
    parse: providerUrl,
  } satisfies Setting<string | null>,
  oidcAudience: text('UNDERPIN_OIDC_AUDIENCE', 'Who its tokens must be meant for (`aud`). Needed with an issuer.'),
  oidcJwksUrl: {
    name: 'UNDERPIN_OIDC_JWKS_URL',
    default: 'what the issuer says at `/.well-known/openid-configuration`',
    meaning: 'Where its keys are.',
    rule: 'a URL that begins with https://, or http:// on this machine',
    fallback: () => null,
    parse: providerUrl,
  } satisfies Setting<string | null>,
  oidcRolesClaim: {
    name: 'UNDERPIN_OIDC_ROLES_CLAIM',
    default: '`roles`',
    meaning: 'The claim with the roles, such as `realm_access.roles`.',
    rule: 'the name of a claim, with dots where it is inside another one',
    fallback: () => 'roles',
    parse: (value) => value,
  } satisfies Setting<string>,
  oidcRoles: {
    name: 'UNDERPIN_OIDC_ROLES',
    default: 'the names of the roles themselves',
    meaning: 'What is in that claim and which role it gives here, such as `cmdb-admins=administrator,staff=viewer`.',
    rule: `pairs such as staff=viewer with commas between them; the roles are ${ROLES.join(', ').toLowerCase()}`,
    fallback: () => new Map(ROLES.map((role) => [role.toLowerCase(), role])),
    parse: parseRoles,
  } satisfies Setting<ReadonlyMap<string, Role>>,
  oidcTenantsClaim: text(
    'UNDERPIN_OIDC_TENANTS_CLAIM',
    'The claim with the tenants whose items a caller sees, a list or the name of one; who has none sees nothing. Without it everybody sees all.',
  ),
  oidcSourcesClaim: text(
    'UNDERPIN_OIDC_SOURCES_CLAIM',
    'The claim with the data sources that a caller may report as. Without it discoverers may report as none, others as any.',
  ),
  introspection: {
    name: 'UNDERPIN_INTROSPECTION',
    default: '`1`',
    meaning:
      'Who may read the schema by introspection, and is told near names: `1` whoever may ask, `authenticated` only callers with a token, `0` nobody. The playground completes only what it may read.',
    rule: '0, 1 or authenticated',
    fallback: () => '1' as const,
    parse: (value) => INTROSPECTION.find((one) => one === value),
  } satisfies Setting<Introspection>,
  metricsOpen: flag(
    'UNDERPIN_METRICS_OPEN',
    '`1` lets whoever reaches the server read `GET /metrics` without a token.',
  ),
  trustProxy: addressRanges(
    'UNDERPIN_TRUST_PROXY',
    'Addresses and ranges of balancers in front of the server, such as `10.20.0.0/16`: of what they forward, the address of the caller is what they say in `X-Forwarded-For`. Without it all callers behind one share its address.',
  ),
  trustedDocuments: {
    ...text(
      'UNDERPIN_TRUSTED_DOCUMENTS',
      'A file with the only GraphQL documents that may be asked, as `underpin documents` writes it.',
    ),
    rule: 'a path',
  },
};

/** The identity provider as it is set; null without one. Adds to the problems what does not fit together. */
export function readOidc(value: <T>(setting: Setting<T>) => T, problems: string[]): OidcConfig | null {
  const issuer = value<string | null>(ACCESS_SETTINGS.oidcIssuer);
  const audience = value<string | null>(ACCESS_SETTINGS.oidcAudience);
  const config = {
    jwksUrl: value<string | null>(ACCESS_SETTINGS.oidcJwksUrl),
    rolesClaim: value<string>(ACCESS_SETTINGS.oidcRolesClaim),
    roles: value<ReadonlyMap<string, Role>>(ACCESS_SETTINGS.oidcRoles),
    tenantsClaim: value<string | null>(ACCESS_SETTINGS.oidcTenantsClaim),
    sourcesClaim: value<string | null>(ACCESS_SETTINGS.oidcSourcesClaim),
  };
  if (issuer !== null && audience !== null) return { issuer, audience, ...config };
  if (issuer !== null || audience !== null) {
    problems.push(
      'UNDERPIN_OIDC_ISSUER and UNDERPIN_OIDC_AUDIENCE belong together: without an audience, tokens that are meant for others would open this server. Set both, or neither.',
    );
  }
  return null;
}

function text(name: string, meaning: string): Setting<string | null> {
  return { name, default: 'none', meaning, rule: 'a text', fallback: () => null, parse: (value) => value };
}

function providerUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, hostname } = new URL(value);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere) ? value : undefined;
}

function parseRoles(value: string): ReadonlyMap<string, Role> | undefined {
  const pairs = value.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    const role = ROLES.find(
      (one) =>
        one.toLowerCase() ===
        pair
          .slice(at + 1)
          .trim()
          .toLowerCase(),
    );
    return [pair.slice(0, Math.max(0, at)).trim(), role] as const;
  });
  const roles = pairs.flatMap(([name, role]) => (name !== '' && role ? [[name, role] as const] : []));
  return roles.length === pairs.length ? new Map(roles) : undefined;
}
