import type { Page } from 'playwright-core';

/** What is asked for the picture, and not beside it. */
const BESIDE = new Set([
  'IntrospectionQuery',
  'WhenDidItChange',
  'FindItems',
  'WhichItems',
  'ItemDetails',
  'WhyIsItHit',
]);

export const questionsIn = (operations: readonly string[]): string[] => operations.filter((name) => !BESIDE.has(name));

export async function drawn(page: Page): Promise<void> {
  await page.waitForSelector('.underpin-canvas[data-drawn]:not([data-drawn="loading"]):not([data-drawn="0"])');
  await page.waitForFunction(() => document.querySelector('.graphiql-spinner') === null);
}

export async function headline(page: Page): Promise<string> {
  return (await page.textContent('#underpin-graph-title')) ?? '';
}

/** Waits until the headline fits: the answer is there and drawn. */
export async function says(page: Page, words: RegExp): Promise<void> {
  await page.waitForFunction(
    ([source, flags]) =>
      new RegExp(source ?? '', flags).test(document.querySelector('#underpin-graph-title')?.textContent ?? ''),
    [words.source, words.flags],
  );
}

/** Waits for the answer to an operation of the editor. */
export async function answered(page: Page, operation: string): Promise<void> {
  await page.waitForFunction(
    (name) =>
      document.querySelector('.graphiql-tab-active, .graphiql-tab-button')?.textContent?.includes(name) === true,
    operation,
  );
  await page.waitForFunction(() => document.querySelector('.graphiql-spinner') === null);
  await page.waitForSelector('.underpin-pane[data-kind]');
}

/** What the pane says of each item, from its list: the picture itself is a canvas. */
export async function looks(page: Page): Promise<Record<string, string>> {
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

export async function choose(page: Page, name: string, className: string): Promise<void> {
  await page.click('.underpin-switch button:has-text("List")');
  await page.click(`.underpin-list li button:has(.name:text-is("${name}")):has(:text-is("${className}"))`);
  await page.click('.underpin-switch button:has-text("Picture")');
  await page.waitForSelector('#underpin-details');
}

export async function clickQuestion(page: Page, label: string): Promise<void> {
  await page.click(`.underpin-questions button:has-text("${label}")`);
}

export async function clickMode(page: Page, label: string): Promise<void> {
  await page.click(`.underpin-modes button:has-text("${label}")`);
}

export type Colour = readonly [red: number, green: number, blue: number];
/** The dark red of an outage, and the red of what is down. */
export const OUTAGE: Colour = [0x7a, 0x10, 0x22];
export const DOWN: Colour = [0xc8, 0x38, 0x2f];

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** How far the colour goes on to the right. */
  readonly width: number;
}

/** Types into the search, and waits until what is listed was found for just that. */
export async function search(page: Page, words: string): Promise<void> {
  await page.keyboard.type(words);
  await page.waitForSelector('.underpin-found[aria-busy="false"] li');
}

/** A spot on the uppermost card that is drawn in a colour which is on no other kind of card. */
async function spotOf(page: Page, colour: Colour): Promise<Spot> {
  const spot = await page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.underpin-canvas canvas');
    // Read from a copy: the browser would move the canvas itself to where reading is fast and drawing is not.
    const copy = document.createElement('canvas');
    const context = copy.getContext('2d', { willReadFrequently: true });
    if (canvas === null || context === null) return null;
    copy.width = canvas.width;
    copy.height = canvas.height;
    context.drawImage(canvas, 0, 0);
    const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
    const fits = (at: number) => wanted.every((value, channel) => data[at + channel] === value);
    for (let at = 0; at < data.length; at += 4) {
      // A stray pixel on a rim is no card.
      if (![0, 4, 8, 12, 16, 20, 24, 28].every((further) => fits(at + further))) continue;
      let end = at;
      while (fits(end)) end += 4;
      const box = canvas.getBoundingClientRect();
      const scale = box.width / canvas.width;
      const pixel = at / 4;
      return {
        x: box.x + (pixel % width) * scale + 6,
        y: box.y + Math.floor(pixel / width) * scale + 6,
        width: ((end - at) / 4) * scale,
      };
    }
    return null;
  }, colour);
  if (spot === null) throw new Error(`No card is drawn in the colour ${colour.join(', ')}.`);
  return spot;
}

/** Waits until the spot of a colour is as it should be and stands still; Jest's time limit ends what never comes. */
export async function spotThat(page: Page, colour: Colour, fits: (spot: Spot) => boolean = () => true): Promise<Spot> {
  for (let before: Spot | null = null; ;) {
    const spot = await spotOf(page, colour);
    const stands = before?.x === spot.x && before.y === spot.y && before.width === spot.width;
    if (stands && fits(spot)) return spot;
    before = spot;
    await page.evaluate(async () => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

type Place = readonly [x: number, y: number];

/** Fingers that are put down together, go their ways in ten steps, and are lifted. */
export async function fingers(
  page: Page,
  ways: readonly { readonly from: Place; readonly to: Place }[],
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number; id: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  const at = (share: number) =>
    ways.map(({ from, to }, id) => ({
      id,
      x: from[0] + (to[0] - from[0]) * share,
      y: from[1] + (to[1] - from[1]) * share,
    }));
  await touch('touchStart', at(0));
  for (let step = 1; step <= 10; step++) await touch('touchMove', at(step / 10));
  await touch('touchEnd', []);
  await session.detach();
}

export async function editorText(page: Page, selector: string): Promise<string> {
  const text = await page.innerText(`${selector} .view-lines >> nth=0`);
  return text.replaceAll('\u00a0', ' ');
}

/** Presses Tab until the element with this label has the focus. */
export async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
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
export async function brightness(page: Page): Promise<number> {
  const colour = await page.evaluate(
    () => getComputedStyle(document.querySelector('.graphiql-container') ?? document.body).backgroundColor,
  );
  const [red = 0, green = 0, blue = 0] = (/\d+/g[Symbol.match](colour) ?? []).map(Number);
  return (red + green + blue) / 3;
}

/** Clicks what gives a file, and reads it. */
export async function saved(page: Page, label: string): Promise<{ name: string; content: Buffer }> {
  await page.click('summary:has-text("Export")');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click(`.underpin-menu-panel button:has-text("${label}")`),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), content: Buffer.concat(chunks) };
}

/**
 * Milliseconds that the page works on what `act` does: of its own thread, so that it does not matter what else runs on
 * the machine.
 */
async function workOf(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const seconds = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ??
    Number.NaN;
  const before = await seconds();
  await act();
  return Math.round(1_000 * ((await seconds()) - before));
}

/** The work on what `act` does until its picture is on the screen. */
export const workUntilDrawn = (page: Page, act: () => Promise<void>): Promise<number> =>
  workOf(page, async () => {
    await page.evaluate(() => performance.clearMarks('underpin-drawn'));
    await act();
    await page.waitForFunction(() => performance.getEntriesByName('underpin-drawn').length > 0);
  });

const FRAMES = 40;

/** The work on a frame, on the average, while the picture is dragged about. */
export async function workWhileDragging(page: Page): Promise<number> {
  const box = await page.locator('.underpin-canvas').boundingBox();
  if (box === null) throw new Error('There is no picture.');
  const [x, y] = [box.x + 8, box.y + 8];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const work = await workOf(page, async () => {
    for (let move = 1; move <= FRAMES; move++) {
      await page.mouse.move(x + move * 6, y + move * 3);
      await page.evaluate(async () => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  });
  await page.mouse.up();
  return Math.round(work / FRAMES);
}
