import type { Question } from '../view/question';
import { referenceOf } from '../view/reference';
import type { Direction } from '../view/view';

/** When what is shown changed, newest first, how far back the history reaches, and whether anything is stored. */
export function timelineOf(roots: readonly string[], direction: Direction): Question {
  const filter = roots.length === 0 ? null : { inClosureOf: { roots: roots.map(referenceOf), direction } };
  // Counting takes as long as there are items: only the page where nothing is asked wants to know.
  const counted = roots.length === 0 ? '  configurationItems { totalCount }\n' : '';
  return {
    query: `query WhenDidItChange($filter: ChangeFilter) {
  server { revision horizon { revision at } }
${counted}  changes(filter: $filter, first: 1000) {
    pageInfo { hasNextPage }
    nodes { changeSet { revision at source principal reason } }
  }
}
`,
    variables: JSON.stringify({ filter }, null, 2),
  };
}
