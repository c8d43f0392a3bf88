import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { hiddenBeyond } from '../../src/domain/graph/sight';
import { itemId, outageId } from '../../src/domain/ids';
import { exportCommand } from '../../src/cli/export';
import { encodeItemId, encodeOutageId } from '../../src/domain/opaque-id';
import { asSeen } from '../../src/application/access/as-seen';
import { HiddenItems } from '../../src/application/access/hidden-items';
import type { Database } from '../../src/storage/database';
import { createQueryExecutor } from '../../src/graphql/compiled-queries';
import { followForSearch } from '../../src/storage/items/search-index';
import { startWebhooks } from '../../src/server/webhooks';
import { mark, readingOnly } from '../../src/storage/visible-rows';
import { runCommand } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { rootFields } from '../support/any-query';
import { codesOf, startTestServer, type TestServer } from '../support/server';
import { startReceiver } from '../support/webhook-receiver';

/*
 * Two tenants on one server. Everything of the other one has "secret" in it: names, keys, labels, attributes, sources. What
 * a caller of the first one is told must not have it, whatever they ask.
 */

let server: TestServer;
let acme = '';
let team = '';
let whole = '';
/** Name -> global id. */
const ids = new Map<string, string>();
const idOf = (name: string): string => ids.get(name) ?? `no ${name}`;

const item = (name: string, tenant: string, labels: object = {}) => ({
  ref: name,
  class: 'LinuxServer',
  nativeKey: name,
  name,
  tenant,
  labels: { ...labels, note: name },
  attributes: { hostname: name },
});
const dependsOn = (source: string, target: string) => ({
  type: 'DEPENDS_ON',
  source: { ref: source },
  target: { ref: target },
});

const INGEST = `mutation ($input: IngestInput!) {
  ingest(input: $input) { revision totals { outcome items relationships }
    results { outcome errors { code path message } configurationItem { id name } }
    relationshipResults { outcome errors { code path message } } } }`;

interface Ingested {
  readonly ingest: {
    readonly revision: number;
    readonly results: readonly {
      readonly outcome: string;
      readonly errors: readonly { readonly code: string; readonly path: readonly string[]; readonly message: string }[];
      readonly configurationItem: { readonly id: string; readonly name: string } | null;
    }[];
    readonly relationshipResults: readonly {
      readonly outcome: string;
      readonly errors: readonly { readonly code: string }[];
    }[];
  };
}

async function ingest(input: object, token: string): Promise<Ingested['ingest']> {
  const answer = await server.ask<Ingested>(INGEST, { input: { source: 'scan', ...input } }, token);
  if (!answer.data?.ingest) throw new Error(JSON.stringify(answer.errors));
  return answer.data.ingest;
}

async function read<Data>(query: string, token = acme, variables: object = {}): Promise<Data> {
  const { data, errors } = await server.ask<Data>(query, variables, token);
  if (errors || !data) throw new Error(`${query}\n${JSON.stringify(errors)}`);
  return data;
}

async function tokenFor(input: object): Promise<string> {
  const data = await read<{ createApiToken: { secret: string } }>(
    `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret errors { message } } }`,
    whole,
    { input },
  );
  return data.createApiToken.secret;
}

beforeAll(async () => {
  // Not held against the standard executor: the questions are large.
  server = await startTestServer(
    {},
    { executeQuery: createQueryExecutor(), application: { webhookAllow: ['127.0.0.1'] } },
  );
  whole = await tokenFor({ name: 'whole', role: 'ADMINISTRATOR' });
  acme = await tokenFor({ name: 'acme', role: 'ADMINISTRATOR', tenants: ['acme'] });
  team = await tokenFor({ name: 'team', role: 'EDITOR', tenants: ['acme'], labels: { team: 'pay' } });
  for (const [name, tenant] of [
    ['scan', null],
    ['secret-scan', 'secret'],
  ]) {
    await read(
      'mutation ($input: RegisterDataSourceInput!) { registerDataSource(input: $input) { revision } }',
      whole,
      {
        input: { name, tenant },
      },
    );
  }
  //  web -> db -> disk        all of acme, db with a label
  //  web -> secret-cache -> disk, secret-app -> db, secret-app -> secret-cache
  const items = [
    item('web', 'acme'),
    item('db', 'acme', { team: 'pay' }),
    item('disk', 'acme', { team: 'pay' }),
    item('lone', 'acme'),
    item('secret-cache', 'secret'),
    item('secret-app', 'secret', { team: 'pay' }),
  ];
  const relationships = [
    dependsOn('web', 'db'),
    dependsOn('db', 'disk'),
    dependsOn('web', 'secret-cache'),
    dependsOn('secret-cache', 'disk'),
    dependsOn('secret-app', 'db'),
    dependsOn('secret-app', 'secret-cache'),
  ];
  const { results, revision } = await ingest({ items, relationships }, whole);
  for (const { configurationItem } of results) ids.set(configurationItem?.name ?? '', configurationItem?.id ?? '');
  await server.app.projection.waitFor(revision as never, 60_000);
  const open = `mutation ($input: OpenOutageInput!) { openOutage(input: $input) { errors { message } } }`;
  await read(open, whole, { input: { configurationItem: { id: idOf('secret-cache') }, key: 'secret-ticket' } });
  // Waits for a host that does not come.
  await ingest(
    {
      source: 'secret-scan',
      relationships: [
        {
          type: 'DEPENDS_ON',
          source: { native: { source: 'secret-scan', key: 'secret-1' } },
          target: { native: { source: 'secret-scan', key: 'secret-2' } },
        },
      ],
    },
    whole,
  );
  await read('mutation { beginSync(input: { source: "secret-scan" }) { revision } }', whole);
  await read(
    'mutation { createWebhook(input: { url: "https://secret.example/hook" }) { revision errors { message } } }',
    whole,
  );
  await server.app.projection.waitFor(
    (await read<{ server: { revision: number } }>('{ server { revision } }', whole)).server.revision as never,
    10_000,
  );
});
afterAll(() => server.stop());

/** Texts of a whole answer that nobody of acme may read. */
const leaks = (text: string): readonly string[] =>
  [/secret[\w-]*/, new RegExp(`"${idOf('secret-cache')}"`), new RegExp(`"${idOf('secret-app')}"`)].flatMap(
    (pattern) => pattern.exec(text)?.[0] ?? [],
  );

/** What is named in a question: of acme where a name of it is given, beside what is of others. */
const values = (name: string) => ({
  ConfigurationItemRef: `{ id: "${idOf(name)}" }`,
  MatchKeyInput: '{ host: "secret-cache" }',
  Moment: '{ revision: 1 }',
  attribute: '"name"',
  id: `"${idOf(name)}"`,
  ids: `["${idOf(name)}", "${idOf('secret-cache')}"]`,
  format: 'CYTOSCAPE_JSON',
  from: '"2020-01-01T00:00:00Z"',
  to: '"2026-01-01T00:00:00Z"',
});

describe('everything that can be asked', () => {
  test('tells nothing of others', async () => {
    const told: string[] = [];
    let answered = 0;
    for (const [name, depth] of [
      ['web', 2],
      ['db', 1],
      ['db', 3],
    ] as const) {
      // At the deepest, only what says most.
      const deep = new Set(['impact', 'changes', 'outages']);
      const fields = rootFields(values(name), depth).filter(
        ({ type, field }) => type === 'query' && (depth < 3 || deep.has(field)),
      );
      const answers = await Promise.all(fields.map(({ document }) => server.ask(document, {}, acme)));
      for (const [at, { field }] of fields.entries()) {
        const answer = answers[at];
        if (answer?.data != null) answered += 1;
        told.push(...leaks(JSON.stringify(answer)).map((leak) => `${field} at ${depth}: ${leak}`));
        if (codesOf(answer ?? {}).includes('INTERNAL'))
          told.push(`${field} at ${depth}: ${answer?.errors?.[0]?.message ?? ''}`);
      }
    }
    expect(told).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  });

  test('is not there when it is of others', async () => {
    const gone = await read<Record<string, unknown>>(`{
      node(id: "${idOf('secret-cache')}") { id }
      nodes(ids: ["${idOf('secret-cache')}", "${idOf('web')}"]) { id }
      byId: configurationItem(ref: { id: "${idOf('secret-cache')}" }) { id }
      byKey: configurationItem(ref: { native: { source: "scan", key: "secret-cache" } }) { id }
      byIdentity: configurationItem(ref: { identity: { class: "LinuxServer", attributes: { name: "secret-cache" } } }) { id }
      found: configurationItems(search: "secret") { totalCount }
      named: configurationItems(filter: { ids: ["${idOf('secret-cache')}"] }) { totalCount }
      matchConfigurationItems(keys: [{ host: "secret-cache" }]) { outcome configurationItem { id } candidates { id } }
      outages { totalCount }
      parkedItems { totalCount }
      webhooks { totalCount }
      syncSessions { totalCount }
      dataSources { nodes { name } }
    }`);
    expect(gone).toEqual({
      node: null,
      nodes: [null, { id: idOf('web') }],
      byId: null,
      byKey: null,
      byIdentity: null,
      found: { totalCount: 0 },
      named: { totalCount: 0 },
      matchConfigurationItems: [{ outcome: 'NOT_FOUND', configurationItem: null, candidates: [] }],
      outages: { totalCount: 0 },
      parkedItems: { totalCount: 0 },
      webhooks: { totalCount: 0 },
      syncSessions: { totalCount: 0 },
      dataSources: { nodes: [{ name: 'scan' }] },
    });
  });

  test('counts only what is visible', async () => {
    const counted = `{
      configurationItems { totalCount facets(by: [{ field: TENANT }]) { values { value count } } }
      relationships { totalCount }
      difference(from: { revision: 1 }) { itemCounts { added } relationshipCounts { added } }
      changes(filter: { entities: [CONFIGURATION_ITEM, RELATIONSHIP, OUTAGE] }) { totalCount }
      configurationItem(ref: { id: "${idOf('web')}" }) { relationships { totalCount } changes { totalCount } }
    }`;
    expect(await read(counted)).toEqual({
      configurationItems: { totalCount: 4, facets: [{ values: [{ value: 'acme', count: 4 }] }] },
      relationships: { totalCount: 2 },
      difference: { itemCounts: { added: 4 }, relationshipCounts: { added: 2 } },
      changes: { totalCount: 6 },
      configurationItem: { relationships: { totalCount: 1 }, changes: { totalCount: 2 } },
    });
    expect(await read(counted, whole)).toMatchObject({
      configurationItems: { totalCount: 6 },
      relationships: { totalCount: 6 },
      difference: { itemCounts: { added: 6 }, relationshipCounts: { added: 6 } },
      changes: { totalCount: 13 },
      configurationItem: { relationships: { totalCount: 2 }, changes: { totalCount: 3 } },
    });
    expect(await read('{ configurationItems { nodes { name } } relationships { totalCount } }', team)).toEqual({
      configurationItems: { nodes: [{ name: 'db' }, { name: 'disk' }] },
      relationships: { totalCount: 1 },
    });
  });

  test('walks the graph only where it is visible', async () => {
    const graph = `{
      down: topology(roots: [{ id: "${idOf('web')}" }]) { itemCount relationshipCount table { names } }
      up: topology(roots: [{ id: "${idOf('disk')}" }], direction: DEPENDENTS) { itemCount table { names } }
      paths(from: { id: "${idOf('web')}" }, to: { id: "${idOf('disk')}" }) { nodes { configurationItems { name } } }
    }`;
    const path = (...names: string[]) => ({ configurationItems: names.map((name) => ({ name })) });
    expect(await read(graph)).toEqual({
      down: { itemCount: 3, relationshipCount: 2, table: { names: ['web', 'db', 'disk'] } },
      up: { itemCount: 3, table: { names: ['disk', 'db', 'web'] } },
      paths: { nodes: [path('web', 'db', 'disk')] },
    });
    const seen = await read<{ paths: { nodes: unknown[] }; up: { itemCount: number } }>(graph, whole);
    expect(seen.paths.nodes).toHaveLength(2);
    expect(seen.up.itemCount).toBe(5);
    // What was so before holds for what was written since.
    const { revision } = await ingest(
      { items: [item('new', 'acme'), item('secret-new', 'secret')], relationships: [dependsOn('new', 'secret-new')] },
      whole,
    );
    await server.app.projection.waitFor(revision as never, 60_000);
    expect(
      await read(
        `{ topology(roots: [{ native: { source: "scan", key: "new" } }], atLeast: ${revision}) { table { names } } }`,
      ),
    ).toEqual({ topology: { table: { names: ['new'] } } });
  });

  test('works out impact over everything, and says how much of it is hidden', async () => {
    const data = await read<{
      impact: {
        summary: { total: number; byClass: unknown };
        impacted: { nodes: { configurationItem: { name: string } | null; state: string }[] };
        coverage: { hidden: number; complete: boolean };
        openOutages: { totalCount: number };
      };
    }>(`{
      impact(outages: [{ configurationItem: { id: "${idOf('disk')}" } }], withOpenOutages: false) {
        summary { total byClass { key count } }
        impacted { nodes { configurationItem { name } state } }
        coverage { hidden complete }
        openOutages { totalCount }
      }
      cutSets(target: { id: "${idOf('web')}" }) { coverage { hidden items complete } }
    }`);
    expect(data.impact.summary).toEqual({ total: 5, byClass: [{ key: 'LinuxServer', count: 3 }] });
    const names = data.impact.impacted.nodes.map((one) => one.configurationItem?.name ?? 'hidden');
    expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual(['db', 'disk', 'hidden', 'hidden', 'web']);
    expect(data.impact.coverage).toEqual({ hidden: 2, complete: false });
    expect(data).toMatchObject({ cutSets: { coverage: { hidden: 1, items: 4, complete: false } } });
    // A hidden outage brings down what is visible.
    expect(
      await read(`{ impact { impacted { nodes { configurationItem { name } } } openOutages { totalCount } } }`),
    ).toMatchObject({
      impact: {
        openOutages: { totalCount: 0 },
        impacted: { nodes: expect.arrayContaining([{ configurationItem: { name: 'web' } }]) },
      },
    });
  });

  test('the stream of changes tells of the same', async () => {
    const lines = async (token: string): Promise<string> =>
      (
        await fetch(`${server.url}/changes?since=0&follow=false`, { headers: { authorization: `Bearer ${token}` } })
      ).text();
    const [seen, all] = await Promise.all([lines(acme), lines(whole)]);
    expect(leaks(seen)).toEqual([]);
    expect(leaks(all)).not.toEqual([]);
    expect(seen).toContain('"name":"web"');
  });
});

test('a webhook tells what who registered it sees', async () => {
  const receiver = await startReceiver();
  const rules = { firstMs: 20, longestMs: 60, attemptsMax: 4 };
  const deliveries = startWebhooks(server.app, { rules, lookMs: 20, timeoutMs: 5_000, onProblem: () => undefined });
  try {
    const created = await read<{ createWebhook: { errors: object[] } }>(
      `mutation { createWebhook(input: { url: "${receiver.url}" }) { errors { message } } }`,
    );
    expect(created.createWebhook.errors).toEqual([]);
    await ingest({ items: [item('secret-told', 'secret')] }, whole);
    await ingest({ items: [item('both', 'acme'), item('secret-both', 'secret')] }, whole);
    await receiver.until(1);
    const told = receiver.received.map(({ text }) => text).join();
    expect(told).toContain('"name":"both"');
    expect(leaks(told)).toEqual([]);
  } finally {
    await deliveries.stop();
    await receiver.stop();
  }
});

describe('writing', () => {
  const codes = ({ results, relationshipResults }: Ingested['ingest']): readonly string[] =>
    [...results, ...relationshipResults].map(({ outcome, errors }) =>
      [outcome, ...errors.map(({ code }) => code)].join(' '),
    );

  test('to what is hidden is refused as not found, however it is named', async () => {
    const before = await read('{ configurationItems { nodes { id version } } relationships { totalCount } }', whole);
    expect(
      codes(await ingest({ items: [{ class: 'LinuxServer', id: idOf('secret-cache'), name: 'mine' }] }, acme)),
    ).toEqual(['REJECTED NOT_FOUND']);
    expect(
      codes(await ingest({ items: [{ class: 'LinuxServer', nativeKey: 'secret-cache', name: 'mine' }] }, acme)),
    ).toEqual(['REJECTED NOT_FOUND']);
    // In a foreign tenant, what is there and what is not are refused in the same words.
    const [there, notThere] = await Promise.all(
      ['secret-cache', 'no-such-cache'].map((hostname) =>
        ingest({ items: [{ ...item('probe', 'secret'), attributes: { hostname } }], mode: 'DRY_RUN' }, acme),
      ),
    );
    expect(codes(there as Ingested['ingest'])).toEqual(['REJECTED FORBIDDEN']);
    expect(there).toEqual(notThere);
    const ends = { type: 'DEPENDS_ON', source: { id: idOf('web') } };
    expect(codes(await ingest({ relationships: [{ ...ends, target: { id: idOf('secret-app') } }] }, acme))).toEqual([
      'REJECTED INVALID_REFERENCE',
    ]);
    expect(
      codes(
        await ingest({ relationships: [{ ...ends, target: { native: { source: 'scan', key: 'secret-app' } } }] }, acme),
      ),
    ).toEqual(['REJECTED ENDPOINT_MISSING']);
    const hidden = await read<{ relationships: { nodes: { id: string }[] } }>(
      `{ relationships(filter: { targets: [{ id: "${idOf('secret-cache')}" }] }) { nodes { id } } }`,
      whole,
    );
    for (const mutation of [
      `upsertConfigurationItem(input: { ref: { id: "${idOf('secret-cache')}" }, name: "mine" })`,
      `retireConfigurationItem(input: { configurationItem: { id: "${idOf('secret-cache')}" } })`,
      `setGate(input: { configurationItem: { id: "${idOf('secret-cache')}" }, key: "k", rule: ANY })`,
      `openOutage(input: { configurationItem: { id: "${idOf('secret-cache')}" } })`,
      `endRelationship(input: { relationship: { id: "${hidden.relationships.nodes[0]?.id ?? ''}" } })`,
      `mergeConfigurationItems(input: { survivor: { id: "${idOf('web')}" }, merged: [{ id: "${idOf('secret-cache')}" }] })`,
    ]) {
      const answer = await server.ask(
        `mutation { ${mutation} { revision changeSets { revision } errors { code } } }`,
        {},
        acme,
      );
      expect([mutation, JSON.stringify(answer)]).toEqual([mutation, expect.stringContaining('"changeSets":[]')]);
      expect(leaks(JSON.stringify(answer))).toEqual([]);
    }
    expect(await read('{ configurationItems { nodes { id version } } relationships { totalCount } }', whole)).toEqual(
      before,
    );
  });

  test('a tenant in a payload is checked against the token, and left out it is that of the token', async () => {
    const refused = await ingest({ items: [item('theirs', 'secret')] }, acme);
    expect(refused.results[0]?.errors).toEqual([expect.objectContaining({ code: 'FORBIDDEN', path: ['tenant'] })]);
    const { tenant: _, ...untold } = item('ours', '');
    expect(codes(await ingest({ items: [untold] }, acme))).toEqual(['CREATED']);
    expect(await read('{ configurationItems(search: "ours") { nodes { name tenant } } }')).toEqual({
      configurationItems: { nodes: [{ name: 'ours', tenant: 'acme' }] },
    });
    const registered = await read<{ registerDataSource: { errors: { code: string; message: string }[] } }>(
      'mutation { registerDataSource(input: { name: "secret-scan", mayCreate: false }) { errors { code message } } }',
    );
    expect(registered.registerDataSource.errors).toEqual([
      { code: 'FORBIDDEN', message: expect.not.stringMatching(/tenant/) },
    ]);
  });

  test('leaves the outages of what is hidden as they are, and does not tell of them', async () => {
    const report = `mutation ($input: ReportOutagesInput!) {
      reportOutages(input: $input) { results { key outcome errors { code } } changeSets { revision } } }`;
    const outage = (name: string, key: string) => ({ configurationItem: { id: idOf(name) }, key });
    const all = '{ outages { nodes { key until reason configurationItem { name } } } }';
    const theirs = { ...outage('secret-cache', 'secret-alert'), reason: 'secret reason' };
    const outages = [theirs, outage('web', 'alert')];
    await read(report, whole, { input: { source: 'scan', outages } });
    const before = await read<{ outages: { nodes: { key: string }[] } }>(all, whole);
    const taken = { ...outage('web', 'secret-alert'), reason: null };
    const refused = { key: 'secret-alert', outcome: 'REJECTED', errors: [{ code: 'NOT_FOUND' }] };
    for (const dryRun of [true, false]) {
      const kept = { source: 'scan', complete: true, dryRun, outages: [outage('web', 'alert')] };
      const listed = await read<{ reportOutages: object }>(report, acme, { input: kept });
      const results = [{ key: 'alert', outcome: 'UNCHANGED', errors: [] }];
      expect(listed.reportOutages).toEqual({ results, changeSets: [] });
      const moved = await read<{ reportOutages: object }>(report, acme, {
        input: { source: 'scan', dryRun, outages: [taken] },
      });
      expect(moved.reportOutages).toEqual({ results: [refused], changeSets: [] });
    }
    const open = 'mutation ($input: OpenOutageInput!) { openOutage(input: $input) { outcome errors { code } } }';
    expect(await read(open, acme, { input: outage('web', 'secret-ticket') })).toEqual({
      openOutage: { outcome: 'REJECTED', errors: [{ code: 'NOT_FOUND' }] },
    });
    expect(await read(all, whole)).toEqual(before);
    // Their own ends when it is left out, beside one that is refused.
    const ended = await read<{ reportOutages: { results: object[] } }>(report, acme, {
      input: { source: 'scan', complete: true, outages: [taken] },
    });
    expect(ended.reportOutages.results).toEqual([refused, { key: 'alert', outcome: 'CLOSED', errors: [] }]);
  });

  test('tells nothing of what a report collides with', async () => {
    const machine = (name: string, nativeKey: string, serialNumber: string, labels: object = {}) => ({
      ...item(name, 'acme', labels),
      nativeKey,
      attributes: { hostname: nativeKey, serialNumber, manufacturer: 'Dell', macAddresses: ['02:00:00:aa:bb:01'] },
    });
    const theirs = { ...machine('secret-box', 'box', 'secret-serial'), tenant: 'secret' };
    const unlabelled = machine('crate', 'crate', 'SN-1');
    const { results } = await ingest({ items: [theirs, unlabelled] }, whole);
    const [box, crate] = results.map(({ configurationItem }) => configurationItem?.id ?? '');
    const sets = '{ duplicateSets { totalCount } }';
    const before = await read(sets, whole);
    const stream = async (record: object, token: string): Promise<string> => {
      const answer = await fetch(`${server.url}/ingest?source=scan&results=all`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
        body: JSON.stringify({ item: record }),
      });
      return answer.text();
    };
    // The native key of another one's machine, with a serial number of one's own.
    const collided = await stream(machine('mine', 'box', 'SN-0'), acme);
    expect(collided).toContain('NOT_FOUND');
    expect(leaks(collided)).toEqual([]);
    expect(collided).not.toContain(box);
    // Its id, or that of nothing.
    const tried = async (id: string) =>
      (await ingest({ items: [{ class: 'LinuxServer', id, name: 'mine' }] }, acme)).results;
    expect(await tried(box ?? '')).toEqual(await tried(encodeItemId(itemId(987_654))));
    const named = await stream({ class: 'LinuxServer', id: box, name: 'mine' }, acme);
    expect(named).toContain('NOT_FOUND');
    expect(named).not.toContain(`"id":"${box}"`);
    expect(named).not.toContain('"version"');
    // What resembles something that the labels of a token hide is new, and like nothing.
    const alike = await stream(machine('crate', 'crate-2', 'SN-2', { team: 'pay' }), team);
    expect(alike).toContain('CREATED');
    expect(alike).not.toContain(crate);
    expect(await read(sets, whole)).toEqual(before);
  });

  test('is not recognised by what others sent', async () => {
    await ingest({ items: [item('secret-known', 'secret')] }, whole);
    const { tenant: _, ...untold } = item('secret-known', '');
    const again = { items: [untold] };
    await ingest(again, whole);
    expect(codes(await ingest(again, whole))).toEqual(['UNCHANGED']);
    const { results } = await ingest(again, acme);
    expect(results).toMatchObject([{ outcome: 'REJECTED', errors: [{ code: 'NOT_FOUND' }], configurationItem: null }]);
  });

  test('as a data source of others, or into a session about more, is refused', async () => {
    const items = [item('mine', 'acme')];
    const asked = (input: object, token = acme) => server.ask(INGEST, { input }, token);
    expect(codesOf(await asked({ source: 'secret-scan', items }))).toEqual(['UNKNOWN_SOURCE']);
    expect(
      codesOf(
        await server.ask(
          'mutation { reportOutages(input: { source: "secret-scan", outages: [] }) { revision } }',
          {},
          acme,
        ),
      ),
    ).toEqual(['UNKNOWN_SOURCE']);
    const begun = await read<{ beginSync: { session: { id: string } } }>(
      'mutation { beginSync(input: { source: "scan" }) { session { id } } }',
      whole,
    );
    const syncSession = begun.beginSync.session.id;
    expect(codesOf(await asked({ source: 'scan', syncSession, items }))).toEqual(['NOT_FOUND']);
    await read(`mutation { abortSync(input: { session: "${syncSession}" }) { revision } }`, whole);
  });

  test('completes nothing that others have parked', async () => {
    const native = { source: 'scan', key: 'late' };
    const waits = {
      type: 'DEPENDS_ON',
      source: { native: { source: 'scan', key: 'secret-cache' } },
      target: { native },
    };
    await read(
      'mutation { registerDataSource(input: { name: "secret-wiring", tenant: "secret" }) { revision } }',
      whole,
    );
    await ingest({ source: 'secret-wiring', relationships: [waits] }, whole);
    const parked = '{ relationships { totalCount } }';
    const before = await read(parked, whole);
    const answer = await server.ask(
      `mutation ($input: IngestInput!) { ingest(input: $input) {
        changeSets { revision } totals { outcome items } completedParked { source nativeKey } } }`,
      { input: { source: 'scan', items: [item('late', 'acme')] } },
      acme,
    );
    expect(answer.data).toMatchObject({ ingest: { changeSets: [expect.anything()], completedParked: [] } });
    expect(await read(parked, whole)).toEqual(before);
    // Who sees everything completes it.
    await ingest({ items: [{ ...item('late', 'acme'), description: 'again' }] }, whole);
    expect(await read(parked, whole)).not.toEqual(before);
  });

  test('ends no relationship to what is hidden, however complete the list is', async () => {
    const [hub, ...others] = [item('hub', 'acme'), item('old', 'acme'), item('fresh', 'acme')];
    await ingest(
      {
        items: [hub, ...others, item('secret-hub', 'secret')],
        relationships: [dependsOn('hub', 'old'), dependsOn('hub', 'secret-hub')],
      },
      whole,
    );
    const relationships = [{ type: 'DEPENDS_ON', end: { native: { source: 'scan', key: 'fresh' } } }];
    const targets = async (): Promise<readonly string[]> => {
      const { configurationItem } = await read<{
        configurationItem: { relationships: { nodes: { target: { name: string } }[] } };
      }>(
        `{ configurationItem(ref: { native: { source: "scan", key: "hub" } }) {
          relationships(direction: SOURCE) { nodes { target { name } } } } }`,
        whole,
      );
      return configurationItem.relationships.nodes
        .map(({ target }) => target.name)
        .toSorted((a, b) => a.localeCompare(b));
    };
    expect(await targets()).toEqual(['old', 'secret-hub']);
    const complete = { ...hub, completeRelationships: ['DEPENDS_ON'], relationships };
    await ingest({ items: [complete] }, acme);
    expect(await targets()).toEqual(['fresh', 'secret-hub']);
  });

  test('with a label that the token is limited to', async () => {
    const of = (input: object) => ingest({ items: [input] }, team);
    expect(codes(await of(item('till', 'acme')))).toEqual(['REJECTED FORBIDDEN']);
    expect(codes(await of(item('till', 'acme', { team: 'pay' })))).toEqual(['CREATED']);
    expect(codes(await of(item('web', 'acme', { team: 'pay' })))).toEqual(['REJECTED NOT_FOUND']);
    expect(codes(await of(item('till', 'acme', { team: 'other' })))).toEqual(['REJECTED FORBIDDEN']);
  });
});

describe('a sync session of who sees a part', () => {
  const BEGIN = `mutation ($input: BeginSyncInput!) { beginSync(input: $input) { session { id } } }`;
  const COMMIT = `mutation ($input: CommitSyncInput!) { commitSync(input: $input) {
    session { state decision { members { items relationships } removals { items relationships } }
      removals(first: 10) { totalCount nodes { configurationItem { name } relationship { source { name } target { name } } } } } } }`;
  const REVERT =
    'mutation ($input: RevertSyncInput!) { revertSync(input: $input) { totals { outcome items relationships } } }';
  const begin = (token: string, more: object = {}) =>
    server.ask<{ beginSync: { session: { id: string } } }>(BEGIN, { input: { source: 'shared', ...more } }, token);
  const shared = (input: object, token: string) => ingest({ source: 'shared', ...input }, token);
  const tokens = { one: '', two: '' };
  /** Name -> whether it is there, and what it depends on. */
  const there = async () => {
    const { configurationItems } = await read<{
      configurationItems: {
        nodes: readonly {
          name: string;
          presence: string;
          relationships: { nodes: readonly { target: { name: string } }[] };
        }[];
      };
    }>(
      `{ configurationItems(filter: { sources: ["shared"] }, orderBy: [{ field: NAME }]) {
          nodes { name presence relationships(direction: SOURCE) { nodes { target { name } } } } } }`,
      whole,
    );
    return configurationItems.nodes.map(({ name, presence, relationships }) =>
      `${name} ${presence} ${relationships.nodes.map(({ target }) => target.name).join()}`.trim(),
    );
  };

  beforeAll(async () => {
    await read('mutation { registerDataSource(input: { name: "shared" }) { revision } }', whole);
    for (const tenant of ['one', 'two'] as const)
      tokens[tenant] = await tokenFor({
        name: `scans-${tenant}`,
        role: 'EDITOR',
        tenants: [tenant],
        sources: ['shared'],
      });
    await shared(
      {
        items: [...['a1', 'a2', 'a3'].map((name) => item(name, 'one')), item('b1', 'two')],
        relationships: [
          dependsOn('a1', 'a2'),
          dependsOn('a2', 'a3'),
          { type: 'DEPENDS_ON', source: { ref: 'a1' }, target: { ref: 'b1' } },
        ],
      },
      whole,
    );
  });

  const BEFORE = ['a1 PRESENT a2,b1', 'a2 PRESENT a3', 'a3 PRESENT', 'b1 PRESENT'];

  test('removes what they see and did not report, nothing else, and can be undone by them', async () => {
    expect(await there()).toEqual(BEFORE);
    const syncSession = (await begin(tokens.one)).data?.beginSync.session.id ?? '';
    await shared({ syncSession, items: [item('a1', 'one'), item('a2', 'one')] }, tokens.one);
    const commit = { input: { session: syncSession, maxRemovalPercent: 100 } };
    const { commitSync } = await read<{ commitSync: { session: object } }>(COMMIT, tokens.one, commit);
    expect(commitSync.session).toEqual({
      state: 'COMMITTED',
      decision: { members: { items: 3, relationships: 2 }, removals: { items: 1, relationships: 1 } },
      removals: {
        totalCount: 2,
        nodes: [
          { configurationItem: { name: 'a3' }, relationship: null },
          { configurationItem: null, relationship: { source: { name: 'a1' }, target: { name: 'a2' } } },
        ],
      },
    });
    expect(await there()).toEqual(['a1 PRESENT b1', 'a2 PRESENT a3', 'a3 ABSENT', 'b1 PRESENT']);
    const { revertSync } = await read<{ revertSync: object }>(REVERT, tokens.one, { input: { session: syncSession } });
    expect(revertSync).toEqual({ totals: [{ outcome: 'REVERTED', items: 1, relationships: 1 }] });
    expect(await there()).toEqual(BEFORE);
  });

  test('is nothing to others, and keeps nobody waiting whose items are not among its own', async () => {
    const syncSession = (await begin(tokens.one)).data?.beginSync.session.id ?? '';
    expect(codesOf(await begin(tokens.one))).toEqual(['SYNC_IN_PROGRESS']);
    expect(codesOf(await begin(whole))).toEqual(['SYNC_IN_PROGRESS']);
    const other = (await begin(tokens.two)).data?.beginSync.session.id ?? '';
    const listed = async (token: string) =>
      (
        await read<{ syncSessions: { totalCount: number; nodes: readonly { id: string }[] } }>(
          '{ syncSessions(filter: { sources: ["shared"], states: [OPEN] }) { totalCount nodes { id } } }',
          token,
        )
      ).syncSessions;
    expect(await listed(tokens.one)).toEqual({ totalCount: 1, nodes: [{ id: syncSession }] });
    expect(await listed(tokens.two)).toEqual({ totalCount: 1, nodes: [{ id: other }] });
    expect((await listed(whole)).totalCount).toBe(2);
    for (const mutation of ['commitSync', 'abortSync', 'confirmSync', 'revertSync']) {
      const asked = `mutation { ${mutation}(input: { session: "${syncSession}" }) { revision } }`;
      expect(codesOf(await server.ask(asked, {}, tokens.two))).toEqual(['NOT_FOUND']);
    }
    const input = { source: 'shared', syncSession, items: [item('b1', 'two')] };
    expect(codesOf(await server.ask(INGEST, { input }, tokens.two))).toEqual(['NOT_FOUND']);
    for (const [token, session] of [
      [tokens.one, syncSession],
      [whole, other],
    ])
      await read(`mutation { abortSync(input: { session: "${session}" }) { revision } }`, token);
  });

  test('takes nothing beyond it from who sees more', async () => {
    const syncSession = (await begin(tokens.one)).data?.beginSync.session.id ?? '';
    const { results } = await shared({ syncSession, items: [item('a1', 'one'), item('b2', 'two')] }, whole);
    expect(results.map(({ outcome, errors }) => [outcome, ...errors.map(({ code }) => code)])).toEqual([
      ['UNCHANGED'],
      ['REJECTED', 'FORBIDDEN'],
    ]);
    await read(`mutation { abortSync(input: { session: "${syncSession}" }) { revision } }`, tokens.one);
    expect(await there()).toEqual(BEFORE);
  });

  test('leaves what is out of sight when it is confirmed', async () => {
    const paying = await tokenFor({ name: 'paying', role: 'EDITOR', tenants: ['one'], labels: { team: 'pay' } });
    const [p1, p2, p3] = ['p1', 'p2', 'p3'].map((name) => item(name, 'one', { team: 'pay' }));
    await shared({ items: [p1, p2, p3], relationships: [dependsOn('p1', 'p2'), dependsOn('p3', 'p1')] }, paying);
    const syncSession = (await begin(paying)).data?.beginSync.session.id ?? '';
    await shared({ syncSession, items: [p1, p3] }, paying);
    const commit = { input: { session: syncSession } };
    const { commitSync } = await read<{ commitSync: { session: object } }>(COMMIT, paying, commit);
    // p1 -> p2 is kept with p2, which was not looked at.
    expect(commitSync.session).toMatchObject({
      state: 'AWAITING_CONFIRMATION',
      decision: { members: { items: 3, relationships: 2 }, removals: { items: 1, relationships: 1 } },
    });
    for (const key of ['p2', 'p3']) {
      const relabel = { ref: { native: { source: 'shared', key } }, labels: { team: 'ops' } };
      const { upsertConfigurationItem } = await read<{ upsertConfigurationItem: object }>(
        `mutation ($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) {
          errors { message } configurationItem { labels } } }`,
        whole,
        { input: relabel },
      );
      expect(upsertConfigurationItem).toMatchObject({ errors: [], configurationItem: { labels: { team: 'ops' } } });
    }
    await read(`mutation { confirmSync(input: { session: "${syncSession}" }) { revision } }`, paying);
    expect((await there()).filter((one) => one.startsWith('p'))).toEqual([
      'p1 PRESENT p2',
      'p2 PRESENT',
      'p3 PRESENT p1',
    ]);
  });

  test('ends none that is about more, nor is told which one it is', async () => {
    const wider = (await begin(whole)).data?.beginSync.session.id ?? '';
    const stateOf = async (): Promise<unknown> =>
      (
        await read<{ syncSessions: { nodes: readonly { state: string }[] } }>(
          `{ syncSessions(filter: { ids: ["${wider}"] }) { nodes { state } } }`,
          whole,
        )
      ).syncSessions.nodes[0]?.state;
    for (const more of [{}, { takeOver: true }, { dryRun: true, takeOver: true }]) {
      const refused = await begin(tokens.one, more);
      expect(codesOf(refused)).toEqual(['SYNC_IN_PROGRESS']);
      expect(JSON.stringify(refused)).not.toContain(wider);
    }
    expect(await stateOf()).toBe('OPEN');
    await shared({ syncSession: wider, items: [item('a1', 'one')] }, whole);
    await read(COMMIT, whole, { input: { session: wider } });
    expect(codesOf(await begin(tokens.one))).toEqual(['SYNC_IN_PROGRESS']);
    expect(await stateOf()).toBe('AWAITING_CONFIRMATION');
    // Whoever sees as much, and begins one that will be newer, makes one that waits for its confirmation give way.
    const next = (await begin(whole)).data?.beginSync.session.id ?? '';
    expect(await stateOf()).toBe('ABORTED');
    await read(`mutation { abortSync(input: { session: "${next}" }) { revision } }`, whole);
  });

  test('ends relationships of a source that reports none of the items, too', async () => {
    await read('mutation { registerDataSource(input: { name: "traces" }) { revision } }', whole);
    const tracer = await tokenFor({ name: 'tracer', role: 'EDITOR', tenants: ['one'], sources: ['traces'] });
    await shared({ items: [item('x1', 'one'), item('x2', 'one'), item('x3', 'one'), item('x4', 'two')] }, whole);
    const [toX2, toX3, toX4] = ['x2', 'x3', 'x4'].map((key) => ({
      type: 'DEPENDS_ON',
      source: { native: { source: 'shared', key: 'x1' } },
      target: { native: { source: 'shared', key } },
    }));
    await ingest({ source: 'traces', relationships: [toX2, toX3, toX4] }, whole);
    const session = (await begin(tracer, { source: 'traces' })).data?.beginSync.session.id ?? '';
    await ingest({ source: 'traces', syncSession: session, relationships: [toX2] }, tracer);
    const commit = { input: { session, maxRemovalPercent: 100 } };
    const { commitSync } = await read<{ commitSync: { session: object } }>(COMMIT, tracer, commit);
    expect(commitSync.session).toMatchObject({
      decision: { members: { items: 0, relationships: 2 }, removals: { items: 0, relationships: 1 } },
    });
    expect((await there()).filter((one) => one.startsWith('x1'))).toEqual(['x1 PRESENT x2,x4']);
  });

  test('undoes nothing that would take an item out of their sight', async () => {
    const paying = await tokenFor({ name: 'paying-too', role: 'EDITOR', tenants: ['one'], labels: { team: 'pay2' } });
    await shared({ items: [item('q1', 'one', { team: 'ops' }), item('q2', 'one', { team: 'pay2' })] }, whole);
    const moved = await shared(
      { items: ['q1', 'q2'].map((name) => item(name, 'one', { team: 'pay2', moved: 'yes' })) },
      whole,
    );
    const revert = `mutation { revertChangeSet(input: { changeSet: ${moved.revision} }) { revision } }`;
    expect(codesOf(await server.ask(revert, {}, paying))).toEqual(['FORBIDDEN']);
    const { configurationItems } = await read<{ configurationItems: { nodes: readonly { labels: object }[] } }>(
      '{ configurationItems(filter: { labels: [{ path: "moved", eq: "yes" }] }) { nodes { labels } } }',
      whole,
    );
    expect(configurationItems.nodes).toMatchObject([{ labels: { team: 'pay2' } }, { labels: { team: 'pay2' } }]);
  });

  test('undoes no operation that changed what they do not see', async () => {
    const { revision } = await shared(
      { items: ['a5', 'b5'].map((name) => item(name, name === 'a5' ? 'one' : 'two')) },
      whole,
    );
    const revert = `mutation { revertChangeSet(input: { changeSet: ${revision} }) { revision } }`;
    expect(codesOf(await server.ask(revert, {}, tokens.one))).toEqual(['FORBIDDEN']);
    expect(await there()).toEqual(expect.arrayContaining(['a5 PRESENT', 'b5 PRESENT']));
    const own = (await shared({ items: [item('a6', 'one')] }, tokens.one)).revision;
    await read(`mutation { revertChangeSet(input: { changeSet: ${own} }) { revision } }`, tokens.one);
    expect((await there()).filter((one) => one.startsWith('a6'))).toEqual([]);
  });
});

describe('what is worked out over everything', () => {
  const named = (name: string) => `{ native: { source: "scan", key: "${name}" } }`;
  const service = (name: string, tenant: string) => ({
    ...item(name, tenant),
    class: 'BusinessService',
    attributes: {},
  });

  beforeAll(async () => {
    // shop -> base, secret-base; secret-shop -> base; secret-app -> secret-zebrra
    const { revision } = await ingest(
      {
        items: [
          service('shop', 'acme'),
          service('secret-shop', 'secret'),
          item('base', 'acme'),
          item('secret-base', 'secret', { team: 'pay' }),
          item('zebra-one', 'acme'),
          item('secret-zebrra', 'secret'),
          // More than are read of one name.
          ...Array.from({ length: 60 }, (_, n) => ({ ...item(`secret-twin-${n}`, 'secret'), name: 'twin' })),
          { ...item('acme-twin', 'acme'), name: 'twin' },
        ],
        relationships: [
          dependsOn('shop', 'base'),
          dependsOn('shop', 'secret-base'),
          dependsOn('secret-shop', 'base'),
          { ...dependsOn('', 'secret-zebrra'), source: { native: { source: 'scan', key: 'secret-app' } } },
        ],
      },
      whole,
    );
    await server.app.projection.waitFor(revision as never, 60_000);
  });

  test('single points count the services that are visible to who asks, whoever asked before', async () => {
    interface Points {
      readonly singlePointsOfFailure: {
        readonly nodes: readonly {
          readonly configurationItem: { readonly name: string } | null;
          readonly serviceCount: number;
          readonly services: { readonly totalCount: number };
        }[];
      };
    }
    const base = async (token: string) => {
      const { singlePointsOfFailure } = await read<Points>(
        '{ singlePointsOfFailure { nodes { configurationItem { name } serviceCount services { totalCount } } } }',
        token,
      );
      const found = singlePointsOfFailure.nodes.find((one) => one.configurationItem?.name === 'base');
      return [found?.serviceCount, found?.services.totalCount];
    };
    expect([await base(acme), await base(whole), await base(acme)]).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
  });

  test('candidates by their labels are those that are visible to who asks, whoever asked before', async () => {
    const candidates = async (token: string) =>
      read(
        `{ cutSets(target: ${named('shop')}, candidates: { labels: { team: "pay" } }) { coverage { candidates } } }`,
        token,
      );
    const count = (number: number) => ({ cutSets: { coverage: { candidates: number } } });
    expect([await candidates(whole), await candidates(acme), await candidates(whole)]).toEqual([1, 0, 1].map(count));
  });

  test('a word that occurs only in what is hidden occurs nowhere', async () => {
    // What the index has not followed yet is looked at itself.
    while ((await server.database.transaction((tx) => followForSearch(tx, 1_000))).more);
    const search = '{ configurationItems(search: "zebrra") { nodes { name } } }';
    const found = (name: string) => ({ configurationItems: { nodes: [{ name }] } });
    expect([await read(search), await read(search, whole)]).toEqual([found('zebra-one'), found('secret-zebrra')]);
  });

  test('what is hidden takes no room among what is known by a name', async () => {
    expect(
      await read('{ matchConfigurationItems(keys: [{ text: "twin" }]) { outcome configurationItem { tenant } } }'),
    ).toEqual({ matchConfigurationItems: [{ outcome: 'FOUND', configurationItem: { tenant: 'acme' } }] });
  });

  test('gates of hidden items are not told, broken or holding', async () => {
    await read(
      `mutation { setGate(input: { configurationItem: { id: "${idOf('secret-app')}" }, key: "DEPENDS_ON", rule: ANY }) { revision } }`,
      whole,
    );
    const lists = `impacted { nodes { configurationItem { name } gates: failedGates { key } } }
      spared { nodes { configurationItem { name } gates { key } } }`;
    interface Gated {
      readonly configurationItem: { readonly name: string } | null;
      readonly gates: readonly object[];
    }
    type Lists = Record<'impacted' | 'spared', { readonly nodes: readonly Gated[] }>;
    const gatesOf = async (token: string, is: (one: Gated) => boolean): Promise<number[]> => {
      const answers = await read<Record<string, Lists>>(
        `{ a: impact(outages: [{ configurationItem: ${named('disk')} }], withOpenOutages: false) { ${lists} }
           b: impact(outages: [{ configurationItem: ${named('db')} }], withOpenOutages: false) { ${lists} } }`,
        token,
      );
      const all = Object.values(answers).flatMap(({ impacted, spared }) => [impacted.nodes, spared.nodes]);
      return all.map((nodes) => nodes.filter(is).reduce((sum, { gates }) => sum + gates.length, 0));
    };
    // secret-cache and secret-app fall with disk; secret-app is spared when db falls.
    const secret = await gatesOf(whole, (one) => one.configurationItem?.name.startsWith('secret') === true);
    expect(secret).toEqual([2, 0, 0, 1]);
    expect(await gatesOf(acme, (one) => one.configurationItem === null)).toEqual([0, 0, 0, 0]);
    expect(await gatesOf(acme, (one) => one.configurationItem?.name === 'db')).toEqual([1, 0, 0, 0]);
  });

  test('availability minds the outages of what is hidden, as the state does', async () => {
    await read(`mutation { openOutage(input: { configurationItem: ${named('secret-base')} }) { revision } }`, whole);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const asked = `{ configurationItem(ref: ${named('shop')}) {
      availability(from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z") { intervals { state } causes { configurationItem { name } } } } }`;
    const fared = (cause: object | null) => ({
      configurationItem: { availability: { intervals: [{ state: 'DOWN' }], causes: [{ configurationItem: cause }] } },
    });
    expect([await read(asked, whole), await read(asked)]).toEqual([fared({ name: 'secret-base' }), fared(null)]);
  });
});

test('an outage that is hidden is to a draft like one that is not there', async () => {
  interface Named {
    readonly configurationItem: { readonly name: string } | null;
  }
  const { outages } = await read<{ outages: { nodes: readonly (Named & { readonly id: string })[] } }>(
    '{ outages { nodes { id configurationItem { name } } } }',
    whole,
  );
  const id = outages.nodes.find((one) => one.configurationItem?.name === 'secret-base')?.id ?? '';
  const asked = `{ impact(draft: { closeOutages: ["${id}"] }) { impacted { nodes { configurationItem { name } } } } }`;
  const { impact } = await read<{ impact: { impacted: { nodes: readonly Named[] } } }>(asked, whole);
  expect(impact.impacted.nodes.map((one) => one.configurationItem?.name)).not.toContain('shop');
  const { errors } = await server.ask(asked, {}, acme);
  expect(errors?.map(({ message }) => message)).toEqual([`draft.closeOutages.0: no outage has the id "${id}".`]);
});

describe('what is hidden is looked up once for all who see the same', () => {
  const visibility = { tenants: ['acme'], labels: {} };
  const failing = { query: () => Promise.reject(new Error('the client has gone away')) } as unknown as Database;

  test('and does not end with the one who asked first', async () => {
    const { app } = server;
    const only = { ...visibility, labels: { asked: 'by nobody before' } };
    const seen = asSeen({ ...app, database: failing }, only);
    expect((await seen.hiddenAt?.(app.projection.head))?.(1)).toBe(true);
  });

  test('and anew when the database holds another history', async () => {
    let ids = [1];
    const query = () => Promise.resolve([{ ids, id_max: 3 }]);
    const items = new HiddenItems({ query } as unknown as Database);
    const hidden = async () => [1, 2, 3].filter(hiddenBeyond(await items.at(visibility, 'acme', 7 as never)));
    expect(await hidden()).toEqual([2, 3]);
    ids = [2];
    expect(await hidden()).toEqual([2, 3]);
    items.forget();
    expect(await hidden()).toEqual([1, 3]);
  });
});

test('a caller who sees everything runs the very statements that were there before', async () => {
  const seen: string[] = [];
  const { query } = server.database;
  const spy = server.database as { query: typeof query };
  spy.query = (sql, parameters) => {
    seen.push(sql);
    return query(sql, parameters);
  };
  await read('{ configurationItems(first: 1) { nodes { id } } }', whole);
  spy.query = query;
  expect(seen.filter((sql) => /tenant = any|seen\.labels/.test(sql.replaceAll(/\/\*.*?\*\//g, '')))).toEqual([]);
});

test('a statement with a mark that cannot be read is not run: as a comment it would limit nothing', async () => {
  const run: string[] = [];
  const everything = {
    query: <Row extends object>(sql: string): Promise<readonly Row[]> => {
      run.push(sql);
      return Promise.resolve([]);
    },
  };
  const limited = readingOnly(everything, { tenants: ['acme'], labels: {} });
  const sql = `select from configuration_item as version where true${mark('item', 'version')}`;
  await limited.query(sql);
  for (const broken of ['/*visible item*/', '/*visible of-item version 1*/', '/*visible item version 2*1*/'])
    expect(() => limited.query(`${sql} ${broken}`)).toThrow(/limited at each of its marks/);
  expect(run).toHaveLength(1);
});

/** Last, because it writes what others count. */
describe('nothing of others is told when everything is', () => {
  test('subscribed to over WebSocket', async () => {
    const subscriptions = rootFields(
      { ...values('web'), since: '0', outages: `[{ configurationItem: { id: "${idOf('disk')}" } }]` },
      2,
    ).filter(({ type }) => type === 'subscription');
    expect(subscriptions.length).toBeGreaterThan(3);
    await ingest({ items: [item('secret-last', 'secret'), item('told-last', 'acme')] }, whole);
    const told = async (document: string, token: string): Promise<string> => {
      const client = createClient({
        url: `${server.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${token}` },
      });
      let text = '';
      for await (const answer of client.iterate({ query: document })) {
        text += JSON.stringify(answer);
        // Those that end by themselves are read to the end; of the others, all that is there so far.
        if (/ (impact|serviceStates)\b/.test(document) || text.includes('"told-last"')) break;
      }
      await client.dispose();
      return text;
    };
    // Without limits each of them tells what must not be told here.
    const leaking: string[] = [];
    for (const { field, document } of subscriptions) {
      const [seen, all] = [await told(document, acme), await told(document, whole)];
      expect([field, seen.includes('"errors"'), leaks(seen)]).toEqual([field, false, []]);
      if (leaks(all).length > 0) leaking.push(field);
    }
    expect(leaking).toEqual(subscriptions.map(({ field }) => field));
  });

  test('asked for or written by any role with what is of others, and nothing of it changes', async () => {
    const THEIRS = `with theirs as (select * from configuration_item where tenant = 'secret')
      select (select jsonb_agg(to_jsonb(theirs) order by id) from theirs) as items,
        (select jsonb_agg(to_jsonb(related) order by id) from relationship as related
          where source_id in (select id from theirs) or target_id in (select id from theirs)) as relationships,
        (select jsonb_agg(to_jsonb(outage) order by id) from outage where item_id in (select id from theirs)) as outages,
        (select jsonb_agg(to_jsonb(source) order by name) from data_source as source where tenant = 'secret') as sources,
        (select jsonb_agg(to_jsonb(webhook) order by id) from webhook where principal = 'whole') as webhooks,
        (select jsonb_agg(to_jsonb(token) - 'last_used_at') from api_token as token where name = 'whole') as tokens`;
    const [outage] = await server.database.query<{ id: number }>('select id from outage limit 1');
    const [hook] = await server.database.query<{ id: string }>('select id from webhook limit 1');
    const hidden = {
      ...values('secret-cache'),
      outage: `"${encodeOutageId(outageId(outage?.id ?? 0))}"`,
      webhook: `"${hook?.id ?? ''}"`,
      source: '"secret-scan"',
      name: '"mine"',
      nativeKey: '"secret-cache"',
      dryRun: 'false',
    };
    const fields = rootFields(hidden, 1).filter(({ type }) => type !== 'subscription');
    const tokens = [acme];
    for (const role of ['VIEWER', 'EDITOR', 'DISCOVERER'])
      tokens.push(await tokenFor({ name: `acme-${role}`, role, tenants: ['acme'], sources: ['scan', 'secret-scan'] }));
    const before = await server.database.query<Record<string, unknown[] | null>>(THEIRS);
    expect(Object.entries(before[0] ?? {}).filter(([, rows]) => rows === null)).toEqual([]);
    const told: string[] = [];
    for (const [at, token] of tokens.entries()) {
      for (const { name, document } of fields) {
        const answer = await server.ask(document, {}, token);
        // What was asked with may be repeated in the refusal, and a field is called secret; the rest is theirs.
        const text = JSON.stringify(answer)
          .replaceAll(/secret-(?:scan|cache)\b|"secret":/g, '')
          .replaceAll(idOf('secret-cache'), '');
        told.push(...leaks(text).map((leak) => `${name} of ${at}: ${leak}`));
        if (codesOf(answer).includes('INTERNAL')) told.push(`${name} of ${at}: ${answer.errors?.[0]?.message ?? ''}`);
      }
    }
    expect(told).toEqual([]);
    expect(await server.database.query(THEIRS)).toEqual(before);
  }, 60_000);

  test('measured or exported', async () => {
    const metrics = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${acme}` } });
    expect([metrics.status, leaks(await metrics.text())]).toEqual([403, []]);
    const folder = makeDirectory();
    const file = join(folder, 'acme.ndjson');
    const ran = await runCommand(server.url, () => [exportCommand()], ['export', 'ndjson', file, '--token', acme]);
    expect(ran).toMatchObject({ code: 0 });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"web"');
    expect(leaks(text)).toEqual([]);
    removeDirectories();
  });
});
