import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import type { GraphProjection } from '../src/application/graph/graph-projection';
import { startServer } from '../src/server/server';
import { withAllWays } from './support/graph-agreement';
import { lottery } from './support/random-inventory';
import { post, startTestServer, TEST_CONFIG, type TestServer } from './support/server';

/*
 * A random history, written through the API, and every question that can be asked at a moment. Each is asked when the
 * moment is the present, and again, at every moment, when all is written: of this server, of one that keeps no graph, and
 * of servers whose graph was built anew, replayed from the log, or taken from a file. What can be said of a moment without
 * any of them, by plain maps that the test keeps itself, must be what they all say.
 */

/** Another history in every run; a failing one can be repeated with its seed. */
const SEED = Number(process.env['UNDERPIN_TEST_SEED'] ?? Date.now() % 1_000_000);
const STEPS = 20;
const ITEMS_MAX = 8;
const TYPES = ['DEPENDS_ON', 'LEANS_ON'] as const;
const MINUTE = 60_000;
const START = Date.parse('2026-11-01T00:00:00Z');

const ITEM = `fragment item on ConfigurationItem {
  id name site version retiredAt labels class { name descendants } gates { key rule value types } mergedIds state
  relationships { nodes { id } } observations { source claims claimsExistence }
}`;
const REACHED = `itemCount relationshipCount table { ids classes distances sources targets types strengths }
  items(first: 20) { nodes { distance rootsReached configurationItem { id name site } } }`;

/** Everything that takes a moment. */
const QUESTION = `query ($at: Moment, $from: Moment!, $a: ConfigurationItemRef!, $b: ConfigurationItemRef!) {
  configurationItem(ref: $a, at: $at) {
    ...item dependencies { items { nodes { distance configurationItem { id } } } }
    impactIfDown { summary { byState { state count } } } cutSets { counts { order count } }
  }
  configurationItems(first: 20, at: $at) { revision totalCount nodes { ...item } }
  matchConfigurationItems(keys: [{ host: "host-1" }, { host: "host-3" }], at: $at) { outcome configurationItem { id } candidates { id } }
  relationships(first: 50, at: $at) { totalCount nodes { id type { name propagation } source { id } target { id } weight strength } }
  ciClasses(at: $at) { name }
  ciClass(name: "Server", at: $at) { description descendants attributes { name } }
  relationshipTypes(at: $at) { name propagation }
  relationshipType(name: "LEANS_ON", at: $at) { propagation defaultGate { rule value } }
  dataSources(at: $at) { nodes { name } }
  valueLists(at: $at) { field values { value } }
  junkValues(at: $at) { kind added allowed }
  reconciliationRules(at: $at) { nodes { source priority } }
  explainValue(ref: $a, attribute: "site", at: $at) { value }
  needs: topology(roots: [$a], at: $at) { ${REACHED} }
  needed: topology(roots: [$a], direction: DEPENDENTS, at: $at) { ${REACHED} }
  topology(roots: [$a, $b], depth: 1, at: $at) { ${REACHED} truncated }
  paths(from: $a, to: $b, at: $at) { nodes { length configurationItems { id } relationships { id } } }
  impact(outages: [{ configurationItem: $b }], at: $at) {
    summary { byState { state count } } coverage { complete staleShare emptyGates { key } misconfiguredGates { key } }
    impacted { nodes { configurationItem { id } state stateBefore distance failedGates { key explanation } dueTo { nodes { id } } proof { state because configurationItem { id } } } }
    spared { nodes { configurationItem { id } margin gates { explanation } } } openOutages { nodes { id } }
  }
  outages(filter: { open: true }, at: $at) { nodes { id state configurationItem { id name } } }
  cutSets(target: $a, maxOrder: 3, at: $at) { counts { order count complete } sets { nodes { order configurationItems { id } } } }
  singlePointsOfFailure(at: $at) { nodes { configurationItem { id } serviceCount } }
  changes(first: 5, at: $at) { nodes { kind entity } }
  difference(from: $from, to: $at) { itemCounts { added removed changed } relationshipCounts { added removed changed } }
} ${ITEM}`;

const FIRST_MOMENT = 'at';

test('the question asks every field that takes a moment', () => {
  const fields = Object.values(buildSchema(readFileSync('schema.graphql', 'utf8')).getQueryType()?.getFields() ?? {});
  const asOf = fields.filter(({ args }) => args.some(({ name }) => name === FIRST_MOMENT)).map(({ name }) => name);
  expect(asOf.length).toBeGreaterThanOrEqual(20);
  expect(asOf.filter((name) => !new RegExp(`\\b${name}\\([^)]*at: \\$at`).test(QUESTION))).toEqual([]);
});

/** A value, and when it was claimed. */
interface Claim {
  readonly value: string;
  readonly at: number;
}

interface Thing {
  readonly className: string;
  readonly name: Claim;
  readonly site: Claim | null;
}

/** What is there, as the test keeps it. Relationships as `source type target`. */
interface World {
  readonly things: ReadonlyMap<string, Thing>;
  readonly links: ReadonlySet<string>;
  /** Whether LEANS_ON leads from target to source. */
  readonly turned: boolean;
  /** Those that are open. */
  readonly outages: ReadonlySet<string>;
}

type Work = (world: World) => Promise<World | null>;

/** Nothing is compiled: the question is a large one, and each server would. */
const executeQuery = (): null => null;

let server: TestServer;
let now = START;

beforeAll(async () => {
  server = await startTestServer({}, { clock: () => new Date(now), withSqlTwin: true, executeQuery });
});
afterAll(() => server.stop());

/** Carries a mutation out and gives its payload. */
async function carryOut(field: string, input: string, asked = ''): Promise<Record<string, unknown>> {
  const sent = `mutation { ${field}(input: ${input}) { revision errors { message } ${asked} } }`;
  const answer = await server.read<Record<string, Record<string, unknown>>>(sent);
  const payload = answer[field] ?? {};
  if ((payload['errors'] as unknown[]).length > 0) throw new Error(`${sent}: ${JSON.stringify(payload['errors'])}`);
  return payload;
}

const ref = (id: string): string => `{ id: "${id}" }`;
const define = (turned: boolean): Promise<Record<string, unknown>> =>
  carryOut(
    'defineRelationshipType',
    `{ relationshipType: { name: "LEANS_ON", inverseName: "HOLDS", description: "for tests", propagation: ${turned ? 'SOURCE_TO_TARGET' : 'TARGET_TO_SOURCE'} } }`,
  );

type Lottery = ReturnType<typeof lottery>;
let made = 0;

/** The kinds of steps; each gives the world after it, or null when there is nothing to do. */
const steps = (random: Lottery): Readonly<Record<string, Work>> => {
  const pick = (world: World): string => random.pick([...world.things.keys()]);
  const put = (world: World, id: string, thing: Thing): World => ({
    ...world,
    things: new Map([...world.things, [id, thing]]),
  });
  const without = (world: World, gone: string): World => ({
    ...world,
    things: new Map([...world.things].filter(([id]) => id !== gone)),
    links: new Set([...world.links].filter((link) => !link.split(' ').includes(gone))),
  });
  return {
    create: async (world) => {
      if (world.things.size >= ITEMS_MAX) return null;
      made += 1;
      const className = random.pick(['Server', 'BusinessService']);
      const attributes = className === 'Server' ? `, attributes: { hostname: "host-${made}" }` : '';
      const input = `{ class: "${className}", name: "n${made}"${attributes} }`;
      const payload = await carryOut('upsertConfigurationItem', input, 'configurationItem { id }');
      const { id } = payload['configurationItem'] as { id: string };
      return put(world, id, { className, name: { value: `n${made}`, at: now }, site: null });
    },
    change: async (world) => {
      const id = pick(world);
      const thing = world.things.get(id);
      if (thing === undefined) return null;
      const site = { value: `s${random.next(1_000)}`, at: now };
      await carryOut('upsertConfigurationItem', `{ ref: ${ref(id)}, site: "${site.value}" }`);
      return put(world, id, { ...thing, site });
    },
    narrow: async (world) => {
      const [id, thing] = [...world.things].find(([, { className }]) => className === 'Server') ?? [];
      if (id === undefined || thing === undefined) return null;
      await carryOut('upsertConfigurationItem', `{ ref: ${ref(id)}, class: "LinuxServer" }`);
      return put(world, id, { ...thing, className: 'LinuxServer' });
    },
    retire: async (world) => {
      if (world.things.size < 4) return null;
      const id = pick(world);
      await carryOut('retireConfigurationItem', `{ configurationItem: ${ref(id)} }`);
      return without(world, id);
    },
    relate: async (world) => {
      const [source, target, type] = [pick(world), pick(world), random.pick(TYPES)];
      const link = `${source} ${type} ${target}`;
      if (source === target || world.links.has(link)) return null;
      await carryOut('upsertRelationship', `{ type: "${type}", source: ${ref(source)}, target: ${ref(target)} }`);
      return { ...world, links: new Set([...world.links, link]) };
    },
    unrelate: async (world) => {
      const link = world.links.size === 0 ? undefined : random.pick([...world.links]);
      if (link === undefined) return null;
      const [source = '', type = '', target = ''] = link.split(' ');
      const ends = `{ type: "${type}", source: ${ref(source)}, target: ${ref(target)} }`;
      await carryOut('endRelationship', `{ relationship: { ends: ${ends} } }`);
      return { ...world, links: new Set([...world.links].filter((one) => one !== link)) };
    },
    merge: async (world) => {
      const [survivor, gone] = [pick(world), pick(world)];
      const [kept, given] = [world.things.get(survivor), world.things.get(gone)];
      if (survivor === gone || !kept || kept.className !== given?.className || world.things.size < 4) return null;
      await carryOut('mergeConfigurationItems', `{ survivor: ${ref(survivor)}, merged: [${ref(gone)}] }`);
      const moved = [...world.links].map((link) =>
        link.replace(new RegExp(`(^| )${gone}( |$)`, 'g'), `$1${survivor}$2`),
      );
      const links = moved.filter((link) => link.split(' ')[0] !== link.split(' ')[2]);
      const united = { ...kept, name: later(kept.name, given.name), site: later(kept.site, given.site) };
      return { ...put(without(world, gone), survivor, united), links: new Set(links) };
    },
    gate: async (world) => {
      const rule = random.pick(['ANY', 'ALL', 'PATH, types: ["CONNECTS_TO"]']);
      await carryOut('setGate', `{ configurationItem: ${ref(pick(world))}, key: "DEPENDS_ON", rule: ${rule} }`);
      return world;
    },
    model: async (world) => {
      await define(!world.turned);
      return { ...world, turned: !world.turned };
    },
    fail: async (world) => {
      const id = pick(world);
      const payload = await carryOut('openOutage', `{ configurationItem: ${ref(id)} }`, 'outage { id }');
      return { ...world, outages: new Set([...world.outages, (payload['outage'] as { id: string }).id]) };
    },
    recover: async (world) => {
      const [outage] = [...world.outages];
      if (outage === undefined) return null;
      await carryOut('closeOutage', `{ outage: "${outage}" }`);
      return { ...world, outages: new Set([...world.outages].filter((id) => id !== outage)) };
    },
  };
};

function later<C extends Claim | null>(one: C, other: C): C {
  if (one === null || other === null) return one ?? other;
  return other.at > one.at ? other : one;
}

/** Which steps can be undone by themselves. */
const REVERTIBLE = new Set(['create', 'change', 'retire', 'relate', 'unrelate', 'merge']);

/** A moment: what was there, and what was answered then. */
interface Moment {
  readonly revision: number;
  readonly time: string;
  readonly world: World;
  readonly asked: { readonly a: object; readonly b: object };
  readonly answer: Record<string, unknown>;
}

async function ask(url: string, { asked }: Pick<Moment, 'asked'>, at: object | null): Promise<Record<string, unknown>> {
  const variables = { at, from: { revision: FROM }, ...asked };
  const answer =
    url === server.url ? await server.ask(QUESTION, variables) : await post(url, { query: QUESTION, variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data as Record<string, unknown>;
}

/** The first revision with the shipped model. */
const FROM = 1;

/** Writes the history, and asks everything after each step. */
async function writeHistory(random: Lottery): Promise<readonly Moment[]> {
  const kinds = steps(random);
  const names = [
    'create',
    'change',
    'narrow',
    'retire',
    'relate',
    'relate',
    'relate',
    'unrelate',
    'merge',
    'gate',
    'model',
    'fail',
    'recover',
    'revert',
  ];
  await define(false);
  let world: World = { things: new Map(), links: new Set(), turned: false, outages: new Set() };
  const moments: Moment[] = [];
  /** The step that may be undone, and what was there before it. */
  let last: { readonly revision: number; readonly before: World } | null = null;
  const record = async (next: World): Promise<number> => {
    const { server: status } = await server.read<{ server: { revision: number } }>('{ server { revision } }');
    world = next;
    const [a = '', b = ''] = [0, 1].map(() => random.pick([...world.things.keys()]));
    const asked = { a: { id: a }, b: { id: b } };
    const answer = await ask(server.url, { asked }, null);
    moments.push({ revision: status.revision, time: new Date(now).toISOString(), world, asked, answer });
    return status.revision;
  };
  while (moments.length < STEPS) {
    now += MINUTE;
    const name = world.things.size < 3 ? 'create' : random.pick(names);
    if (name === 'revert') {
      if (last === null) continue;
      await server.read(`mutation { revertChangeSet(input: { changeSet: ${last.revision} }) { revision } }`);
      await record(last.before);
      last = null;
      continue;
    }
    const before = world;
    const next = await kinds[name]?.(world);
    if (next == null) continue;
    const revision = await record(next);
    last = REVERTIBLE.has(name) && before.things.size > 2 ? { revision, before } : null;
  }
  return moments;
}

/** Everything that can be reached from an item, by plain sets: distances by id. */
function reached({ links, turned }: World, from: string, direction: 'needs' | 'needed'): Record<string, number> {
  const arcs = [...links].map((link) => {
    const [source = '', type = '', target = ''] = link.split(' ');
    const backwards = (type === 'LEANS_ON' && turned) !== (direction === 'needed');
    return backwards ? ([target, source] as const) : ([source, target] as const);
  });
  const distances: Record<string, number> = { [from]: 0 };
  for (let distance = 1, frontier = [from]; frontier.length > 0; distance++) {
    const next = arcs
      .filter(([one, other]) => frontier.includes(one) && distances[other] === undefined)
      .map(([, other]) => other);
    for (const id of next) distances[id] = distance;
    frontier = [...new Set(next)];
  }
  return distances;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly site: string | null;
  readonly class: { readonly name: string };
}
interface Reached {
  readonly items: {
    readonly nodes: readonly { readonly distance: number; readonly configurationItem: { readonly id: string } }[];
  };
}
interface Answered {
  readonly configurationItems: { readonly totalCount: number; readonly nodes: readonly Listed[] };
  readonly relationships: {
    readonly nodes: readonly {
      readonly type: { readonly name: string };
      readonly source: { readonly id: string };
      readonly target: { readonly id: string };
    }[];
  };
  readonly needs: Reached;
  readonly needed: Reached;
  readonly paths: { readonly nodes: readonly { readonly length: number }[] };
  readonly outages: { readonly nodes: readonly { readonly id: string }[] };
}

/** Lists, values, closures and paths are what the test itself knows of them. */
function expectWorld({ world, asked, answer }: Moment): void {
  const { a, b } = asked as { a: { id: string }; b: { id: string } };
  const given = answer as unknown as Answered;
  const listed = given.configurationItems.nodes.map(({ id, name, site, class: { name: className } }) => [
    id,
    name,
    site,
    className,
  ]);
  const known = [...world.things].map(([id, { name, site, className }]) => [
    id,
    name.value,
    site?.value ?? null,
    className,
  ]);
  expect(new Set(listed.map(String))).toEqual(new Set(known.map(String)));
  expect(given.configurationItems.totalCount).toBe(world.things.size);
  const links = given.relationships.nodes.map(({ type, source, target }) => `${source.id} ${type.name} ${target.id}`);
  expect(links.toSorted()).toEqual([...world.links].toSorted());
  for (const direction of ['needs', 'needed'] as const) {
    const found = given[direction].items.nodes.map(
      ({ distance, configurationItem: { id } }) => [id, distance] as const,
    );
    expect(Object.fromEntries(found)).toEqual(reached(world, a.id, direction));
  }
  const distance = reached(world, a.id, 'needs')[b.id];
  if (a.id !== b.id) expect(given.paths.nodes[0]?.length).toBe(distance);
  expect(given.outages.nodes.map(({ id }) => id).toSorted()).toEqual([...world.outages].toSorted());
}

/** At a time, outages are told as they are known now: of the item that theirs has been merged into since. */
const withoutOutageItems = (answer: Record<string, unknown>): object => ({
  ...answer,
  outages: (answer as unknown as Answered).outages.nodes.map(({ id }) => id),
});

test(`every moment is answered ever after as it was answered then, by whatever server (seed ${SEED})`, async () => {
  const moments = await writeHistory(lottery(SEED));
  for (const moment of moments) expectWorld(moment);
  for (const [place, moment] of moments.entries()) {
    const at = place % 3 === 0 ? { time: moment.time } : { revision: moment.revision };
    const told = (answer: Record<string, unknown>): object => ('time' in at ? withoutOutageItems(answer) : answer);
    expect({ at, answer: told(await ask(server.url, moment, at)) }).toEqual({ at, answer: told(moment.answer) });
  }
  await withAllWays(server.app, async (ways) => {
    for (const [place, { name, viewAt }] of ways.slice(1).entries()) {
      const projection = Object.create(server.app.projection, { viewAt: { value: viewAt } }) as GraphProjection;
      const other = await startServer({ app: { ...server.app, projection }, config: TEST_CONFIG, executeQuery });
      // Every other moment, others of each server: all of them would take as long as all the rest.
      for (const moment of moments.filter((_, at) => (at + place) % 2 === 0)) {
        const answer = await ask(other.url, moment, { revision: moment.revision });
        expect({ name, answer }).toEqual({ name, answer: moment.answer });
      }
      await other.stop();
    }
  });
});
