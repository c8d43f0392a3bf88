import fc from 'fast-check';
import { canonicalIp, canonicalMac } from '../../src/domain/identification/address-notation';
import { compareInstants, parseInstant } from '../../src/domain/instant';
import { isJunk } from '../../src/domain/identification/junk-values';
import { normalise } from '../../src/domain/identification/normalisation';
import { valueKind, VALUE_KINDS, type ValueKind } from '../../src/domain/class-model/value-kinds';

describe('two spellings of one thing normalise to the same', () => {
  const cases: readonly [ValueKind, readonly string[], string][] = [
    ['TEXT', ['Web  Server', ' web server ', 'WEB\tSERVER', 'ｗｅｂ server'], 'web server'],
    ['EXACT', ['/Opt/App', ' /Opt/App '], '/Opt/App'],
    ['SERIAL', ['VMware-42 1d 83', 'vmware-421d83'], 'vmware-421d83'],
    [
      'UUID',
      [
        '6BA7B810-9DAD-11D1-80B4-00C04FD430C8',
        '{6ba7b8109dad11d180b400c04fd430c8}',
        'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
      ],
      '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    ],
    ['MAC', ['00-1B-44-11-3A-B7', '001b.4411.3ab7', '001B44113AB7', '00:1b:44:11:3a:b7'], '00:1b:44:11:3a:b7'],
    ['HEX', ['AB:CD:EF:01', 'abcdef01', '0xABCDEF01', 'AB-CD-EF-01'], 'abcdef01'],
    ['IP', ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1', '[2001:db8::1]', '2001:db8::1%eth0'], '2001:db8::1'],
    ['IP', ['::ffff:10.0.0.1', '10.0.0.1'], '10.0.0.1'],
    ['LISTEN', ['0.0.0.0', ' 0.0.0.0'], '0.0.0.0'],
    ['FQDN', ['Web01.Example.com.', 'web01.example.COM'], 'web01.example.com'],
    ['URL', ['HTTPS://User@K8s.Example.com:443/', 'https://k8s.example.com'], 'https://k8s.example.com'],
    [
      'URL',
      ['https://git.example.com:8443/Team/Repo/', 'https://GIT.example.com:8443/Team/Repo'],
      'https://git.example.com:8443/Team/Repo',
    ],
  ];
  test.each(cases)('%s: %j', (kind, spellings, expected) => {
    for (const spelling of spellings) expect(normalise(kind, spelling)).toBe(expected);
  });
});

describe('what stands for "unknown" counts as missing', () => {
  const cases: readonly [ValueKind, readonly string[]][] = [
    ['TEXT', ['', '   ', 'N/A', 'None', 'unknown', 'To be filled by O.E.M.']],
    [
      'SERIAL',
      ['0', '0000000', 'xxxxxxx', 'System Serial Number', 'Default string', '1234567890', 'Not Specified', '----'],
    ],
    [
      'UUID',
      [
        '00000000-0000-0000-0000-000000000000',
        'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
        '03000200-0400-0500-0006-000700080009',
      ],
    ],
    ['MAC', ['00:00:00:00:00:00', 'FF-FF-FF-FF-FF-FF']],
    ['IP', ['127.0.0.1', '127.5.5.5', '0.0.0.0', '::1', '::', '169.254.7.7', 'fe80::1', 'localhost']],
    ['FQDN', ['localhost', 'LOCALHOST.localdomain', 'localhost.']],
  ];
  test.each(cases)('%s: %j', (kind, values) => {
    for (const value of values) expect([value, normalise(kind, value)]).toEqual([value, null]);
  });

  test('but the same words elsewhere may be real', () => {
    expect(normalise('LISTEN', '127.0.0.1')).toBe('127.0.0.1');
    expect(normalise('TEXT', '0')).toBe('0');
    expect(normalise('TEXT', 'default')).toBe('default');
    expect(normalise('TEXT', null)).toBeNull();
    expect(normalise('TEXT', 8080)).toBe('8080');
    expect(normalise('TEXT', false)).toBe('false');
  });
});

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(fc.constantFrom(...VALUE_KINDS), fc.string({ unit: 'binary' }), (kind, text) => {
      const once = normalise(kind, text);
      if (once !== null && !isJunk(kind, once)) expect(normalise(kind, once)).toBe(once);
    }),
  );
});

test('every IPv6 address has one spelling, and every IPv4 address is left as it is', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const canonical = canonicalIp(address);
      expect(canonical).not.toBeNull();
      expect(canonicalIp((canonical ?? '').toUpperCase())).toBe(canonical);
      // Chromium's and Node's own notation of the same address.
      if (canonical?.includes(':')) expect(new URL(`http://[${address}]`).hostname).toBe(`[${canonical}]`);
    }),
  );
  fc.assert(fc.property(fc.ipV4(), (address) => expect(canonicalIp(address)).toBe(address)));
});

test('what is no address is none', () => {
  for (const text of [
    '10.0.0.256',
    '010.0.0.1',
    '1.2.3',
    'a::b::c',
    '12345::',
    ':::',
    'host',
    '1:2:3:4:5:6:7:8:9',
    '',
  ]) {
    expect([text, canonicalIp(text)]).toEqual([text, null]);
  }
  for (const text of ['00:1b:44:11:3a', 'hello', '00:1b:44:11:3a:zz'])
    expect([text, canonicalMac(text)]).toEqual([text, null]);
});

test('the kind of a value follows from its name, else from its format, else it is text', () => {
  expect(valueKind('macAddress', undefined)).toBe('MAC');
  expect(valueKind('guestAddress', { type: 'string', format: 'ipv4' })).toBe('IP');
  expect(valueKind('colour', { type: 'string' })).toBe('TEXT');
});

describe('a time', () => {
  test('of any offset is given in UTC, with its microseconds', () => {
    expect(parseInstant('2026-11-22T23:07:18+01:00')).toBe('2026-11-22T22:07:18.000Z');
    expect(parseInstant('2026-11-22T22:07:18.123456Z')).toBe('2026-11-22T22:07:18.123456Z');
    expect(parseInstant('2026-11-22t22:07:18.1234567z')).toBe('2026-11-22T22:07:18.123456Z');
    expect(parseInstant('2026-11-22T22:07:18.120000Z')).toBe('2026-11-22T22:07:18.120Z');
  });

  test('that no calendar has is none', () => {
    for (const text of [
      '2026-02-30T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-01T24:00:01Z',
      '2026-01-01',
      'now',
      '2026-01-01T00:00:00',
      '2026-01-01T00:00:00+25:00',
    ]) {
      expect([text, parseInstant(text)]).toEqual([text, null]);
    }
  });

  test('comes before another as their numbers say', () => {
    const micros = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
    const write = (value: number): string => {
      const at = new Date(Math.floor(value / 1_000)).toISOString().slice(0, -1);
      return parseInstant(`${at}${String(value % 1_000).padStart(3, '0')}Z`) ?? '';
    };
    fc.assert(
      fc.property(micros, micros, (a, b) =>
        expect(Math.sign(compareInstants(write(a), write(b)))).toBe(Math.sign(a - b)),
      ),
    );
  });
});
