import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.read('mutation { registerDataSource(input: { name: "scan" }) { revision } }');
});
afterAll(() => server.stop());

const INGEST = `mutation ($input: IngestInput!) {
  ingest(input: $input) { revision operation { id } changeSets { revision } results { outcome configurationItem { id } } }
}`;

interface Ingested {
  readonly ingest: {
    readonly revision: number;
    readonly operation: { readonly id: string };
    readonly results: readonly { readonly configurationItem: { readonly id: string } }[];
  };
}

const box = (name: string, site: string) => ({
  class: 'LinuxServer',
  name,
  nativeKey: name,
  site,
  attributes: { hostname: name, serialNumber: `SN-${name}` },
});

const ingest = async (input: object): Promise<Ingested['ingest']> =>
  (await server.read<Ingested>(INGEST, { input: { source: 'scan', ...input } })).ingest;

const RESULT = `revision operation { kind } changeSets { reason } replayed totals { outcome items relationships }
  results(outcomes: [REVERTED]) { outcome kept because relationshipId relationship { id } configurationItem { name site retiredAt } }`;
const REVERT = `mutation ($input: RevertChangeSetInput!) { revertChangeSet(input: $input) { ${RESULT} } }`;

test('an operation is previewed, undone, and shown undone', async () => {
  await ingest({ items: [box('a', 'old')] });
  const wrong = await ingest({
    items: [box('a', 'new'), box('b', 'new')],
    relationships: [
      {
        type: 'DEPENDS_ON',
        source: { native: { source: 'scan', key: 'a' } },
        target: { native: { source: 'scan', key: 'b' } },
      },
    ],
  });
  const input = { operation: wrong.operation.id };
  const preview = await server.read<{ revertChangeSet: object }>(REVERT, { input: { ...input, dryRun: true } });
  expect(preview.revertChangeSet).toMatchObject({
    operation: null,
    changeSets: [],
    totals: [{ outcome: 'REVERTED', items: 2, relationships: 1 }],
  });
  const undone = await server.read(REVERT, { input: { changeSet: wrong.revision, reason: 'wrong site' } });
  expect(undone).toMatchObject({
    revertChangeSet: {
      operation: { kind: 'REVERT' },
      replayed: false,
      totals: [{ outcome: 'REVERTED', items: 2, relationships: 1 }],
      results: [
        { configurationItem: { name: 'a', site: 'old', retiredAt: null } },
        { configurationItem: { name: 'b', retiredAt: expect.any(String) as string } },
        { relationship: null, relationshipId: expect.stringMatching(/^rel_/) as string, kept: [], because: null },
      ],
    },
  });
  const changes = `{ changes(filter: { kinds: [RETIRED, ENDED] }) { nodes { kind changeSet { reason operation { kind } } } } }`;
  const logged = await server.read<{ changes: { nodes: readonly object[] } }>(changes);
  expect(logged.changes.nodes).toHaveLength(2);
  expect(logged.changes.nodes[0]).toMatchObject({ changeSet: { reason: 'wrong site', operation: { kind: 'REVERT' } } });
});

test('a session is undone as a whole', async () => {
  await ingest({ items: [box('c', 'x'), box('d', 'x')] });
  const begun = await server.read<{ beginSync: { session: { id: string } } }>(
    'mutation { beginSync(input: { source: "scan", maxRemovalPercent: 100 }) { session { id } } }',
  );
  const { id } = begun.beginSync.session;
  await ingest({ items: [box('c', 'y')], syncSession: id });
  const revert = `mutation ($id: ID!) { revertSync(input: { session: $id }) { ${RESULT} } }`;
  expect(await server.codes(revert, { id })).toEqual(['BAD_REQUEST']);
  await server.read('mutation ($id: ID!) { commitSync(input: { session: $id }) { session { state } } }', { id });
  const undone = await server.read<{ revertSync: { results: readonly object[] } }>(revert, { id });
  expect(undone.revertSync.results).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ configurationItem: { name: 'c', site: 'x', retiredAt: null } }),
      expect.objectContaining({ configurationItem: { name: 'd', site: 'x', retiredAt: null } }),
    ]),
  );
});

test('a merge is undone like everything else', async () => {
  const { results } = await ingest({ items: [box('m1', 'x'), box('m2', 'x')] });
  const [kept, gone] = results.map((one) => one.configurationItem.id);
  const merge = `mutation ($kept: ConfigurationItemRef!, $gone: [ConfigurationItemRef!]!) {
    mergeConfigurationItems(input: { survivor: $kept, merged: $gone }) { operation { id } errors { message } } }`;
  const merged = await server.read<{ mergeConfigurationItems: { operation: { id: string } } }>(merge, {
    kept: { id: kept },
    gone: [{ id: gone }],
  });
  const input = { operation: merged.mergeConfigurationItems.operation.id };
  const detailed = REVERT.replace('name site retiredAt', 'id name presence retiredAt observations { nativeKey }');
  const undone = await server.read<{ revertChangeSet: { results: readonly object[] } }>(detailed, { input });
  expect(undone.revertChangeSet.results.map((one) => (one as { configurationItem: object }).configurationItem)).toEqual(
    [
      { id: kept, name: 'm1', presence: 'PRESENT', retiredAt: null, observations: [{ nativeKey: 'm1' }] },
      { id: gone, name: 'm2', presence: 'PRESENT', retiredAt: null, observations: [{ nativeKey: 'm2' }] },
    ],
  );
});

test('what is wrong with a call is said by its code', async () => {
  expect(await server.codes(REVERT, { input: {} })).toEqual(['BAD_REQUEST']);
  expect(await server.codes(REVERT, { input: { changeSet: 1, operation: 'x' } })).toEqual(['BAD_REQUEST']);
  expect(await server.codes(REVERT, { input: { changeSet: 999_999 } })).toEqual(['NOT_FOUND']);
  expect(await server.codes(REVERT, { input: { changeSet: 1 } })).toEqual(['NOT_REVERTIBLE']);
});
