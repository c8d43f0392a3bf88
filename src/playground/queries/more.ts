import type { Question } from '../view/question';
import { pageText, type Block, type PagedList } from './block';

/** The page of one list behind a cursor, and nothing else of its root field. */
export function morePages(block: Block, list: PagedList, after: string): Question {
  const declares = { ...block.declares, after: 'String!' };
  const declared = Object.entries(declares).map(([name, type]) => `$${name}: ${type}`);
  return {
    query: `query WhatElse(${declared.join(', ')}) {
  ${block.paged?.field ?? ''} {
    ${pageText(list, true)}
  }
}
`,
    variables: JSON.stringify({ ...block.variables, after }, null, 2),
  };
}
