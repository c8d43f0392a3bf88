import { createTargetGuard, knownRefusal } from '../../src/application/webhooks/target-guard';
import { createPoster } from '../../src/application/webhooks/post-event';
import { retryDelayMs } from '../../src/domain/webhooks/webhook';
import { checkWebhookUrl } from '../../src/domain/webhooks/webhook-check';

describe('without anything listed', () => {
  const guard = createTargetGuard([]);

  test.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '::1', '::']],
    [
      'private networks',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fc00::1', 'fd12::1'],
    ],
    ['the link', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
    ['many or nobody', ['224.0.0.1', '239.255.255.250', '255.255.255.255', '240.0.0.1', 'ff02::1', '100::1']],
    ['IPv4 in IPv6: mapped, compatible', ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1']],
    ['IPv4 in IPv6: NAT64, 6to4, Teredo', ['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::1', '2001:0:a00:1::1']],
    ['examples and tests', ['192.0.2.1', '198.18.0.1', '203.0.113.7', '2001:db8::1', '3fff::1']],
    ['what is no address', ['', 'localhost', '1.2.3', '0x7f.1', '1.2.3.4/32']],
  ])('refuses %s', (_, addresses) => {
    expect(addresses.filter((address) => !guard.refuses(address))).toEqual([]);
  });

  test('lets public addresses be', () => {
    const addresses = ['8.8.8.8', '192.0.78.9', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::200e'];
    expect(addresses.filter((address) => guard.refuses(address))).toEqual([]);
  });
});

test('what is listed is let be, and nothing beside it', () => {
  const guard = createTargetGuard(['10.20.0.0/16', '127.0.0.1', 'fd00:1::/32', '::1']);
  const let_be = ['10.20.255.1', '127.0.0.1', 'fd00:1::5', '::1'];
  expect(let_be.filter((address) => guard.refuses(address))).toEqual([]);
  const refused = ['10.21.0.1', '127.0.0.2', 'fd00:2::5', '::ffff:127.0.0.1', '169.254.169.254'];
  expect(refused.filter((address) => !guard.refuses(address))).toEqual([]);
});

const CERTAINLY_PRIVATE = [
  'http://127.0.0.1:9/',
  'http://127.0.0.1.:9/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.1/',
  'http://%31%32%37.0.0.1/',
  'http://\uFF11\uFF12\uFF17.0.0.1/',
  'http://127\u30020\u30020\u30021/',
  'http://0/',
  'http://0.0.0.0/',
  'http://10.1/',
  'http://192.168.257/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::]/',
  'http://[::1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[0:0:0:0:0:ffff:7f00:1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://localhost/',
  'http://LOCALHOST:9/',
  'http://localhost.:9/',
  'http://hooks.localhost/',
  'http://\u24DBocalhost/',
];

test.each(CERTAINLY_PRIVATE)('%s is refused before anything is looked up, however it is spelled', (url) => {
  expect(knownRefusal(url, createTargetGuard([]))).toMatch(/is not a public address/);
});

test.each([
  ['a public address', 'https://8.8.8.8/', []],
  ['a name that only looks like one of this machine', 'https://localhost.example.com/', []],
  ['a name', 'https://notlocalhost/', []],
  ['a listed address', 'http://10.20.0.7/', ['10.20.0.0/16']],
  ['this machine, where it is listed', 'http://localhost:9/', ['127.0.0.1']],
])('%s is left to the look-up', (_, url, allowed) => {
  expect(knownRefusal(url, createTargetGuard(allowed))).toBeNull();
});

test.each(CERTAINLY_PRIVATE)('nothing is sent to %s, either', async (url) => {
  const post = createPoster({ guard: createTargetGuard([]), timeoutMs: 2_000 });
  const failure = await post({ url, headers: {}, body: '{}' }, new AbortController().signal);
  expect(failure).toMatch(/is not a public address|cannot be looked up/);
});

test.each([
  ['ftp://example.com/', 'must begin with https'],
  ['example.com', 'must begin with https'],
  ['https://', 'must begin with https'],
  ['https://user:secret@example.com/', 'user or password'],
  ['https://example.com/#part', 'behind #'],
  [`https://example.com/${'x'.repeat(2_048)}`, 'Shorten it'],
])('the address %s is refused at once', (url, message) => {
  expect(checkWebhookUrl(url).map((error) => error.message)).toEqual([expect.stringContaining(message)]);
});

test('pauses double up to the longest, and chance takes up to a half off', () => {
  const rules = { firstMs: 1_000, longestMs: 60_000, attemptsMax: 13 };
  expect([1, 2, 3, 6, 7, 60].map((failures) => retryDelayMs(rules, failures, 0))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
  expect([1, 7].map((failures) => retryDelayMs(rules, failures, 1))).toEqual([500, 30_000]);
});
