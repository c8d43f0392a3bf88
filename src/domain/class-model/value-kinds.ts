import type { JsonObject } from '../json';

/**
 * How an identifying value is written, which decides how it is normalised and what of it is junk.
 *
 *     TEXT     a name or word; case does not count         SERIAL  what a maker or owner stuck on a device
 *     EXACT    a path or code; case counts                 UUID    a universally unique id
 *     MAC      a hardware address                          HEX     a fingerprint or world-wide name
 *     IP       an address that hosts are known by          FQDN    a host name, with or without domain
 *     LISTEN   an address that a process listens on        URL     scheme and host without case, path with it
 */
export const VALUE_KINDS = ['TEXT', 'EXACT', 'SERIAL', 'UUID', 'MAC', 'HEX', 'IP', 'LISTEN', 'FQDN', 'URL'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** Attribute name -> kind. Names mean the same in every class; a new name falls back to its schema's format. */
const BY_NAME: ReadonlyMap<string, ValueKind> = new Map([
  ['mac', 'MAC'],
  ['macAddress', 'MAC'],
  ['address', 'IP'],
  ['ipAddress', 'IP'],
  ['cidr', 'IP'],
  ['listenAddress', 'LISTEN'],
  ['hostname', 'FQDN'],
  ['fqdn', 'FQDN'],
  ['managementFqdn', 'FQDN'],
  ['systemUuid', 'UUID'],
  ['biosUuid', 'UUID'],
  ['instanceUuid', 'UUID'],
  ['clusterUid', 'UUID'],
  ['kubeSystemUid', 'UUID'],
  ['uid', 'UUID'],
  ['serial', 'SERIAL'],
  ['serialNumber', 'SERIAL'],
  ['assetTag', 'SERIAL'],
  ['sha256Fingerprint', 'HEX'],
  ['wwn', 'HEX'],
  ['digest', 'TEXT'],
  ['apiServerUrl', 'URL'],
  ['repositoryUrl', 'URL'],
  ['installPath', 'EXACT'],
  ['mountPoint', 'EXACT'],
  ['exportPath', 'EXACT'],
  ['path', 'EXACT'],
  ['processKey', 'EXACT'],
  ['arn', 'EXACT'],
] as const);

const BY_FORMAT: ReadonlyMap<string, ValueKind> = new Map([
  ['uuid', 'UUID'],
  ['ipv4', 'IP'],
  ['ipv6', 'IP'],
  ['hostname', 'FQDN'],
  ['idn-hostname', 'FQDN'],
  ['uri', 'URL'],
  ['iri', 'URL'],
] as const);

/** The kind of an attribute's values, from its name or else from the `format` of its JSON Schema. */
export function valueKind(attribute: string, schema: JsonObject | undefined): ValueKind {
  const byName = BY_NAME.get(attribute);
  if (byName !== undefined) return byName;
  const format = schema?.['format'];
  return (typeof format === 'string' ? BY_FORMAT.get(format) : undefined) ?? 'TEXT';
}

/**
 * Attributes whose value belongs to one thing for its whole life, unlike names, addresses and labels. Only they can
 * prove that a native key was given to something else.
 */
const BIRTHMARKS: ReadonlySet<string> = new Set(['serialNumber', 'serial', 'systemUuid', 'biosUuid', 'wwn']);

/** Whether a value of this attribute, once known, never changes. */
export const isBirthmark = (attribute: string): boolean => BIRTHMARKS.has(attribute);
