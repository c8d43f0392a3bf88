/** What the editor asks: a query with its variables as JSON. */
export interface Question {
  readonly query: string;
  readonly variables: string;
}
