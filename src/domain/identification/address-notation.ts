const GROUPS_OF_IPV6 = 8;
const MAC_LENGTHS = new Set([12, 16, 40]);

/**
 * A hardware address as lower-case pairs with colons, from any usual notation (`00-1B-…`, `001b.44…`, `001b44…`); null
 * when it is none. 6 bytes, or 8 and 20 as InfiniBand has them.
 */
export function canonicalMac(text: string): string | null {
  const digits = text.replaceAll(/[:.\s-]/g, '').toLowerCase();
  if (!MAC_LENGTHS.has(digits.length) || !/^[0-9a-f]+$/.test(digits)) return null;
  return digits.match(/../g)?.join(':') ?? null;
}

/**
 * An IP address in its one spelling: dotted decimal, or RFC 5952 (lower case, shortest). An IPv4 address mapped into
 * IPv6 is the IPv4 address; a prefix length stays, a zone goes. Null when the text is no address.
 */
export function canonicalIp(text: string): string | null {
  const match = /^\[?([0-9a-f:.]+)(?:%[^/\]]+)?\]?(\/\d{1,3})?$/i.exec(text);
  const address = match?.[1];
  if (address === undefined) return null;
  const canonical = address.includes(':') ? canonicalIpv6(address.toLowerCase()) : canonicalIpv4(address);
  return canonical === null ? null : canonical + (match?.[2] ?? '');
}

function canonicalIpv4(text: string): string | null {
  const octets = text.split('.');
  // A leading zero means octal to some programs and decimal to others, so it means nothing here.
  const wellFormed = octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
  return octets.length === 4 && wellFormed ? octets.join('.') : null;
}

function canonicalIpv6(text: string): string | null {
  const groups = ipv6Groups(text);
  if (!groups) return null;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return groups.slice(6).flatMap(octetsOf).join('.');
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The eight numbers of an IPv6 address; null when it is none. */
function ipv6Groups(text: string): readonly number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (!head || (halves.length === 2 && !tail)) return null;
  if (halves.length === 1) return head.length === GROUPS_OF_IPV6 ? head : null;
  const missing = GROUPS_OF_IPV6 - head.length - (tail?.length ?? 0);
  return missing < 1 ? null : [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
}

/** One side of `::`; its last group may be written as an IPv4 address. */
function groupsOf(half: string): readonly number[] | null {
  if (half === '') return [];
  const groups: number[] = [];
  for (const part of half.split(':')) {
    const ipv4 = part.includes('.') ? canonicalIpv4(part) : null;
    if (ipv4 !== null) {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/.test(part)) {
      groups.push(parseInt(part, 16));
    } else return null;
  }
  return groups;
}

const octetsOf = (group: number): readonly number[] => [group >> 8, group & 255];

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
