import type { Question } from '../view/question';
import { referenceOf } from '../view/reference';
import { ITEM_FIELDS } from './block';

/** Which items references lead to, in the order given. */
export function namesOf(references: readonly string[]): Question {
  return {
    query: `query WhichItems($keys: [MatchKeyInput!]!) {
  matchConfigurationItems(keys: $keys) { configurationItem { ${ITEM_FIELDS} } }
}
`,
    variables: JSON.stringify({ keys: references.map((text) => ({ ref: referenceOf(text) })) }, null, 2),
  };
}
