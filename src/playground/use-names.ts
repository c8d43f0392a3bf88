import { useEffect } from 'react';
import type { DrawnItem } from './answer/drawing';
import { namedItem, type NamedItem } from './answer/shape-basics';
import { namesOf } from './queries/names';
import { entriesOf, fieldsOf } from './read-json';
import { useLookup } from './use-lookup';
import { rememberId } from './use-scene';

/** What was named once is named still while the next answer is on its way, or cannot come. */
const known = new Map<string, NamedItem>();

/** The items that references lead to: those that are drawn are known, the others are looked up. */
export function useNames(references: readonly string[], items: readonly DrawnItem[]): ReadonlyMap<string, NamedItem> {
  const drawn = new Map(items.map((item) => [item.id, item]));
  const unknown = references.filter((reference) => !drawn.has(reference));
  const { data, loading } = useLookup(unknown.length === 0 ? null : namesOf(unknown));
  // The answer before this one is of other references.
  const matches = loading ? [] : entriesOf(fieldsOf(data)?.['matchConfigurationItems']);
  const named = new Map<string, NamedItem>();
  for (const reference of references) {
    const item = drawn.get(reference);
    if (item !== undefined) named.set(reference, { ...item, className: item.className ?? '' });
  }
  unknown.forEach((reference, at) => {
    const item = namedItem(matches[at]?.['configurationItem']);
    if (item !== null) named.set(reference, item);
  });
  useEffect(() => {
    for (const [reference, item] of named) {
      rememberId(reference, item.id);
      known.set(reference, item);
    }
  });
  for (const reference of references) {
    const item = named.get(reference) ?? known.get(reference);
    if (item !== undefined) named.set(reference, item);
  }
  return named;
}
