import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.read('mutation { registerDataSource(input: { name: "scan", absentAfterMisses: 1 }) { revision } }');
});
afterAll(() => server.stop());

const INGEST = `mutation ($input: IngestInput!) { ingest(input: $input) { operation { id kind } results { outcome configurationItem { id } } } }`;
const box = (name: string) => ({
  class: 'LinuxServer',
  name,
  nativeKey: name,
  site: 'eu',
  attributes: { hostname: name, serialNumber: `SN-${name}` },
});
const boxes = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => box(`n${at + from}`));

const BEGIN = `mutation ($input: BeginSyncInput!) {
  beginSync(input: $input) { revision operation { id } changeSets { revision }
    session { id state expiresAt scope { classes relationshipTypes attributes nativeKeyPrefix } reported { items relationships } decision { guard } } }
}`;
const SESSION = `id source state endedAt endedBecause partialTypes maxRemovalPercent principal reason
  decision { members { items } seen { items relationships } removals { items relationships } forgiven { items }
    types { name members removals } guard }`;
const COMMIT = `mutation ($input: CommitSyncInput!) {
  commitSync(input: $input) { revision operation { id kind } changeSets { revision operation { kind } }
    session { ${SESSION} removals(first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { configurationItem { name presence } relationship { id } } } } }
}`;

interface Begun {
  readonly beginSync: { readonly session: { readonly id: string; readonly state: string } };
}

const begin = async (input: object = {}): Promise<string> => {
  const begun = await server.read<Begun>(BEGIN, { input: { source: 'scan', ...input } });
  expect(begun.beginSync.session.state).toBe('OPEN');
  return begun.beginSync.session.id;
};

test('a session runs from its begin over ingests to a commit that waits, is paged through and confirmed', async () => {
  await server.read(INGEST, { input: { source: 'scan', items: boxes(0, 20) } });
  const session = await begin({ scope: { classes: ['Server'], attributes: { site: 'eu' } }, reason: 'nightly' });
  const sent = await server.read<{ ingest: { operation: unknown } }>(INGEST, {
    input: { source: 'scan', syncSession: session, items: [...boxes(0, 12), box('fresh')] },
  });
  expect(sent.ingest.operation).toEqual({ id: session, kind: 'SYNC' });

  const waiting = await server.read<{ commitSync: { session: { removals: { pageInfo: { endCursor: string } } } } }>(
    COMMIT,
    {
      input: { session },
    },
  );
  expect(waiting.commitSync).toMatchObject({
    operation: null,
    changeSets: [],
    session: {
      state: 'AWAITING_CONFIRMATION',
      endedAt: null,
      reason: 'nightly',
      decision: {
        members: { items: 21 },
        seen: { items: 13, relationships: 0 },
        removals: { items: 8, relationships: 0 },
        types: [{ name: 'LinuxServer', members: 21, removals: 8 }],
      },
      removals: {
        totalCount: 8,
        pageInfo: { hasNextPage: true },
        nodes: ['n12', 'n13', 'n14'].map((name) => ({
          configurationItem: { name, presence: 'PRESENT' },
          relationship: null,
        })),
      },
    },
  });

  const page = `query ($ids: [ID!], $after: String) { syncSessions(filter: { ids: $ids, sources: ["scan"], states: [AWAITING_CONFIRMATION] }) {
    totalCount nodes { id state removals(first: 10, after: $after) { nodes { configurationItem { name } } pageInfo { hasNextPage } } } } }`;
  const after = waiting.commitSync.session.removals.pageInfo.endCursor;
  const second = await server.read<{ syncSessions: { nodes: readonly unknown[] } }>(page, { ids: [session], after });
  expect(second.syncSessions).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        id: session,
        removals: { nodes: ['n15', 'n16', 'n17', 'n18', 'n19'].map((name) => ({ configurationItem: { name } })) },
      },
    ],
  });
  const back = await server.read<{ syncSessions: { nodes: readonly { removals: { nodes: unknown } }[] } }>(
    `query ($ids: [ID!]) { syncSessions(filter: { ids: $ids }) { nodes { removals(last: 2) { nodes { configurationItem { name } } pageInfo { hasPreviousPage } } } } }`,
    { ids: [session] },
  );
  expect(back.syncSessions.nodes[0]?.removals.nodes).toEqual(
    ['n18', 'n19'].map((name) => ({ configurationItem: { name } })),
  );

  const confirm = `mutation ($id: ID!) { confirmSync(input: { session: $id, reason: "moved out" }) {
    revision operation { id kind } changeSets { reason } session { state decision { removals { items } } } } }`;
  const confirmed = await server.read<{ confirmSync: { revision: number } }>(confirm, { id: session });
  expect(confirmed.confirmSync).toMatchObject({
    operation: { id: session, kind: 'SYNC' },
    changeSets: [{ reason: 'moved out' }],
    session: { state: 'COMMITTED' },
  });
  const absent = await server.read<{ configurationItems: { totalCount: number } }>(
    `query ($at: Revision) { configurationItems(filter: { presence: [ABSENT] }, atLeast: $at) { totalCount } }`,
    { at: confirmed.confirmSync.revision },
  );
  expect(absent.configurationItems.totalCount).toBe(8);
});

test('a session is aborted, and says why', async () => {
  const session = await begin({ takeOver: true });
  const abort = `mutation ($id: ID!) { abortSync(input: { session: $id, reason: "collector crashed" }) { session { state endedBecause } } }`;
  const aborted = await server.read(abort, { id: session });
  expect(aborted).toEqual({ abortSync: { session: { state: 'ABORTED', endedBecause: 'collector crashed' } } });
  expect(await server.read(abort, { id: session })).toEqual(aborted);
  expect(await server.codes(COMMIT, { input: { session } })).toEqual(['SYNC_SESSION_ENDED']);
});

test('what is wrong with a call is said by its code', async () => {
  await begin({ takeOver: true });
  expect(await server.codes(BEGIN, { input: { source: 'scan' } })).toEqual(['SYNC_IN_PROGRESS']);
  expect(await server.codes(BEGIN, { input: { source: 'scam' } })).toEqual(['UNKNOWN_SOURCE']);
  expect(await server.codes(COMMIT, { input: { session: 'x' } })).toEqual(['NOT_FOUND']);
});

test('a list of sessions without any is empty', async () => {
  const none = await server.read(`{ syncSessions(filter: { sources: ["nobody"] }) { totalCount edges { cursor } } }`);
  expect(none).toEqual({ syncSessions: { totalCount: 0, edges: [] } });
});
