import { MODEL_ENTITIES } from '../domain/change';
import { DependencyGraph } from '../domain/graph/dependency-graph';
import type { GraphView } from '../domain/graph/graph-view';
import { DomainError } from '../domain/errors';
import type { Revision } from '../domain/ids';
import { readBehind } from '../storage/change-log';
import type { Database } from '../storage/database';
import { streamGraph } from '../storage/graph-snapshot';
import type { ClassModels } from './class-models';
import { followChangeLog, type LogFollower, type LoggedChangeSet, type LogPosition } from './follow-change-log';
import { createRevisionWaiters, type RevisionWaiters } from './revision-waiters';

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
}

/** The dependency graph of this server, kept in step with the change log. */
export interface GraphProjection {
  /** The newest revision that can be read here. */
  readonly head: Revision;
  /** Resolves as soon as `head` is at least `wanted`, after `timeoutMs`, or on the signal: compare `head` then. */
  waitFor(wanted: Revision, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** The graph as it was at a revision. Throws MOMENT_OUT_OF_RANGE and NOT_YET_VISIBLE. */
  viewAt(at: Revision): GraphView;
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
    restart(from: Revision): void;
    follow(batch: readonly LoggedChangeSet[]): void;
  };
  /** Hears of failed reads, divergence and rebuilds; nothing is thrown at anybody. */
  readonly onProblem?: (problem: unknown) => void;
  /** How often to look when nothing is announced. */
  readonly pollMs?: number;
}

const REBUILD_PAUSE_MS = 1_000;

interface Projection {
  readonly options: ProjectionOptions;
  readonly waiters: RevisionWaiters;
  graph: DependencyGraph;
  follower: LogFollower | null;
  rebuilding: Promise<void> | null;
  stopped: boolean;
}

/**
 * Builds the graph from the tables and follows the log from there. When the log turns out to be another history (a
 * restored backup, a failover that lost commits) or no longer reaches back, the graph is built anew; readers see the old
 * one until the new one is there.
 */
export async function createGraphProjection(options: ProjectionOptions): Promise<GraphProjection> {
  const { graph, position } = await build(options.database);
  await options.models.refresh(graph.head);
  options.alsoFollowing?.restart(graph.head);
  const projection: Projection = {
    options,
    waiters: createRevisionWaiters(graph.head),
    graph,
    follower: null,
    rebuilding: null,
    stopped: false,
  };
  projection.follower = follow(projection, position);
  return {
    get head() {
      return projection.graph.head;
    },
    waitFor: (wanted, timeoutMs, signal) => projection.waiters.waitFor(wanted, timeoutMs, signal),
    viewAt: (at) => projection.graph.viewAt(at),
    status: () => status(projection),
    stop: () => stop(projection),
  };
}

async function build(database: Database): Promise<{ graph: DependencyGraph; position: LogPosition }> {
  const graph = new DependencyGraph();
  const head = await streamGraph(database, {
    item: (facts, from) => graph.loadItem(facts, from),
    relationship: (facts, from, to) => graph.loadRelationship(facts, from, to),
  });
  if (head.revision > 0 && head.id === null) {
    throw new DomainError(
      'DATABASE_UNAVAILABLE',
      `The change log has no entry for revision ${head.revision}, the newest one: the database was not restored as a whole.`,
    );
  }
  graph.loaded(head.revision);
  return { graph, position: { revision: head.revision, changeSetId: head.id } };
}

function follow(projection: Projection, after: LogPosition): LogFollower {
  const { database, onProblem = () => undefined, pollMs } = projection.options;
  return followChangeLog({
    database,
    after,
    onChangeSets: (batch) => apply(projection, batch),
    onDivergence: (reason) => {
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
    if (changeSet.revision > graph.head) graph.apply(changeSet.revision, changes);
  }
  options.alsoFollowing?.follow(batch);
  if (graph.wantsCompaction) graph.compact();
  waiters.reached(graph.head);
}

async function rebuild(projection: Projection): Promise<void> {
  const { options } = projection;
  while (!projection.stopped) {
    try {
      const { graph, position } = await build(options.database);
      await options.models.reload();
      if (projection.stopped) return;
      options.alsoFollowing?.restart(graph.head);
      projection.graph = graph;
      projection.follower = follow(projection, position);
      projection.waiters.reached(graph.head);
      projection.rebuilding = null;
      return;
    } catch (error) {
      options.onProblem?.(error);
      await new Promise((resolve) => setTimeout(resolve, REBUILD_PAUSE_MS));
    }
  }
}

async function status({ graph, options }: Projection): Promise<ProjectionStatus> {
  const { items, relationships, bytes } = graph.size();
  const behind = await readBehind(options.database, graph.head);
  const milliseconds = behind.since === null ? 0 : Math.max(0, options.clock().getTime() - Date.parse(behind.since));
  return { items, relationships, bytes, lag: { revisions: behind.revisions, milliseconds } };
}

async function stop(projection: Projection): Promise<void> {
  projection.stopped = true;
  await projection.follower?.stop();
  await projection.rebuilding;
  projection.waiters.close();
}
