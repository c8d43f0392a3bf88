import { encodeItemId } from '../../src/domain/opaque-id';
import { itemId } from '../../src/domain/ids';
import { sendStream, serverLine, type AnswerLine, type StreamAnswer } from '../support/ingest-stream';
import { startTestServer, type TestServer } from '../support/server';

jest.setTimeout(120_000);

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.read('mutation { registerDataSource(input: { name: "scan" }) { revision } }');
});

afterAll(() => server.stop());

const GOOD = 20_000;
const item = (fields: object): object => serverLine('bad', fields);
const link = (fields: object): object => ({
  relationship: {
    type: 'DEPENDS_ON',
    source: { native: { source: 'scan', key: 'fourth' } },
    target: { native: { source: 'scan', key: 'fifth' } },
    ...fields,
  },
});

/** Every way in which a line alone can be wrong, with the code that it is answered with. */
const BAD: readonly (readonly [string, object | Buffer | string])[] = [
  ['INVALID_VALUE', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['INVALID_VALUE', '{"item": {"class": "LinuxServer",'],
  ['INVALID_VALUE', { itme: {} }],
  ['INVALID_VALUE', item({ nativKey: 'x' })],
  ['INVALID_VALUE', item({ criticality: 'EXTREME' })],
  ['TOO_LARGE', item({ description: 'x'.repeat(70_000) })],
  ['UNKNOWN_CLASS', item({ class: 'LinuxServr' })],
  ['ABSTRACT_CLASS', item({ class: 'Host' })],
  ['INVALID_ATTRIBUTE', item({ attributes: { hostname: 'x', cpuCount: 'four' } })],
  ['INVALID_GATE', item({ gates: [{ key: 'g', rule: 'AT_LEAST' }] })],
  ['INVALID_REFERENCE', item({ id: encodeItemId(itemId(9_999_999)) })],
  ['VERSION_CONFLICT', serverLine('known', { ifVersion: 7 })],
  ['CLASS_CHANGE_REFUSED', serverLine('other', { class: 'WindowsServer' })],
  [
    'NATIVE_KEY_REUSED',
    serverLine('third', { attributes: { hostname: 'third', serialNumber: 'BBB-222', manufacturer: 'Dell' } }),
  ],
  ['INSUFFICIENT_IDENTITY', { item: { class: 'LinuxServer', name: 'nameless' } }],
  ['HOST_MISSING', { item: { class: 'Database', name: 'main' } }],
  ['UNKNOWN_RELATIONSHIP_TYPE', link({ type: 'DEPENDS' })],
  ['RELATIONSHIP_NOT_ALLOWED', link({ type: 'HAS_MEMBER' })],
  ['ENDPOINT_MISSING', link({ target: { native: { source: 'scan', key: 'nobody' } } })],
  ['DEPENDENCY_FAILED', link({ target: { ref: 'wrong' } })],
];

const bytesOf = (line: object | Buffer | string): Buffer =>
  Buffer.concat([
    Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
    Buffer.from('\n'),
  ]);

test(`one bad line of each kind among ${GOOD} lands the others and is named`, async () => {
  const known = ['known', 'other', 'third', 'fourth', 'fifth'].map((name) =>
    serverLine(name, { attributes: { hostname: name, serialNumber: `AAA-${name}`, manufacturer: 'Dell' } }),
  );
  await sendStream(server.url, { source: 'scan' }, known.map(bytesOf));
  const good = Array.from({ length: GOOD }, (_, at) => bytesOf(serverLine(`good${at}`)));
  // What DEPENDENCY_FAILED is about has to stand in the same chunk.
  const bad: (readonly [string, Buffer])[] = BAD.map(([code, line]) => [code, bytesOf(line)]);
  const wrong = bytesOf(serverLine('wrong', { ref: 'wrong', class: 'LinuxServr' }));
  const body: Buffer[] = [];
  const expected = new Map<number, string>();
  for (const [at, line] of good.entries()) {
    body.push(line);
    if (at % 900 !== 899) continue;
    const next = bad[expected.size];
    if (!next) continue;
    body.push(next[1]);
    expected.set(body.length, next[0]);
    if (next[0] === 'DEPENDENCY_FAILED') body.push(wrong);
  }
  expect(expected.size).toBe(BAD.length);
  const answer = await sendStream(server.url, { source: 'scan' }, body);
  const problems = answer.lines.filter(({ line }) => line !== undefined && line <= Math.max(...expected.keys()));
  expect(problems.map(({ line, errors }) => [line, errors?.[0]?.code])).toEqual([...expected]);
  expect(problems.every(isToldWhatToDo)).toBe(true);
  expect(outcome(answer, 'CREATED')).toEqual([GOOD, 0]);
  expect(landed(answer)).toBe(GOOD);
});

/** A sentence with more than the code says, and with a next step where the text of the rule alone gives none. */
const isToldWhatToDo = ({ errors }: AnswerLine): boolean => (errors?.[0]?.message.length ?? 0) > 20;

const outcome = ({ summary }: StreamAnswer, wanted: string): readonly [number, number] => {
  const found = summary?.totals.find((one) => one.outcome === wanted);
  return [found?.items ?? 0, found?.relationships ?? 0];
};

const landed = ({ summary }: StreamAnswer): number =>
  (summary?.classes ?? []).filter((one) => one.outcome === 'CREATED').reduce((sum, { items }) => sum + items, 0);
