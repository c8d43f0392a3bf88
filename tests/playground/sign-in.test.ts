import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
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
    const made = await server.ask<{ createApiToken: { secret: string } }>(
      'mutation { createApiToken(input: { name: "admin", role: ADMINISTRATOR }) { secret } }',
    );
    secret = made.data?.createApiToken.secret ?? '';
    browser = await launchBrowser(executablePath);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  test('the page loads without a token, asks for one, and keeps it for this tab alone', async () => {
    const { page, foreign } = await openPage(browser, server.url);
    await page.fill('dialog.sign-in input', 'underpin_wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.sign-in:has-text("not known")');
    await page.fill('dialog.sign-in input', secret);
    await page.click('dialog.sign-in button:has-text("Sign in")');
    await page.waitForSelector('dialog.sign-in', { state: 'detached' });
    // What was stopped by the question goes on: the schema is there, and completes.
    await page.waitForFunction(() => document.querySelector('dialog') === null);
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
});
