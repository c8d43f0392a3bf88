import { revision as asRevision, type Revision } from '../domain/ids';
import type { JsonValue } from '../domain/json';
import { jsonEqual } from '../domain/json-equal';
import { ClassModel } from '../domain/resolved-class-model';
import {
  definitionOf,
  loadClassModel,
  loadClassModelAt,
  readModelRevision,
  type StoredModel,
} from '../storage/class-model';
import type { Database, Executor } from '../storage/database';

/** A class model and the revision that made it what it is. */
export interface RevisedModel {
  readonly model: ClassModel;
  readonly revision: Revision;
}

/** The class models of all revisions. */
export interface ClassModels {
  /** The model at the newest revision that this server has seen. */
  current(): ClassModel;
  /** The revision that made the current model what it is; 0 for the empty one. */
  readonly revision: Revision;
  /** The model that held at a revision. */
  at(revision: Revision): Promise<ClassModel>;
  /** The model as a reader sees it, a transaction for instance: one small statement unless it changed. */
  latest(reader: Executor): Promise<RevisedModel>;
  /** Sees to it that `current` is at least what held at this revision. */
  refresh(toRevision: Revision): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** A model with the revisions that it holds for: `from` to `to`, exclusive. */
interface Interval {
  readonly from: Revision;
  readonly to: Revision;
  readonly model: ClassModel;
}

/** Past models kept; a resolved model of the shipped size takes about a megabyte. */
const PAST_MODELS_MAX = 16;

/** Follows the stored class model. Fails when the stored one contradicts itself. */
export async function createClassModels(database: Database): Promise<ClassModels> {
  const resolve = createResolver();
  const past: Interval[] = [];
  const loading = new Map<Revision, Promise<Interval>>();
  let newest = await database.transaction(async (tx) => current(await loadClassModel(tx), resolve));
  let refreshing: Promise<void> = Promise.resolve();

  const loadNewest = async (toRevision: Revision): Promise<void> => {
    if (newest.seen >= toRevision) return;
    const stored = await loadClassModel(database);
    if (stored.readAt >= newest.seen) newest = current(stored, resolve);
  };
  const refresh = (toRevision: Revision): Promise<void> => {
    if (newest.seen >= toRevision) return Promise.resolve();
    const next = refreshing.then(() => loadNewest(toRevision));
    // A failed refresh is its caller's to handle; the next one starts anew.
    refreshing = next.catch(() => undefined);
    return next;
  };
  const loadPast = async (at: Revision): Promise<Interval> => {
    const stored = await loadClassModelAt(database, at);
    const to = stored.changedAt ?? asRevision(at + 1);
    const interval = { from: stored.revision, to, model: resolve(stored) };
    past.push(interval);
    if (past.length > PAST_MODELS_MAX) past.shift();
    return interval;
  };
  const findPast = (at: Revision): Promise<Interval> | Interval => {
    const known = past.find((interval) => interval.from <= at && at < interval.to) ?? loading.get(at);
    if (known !== undefined) return known;
    const load = loadPast(at).finally(() => loading.delete(at));
    loading.set(at, load);
    return load;
  };

  return {
    current: () => newest.model,
    get revision() {
      return newest.revision;
    },
    refresh,
    at: async (at) => {
      await refresh(at);
      return at >= newest.revision ? newest.model : (await findPast(at)).model;
    },
    latest: async (reader) => {
      const revision = await readModelRevision(reader);
      if (revision === newest.revision) return newest;
      // Perhaps not committed yet: given to this reader only, and not kept.
      const stored = await loadClassModel(reader);
      return { model: resolve(stored), revision: stored.revision };
    },
    stop: () => refreshing,
  };
}

interface Newest extends RevisedModel {
  /** The newest revision that it was read at. */
  readonly seen: Revision;
}

function current(stored: StoredModel, resolve: (stored: StoredModel) => ClassModel): Newest {
  return { model: resolve(stored), revision: stored.revision, seen: stored.readAt };
}

/**
 * Resolves stored models. A definition that says the same as one met before keeps its identity, so that what is
 * remembered by definition, compiled schemas above all, outlives changes of its neighbours.
 */
function createResolver(): (stored: StoredModel) => ClassModel {
  const met = new Map<string, JsonValue>();
  const known = <T extends { readonly name: string }>(kind: string, definition: T): T => {
    const key = `${kind}:${definition.name}`;
    const before = met.get(key);
    const now = definition as unknown as JsonValue;
    if (before !== undefined && jsonEqual(before, now)) return before as unknown as T;
    met.set(key, now);
    return definition;
  };
  return (stored) => {
    const { classes, relationshipTypes } = definitionOf(stored);
    return new ClassModel({
      classes: classes.map((one) => known('CLASS', one)),
      relationshipTypes: relationshipTypes.map((one) => known('TYPE', one)),
    });
  };
}
