import { ERROR_CODES, type ErrorCode } from '../../src/domain/errors';
import { itemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { sendStream, serverLine, type AnswerLine, type StreamAnswer } from '../support/ingest-stream';
import { startTestServer, type TestServer } from '../support/server';

jest.setTimeout(240_000);

/** Good lines around the bad ones; `UNDERPIN_TEST_LINES=100000` asks for as many as a large inventory has. */
const GOOD = Number(process.env['UNDERPIN_TEST_LINES'] ?? 10_000);

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.read(`mutation {
    scan: registerDataSource(input: { name: "scan" }) { revision }
    enricher: registerDataSource(input: { name: "enricher", mayCreate: false }) { revision }
    applyModel(input: { classes: [{ name: "Badge", parent: "ConfigurationItem", description: "for tests",
      attributes: [{ name: "number", description: "Its number.", schema: { type: "string" } },
                   { name: "holder", description: "Who has it.", schema: { type: "string" }, required: true }],
      identification: [{ attributes: ["number"] }] }] }) { errors { message } }
  }`);
});

afterAll(() => server.stop());

type Line = object | Buffer | string;

/** A line that is refused, and others of its chunk that it needs for that, which are refused with the codes given. */
interface BadLine {
  readonly line: Line;
  readonly source?: string;
  readonly beside?: readonly (readonly [ErrorCode, Line])[];
}

const item = (fields: object): object => serverLine('bad', fields);
const nameless = (fields: object): object => ({ item: { class: 'LinuxServer', ...fields } });
const known = (key: string): object => ({ native: { source: 'scan', key } });
const link = (fields: object): object => ({
  relationship: { type: 'DEPENDS_ON', source: known('fourth'), target: known('fifth'), ...fields },
});
const serial = (name: string, serialNumber: string, more: object = {}): object =>
  serverLine(name, { attributes: { hostname: name, serialNumber, manufacturer: 'Dell', ...more } });
const cluster = (name: string): object => ({
  item: { class: 'KubernetesCluster', nativeKey: name, name, attributes: { apiServerUrl: `https://${name}` } },
});

const WHOLE = 'about a request as a whole, or the class model';

/** Every way in which a line alone can be wrong. Total, so that a new code has to say here what it is about. */
const BAD: Readonly<Record<ErrorCode, readonly BadLine[] | typeof WHOLE>> = {
  BAD_REQUEST: WHOLE,
  NOT_FOUND: WHOLE,
  UNAUTHENTICATED: WHOLE,
  FORBIDDEN: WHOLE,
  LIMIT_EXCEEDED: WHOLE,
  NOT_YET_VISIBLE: WHOLE,
  CURSOR_EXPIRED: WHOLE,
  MOMENT_OUT_OF_RANGE: WHOLE,
  IDEMPOTENCY_CONFLICT: WHOLE,
  UNKNOWN_SOURCE: WHOLE,
  SYNC_IN_PROGRESS: WHOLE,
  SYNC_SESSION_ENDED: WHOLE,
  NOT_REVERTIBLE: WHOLE,
  DATABASE_UNAVAILABLE: WHOLE,
  RETRY_LATER: WHOLE,
  INTERNAL: WHOLE,
  INVALID_NAME: WHOLE,
  INVALID_DEFINITION: WHOLE,
  WOULD_INVALIDATE_STORED: WHOLE,
  INVALID_VALUE: [
    { line: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
    { line: '{"item": {"class": "LinuxServer",' },
    { line: { itme: {} } },
    { line: item({ nativKey: 'x' }) },
    { line: item({ criticality: 'EXTREME' }) },
  ],
  TOO_LARGE: [{ line: item({ description: 'x'.repeat(70_000) }) }],
  UNKNOWN_CLASS: [{ line: item({ class: 'LinuxServr' }) }],
  ABSTRACT_CLASS: [{ line: item({ class: 'Host' }) }],
  INVALID_ATTRIBUTE: [{ line: item({ attributes: { hostname: 'x', cpuCount: 'four' } }) }],
  REQUIRED_ATTRIBUTE_MISSING: [{ line: { item: { class: 'Badge', attributes: { number: '7' } } } }],
  INVALID_GATE: [{ line: item({ gates: [{ key: 'g', rule: 'AT_LEAST' }] }) }],
  INVALID_REFERENCE: [{ line: item({ id: encodeItemId(itemId(9_999_999)) }) }],
  VERSION_CONFLICT: [{ line: serverLine('known', { ifVersion: 7 }) }],
  CLASS_CHANGE_REFUSED: [{ line: serverLine('other', { class: 'WindowsServer' }) }],
  NATIVE_KEY_REUSED: [{ line: serial('third', 'BBB-222') }],
  RETIRED: [{ line: serverLine('retired') }],
  INSUFFICIENT_IDENTITY: [{ line: nameless({ name: 'nobody' }) }],
  // Two items have this host name since the one got the name of the other.
  AMBIGUOUS_MATCH: [{ line: nameless({ attributes: { hostname: 'sixth' } }) }],
  HOST_MISSING: [{ line: { item: { class: 'Database', name: 'main' } } }],
  HOST_AMBIGUOUS: [
    {
      line: {
        item: {
          class: 'KubernetesNamespace',
          name: 'shop',
          relationships: ['west', 'east'].map((name) => ({ type: 'PART_OF', end: known(name) })),
        },
      },
    },
  ],
  BATCH_CONFLICT: [{ line: link({ weight: 3 }), beside: [['BATCH_CONFLICT', link({ weight: 4 })]] }],
  SOURCE_MAY_NOT_CREATE: [{ line: nameless({ attributes: { hostname: 'unheard-of' } }), source: 'enricher' }],
  UNKNOWN_RELATIONSHIP_TYPE: [{ line: link({ type: 'DEPENDS' }) }],
  RELATIONSHIP_NOT_ALLOWED: [{ line: link({ type: 'HAS_MEMBER' }) }],
  ENDPOINT_MISSING: [{ line: link({ target: known('nobody') }) }],
  DEPENDENCY_FAILED: [
    {
      line: link({ target: { ref: 'wrong' } }),
      beside: [['UNKNOWN_CLASS', serverLine('wrong', { ref: 'wrong', class: 'LinuxServr' })]],
    },
  ],
};

const CASES = ERROR_CODES.flatMap((code) => {
  const lines = BAD[code];
  return lines === WHOLE ? [] : lines.map((bad) => ({ code, ...bad }));
});

test('every error code is about a line, or is not', () => {
  expect(Object.keys(BAD).sort()).toEqual([...ERROR_CODES].sort());
});

const bytesOf = (line: Line): Buffer =>
  Buffer.concat([
    Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
    Buffer.from('\n'),
  ]);

/** What the bad lines meet. */
async function prepare(): Promise<void> {
  const names = ['known', 'other', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'retired'];
  const lines = [...names.map((name) => serial(name, `AAA-${name}`)), cluster('west'), cluster('east')];
  await sendStream(server.url, { source: 'scan' }, lines.map(bytesOf));
  const renamed = await sendStream(server.url, { source: 'scan' }, [
    bytesOf(serial('seventh', 'AAA-seventh', { hostname: 'sixth' })),
  ]);
  expect(outcome(renamed, 'UPDATED')).toEqual([1, 0]);
  await server.read(`mutation {
    retireConfigurationItem(input: { configurationItem: { native: { source: "scan", key: "retired" } } }) { revision }
  }`);
}

/** Sends good lines with bad ones spread among them; gives the answer, and the code that each bad line is to have. */
async function sendAmong(
  source: string,
  good: readonly Line[],
  cases: readonly (BadLine & { readonly code: ErrorCode })[],
): Promise<{ readonly answer: StreamAnswer; readonly expected: readonly (readonly [number, string])[] }> {
  const body: Buffer[] = [];
  const expected: (readonly [number, string])[] = [];
  const waiting = [...cases];
  const every = Math.floor(good.length / (cases.length + 1));
  for (const [at, line] of good.entries()) {
    body.push(bytesOf(line));
    const next = at % every === every - 1 ? waiting.shift() : undefined;
    if (!next) continue;
    for (const [code, one] of [[next.code, next.line] as const, ...(next.beside ?? [])]) {
      body.push(bytesOf(one));
      expected.push([body.length, code]);
    }
  }
  expect(waiting).toEqual([]);
  return { answer: await sendStream(server.url, { source }, body), expected };
}

test(`one bad line of each code among ${GOOD} lands the others and is named`, async () => {
  await prepare();
  const good = Array.from({ length: GOOD }, (_, at) => serverLine(`good${at}`));
  const own = CASES.filter(({ source }) => source === undefined);
  const scan = await sendAmong('scan', good, own);
  expectRefused(scan);
  expect(outcome(scan.answer, 'CREATED')).toEqual([GOOD, 0]);
  expect(landed(scan.answer)).toBe(GOOD);
  // Whoever may not create adds to what is there.
  const some = good.slice(0, 1_000);
  const enricher = await sendAmong(
    'enricher',
    some,
    CASES.filter(({ source }) => source === 'enricher'),
  );
  expectRefused(enricher);
  expect(outcome(enricher.answer, 'UPDATED')).toEqual([some.length, 0]);
});

test('what is said of a line names the lines that it depends on, is the same as, or contradicts', async () => {
  const twin = (name: string, more: object = {}): object =>
    nameless({ name, attributes: { hostname: 'twin' }, ...more });
  const lines: readonly (readonly [Line, code: string, message: RegExp])[] = [
    [item({ ref: 'broken', class: 'LinuxServr' }), 'UNKNOWN_CLASS', /./],
    [link({ target: { ref: 'broken' } }), 'DEPENDENCY_FAILED', /depends on line 5 \("broken"\) of this request/],
    [twin('a'), 'BATCH_CONFLICT', /^These are the same item, but differ in "name": line 7 \("a"\), line 8 \("b"\)\./],
    [twin('b'), 'BATCH_CONFLICT', /line 7 \("a"\), line 8 \("b"\)/],
    [
      serverLine('x', { ref: 'both' }),
      'BATCH_CONFLICT',
      /used for different items: line 9 \("both"\), line 10 \("both"\)\./,
    ],
    [serverLine('y', { ref: 'both' }), 'BATCH_CONFLICT', /line 9 \("both"\), line 10 \("both"\)/],
    [link({ weight: 3 }), 'BATCH_CONFLICT', /^line 11 and line 12 are the same/],
    [link({ weight: 4 }), 'BATCH_CONFLICT', /^line 11 and line 12 are the same/],
    [nameless({ name: 'nobody' }), 'INSUFFICIENT_IDENTITY', /^Nothing identifies line 13 \("nobody"\)/],
  ];
  const twice = serverLine('twice');
  const body = [serverLine('before'), '', twice, twice, ...lines.map(([line]) => line)];
  const answer = await sendStream(server.url, { source: 'scan' }, body.map(bytesOf));
  const told = new Map(answer.lines.map((one) => [one.line, one.errors?.[0] ?? one.warnings?.[0]]));
  expect([told.get(3), told.get(4)].map((one) => one?.message)).toEqual([
    'This is the same item as line 4 ("twice") of this request; they were merged.',
    'This is the same item as line 3 ("twice") of this request; they were merged.',
  ]);
  const found = lines.map((_, at) => told.get(5 + at));
  expect(found.map((one) => one?.code)).toEqual(lines.map(([, code]) => code));
  for (const [at, [, , message]] of lines.entries()) expect(found[at]?.message).toMatch(message);
});

function expectRefused({ answer, expected }: Awaited<ReturnType<typeof sendAmong>>): void {
  // What is nested in a refused line is refused with it.
  const problems = answer.lines.filter(({ errors, nestedIndex }) => errors !== undefined && nestedIndex === undefined);
  expect(problems.map(({ line, errors }) => [line, errors?.[0]?.code])).toEqual(expected);
  expect(problems.filter((one) => !isToldWhatToDo(one))).toEqual([]);
}

/** A sentence with more than the code says, and with a next step where the text of the rule alone gives none. */
const isToldWhatToDo = ({ errors }: AnswerLine): boolean => (errors?.[0]?.message.length ?? 0) > 20;

const outcome = ({ summary }: StreamAnswer, wanted: string): readonly [number, number] => {
  const found = summary?.totals.find((one) => one.outcome === wanted);
  return [found?.items ?? 0, found?.relationships ?? 0];
};

const landed = ({ summary }: StreamAnswer): number =>
  (summary?.classes ?? []).filter((one) => one.outcome === 'CREATED').reduce((sum, { items }) => sum + items, 0);
