import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, testItem } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.write({ items: [creation(testItem(testId(1), { name: 'one' }))] });
});
afterAll(() => server.stop());

const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
  revision operation { id } changeSets { id } replayed errors { code path message } secret
  webhook { id url description filter state stateReason principal positionRevision failures nextAttemptAt lastError lastDeliveredAt
    deadLetters { totalCount pageInfo { hasNextPage } nodes { id } } }
} }`;

interface Created {
  readonly createWebhook: {
    readonly secret: string | null;
    readonly revision: number;
    readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
    readonly webhook: { readonly id: string; readonly filter: object } | null;
  };
}
const create = async (input: object): Promise<Created['createWebhook']> =>
  (await server.read<Created>(CREATE, { input: { url: 'https://hooks.example.com/cmdb', ...input } })).createWebhook;
const list = async (): Promise<readonly { readonly id: string; readonly url: string; readonly state: string }[]> =>
  (
    await server.read<{ webhooks: { nodes: readonly { id: string; url: string; state: string }[] } }>(
      '{ webhooks { totalCount nodes { id url state } } }',
    )
  ).webhooks.nodes;

afterEach(() => server.database.query('delete from webhook'));

test('a webhook is registered, listed, changed and removed; none of it takes a revision', async () => {
  const head = server.app.projection.head;
  const item = { id: encodeItemId(testId(1)) };
  const identity = { identity: { class: 'Server', attributes: { name: 'one' } } };
  const created = await create({ description: 'chat', filter: { configurationItems: [identity], kinds: ['UPDATED'] } });
  expect(created).toMatchObject({
    revision: head,
    operation: null,
    changeSets: [],
    replayed: false,
    errors: [],
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    webhook: {
      url: 'https://hooks.example.com/cmdb',
      description: 'chat',
      filter: { configurationItems: [item], kinds: ['UPDATED'] },
      state: 'ACTIVE',
      stateReason: null,
      principal: 'anonymous',
      positionRevision: head,
      failures: 0,
      deadLetters: { totalCount: 0, pageInfo: { hasNextPage: false }, nodes: [] },
    },
  });
  const id = created.webhook?.id ?? '';
  const { updateWebhook } = await server.read<{ updateWebhook: object }>(
    `mutation ($id: ID!) { updateWebhook(input: { id: $id, url: "https://other.example.com/", paused: true }) {
      secret errors { code } webhook { url description state } } }`,
    { id },
  );
  expect(updateWebhook).toEqual({
    secret: null,
    errors: [],
    webhook: { url: 'https://other.example.com/', description: 'chat', state: 'PAUSED' },
  });
  expect(await list()).toEqual([{ id, url: 'https://other.example.com/', state: 'PAUSED' }]);
  const remove = 'mutation ($id: ID!) { deleteWebhook(input: { id: $id }) { errors { code message } } }';
  expect(await server.read(remove, { id })).toEqual({ deleteWebhook: { errors: [] } });
  expect(await list()).toEqual([]);
  expect(await server.read(remove, { id })).toMatchObject({ deleteWebhook: { errors: [{ code: 'NOT_FOUND' }] } });
});

test.each([
  [{ url: 'http://127.0.0.1/' }, 'INVALID_VALUE', ['url']],
  [{ url: 'http://[::ffff:10.0.0.1]/' }, 'INVALID_VALUE', ['url']],
  [{ url: 'http://2130706433/' }, 'INVALID_VALUE', ['url']],
  [{ url: 'http://localhost:9200/' }, 'INVALID_VALUE', ['url']],
  [{ url: 'https://hooks.localhost./' }, 'INVALID_VALUE', ['url']],
  [{ url: 'file:///etc/passwd' }, 'INVALID_VALUE', ['url']],
  [{ description: 'x'.repeat(1_001) }, 'TOO_LARGE', ['description']],
  [{ filter: { configurationItems: [{ id: 'ci_zzz' }] } }, 'INVALID_REFERENCE', ['filter', 'configurationItems', '0']],
])('%j is refused with %s, and nothing is kept', async (input, code, path) => {
  const refused = await create(input);
  expect(refused).toMatchObject({ webhook: null, secret: null, errors: [{ code, path }] });
  expect(await list()).toEqual([]);
});

test('a filter that is not understood and a revision that is not there refuse the call', async () => {
  const codes = (input: object): Promise<readonly string[]> =>
    server.codes(CREATE, { input: { url: 'https://hooks.example.com/', ...input } });
  expect(await codes({ filter: { classes: ['Nonsense'] } })).toEqual(['UNKNOWN_CLASS']);
  expect(await codes({ since: 99_999_999 })).toEqual(['CURSOR_EXPIRED']);
});

test('a trial checks and keeps nothing', async () => {
  expect(await create({ dryRun: true })).toMatchObject({ webhook: null, secret: null, errors: [] });
  expect(await list()).toEqual([]);
});

test('dead letters of many webhooks take as many statements as those of one, and go on behind a cursor', async () => {
  const query = `query ($first: Int) { webhooks(first: $first) { nodes { id deadLetters(first: 2) { totalCount edges { cursor } } } } }`;
  const ids: string[] = [];
  for (let number = 0; number < 3; number += 1) ids.push((await create({})).webhook?.id ?? '');
  await server.database.query(
    `insert into webhook_dead_letter (webhook_id, id, event_id, revision, body, failed_at, attempts, reason, redeliver)
     select webhook, nextval('webhook_dead_letter_id'), 'e' || n, n, '{}', now(), 1, 'answered 500', false
       from unnest($1::uuid[]) as webhook, generate_series(1, 3) as n`,
    [ids],
  );
  const statements = async (first: number): Promise<number> => {
    const before = server.requestStatements();
    await server.read(query, { first });
    return server.requestStatements() - before;
  };
  expect(await statements(3)).toBe(await statements(1));
  const page = `query ($after: String) { webhooks(first: 1) { nodes { deadLetters(first: 2, after: $after) {
    totalCount pageInfo { endCursor hasNextPage } nodes { eventId revision reason attempts redeliver } } } } }`;
  interface Page {
    readonly webhooks: {
      readonly nodes: readonly [
        {
          readonly deadLetters: {
            readonly pageInfo: { readonly endCursor: string };
            readonly nodes: readonly object[];
          };
        },
      ];
    };
  }
  const first = (await server.read<Page>(page)).webhooks.nodes[0].deadLetters;
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const second = (await server.read<Page>(page, { after: first.pageInfo.endCursor })).webhooks.nodes[0].deadLetters;
  expect(second.nodes).toEqual([{ eventId: 'e3', revision: 3, reason: 'answered 500', attempts: 1, redeliver: false }]);
  const redeliver = `mutation ($id: ID!) { redeliverWebhook(input: { id: $id, deadLetters: ["x"] }) { queued errors { code } webhook { id } } }`;
  expect(await server.read(redeliver, { id: ids[0] })).toEqual({
    redeliverWebhook: { queued: 0, errors: [], webhook: { id: ids[0] } },
  });
});
