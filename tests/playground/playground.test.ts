import { EXAMPLE_QUERIES } from '../../src/playground/example-queries';
import { hashOf } from '../../src/playground/view/address';
import { BLANK_VIEW, type View } from '../../src/playground/view/view';
import { questionOf } from '../../src/playground/view/view-question';
import { describePlayground, questionHash } from './describe-playground';
import * as pane from './pane';
import type { SampleServer } from './sample-server';

describePlayground('the questions of the playground', (playground) => {
  const open = async (...address: Parameters<ReturnType<typeof playground>['open']>) => playground().open(...address);

  test('leads a newcomer from an empty page to what breaks if redis-cart fails', async () => {
    const { page, operations } = await open();
    expect(await page.title()).toBe('Underpin');
    expect(await page.textContent('.underpin-pane > p')).toContain('Type a name above');
    await page.keyboard.press('/');
    await pane.search(page, 'redis');
    // The service of that name only stands before the program, and cannot fail by itself: it comes second.
    expect(await page.locator('.underpin-found li .underpin-quiet').allInnerTexts()).toEqual([
      'KubernetesWorkload · production',
      'KubernetesService · production',
    ]);
    await page.click('[aria-label="If redis-cart fails"] >> nth=0');
    await pane.drawn(page);
    expect(pane.questionsIn(operations)).toEqual(['WhatBreaks']);
    const shown = await pane.looks(page);
    expect(shown).toMatchObject(IF_REDIS_FAILS);
    expect(await page.getAttribute('.underpin-canvas', 'data-drawn')).toBe(String(Object.keys(shown).length));
    const down = Object.values(shown).filter((look) => look === 'DOWN' || look === 'OUTAGE').length;
    expect(await pane.headline(page)).toMatch(new RegExp(`^Impact of redis-cart: ${down} DOWN, .*spared$`));
    expect(await page.title()).toBe(`${await pane.headline(page)} · Underpin`);
  });

  test('leads there with the keyboard alone: a name, Enter, F', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    await pane.search(page, 'redis-cart');
    await page.keyboard.press('Enter');
    await pane.drawn(page);
    await page.waitForFunction(() => document.activeElement?.matches('.underpin-canvas'));
    await page.keyboard.press('f');
    await pane.says(page, /^Impact of redis-cart/);
  });

  test('leads from a drawn item to questions about it, which run and stand in the editor', async () => {
    const { page, operations } = await open(questionHash('What breaks if redis-cart fails?'));
    await pane.drawn(page);
    const { x, y } = await pane.spotThat(page, pane.OUTAGE);
    await page.mouse.click(x, y);
    expect(await page.textContent('#underpin-details-title')).toBe('redis-cart');
    for (const [label, operation] of QUESTIONS) {
      await pane.clickQuestion(page, label);
      await pane.answered(page, operation);
      expect(pane.questionsIn(operations).at(-1)).toBe(operation);
      expect(await pane.editorText(page, '.graphiql-query-editor')).toContain(`query ${operation}`);
      expect((await page.locator('.underpin-notes').allTextContents()).join()).not.toContain('cannot be drawn');
      expect(await page.innerText('.underpin-subject')).toBe('redis-cart:');
      // Sets of weak points stand where the details would.
      if (operation !== 'WeakPoints') expect(await page.textContent('#underpin-details-title')).toBe('redis-cart');
      else {
        expect(await page.textContent('#underpin-sets-title')).toBe('What takes redis-cart down');
        await pane.choose(page, 'redis-cart', 'KubernetesWorkload');
      }
    }
    expect(await page.locator('.graphiql-tab').count()).toBe(1);
    // The last one was the list of its changes, with the values.
    expect(await page.innerText('.underpin-changes')).toMatch(/criticality\s*→\s*HIGH/);
    expect(await pane.headline(page)).toMatch(/^\d+ changes$/);
  });

  test('marks several items as failed by search, key and button, and takes the marks back', async () => {
    const { page } = await open(
      hashOf(viewQuestion({ mode: 'topology', roots: [BY_NAME.shop], direction: 'DEPENDENCIES' })),
    );
    await pane.drawn(page);
    const items = Number(await page.getAttribute('.underpin-canvas', 'data-drawn'));
    await pane.choose(page, 'haproxy on edge-1', 'WebServer');
    await page.focus('.underpin-canvas');
    await page.keyboard.press('f');
    await pane.says(page, /^Impact of haproxy on edge-1/);
    const one = await pane.looks(page);
    expect(one).toMatchObject({
      'haproxy on edge-1 (WebServer)': 'OUTAGE',
      'https://shop.example.com (Endpoint)': 'AT_RISK',
    });
    // What was looked at stays around the outage.
    expect(Object.keys(one).length).toBeGreaterThanOrEqual(items);
    await page.fill('.underpin-search input', 'haproxy edge-2');
    await page.click('[aria-label="If haproxy on edge-2 fails"]');
    await pane.says(page, /^Impact of haproxy on edge-1 and haproxy on edge-2/);
    const two = await pane.looks(page);
    expect(two).toMatchObject({
      'haproxy on edge-2 (WebServer)': 'OUTAGE',
      'https://shop.example.com (Endpoint)': 'DOWN',
    });
    await pane.choose(page, 'Online shopping', 'BusinessService');
    await page.waitForSelector('.underpin-proof li');
    const proof = await page.innerText('.underpin-proof');
    expect(proof).toMatch(/Due to\s+haproxy on edge-1, haproxy on edge-2/);
    expect(proof).toContain('it failed by itself');
    expect(await page.locator('.underpin-failed .underpin-chip').allInnerTexts()).toEqual([
      'haproxy on edge-1 ✕',
      'haproxy on edge-2 ✕',
      'Clear all',
    ]);
    await page.click('[aria-label="haproxy on edge-1 has not failed after all"]');
    await pane.says(page, /^Impact of haproxy on edge-2/);
    await page.click('[aria-label="haproxy on edge-2 has not failed after all"]');
    await pane.says(page, /^\d+ items, \d+ dependencies$/);
  });

  test('marks the weak points of a service, and a click on a set lets it fail', async () => {
    const { page } = await open(questionHash('What are the weak points of Online shopping?'));
    await pane.says(page, /^Weak points of Online shopping: 14 single points of failure, 50 larger sets$/);
    expect(await pane.looks(page)).toMatchObject({
      'redis-cart (KubernetesWorkload)': 'SINGLE_POINT',
      'haproxy on edge-1 (WebServer)': 'IN_SET',
      'Online shopping (BusinessService)': 'PLAIN',
    });
    const set = page.locator('.underpin-sets .underpin-chip', { hasText: /^Rack 1 \+ Rack 2$|^Rack 2 \+ Rack 1$/ });
    await set.click();
    await pane.says(page, /^Impact of Rack 1 and Rack 2/);
    expect(await pane.looks(page)).toMatchObject({
      'Online shopping (BusinessService)': 'DOWN',
      'Rack 1 (Rack)': 'OUTAGE',
    });
    expect(await set.getAttribute('aria-pressed')).toBe('true');
    await set.click();
    await pane.says(page, /^Weak points/);
  });

  test('moves the whole picture to a past moment, says so, and compares it with now', async () => {
    const id = await idOf(playground().server, 'KubernetesWorkload', 'redis-cart');
    const { page } = await open(`#view=topology&of=${id}`);
    await pane.drawn(page);
    await page.waitForSelector('.underpin-time input[type=range]:enabled');
    await page.focus('.underpin-time input[type=range]');
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.underpin-past:has-text("Since then: ")');
    expect(await page.innerText('.underpin-past')).toMatch(/You are looking at the past: revision \d+, .* added, /);
    expect(page.url()).toMatch(/&at=\d+/);
    // The catalogue came last: services are not there yet, workloads have no criticality yet.
    expect(await pane.looks(page)).toMatchObject({
      'Online shopping (BusinessService)': 'ADDED',
      'redis-cart (KubernetesWorkload)': 'CHANGED',
      'haproxy on edge-1 (WebServer)': 'PLAIN',
    });
    await pane.choose(page, 'redis-cart', 'KubernetesWorkload');
    expect(await page.innerText('#underpin-details .underpin-values')).toMatch(/criticality\s*→\s*HIGH/);
    await pane.clickMode(page, 'Differences');
    await pane.answered(page, 'WhatDiffers');
    expect(await page.innerText('.underpin-past')).toContain('Compared with the past');
    await page.click('.underpin-past button');
    await pane.says(page, /^19 items, 21 dependencies$/);
    expect(await page.locator('.underpin-past').count()).toBe(0);
    await page.goBack();
    await pane.answered(page, 'WhatDiffers');
    await page.waitForSelector('.underpin-past');
  });

  test('opens links of alerts with their question run and drawn, and goes back to them', async () => {
    const id = await idOf(playground().server, 'KubernetesWorkload', 'redis-cart');
    const { page, operations } = await open(`impact?failed=${id}`);
    await pane.drawn(page);
    expect(pane.questionsIn(operations)).toEqual(['WhatBreaks']);
    expect(await pane.looks(page)).toMatchObject(IF_REDIS_FAILS);
    await pane.choose(page, 'redis-cart', 'KubernetesWorkload');
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/impact?failed=${id}`);
    // Another question is no longer that of the link, and Back leads to it again.
    await pane.clickQuestion(page, 'What depends on it');
    await page.waitForFunction(() => window.location.pathname === '/');
    await page.goBack();
    await pane.answered(page, 'WhatBreaks');
    await pane.drawn(page);
    expect(page.url()).toContain(`${playground().server.url}/impact?failed=${id}`);
    await page.goto(`${playground().server.url}/ci?source=datacentre&key=db-1`);
    await pane.answered(page, 'WhatDependsOnIt');
    expect(Object.keys(await pane.looks(page))).toContain('db-1 (LinuxServer)');
  });

  test('shows the details of an item, from the answer and from the server, and the queries behind them', async () => {
    const { page } = await open(questionHash('What breaks if redis-cart fails?'));
    await pane.drawn(page);
    await pane.choose(page, 'Order intake', 'BusinessService');
    await page.waitForSelector('#underpin-details dt:has-text("Reported by")');
    const details = await page.innerText('#underpin-details');
    for (const words of [
      'SPARED',
      'Spared by',
      'channels needs 1 of 3: 2 left, 1 down',
      '1 more of its members may go down',
    ])
      expect(details).toContain(words);
    expect(details).toMatch(/Owner\s+Sales/);
    expect(details).toMatch(/Criticality\s+HIGH/);
    await page.click('summary:has-text("Queries")');
    await page.click('.underpin-menu-panel button:has-text("ItemDetails")');
    await pane.answered(page, 'ItemDetails');
    expect(await pane.editorText(page, '.graphiql-query-editor')).toContain('query ItemDetails');
    expect(Object.keys(await pane.looks(page))).toEqual(['Order intake (BusinessService)']);
  });

  test('is used by keyboard alone', async () => {
    const { page, operations } = await open();
    await pane.tabTo(page, 'Find an item');
    await pane.search(page, 'redis');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await pane.says(page, /^Impact of redis-cart/);
    await pane.tabTo(page, 'Impact of redis-cart');
    await page.keyboard.press('ArrowUp');
    expect(await page.textContent('#underpin-details-title')).toBe('redis-cart');
    await page.keyboard.press('ArrowUp');
    expect(await page.innerText('#underpin-details header')).toContain('KubernetesService');
    expect(await page.locator('[role=status]', { hasText: 'redis-cart, KubernetesService, DOWN' }).count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('underpin-details');
    await page.keyboard.press('Escape');
    expect(await page.locator('#underpin-details').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('underpin-canvas');
    await page.keyboard.press('ArrowUp');
    await pane.tabTo(page, 'What depends on it');
    await page.keyboard.press('Enter');
    await pane.says(page, / items, /);
    expect(pane.questionsIn(operations).at(-1)).toBe('WhatDependsOnIt');
    await pane.tabTo(page, 'List');
    await page.keyboard.press('Enter');
    await pane.tabTo(page, 'Find an item of this answer by name, class or state');
    await page.keyboard.type('online shopping');
    expect(await page.locator('.underpin-list li').count()).toBe(1);
  });

  test('never runs a mutation because of a link', async () => {
    const { page, operations } = await open(questionHash('Try an import without writing'));
    await page.waitForFunction(() => document.querySelector('.graphiql-tab-button')?.textContent === 'TryImport');
    await page.waitForTimeout(500);
    expect(operations).not.toContain('TryImport');
  });

  test('says what is missing or failed, survives it, and runs every example without an error', async () => {
    const { page, complaints } = await open(hashOf({ query: '{ impact { summary { total } } }', variables: '' }));
    await page.waitForSelector('[data-kind="nothing"]');
    expect(await page.innerText('.underpin-notes')).toContain('impacted(first: 200)');
    await page.goto(`${playground().server.url}/${hashOf({ query: '{ impact(', variables: '' })}`);
    await page.waitForFunction(
      () => document.querySelector('.graphiql-query-editor')?.textContent?.includes('summary') === false,
    );
    await page.click('button[aria-label^="Execute"]');
    await page.waitForSelector('[data-kind="nothing"] .underpin-warning');
    expect(await pane.headline(page)).toBe('The query failed');
    expect(complaints.splice(0).every((complaint) => /400/.test(complaint))).toBe(true);
    await page.context().setOffline(true);
    await page.click('.underpin-examples button >> nth=0');
    await page.waitForSelector('.underpin-warning:has-text("The server cannot be reached")');
    await page.context().setOffline(false);
    await page.click('.underpin-notes button:has-text("Ask again")');
    await pane.says(page, /^Impact of redis-cart/);
    expect(complaints.splice(0).every((complaint) => /DISCONNECTED/.test(complaint))).toBe(true);
    for (const example of EXAMPLE_QUERIES) {
      const name = /(?:query|mutation) (\w+)/.exec(example.query)?.[1] ?? '';
      await page.click('[aria-label="Show Examples"]');
      await page.click(`.underpin-examples button:has-text("${example.title}")`);
      await pane.answered(page, name);
      expect(await page.locator('.underpin-warning').allTextContents()).toEqual([]);
      expect(await page.getAttribute('.underpin-pane[data-kind]', 'data-kind')).not.toBe('nothing');
    }
  });
});

const QUESTIONS = [
  ['What depends on it', 'WhatDependsOnIt'],
  ['What it depends on', 'WhatItDependsOn'],
  ['If it fails', 'WhatBreaks'],
  ['Its weak points', 'WeakPoints'],
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

const BY_NAME = {
  shop: JSON.stringify({ identity: { class: 'BusinessService', attributes: { name: 'Online shopping' } } }),
};

function viewQuestion(view: Partial<View>) {
  return questionOf({ ...BLANK_VIEW, ...view });
}

async function idOf({ client }: SampleServer, className: string, name: string): Promise<string> {
  const query = 'query($ref: ConfigurationItemRef!) { configurationItem(ref: $ref) { id } }';
  const ref = { identity: { class: className, attributes: { name } } };
  return (await client.request<{ configurationItem: { id: string } }>(query, { ref })).configurationItem.id;
}
