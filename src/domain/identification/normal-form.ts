import { canonicalIp, canonicalMac } from './address-notation';
import type { JsonValue } from '../json';
import { canonicalJson } from '../json-equal';
import type { ValueKind } from '../class-model/value-kinds';

/**
 * A value in the one form in which identities are compared, junk or not. Two spellings of one thing
 * ("00-1B-44-11-3A-B7" and "001b.4411.3ab7", "WEB01.Example.com." and "web01.example.com") have one form.
 */
export function normalForm(kind: ValueKind, value: JsonValue): string {
  return BY_KIND[kind](plainText(typeof value === 'string' ? value : canonicalJson(value)));
}

/** Compatibility form of Unicode, so that full-width letters and ligatures compare equal; white space collapsed. */
const plainText = (text: string): string =>
  PLAIN.test(text) ? text : text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();

/** One word of printable ASCII, which nearly all identifying values are. */
const PLAIN = /^[!-~]*$/;

const lower = (text: string): string => text.toLowerCase();

const BY_KIND: Readonly<Record<ValueKind, (text: string) => string>> = {
  TEXT: lower,
  EXACT: (text) => text,
  SERIAL: (text) => lower(text).replaceAll(' ', ''),
  UUID: (text) => canonicalUuid(lower(text)),
  MAC: (text) => canonicalMac(text) ?? lower(text),
  HEX: (text) => canonicalHex(lower(text)),
  IP: (text) => canonicalIp(text) ?? canonicalHostName(text),
  LISTEN: (text) => canonicalIp(text) ?? canonicalHostName(text),
  FQDN: (text) => canonicalHostName(text),
  URL: (text) => canonicalUrl(text),
};

const canonicalHostName = (text: string): string => lower(text).replace(/\.$/, '');

/** With dashes, without braces or `urn:uuid:`; what is no UUID stays as it is. */
function canonicalUuid(text: string): string {
  const digits = text.replace(/^urn:uuid:/, '').replaceAll(/[{}\s-]/g, '');
  if (!/^[0-9a-f]{32}$/.test(digits)) return text;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Fingerprints and world-wide names are written with colons, dashes, `0x`, or nothing between the bytes. */
function canonicalHex(text: string): string {
  const digits = text.replace(/^(0x|sha256:|naa\.|eui\.)/, '').replaceAll(/[:\s-]/g, '');
  return /^[0-9a-f]+$/.test(digits) ? digits : text;
}

const DEFAULT_PORT: ReadonlyMap<string, string> = new Map([
  ['http', ':80'],
  ['https', ':443'],
  ['ssh', ':22'],
]);

/** Scheme and host in lower case, without the scheme's own port, user and trailing slash; the path keeps its case. */
function canonicalUrl(text: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#]+)(:\d+)?([^]*)$/i.exec(text);
  if (!match) return lower(text);
  const [, scheme = '', host = '', port = '', rest = ''] = match;
  const shownPort = port === DEFAULT_PORT.get(lower(scheme)) ? '' : port;
  return `${lower(scheme)}://${canonicalHostName(host)}${shownPort}${rest.replace(/\/$/, '')}`;
}
