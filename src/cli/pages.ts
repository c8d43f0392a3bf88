/** A page of a connection, as far as paging goes. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The most that a page holds. */
export const PAGE_MAX = 1_000;
/** What a query asks of a connection so that it can be paged through. */
export const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

/** Page after page of a list. `read` gets the size and the cursor of each; the first page may be at hand already. */
export async function* pagesOf<Node>(
  read: (first: number, after: string | null) => Promise<Page<Node>>,
  size = PAGE_MAX,
): AsyncGenerator<readonly Node[]> {
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo }: Page<Node> = await read(size, after);
    yield nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

/** The first nodes of a list, as many as wanted. */
export async function firstOf<Node>(
  wanted: number,
  read: (first: number, after: string | null) => Promise<Page<Node>>,
): Promise<readonly Node[]> {
  const found: Node[] = [];
  if (wanted === 0) return found;
  for await (const nodes of pagesOf(read, Math.min(wanted, PAGE_MAX))) {
    found.push(...nodes);
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}
