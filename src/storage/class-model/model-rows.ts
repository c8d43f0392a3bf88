import type { ChangePlan, ModelWrite } from '../change-sets/change-plan';
import type { VersionedTable } from '../versioned-table';

/** `ci_class` and its versions. */
export const CLASS_TABLE: VersionedTable = {
  name: 'ci_class',
  versions: 'ci_class_version',
  key: ['name'],
  columns: { name: 'text', definition: 'jsonb', origin: 'text', valid_from: 'bigint' },
  stamped: [],
  kept: [],
};

/** `relationship_type` and its versions. */
export const RELATIONSHIP_TYPE_TABLE: VersionedTable = {
  name: 'relationship_type',
  versions: 'relationship_type_version',
  key: ['name'],
  columns: { name: 'text', code: 'smallint', definition: 'jsonb', origin: 'text', valid_from: 'bigint' },
  stamped: [],
  kept: [],
};

/** `data_rule` and its versions. */
export const DATA_RULE_TABLE: VersionedTable = {
  name: 'data_rule',
  versions: 'data_rule_version',
  key: ['kind', 'name'],
  columns: { kind: 'text', name: 'text', definition: 'jsonb', valid_from: 'bigint' },
  stamped: [],
  kept: [],
};

/** `data_source` and its versions. */
export const DATA_SOURCE_TABLE: VersionedTable = {
  name: 'data_source',
  versions: 'data_source_version',
  key: ['name'],
  columns: {
    name: 'text',
    description: 'text',
    tenant: 'text',
    may_create: 'boolean',
    absent_after_misses: 'integer',
    absent_grace_hours: 'integer',
    expected_interval_seconds: 'integer',
    created_at: 'timestamptz(3)',
    valid_from: 'bigint',
  },
  stamped: ['created_at'],
  kept: ['created_at'],
};

/** The columns of a class as JSON. */
export const fromClassWrite = ({ definition, origin }: ModelWrite['classes'][number]): object => ({
  name: definition.name,
  definition,
  origin,
});

/** The columns of a relationship type as JSON. */
export const fromRelationshipTypeWrite = ({ definition, origin }: ModelWrite['relationshipTypes'][number]): object => ({
  name: definition.name,
  code: definition.code,
  definition,
  origin,
});

/** The columns of a rule about values as JSON. */
export const fromDataRuleWrite = ({ rule }: NonNullable<ModelWrite['dataRules']>[number]): object => ({ ...rule });

/** The columns of a data source as JSON. */
export const fromDataSource = ({ record }: ChangePlan['dataSources'][number]): object => ({
  name: record.name,
  description: record.description,
  tenant: record.tenant,
  may_create: record.mayCreate,
  absent_after_misses: record.absentAfterMisses,
  absent_grace_hours: record.absentGraceHours,
  expected_interval_seconds: record.expectedIntervalSeconds,
});
