import {
  codes,
  footprint,
  ingestAppOfFile,
  outcomes,
  relationshipOutcomes,
  send,
  server,
  storedItem,
  storedRelationships,
} from '../support/ingest-app';
import { encodeItemId } from '../../src/domain/opaque-id';
import { itemId } from '../../src/domain/ids';

const app = ingestAppOfFile();

const at = (minute: number): string => `2024-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`;

describe('an item', () => {
  test('that is new is created, and found again by what identifies it', async () => {
    const first = await send(app, { items: [server('web-1')] });
    expect(outcomes(first)).toEqual(['CREATED']);
    const again = await send(app, { items: [server('web-1')] });
    const id = first.items[0]?.itemId;
    expect(again.items).toMatchObject([{ outcome: 'UNCHANGED', itemId: id, matchedBy: 'serialNumber, manufacturer' }]);
    expect(await storedItem(app, id)).toMatchObject({
      name: 'web-1',
      className: 'LinuxServer',
      lifecycle: 'OPERATIONAL',
      canFail: true,
      version: 1,
      attributes: { hostname: 'web-1', serialNumber: 'SN-web-1', manufacturer: 'Dell' },
    });
  });

  test('that is sent twice writes nothing the second time, whatever the spelling of what identifies it', async () => {
    await send(app, { items: [server('web-1', { nativeKey: 'k1' }), server('web-2')] });
    const before = await footprint(app);
    const again = await send(app, { items: [server('web-1', { nativeKey: 'k1' }), server('web-2')] });
    expect(outcomes(again)).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(await footprint(app)).toEqual(before);
    expect(again).toMatchObject({ operation: null, changeSets: [], revision: before['revision'] });
    const spelled = await send(app, {
      items: [{ class: 'LinuxServer', attributes: { serialNumber: ' sn-WEB-1 ', manufacturer: 'DELL' } }],
    });
    expect(spelled.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: again.items[0]?.itemId });
  });

  test('keeps what a payload leaves out, and loses what it withdraws', async () => {
    const [created] = (
      await send(app, { items: [server('web-1', { description: 'first', labels: { team: 'blue', tier: '1' } })] })
    ).items;
    await send(app, { items: [server('web-1', { environment: 'production', labels: { team: null } })] });
    const kept = await storedItem(app, created?.itemId);
    expect(kept).toMatchObject({ description: 'first', environment: 'production', labels: { tier: '1' }, version: 2 });
    await send(app, { items: [server('web-1', { description: null })] });
    expect(await storedItem(app, created?.itemId)).toMatchObject({ description: null, environment: 'production' });
  });

  test('that declares a part complete loses what it does not name there', async () => {
    const [created] = (
      await send(app, { items: [server('web-1', { attributes: { os: 'Debian' }, labels: { team: 'blue' } })] })
    ).items;
    const result = await send(app, { items: [server('web-1', { complete: ['ATTRIBUTES'] })] });
    expect(outcomes(result)).toEqual(['UPDATED']);
    const item = await storedItem(app, created?.itemId);
    expect(item.attributes).toEqual({ hostname: 'web-1', serialNumber: 'SN-web-1', manufacturer: 'Dell' });
    expect(item.labels).toEqual({ team: 'blue' });
  });

  test('takes the default name from what identifies it', async () => {
    const result = await send(app, {
      items: [
        { class: 'LinuxServer', attributes: { hostname: 'db-7' } },
        { class: 'IpAddress', attributes: { address: '10.1.2.3', routingDomain: 'core' } },
      ],
    });
    expect(outcomes(result)).toEqual(['CREATED', 'CREATED']);
    expect(await storedItem(app, result.items[0]?.itemId)).toMatchObject({ name: 'db-7' });
    expect(await storedItem(app, result.items[1]?.itemId)).toMatchObject({ name: '10.1.2.3 core' });
  });

  test('becomes more specific, never more general by itself, and never something else', async () => {
    const [created] = (await send(app, { items: [{ ...server('web-1'), class: 'Server' }] })).items;
    expect(outcomes(await send(app, { items: [server('web-1')] }))).toEqual(['RECLASSIFIED']);
    expect(await storedItem(app, created?.itemId)).toMatchObject({ className: 'LinuxServer', version: 2 });
    const general = await send(app, { source: 'cloud', items: [{ ...server('web-1'), class: 'Server' }] });
    expect(general.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: created?.itemId });
    expect(await storedItem(app, created?.itemId)).toMatchObject({ className: 'LinuxServer' });
    const other = await send(app, { items: [{ ...server('web-1'), class: 'WindowsServer' }] });
    expect(codes(other.items[0])).toEqual(['CLASS_CHANGE_REFUSED']);
  });

  test('that one source says is gone stays while another vouches for it', async () => {
    const [created] = (await send(app, { items: [server('web-1')] })).items;
    await send(app, { source: 'cloud', items: [server('web-1')] });
    expect(outcomes(await send(app, { items: [server('web-1', { presence: 'ABSENT' })] }))).toEqual(['UPDATED']);
    expect(await storedItem(app, created?.itemId)).toMatchObject({ presence: 'PRESENT', absentSince: null });
    expect(outcomes(await send(app, { source: 'cloud', items: [server('web-1', { presence: 'ABSENT' })] }))).toEqual([
      'ABSENT',
    ]);
    const absent = await storedItem(app, created?.itemId);
    expect(absent.presence).toBe('ABSENT');
    expect(absent.absentSince).not.toBeNull();
    expect(outcomes(await send(app, { items: [server('web-1', { presence: 'ABSENT' })] }))).toEqual(['UNCHANGED']);
    expect(outcomes(await send(app, { items: [server('web-1')] }))).toEqual(['RESURRECTED']);
    expect(await storedItem(app, created?.itemId)).toMatchObject({ presence: 'PRESENT', absentSince: null });
  });

  test('that was never there and is reported absent leaves no trace', async () => {
    const before = await footprint(app);
    const result = await send(app, { items: [server('ghost', { presence: 'ABSENT' })] });
    expect(result.items[0]).toMatchObject({ outcome: 'UNCHANGED', itemId: null });
    expect(await footprint(app)).toEqual(before);
  });
});

describe('the claims of several sources', () => {
  test('stand side by side, and the later one is effective', async () => {
    const first = await send(app, { observedAt: at(1), items: [server('web-1', { environment: 'staging' })] });
    const id = first.items[0]?.itemId;
    const second = await send(app, {
      source: 'cloud',
      observedAt: at(2),
      items: [server('web-1', { environment: 'production' })],
    });
    expect(second.items[0]).toMatchObject({ outcome: 'UPDATED', masked: [] });
    expect(await storedItem(app, id)).toMatchObject({ environment: 'production' });
    const late = await send(app, {
      source: 'script',
      observedAt: at(0),
      items: [server('web-1', { environment: 'test' })],
    });
    expect(late.items[0]?.masked).toEqual([{ path: 'environment', winner: 'cloud', reason: 'OLDER_THAN_CLAIM' }]);
    expect(await storedItem(app, id)).toMatchObject({ environment: 'production' });
    await send(app, { source: 'cloud', observedAt: at(3), items: [server('web-1', { environment: null })] });
    expect(await storedItem(app, id)).toMatchObject({ environment: 'staging' });
  });

  test('a report that is older than what its source said changes nothing', async () => {
    await send(app, { observedAt: at(5), items: [server('web-1', { environment: 'production' })] });
    const before = await footprint(app);
    const old = await send(app, { observedAt: at(4), items: [server('web-1', { environment: 'staging' })] });
    expect(old.items[0]).toMatchObject({
      outcome: 'SUPERSEDED',
      masked: [{ path: 'environment', winner: 'scan', reason: 'OLDER_THAN_CLAIM' }],
    });
    expect(await footprint(app)).toEqual(before);
  });

  test('a report that is older than what its source said changes nothing, whatever another source says', async () => {
    const one = (fields: object) => ({ items: [server('web-1', { nativeKey: 'k', ...fields })] });
    await send(app, { observedAt: at(3), ...one({ environment: 'production', owner: { name: 'a' } }) });
    await send(app, { observedAt: at(4), ...one({ environment: 'production', owner: { name: 'a' } }) });
    await send(app, { source: 'cloud', observedAt: at(5), ...one({ environment: 'test' }) });
    const before = await footprint(app);
    const old = await send(app, { observedAt: at(1), ...one({ environment: 'staging' }) });
    expect(old.items[0]).toMatchObject({ outcome: 'SUPERSEDED', masked: [{ path: 'environment', winner: 'scan' }] });
    expect(await footprint(app)).toEqual(before);
  });

  test('that it is gone is superseded by a later report that it is there', async () => {
    await send(app, { observedAt: at(5), items: [server('web-1')] });
    const before = await footprint(app);
    const old = await send(app, { observedAt: at(4), items: [server('web-1', { presence: 'ABSENT' })] });
    expect(old.items[0]).toMatchObject({
      outcome: 'SUPERSEDED',
      masked: [{ path: 'presence', winner: 'scan', reason: 'OLDER_THAN_CLAIM' }],
    });
    expect(await footprint(app)).toEqual(before);
  });

  test('a run that saw nothing new makes all it repeated as fresh as itself', async () => {
    await send(app, { observedAt: at(1), items: [server('web-1', { environment: 'production' })] });
    await send(app, { observedAt: at(9), items: [server('web-1', { environment: 'production' })] });
    const late = await send(app, { observedAt: at(5), items: [server('web-1', { environment: 'staging' })] });
    expect(outcomes(late)).toEqual(['SUPERSEDED']);
    const other = await send(app, {
      source: 'cloud',
      observedAt: at(7),
      items: [server('web-1', { environment: 'test' })],
    });
    expect(other.items[0]?.masked).toEqual([{ path: 'environment', winner: 'scan', reason: 'OLDER_THAN_CLAIM' }]);
  });

  test('a run that repeated only a part refreshes nothing else', async () => {
    await send(app, { observedAt: at(1), items: [server('web-1', { environment: 'production', site: 'Bern' })] });
    await send(app, { observedAt: at(5), source: 'cloud', items: [server('web-1', { site: 'Basel' })] });
    await send(app, { observedAt: at(9), items: [server('web-1', { environment: 'production' })] });
    const [item] = (
      await send(app, { observedAt: at(10), source: 'script', items: [server('web-1', { description: 'x' })] })
    ).items;
    expect(await storedItem(app, item?.itemId)).toMatchObject({ site: 'Basel', environment: 'production' });
  });

  test('a native key that comes later takes over what was said without one', async () => {
    const [created] = (await send(app, { observedAt: at(1), items: [server('web-1', { description: 'kept' })] })).items;
    const keyed = await send(app, { observedAt: at(2), items: [server('web-1', { nativeKey: 'vm-17' })] });
    expect(keyed.items[0]).toMatchObject({ outcome: 'UPDATED', itemId: created?.itemId });
    const observations = await app.database.query<{ native_key: string }>('select native_key from observation');
    expect(observations).toEqual([{ native_key: 'vm-17' }]);
    const byKey = await send(app, {
      observedAt: at(3),
      items: [{ class: 'LinuxServer', nativeKey: 'vm-17', environment: 'test' }],
    });
    expect(byKey.items[0]).toMatchObject({ matchedBy: 'nativeKey', itemId: created?.itemId });
    expect(await storedItem(app, created?.itemId)).toMatchObject({ description: 'kept', environment: 'test' });
  });
});

describe('a batch', () => {
  test('lands whatever the order of its items', async () => {
    const items = [
      {
        ref: 'db',
        class: 'DatabaseInstance',
        attributes: { engine: 'postgres', port: 5432 },
        relationships: [{ type: 'RUNS_ON', end: { ref: 'host' } }],
      },
      server('host'),
      { ref: 'main', class: 'Database', name: 'main', relationships: [{ type: 'PART_OF', end: { ref: 'db' } }] },
    ];
    const forward = await send(app, { items });
    expect(outcomes(forward)).toEqual(['CREATED', 'CREATED', 'CREATED']);
    expect(relationshipOutcomes(forward)).toEqual(['CREATED', 'CREATED']);
    const before = await footprint(app);
    const backward = await send(app, { items: items.toReversed() });
    expect(outcomes(backward)).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED']);
    expect(relationshipOutcomes(backward)).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(await footprint(app)).toEqual(before);
  });

  test('merges records of the same thing, and refuses those that contradict each other', async () => {
    const merged = await send(app, {
      items: [
        { class: 'LinuxServer', attributes: { hostname: 'a', serialNumber: 'S1', manufacturer: 'HP' } },
        { class: 'LinuxServer', attributes: { hostname: 'a' }, environment: 'production' },
        server('b', { environment: 'x' }),
        server('b', { environment: 'y', ref: 'b2' }),
      ],
    });
    expect(outcomes(merged)).toEqual(['CREATED', 'CREATED', 'REJECTED', 'REJECTED']);
    expect(merged.items[0]?.itemId).toBe(merged.items[1]?.itemId);
    expect(merged.items[0]?.warnings.map((warning) => warning.code)).toEqual(['BATCH_CONFLICT']);
    expect(codes(merged.items[2])).toEqual(['BATCH_CONFLICT']);
    expect(await storedItem(app, merged.items[0]?.itemId)).toMatchObject({ environment: 'production' });
  });

  test('takes reports of different times about one thing in the order of the times', async () => {
    const result = await send(app, {
      items: [
        server('a', { ref: 'late', environment: 'new', observedAt: at(9) }),
        server('a', { ref: 'early', environment: 'old', observedAt: at(1) }),
      ],
    });
    expect(outcomes(result)).toEqual(['CREATED', 'CREATED']);
    expect(await storedItem(app, result.items[0]?.itemId)).toMatchObject({ environment: 'new' });
  });

  test('keeps one bad record from harming its neighbours', async () => {
    const items = Array.from({ length: 1_000 }, (_, index) => server(`node-${index}`));
    items[500] = { ...server('bad'), attributes: { hostname: 'bad', cpuCount: 'many' } };
    const result = await send(app, { items });
    expect(result.totals).toEqual([
      { outcome: 'CREATED', items: 999, relationships: 0 },
      { outcome: 'REJECTED', items: 1, relationships: 0 },
    ]);
    expect(result.items[500]).toMatchObject({
      outcome: 'REJECTED',
      errors: [{ code: 'INVALID_ATTRIBUTE', path: ['attributes', 'cpuCount'] }],
    });
  });
});

describe('relationships', () => {
  const pair = [server('a'), server('b')];

  test('of a symmetric type are one, whichever way they are told', async () => {
    const interfaces = ['eth0', 'eth1'].map((name, at) => ({
      ref: name,
      class: 'NetworkInterface',
      name,
      relationships: [{ type: 'OWNED_BY', end: { ref: at === 0 ? 'a' : 'b' } }],
    }));
    const cable = (from: string, to: string) => ({ type: 'CONNECTS_TO', source: { ref: from }, target: { ref: to } });
    const first = await send(app, { items: [...pair, ...interfaces], relationships: [cable('eth1', 'eth0')] });
    expect(relationshipOutcomes(first)).toEqual(['CREATED', 'CREATED', 'CREATED']);
    const again = await send(app, { items: [...pair, ...interfaces], relationships: [cable('eth0', 'eth1')] });
    expect(relationshipOutcomes(again)).toEqual(['UNCHANGED', 'UNCHANGED', 'UNCHANGED']);
    expect(again.relationships[2]?.relationshipId).toBe(first.relationships[2]?.relationshipId);
  });

  test('take their values from the strongest claim, and end with the last one', async () => {
    const link = { type: 'DEPENDS_ON', source: { ref: 'a' }, target: { ref: 'b' } };
    await send(app, { items: pair, relationships: [{ ...link, kind: 'INFERRED', strength: 'SOFT', weight: 2 }] });
    await send(app, {
      source: 'cloud',
      items: pair,
      relationships: [{ ...link, strength: 'HARD', attributes: { port: 1 } }],
    });
    await send(app, {
      items: pair,
      relationships: [{ ...link, kind: 'INFERRED', strength: 'SOFT', attributes: { seen: 2 } }],
    });
    expect(await storedRelationships(app)).toMatchObject([
      { kind: 'DECLARED', strength: 'HARD', weight: 1, attributes: { port: 1, seen: 2 } },
    ]);
    const gone = { ...link, presence: 'ABSENT' as const };
    expect(relationshipOutcomes(await send(app, { source: 'cloud', items: pair, relationships: [gone] }))).toEqual([
      'UPDATED',
    ]);
    expect(await storedRelationships(app)).toMatchObject([
      { kind: 'INFERRED', strength: 'SOFT', weight: 2, attributes: { seen: 2 } },
    ]);
    expect(relationshipOutcomes(await send(app, { items: pair, relationships: [gone] }))).toEqual(['ABSENT']);
    expect(await storedRelationships(app)).toEqual([]);
    expect(relationshipOutcomes(await send(app, { items: pair, relationships: [gone] }))).toEqual(['UNCHANGED']);
  });

  test('that an item declares complete end where it does not name them', async () => {
    const app1 = (host: string) => ({
      ref: 'app',
      nativeKey: 'app-1',
      class: 'WebServer',
      name: 'shop',
      attributes: { installPath: '/srv', instanceName: 'shop' },
      relationships: [{ type: 'RUNS_ON', end: { ref: host } }],
      completeRelationships: ['RUNS_ON'],
    });
    const first = await send(app, { items: [...pair, app1('a')] });
    expect(outcomes(first)).toEqual(['CREATED', 'CREATED', 'CREATED']);
    expect(first.changeSets).toHaveLength(1);
    const moved = await send(app, { items: [...pair, app1('b')] });
    expect(outcomes(moved)).toEqual(['UNCHANGED', 'UNCHANGED', 'UPDATED']);
    // At no revision does it run on both, or on none.
    expect(moved.changeSets).toHaveLength(1);
    expect(moved.totals).toContainEqual({ outcome: 'ABSENT', items: 0, relationships: 1 });
    expect(await storedRelationships(app)).toMatchObject([{ target: first.items[1]?.itemId }]);
    // What identified it inside its old host went with the host: another one there is another item.
    const { nativeKey: _, ...other } = app1('a');
    const twin = await send(app, { items: [...pair, other] });
    expect(outcomes(twin)).toEqual(['UNCHANGED', 'UNCHANGED', 'CREATED']);
  });

  test('may end at stored items by id, native key or identity', async () => {
    const stored = await send(app, { items: [server('a', { nativeKey: 'k-a' }), server('b')] });
    const [a, b] = stored.items;
    const ends = [
      { id: encodeItemId(a?.itemId ?? itemId(1)) },
      { native: { source: 'scan', key: 'k-a' } },
      { identity: { class: 'Host', attributes: { hostname: 'A' } } },
      { identity: { class: 'Server', attributes: { name: 'a' } } },
    ];
    for (const end of ends) {
      const result = await send(app, {
        source: 'cloud',
        relationships: [{ type: 'DEPENDS_ON', source: end, target: { id: encodeItemId(b?.itemId ?? itemId(1)) } }],
      });
      expect(result.relationships).toMatchObject([{ errors: [], outcome: end === ends[0] ? 'CREATED' : 'UNCHANGED' }]);
    }
  });
});

test('a report older than the claims it meets changes nothing, the first time as every other time', async () => {
  const report = (hostname: string, observedAt: string) =>
    send(app, { observedAt, items: [{ ...server('web', { attributes: { hostname } }), nativeKey: 'n-1' }] });
  await report('new', '2026-01-02T00:00:00Z');
  const before = await footprint(app);
  for (let time = 0; time < 2; time += 1) {
    const late = await report('old', '2026-01-01T00:00:00Z');
    expect(late).toMatchObject({ changeSets: [], items: [{ outcome: 'SUPERSEDED' }] });
    expect(late.items[0]?.masked).toMatchObject([{ path: 'attributes.hostname', reason: 'OLDER_THAN_CLAIM' }]);
    expect(await footprint(app)).toEqual(before);
  }
});
