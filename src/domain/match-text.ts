import type { KeyTerm } from './match-key';
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
} from './match-terms';

/** Words of a text that are looked at; what an alert is about stands in front. */
const WORDS_MAX = 64;
/** Words that a name may have to be found in a text. */
const NAME_WORDS_MAX = 4;
/** A term is looked for once; the first reading of it is the best. */
const TIER = { address: 0, host: 0, hostWithoutDomain: 1, identifier: 2, longName: 2, word: 3 } as const;

/**
 * What a free text may name: addresses and host names with a domain first, then words that look like host names and names
 * of several words, plain words last. Ports, schemes, users and punctuation around them do not count.
 */
export function readMatchText(text: string): readonly KeyTerm[] {
  const words = text
    .normalize('NFKC')
    .split(/[\s,;|<>(){}"'`]+/u)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX);
  const terms = new Map<string, KeyTerm>();
  const add = (term: KeyTerm): void => {
    const known = terms.get(term.term);
    if (!known || known.tier > term.tier) terms.set(term.term, term);
  };
  for (const word of words) for (const part of partsOf(word)) for (const term of termsOfPart(part)) add(term);
  for (const [at, first] of words.entries()) {
    let phrase = first;
    for (const word of words.slice(at + 1, at + NAME_WORDS_MAX)) {
      phrase += ` ${word}`;
      const term = nameTerm(trimmed(phrase));
      if (term !== null) add({ term, tier: TIER.longName, value: term.slice(2) });
    }
  }
  return [...terms.values()];
}

/** A word and what it may be made of: `https://user@web-03:9100/path`, `host=web-03`, `\\WEB-03\share`, `[2001:db8::1]:443`. */
function partsOf(word: string): readonly string[] {
  const whole = trimmed(word);
  const pieces = whole.split(/[=@/\\]+/u).map(trimmed);
  const withoutPorts = [whole, ...pieces].map((piece) => piece.replace(/^\[?([^\]]*)\]?:\d{1,5}$/u, '$1'));
  return [...new Set([whole, ...pieces, ...withoutPorts.map(trimmed)])].filter((piece) => piece !== '');
}

const trimmed = (word: string): string => word.replace(/^[\s.:!?*#[\]-]+(?![\da-f]*:)|[\s.,:!?*#-]+$/giu, '');

function termsOfPart(part: string): readonly KeyTerm[] {
  const address = addressOf(part);
  if (address !== null) return [{ term: addressTerm(address), tier: TIER.address, value: address }];
  const hardware = hardwareAddressOf(part);
  const found: KeyTerm[] = [];
  if (hardware !== null) found.push({ term: hardwareAddressTerm(hardware), tier: TIER.address, value: hardware });
  const host = hostNameOf(part);
  const plain = /^\d+$/.test(part);
  if (host !== null && !plain) found.push(...termsOfHost(host));
  const name = plain ? null : nameTerm(part);
  if (name !== null)
    found.push({ term: name, tier: looksChosen(part) ? TIER.identifier : TIER.word, value: name.slice(2) });
  return found;
}

function termsOfHost(host: string): readonly KeyTerm[] {
  if (!hasDomain(host)) {
    const tier = looksChosen(host) ? TIER.identifier : TIER.word;
    return [hostTerm(host), labelTerm(host)].map((term) => ({ term, tier, value: host }));
  }
  return [
    { term: hostTerm(host), tier: TIER.host, value: host },
    { term: hostTerm(firstLabel(host)), tier: TIER.hostWithoutDomain, value: host, domain: host },
  ];
}

/** Words of a language have neither digits nor dashes inside; names that people give machines mostly do. */
const looksChosen = (word: string): boolean => /[\d_.:/-]/u.test(word);
