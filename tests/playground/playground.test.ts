import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { EXAMPLE_QUERIES } from '../../src/playground/example-queries';
import { hashOf } from '../../src/playground/shared-link';
import { findBrowser, HOW_TO_GET_ONE, launchBrowser, openPage, type WatchedPage } from './browser';
import { startSampleServer, type SampleServer } from './sample-server';

const ROOT = join(__dirname, '../..');
const executable = findBrowser();

// A page takes seconds to start where several tests share two cores.
jest.setTimeout(120_000);

if (executable === null)
  process.stderr.write(`The tests of the playground in a browser are skipped: ${HOW_TO_GET_ONE}.\n`);
const describeInBrowser = executable === null ? describe.skip : describe;

describeInBrowser(
  executable === null ? `the playground (skipped: ${HOW_TO_GET_ONE})` : 'the playground in a browser',
  () => {
    let browser: Browser;
    let server: SampleServer;
    const opened: WatchedPage[] = [];

    beforeAll(async () => {
      execFileSync(process.execPath, [join(ROOT, 'src/bin/build-if-stale.cjs'), '--only', 'playground'], {
        stdio: 'ignore',
      });
      server = await startSampleServer();
      browser = await launchBrowser(executable ?? '');
    }, 180_000);

    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** Whatever a test did: nothing was asked of another host, and the console is clean. */
    afterEach(async () => {
      for (const { page, foreign, complaints } of opened.splice(0)) {
        expect(foreign).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    });

    async function open(path = '', options: Parameters<typeof openPage>[2] = {}): Promise<WatchedPage> {
      const watched = await openPage(browser, `${server.url}/${path}`, options);
      opened.push(watched);
      await watched.page.waitForSelector('.graphiql-query-editor .monaco-editor');
      return watched;
    }

    test('offers what to do before anything was asked, and draws an example with one click', async () => {
      const { page, operations } = await open();
      expect(await page.title()).toBe('Underpin');
      expect(await page.textContent('.underpin-pane > p')).toContain('Run a query');
      await page.click('button:has-text("What breaks if redis-cart fails?")');
      await drawn(page);
      expect(operations.filter((operation) => operation !== 'IntrospectionQuery')).toEqual(['WhatBreaksIf']);
      const shown = await looks(page);
      expect(shown).toMatchObject(IF_REDIS_FAILS);
      expect(await page.getAttribute('.underpin-canvas', 'data-drawn')).toBe(String(Object.keys(shown).length));
      const down = Object.values(shown).filter((look) => look === 'DOWN' || look === 'OUTAGE').length;
      expect(await headline(page)).toMatch(new RegExp(`^Impact of redis-cart: ${down} DOWN, .*spared$`));
    });

    test('leads from a drawn item to questions about it, which run', async () => {
      const { page, operations } = await open(questionHash('What breaks if redis-cart fails?'));
      await drawn(page);
      await clickOutage(page);
      expect(await page.textContent('#underpin-details-title')).toBe('redis-cart');
      for (const [label, operation] of QUESTIONS) {
        await choose(page, 'redis-cart', 'KubernetesWorkload');
        await page.click(`.underpin-questions button:has-text("${label}")`);
        await page.waitForFunction(
          (wanted) => document.querySelector('.graphiql-tab-button')?.textContent === wanted,
          operation,
        );
        await answered(page, operation);
        await drawn(page);
        expect(operations.at(-1)).toBe(operation);
        expect(await editorText(page, '.graphiql-query-editor')).toContain(`query ${operation}`);
        expect(await editorText(page, '[aria-label="Variables"]')).toContain('"ci"');
        expect(Object.keys(await looks(page))).toContain('redis-cart (KubernetesWorkload)');
        expect((await page.locator('.underpin-notes').allTextContents()).join()).not.toContain('cannot be drawn');
      }
      expect(await page.locator('.graphiql-tab').count()).toBe(1);
    });

    test('opens a link of an alert with its question run and drawn', async () => {
      const id = await idOf(server, 'KubernetesWorkload', 'redis-cart');
      const { page, operations } = await open(`impact?failed=${id}`);
      await drawn(page);
      expect(operations.filter((operation) => operation !== 'IntrospectionQuery')).toEqual(['WhatBreaks']);
      expect(await looks(page)).toMatchObject(IF_REDIS_FAILS);
      expect(await headline(page)).toMatch(/^Impact of redis-cart: /);
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/impact?failed=${id}`);
      // Another question is no longer that of the link, and Back leads to it again.
      await choose(page, 'redis-cart', 'KubernetesWorkload');
      await page.click('.underpin-questions button:has-text("What depends on it")');
      await answered(page, 'WhatDependsOnIt');
      await page.waitForFunction(() => window.location.pathname === '/');
      await page.goBack();
      await page.waitForFunction(() => document.querySelector('.graphiql-tab-button')?.textContent === 'WhatBreaks');
      await drawn(page);
      expect(page.url()).toBe(`${server.url}/impact?failed=${id}`);
    });

    test('opens the link of an item by the key that its source has for it', async () => {
      const { page, operations } = await open('ci?source=datacentre&key=db-1');
      await drawn(page);
      expect(operations.at(-1)).toBe('AboutIt');
      expect(Object.keys(await looks(page))).toContain('db-1 (LinuxServer)');
    });

    test('shows the details of an item, from the answer and from the server', async () => {
      const { page } = await open(questionHash('What breaks if redis-cart fails?'));
      await drawn(page);
      await choose(page, 'Order intake', 'BusinessService');
      await page.waitForSelector('.underpin-details dt:has-text("Reported by")');
      const details = await page.innerText('.underpin-details');
      expect(details).toContain('SPARED');
      expect(details).toContain('Spared by');
      expect(details).toContain('2 of 3');
      expect(details).toContain('1 more of its heaviest members may fail');
      expect(details).toMatch(/Owner\s+Sales/);
      expect(details).toMatch(/Criticality\s+HIGH/);
    });

    test('is used by keyboard alone', async () => {
      const { page, operations } = await open();
      await tabTo(page, 'What breaks if redis-cart fails?');
      await page.keyboard.press('Enter');
      await drawn(page);
      await tabTo(page, 'Impact of redis-cart');
      await page.keyboard.press('ArrowUp');
      expect(await page.textContent('#underpin-details-title')).toBe('redis-cart');
      await page.keyboard.press('ArrowUp');
      expect(await page.innerText('.underpin-details header')).toContain('KubernetesService');
      await page.keyboard.press('Enter');
      await tabTo(page, 'What depends on it');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() =>
        document.querySelector('#underpin-graph-title')?.textContent?.includes('items,'),
      );
      expect(operations.at(-1)).toBe('WhatDependsOnIt');
      await tabTo(page, 'List');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Find an item of this answer by name, class or state');
      await page.keyboard.type('online shopping');
      expect(await page.locator('.underpin-list li').count()).toBe(1);
    });

    test('is dark where the system is, or when it is told to be', async () => {
      const dark = await open(questionHash('What breaks if redis-cart fails?'), { colorScheme: 'dark' });
      await drawn(dark.page);
      expect(await dark.page.getAttribute('.underpin-drawn', 'class')).toContain('theme-dark');
      const light = await open(questionHash('What breaks if redis-cart fails?'));
      await drawn(light.page);
      expect(await brightness(light.page)).toBeGreaterThan(200);
      expect(await brightness(dark.page)).toBeLessThan(90);
      await light.page.click('[aria-label="Open settings dialog"]');
      await light.page.click('[data-theme="dark"]');
      await light.page.waitForSelector('.underpin-drawn.theme-dark', { state: 'attached' });
      expect(await brightness(light.page)).toBeLessThan(90);
    });

    test('keeps every question in the address, asks a shared one on arrival, and goes back', async () => {
      const { page, operations } = await open(questionHash('What does checkoutservice depend on?'));
      await drawn(page);
      expect(operations.at(-1)).toBe('WhatDoesItNeed');
      const first = page.url();
      await choose(page, 'redis-cart', 'KubernetesWorkload');
      await page.click('.underpin-questions button:has-text("If it fails")');
      await page.waitForFunction(() =>
        document.querySelector('#underpin-graph-title')?.textContent?.startsWith('Impact'),
      );
      expect(page.url()).not.toBe(first);
      await page.goBack();
      await page.waitForFunction(() =>
        document.querySelector('#underpin-graph-title')?.textContent?.includes('items,'),
      );
      expect(page.url()).toBe(first);
      expect(operations.at(-1)).toBe('WhatDoesItNeed');
    });

    test('never runs a mutation because of a link', async () => {
      const { page, operations } = await open(questionHash('Try an import without writing'));
      await page.waitForFunction(() => document.querySelector('.graphiql-tab-button')?.textContent === 'TryImport');
      await page.waitForTimeout(500);
      expect(operations).not.toContain('TryImport');
    });

    test('says which fields to add when an answer cannot be drawn, and what failed when it failed', async () => {
      const { page } = await open(hashOf({ query: '{ impact { summary { total } } }', variables: '' }));
      await page.waitForSelector('[data-kind="nothing"]');
      expect(await page.innerText('.underpin-notes')).toContain('impacted(first: 200)');
    });

    test('survives a query that nobody can read, and draws the next one', async () => {
      const { page, complaints } = await open(hashOf({ query: '{ impact(', variables: '' }));
      await page.click('button[aria-label^="Execute"]');
      await page.waitForSelector('[data-kind="nothing"] .underpin-warning');
      expect(await headline(page)).toBe('The query failed');
      expect(complaints.splice(0).every((complaint) => /400/.test(complaint))).toBe(true);
      await page.click('button:has-text("What depends on redis-cart?")');
      await drawn(page);
      expect(await headline(page)).toMatch(/^\d+ items, \d+ dependencies$/);
      expect(await page.title()).toBe(`${await headline(page)} · Underpin`);
    });

    test('runs every example without an error', async () => {
      const { page } = await open();
      for (const example of EXAMPLE_QUERIES) {
        const name = /(?:query|mutation) (\w+)/.exec(example.query)?.[1] ?? '';
        await page.click('[aria-label="Show Examples"]');
        await page.click(`.underpin-examples button:has-text("${example.title}")`);
        await answered(page, name);
        expect(await page.locator('.underpin-warning').allTextContents()).toEqual([]);
        expect(await page.getAttribute('.underpin-pane[data-kind]', 'data-kind')).not.toBe('nothing');
      }
    });
  },
);

const QUESTIONS = [
  ['What depends on it', 'WhatDependsOnIt'],
  ['What it depends on', 'WhatItDependsOn'],
  ['If it fails', 'IfItFails'],
  ['What changed', 'WhatChanged'],
] as const;

/**
 * By hand from the sample: carts are lost, so are front end and checkout behind them and the shop in front. The phone
 * and the marketplace still bring orders; gift cards have one way left; marketing goes on with yesterday's numbers.
 */
const IF_REDIS_FAILS = {
  'redis-cart (KubernetesWorkload)': 'OUTAGE',
  'cartservice (KubernetesWorkload)': 'DOWN',
  'frontend (KubernetesWorkload)': 'DOWN',
  'checkoutservice (KubernetesWorkload)': 'DOWN',
  'Boutique checkout (ServiceInstance)': 'DOWN',
  'Online shopping (BusinessService)': 'DOWN',
  'Marketing insight (BusinessService)': 'DEGRADED',
  'Gift card sales (BusinessService)': 'AT_RISK',
  'Order intake (BusinessService)': 'SPARED',
  'Marketplace (ExternalService)': 'OK',
};

function questionHash(title: string): string {
  const example = EXAMPLE_QUERIES.find((candidate) => candidate.title === title);
  if (example === undefined) throw new Error(`There is no example "${title}".`);
  return hashOf({ query: example.query, variables: JSON.stringify(example.variables, null, 2) });
}

async function idOf({ client }: SampleServer, className: string, name: string): Promise<string> {
  const query = 'query($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { id } }';
  const ref = { identity: { class: className, attributes: { name } } };
  return (await client.request<{ configurationItem: { id: string } }>(query, { ref })).configurationItem.id;
}

async function drawn(page: Page): Promise<void> {
  await page.waitForSelector('.underpin-canvas[data-drawn]:not([data-drawn="loading"]):not([data-drawn="0"])');
  await page.waitForFunction(() => document.querySelector('.graphiql-spinner') === null);
}

async function headline(page: Page): Promise<string> {
  return (await page.textContent('#underpin-graph-title')) ?? '';
}

/** Waits for the answer to an operation: its name stands in the address once it is there. */
async function answered(page: Page, operation: string): Promise<void> {
  await page.waitForFunction(
    (name) => new URLSearchParams(window.location.hash.slice(1)).get('query')?.includes(` ${name}`) === true,
    operation,
  );
  await page.waitForSelector('.underpin-pane[data-kind]');
}

/** What the pane says of each item, from its list: the picture itself is a canvas. */
async function looks(page: Page): Promise<Record<string, string>> {
  await page.click('.underpin-switch button:has-text("List")');
  const rows = await page.$$eval('.underpin-list li button', (buttons) =>
    buttons.map((button) => {
      const [name, className] = ['.name', '.underpin-quiet'].map(
        (part) => button.querySelector(part)?.textContent ?? '',
      );
      return [`${name} (${className})`, button.getAttribute('data-look') ?? ''];
    }),
  );
  await page.click('.underpin-switch button:has-text("Picture")');
  await drawn(page);
  return Object.fromEntries(rows) as Record<string, string>;
}

async function choose(page: Page, name: string, className: string): Promise<void> {
  await page.click('.underpin-switch button:has-text("List")');
  await page.click(`.underpin-list li button:has(.name:text-is("${name}")):has(:text-is("${className}"))`);
  await page.click('.underpin-switch button:has-text("Picture")');
  await page.waitForSelector('.underpin-details');
}

/** Clicks on the picture: the dark red of an outage is on its card and nowhere else. */
async function clickOutage(page: Page): Promise<void> {
  const spot = await page.evaluate(() => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('.underpin-canvas canvas')].at(-1);
    const context = canvas?.getContext('2d');
    if (canvas == null || context == null) return null;
    const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      if (red !== 0x7a || green !== 0x10 || blue !== 0x22) continue;
      const box = canvas.getBoundingClientRect();
      const scale = box.width / canvas.width;
      const pixel = at / 4;
      return { x: box.x + (pixel % width) * scale + 6, y: box.y + Math.floor(pixel / width) * scale + 6 };
    }
    return null;
  });
  if (spot === null) throw new Error('No card is drawn in the colour of an outage.');
  await page.mouse.click(spot.x, spot.y);
}

async function editorText(page: Page, selector: string): Promise<string> {
  const text = await page.innerText(`${selector} .view-lines >> nth=0`);
  return text.replaceAll('\u00a0', ' ');
}

/** Presses Tab until the element with this label has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (focused.startsWith(label)) return;
  }
  throw new Error(`Tab does not reach "${label}".`);
}

/** Of the pane's ground, 0 to 255. */
async function brightness(page: Page): Promise<number> {
  const colour = await page.evaluate(
    () => getComputedStyle(document.querySelector('.graphiql-container') ?? document.body).backgroundColor,
  );
  const [red = 0, green = 0, blue = 0] = (/\d+/g[Symbol.match](colour) ?? []).map(Number);
  return (red + green + blue) / 3;
}
