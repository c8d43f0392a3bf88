import type { Drafted } from '../application/draft/draft-graph';
import { draftIds } from '../application/draft/draft-ids';
import type { DraftInput } from '../application/draft/draft-input';
import { draftIdOf, withDraft, type DraftedSource } from '../application/draft/drafted-source';
import type { GraphSource } from '../application/graph/graph-references';
import type { KnowingReader, Reader, RevisionReaders } from '../application/lists/readers';
import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId, RelationshipId, Revision } from '../domain/ids';
import { encodeItemId } from '../domain/opaque-id';
import type { Relationship } from '../domain/relationship';

/**
 * What the drafts of one operation hold that is stored nowhere: answers speak of it as of everything else, so whoever
 * reads items and relationships by id finds it here.
 */
export class Drafts {
  readonly #ids = draftIds();
  readonly #items = new Map<ItemId, ConfigurationItem>();
  readonly #relationships = new Map<RelationshipId, Relationship>();
  readonly #refs = new Map<ItemId, string>();

  /** The application with a draft over its graph. Throws as `draftGraph` does. */
  async over<App extends GraphSource>(
    app: App,
    input: DraftInput,
    at: Revision,
    signal: AbortSignal,
  ): Promise<DraftedSource<App>> {
    const source = await withDraft(app, input, at, this.#ids, signal);
    this.#note(source.drafted);
    return source;
  }

  /** Whether nothing has been drafted so far. */
  get isEmpty(): boolean {
    return this.#items.size + this.#refs.size === 0;
  }

  /** The global id of an item; of one that is only drafted, the one by which the request names it. */
  idOf(id: ItemId): string {
    const ref = this.#refs.get(id);
    return ref === undefined ? encodeItemId(id) : draftIdOf(ref);
  }

  /** Whether an item is only drafted. */
  holds(id: ItemId): boolean {
    return this.#items.has(id);
  }

  /** The names of those items that are only drafted. */
  namesOf(ids: readonly ItemId[]): ReadonlyMap<ItemId, string> {
    return new Map(
      ids.flatMap((id) => {
        const item = this.#items.get(id);
        return item ? [[id, item.name] as const] : [];
      }),
    );
  }

  /** Readers that find drafted items and relationships, too. */
  reading(readers: RevisionReaders): RevisionReaders {
    if (this.#items.size + this.#relationships.size === 0) return readers;
    return {
      ...readers,
      items: overKnown(readers.items, this.#items),
      relationships: over(readers.relationships, this.#relationships),
    };
  }

  #note({ items, relationships, refs }: Drafted): void {
    for (const item of items) this.#items.set(item.id, item);
    for (const relationship of relationships) this.#relationships.set(relationship.id, relationship);
    for (const [ref, id] of refs) this.#refs.set(id, ref);
  }
}

function overKnown<Id, Value>(
  reader: KnowingReader<Id, Value | null>,
  drafted: ReadonlyMap<Id, Value>,
): KnowingReader<Id, Value | null> {
  return { ...over(reader, drafted), known: (id) => drafted.get(id) ?? reader.known(id) };
}

function over<Id, Value>(reader: Reader<Id, Value | null>, drafted: ReadonlyMap<Id, Value>): Reader<Id, Value | null> {
  const load = (id: Id): Promise<Value | null> => {
    const known = drafted.get(id);
    return known === undefined ? reader.load(id) : Promise.resolve(known);
  };
  return { load, loadMany: (ids) => Promise.all(ids.map(load)) };
}
