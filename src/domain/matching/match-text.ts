import type { JunkTest } from '../identification/junk-values';
import type { KeyTerm } from './match-terms';
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

/** Reads words of texts; those of many texts are mostly the same, and each is read once. */
export class WordReader {
  readonly isJunk: JunkTest;
  readonly #known = new Map<string, readonly KeyTerm[]>();

  constructor(isJunk: JunkTest) {
    this.isJunk = isJunk;
  }

  /** The terms of a word and of what it may be made of. */
  termsOf(word: string): readonly KeyTerm[] {
    const known = this.#known.get(word);
    if (known) return known;
    const terms = partsOf(word).flatMap((part) => termsOfPart(part, this.isJunk));
    this.#known.set(word, terms);
    return terms;
  }
}

/**
 * What a free text may name: addresses and host names with a domain first, then words that look like host names and names
 * of several words, plain words last. Ports, schemes, users and punctuation around them do not count.
 */
export class MatchText {
  readonly #words: readonly string[];
  readonly #reader: WordReader;
  readonly #ofWords: ReadonlyMap<string, KeyTerm>;

  constructor(text: string, reader: WordReader) {
    this.#words = text
      .normalize('NFKC')
      .split(/[\s,;|<>(){}"'`]+/u)
      .filter((word) => word !== '')
      .slice(0, WORDS_MAX);
    this.#reader = reader;
    this.#ofWords = best(
      new Map(),
      this.#words.flatMap((word) => reader.termsOf(word)),
    );
  }

  /** Those of single words. */
  termsOfWords(): readonly KeyTerm[] {
    return [...this.#ofWords.values()];
  }

  /** All: those of several words, too. */
  terms(): readonly KeyTerm[] {
    const phrases = this.#words.flatMap((first, at) => {
      let phrase = first;
      return this.#words.slice(at + 1, at + NAME_WORDS_MAX).flatMap((word): readonly KeyTerm[] => {
        phrase += ` ${word}`;
        const term = nameTerm(trimmed(phrase), this.#reader.isJunk);
        return term === null ? [] : [{ term, tier: TIER.longName, value: term.slice(2) }];
      });
    });
    return [...best(this.#ofWords, phrases).values()];
  }
}

function best(known: ReadonlyMap<string, KeyTerm>, more: readonly KeyTerm[]): ReadonlyMap<string, KeyTerm> {
  const terms = new Map(known);
  for (const term of more) {
    const other = terms.get(term.term);
    if (!other || other.tier > term.tier) terms.set(term.term, term);
  }
  return terms;
}

/** A word and what it may be made of: `https://user@web-03:9100/path`, `host=web-03`, `\\WEB-03\share`, `[2001:db8::1]:443`. */
function partsOf(word: string): readonly string[] {
  const whole = trimmed(word);
  const pieces = whole.split(/[=@/\\]+/u).map(trimmed);
  const withoutPorts = [whole, ...pieces].map((piece) => piece.replace(/^\[?([^\]]*)\]?:\d{1,5}$/u, '$1'));
  return [...new Set([whole, ...pieces, ...withoutPorts.map(trimmed)])].filter((piece) => piece !== '');
}

const trimmed = (word: string): string => word.replace(/^[\s.:!?*#[\]-]+(?![\da-f]*:)|[\s.,:!?*#-]+$/giu, '');

function termsOfPart(part: string, isJunk: JunkTest): readonly KeyTerm[] {
  const address = addressOf(part, isJunk);
  if (address !== null) return [{ term: addressTerm(address), tier: TIER.address, value: address }];
  const hardware = hardwareAddressOf(part, isJunk);
  const found: KeyTerm[] = [];
  if (hardware !== null) found.push({ term: hardwareAddressTerm(hardware), tier: TIER.address, value: hardware });
  const host = hostNameOf(part, isJunk);
  const plain = /^\d+$/.test(part);
  if (host !== null && !plain) found.push(...termsOfHost(host));
  const name = plain ? null : nameTerm(part, isJunk);
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
