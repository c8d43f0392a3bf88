import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { metricsOf } from '../support/metrics';
import { creation, testItem, update } from '../support/plans';
import { startTestServer, testId, type Answer, type AnsweredError, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let client: Client;

const connect = (to: TestServer): Client =>
  createClient({ url: `${to.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });

beforeAll(async () => {
  server = await startTestServer();
  client = connect(server);
});
afterAll(async () => {
  await client.dispose();
  await server.stop();
});

interface Event {
  readonly revision: number;
  readonly cursor: string;
  readonly last: boolean;
  readonly changeSet: { readonly principal: string } | null;
  readonly changes: readonly { readonly kind: string; readonly configurationItem: { readonly name: string } | null }[];
}

/** A subscription into a list. */
interface Subscribed {
  readonly answers: Answer<{ changes: Event }>[];
  readonly events: Event[];
  /** Resolves with the errors that ended it, or none when it was completed. */
  readonly ended: Promise<readonly AnsweredError[]>;
  until(fits: (event: Event) => boolean): Promise<Event>;
  stop(): void;
}

const CHANGES = `subscription ($since: Revision, $after: String, $filter: ChangeFilter, $bookmarkSeconds: Int! = 30) {
  changes(since: $since, after: $after, filter: $filter, bookmarkSeconds: $bookmarkSeconds) {
    revision cursor last
    changeSet { principal }
    changes { kind configurationItem { name } values { path before after } changeSet { revision } }
  }
}`;

function subscribe(variables: Record<string, unknown>, query = CHANGES, by = client): Subscribed {
  const answers: Answer<{ changes: Event }>[] = [];
  const events: Event[] = [];
  let stop: () => void = () => undefined;
  const ended = new Promise<readonly AnsweredError[]>((resolve, reject) => {
    stop = by.subscribe<{ changes: Event }>(
      { query, variables },
      {
        next: (answer) => {
          answers.push(answer as Answer<{ changes: Event }>);
          if (answer.data) events.push(answer.data.changes);
        },
        error: (error) => (Array.isArray(error) ? resolve(error as AnsweredError[]) : reject(error)),
        complete: () => resolve([]),
      },
    );
  });
  ended.catch(() => undefined);
  const told = (fits: (event: Event) => boolean): Promise<Event> =>
    until(
      () => events.find(fits),
      () => answers,
    );
  return { answers, events, ended, until: told, stop };
}

const head = (): number => server.app.projection.head;
let items = 0;
const aServer = (name: string): ReturnType<typeof testItem> =>
  testItem(testId((items += 1)), { className: 'LinuxServer', name });
/** Writes that some server's clients hear of. */
const rename = (item: ReturnType<typeof testItem>, name: string, version: number): Promise<number> =>
  server.write({ items: [update({ ...item, version }, { name })], principal: 'alice' });

test('changes are told as they are written, each as it was then, and a resumed subscription goes on behind its cursor', async () => {
  const since = head();
  const live = subscribe({ since });
  const item = aServer('one');
  await server.write({ items: [creation(item)], principal: 'alice' });
  await rename(item, 'two', 1);
  await rename(item, 'three', 2);
  await live.until((event) => event.revision === since + 3);
  live.stop();
  await live.ended;
  expect(
    live.events.map(({ revision, changes }) => [revision, changes[0]?.kind, changes[0]?.configurationItem]),
  ).toEqual([
    [since + 1, 'CREATED', { name: 'one' }],
    [since + 2, 'UPDATED', { name: 'two' }],
    [since + 3, 'UPDATED', { name: 'three' }],
  ]);
  expect(live.events[1]).toMatchObject({
    last: true,
    changeSet: { principal: 'alice' },
    changes: [{ values: [{ path: 'name', before: 'one', after: 'two' }], changeSet: { revision: since + 2 } }],
  });
  for (const { errors, extensions } of live.answers) {
    expect(errors).toBeUndefined();
    expect(extensions).toMatchObject({ cost: expect.any(Number), revision: expect.any(Number) });
  }
  const resumed = subscribe({ after: live.events[0]?.cursor });
  await resumed.until((event) => event.revision === since + 3);
  resumed.stop();
  expect(resumed.events).toEqual(live.events.slice(1));
});

test('a subscription that nothing passes is told by bookmarks how far it came', async () => {
  const live = subscribe({ since: head(), bookmarkSeconds: 1, filter: { principals: ['nobody'] } });
  const written = await server.write({ items: [creation(aServer('unseen'))] });
  await live.until((event) => event.revision === written);
  live.stop();
  expect(live.events.every(({ changeSet, changes }) => changeSet === null && changes.length === 0)).toBe(true);
});

test('who unsubscribes while nothing happens is gone at once, and its place is free', async () => {
  const isLetIn = async ({ events, ended }: Subscribed): Promise<boolean> => {
    let isOver = false;
    void ended.then(() => (isOver = true));
    await until(() => isOver || events.length > 0);
    return events.length > 0;
  };
  for (let round = 0; round < 3; round += 1) {
    // A connection has a hundred places. Soon: a subscription waits longer by itself before it looks up.
    await until(async () => {
      const many = Array.from({ length: 90 }, () => subscribe({ bookmarkSeconds: 3_600 }));
      const areLetIn = await Promise.all(many.map(isLetIn));
      for (const one of many) one.stop();
      return areLetIn.every(Boolean);
    });
  }
  await until(async () => (await metricsOf(server.url)).get('underpin_subscriptions') === 0);
  await server.requestsRest();
  const statements = server.requestStatements();
  const written = await server.write({ items: [creation(aServer('later'))] });
  await server.requestsRest();
  expect([head(), server.requestStatements()]).toEqual([written, statements]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a revision that is not written', { since: 99_999_999 }, 'CURSOR_EXPIRED'],
  ['a cursor that is none', { after: 'abc' }, 'BAD_REQUEST'],
  ['both places', { since: 1, after: 'abc' }, 'BAD_REQUEST'],
  ['an unknown class', { since: 1, filter: { classes: ['Nonsense'] } }, 'UNKNOWN_CLASS'],
  ['bookmarks without a pause', { since: 1, bookmarkSeconds: 0 }, 'BAD_REQUEST'],
])('%s is refused with its code', async (_, variables, code) => {
  const { ended, answers } = subscribe(variables);
  const told = [...(await ended), ...answers.flatMap(({ errors = [] }) => errors)];
  expect(told.map((error) => error.extensions.code)).toEqual([code]);
});

test('a subscription is priced by the most that one event may hold', async () => {
  const lists = 'configurationItem { relationships(first: 1000) { nodes { id } } }';
  const [error] = await subscribe({}, `subscription { changes { changes { ${lists} } } }`).ended;
  expect(error).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
});

test('over plain HTTP a subscription is refused with the way to go', async () => {
  const { errors } = await server.ask('subscription { changes { revision } }');
  expect(errors).toMatchObject([
    { message: expect.stringContaining('graphql-transport-ws'), extensions: { code: 'BAD_REQUEST' } },
  ]);
});

test('a subscription ends with CURSOR_EXPIRED when the history has become another one', async () => {
  const since = await server.write({ items: [creation(aServer('lost'))] });
  const live = subscribe({ since, bookmarkSeconds: 1 });
  await live.until((event) => event.changeSet === null);
  await server.database.query('update change_set set id = gen_random_uuid() where revision = $1', [since]);
  expect((await live.ended).map((error) => error.extensions.code)).toEqual(['CURSOR_EXPIRED']);
});

test('a server that stops completes its subscriptions', async () => {
  const stopping = await startTestServer();
  const other = connect(stopping);
  const live = subscribe({}, CHANGES, other);
  await live.until(() => true);
  await stopping.stop();
  expect(await live.ended).toEqual([]);
});

test('a client that does not read is sent no more than one event ahead', async () => {
  const since = head();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((resolve) => socket.once('message', resolve));
  const query = `subscription { changes(since: ${since}) { changes { values { after } } } }`;
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  socket.pause();
  const long = 'x'.repeat(50_000);
  for (let part = 0; part < 8; part += 1) {
    const many = Array.from({ length: 100 }, () => ({ ...aServer('long'), description: long }));
    await server.write({ items: many.map((item) => ({ ...creation(item), paths: ['description'] })) });
  }
  await server.requestsRest();
  const statements = server.requestStatements();
  await server.write({ items: [creation(aServer('after'))] });
  await server.requestsRest();
  // Nothing is read from the log for whom nothing can be sent to.
  expect(server.requestStatements()).toBe(statements);
  socket.terminate();
});
