import { ForwardMigration } from './forward-migration';
import { columnComment, commentStatements, type TableComments } from './table-comments';

/*
 * Rules this schema keeps, so that one schema serves one PostgreSQL and a distributed one alike: every primary key and
 * unique index contains the table's distribution column (first column named in its comment), no foreign keys between
 * data tables, no triggers, timestamps are parameters. tests/storage/catalog.test.ts asserts them.
 *
 * A current row and its closed versions share their columns; each list is written once and used in both tables.
 */

const CONFIGURATION_ITEM_COLUMNS = `
  id bigint not null,
  class text not null,
  tenant text not null,
  name text not null,
  description text,
  environment text,
  lifecycle text not null,
  lifecycle_status text,
  criticality text,
  owner jsonb,
  support_group jsonb,
  on_call jsonb,
  site text,
  can_fail boolean not null,
  labels jsonb not null,
  attributes jsonb not null,
  gates jsonb not null,
  presence text not null,
  absent_since timestamptz(3),
  retired_at timestamptz(3),
  merged_into bigint,
  version integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  valid_from bigint not null`;

const OBSERVATION_COLUMNS = `
  item_id bigint not null,
  source text not null,
  native_key text not null,
  tenant text not null,
  class text not null,
  claims jsonb not null,
  times jsonb not null,
  claims_existence boolean not null,
  first_seen_at timestamptz not null,
  observed_at timestamptz not null,
  valid_from bigint not null`;

const IDENTIFIER_COLUMNS = `
  entry_id integer not null,
  key_hash bytea not null,
  item_id bigint not null,
  tenant text not null,
  value text not null,
  normaliser smallint not null,
  contested boolean not null,
  valid_from bigint not null`;

const RELATIONSHIP_COLUMNS = `
  id bigint not null,
  source_id bigint not null,
  type text not null,
  target_id bigint not null,
  tenant text not null,
  kind text not null,
  strength text not null,
  gate_keys text[] not null,
  weight integer not null,
  attributes jsonb not null,
  claims jsonb not null,
  version integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  valid_from bigint not null`;

const OUTAGE_COLUMNS = `
  id bigint not null,
  item_id bigint not null,
  tenant text not null,
  state text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  source text not null,
  key text not null,
  reason text,
  planned boolean not null,
  valid_from bigint not null`;

const DATA_SOURCE_COLUMNS = `
  name text not null,
  description text,
  tenant text not null,
  may_create boolean not null,
  created_at timestamptz(3) not null,
  valid_from bigint not null`;

const CLASS_COLUMNS = `
  name text not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null`;

const RELATIONSHIP_TYPE_COLUMNS = `
  name text not null,
  code smallint not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null`;

/** Closed versions: the same columns, the revision that ended them, and the time by which they are partitioned. */
const versionTable = (name: string, columns: string, key: string): readonly string[] => [
  `create table ${name}_version (${columns},
     valid_to bigint not null,
     closed_at timestamptz(3) not null,
     primary key (${key}, valid_from, closed_at)
   ) partition by range (closed_at)`,
  `create table ${name}_version_default partition of ${name}_version default`,
  `create index ${name}_version_valid_to on ${name}_version (valid_to)`,
  `comment on table ${name}_version is 'Closed versions of ${name}: complete rows, valid from valid_from up to, not including, valid_to'`,
  `comment on column ${name}_version.valid_to is 'The revision that ended this version'`,
  `comment on column ${name}_version.closed_at is 'Time of that revision; partitions are by it'`,
];

const STATEMENTS: readonly string[] = [
  'create extension if not exists pg_trgm',
  'create sequence configuration_item_id',
  'create sequence relationship_id',
  'create sequence outage_id',
  'create sequence identification_entry_id start 100000',

  `create table revision_head (
     id smallint primary key check (id = 1),
     revision bigint not null,
     at timestamptz(3) not null)`,
  `insert into revision_head values (1, 0, '1970-01-01T00:00:00Z')`,

  `create table change_set (
     revision bigint not null,
     at timestamptz(3) not null,
     id uuid not null,
     principal text not null,
     source text,
     reason text,
     request_id text not null,
     operation_id uuid not null,
     operation_kind text not null,
     change_count integer not null,
     primary key (revision, at)
   ) partition by range (at)`,
  'create table change_set_default partition of change_set default',
  'create index change_set_operation on change_set (operation_id)',
  'create index change_set_request on change_set (request_id)',
  'create index change_set_at on change_set (at, revision)',

  `create table change (
     revision bigint not null,
     ordinal integer not null,
     at timestamptz(3) not null,
     entity text not null,
     kind text not null,
     item_id bigint,
     relationship_id bigint,
     target_id bigint,
     subject text,
     tenant text not null,
     paths text[] not null,
     facts jsonb,
     primary key (revision, ordinal, at)
   ) partition by range (at)`,
  'create table change_default partition of change default',
  'create index change_item on change (item_id, revision, ordinal)',
  'create index change_target on change (target_id, revision, ordinal) where target_id is not null',

  `create table ci_class (${CLASS_COLUMNS}, primary key (name))`,
  ...versionTable('ci_class', CLASS_COLUMNS, 'name'),
  `create table relationship_type (${RELATIONSHIP_TYPE_COLUMNS}, primary key (name), unique (code))`,
  ...versionTable('relationship_type', RELATIONSHIP_TYPE_COLUMNS, 'name'),
  `create table data_source (${DATA_SOURCE_COLUMNS}, primary key (name))`,
  ...versionTable('data_source', DATA_SOURCE_COLUMNS, 'name'),

  `create table configuration_item (${CONFIGURATION_ITEM_COLUMNS}, primary key (id))`,
  'create index configuration_item_name on configuration_item (name, id)',
  'create index configuration_item_class on configuration_item (class, name, id)',
  'create index configuration_item_valid_from on configuration_item (valid_from, id)',
  'create index configuration_item_attributes on configuration_item using gin (attributes jsonb_path_ops)',
  'create index configuration_item_merged_into on configuration_item (merged_into) where merged_into is not null',
  'create index configuration_item_name_trgm on configuration_item using gin (name gin_trgm_ops)',
  ...versionTable('configuration_item', CONFIGURATION_ITEM_COLUMNS, 'id'),

  `create table observation (${OBSERVATION_COLUMNS}, primary key (item_id, source, native_key))`,
  ...versionTable('observation', OBSERVATION_COLUMNS, 'item_id, source, native_key'),

  `create table sighting (
     id uuid primary key,
     source text not null,
     observed_at timestamptz not null,
     complete boolean not null,
     first_item bigint not null,
     last_item bigint not null,
     items bytea not null)`,
  'create index sighting_range on sighting (last_item, first_item)',

  `create table ci_identifier (${IDENTIFIER_COLUMNS}, primary key (entry_id, key_hash))`,
  'create index ci_identifier_item on ci_identifier (item_id)',
  ...versionTable('ci_identifier', IDENTIFIER_COLUMNS, 'entry_id, key_hash, item_id'),
  `create table ci_identifier_contested (${IDENTIFIER_COLUMNS}, primary key (entry_id, key_hash, item_id))`,
  'create index ci_identifier_contested_item on ci_identifier_contested (item_id)',

  `create table relationship (${RELATIONSHIP_COLUMNS}, primary key (source_id, type, target_id))`,
  'create index relationship_target on relationship (target_id, type) include (source_id, valid_from)',
  'create index relationship_by_id on relationship (id)',
  ...versionTable('relationship', RELATIONSHIP_COLUMNS, 'source_id, type, target_id'),
  'create index relationship_version_target on relationship_version (target_id, type)',
  'create index relationship_version_by_id on relationship_version (id)',

  `create table outage (${OUTAGE_COLUMNS}, primary key (id))`,
  'create index outage_item on outage (item_id)',
  ...versionTable('outage', OUTAGE_COLUMNS, 'id'),

  `create table idempotency (
     principal text not null,
     key text not null,
     body_hash bytea not null,
     result jsonb,
     created_at timestamptz(3) not null,
     primary key (principal, key))`,
  'create index idempotency_created_at on idempotency (created_at)',
];

const COMMENTS: TableComments = {
  revision_head: {
    table: 'One row: the last revision. Every write locks it first, so revisions are gapless and in commit order.',
    columns: { id: 'Always 1', revision: 'The last revision', at: 'Its time; never runs backwards' },
  },
  change_set: {
    table: 'Distributed by revision. The log: one row per committed write. Partitioned by time.',
    columns: {
      revision: 'Position in the log, from 1, without gaps',
      at: 'Commit time as agreed under the head lock',
      id: 'Random; names the history up to here',
      principal: 'Who wrote',
      source: 'The data source that reported it; null for edits by hand',
      reason: 'Why, as the caller said',
      request_id: 'The request; an unknown commit is looked up by it',
      operation_id: 'The call; one call may write several change sets',
      operation_kind: 'INGEST, EDIT, MODEL, SOURCE or SYSTEM',
      change_count: 'How many changes it holds',
    },
  },
  change: {
    table: 'Distributed by revision. One entity changed by a change set. Partitioned by time.',
    columns: {
      revision: 'The change set',
      ordinal: 'Position in the change set, from 0',
      at: 'Time of the change set; partitions are by it',
      entity: 'What kind of thing changed',
      kind: 'What happened to it',
      item_id: 'The item, or the source of the relationship',
      relationship_id: 'The relationship',
      target_id: 'The target of the relationship',
      subject: 'Name of the class, relationship type or data source',
      tenant: 'The tenant it had then',
      paths: 'What changed, sorted',
      facts: 'Everything the graph engine needs, so that no follower re-reads rows',
    },
  },
  ci_class: {
    table: 'Reference table. The CI classes as defined now.',
    columns: {
      name: 'The class name',
      definition: 'CiClass as JSON: parent, attributes, identification, gate defaults',
      origin: 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN',
      valid_from: 'Revision of this version',
    },
  },
  relationship_type: {
    table: 'Reference table. The relationship types as defined now.',
    columns: {
      name: 'The type name',
      code: '0 to 255; the bit of the graph engine, never reused',
      definition: 'RelationshipType as JSON: inverse name, propagation, endpoints, default gate',
      origin: 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN',
      valid_from: 'Revision of this version',
    },
  },
  data_source: {
    table: 'Reference table. The registered data sources.',
    columns: {
      name: 'The source name',
      description: 'What it is',
      tenant: 'Tenant of items that name none',
      may_create: 'False: it may only add to items that others created',
      created_at: 'When it was registered',
      valid_from: 'Revision of this version',
    },
  },
  configuration_item: {
    table: 'Distributed by id. Current state of every configuration item, retired ones included.',
    columns: {
      id: 'Dense id below 2^53; indexes the graph engine',
      class: 'Name of its CI class',
      tenant: 'Tenant; empty for the default one; never changes',
      name: 'Display name',
      description: 'Free text',
      environment: 'Such as production',
      lifecycle: 'CSDM life-cycle stage',
      lifecycle_status: 'Status within the stage',
      criticality: 'LOW, MEDIUM, HIGH or CRITICAL',
      owner: 'Contact: name and url',
      support_group: 'Contact: name and url',
      on_call: 'Contact: name and url',
      site: 'Where it is',
      can_fail: 'False: a pure grouping that never fails by itself',
      labels: 'Free key-value pairs',
      attributes: 'Attributes of its class, effective values',
      gates: 'Redundancy rules by key',
      presence: 'PRESENT while some source claims its existence, else ABSENT',
      absent_since: 'Since when no source claims it',
      retired_at: 'When it left lists, graph and gates',
      merged_into: 'The survivor, when merged away',
      version: 'Counts its versions from 1',
      created_at: 'Time of its first version',
      updated_at: 'Time of this version',
      valid_from: 'Revision of this version',
    },
  },
  observation: {
    table: 'Distributed by item_id. What one data source says of one item under one native key.',
    columns: {
      item_id: 'The item',
      source: 'The data source',
      native_key: 'The key the source has for it; empty for none',
      tenant: 'The tenant of the item',
      class: 'The class the source reported',
      claims: 'Flat path -> value; null is a withdrawn claim',
      times: 'Flat path -> time, where it differs from observed_at',
      claims_existence: 'Whether the source says that the item exists',
      first_seen_at: 'First report',
      observed_at: 'Last report that changed something',
      valid_from: 'Revision of this version',
    },
  },
  sighting: {
    table: 'Distributed by id. What a run saw unchanged: one row per slice, a bitmap over item ids. Takes no revision.',
    columns: {
      id: 'Random',
      source: 'The data source',
      observed_at: 'When it saw them',
      complete: 'Whether it repeated everything it claims of them, so that all of it is as fresh as this',
      first_item: 'Item of the first bit',
      last_item: 'Item of the last bit',
      items: 'Bit n is set when item first_item + n was seen',
    },
  },
  ci_identifier: {
    table: 'Distributed by key_hash. Who owns an identity: entry and hash of tenant, value and host.',
    columns: {
      entry_id: 'Identification entry; 1 is the native key',
      key_hash: 'SHA-256, first 128 bits, of tenant, normalised value and host',
      item_id: 'The owner',
      tenant: 'The tenant it is unique in',
      value: 'The normalised value, for people',
      normaliser: 'Version of the normaliser that made it',
      contested: 'True in the contested table',
      valid_from: 'Revision of this version',
    },
  },
  ci_identifier_contested: {
    table: 'Distributed by key_hash. Further holders of an identity; a lookup that finds one has more than one match.',
    columns: {
      entry_id: 'Identification entry',
      key_hash: 'Hash of the identity',
      item_id: 'A further holder',
      tenant: 'The tenant',
      value: 'The normalised value, for people',
      normaliser: 'Version of the normaliser that made it',
      contested: 'Always true',
      valid_from: 'Revision of this version',
    },
  },
  relationship: {
    table: 'Distributed by source_id. Relationships that hold now: source TYPE target.',
    columns: {
      id: 'Dense id below 2^53',
      source_id: 'The source item; usually the dependent',
      type: 'Name of the relationship type',
      target_id: 'The target item',
      tenant: 'Tenant of the source item',
      kind: 'DECLARED, OBSERVED or INFERRED',
      strength: 'HARD or SOFT, effective',
      gate_keys: 'Gates of the dependent that it is a member of; empty: the default gate of its type and strength',
      weight: 'How much it counts in its gate',
      attributes: 'Attributes, effective values',
      claims: 'What each source claims of it',
      version: 'Counts its versions from 1',
      created_at: 'Time of its first version',
      updated_at: 'Time of this version',
      valid_from: 'Revision of this version',
    },
  },
  outage: {
    table: 'Distributed by id. Outages and maintenance of items.',
    columns: {
      id: 'Id below 2^53',
      item_id: 'The item that is out',
      tenant: 'The tenant of the item',
      state: 'AT_RISK, DEGRADED or DOWN',
      starts_at: 'From when',
      ends_at: 'Until when; null while open',
      source: 'Who reported it',
      key: 'The key of the reporter, unique per source',
      reason: 'Why',
      planned: 'True for maintenance',
      valid_from: 'Revision of this version',
    },
  },
  idempotency: {
    table: 'Distributed by key. Results of calls with an idempotency key, kept 24 hours.',
    columns: {
      principal: 'Who called',
      key: 'The key of the caller',
      body_hash: 'SHA-256 of the canonical request',
      result: 'The stored result; null while the first call runs',
      created_at: 'When the key was first used',
    },
  },
};

/** The columns that a table shares with the table of its closed versions mean the same there. */
const VERSION_COMMENTS = Object.entries(COMMENTS).flatMap(([table, { columns }]) =>
  STATEMENTS.some((statement) => statement.startsWith(`create table ${table}_version (`))
    ? Object.entries(columns).map(([column, text]) => columnComment(`${table}_version`, column, text))
    : [],
);

/** The tables of the first release. */
export class Schema1795000000000 extends ForwardMigration {
  readonly name = 'Schema1795000000000';
  protected readonly statements = [...STATEMENTS, ...commentStatements(COMMENTS), ...VERSION_COMMENTS];
}
