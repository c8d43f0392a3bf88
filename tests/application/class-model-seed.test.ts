import { randomUUID } from 'node:crypto';
import { createClassModels, type ClassModels } from '../../src/application/class-model/class-models';
import { seedClassModel } from '../../src/application/class-model/seed-model';
import { createWriteQueue, type WriteQueue } from '../../src/application/writes/write-queue';
import { BUILTIN_MODEL, BUILTIN_MODEL_VERSION } from '../../src/domain/class-model/builtin-model';
import type { CiClass } from '../../src/domain/class-model/class-model';
import { revision } from '../../src/domain/ids';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { openDatabase, type Database } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { holdersOf, storeItems } from '../support/model-server';

interface Server {
  readonly database: Database;
  readonly writes: WriteQueue;
  readonly models: ClassModels;
  readonly newId: () => string;
  readonly clock: () => Date;
}

async function startServer(database: Database): Promise<Server> {
  const writes = createWriteQueue({ database, clock: () => new Date(), newId: randomUUID });
  return { database, writes, models: await createClassModels(database), newId: randomUUID, clock: () => new Date() };
}

/** The model of the next release, with some classes replaced or added. */
const shippedWith = (...classes: readonly CiClass[]) => ({
  version: BUILTIN_MODEL_VERSION + 1,
  definition: {
    ...BUILTIN_MODEL,
    classes: [...BUILTIN_MODEL.classes.filter((own) => !classes.some((other) => other.name === own.name)), ...classes],
  },
});

const shipped = (name: string): CiClass => new ClassModel(BUILTIN_MODEL).requireClass(name);

const attribute = (name: string) => ({ name, description: '', schema: { type: 'string' }, required: false });

describe('seeding the class model', () => {
  let test: TestDatabase;
  let server: Server;

  beforeEach(async () => {
    test = await createTestDatabase();
    server = await startServer(test.database);
  });
  afterEach(async () => {
    await server.writes.close();
    await server.models.stop();
    await test.drop();
  });

  it('makes one change set of everything on an empty database, and nothing of it again', async () => {
    expect(server.models.current().classes()).toEqual([]);
    expect(await seedClassModel(server)).toEqual({ revision: 1, skipped: [] });
    expect(await seedClassModel(server)).toEqual({ revision: null, skipped: [] });
    expect(server.models.current().classes()).toHaveLength(BUILTIN_MODEL.classes.length);
    expect(server.models.current().types()).toHaveLength(35);
    expect(server.models.current().entriesOf('LinuxServer')).toHaveLength(6);
    expect((await server.models.at(revision(0))).classes()).toEqual([]);
    const changes = await test.database.query<{ entity: string; count: number }>(
      'select entity, count(*)::int from change group by entity order by entity',
    );
    expect(changes).toEqual([
      { entity: 'CI_CLASS', count: 80 },
      { entity: 'RELATIONSHIP_TYPE', count: 35 },
    ]);
  });

  it('happens once when servers start at the same time', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(test.url)));
    const servers = await Promise.all(databases.map(startServer));
    const results = await Promise.all([server, ...servers].map((one) => seedClassModel(one)));
    expect(results.filter((result) => result.revision !== null)).toHaveLength(1);
    const [head] = await test.database.query<{ revision: number }>('select revision from revision_head');
    expect(head).toEqual({ revision: 1 });
    for (const one of servers) expect(one.models.current().types()).toHaveLength(35);
    await Promise.all(servers.map((one) => one.writes.close()));
    await Promise.all(databases.map((database) => database.close()));
  });

  it('brings what a newer release ships, and is not undone by the older one', async () => {
    await seedClassModel(server);
    const rack = { ...shipped('Rack'), attributes: [...shipped('Rack').attributes, attribute('owner2')] };
    const cage = { ...shipped('Rack'), name: 'Cage', attributes: [], identification: [] };
    expect(await seedClassModel(server, shippedWith(rack, cage))).toEqual({ revision: 2, skipped: [] });
    expect(server.models.current().attributesOf('Rack').has('owner2')).toBe(true);
    expect(server.models.current().class('Cage')).toBeDefined();
    expect(await seedClassModel(server)).toEqual({ revision: null, skipped: [] });
    expect(server.models.current().attributesOf('Rack').has('owner2')).toBe(true);
    const before = await server.models.at(revision(1));
    expect(before.attributesOf('Rack').has('owner2')).toBe(false);
  });

  it('re-keys what a newer release identifies otherwise', async () => {
    await seedClassModel(server);
    const [first, second] = await storeItems(server, 'Site', [
      { name: 'a', attributes: { country: 'CH' } },
      { name: 'b', attributes: { country: 'ch' } },
    ]);
    const entry = { id: 7903, attributes: ['country'], within: null, rows: null, weak: false };
    const result = await seedClassModel(server, shippedWith({ ...shipped('Site'), identification: [entry] }));
    expect(result).toEqual({ revision: 3, skipped: [] });
    expect(await holdersOf(server, 'Site', { entry: 'country', values: ['ch'] })).toEqual([`${first}`, `${second}*`]);
  });

  it('adds, but changes nothing that stored items would not fit', async () => {
    await seedClassModel(server);
    await storeItems(server, 'Site', [{ name: 'a', attributes: { country: 'Switzerland' } }]);
    const country = { ...attribute('country'), schema: { type: 'string', maxLength: 2 } };
    const site = { ...shipped('Site'), attributes: [country], identification: [] };
    const cage = { ...shipped('Rack'), name: 'Cage', attributes: [], identification: [] };
    const result = await seedClassModel(server, shippedWith(site, cage));
    expect(result.revision).toBe(3);
    expect(result.skipped).toContain('Site');
    expect(server.models.current().class('Cage')).toBeDefined();
    expect(server.models.current().attributesOf('Site').has('address')).toBe(true);
  });

  it('leaves out what contradicts a class that was defined at run time, and says so', async () => {
    await seedClassModel(server);
    const own = { ...shipped('Rack'), name: 'OpenRack', parent: 'Rack', attributes: [attribute('voltage')] };
    await test.database.query(
      `insert into ci_class (name, definition, origin, valid_from) values ('OpenRack', $1, 'CUSTOM', 1)`,
      [JSON.stringify({ ...own, identification: [] })],
    );
    const rack = { ...shipped('Rack'), attributes: [...shipped('Rack').attributes, attribute('voltage')] };
    const cage = { ...shipped('Rack'), name: 'Cage', attributes: [], identification: [] };
    const result = await seedClassModel(server, shippedWith(rack, cage));
    expect(result.revision).toBe(2);
    expect(result.skipped).toContain('Rack');
    expect(server.models.current().class('Cage')).toBeDefined();
    expect([...server.models.current().attributesOf('OpenRack').keys()]).toContain('voltage');
  });
});
