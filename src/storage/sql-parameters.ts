import { DomainError } from '../domain/errors';

/** Collects the parameters of a statement while its text is put together. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** Adds a parameter; the placeholder, with its type where PostgreSQL could not tell. */
  add(value: unknown, type?: string): string {
    refuseNul(value);
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }

  /** Adds a value as jsonb. */
  addJson(value: unknown): string {
    return this.add(JSON.stringify(value), 'jsonb');
  }
}

/** PostgreSQL stores no U+0000, so a condition that has one would fail with a message about encodings. */
function refuseNul(value: unknown): void {
  const texts = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  for (const text of texts) {
    if (typeof text === 'string' && (text.includes('\u0000') || text.includes('\\u0000'))) {
      throw new DomainError(
        'BAD_REQUEST',
        'A text to look for holds the character U+0000, which nothing stored has: take it out.',
      );
    }
  }
}
