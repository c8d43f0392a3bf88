import DataLoader from 'dataloader';
import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId, RelationshipId, Revision } from '../domain/ids';
import type { Relationship } from '../domain/relationship';
import type { Executor } from '../storage/database';
import { loadItemsAt, loadMergedIds, type KeyAt } from '../storage/item-queries';
import {
  loadObservationsAt,
  loadSightingsAt,
  type SeenObservation,
  type Sighting,
} from '../storage/observation-queries';
import { loadRelationshipsAt } from '../storage/relationship-queries';
import type { Application } from './application';

/** Loads values by key; what is asked for within one turn goes into one statement. */
export interface Reader<Key, Value> {
  load(key: Key): Promise<Value>;
  /** In the order asked. */
  loadMany(keys: readonly Key[]): Promise<readonly Value[]>;
}

/** Everything as it was at one revision. */
export interface RevisionReaders {
  /** Retired and merged items too; null where there was none. */
  readonly items: Reader<ItemId, ConfigurationItem | null>;
  readonly relationships: Reader<RelationshipId, Relationship | null>;
  readonly observations: Reader<ItemId, readonly SeenObservation[]>;
  readonly sightings: Reader<ItemId, readonly Sighting[]>;
  readonly mergedIds: Reader<ItemId, readonly ItemId[]>;
}

/** The readers of one request. */
export interface Readers {
  at(revision: Revision): RevisionReaders;
}

/**
 * Readers for one request; what they read they remember. One loader serves all revisions, so that a list whose lines
 * speak of a hundred revisions costs one statement, as a list of one revision does.
 */
export function createReaders({ database }: Pick<Application, 'database'>): Readers {
  const items = createLoader(database, loadItemsAt);
  const relationships = createLoader(database, loadRelationshipsAt);
  const observations = createLoader(database, loadObservationsAt);
  const sightings = createLoader(database, loadSightingsAt);
  const mergedIds = createLoader(database, loadMergedIds);
  return {
    at: (revision) => ({
      items: bind(items, revision),
      relationships: bind(relationships, revision),
      observations: bind(observations, revision),
      sightings: bind(sightings, revision),
      mergedIds: bind(mergedIds, revision),
    }),
  };
}

type Loader<Id, Value> = DataLoader<KeyAt<Id>, Value, string>;

function createLoader<Id extends number, Value>(
  executor: Executor,
  load: (executor: Executor, keys: readonly KeyAt<Id>[]) => Promise<readonly Value[]>,
): Loader<Id, Value> {
  return new DataLoader((keys) => load(executor, keys), { cacheKeyFn: ({ id, revision }) => `${id}@${revision}` });
}

function bind<Id, Value>(loader: Loader<Id, Value>, revision: Revision): Reader<Id, Value> {
  return {
    load: (id) => loader.load({ id, revision }),
    loadMany: (ids) => Promise.all(ids.map((id) => loader.load({ id, revision }))),
  };
}
