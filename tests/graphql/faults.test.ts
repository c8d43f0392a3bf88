import { GraphQLError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { withoutSecrets } from '../../src/domain/access/secret-text';
import { DomainError, ERROR_CODES } from '../../src/domain/errors';
import { LimitError, presentError } from '../../src/graphql/errors';
import { createQueryExecutor } from '../../src/graphql/compiled-queries';
import { logOf } from '../../src/server/log';
import { rootFields } from '../support/any-query';
import { databaseUrl, execute } from '../support/cluster';
import { codesOf, startTestServer, type Answer, type TestServer } from '../support/server';
import { until } from '../support/until';

const present = (error: GraphQLError): ReturnType<typeof presentError> & { readonly faults: readonly unknown[] } => {
  const faults: unknown[] = [];
  const shown = presentError(error, error.toJSON(), { requestId: 'r-1', report: (fault) => faults.push(fault) });
  return { ...shown, faults };
};
const thrown = (originalError: Error): GraphQLError =>
  new GraphQLError(originalError.message, { originalError, path: ['items'] });

describe('an error', () => {
  test.each(ERROR_CODES)('of the domain keeps its code, message and path: %s', (code) => {
    const shown = present(thrown(new DomainError(code, 'Say what to do.', { index: 3 })));
    expect(shown).toMatchObject({
      message: 'Say what to do.',
      path: ['items'],
      extensions: { code, details: { index: 3 } },
      faults: [],
    });
    const { retryable, retryAfterMs } = shown.extensions as { retryable: boolean; retryAfterMs: number | null };
    expect(retryable).toBe(retryAfterMs !== null);
    expect(retryable).toBe(['NOT_YET_VISIBLE', 'DATABASE_UNAVAILABLE', 'RETRY_LATER'].includes(code));
  });

  test('of this program shows its request id and nothing else', () => {
    const fault = new Error('column "secret" of relation "configuration_item" does not exist');
    const shown = present(thrown(fault));
    expect(shown.message).toBe('Something went wrong here. The log of the server has it under the request id r-1.');
    expect(shown.extensions).toEqual({ code: 'INTERNAL', retryable: false, retryAfterMs: null, requestId: 'r-1' });
    expect(shown.faults).toEqual([fault]);
    expect(JSON.stringify({ ...shown, faults: [] })).not.toContain('secret');
  });

  test('of the executor, such as null where there must be a value, is a fault of this program', () => {
    const error = new GraphQLError('Cannot return null for non-nullable field Server.name.', {
      path: ['server', 'name'],
    });
    expect(present(error)).toMatchObject({ extensions: { code: 'INTERNAL' }, faults: [error] });
  });

  test('of the database says whether it pays to try again', () => {
    const driver = (code: string): Error => Object.assign(new Error('select secret'), { code });
    const codes = ['ECONNREFUSED', '57P01', '08006', '40001', '40P01', '22021', '22P05', '57014', '42703'].map(
      (code) => present(thrown(driver(code))).extensions?.['code'],
    );
    expect(codes).toEqual([
      'DATABASE_UNAVAILABLE',
      'DATABASE_UNAVAILABLE',
      'DATABASE_UNAVAILABLE',
      'RETRY_LATER',
      'RETRY_LATER',
      'BAD_REQUEST',
      'BAD_REQUEST',
      'LIMIT_EXCEEDED',
      'INTERNAL',
    ]);
  });

  test('of a database that is full, read-only or has no connection left says so', () => {
    const said = (code: string): string => present(thrown(Object.assign(new Error('secret'), { code }))).message;
    expect(['53100', '25006', '53300', 'ECONNREFUSED'].map(said)).toEqual([
      expect.stringMatching(/^The disk of the database is full.*Try again/),
      expect.stringMatching(/^The database takes no writes.*read-only.*Try again/),
      expect.stringMatching(/^The database has no connection left.*Try again/),
      'The database cannot be reached. Try again in a moment.',
    ]);
    const busy = new Error('timeout exceeded when trying to connect');
    expect(present(thrown(busy)).message).toBe('All connections to the database are in use. Try again in a moment.');
  });

  test('of the request says what GraphQL says of it, limits with their own code', () => {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
    expect(present(new GraphQLError('Unknown field.', { extensions }))).toMatchObject({
      message: 'Unknown field.',
      extensions: { code: 'BAD_REQUEST' },
    });
    expect(present(new LimitError('Too deep.'))).toMatchObject({
      message: 'Too deep.',
      extensions: { code: 'LIMIT_EXCEEDED' },
    });
    const tokens = new GraphQLError('Syntax Error: Document contains more that 10 tokens. Parsing aborted.', {
      extensions,
    });
    expect(present(tokens)).toMatchObject({
      message: expect.stringContaining('more than 10 tokens') as string,
      extensions: { code: 'LIMIT_EXCEEDED' },
    });
  });
});

test('what gives access is taken out of a line of the log, and the line stays JSON', () => {
  const token = `underpin_${'x'.repeat(43)}`;
  const told = {
    a: `no ${token}, whsec_c2VjcmV0LXNlY3JldA== and eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln`,
    b: 'authorization: "Bearer c2VjcmV0", Basic c2VjcmV0',
    c: 'postgres://me:secret@db:5432/cmdb?password=secret&x=1 at http://host:4000/a?to=x@y',
  };
  expect(JSON.parse(withoutSecrets(JSON.stringify(told)))).toEqual({
    a: 'no underpin_***, whsec_*** and eyJ***',
    b: 'authorization: "Bearer ***", Basic ***',
    c: 'postgres://me:***@db:5432/cmdb?password=***&x=1 at http://host:4000/a?to=x@y',
  });
});

test.each([
  ['first in a line', 'said\nBearer c2VjcmV0\neyJhbGci.eyJzdWIi.c2ln', 'said\nBearer ***\neyJ***'],
  [
    'in settings',
    `password=secret PGPASSWORD='secret' password="secret"`,
    `password=*** PGPASSWORD='***' password="***"`,
  ],
  [
    'in addresses',
    'postgres://me:s@cret@db/x, at.http://me:secret@host, https://secret@host/x',
    'postgres://me:***@db/x, at.http://me:***@host, https://***@host/x',
  ],
  ['in parameters', '/x?access_token=secret&api_key=secret&a=1', '/x?access_token=***&api_key=***&a=1'],
  [
    'on command lines',
    'sshpass -p x ssh -p 22 me@h; sshpass -v -px scp; mysql -u me -phunter; redis-cli -h r -a x ping; curl -s -u me:x http://h; tool --password x -v',
    'sshpass -p *** ssh -p 22 me@h; sshpass -v -p*** scp; mysql -u me -p***; redis-cli -h r -a *** ping; curl -s -u me:*** http://h; tool --password *** -v',
  ],
  [
    'nowhere',
    'the password= mkdir -p x; find / -print -path x; ssh -p 22 h; docker run -p 80:80 web; mysql -p shop; curl -s http://h:80',
    'the password= mkdir -p x; find / -print -path x; ssh -p 22 h; docker run -p 80:80 web; mysql -p shop; curl -s http://h:80',
  ],
])('what gives access is taken out of a line: %s', (_, given, shown) => {
  expect(JSON.parse(withoutSecrets(JSON.stringify({ given, next: 'x' })))).toEqual({ given: shown, next: 'x' });
});

test.each([
  'eyJ',
  'eyJ-',
  'a.',
  'a-',
  'a://',
  'eyJa.',
  'bearer ',
  'password=',
  'whsec_',
  'curl ',
  'mysql -p ',
  'sshpass -v ',
])('a line that callers make of %p is read as fast as any other', (piece) => {
  const line = piece.repeat(100_000 / piece.length);
  const before = process.cpuUsage().user;
  withoutSecrets(line);
  expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(500);
});

test('an error that names itself as its cause is logged', () => {
  const { serializers } = logOf('warn') as { readonly serializers: { readonly err: (error: Error) => object } };
  const error = new Error('went round');
  error.cause = new Error('because', { cause: error });
  expect(serializers.err(error)).toMatchObject({ message: 'went round', cause: { message: 'because' } });
});

describe('a database', () => {
  let server: TestServer;

  beforeAll(async () => {
    // Faults come once: what is run again to compare would not meet them.
    server = await startTestServer({}, { executeQuery: createQueryExecutor() });
  });

  afterAll(() => server.stop());

  const NO_CONNECTION = 'The database has no connection left: its max_connections is reached. Try again in a moment.';
  // A search is never answered from memory.
  const LISTS = '{ a: configurationItems(search: "any") { totalCount } ciClasses { name } server { revision } }';

  /** What became of a write that waits for as long as the server is patient, and is sent again by its key after that. */
  const written = (item: string): Promise<string> =>
    until(async () => {
      const answer = await server.ask<{ upsertConfigurationItem: { outcome: string } | null }>(
        `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "${item}", idempotencyKey: "${item}" }) { outcome } }`,
      );
      expect(codesOf(answer).filter((code) => code !== 'DATABASE_UNAVAILABLE')).toEqual([]);
      return answer.data?.upsertConfigurationItem?.outcome;
    });

  /** Ends every connection but the one it asks over: what a restart of PostgreSQL looks like. */
  const cutConnections = (): Promise<unknown> =>
    server.database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );

  test('that goes away in the middle of a request fails the fields that needed it, says so, and comes back', async () => {
    let cut = false;
    server.requestHooks.beforeStatement = async () => {
      if (cut) throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
      cut = true;
    };
    const { data, errors } = await server.ask(LISTS);
    server.requestHooks.beforeStatement = () => Promise.resolve();
    expect(
      errors?.every((error) => error.extensions.code === 'DATABASE_UNAVAILABLE' && error.extensions.retryable),
    ).toBe(true);
    expect(errors?.length).toBeGreaterThan(0);
    // The class model is in memory.
    expect(data?.['ciClasses']).not.toBeNull();
    expect((await server.ask(LISTS)).errors).toBeUndefined();
  });

  test('whose connections are cut is used again by the next requests', async () => {
    await Promise.allSettled([cutConnections(), server.ask(LISTS), server.ask(LISTS), cutConnections()]);
    await until(async () => {
      const { errors = [] } = await server.ask(LISTS);
      const codes = new Set(errors.map((error) => error.extensions.code));
      expect([...codes].filter((code) => code !== 'DATABASE_UNAVAILABLE')).toEqual([]);
      return codes.size === 0;
    });
  });

  test('that is read-only for a while takes the writes that were waiting when it is not any more', async () => {
    const name = new URL(server.database.url).pathname.slice(1);
    const readOnly = async (on: boolean): Promise<void> => {
      await execute(
        server.database.url,
        `begin; set transaction read write; alter database ${name} set default_transaction_read_only = ${on}; commit`,
      );
      await cutConnections().catch(() => undefined);
    };
    await readOnly(true);
    const waiting = written('Waits for a primary');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await readOnly(false);
    expect(await waiting).toBe('CREATED');
  });

  test('that is full, or lets nobody in, says so, and has what was written meanwhile when it is not any more', async () => {
    const name = new URL(server.database.url).pathname.slice(1);
    const { url } = server.database;
    await execute(
      url,
      `create function no_room() returns trigger language plpgsql as $$ begin
         raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
    );
    await execute(
      url,
      'create trigger no_room before insert on configuration_item for each statement execute function no_room()',
    );
    const waiting = written('Waits for room');
    expect((await server.ask(LISTS)).errors).toBeUndefined();
    await execute(url, 'drop trigger no_room on configuration_item');
    expect(await waiting).toBe('CREATED');

    const connections = (most: number): Promise<void> =>
      execute(databaseUrl(url, 'template1'), `alter database ${name} connection limit ${most}`);
    await connections(0);
    await cutConnections().catch(() => undefined);
    const late = written('Waits for a connection');
    // One connection may have outlived the others: what is asked at a time needs more.
    const told = async (): Promise<readonly string[]> =>
      (await Promise.all([1, 2, 3, 4].map(() => server.ask(LISTS)))).flatMap(({ errors = [] }) =>
        errors.map(({ message }) => message),
      );
    await until(async () => (await told()).includes(NO_CONNECTION));
    await connections(-1);
    expect(await late).toBe('CREATED');
    await until(async () => (await told()).length === 0);
  });

  test('that cannot be reached makes the server not ready, but alive', async () => {
    const asked = jest
      .spyOn(server.app.projection, 'status')
      .mockRejectedValue(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    const ready = await fetch(`${server.url}/health/ready`);
    expect([ready.status, ((await ready.json()) as { problems: string[] }).problems]).toEqual([
      503,
      ['The database cannot be reached.'],
    ]);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    asked.mockRestore();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  test('in which nothing is where it should be is told of at no door: no statement, no table, no stack', async () => {
    const fields = rootFields({ source: '"scan"', since: '0' }, 0);
    const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    // An answer, or the errors that it was refused with.
    const overSocket = async (query: string): Promise<unknown> => {
      for await (const answer of client.iterate({ query })) return answer;
      return null;
    };
    const told = (query: string): Promise<unknown> => overSocket(query).catch((errors: unknown) => errors);
    await overSocket(LISTS);
    await execute(server.database.url, 'alter schema public rename to elsewhere');
    const asked = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LISTS }),
    });
    const first = (await asked.json()) as Answer;
    const answers: unknown[] = [first];
    const requestId = asked.headers.get('x-request-id');
    expect(first.errors?.map(({ extensions }) => [extensions.code, extensions.requestId])).toEqual([
      ['INTERNAL', requestId],
      ['INTERNAL', requestId],
    ]);
    for (const { type, document } of fields) {
      answers.push(await told(document));
      if (type !== 'subscription') answers.push(await server.ask(document));
    }
    const headers = { 'apollo-require-preflight': '1', 'content-type': 'application/x-ndjson' };
    for (const [path, init] of [
      [`/graphql?query=${encodeURIComponent(LISTS)}`, { headers }],
      ['/changes?since=0&follow=false', {}],
      ['/ingest?source=scan', { method: 'POST', headers, body: '{"item":{}}' }],
      ['/health/ready', {}],
      ['/metrics', {}],
      ['/', {}],
    ] as const) {
      const text = await (await fetch(`${server.url}${path}`, init)).text();
      answers.push(path === '/metrics' ? text.replaceAll(/^# .*/gm, '') : text);
    }
    await client.dispose();
    const texts = answers.map((answer) => JSON.stringify(answer));
    expect(texts.filter((text) => text.includes('INTERNAL')).length).toBeGreaterThan(fields.length);
    const INNER =
      /relation \\*"|\bselect\b|\binsert into\b|42P01| at .*:\d+:\d+|node_modules|\.ts\b|\.js:|\bpg_|elsewhere/i;
    expect(texts.flatMap((text) => INNER.exec(text)?.[0] ?? [])).toEqual([]);
  });
});
