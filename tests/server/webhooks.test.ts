import { randomUUID } from 'node:crypto';
import { createApplication } from '../../src/application/create-application';
import type { WebhookDeliveries } from '../../src/application/webhooks/webhook-deliveries';
import type { DeadLetter, RetryRules, Webhook } from '../../src/domain/webhooks/webhook';
import { startWebhooks } from '../../src/server/webhooks';
import { pageDeadLetters } from '../../src/storage/webhooks/webhook-dead-letters';
import { findWebhook } from '../../src/storage/webhooks/webhooks';
import { creation, testItem } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { until } from '../support/until';
import { isSigned, startReceiver, type Receiver } from '../support/webhook-receiver';

/* Against a real receiver on this machine, whose address is listed as allowed. */

const RULES: RetryRules = { firstMs: 20, longestMs: 60, attemptsMax: 4 };

let server: TestServer;
let receiver: Receiver;
let deliveries: WebhookDeliveries | null = null;
const problems: string[] = [];

beforeAll(async () => {
  server = await startTestServer({}, { application: { webhookAllow: ['127.0.0.1'] } });
});
beforeEach(async () => {
  receiver = await startReceiver();
  deliveries = start();
});
afterEach(async () => {
  await deliveries?.stop();
  await receiver.stop();
  await server.database.query('delete from webhook');
  await server.database.query('delete from webhook_dead_letter');
});
afterAll(() => server.stop());

const start = (more: Partial<Parameters<typeof startWebhooks>[1]> = {}, app = server.app): WebhookDeliveries =>
  startWebhooks(app, {
    rules: RULES,
    lookMs: 20,
    timeoutMs: 20_000,
    onProblem: (problem) => problems.push(String(problem)),
    ...more,
  });

/** Read past the API: tests look while deliveries go on, and every query of the API is run twice and compared. */
type Shown = Webhook & { readonly letters: readonly DeadLetter[] };

async function register(input: object = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const { createWebhook } = await server.read<{
    createWebhook: { webhook: { id: string } | null; secret: string; errors: readonly object[] };
  }>(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } secret errors { message } } }`,
    { input: { url: receiver.url, ...input } },
  );
  expect(createWebhook.errors).toEqual([]);
  return { id: createWebhook.webhook?.id ?? '', secret: createWebhook.secret };
}

const change = (mutation: string, input: object): Promise<unknown> =>
  server.read(
    `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { errors { message } } }`,
    { input },
  );

async function shown(id: string): Promise<Shown> {
  const webhook = await findWebhook(server.database, id);
  const request = { limit: 10, backward: false, after: null, before: null };
  const [letters] = await pageDeadLetters(server.database, [id], request);
  if (!webhook) throw new Error(`webhook ${id} is gone`);
  return { ...webhook, letters: letters?.entries.map(({ value }) => value) ?? [] };
}

async function eventually(id: string, holds: (webhook: Shown) => boolean): Promise<Shown> {
  let webhook: Shown | null = null;
  return until(
    async () => {
      webhook = await shown(id);
      return holds(webhook) ? webhook : null;
    },
    () => webhook,
  );
}

/** From now on a receiver has to answer at once. */
async function beHasty(): Promise<void> {
  await deliveries?.stop();
  deliveries = start({ timeoutMs: 300 });
}

let items = 0;
const add = (name: string, className = 'LinuxServer'): Promise<number> =>
  server.write({ items: [creation(testItem(testId((items += 1)), { name, className }))] });
const names = (): readonly string[] =>
  receiver.received.flatMap(({ body }) =>
    (body.error ? [] : body.changes).map((change) => change.configurationItem?.name ?? ''),
  );

describe('a webhook', () => {
  test('is told what GET /changes tells, signed, in order and once', async () => {
    const since = server.app.projection.head;
    const { secret } = await register();
    for (const name of ['a', 'b', 'c']) await add(name);
    await receiver.until(3);
    const lines = (await (await fetch(`${server.url}/changes?since=${since}&follow=false`)).text())
      .split('\n')
      .slice(0, 3);
    expect(receiver.received.map(({ text }) => text)).toEqual(lines);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
    for (const event of receiver.received) {
      expect(isSigned(event, secret)).toBe(true);
      expect(isSigned({ ...event, text: `${event.text} ` }, secret)).toBe(false);
      expect(isSigned(event, secret, Date.now() + 600_000)).toBe(false);
    }
  });

  test('is told what passes its filter only, and moves on past the rest', async () => {
    const { id } = await register({ filter: { classes: ['Server'], kinds: ['CREATED'] } });
    await add('an application', 'Application');
    await add('a server');
    await receiver.until(1);
    expect(names()).toEqual(['a server']);
    const last = await add('another application', 'Application');
    await eventually(id, ({ positionRevision }) => positionRevision === last);
    expect(names()).toEqual(['a server']);
  });

  test('begins at the revision that it names, and can be sent back to it', async () => {
    const since = server.app.projection.head;
    await add('before');
    const { id } = await register({ since });
    await receiver.until(1);
    await change('updateWebhook', { id, since });
    await receiver.until(2);
    expect(names()).toEqual(['before', 'before']);
    expect(receiver.received[0]?.id).toBe(receiver.received[1]?.id);
  });

  test('that pauses is told nothing, and goes on where it was', async () => {
    const { id } = await register();
    await change('updateWebhook', { id, paused: true });
    await add('while it pauses');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(receiver.received).toEqual([]);
    await change('updateWebhook', { id, paused: false });
    await receiver.until(1);
    expect(names()).toEqual(['while it pauses']);
    await change('deleteWebhook', { id });
    await add('after it');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(names()).toEqual(['while it pauses']);
  });

  test('is signed with both secrets after a rotation, for a while', async () => {
    const { id, secret } = await register();
    const { updateWebhook } = await server.read<{ updateWebhook: { secret: string } }>(
      'mutation ($id: ID!) { updateWebhook(input: { id: $id, rotateSecret: true }) { secret } }',
      { id },
    );
    await add('rotated');
    await receiver.until(1);
    const [event] = receiver.received;
    expect(updateWebhook.secret).not.toBe(secret);
    for (const one of [secret, updateWebhook.secret]) expect(event && isSigned(event, one)).toBe(true);
    await server.database.query('update webhook set secret_before_until = now()');
    await add('long rotated');
    await receiver.until(2);
    const later = receiver.received[1];
    expect([secret, updateWebhook.secret].map((one) => later && isSigned(later, one))).toEqual([false, true]);
  });
});

describe('a receiver that fails', () => {
  test('gets an event again, later each time, before it gets the next one', async () => {
    await register();
    // The patience with one has nothing to do with that for the next.
    const answers = [500, 500, 200, 500, 500, 500, 200];
    receiver.answer = (_, response) => void response.writeHead(answers.shift() ?? 200).end();
    await add('one');
    await add('two');
    await receiver.until(7);
    expect(names()).toEqual(['one', 'one', 'one', 'two', 'two', 'two', 'two']);
    const [first, second, third] = receiver.received;
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(1);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(9);
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(18);
  });

  test('leaves a dead letter in the end, and gets it again when somebody asks', async () => {
    const { id } = await register();
    receiver.answer = (event, response) =>
      void response
        .writeHead(event.body.changes[0]?.configurationItem?.name === 'poison' ? 422 : 204)
        .end('no, thanks');
    const revision = await add('poison');
    await add('fine');
    const { letters } = await eventually(id, (webhook) => webhook.letters.length === 1);
    await receiver.until(5);
    expect(names()).toEqual(['poison', 'poison', 'poison', 'poison', 'fine']);
    const eventId = receiver.received[0]?.id;
    expect(letters).toEqual([expect.objectContaining({ eventId, revision, attempts: 4, reason: 'answered 422' })]);
    await change('redeliverWebhook', { id });
    await eventually(id, (webhook) => webhook.letters[0]?.attempts === 5);
    receiver.answer = (_, response) => void response.writeHead(204).end();
    await change('redeliverWebhook', { id, deadLetters: [String(letters[0]?.id)] });
    await eventually(id, (webhook) => webhook.letters.length === 0);
    expect(receiver.received.at(-1)?.id).toBe(eventId);
    expect(receiver.received.at(-1)?.text).toBe(receiver.received[0]?.text);
  });

  test('with a thousand dead letters is suspended', async () => {
    const { id } = await register();
    receiver.answer = (_, response) => void response.writeHead(422).end();
    await server.database.query(
      `insert into webhook_dead_letter (webhook_id, id, event_id, revision, body, failed_at, attempts, reason, redeliver)
         select $1, -n, 'event', 1, '{}', now(), 4, 'answered 422', false from generate_series(1, 1000) as n`,
      [id],
    );
    await add('one too many');
    const { stateReason } = await eventually(id, ({ state }) => state === 'SUSPENDED');
    expect(stateReason).toContain('1000 dead letters, the limit');
    expect(receiver.received).toHaveLength(RULES.attemptsMax);
  });

  test('that does not answer in time is cut off, and does not hold up the others', async () => {
    await beHasty();
    const other = await startReceiver();
    const { id } = await register();
    await register({ url: other.url });
    receiver.answer = () => undefined;
    await add('for both');
    await other.until(1);
    const webhook = await eventually(id, ({ failures }) => failures > 0);
    expect(webhook.lastError).toBe('no answer within 300 ms');
    await other.stop();
  });

  test('that wants to speak another protocol is one that does not answer', async () => {
    await beHasty();
    const { id } = await register();
    receiver.answer = (_, response) =>
      void response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    await add('for nobody');
    const webhook = await eventually(id, ({ failures }) => failures > 0);
    expect(webhook.lastError).toBe('no answer within 300 ms');
  });

  test('that answers without end is not read to the end', async () => {
    const { id } = await register();
    let written = 0;
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && written < 50_000_000 && response.write('x'.repeat(10_000))) written += 10_000;
      };
      response.on('drain', pour);
      response.on('error', () => undefined);
      pour();
    };
    const revision = await add('much');
    await eventually(id, ({ positionRevision }) => positionRevision === revision);
    expect(written).toBeLessThan(10_000_000);
  });

  test('is suspended and told why when the log does not continue what it has', async () => {
    const { id } = await register();
    const revision = await add('told');
    await receiver.until(1);
    await eventually(id, ({ positionRevision }) => positionRevision === revision);
    await deliveries?.stop();
    await server.database.query('update change_set set id = gen_random_uuid() where revision = $1', [revision]);
    deliveries = start();
    const webhook = await eventually(id, ({ state }) => state === 'SUSPENDED');
    expect(webhook.stateReason).toContain('List again what you keep');
    expect(receiver.received.at(-1)?.body.error).toMatchObject({ code: 'CURSOR_EXPIRED' });
    await change('updateWebhook', { id, since: revision });
    await add('again');
    await eventually(id, ({ state }) => state === 'ACTIVE');
    await receiver.until(3);
    expect(names().at(-1)).toBe('again');
  });
});

describe('a server that goes away', () => {
  test('leaves the rest to the next one: nothing is missing, and order holds', async () => {
    await register();
    receiver.answer = (_, response) => void setTimeout(() => response.writeHead(204).end(), 3);
    const written: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (let number = 0; number < 6; number += 1) {
        written.push(`r${round}-${number}`);
        await add(`r${round}-${number}`);
      }
      await deliveries?.stop();
      deliveries = start();
    }
    await receiver.until(written.length);
    await until(() => names().includes('r3-5'), names);
    const seen = names();
    expect(seen.filter((name, index) => seen.indexOf(name) === index)).toEqual(written);
  });

  test('keeps its turn to try: a failed event waits as long after a restart as before', async () => {
    await deliveries?.stop();
    deliveries = start({ rules: { firstMs: 60_000, longestMs: 60_000, attemptsMax: 5 } });
    const { id } = await register();
    receiver.answer = (_, response) => void response.writeHead(503).end();
    await add('later');
    await eventually(id, ({ failures }) => failures === 1);
    await deliveries.stop();
    deliveries = start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(receiver.received).toHaveLength(1);
  });

  test('of two servers on one database one delivers, and each event comes once', async () => {
    const second = await createApplication({
      database: server.database,
      clock: () => new Date(),
      newId: randomUUID,
      webhookAllow: ['127.0.0.1'],
    });
    const others = start({}, second);
    await register();
    for (let number = 0; number < 10; number += 1) await add(`n${number}`);
    await receiver.until(10);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(names()).toEqual(Array.from({ length: 10 }, (_, number) => `n${number}`));
    await others.stop();
    await second.stop();
  });
});

describe('where it leads', () => {
  const statusOf = async (url: string, more: Parameters<typeof start>[0] = {}): Promise<string | null> => {
    await deliveries?.stop();
    deliveries = start(more);
    const { id } = await register({ url });
    await add('x');
    return (await eventually(id, ({ failures }) => failures > 0)).lastError;
  };
  const { port } = new URL('http://127.0.0.1:9');

  test('is looked up, and refused when any of its addresses is not public', async () => {
    const resolve = () =>
      Promise.resolve([
        { address: '192.0.78.9', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ]);
    expect(await statusOf(`http://metadata.example:${port}/`, { resolve })).toContain(
      '169.254.169.254 is not a public',
    );
  });

  test('is connected to at the address that was checked, whatever the name says a moment later', async () => {
    let looks = 0;
    const hostPort = new URL(receiver.url).port;
    const resolve = () => {
      looks += 1;
      return Promise.resolve([{ address: looks === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    };
    await deliveries?.stop();
    deliveries = start({ resolve });
    const { id } = await register({ url: `http://rebinding.example:${hostPort}/hook` });
    await add('first');
    await receiver.until(1);
    expect(looks).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.example:${hostPort}`);
    await add('second');
    expect((await eventually(id, ({ failures }) => failures > 0)).lastError).toContain('10.0.0.1 is not a public');
    expect(receiver.received).toHaveLength(1);
  });

  test('is not left by a redirect', async () => {
    const elsewhere = await startReceiver();
    receiver.answer = (_, response) => void response.writeHead(307, { location: elsewhere.url }).end();
    expect(await statusOf(receiver.url)).toContain('redirects are not followed');
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
  });

  test('is told to nobody in words of the receiver, and names that lead nowhere are said', async () => {
    const resolve = () => Promise.reject(new Error('secret of the resolver'));
    expect(await statusOf('http://nowhere.example/', { resolve })).toBe('the name nowhere.example cannot be looked up');
    // A port that is given to nobody who takes any.
    expect(await statusOf('http://127.0.0.1:1/')).toBe('the connection failed (ECONNREFUSED)');
  });
});

test('secrets are in no answer but the first, and in no message', async () => {
  const { id, secret } = await register({ idempotencyKey: 'twice' });
  const again = await server.read<{
    createWebhook: { secret: string | null; webhook: { id: string }; replayed: boolean };
  }>(
    `mutation ($url: String!) { createWebhook(input: { url: $url, idempotencyKey: "twice" }) { secret replayed webhook { id } } }`,
    { url: receiver.url },
  );
  expect(again.createWebhook).toEqual({ secret: null, replayed: true, webhook: { id } });
  const stored = await server.database.query<{ text: string }>('select result::text as text from idempotency');
  expect(stored.map((row) => row.text).join()).not.toContain(secret);
  expect(problems.join()).not.toContain('whsec_');
});
