import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { EXAMPLE_QUERIES } from '../../src/playground/example-queries';
import { hashOf } from '../../src/playground/view/address';
import { describeInBrowser, launchBrowser, newContext, openIn, type WatchedPage } from './browser';
import { startSampleServer, type SampleServer } from './sample-server';

const ROOT = join(__dirname, '../..');

/** A real browser in front of a real server with the sample inventory. */
export interface Playground {
  readonly server: SampleServer;
  /** A page of the playground, ready to be used. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<WatchedPage>;
}

/** Tests of the playground in a browser. */
export function describePlayground(name: string, tests: (playground: () => Playground) => void): void {
  describeInBrowser(name, (executablePath) => {
    let browser: Browser | undefined;
    let server: SampleServer | undefined;
    const opened: WatchedPage[] = [];
    const contexts = new Map<string, BrowserContext>();

    beforeAll(async () => {
      execFileSync(process.execPath, [join(ROOT, 'src/bin/build-if-stale.cjs'), '--only', 'playground'], {
        stdio: 'ignore',
      });
      server = await startSampleServer();
      browser = await launchBrowser(executablePath);
    });

    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** Whatever a test did: nothing was asked of another host, and the console is clean. */
    afterEach(async () => {
      for (const { page, foreign, complaints } of opened.splice(0)) {
        expect(foreign).toEqual([]);
        expect(complaints).toEqual([]);
        await page.close();
      }
    });

    tests(() => {
      if (browser === undefined || server === undefined) throw new Error('The playground has not been started.');
      const [inBrowser, at] = [browser, server];
      return {
        server,
        open: async (path = '', options = {}) => {
          const kind = JSON.stringify(options);
          const context = contexts.get(kind) ?? (await newContext(inBrowser, options));
          contexts.set(kind, context);
          await forgetAll(context, at.url);
          const watched = await openIn(context, `${at.url}/${path}`);
          opened.push(watched);
          await watched.page.waitForSelector('.graphiql-query-editor .monaco-editor');
          return watched;
        },
      };
    });
  });
}

/** Editors and tabs of tests before are no part of this one; what the browser has read and compiled is kept. */
async function forgetAll(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/favicon.ico`);
  await page.evaluate(() => localStorage.clear());
  await page.close();
}

/** The address of an example of the first page. */
export function questionHash(title: string): string {
  const example = EXAMPLE_QUERIES.find((candidate) => candidate.title === title);
  if (example === undefined) throw new Error(`There is no example "${title}".`);
  return hashOf(example);
}
