import type { Revision } from '../../domain/ids';
import type { Database } from '../../storage/database';
import type { LoggedChangeSet } from '../../storage/history/change-log';
import { ItemMemory } from '../../storage/items/item-memory';
import { RelationshipMemory } from '../../storage/relationships/relationship-memory';

/** A place in the log. */
interface Place {
  readonly revision: Revision;
}

/** What was read from the tables and is kept as long as the log does not say that it moved. */
export interface KeptReads {
  readonly items: ItemMemory;
  readonly relationships: RelationshipMemory;
  /** What moves after a revision will be told; nothing that was read before is believed. */
  restart(from: Place): void;
  follow(batch: readonly LoggedChangeSet[]): void;
  /** The log still holds what was told of it last. */
  confirm(at: Place): void;
  /** The database holds another history: nothing is believed until it is known where that begins. */
  lose(): void;
}

/** The first look at the log that ends after a loss may have begun before it. */
const LOOKS_AFTER_LOSS = 2;

/**
 * Keeps nothing at first. When a session is lost another server may have become the database, with a history that ends
 * earlier: then nothing is kept until the log was looked at again.
 */
export function createKeptReads(database: Pick<Database, 'onSessionLost'>, listBytesMax?: number): KeptReads {
  const items = new ItemMemory();
  const relationships = new RelationshipMemory(listBytesMax);
  const all = [items, relationships];
  let looksWanted = 0;
  const lose = (): void => {
    for (const one of all) one.lose();
  };
  const restart = ({ revision }: Place): void => {
    looksWanted = 0;
    for (const one of all) one.restart(revision);
  };
  database.onSessionLost(() => {
    looksWanted = LOOKS_AFTER_LOSS;
    lose();
  });
  return {
    items,
    relationships,
    restart,
    follow: (batch) => {
      if (looksWanted === 0) for (const one of all) one.follow(batch);
    },
    confirm: (at) => {
      if (looksWanted > 0 && --looksWanted === 0) restart(at);
    },
    lose,
  };
}
