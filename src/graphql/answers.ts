import { createItemNames, type ItemNames } from '../application/item-names';
import type { ItemId, Revision } from '../domain/ids';
import { listOf, pageOfList, planPage, revisionBelow, toConnection, type PageArguments } from './connections';
import type { RequestContext } from './context';
import type { Answer } from './graph-models';
import type { ConnectionModel, ItemModel } from './models';

/**
 * One page of a list that an answer holds. A cursor goes on at the revision that it came from: when the answer speaks of
 * another one, it is worked out again there.
 */
export async function pageOfAnswer<T, U>(
  context: RequestContext,
  answer: Answer<T>,
  list: { readonly field: string; readonly asked?: unknown },
  args: PageArguments,
  entries: (answer: Answer<T>) => readonly U[] | Promise<readonly U[]>,
): Promise<ConnectionModel<U>> {
  const plan = planPage(listOf(list.field, [answer.question, list.asked]), args);
  const at = await revisionBelow(context, plan, answer.at);
  const value = at === answer.at ? answer.value : await answer.again(at);
  const all = await entries({ ...answer, value, at });
  return toConnection(context, plan, pageOfList(all, plan.page), at, () => Promise.resolve(all.length));
}

/** An answer to a question at a revision, from the way to work it out. */
export async function answerAt<T>(
  question: unknown,
  at: Revision,
  again: (at: Revision) => Promise<T>,
): Promise<Answer<T>> {
  return { value: await again(at), at, again, question };
}

/** An item as a resolver gives it; null when there is none. */
export async function itemModel(context: RequestContext, id: ItemId | null, at: Revision): Promise<ItemModel | null> {
  const item = id === null ? null : await context.readers(at).items.load(id);
  return item && { item, at };
}

/** The names of items at a revision; all lists of one request share their statements. */
export function itemNames(context: RequestContext, at: Revision): ItemNames {
  const byRevision = NAMES.get(context) ?? new Map<Revision, ItemNames>();
  NAMES.set(context, byRevision);
  const names = byRevision.get(at) ?? createItemNames(context.app.database, at);
  byRevision.set(at, names);
  return names;
}

const NAMES = new WeakMap<RequestContext, Map<Revision, ItemNames>>();
