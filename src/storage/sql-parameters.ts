import { DomainError } from '../domain/errors';

/** Collects the parameters of a statement while its text is put together. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** Adds a parameter; the placeholder, with its type where PostgreSQL could not tell. */
  add(value: unknown, type?: string): string {
    for (const text of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof text === 'string' && text.includes('\u0000')) throw nulRefused();
    }
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }

  /** Adds a value as jsonb. */
  addJson(value: unknown): string {
    const text = JSON.stringify(value);
    if (ESCAPED_NUL.test(text)) throw nulRefused();
    return this.add(text, 'jsonb');
  }
}

/** U+0000 as JSON writes it; an even number of backslashes before it would be backslashes themselves. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** PostgreSQL stores no U+0000, so a condition that has one would fail with a message about encodings. */
function nulRefused(): DomainError {
  return new DomainError(
    'BAD_REQUEST',
    'A text to look for holds the character U+0000, which nothing stored has: take it out.',
  );
}
