/** A root field of a query with the variables that it takes. */
export interface Block {
  readonly declares: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The root field with its arguments, and those of its lists that may have more than one page. */
  readonly paged?: { readonly field: string; readonly lists: readonly PagedList[] };
}

/** A list that is asked page by page. */
export interface PagedList {
  readonly name: string;
  /** What is asked of its entries. */
  readonly nodes: string;
  readonly perPage: number;
  /** What its entries are, after a number. */
  readonly words: string;
}

/** What every view asks of an item: id, and what stands on its card. */
export const ITEM_FIELDS = 'id name class { name }';

/** A page of a list: the first one, or with `$after` another one. */
export function pageText({ name, nodes, perPage }: PagedList, after = false): string {
  const takes = `first: ${perPage}${after ? ', after: $after' : ''}`;
  return `${name}(${takes}) { totalCount pageInfo { hasNextPage endCursor } nodes { ${nodes} } }`;
}
