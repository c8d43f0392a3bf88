import type { KeyTerm } from './match-terms';
import type { ItemTerm, MatchRules } from './match-rules';
import type { ItemId } from '../ids';
import { hasDomain } from './match-terms';

/** An item that has a term that was asked for. */
export interface Candidate {
  readonly item: { readonly id: ItemId; readonly className: string };
  /** The class of the item that has the term: a network interface, where `item` is its machine. */
  readonly foundAt: { readonly className: string; readonly terms: readonly ItemTerm[] };
  readonly via: boolean;
}

/** An item that answers a question, and by what. */
export interface Answering {
  readonly id: ItemId;
  /** The attribute, with its class where that is another one than the item's. */
  readonly by: string;
  readonly value: string;
}

/**
 * The items with the best evidence, ascending by id: the better term first, then machines before what only tells of them
 * (records of names and addresses), then by what identifies a class before what it merely says, names last.
 */
export function bestAnswers(
  rules: MatchRules,
  terms: readonly KeyTerm[],
  candidates: readonly Candidate[],
): readonly Answering[] {
  const best = new Map<ItemId, { readonly rank: number; readonly answering: Answering }>();
  const wanted = new Map(terms.map((term) => [term.term, term]));
  for (const candidate of candidates) {
    for (const { term, by } of candidate.foundAt.terms) {
      const key = wanted.get(term);
      if (!key || contradicts(key, candidate.foundAt.terms)) continue;
      const rank = rankOf(rules, key, by, candidate);
      const known = best.get(candidate.item.id);
      if (known && known.rank <= rank) continue;
      const shown = candidate.via ? `${candidate.foundAt.className}.${by}` : by;
      best.set(candidate.item.id, { rank, answering: { id: candidate.item.id, by: shown, value: key.value } });
    }
  }
  const found = [...best.values()];
  const first = Math.min(...found.map((one) => one.rank));
  return found
    .filter((one) => one.rank === first)
    .map((one) => one.answering)
    .toSorted((a, b) => a.id - b.id);
}

/** An item whose host name has a domain is not the one of that label in another domain. */
const contradicts = ({ domain }: KeyTerm, terms: readonly ItemTerm[]): boolean =>
  domain !== undefined &&
  terms.some(({ term, by }) => by !== 'name' && term.startsWith('h:') && hasDomain(term) && term !== `h:${domain}`);

/** One number for the three things that count, the most important first. */
function rankOf(rules: MatchRules, key: KeyTerm, by: string, { item, foundAt }: Candidate): number {
  const kind = rules.isMachine(item.className) ? 0 : 1;
  const evidence = by === 'name' ? 2 : rules.identifies(foundAt.className, by) ? 0 : 1;
  return key.tier * 100 + kind * 10 + evidence;
}
