/** A root field of a query with the variables that it takes. */
export interface Block {
  readonly declares: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What every view asks of an item: id, and what stands on its card. */
export const ITEM_FIELDS = 'id name class { name }';
