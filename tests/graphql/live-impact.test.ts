import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { RelationshipId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, relation, testItem, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type AnsweredError, type TestServer } from '../support/server';
import { until } from '../support/until';

/*
 *   shop (1) ─▶ web (2)      blog (3) ─▶ disk (4)
 */
const NAMES = ['shop', 'web', 'blog', 'disk'];
const CLASSES = ['BusinessService', 'LinuxServer', 'BusinessService', 'LinuxServer'];
const LINKS = [
  [1, 2],
  [3, 4],
] as const;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  await server.write({
    items: NAMES.map((name, place) => creation(item(place + 1, { name }))),
    relationships: LINKS.map(([source, target], place) =>
      relation(
        testRelationship((1_000_000 + place) as RelationshipId, testId(source), testId(target), { type: 'DEPENDS_ON' }),
      ),
    ),
  });
});
afterAll(async () => {
  await client.dispose();
  await server.stop();
});

const item = (number: number, partial: object) =>
  testItem(testId(number), { name: NAMES[number - 1] ?? '', className: CLASSES[number - 1] ?? '', ...partial });
const ref = (name: string): string => `{ id: "${encodeItemId(testId(NAMES.indexOf(name) + 1))}" }`;

interface Subscribed<Event> {
  readonly events: readonly Event[];
  /** Resolves with the errors that ended it, or none when it was completed. */
  readonly ended: Promise<readonly AnsweredError[]>;
  /** The events, once there are so many. */
  count(wanted: number): Promise<readonly Event[]>;
  stop(): void;
}

function subscribe<Event>(field: string): Subscribed<Event> {
  const events: Event[] = [];
  let stop: () => void = () => undefined;
  const ended = new Promise<readonly AnsweredError[]>((resolve) => {
    stop = client.subscribe<{ event: Event }>(
      { query: `subscription { event: ${field} }` },
      {
        next: ({ data, errors }) => {
          if (data) events.push(data.event);
          if (errors) resolve(errors as unknown as AnsweredError[]);
        },
        error: (error) => resolve(error as AnsweredError[]),
        complete: () => resolve([]),
      },
    );
  });
  const count = (wanted: number): Promise<readonly Event[]> =>
    until(
      () => (events.length < wanted ? null : events),
      () => events,
    );
  return { events, ended, count, stop };
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Impact {
  readonly impacted: {
    readonly nodes: readonly { readonly state: string; readonly configurationItem: { readonly name: string } }[];
  };
}
const IMPACTED = '{ impacted { nodes { state configurationItem { name } } } }';
const hit = ({ impacted }: Impact): readonly string[] =>
  impacted.nodes.map(({ configurationItem, state }) => `${configurationItem.name} ${state}`);

interface States {
  readonly last: boolean;
  readonly states: readonly {
    readonly state: string | null;
    readonly stateBefore: string | null;
    readonly configurationItem: { readonly name: string };
  }[];
}
const STATES = '{ last revision at states { state stateBefore configurationItem { name } } }';
const changed = ({ states }: States): readonly string[] =>
  states.map(({ configurationItem, stateBefore, state }) => `${configurationItem.name} ${stateBefore} ${state}`);

const open = async (name: string, more = ''): Promise<string> => {
  const { openOutage } = await server.read<{ openOutage: { outage: { id: string } } }>(
    `mutation { openOutage(input: { configurationItem: ${ref(name)} ${more} }) { outage { id } } }`,
  );
  return openOutage.outage.id;
};
const close = (outage: string) =>
  server.read(`mutation { closeOutage(input: { outage: "${outage}" }) { outcome errors { message } } }`);
const inSeconds = (count: number): string => new Date(Date.now() + count * 1_000).toISOString();

test('an impact as it is found ends with the whole of it', async () => {
  const found = subscribe<Impact & { readonly coverage: { readonly complete: boolean } }>(
    `impactAnalysis(outages: [{ configurationItem: ${ref(NAMES[NAMES.length - 1] ?? '')} }]) ${IMPACTED.replace('{', '{ coverage { complete }')}`,
  );
  expect(await found.ended).toEqual([]);
  const { impact } = await server.read<{ impact: Impact }>(
    `{ impact(outages: [{ configurationItem: ${ref(NAMES[NAMES.length - 1] ?? '')} }]) ${IMPACTED} }`,
  );
  const last = found.events.at(-1);
  expect(last && hit(last)).toEqual(hit(impact));
  expect(last?.coverage.complete).toBe(true);
});

test('an impact is told at once, when an outage changes it, and no more often', async () => {
  const live = subscribe<Impact>(`impact ${IMPACTED}`);
  expect(hit((await live.count(1))[0] as Impact)).toEqual([]);
  const outage = await open('web');
  expect(hit((await live.count(2))[1] as Impact)).toEqual(['web DOWN', 'shop DOWN']);
  // What changes nothing of it is not told.
  await server.write({ items: [update(item(3, {}), { description: 'new' })] });
  await wait(600);
  expect(live.events).toHaveLength(2);
  await close(outage);
  expect(hit((await live.count(3))[2] as Impact)).toEqual([]);
  live.stop();
  expect(await live.ended).toEqual([]);
});

test('an impact of assumed outages leaves the recorded ones out where it is asked to', async () => {
  const live = subscribe<Impact>(
    `impact(outages: [{ configurationItem: ${ref('disk')} }], withOpenOutages: false) ${IMPACTED}`,
  );
  expect(hit((await live.count(1))[0] as Impact)).toEqual(['disk DOWN', 'blog DOWN']);
  const outage = await open('web');
  await wait(600);
  expect(live.events).toHaveLength(1);
  await close(outage);
  live.stop();
});

test('maintenance shows when it begins and when it ends, though nothing is written then', async () => {
  const live = subscribe<States>(`serviceStates ${STATES}`);
  expect(changed((await live.count(1))[0] as States)).toEqual(['shop null OK', 'blog null OK']);
  await open('disk', `state: DEGRADED, planned: true, from: "${inSeconds(1)}", until: "${inSeconds(5)}"`);
  const [, begun, over] = await live.count(3);
  expect(changed(begun as States)).toEqual(['blog OK DEGRADED']);
  expect(changed(over as States)).toEqual(['blog DEGRADED OK']);
  live.stop();
});

test('states are told of the items asked for, and of what leaves', async () => {
  const live = subscribe<States>(`serviceStates(of: [${ref('web')}, ${ref('shop')}]) ${STATES}`);
  const outage = await open('web');
  const filtered = subscribe<States>(`serviceStates(filter: { name: { eq: "blog" } }) ${STATES}`);
  expect(changed((await filtered.count(1))[0] as States)).toEqual(['blog null OK']);
  const all = (await live.count(1)).flatMap(changed);
  if (!all.includes('web null DOWN')) expect((await live.count(2)).flatMap(changed)).toContain('web OK DOWN');
  await close(outage);
  filtered.stop();
  live.stop();
});

test('who asks for what is not there is told so', async () => {
  const live = subscribe<States>(`serviceStates(of: [{ id: "${encodeItemId(testId(99))}" }]) ${STATES}`);
  const [error] = await live.ended;
  expect(error?.extensions.code).toBe('INVALID_REFERENCE');
  expect(error?.message).toContain('of[0]');
});

test('many changes at once are one message', async () => {
  const live = subscribe<Impact>(`impact ${IMPACTED}`);
  await live.count(1);
  const began = performance.now();
  const outages = await Promise.all([
    ...['web', 'disk'].map((name) => open(name)),
    ...Array.from({ length: 6 }, (_, at) => open('web', `state: DEGRADED, key: "more ${at}"`)),
  ]);
  const all = ['web DOWN', 'disk DOWN', 'shop DOWN', 'blog DOWN'];
  await until(() => hit(live.events.at(-1) as Impact).length === all.length);
  expect(hit(live.events.at(-1) as Impact)).toEqual(all);
  // However long the writes take: a tenth of a second lies between two messages.
  expect(live.events.length - 1).toBeLessThanOrEqual(1 + (performance.now() - began) / 100);
  for (const outage of outages) await close(outage);
  live.stop();
});
