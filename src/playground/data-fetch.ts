/** Where the API is. */
export const ENDPOINT = '/graphql';

/** The one way to the API: what the editor asks and what the panes look up beside it pass here, and nothing else does. */
export const dataFetch: typeof fetch = (input, init) => window.fetch(input, init);
