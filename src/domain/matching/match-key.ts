import { itemError, type ItemError } from '../errors';
import type { JunkTest } from '../identification/junk-values';
import { quoted } from '../nearest-name';
import {
  addressOf,
  addressTerm,
  firstLabel,
  hardwareAddressOf,
  hardwareAddressTerm,
  hasDomain,
  hostNameOf,
  hostTerm,
  labelTerm,
  nameTerm,
  type KeyTerm,
} from './match-terms';
import { MatchText, type WordReader } from './match-text';

/** A question by what is known outside; exactly one property is given. */
export interface MatchQuestion {
  readonly text?: string | null | undefined;
  readonly host?: string | null | undefined;
  readonly ip?: string | null | undefined;
  readonly mac?: string | null | undefined;
}

/** The terms of a question, or why it has none. */
export type ReadQuestion =
  | {
      readonly terms: readonly KeyTerm[];
      /** All terms, where the better ones answer nothing: names of several words in a text, too, which are many. */
      readonly allTerms: () => readonly KeyTerm[];
      readonly fault: null;
    }
  | { readonly terms: null; readonly fault: ItemError };

/** A text of an alert, with everything that it drags along. */
const MATCH_TEXT_LENGTH_MAX = 8_192;
const MATCH_VALUE_LENGTH_MAX = 512;

/** Reads a question. What means nothing in particular ("localhost", 127.0.0.1, an empty text) is a fault. */
export function readMatchKey({ text, host, ip, mac }: MatchQuestion, words: WordReader): ReadQuestion {
  const { isJunk } = words;
  if (host != null) return read('host', host, MATCH_VALUE_LENGTH_MAX, () => [termsOfHost(host, isJunk)]);
  if (ip != null) return read('ip', ip, MATCH_VALUE_LENGTH_MAX, () => [termsOfAddress(ip, isJunk)]);
  if (mac != null) return read('mac', mac, MATCH_VALUE_LENGTH_MAX, () => [termsOfHardwareAddress(mac, isJunk)]);
  const asked = text ?? '';
  return read('text', asked, MATCH_TEXT_LENGTH_MAX, () => {
    const read = new MatchText(asked, words);
    return [read.termsOfWords(), () => read.terms()];
  });
}

function read(
  kind: keyof MatchQuestion,
  value: string,
  lengthMax: number,
  terms: () => readonly [readonly KeyTerm[], (() => readonly KeyTerm[])?],
): ReadQuestion {
  if (value.length > lengthMax) {
    const message = `The ${kind} has ${value.length} characters; ${lengthMax} are allowed. Send the part that names the thing.`;
    return { terms: null, fault: itemError('TOO_LARGE', message, [kind]) };
  }
  const [found, allTerms = () => found] = terms();
  if (found.length > 0 || allTerms().length > 0) return { terms: found, allTerms, fault: null };
  const message = value.trim() === '' ? `The ${kind} is empty.` : `${quoted(value)} ${MEANINGLESS[kind]}`;
  return { terms: null, fault: itemError('INVALID_VALUE', message, [kind]) };
}

const MEANINGLESS: Readonly<Record<keyof MatchQuestion, string>> = {
  host: 'is no host name, or one that every machine has.',
  ip: 'is no IP address, or one that every machine has.',
  mac: 'is no hardware address, or stands for an unknown one.',
  text: 'holds nothing that could name an item.',
};

/** By the whole name first; by its first label where the item says no domain; by the item's name last. */
function termsOfHost(text: string, isJunk: JunkTest): readonly KeyTerm[] {
  const bare = text.trim().replace(/^\[?(.*?)\]?(?::\d{1,5})?$/s, '$1');
  const address = addressOf(text, isJunk) ?? addressOf(bare, isJunk);
  if (address !== null) return termsOfKnownAddress(address);
  const host = hostNameOf(bare, isJunk);
  if (host === null) return [];
  return [...hostTerms(host), { term: `n:${host}`, tier: 2, value: host }];
}

/** What an item that has a host name answers to; `tier` is that of the whole name. */
function hostTerms(host: string, tier = 0): readonly KeyTerm[] {
  const whole = { term: hostTerm(host), tier, value: host };
  if (!hasDomain(host)) return [whole, { term: labelTerm(host), tier, value: host }];
  return [whole, { term: hostTerm(firstLabel(host)), tier: tier + 1, value: host, domain: host }];
}

function termsOfAddress(text: string, isJunk: JunkTest): readonly KeyTerm[] {
  const bare = text.trim().replace(/^\[(.*)\](?::\d{1,5})?$|^([\d.]+):\d{1,5}$/s, '$1$2');
  const address = addressOf(text, isJunk) ?? addressOf(bare, isJunk);
  return address === null ? [] : termsOfKnownAddress(address);
}

const termsOfKnownAddress = (address: string): readonly KeyTerm[] => [
  { term: addressTerm(address), tier: 0, value: address },
  { term: `n:${address}`, tier: 2, value: address },
];

function termsOfHardwareAddress(text: string, isJunk: JunkTest): readonly KeyTerm[] {
  const address = hardwareAddressOf(text, isJunk);
  if (address === null) return [];
  const named = nameTerm(text, isJunk);
  const whole = { term: hardwareAddressTerm(address), tier: 0, value: address };
  return named === null ? [whole] : [whole, { term: named, tier: 2, value: address }];
}
