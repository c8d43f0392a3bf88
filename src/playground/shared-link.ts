/** What the editor asks, as it travels in the address bar and in shared links. */
export interface Question {
  readonly query: string;
  readonly variables: string;
}

/** The part behind `#`: it never leaves the browser, so questions stay out of server logs. */
export function hashOf({ query, variables }: Question): string {
  const parts = new URLSearchParams({ query });
  if (variables.trim() !== '' && variables.trim() !== '{}') parts.set('variables', variables);
  return `#${parts.toString()}`;
}

/** Null when the address holds no question. */
export function questionIn(hash: string): Question | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const query = parts.get('query');
  return query === null || query.trim() === '' ? null : { query, variables: parts.get('variables') ?? '' };
}
