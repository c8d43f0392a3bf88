import type { ValueKind } from '../class-model/value-kinds';

/** Whether a normalised value of a kind stands for "we do not know". */
export type JunkTest = (kind: ValueKind, normalised: string) => boolean;

/*
 * Values that makers, scripts and people write where they know none. As identity they would join strangers, so they
 * count as absent. All are in normalised form. Changing a list changes NORMALISER_VERSION in normalisation.ts; what is
 * added or allowed at run time is in junk-rules.ts.
 */

/** In a value of any kind. */
const ANYWHERE: readonly string[] = [
  'n/a',
  'none',
  'null',
  'nil',
  'undefined',
  'unknown',
  'not available',
  'not applicable',
  'not specified',
  'not set',
  'to be filled by o.e.m.',
  'to be filled by o.e.m',
  'default string',
  'tbd',
  '-',
  '--',
  '.',
  '?',
];

/** What firmware reports where nobody wrote a serial number or asset tag. */
const SERIALS: readonly string[] = [
  'system serial number',
  'chassis serial number',
  'base board serial number',
  'asset-1234567890',
  'asset tag',
  'no asset tag',
  'no asset information',
  'serial',
  'serialnumber',
  'invalid',
  'empty',
  'oem',
  '123456789',
  '1234567890',
  '0123456789',
];

/** UUIDs that are shipped with whole series of boards. */
const UUIDS: readonly string[] = [
  '03000200-0400-0500-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '11111111-2222-3333-4444-555555555555',
];

const HOST_NAMES: readonly string[] = [
  'localhost',
  'localhost.localdomain',
  'localhost4',
  'localhost6',
  'localhost6.localdomain6',
  'ip6-localhost',
];

const BY_KIND: Readonly<Record<ValueKind, ReadonlySet<string>>> = {
  TEXT: new Set(ANYWHERE),
  EXACT: new Set(ANYWHERE),
  // Serial numbers are compared without spaces.
  SERIAL: new Set([...ANYWHERE, ...SERIALS].map((value) => value.replaceAll(' ', ''))),
  UUID: new Set([...ANYWHERE, ...UUIDS]),
  MAC: new Set(ANYWHERE),
  HEX: new Set(ANYWHERE),
  IP: new Set([...ANYWHERE, ...HOST_NAMES]),
  LISTEN: new Set(),
  FQDN: new Set([...ANYWHERE, ...HOST_NAMES]),
  URL: new Set(ANYWHERE),
};

/** Addresses that every machine has or may have; of a range, its first octets or groups. */
const SHARED_ADDRESS = /^(127\.|0\.0\.0\.0|169\.254\.|::$|::1$|fe[89ab][0-9a-f]:)/;
/** The same digit or letter throughout, such as 0000000 or xxxxxxx. */
const MONOTONOUS = /^([0-9a-z])\1*$/;
const SAME_DIGITS = /^[0:.-]+$|^[f:.-]+$/;

/** The values that are shipped for a kind, or for all (ANY), sorted; what counts by its form alone is not among them. */
export const shippedJunk = (kind: ValueKind | 'ANY'): readonly string[] =>
  [...(kind === 'ANY' ? ANYWHERE : BY_KIND[kind])].sort();

/** Whether a normalised value stands for "we do not know", as it is shipped. An empty one always does. */
export function isJunk(kind: ValueKind, normalised: string): boolean {
  if (normalised === '' || BY_KIND[kind].has(normalised)) return true;
  switch (kind) {
    case 'SERIAL':
      return MONOTONOUS.test(normalised) || SAME_DIGITS.test(normalised);
    case 'UUID':
    case 'MAC':
    case 'HEX':
      return SAME_DIGITS.test(normalised);
    case 'IP':
      return SHARED_ADDRESS.test(normalised);
    case 'TEXT':
    case 'EXACT':
    case 'LISTEN':
    case 'FQDN':
    case 'URL':
      return false;
    default:
      return kind satisfies never;
  }
}
