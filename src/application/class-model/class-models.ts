import { revision as asRevision, type Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { jsonEqual } from '../../domain/json-equal';
import { ClassModel } from '../../domain/class-model/resolved-class-model';
import {
  definitionOf,
  loadClassModel,
  loadClassModelAt,
  readModelMarks,
  type StoredModel,
} from '../../storage/class-model/class-model';
import type { Database, Executor } from '../../storage/database';

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
  /** The same where it is known to be the current one; null: it has to be looked up. */
  knownAt(revision: Revision): ClassModel | null;
  /** The model as a reader sees it, a transaction for instance: one small statement unless it changed. */
  latest(reader: Executor): Promise<RevisedModel>;
  /** Sees to it that `current` is at least what held at this revision. */
  refresh(toRevision: Revision): Promise<void>;
  /** Told by whoever reads the log without gaps: up to this revision the model stayed what `current` is. */
  stayedUntil(revision: Revision): void;
  /** Forgets everything and reads anew: the database holds another history now. */
  reload(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Follows the stored class model. Fails when the stored one contradicts itself. */
export async function createClassModels(database: Database): Promise<ClassModels> {
  const resolve = createResolver();
  const state: State = {
    database,
    resolve,
    past: [],
    loading: new Map(),
    newest: asNewest(await loadClassModel(database), resolve),
    turn: Promise.resolve(),
  };
  return {
    current: () => state.newest.model,
    get revision() {
      return state.newest.revision;
    },
    at: async (at) => {
      await refresh(state, at);
      return at >= state.newest.revision ? state.newest.model : (await findPast(state, at)).model;
    },
    knownAt: (at) => (at >= state.newest.revision && at <= state.newest.seen ? state.newest.model : null),
    latest: (reader) => latest(state, reader),
    refresh: (toRevision) => refresh(state, toRevision),
    stayedUntil: (revision) => {
      if (revision > state.newest.seen) state.newest = { ...state.newest, seen: revision };
    },
    reload: () => inTurn(state, () => reload(state)),
    stop: () => state.turn,
  };
}

interface Newest extends RevisedModel {
  /** The newest revision that it is known to hold at. */
  readonly seen: Revision;
}

/** A model with the revisions that it holds for: `from` to `to`, exclusive. */
interface Interval {
  readonly from: Revision;
  readonly to: Revision;
  readonly model: ClassModel;
}

interface State {
  readonly database: Database;
  readonly resolve: (stored: StoredModel) => ClassModel;
  past: Interval[];
  loading: Map<Revision, Promise<Interval>>;
  newest: Newest;
  /** The end of the last refresh: they go one after the other. */
  turn: Promise<void>;
}

/** Past models kept; a resolved model of the shipped size takes about a megabyte. */
const PAST_MODELS_MAX = 16;

function asNewest(stored: StoredModel, resolve: State['resolve']): Newest {
  return { model: resolve(stored), revision: stored.revision, seen: stored.readAt };
}

function inTurn(state: State, work: () => Promise<void>): Promise<void> {
  const done = state.turn.then(work);
  // A failure is its caller's to handle; the next one starts anew.
  state.turn = done.catch(() => undefined);
  return done;
}

function refresh(state: State, toRevision: Revision): Promise<void> {
  if (state.newest.seen >= toRevision) return Promise.resolve();
  return inTurn(state, async () => {
    if (state.newest.seen >= toRevision) return;
    const marks = await readModelMarks(state.database);
    if (marks.revision === state.newest.revision) {
      state.newest = { ...state.newest, seen: marks.readAt };
    } else if (marks.revision > state.newest.revision) {
      state.newest = asNewest(await loadClassModel(state.database), state.resolve);
    }
  });
}

async function reload(state: State): Promise<void> {
  state.past = [];
  state.loading = new Map();
  state.newest = asNewest(await loadClassModel(state.database), state.resolve);
}

async function latest({ newest, resolve }: State, reader: Executor): Promise<RevisedModel> {
  const { revision } = await readModelMarks(reader);
  if (revision === newest.revision) return newest;
  // Perhaps not committed yet: given to this reader only, and not kept.
  const stored = await loadClassModel(reader);
  return { model: resolve(stored), revision: stored.revision };
}

function findPast(state: State, at: Revision): Promise<Interval> | Interval {
  const { past, loading } = state;
  const known = past.find((interval) => interval.from <= at && at < interval.to) ?? loading.get(at);
  if (known !== undefined) return known;
  const load = loadPast(state, past, at).finally(() => loading.delete(at));
  loading.set(at, load);
  return load;
}

async function loadPast(
  { database, resolve }: Pick<State, 'database' | 'resolve'>,
  past: Interval[],
  at: Revision,
): Promise<Interval> {
  const stored = await loadClassModelAt(database, at);
  const to = stored.changedAt ?? asRevision(at + 1);
  const interval = { from: stored.revision, to, model: resolve(stored) };
  past.push(interval);
  if (past.length > PAST_MODELS_MAX) past.shift();
  return interval;
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
    const { classes, relationshipTypes, dataRules = [] } = definitionOf(stored);
    return new ClassModel({
      classes: classes.map((one) => known('CLASS', one)),
      relationshipTypes: relationshipTypes.map((one) => known('TYPE', one)),
      dataRules,
    });
  };
}
