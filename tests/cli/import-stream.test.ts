import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sendLasting } from '../../src/cli/lasting-stream';
import type { Client } from '../../src/cli/client';
import { createProgress } from '../../src/cli/progress-bar';
import { StreamLost } from '../../src/cli/stream-client';
import { RequestError } from '../../src/cli/request-error';
import { makeDirectory, removeDirectories } from '../support/directories';
import { ndjson, serverLine } from '../support/ingest-stream';
import { startProcess } from '../support/process';
import { startTestServer, type TestServer } from '../support/server';

const folder = makeDirectory();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { streamLimits: { chunkLines: 200 } });
});

afterAll(async () => {
  await server.stop();
  removeDirectories();
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

async function underpin(url: string, ...args: readonly string[]): Promise<{ code: number | string; output: string }> {
  const child = startProcess('src/cli.ts', args, { UNDERPIN_URL: url });
  const code = await child.ended();
  return { code, output: child.output() };
}

const servers = (prefix: string, count: number): object[] =>
  Array.from({ length: count }, (_, at) => serverLine(`${prefix}${at}`));

describe('underpin import ndjson', () => {
  test('passes lines on, counts outcomes by class, and names the lines that were rejected', async () => {
    const lines = [...servers('pass', 250), { item: { class: 'Rack', name: 'nameless' } }, { itme: {} }];
    const path = file('pass.ndjson', ndjson(lines));
    const report = join(folder, 'pass-report.ndjson');
    const { code, output } = await underpin(
      server.url,
      'import',
      'ndjson',
      path,
      '--source',
      'pass',
      '--report',
      report,
    );
    expect(output).toMatch(/Imported 252 items and 0 relationships/);
    expect(output).toMatch(/created +250 +0\n +rejected +2 +0/);
    expect(output).toMatch(/class +created +rejected\n +LinuxServer +250\n/);
    expect(output).toMatch(
      /Rejected \(2\):\n.*pass\.ndjson:251.*HOST_MISSING.*\n.*pass\.ndjson:252: INVALID_VALUE.*Did you mean "item"/,
    );
    expect(code).toBe(1);
    const told = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome: string });
    expect(told.map(({ outcome }) => outcome)).toEqual([
      ...servers('', 250).map(() => 'CREATED'),
      'REJECTED',
      'REJECTED',
    ]);
  });

  test('may be a dry run, all or nothing, and wrong in its source', async () => {
    const path = file('modes.ndjson', ndjson([...servers('mode', 2), { item: {} }]));
    const dry = await underpin(server.url, 'import', 'ndjson', path, '--source', 'pass', '--dry-run', '--json');
    expect(JSON.parse(dry.output)).toMatchObject({ totals: { CREATED: { items: 2 }, REJECTED: { items: 1 } } });
    const atomic = await underpin(server.url, 'import', 'ndjson', path, '--source', 'pass', '--atomic', '--json');
    expect(JSON.parse(atomic.output)).toMatchObject({ totals: { REJECTED: { items: 3 } } });
    expect([dry.code, atomic.code]).toEqual([1, 1]);
    const wrong = await underpin(server.url, 'import', 'ndjson', path, '--source', 'no blanks');
    expect(wrong).toMatchObject({
      code: 1,
      output: expect.stringMatching(/"no blanks" cannot be registered/) as string,
    });
  });
});

describe('when the connection is lost in the middle', () => {
  /** Passes everything on, and cuts the first connection after so many bytes to the server. */
  async function startCutting(after: number): Promise<{ readonly url: string; close(): void; cuts(): number }> {
    let cuts = 0;
    const proxy = createServer((client) => {
      const upstream = createConnection(Number(new URL(server.url).port), '127.0.0.1');
      let passed = 0;
      const cut = (): void => {
        client.destroy();
        upstream.destroy();
      };
      client.on('error', cut).on('close', cut);
      upstream.on('error', cut).on('close', cut);
      upstream.pipe(client);
      client.on('data', (data: Buffer) => {
        passed += data.length;
        if (cuts === 0 && passed > after) {
          cuts += 1;
          cut();
        } else upstream.write(data);
      });
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const { port } = proxy.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, close: () => void proxy.close(), cuts: () => cuts };
  }

  test.each([
    ['ndjson', (prefix: string) => ndjson(servers(prefix, 1_000))],
    [
      'csv',
      (prefix: string) =>
        `class,nativeKey,name,attributes.hostname\n${servers(prefix, 1_000)
          .map((_, at) => `LinuxServer,${prefix}${at},${prefix}${at},${prefix}${at}\n`)
          .join('')}`,
    ],
  ])('%s is sent again, and everything is counted once', async (format, text) => {
    const path = file(`cut.${format}`, text(`cut-${format}-`));
    const proxy = await startCutting(40_000);
    try {
      const { code, output } = await underpin(proxy.url, 'import', format, path, '--source', 'cut');
      expect(output).toMatch(/the connection to .* was lost.*lines have landed\. Trying again in 0\.5 s \(1 of 8\)/);
      expect(output).toMatch(/created +1000 +0/);
      expect(output).not.toMatch(/unchanged/);
      expect([code, proxy.cuts()]).toEqual([0, 1]);
    } finally {
      proxy.close();
    }
  });
});

describe('a stream that has to last', () => {
  const chunk = (lastLine: number): object => ({ chunk: { lastLine, revision: 1, totals: [], classes: [] } });
  /** Answers each sending with some lines, and then fails or succeeds. */
  function scripted(
    ...sendings: readonly { readonly lines: readonly object[]; readonly error?: Error }[]
  ): Client & { keys: string[] } {
    const keys: string[] = [];
    let at = 0;
    return {
      url: '',
      keys,
      request: () => Promise.reject(new Error('not asked')),
      ask: () => Promise.reject(new Error('not asked')),
      open: () => Promise.reject(new Error('not asked')),
      stream: (query, _body, onLine) => {
        const { lines, error } = sendings[Math.min(at, sendings.length - 1)] ?? { lines: [] };
        at += 1;
        keys.push(query['idempotencyKey'] ?? '');
        for (const line of lines) onLine(line);
        return error ? Promise.reject(error) : Promise.resolve({ revision: 1 });
      },
    };
  }
  const lost = new StreamLost('the server is stopping', true);
  async function* nothing(): AsyncGenerator<string> {
    yield* [];
  }
  const run = async (client: Client): Promise<{ chunks: number[]; results: number[]; notices: string[] }> => {
    const told = { chunks: [] as number[], results: [] as number[], notices: [] as string[] };
    await sendLasting(client, {
      query: {},
      idempotencyKey: 'k',
      open: nothing,
      retryDelayMs: 1,
      notice: (message) => told.notices.push(message),
      onChunk: ({ lastLine }, results) => {
        told.chunks.push(lastLine);
        told.results.push(...results.map(({ line }) => line ?? 0));
      },
    });
    return told;
  };

  test('tells each chunk once, whichever sending it landed in, and keeps its key', async () => {
    const client = scripted(
      { lines: [{ line: 3 }, chunk(10), { line: 12 }], error: lost },
      { lines: [{ line: 3 }, chunk(10), { line: 12 }, chunk(20)] },
    );
    const { chunks, results, notices } = await run(client);
    expect([chunks, results]).toEqual([
      [10, 20],
      [3, 12],
    ]);
    expect(notices).toEqual([expect.stringMatching(/the server is stopping\. 10 lines have landed\. Trying again/)]);
    expect(client.keys).toEqual(['k', 'k']);
  });

  test('is given up after some tries without anything new, with the key to go on with', async () => {
    const client = scripted({ lines: [chunk(10)], error: lost });
    await expect(run(client)).rejects.toThrow(/10 lines have landed.*--idempotency-key k/);
    expect(client.keys).toHaveLength(9);
  });

  test('is not tried again without a server, or when it is refused', async () => {
    const nowhere = scripted({ lines: [], error: new StreamLost('No server answers', false) });
    await expect(run(nowhere)).rejects.toThrow(/No server answers/);
    const refused = scripted({ lines: [chunk(1)], error: new RequestError('no', 'IDEMPOTENCY_CONFLICT', false) });
    await expect(run(refused)).rejects.toThrow(/no/);
    expect([nowhere.keys.length, refused.keys.length]).toEqual([1, 1]);
  });
});

describe('the progress', () => {
  const totals = (items: number): ReadonlyMap<string, { items: number; relationships: number; classes: object }> =>
    new Map([['CREATED', { items, relationships: 0, classes: {} }]]);
  function shown(isTTY: boolean, size: number | null): string {
    let output = '';
    let now = 0;
    const progress = createProgress({ isTTY, columns: 100, write: (text) => (output += text) }, size, () => now);
    for (const second of [1, 2, 3]) {
      now = second * 4_000;
      progress.landed(totals(second * 8_000) as never, second * 1_000);
    }
    progress.say('lost');
    progress.end();
    return output;
  }

  test('on a terminal is a bar with rate and remaining time, written over itself', () => {
    const lines = shown(true, 4_000).split('\r');
    expect(lines[3]).toMatch(/^\[#{18}-{6}\] 75 %  24,000 records  2,000\/s  0:04 left/);
    expect(lines[4]).toContain('lost\n');
  });

  test('elsewhere is a plain line now and then', () => {
    expect(shown(false, 4_000)).toBe('[##################------] 75 %  24,000 records  2,000/s  0:04 left\nlost\n');
    expect(shown(false, null)).toBe('24,000 records  2,000/s\nlost\n');
  });
});
