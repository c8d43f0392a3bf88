import { lookOf, lookWords, LOOKS } from './card';
import type { DrawnItem } from './answer/drawing';

/** Those that hold every word in name, class or state; outages first, then by state and name. */
export function itemsForList(items: readonly DrawnItem[], words: string): DrawnItem[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = (item: DrawnItem) => {
    const text = `${item.name} ${item.className ?? ''} ${lookWords(item)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return items
    .filter(fits)
    .map((item) => ({ item, rank: LOOKS.indexOf(lookOf(item)) }))
    .toSorted((a, b) => a.rank - b.rank || a.item.name.localeCompare(b.item.name, 'en'))
    .map(({ item }) => item);
}
