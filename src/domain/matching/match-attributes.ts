import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { valueKind, type ValueKind } from '../class-model/value-kinds';

/** What an attribute tells outsiders of an item: its host name, an address, a hardware address. */
export type MatchKind = 'HOST' | 'IP' | 'MAC';

const BY_VALUE_KIND: Partial<Readonly<Record<ValueKind, MatchKind>>> = { FQDN: 'HOST', IP: 'IP', MAC: 'MAC' };

/**
 * Attributes that identify nothing, so that their values are plain text to identification, but by which people and alerts
 * know an item. An attribute of another name says it by the `format` of its JSON Schema, or that of its elements:
 * hostname, idn-hostname, ipv4, ipv6.
 */
const BY_NAME: ReadonlyMap<string, MatchKind | null> = new Map([
  ['guestHostname', 'HOST'],
  ['dnsName', 'HOST'],
  ['endpointAddress', 'HOST'],
  ['hosts', 'HOST'],
  ['virtualHosts', 'HOST'],
  ['ipAddresses', 'IP'],
  ['internalAddresses', 'IP'],
  ['managementAddress', 'IP'],
  ['clusterIp', 'IP'],
  ['podIp', 'IP'],
  ['macAddresses', 'MAC'],
  // A range is the address of nothing in it.
  ['cidr', null],
]);

/** What the values of an attribute say, from the class model; null when nothing that outsiders would know it by. */
export function matchKind(attribute: string, schema: JsonObject | undefined): MatchKind | null {
  const byName = BY_NAME.get(attribute);
  if (byName !== undefined) return byName;
  const items = schema?.['items'];
  const kind = valueKind(attribute, schema);
  return BY_VALUE_KIND[kind === 'TEXT' && isJsonObject(items) ? valueKind(attribute, items) : kind] ?? null;
}

/** Field -> what it says, for the elements of an attribute that holds rows. */
export function matchKindsOfRows(schema: JsonObject | undefined): ReadonlyMap<string, MatchKind> {
  const items = schema?.['items'];
  const properties = isJsonObject(items) ? items['properties'] : undefined;
  if (!isJsonObject(properties)) return new Map();
  return new Map(
    Object.entries(properties).flatMap(([field, own]) => {
      const kind = isJsonObject(own) ? matchKind(field, own) : null;
      return kind === null ? [] : [[field, kind] as const];
    }),
  );
}
