import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hashOf } from '../../src/playground/view/address';
import { ROOT } from '../support/source-tree';
import { startTestServer, type TestServer } from '../support/server';
import { describeInBrowser, launchBrowser, openPage } from './browser';

describeInBrowser('signing in', (executablePath) => {
  let server: TestServer;
  let browser: Browser;
  let secret = '';

  beforeAll(async () => {
    execFileSync(process.execPath, [join(ROOT, 'src/bin/build-if-stale.cjs'), '--only', 'playground'], { cwd: ROOT });
    server = await startTestServer();
    secret = await newToken('admin');
    browser = await launchBrowser(executablePath);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const newToken = async (name: string): Promise<string> => {
    const query = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }';
    const made = await server.ask<{ createApiToken: { secret: string } }>(
      query,
      { input: { name, role: 'ADMINISTRATOR' } },
      secret,
    );
    return made.data?.createApiToken.secret ?? '';
  };

  async function signIn(page: Page, token: string): Promise<void> {
    await page.fill('dialog.sign-in input', token);
    await page.click('dialog.sign-in button:has-text("Sign in")');
    await page.waitForSelector('dialog.sign-in', { state: 'detached' });
  }

  test('the page loads without a token, asks for one, and keeps it for this tab alone', async () => {
    const { page, foreign } = await openPage(browser, server.url);
    await page.fill('dialog.sign-in input', 'underpin_wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.sign-in:has-text("not known")');
    await page.fill('dialog.sign-in input', secret);
    await page.click('dialog.sign-in button:has-text("Sign in")');
    await page.waitForSelector('dialog.sign-in', { state: 'detached' });
    // What was stopped by the question goes on. Nobody has stored anything: the page says how to.
    await page.waitForSelector('.underpin-pane:has-text("Nothing is stored yet")');
    expect(
      await page.evaluate(() => [
        sessionStorage.getItem('underpin:token'),
        JSON.stringify(localStorage),
        document.cookie,
      ]),
    ).toEqual([secret, expect.not.stringContaining('underpin_'), '']);
    await page.reload();
    await page.waitForSelector('.graphiql-container');
    expect(await page.$('dialog.sign-in')).toBeNull();
    expect(foreign).toEqual([]);
  });

  test('asks once, also when a request learns only afterwards that it was refused', async () => {
    const { page } = await openPage(browser, 'about:blank');
    await page.addInitScript(lateRefusal);
    await page.goto(server.url);
    await page.waitForFunction(() => (window as unknown as Watched).refusals === 2);
    await signIn(page, secret);
    // The late one is sent again, with the token.
    await page.waitForFunction(() => (window as unknown as Watched).late === 200);
    expect(await page.evaluate(() => (window as unknown as Watched).asked)).toBe(1);
  });

  test('subscriptions are of whoever signed in, go on with another token, and end when they are stopped', async () => {
    const guest = await newToken('guest');
    const { page } = await openPage(browser, `${server.url}/${hashOf({ query: FOLLOW, variables: '' })}`);
    await signIn(page, guest);
    await page.waitForSelector('.graphiql-query-editor:has-text("subscription")');
    const [socket] = await Promise.all([page.waitForEvent('websocket'), page.click('button[aria-label^="Execute"]')]);
    await shows(page, 'first');
    await server.ask('mutation { revokeApiToken(input: { id: "guest" }) { revision } }', {}, secret);
    await page.waitForSelector('dialog.sign-in:has-text("revoked")');
    expect(socket.isClosed()).toBe(true);
    const [next] = await Promise.all([page.waitForEvent('websocket'), signIn(page, secret)]);
    await shows(page, 'second');
    expect(next.isClosed()).toBe(false);
    await Promise.all([next.waitForEvent('close'), page.click('button[aria-label^="Stop"]')]);
  });

  test('a subscription that is stopped while somebody is asked to sign in does not begin anew', async () => {
    const visitor = await newToken('visitor');
    const { page } = await openPage(browser, `${server.url}/${hashOf({ query: FOLLOW, variables: '' })}`);
    let sockets = 0;
    page.on('websocket', () => (sockets += 1));
    await signIn(page, visitor);
    await page.waitForSelector('.graphiql-query-editor:has-text("subscription")');
    await page.click('button[aria-label^="Execute"]');
    await shows(page, 'third');
    await server.ask('mutation { revokeApiToken(input: { id: "visitor" }) { revision } }', {}, secret);
    await page.waitForSelector('dialog.sign-in:has-text("revoked")');
    // The question lies over the button: what presses it stands for whatever else ends a request.
    await page.locator('button[aria-label^="Stop"]').dispatchEvent('click');
    await signIn(page, secret);
    await page.click('button[aria-label^="Execute"]');
    await shows(page, 'fourth');
    expect(sockets).toBe(2);
  });

  test('a subscription to somebody who may do nothing ends with the reason, and is not tried again', async () => {
    const { page } = await openPage(browser, 'about:blank');
    let sockets = 0;
    await page.routeWebSocket(/graphql/, (socket) => {
      sockets += 1;
      void socket.close({ code: 4403, reason: 'This token is for nothing here.' });
    });
    await page.goto(`${server.url}/${hashOf({ query: FOLLOW, variables: '' })}`);
    await signIn(page, secret);
    await page.waitForSelector('.graphiql-query-editor:has-text("subscription")');
    await page.click('button[aria-label^="Execute"]');
    await page.waitForSelector('.graphiql-response:has-text("This token is for nothing here.")');
    await page.waitForSelector('button[aria-label^="Execute"]');
    expect(sockets).toBe(1);
  });

  /** Writes until the page shows it: when the subscription begins, nobody can tell from outside. */
  async function shows(page: Page, name: string): Promise<void> {
    const ingest = 'mutation ($input: IngestInput!) { ingest(input: $input) { revision } }';
    await server.ask('mutation { registerDataSource(input: { name: "test" }) { revision } }', {}, secret);
    for (let count = 1; !(await page.innerText('.graphiql-response')).includes(name); count++) {
      const item = { class: 'BusinessService', nativeKey: `${name} ${count}`, name: `${name} ${count}` };
      await server.ask(ingest, { input: { source: 'test', items: [item] } }, secret);
      // Each one is drawn: more of them than the page has drawn would only keep it from what comes behind them.
      await page.waitForTimeout(200);
    }
  }
});

const FOLLOW = `subscription Follow {
  changes(filter: { entities: [CONFIGURATION_ITEM] }) { changes { configurationItem { id name } } }
}
`;

interface Watched {
  refusals: number;
  /** How often somebody was asked to sign in. */
  asked: number;
  /** The status of the answer to the request that was refused late. */
  late: number;
}

/** Runs in the page: of two requests that are refused at once, one reads why only when somebody has signed in. */
function lateRefusal(): void {
  const watched = window as unknown as Watched;
  Object.assign(watched, { refusals: 0, asked: 0, late: 0 });
  const { showModal } = HTMLDialogElement.prototype;
  HTMLDialogElement.prototype.showModal = function () {
    watched.asked += 1;
    showModal.call(this);
  };
  const { fetch } = window;
  let late: RequestInit['body'] = null;
  window.fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (late !== null && init?.body === late) watched.late = answer.status;
    if (answer.status === 401) watched.refusals += 1;
    if (late !== null || watched.refusals !== 2) return answer;
    late = init?.body ?? null;
    const body = await answer.arrayBuffer();
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        while (sessionStorage.getItem('underpin:token') === null) await new Promise(requestAnimationFrame);
        controller.enqueue(new Uint8Array(body));
        controller.close();
      },
    });
    return new Response(stream, answer);
  };
}
