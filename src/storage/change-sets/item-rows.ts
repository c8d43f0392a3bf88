import type {
  ConfigurationItem,
  Contact,
  Criticality,
  LifecycleStage,
  Presence,
  Retirement,
} from '../../domain/configuration-item';
import type { Gate } from '../../domain/gate';
import { itemId, revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Unstamped } from './change-plan';
import { columnList, type VersionedTable } from '../versioned-table';

/** `configuration_item` and its versions. */
export const ITEM_TABLE: VersionedTable = {
  name: 'configuration_item',
  versions: 'configuration_item_version',
  key: ['id'],
  columns: {
    id: 'bigint',
    class: 'text',
    tenant: 'text',
    name: 'text',
    description: 'text',
    environment: 'text',
    lifecycle: 'text',
    lifecycle_status: 'text',
    criticality: 'text',
    owner: 'jsonb',
    support_group: 'jsonb',
    on_call: 'jsonb',
    site: 'text',
    can_fail: 'boolean',
    labels: 'jsonb',
    attributes: 'jsonb',
    gates: 'jsonb',
    presence: 'text',
    absent_since: 'timestamptz(3)',
    retired_at: 'timestamptz(3)',
    retired_by: 'text',
    merged_into: 'bigint',
    version: 'integer',
    created_at: 'timestamptz(3)',
    updated_at: 'timestamptz(3)',
    valid_from: 'bigint',
  },
  stamped: ['created_at', 'updated_at'],
  kept: ['created_at'],
};

/** What {@link toItem} needs a row to hold. */
export const ITEM_COLUMNS = columnList(ITEM_TABLE);

/** One row of `configuration_item` or its versions, as the driver gives it. */
export interface ItemRow {
  readonly id: number;
  readonly class: string;
  readonly tenant: string;
  readonly name: string;
  readonly description: string | null;
  readonly environment: string | null;
  readonly lifecycle: LifecycleStage;
  readonly lifecycle_status: string | null;
  readonly criticality: Criticality | null;
  readonly owner: Contact | null;
  readonly support_group: Contact | null;
  readonly on_call: Contact | null;
  readonly site: string | null;
  readonly can_fail: boolean;
  readonly labels: JsonObject;
  readonly attributes: JsonObject;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly presence: Presence;
  readonly absent_since: string | null;
  readonly retired_at: string | null;
  readonly retired_by: Retirement | null;
  readonly merged_into: number | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly valid_from: number;
}

/** The item that a row holds. */
export function toItem(row: ItemRow): ConfigurationItem {
  return {
    id: itemId(row.id),
    className: row.class,
    tenant: row.tenant,
    name: row.name,
    description: row.description,
    environment: row.environment,
    lifecycle: row.lifecycle,
    lifecycleStatus: row.lifecycle_status,
    criticality: row.criticality,
    owner: row.owner,
    supportGroup: row.support_group,
    onCall: row.on_call,
    site: row.site,
    canFail: row.can_fail,
    labels: row.labels,
    attributes: row.attributes,
    gates: gatesByKey(row.gates),
    presence: row.presence,
    absentSince: row.absent_since,
    retiredAt: row.retired_at,
    // Rows from before there were other reasons were retired by hand.
    retiredBy: row.retired_at === null ? null : (row.retired_by ?? (row.merged_into === null ? 'PERSON' : 'MERGE')),
    mergedInto: row.merged_into === null ? null : itemId(row.merged_into),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    validFrom: revision(row.valid_from),
  };
}

/** The columns of an item as JSON, without what the write phase stamps. */
export function fromItem(item: Unstamped<ConfigurationItem>): object {
  return {
    id: item.id,
    class: item.className,
    tenant: item.tenant,
    name: item.name,
    description: item.description,
    environment: item.environment,
    lifecycle: item.lifecycle,
    lifecycle_status: item.lifecycleStatus,
    criticality: item.criticality,
    owner: item.owner,
    support_group: item.supportGroup,
    on_call: item.onCall,
    site: item.site,
    can_fail: item.canFail,
    labels: item.labels,
    attributes: item.attributes,
    gates: item.gates.length === 0 ? NO_GATES : Object.fromEntries(item.gates.map((gate) => [gate.key, gate])),
    presence: item.presence,
    absent_since: item.absentSince,
    retired_at: item.retiredAt,
    retired_by: item.retiredBy,
    merged_into: item.mergedInto,
    version: item.version,
  };
}

const NO_GATES = {};

function gatesByKey(gates: Readonly<Record<string, Gate>>): readonly Gate[] {
  const keys = Object.keys(gates);
  if (keys.length === 0) return [];
  return Object.values(gates).sort((a, b) => (a.key < b.key ? -1 : 1));
}
