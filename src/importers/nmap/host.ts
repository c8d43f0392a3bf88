import { childOf, childrenOf, type XmlElement } from '../xml-pieces';

/** A host that answered a scan. */
export interface ScannedHost {
  readonly addresses: readonly string[];
  readonly macAddresses: readonly string[];
  /** Full name; null when no name with a domain is known. */
  readonly fqdn: string | null;
  readonly hostname: string | null;
  /** The machine that scanned itself. */
  readonly local: boolean;
  readonly os: { readonly name: string; readonly family: string } | null;
  readonly ports: readonly ScannedPort[];
  readonly line: number;
}

/** An open port of a host. */
export interface ScannedPort {
  readonly protocol: string;
  readonly port: number;
  readonly service: string | null;
  readonly product: string | null;
  readonly version: string | null;
}

/** Guesses below are worth nothing. */
const ACCURACY_MIN = 90;

/** Reads a `host` element; null for one that is down or has no address. */
export function hostOf(element: XmlElement): ScannedHost | null {
  if (childOf(element, 'status')?.attributes['state'] !== 'up') return null;
  const of = (type: RegExp): readonly string[] =>
    childrenOf(element, 'address').flatMap(({ attributes }) =>
      type.test(attributes['addrtype'] ?? '') ? (attributes['addr'] ?? []) : [],
    );
  const addresses = of(/^ipv[46]$/);
  if (addresses.length === 0) return null;
  const hostnames = childOf(element, 'hostnames');
  const names = (hostnames === null ? [] : childrenOf(hostnames, 'hostname'))
    // What the network says counts more than what the caller typed.
    .toSorted(
      (left, right) => (left.attributes['type'] === 'PTR' ? 0 : 1) - (right.attributes['type'] === 'PTR' ? 0 : 1),
    )
    .flatMap(({ attributes }) => (attributes['name'] ?? '').toLowerCase().replace(/\.$/, '') || []);
  const real = names.filter((name) => !/^localhost(\.|$)/.test(name));
  const ports = childOf(element, 'ports');
  return {
    addresses,
    macAddresses: of(/^mac$/).map((one) => one.toLowerCase()),
    fqdn: real.find((name) => name.includes('.')) ?? null,
    hostname: real.find((name) => !name.includes('.')) ?? null,
    local: addresses.every((address) => /^(127\.|::1$)/.test(address)),
    os: osOf(childOf(element, 'os')),
    ports: ports === null ? [] : childrenOf(ports, 'port').flatMap(openPort),
    line: element.line,
  };
}

function osOf(os: XmlElement | null): ScannedHost['os'] {
  const matches = os === null ? [] : childrenOf(os, 'osmatch');
  const [best] = matches.toSorted(
    (left, right) => Number(right.attributes['accuracy']) - Number(left.attributes['accuracy']),
  );
  if (best === undefined || !(Number(best.attributes['accuracy']) >= ACCURACY_MIN)) return null;
  const family =
    childOf(best, 'osclass')?.attributes['osfamily'] ??
    (os === null ? null : childOf(os, 'osclass')?.attributes['osfamily']);
  return { name: best.attributes['name'] ?? '', family: family ?? '' };
}

function openPort(element: XmlElement): readonly ScannedPort[] {
  const port = Number(element.attributes['portid']);
  if (childOf(element, 'state')?.attributes['state'] !== 'open' || !Number.isInteger(port) || port < 0 || port > 65_535)
    return [];
  const service = childOf(element, 'service')?.attributes ?? {};
  return [
    {
      protocol: element.attributes['protocol'] ?? 'tcp',
      port,
      service: service['name'] ?? null,
      product: service['product'] ?? null,
      version: service['version'] ?? null,
    },
  ];
}
