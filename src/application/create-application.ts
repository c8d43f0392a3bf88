import type { Database } from '../storage/database';
import { createAccess } from './access/access';
import { HiddenItems } from './access/hidden-items';
import { OutcomeCounts } from './ingest/outcome-counts';
import { MEMORY_BYTES, RecordMemory } from './ingest/record-memory';
import { createAnalysisWorkers } from './analyses/analysis-workers';
import type { Application } from './application';
import { createClassModels } from './class-model/class-models';
import { createGraphProjection, type ProjectionOptions } from './graph/graph-projection';
import type { SnapshotOptions } from './graph/graph-snapshots';
import { createKeptReads } from './lists/kept-reads';
import { seedClassModel } from './class-model/seed-model';
import { SourceActivity } from './source-activity';
import { sweepTasks } from './sweep-tasks';
import { startSweeper, type Sweeper } from './sweeping/sweeper';
import { createTargetGuard } from './webhooks/target-guard';
import { createWriteQueue } from './writes/write-queue';
import { WrittenChanges } from './writes/written-changes';

/** What an application is made of; the clock and all randomness come from outside. */
export interface ApplicationOptions {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
  /** From 0 to 1: spreads retries. */
  readonly random?: () => number;
  /** How long nobody looks whether something is due, at most, in milliseconds; only when asked to if left out. */
  readonly sweepIntervalMs?: number;
  /** How long an item stays absent before it is retired, where its data sources say nothing; a week if left out. */
  readonly absentGraceHours?: number;
  /** Addresses and ranges that webhooks may lead to though they are not public. */
  readonly webhookAllow?: readonly string[];
  /** History of whole months that ended more than so many days ago is dropped; all is kept if left out. */
  readonly historyDays?: number | null;
  /** What digests of records may take in memory, in bytes. */
  readonly recordMemoryBytes?: number;
  /** What relationships within items that were read may take in memory, in bytes. */
  readonly listMemoryBytes?: number;
  /** How far back the graph in memory reaches, in milliseconds; all of the history if left out. */
  readonly graphWindowMs?: number;
  /** No graph is kept: what a question needs is read from the tables, so many items at most. One is if left out or null. */
  readonly graphFromTables?: { readonly itemsMax: number } | null;
  /** Where the graph is kept between two starts; nowhere if left out or null. */
  readonly snapshot?: SnapshotOptions | null;
  /** How often API tokens in use are looked at again, in milliseconds; only when asked to if left out. */
  readonly accessRefreshMs?: number | null;
  /** Hears of failures in the background that nobody waits for. */
  readonly onProblem?: (problem: unknown) => void;
}

/** Builds the application over a migrated database: writes the built-in model where it is missing, then builds the graph. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { database, clock, newId, random = Math.random, onProblem = () => undefined } = options;
  const written = new WrittenChanges();
  const writes = createWriteQueue({ database, clock, newId, random, written });
  const models = await createClassModels(database);
  tellOfSkipped(await seedClassModel({ database, writes, models, clock, newId }), onProblem);
  const memory = new RecordMemory(options.recordMemoryBytes ?? MEMORY_BYTES);
  const hidden = new HiddenItems(database);
  const kept = createKeptReads(database, options.listMemoryBytes);
  const projection = await createGraphProjection({
    database,
    models,
    clock,
    written,
    onProblem,
    alsoFollowing: followedBy([memory, kept], () => {
      hidden.forget();
      writes.forgetOwn();
    }),
    windowMs: options.graphWindowMs ?? null,
    snapshot: options.snapshot ?? null,
    fromTables: options.graphFromTables ?? null,
  });
  const sweeper = sweeperOf(options, { writes, models });
  const access = await createAccess({ database, clock, refreshMs: options.accessRefreshMs ?? null, onProblem });
  const webhookTargets = createTargetGuard(options.webhookAllow ?? []);
  const analyses = createAnalysisWorkers();
  const activity = new SourceActivity({ database, onProblem });
  return {
    database,
    writes,
    models,
    projection,
    memory,
    items: kept.items,
    relationshipLists: kept.relationships,
    outcomes: new OutcomeCounts(),
    activity,
    sweeper,
    access,
    hidden,
    webhookTargets,
    analyses,
    clock,
    newId,
    stop: async () => {
      access.stop();
      await analyses.stop();
      await sweeper.stop();
      await writes.close();
      await activity.stop();
      await projection.stop();
      await models.stop();
    },
  };
}

type Followers = NonNullable<ProjectionOptions['alsoFollowing']>;

/** What these do with the log; `restarted` is called when it begins anew. */
const followedBy = (
  all: readonly (Omit<Followers, 'lose' | 'confirm'> & Partial<Followers>)[],
  restarted: () => void,
): Followers => ({
  restart: (from) => {
    for (const one of all) one.restart(from);
    restarted();
  },
  follow: (batch) => {
    for (const one of all) one.follow(batch);
  },
  confirm: (at) => {
    for (const one of all) one.confirm?.(at);
  },
  lose: () => {
    for (const one of all) one.lose?.();
  },
});

function tellOfSkipped({ skipped }: { readonly skipped: readonly string[] }, tell: (problem: unknown) => void): void {
  if (skipped.length === 0) return;
  const why = 'because what is defined or stored here contradicts them';
  tell(new Error(`Built-in definitions left as they are, ${why}: ${skipped.join(', ')}`));
}

function sweeperOf(
  { database, clock, newId, ...options }: ApplicationOptions,
  written: Pick<Application, 'writes' | 'models'>,
): Sweeper {
  const {
    absentGraceHours,
    historyDays = null,
    sweepIntervalMs: intervalMs = null,
    onProblem = () => undefined,
  } = options;
  const grace = absentGraceHours === undefined ? {} : { absentGraceHours };
  const tasks = sweepTasks({ database, ...written, clock, newId, historyDays, ...grace });
  return startSweeper({ database, clock, tasks, intervalMs, onProblem });
}
