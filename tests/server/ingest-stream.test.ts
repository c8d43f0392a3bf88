import { gzipSync } from 'node:zlib';
import { ndjson, openStream, refusedWith, sendStream, serverLine, type Query } from '../support/ingest-stream';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { streamLimits: { chunkLines: 100 } });
  await server.read('mutation { registerDataSource(input: { name: "scan" }) { revision } }');
});

afterAll(() => server.stop());

const SOURCE: Query = { source: 'scan' };
const named = async (names: readonly string[]): Promise<readonly string[]> => {
  const revision = await headRevision();
  const { configurationItems } = await server.read<{ configurationItems: { nodes: { name: string }[] } }>(
    `query ($names: [String!]) {
       configurationItems(filter: { name: { in: $names } }, first: 1000, atLeast: ${revision}) { nodes { name } }
     }`,
    { names },
  );
  return configurationItems.nodes.map(({ name }) => name).toSorted();
};

async function headRevision(): Promise<number> {
  const [row] = await server.database.query<{ revision: number }>('select revision from revision_head');
  return row?.revision ?? 0;
}

const totalsOf = (answer: { readonly summary: { readonly totals: readonly object[] } | null }): readonly object[] =>
  answer.summary?.totals ?? [];

describe('a stream', () => {
  test('lands, says so in its last line, and changes nothing the second time', async () => {
    const body = ndjson([
      serverLine('s1', { ref: 'a' }),
      { relationship: { type: 'DEPENDS_ON', source: { ref: 'a' }, target: { ref: 'b' } } },
      serverLine('s2', { ref: 'b', relationships: [{ type: 'DEPENDS_ON', end: { ref: 'a' } }] }),
    ]);
    const first = await sendStream(server.url, SOURCE, [body]);
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(first.lines).toHaveLength(1);
    expect(totalsOf(first)).toEqual([{ outcome: 'CREATED', items: 2, relationships: 2 }]);
    expect(first.summary?.classes).toEqual([{ class: 'LinuxServer', outcome: 'CREATED', items: 2 }]);
    expect(await named(['s1', 's2'])).toEqual(['s1', 's2']);
    const before = await headRevision();
    const second = await sendStream(server.url, SOURCE, [body]);
    expect(totalsOf(second)).toEqual([{ outcome: 'UNCHANGED', items: 2, relationships: 2 }]);
    expect(second.summary).toMatchObject({ revision: before, changeSets: [] });
  });

  test('ends when this server shows what it has written', async () => {
    const shown: boolean[] = [];
    for (let stream = 0; stream < 10; stream++) {
      const lines = Array.from({ length: 120 }, (_, at) => serverLine(`shown ${stream} ${at}`));
      const { summary } = await sendStream(server.url, SOURCE, [ndjson(lines)]);
      shown.push(server.app.projection.head >= (summary?.revision ?? Infinity));
    }
    expect(shown).toEqual(shown.map(() => true));
  });

  test('of several chunks is one operation, whose change sets the summary names', async () => {
    const lines = Array.from({ length: 250 }, (_, at) => serverLine(`op${at}`));
    const answer = await sendStream(server.url, { ...SOURCE, reason: 'nightly' }, [ndjson(lines)]);
    expect(answer.summary).toMatchObject({ lines: 250, chunks: 3 });
    const rows = await server.database.query<{ revision: number; operations: number; reasons: string[] }>(
      `select max(revision) as revision, count(distinct operation_id)::int as operations, array_agg(distinct reason) as reasons
         from change_set where revision = any($1)`,
      [answer.summary?.changeSets],
    );
    expect(rows).toEqual([{ revision: answer.summary?.revision, operations: 1, reasons: ['nightly'] }]);
    expect(answer.summary?.changeSets.length).toBeGreaterThanOrEqual(3);
  });

  test('answers every line when it is asked to, in the order of the lines', async () => {
    const lines = [
      serverLine('all1', {
        ref: 'x',
        relationships: [{ type: 'DEPENDS_ON', end: { native: { source: 'scan', key: 'nobody' } } }],
      }),
      { relationship: { type: 'CONNECTS_TO', source: { ref: 'x' }, target: { ref: 'y' } } },
      serverLine('all2', { ref: 'y' }),
    ];
    const answer = await sendStream(server.url, { ...SOURCE, results: 'all' }, [ndjson(lines)]);
    expect(answer.lines.slice(0, -1).map(({ line, kind, nestedIndex }) => [line, kind, nestedIndex])).toEqual([
      [1, 'item', undefined],
      [1, 'relationship', 0],
      [2, 'relationship', undefined],
      [3, 'item', undefined],
    ]);
    expect(answer.lines[0]).toMatchObject({
      outcome: 'CREATED',
      nativeKey: 'all1',
      id: expect.stringMatching(/^ci_/) as string,
    });
    expect(answer.lines[1]?.errors?.[0]?.code).toBe('ENDPOINT_MISSING');
  });

  test('tells what became of a chunk while the next one is still on its way', async () => {
    const { outgoing, answer, saw } = openStream(server.url, { ...SOURCE, progress: 'true' });
    outgoing.write(`${ndjson([serverLine('early')])}\n`);
    expect((await saw(({ chunk }) => chunk?.number === 1)).chunk).toMatchObject({ lastLine: 1, replayed: false });
    expect(await named(['early', 'late'])).toEqual(['early']);
    outgoing.end(ndjson([serverLine('late')]));
    expect((await answer).summary).toMatchObject({ lines: 2, chunks: 2 });
    expect(await named(['early', 'late'])).toEqual(['early', 'late']);
  });

  test('knows a ref up to the next empty line, and native keys beyond', async () => {
    const end = (ref: object): object => ({ relationship: { type: 'DEPENDS_ON', source: { ref: 'b' }, target: ref } });
    const answer = await sendStream(server.url, SOURCE, [
      ndjson([serverLine('chunk1', { ref: 'a' })]),
      '  \r\n\n',
      ndjson([
        serverLine('chunk2', { ref: 'b' }),
        end({ ref: 'a' }),
        end({ native: { source: 'scan', key: 'chunk1' } }),
      ]),
    ]);
    expect(answer.lines.slice(0, -1)).toMatchObject([
      { line: 5, outcome: 'REJECTED', errors: [{ code: 'INVALID_REFERENCE' }] },
    ]);
    expect(answer.summary?.chunks).toBe(2);
  });

  test('may be packed both ways', async () => {
    const body = gzipSync(ndjson(Array.from({ length: 120 }, (_, at) => serverLine(`zip${at}`))));
    const pieces = [body.subarray(0, 10), body.subarray(10, 11), body.subarray(11)];
    const answer = await sendStream(server.url, { ...SOURCE, results: 'all' }, pieces, {
      'content-encoding': 'gzip',
      'accept-encoding': 'gzip, br',
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.lines).toHaveLength(121);
    expect(totalsOf(answer)).toEqual([{ outcome: 'CREATED', items: 120, relationships: 0 }]);
  });

  test('of nothing is finished, too', async () => {
    for (const body of [[], ['\n\n'], ['\ufeff\n'.slice(1)]]) {
      const answer = await sendStream(server.url, SOURCE, body);
      expect(answer.summary).toMatchObject({ revision: await headRevision(), totals: [], lines: 0 });
    }
  });

  test('may begin with a byte order mark, end without a line feed and have Windows line ends', async () => {
    const body = `\ufeff${JSON.stringify(serverLine('bom'))}\r\n${JSON.stringify(serverLine('tail'))}`;
    expect(totalsOf(await sendStream(server.url, SOURCE, [body]))).toEqual([
      { outcome: 'CREATED', items: 2, relationships: 0 },
    ]);
  });
});

describe('before the first byte of an answer', () => {
  const line = ndjson([serverLine('never')]);
  test.each<[string, Query, readonly [number, string], RegExp]>([
    ['no source', {}, [400, 'BAD_REQUEST'], /Name the data source/],
    ['a source that is not registered', { source: 'scam' }, [404, 'UNKNOWN_SOURCE'], /Did you mean \\"scan\\"/],
    ['the source of hand-made edits', { source: 'manual' }, [400, 'BAD_REQUEST'], /edits by hand/],
    ['a mistyped parameter', { ...SOURCE, mod: 'ATOMIC' }, [400, 'BAD_REQUEST'], /no parameter \\"mod\\".*mode/],
    ['an unknown mode', { ...SOURCE, mode: 'atomic' }, [400, 'BAD_REQUEST'], /PARTIAL, ATOMIC, DRY_RUN/],
    ['a new source that is meant', { ...SOURCE, newSource: 'true' }, [400, 'BAD_REQUEST'], /for mode=DRY_RUN/],
    ['a wrong time', { ...SOURCE, observedAt: 'yesterday' }, [400, 'BAD_REQUEST'], /RFC 3339/],
    ['a key that is too long', { ...SOURCE, idempotencyKey: 'k'.repeat(241) }, [400, 'BAD_REQUEST'], /240 characters/],
  ])('%s is an HTTP error in the usual shape', async (_, query, refusal, message) => {
    const answer = await sendStream(server.url, query, [line]);
    expect(refusedWith(answer)).toEqual(refusal);
    expect(answer.text).toMatch(message);
    expect(await named(['never'])).toEqual([]);
  });

  test.each([
    [{ 'content-type': 'application/x-www-form-urlencoded' }, /content-type: application\/x-ndjson/],
    [{ 'content-type': 'text/plain' }, /content-type: application\/x-ndjson/],
    [{ 'content-type': 'application/json' }, /content-type: application\/x-ndjson/],
    [{ 'content-encoding': 'br' }, /use gzip/],
  ])('%j is no form that is read', async (headers, message) => {
    const answer = await sendStream(server.url, SOURCE, [line], headers);
    expect([answer.status, answer.text]).toEqual([415, expect.stringMatching(message)]);
  });

  test('foreign pages are refused as everywhere', async () => {
    expect(refusedWith(await sendStream(server.url, SOURCE, [line], { origin: 'http://evil.example' }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(refusedWith(await sendStream(server.url, SOURCE, [line], { host: 'evil.example' }))).toEqual([
      421,
      'FORBIDDEN',
    ]);
  });
});

describe('the same key', () => {
  const lines = Array.from({ length: 250 }, (_, at) => serverLine(`key${at}`));

  test('gives the stored results again, chunk by chunk, and takes up where a stream ended', async () => {
    const query = { ...SOURCE, idempotencyKey: 'nightly-1', progress: 'true' };
    const { outgoing, saw } = openStream(server.url, query);
    outgoing.write(ndjson(lines.slice(0, 150)));
    await saw(({ chunk }) => chunk?.number === 1);
    outgoing.destroy();
    const again = await sendStream(server.url, query, [ndjson(lines)]);
    expect(again.lines.flatMap(({ chunk }) => (chunk ? [chunk.replayed] : []))).toEqual([true, false, false]);
    expect(totalsOf(again)).toEqual([{ outcome: 'CREATED', items: 250, relationships: 0 }]);
    const third = await sendStream(server.url, query, [ndjson(lines)]);
    expect(third.summary).toEqual({ ...again.summary, replayedChunks: 3 });
  });

  test('with another body is refused', async () => {
    const query = { ...SOURCE, idempotencyKey: 'nightly-2' };
    await sendStream(server.url, query, [ndjson(lines)]);
    const changed = ndjson([...lines.slice(0, 120), serverLine('other'), ...lines.slice(121)]);
    const second = await sendStream(server.url, query, [changed]);
    expect(second.summary).toBeNull();
    expect(second.lines.at(-1)?.error).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', retryable: false });
    const first = await sendStream(server.url, query, [ndjson([serverLine('another')])]);
    expect(refusedWith(first)).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect(await named(['other', 'another'])).toEqual([]);
  });
});

describe('modes', () => {
  test('ATOMIC is one change set across what would be chunks, refs included', async () => {
    const lines = Array.from({ length: 250 }, (_, at) => serverLine(`atom${at}`, { ref: `r${at}` }));
    const last = { relationship: { type: 'DEPENDS_ON', source: { ref: 'r249' }, target: { ref: 'r0' } } };
    const answer = await sendStream(server.url, { ...SOURCE, mode: 'ATOMIC' }, [ndjson(lines), '\n', ndjson([last])]);
    expect(answer.summary).toMatchObject({ chunks: 1, lines: 251 });
    expect(answer.summary?.changeSets).toHaveLength(1);
  });

  test.each([
    ['a wrong item', serverLine('atomic-bad', { attributes: { shoeSize: 44 } }), 'INVALID_ATTRIBUTE'],
    ['a line that cannot be read', { itme: {} }, 'INVALID_VALUE'],
  ])('ATOMIC with %s lands nothing', async (_, bad, code) => {
    const before = await headRevision();
    const body = ndjson([serverLine('atomic-good'), bad]);
    const answer = await sendStream(server.url, { ...SOURCE, mode: 'ATOMIC' }, [body]);
    expect(answer.lines.slice(0, -1).map(({ line, errors }) => [line, errors?.[0]?.code])).toEqual([
      [1, 'DEPENDENCY_FAILED'],
      [2, code],
    ]);
    expect(totalsOf(answer)).toEqual([{ outcome: 'REJECTED', items: 2, relationships: 0 }]);
    expect(await headRevision()).toBe(before);
  });

  test('ATOMIC beyond its size is refused before anything lands', async () => {
    const before = await headRevision();
    const line = ndjson([serverLine('large', { description: 'x'.repeat(60_000) })]);
    const answer = await sendStream(server.url, { ...SOURCE, mode: 'ATOMIC' }, [line.repeat(70)]);
    expect(refusedWith(answer)).toEqual([413, 'TOO_LARGE']);
    expect(await headRevision()).toBe(before);
  });

  test('DRY_RUN writes nothing, predicts each chunk and says what it cannot know', async () => {
    const before = await headRevision();
    const end = { native: { source: 'scan', key: 'dry1' } };
    const body = [
      ndjson([serverLine('dry1')]),
      '\n',
      ndjson([serverLine('dry2', { relationships: [{ type: 'DEPENDS_ON', end }] })]),
    ];
    const dry = await sendStream(server.url, { ...SOURCE, mode: 'DRY_RUN' }, body);
    expect(dry.summary).toMatchObject({
      changeSets: [],
      inexact: expect.stringMatching(/each of them by itself/) as string,
    });
    expect(await headRevision()).toBe(before);
    const one = await sendStream(server.url, { ...SOURCE, mode: 'DRY_RUN' }, [
      body.filter((text) => text !== '\n').join(''),
    ]);
    expect(one.summary).not.toHaveProperty('inexact');
    const real = await sendStream(server.url, SOURCE, [body.filter((text) => text !== '\n').join('')]);
    expect(totalsOf(one)).toEqual(totalsOf(real));
  });
});
