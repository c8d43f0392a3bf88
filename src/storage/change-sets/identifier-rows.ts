import { itemId } from '../../domain/ids';
import type { Identifier } from './change-plan';
import { columnList, type VersionedTable } from '../versioned-table';

const COLUMNS = {
  entry_id: 'integer',
  key_hash: 'bytea',
  item_id: 'bigint',
  tenant: 'text',
  value: 'text',
  normaliser: 'smallint',
  contested: 'boolean',
  valid_from: 'bigint',
} as const;

/** `ci_identifier`: the one owner of each identity. */
export const IDENTIFIER_TABLE: VersionedTable = {
  name: 'ci_identifier',
  versions: 'ci_identifier_version',
  key: ['entry_id', 'key_hash'],
  columns: COLUMNS,
  stamped: [],
  kept: [],
};

/** `ci_identifier_contested`: further holders. Closed rows of both tables go to one table of versions. */
export const CONTESTED_TABLE: VersionedTable = {
  ...IDENTIFIER_TABLE,
  name: 'ci_identifier_contested',
  key: ['entry_id', 'key_hash', 'item_id'],
};

/** What {@link toIdentifier} needs a row to hold. */
export const IDENTIFIER_COLUMNS = columnList(IDENTIFIER_TABLE);

/** One row of the identifier tables, as the driver gives it. */
export interface IdentifierRow {
  readonly entry_id: number;
  readonly key_hash: Buffer;
  readonly item_id: number;
  readonly tenant: string;
  readonly value: string;
  readonly normaliser: number;
  readonly contested: boolean;
  readonly valid_from: number;
}

/** The identifier that a row holds. */
export function toIdentifier(row: IdentifierRow): Identifier {
  return {
    entryId: row.entry_id,
    keyHash: row.key_hash.toString('hex'),
    itemId: itemId(row.item_id),
    tenant: row.tenant,
    value: row.value,
    normaliser: row.normaliser,
    contested: row.contested,
  };
}

/** The columns of an identifier as JSON. */
export function fromIdentifier(identifier: Identifier): object {
  return {
    entry_id: identifier.entryId,
    key_hash: `\\x${identifier.keyHash}`,
    item_id: identifier.itemId,
    tenant: identifier.tenant,
    value: identifier.value,
    normaliser: identifier.normaliser,
    contested: identifier.contested,
  };
}
