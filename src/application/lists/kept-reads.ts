import type { Revision } from '../../domain/ids';
import type { Database } from '../../storage/database';
import type { LoggedChangeSet } from '../../storage/history/change-log';
import { ItemMemory } from '../../storage/items/item-memory';
import { RelationshipMemory } from '../../storage/relationships/relationship-memory';

/** What was read from the tables and is kept as long as the log does not say that it moved. */
export interface KeptReads {
  readonly items: ItemMemory;
  readonly relationships: RelationshipMemory;
  /** What moves after a revision will be told; nothing that was read before is believed. */
  restart(from: { readonly revision: Revision }): void;
  follow(batch: readonly LoggedChangeSet[]): void;
  /** The database holds another history: nothing is believed until it is known where that begins. */
  lose(): void;
}

/** Keeps nothing at first. */
export function createKeptReads(database: Database): KeptReads {
  const items = new ItemMemory();
  const relationships = new RelationshipMemory();
  const all = [items, relationships];
  // Another server may have become the database, with a history that ends earlier.
  database.onSessionLost(() => {
    for (const one of all) one.forget();
  });
  return {
    items,
    relationships,
    restart: ({ revision }) => {
      for (const one of all) one.restart(revision);
    },
    follow: (batch) => {
      for (const one of all) one.follow(batch);
    },
    lose: () => {
      for (const one of all) one.lose();
    },
  };
}
