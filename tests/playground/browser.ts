import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env['PROGRAMFILES'] ?? '', 'Google/Chrome/Application/chrome.exe'),
];

const HOW_TO_GET_ONE =
  'no browser was found: install Chromium (Debian: apt-get install -y chromium) or name one in UNDERPIN_CHROMIUM';

/** Null where there is none. One that is named and not there is an error: somebody wants these tests to run. */
function findBrowser(): string | null {
  const named = process.env['UNDERPIN_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`UNDERPIN_CHROMIUM names ${named}, which is not there.`);
    return named;
  }
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** Tests that need a browser, given where it is; without one they are reported as skipped, with how to get one. */
export function describeInBrowser(name: string, tests: (executablePath: string) => void): void {
  const executablePath = findBrowser();
  if (executablePath !== null) return describe(name, () => tests(executablePath));
  process.stderr.write(`Tests of ${name} are skipped: ${HOW_TO_GET_ONE}.\n`);
  describe.skip(`${name} (skipped: ${HOW_TO_GET_ONE})`, () => tests(''));
}

/** Without a display, without a sandbox (tests may run as root), and without calls to its maker. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page with everything that must not happen on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Requests to any other host. */
  readonly foreign: string[];
  /** Errors and warnings of the console, uncaught exceptions, failed requests, refused by the security policy or not. */
  readonly complaints: string[];
  /** GraphQL operations that were sent, in order. */
  readonly operations: string[];
}

/** Nothing that another page left behind is there. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  return openIn(await newContext(browser, options), url);
}

export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
}

/** A context keeps what it has read and compiled: further pages in it open sooner. */
export async function openIn(context: BrowserContext, url: string): Promise<WatchedPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const watched: WatchedPage = { page, foreign: [], complaints: [], operations: [] };
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (!['data:', 'blob:'].includes(address.protocol) && address.host !== new URL(url).host) {
      watched.foreign.push(request.url());
    }
    if (address.pathname === '/graphql') watched.operations.push(operationOf(request.postData()));
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) watched.complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => watched.complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What the page itself no longer wanted, mostly because it went on to another address in the middle of loading.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') watched.complaints.push(`failed (${reason}): ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) watched.complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  return watched;
}

function operationOf(body: string | null): string {
  const { operationName } = JSON.parse(body ?? '{}') as { operationName?: string };
  return operationName ?? '';
}
