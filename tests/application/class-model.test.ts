import type { CiClassInput } from '../../src/domain/class-model/model-input';
import { revision, type ItemId } from '../../src/domain/ids';
import { BUILTIN_MODEL_VERSION } from '../../src/domain/class-model/builtin-model';
import { changePlan, testItem, testObservation, update } from '../support/plans';
import {
  define,
  holdersOf,
  startModelServer,
  storeItems,
  storeRelationship,
  type ModelServer,
} from '../support/model-server';

const sensor = (extra: Partial<CiClassInput> = {}): CiClassInput => ({
  name: 'Sensor',
  description: 'measures something',
  attributes: [
    { name: 'unit', schema: { type: 'string' } },
    { name: 'range', schema: { type: 'integer' } },
  ],
  identification: [{ attributes: ['unit', 'name'] }],
  ...extra,
});

describe('defining classes and relationship types at run time', () => {
  let server: ModelServer;
  const head = async (): Promise<number> => {
    const [row] = await server.database.query<{ revision: number }>('select revision from revision_head');
    return row?.revision ?? -1;
  };

  beforeEach(async () => {
    server = await startModelServer();
  });
  afterEach(() => server.stop());

  it('needs no restart, and the past keeps the model that it had', async () => {
    const applied = await define(server, {
      classes: [sensor({ parent: 'Hardware' })],
      relationshipTypes: [
        {
          name: 'MEASURES',
          inverseName: 'MEASURED_BY',
          description: '',
          propagation: 'NONE',
          endpoints: [{ source: ['Sensor'], target: ['Hardware'] }],
        },
      ],
    });
    expect(applied).toMatchObject({ revision: 2, errors: [], classes: ['Sensor'], relationshipTypes: ['MEASURES'] });
    const now = server.models.current();
    expect(now.isA('Sensor', 'Hardware')).toBe(true);
    expect(now.allows('MEASURES', 'Sensor', 'LinuxServer')).toBe(true);
    expect(now.requireType('MEASURES').code).toBe(255);
    const then = await server.models.at(revision(1));
    expect([then.class('Sensor'), then.type('MEASURES')]).toEqual([undefined, undefined]);
    expect((await server.models.at(revision(2))).class('Sensor')).toBeDefined();
    await define(server, { classes: [sensor({ description: 'redefined' })] });
    expect((await server.models.at(revision(2))).class('Sensor')?.description).toBe('measures something');
    expect((await server.models.at(revision(3))).class('Sensor')?.description).toBe('redefined');
  });

  it('writes nothing for a dry run, nor for what is defined like that already', async () => {
    const dry = await define(server, { classes: [sensor()] }, { dryRun: true });
    expect(dry).toMatchObject({ revision: 1, classes: ['Sensor'], changeSets: [] });
    expect(dry.model.class('Sensor')).toBeDefined();
    expect(server.models.current().class('Sensor')).toBeUndefined();
    await define(server, { classes: [sensor()] });
    expect(await define(server, { classes: [sensor()] })).toMatchObject({ revision: 2, classes: [], changeSets: [] });
    expect(await head()).toBe(2);
  });

  it('answers a repeated call from its idempotency key, and refuses the key for another', async () => {
    const idempotency = { key: 'k1', bodyHash: 'aa'.repeat(32) };
    const first = await define(server, { classes: [sensor()] }, { idempotency });
    const again = await define(server, { classes: [sensor()] }, { idempotency });
    expect(again).toMatchObject({ revision: first.revision, replayed: true, classes: ['Sensor'] });
    expect(again.changeSets.map((one) => one.id)).toEqual(first.changeSets.map((one) => one.id));
    const other = { key: 'k1', bodyHash: 'bb'.repeat(32) };
    await expect(define(server, { classes: [] }, { idempotency: other })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it.each<[string, CiClassInput, string, RegExp]>([
    ['an unknown parent', sensor({ parent: 'Hardwear' }), 'UNKNOWN_CLASS', /Did you mean "Hardware"/],
    [
      'a rule over an unknown attribute',
      sensor({ identification: [{ attributes: ['units'] }] }),
      'INVALID_DEFINITION',
      /unknown attribute "units"\. Did you mean "unit"/,
    ],
    ['a name outside the pattern', sensor({ name: 'temperature-sensor' }), 'INVALID_NAME', /cannot name a CI class/],
    ['a name of the API', sensor({ name: 'Topology' }), 'INVALID_NAME', /type of the API/],
    [
      'an attribute named like a field',
      sensor({ attributes: [{ name: 'labels', schema: {} }], identification: [] }),
      'INVALID_NAME',
      /field that every configuration item has/,
    ],
    [
      'a schema that does not compile',
      sensor({ attributes: [{ name: 'unit', schema: { type: 'strnig' } }] }),
      'INVALID_DEFINITION',
      /The schema of attribute Sensor\.unit is no valid JSON Schema/,
    ],
    [
      'a schema with a misspelt keyword',
      sensor({ attributes: [{ name: 'unit', schema: { type: 'string', maxLenght: 3 } }] }),
      'INVALID_DEFINITION',
      /maxLenght/,
    ],
    ['U+0000 in a text', sensor({ description: 'a\u0000b' }), 'INVALID_VALUE', /U\+0000/],
    ['a megabyte of text', sensor({ description: 'a'.repeat(1_000_000) }), 'TOO_LARGE', /larger than 262144/],
  ])('refuses %s', async (_, own, code, message) => {
    const refused = await define(server, { classes: [own] });
    expect(refused.errors.map((error) => error.code)).toContain(code);
    expect(refused.errors.map((error) => error.message).join('\n')).toMatch(message);
    expect(refused.changeSets).toEqual([]);
    expect(await head()).toBe(1);
  });

  it('takes all definitions of a request or none', async () => {
    const refused = await define(server, { classes: [sensor(), sensor({ name: 'Probe', parent: 'Nothing' })] });
    expect(refused.errors).toHaveLength(1);
    expect(server.models.current().class('Sensor')).toBeUndefined();
  });

  it('marks a redefined shipped class as the owner’s, which an upgrade leaves alone', async () => {
    expect(server.models.current().requireClass('Rack').shippedIn).toBe(BUILTIN_MODEL_VERSION);
    await define(server, { classes: [{ name: 'Rack', description: 'ours' }] });
    expect(server.models.current().requireClass('Rack').shippedIn).toBeUndefined();
    const [row] = await server.database.query<{ origin: string }>(`select origin from ci_class where name = 'Rack'`);
    expect(row).toEqual({ origin: 'CUSTOM' });
  });

  describe('on what is stored', () => {
    beforeEach(async () => {
      await define(server, { classes: [sensor(), { name: 'Probe', parent: 'Sensor', description: '' }] });
      await storeItems(
        server,
        'Sensor',
        Array.from({ length: 25 }, (_, index) => ({ name: `s${index}`, attributes: { range: index } })),
      );
      await storeItems(server, 'Probe', [{ name: 'p0', attributes: { range: 100, unit: 'K' } }]);
    });

    it('refuses a narrower schema, with a count and the first items, in descendants too', async () => {
      const narrower = sensor({
        attributes: [
          { name: 'unit', schema: { type: 'string' } },
          { name: 'range', schema: { type: 'integer', maximum: 2 } },
        ],
      });
      const refused = await define(server, { classes: [narrower] });
      expect(refused.errors).toMatchObject([{ code: 'WOULD_INVALIDATE_STORED', path: ['classes', 'Sensor'] }]);
      expect(refused.errors[0]?.message).toMatch(
        /^23 stored items or relationships would become invalid\. The first: /,
      );
      expect(refused.invalidated.count).toBe(23);
      expect(refused.invalidated.items).toHaveLength(20);
      expect(refused.invalidated.items[0]?.errors).toMatchObject([
        { code: 'INVALID_ATTRIBUTE', path: ['attributes', 'range'] },
      ]);
      expect(refused.changeSets).toEqual([]);
    });

    it('refuses to remove an attribute in use, and names who uses it', async () => {
      const without = sensor({ attributes: [{ name: 'range', schema: { type: 'integer' } }], identification: [] });
      const refused = await define(server, { classes: [without] });
      expect(refused.invalidated.count).toBe(1);
      expect(refused.invalidated.items[0]?.errors[0]?.message).toMatch(/"scanner" gives "p0" a value for it/);
    });

    it('refuses to require what items lack, and to make their class abstract', async () => {
      const requiring = sensor({
        attributes: [
          { name: 'unit', schema: { type: 'string' }, required: true },
          { name: 'range', schema: { type: 'integer' } },
        ],
      });
      expect((await define(server, { classes: [requiring] })).invalidated.count).toBe(25);
      const abstract = await define(server, { classes: [sensor({ abstract: true })] });
      expect(abstract.invalidated.count).toBe(25);
      expect(abstract.invalidated.items[0]?.errors).toMatchObject([{ code: 'ABSTRACT_CLASS' }]);
    });

    it('allows what widens, and what nobody uses', async () => {
      const wider = sensor({
        attributes: [
          { name: 'unit', schema: { type: ['string', 'null'] } },
          { name: 'range', schema: { type: 'number' } },
          { name: 'colour', schema: { type: 'string' } },
        ],
      });
      expect((await define(server, { classes: [wider] })).errors).toEqual([]);
      const narrower = sensor({
        attributes: [
          { name: 'unit', schema: { type: 'string' } },
          { name: 'range', schema: { type: 'integer', maximum: 100 } },
        ],
      });
      expect((await define(server, { classes: [narrower] })).errors).toEqual([]);
    });

    it('finds the item that was written between the first look and the lock', async () => {
      const narrower = sensor({
        attributes: [
          { name: 'unit', schema: { type: 'string' } },
          { name: 'range', schema: { type: 'integer', maximum: 100 } },
        ],
      });
      let store: Promise<unknown> | null = null;
      const racing: ModelServer = {
        ...server,
        writes: {
          ...server.writes,
          submit: async (write) => {
            store ??= storeItems(server, 'Probe', [{ name: 'late', attributes: { range: 101 } }]);
            await store;
            return server.writes.submit(write);
          },
        },
      };
      const refused = await define(racing, { classes: [narrower] });
      expect(refused.errors).toMatchObject([{ code: 'WOULD_INVALIDATE_STORED' }]);
      expect(refused.invalidated.count).toBe(1);
      expect(server.models.current().attributesOf('Sensor').get('range')?.schema).toEqual({ type: 'integer' });
    });

    it('refuses to close a relationship type to classes that use it', async () => {
      const [a, b] = (await storeItems(server, 'Sensor', [{ name: 'a' }, { name: 'b' }])) as [ItemId, ItemId];
      const feeds = { name: 'FEEDS', inverseName: 'FED_BY', description: '', propagation: 'NONE' } as const;
      await define(server, { relationshipTypes: [feeds] });
      await storeRelationship(server, a, 'FEEDS', b);
      const closed = { ...feeds, endpoints: [{ source: ['Probe'], target: ['Sensor'] }] };
      const refused = await define(server, { relationshipTypes: [closed] });
      expect(refused.errors).toMatchObject([{ code: 'WOULD_INVALIDATE_STORED', path: ['relationshipTypes', 'FEEDS'] }]);
      expect(refused.invalidated).toMatchObject({
        count: 1,
        items: [{ itemId: a, errors: [{ code: 'RELATIONSHIP_NOT_ALLOWED' }] }],
      });
      const turned = { ...feeds, inverseName: 'FEEDS', symmetric: true };
      expect((await define(server, { relationshipTypes: [turned] })).invalidated.count).toBe(1);
      const open = { ...feeds, endpoints: [{ source: ['Sensor'], target: ['Sensor'] }] };
      expect((await define(server, { relationshipTypes: [open] })).errors).toEqual([]);
    });
  });

  describe('when an identification rule changes', () => {
    const byUnit = (...identification: NonNullable<CiClassInput['identification']>): CiClassInput =>
      sensor({ identification });

    it('keys stored items by the new rule, the oldest owning what several share', async () => {
      await define(server, { classes: [sensor(), { name: 'Probe', parent: 'Sensor', description: '' }] });
      const [a] = await storeItems(server, 'Sensor', [{ name: 'a', attributes: { unit: 'K' } }]);
      const [b] = await storeItems(server, 'Probe', [{ name: 'b', attributes: { unit: 'k' } }]);
      const [, , d] = await storeItems(server, 'Sensor', [
        { name: 'c' },
        { name: 'd', attributes: { unit: 'Pa' } },
        { name: 'e', attributes: { unit: 'bar' } },
      ]);
      const applied = await define(server, {
        classes: [byUnit({ attributes: ['unit', 'name'] }, { attributes: ['unit'] })],
      });
      expect(applied.errors).toEqual([]);
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['k'] })).toEqual([`${a}`, `${b}*`]);
      expect(await holdersOf(server, 'Probe', { entry: 'unit', values: ['bar'] })).toEqual([`${d}`]);
    });

    it('keys by what each source says, and by rows', async () => {
      const tagged: CiClassInput = {
        name: 'Tagged',
        description: '',
        attributes: [{ name: 'tags', schema: { type: 'array', items: { type: 'string' } } }],
        identification: [],
      };
      await define(server, { classes: [tagged] });
      const [a] = await storeItems(server, 'Tagged', [{ name: 'a', attributes: { tags: ['T1', 'T2'] } }]);
      await define(server, { classes: [{ ...tagged, identification: [{ attributes: ['tag'], rows: 'tags' }] }] });
      expect(await holdersOf(server, 'Tagged', { entry: 'tag', values: ['t1'] })).toEqual([`${a}`]);
      expect(await holdersOf(server, 'Tagged', { entry: 'tag', values: ['t2'] })).toEqual([`${a}`]);
    });

    it('keys inside the host that a stored relationship names', async () => {
      await define(server, { classes: [byUnit()] });
      const [rack] = (await storeItems(server, 'Rack', [{ name: 'r' }])) as [ItemId];
      const [a, b] = (await storeItems(server, 'Sensor', [{ name: 'x' }, { name: 'x' }])) as [ItemId, ItemId];
      await storeRelationship(server, a, 'DEPENDS_ON', rack);
      const within = [{ relationshipType: 'DEPENDS_ON', hostClasses: ['Rack'] }];
      await define(server, { classes: [byUnit({ attributes: ['name'], within })] });
      expect(await holdersOf(server, 'Sensor', { entry: 'name', values: ['x'], host: rack })).toEqual([`${a}`]);
      expect(b).toBeGreaterThan(a);
    });

    it('takes away the keys of a rule that is gone, and keeps them in the past', async () => {
      await define(server, { classes: [byUnit()] });
      await storeItems(server, 'Sensor', [{ name: 'a', attributes: { unit: 'K' } }]);
      const { model } = await define(server, { classes: [byUnit({ attributes: ['unit'] })] });
      const [entry] = model.entriesOf('Sensor');
      const { revision: gone } = await define(server, { classes: [byUnit({ attributes: ['unit'], weak: true })] });
      const count = async (table: string): Promise<number> => {
        const rows = await server.database.query(`select 1 from ${table} where entry_id = $1`, [entry?.id]);
        return rows.length;
      };
      expect([gone, await count('ci_identifier')]).toEqual([5, 1]);
      await define(server, { classes: [byUnit()] });
      expect([await count('ci_identifier'), await count('ci_identifier_version')]).toEqual([0, 1]);
    });

    it('lets a class leave a rule that others keep: who contested its keys, owns them', async () => {
      const probe = { name: 'Probe', parent: 'Sensor', description: '' };
      await define(server, { classes: [byUnit(), probe] });
      const [a] = await storeItems(server, 'Probe', [{ name: 'a', attributes: { unit: 'K' } }]);
      const [b] = await storeItems(server, 'Sensor', [{ name: 'b', attributes: { unit: 'K' } }]);
      await define(server, { classes: [byUnit({ attributes: ['unit'] })] });
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['k'] })).toEqual([`${a}`, `${b}*`]);
      await define(server, { classes: [{ ...probe, identification: [] }] });
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['k'] })).toEqual([`${b}`]);
    });

    it('lays down what is too much for one change set beforehand, and corrects what was written meanwhile', async () => {
      await define(server, { classes: [byUnit()] });
      const ids: ItemId[] = [];
      for (const part of [0, 1]) {
        const items = Array.from({ length: 1_500 }, (_, at) => ({ name: 'n', attributes: { unit: `u${part}-${at}` } }));
        ids.push(...(await storeItems(server, 'Sensor', items)));
      }
      const first = ids[0] as ItemId;
      let raced = false;
      const racing: ModelServer = {
        ...server,
        writes: {
          ...server.writes,
          submit: async (write) => {
            if (!raced) {
              raced = true;
              const item = testItem(first, { className: 'Sensor', name: 'n', attributes: { unit: 'u0-0' } });
              const said = (unit: string) =>
                testObservation(first, { className: 'Sensor', claims: { name: 'n', 'attributes.unit': unit } });
              const plan = changePlan({
                items: [update(item, { attributes: { unit: 'u0-1' } })],
                observations: [{ before: said('u0-0'), after: said('u0-1'), tenant: '' }],
              });
              await server.writes.submit({ prepare: () => Promise.resolve(plan) });
              await storeItems(server, 'Sensor', [{ name: 'new', attributes: { unit: 'new' } }]);
            }
            return server.writes.submit(write);
          },
        },
      };
      const applied = await define(racing, { classes: [byUnit({ attributes: ['unit'] })] });
      expect(applied.errors).toEqual([]);
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['u0-1'] })).toEqual([
        `${first}`,
        `${ids[1]}*`,
      ]);
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['u0-0'] })).toEqual([]);
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['u1-1499'] })).toEqual([`${ids.at(-1)}`]);
      expect(await holdersOf(server, 'Sensor', { entry: 'unit', values: ['new'] })).toHaveLength(1);
    });

    it('refuses another format of an attribute that identifies', async () => {
      await define(server, { classes: [sensor({ identification: [{ attributes: ['unit'] }] })] });
      const formatted = sensor({
        attributes: [
          { name: 'unit', schema: { type: 'string', format: 'uuid' } },
          { name: 'range', schema: { type: 'integer' } },
        ],
        identification: [{ attributes: ['unit'] }],
      });
      const refused = await define(server, { classes: [formatted] });
      expect(refused.errors).toMatchObject([{ code: 'INVALID_DEFINITION' }]);
      expect(refused.errors[0]?.message).toMatch(/"unit" of Sensor identifies items/);
    });
  });
});
