import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.read(`mutation { registerDataSource(input: { name: "scan" }) { dataSource { name } } }`);
});
afterAll(() => server.stop());

interface Payload {
  readonly ingest: {
    readonly revision: number;
    readonly replayed: boolean;
    readonly totals: readonly object[];
    readonly results: readonly {
      readonly index: number;
      readonly outcome: string;
      readonly configurationItem: { readonly id: string } | null;
      readonly errors: readonly { readonly code: string }[];
    }[];
    readonly relationshipResults: readonly { readonly outcome: string }[];
  };
}

const INGEST = `mutation ($input: IngestInput!, $only: [IngestOutcome!]) {
  ingest(input: $input) {
    revision replayed operation { kind } changeSets { revision } totals { outcome items relationships }
    results(outcomes: $only) {
      index ref outcome matchedBy configurationItem { id name version observations { source nativeKey } }
      attempts { entry values outcome } masked { path winner reason } errors { code message path retryable } warnings { code }
    }
    relationshipResults(outcomes: $only) { index nestedIndex outcome relationship { id type { name } source { name } target { name } } errors { code } }
  }
}`;

const machine = (name: string, more: object = {}): object => ({
  ref: name,
  class: 'LinuxServer',
  nativeKey: name,
  attributes: { hostname: name },
  ...more,
});

const ingest = async (input: object, only?: readonly string[]): Promise<Payload['ingest']> =>
  (await server.read<Payload>(INGEST, { input: { source: 'scan', ...input }, only })).ingest;

test('ingest answers for every item and relationship, and shows what it wrote', async () => {
  const answer = await ingest({
    items: [
      machine('a', { relationships: [{ type: 'DEPENDS_ON', end: { ref: 'b' } }] }),
      machine('b'),
      machine('c', { class: 'LinuxServr' }),
    ],
    relationships: [{ type: 'DEPENDS_ON', source: { ref: 'b' }, target: { ref: 'c' } }],
  });
  expect(answer).toMatchObject({
    replayed: false,
    operation: { kind: 'INGEST' },
    totals: [
      { outcome: 'CREATED', items: 2, relationships: 1 },
      { outcome: 'REJECTED', items: 1, relationships: 1 },
    ],
    results: [
      {
        index: 0,
        ref: 'a',
        outcome: 'CREATED',
        configurationItem: { name: 'a', version: 1, observations: [{ source: 'scan', nativeKey: 'a' }] },
      },
      { index: 1, outcome: 'CREATED' },
      {
        index: 2,
        outcome: 'REJECTED',
        configurationItem: null,
        errors: [{ code: 'UNKNOWN_CLASS', path: ['class'], retryable: false }],
      },
    ],
    relationshipResults: [
      {
        index: 0,
        nestedIndex: 0,
        outcome: 'CREATED',
        relationship: { type: { name: 'DEPENDS_ON' }, source: { name: 'a' }, target: { name: 'b' } },
      },
      { index: 0, nestedIndex: null, outcome: 'REJECTED', relationship: null, errors: [{ code: 'DEPENDENCY_FAILED' }] },
    ],
  });
});

test('results can be limited to the outcomes that matter', async () => {
  const answer = await ingest(
    { items: [machine('a'), machine('d'), machine('e', { lifecycle: 'DEPLOY', attributes: {} })] },
    ['PARKED'],
  );
  expect(answer.results).toMatchObject([{ index: 2, outcome: 'PARKED', errors: [{ code: 'INSUFFICIENT_IDENTITY' }] }]);
  expect(answer.totals).toHaveLength(3);
});

test('a dry run shows what is there, and nothing of what it would create', async () => {
  const answer = await ingest({ mode: 'DRY_RUN', items: [machine('a', { environment: 'test' }), machine('new')] });
  expect(answer).toMatchObject({ operation: null, changeSets: [] });
  expect(answer.results).toMatchObject([
    { outcome: 'UPDATED', configurationItem: { name: 'a' } },
    { outcome: 'CREATED', configurationItem: null },
  ]);
});

test('the number of statements does not depend on how many items are shown', async () => {
  const cost = async (count: number, prefix: string): Promise<number> => {
    const items = Array.from({ length: count }, (_, at) => machine(`${prefix}${at}`));
    const before = server.requestStatements();
    await ingest({ items });
    return server.requestStatements() - before;
  };
  await cost(2, 'warm');
  const few = await cost(5, 'few');
  expect(await cost(200, 'many')).toBeLessThanOrEqual(few + 2);
});

test('a request that cannot be taken is an error with its code, and its neighbours stand', async () => {
  const answer = await server.ask<{ bad: null; good: object }>(
    `mutation { bad: ingest(input: { source: "scna" }) { revision } good: registerDataSource(input: { name: "other" }) { dataSource { name } } }`,
  );
  expect(answer.errors).toMatchObject([{ path: ['bad'], extensions: { code: 'UNKNOWN_SOURCE' } }]);
  expect(answer.data).toMatchObject({ bad: null, good: { dataSource: { name: 'other' } } });
});

test('an end is named in exactly one way', async () => {
  const codes = await server.codes(INGEST, {
    input: {
      source: 'scan',
      relationships: [{ type: 'DEPENDS_ON', source: { ref: 'a', id: 'b' }, target: { ref: 'a' } }],
    },
  });
  expect(codes).toEqual(['BAD_REQUEST']);
});

test('the edits by hand answer with the thing as it is then', async () => {
  const created = await server.read<{ upsertConfigurationItem: { configurationItem: { id: string } } }>(
    `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "Shop", owner: { name: "Ann" }, reason: "new" }) {
      outcome configurationItem { id name owner { name url } } errors { code } warnings { code } changeSets { reason } } }`,
  );
  expect(created).toMatchObject({
    upsertConfigurationItem: {
      outcome: 'CREATED',
      configurationItem: { name: 'Shop', owner: { name: 'Ann', url: null } },
      errors: [],
      changeSets: [{ reason: 'new' }],
    },
  });
  const { id } = created.upsertConfigurationItem.configurationItem;
  const edited = await server.read(
    `mutation ($id: ID!) {
      upsertRelationship(input: { type: "DEPENDS_ON", source: { id: $id }, target: { native: { source: "scan", key: "a" } }, strength: SOFT }) {
        outcome relationship { strength source { name } target { name } } errors { code } }
      setGate(input: { configurationItem: { id: $id }, key: "DEPENDS_ON", rule: AT_LEAST, value: 1 }) { configurationItem { gates { key rule value } } errors { code } }
      endRelationship(input: { relationship: { ends: { type: "DEPENDS_ON", source: { id: $id }, target: { native: { source: "scan", key: "a" } } } } }) { ended errors { code } }
      retireConfigurationItem(input: { configurationItem: { id: $id }, reason: "gone" }) { endedRelationships configurationItem { retiredAt } errors { code } }
    }`,
    { id },
  );
  expect(edited).toMatchObject({
    upsertRelationship: {
      outcome: 'CREATED',
      relationship: { strength: 'SOFT', source: { name: 'Shop' }, target: { name: 'a' } },
      errors: [],
    },
    setGate: { configurationItem: { gates: [{ key: 'DEPENDS_ON', rule: 'AT_LEAST', value: 1 }] }, errors: [] },
    endRelationship: { ended: true, errors: [] },
    retireConfigurationItem: {
      endedRelationships: 0,
      configurationItem: { retiredAt: expect.any(String) as string },
      errors: [],
    },
  });
  const wrong = await server.read(
    `mutation { setGate(input: { configurationItem: { id: "nonsense" }, key: "g", rule: ANY }) { configurationItem { id } errors { code path } } }`,
  );
  expect(wrong).toMatchObject({
    setGate: { configurationItem: null, errors: [{ code: 'INVALID_REFERENCE', path: ['configurationItem'] }] },
  });
});

describe('what is wrong with one thing', () => {
  let id: string;
  const errors = 'errors { code message path }';
  interface Edited {
    readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
  }
  const edit = async (mutation: string): Promise<Edited['errors']> => {
    const [edited] = Object.values(await server.read<Record<string, Edited>>(`mutation { ${mutation} }`));
    return edited?.errors ?? [];
  };

  beforeAll(async () => {
    const { upsertConfigurationItem } = await server.read<{
      upsertConfigurationItem: { configurationItem: { id: string } };
    }>(
      `mutation { upsertConfigurationItem(input: { class: "TechnicalService", name: "gated" }) { configurationItem { id } ${errors} } }`,
    );
    id = upsertConfigurationItem.configurationItem.id;
  });

  test.each([
    ['the value of a rule', 'key: "g", rule: AT_LEAST', ['value']],
    ['a value that no rule has', 'key: "g", rule: ANY, value: 1', ['value']],
    ['the types of a path', 'key: "g", rule: PATH', ['types']],
    ['an empty key', 'key: "", rule: ANY', ['key']],
    ['a parent that is not there', 'key: "g", rule: ANY, parent: "none"', ['parent']],
    ['the version', 'key: "g", rule: ANY, ifVersion: 99', ['ifVersion']],
  ])('is said of a gate at its own argument: %s', async (_, input, path) => {
    const found = await edit(`setGate(input: { configurationItem: { id: "${id}" }, ${input} }) { ${errors} }`);
    expect(found.map((error) => error.path)).toEqual([path]);
  });

  test('is said of a gate at its key when it takes the parent of another away', async () => {
    const set = (input: string): Promise<Edited['errors']> =>
      edit(`setGate(input: { configurationItem: { id: "${id}" }, ${input} }) { ${errors} }`);
    expect(await set('key: "outer", rule: ANY')).toEqual([]);
    expect(await set('key: "inner", rule: ANY, parent: "outer"')).toEqual([]);
    expect(await set('key: "outer"')).toMatchObject([{ code: 'INVALID_GATE', path: ['key'] }]);
  });

  test('names the item, which has no position in a call of one', async () => {
    const [nameless] = await edit(
      `upsertConfigurationItem(input: { class: "LinuxServer", attributes: { os: "linux" } }) { ${errors} }`,
    );
    expect(nameless?.message).toMatch(/^Nothing identifies this LinuxServer, a LinuxServer\./);
    const [named] = await edit(`upsertConfigurationItem(input: { class: "LinuxServer", name: "web" }) { ${errors} }`);
    expect(named?.message).toMatch(/^Nothing identifies item "web", a LinuxServer\./);
    const [versioned] = await edit(
      `upsertConfigurationItem(input: { ref: { id: "${id}" }, ifVersion: 99 }) { ${errors} }`,
    );
    expect(versioned?.message).toMatch(new RegExp(`^item ${id} was to be changed at version 99, but`));
    const [itself] = await edit(
      `upsertRelationship(input: { type: "DEPENDS_ON", source: { id: "${id}" }, target: { id: "${id}" } }) { ${errors} }`,
    );
    expect(itself?.message).toBe(`Both ends of this relationship are ${id}. An item has no relationship to itself.`);
  });
});

test('what a mutation answers with is read at the revision it wrote, graph and all', async () => {
  for (let round = 0; round < 10; round += 1) {
    const answer = await server.ask<{ upsertConfigurationItem: { revision: number } }>(
      `mutation ($name: String!) { upsertConfigurationItem(input: { class: "TechnicalService", name: $name }) {
         revision configurationItem { impactIfDown { revision } dependents { itemCount } } } }`,
      { name: `service ${round}` },
    );
    const revision = answer.data?.upsertConfigurationItem.revision;
    expect(answer).toMatchObject({
      data: {
        upsertConfigurationItem: { configurationItem: { impactIfDown: { revision }, dependents: { itemCount: 1 } } },
      },
      extensions: { revision },
    });
    expect(answer.errors).toBeUndefined();
    // The next reader here needs no atLeast.
    const found = await server.read(
      `query ($name: String) { configurationItems(filter: { name: { eq: $name } }) { totalCount } }`,
      { name: `service ${round}` },
    );
    expect(found).toEqual({ configurationItems: { totalCount: 1 } });
  }
});
