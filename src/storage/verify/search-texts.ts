import { itemId, type ItemId } from '../../domain/ids';
import type { Executor } from '../database';
import { searchTexts, TEXT_LENGTH_MAX } from '../items/search-index';

const FOLLOWED = '(select revision from search_index)';

/** The lines of a text, whatever their order: that in which they are put together means nothing. */
const lines = (text: string): string =>
  `array(select line from string_to_table(${text}, E'\\n') as line order by line)`;

/**
 * Of some items those that are searched by another text than their names, keys, identities and values come to. What moved
 * since the texts followed the items is looked at itself when somebody searches, and left out.
 */
export async function findWrongSearchTexts(executor: Executor, ids: readonly ItemId[]): Promise<readonly ItemId[]> {
  const rows = await executor.query<{ id: number }>(
    `with asked as materialized (
       select id from configuration_item as item
        where id = any($1::bigint[]) and valid_from <= ${FOLLOWED}
          and not exists (select from change where change.item_id = item.id and change.revision > ${FOLLOWED})
     ), made as materialized (${searchTexts('array(select id from asked)', FOLLOWED)})
     select id from asked left join made using (id) left join item_search as held on held.item_id = id
      where made.text is distinct from held.text
        and (held.text is null or length(made.text) < ${TEXT_LENGTH_MAX} and ${lines('made.text')} <> ${lines('held.text')})`,
    [ids],
  );
  return rows.map(({ id }) => itemId(id));
}
