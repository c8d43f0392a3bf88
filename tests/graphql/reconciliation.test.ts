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

describe('junk values', () => {
  const mutation = `mutation ($input: DefineJunkValuesInput!, $first: Int, $after: String) {
    defineJunkValues(input: $input) {
      revision
      operation { kind }
      changeSets { changeCount }
      list { kind added allowed }
      rederived { items complete }
      effects(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          configurationItem { name }
          remaining
          moves { kind attributes values host sharedWith { name } sharedCount }
        }
      }
      errors { code path message }
    }
  }`;
  interface Answer {
    readonly defineJunkValues: {
      readonly revision: number;
      readonly effects: { readonly pageInfo: { readonly endCursor: string } } | null;
    };
  }
  const declare = async (input: object, page: object = {}) =>
    (await api.data<Answer>(mutation, { input, ...page })).defineJunkValues;
  const LISTS = `query ($at: Moment, $kinds: [JunkValueKind!], $atLeast: Revision) {
    junkValues(at: $at, kinds: $kinds, atLeast: $atLeast) { kind shipped added allowed }
  }`;

  test('are previewed, declared, read back, and as they were', async () => {
    const input = { kind: 'FQDN', values: ['A', 'b'] };
    const dry = await declare({ ...input, dryRun: true }, { first: 1 });
    expect(dry).toMatchObject({
      operation: null,
      list: { kind: 'FQDN', added: ['a', 'b'], allowed: [] },
      effects: {
        totalCount: 2,
        pageInfo: { hasNextPage: true },
        nodes: [
          {
            configurationItem: { name: 'a' },
            remaining: 0,
            moves: [
              { kind: 'LOST', attributes: ['hostname', 'tenant'], values: ['a', ''], host: null, sharedCount: 0 },
            ],
          },
        ],
      },
      errors: [],
    });
    const after = dry.effects?.pageInfo.endCursor;
    expect(await declare({ ...input, dryRun: true }, { first: 1, after })).toMatchObject({
      effects: { pageInfo: { hasNextPage: false }, nodes: [{ configurationItem: { name: 'b' } }] },
    });

    const written = await declare(input);
    expect(written).toMatchObject({
      operation: { kind: 'MODEL' },
      changeSets: [{ changeCount: 1 }, { changeCount: 2 }],
      rederived: { items: 2, complete: true },
      effects: null,
    });
    const kinds = ['FQDN'];
    const now = await api.data<{ junkValues: readonly object[] }>(LISTS, { kinds, atLeast: written.revision });
    expect(now.junkValues).toMatchObject([{ kind: 'FQDN', added: ['a', 'b'], allowed: [] }]);
    // The list is written by the change set before the one with what it comes to.
    const at = { revision: written.revision - 2 };
    const before = await api.data<{ junkValues: readonly { readonly shipped: readonly string[] }[] }>(LISTS, { at });
    expect(before.junkValues).toHaveLength(11);
    expect(before.junkValues.every((list) => !('added' in list) || String(list.added) === '')).toBe(true);
    expect(before.junkValues.find((list) => 'kind' in list && list.kind === 'SERIAL')?.shipped).toContain('assettag');
    const changes = await api.data('query { changes(first: 5) { nodes { entity } } }');
    expect(JSON.stringify(changes)).toContain('JUNK_VALUES');

    const back = await declare({ kind: 'FQDN', remove: ['a', 'b'], dryRun: true });
    expect(back).toMatchObject({ effects: { totalCount: 2, nodes: [{ moves: [{ kind: 'GAINED' }] }, {}] } });
  });

  test('that are empty, or of no kind, are refused', async () => {
    expect(await declare({ values: [''] })).toMatchObject({
      list: null,
      errors: [{ code: 'INVALID_VALUE', path: ['values', '0'] }],
    });
    const { errors } = await api.ask(mutation, { input: { kind: 'COLOUR', values: ['red'] } });
    expect(errors).toHaveLength(1);
  });
});

describe('attributes without history', () => {
  const DEFINE_CLASS = `mutation ($input: DefineCiClassInput!) {
    defineCiClass(input: $input) { class { name } errors { code message } }
  }`;
  const probe = (attributes: readonly object[], identification: readonly object[] = []): object => ({
    input: { class: { name: 'Probe', parent: 'Hardware', description: 'Measures.', attributes, identification } },
  });
  const LOAD = { name: 'load', schema: { type: 'number', 'x-volatile': true } };
  const UNIT = { name: 'unit', schema: { type: 'string' } };

  interface Landed {
    readonly ingest: {
      readonly revision: number;
      readonly changeSets: readonly object[];
      readonly results: readonly { readonly outcome: string; readonly errors: readonly { readonly code: string }[] }[];
    };
  }
  const report = async (attributes: object, more: object = {}): Promise<Landed['ingest']> => {
    const items = [{ class: 'Probe', nativeKey: 'p1', name: 'p1', attributes, ...more }];
    const { ingest } = await api.data<Landed>(
      `mutation ($items: [IngestItemInput!]!) { ingest(input: { source: "scan", items: $items }) {
        revision changeSets { revision } results { outcome errors { code } } } }`,
      { items },
    );
    return ingest;
  };
  interface Shown {
    readonly configurationItem: {
      readonly attributes: object;
      readonly version: number;
      readonly changes: { readonly totalCount: number };
    };
    readonly explainValue: { readonly value: unknown; readonly explanation: string };
  }
  const show = (at: number | null = null): Promise<Shown> =>
    api.data<Shown>(
      `query ($at: Moment) {
        configurationItem(ref: { native: { source: "scan", key: "p1" } }, at: $at) {
          attributes version changes { totalCount } }
        explainValue(ref: { native: { source: "scan", key: "p1" } }, attribute: "load", at: $at) {
          value explanation } }`,
      { at: at === null ? null : { revision: at } },
    );

  beforeAll(async () => {
    const { defineCiClass } = await api.data<{ defineCiClass: { errors: readonly object[] } }>(
      DEFINE_CLASS,
      probe([LOAD, UNIT]),
    );
    expect(defineCiClass.errors).toEqual([]);
  });

  it('change without a version, a change or a revision, and only the latest of them is known', async () => {
    const created = await report({ load: 1, unit: 'W' });
    expect(created.results).toEqual([{ outcome: 'CREATED', errors: [] }]);
    const again = await report({ load: 2.5, unit: 'W' });
    expect(again).toEqual({
      revision: created.revision,
      changeSets: [],
      results: [{ outcome: 'UNCHANGED', errors: [] }],
    });
    const { configurationItem, explainValue } = await show();
    expect(configurationItem).toEqual({
      attributes: { load: 2.5, unit: 'W' },
      version: 1,
      changes: { totalCount: 1 },
    });
    expect(explainValue).toMatchObject({ value: 2.5, explanation: expect.stringContaining('no history') as string });
    // What was seen earlier and arrives later says nothing.
    await report({ load: 9 }, { observedAt: '2001-01-01T00:00:00Z' });
    expect((await show()).configurationItem.attributes).toEqual({ load: 2.5, unit: 'W' });
    // The item as it was then is another version: what its value was then is not known any more.
    const changed = await report({ load: 3, unit: 'kW' });
    expect(changed.results[0]?.outcome).toBe('UPDATED');
    expect((await show(created.revision)).configurationItem.attributes).toEqual({ unit: 'W' });
    expect((await show(changed.revision)).configurationItem.attributes).toEqual({ load: 3, unit: 'kW' });
    expect((await report({ load: null })).results[0]?.outcome).toBe('UNCHANGED');
    expect((await show()).configurationItem.attributes).toEqual({ unit: 'kW' });
  });

  it('are checked like all others, tried without effect, and taken from people', async () => {
    expect((await report({ load: 'high' })).results).toEqual([
      { outcome: 'REJECTED', errors: [{ code: 'INVALID_ATTRIBUTE' }] },
    ]);
    const upsert = `mutation ($dryRun: Boolean!) { upsertConfigurationItem(input: {
      ref: { native: { source: "scan", key: "p1" } }, attributes: { load: 7 }, dryRun: $dryRun
    }) { outcome errors { code } } }`;
    await api.data(upsert, { dryRun: true });
    expect((await show()).configurationItem.attributes).not.toHaveProperty('load');
    await api.data(upsert, { dryRun: false });
    expect((await show()).configurationItem.attributes).toHaveProperty('load', 7);
  });

  it('cannot be required, identify anything, or be a part of a value', async () => {
    const refused = async (variables: object): Promise<readonly object[]> =>
      (await api.data<{ defineCiClass: { errors: readonly object[] } }>(DEFINE_CLASS, variables)).defineCiClass.errors;
    const wrong = [
      probe([{ ...LOAD, required: true }, UNIT]),
      probe([LOAD, UNIT], [{ attributes: ['load'] }]),
      probe([{ name: 'load', schema: { type: 'object', properties: { now: LOAD.schema } } }, UNIT]),
      probe([{ name: 'load', schema: { type: 'number', 'x-volatile': 'yes' } }, UNIT]),
    ];
    for (const variables of wrong) {
      expect(await refused(variables)).toContainEqual(expect.objectContaining({ code: 'INVALID_DEFINITION' }));
    }
  });
});
