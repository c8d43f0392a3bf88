import { setImmediate as turn } from 'node:timers/promises';
import { DependencyGraph } from '../../domain/graph/dependency-graph';
import { DomainError } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import { readHead, revisionAt, type Head } from '../../storage/history/change-log';
import type { Database } from '../../storage/database';
import { streamGraph } from '../../storage/graph/graph-snapshot';
import type { LogPosition } from './follow-change-log';

/** A graph, and the place in the log up to which it knows everything. */
export interface BuiltGraph {
  readonly graph: DependencyGraph;
  readonly position: LogPosition;
}

/**
 * Builds the graph from the tables: everything that held at `horizon` or later. Others are served meanwhile. Throws
 * DATABASE_UNAVAILABLE when the log does not fit the tables.
 */
export async function buildGraph(database: Database, horizon: Revision): Promise<BuiltGraph> {
  const graph = new DependencyGraph(horizon);
  const position = positionOf(await streamGraph(database, { from: horizon, to: null }, graph));
  await compactInSteps(graph);
  graph.loaded(position.revision);
  return { graph, position };
}

/** A graph that holds nothing and knows how far the log has come, for whoever reads the tables instead. Throws as {@link buildGraph} does. */
export async function emptyGraph(database: Database): Promise<BuiltGraph> {
  const position = positionOf(await readHead(database));
  return { graph: new DependencyGraph(position.revision), position };
}

function positionOf({ revision: head, id }: Head): LogPosition {
  if (head === 0 || id !== null) return { revision: head, changeSetId: id };
  throw new DomainError(
    'DATABASE_UNAVAILABLE',
    `The change log has no entry for revision ${head}, the newest one: the database was not restored as a whole.`,
  );
}

/** Builds a graph of the past: for all revisions from one to another. */
export async function buildPastGraph(database: Database, from: Revision, to: Revision): Promise<DependencyGraph> {
  const graph = new DependencyGraph(from);
  await streamGraph(database, { from, to }, graph);
  await compactInSteps(graph);
  graph.loaded(to);
  return graph;
}

/** Compacts a graph a few milliseconds at a time, until it is done or nobody wants it any more. */
export async function compactInSteps(graph: DependencyGraph, isWanted: () => boolean = () => true): Promise<void> {
  while (isWanted() && !graph.compactStep()) await turn();
}

/** The revision that held so long ago; 0 when there was none, or for all of the history. */
export async function horizonOf(
  database: Database,
  { now, windowMs }: { readonly now: Date; readonly windowMs: number | null },
): Promise<Revision> {
  if (windowMs === null) return revision(0);
  return revisionAt(database, new Date(now.getTime() - windowMs).toISOString());
}
