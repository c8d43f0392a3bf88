import { itemId, relationshipId, revision, type ItemId, type RelationshipId } from '../../domain/ids';
import type { Executor } from '../../storage/database';
import { takeItemIds, takeRelationshipIds } from '../../storage/change-sets/id-blocks';

/** The `validFrom` of what a call plans but has not written: no revision that was ever written. */
export const UNWRITTEN = revision(0);

/** Where ids of new things come from. A part that is planned again gets the same ids again. */
export interface NewIds {
  /** Begins a part again from its first id. */
  rewind(): void;
  takeItems(reader: Executor, count: number): Promise<readonly ItemId[]>;
  takeRelationships(reader: Executor, count: number): Promise<readonly RelationshipId[]>;
}

/** Ids of the database's sequences, for what will be written. */
export function storedIds(): NewIds {
  const items = new Reusable(takeItemIds);
  const relationships = new Reusable(takeRelationshipIds);
  return {
    rewind: () => {
      items.rewind();
      relationships.rewind();
    },
    takeItems: (reader, count) => items.take(reader, count),
    takeRelationships: (reader, count) => relationships.take(reader, count),
  };
}

/** Ids from here on were never stored. */
export const FIRST_PLACEHOLDER_ID = 2 ** 52;

/** Ids that only tell things of a dry run apart, far above all that are stored. */
export function placeholderIds(): NewIds {
  let next = FIRST_PLACEHOLDER_ID;
  const take = (count: number): readonly number[] => Array.from({ length: count }, () => next++);
  return {
    rewind: () => undefined,
    takeItems: (_, count) => Promise.resolve(take(count).map(itemId)),
    takeRelationships: (_, count) => Promise.resolve(take(count).map(relationshipId)),
  };
}

/** Takes ids and gives out the same ones again after a rewind. */
class Reusable<Id> {
  readonly #source: (reader: Executor, count: number) => Promise<readonly Id[]>;
  readonly #taken: Id[] = [];
  #given = 0;

  constructor(source: (reader: Executor, count: number) => Promise<readonly Id[]>) {
    this.#source = source;
  }

  rewind(): void {
    this.#given = 0;
  }

  async take(reader: Executor, count: number): Promise<readonly Id[]> {
    const missing = this.#given + count - this.#taken.length;
    if (missing > 0) this.#taken.push(...(await this.#source(reader, missing)));
    const given = this.#taken.slice(this.#given, this.#given + count);
    this.#given += count;
    return given;
  }
}
