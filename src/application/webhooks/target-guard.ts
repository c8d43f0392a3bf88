import { BlockList, isIP } from 'node:net';

/** Says where a webhook must not lead. */
export interface TargetGuard {
  /** Whether nothing may be sent to an IP address: it is not a public one, and not listed. */
  refuses(address: string): boolean;
}

/** The host of an address, an IPv6 address without its brackets. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

/** Why nothing is sent to an address, and what would change that. */
export const refusal = (address: string): string =>
  `${address} is not a public address; to allow it, list it in UNDERPIN_WEBHOOK_ALLOW`;

/** Names that stand for this machine wherever they are asked for (RFC 6761). */
const LOOPBACK_NAME = /(^|\.)localhost\.?$/i;
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Why nothing will ever be sent to a URL, as far as that is certain before its host is looked up; null where the look-up
 * decides. A URL has its addresses in one notation, whatever they were written in.
 */
export function knownRefusal(url: string, guard: TargetGuard): string | null {
  const host = hostOf(url);
  const addresses = LOOPBACK_NAME.test(host) ? LOOPBACK : [host];
  const isCertain = addresses.every((address) => isIP(address) !== 0 && guard.refuses(address));
  return isCertain ? refusal(addresses.join(' or ')) : null;
}

/** Of this machine, of its network, of no one or of many. RFC 6890 and its registries. */
const REFUSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Azure's own endpoint for its machines, in the midst of public addresses.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * Only 2000::/3 is global unicast. What is outside of it holds loopback, private, link-local and multicast addresses, and
 * those that stand for IPv4 addresses (mapped, compatible, NAT64); within it Teredo and 6to4 do so too.
 */
const REFUSED_IPV6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Makes a guard; `allowed` lists addresses and ranges such as `10.1.0.0/16` that are not refused. */
export function createTargetGuard(allowed: readonly string[]): TargetGuard {
  const refused = { 4: blockList(REFUSED_IPV4), 6: blockList(REFUSED_IPV6) };
  const listed = {
    4: blockList(allowed.filter((range) => versionOf(range) === 4)),
    6: blockList(allowed.filter((range) => versionOf(range) === 6)),
  };
  return {
    refuses: (text) => {
      // A zone, such as %eth0, belongs to this machine only and is no part of the address.
      const address = text.replace(/%.*$/, '');
      const version = address.includes('/') ? null : versionOf(address);
      if (version === null) return true;
      const family = FAMILY[version];
      return refused[version].check(address, family) && !listed[version].check(address, family);
    },
  };
}

const FAMILY = { 4: 'ipv4', 6: 'ipv6' } as const;

function versionOf(range: string): 4 | 6 | null {
  const version = isIP(range.split('/')[0] ?? '');
  return version === 4 || version === 6 ? version : null;
}

/** Of one version only: to a list that holds ranges of both, an IPv4 address is in ::ffff:0:0/96 as well. */
function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const version = versionOf(range) ?? 4;
    list.addSubnet(address, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), FAMILY[version]);
  }
  return list;
}
