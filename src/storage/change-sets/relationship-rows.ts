import { itemId, relationshipId, revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Strength } from '../../domain/gate';
import type { Relationship, RelationshipClaim, RelationshipKind } from '../../domain/relationship';
import type { RelationshipWrite } from './change-plan';
import { columnList, type VersionedTable } from '../versioned-table';

/** `relationship` and its versions. The key is what it says, so that one statement holds once. */
export const RELATIONSHIP_TABLE: VersionedTable = {
  name: 'relationship',
  versions: 'relationship_version',
  key: ['source_id', 'type', 'target_id'],
  columns: {
    id: 'bigint',
    source_id: 'bigint',
    type: 'text',
    target_id: 'bigint',
    tenant: 'text',
    kind: 'text',
    strength: 'text',
    gate_keys: 'text[]',
    weight: 'integer',
    attributes: 'jsonb',
    claims: 'jsonb',
    version: 'integer',
    created_at: 'timestamptz(3)',
    updated_at: 'timestamptz(3)',
    valid_from: 'bigint',
  },
  stamped: ['created_at', 'updated_at'],
  kept: ['created_at'],
};

/** What {@link toRelationship} needs a row to hold. */
export const RELATIONSHIP_COLUMNS = columnList(RELATIONSHIP_TABLE);

/** One row of `relationship` or its versions, as the driver gives it. */
export interface RelationshipRow {
  readonly id: number;
  readonly source_id: number;
  readonly type: string;
  readonly target_id: number;
  readonly tenant: string;
  readonly kind: RelationshipKind;
  readonly strength: Strength;
  readonly gate_keys: readonly string[];
  readonly weight: number;
  readonly attributes: JsonObject;
  readonly claims: readonly RelationshipClaim[];
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly valid_from: number;
}

/** The relationship that a row holds. */
export function toRelationship(row: RelationshipRow): Relationship {
  return {
    id: relationshipId(row.id),
    source: itemId(row.source_id),
    type: row.type,
    target: itemId(row.target_id),
    tenant: row.tenant,
    kind: row.kind,
    strength: row.strength,
    gateKeys: row.gate_keys,
    weight: row.weight,
    attributes: row.attributes,
    claims: row.claims,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    validFrom: revision(row.valid_from),
  };
}

/** The columns of a written relationship as JSON; of one that ends, only its key. Null when there is nothing to do. */
export function fromRelationshipWrite(write: RelationshipWrite): object | null {
  const after = write.after;
  if (!after) {
    const before = write.before;
    return before && { removed: true, source_id: before.source, type: before.type, target_id: before.target };
  }
  return {
    id: after.id,
    source_id: after.source,
    type: after.type,
    target_id: after.target,
    tenant: after.tenant,
    kind: after.kind,
    strength: after.strength,
    gate_keys: after.gateKeys,
    weight: after.weight,
    attributes: after.attributes,
    claims: after.claims,
    version: after.version,
  };
}
