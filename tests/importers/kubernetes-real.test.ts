import { kubernetes } from '../../src/importers/kubernetes';
import { arrows, importAll, yamlFiles, type Imported } from '../support/input-files';

const countOf = (imported: Imported, className: string): number =>
  imported.items.filter((item) => item.class === className).length;

/** Read from the environment and init commands of manifests.yaml by hand. */
const ONLINE_BOUTIQUE_CALLS = [
  'cartservice -> redis-cart',
  'checkoutservice -> cartservice',
  'checkoutservice -> currencyservice',
  'checkoutservice -> emailservice',
  'checkoutservice -> paymentservice',
  'checkoutservice -> productcatalogservice',
  'checkoutservice -> shippingservice',
  'frontend -> adservice',
  'frontend -> cartservice',
  'frontend -> checkoutservice',
  'frontend -> currencyservice',
  'frontend -> productcatalogservice',
  'frontend -> recommendationservice',
  'frontend -> shippingservice',
  'loadgenerator -> frontend',
  'recommendationservice -> productcatalogservice',
].map(asCall);

/** Callers that the network policies name: all of the above but the load generator's, whose target admits everybody. */
const ONLINE_BOUTIQUE_ALLOWED = ONLINE_BOUTIQUE_CALLS.filter((call) => !call.includes('loadgenerator'));

/** Read from policy/*.yaml by hand. `cart` selects nothing (the workload is named `carts`), `cortex` is not there. */
const SOCK_SHOP_ALLOWED = [
  'catalogue -> catalogue-db',
  'front-end -> catalogue',
  'front-end -> orders',
  'front-end -> user',
  'orders -> orders-db',
  'orders -> payment',
  'orders -> shipping',
  'orders -> user',
  'queue-master -> rabbitmq',
  'shipping -> rabbitmq',
  'user -> user-db',
].map(asCall);

function asCall(text: string): string {
  const [caller, target] = text.split(' -> ');
  return `Deployment/${caller} -> Service/${target}`;
}

describe('Online Boutique', () => {
  const files = yamlFiles('src/demo/online-boutique');
  const manifests = files.filter((file) => file.name.endsWith('manifests.yaml'));
  const policies = files.filter((file) => file.name.includes('network-policy'));

  test('has twelve workloads and twelve services, in one namespace of one cluster', async () => {
    const imported = await importAll(kubernetes, files);
    expect(countOf(imported, 'KubernetesWorkload')).toBe(12);
    expect(countOf(imported, 'KubernetesService')).toBe(12);
    expect(countOf(imported, 'KubernetesNamespace')).toBe(1);
    expect(countOf(imported, 'KubernetesCluster')).toBe(1);
    expect(imported.report.read).toEqual({ Deployment: 12, NetworkPolicy: 13, Service: 12 });
    expect(imported.report.skipped).toEqual({ ServiceAccount: 11 });
    expect(imported.report.problems).toEqual([]);
  });

  test('has sixteen call edges, from its addresses alone', async () => {
    expect(arrows(await importAll(kubernetes, manifests), 'CALLS')).toEqual(ONLINE_BOUTIQUE_CALLS);
  });

  test('has no further call edges from its network policies, which confirm fifteen of them', async () => {
    const imported = await importAll(kubernetes, files);
    expect(arrows(imported, 'CALLS')).toEqual(ONLINE_BOUTIQUE_CALLS);
    const confirmed = imported.relationships.filter((one) =>
      JSON.stringify(one.attributes ?? null).includes('NetworkPolicy'),
    );
    expect(arrows({ ...imported, relationships: confirmed }, 'CALLS')).toEqual(ONLINE_BOUTIQUE_ALLOWED);
  });

  test('has calls that are inferred without a strength, and everything else declared', async () => {
    const { relationships } = await importAll(kubernetes, files);
    for (const one of relationships) expect(one.kind).toBe(one.type === 'CALLS' ? 'INFERRED' : 'DECLARED');
    expect(relationships.filter((one) => one.strength !== undefined)).toEqual([]);
  });

  test('has a workload behind every service, and the frontend behind two', async () => {
    const balanced = arrows(await importAll(kubernetes, files), 'BALANCES_TO');
    expect(balanced).toHaveLength(12);
    expect(balanced).toContain('Service/frontend -> Deployment/frontend');
    expect(balanced).toContain('Service/frontend-external -> Deployment/frontend');
  });

  test('counts the one address that leads nowhere', async () => {
    const { report } = await importAll(kubernetes, files);
    const note = report.notes.find((one) => one.message.startsWith('addresses'));
    expect(note).toMatchObject({ count: 1, examples: [expect.stringContaining('shoppingassistantservice')] });
  });

  test('gives no item and no edge for network policies without the workloads', async () => {
    const imported = await importAll(kubernetes, policies);
    expect(imported.items).toEqual([]);
    expect(imported.relationships).toEqual([]);
  });

  test('gives identical batches when it is read again, and when the files come in another order', async () => {
    const first = await importAll(kubernetes, files);
    expect(await importAll(kubernetes, files)).toEqual(first);
    expect(await importAll(kubernetes, files.toReversed())).toEqual(first);
  });

  test('has native keys of cluster, namespace, kind and name', async () => {
    const { items } = await importAll(kubernetes, manifests, { cluster: 'shop', namespace: 'live' });
    const keys = items.map((item) => item.nativeKey);
    expect(keys).toContain('shop');
    expect(keys).toContain('shop/live');
    expect(keys).toContain('shop/live/Deployment/frontend');
    expect(keys).toContain('shop/live/Service/frontend');
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('sock-shop', () => {
  const files = yamlFiles('tests/fixtures/kubernetes/sock-shop');

  test('has fourteen workloads and services, and the namespace once though two files define it', async () => {
    const imported = await importAll(kubernetes, files);
    expect(countOf(imported, 'KubernetesWorkload')).toBe(14);
    expect(countOf(imported, 'KubernetesService')).toBe(14);
    expect(countOf(imported, 'KubernetesNamespace')).toBe(1);
  });

  test('has the call edges of its policies', async () => {
    const imported = await importAll(kubernetes, files);
    expect(arrows(imported, 'CALLS')).toEqual(SOCK_SHOP_ALLOWED);
    const call = imported.relationships.find(
      (one) => one.type === 'CALLS' && one.target.ref?.endsWith('Service/user-db'),
    );
    expect(call?.attributes).toEqual({ evidence: ['NetworkPolicy user-db-access', 'env mongo'] });
  });

  test('says which policies select nothing', async () => {
    const { report } = await importAll(kubernetes, files);
    expect(report.notes).toEqual(
      expect.arrayContaining([
        { message: 'network policies that select no workload of these files', count: 1, examples: ['cart-access'] },
        { message: 'allowed callers that select no workload of these files', count: 1, examples: ['carts-db-access'] },
      ]),
    );
  });
});

describe('bookinfo', () => {
  const files = yamlFiles('tests/fixtures/kubernetes/bookinfo');

  test('has three versions of reviews behind one service', async () => {
    const imported = await importAll(kubernetes, files);
    expect(arrows(imported, 'BALANCES_TO')).toEqual([
      'Service/details -> Deployment/details-v1',
      'Service/productpage -> Deployment/productpage-v1',
      'Service/ratings -> Deployment/ratings-v1',
      'Service/reviews -> Deployment/reviews-v1',
      'Service/reviews -> Deployment/reviews-v2',
      'Service/reviews -> Deployment/reviews-v3',
    ]);
    expect(arrows(imported, 'CALLS')).toEqual([]);
  });

  test('skips what is not read and counts it', async () => {
    const { report } = await importAll(kubernetes, files);
    expect(report.skipped).toEqual({
      'Gateway (networking.istio.io)': 2,
      ServiceAccount: 4,
      'ServiceEntry (networking.istio.io)': 1,
    });
    expect(report.problems).toEqual([]);
  });
});
