import type { ItemRecord } from '../domain/ingest/ingest-record';

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
    const attributes = Object.entries(item.attributes ?? {}).filter(([name]) => name !== 'macAddress');
    return { ...item, attributes: Object.fromEntries(attributes) };
  });
}

function addressOf({ class: name, attributes, relationships }: ItemRecord): string | null {
  const address = attributes?.['macAddress'];
  const owner = relationships?.find(({ type }) => type === 'OWNED_BY')?.end.native?.key;
  return name === 'NetworkInterface' && typeof address === 'string' && owner !== undefined
    ? `${owner} ${address}`
    : null;
}

/** As NetBox and agents of GLPI call it. */
function isPort({ attributes }: ItemRecord): boolean {
  const type = attributes?.['interfaceType'];
  return typeof type === 'string' && /^(ethernet|\d+(\.\d+)?g?base-.*)$/i.test(type);
}
