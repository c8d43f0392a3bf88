import type { Question } from '../view/question';
import { momentOf } from '../view/reference';
import { ITEM_FIELDS } from './block';

const FOUND_MAX = 12;
const FOUND_FIELDS = `${ITEM_FIELDS} environment canFail`;

/** What somebody may mean: a host name, an address or a whole name leads to one item, words to all that hold them. */
export function searchFor(words: string, at: string | null): Question {
  return {
    query: `query FindItems($words: String!, $at: Moment) {
  matchConfigurationItems(keys: [{ text: $words }], at: $at) {
    outcome
    matchedBy
    configurationItem { ${FOUND_FIELDS} }
    candidates { ${FOUND_FIELDS} }
  }
  configurationItems(search: $words, first: ${FOUND_MAX}, at: $at) {
    totalCount
    nodes { ${FOUND_FIELDS} }
  }
}
`,
    variables: JSON.stringify({ words, at: at === null ? null : momentOf(at) }, null, 2),
  };
}
