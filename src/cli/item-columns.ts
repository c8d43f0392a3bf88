import type { ShownItem } from './impact-answer';
import { paintOf } from './screen';
import type { Column } from './table';

interface HasItem {
  readonly configurationItem: ShownItem | null;
}

/** Name, class and owner of the item of a row; one that the caller may not see says so. */
export function itemColumns<Row extends HasItem>(title: string): readonly Column<Row>[] {
  return [
    { title, text: ({ configurationItem: item }) => item?.name ?? '(hidden)' },
    { title: 'CLASS', text: ({ configurationItem: item }) => item?.class.name ?? null },
    { title: 'OWNER', text: ({ configurationItem: item }) => item?.owner?.name ?? null },
  ];
}

/** How much the business minds. */
export const CRITICALITY: Column<HasItem> = {
  title: 'CRITICALITY',
  text: ({ configurationItem: item }) => item?.criticality ?? null,
  paint: ({ configurationItem: item }) => paintOf(item?.criticality ?? null),
};
