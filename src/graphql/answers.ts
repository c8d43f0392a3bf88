import { createItemNames, type ItemNames } from '../application/references/item-names';
import { DomainError } from '../domain/errors';
import { isInGraph } from '../domain/graph/graph-facts';
import type { ItemId, Revision } from '../domain/ids';
import {
  listOf,
  pageOfList,
  planPage,
  toConnection,
  type PageArguments,
  type PagePlan,
  type Sliceable,
} from './connections';
import type { RequestContext } from './context';
import type { Answer } from './graph-models';
import type { ConnectionModel } from './models';
import { ItemModel } from './item-model';

/**
 * One page of a list that an answer holds. An answer is worked out at the revision of the cursors into it (see
 * `cursorInto`), so that all of it speaks of one.
 */
export async function pageOfAnswer<T, U>(
  context: RequestContext,
  answer: Answer<T>,
  list: ListOfAnswer,
  args: PageArguments,
  entries: (answer: Answer<T>) => Sliceable<U> | Promise<Sliceable<U>>,
): Promise<ConnectionModel<U>> {
  const plan = planOfAnswer(answer, list, args);
  const all = await entries(answer);
  return toConnection(context, plan, pageOfList(all, plan.page), answer.at, () => Promise.resolve(all.length));
}

/** A list that an answer holds, and what is asked of it. */
export interface ListOfAnswer {
  readonly field: string;
  readonly asked?: unknown;
}

/** Checks the paging arguments of a list that an answer holds. */
export function planOfAnswer(answer: Answer<unknown>, list: ListOfAnswer, args: PageArguments): PagePlan {
  const plan = planPage(listOf(list.field, [answer.question, list.asked]), args);
  if (plan.cursor && plan.cursor.revision !== answer.at) {
    throw new DomainError(
      'CURSOR_EXPIRED',
      `The cursor belongs to an answer of revision ${plan.cursor.revision}, and this one is of ${answer.at}: ask at that revision, or start again without it.`,
    );
  }
  return plan;
}

/** An answer to a question at a revision; others of the operation wait for it. */
export async function answerAt<T>(
  { analyses }: RequestContext,
  question: unknown,
  at: Revision,
  work: (at: Revision) => Promise<T>,
): Promise<Answer<T>> {
  return { value: await analyses.pass(() => work(at)), at, question };
}

/** An item as a resolver gives it; null when there is none. */
export async function itemModel(context: RequestContext, id: ItemId | null, at: Revision): Promise<ItemModel | null> {
  const item = id === null ? null : await context.readers(at).items.load(id);
  return item && new ItemModel(item, at);
}

/** Whether an item is part of the stored graph at a revision, which may be another one than that it was read at. */
export async function isInGraphAt(context: RequestContext, { item, at: itemAt }: ItemModel, at: Revision) {
  if (context.drafts.holds(item.id)) return false;
  const then = at === itemAt ? item : await context.readers(at).items.load(item.id);
  return then !== null && isInGraph(then);
}

/** The names of items at a revision; all lists of one request share their statements. */
export function itemNames(context: RequestContext, at: Revision): ItemNames {
  const byRevision = NAMES.get(context) ?? new Map<Revision, ItemNames>();
  NAMES.set(context, byRevision);
  const stored = byRevision.get(at) ?? createItemNames(context.app.database, at);
  byRevision.set(at, stored);
  return async (ids) => new Map([...(await stored(ids)), ...context.drafts.namesOf(ids)]);
}

const NAMES = new WeakMap<RequestContext, Map<Revision, ItemNames>>();
