import type { Question } from '../view/question';

const NODES_MAX = 1_000;

/** What items are grouped by and their answer may not say; a request takes so many ids at a time. */
export function groupFields(ids: readonly string[]): Question {
  const pages = Array.from({ length: Math.max(1, Math.ceil(ids.length / NODES_MAX)) }, (_, page) =>
    ids.slice(page * NODES_MAX, (page + 1) * NODES_MAX),
  );
  const declared = pages.map((_, page) => `$ids${page}: [ID!]!`).join(', ');
  const fields = pages.map(
    (_, page) =>
      `  page${page}: nodes(ids: $ids${page}) { ... on ConfigurationItem { id environment owner { name } } }`,
  );
  return {
    query: `query WhoseAndWhere(${declared}) {\n${fields.join('\n')}\n}\n`,
    variables: JSON.stringify(Object.fromEntries(pages.map((page, at) => [`ids${at}`, page])), null, 2),
  };
}
