import { trace } from '@opentelemetry/api';
import { inSpan } from './spans';

const LENGTH_MAX = 2_000;

/** Runs a statement as a part of what is being traced: its text without a value, literals included. */
export function inStatement<T>(sql: string, run: () => Promise<T>): Promise<T> {
  if (trace.getActiveSpan() === undefined) return run();
  const text = sql
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [operation = ''] = text.split(' ', 1);
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': operation.toUpperCase(),
    'db.query.text': text.slice(0, LENGTH_MAX),
  };
  return inSpan(`sql ${operation.toUpperCase()}`, attributes, run);
}
