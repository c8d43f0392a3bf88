import type { Database } from '../storage/database';
import type { ClassModels } from './class-models';
import type { GraphProjection } from './graph-projection';
import type { WriteQueue } from './write-queue';

/** What every use case may need; each takes of it only what it uses. Built once, in `serve`. */
export interface Application {
  readonly database: Database;
  readonly writes: WriteQueue;
  readonly models: ClassModels;
  readonly projection: GraphProjection;
  /** The only clock. */
  readonly clock: () => Date;
  /** The only source of random ids (UUID version 4). */
  readonly newId: () => string;
}
