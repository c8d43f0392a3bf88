import { DomainError } from '../../domain/errors';
import type { SortKey } from '../keyset';
import { likePattern } from './like-pattern';
import { movedItems, searchTexts } from './search-index';
import type { SqlParameters } from '../sql-parameters';
import { mark } from '../visible-rows';

/** Free text that items are searched by. */
export interface ItemSearch {
  readonly text: string;
  /** False: a word that occurs nowhere stands for the words that are similar to it. */
  readonly exactly: boolean;
}

/** Each word costs a pass over what is searched. */
const WORD_COUNT_MAX = 10;
const WORD_LENGTH_MAX = 200;
/** Shorter words are similar to everything. */
const SIMILAR_LENGTH_MIN = 4;

/** The items that a search finds: expressions of WITH, and the condition that an item is one of them. */
export interface SearchedItems {
  readonly with: string;
  condition(id: string): string;
}

/** The statement that searches: its parameters, and the revision that it reads at as SQL. */
interface SearchStatement {
  readonly parameters: SqlParameters;
  readonly revision: string;
}

/**
 * The items that every word of a search occurs in: in upper or lower case, in the name, in a key (native keys and
 * identities), or in a value of the attributes. Walks item_search_text for what the index has followed, and looks at items
 * themselves that moved between the index and the revision asked for. Throws LIMIT_EXCEEDED.
 */
export function searchedItems({ text, exactly }: ItemSearch, statement: SearchStatement): SearchedItems {
  const { revision } = statement;
  const words = wordsOf(text);
  if (words.length === 0) return { with: '', condition: () => 'true' };
  const followed = '(select revision from search_index)';
  const moved = movedItems(`least(${followed}, ${revision})`, `greatest(${followed}, ${revision})`);
  const hits = words.map((word, index) => wordHits(word, `word_${index}`, exactly, statement));
  const all = words.map((_, index) => `select item_id from word_${index}`).join(' intersect ');
  return {
    with: `with moved as materialized (${moved}),
      moved_text as materialized (${searchTexts('array(select item_id from moved)', revision)}),
      ${hits.join(',\n      ')},
      searched as materialized (${all})`,
    condition: (id) => `${id} in (select item_id from searched)`,
  };
}

/** WITH expressions of the items that a word is found in; the last one has the given name. */
function wordHits(word: string, name: string, exactly: boolean, { parameters, revision }: SearchStatement): string {
  const found = (condition: string): string =>
    `select item_id from item_search where ${condition} and item_id not in (select item_id from moved)
     union all select id from moved_text where ${condition}`;
  const occurs = found(`text ilike ${parameters.add(likePattern(word), 'text')}`);
  if (exactly || word.length < SIMILAR_LENGTH_MIN) return `${name} as materialized (${occurs})`;
  const similar = found(`${parameters.add(word, 'text')} <% text`);
  // What a word stands for must not tell of what is hidden.
  const seen = `select from ${name}_exactly as exact where true${mark('of_item', 'exact', revision)}`;
  return `${name}_exactly as materialized (${occurs}),
      ${name} as materialized (select item_id from ${name}_exactly
        union all select item_id from (${similar}) as alike where not exists (${seen}))`;
}

/**
 * How well a name fits a search, best first: it is the text, it begins with it, it has all the words; the others by how
 * similar it is to the text.
 */
export function searchRank({ text }: ItemSearch, name: string, parameters: SqlParameters): SortKey {
  const words = wordsOf(text);
  const whole = parameters.add(words.join(' '), 'text');
  const begins = parameters.add(likePattern(words.join(' ')).slice(1), 'text');
  const hasAll = words.map((word) => `${name} ilike ${parameters.add(likePattern(word), 'text')}`).join(' and ');
  return {
    expression: `case when lower(${name}) = lower(${whole}) then 0 when ${name} ilike ${begins} then 1
      when ${hasAll || 'true'} then 2 else 1003 - (1000 * word_similarity(${whole}, ${name}))::integer end`,
    type: 'integer',
    descending: false,
  };
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length > WORD_COUNT_MAX || words.some((word) => word.length > WORD_LENGTH_MAX)) {
    const limits = `${WORD_COUNT_MAX} words of ${WORD_LENGTH_MAX} letters`;
    throw new DomainError('LIMIT_EXCEEDED', `A search takes at most ${limits}: use filter for the rest.`);
  }
  return words;
}
