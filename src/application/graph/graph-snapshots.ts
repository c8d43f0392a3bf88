import { DependencyGraph } from '../../domain/graph/dependency-graph';
import { contentsOf, imageOf } from '../../domain/graph/graph-image';
import { invariant } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import { loadChangeSets, readHead } from '../../storage/history/change-log';
import type { Database } from '../../storage/database';
import { readGraphFile, removeUnfinished, writeGraphFile, type StoredImage } from '../../storage/graph/graph-file';
import type { BuiltGraph } from './build-graph';
import type { LogPosition } from './follow-change-log';

/** Where the graph is kept between two runs of a server, and how often it is written there. */
export interface SnapshotOptions {
  readonly path: string;
  readonly intervalMs: number;
}

/** The file from which the next start takes the graph. Nothing depends on it: without one it is built from the tables. */
export interface GraphSnapshots {
  /** The stored graph, if the database holds its history on; null when there is none, or it is of no use. */
  restore(horizon: Revision): Promise<BuiltGraph | null>;
  /** Stores the graph unless it is stored as it is. Failures are told, not thrown. */
  save(built: BuiltGraph): Promise<void>;
}

/** Reads and writes the file; `onProblem` hears why a file was not used, or could not be written. */
export function createGraphSnapshots(
  { database, clock }: { readonly database: Database; readonly clock: () => Date },
  path: string,
  onProblem: (problem: unknown) => void,
): GraphSnapshots {
  let stored: LogPosition | null = null;
  let saving: Promise<void> | null = null;
  const write = async ({ graph, position }: BuiltGraph): Promise<void> => {
    try {
      await writeGraphFile(path, imageOf(graph.contents()), position);
      stored = position;
    } catch (error) {
      onProblem(
        new Error(`The graph could not be stored in ${path}, so the next start takes longer: ${reasonOf(error)}.`),
      );
    }
  };
  return {
    restore: async (horizon) => {
      try {
        await removeUnfinished(path, clock());
        const found = await readGraphFile(path);
        if (found === null) return null;
        await checkHistory(database, found, horizon);
        const graph = new DependencyGraph(contentsOf(found.image));
        graph.forgetBefore(horizon);
        // Only now: one that cannot be used is written anew.
        stored = positionOf(found);
        return { graph, position: positionOf(found) };
      } catch (error) {
        onProblem(new Error(`The graph is built from the tables; that in ${path} is not used: ${reasonOf(error)}.`));
        return null;
      }
    },
    save: (built) => {
      if (built.position.changeSetId === stored?.changeSetId) return Promise.resolve();
      saving ??= write(built).finally(() => {
        saving = null;
      });
      return saving;
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const positionOf = ({ stamp, image: { facts } }: StoredImage): LogPosition => {
  invariant(stamp.revision === facts.head, `the image of revision ${facts.head} is stamped ${stamp.revision}`);
  return { revision: facts.head, changeSetId: stamp.changeSetId };
};

/** Replaying more changes than this share of the graph takes longer than to build it. */
const REPLAY_SHARE = 1 / 2;
const REPLAY_MIN = 10_000;

/** Throws the reason when what is stored does not lead on to what the database holds, or does not reach back far enough. */
async function checkHistory(
  database: Database,
  { stamp, image: { facts } }: StoredImage,
  horizon: Revision,
): Promise<void> {
  const head = await readHead(database);
  const at = facts.head;
  if (at > head.revision) throw new Error(`it is at revision ${at}, the database only at ${head.revision}`);
  const [changeSet] = await loadChangeSets(database, [at]);
  if ((changeSet?.id ?? null) !== stamp.changeSetId) {
    throw new Error(
      `it is of another history: revision ${at} is ${changeSet?.id ?? 'not in the log'}, not ${stamp.changeSetId}`,
    );
  }
  if (facts.horizon > horizon) throw new Error(`it reaches back to revision ${facts.horizon}, ${horizon} is wanted`);
  const [behind] = await database.query<{ changes: number }>(
    'select coalesce(sum(change_count), 0)::bigint as changes from change_set where revision > $1',
    [at],
  );
  const changes = behind?.changes ?? 0;
  if (changes > REPLAY_MIN + facts.openEdges * REPLAY_SHARE) throw new Error(`${changes} changes have come since`);
}
