/** What one check found. */
export interface FoundRow {
  /** The item that it is about. */
  readonly item: number | null;
  /** What else it is about: a key, a name. */
  readonly subject: string | null;
  readonly path: string | null;
  readonly revision: number | null;
  readonly message: string;
}

/** A check as one statement; `$1` is the oldest revision that can be read, `$2` how many rows are wanted at most. */
export interface StructureCheck {
  readonly name: string;
  readonly sql: string;
}

/** A check of what a FROM clause with its conditions yields; the columns say what each row of it is about. */
export const check = (
  name: string,
  message: string,
  from: string,
  columns: Partial<Record<keyof FoundRow, string>> = {},
): StructureCheck => ({
  name,
  sql: `select ${columns.item ?? 'null::bigint'} as item, (${columns.subject ?? 'null'})::text as subject,
          (${columns.path ?? 'null'})::text as path, (${columns.revision ?? 'null'})::bigint as revision,
          ${columns.message ?? `'${message}'`} as message
     ${from} and $1::bigint is not null limit $2`,
});
