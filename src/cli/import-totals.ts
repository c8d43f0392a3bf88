import type { StreamChunk } from './stream-client';

/** How many records had an outcome, and of which classes the items were. */
export interface OutcomeTotals {
  readonly items: number;
  readonly relationships: number;
  readonly classes: Readonly<Record<string, number>>;
}

/** How many records had each outcome. */
export type ImportTotals = ReadonlyMap<string, OutcomeTotals>;

/** What a server says of a chunk. */
export function totalsOf({ totals, classes }: Pick<StreamChunk, 'totals' | 'classes'>): ImportTotals {
  return new Map(
    totals.map(({ outcome, items, relationships }) => [
      outcome,
      {
        items,
        relationships,
        classes: Object.fromEntries(
          classes.filter((one) => one.outcome === outcome).map((one) => [one.class, one.items]),
        ),
      },
    ]),
  );
}

/** All of them together. */
export function sumOf(all: Iterable<ImportTotals>): ImportTotals {
  const sum = new Map<string, { items: number; relationships: number; classes: Record<string, number> }>();
  for (const totals of all) {
    for (const [outcome, { items, relationships, classes }] of totals) {
      const found = sum.get(outcome) ?? { items: 0, relationships: 0, classes: {} };
      found.items += items;
      found.relationships += relationships;
      for (const [name, count] of Object.entries(classes)) found.classes[name] = (found.classes[name] ?? 0) + count;
      sum.set(outcome, found);
    }
  }
  return sum;
}

/** Items and relationships of every outcome. */
export function countOf(totals: ImportTotals): { readonly items: number; readonly relationships: number } {
  let items = 0;
  let relationships = 0;
  for (const counts of totals.values()) {
    items += counts.items;
    relationships += counts.relationships;
  }
  return { items, relationships };
}
