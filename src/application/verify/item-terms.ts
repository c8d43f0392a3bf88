import type { ConfigurationItem } from '../../domain/configuration-item';
import { groupBy } from '../../domain/lists/group-by';
import type { ItemId } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { MATCH_RULES_VERSION, MatchRules } from '../../domain/matching/match-rules';
import type { Tx } from '../../storage/database';
import { loadTermsOf, readMatchIndex } from '../../storage/identities/match-terms';
import { bodyHash } from '../references/identity-hash';

/** A term that an item is found by and should not be, or the other way round. */
export interface WrongTerm {
  readonly item: ItemId;
  readonly term: string;
  readonly message: string;
}

const MISSING = 'It is not found by a term that its name and attributes give it.';
const LEFT_OVER = 'It is found by a term that its name and attributes do not give it.';

/** Holds the terms by which items are found against what the rules make of the items, as far as they have followed them. */
export async function findWrongTerms(
  tx: Tx,
  model: ClassModel,
  items: readonly ConfigurationItem[],
): Promise<readonly WrongTerm[]> {
  const rules = new MatchRules(model);
  const state = await readMatchIndex(tx);
  // Made anew under the rules of now, or by a newer release: when they have followed, they can be compared.
  if (state.rulesVersion !== MATCH_RULES_VERSION || state.rules !== bodyHash(rules.digestText())) return [];
  const followed = items.filter(({ validFrom }) => validFrom <= state.revision);
  const stored = groupBy(
    await loadTermsOf(
      tx,
      followed.map(({ id }) => id),
    ),
    ({ item }) => item,
  );
  return followed.flatMap((item) => {
    const lives = item.retiredAt === null && item.mergedInto === null;
    const wanted = new Set(lives ? rules.termsOf(item).map(({ term }) => term) : []);
    const held = new Set((stored.get(item.id) ?? []).filter(({ gone }) => !gone).map(({ term }) => term));
    const only = (terms: ReadonlySet<string>, others: ReadonlySet<string>, message: string): readonly WrongTerm[] =>
      [...terms].filter((term) => !others.has(term)).map((term) => ({ item: item.id, term, message }));
    return [...only(wanted, held, MISSING), ...only(held, wanted, LEFT_OVER)];
  });
}
