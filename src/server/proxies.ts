import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const KNOWN = new WeakMap<readonly string[], (address: string) => boolean>();

/** Whether an address is that of a balancer in front of the server; `ranges` are addresses such as `10.20.0.0/16`. */
export function isProxy(ranges: readonly string[] = []): (address: string) => boolean {
  const known = KNOWN.get(ranges);
  if (known) return known;
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits ?? (isIP(address) === 4 ? 32 : 128)), family(address));
  }
  const check = (address: string): boolean => isIP(address) !== 0 && list.check(address, family(address));
  KNOWN.set(ranges, check);
  return check;
}

/**
 * The address that a request comes from: that of the connection, or of what a balancer forwards the one that it says. Of
 * several it is the last that no balancer of ours has, because what stands before it may be anybody's invention.
 */
export function callerAddress(
  { socket, headers }: IncomingMessage,
  ranges: readonly string[] = [],
): string | undefined {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  let address = socket.remoteAddress;
  for (const next of forwarded.map((one) => one.trim()).toReversed()) {
    if (address === undefined || next === '' || !isProxy(ranges)(address)) break;
    address = next;
  }
  return address;
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
