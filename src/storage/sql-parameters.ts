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
    return this.add(jsonText(value), 'jsonb');
  }
}

/** JSON that jsonb reads. Throws BAD_REQUEST for U+0000. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (ESCAPED_NUL.test(text)) throw nulRefused();
  return text.replaceAll(LONE_SURROGATE, String.raw`\ufffd`);
}

/** U+0000 as JSON writes it; an even number of backslashes before it would be backslashes themselves. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** Half of a pair, which JSON writes as an escape: nothing stored has one, and jsonb would not read it. */
const LONE_SURROGATE = /(?<=(?<!\\)(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** PostgreSQL stores no U+0000, so a condition that has one would fail with a message about encodings. */
function nulRefused(): DomainError {
  return new DomainError(
    'BAD_REQUEST',
    'A text to look for holds the character U+0000, which nothing stored has: take it out.',
  );
}
