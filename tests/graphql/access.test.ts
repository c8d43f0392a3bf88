import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { NEEDS_OF_FIELDS } from '../../src/domain/access/needed-rights';
import { revokeApiToken } from '../../src/application/access/edit-token';
import { createApplication } from '../../src/application/create-application';
import { rootFields } from '../support/any-query';
import { codesOf, startTestServer, type Answer, type TestServer } from '../support/server';
import { openStream } from '../support/ingest-stream';

let server: TestServer;
/** A secret for each role. */
const secrets: Record<string, string> = {};
let now = () => new Date();

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) { secret replayed apiToken { id name role createdBy } errors { code path message } } }`;

interface Created {
  readonly createApiToken: {
    readonly secret: string | null;
    readonly replayed: boolean;
    readonly apiToken: { readonly id: string; readonly name: string } | null;
    readonly errors: readonly { readonly code: string; readonly path: readonly string[]; readonly message: string }[];
  };
}

const create = async (input: object, token?: string): Promise<Created['createApiToken']> => {
  const answer = await server.ask<Created>(CREATE, { input }, token);
  if (!answer.data?.createApiToken) throw new Error(JSON.stringify(answer.errors));
  return answer.data.createApiToken;
};

const secretOf = async (input: object, token = secrets['ADMINISTRATOR']): Promise<string> => {
  const { secret, errors } = await create(input, token);
  if (secret === null) throw new Error(JSON.stringify(errors));
  return secret;
};

const get = (
  path: string,
  token?: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });

/** What was opened when nobody needed a token: how it ended. */
const openedBefore: { socket?: Promise<number>; feed?: Promise<string> } = {};

async function openWithoutToken(): Promise<void> {
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });
  openedBefore.socket = new Promise((resolve) =>
    client.on('closed', (event) => resolve((event as { code: number }).code)),
  );
  const connected = new Promise<void>((resolve) => client.on('connected', () => resolve()));
  const feed = await get('/changes');
  openedBefore.feed = feed.text();
  await connected;
}

beforeAll(async () => {
  server = await startTestServer({}, { application: { accessRefreshMs: 100 }, clock: () => now() });
  await openWithoutToken();
  // Nobody is there yet, so everybody may: this is the first one.
  secrets['ADMINISTRATOR'] = await secretOf({ name: 'admin', role: 'ADMINISTRATOR' }, '');
  secrets['EDITOR'] = await secretOf({ name: 'editor', role: 'EDITOR' });
  secrets['VIEWER'] = await secretOf({ name: 'viewer', role: 'VIEWER' });
  secrets['DISCOVERER'] = await secretOf({ name: 'scan', role: 'DISCOVERER', sources: ['scan'] });
  await server.ask('mutation { registerDataSource(input: { name: "scan" }) { revision } }', {}, secrets['DISCOVERER']);
  await server.ask('mutation { registerDataSource(input: { name: "other" }) { revision } }', {}, secrets['EDITOR']);
});
afterAll(() => server.stop());

describe('who may do what', () => {
  /** Written down a second time and by hand: the least that each root field asks for. */
  const ANYBODY = 'VIEWER DISCOVERER EDITOR ADMINISTRATOR';
  const REPORTERS = 'DISCOVERER EDITOR ADMINISTRATOR';
  const EDITORS = 'EDITOR ADMINISTRATOR';
  const MAY: Readonly<Record<string, string>> = {
    [`node nodes configurationItem configurationItems matchConfigurationItems relationships ciClasses ciClass
      relationshipTypes relationshipType dataSources valueLists junkValues explainValue reconciliationRules syncSessions
      parkedItems topology paths impact outages duplicateSets cutSets singlePointsOfFailure changes difference viewer
      server analysis impactAnalysis serviceStates`]: ANYBODY,
    'ingest beginSync commitSync abortSync reportOutages registerDataSource': REPORTERS,
    [`webhooks createWebhook updateWebhook deleteWebhook redeliverWebhook confirmSync revertSync revertChangeSet
      upsertConfigurationItem updateConfigurationItems retireConfigurationItem mergeConfigurationItems undoMerge
      resolveDuplicateSet searchDuplicates upsertRelationship endRelationship setGate openOutage closeOutage`]: EDITORS,
    [`apiTokens createApiToken revokeApiToken defineCiClass defineRelationshipType defineReconciliationRule
      defineValueList defineJunkValues applyModel`]: 'ADMINISTRATOR',
  };
  const roles = new Map(
    Object.entries(MAY).flatMap(([fields, allowed]) => fields.split(/\s+/).map((field) => [field, allowed] as const)),
  );
  // As the only data source that the discoverer may report as.
  const fields = rootFields({ source: '"scan"', name: '"scan"', dryRun: 'true' }, 0);

  test('every root field of the schema is in the table, and in this test', () => {
    expect(fields.map(({ field }) => field).filter((field) => !roles.has(field))).toEqual([]);
    expect(Object.keys(NEEDS_OF_FIELDS).toSorted()).toEqual(fields.map(({ name }) => name).toSorted());
  });

  test.each(['VIEWER', 'DISCOVERER', 'EDITOR', 'ADMINISTRATOR'])('%s', async (role) => {
    const asked = fields.filter(({ type }) => type !== 'subscription');
    const answers = await Promise.all(asked.map(({ document }) => server.ask(document, {}, secrets[role])));
    const wrong = asked.flatMap(({ name, field }, at) => {
      const codes = codesOf(answers[at] ?? {});
      const refused = codes.includes('FORBIDDEN') || codes.includes('UNAUTHENTICATED');
      const may = roles.get(field)?.split(' ').includes(role) ?? false;
      return may === refused || codes.includes('INTERNAL') ? [`${name}: ${codes.join()}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test('nobody may do anything without a token, or with one that is not known', async () => {
    const refused = async (query: string, token?: string): Promise<boolean> => {
      const headers = { 'content-type': 'application/json' };
      const response = await get('/graphql', token, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const { errors } = (await response.json()) as Answer;
      return response.status === 401 && errors?.[0]?.extensions.code === 'UNAUTHENTICATED';
    };
    const answers = await Promise.all(fields.map(({ document }) => refused(document)));
    expect(answers.filter((one) => !one)).toEqual([]);
    for (const token of ['underpin_nobody', 'eyJhbGciOiJub25lIn0.e30.', ''])
      expect(await refused('{ viewer { name } }', token)).toBe(true);
  });

  test('the doors beside GraphQL ask the same', async () => {
    const status = async (path: string, token?: string, init?: Parameters<typeof get>[2]): Promise<number> => {
      const response = await get(path, token, init);
      await response.text();
      return response.status;
    };
    const stream = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: '' };
    const table: Record<string, readonly number[]> = {};
    const everybody = [
      undefined,
      secrets['VIEWER'],
      secrets['DISCOVERER'],
      secrets['EDITOR'],
      secrets['ADMINISTRATOR'],
    ];
    for (const [path, init] of [
      ['/', {}],
      ['/health/live', {}],
      ['/health/ready', {}],
      ['/metrics', {}],
      ['/changes?since=0&follow=false', {}],
      ['/ingest?source=scan', stream],
      ['/ingest?source=other', stream],
      ['/nothing', {}],
    ] as const) {
      table[path] = await Promise.all(everybody.map((token) => status(path, token, init)));
    }
    expect(table).toEqual({
      '/': [200, 200, 200, 200, 200],
      '/health/live': [200, 200, 200, 200, 200],
      '/health/ready': [200, 200, 200, 200, 200],
      '/metrics': [401, 200, 200, 200, 200],
      '/changes?since=0&follow=false': [401, 200, 200, 200, 200],
      '/ingest?source=scan': [401, 403, 200, 200, 200],
      '/ingest?source=other': [401, 403, 403, 200, 200],
      '/nothing': [404, 404, 404, 404, 404],
    });
    expect((await get('/metrics')).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a discoverer reports only as the data sources it is given, in sessions too', async () => {
    const codes = async (mutation: string, token = secrets['DISCOVERER']): Promise<readonly string[]> =>
      codesOf(await server.ask(`mutation { ${mutation} }`, {}, token));
    expect(await codes('ingest(input: { source: "scan" }) { revision }')).toEqual([]);
    expect(await codes('ingest(input: { source: "other" }) { revision }')).toEqual(['FORBIDDEN']);
    expect(await codes('beginSync(input: { source: "other" }) { revision }')).toEqual(['FORBIDDEN']);
    expect(await codes('registerDataSource(input: { name: "other" }) { revision }')).toEqual(['FORBIDDEN']);
    const begun = await server.ask<{ beginSync: { session: { id: string } } }>(
      'mutation { beginSync(input: { source: "other" }) { session { id } } }',
      {},
      secrets['EDITOR'],
    );
    const session = begun.data?.beginSync.session.id ?? '';
    expect(await codes(`commitSync(input: { session: "${session}" }) { revision }`)).toEqual(['FORBIDDEN']);
    expect(await codes(`abortSync(input: { session: "${session}" }) { revision }`)).toEqual(['FORBIDDEN']);
    expect(await codes(`abortSync(input: { session: "${session}" }) { revision }`, secrets['EDITOR'])).toEqual([]);
  });
});

describe('a token', () => {
  test('is stored as a hash, shown once, and never again', async () => {
    const input = { name: 'once', role: 'VIEWER', idempotencyKey: 'once' };
    const first = await create(input, secrets['ADMINISTRATOR']);
    const again = await create(input, secrets['ADMINISTRATOR']);
    expect(first.secret).toMatch(/^underpin_[A-Za-z0-9_-]{43}$/);
    expect(again).toEqual({ ...first, replayed: true, secret: null });
    const stored = await server.database.query<{ row: string }>(
      `select row_to_json(api_token)::text as row from api_token
       union all select row_to_json(idempotency)::text from idempotency`,
    );
    expect(stored.length).toBeGreaterThan(4);
    const secret = first.secret ?? '';
    expect(stored.filter(({ row }) => row.includes(secret) || row.includes(secret.slice(9)))).toEqual([]);
  });

  test('names who wrote', async () => {
    const written = await server.ask<{ upsertConfigurationItem: { changeSets: unknown } }>(
      `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "Shop" }) { changeSets { principal } } }`,
      {},
      secrets['EDITOR'],
    );
    expect(written.data?.upsertConfigurationItem.changeSets).toEqual([{ principal: 'editor' }]);
    const viewer = await server.ask(
      '{ viewer { name role sources authenticatedBy tenants } }',
      {},
      secrets['DISCOVERER'],
    );
    expect(viewer.data).toEqual({
      viewer: { name: 'scan', role: 'DISCOVERER', sources: ['scan'], authenticatedBy: 'API_TOKEN', tenants: null },
    });
  });

  test('is refused with what is wrong about it', async () => {
    const wrong = async (input: object, token = secrets['ADMINISTRATOR']): Promise<readonly unknown[]> =>
      (await create({ role: 'VIEWER', ...input }, token)).errors.map(({ code, path }) => [code, ...path]);
    expect(await wrong({ name: 'admin' })).toEqual([['INVALID_NAME', 'name']]);
    expect(await wrong({ name: 'admin', dryRun: true })).toEqual([['INVALID_NAME', 'name']]);
    expect(await wrong({ name: 'system' })).toEqual([['INVALID_NAME', 'name']]);
    expect(await wrong({ name: 'a b' })).toEqual([['INVALID_NAME', 'name']]);
    expect(await wrong({ name: 'late', expiresAt: '2020-01-01T00:00:00Z' })).toEqual([['INVALID_VALUE', 'expiresAt']]);
    expect(await wrong({ name: 'scanner', role: 'DISCOVERER' })).toEqual([['INVALID_VALUE', 'sources']]);
  });

  test('reaches no further than who makes it', async () => {
    const limited = await secretOf({ name: 'acme-admin', role: 'ADMINISTRATOR', tenants: ['acme'], sources: ['scan'] });
    const paths = async (input: object): Promise<readonly string[]> =>
      (
        await create({ name: 'child', role: 'VIEWER', tenants: ['acme'], sources: ['scan'], ...input }, limited)
      ).errors.map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(await paths({ tenants: ['acme', 'globex'] })).toEqual(['FORBIDDEN tenants']);
    expect(await paths({ tenants: null })).toEqual(['FORBIDDEN tenants']);
    expect(await paths({ sources: ['other'] })).toEqual(['FORBIDDEN sources']);
    expect(await paths({ sources: null })).toEqual(['FORBIDDEN sources']);
    expect(await paths({})).toEqual([]);
    const listed = await server.ask<{ apiTokens: { totalCount: number; nodes: { name: string }[] } }>(
      '{ apiTokens { totalCount nodes { name } } }',
      {},
      limited,
    );
    expect(listed.data?.apiTokens).toEqual({ totalCount: 2, nodes: [{ name: 'acme-admin' }, { name: 'child' }] });
    const revoked = await server.ask<{ revokeApiToken: { errors: { code: string }[] } }>(
      'mutation { revokeApiToken(input: { id: "admin" }) { errors { code } } }',
      {},
      limited,
    );
    expect(revoked.data?.revokeApiToken.errors).toEqual([{ code: 'NOT_FOUND' }]);
    expect(codesOf(await server.ask('{ viewer { name } }', {}, secrets['ADMINISTRATOR']))).toEqual([]);
  });

  test('that was looked at a moment ago costs no statement', async () => {
    await server.ask('{ viewer { name } }', {}, secrets['VIEWER']);
    const before = server.requestStatements();
    for (let at = 0; at < 20; at += 1) await server.ask('{ viewer { name } }', {}, secrets['VIEWER']);
    expect(server.requestStatements()).toBe(before);
  });

  test('ends when it expires, and says so', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const secret = await secretOf({ name: 'short', role: 'VIEWER', expiresAt });
    expect((await get('/metrics', secret)).status).toBe(200);
    try {
      now = () => new Date(Date.now() + 3_700_000);
      const answer = await server.ask('{ viewer { name } }', {}, secret);
      expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
      expect(answer.errors?.[0]?.message).toContain(`expired at ${expiresAt}`);
    } finally {
      now = () => new Date();
    }
  });
});

describe('a token that is revoked on another server', () => {
  const subscribe = (secret: string, headers = false) => {
    const closed = new Promise<number>((resolve) => {
      const client = createClient({
        url: `${server.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: headers
          ? class extends WebSocket {
              constructor(url: string, protocols: string[]) {
                super(url, protocols, { headers: { authorization: `Bearer ${secret}` } });
              }
            }
          : WebSocket,
        retryAttempts: 0,
        ...(headers ? {} : { connectionParams: { authorization: `Bearer ${secret}` } }),
        on: { closed: (event) => resolve((event as { code: number }).code), connected: () => opened() },
      });
      client.subscribe(
        { query: 'subscription { changes { revision } }' },
        { next: () => undefined, error: () => undefined, complete: () => undefined },
      );
    });
    let opened = (): void => undefined;
    const open = new Promise<void>((resolve) => (opened = resolve));
    return { closed, open };
  };

  test('comes in no more, and what is open is closed within seconds', async () => {
    const secret = await secretOf({ name: 'gone', role: 'DISCOVERER', sources: ['scan'] });
    const sockets = [subscribe(secret), subscribe(secret, true)];
    await Promise.all(sockets.map(({ open }) => open));
    const feed = get('/changes', secret).then((response) => response.text());
    const stream = openStream(server.url, { source: 'scan', progress: 'true' }, { authorization: `Bearer ${secret}` });
    stream.outgoing.write('{"item":{"class":"LinuxServer","nativeKey":"a","name":"a"}}\n\n');
    await stream.saw((line) => line.chunk !== undefined);

    const other = await createApplication({
      database: server.database,
      clock: () => new Date(),
      newId: server.app.newId,
    });
    const caller = await other.access.authenticate(secrets['ADMINISTRATOR'] ?? '');
    const call = { principal: caller.name, requestId: 'r', reason: null, idempotencyKey: null, dryRun: false };
    await revokeApiToken(other, call, caller, 'gone');
    await other.stop();

    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401]);
    expect(JSON.parse((await feed).trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    expect((await stream.answer).lines.at(-1)).toMatchObject({ error: { code: 'UNAUTHENTICATED', retryable: false } });
    expect(codesOf(await server.ask('{ viewer { name } }', {}, secret))).toEqual(['UNAUTHENTICATED']);
  });

  test('what was opened before there were tokens ends with the first one', async () => {
    expect(await openedBefore.socket).toBe(4401);
    expect(await openedBefore.feed).toContain('UNAUTHENTICATED');
  });

  test('and a database that cannot say whose a token is closes a socket for now, not for good', async () => {
    const secret = secrets['VIEWER'] ?? '';
    const asked = jest
      .spyOn(server.app.access, 'authenticate')
      .mockRejectedValue(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${secret}` },
    });
    const closed: unknown = await client
      .iterate({ query: '{ viewer { name } }' })
      .next()
      .catch(({ code, reason }: CloseEvent) => [code, reason]);
    const answer = await get('/changes', secret);
    asked.mockRestore();
    const message = 'The database cannot be reached. Try again in a moment.';
    expect(closed).toEqual([1013, message]);
    const extensions = { code: 'DATABASE_UNAVAILABLE', retryable: true };
    expect([answer.status, await answer.json()]).toMatchObject([503, { errors: [{ message, extensions }] }]);
  });

  test('an unknown token opens no socket', async () => {
    expect(await subscribe('underpin_unknown').closed).toBe(4401);
  });
});

test('what was used when is kept', async () => {
  // Noted once a minute: by a server that begins now, at once.
  const other = await createApplication({
    database: server.database,
    clock: () => new Date(),
    newId: server.app.newId,
  });
  await other.access.authenticate(secrets['VIEWER'] ?? '');
  await other.access.refresh();
  await other.stop();
  const [row] = await server.database.query<{ last_used_at: string | null }>(
    `select last_used_at from api_token where name = 'viewer'`,
  );
  expect(Date.parse(row?.last_used_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
});
