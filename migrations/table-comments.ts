/** Table -> what it holds and, per column, what the column means. The catalog test wants every column to have one. */
export type TableComments = Readonly<
  Record<string, { readonly table: string; readonly columns: Readonly<Record<string, string>> }>
>;

/** The statements that store comments of tables and their columns. */
export function commentStatements(comments: TableComments): readonly string[] {
  return Object.entries(comments).flatMap(([table, comment]) => [
    `comment on table ${table} is ${textLiteral(comment.table)}`,
    ...Object.entries(comment.columns).map(([column, text]) => columnComment(table, column, text)),
  ]);
}

/** The statement that stores what a column means. */
export function columnComment(table: string, column: string, text: string): string {
  return `comment on column ${table}.${column} is ${textLiteral(text)}`;
}

function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
