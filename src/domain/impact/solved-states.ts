import type { ByteValues } from '../graph/sparse-bytes';
import type { EventColumns } from './event-log';

/** The states of all items and how they came about: plain data, so that another thread can have worked it out. */
export interface SolvedStates {
  /** By item. */
  readonly ranks: ByteValues;
  readonly visited: Uint32Array;
  readonly log: EventColumns;
  /** Which chains hold, by the names of the sets of types; see PathSystem. */
  readonly paths: ReadonlyMap<string, ByteValues>;
}
