import { matchItems, type ItemMatch, type MatchKey } from '../../src/application/matching/match-items';
import { defineJunkValues } from '../../src/application/reconciliation/define-junk-values';
import type { JunkKind } from '../../src/domain/class-model/data-rules';
import { followOnce } from '../../src/application/matching/match-index';
import type { ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import { retireItem } from '../../src/application/editing/retire-item';
import { define } from '../support/model-server';
import { editCall, send, server, ingestAppOfFile } from '../support/ingest-app';

const app = ingestAppOfFile();

/** Lands items, and gives their ids in the order sent. */
async function land(...items: readonly ItemRecord[]): Promise<readonly ItemId[]> {
  const result = await send(app, { items });
  expect(result.relationships.flatMap(({ errors }) => errors)).toEqual([]);
  return result.items.map(({ itemId, errors }) => {
    if (itemId === null) throw new Error(JSON.stringify(errors));
    return itemId;
  });
}

const match = async (...keys: readonly MatchKey[]): Promise<readonly ItemMatch[]> =>
  matchItems(app, keys, await readHeadRevision(app.database));

/** What each key comes to, as `item by attribute`, `? candidates`, or `-`. */
async function answers(names: ReadonlyMap<ItemId, string>, ...keys: readonly MatchKey[]): Promise<readonly string[]> {
  const name = (id: ItemId | null): string => (id === null ? 'nobody' : (names.get(id) ?? 'a stranger'));
  return (await match(...keys)).map(({ outcome, item, candidates, matchedBy }) => {
    if (outcome === 'FOUND') return `${name(item)} by ${matchedBy}`;
    return outcome === 'AMBIGUOUS' ? `? ${candidates.map(name).join(' ')}` : '-';
  });
}

const nic = (name: string, host: string, attributes: ItemRecord['attributes']): ItemRecord => ({
  class: 'NetworkInterface',
  name,
  ...(attributes ? { attributes } : {}),
  relationships: [{ type: 'OWNED_BY', end: { ref: host } }],
});

test('host names, addresses and hardware addresses are found in whatever notation', async () => {
  const [web, db] = await land(
    server('web-03', {
      attributes: {
        fqdn: 'WEB-03.Example.com.',
        ipAddresses: ['10.0.0.3/24', '2001:0DB8:0:0::3'],
        macAddresses: ['00-1B-44-11-3A-B7'],
      },
    }),
    server('db-01', { attributes: { ipAddresses: ['10.0.0.4'] } }),
  );
  const names = new Map([
    [web ?? (0 as ItemId), 'web'],
    [db ?? (0 as ItemId), 'db'],
  ]);
  expect(
    await answers(
      names,
      { host: 'web-03.example.com' },
      { host: 'Web-03.EXAMPLE.com.' },
      { host: 'WEB-03' },
      { host: 'web-03.example.com:9100' },
      { host: 'db-01.corp.example.com' },
      { ip: '10.0.0.3' },
      { ip: '2001:db8::3' },
      { ip: '[2001:DB8:0000:0000:0000:0000:0000:0003]:443' },
      { ip: '::ffff:10.0.0.4' },
      { ip: '::ffff:a00:4' },
      { host: '10.0.0.4' },
      { mac: '001b.4411.3ab7' },
      { mac: '00:1B:44:11:3A:B7' },
      { ref: { id: encodeItemId(web ?? (0 as ItemId)) } },
      { host: 'nobody.example.com' },
    ),
  ).toEqual([
    'web by fqdn',
    'web by fqdn',
    'web by hostname',
    'web by fqdn',
    'db by hostname',
    'web by ipAddresses',
    'web by ipAddresses',
    'web by ipAddresses',
    'db by ipAddresses',
    'db by ipAddresses',
    'db by ipAddresses',
    'web by macAddresses',
    'web by macAddresses',
    'web by ref',
    '-',
  ]);
});

test('a host of that label in another domain is another host', async () => {
  await land(server('web-03', { attributes: { fqdn: 'web-03.example.com' } }));
  const [other, short] = await match({ host: 'web-03.example.org' }, { host: 'web-03' });
  expect(other?.outcome).toBe('NOT_FOUND');
  expect(short?.outcome).toBe('FOUND');
});

test('several items with the same evidence are ambiguous, in the order of their ids', async () => {
  const ids = await land(
    server('b', { attributes: { fqdn: 'web.b.example.com' } }),
    server('a', { attributes: { fqdn: 'web.a.example.com' } }),
  );
  const [found] = await match({ host: 'web' });
  expect(found).toMatchObject({ outcome: 'AMBIGUOUS', item: null, matchedBy: 'fqdn', matchedValue: 'web' });
  expect(found?.candidates).toEqual(ids.toSorted((a, b) => a - b));
});

test('an address of a network interface leads to the machine that it is identified inside', async () => {
  const [web, eth0] = await land(
    server('web-03'),
    nic('eth0', 'web-03', { macAddress: '00:1b:44:11:3a:b8', ipAddresses: ['192.0.2.7'] }),
  );
  const names = new Map([
    [web ?? (0 as ItemId), 'web'],
    [eth0 ?? (0 as ItemId), 'eth0'],
  ]);
  expect(await answers(names, { ip: '192.0.2.7' }, { mac: '001b44113ab8' }, { text: 'eth0' })).toEqual([
    'web by NetworkInterface.ipAddresses',
    'web by NetworkInterface.macAddress',
    'eth0 by name',
  ]);
});

test('machines answer before records of names and addresses, and a guest answers for its virtual machine', async () => {
  const [web] = await land(
    server('web-03', {
      attributes: { fqdn: 'web-03.example.com', ipAddresses: ['10.0.0.3'] },
      relationships: [{ type: 'INSTANTIATED_BY', end: { ref: 'vm' } }],
    }),
    {
      ref: 'vcenter',
      class: 'VirtualizationManager',
      name: 'vc',
      attributes: { instanceUuid: '11111111-1111-4111-8111-111111111112' },
    },
    { class: 'DnsRecord', name: 'r', attributes: { fqdn: 'web-03.example.com', type: 'A', view: 'default' } },
    { class: 'IpAddress', name: 'a', attributes: { address: '10.0.0.3', routingDomain: 'default' } },
    {
      ref: 'vm',
      class: 'VirtualMachine',
      nativeKey: 'vm-1',
      name: 'vm 1',
      attributes: { providerInstanceId: 'vm-1', ipAddresses: ['10.0.0.3'] },
      relationships: [{ type: 'MANAGED_BY', end: { ref: 'vcenter' } }],
    },
  );
  const [byName, byAddress] = await match({ host: 'web-03.example.com' }, { ip: '10.0.0.3' });
  expect(byName).toMatchObject({ outcome: 'FOUND', item: web, matchedBy: 'fqdn' });
  expect(byAddress).toMatchObject({ outcome: 'FOUND', item: web, matchedBy: 'ipAddresses' });
});

test('a text is searched for hosts, addresses and names, the best evidence first', async () => {
  const [web, db, checkout] = await land(
    server('web-03', { attributes: { fqdn: 'web-03.example.com', ipAddresses: ['10.0.0.3'] } }),
    server('db-01'),
    { class: 'BusinessService', name: 'Boutique  Checkout', attributes: {}, nativeKey: 's1' },
  );
  const names = new Map([
    [web ?? (0 as ItemId), 'web'],
    [db ?? (0 as ItemId), 'db'],
    [checkout ?? (0 as ItemId), 'checkout'],
  ]);
  expect(
    await answers(
      names,
      { text: 'disk full on web-03.example.com:9100' },
      { text: 'disk full on https://monitor@WEB-03.example.com:9100/metrics, see db-01' },
      { text: 'instance="10.0.0.3:9100" job=node' },
      { text: '[CRITICAL] db-01: load 97.' },
      { text: 'boutique checkout is slow (p99 > 3 s)!' },
      { text: 'web-03 cannot reach db-01' },
      { text: String.raw`\\DB-01\c$ is full` },
      { text: 'all is well' },
    ),
  ).toEqual([
    'web by fqdn',
    'web by fqdn',
    'web by ipAddresses',
    'db by hostname',
    'checkout by name',
    '? web db',
    'db by hostname',
    '-',
  ]);
});

test('items are found as they were, and as they are', async () => {
  const [web] = await land(server('web-03', { attributes: { ipAddresses: ['10.0.0.3'] } }));
  const before = await readHeadRevision(app.database);
  await land(server('web-03', { attributes: { ipAddresses: ['10.0.0.9'] } }));
  const after = await readHeadRevision(app.database);
  const at = async (ip: string, when: typeof after) => (await matchItems(app, [{ ip }], when))[0]?.item ?? null;
  expect(await at('10.0.0.3', before)).toBe(web);
  expect(await at('10.0.0.9', before)).toBeNull();
  expect(await at('10.0.0.3', after)).toBeNull();
  expect(await at('10.0.0.9', after)).toBe(web);
  await retireItem(app, editCall(), { item: { id: encodeItemId(web ?? (0 as ItemId)) }, ifVersion: null });
  expect(await at('10.0.0.9', await readHeadRevision(app.database))).toBeNull();
  expect(await at('10.0.0.9', after)).toBe(web);
});

test('an attribute of a class of its own counts by the format of its schema, also for items that are there already', async () => {
  const attribute = (name: string, schema: object) => ({ name, description: name, schema: schema as never });
  await define(app, {
    classes: [{ name: 'Probe', description: 'A probe.', attributes: [attribute('reachedBy', { type: 'string' })] }],
  });
  const [probe] = await land({
    class: 'Probe',
    name: 'p',
    nativeKey: 'p1',
    attributes: { reachedBy: 'probe.example.net' },
  });
  expect((await match({ host: 'probe.example.net' }))[0]?.outcome).toBe('NOT_FOUND');
  await define(app, {
    classes: [
      {
        name: 'Probe',
        description: 'A probe.',
        attributes: [attribute('reachedBy', { type: 'string', format: 'hostname' })],
      },
    ],
  });
  expect((await match({ host: 'PROBE.example.net' }))[0]).toMatchObject({ item: probe, matchedBy: 'reachedBy' });
});

test('what means nothing is said so, and hurts no neighbour', async () => {
  const [web] = await land(server('web-03'));
  const found = await match(
    { host: '' },
    { text: ' \n' },
    { text: 'x'.repeat(1_048_576) },
    { ip: 'not an address' },
    { ip: '127.0.0.1' },
    { mac: '00:00:00:00:00:00' },
    { host: 'localhost' },
    { host: 'web\u0000-03' },
    { host: 'web-03' },
  );
  expect(found.map(({ error }) => error?.code ?? null)).toEqual([
    'INVALID_VALUE',
    'INVALID_VALUE',
    'TOO_LARGE',
    'INVALID_VALUE',
    'INVALID_VALUE',
    'INVALID_VALUE',
    'INVALID_VALUE',
    'INVALID_VALUE',
    null,
  ]);
  expect(found[8]).toMatchObject({ outcome: 'FOUND', item: web });
  expect(found.every((one) => (one.error?.message.length ?? 0) < 400)).toBe(true);
  await expect(match(...Array.from({ length: 1_001 }, () => ({ host: 'a' })))).rejects.toThrow(/1001 keys are more/);
});

test('servers that follow the items at once, and in small steps, miss nothing', async () => {
  const items = Array.from({ length: 300 }, (_, n) => server(`host-${n}`));
  for (let at = 0; at < items.length; at += 100) await land(...items.slice(at, at + 100));
  await Promise.all([followOnce(app), followOnce(app), match({ host: 'host-5' })]);
  const found = await match(...items.map(({ name }) => ({ host: `${name}.example.com` })));
  expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(['FOUND']));
  expect(new Set(found.map(({ item }) => item)).size).toBe(300);
  expect((await followOnce(app)).versions).toBe(0);
});

test('whoever has a host name comes before whoever is only called so', async () => {
  const [, has] = await land(
    { class: 'LinuxServer', name: 'gate-9', attributes: { serialNumber: 'SN-1', manufacturer: 'Dell' } },
    {
      class: 'LinuxServer',
      name: 'other',
      attributes: { hostname: 'gate-9', serialNumber: 'SN-2', manufacturer: 'Dell' },
    },
  );
  expect(await match({ host: 'gate-9' })).toMatchObject([{ outcome: 'FOUND', item: has, matchedBy: 'hostname' }]);
});

test('ten of very many that fit are told, and of a very long text what stands in front', async () => {
  const same = await land(
    ...Array.from({ length: 11 }, (_, n) => server(`a${n}`, { attributes: { ipAddresses: ['10.0.2.1'] } })),
  );
  const filling = 'x '.repeat(63);
  const [many, last, tooLate] = await match({ ip: '10.0.2.1' }, { text: `${filling} a7` }, { text: `x ${filling} a7` });
  expect(many?.candidates).toEqual(same.slice(0, 10));
  expect([last?.item, tooLate?.item]).toEqual([same[7], null]);
});

test('the number of statements does not depend on the number of keys', async () => {
  await land(
    ...Array.from({ length: 100 }, (_, n) => server(`host-${n}`, { attributes: { ipAddresses: [`10.0.1.${n}`] } })),
  );
  await match({ host: 'host-1' });
  const count = async (keys: readonly MatchKey[]): Promise<number> => {
    const before = app.database.statementCount();
    await match(...keys);
    return app.database.statementCount() - before;
  };
  // What stands first answers: an address hides the words behind it, and these are not looked for.
  const one = await count([{ host: 'host-1' }, { text: '10.0.1.2 is down' }]);
  const many = await count(
    Array.from({ length: 500 }, (_, n) => [{ host: `host-${n % 100}` }, { text: `10.0.1.${n % 100} is down` }]).flat(),
  );
  expect(many).toBe(one);
  const names = (count_: number): MatchKey[] =>
    Array.from({ length: count_ }, (_, n) => ({ text: `host-${n % 100} or db ${n}` }));
  expect(await count(names(500))).toBe(await count(names(1)));
  expect(await count(names(500))).toBeLessThan(16);
});

test('what counts as absent here names nothing, and what is shipped as junk and counts here does', async () => {
  const [spare, local] = await land(
    server('spare-box'),
    server('localhost', { attributes: { hostname: 'localhost' } }),
  );
  const asked = [{ host: 'spare-box' }, { text: 'spare-box is down' }, { host: 'localhost' }];
  expect((await match(...asked)).map(({ item }) => item)).toEqual([spare, spare, null]);
  const change = (kind: JunkKind, values: readonly string[], remove: readonly string[]) =>
    defineJunkValues(app, editCall(), { kind, values, remove });
  await change('ANY', ['spare-box'], ['localhost']);
  const found = await match(...asked);
  expect(found.map(({ item }) => item)).toEqual([null, null, local]);
  expect(found[0]?.error?.message).toMatch(/"spare-box" is no host name, or one that every machine has/);
  await change('ANY', ['localhost'], ['spare-box']);
  expect((await match(...asked)).map(({ item }) => item)).toEqual([spare, spare, null]);
});
