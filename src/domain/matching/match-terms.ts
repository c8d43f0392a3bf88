import { canonicalIp, canonicalMac } from '../identification/address-notation';
import type { JunkTest } from '../identification/junk-values';
import { normalise } from '../identification/normalisation';

/*
 * Terms: what items are known by outside, in one spelling, as one text each. An item and a question about it meet where
 * they have a term in common.
 *
 *     h:web-03.example.com   a host name as it is        i:10.0.0.1               an address
 *     s:web-03               the first label of one      m:00:1b:44:11:3a:b7      a hardware address
 *     n:boutique checkout    a name in lower case
 */

/** A term that an item may answer a question with. */
export interface KeyTerm {
  readonly term: string;
  /** 0 is the best evidence; an item that answers with better evidence hides all others. */
  readonly tier: number;
  /** The value that was looked for, in its one spelling. */
  readonly value: string;
  /** The item must not say another domain: the question gave one, and this term has none. */
  readonly domain?: string;
}

/** Longer than every host name, and than names that anybody types. */
const TERM_LENGTH_MAX = 255;
const HOST_NAME =
  /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?(?:\.[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*$/u;

/** A host name in the form in which identities compare it; null when the text is none, or one that every machine has. */
export function hostNameOf(text: string, isJunk: JunkTest): string | null {
  const name = normalise('FQDN', text, isJunk);
  if (name === null || name.length > TERM_LENGTH_MAX - 2 || canonicalIp(name) !== null) return null;
  return HOST_NAME.test(name) ? name : null;
}

/** An address without mask or zone; null when the text is none, or one that every machine has. */
export function addressOf(text: string, isJunk: JunkTest): string | null {
  const address = canonicalIp(text.normalize('NFKC').trim())?.replace(/\/.*$/, '') ?? null;
  return address === null || isJunk('IP', address) ? null : address;
}

/** A hardware address; null when the text is none, or stands for "not known". */
export function hardwareAddressOf(text: string, isJunk: JunkTest): string | null {
  const address = canonicalMac(text.normalize('NFKC').trim());
  return address === null || isJunk('MAC', address) ? null : address;
}

/** The first label of a host name. */
export const firstLabel = (hostName: string): string => hostName.split('.', 1)[0] ?? hostName;

/** Whether a host name says its domain. */
export const hasDomain = (hostName: string): boolean => hostName.includes('.');

/** The term of a host name as it is. */
export const hostTerm = (hostName: string): string => `h:${hostName}`;
/** The term of the first label of a host name. */
export const labelTerm = (hostName: string): string => `s:${firstLabel(hostName)}`;
/** The term of an address. */
export const addressTerm = (address: string): string => `i:${address}`;
/** The term of a hardware address. */
export const hardwareAddressTerm = (address: string): string => `m:${address}`;

/** The term of a name; null for one that is empty or that nobody types. */
export function nameTerm(name: string, isJunk: JunkTest): string | null {
  const normalised = normalise('TEXT', name, isJunk);
  return normalised === null || normalised.length > TERM_LENGTH_MAX - 2 ? null : `n:${normalised}`;
}
