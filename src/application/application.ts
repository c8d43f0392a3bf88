import type { Database } from '../storage/database';
import type { Seeable } from '../domain/access/visibility';
import type { ItemPredicate } from '../domain/graph/closure';
import type { Sight } from '../domain/graph/sight';
import type { ItemId, Revision } from '../domain/ids';
import type { ItemFilter } from '../domain/lists/item-filter';
import type { OutageRecord } from '../domain/outages/outage';
import type { ItemMemory } from '../storage/items/item-memory';
import type { RelationshipMemory } from '../storage/relationships/relationship-memory';
import type { Access } from './access/access';
import type { HiddenItems } from './access/hidden-items';
import type { OutcomeCounts } from './ingest/outcome-counts';
import type { RecordMemory } from './ingest/record-memory';
import type { AnalysisWorkers } from './analyses/analysis-workers';
import type { ClassModels } from './class-model/class-models';
import type { GraphProjection } from './graph/graph-projection';
import type { SourceActivity } from './source-activity';
import type { Sweeper } from './sweeping/sweeper';
import type { TargetGuard } from './webhooks/target-guard';
import type { WriteQueue } from './writes/write-queue';

/** What every use case may need; each takes of it only what it uses. Built once, in `serve`. */
export interface Application {
  readonly database: Database;
  readonly writes: WriteQueue;
  readonly models: ClassModels;
  readonly projection: GraphProjection;
  /** What it remembers of the records that it was sent. */
  readonly memory: RecordMemory;
  /** Items that were read lately. */
  readonly items: ItemMemory;
  /** Relationships of items that were read lately. */
  readonly relationshipLists: RelationshipMemory;
  /** What it has made of records so far. */
  readonly outcomes: OutcomeCounts;
  /** When data sources last reported. */
  readonly activity: SourceActivity;
  /** Does what changes because time passes. */
  readonly sweeper: Sweeper;
  /** Who may come in with a token of ours. */
  readonly access: Access;
  /** What callers who see a part of the store do not see of it. */
  readonly hidden: HiddenItems;
  /** Whether an item is hidden from who asks, at a revision; left out for those who see everything. */
  readonly hiddenAt?: (revision: Revision) => Promise<ItemPredicate>;
  /** The same as plain data, for other threads. */
  readonly sightAt?: (revision: Revision) => Promise<Sight>;
  /** Names what who asks may see, for what is kept of their answers; left out for those who see everything. */
  readonly seenAs?: string;
  /** Whether who asks may see an item; left out for those who see everything. */
  readonly sees?: (item: Seeable) => boolean;
  /** The outages that last at the moment that a question named by a revision; left out where none is asked. */
  readonly openOutagesAt?: (revision: Revision) => Promise<readonly OutageRecord[]>;
  /** All items that fit a filter at a revision, looked up once for a question; left out where none is asked: then each time. */
  readonly itemsFitting?: (filter: ItemFilter, at: Revision) => Promise<ReadonlySet<ItemId>>;
  /** Where webhooks must not lead. */
  readonly webhookTargets: TargetGuard;
  /** Does long analyses beside the event loop. */
  readonly analyses: AnalysisWorkers;
  /** The only clock. */
  readonly clock: () => Date;
  /** The only source of random ids (UUID version 4). */
  readonly newId: () => string;
  /** Finishes writes under way and stops everything but the database, which belongs to the caller. */
  stop(): Promise<void>;
}
