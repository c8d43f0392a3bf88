/** The server cannot start as it is configured. The message says what is wrong and what to do, and is shown as it is. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
