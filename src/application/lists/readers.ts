import DataLoader from 'dataloader';
import type { Change, ChangeSet } from '../../domain/history/change';
import type { ChangedValue } from '../../domain/history/changed-values';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { groupBy } from '../../domain/lists/group-by';
import { asksForOutages } from '../../domain/lists/outage-filter';
import type { ItemId, OutageId, RelationshipId, Revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { OutageRecord } from '../../domain/outages/outage';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { loadChangeSets } from '../../storage/history/change-log';
import { loadChangedValues } from '../../storage/history/change-queries';
import { countChangesOfItems, pageChangesOfItems } from '../../storage/history/changes-of-items';
import type { Executor } from '../../storage/database';
import { loadMergedIds, type KeyAt } from '../../storage/items/item-queries';
import {
  loadObservationsAt,
  loadSightingsAt,
  type SeenObservation,
  type Sighting,
} from '../../storage/sources/observation-queries';
import { loadOutagesAt } from '../../storage/outages/outage-queries';
import { loadRelationshipsAt } from '../../storage/relationships/relationship-queries';
import {
  countRelationshipsOfItems,
  pageRelationshipsOfItems,
  type RelationshipsOfItem,
} from '../../storage/relationships/relationships-of-items';
import { loadRememberedItems } from '../../storage/items/remembered-items';
import { readRelationshipsToKeep } from '../../storage/relationships/remembered-relationships';
import {
  loadRelationshipSightingsAt,
  type RelationshipSighting,
} from '../../storage/relationships/relationship-sightings';
import { loadVolatileValuesAt } from '../../storage/items/volatile-values';
import { checkItemOrder } from './find-items';
import { withOutages, type OutageSource } from '../outages/filter-outages';
import { knownTo } from './known-lists';
import type { Application } from '../application';

/** Loads values by key; what is asked for within one turn goes into one statement. */
export interface Reader<Key, Value> {
  load(key: Key): Promise<Value>;
  /** In the order asked. */
  loadMany(keys: readonly Key[]): Promise<readonly Value[]>;
}

/** One that knows some values without asking the database. */
export interface KnowingReader<Key, Value> extends Reader<Key, Value> {
  /** Undefined: it has to be loaded. */
  known(key: Key): Value | undefined;
}

/** Everything as it was at one revision. */
export interface RevisionReaders {
  /** Retired and merged items too; null where there was none. */
  readonly items: KnowingReader<ItemId, ConfigurationItem | null>;
  readonly relationships: Reader<RelationshipId, Relationship | null>;
  readonly outages: Reader<OutageId, OutageRecord | null>;
  readonly observations: Reader<ItemId, readonly SeenObservation[]>;
  readonly sightings: Reader<ItemId, readonly Sighting[]>;
  readonly relationshipSightings: Reader<RelationshipId, readonly RelationshipSighting[]>;
  readonly mergedIds: Reader<ItemId, readonly ItemId[]>;
  /** Of attributes without history; null for what was withdrawn. */
  readonly volatileValues: Reader<ItemId, JsonObject>;
  /** Pages of the relationships of items; readers with the same arguments share their statements. */
  relationshipsOf(query: RelationshipsOfItem, page: PageRequest): KnowingReader<ItemId, PageResult<Relationship>>;
  relationshipCountOf(query: RelationshipsOfItem): KnowingReader<ItemId, number>;
  changesOf(page: PageRequest): Reader<ItemId, PageResult<Change>>;
  readonly changeCount: Reader<ItemId, number>;
}

/** The readers of one request. */
export interface Readers {
  at(revision: Revision): RevisionReaders;
  /** What never differs from one revision to another. */
  readonly changeSets: Reader<Revision, ChangeSet | null>;
  readonly changedValues: Reader<Change, readonly ChangedValue[]>;
  /** When data sources last had something taken, by name; null: never. */
  readonly lastCommits: Reader<string, string | null>;
}

type ModelAt = (revision: Revision) => Promise<ClassModel>;

/**
 * Readers for one request; what they read they remember. One loader serves all revisions, so that a list whose lines
 * speak of a hundred revisions costs one statement, as a list of one revision does.
 */
export function createReaders(
  app: Pick<Application, 'database' | 'activity' | 'items' | 'relationshipLists' | 'sees'> & OutageSource,
  modelAt: ModelAt,
): Readers {
  const { database, activity } = app;
  const known = knownTo(app);
  const items = createLoader(database, (executor, keys: readonly KeyAt<ItemId>[]) =>
    loadRememberedItems(executor, keys, app.items),
  );
  const relationships = createLoader(database, loadRelationshipsAt);
  const outages = createLoader(database, loadOutagesAt);
  const observations = createLoader(database, loadObservationsAt);
  const sightings = createLoader(database, loadSightingsAt);
  const relationshipSightings = createLoader(database, loadRelationshipSightingsAt);
  const mergedIds = createLoader(database, loadMergedIds);
  const volatileValues = createLoader(database, loadVolatileValuesAt);
  const changeCounts = createLoader(database, countChangesOfItems);
  const lists = createLists(app, modelAt);
  const at = (revision: Revision): RevisionReaders => ({
    items: knowing(
      () => items,
      revision,
      (id) => known.item(id, revision),
    ),
    relationships: bind(relationships, revision),
    outages: bind(outages, revision),
    observations: bind(observations, revision),
    sightings: bind(sightings, revision),
    relationshipSightings: bind(relationshipSightings, revision),
    mergedIds: bind(mergedIds, revision),
    volatileValues: bind(volatileValues, revision),
    changeCount: bind(changeCounts, revision),
    relationshipsOf: (query, page) =>
      knowing(
        () => lists.relationships(query, page),
        revision,
        (id) => known.relationships(id, query, revision, page),
      ),
    relationshipCountOf: (query) =>
      knowing(
        () => lists.relationshipCounts(query),
        revision,
        (id) => known.relationshipCount(id, query, revision),
      ),
    changesOf: (page) => bind(lists.changes(page), revision),
  });
  return {
    at: remembering(at),
    changeSets: many(new DataLoader((revisions) => loadChangeSetsOf(database, revisions))),
    lastCommits: many(new DataLoader((names) => activity.lastCommits(names, database))),
    changedValues: many(
      new DataLoader<Change, readonly ChangedValue[], string>((changes) => loadChangedValues(database, changes), {
        cacheKeyFn: ({ revision, ordinal }) => `${revision}:${ordinal}`,
      }),
    ),
  };
}

/** The readers of a revision are made once: each end of a thousand relationships asks for them. */
function remembering(make: (revision: Revision) => RevisionReaders): (revision: Revision) => RevisionReaders {
  const readers = new Map<Revision, RevisionReaders>();
  return (revision) => {
    const made = readers.get(revision) ?? make(revision);
    readers.set(revision, made);
    return made;
  };
}

type Loader<Id, Value> = DataLoader<KeyAt<Id>, Value, string>;
type Load<Id, Value> = (executor: Executor, keys: readonly KeyAt<Id>[]) => Promise<readonly Value[]>;

function createLoader<Id extends number, Value>(executor: Executor, load: Load<Id, Value>): Loader<Id, Value> {
  return new DataLoader((keys) => load(executor, keys), { cacheKeyFn: ({ id, revision }) => `${id}@${revision}` });
}

/** Loaders of lists with arguments: one for each distinct set of arguments. */
function createLists(
  app: Pick<Application, 'database' | 'relationshipLists' | 'sees'> & OutageSource,
  modelAt: ModelAt,
) {
  const { database, relationshipLists, sees } = app;
  const loaders = new Map<string, Loader<ItemId, unknown>>();
  const loaderFor = <Value>(kind: string, args: readonly unknown[], load: Load<ItemId, Value>) => {
    const key = JSON.stringify([kind, ...args]);
    const loader = loaders.get(key) ?? createLoader(database, load);
    loaders.set(key, loader);
    return loader as Loader<ItemId, Value>;
  };
  return {
    relationships: (query: RelationshipsOfItem, page: PageRequest) =>
      loaderFor('relationships', [query, page], (executor, keys) =>
        perMeaning({ app, modelAt }, keys, query, (some, meant, model) => {
          checkItemOrder(meant.order, model);
          return sees === undefined
            ? readRelationshipsToKeep(executor, some, meant, model, page, relationshipLists)
            : pageRelationshipsOfItems(executor, some, meant, model, page);
        }),
      ),
    relationshipCounts: (query: RelationshipsOfItem) =>
      loaderFor('relationshipCounts', [query], (executor, keys) =>
        perMeaning({ app, modelAt }, keys, query, (some, meant, model) =>
          countRelationshipsOfItems(executor, some, meant, model),
        ),
      ),
    changes: (page: PageRequest) =>
      loaderFor('changes', [page], (executor, keys) => pageChangesOfItems(executor, keys, page)),
  };
}

/**
 * A filter that names classes means those of its revision, and the outages that lasted at it: keys are grouped by the model
 * that held then, and where outages are asked for by their revision.
 */
async function perMeaning<Value>(
  { app, modelAt }: { readonly app: OutageSource; readonly modelAt: ModelAt },
  keys: readonly KeyAt<ItemId>[],
  query: RelationshipsOfItem,
  load: (keys: readonly KeyAt<ItemId>[], meant: RelationshipsOfItem, model: ClassModel) => Promise<readonly Value[]>,
): Promise<readonly Value[]> {
  const models = await Promise.all(keys.map((key) => modelAt(key.revision)));
  const isOfMoment = asksForOutages(query.filter);
  const groups = groupBy(keys.entries(), ([index, { revision }]) => (isOfMoment ? revision : models[index]));
  const results: Value[] = [];
  for (const group of groups.values()) {
    const [[index, { revision }] = [0, { revision: undefined }]] = group;
    const model = models[index];
    if (!model || revision === undefined) continue;
    const values = await load(
      group.map(([, key]) => key),
      { ...query, filter: await withOutages(app, query.filter, revision) },
      model,
    );
    for (const [at, [place]] of group.entries()) results[place] = values[at] as Value;
  }
  return results;
}

async function loadChangeSetsOf(
  database: Executor,
  revisions: readonly Revision[],
): Promise<readonly (ChangeSet | null)[]> {
  const found = await loadChangeSets(database, revisions);
  const byRevision = new Map(found.map((changeSet) => [changeSet.revision, changeSet]));
  return revisions.map((revision) => byRevision.get(revision) ?? null);
}

function bind<Id, Value>(loader: Loader<Id, Value>, revision: Revision): Reader<Id, Value> {
  const load = (id: Id): Promise<Value> => loader.load({ id, revision });
  return { load, loadMany: (ids) => Promise.all(ids.map(load)) };
}

/** The same where some values are known: they are not loaded. */
function knowing<Id, Value>(
  loader: () => Loader<Id, Value>,
  revision: Revision,
  known: (id: Id) => Value | undefined,
): KnowingReader<Id, Value> {
  const load = (id: Id): Promise<Value> => {
    const value = known(id);
    return value === undefined ? loader().load({ id, revision }) : Promise.resolve(value);
  };
  return { known, load, loadMany: (ids) => Promise.all(ids.map(load)) };
}

function many<Key, Value, CacheKey>(loader: DataLoader<Key, Value, CacheKey>): Reader<Key, Value> {
  const load = (key: Key): Promise<Value> => loader.load(key);
  return { load, loadMany: (keys) => Promise.all(keys.map(load)) };
}
