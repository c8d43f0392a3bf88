import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EXIT_CODES, EXIT_CODES_HELP } from '../src/cli/exit-codes';
import { startSampleServer, type SampleServer } from './playground/sample-server';
import { ROOT } from './support/source-tree';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
/** The first block of a language on the first screen. */
const block = (language: string): string =>
  new RegExp(`<!-- answer:begin -->[^]*?\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)?.[1] ?? '';

test('the README has the exit codes that the command line tells', () => {
  for (const [code, meaning] of Object.entries(EXIT_CODES)) {
    expect(readme).toMatch(new RegExp(`^\\| ${code} +\\| ${meaning.replaceAll('.', '\\.')} +\\|$`, 'm'));
    expect(EXIT_CODES_HELP).toContain(`  ${code}  ${meaning}`);
  }
});

describe('the README', () => {
  let sample: SampleServer;
  beforeAll(async () => {
    sample = await startSampleServer();
  });
  afterAll(() => sample.stop());

  const ask = async (query: string): Promise<unknown> => {
    const response = await fetch(`${sample.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: unknown }).data;
  };

  test('prints what the sample answers to its query', async () => {
    expect(JSON.parse(block('json'))).toEqual(await ask(block('graphql')));
  });

  test('shows how a script streams records in', async () => {
    const script = /<!-- stream:begin -->[^]*?```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const here = script.replace('http://127.0.0.1:4000', sample.url);
    expect(here).not.toBe(script);
    const { stdout } = await promisify(execFile)('sh', ['-e', '-c', here]);
    const [registered, summary] = stdout.replace('}{', '}\n{').trim().split('\n');
    expect(JSON.parse(registered ?? '')).toMatchObject({ data: { registerDataSource: { errors: [] } } });
    expect(JSON.parse(summary ?? '')).toMatchObject({
      summary: { lines: 3, totals: [{ outcome: 'CREATED', items: 2, relationships: 1 }] },
    });
  });

  test('shows how to list and then follow', async () => {
    const script = /<!-- feed:begin -->[^]*?```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const here = script.replace('http://127.0.0.1:4000', sample.url);
    expect(here).not.toBe(script);
    // Something is written between the list and the feed.
    const write =
      'mutation { upsertConfigurationItem(input: { class: "LinuxServer", name: "between", attributes: { hostname: "between" } }) { revision } }';
    const body = JSON.stringify({ query: write });
    const curl = `curl -s $cmdb/graphql -H 'content-type: application/json' -d '${body}' >/dev/null\n`;
    const { stdout } = await promisify(execFile)('sh', ['-e', '-c', here.replace('curl -sN', `${curl}curl -sN`)]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      { last: true, changes: [{ kind: 'CREATED', configurationItem: { class: 'LinuxServer', name: 'between' } }] },
      { changeSet: null, changes: [] },
    ]);
  });
});
