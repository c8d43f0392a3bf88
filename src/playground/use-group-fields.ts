import { useMemo } from 'react';
import type { DrawnItem } from './answer/drawing';
import type { Grouping } from './groups/grouping';
import { groupFields } from './queries/group-fields';
import { entriesOf, fieldsOf, textOf, type Fields } from './read-json';
import { useLookup } from './use-lookup';

/** Environment and owner of the items, looked up only when somebody groups by them. */
export function useGroupFields(items: readonly DrawnItem[], by: Grouping): ReadonlyMap<string, Fields> {
  const question = useMemo(
    () => (by === 'none' || by === 'class' || items.length === 0 ? null : groupFields(items.map(({ id }) => id))),
    [items, by],
  );
  const { data } = useLookup(question);
  return useMemo(() => {
    const byId = new Map<string, Fields>();
    for (const page of Object.values(fieldsOf(data) ?? {})) {
      for (const fields of entriesOf(page)) byId.set(textOf(fields['id']) ?? '', fields);
    }
    return byId;
  }, [data]);
}
