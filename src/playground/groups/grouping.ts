import type { DrawnItem } from '../answer/drawing';
import { fieldsOf, textOf, type Fields } from '../read-json';

export const GROUPINGS = ['none', 'class', 'environment', 'owner'] as const;
/** What the items of one group have in common. */
export type Grouping = (typeof GROUPINGS)[number];

export const GROUPING_WORDS: Readonly<Record<Grouping, string>> = {
  none: 'No groups',
  class: 'By class',
  environment: 'By environment',
  owner: 'By owner',
};

const NOT_GIVEN: Readonly<Record<Grouping, string>> = {
  none: '',
  class: 'unknown class',
  environment: 'no environment',
  owner: 'no owner',
};

/** The group of an item, by what the answer says of it or else by what was looked up. */
export function groupKey(item: DrawnItem, by: Grouping, lookedUp: ReadonlyMap<string, Fields>): string {
  const fields = { ...lookedUp.get(item.id), ...item.values };
  const value = by === 'class' ? item.className : by === 'owner' ? ownerOf(fields) : textOf(fields['environment']);
  return value === null || value === '' ? NOT_GIVEN[by] : value;
}

function ownerOf(fields: Fields): string | null {
  return textOf(fieldsOf(fields['owner'])?.['name']);
}
