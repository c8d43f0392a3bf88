import { signedIn } from './sign-in';

/** Where the API is. */
export const ENDPOINT = '/graphql';

/** The one way to the API: what the editor asks and what the panes look up beside it pass here, and nothing else does. */
export const dataFetch: typeof fetch = (input, init) =>
  signedIn(async (more) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    try {
      return await window.fetch(input, { ...init, headers });
    } catch (error) {
      throw new Error('The server cannot be reached. Ask again when it is back.', { cause: error });
    }
  });
