import type { Claims, Observation } from '../../domain/configuration-item';
import { itemId, revision } from '../../domain/ids';
import type { ObservationWrite } from './change-plan';
import { columnList, type VersionedTable } from '../versioned-table';

/** `observation` and its versions. */
export const OBSERVATION_TABLE: VersionedTable = {
  name: 'observation',
  versions: 'observation_version',
  key: ['item_id', 'source', 'native_key'],
  columns: {
    item_id: 'bigint',
    source: 'text',
    native_key: 'text',
    tenant: 'text',
    class: 'text',
    claims: 'jsonb',
    times: 'jsonb',
    claims_existence: 'boolean',
    first_seen_at: 'timestamptz',
    observed_at: 'timestamptz',
    valid_from: 'bigint',
  },
  stamped: [],
  kept: ['first_seen_at'],
};

/** What {@link toObservation} needs a row to hold. */
export const OBSERVATION_COLUMNS = columnList(OBSERVATION_TABLE);

/** One row of `observation` or its versions, as the driver gives it. */
export interface ObservationRow {
  readonly item_id: number;
  readonly source: string;
  readonly native_key: string;
  readonly tenant: string;
  readonly class: string;
  readonly claims: Claims;
  readonly times: Readonly<Record<string, string>>;
  readonly claims_existence: boolean;
  readonly first_seen_at: string;
  readonly observed_at: string;
  readonly valid_from: number;
}

/** The observation that a row holds. */
export function toObservation(row: ObservationRow): Observation {
  return {
    itemId: itemId(row.item_id),
    source: row.source,
    nativeKey: row.native_key,
    className: row.class,
    claims: row.claims,
    times: row.times,
    exists: row.claims_existence,
    observedAt: row.observed_at,
    validFrom: revision(row.valid_from),
  };
}

/** The columns of a written observation as JSON; of one that is withdrawn, only its key. Null when there is nothing to do. */
export function fromObservationWrite(write: ObservationWrite): object | null {
  const after = write.after;
  if (!after) {
    const before = write.before;
    return before && { removed: true, item_id: before.itemId, source: before.source, native_key: before.nativeKey };
  }
  return {
    item_id: after.itemId,
    source: after.source,
    native_key: after.nativeKey,
    tenant: write.tenant,
    class: after.className,
    claims: after.claims,
    times: after.times,
    claims_existence: after.exists,
    first_seen_at: write.firstSeenAt ?? after.observedAt,
    observed_at: after.observedAt,
  };
}
