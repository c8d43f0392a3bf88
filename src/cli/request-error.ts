import { CommandError } from './command-error';

/** The server understood the request and refused it. The code is one of the schema's ErrorCode, or GraphQL's own. */
export class RequestError extends CommandError {
  readonly code: string;
  readonly retryable: boolean;

  constructor(message: string, code: string, retryable: boolean) {
    // What the server says is for every caller; how this one says who it is, only the command line knows.
    super(code === 'UNAUTHENTICATED' ? `${message}. Give --token, or set UNDERPIN_TOKEN.` : message);
    this.name = 'RequestError';
    this.code = code;
    this.retryable = retryable;
  }
}
