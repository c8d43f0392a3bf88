/** The embedded PostgreSQL cannot do what was asked. The message is complete: what, why and what to do next. */
export class PostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostgresError';
  }
}

/** The code of a failed system call, such as EACCES; empty for any other error. */
export function systemCode(error: unknown): string {
  // Not by instanceof: Jest runs tests in a realm of their own.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
