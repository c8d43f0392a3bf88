/** Reads an answer whose shape depends on what was asked: whatever is not as expected is simply not there. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The entries of a connection, asked for as `nodes` or as `edges { node }`, or of a plain list. */
export function entriesOf(value: unknown): Fields[] {
  const connection = fieldsOf(value);
  const entries = Array.isArray(value)
    ? listOf(value)
    : [...listOf(connection?.['nodes']), ...listOf(connection?.['edges']).map((edge) => fieldsOf(edge)?.['node'])];
  return entries.map(fieldsOf).filter((entry) => entry !== null);
}
