import type { ItemError } from '../../domain/errors';
import type { OutageId } from '../../domain/ids';
import type { OutageOutcome } from '../../domain/outages/outage-reports';

/** What became of one outage of a call. */
export interface OutageResult {
  /** Its position in the call; null for one that was closed because a complete list omits it. */
  readonly index: number | null;
  readonly key: string;
  readonly outcome: OutageOutcome;
  /** Null when it was refused, and for a new one that was only tried. */
  readonly outageId: OutageId | null;
  readonly errors: readonly ItemError[];
}

/** The result of an outage that was refused. */
export const refusedOutage = (index: number | null, key: string, errors: readonly ItemError[]): OutageResult => ({
  index,
  key,
  outcome: 'REJECTED',
  outageId: null,
  errors,
});
