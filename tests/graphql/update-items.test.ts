import { startApi, type Api } from '../support/api';

let api: Api;

const MACHINES = 2_100;

beforeAll(async () => {
  api = await startApi();
  await api.data(`mutation { registerDataSource(input: { name: "scan" }) { revision } }`);
  const items = Array.from({ length: MACHINES }, (_, n) => ({
    class: 'LinuxServer',
    name: `web-${n}`,
    environment: 'test',
    attributes: { hostname: `web-${n}`, os: 'debian' },
  }));
  await api.data(
    `mutation ($items: [IngestItemInput!]!) { ingest(input: { source: "scan", items: $items }) { revision } }`,
    {
      items: [
        ...items,
        {
          class: 'IpAddress',
          name: 'web-x',
          environment: 'test',
          attributes: { address: '10.0.0.1', routingDomain: 'default' },
        },
      ],
    },
  );
});
afterAll(() => api.stop());

interface Updated {
  readonly updateConfigurationItems: {
    readonly revision: number;
    readonly count: number;
    readonly replayed: boolean;
    readonly operation: { readonly id: string } | null;
    readonly changeSets: readonly { readonly revision: number }[];
    readonly totals: readonly { readonly outcome: string; readonly items: number }[];
    readonly results: readonly {
      readonly outcome: string;
      readonly configurationItem: { readonly name: string; readonly attributes: object } | null;
      readonly values: readonly object[];
      readonly errors: readonly { readonly code: string }[];
    }[];
  };
}

const MUTATION = `mutation ($input: UpdateConfigurationItemsInput!, $outcomes: [IngestOutcome!]) {
  updateConfigurationItems(input: $input) {
    revision count replayed operation { id } changeSets { revision } totals { outcome items }
    results(first: 2, outcomes: $outcomes) {
      outcome configurationItem { name attributes } values { path before after } errors { code }
    }
  }
}`;
const update = async (input: object, outcomes: readonly string[] | null = null) =>
  (await api.data<Updated>(MUTATION, { input, outcomes })).updateConfigurationItems;
const refusal = async (input: object): Promise<unknown> => {
  const { errors } = await api.ask(MUTATION, { input });
  return errors?.[0]?.extensions?.['code'];
};
const some = { name: { startsWith: 'web-100' } };
/** web-100 and web-1000 to web-1009. */
const SOME = 11;

test('a dry run shows how many items fit and what would change of the first ones, and writes nothing', async () => {
  const before = await api.data<{ server: { revision: number } }>('{ server { revision } }');
  const preview = await update({ filter: some, dryRun: true, patch: { site: 'FRA', attributes: { os: 'ubuntu' } } });
  expect(preview).toMatchObject({
    count: SOME,
    operation: null,
    changeSets: [],
    totals: [{ outcome: 'UPDATED', items: SOME }],
  });
  expect(preview.results).toHaveLength(2);
  expect(preview.results[0]).toMatchObject({
    outcome: 'UPDATED',
    configurationItem: { name: 'web-100', attributes: { os: 'debian' } },
    values: [
      { path: 'attributes.os', before: 'debian', after: 'ubuntu' },
      { path: 'site', before: null, after: 'FRA' },
    ],
  });
  expect(await api.data('{ server { revision } }')).toEqual(before);
});

test('the write does what the preview said, once under one key, and null takes it back', async () => {
  const input = {
    filter: some,
    patch: { site: 'FRA', labels: { team: 'a' } },
    expectedCount: SOME,
    idempotencyKey: 'bulk-1',
    reason: 'moved',
  };
  const written = await update(input);
  expect(written).toMatchObject({ count: SOME, replayed: false, totals: [{ outcome: 'UPDATED', items: SOME }] });
  expect(written.changeSets).toHaveLength(1);
  expect(await update(input)).toMatchObject({ count: SOME, replayed: true, revision: written.revision });
  const list = `{ configurationItems(filter: { site: { eq: "FRA" } }) { totalCount nodes { labels observations { source } } } }`;
  const found = await api.data<{
    configurationItems: {
      totalCount: number;
      nodes: readonly { labels: object; observations: readonly { source: string }[] }[];
    };
  }>(list);
  expect(found.configurationItems.totalCount).toBe(SOME);
  expect(found.configurationItems.nodes[0]?.labels).toEqual({ team: 'a' });
  expect(found.configurationItems.nodes[0]?.observations.map(({ source }) => source).toSorted()).toEqual([
    'manual',
    'scan',
  ]);
  const back = await update({ filter: some, patch: { site: null }, expectedCount: SOME });
  expect(back.results[0]?.values).toEqual([{ path: 'site', before: 'FRA', after: null }]);
});

test('another number of items than was seen is refused, and so is a call that says nothing', async () => {
  const patch = { site: 'BER' };
  expect(await refusal({ filter: some, patch, expectedCount: SOME - 1 })).toBe('VERSION_CONFLICT');
  expect(await refusal({ filter: some, patch })).toBe('BAD_REQUEST');
  expect(await refusal({ filter: some, patch: {}, dryRun: true })).toBe('BAD_REQUEST');
  expect(await refusal({ filter: { classes: ['Nothing'] }, patch, dryRun: true })).toBe('UNKNOWN_CLASS');
  const none = await update({ filter: { name: { eq: 'nobody' } }, patch, expectedCount: 0 });
  expect(none).toMatchObject({ count: 0, totals: [], results: [], operation: null });
});

test('an item that cannot take the change is told so, and the others land, in several change sets of one operation', async () => {
  const all = { environment: { eq: 'test' } };
  const result = await update({ filter: all, patch: { attributes: { os: 'alpine' } }, expectedCount: MACHINES + 1 }, [
    'REJECTED',
  ]);
  expect(result.totals).toEqual([
    { outcome: 'UPDATED', items: MACHINES },
    { outcome: 'REJECTED', items: 1 },
  ]);
  expect(result.results).toMatchObject([{ outcome: 'REJECTED', errors: [{ code: 'INVALID_ATTRIBUTE' }] }]);
  expect(result.changeSets.length).toBeGreaterThan(1);
  const again = await update({ filter: all, patch: { attributes: { os: 'alpine' } }, dryRun: true });
  expect(again.totals).toContainEqual({ outcome: 'UNCHANGED', items: MACHINES });
});

test('more items than one call may change are refused with what to do', async () => {
  await api.app.database.query(
    `insert into configuration_item
     select copy.* from configuration_item as item, generate_series(1, 10001) as n,
            jsonb_populate_record(null::configuration_item,
              to_jsonb(item) || jsonb_build_object('id', 5000000 + n, 'name', 'copy-' || n)) as copy
      where item.name = 'web-1'`,
  );
  const { errors } = await api.ask(MUTATION, {
    input: { filter: { name: { startsWith: 'copy-' } }, patch: { site: 'X' }, dryRun: true },
  });
  expect(errors?.[0]?.message).toMatch(/10001 items fit; 10000 may be changed at once/);
});

test('host names and texts of alerts are answered in the order asked, with what is wrong with each', async () => {
  const answer = await api.data<{ matchConfigurationItems: readonly object[] }>(
    `query ($keys: [MatchKeyInput!]!) { matchConfigurationItems(keys: $keys) {
      outcome matchedBy matchedValue configurationItem { name } candidates { name } error { code } } }`,
    { keys: [{ text: 'load on WEB-7.example.com:9100' }, { ip: 'x' }, { host: 'web-8' }] },
  );
  expect(answer.matchConfigurationItems).toMatchObject([
    { outcome: 'FOUND', matchedBy: 'hostname', configurationItem: { name: 'web-7' }, candidates: [], error: null },
    { outcome: 'NOT_FOUND', configurationItem: null, error: { code: 'INVALID_VALUE' } },
    { outcome: 'FOUND', configurationItem: { name: 'web-8' } },
  ]);
  const many = Array.from({ length: 1_001 }, () => ({ host: 'a' }));
  const { errors } = await api.ask(
    `query ($keys: [MatchKeyInput!]!) { matchConfigurationItems(keys: $keys) { outcome } }`,
    { keys: many },
  );
  expect(errors?.[0]?.extensions?.['code']).toBe('LIMIT_EXCEEDED');
});

test('parked reports are listed, filtered and counted', async () => {
  await api.data(
    `mutation ($items: [IngestItemInput!]!) { ingest(input: { source: "scan", items: $items }) { totals { outcome items } } }`,
    { items: ['eth0', 'eth1', 'eth2'].map((key) => ({ class: 'NetworkInterface', nativeKey: key, name: key })) },
  );
  const page = await api.data<{
    parkedItems: { totalCount: number; nodes: readonly object[]; pageInfo: { endCursor: string } };
  }>(
    `{ parkedItems(first: 2, filter: { sources: ["scan"], codes: [HOST_MISSING], classes: ["ConfigurationItem"] }) {
      totalCount pageInfo { endCursor hasNextPage } nodes { source kind nativeKey class code errors { message } record expiresAt } } }`,
  );
  expect(page.parkedItems.totalCount).toBe(3);
  expect(page.parkedItems.nodes[0]).toMatchObject({
    source: 'scan',
    kind: 'ITEM',
    nativeKey: 'eth0',
    class: 'NetworkInterface',
    code: 'HOST_MISSING',
  });
  const next = await api.data<{ parkedItems: { nodes: readonly object[] }; server: { parked: object } }>(
    `query ($after: String) { parkedItems(first: 2, after: $after, filter: { sources: ["scan"], codes: [HOST_MISSING], classes: ["ConfigurationItem"] }) { nodes { nativeKey } }
      server { parked { source kind code count } } }`,
    { after: page.parkedItems.pageInfo.endCursor },
  );
  expect(next.parkedItems.nodes).toEqual([{ nativeKey: 'eth2' }]);
  expect(next.server.parked).toEqual([{ source: 'scan', kind: 'ITEM', code: 'HOST_MISSING', count: 3 }]);
  const none = await api.data<{ parkedItems: object }>(
    `{ parkedItems(filter: { classes: ["DEPENDS_ON"] }) { totalCount nodes { id } } }`,
  );
  expect(none.parkedItems).toEqual({ totalCount: 0, nodes: [] });
});
