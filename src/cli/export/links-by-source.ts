import type { InventoryReader, ReadRelationship } from './inventory-reader';

interface TypedRelationship extends ReadRelationship {
  readonly type: { readonly name: string; readonly propagation: string };
}

/** A relationship as seen from one of its ends. */
export interface Link {
  readonly type: string;
  readonly end: string;
}

/** The relationships of each item, by its id: those of which it is the source, or with `dependent` those in which it needs the other end. */
export async function linksOf(
  reader: InventoryReader,
  among: ReadonlySet<string>,
  { dependent }: { readonly dependent: boolean },
): Promise<ReadonlyMap<string, readonly Link[]>> {
  const links = new Map<string, Link[]>();
  const add = (from: string, type: string, end: string): void => {
    const known = links.get(from);
    if (known) known.push({ type, end });
    else links.set(from, [{ type, end }]);
  };
  for await (const page of reader.relationships<TypedRelationship>('type { name propagation }', among)) {
    for (const { source, target, type } of page) {
      if (source === null || target === null) continue;
      const { name, propagation } = type;
      if (!dependent || propagation === 'TARGET_TO_SOURCE' || propagation === 'BOTH') add(source.id, name, target.id);
      if (dependent && (propagation === 'SOURCE_TO_TARGET' || propagation === 'BOTH')) add(target.id, name, source.id);
    }
  }
  return links;
}
