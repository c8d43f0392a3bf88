import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { documentsCommand } from '../../src/cli/documents';
import { ArrivingDocument } from '../../src/server/arriving-document';
import { documentIn } from '../../src/server/document-in-json';
import { hashOf } from '../../src/server/documents';
import { trustedDocumentsIn } from '../../src/trusted-documents';
import { runCommand } from '../support/command-line';
import { makeDirectory, removeDirectories } from '../support/directories';
import { send, sendBytes, type RawAnswer } from '../support/raw-http';
import { startTestServer, type Answer, type TestServer } from '../support/server';

const JSON_TYPE = { 'content-type': 'application/json' };
const VERSION = 'query Version { server { version } }';
const DATABASE = 'query Database { server { database } }';
const OK = { data: { server: { version: expect.any(String) as string } } };

const named = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

const post = (server: TestServer, body: object): Promise<RawAnswer> =>
  send(server.url, { headers: JSON_TYPE, body: [JSON.stringify(body)] });
const answerOf = ({ text }: RawAnswer): Answer => JSON.parse(text) as Answer;

async function overSocket(server: TestServer, payload: object): Promise<Answer> {
  const url = `${server.url.replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  try {
    return await new Promise((resolve) => {
      let result: Answer = {};
      client.subscribe(
        { query: '', ...payload },
        {
          next: (answer) => (result = answer as Answer),
          error: (errors) => resolve({ errors } as Answer),
          complete: () => resolve(result),
        },
      );
    });
  } finally {
    await client.dispose();
  }
}

describe('a server that answers whatever is asked', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ bodyBytesMax: 32_000_000 });
  });
  afterAll(() => server.stop());

  test('a document that came with its hash is asked by that alone, over HTTP and WebSocket', async () => {
    const hash = named(hashOf(VERSION));
    const unknown = await post(server, hash);
    // What Apollo's clients look for, and with a status that they take for an answer.
    expect([unknown.status, answerOf(unknown)]).toMatchObject([
      200,
      { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'NOT_FOUND' } }] },
    ]);
    expect(await overSocket(server, hash)).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
    expect(answerOf(await post(server, { query: VERSION, ...hash }))).toMatchObject(OK);
    expect(answerOf(await post(server, hash))).toMatchObject(OK);
    expect(await overSocket(server, hash)).toMatchObject(OK);
    const search = new URLSearchParams({ extensions: JSON.stringify(hash.extensions) });
    const get = (more: string, headers: Record<string, string>): Promise<RawAnswer> =>
      send(server.url, { method: 'GET', path: `/graphql?${search.toString()}${more}`, headers });
    expect(answerOf(await get('', { 'apollo-require-preflight': '1' }))).toMatchObject(OK);
    // A hash is no way round what forged requests are refused for.
    expect((await get('', {})).status).toBe(400);
  });

  test('a hash that is not that of the text is refused, and nothing is remembered under it', async () => {
    const wrong = named(hashOf('{ other }'));
    expect(answerOf(await post(server, { query: VERSION, ...wrong }))).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(answerOf(await post(server, wrong)).errors?.[0]?.message).toBe('PersistedQueryNotFound');
  });

  const early = async (body: readonly (string | Buffer)[], length: number): Promise<readonly [number, string]> => {
    const headers = { ...JSON_TYPE, 'content-length': String(length) };
    const answer = await send(server.url, { headers, body });
    return [answer.status, answerOf(answer).errors?.[0]?.extensions.code ?? ''];
  };
  const letters = Buffer.alloc(250_000, 'x');

  test('what need not be read is refused before it has come', async () => {
    // None of these bodies is ever sent to its end: the answer is there all the same.
    expect(await early(['{"query":"{ server(x: \\"', letters], 10_000_000)).toEqual([400, 'LIMIT_EXCEEDED']);
    expect(await early(['{"variables":{"a":["}\\"{"]},"query":"', letters], 10_000_000)).toEqual([
      400,
      'LIMIT_EXCEEDED',
    ]);
    expect(await early(['[{"query":"{ server { version } }"},', letters], 10_000_000)).toEqual([400, 'BAD_REQUEST']);
    const question = `{"query":"${VERSION}","variables":{"x":"`;
    expect(await early([question, letters], 10_000_000)).toEqual([413, 'TOO_LARGE']);
  });

  test('who goes on sending what is refused is answered, and not cut off before that', async () => {
    const body = JSON.stringify({ query: `{ server(x: "${'x'.repeat(10_000_000)}") { version } }` });
    for (let time = 0; time < 20; time += 1) {
      const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('LIMIT_EXCEEDED')]);
    }
  });

  test('a body that nobody reads ends nothing', async () => {
    const request = (line: string, ...headers: readonly string[]): Promise<string> =>
      sendBytes(
        server.url,
        [`${line} /graphql HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers].join('\r\n'),
      );
    const chunk = ['Transfer-Encoding: chunked', '', '1', '[', ''];
    expect(await request('POST', 'Content-Type: application/xml', ...chunk)).toMatch(/^HTTP\/1.1 415 /);
    expect(await request('POST', ...chunk)).toMatch(/^HTTP\/1.1 415 /);
    expect(await request('GET', ...chunk)).toMatch(/^HTTP\/1.1 400 /);
    // Refused for its length before any of it was read.
    const long = ['Content-Type: application/json', 'Content-Length: 40000000', '', '['];
    expect(await request('POST', ...long)).toMatch(/^HTTP\/1.1 413 /);
    expect((await server.ask(VERSION)).data).toBeTruthy();
  });

  test('what writes may be large, wherever its variables stand, and so may what says no length', async () => {
    const query =
      'mutation Large($input: RegisterDataSourceInput!) { registerDataSource(input: $input) { errors { code } } }';
    const variables = { input: { name: 'large', description: 'x'.repeat(3_000_000) } };
    for (const body of [
      { query, variables },
      { variables, query },
      { query: `# Registers.\n${query}`, variables },
    ]) {
      const codes = (answerOf(await post(server, body)).errors ?? []).map(({ extensions }) => extensions.code);
      expect(codes).not.toContain('LIMIT_EXCEEDED');
      expect(answerOf(await post(server, body)).data).toHaveProperty('registerDataSource');
    }
    const question = await send(server.url, {
      headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
      body: [`{"query":"${VERSION}","variables":{"x":"`, ...Array.from({ length: 12 }, () => letters), '"}}'],
    });
    expect([question.status, answerOf(question).errors?.[0]?.extensions.code]).toEqual([413, 'TOO_LARGE']);
    expect((await server.ask(VERSION)).data).toBeTruthy();
  });
});

test('a document that comes in tiny pieces is read a few times, and refused with the byte that is too much', () => {
  const text = Buffer.from(`{"query":"${'x'.repeat(20_000)}`);
  const read = (bytesMax: number) => {
    let bytes = 0;
    const document = new ArrivingDocument(bytesMax, (json) => {
      bytes += json.length;
      return documentIn(json);
    });
    const told = [...text].map((byte) => document.take(Buffer.of(byte)));
    const tooLong = told.findIndex((found) => found?.state === 'BEGUN' && found.bytes > bytesMax);
    return { bytes, tooLong };
  };
  // Ten bytes stand before the text, the first of which is the quote that counts.
  expect(read(15_000).tooLong).toBe(9 + 15_000);
  // 1 + 2 + 4 + … comes to less than twice the last.
  const { bytes, tooLong } = read(1_000_000);
  expect(tooLong).toBe(-1);
  expect(bytes).toBeLessThan(2 * text.length);
});

describe('a server that answers listed documents only', () => {
  const directory = makeDirectory();
  let server: TestServer;
  beforeAll(async () => {
    const file = join(directory, 'version.graphql');
    writeFileSync(file, VERSION);
    const made = await runCommand('', () => [documentsCommand()], ['documents', file]);
    const list = join(directory, 'list.json');
    writeFileSync(list, made.output);
    server = await startTestServer({}, { trustedDocuments: trustedDocumentsIn(list) });
  });
  afterAll(async () => {
    await server.stop();
    removeDirectories();
  });

  test('runs them by their text and by their hash, over HTTP and WebSocket', async () => {
    for (const asked of [{ query: VERSION }, named(hashOf(VERSION)), { documentId: `sha256:${hashOf(VERSION)}` }]) {
      expect(answerOf(await post(server, asked))).toMatchObject(OK);
      expect(await overSocket(server, asked)).toMatchObject(OK);
    }
  });

  test('refuses every other one, also when it comes with its hash', async () => {
    const others = [
      { query: DATABASE },
      { query: `${VERSION} ` },
      named(hashOf(DATABASE)),
      { query: DATABASE, ...named(hashOf(DATABASE)) },
      { query: DATABASE, ...named(hashOf(VERSION)) },
      { query: '{ __schema { queryType { name } } }' },
      { query: 'subscription { changes { revision } }' },
    ];
    for (const asked of others) {
      const answer = await post(server, asked);
      const refused = {
        errors: [{ extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('listed') as string }],
      };
      expect([answer.status, answerOf(answer)]).toMatchObject([403, refused]);
      expect(await overSocket(server, asked)).toMatchObject(refused);
    }
  });

  test('takes the lists that others write, and says of what is none that it is none', () => {
    const read = (text: string): unknown => {
      const path = join(directory, 'other.json');
      writeFileSync(path, text);
      return Object.fromEntries(trustedDocumentsIn(path) ?? []);
    };
    const manifest = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'a', body: VERSION }],
    };
    expect(read(JSON.stringify(manifest))).toEqual({ a: VERSION });
    expect(read(JSON.stringify({ md5: VERSION }))).toEqual({ md5: VERSION });
    for (const text of ['[]', '{"a": 7}', '7', '{"operations": [{"id": "a"}]}', '{"operations": [null]}']) {
      expect(() => read(text)).toThrow(/is no list of documents/);
    }
    expect(() => read('{')).toThrow(/cannot be read/);
    expect(trustedDocumentsIn(null)).toBeNull();
  });

  test('the command tells what does not fit the schema, and lists nothing then', async () => {
    const wrong = join(directory, 'wrong.graphql');
    writeFileSync(wrong, 'query Wrong {\n  server { nothing }\n}');
    const ran = await runCommand('', () => [documentsCommand()], [
      'documents',
      join(directory, 'version.graphql'),
      wrong,
    ]);
    expect(ran).toMatchObject({ code: 1, output: '' });
    expect(ran.complaints).toMatch(/wrong\.graphql: Cannot query field "nothing".*line 2/);
  });
});
