import { morePages } from '../queries/more';
import { entriesOf, fieldsOf, textOf, type Fields } from '../read-json';
import type { Question } from '../view/question';
import type { View } from '../view/view';
import { blocksOf } from '../view/view-question';

/** A list of a view's answer that has another page. */
export interface Further {
  /** Root field and list. */
  readonly at: readonly [string, string];
  /** What its entries are, after a number. */
  readonly words: string;
  /** How many the next page brings. */
  readonly next: number;
  readonly left: number;
  /** Asks for that page. */
  readonly question: Question;
}

/** The lists of an answer that go on behind it. */
export function furtherIn(view: View, data: unknown): Further[] {
  return blocksOf(view).flatMap((block) => {
    const root = block.paged?.field.split('(')[0] ?? '';
    return (block.paged?.lists ?? []).flatMap((list): Further[] => {
      const connection = connectionAt(data, [root, list.name]);
      const page = fieldsOf(connection?.['pageInfo']);
      const after = page?.['hasNextPage'] === true ? textOf(page['endCursor']) : null;
      if (after === null) return [];
      const left = Math.max(1, Number(connection?.['totalCount']) - entriesOf(connection).length);
      const question = morePages(block, list, after);
      return [{ at: [root, list.name], words: list.words, next: Math.min(list.perPage, left), left, question }];
    });
  });
}

/** The answer with another page of one of its lists. */
export function withPage(data: unknown, { at }: Further, page: unknown): unknown {
  const [known, more] = [connectionAt(data, at), connectionAt(page, at)];
  const whole = fieldsOf(data);
  if (known === null || more === null || whole === null) return data;
  const nodes = [...entriesOf(known), ...entriesOf(more)];
  const [root, list] = at;
  return { ...whole, [root]: { ...fieldsOf(whole[root]), [list]: { ...known, pageInfo: more['pageInfo'], nodes } } };
}

function connectionAt(data: unknown, [root, list]: Further['at']): Fields | null {
  return fieldsOf(fieldsOf(fieldsOf(data)?.[root])?.[list]);
}
