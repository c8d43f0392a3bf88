import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { itemId, type ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import {
  codes,
  ingestAppOfFile,
  outcomes,
  relationshipOutcomes,
  send,
  server,
  storedItem,
} from '../support/ingest-app';

const app = ingestAppOfFile();

const cluster: ItemRecord = {
  ref: 'cluster',
  class: 'KubernetesCluster',
  name: 'prod',
  attributes: { apiServerUrl: 'https://k8s.example.com/' },
};
const namespace = (name: string, end: object = { ref: 'cluster' }): ItemRecord => ({
  ref: `ns-${name}`,
  class: 'KubernetesNamespace',
  name,
  relationships: [{ type: 'PART_OF', end }],
});
const workload = (name: string, inside: string): ItemRecord => ({
  ref: `${inside}/${name}`,
  class: 'KubernetesWorkload',
  name,
  attributes: { kind: 'Deployment' },
  relationships: [{ type: 'PART_OF', end: { ref: `ns-${inside}` } }],
});
const ids = (result: Awaited<ReturnType<typeof send>>): readonly (ItemId | null)[] =>
  result.items.map((item) => item.itemId);

describe('an item inside a host', () => {
  test('is told apart by its host, to any depth, hosts first', async () => {
    const items = [workload('web', 'shop'), workload('web', 'blog'), namespace('shop'), namespace('blog'), cluster];
    const first = await send(app, { items });
    expect(outcomes(first)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED', 'CREATED']);
    expect(new Set(ids(first)).size).toBe(5);
    const again = await send(app, { items: items.toReversed() });
    expect(ids(again)).toEqual(ids(first).toReversed());
    expect(new Set(outcomes(again))).toEqual(new Set(['UNCHANGED']));
    expect(again.items.map((item) => item.matchedBy)).toEqual([
      'apiServerUrl',
      'name',
      'name',
      'kind, name',
      'kind, name',
    ]);
  });

  test('finds its host among the stored items, by id, native key and identity', async () => {
    const [stored] = (await send(app, { items: [{ ...cluster, nativeKey: 'c-1' }] })).items;
    const ends = [
      { id: encodeItemId(stored?.itemId ?? itemId(1)) },
      { native: { source: 'scan', key: 'c-1' } },
      { identity: { class: 'KubernetesCluster', attributes: { apiServerUrl: 'HTTPS://K8S.example.com:443' } } },
      { identity: { class: 'KubernetesCluster', attributes: { name: 'prod' } } },
    ];
    const results = [];
    for (const end of ends) results.push(await send(app, { items: [namespace('shop', end)] }));
    expect(results.map(outcomes)).toEqual([['CREATED'], ['UNCHANGED'], ['UNCHANGED'], ['UNCHANGED']]);
    expect(new Set(results.flatMap(ids)).size).toBe(1);
  });

  test('finds its host through a relationship that stands by itself', async () => {
    const { relationships: _, ...bare } = namespace('shop');
    const result = await send(app, {
      items: [bare, cluster],
      relationships: [{ type: 'PART_OF', source: { ref: 'ns-shop' }, target: { ref: 'cluster' } }],
    });
    expect(outcomes(result)).toEqual(['CREATED', 'CREATED']);
    expect(relationshipOutcomes(result)).toEqual(['CREATED']);
  });

  test('waits for its host in vain when that one is refused, and so does what is inside it', async () => {
    const result = await send(app, {
      items: [workload('web', 'shop'), namespace('shop'), { ...cluster, class: 'KubernetesClustr' }],
    });
    expect(result.items.map((item) => codes(item))).toEqual([
      ['DEPENDENCY_FAILED'],
      ['DEPENDENCY_FAILED'],
      ['UNKNOWN_CLASS'],
    ]);
    expect(result.items[0]?.errors[0]?.message).toContain('item 1 ("ns-shop")');
    expect(relationshipOutcomes(result)).toEqual(['REJECTED', 'REJECTED']);
  });

  test('is not inside itself, and is told so', async () => {
    const itself = namespace('shop', { ref: 'ns-shop' });
    const result = await send(app, { items: [{ ...itself, ref: 'ns-shop' }, cluster] });
    expect(outcomes(result)).toEqual(['REJECTED', 'CREATED']);
    expect(codes(result.items[0])).toEqual(['HOST_MISSING']);
    expect(result.items[0]?.errors[0]?.message).toMatch(
      /item 0 \("ns-shop"\) names none that is there\. It names itself, which is inside nothing: name the item that it is inside of\.$/,
    );
  });

  test('is refused when no host of the right class is named, or more than one', async () => {
    const two = {
      ...namespace('shop'),
      relationships: [
        { type: 'PART_OF', end: { ref: 'cluster' } },
        { type: 'PART_OF', end: { ref: 'other' } },
      ],
    };
    const other: ItemRecord = {
      ref: 'other',
      class: 'KubernetesCluster',
      name: 'test',
      attributes: { apiServerUrl: 'https://other' },
    };
    const unknown = namespace('lost', { native: { source: 'scan', key: 'nobody' } });
    const wrong = { ...namespace('wrong'), relationships: [{ type: 'DEPENDS_ON', end: { ref: 'cluster' } }] };
    const result = await send(app, { items: [cluster, other, two, unknown, wrong] });
    expect(result.items.map((item) => codes(item))).toEqual([
      [],
      [],
      ['HOST_AMBIGUOUS'],
      ['HOST_MISSING'],
      ['HOST_MISSING'],
    ]);
    expect(result.items[3]?.errors[0]?.message).toContain('native key "nobody"');
  });

  test('is found by its native key wherever it moved, and keeps the identity of its new host', async () => {
    const other: ItemRecord = {
      ref: 'other',
      class: 'KubernetesCluster',
      name: 'test',
      attributes: { apiServerUrl: 'https://other' },
    };
    const moving = (ref: string): ItemRecord => ({
      ...namespace('shop', { ref }),
      nativeKey: 'ns-1',
      completeRelationships: ['PART_OF'],
    });
    const first = await send(app, { items: [cluster, other, moving('cluster')] });
    const moved = await send(app, { items: [cluster, other, moving('other')] });
    expect(moved.items[2]).toMatchObject({ matchedBy: 'nativeKey', itemId: first.items[2]?.itemId });
    const byHost = await send(app, { source: 'cloud', items: [other, namespace('shop', { ref: 'other' })] });
    expect(byHost.items[1]).toMatchObject({ matchedBy: 'name', itemId: first.items[2]?.itemId });
    const fresh = await send(app, { source: 'cloud', items: [cluster, namespace('shop')] });
    expect(outcomes(fresh)[1]).toBe('CREATED');
  });
});

describe('identities', () => {
  const machine = (attributes: ItemRecord['attributes'], more: Partial<ItemRecord> = {}): ItemRecord => ({
    class: 'LinuxServer',
    ...more,
    attributes: attributes ?? {},
  });

  test('are any row of a list of serial numbers', async () => {
    const rows = (...serials: string[]) => ({
      serialNumbers: serials.map((serial) => ({ serialType: 'board', serial })),
    });
    const [first] = (await send(app, { items: [machine({ ...rows('B-1', 'B-2'), hostname: 'one' })] })).items;
    const again = await send(app, { items: [machine({ ...rows('B-2'), hostname: 'renamed' })] });
    expect(again.items[0]).toMatchObject({ itemId: first?.itemId, matchedBy: 'serialType, serial' });
  });

  test('that are weak recognise what nothing contradicts, and never create', async () => {
    const [first] = (await send(app, { items: [machine({ hostname: 'one', macAddresses: ['00-1B-44-11-3A-B7'] })] }))
      .items;
    const seen = await send(app, {
      source: 'cloud',
      items: [machine({ macAddresses: ['001b.4411.3ab7'] }), machine({ macAddresses: ['00:1b:44:11:3a:ff'] })],
    });
    expect(seen.items[0]).toMatchObject({ itemId: first?.itemId, matchedBy: 'mac', outcome: 'UPDATED' });
    expect(codes(seen.items[1])).toEqual(['INSUFFICIENT_IDENTITY']);
    const other = await send(app, { items: [machine({ hostname: 'two', macAddresses: ['001b44113ab7'] })] });
    expect(other.items[0]).toMatchObject({ outcome: 'CREATED', warnings: [{ code: 'AMBIGUOUS_MATCH' }] });
    // Both have the address now, so that it says nothing any more.
    const lost = await send(app, { source: 'script', items: [machine({ macAddresses: ['001b44113ab7'] })] });
    expect(codes(lost.items[0])).toEqual(['INSUFFICIENT_IDENTITY']);
    expect(lost.items[0]?.attempts.at(-1)).toMatchObject({ entry: 'mac', outcome: 'MULTI_MATCH' });
  });

  test('that mean different items: the earlier entry wins, with a warning, and the later one is contested', async () => {
    const [a, b] = (await send(app, { items: [machine({ fqdn: 'a.example.com' }), machine({ hostname: 'b' })] })).items;
    const both = await send(app, { source: 'cloud', items: [machine({ fqdn: 'A.example.com.', hostname: 'b' })] });
    expect(both.items[0]).toMatchObject({
      itemId: a?.itemId,
      matchedBy: 'fqdn',
      warnings: [{ code: 'AMBIGUOUS_MATCH' }],
    });
    expect(both.items[0]?.warnings[0]?.message).toContain(encodeItemId(b?.itemId ?? itemId(1)));
    const either = await send(app, { source: 'script', items: [machine({ hostname: 'b' })] });
    expect(codes(either.items[0])).toEqual(['AMBIGUOUS_MATCH']);
    // When the first one gives the name up, the other is alone with it again.
    await send(app, { source: 'cloud', items: [machine({ fqdn: 'a.example.com', hostname: null })] });
    const alone = await send(app, { source: 'script', items: [machine({ hostname: 'b' })] });
    expect(alone.items[0]).toMatchObject({ itemId: b?.itemId, matchedBy: 'hostname, tenant' });
  });

  test('that were corrected are free for something else', async () => {
    const [first] = (
      await send(app, { items: [machine({ serialNumber: 'TYPO', manufacturer: 'HP' }, { nativeKey: 'k' })] })
    ).items;
    // Another serial number under a known key would be another machine; the hand of a person may correct it.
    await send(app, {
      items: [{ class: 'LinuxServer', nativeKey: 'k', attributes: { serialNumber: null, hostname: 'one' } }],
    });
    const fresh = await send(app, { items: [machine({ serialNumber: 'TYPO', manufacturer: 'HP' })] });
    expect(fresh.items[0]).toMatchObject({ outcome: 'CREATED' });
    expect(fresh.items[0]?.itemId).not.toBe(first?.itemId);
    expect(await storedItem(app, first?.itemId)).toMatchObject({ attributes: { manufacturer: 'HP', hostname: 'one' } });
  });

  test('hold within a tenant only', async () => {
    const result = await send(app, { items: [server('a'), server('a', { ref: 'a2', tenant: 'acme' })] });
    expect(outcomes(result)).toEqual(['CREATED', 'CREATED']);
    expect(new Set(ids(result)).size).toBe(2);
  });

  test('of a class without any are the native key', async () => {
    const result = await send(app, { items: [{ class: 'LinuxServer', nativeKey: 'only-a-key' }] });
    expect(codes(result.items[0])).toEqual(['INSUFFICIENT_IDENTITY']);
  });
});
