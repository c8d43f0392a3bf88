import type { ItemRecord } from '../domain/ingest-record';

/**
 * Bundles, bridges and VLAN interfaces have the hardware address of a port below them, by which they would be taken for
 * that port: of the interfaces of one owner that share an address, only a single Ethernet port keeps it. The others are
 * known by their names.
 */
export function withoutSharedHardwareAddresses(items: readonly ItemRecord[]): readonly ItemRecord[] {
  const sharing = new Map<string, ItemRecord[]>();
  for (const item of items) {
    const address = addressOf(item);
    if (address === null) continue;
    const others = sharing.get(address);
    if (others === undefined) sharing.set(address, [item]);
    else others.push(item);
  }
  return items.map((item) => {
    const all = sharing.get(addressOf(item) ?? '') ?? [];
    const ports = all.filter(isPort);
    if (all.length <= 1 || (ports.length === 1 && ports[0] === item)) return item;
    const { macAddress: _, ...attributes } = item.attributes ?? {};
    return { ...item, attributes };
  });
}

function addressOf({ class: name, attributes, relationships }: ItemRecord): string | null {
  const address = attributes?.['macAddress'];
  const owner = relationships?.find(({ type }) => type === 'OWNED_BY')?.end.native?.key;
  return name === 'NetworkInterface' && typeof address === 'string' && owner !== undefined
    ? `${owner} ${address}`
    : null;
}

/** As IANA, NetBox and agents of GLPI call it. */
const isPort = ({ attributes }: ItemRecord): boolean =>
  /^(6|ethernet|ethernetcsmacd|\d+(\.\d+)?g?base-.*)$/i.test(String(attributes?.['interfaceType'] ?? ''));
