import { IdentityRules } from '../../src/domain/identification/identity-keys';
import { identityHash } from '../../src/application/references/identity-hash';
import type { ItemReference } from '../../src/application/references/item-reference';
import { resolveReferences } from '../../src/application/references/references';
import type { ItemId, Revision } from '../../src/domain/ids';
import type { JsonObject } from '../../src/domain/json';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { Identifier } from '../../src/storage/change-sets/change-plan';
import { creation, testItem, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
let created: Revision;
let changed: Revision;

/** An identity as ingest would have stored it. */
function identifier(
  item: ItemId,
  className: string,
  attributes: JsonObject,
  entry: string,
  contested = false,
): Identifier {
  const rules = new IdentityRules(server.app.models.current(), identityHash);
  const prepared = rules.entriesOf(className).find((one) => one.label === entry);
  if (!prepared) throw new Error(`${className} has no entry ${entry}`);
  const { rows } = rules.valuesOf(prepared, { className, tenant: '', value: (name) => attributes[name] });
  const { hash, values } = rules.key('', prepared.entry.id, rows[0] ?? [], null);
  return {
    entryId: prepared.entry.id,
    keyHash: hash,
    itemId: item,
    tenant: '',
    value: JSON.stringify(values),
    normaliser: 1,
    contested,
  };
}

function nativeKey(item: ItemId, key: string): Identifier {
  const { entryId, hash } = new IdentityRules(server.app.models.current(), identityHash).nativeKey('scanner', key);
  return { entryId, keyHash: hash, itemId: item, tenant: '', value: key, normaliser: 1, contested: false };
}

const host = (number: number, name: string, attributes: JsonObject) =>
  testItem(testId(number), { className: 'LinuxServer', name, attributes });

/**
 * 1 and 2 are hosts with identities, 3 holds the name of 1 too; 4 and 5 share a name in two environments; 6 is retired in
 * the second revision and 7 takes its name and its native key.
 */
beforeAll(async () => {
  server = await startTestServer();
  const web1 = { hostname: 'web1.example.com', fqdn: 'web1.example.com' };
  created = await server.write({
    items: [
      host(1, 'Web One', web1),
      host(2, 'Web Two', { hostname: 'web2' }),
      host(3, 'Web Three', { hostname: 'web1.example.com' }),
      testItem(testId(4), { className: 'ServiceInstance', name: 'shop', environment: 'production' }),
      testItem(testId(5), { className: 'ServiceInstance', name: 'shop', environment: 'staging' }),
      testItem(testId(6), { className: 'BusinessService', name: 'Billing' }),
    ].map(creation),
    identifiersAdded: [
      identifier(testId(1), 'LinuxServer', web1, 'fqdn'),
      identifier(testId(1), 'LinuxServer', { hostname: 'web1.example.com' }, 'hostname, tenant'),
      identifier(testId(3), 'LinuxServer', { hostname: 'web1.example.com' }, 'hostname, tenant', true),
      identifier(
        testId(4),
        'ServiceInstance',
        { name: 'shop', environment: 'production' },
        'name, environment, tenant',
      ),
      identifier(testId(5), 'ServiceInstance', { name: 'shop', environment: 'staging' }, 'name, environment, tenant'),
      nativeKey(testId(2), 'h-2'),
      nativeKey(testId(6), 'b-1'),
    ],
  });
  changed = await server.write({
    items: [
      {
        ...update(testItem(testId(6), { className: 'BusinessService', name: 'Billing' }), {
          retiredAt: '2026-11-22T10:00:00.000Z',
        }),
        kind: 'RETIRED',
      },
      creation(testItem(testId(7), { className: 'BusinessService', name: 'Billing' })),
    ],
    identifiersRemoved: [nativeKey(testId(6), 'b-1')],
    identifiersAdded: [nativeKey(testId(7), 'b-1')],
  });
});

afterAll(() => server.stop());

const named = (className: string, attributes: JsonObject): ItemReference => ({
  identity: { class: className, attributes },
});

/** The number of the item that a reference leads to, or the code of what is wrong with it. */
async function resolve(reference: ItemReference, at: Revision = changed): Promise<number | string> {
  const { ids, unresolved } = await resolveReferences(server.app, [reference], at);
  return unresolved[0]?.code ?? (ids[0] ?? 0) - testId(0);
}

describe('an identity', () => {
  test('is looked up as the rules of its class write it, whatever the spelling', async () => {
    expect(await resolve(named('LinuxServer', { fqdn: 'WEB1.Example.COM.' }))).toBe(1);
    expect(await resolve(named('Host', { fqdn: 'web1.example.com' }))).toBe(1);
  });

  test('held by several items is ambiguous, and the candidates are named', async () => {
    const { unresolved } = await resolveReferences(
      server.app,
      [named('LinuxServer', { hostname: 'web1.example.com' })],
      changed,
    );
    expect(unresolved).toMatchObject([{ index: 0, code: 'AMBIGUOUS_MATCH', candidates: [testId(1), testId(3)] }]);
  });

  test('must agree in every value that is given', async () => {
    expect(await resolve(named('ServiceInstance', { name: 'shop', environment: 'staging' }))).toBe(5);
    expect(await resolve(named('ServiceInstance', { name: 'shop', environment: 'test' }))).toBe('INVALID_REFERENCE');
    expect(await resolve(named('LinuxServer', { fqdn: 'web1.example.com', hostname: 'other' }))).toBe(
      'INVALID_REFERENCE',
    );
    expect(await resolve(named('ServiceInstance', { name: 'shop' }))).toBe('AMBIGUOUS_MATCH');
  });

  test('of a class finds items of its descendants, never of others', async () => {
    expect(await resolve(named('Hardware', { name: 'Web Two' }))).toBe(2);
    expect(await resolve(named('Service', { name: 'Web Two' }))).toBe('INVALID_REFERENCE');
    expect(await resolve(named('WindowsServer', { fqdn: 'web1.example.com' }))).toBe('INVALID_REFERENCE');
  });

  test('that the rules do not know is compared value by value', async () => {
    expect(await resolve(named('LinuxServer', { hostname: 'web2' }))).toBe(2);
    expect(
      await resolve(
        named('LinuxServer', { name: 'Web Two', hostname: 'web2', lifecycle: 'OPERATIONAL', canFail: true }),
      ),
    ).toBe(2);
    expect(await resolve(named('LinuxServer', { name: 'Web Two', canFail: false }))).toBe('INVALID_REFERENCE');
  });

  test('of a retired item gives way to a living one, and leads to it where none lives', async () => {
    expect(await resolve(named('BusinessService', { name: 'Billing' }))).toBe(7);
    expect(await resolve(named('BusinessService', { name: 'Billing' }), created)).toBe(6);
    expect(await resolve({ id: encodeItemId(testId(6)) })).toBe(6);
  });

  test('that fits nothing names the nearest name', async () => {
    const { unresolved } = await resolveReferences(server.app, [named('BusinessService', { name: 'Biling' })], changed);
    expect(unresolved[0]?.message).toContain('Did you mean "Billing"?');
  });

  test('of an unknown class or attribute says so', async () => {
    expect(await resolve(named('LinuxSever', { name: 'x' }))).toBe('UNKNOWN_CLASS');
    expect(await resolve(named('LinuxServer', { hostnam: 'x' }))).toBe('INVALID_ATTRIBUTE');
    expect(await resolve(named('LinuxServer', {}))).toBe('INSUFFICIENT_IDENTITY');
    // An attribute of a descendant may be asked of an ancestor.
    expect(await resolve(named('ConfigurationItem', { hostname: 'web2' }))).toBe(2);
  });
});

describe('a native key', () => {
  test('leads to who held it at the moment', async () => {
    expect(await resolve({ native: { source: 'scanner', key: 'h-2' } })).toBe(2);
    expect(await resolve({ native: { source: 'scanner', key: 'b-1' } }, created)).toBe(6);
    expect(await resolve({ native: { source: 'scanner', key: 'b-1' } })).toBe(7);
  });

  test('of another source, or unknown, leads nowhere', async () => {
    expect(await resolve({ native: { source: 'other', key: 'h-2' } })).toBe('INVALID_REFERENCE');
    expect(await resolve({ native: { source: 'scanner', key: 'h-3' } })).toBe('INVALID_REFERENCE');
  });
});

describe('an id', () => {
  test('of an item that was not there yet does not resolve', async () => {
    expect(await resolve({ id: encodeItemId(testId(7)) }, created)).toBe('INVALID_REFERENCE');
    expect(await resolve({ id: encodeItemId(testId(7)) })).toBe(7);
  });
});

describe('many references', () => {
  test('are answered in their order, each for itself', async () => {
    const references = [
      { id: encodeItemId(testId(1)) },
      { id: 'nonsense' },
      named('ServiceInstance', { name: 'shop', environment: 'production' }),
      { native: { source: 'scanner', key: 'h-2' } },
      named('Toaster', { name: 'x' }),
      { id: encodeItemId(testId(1)) },
    ];
    const { ids, unresolved } = await resolveReferences(server.app, references, changed);
    expect(ids).toEqual([testId(1), null, testId(4), testId(2), null, testId(1)]);
    expect(unresolved.map(({ index, code }) => [index, code])).toEqual([
      [1, 'INVALID_REFERENCE'],
      [4, 'UNKNOWN_CLASS'],
    ]);
  });
});
