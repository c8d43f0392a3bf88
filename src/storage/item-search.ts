import { DomainError } from '../domain/errors';
import { likePattern } from './like-pattern';
import { OBSERVATION_TABLE } from './observation-rows';
import { CONTESTED_TABLE, IDENTIFIER_TABLE } from './identifier-rows';
import type { SqlParameters } from './sql-parameters';
import { asOf } from './versioned-table';

/** Each word costs a pass over what is searched. */
const WORD_COUNT_MAX = 10;
const WORD_LENGTH_MAX = 200;

/**
 * A condition per word: it occurs, in upper or lower case, in the item's name, in a key of it (native keys and
 * identities), or in a value of its attributes. Throws LIMIT_EXCEEDED.
 */
export function searchConditions(
  search: string,
  alias: string,
  { parameters, revision }: { readonly parameters: SqlParameters; readonly revision: string },
): readonly string[] {
  const words = search.split(/\s+/).filter((word) => word !== '');
  if (words.length > WORD_COUNT_MAX || words.some((word) => word.length > WORD_LENGTH_MAX)) {
    const limits = `${WORD_COUNT_MAX} words of ${WORD_LENGTH_MAX} letters`;
    throw new DomainError('LIMIT_EXCEEDED', `A search takes at most ${limits}: use filter for the rest.`);
  }
  return words.map((word) => {
    const pattern = parameters.add(likePattern(word), 'text');
    return `(${alias}.name ilike ${pattern}
        or ${alias}.id in (
          select item_id from ${asOf(OBSERVATION_TABLE, revision)} as observation where native_key ilike ${pattern}
          union all
          select item_id from ${asOf(IDENTIFIER_TABLE, revision)} as identifier where value ilike ${pattern}
          union all
          select item_id from ${CONTESTED_TABLE.name} where valid_from <= ${revision} and value ilike ${pattern})
        or ${inAttributes(word, `${alias}.attributes`, pattern)})`;
  });
}

/** The whole text of the attributes is looked at first where it would show the word as it is: it holds the keys too. */
function inAttributes(word: string, column: string, pattern: string): string {
  const shownAsItIs = !/["\\\p{Cc}]/u.test(word);
  const first = shownAsItIs ? `${column}::text ilike ${pattern} and ` : '';
  return `(${first}exists (
          select from jsonb_path_query(${column}, 'strict $.**') as value
           where jsonb_typeof(value) in ('string', 'number', 'boolean') and value #>> '{}' ilike ${pattern}))`;
}
