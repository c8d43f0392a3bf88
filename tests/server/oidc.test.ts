import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { createOidcCheck, type OidcConfig } from '../../src/server/oidc';
import { codesOf, startTestServer, type Answer, type TestServer } from '../support/server';

/** An identity provider: what it says its keys are, and whether it answers. */
const provider = { keys: [] as JWK[], answers: true, asked: 0 };
let http: Server;
let issuer = '';
let server: TestServer;
const keys = new Map<string, CryptoKey>();
let skewMs = 0;
const clock = () => new Date(Date.now() + skewMs);

async function newKey(kid: string): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  keys.set(kid, privateKey);
  provider.keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
}

interface Signed {
  readonly kid?: string;
  readonly claims?: Record<string, unknown>;
  readonly audience?: string;
  readonly from?: string;
  readonly expires?: string | number;
  readonly notBefore?: number;
}

function sign({
  kid = 'one',
  claims = { roles: ['viewer'] },
  audience = 'cmdb',
  from = issuer,
  expires = '5m',
  notBefore = 0,
}: Signed = {}) {
  const key = keys.get(kid);
  if (!key) throw new Error(`no key ${kid}`);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid })
    .setSubject('alice')
    .setIssuer(from)
    .setAudience(audience)
    .setExpirationTime(expires)
    .setNotBefore(notBefore)
    .sign(key);
}

const VIEWER = '{ viewer { name role tenants sources authenticatedBy } }';
const ask = async (token: Promise<string> | string): Promise<Answer> => server.ask(VIEWER, {}, await token);
const codes = async (signed: Signed): Promise<readonly string[]> => codesOf(await ask(sign(signed)));

beforeAll(async () => {
  http = createServer((request, response) => {
    provider.asked += 1;
    if (!provider.answers) {
      response.writeHead(503).end();
      return;
    }
    const body = request.url?.includes('openid-configuration')
      ? { issuer, jwks_uri: `${issuer}/keys` }
      : { keys: provider.keys };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  await newKey('one');
  const config: OidcConfig = {
    issuer,
    audience: 'cmdb',
    jwksUrl: null,
    rolesClaim: 'realm_access.roles',
    roles: new Map([
      ['viewer', 'VIEWER'],
      ['ops', 'EDITOR'],
      ['scanner', 'DISCOVERER'],
    ]),
    tenantsClaim: 'tenants',
    sourcesClaim: 'sources',
  };
  server = await startTestServer({}, { signedTokens: createOidcCheck(config, clock) });
});
afterAll(async () => {
  await server.stop();
  await new Promise((resolve) => http.close(resolve));
});

const roles = (...names: string[]) => ({ realm_access: { roles: names } });

test('a provider that does not answer is a reason to try again, and no reason to lock anybody out', async () => {
  provider.answers = false;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await sign({ claims: roles('viewer') })}` },
    body: JSON.stringify({ query: VIEWER }),
  });
  expect(response.status).toBe(503);
  expect(((await response.json()) as Answer).errors?.[0]?.extensions).toMatchObject({
    code: 'RETRY_LATER',
    retryable: true,
  });
  provider.answers = true;
  expect(await codes({ claims: roles('viewer') })).toEqual([]);
});

test('claims say who somebody is, what they may do and what they see', async () => {
  const claims = { ...roles('viewer', 'ops', 'unknown'), tenants: ['acme', 'globex'], sources: 'scan other' };
  expect((await ask(sign({ claims }))).data).toEqual({
    viewer: {
      name: 'oidc:alice',
      role: 'EDITOR',
      tenants: ['acme', 'globex'],
      sources: ['scan', 'other'],
      authenticatedBy: 'OIDC',
    },
  });
  // One text is one tenant, whatever blanks it has, and may be several roles; the names in a list are whole.
  const one = { realm_access: { roles: 'unknown viewer' }, tenants: 'acme west' };
  expect((await ask(sign({ claims: one }))).data).toMatchObject({ viewer: { role: 'VIEWER', tenants: ['acme west'] } });
  expect((await ask(sign({ claims: { ...one, tenants: '' } }))).data).toMatchObject({ viewer: { tenants: [] } });
  expect(await codes({ claims: roles('no viewer') })).toEqual(['FORBIDDEN']);
  // Who has no tenants sees none; a discoverer without sources reports as none.
  expect((await ask(sign({ claims: roles('scanner') }))).data).toMatchObject({
    viewer: { role: 'DISCOVERER', tenants: [], sources: [] },
  });
  expect(await codes({ claims: roles('stranger') })).toEqual(['FORBIDDEN']);
  expect(await codes({ claims: {} })).toEqual(['FORBIDDEN']);
});

test('a token of others, for others, out of time or signed in another way is not accepted', async () => {
  const claims = roles('viewer');
  const wrong = ['UNAUTHENTICATED'];
  expect(await codes({ claims, audience: 'payroll' })).toEqual(wrong);
  expect(await codes({ claims, from: 'https://elsewhere.example' })).toEqual(wrong);
  const seconds = Math.floor(Date.now() / 1_000);
  expect(await codes({ claims, expires: seconds - 60 })).toEqual(wrong);
  expect(await codes({ claims, notBefore: seconds + 120 })).toEqual(wrong);
  // Clocks differ a little.
  expect(await codes({ claims, expires: seconds - 10 })).toEqual([]);
  expect(await codes({ claims, notBefore: seconds + 20 })).toEqual([]);
  const unsigned = new UnsecuredJWT(claims)
    .setSubject('alice')
    .setIssuer(issuer)
    .setAudience('cmdb')
    .setExpirationTime('5m');
  expect(codesOf(await ask(unsigned.encode()))).toEqual(wrong);
  const guessed = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject('alice').setIssuer(issuer);
  const shared = guessed
    .setAudience('cmdb')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(JSON.stringify(provider.keys[0])));
  expect(codesOf(await ask(shared))).toEqual(wrong);
  const stolen = (await sign({ claims })).split('.');
  const forged = Buffer.from(
    JSON.stringify({ ...roles('ops'), sub: 'alice', iss: issuer, aud: 'cmdb', exp: 9_999_999_999 }),
  );
  expect(codesOf(await ask([stolen[0], forged.toString('base64url'), stolen[2]].join('.')))).toEqual(wrong);
  expect(codesOf(await ask('not-a-token'))).toEqual(wrong);
});

test('new keys of the provider are taken without a restart, withdrawn ones are not any more, and the same token is checked once', async () => {
  await newKey('two');
  provider.keys.shift();
  // Unknown keys are asked for every two seconds at most.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const token = await sign({ kid: 'two', claims: roles('viewer') });
  expect(codesOf(await ask(token))).toEqual([]);
  const { asked } = provider;
  for (let at = 0; at < 5; at += 1) expect(codesOf(await ask(token))).toEqual([]);
  expect(provider.asked).toBe(asked);
  expect(await codes({ kid: 'one', claims: roles('ops') })).toEqual(['UNAUTHENTICATED']);
  // What is remembered ends with the token.
  skewMs = 10 * 60_000;
  expect(codesOf(await ask(token))).toEqual(['UNAUTHENTICATED']);
  skewMs = 0;
});

test('API tokens are accepted beside them', async () => {
  const made = await server.ask<{ createApiToken: { errors: { code: string }[] } }>(
    'mutation { createApiToken(input: { name: "x", role: VIEWER }) { errors { code } } }',
    {},
    await sign({ kid: 'two', claims: roles('ops') }),
  );
  // An editor makes none.
  expect(codesOf(made)).toEqual(['FORBIDDEN']);
  expect(codesOf(await server.ask(VIEWER))).toEqual(['UNAUTHENTICATED']);
});

test('the schema is told to those who may read it, and names that are near to nobody else', async () => {
  const closed = await startTestServer({ introspection: '0' });
  const open = await startTestServer({ introspection: '1' });
  try {
    const schema = '{ __schema { queryType { name } } }';
    expect(codesOf(await closed.ask(schema))).toEqual(['BAD_REQUEST']);
    expect(codesOf(await closed.ask('{ server { __typename version } }'))).toEqual([]);
    expect(codesOf(await open.ask(schema))).toEqual([]);
    const near = async (at: TestServer) => (await at.ask('{ serverr { version } }')).errors?.[0]?.message;
    expect(await near(open)).toMatch(/Did you mean/);
    expect(await near(closed)).toBe('Cannot query field "serverr" on type "Query".');
    const client = createClient({
      url: `${closed.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const refused = await client
      .iterate({ query: '{ serverr { version } }' })
      .next()
      .catch((errors: unknown) => errors);
    expect(refused).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(JSON.stringify(refused)).not.toContain('Did you mean');
    await client.dispose();
  } finally {
    await closed.stop();
    await open.stop();
  }
});
