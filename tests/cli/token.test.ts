import { createAccess } from '../../src/application/access/access';
import { tokenCommand } from '../../src/cli/token';
import { runCommand, type Ran } from '../support/command-line';
import { startTestServer } from '../support/server';
import { createTestDatabase, type TestDatabase } from '../support/database';

let test_: TestDatabase;

beforeAll(async () => {
  test_ = await createTestDatabase();
  process.env['DATABASE_URL'] = test_.url;
});
afterAll(async () => {
  delete process.env['DATABASE_URL'];
  await test_.drop();
});

beforeEach(() => test_.database.query('delete from api_token'));

const token = (...args: readonly string[]): Promise<Ran> => runCommand('', () => [tokenCommand()], ['token', ...args]);
const access = () => createAccess({ database: test_.database, clock: () => new Date() });

test('the first token is made on the database itself, and ends there', async () => {
  expect((await access()).tokensExist).toBe(false);
  const name = new URL(test_.url).pathname.slice(1);
  // Whoever has UNDERPIN_URL set asks a server, and must see whose tokens these are.
  expect((await token('list')).output).toMatch(new RegExp(`^Tokens of .*${name}.*:\nThere are no tokens`));

  const made = await token('create', 'admin', '--role', 'administrator');
  expect(made).toMatchObject({ code: 0, complaints: expect.stringMatching(`^The token admin of .*${name}`) });
  // The secret alone, so that a script may take it.
  expect(made.output).toMatch(/^underpin_[\w-]{43}\n$/);
  const secret = made.output.trim();
  expect((await access()).tokensExist).toBe(true);
  expect(await (await access()).authenticate(secret)).toMatchObject({
    name: 'admin',
    role: 'ADMINISTRATOR',
    visibility: null,
    sources: null,
  });

  expect(await token('revoke', 'admin')).toMatchObject({ code: 0 });
  await expect((await access()).authenticate(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await token('list')).output).toMatch(/admin.*administrator.*revoked/);
});

test('a token is limited as its options say', async () => {
  const limits = ['--tenant', 'acme', '--tenant', '', '--label', 'team=pay', '--source', 'scan', '--days', '1'];
  const { output } = await token('create', 'scan', '--role', 'discoverer', ...limits);
  const { expiresAt, ...principal } = await (await access()).authenticate(output.trim());
  expect(principal).toMatchObject({
    visibility: { tenants: ['', 'acme'], labels: { team: 'pay' } },
    sources: ['scan'],
  });
  expect(Math.round((Date.parse(expiresAt ?? '') - Date.now()) / 60_000)).toBe(24 * 60);
});

test('the same is done by the server that is named, with a token of it, and told to programs', async () => {
  const server = await startTestServer();
  const at = (...args: readonly string[]): Promise<Ran> =>
    runCommand(server.url, () => [tokenCommand()], ['token', ...args, '--json']);
  const made = JSON.parse((await at('create', 'admin', '--role', 'administrator')).output) as { secret: string };
  expect(made).toMatchObject({ name: 'admin', secret: expect.stringMatching(/^underpin_/) as string });
  // The database of the environment is another one.
  expect((await token('list')).output).toMatch(/no tokens/);
  expect(await at('list')).toMatchObject({ code: 1, complaints: expect.stringMatching(/--token/) as string });
  const withToken = (...args: readonly string[]): Promise<Ran> => at(...args, '--token', made.secret);
  await withToken('create', 'scan', '--role', 'discoverer', '--source', 'scan');
  expect(await withToken('create', 'scan', '--role', 'viewer')).toMatchObject({
    code: 1,
    complaints: expect.stringMatching(/was, a token called "scan"/) as string,
  });
  expect(JSON.parse((await withToken('revoke', 'scan')).output)).toEqual({ name: 'scan', revoked: true });
  const shown = await runCommand(server.url, () => [tokenCommand()], ['token', 'list', '--token', made.secret]);
  expect(shown.output).toContain(`Tokens of ${server.url}:\nNAME `);
  const listed = JSON.parse((await withToken('list')).output) as readonly object[];
  expect(listed).toMatchObject([
    { name: 'admin', role: 'ADMINISTRATOR', revokedAt: null },
    { name: 'scan', sources: ['scan'], revokedAt: expect.any(String) as string },
  ]);
  await server.stop();
});

test('a name that was a token is none for another one', async () => {
  await token('create', 'admin', '--role', 'administrator');
  await token('revoke', 'admin');
  expect(await token('create', 'admin', '--role', 'viewer')).toMatchObject({
    code: 1,
    complaints: expect.stringMatching(/was, a token called "admin"/) as string,
  });
});

test.each([
  [['create', 'x', '--role', 'discoverer'], 1, /name them in sources/],
  [['create', 'x', '--role', 'king'], 2, /Allowed choices/],
  [['create', 'x'], 2, /--role/],
  [['create', 'x', '--role', 'viewer', '--label', 'team'], 2, /such as team=payments/],
  [['create', 'x', '--role', 'viewer', '--days', 'many'], 2, /whole number of days/],
  [['revoke', 'nobody'], 1, /There is no token "nobody"/],
])('%j ends with %i', async (args, code, message) => {
  const ran = await token(...args);
  expect([ran.code, ran.complaints]).toEqual([code, expect.stringMatching(message)]);
});
