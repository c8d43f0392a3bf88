import type { ItemId, OutageId, Revision } from '../ids';
import type { ImpactState } from '../impact/impact-state';
import { encodeItemId } from '../opaque-id';

/** How badly an item is off by itself during an outage. */
export type OutageState = Exclude<ImpactState, 'OK'>;

/** The states an outage may have, least bad first. */
export const OUTAGE_STATES: readonly OutageState[] = ['AT_RISK', 'DEGRADED', 'DOWN'];

/**
 * A recorded outage or maintenance of one item. It has a time of its own beside the revision it was recorded at: a late
 * report shows in the past that it happened in.
 */
export interface OutageRecord {
  readonly id: OutageId;
  readonly itemId: ItemId;
  /** The tenant of the item. */
  readonly tenant: string;
  readonly state: OutageState;
  /** From when; RFC 3339, UTC. */
  readonly startsAt: string;
  /** Until when, exclusive; null while nobody knows. */
  readonly endsAt: string | null;
  /** Who reported it; `manual` for a person. */
  readonly source: string;
  /** The reporter's own key; of several under one key only the latest may last. */
  readonly key: string;
  readonly reason: string | null;
  /** True for maintenance. */
  readonly planned: boolean;
  /** Revision of this version. */
  readonly validFrom: Revision;
}

/** Whether an outage lasts at a time. */
export const isOpenAt = ({ startsAt, endsAt }: Pick<OutageRecord, 'startsAt' | 'endsAt'>, time: string): boolean =>
  Date.parse(startsAt) <= Date.parse(time) && (endsAt === null || Date.parse(endsAt) > Date.parse(time));

/** What of an outage a report may change, in the words of the API and the change log. */
export const OUTAGE_PATHS = ['from', 'item', 'planned', 'reason', 'state', 'until'] as const;
export type OutagePath = (typeof OUTAGE_PATHS)[number];

/** The value of an outage at a path. */
export function outageValueAt(
  outage: Pick<OutageRecord, 'itemId' | 'state' | 'startsAt' | 'endsAt' | 'reason' | 'planned'>,
  path: OutagePath,
): string | boolean | null {
  switch (path) {
    case 'from':
      return outage.startsAt;
    case 'until':
      return outage.endsAt;
    case 'item':
      return encodeItemId(outage.itemId);
    case 'planned':
    case 'reason':
    case 'state':
      return outage[path];
    default:
      return path satisfies never;
  }
}
