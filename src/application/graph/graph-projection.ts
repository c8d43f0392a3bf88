import { MODEL_ENTITIES } from '../../domain/history/change';
import type { DependencyGraph } from '../../domain/graph/dependency-graph';
import type { GraphView } from '../../domain/graph/graph-view';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import { readBehind, readHead } from '../../storage/history/change-log';
import type { Database, Executor } from '../../storage/database';
import { buildGraph, compactInSteps, emptyGraph, horizonOf, type BuiltGraph } from './build-graph';
import type { ClassModels } from '../class-model/class-models';
import { followChangeLog, type LogFollower, type LoggedChangeSet, type LogPosition } from './follow-change-log';
import { itemsOfClassesIn, readFromTables, sizeOfTables, type GraphReading } from './graph-reading';
import { createGraphSnapshots, type GraphSnapshots, type SnapshotOptions } from './graph-snapshots';
import { createPastGraphs, type PastGraphs } from './past-graphs';
import { createRevisionWaiters, type RevisionWaiters } from './revision-waiters';
import type { WrittenChanges } from '../writes/written-changes';

/** What the graph in memory holds, and how far it is behind the log. */
export interface ProjectionStatus {
  /** Not retired. */
  readonly items: number;
  readonly relationships: number;
  readonly bytes: number;
  readonly lag: {
    readonly revisions: number;
    /** Since the oldest change set that is not applied here was committed; 0 when there is none. */
    readonly milliseconds: number;
  };
  /** The database turned out to hold another history, and the graph of that is being built: nothing is answered. */
  readonly rebuilding: boolean;
}

/** The dependency graph of this server, kept in step with the change log. */
export interface GraphProjection extends GraphReading {
  /** The newest revision that can be read here. */
  readonly head: Revision;
  /** Resolves as soon as `head` is at least `wanted`, after `timeoutMs`, or on the signal: compare `head` then. */
  waitFor(wanted: Revision, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** The same for one request: what is read from the tables is read by these means. */
  through(executor: Executor): GraphProjection;
  /** The id of the change set of a revision where that is the newest one here; null: the log has to be asked. */
  changeSetIdAt(at: Revision): string | null;
  /** One small statement. */
  status(): Promise<ProjectionStatus>;
  stop(): Promise<void>;
}

/** What a projection needs. */
export interface ProjectionOptions {
  readonly database: Database;
  readonly models: ClassModels;
  readonly clock: () => Date;
  /** Told of everything that the log says, and of where it begins. */
  readonly alsoFollowing?: {
    restart(from: LogPosition): void;
    follow(batch: readonly LoggedChangeSet[]): void;
    /** The log was looked at, and holds what was told of it last. */
    confirm(at: LogPosition): void;
    /** The log is another one now; `restart` says where that begins as soon as it is known. */
    lose(): void;
  };
  /** What this server wrote itself, which need not be read back. */
  readonly written?: WrittenChanges;
  /** Hears of failed reads, divergence and rebuilds; nothing is thrown at anybody. */
  readonly onProblem?: (problem: unknown) => void;
  /** How often to look when nothing is announced. */
  readonly pollMs?: number;
  /** How far back the graph in memory reaches; all of the history when left out or null. */
  readonly windowMs?: number | null;
  /** Where to keep the graph between two starts; nowhere when left out or null. */
  readonly snapshot?: SnapshotOptions | null;
  /** Keep no graph: read what a question needs from the tables, so many items at most. */
  readonly fromTables?: { readonly itemsMax: number } | null;
}

const REBUILD_PAUSE_MS = 1_000;
/** How often what nobody can ask for any more is looked for. */
const FORGET_EVERY_MS = 60 * 60_000;
/** A start waits so long for what came after the stored graph. */
const CATCH_UP_MS = 120_000;

interface Projection {
  readonly options: ProjectionOptions;
  readonly waiters: RevisionWaiters;
  readonly past: PastGraphs;
  readonly snapshots: GraphSnapshots | null;
  readonly timers: NodeJS.Timeout[];
  graph: DependencyGraph;
  follower: LogFollower | null;
  rebuilding: Promise<void> | null;
  compacting: Promise<void> | null;
  stopped: boolean;
}

/**
 * Takes the graph from where the last run stored it, or builds it from the tables, and follows the log from there. When
 * the log turns out to be another history (a restored backup, a failover that lost commits) or no longer reaches back, the
 * graph is built anew; until then nothing is answered from the old one.
 */
export async function createGraphProjection(options: ProjectionOptions): Promise<GraphProjection> {
  const { database, onProblem = () => undefined } = options;
  // A graph that holds nothing is built in no time.
  const snapshot = options.fromTables ? null : (options.snapshot ?? null);
  const snapshots = snapshot && createGraphSnapshots(options, snapshot.path, onProblem);
  const stored = (await snapshots?.restore(await horizonNow(options))) ?? null;
  const { graph, position } = stored ?? (await build(options));
  await options.models.refresh(graph.head);
  options.alsoFollowing?.restart(position);
  const projection: Projection = {
    options,
    waiters: createRevisionWaiters(graph.head),
    past: createPastGraphs(database),
    snapshots,
    timers: [],
    graph,
    follower: null,
    rebuilding: null,
    compacting: null,
    stopped: false,
  };
  projection.follower = follow(projection, position);
  if (stored !== null) await projection.waiters.waitFor((await readHead(database)).revision, CATCH_UP_MS);
  every(projection, FORGET_EVERY_MS, () => forget(projection));
  if (snapshot !== null) every(projection, snapshot.intervalMs, () => save(projection));
  return reading(projection, database);
}

/** The projection as others use it. */
function reading(projection: Projection, executor: Executor): GraphProjection {
  const { database, models, fromTables = null } = projection.options;
  const tables =
    fromTables && readFromTables({ database, models, history: () => projection.graph, ...fromTables }, executor);
  const viewAt: GraphProjection['viewAt'] = async (at, need) =>
    tables === null ? viewInMemory(projection, at) : tables.viewAt(visible(projection, at), need);
  return {
    holdsAll: tables === null,
    get head() {
      return projection.graph.head;
    },
    waitFor: (wanted, timeoutMs, signal) => projection.waiters.waitFor(wanted, timeoutMs, signal),
    viewAt,
    itemsOfClasses: async (at, classes) =>
      tables === null
        ? itemsOfClassesIn(await viewInMemory(projection, at), classes)
        : tables.itemsOfClasses(visible(projection, at), classes),
    through(by) {
      return tables === null ? this : reading(projection, by);
    },
    changeSetIdAt: (at) => changeSetIdAt(projection, at),
    status: () => status(projection),
    stop: () => stop(projection),
  };
}

const build = async (options: ProjectionOptions): Promise<BuiltGraph> =>
  options.fromTables ? emptyGraph(options.database) : buildGraph(options.database, await horizonNow(options));

const horizonNow = ({ database, clock, windowMs = null }: ProjectionOptions): Promise<Revision> =>
  horizonOf(database, { now: clock(), windowMs });

function every(projection: Projection, milliseconds: number, work: () => Promise<void>): void {
  const run = (): void => void work().catch((error: unknown) => projection.options.onProblem?.(error));
  projection.timers.push(setInterval(run, milliseconds).unref());
}

function follow(projection: Projection, after: LogPosition): LogFollower {
  const { database, onProblem = () => undefined, pollMs, written } = projection.options;
  return followChangeLog({
    database,
    after,
    ...(written ? { take: (changeSet) => written.take(changeSet) } : {}),
    onChangeSets: (batch) => apply(projection, batch),
    onConfirmed: (at) => projection.options.alsoFollowing?.confirm(at),
    onDivergence: (reason) => {
      projection.options.alsoFollowing?.lose();
      onProblem(new Error(`The change log diverged, the graph is rebuilt: ${reason}`));
      projection.rebuilding = rebuild(projection);
    },
    onError: onProblem,
    ...(pollMs === undefined ? {} : { pollMs }),
  });
}

/** The class model moves before the graph does, so that whoever sees a revision finds the model of it. */
async function apply(projection: Projection, batch: readonly LoggedChangeSet[]): Promise<void> {
  const { graph, options, waiters } = projection;
  const last = batch.at(-1)?.changeSet.revision ?? graph.head;
  const changesModel = batch.some(({ changes }) => changes.some(({ entity }) => MODEL_ENTITIES.has(entity)));
  if (changesModel) await options.models.refresh(last);
  else options.models.stayedUntil(last);
  for (const { changeSet, changes } of batch) {
    // A batch that failed half-way comes again as a whole.
    if (changeSet.revision > graph.head) graph.apply(changeSet.revision, options.fromTables ? [] : changes);
  }
  options.alsoFollowing?.follow(batch);
  compactWhenItPays(projection);
  waiters.reached(graph.head);
}

function compactWhenItPays(projection: Projection): void {
  const { graph } = projection;
  if (projection.compacting !== null || !graph.wantsCompaction) return;
  const isWanted = (): boolean => !projection.stopped && projection.graph === graph;
  projection.compacting = compactInSteps(graph, isWanted)
    .catch((error: unknown) => projection.options.onProblem?.(error))
    .finally(() => {
      projection.compacting = null;
    });
}

/** Gives up what lies before the window. */
async function forget(projection: Projection): Promise<void> {
  projection.graph.forgetBefore(await horizonNow(projection.options));
  compactWhenItPays(projection);
}

async function save(projection: Projection): Promise<void> {
  const { graph, follower, rebuilding, snapshots } = projection;
  const position = follower?.position();
  // Between the two a batch is being applied: the next time will do.
  if (rebuilding !== null || position?.revision !== graph.head || graph.head === 0) return;
  await snapshots?.save({ graph, position });
}

async function rebuild(projection: Projection): Promise<void> {
  const { options } = projection;
  while (!projection.stopped) {
    try {
      const built = await build(options);
      await options.models.reload();
      if (projection.stopped) return;
      options.alsoFollowing?.restart(built.position);
      projection.past.forget();
      projection.graph = built.graph;
      projection.follower = follow(projection, built.position);
      projection.rebuilding = null;
      projection.waiters.reached(built.graph.head);
      return;
    } catch (error) {
      options.onProblem?.(error);
      await new Promise((resolve) => setTimeout(resolve, REBUILD_PAUSE_MS));
    }
  }
}

async function viewInMemory(projection: Projection, at: Revision): Promise<GraphView> {
  const { graph, past } = projection;
  if (at < graph.horizon) return past.viewAt(refuseRebuilding(projection, at), graph.horizon);
  return graph.viewAt(refuseRebuilding(projection, at));
}

/** The revision, if it can be read. */
function visible(projection: Projection, at: Revision): Revision {
  const { graph } = projection;
  return at < graph.horizon
    ? refuseRebuilding(projection, at)
    : graph.viewAt(refuseRebuilding(projection, at)).revision;
}

function refuseRebuilding({ rebuilding }: Projection, at: Revision): Revision {
  if (rebuilding === null) return at;
  throw new DomainError(
    'RETRY_LATER',
    'The database holds another history than this server knew, and its graph is being built: ask again in a moment.',
  );
}

function changeSetIdAt({ follower, rebuilding }: Projection, at: Revision): string | null {
  const position = follower?.position();
  return rebuilding === null && position?.revision === at ? position.changeSetId : null;
}

async function status({ graph, options, rebuilding }: Projection): Promise<ProjectionStatus> {
  const { items, relationships, bytes } = options.fromTables ? await sizeOfTables(options.database) : graph.size();
  const behind = await readBehind(options.database, graph.head);
  const milliseconds = behind.since === null ? 0 : Math.max(0, options.clock().getTime() - Date.parse(behind.since));
  const lag = { revisions: behind.revisions, milliseconds };
  return { items, relationships, bytes, lag, rebuilding: rebuilding !== null };
}

async function stop(projection: Projection): Promise<void> {
  for (const timer of projection.timers) clearInterval(timer);
  projection.stopped = true;
  await projection.follower?.stop();
  await projection.rebuilding;
  await projection.compacting;
  await save(projection);
  projection.past.forget();
  projection.waiters.close();
}
