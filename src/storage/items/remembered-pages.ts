import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemFilter, ItemOrder } from '../../domain/lists/item-filter';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Executor } from '../database';
import type { ItemMemory } from './item-memory';
import { countItems, pageItems } from './item-pages';
import type { ItemQuery } from './item-query';
import type { UntilItemsMove } from './until-items-move';

/** The same as {@link pageItems}, whose answers are kept until an item moves; `executor` must see everything. */
export const pageRememberedItems = (
  executor: Executor,
  query: ItemQuery,
  order: readonly ItemOrder[],
  page: PageRequest,
  memory: ItemMemory,
): Promise<PageResult<ConfigurationItem>> =>
  remembered(memory.pages, query, [order, page], () => pageItems(executor, query, order, page, memory));

/** The same as {@link countItems}, kept in the same way. */
export const countRememberedItems = (executor: Executor, query: ItemQuery, memory: ItemMemory): Promise<number> =>
  remembered(memory.counts, query, [], () => countItems(executor, query));

async function remembered<Value>(
  kept: UntilItemsMove<Value>,
  query: ItemQuery,
  asked: readonly unknown[],
  load: () => Promise<Value>,
): Promise<Value> {
  const name = nameOf(query, asked);
  if (name === null) return load();
  const known = kept.get(name, query.model, query.at);
  if (known !== undefined) return known;
  const read = kept.reading(query.at);
  const value = await load();
  kept.keep(name, query.model, value, read);
  return value;
}

/** A longer question is hardly asked again, and would take room. */
const NAME_LENGTH_MAX = 2_000;

/** What is asked, as a text; null for what depends on more than the items themselves. */
function nameOf({ filter, search, includeRetired, among }: ItemQuery, asked: readonly unknown[]): string | null {
  if (search !== null || among !== undefined || (filter !== null && !isOfItemsAlone(filter))) return null;
  const name = JSON.stringify([filter, includeRetired, ...asked]);
  return name.length > NAME_LENGTH_MAX ? null : name;
}

/** Whether a filter looks at nothing but rows of items. What sources say and saw moves by itself. */
const isOfItemsAlone = ({ and, or, not, related, sources, lastSeenAt }: ItemFilter): boolean =>
  related == null &&
  sources == null &&
  lastSeenAt == null &&
  [...(and ?? []), ...(or ?? []), ...(not == null ? [] : [not])].every(isOfItemsAlone);
