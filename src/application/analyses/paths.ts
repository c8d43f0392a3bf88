import { DomainError } from '../../domain/errors';
import { dependencyFilter } from '../../domain/graph/edge-filter';
import type { FoundPaths } from '../../domain/graph/shortest-paths';
import { itemId, relationshipId, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import { inSpan } from '../../telemetry/spans';
import { resolveActive, type GraphSource } from '../graph/graph-references';
import type { ItemReference } from '../references/item-reference';
import { searchPaths, type PathsTask } from './path-search';
import type { UnresolvedReference } from '../references/references';
import type { AskedGraph } from '../graph/shared-graphs';

/** A chain of dependencies from the dependent to what it depends on. */
export interface DependencyPath {
  readonly items: readonly ItemId[];
  /** One less than the items; of parallel relationships the one with the smallest id. */
  readonly relationships: readonly RelationshipId[];
}

/** The first chains between two items. */
export interface DependencyPaths {
  /** Shortest first, then by the ids of their items. */
  readonly paths: readonly DependencyPath[];
  /** The search stopped at its bound before all of them were found. */
  readonly truncated: boolean;
  /** Position 0 is `from`, 1 is `to`. */
  readonly unresolved: readonly UnresolvedReference[];
}

/** What is asked. */
export interface PathsQuestion {
  readonly from: ItemReference;
  readonly to: ItemReference;
  /** Steps at most; 32 when left out, at most 64. */
  readonly maxLength?: number | null | undefined;
}

const LENGTH_DEFAULT = 32;
const LENGTH_MAX = 64;

/** Relationships looked at in one search: a fraction of a second. Further pages of an enormous list end there. */
const WORK_MAX = 5_000_000;
/** So many are looked at at once: a millisecond or two. A search that wants more begins anew in another thread. */
const TURN_WORK = 50_000;
const SEARCH_MS = 60_000;

/** The first `count` chains by which one item depends on another, without repeated items. Throws BAD_REQUEST, LIMIT_EXCEEDED. */
export async function findPaths(
  app: GraphSource,
  { from, to, maxLength }: PathsQuestion,
  at: Revision,
  count: number,
  signal: AbortSignal,
): Promise<DependencyPaths> {
  const lengthMax = checkLength(maxLength ?? LENGTH_DEFAULT);
  const { byIndex, unresolved } = await resolveActive(app, [from, to], at);
  const [source, target] = [byIndex.get(0), byIndex.get(1)];
  if (source === undefined || target === undefined) return { paths: [], truncated: false, unresolved };
  const view = await app.projection.viewAt(at, { reach: 'DEPENDENCIES', from: [source], depth: lengthMax });
  const model = await app.models.at(at);
  const sight = (await app.sightAt?.(at)) ?? null;
  const rules = { filter: dependencyFilter(view, model), lengthMax, workMax: WORK_MAX };
  const task = { from: source, to: target, rules, sight, count };
  const { paths, truncated } = await inSpan('paths', {}, () => search(app, { view, model }, task, signal));
  return {
    paths: paths.map(({ items, slots }) => ({
      items: items.map(itemId),
      relationships: slots.map((slot) => relationshipId(view.edges.id[slot] ?? 0)),
    })),
    truncated,
    unresolved,
  };
}

async function search(
  { analyses }: GraphSource,
  graph: AskedGraph,
  task: PathsTask,
  signal: AbortSignal,
): Promise<FoundPaths> {
  const found = searchPaths(graph, { ...task, rules: { ...task.rules, workMax: TURN_WORK } });
  return found.truncated ? analyses.ask('paths', graph, task, SEARCH_MS, signal) : found;
}

function checkLength(length: number): number {
  if (length < 0) throw new DomainError('BAD_REQUEST', `maxLength: ${length} is less than 0.`);
  if (length <= LENGTH_MAX) return length;
  throw new DomainError('LIMIT_EXCEEDED', `maxLength: ${length} is more than ${LENGTH_MAX}: ask for shorter chains.`);
}
