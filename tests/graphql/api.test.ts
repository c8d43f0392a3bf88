import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
/** Global ids by name, as the scenario made them. */
const ids: Record<string, string> = {};

/** Everything below is told through the public contract: nothing is written past it. */
beforeAll(async () => {
  server = await startTestServer();
  await server.read(`mutation {
    registerDataSource(input: { name: "scanner", description: "Network scan", reason: "set-up" }) { revision dataSource { name mayCreate } errors { code } }
    defineCiClass(input: { class: { name: "CoffeeMachine", parent: "Hardware", description: "Makes coffee",
      attributes: [{ name: "cups", schema: { type: "integer" } }], identification: [{ attributes: ["serialNumber"] }] } }) {
      class { name parent { name } attributes { name definedBy } } errors { message } }
    defineRelationshipType(input: { relationshipType: { name: "FUELS", inverseName: "FUELLED_BY", description: "Keeps awake", propagation: SOURCE_TO_TARGET } }) {
      relationshipType { name } errors { message } }
    applyModel(input: { classes: [{ name: "TeaMachine", parent: "CoffeeMachine", description: "Makes tea" }] }) { classes { name } errors { message } }
  }`);
  const { ingest } = await server.read<{ ingest: IngestAnswer }>(INGEST, { input: INVENTORY });
  expect(ingest.results.flatMap((result) => result.errors)).toEqual([]);
  expect(ingest.relationshipResults.flatMap((result) => result.errors)).toEqual([]);
  for (const { configurationItem } of ingest.results)
    if (configurationItem) ids[configurationItem.name] = configurationItem.id;
  await server.app.projection.waitFor(ingest.revision as never, 60_000);
});

afterAll(() => server.stop());

interface IngestAnswer {
  readonly revision: number;
  readonly results: readonly { configurationItem: { id: string; name: string } | null; errors: readonly object[] }[];
  readonly relationshipResults: readonly { errors: readonly object[] }[];
}

const INGEST = `mutation ($input: IngestInput!) { ingest(input: $input) {
  revision replayed operation { id kind } changeSets { revision principal source reason } totals { outcome items relationships }
  results { ref outcome configurationItem { id name } matchedBy errors { code message path retryable } warnings { code } }
  relationshipResults { outcome relationship { id } errors { code message } }
} }`;

/** A service on two applications of one cluster, on two hosts. */
const INVENTORY = {
  source: 'scanner',
  reason: 'first scan',
  items: [
    {
      ref: 'shop',
      class: 'BusinessService',
      nativeKey: 'svc-shop',
      name: 'Shop',
      criticality: 'CRITICAL',
      owner: { name: 'Ada' },
    },
    {
      ref: 'cluster',
      class: 'ApplicationCluster',
      nativeKey: 'cl-1',
      name: 'shop-cluster',
      site: 'FRA',
      gates: [{ key: 'HAS_MEMBER', rule: 'AT_LEAST', value: 1 }],
    },
    {
      ref: 'web1',
      class: 'LinuxServer',
      nativeKey: 'h-1',
      name: 'web1',
      environment: 'production',
      attributes: { hostname: 'web1', serialNumber: 'S1', manufacturer: 'Acme' },
    },
    {
      ref: 'web2',
      class: 'LinuxServer',
      nativeKey: 'h-2',
      name: 'web2',
      environment: 'production',
      attributes: { hostname: 'web2', serialNumber: 'S2', manufacturer: 'Acme' },
      labels: { team: 'shop' },
    },
  ],
  relationships: [
    { type: 'DEPENDS_ON', source: { ref: 'shop' }, target: { ref: 'cluster' } },
    { type: 'HAS_MEMBER', source: { ref: 'cluster' }, target: { ref: 'web1' } },
    { type: 'HAS_MEMBER', source: { ref: 'cluster' }, target: { ref: 'web2' } },
  ],
};

describe('reading', () => {
  test('an item is found by id, native key and identity, and by nothing else', async () => {
    const { byId, byKey, byName, byHostname, byAncestor, none } = await server.read(
      `query ($id: ID!) {
        byId: configurationItem(ref: { id: $id }) { id name }
        byKey: configurationItem(ref: { native: { source: "scanner", key: "h-1" } }) { id }
        byName: configurationItem(ref: { identity: { class: "LinuxServer", attributes: { name: "web1" } } }) { id }
        byHostname: configurationItem(ref: { identity: { class: "LinuxServer", attributes: { hostname: "WEB1" } } }) { id }
        byAncestor: configurationItem(ref: { identity: { class: "Hardware", attributes: { name: "web1" } } }) { id }
        none: configurationItem(ref: { native: { source: "scanner", key: "h-9" } }) { id }
      }`,
      { id: ids['web1'] },
    );
    expect(byId).toEqual({ id: ids['web1'], name: 'web1' });
    for (const found of [byKey, byName, byHostname, byAncestor]) expect(found).toEqual({ id: ids['web1'] });
    expect(none).toBeNull();
  });

  test('a name that fits several items says which', async () => {
    await server.read(
      `mutation { upsertConfigurationItem(input: { class: "BusinessCapability", name: "twin" }) { outcome errors { message } } }`,
    );
    const { revision } = (
      await server.read<{ upsertConfigurationItem: { revision: number } }>(
        `mutation { upsertConfigurationItem(input: { class: "DataCenter", name: "twin", attributes: { siteCode: "T" } }) { revision errors { message } } }`,
      )
    ).upsertConfigurationItem;
    const answer = await server.ask(
      `query ($atLeast: Revision) { configurationItem(atLeast: $atLeast, ref: { identity: { class: "ConfigurationItem", attributes: { name: "twin" } } }) { id } }`,
      { atLeast: revision },
    );
    expect(answer.data).toEqual({ configurationItem: null });
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'AMBIGUOUS_MATCH',
      details: { candidates: [expect.stringMatching(/^ci_/), expect.stringMatching(/^ci_/)] },
    });
  });

  test('every field of an item has its value', async () => {
    const { configurationItem } = await server.read(
      `query ($id: ID!) { configurationItem(ref: { id: $id }) {
        __typename id name class { name isService descendants } description environment lifecycle lifecycleStatus criticality
        owner { name url } supportGroup { name } onCall { name } site tenant canFail labels attributes all: attributes some: attributes(names: ["hostname", "none"])
        version firstSeenAt lastSeenAt createdAt updatedAt presence absentSince retiredAt mergedIds
        observations { source nativeKey class claims claimsExistence firstSeenAt lastSeenAt }
        gates { key rule value types degradedBelow strength parent }
        relationships(direction: TARGET) { totalCount nodes { type { name inverseName } source { name } target { name } kind strength weight gateKeys observations { source kind } } }
        changes { totalCount nodes { entity kind subject } }
      } }`,
      { id: ids['web2'] },
    );
    expect(configurationItem).toMatchObject({
      __typename: 'GenericConfigurationItem',
      id: ids['web2'],
      class: { name: 'LinuxServer', isService: false, descendants: [] },
      environment: 'production',
      lifecycle: 'OPERATIONAL',
      criticality: null,
      owner: null,
      tenant: null,
      canFail: true,
      labels: { team: 'shop' },
      some: { hostname: 'web2' },
      all: { hostname: 'web2', serialNumber: 'S2', manufacturer: 'Acme' },
      version: 1,
      presence: 'PRESENT',
      mergedIds: [],
      observations: [{ source: 'scanner', nativeKey: 'h-2', class: 'LinuxServer', claimsExistence: true }],
      relationships: {
        totalCount: 1,
        nodes: [
          {
            type: { name: 'HAS_MEMBER', inverseName: 'MEMBER_OF' },
            source: { name: 'shop-cluster' },
            target: { name: 'web2' },
            kind: 'DECLARED',
            observations: [{ source: 'scanner', kind: 'DECLARED' }],
          },
        ],
      },
      changes: {
        totalCount: 2,
        nodes: [
          { entity: 'RELATIONSHIP', kind: 'CREATED', subject: 'HAS_MEMBER' },
          { entity: 'CONFIGURATION_ITEM', kind: 'CREATED', subject: null },
        ],
      },
    });
  });

  test('nodes come by id in the order asked, whatever they are', async () => {
    const { relationships } = await server.read<{ relationships: { nodes: { id: string }[] } }>(
      `{ relationships(filter: { types: ["DEPENDS_ON"] }) { nodes { id } totalCount revision pageInfo { hasNextPage } } }`,
    );
    const relationship = relationships.nodes[0]?.id;
    const { nodes, node } = await server.read(
      `query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id } node(id: $id) { ... on ConfigurationItem { name } } }`,
      { ids: [relationship, 'nonsense', ids['web1'], 'ci_zzzzz'], id: ids['Shop'] },
    );
    expect(nodes).toEqual([
      { __typename: 'Relationship', id: relationship },
      null,
      { __typename: 'GenericConfigurationItem', id: ids['web1'] },
      null,
    ]);
    expect(node).toEqual({ name: 'Shop' });
  });

  test('relationships are filtered by their ends, types and claims', async () => {
    const answer = await server.read(
      `query ($cluster: ID!) {
        from: relationships(filter: { sources: [{ id: $cluster }] }) { nodes { target { name } } }
        to: relationships(filter: { targets: [{ id: $cluster }], kinds: [DECLARED], strengths: [HARD], dataSources: ["scanner"] }) { nodes { source { name } } }
        others: relationships(filter: { dataSources: ["manual"] }) { totalCount }
      }`,
      { cluster: ids['shop-cluster'] },
    );
    expect(answer).toEqual({
      from: { nodes: [{ target: { name: 'web1' } }, { target: { name: 'web2' } }] },
      to: { nodes: [{ source: { name: 'Shop' } }] },
      others: { totalCount: 0 },
    });
  });

  test('a search finds words in names, keys and attribute values, all of them', async () => {
    const found = async (search: string): Promise<readonly string[]> => {
      const { configurationItems } = await server.read<{ configurationItems: { nodes: { name: string }[] } }>(
        `query ($search: String) { configurationItems(search: $search) { nodes { name } } }`,
        { search },
      );
      return configurationItems.nodes.map((node) => node.name);
    };
    expect(await found('WEB')).toEqual(['web1', 'web2']);
    expect(await found('h-2')).toEqual(['web2']);
    expect(await found('acme s1')).toEqual(['web1']);
    expect(await found('manufacturer')).toEqual([]);
    expect(await found('web nowhere')).toEqual([]);
    // The name that begins with it before one that has it; what is misspelt stands for what is similar, nearest first.
    expect(await found('shop')).toEqual(['Shop', 'shop-cluster']);
    expect(await found('cluster')).toEqual(['shop-cluster']);
    expect(await found('shop-clutser')).toEqual(['shop-cluster']);
  });

  test('classes and types are listed, and one is found by name', async () => {
    const { ciClasses, ciClass, relationshipTypes, relationshipType } = await server.read<{
      ciClasses: { name: string; parent: { name: string } | null }[];
      ciClass: object;
      relationshipTypes: { name: string }[];
      relationshipType: object;
    }>(`{ ciClasses { name parent { name } } ciClass(name: "TeaMachine") { parent { name } attributes { name definedBy } }
          relationshipTypes { name } relationshipType(name: "FUELS") { propagation inverseName } }`);
    const names = ciClasses.map((one) => one.name);
    for (const [index, { parent }] of ciClasses.entries())
      if (parent) expect(names.indexOf(parent.name)).toBeLessThan(index);
    expect(ciClass).toMatchObject({
      parent: { name: 'CoffeeMachine' },
      attributes: expect.arrayContaining([{ name: 'cups', definedBy: 'CoffeeMachine' }]) as unknown,
    });
    expect(relationshipTypes.map((one) => one.name)).toEqual(relationshipTypes.map((one) => one.name).toSorted());
    expect(relationshipType).toEqual({ propagation: 'SOURCE_TO_TARGET', inverseName: 'FUELLED_BY' });
  });

  test('data sources and the server say what they are', async () => {
    const { dataSources, server: info } = await server.read(
      `{ dataSources { nodes { name description tenant mayCreate createdAt } totalCount revision }
         server { version revision history graph { items relationships bytes } lag { revisions milliseconds } database } }`,
    );
    expect(dataSources).toMatchObject({
      nodes: [{ name: 'scanner', description: 'Network scan', tenant: null, mayCreate: true }],
      totalCount: 1,
    });
    expect(info).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      graph: { relationships: 3 },
      lag: { revisions: 0 },
    });
  });
});

describe('the graph', () => {
  test('topology, paths and impact answer over the items that were ingested', async () => {
    const { topology, paths, impact } = await server.read(
      `query ($shop: ID!, $web1: ID!) {
        topology(roots: [{ id: $shop }]) { itemCount relationshipCount items { nodes { configurationItem { name } distance } } diagram(format: MERMAID) unresolved { index } }
        paths(from: { id: $shop }, to: { id: $web1 }) { nodes { length configurationItems { name } } }
        impact(outages: [{ configurationItem: { id: $web1 } }]) {
          impacted { nodes { configurationItem { name } state } } spared { nodes { configurationItem { name } margin } } coverage { complete } }
      }`,
      { shop: ids['Shop'], web1: ids['web1'] },
    );
    expect(topology).toMatchObject({ itemCount: 4, relationshipCount: 3, unresolved: [] });
    expect(paths).toEqual({
      nodes: [{ length: 2, configurationItems: [{ name: 'Shop' }, { name: 'shop-cluster' }, { name: 'web1' }] }],
    });
    expect(impact).toMatchObject({
      impacted: {
        nodes: expect.arrayContaining([
          { configurationItem: { name: 'web1' }, state: 'DOWN' },
          { configurationItem: { name: 'shop-cluster' }, state: 'AT_RISK' },
        ]) as unknown,
      },
      coverage: { complete: true },
    });
  });

  test('a reference that does not resolve never fails the rest', async () => {
    const { topology } = await server.read(
      `query ($shop: ID!) { topology(roots: [{ id: $shop }, { identity: { class: "LinuxServer", attributes: { name: "web3" } } }]) {
        itemCount unresolved { index code message candidates { name } } } }`,
      { shop: ids['Shop'] },
    );
    expect(topology).toMatchObject({
      itemCount: 4,
      unresolved: [
        {
          index: 1,
          code: 'INVALID_REFERENCE',
          message: expect.stringContaining('Did you mean "web') as string,
          candidates: [],
        },
      ],
    });
  });

  test('the analyses of an item are those of the root fields', async () => {
    const { configurationItem } = await server.read(
      `query ($id: ID!) { configurationItem(ref: { id: $id }) { dependencies(depth: 1) { itemCount } dependents { itemCount } impactIfDown { summary { total } } } }`,
      { id: ids['shop-cluster'] },
    );
    expect(configurationItem).toEqual({
      dependencies: { itemCount: 3 },
      dependents: { itemCount: 2 },
      impactIfDown: { summary: { total: 2 } },
    });
  });
});

describe('changing', () => {
  test('an edit, a gate, a relationship, an end and a retirement are each in the log with who, why and what', async () => {
    const { upsertConfigurationItem: edited } = await server.read<{
      upsertConfigurationItem: { revision: number; configurationItem: { description: string; version: number } };
    }>(
      `mutation ($id: ID!) { upsertConfigurationItem(input: { ref: { id: $id }, description: "By hand", reason: "note" }) {
        revision outcome configurationItem { description version } errors { message } warnings { message } operation { kind } changeSets { reason principal } replayed } }`,
      { id: ids['web1'] },
    );
    expect(edited).toMatchObject({
      outcome: 'UPDATED',
      configurationItem: { description: 'By hand', version: 2 },
      operation: { kind: 'EDIT' },
      changeSets: [{ reason: 'note', principal: 'anonymous' }],
    });
    const { setGate, upsertRelationship } = await server.read<{
      setGate: { errors: unknown[] };
      upsertRelationship: { relationship: { id: string }; errors: unknown[] };
    }>(
      `mutation ($cluster: ID!, $shop: ID!, $web1: ID!) {
        setGate(input: { configurationItem: { id: $cluster }, key: "HAS_MEMBER", rule: AT_LEAST, value: 2 }) { configurationItem { gates { key value } } errors { message } }
        upsertRelationship(input: { type: "DEPENDS_ON", source: { id: $shop }, target: { id: $web1 } }) { outcome relationship { id } errors { message } }
      }`,
      { cluster: ids['shop-cluster'], shop: ids['Shop'], web1: ids['web1'] },
    );
    expect([setGate.errors, upsertRelationship.errors]).toEqual([[], []]);
    const { endRelationship, retireConfigurationItem } = await server.read<{
      endRelationship: object;
      retireConfigurationItem: { revision: number };
    }>(
      `mutation ($relationship: ID!, $web2: ID!) {
        endRelationship(input: { relationship: { id: $relationship }, reason: "wrong" }) { ended errors { message } }
        retireConfigurationItem(input: { configurationItem: { id: $web2 } }) { revision endedRelationships configurationItem { retiredAt } errors { message } }
      }`,
      { relationship: upsertRelationship.relationship.id, web2: ids['web2'] },
    );
    expect(endRelationship).toMatchObject({ ended: true });
    expect(retireConfigurationItem).toMatchObject({
      endedRelationships: 1,
      configurationItem: { retiredAt: expect.any(String) as string },
    });

    const { changes } = await server.read<{ changes: { nodes: object[] } }>(
      `query ($since: Revision, $items: [ConfigurationItemRef!], $atLeast: Revision) { changes(atLeast: $atLeast, filter: { since: $since, configurationItems: $items }, first: 20) { totalCount nodes {
        entity kind subject configurationItem { name } target { name } relationshipId changeSet { reason source principal operation { kind } } values { path before after } } } }`,
      {
        since: edited.revision - 1,
        atLeast: retireConfigurationItem.revision,
        items: [{ id: ids['Shop'] }, { id: ids['web1'] }, { id: ids['web2'] }, { id: ids['shop-cluster'] }],
      },
    );
    expect(changes.nodes.toReversed()).toMatchObject([
      {
        entity: 'CONFIGURATION_ITEM',
        kind: 'UPDATED',
        configurationItem: { name: 'web1' },
        changeSet: { reason: 'note' },
        values: [{ path: 'description', before: null, after: 'By hand' }],
      },
      {
        entity: 'CONFIGURATION_ITEM',
        kind: 'UPDATED',
        configurationItem: { name: 'shop-cluster' },
        values: [
          { path: expect.stringMatching(/^gates\.HAS_MEMBER/) as string, before: { value: 1 }, after: { value: 2 } },
        ],
      },
      {
        entity: 'RELATIONSHIP',
        kind: 'CREATED',
        subject: 'DEPENDS_ON',
        configurationItem: { name: 'Shop' },
        target: { name: 'web1' },
      },
      { entity: 'RELATIONSHIP', kind: 'ENDED', subject: 'DEPENDS_ON', changeSet: { reason: 'wrong' } },
      { entity: 'CONFIGURATION_ITEM', kind: 'RETIRED', configurationItem: { name: 'web2' } },
      { entity: 'RELATIONSHIP', kind: 'ENDED', subject: 'HAS_MEMBER', target: { name: 'web2' } },
    ]);
  });

  test('a past moment shows what was there, by revision and by time', async () => {
    const { before, after } = await server.read<{
      before: { nodes: { revision: number; changeSet: { at: string } }[] };
      after: object;
    }>(
      `query ($web2: ID!) {
        before: changes(filter: { configurationItems: [{ id: $web2 }], kinds: [CREATED], entities: [RELATIONSHIP] }) { nodes { revision changeSet { at } } }
        after: configurationItems(filter: { name: { eq: "web2" } }) { totalCount }
      }`,
      { web2: ids['web2'] },
    );
    const [{ revision, changeSet } = { revision: 0, changeSet: { at: '' } }] = before.nodes;
    expect(after).toEqual({ totalCount: 0 });
    const then = await server.read(
      `query ($at: Moment, $time: Moment, $web2: ID!) {
        byRevision: configurationItems(at: $at, filter: { name: { eq: "web2" } }) { totalCount revision }
        byTime: configurationItems(at: $time, filter: { name: { eq: "web2" } }) { totalCount revision }
        item: configurationItem(at: $at, ref: { id: $web2 }) { retiredAt relationships { nodes { source { name gates { value } } } } }
        now: configurationItem(ref: { id: $web2 }) { retiredAt }
        graph: topology(at: $at, roots: [{ id: $web2 }], direction: DEPENDENTS) { itemCount revision }
        relationships(at: $at, filter: { targets: [{ id: $web2 }] }) { totalCount }
        impact(at: $at, outages: [{ configurationItem: { id: $web2 } }]) { revision }
        ciClass(at: $at, name: "CoffeeMachine") { name }
        dataSources(at: $at) { totalCount }
      }`,
      { at: { revision }, time: { time: changeSet.at }, web2: ids['web2'] },
    );
    expect(then).toMatchObject({
      byRevision: { totalCount: 1, revision },
      byTime: { totalCount: 1, revision },
      item: {
        retiredAt: null,
        relationships: { nodes: [{ source: { name: 'shop-cluster', gates: [{ value: 1 }] } }] },
      },
      now: { retiredAt: expect.any(String) as string },
      graph: { itemCount: 3, revision },
      relationships: { totalCount: 1 },
      impact: { revision },
      ciClass: { name: 'CoffeeMachine' },
      dataSources: { totalCount: 1 },
    });
  });
});

describe('paging', () => {
  test('page 2 comes from the revision of page 1, whatever was written since', async () => {
    const PAGE = `query ($after: String) { configurationItems(first: 1, after: $after, filter: { classes: ["BusinessService"] }) { revision nodes { name } pageInfo { endCursor hasNextPage } } }`;
    type Page = {
      configurationItems: { revision: number; nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    };
    const write = (name: string): Promise<{ upsertConfigurationItem: { revision: number } }> =>
      server.read(
        `mutation ($name: String) { upsertConfigurationItem(input: { class: "BusinessService", name: $name }) { revision } }`,
        { name },
      );
    const { upsertConfigurationItem } = await write('Zebra');
    await server.app.projection.waitFor(upsertConfigurationItem.revision as never, 60_000);
    const first = (await server.read<Page>(PAGE)).configurationItems;
    expect(first).toMatchObject({ nodes: [{ name: 'Shop' }], pageInfo: { hasNextPage: true } });
    const { upsertConfigurationItem: later } = await write('Tiger');
    await server.app.projection.waitFor(later.revision as never, 60_000);
    const second = (await server.read<Page>(PAGE, { after: first.pageInfo.endCursor })).configurationItems;
    expect(second).toMatchObject({
      revision: first.revision,
      nodes: [{ name: 'Zebra' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('a cursor of another history has expired, and one of another list is refused', async () => {
    const { configurationItems } = await server.read<{ configurationItems: { edges: { cursor: string }[] } }>(
      `{ configurationItems(first: 1) { edges { cursor node { id } } } }`,
    );
    const cursor = configurationItems.edges[0]?.cursor ?? '';
    const [list, revision, , ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const foreign = Buffer.from(JSON.stringify([list, revision, '00000000', ...position])).toString('base64url');
    const ASK = `query ($after: String) { configurationItems(after: $after) { revision } }`;
    expect(await server.codes(ASK, { after: foreign })).toEqual(['CURSOR_EXPIRED']);
    expect(
      await server.codes(`query ($after: String) { relationships(after: $after) { revision } }`, { after: cursor }),
    ).toEqual(['BAD_REQUEST']);
    expect(await server.codes(ASK, { after: 'nonsense' })).toEqual(['BAD_REQUEST']);
    const forge = (...parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(await server.codes(ASK, { after: forge(list, revision, '00000000', { a: 1 }) })).toEqual(['BAD_REQUEST']);
    const [, , history] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    for (const wrong of [[], [1], ['x', 'y'], ['x', 1, 2], [null, 1]]) {
      expect(await server.codes(ASK, { after: forge(list, revision, history, ...wrong) })).toEqual(['BAD_REQUEST']);
    }
    expect(await server.codes(ASK, { after: forge(list, 999_999, history, ...position) })).toEqual(['CURSOR_EXPIRED']);
    expect(
      await server.codes(
        'query ($after: String, $at: Moment) { configurationItems(after: $after, at: $at) { revision } }',
        {
          after: cursor,
          at: { revision: 1 },
        },
      ),
    ).toEqual(['BAD_REQUEST']);
  });
});
