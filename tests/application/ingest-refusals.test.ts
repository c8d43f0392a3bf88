import { itemId, type ItemId } from '../../src/domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import { retireItem } from '../../src/application/editing/retire-item';
import { codes, editCall, outcomes, relationshipOutcomes, send, server, ingestAppOfFile } from '../support/ingest-app';
import { define } from '../support/model-server';

const app = ingestAppOfFile({ kept: true });
let stored: ItemId;
beforeAll(async () => {
  await define(app, {
    classes: [
      {
        name: 'Badge',
        parent: 'ConfigurationItem',
        description: 'for tests',
        attributes: [
          { name: 'number', description: 'Its number.', schema: { type: 'string' } },
          { name: 'holder', description: 'Who has it.', schema: { type: 'string' }, required: true },
        ],
        identification: [{ attributes: ['number'] }],
      },
    ],
  });
  const result = await send(app, { items: [server('stored', { nativeKey: 'n-1' }), server('other')] });
  stored = result.items[0]?.itemId ?? itemId(1);
});

/** An item that is refused alone: its neighbour lands. */
async function refuse(
  record: ItemRecord,
): Promise<{ codes: readonly string[]; paths: readonly string[]; message: string }> {
  const neighbour = server('neighbour');
  const result = await send(app, { items: [record, neighbour] });
  expect(outcomes(result)[1]).not.toBe('REJECTED');
  expect(outcomes(result)[0]).toBe('REJECTED');
  const errors = result.items[0]?.errors ?? [];
  return {
    codes: codes(result.items[0]),
    paths: errors.map((error) => error.path.join('.')),
    message: errors.map((error) => error.message).join(' '),
  };
}

/** Minutes ahead of this machine's clock. */
const ahead = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

const wrong = (fields: object): ItemRecord => ({ ...server('x'), ...fields });

describe('an item is refused', () => {
  const cases: readonly [string, ItemRecord, string, string][] = [
    ['with an unknown class', wrong({ class: 'LinuxServr' }), 'UNKNOWN_CLASS', 'class'],
    ['with an abstract class', wrong({ class: 'Host' }), 'ABSTRACT_CLASS', 'class'],
    ['without a class', wrong({ class: undefined }), 'INVALID_VALUE', 'class'],
    [
      'with an attribute of the wrong type',
      wrong({ attributes: { cpuCount: 'four' } }),
      'INVALID_ATTRIBUTE',
      'attributes.cpuCount',
    ],
    [
      'with an attribute that its class does not have',
      wrong({ attributes: { hostnme: 'a' } }),
      'INVALID_ATTRIBUTE',
      'attributes.hostnme',
    ],
    ['with a name of a megabyte', wrong({ name: 'x'.repeat(1_000_000) }), 'TOO_LARGE', 'name'],
    ['with a name of 1,025 characters', wrong({ name: 'x'.repeat(1_025) }), 'TOO_LARGE', 'name'],
    ['with a value beyond the limit', wrong({ attributes: { os: 'x'.repeat(70_000) } }), 'TOO_LARGE', 'attributes.os'],
    [
      'when it is larger than a megabyte',
      wrong({ labels: Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`k${at}`, 'x'.repeat(2_000)])) }),
      'TOO_LARGE',
      '',
    ],
    ['with U+0000 in a value', wrong({ description: 'a\u0000b' }), 'INVALID_VALUE', 'description'],
    ['with U+0000 in a label key', wrong({ labels: { 'a\u0000': 'x' } }), 'INVALID_VALUE', 'labels'],
    ['with half a surrogate pair', wrong({ description: 'a\ud800' }), 'INVALID_VALUE', 'description'],
    [
      'with __proto__ as a key',
      wrong({ labels: JSON.parse('{"__proto__": "x"}') as object }),
      'INVALID_VALUE',
      'labels',
    ],
    ['with a value nested too deeply', wrong({ labels: { a: nested(40) } }), 'TOO_LARGE', ''],
    ['with an object as a label', wrong({ labels: { a: { b: 1 } } }), 'INVALID_VALUE', 'labels.a'],
    ['with an unknown life-cycle stage', wrong({ lifecycle: 'ALIVE' }), 'INVALID_VALUE', 'lifecycle'],
    ['with an unknown criticality', wrong({ criticality: 'EXTREME' }), 'INVALID_VALUE', 'criticality'],
    ['with a time that is none', wrong({ observedAt: '2026-02-30T00:00:00Z' }), 'INVALID_VALUE', 'observedAt'],
    ['with a time of the future', wrong({ observedAt: ahead(6) }), 'INVALID_VALUE', 'observedAt'],
    ['with an owner without a name', wrong({ owner: { url: 'x' } }), 'INVALID_VALUE', 'owner'],
    ['with an id that is none', wrong({ id: 'nonsense' }), 'INVALID_REFERENCE', 'id'],
    ['with an empty native key', wrong({ nativeKey: '' }), 'INVALID_VALUE', 'nativeKey'],
    ['with an empty id', wrong({ id: '' }), 'INVALID_VALUE', 'id'],
    ['with an empty ref', wrong({ ref: '' }), 'INVALID_VALUE', 'ref'],
    ['with an id of nothing', wrong({ id: encodeItemId(itemId(9_999_999)) }), 'INVALID_REFERENCE', 'id'],
    ['at a version that was overtaken', { ...server('stored'), ifVersion: 7 }, 'VERSION_CONFLICT', 'ifVersion'],
    ['at a version of something that is not there', wrong({ ifVersion: 1 }), 'VERSION_CONFLICT', 'ifVersion'],
    ['as another class', { ...server('stored'), class: 'WindowsServer' }, 'CLASS_CHANGE_REFUSED', 'class'],
    [
      'in another tenant under a known native key',
      { class: 'LinuxServer', nativeKey: 'n-1', tenant: 'acme' },
      'INVALID_VALUE',
      'tenant',
    ],
    ['without anything that identifies it', { class: 'LinuxServer', name: 'nameless' }, 'INSUFFICIENT_IDENTITY', ''],
    [
      'with nothing but junk to identify it',
      {
        class: 'LinuxServer',
        attributes: { serialNumber: 'To be filled by O.E.M.', manufacturer: 'Dell', hostname: 'localhost' },
      },
      'INSUFFICIENT_IDENTITY',
      '',
    ],
    [
      'without the host that it is identified inside',
      { class: 'Database', name: 'main' },
      'HOST_MISSING',
      'relationships',
    ],
    [
      'under the native key of another machine',
      { ...server('impostor'), nativeKey: 'n-1' },
      'NATIVE_KEY_REUSED',
      'nativeKey',
    ],
    [
      'without an attribute that its class requires',
      { class: 'Badge', attributes: { number: '7' } },
      'REQUIRED_ATTRIBUTE_MISSING',
      'attributes.holder',
    ],
    [
      'with an unknown type among its complete relationships',
      wrong({ completeRelationships: ['RUNS_OM'] }),
      'UNKNOWN_RELATIONSHIP_TYPE',
      'completeRelationships.0',
    ],
  ];
  test.each(cases)('%s', async (_, record, code, path) => {
    const refused = await refuse(record);
    expect(refused.codes).toContain(code);
    expect(refused.paths).toContain(path);
  });

  test('with the nearest name, where one was mistyped', async () => {
    expect((await refuse(wrong({ class: 'LinuxServr' }))).message).toContain('Did you mean "LinuxServer"?');
    expect((await refuse(wrong({ attributes: { hostnme: 'a' } }))).message).toContain('Did you mean "hostname"?');
  });
});

describe('a time ahead of ours', () => {
  const link = (minutes: number): RelationshipRecord => ({
    type: 'DEPENDS_ON',
    source: { native: { source: 'scan', key: 'n-1' } },
    target: { identity: { class: 'Server', attributes: { hostname: 'other' } } },
    observedAt: ahead(minutes),
  });

  test('is believed within the five minutes that clocks may differ', async () => {
    const items = [server('ahead', { observedAt: ahead(4) })];
    const result = await send(app, { observedAt: ahead(4), items, relationships: [link(4)] });
    expect([outcomes(result), relationshipOutcomes(result)]).toEqual([['CREATED'], ['CREATED']]);
  });

  test('is refused beyond them, with the value, the rule and what to do', async () => {
    const observedAt = ahead(6);
    const { message } = await refuse(wrong({ observedAt }));
    expect(message).toContain(`The observedAt "${observedAt}" lies in the future: here it is `);
    expect(message).toContain(
      'a clock may be 5 minutes ahead. Set the clock of the source right, or send the report without observedAt.',
    );
    expect(codes((await send(app, { relationships: [link(6)] })).relationships[0])).toEqual(['INVALID_VALUE']);
    await expect(send(app, { observedAt })).rejects.toThrow(`The observedAt "${observedAt}" lies in the future`);
  });
});

const gate = (fields: object): ItemRecord => wrong({ gates: [{ key: 'g', rule: 'ANY', ...fields }] });

describe('a gate is refused', () => {
  const cases: readonly [string, ItemRecord][] = [
    ['that says AT_LEAST nothing', gate({ rule: 'AT_LEAST' })],
    ['that says AT_LEAST 0', gate({ rule: 'AT_LEAST', value: 0 })],
    ['that says AT_LEAST one and a half', gate({ rule: 'AT_LEAST', value: 1.5 })],
    ['that says PERCENT 0', gate({ rule: 'PERCENT', value: 0 })],
    ['that says PERCENT 101', gate({ rule: 'PERCENT', value: 101 })],
    ['that says ANY with a value', gate({ value: 1 })],
    ['that says PATH over nothing', gate({ rule: 'PATH' })],
    ['that says PATH over an unknown type', gate({ rule: 'PATH', types: ['UPLINK'] })],
    ['that names types without being PATH', gate({ types: ['UPLINKS_TO'] })],
    ['with an unknown rule', gate({ rule: 'MOST' })],
    ['without a key', gate({ key: '' })],
    ['that is its own parent', gate({ parent: 'g' })],
    ['with a parent that is not there', gate({ parent: 'h' })],
    ['that is degraded below 0', gate({ degradedBelow: 0 })],
    [
      'that is given twice',
      wrong({
        gates: [
          { key: 'g', rule: 'ANY' },
          { key: 'g', rule: 'ALL' },
        ],
      }),
    ],
    [
      'in a circle',
      wrong({
        gates: [
          { key: 'a', rule: 'ANY', parent: 'b' },
          { key: 'b', rule: 'ANY', parent: 'a' },
        ],
      }),
    ],
    [
      'that is a member of an anchor',
      wrong({
        gates: [
          { key: 'end', rule: 'ANCHOR' },
          { key: 'g', rule: 'ANY', parent: 'end' },
        ],
      }),
    ],
    ['nested nine deep', wrong({ gates: chain(9) })],
  ];
  test.each(cases)('%s', async (_, record) => {
    expect(new Set((await refuse(record)).codes)).toEqual(new Set(['INVALID_GATE']));
  });

  test('only beyond a depth of eight', async () => {
    expect(outcomes(await send(app, { items: [{ ...server('deep'), gates: chain(8) }] }))).toEqual(['CREATED']);
  });
});

describe('a relationship is refused', () => {
  const from = { identity: { class: 'Server', attributes: { hostname: 'stored' } } };
  const to = { identity: { class: 'Server', attributes: { hostname: 'other' } } };
  const link = (fields: object): RelationshipRecord => ({ type: 'DEPENDS_ON', source: from, target: to, ...fields });
  const cases: readonly [string, RelationshipRecord, string][] = [
    ['of an unknown type', link({ type: 'DEPENDS' }), 'UNKNOWN_RELATIONSHIP_TYPE'],
    ['between classes that may not have it', link({ type: 'HAS_MEMBER' }), 'RELATIONSHIP_NOT_ALLOWED'],
    ['with a weight of 0', link({ weight: 0 }), 'INVALID_VALUE'],
    ['with a weight of one and a half', link({ weight: 1.5 }), 'INVALID_VALUE'],
    ['with a weight of more than 100,000', link({ weight: 100_001 }), 'INVALID_VALUE'],
    ['with an unknown kind', link({ kind: 'GUESSED' }), 'INVALID_VALUE'],
    ['to a ref that nobody has', link({ target: { ref: 'nobody' } }), 'INVALID_REFERENCE'],
    ['to an id of nothing', link({ target: { id: encodeItemId(itemId(9_999_999)) } }), 'INVALID_REFERENCE'],
    [
      'to a description that nobody fits',
      link({ target: { identity: { class: 'Server', attributes: { serverRole: 'none' } } } }),
      'ENDPOINT_MISSING',
    ],
    [
      'to an identity of an unknown class',
      link({ target: { identity: { class: 'Servr', attributes: {} } } }),
      'UNKNOWN_CLASS',
    ],
    ['to an end that is named twice', link({ target: { ref: 'a', id: 'b' } }), 'INVALID_REFERENCE'],
    ['to an end that is not named', link({ target: {} }), 'INVALID_REFERENCE'],
    ['from an item to itself', link({ target: from }), 'INVALID_REFERENCE'],
    ['that is larger than 64 kB', link({ attributes: { note: 'x'.repeat(70_000) } }), 'TOO_LARGE'],
    ['with U+0000', link({ gateKeys: ['a\u0000'] }), 'INVALID_VALUE'],
  ];
  test.each(cases)('%s', async (_, record, code) => {
    const good = link({ attributes: { seen: code } });
    const result = await send(app, { source: 'cloud', relationships: [record, good] });
    expect(result.relationships[0]).toMatchObject({ outcome: 'REJECTED', relationshipId: null });
    expect(codes(result.relationships[0])).toContain(code);
    expect(result.relationships[1]?.outcome).not.toBe('REJECTED');
  });

  test('when an item that it depends on was, and names that item', async () => {
    const result = await send(app, {
      items: [{ ...server('bad'), class: 'Srvr' }, server('good')],
      relationships: [{ type: 'DEPENDS_ON', source: { ref: 'good' }, target: { ref: 'bad' } }],
    });
    expect(codes(result.relationships[0])).toEqual(['DEPENDENCY_FAILED']);
    expect(result.relationships[0]?.errors[0]?.message).toContain('item 0 ("bad")');
  });

  test('when two of them contradict each other', async () => {
    const result = await send(app, { relationships: [link({ weight: 3 }), link({ weight: 4 })] });
    expect(result.relationships.map((one) => codes(one))).toEqual([['BATCH_CONFLICT'], ['BATCH_CONFLICT']]);
  });
});

test('an item that a person retired is not brought back by discovery', async () => {
  const [item] = (await send(app, { items: [server('old')] })).items;
  await retireItem(app, editCall(), { item: { id: encodeItemId(item?.itemId ?? itemId(1)) }, ifVersion: null });
  const result = await send(app, {
    items: [server('old'), server('new')],
    relationships: [
      { type: 'DEPENDS_ON', source: { ref: 'new' }, target: { id: encodeItemId(item?.itemId ?? itemId(1)) } },
    ],
  });
  expect(codes(result.items[0])).toEqual(['RETIRED']);
  expect(codes(result.relationships[0])).toEqual(['RETIRED']);
});

test('a source that may not create adds to what is there', async () => {
  const result = await send(app, {
    source: 'enricher',
    items: [server('stored', { environment: 'production' }), server('unheard-of')],
  });
  expect(outcomes(result)).toEqual(['UPDATED', 'REJECTED']);
  expect(codes(result.items[1])).toEqual(['SOURCE_MAY_NOT_CREATE']);
});

test('a ref that two items use is refused with everything that uses it', async () => {
  const result = await send(app, {
    items: [server('one', { ref: 'same' }), server('two', { ref: 'same' }), server('three')],
    relationships: [{ type: 'DEPENDS_ON', source: { ref: 'three' }, target: { ref: 'same' } }],
  });
  expect(result.items.map((item) => codes(item))).toEqual([['BATCH_CONFLICT'], ['BATCH_CONFLICT'], []]);
  expect(codes(result.relationships[0])).toEqual(['DEPENDENCY_FAILED']);
});

describe('a request is refused as a whole', () => {
  test.each([
    ['from an unknown source', { source: 'scna' }, 'UNKNOWN_SOURCE'],
    ['in the name of a person', { source: 'manual' }, 'BAD_REQUEST'],
    ['with a time that is none', { observedAt: 'yesterday' }, 'BAD_REQUEST'],
    ['with a time of the future', { observedAt: ahead(6) }, 'BAD_REQUEST'],
    ['with U+0000 in its reason', { reason: '\u0000' }, 'BAD_REQUEST'],
    ['with a control character in its key', { idempotencyKey: 'a\nb' }, 'BAD_REQUEST'],
    ['with too many items', { items: Array.from({ length: 50_001 }, () => server('x')) }, 'TOO_LARGE'],
  ])('%s', async (_, input, code) => {
    await expect(send(app, input)).rejects.toMatchObject({ code });
  });

  test('naming the nearest source', async () => {
    await expect(send(app, { source: 'scna' })).rejects.toThrow('Did you mean "scan"?');
  });
});

test('nothing of all this touched what was stored', async () => {
  const result = await send(app, { items: [{ class: 'LinuxServer', id: encodeItemId(stored) }] });
  expect(result.items[0]).toMatchObject({ outcome: 'UNCHANGED', itemId: stored });
});

function nested(depth: number): object | string {
  let value: object | string = 'core';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function chain(length: number): { key: string; rule: 'ANY'; parent: string | null }[] {
  return Array.from({ length }, (_, at) => ({ key: `g${at}`, rule: 'ANY', parent: at === 0 ? null : `g${at - 1}` }));
}
