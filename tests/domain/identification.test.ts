import { createHash } from 'node:crypto';
import { BUILTIN_MODEL } from '../../src/domain/class-model/builtin-model';
import {
  identify,
  type EntryAttempt,
  type HeldIdentities,
  type Holders,
  type Identification,
} from '../../src/domain/identification/identification';
import { IdentityRules, keyText, keyTextParts, type IdentityKey } from '../../src/domain/identification/identity-keys';
import { itemId, type ItemId } from '../../src/domain/ids';
import type { JsonObject } from '../../src/domain/json';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

const model = new ClassModel(BUILTIN_MODEL);
const rules = new IdentityRules(model, (text) => createHash('sha256').update(text).digest('hex').slice(0, 32));

/** A payload or a stored item in short: its attributes, and for what is inside a host the number of the host. */
interface Sketch {
  readonly className?: string;
  readonly tenant?: string;
  readonly attributes?: JsonObject;
  readonly nativeKey?: string;
  readonly id?: number;
  readonly host?: number | 'several';
}

const LINUX = 'LinuxServer';

function attemptsOf({ className = LINUX, tenant = '', attributes = {}, host }: Sketch): readonly EntryAttempt[] {
  return rules.entriesOf(className).map((prepared) => {
    const { rows, missing } = rules.valuesOf(prepared, { className, tenant, value: (name) => attributes[name] });
    const inside = prepared.entry.within === null ? null : typeof host === 'number' ? itemId(host) : undefined;
    const state =
      prepared.entry.within === null
        ? 'NONE_NEEDED'
        : host === undefined
          ? 'MISSING'
          : host === 'several'
            ? 'AMBIGUOUS'
            : 'KNOWN';
    const keys = inside === undefined ? [] : rows.map((values) => rules.key(tenant, prepared.entry.id, values, inside));
    return { prepared, keys, missing, host: state };
  });
}

const nativeKeysOf = ({ nativeKey }: Sketch): readonly IdentityKey[] =>
  nativeKey === undefined ? [] : [rules.nativeKey('scan', nativeKey)];

/** Items 1, 2, 3 … as they are stored: each holds every identity that its sketch has. */
function holding(...stored: readonly Sketch[]): Holders {
  const held = stored.map((sketch) => [
    ...nativeKeysOf(sketch),
    ...attemptsOf(sketch).flatMap((attempt) => attempt.keys),
  ]);
  return {
    of: (key) => held.flatMap((keys, at) => (keys.some((one) => one.hash === key.hash) ? [itemId(at + 1)] : [])),
    identitiesOf: (item: ItemId): HeldIdentities => {
      const identities = new Map<number, (readonly string[])[]>();
      for (const { entryId, values } of held[item - 1] ?? [])
        identities.set(entryId, [...(identities.get(entryId) ?? []), values]);
      return identities;
    },
  };
}

function recognise(payload: Sketch, ...stored: readonly Sketch[]): Identification {
  const id = payload.id === undefined ? null : itemId(payload.id);
  return identify({ id, nativeKeys: nativeKeysOf(payload), entries: attemptsOf(payload) }, holding(...stored));
}

const serial = (serialNumber: string, more: JsonObject = {}): Sketch => ({
  attributes: { serialNumber: `SN-${serialNumber}`, manufacturer: 'HP', ...more },
});
const host = (hostname: string, more: JsonObject = {}): Sketch => ({ attributes: { hostname, ...more } });

describe('an item is recognised by the first that applies', () => {
  const cases: readonly [string, Sketch, readonly Sketch[], object][] = [
    [
      'its id, whatever else it says',
      { ...serial('A'), id: 2 },
      [serial('A'), serial('B')],
      { outcome: 'matched', item: 2, by: 'id', others: [1] },
    ],
    [
      'the native key of its source',
      { nativeKey: 'k' },
      [{ nativeKey: 'k' }],
      { outcome: 'matched', item: 1, by: 'nativeKey' },
    ],
    [
      'its first entry that anything has',
      serial('A', { hostname: 'x' }),
      [host('x'), serial('A')],
      { outcome: 'matched', item: 2, by: 'serialNumber, manufacturer', others: [1] },
    ],
    [
      'a later entry, when earlier ones say nothing',
      host('x', { fqdn: 'new.example.com' }),
      [host('x')],
      { outcome: 'matched', item: 1, by: 'hostname, tenant' },
    ],
    ['a value in another spelling', host('WEB01'), [host('web01.')], { outcome: 'matched', item: 1 }],
    [
      'any row of a list',
      {
        attributes: {
          serialNumbers: [
            { serialType: 'board', serial: 'SN-X' },
            { serialType: 'case', serial: 'SN-Y' },
          ],
        },
      },
      [{ attributes: { serialNumbers: [{ serialType: 'case', serial: 'sn-y' }] } }],
      { outcome: 'matched', item: 1, by: 'serialType, serial' },
    ],
    [
      'nothing, and is new',
      serial('A'),
      [serial('B')],
      { outcome: 'created', by: 'serialNumber, manufacturer', nearMisses: [] },
    ],
    ['nothing of another tenant', { ...host('x'), tenant: 'acme' }, [host('x')], { outcome: 'created' }],
  ];
  test.each(cases)('%s', (_, payload, stored, expected) => {
    expect(recognise(payload, ...stored)).toMatchObject(expected);
  });
});

const junk: Sketch = {
  attributes: { serialNumber: 'To be filled by O.E.M.', manufacturer: 'HP', hostname: 'localhost' },
};

describe('an item is not recognised', () => {
  const mac = (hostname: string | null): Sketch => ({
    attributes: { ...(hostname === null ? {} : { hostname }), macAddresses: ['00:1b:44:11:3a:b7'] },
  });
  const cases: readonly [string, Sketch, readonly Sketch[], object][] = [
    [
      'when more than one has the identity that decides',
      host('x'),
      [host('x'), host('x')],
      { outcome: 'ambiguous', candidates: [1, 2], by: 'hostname, tenant' },
    ],
    [
      'when its native key belongs to a machine with another serial number',
      { ...serial('A'), nativeKey: 'k' },
      [{ ...serial('B'), nativeKey: 'k' }],
      { outcome: 'nativeKeyReused', item: 1, attribute: 'serialNumber', stored: ['sn-b'], given: ['sn-a'] },
    ],
    ['when nothing identifies it', { attributes: { os: 'Debian' } }, [], { outcome: 'insufficient', nearMisses: [] }],
    ['by junk', junk, [junk], { outcome: 'insufficient' }],
    [
      'by a weak identity alone that two have',
      mac(null),
      [mac('a'), mac('b')],
      { outcome: 'insufficient', nearMisses: [1, 2] },
    ],
    [
      'by a weak identity that its host name contradicts',
      mac('c'),
      [mac('a')],
      { outcome: 'created', nearMisses: [1] },
    ],
    ['outside its host', { className: 'Database', attributes: { name: 'main' } }, [], { outcome: 'hostMissing' }],
    [
      'inside several hosts',
      { className: 'Database', attributes: { name: 'main' }, host: 'several' },
      [],
      { outcome: 'hostAmbiguous' },
    ],
    [
      'inside another host',
      { className: 'Database', attributes: { name: 'main' }, host: 7 },
      [{ className: 'Database', attributes: { name: 'main' }, host: 8 }],
      { outcome: 'created' },
    ],
  ];
  test.each(cases)('%s', (_, payload, stored, expected) => {
    expect(recognise(payload, ...stored)).toMatchObject(expected);
  });

  test('but a renamed machine keeps its native key, and so does one with a new board in the old case', () => {
    expect(recognise({ ...host('new'), nativeKey: 'k' }, { ...host('old'), nativeKey: 'k' })).toMatchObject({
      outcome: 'matched',
      by: 'nativeKey',
    });
    const rows = (...pairs: readonly (readonly [string, string])[]): Sketch => ({
      nativeKey: 'k',
      attributes: { serialNumbers: pairs.map(([serialType, one]) => ({ serialType, serial: one })) },
    });
    expect(recognise(rows(['board', 'new'], ['case', 'same']), rows(['board', 'old'], ['case', 'same']))).toMatchObject(
      { outcome: 'matched', by: 'nativeKey' },
    );
  });

  test('and a weak identity recognises what nothing contradicts', () => {
    expect(recognise(mac(null), mac('a'))).toMatchObject({ outcome: 'matched', item: 1, by: 'mac' });
  });
});

test('every way that was tried is told, with the values', () => {
  const { attempts } = recognise({ ...host('X'), nativeKey: 'k' }, host('x'));
  expect(attempts).toEqual([
    { entry: 'nativeKey', values: ['k'], outcome: 'NO_MATCH' },
    { entry: 'serialType, serial', values: [], outcome: 'SKIPPED' },
    { entry: 'systemUuid, hostname', values: [], outcome: 'SKIPPED' },
    { entry: 'serialNumber, manufacturer', values: [], outcome: 'SKIPPED' },
    { entry: 'fqdn', values: [], outcome: 'SKIPPED' },
    { entry: 'hostname, tenant', values: ['x', ''], outcome: 'MATCHED' },
  ]);
});

test('a stored identity says what it stands for, with and without its host', () => {
  const inside = { values: ['main', '5432'], host: itemId(36) };
  expect(keyText(inside)).toBe('["main","5432",{"in":"ci_10"}]');
  expect(keyTextParts(keyText(inside))).toEqual({ values: '["main","5432"]', host: 'ci_10' });
  expect(keyTextParts(keyText({ values: ['a'], host: null }))).toEqual({ values: '["a"]', host: null });
});

test('no two identities share a hash by the way their values are put together', () => {
  const hashes = [
    rules.key('', 2, ['a', 'b'], null),
    rules.key('', 2, ['ab'], null),
    rules.key('', 2, ['a","b'], null),
    rules.key('a', 2, ['b'], null),
    rules.key('', 2, ['b'], itemId(1)),
    rules.key('', 21, ['b'], null),
  ].map((key) => key.hash);
  expect(new Set(hashes).size).toBe(hashes.length);
});
