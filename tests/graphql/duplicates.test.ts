import { startApi, type Api } from '../support/api';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await api.data(`mutation { registerDataSource(input: { name: "scan" }) { revision } }`);
});
afterAll(() => api.stop());

interface Set {
  readonly id: string;
  readonly state: string;
  readonly configurationItems: readonly { readonly id: string }[];
}

const INGEST = `mutation ($items: [IngestItemInput!]!) {
  ingest(input: { source: "scan", items: $items }) {
    revision
    results {
      outcome matchedBy configurationItem { id } candidates { id } nearMisses { id }
      attempts { entry values outcome } errors { code } warnings { code }
    }
  }
}`;

interface Ingested {
  readonly ingest: {
    readonly revision: number;
    readonly results: readonly {
      readonly outcome: string;
      readonly configurationItem: { readonly id: string } | null;
      readonly candidates: readonly { readonly id: string }[];
      readonly nearMisses: readonly { readonly id: string }[];
      readonly errors: readonly { readonly code: string }[];
    }[];
  };
}

const ingest = async (...items: readonly object[]): Promise<Ingested['ingest']> =>
  (await api.data<Ingested>(INGEST, { items })).ingest;

const machine = (attributes: object, more: object = {}): object => ({ class: 'LinuxServer', attributes, ...more });
const serial = (serialNumber: string) => ({ serialNumber, manufacturer: 'Dell' });

const MERGE = `mutation ($survivor: ID!, $merged: ID!, $dryRun: Boolean!) {
  mergeConfigurationItems(input: { survivor: { id: $survivor }, merged: [{ id: $merged }], dryRun: $dryRun }) {
    revision operation { kind } mergedIds moved { observations identifiers relationships } endedRelationships
    collisions { kept absorbed type gateKeys } values { path before after source }
    warnings { code } errors { code } configurationItem { id mergedIds }
  }
}`;

test('duplicates are found, decided about, merged and set free again', async () => {
  const stored = await ingest(machine(serial('SN-1')), machine({ hostname: 'web' }));
  const [first = '', second = ''] = stored.results.map((result) => result.configurationItem?.id ?? '');
  const met = await ingest(machine({ hostname: 'web', ...serial('SN-1') }, { nativeKey: 'k' }));
  expect(met.results[0]).toMatchObject({
    configurationItem: { id: first },
    matchedBy: 'serialNumber, manufacturer',
    candidates: [{ id: second }],
    warnings: [{ code: 'AMBIGUOUS_MATCH' }],
  });

  const listed = await api.data<{ duplicateSets: { nodes: readonly Set[]; totalCount: number; unresolved: unknown } }>(
    `query ($id: ID!) {
      duplicateSets(filter: { states: [OPEN], classes: ["Host"], configurationItems: [{ id: $id }, { id: "ci_zzzzz" }], sources: ["scan"] }, first: 1) {
        totalCount unresolved { index }
        nodes {
          id state tenant openedAt changedAt closedAt closedBy reason configurationItems { id }
          evidence { kind entry values source nativeKey firstSeenAt lastSeenAt times configurationItems { id } }
        }
      }
    }`,
    { id: second },
  );
  expect(listed.duplicateSets).toMatchObject({ totalCount: 1, unresolved: [{ index: 1 }] });
  const [set] = listed.duplicateSets.nodes;
  expect(set).toMatchObject({
    state: 'OPEN',
    tenant: null,
    closedAt: null,
    configurationItems: [{ id: first }, { id: second }],
    evidence: [{ kind: 'DIFFERENT_MATCHES', entry: 'hostname, tenant', values: ['web', ''], nativeKey: 'k', times: 1 }],
  });

  const { mergeConfigurationItems: preview } = await api.data<{ mergeConfigurationItems: object }>(MERGE, {
    survivor: first,
    merged: second,
    dryRun: true,
  });
  expect(preview).toMatchObject({ operation: null, mergedIds: [second], errors: [], moved: { observations: 1 } });

  const { resolveDuplicateSet: decided } = await api.data<{ resolveDuplicateSet: { revision: number } }>(
    `mutation ($id: ID!, $survivor: ID!) {
      resolveDuplicateSet(input: { id: $id, resolution: MERGE, survivor: $survivor, reason: "one box" }) {
        revision operation { kind } changeSets { changeCount } replayed mergedIds errors { code }
        duplicateSet { state closedBy reason configurationItems { id } }
      }
    }`,
    { id: set?.id, survivor: first },
  );
  expect(decided).toMatchObject({
    operation: { kind: 'MERGE' },
    mergedIds: [second],
    duplicateSet: { state: 'MERGED', reason: 'one box', configurationItems: [{ id: first }] },
  });

  const after = await api.data(
    `query ($id: ID!, $before: Revision!, $at: Revision!) {
      node(id: $id) { id }
      configurationItem(ref: { id: $id }, atLeast: $at) { id mergedIds changes { nodes { kind configurationItem { id } } } }
      earlier: configurationItem(ref: { id: $id }, at: { revision: $before }) { id mergedIds }
      changes(filter: { kinds: [MERGED] }, atLeast: $at) { nodes { entity configurationItem { id } values { path before after } } }
    }`,
    { id: second, before: decided.revision - 1, at: decided.revision },
  );
  expect(after).toMatchObject({
    node: { id: first },
    configurationItem: { id: first, mergedIds: [second] },
    earlier: { id: second, mergedIds: [] },
    changes: {
      nodes: [{ entity: 'CONFIGURATION_ITEM', values: [{ path: 'mergedInto', before: null, after: first }, {}] }],
    },
  });

  const { undoMerge } = await api.data<{ undoMerge: object }>(
    `mutation ($revision: Revision!) {
      undoMerge(input: { revision: $revision }) {
        revision operation { kind } restored { id } restoredRelationships kept { source nativeKey paths }
        keptRelationships endedRelationships configurationItem { id mergedIds } errors { code }
      }
    }`,
    { revision: decided.revision },
  );
  expect(undoMerge).toMatchObject({
    restored: [{ id: second }],
    kept: [],
    errors: [],
    configurationItem: { id: first, mergedIds: [] },
  });
  const { searchDuplicates } = await api.data<{ searchDuplicates: object }>(
    `mutation { searchDuplicates(input: { reason: "spring cleaning" }) { revision operation { id } sharedIdentities errors { code } } }`,
  );
  expect(searchDuplicates).toMatchObject({ operation: null, sharedIdentities: 1, errors: [] });
  const again = await api.data<{ duplicateSets: { nodes: readonly Set[] } }>(
    '{ duplicateSets { nodes { id state } pageInfo { hasNextPage } } }',
  );
  expect(again.duplicateSets.nodes).toEqual([{ id: set?.id, state: 'OPEN' }]);
});

test('a result lists whom a report could have meant, and what it resembles', async () => {
  const stored = await ingest(
    machine({ hostname: 'x-1', macAddresses: ['00:1b:44:11:3a:b7'] }, { nativeKey: 'x-1' }),
    machine({ ...serial('SN-9') }, { nativeKey: 'x-9' }),
  );
  const [resembled = '', keyed = ''] = stored.results.map((result) => result.configurationItem?.id ?? '');
  const [alike, reused] = (
    await ingest(
      machine({ hostname: 'x-2', macAddresses: ['00-1B-44-11-3A-B7'] }),
      machine(serial('SN-10'), { nativeKey: 'x-9' }),
    )
  ).results;
  expect(alike).toMatchObject({ outcome: 'CREATED', nearMisses: [{ id: resembled }], candidates: [] });
  expect(reused).toMatchObject({
    outcome: 'REJECTED',
    candidates: [{ id: keyed }],
    errors: [{ code: 'NATIVE_KEY_REUSED' }],
  });
});
