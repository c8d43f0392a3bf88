import { randomUUID } from 'node:crypto';
import type { ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { recordSightings } from '../../src/storage/sources/sightings';
import { creation, testItem, testObservation, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const idOf = (number: number): string => encodeItemId(testId(number));

describe('merged items', () => {
  let before: number;

  /** 11 is merged into 12, and 12 with it into 13. */
  beforeAll(async () => {
    const items = [11, 12, 13].map((number) => testItem(testId(number), { name: `twin ${number}` }));
    before = await server.write({ items: items.map(creation) });
    const merge = (from: number, to: number) => ({
      ...update(testItem(testId(from), { name: `twin ${from}` }), {
        mergedInto: testId(to),
        retiredAt: '2026-11-22T10:00:00.000Z',
      }),
      kind: 'RETIRED' as const,
    });
    await server.write({ items: [merge(11, 12)] });
    await server.write({ items: [merge(12, 13)] });
  });

  test('lead to their survivor by id, through every door', async () => {
    const { node, nodes, configurationItem, topology } = await server.read(
      `query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } configurationItem(ref: { id: $id }) { id mergedIds }
        topology(roots: [{ id: $id }]) { itemCount unresolved { index } items { nodes { configurationItem { id } } } } }`,
      { id: idOf(11) },
    );
    expect([node, nodes]).toEqual([{ id: idOf(13) }, [{ id: idOf(13) }]]);
    expect(configurationItem).toEqual({ id: idOf(13), mergedIds: [idOf(12)] });
    expect(topology).toEqual({
      itemCount: 1,
      unresolved: [],
      items: { nodes: [{ configurationItem: { id: idOf(13) } }] },
    });
  });

  test('are in no list, not even among the retired', async () => {
    const { configurationItems } = await server.read(
      `{ configurationItems(includeRetired: true, filter: { name: { startsWith: "twin" } }) { nodes { id } } }`,
    );
    expect(configurationItems).toEqual({ nodes: [{ id: idOf(13) }] });
  });

  test('are what they were at a moment before the merge', async () => {
    const { configurationItem, configurationItems } = await server.read(
      `query ($id: ID!, $at: Moment) { configurationItem(ref: { id: $id }, at: $at) { id name mergedIds }
        configurationItems(at: $at, filter: { name: { startsWith: "twin" } }) { totalCount } }`,
      { id: idOf(11), at: { revision: before } },
    );
    expect(configurationItem).toEqual({ id: idOf(11), name: 'twin 11', mergedIds: [] });
    expect(configurationItems).toEqual({ totalCount: 3 });
  });
});

describe('when an item was seen', () => {
  const SEEN = `query ($id: ID!, $at: Moment) { configurationItem(ref: { id: $id }, at: $at) { createdAt firstSeenAt lastSeenAt observations { source firstSeenAt lastSeenAt } } }`;
  interface Seen {
    readonly configurationItem: {
      readonly createdAt: string;
      readonly firstSeenAt: string;
      readonly lastSeenAt: string;
      readonly observations: readonly object[];
    };
  }
  const seen = async (variables: object): Promise<Seen['configurationItem']> =>
    (await server.read<Seen>(SEEN, variables)).configurationItem;

  test('comes from reports that changed something and from sightings that did not, source by source', async () => {
    const observed = (source: string, observedAt: string) => ({
      before: null,
      after: testObservation(testId(31), { source, nativeKey: source, observedAt }),
      tenant: '',
    });
    await server.write({
      items: [31, 32, 40].map((number) => creation(testItem(testId(number)))),
      observations: [observed('scanner', '2026-01-02T00:00:00.000Z'), observed('sheet', '2026-01-01T00:00:00.000001Z')],
    });
    const sighted = (id: ItemId, observedAt: string) => ({ item: id, observedAt, complete: true });
    await recordSightings(
      server.database,
      'scanner',
      [sighted(testId(31), '2026-02-03T00:00:00.000Z'), sighted(testId(40), '2026-02-03T00:00:00.000Z')],
      randomUUID,
    );
    expect(await seen({ id: idOf(31) })).toMatchObject({
      firstSeenAt: '2026-01-01T00:00:00.000001Z',
      lastSeenAt: '2026-02-03T00:00:00.000Z',
      observations: [
        { source: 'scanner', firstSeenAt: '2026-01-02T00:00:00.000Z', lastSeenAt: '2026-02-03T00:00:00.000Z' },
        { source: 'sheet', firstSeenAt: '2026-01-01T00:00:00.000001Z', lastSeenAt: '2026-01-01T00:00:00.000001Z' },
      ],
    });
    // Between the two that were sighted, in the same bitmap.
    const unseen = await seen({ id: idOf(32) });
    expect([unseen.firstSeenAt, unseen.lastSeenAt]).toEqual([unseen.createdAt, unseen.createdAt]);
  });

  test('does not tell of a sighting after the moment asked for', async () => {
    const revision = await server.write({ items: [creation(testItem(testId(50)))] });
    await server.write({ items: [creation(testItem(testId(51)))] });
    const later = new Date(Date.now() + 60_000).toISOString();
    await recordSightings(
      server.database,
      'scanner',
      [{ item: testId(50), observedAt: later, complete: true }],
      randomUUID,
    );
    expect((await seen({ id: idOf(50) })).lastSeenAt).toBe(later);
    const then = await seen({ id: idOf(50), at: { revision } });
    expect(then.lastSeenAt).toBe(then.createdAt);
  });
});

describe('observations', () => {
  test('are those of the moment asked for', async () => {
    const item = testItem(testId(60));
    const first = testObservation(item.id, { claims: { name: 'old' }, observedAt: '2026-03-01T00:00:00.000Z' });
    const revision = await server.write({
      items: [creation(item)],
      observations: [{ before: null, after: first, tenant: '' }],
    });
    const stored = { ...first, validFrom: revision };
    await server.write({
      observations: [
        {
          before: stored,
          after: { ...first, claims: { name: 'new' }, observedAt: '2026-03-02T00:00:00.000Z' },
          tenant: '',
        },
      ],
    });
    const query = `query ($id: ID!, $at: Moment) { configurationItem(ref: { id: $id }, at: $at) { observations { claims lastSeenAt } } }`;
    expect(await server.read(query, { id: idOf(60) })).toMatchObject({
      configurationItem: { observations: [{ claims: { name: 'new' } }] },
    });
    expect(await server.read(query, { id: idOf(60), at: { revision } })).toMatchObject({
      configurationItem: { observations: [{ claims: { name: 'old' }, lastSeenAt: '2026-03-01T00:00:00.000Z' }] },
    });
  });
});
