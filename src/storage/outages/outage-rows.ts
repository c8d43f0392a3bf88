import { itemId, outageId, revision } from '../../domain/ids';
import type { OutageRecord, OutageState } from '../../domain/outages/outage';
import type { OutageWrite } from '../change-sets/change-plan';
import type { VersionedTable } from '../versioned-table';

/** `outage` and its versions. */
export const OUTAGE_TABLE: VersionedTable = {
  name: 'outage',
  versions: 'outage_version',
  key: ['id'],
  columns: {
    id: 'bigint',
    item_id: 'bigint',
    tenant: 'text',
    state: 'text',
    starts_at: 'timestamptz',
    ends_at: 'timestamptz',
    source: 'text',
    key: 'text',
    reason: 'text',
    planned: 'boolean',
    valid_from: 'bigint',
  },
  stamped: [],
  kept: [],
};

/** One row of `outage` or its versions, as the driver gives it. */
export interface OutageRow {
  readonly id: number;
  readonly item_id: number;
  readonly tenant: string;
  readonly state: OutageState;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly source: string;
  readonly key: string;
  readonly reason: string | null;
  readonly planned: boolean;
  readonly valid_from: number;
}

/** The outage that a row holds. */
export function toOutage(row: OutageRow): OutageRecord {
  return {
    id: outageId(row.id),
    itemId: itemId(row.item_id),
    tenant: row.tenant,
    state: row.state,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    source: row.source,
    key: row.key,
    reason: row.reason,
    planned: row.planned,
    validFrom: revision(row.valid_from),
  };
}

/** The columns of an outage as JSON. */
export const fromOutageWrite = ({ after }: OutageWrite): object => ({
  id: after.id,
  item_id: after.itemId,
  tenant: after.tenant,
  state: after.state,
  starts_at: after.startsAt,
  ends_at: after.endsAt,
  source: after.source,
  key: after.key,
  reason: after.reason,
  planned: after.planned,
});
