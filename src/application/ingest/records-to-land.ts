import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { JsonValue } from '../../domain/json';
import type { ItemWrite, PlanHeader } from '../../storage/change-sets/change-plan';
import type { Parking } from '../parking/parking';
import type { RecordLines, Reporter } from './batch';
import type { IngestMode } from './ingest-types';
import type { SeenHook } from './seen-hook';

/** Records of anybody, on their way into the store. */
export interface RecordsToLand {
  readonly reporter: Reporter;
  readonly mode: IngestMode;
  /** RFC 3339; null: now. */
  readonly observedAt: string | null;
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
  readonly idempotencyKey: string | null;
  readonly header: PlanHeader;
  /** What a repeated call must repeat to get the stored result. */
  readonly body: JsonValue;
  /** Told what the records say is there, once they have landed. */
  readonly onSeen?: SeenHook;
  /** What may be done with what is incomplete; nothing when left out. */
  readonly parking?: Parking | null;
  /** Of records that came in lines; messages name them by these. */
  readonly lines?: RecordLines | null;
  /** Aborted when nobody waits for the result any more: what is left then is not begun. */
  readonly gone?: AbortSignal | null;
  /** Told of every version that is planned; of one that is planned again, again. */
  readonly onWrite?: (write: ItemWrite) => void;
}
