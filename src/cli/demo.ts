import { Command } from 'commander';
import { readConfig } from '../config';
import { serve } from '../serve';
import { announcement } from './announcement';
import { createClient, type Client } from './client';
import { QUESTIONS } from './demo-questions';
import { loadSample } from './load-sample';
import { runUntilSignal } from './run-until-signal';

/** `underpin demo`: a server in a throw-away directory with the sample inventory, and three questions with answers. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run a throw-away server with a sample inventory until Ctrl-C; nothing of it stays')
    .addHelpText(
      'after',
      `
The sample is Google's Online Boutique, read from its manifests, in a small datacentre, with the business above it.
When the port is taken, the next free one is used.

Examples:
  underpin demo
  PORT=8080 underpin demo`,
    )
    .action(runDemo);
}

async function runDemo(): Promise<void> {
  await runUntilSignal(async (signal) => {
    const config = readConfig();
    const serving = await serve(config, { signal, throwAway: true, nextFreePort: true });
    try {
      const client = createClient({ url: serving.url, token: config.token });
      await waitFor(client, await loadSample(client));
      for (const line of announcement(config, serving)) console.log(line);
      await printAnswers(client);
      console.log(`\nThe same drawn, and whatever else you ask: ${serving.url}`);
      console.log('Ctrl-C stops it and leaves nothing behind.');
      return serving;
    } catch (error) {
      await serving.stop();
      throw error;
    }
  });
}

// The answers come from a graph that follows what is written; they should speak of all of it.
async function waitFor(client: Client, revision: number): Promise<void> {
  const query = 'query Wait($revision: Revision!) { configurationItems(first: 1, atLeast: $revision) { revision } }';
  await client.request(query, { revision });
}

async function printAnswers(client: Client): Promise<void> {
  for (const { title, query, answer } of QUESTIONS) {
    const lines = answer(await client.request(query));
    console.log(['', title, ...indented(query.trim().split('\n'), '  | '), ...indented(lines, '  ')].join('\n'));
  }
}

const indented = (lines: readonly string[], prefix: string): string[] => lines.map((line) => prefix + line);
