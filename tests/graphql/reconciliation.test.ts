import { startApi, type Api } from '../support/api';

let api: Api;

beforeAll(async () => {
  api = await startApi();
  for (const name of ['scan', 'cloud']) {
    await api.data('mutation ($name: String!) { registerDataSource(input: { name: $name }) { errors { message } } }', {
      name,
    });
  }
  for (const [source, site] of [
    ['scan', 'by scan'],
    ['cloud', 'by cloud'],
  ]) {
    const items = ['a', 'b', 'c'].map((name) => ({ class: 'LinuxServer', name, site, attributes: { hostname: name } }));
    await api.data(
      'mutation ($input: IngestInput!) { ingest(input: $input) { totals { outcome } results { errors { message } } } }',
      { input: { source, items } },
    );
  }
});
afterAll(() => api.stop());

const DEFINE = `mutation ($input: DefineReconciliationRuleInput!, $first: Int, $after: String) {
  defineReconciliationRule(input: $input) {
    revision
    operation { id kind }
    changeSets { operation { id } changeCount }
    rules { class { name } relationshipType { name } attribute source priority refreshPeriodSeconds }
    rederived { items relationships complete }
    effects(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { configurationItem { name } relationship { id } values { path before after } }
    }
    errors { code path message }
  }
}`;

interface Defined {
  readonly defineReconciliationRule: {
    readonly revision: number;
    readonly operation: { readonly id: string; readonly kind: string } | null;
    readonly changeSets: readonly { readonly operation: { readonly id: string }; readonly changeCount: number }[];
    readonly rules: readonly object[];
    readonly rederived: object;
    readonly effects: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      readonly nodes: readonly { readonly configurationItem: { readonly name: string } }[];
    } | null;
    readonly errors: readonly object[];
  };
}

const define = async (input: object, page: object = {}) =>
  (await api.data<Defined>(DEFINE, { input, ...page })).defineReconciliationRule;

const SITE_FROM_SCAN = { class: 'Server', attributes: ['site'], source: 'scan', priority: 10 };

const sites = async (): Promise<readonly string[]> => {
  const { configurationItems } = await api.data<{ configurationItems: { nodes: readonly { site: string }[] } }>(
    '{ configurationItems { nodes { site } } }',
  );
  return configurationItems.nodes.map(({ site }) => site);
};

test('a rule is tried first, page by page, then written, and read back as it was at any moment', async () => {
  const dry = await define({ ...SITE_FROM_SCAN, dryRun: true }, { first: 2 });
  expect(dry).toMatchObject({ operation: null, changeSets: [], errors: [], rules: [{ source: 'scan', priority: 10 }] });
  expect(dry.effects).toMatchObject({
    totalCount: 3,
    pageInfo: { hasNextPage: true },
    nodes: [
      {
        configurationItem: { name: 'a' },
        relationship: null,
        values: [{ path: 'site', before: 'by cloud', after: 'by scan' }],
      },
      { configurationItem: { name: 'b' } },
    ],
  });
  const rest = await define({ ...SITE_FROM_SCAN, dryRun: true }, { first: 2, after: dry.effects?.pageInfo.endCursor });
  expect(rest.effects?.nodes.map((node) => node.configurationItem.name)).toEqual(['c']);
  expect(await sites()).toEqual(['by cloud', 'by cloud', 'by cloud']);

  const written = await define({ ...SITE_FROM_SCAN, refreshPeriodSeconds: 86_400, reason: 'scan knows' });
  expect(written).toMatchObject({
    operation: { kind: 'MODEL' },
    changeSets: [{ changeCount: 1 }, { changeCount: 3 }],
    rules: [
      {
        class: { name: 'Server' },
        relationshipType: null,
        attribute: 'site',
        source: 'scan',
        priority: 10,
        refreshPeriodSeconds: 86_400,
      },
    ],
    rederived: { items: 3, relationships: 0, complete: true },
    effects: null,
    errors: [],
  });
  const { reconciliationRules } = await api.data<{ reconciliationRules: object }>(
    `query ($atLeast: Revision) {
      reconciliationRules(atLeast: $atLeast) { totalCount revision nodes { class { name } source } }
    }`,
    { atLeast: written.revision },
  );
  expect(reconciliationRules).toMatchObject({ totalCount: 1, nodes: [{ class: { name: 'Server' }, source: 'scan' }] });
  expect(await sites()).toEqual(['by scan', 'by scan', 'by scan']);
  const before = written.revision - 2;
  const past = await api.data('query ($at: Moment) { reconciliationRules(at: $at) { totalCount } }', {
    at: { revision: before },
  });
  expect(past).toEqual({ reconciliationRules: { totalCount: 0 } });
});

test('rules are listed by class, with those it inherits where asked, by type and by source', async () => {
  await define({ ...SITE_FROM_SCAN, refreshPeriodSeconds: 86_400 });
  const { revision } = await define({
    relationshipType: 'RUNS_ON',
    attributes: ['weight'],
    source: 'cloud',
    priority: 1,
  });
  const list = async (filter: object): Promise<readonly string[]> => {
    const { reconciliationRules } = await api.data<{ reconciliationRules: { nodes: readonly { source: string }[] } }>(
      `query ($filter: ReconciliationRuleFilter, $atLeast: Revision) {
        reconciliationRules(filter: $filter, atLeast: $atLeast) { nodes { source } }
      }`,
      { filter, atLeast: revision },
    );
    return reconciliationRules.nodes.map(({ source }) => source);
  };
  expect(await list({})).toEqual(['scan', 'cloud']);
  expect(await list({ classes: ['LinuxServer'] })).toEqual([]);
  expect(await list({ classes: ['LinuxServer'], inherited: true })).toEqual(['scan']);
  expect(await list({ relationshipTypes: ['RUNS_ON'] })).toEqual(['cloud']);
  expect(await list({ sources: ['cloud'], classes: ['Server'] })).toEqual([]);
});

test('what is wrong with a rule is data', async () => {
  const refused = await define({ class: 'Server', attributes: ['sight'], source: 'scan', priority: 1 });
  expect(refused).toMatchObject({
    operation: null,
    rules: [],
    effects: null,
    errors: [{ code: 'INVALID_ATTRIBUTE', path: ['attributes', '0'] }],
  });
});

const EXPLAIN = `query ($attribute: String!, $at: Moment, $atLeast: Revision) {
  explainValue(
    ref: { identity: { class: "LinuxServer", attributes: { hostname: "a" } } }
    attribute: $attribute
    at: $at
    atLeast: $atLeast
  ) {
    configurationItem { name }
    path
    value
    explanation
    revision
    winner { source }
    claims { source value withdrawn expired wins reason rule { attribute priority source } }
  }
}`;

test('a value is explained by its claims, the rules and the winner, now and as it was', async () => {
  await define({ ...SITE_FROM_SCAN, refreshPeriodSeconds: 86_400 });
  const found = await api.data<{ configurationItem: { id: string } }>(
    '{ configurationItem(ref: { identity: { class: "LinuxServer", attributes: { hostname: "a" } } }) { id } }',
  );
  const edit = `mutation ($ref: ConfigurationItemRef!, $site: String) {
    upsertConfigurationItem(input: { ref: $ref, site: $site }) { revision errors { message } }
  }`;
  const ref = { id: found.configurationItem.id };
  const byHand = await api.data<{ upsertConfigurationItem: { revision: number } }>(edit, { ref, site: 'by hand' });
  const taken = await api.data<{ upsertConfigurationItem: { revision: number } }>(edit, { ref, site: null });

  const now = await api.data<{ explainValue: object }>(EXPLAIN, {
    attribute: 'site',
    atLeast: taken.upsertConfigurationItem.revision,
  });
  expect(now.explainValue).toMatchObject({
    configurationItem: { name: 'a' },
    path: 'site',
    value: 'by scan',
    winner: { source: 'scan' },
    claims: [
      { source: 'scan', value: 'by scan', wins: true, reason: 'RULE', rule: { attribute: 'site', priority: 10 } },
      { source: 'cloud', value: 'by cloud', wins: false, reason: 'RULE', rule: null },
      { source: 'manual', value: null, withdrawn: true, wins: false, reason: null },
    ],
  });
  expect(now.explainValue).toHaveProperty('explanation', expect.stringContaining('cloud has none'));

  const then = await api.data<{ explainValue: object }>(EXPLAIN, {
    attribute: 'site',
    at: { revision: byHand.upsertConfigurationItem.revision },
  });
  expect(then.explainValue).toMatchObject({
    value: 'by hand',
    winner: { source: 'manual' },
    claims: [{ source: 'manual', reason: 'BY_HAND' }, { source: 'scan' }, { source: 'cloud' }],
    revision: byHand.upsertConfigurationItem.revision,
  });
});

test('an attribute may be named without its part; one that does not exist is refused with the nearest name', async () => {
  const short = await api.data<{ explainValue: object }>(EXPLAIN, { attribute: 'hostname' });
  expect(short.explainValue).toMatchObject({ path: 'attributes.hostname', value: 'a' });
  const unclaimed = await api.data<{ explainValue: object }>(EXPLAIN, { attribute: 'labels.team' });
  expect(unclaimed.explainValue).toMatchObject({ value: null, winner: null, claims: [] });
  const wrong = await api.ask(EXPLAIN, { attribute: 'hostnam' });
  expect(wrong.errors).toMatchObject([{ extensions: { code: 'INVALID_ATTRIBUTE' } }]);
  expect(wrong.errors?.[0]?.message).toContain('"hostname"');
});

test('a list of values is tried, defined, and read back', async () => {
  const mutation = `mutation ($input: DefineValueListInput!) {
    defineValueList(input: $input) {
      revision
      list { field policy values { value synonyms } }
      effects(first: 1) { totalCount nodes { configurationItem { name } values { path before after } } }
      rederived { items complete }
      errors { code path message }
    }
  }`;
  interface Answer {
    readonly defineValueList: { readonly revision: number };
  }
  const input = { field: 'SITE', policy: 'REJECT', values: [{ value: 'Berlin', synonyms: ['by scan', 'BER'] }] };
  await define({ ...SITE_FROM_SCAN, refreshPeriodSeconds: 86_400 });
  const dry = await api.data<Answer>(mutation, { input: { ...input, dryRun: true } });
  expect(dry.defineValueList).toMatchObject({
    list: { field: 'SITE', policy: 'REJECT', values: [{ value: 'Berlin', synonyms: ['BER', 'by scan'] }] },
    effects: { totalCount: 3, nodes: [{ values: [{ path: 'site', before: 'by scan', after: 'Berlin' }] }] },
  });
  const written = await api.data<Answer>(mutation, { input });
  expect(written.defineValueList).toMatchObject({ effects: null, rederived: { items: 3, complete: true }, errors: [] });
  const read = await api.data('query ($atLeast: Revision) { valueLists(atLeast: $atLeast) { field policy } }', {
    atLeast: written.defineValueList.revision,
  });
  expect(read).toEqual({ valueLists: [{ field: 'SITE', policy: 'REJECT' }] });
  expect(await sites()).toEqual(['Berlin', 'Berlin', 'Berlin']);
});
