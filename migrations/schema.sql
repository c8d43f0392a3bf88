-- The schema that the migrations lead to. Made from the catalog by
--     UNDERPIN_WRITE_SCHEMA=1 npx jest tests/migrations
-- Read it, do not edit it.

create extension if not exists pg_trgm;
create sequence configuration_item_id start 1;
create sequence identification_entry_id start 100000;
create sequence outage_id start 1;
create sequence parked_record_id start 1;
create sequence relationship_id start 1;
create sequence webhook_dead_letter_id start 1;

create table api_token (
  id uuid not null,
  name text not null,
  hash bytea not null,
  role text not null,
  tenants text[],
  labels jsonb not null,
  sources text[],
  description text,
  created_by text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  revoked_by text,
  last_used_at timestamp(3) with time zone,
  primary key (id)
);
create unique index api_token_hash on api_token (hash);
create unique index api_token_name on api_token (name);
comment on table api_token is 'On one node. Who may come in with a secret of their own. Never deleted: once there is one, nobody comes in without. Takes no revision.';
comment on column api_token.id is 'Random';
comment on column api_token.name is 'Stands in the change log as the principal; never given twice';
comment on column api_token.hash is 'SHA-256 of the secret, which is random and kept nowhere';
comment on column api_token.role is 'What it may do: VIEWER, DISCOVERER, EDITOR or ADMINISTRATOR';
comment on column api_token.tenants is 'The tenants whose items it sees and writes, the empty text for the default one; null: all';
comment on column api_token.labels is 'Labels with values that items must have to be seen and written';
comment on column api_token.sources is 'The data sources it may report as; null: any';
comment on column api_token.description is 'What it is for';
comment on column api_token.created_by is 'The principal that made it; command line: on the machine of the database';
comment on column api_token.created_at is 'When it was made';
comment on column api_token.expires_at is 'When it ends by itself; null: never';
comment on column api_token.revoked_at is 'When it was revoked; null: not yet';
comment on column api_token.revoked_by is 'The principal that revoked it';
comment on column api_token.last_used_at is 'When it was last used, give or take a minute; null: never';

create table change (
  revision bigint not null,
  ordinal integer not null,
  at timestamp(3) with time zone not null,
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
) partition by range (at);
create index change_item on change (item_id, revision, ordinal);
create index change_target on change (target_id, revision, ordinal) WHERE (target_id IS NOT NULL);
comment on table change is 'Distributed by revision. One entity changed by a change set. Partitioned by time.';
comment on column change.revision is 'The change set';
comment on column change.ordinal is 'Position in the change set, from 0';
comment on column change.at is 'Time of the change set; partitions are by it';
comment on column change.entity is 'What kind of thing changed';
comment on column change.kind is 'What happened to it';
comment on column change.item_id is 'The item, or the source of the relationship';
comment on column change.relationship_id is 'The relationship';
comment on column change.target_id is 'The target of the relationship';
comment on column change.subject is 'Name of the class, relationship type or data source';
comment on column change.tenant is 'The tenant it had then';
comment on column change.paths is 'What changed, sorted';
comment on column change.facts is 'Everything the graph engine needs, so that no follower re-reads rows';

create table change_default partition of change default;

create table change_set (
  revision bigint not null,
  at timestamp(3) with time zone not null,
  id uuid not null,
  principal text not null,
  source text,
  reason text,
  request_id text not null,
  operation_id uuid not null,
  operation_kind text not null,
  change_count integer not null,
  primary key (revision, at)
) partition by range (at);
create index change_set_at on change_set (at, revision);
create index change_set_operation on change_set (operation_id);
create index change_set_request on change_set (request_id);
comment on table change_set is 'Distributed by revision. The log: one row per committed write. Partitioned by time.';
comment on column change_set.revision is 'Position in the log, from 1, without gaps';
comment on column change_set.at is 'Commit time as agreed under the head lock';
comment on column change_set.id is 'Random; names the history up to here';
comment on column change_set.principal is 'Who wrote';
comment on column change_set.source is 'The data source that reported it; null for edits by hand';
comment on column change_set.reason is 'Why, as the caller said';
comment on column change_set.request_id is 'The request; an unknown commit is looked up by it';
comment on column change_set.operation_id is 'The call; one call may write several change sets';
comment on column change_set.operation_kind is 'INGEST, EDIT, MODEL, SOURCE or SYSTEM';
comment on column change_set.change_count is 'How many changes it holds';

create table change_set_default partition of change_set default;

create table ci_class (
  name text not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null,
  primary key (name)
);
comment on table ci_class is 'Reference table. The CI classes as defined now.';
comment on column ci_class.name is 'The class name';
comment on column ci_class.definition is 'CiClass as JSON: parent, attributes, identification, gate defaults';
comment on column ci_class.origin is 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN';
comment on column ci_class.valid_from is 'Revision of this version';

create table ci_class_version (
  name text not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (name, valid_from, closed_at)
) partition by range (closed_at);
create index ci_class_version_valid_to on ci_class_version (valid_to);
comment on table ci_class_version is 'Closed versions of ci_class: complete rows, valid from valid_from up to, not including, valid_to';
comment on column ci_class_version.name is 'The class name';
comment on column ci_class_version.definition is 'CiClass as JSON: parent, attributes, identification, gate defaults';
comment on column ci_class_version.origin is 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN';
comment on column ci_class_version.valid_from is 'Revision of this version';
comment on column ci_class_version.valid_to is 'The revision that ended this version';
comment on column ci_class_version.closed_at is 'Time of that revision; partitions are by it';

create table ci_class_version_default partition of ci_class_version default;

create table ci_identifier (
  entry_id integer not null,
  key_hash bytea not null,
  item_id bigint not null,
  tenant text not null,
  value text not null,
  normaliser smallint not null,
  contested boolean not null,
  valid_from bigint not null,
  primary key (entry_id, key_hash)
);
create index ci_identifier_item on ci_identifier (item_id);
comment on table ci_identifier is 'Distributed by key_hash. Who owns an identity: entry and hash of tenant, value and host.';
comment on column ci_identifier.entry_id is 'Identification entry; 1 is the native key';
comment on column ci_identifier.key_hash is 'SHA-256, first 128 bits, of tenant, normalised value and host';
comment on column ci_identifier.item_id is 'The owner';
comment on column ci_identifier.tenant is 'The tenant it is unique in';
comment on column ci_identifier.value is 'The normalised value, for people';
comment on column ci_identifier.normaliser is 'Version of the normaliser that made it';
comment on column ci_identifier.contested is 'True in the contested table';
comment on column ci_identifier.valid_from is 'Revision of this version';

create table ci_identifier_contested (
  entry_id integer not null,
  key_hash bytea not null,
  item_id bigint not null,
  tenant text not null,
  value text not null,
  normaliser smallint not null,
  contested boolean not null,
  valid_from bigint not null,
  primary key (entry_id, key_hash, item_id)
);
create index ci_identifier_contested_item on ci_identifier_contested (item_id);
comment on table ci_identifier_contested is 'Distributed by key_hash. Further holders of an identity; a lookup that finds one has more than one match.';
comment on column ci_identifier_contested.entry_id is 'Identification entry';
comment on column ci_identifier_contested.key_hash is 'Hash of the identity';
comment on column ci_identifier_contested.item_id is 'A further holder';
comment on column ci_identifier_contested.tenant is 'The tenant';
comment on column ci_identifier_contested.value is 'The normalised value, for people';
comment on column ci_identifier_contested.normaliser is 'Version of the normaliser that made it';
comment on column ci_identifier_contested.contested is 'Always true';
comment on column ci_identifier_contested.valid_from is 'Revision of this version';

create table ci_identifier_version (
  entry_id integer not null,
  key_hash bytea not null,
  item_id bigint not null,
  tenant text not null,
  value text not null,
  normaliser smallint not null,
  contested boolean not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (entry_id, key_hash, item_id, valid_from, closed_at)
) partition by range (closed_at);
create index ci_identifier_version_valid_to on ci_identifier_version (valid_to);
comment on table ci_identifier_version is 'Closed versions of ci_identifier: complete rows, valid from valid_from up to, not including, valid_to';
comment on column ci_identifier_version.entry_id is 'Identification entry; 1 is the native key';
comment on column ci_identifier_version.key_hash is 'SHA-256, first 128 bits, of tenant, normalised value and host';
comment on column ci_identifier_version.item_id is 'The owner';
comment on column ci_identifier_version.tenant is 'The tenant it is unique in';
comment on column ci_identifier_version.value is 'The normalised value, for people';
comment on column ci_identifier_version.normaliser is 'Version of the normaliser that made it';
comment on column ci_identifier_version.contested is 'True in the contested table';
comment on column ci_identifier_version.valid_from is 'Revision of this version';
comment on column ci_identifier_version.valid_to is 'The revision that ended this version';
comment on column ci_identifier_version.closed_at is 'Time of that revision; partitions are by it';

create table ci_identifier_version_default partition of ci_identifier_version default;

create table claim_due (
  id bigint not null,
  entity text not null,
  due_at timestamp with time zone not null,
  primary key (id, entity)
);
create index claim_due_due_at on claim_due (due_at, entity, id);
comment on table claim_due is 'Distributed by id. Items and relationships whose effective values may change because a claim expires.';
comment on column claim_due.id is 'The item or relationship';
comment on column claim_due.entity is 'CONFIGURATION_ITEM or RELATIONSHIP';
comment on column claim_due.due_at is 'When to look at it again';

create table configuration_item (
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
  absent_since timestamp(3) with time zone,
  retired_at timestamp(3) with time zone,
  merged_into bigint,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  retired_by text,
  primary key (id)
);
create index configuration_item_absent on configuration_item (absent_since) WHERE ((presence = 'ABSENT'::text) AND (retired_at IS NULL));
create index configuration_item_attributes on configuration_item using gin (attributes jsonb_path_ops);
create index configuration_item_class on configuration_item (class, name, id);
create index configuration_item_merged_into on configuration_item (merged_into) WHERE (merged_into IS NOT NULL);
create index configuration_item_name on configuration_item (name, id);
create index configuration_item_name_trgm on configuration_item using gin (name gin_trgm_ops);
create index configuration_item_path_gates on configuration_item (id) WHERE ((gates <> '{}'::jsonb) AND jsonb_path_exists(gates, '$.*?(@."rule" == "PATH")'::jsonpath));
create index configuration_item_retired on configuration_item (retired_at, id) WHERE (retired_at IS NOT NULL);
create index configuration_item_valid_from on configuration_item (valid_from, id);
comment on table configuration_item is 'Distributed by id. Current state of every configuration item, retired ones included.';
comment on column configuration_item.id is 'Dense id below 2^53; indexes the graph engine';
comment on column configuration_item.class is 'Name of its CI class';
comment on column configuration_item.tenant is 'Tenant; empty for the default one; never changes';
comment on column configuration_item.name is 'Display name';
comment on column configuration_item.description is 'Free text';
comment on column configuration_item.environment is 'Such as production';
comment on column configuration_item.lifecycle is 'CSDM life-cycle stage';
comment on column configuration_item.lifecycle_status is 'Status within the stage';
comment on column configuration_item.criticality is 'LOW, MEDIUM, HIGH or CRITICAL';
comment on column configuration_item.owner is 'Contact: name and url';
comment on column configuration_item.support_group is 'Contact: name and url';
comment on column configuration_item.on_call is 'Contact: name and url';
comment on column configuration_item.site is 'Where it is';
comment on column configuration_item.can_fail is 'False: a pure grouping that never fails by itself';
comment on column configuration_item.labels is 'Free key-value pairs';
comment on column configuration_item.attributes is 'Attributes of its class, effective values';
comment on column configuration_item.gates is 'Redundancy rules by key';
comment on column configuration_item.presence is 'PRESENT while some source claims its existence, else ABSENT';
comment on column configuration_item.absent_since is 'Since when no source claims it';
comment on column configuration_item.retired_at is 'When it left lists, graph and gates';
comment on column configuration_item.merged_into is 'The survivor, when merged away';
comment on column configuration_item.version is 'Counts its versions from 1';
comment on column configuration_item.created_at is 'Time of its first version';
comment on column configuration_item.updated_at is 'Time of this version';
comment on column configuration_item.valid_from is 'Revision of this version';
comment on column configuration_item.retired_by is 'PERSON, ABSENCE, REVERT or MERGE: why it was retired; discovery brings back only what no person retired';

create table configuration_item_version (
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
  absent_since timestamp(3) with time zone,
  retired_at timestamp(3) with time zone,
  merged_into bigint,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  retired_by text,
  primary key (id, valid_from, closed_at)
) partition by range (closed_at);
create index configuration_item_version_path_gates on configuration_item_version (id) WHERE ((gates <> '{}'::jsonb) AND jsonb_path_exists(gates, '$.*?(@."rule" == "PATH")'::jsonpath));
create index configuration_item_version_valid_to on configuration_item_version (valid_to);
comment on table configuration_item_version is 'Closed versions of configuration_item: complete rows, valid from valid_from up to, not including, valid_to';
comment on column configuration_item_version.id is 'Dense id below 2^53; indexes the graph engine';
comment on column configuration_item_version.class is 'Name of its CI class';
comment on column configuration_item_version.tenant is 'Tenant; empty for the default one; never changes';
comment on column configuration_item_version.name is 'Display name';
comment on column configuration_item_version.description is 'Free text';
comment on column configuration_item_version.environment is 'Such as production';
comment on column configuration_item_version.lifecycle is 'CSDM life-cycle stage';
comment on column configuration_item_version.lifecycle_status is 'Status within the stage';
comment on column configuration_item_version.criticality is 'LOW, MEDIUM, HIGH or CRITICAL';
comment on column configuration_item_version.owner is 'Contact: name and url';
comment on column configuration_item_version.support_group is 'Contact: name and url';
comment on column configuration_item_version.on_call is 'Contact: name and url';
comment on column configuration_item_version.site is 'Where it is';
comment on column configuration_item_version.can_fail is 'False: a pure grouping that never fails by itself';
comment on column configuration_item_version.labels is 'Free key-value pairs';
comment on column configuration_item_version.attributes is 'Attributes of its class, effective values';
comment on column configuration_item_version.gates is 'Redundancy rules by key';
comment on column configuration_item_version.presence is 'PRESENT while some source claims its existence, else ABSENT';
comment on column configuration_item_version.absent_since is 'Since when no source claims it';
comment on column configuration_item_version.retired_at is 'When it left lists, graph and gates';
comment on column configuration_item_version.merged_into is 'The survivor, when merged away';
comment on column configuration_item_version.version is 'Counts its versions from 1';
comment on column configuration_item_version.created_at is 'Time of its first version';
comment on column configuration_item_version.updated_at is 'Time of this version';
comment on column configuration_item_version.valid_from is 'Revision of this version';
comment on column configuration_item_version.valid_to is 'The revision that ended this version';
comment on column configuration_item_version.closed_at is 'Time of that revision; partitions are by it';
comment on column configuration_item_version.retired_by is 'PERSON, ABSENCE, REVERT or MERGE: why it was retired; discovery brings back only what no person retired';

create table configuration_item_version_default partition of configuration_item_version default;

create table data_rule (
  kind text not null,
  name text not null,
  definition jsonb not null,
  valid_from bigint not null,
  primary key (kind, name)
);
comment on table data_rule is 'Reference table. Rules about values, part of the class model: who is believed, for how long, in which words.';
comment on column data_rule.kind is 'RECONCILIATION_OF_CLASS, RECONCILIATION_OF_TYPE, REFRESH_PERIOD, VALUE_LIST or JUNK_VALUES';
comment on column data_rule.name is 'What it is for: a class, relationship type, data source, base field or kind of value';
comment on column data_rule.definition is 'The rules themselves as JSON; an empty list when all were taken away';
comment on column data_rule.valid_from is 'Revision of this version';

create table data_rule_version (
  kind text not null,
  name text not null,
  definition jsonb not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (kind, name, valid_from, closed_at)
) partition by range (closed_at);
create index data_rule_version_valid_to on data_rule_version (valid_to);
comment on table data_rule_version is 'Closed versions of data_rule: complete rows, valid from valid_from up to, not including, valid_to';
comment on column data_rule_version.kind is 'RECONCILIATION_OF_CLASS, RECONCILIATION_OF_TYPE, REFRESH_PERIOD, VALUE_LIST or JUNK_VALUES';
comment on column data_rule_version.name is 'What it is for: a class, relationship type, data source, base field or kind of value';
comment on column data_rule_version.definition is 'The rules themselves as JSON; an empty list when all were taken away';
comment on column data_rule_version.valid_from is 'Revision of this version';
comment on column data_rule_version.valid_to is 'The revision that ended this version';
comment on column data_rule_version.closed_at is 'Time of that revision; partitions are by it';

create table data_rule_version_default partition of data_rule_version default;

create table data_source (
  name text not null,
  description text,
  tenant text not null,
  may_create boolean not null,
  created_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  absent_after_misses integer,
  absent_grace_hours integer,
  expected_interval_seconds integer,
  primary key (name)
);
comment on table data_source is 'Reference table. The registered data sources.';
comment on column data_source.name is 'The source name';
comment on column data_source.description is 'What it is';
comment on column data_source.tenant is 'Tenant of items that name none';
comment on column data_source.may_create is 'False: it may only add to items that others created';
comment on column data_source.created_at is 'When it was registered';
comment on column data_source.valid_from is 'Revision of this version';
comment on column data_source.absent_after_misses is 'How many sync sessions in a row must miss a thing before the source no longer claims it; null: one';
comment on column data_source.absent_grace_hours is 'For how long what it reported stays absent before it is retired; null: the default';
comment on column data_source.expected_interval_seconds is 'How often it is expected to report; null: nobody waits for it';

create table data_source_activity (
  name text not null,
  last_commit_at timestamp(3) with time zone not null,
  primary key (name)
);
comment on table data_source_activity is 'Reference table. When each data source last had something taken. Bookkeeping: it takes no revision and has no history.';
comment on column data_source_activity.name is 'The source';
comment on column data_source_activity.last_commit_at is 'When an ingest, a sync session or a list of outages of it was last taken, whatever it changed';

create table data_source_version (
  name text not null,
  description text,
  tenant text not null,
  may_create boolean not null,
  created_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  absent_after_misses integer,
  absent_grace_hours integer,
  expected_interval_seconds integer,
  primary key (name, valid_from, closed_at)
) partition by range (closed_at);
create index data_source_version_valid_to on data_source_version (valid_to);
comment on table data_source_version is 'Closed versions of data_source: complete rows, valid from valid_from up to, not including, valid_to';
comment on column data_source_version.name is 'The source name';
comment on column data_source_version.description is 'What it is';
comment on column data_source_version.tenant is 'Tenant of items that name none';
comment on column data_source_version.may_create is 'False: it may only add to items that others created';
comment on column data_source_version.created_at is 'When it was registered';
comment on column data_source_version.valid_from is 'Revision of this version';
comment on column data_source_version.valid_to is 'The revision that ended this version';
comment on column data_source_version.closed_at is 'Time of that revision; partitions are by it';
comment on column data_source_version.absent_after_misses is 'How many sync sessions in a row must miss a thing before the source no longer claims it; null: one';
comment on column data_source_version.absent_grace_hours is 'For how long what it reported stays absent before it is retired; null: the default';
comment on column data_source_version.expected_interval_seconds is 'How often it is expected to report; null: nobody waits for it';

create table data_source_version_default partition of data_source_version default;

create table duplicate_evidence (
  set_id uuid not null,
  fingerprint text not null,
  kind text not null,
  entry text not null,
  identity_values text[] not null,
  source text,
  native_key text,
  items bigint[] not null,
  holdings jsonb not null,
  first_at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null,
  times integer not null,
  primary key (set_id, fingerprint)
);
create index duplicate_evidence_fingerprint on duplicate_evidence (fingerprint);
comment on table duplicate_evidence is 'Distributed by set_id. Why items are thought to be one: what a source reported, and whom it meant.';
comment on column duplicate_evidence.set_id is 'The set';
comment on column duplicate_evidence.fingerprint is 'SHA-256, first 128 bits, of all that makes it this evidence; the same again is the same row';
comment on column duplicate_evidence.kind is 'SEVERAL_MATCHES, DIFFERENT_MATCHES, NATIVE_KEY_REUSED or SHARED_IDENTITY';
comment on column duplicate_evidence.entry is 'The identification entry by its attributes, or nativeKey';
comment on column duplicate_evidence.identity_values is 'The normalised values of that entry';
comment on column duplicate_evidence.source is 'The data source that reported them; null for what was found in the store';
comment on column duplicate_evidence.native_key is 'The native key under which it did';
comment on column duplicate_evidence.items is 'Whom it meant, ascending';
comment on column duplicate_evidence.holdings is 'Identities by which each of them was meant: while two still hold theirs, the evidence stands';
comment on column duplicate_evidence.first_at is 'When it was first met';
comment on column duplicate_evidence.last_at is 'When it was last met';
comment on column duplicate_evidence.times is 'How often it was met';

create table duplicate_set (
  id uuid not null,
  tenant text not null,
  state text not null,
  opened_at timestamp(3) with time zone not null,
  changed_at timestamp(3) with time zone not null,
  checked_at timestamp(3) with time zone not null,
  closed_at timestamp(3) with time zone,
  closed_by text,
  reason text,
  primary key (id)
);
create index duplicate_set_open on duplicate_set (checked_at, id) WHERE (state = 'OPEN'::text);
create index duplicate_set_opened_at on duplicate_set (opened_at, id);
comment on table duplicate_set is 'Distributed by id. Items that may be one and the same thing, for a person to decide. Takes no revision.';
comment on column duplicate_set.id is 'Random';
comment on column duplicate_set.tenant is 'The tenant of its items';
comment on column duplicate_set.state is 'OPEN, MERGED, DISTINCT or GONE';
comment on column duplicate_set.opened_at is 'Time of the first evidence';
comment on column duplicate_set.changed_at is 'Time of the newest evidence or decision';
comment on column duplicate_set.checked_at is 'When its evidence was last looked at anew';
comment on column duplicate_set.closed_at is 'When it was decided, or its reason went';
comment on column duplicate_set.closed_by is 'Who decided; null when its reason went';
comment on column duplicate_set.reason is 'Why, as the person said';

create table duplicate_set_item (
  set_id uuid not null,
  item_id bigint not null,
  primary key (set_id, item_id)
);
create index duplicate_set_item_item on duplicate_set_item (item_id);
comment on table duplicate_set_item is 'Distributed by set_id. The items of duplicate sets.';
comment on column duplicate_set_item.set_id is 'The set';
comment on column duplicate_set_item.item_id is 'The item';

create table history_horizon (
  id smallint not null,
  revision bigint not null,
  at timestamp(3) with time zone,
  cutoff timestamp(3) with time zone,
  announced_at timestamp(3) with time zone,
  check ((id = 1)),
  primary key (id)
);
comment on table history_horizon is 'One row: how far back the history reaches. Moved before anything is dropped.';
comment on column history_horizon.id is 'Always 1';
comment on column history_horizon.revision is 'The oldest revision that can be read';
comment on column history_horizon.at is 'Its time; null while nothing was dropped';
comment on column history_horizon.cutoff is 'What was written or closed before may be dropped; null: nothing';
comment on column history_horizon.announced_at is 'When the horizon was moved there; dropping begins a little later, when nobody reads behind it any more';

create table idempotency (
  principal text not null,
  key text not null,
  body_hash bytea not null,
  result jsonb,
  created_at timestamp(3) with time zone not null,
  primary key (principal, key)
);
create index idempotency_created_at on idempotency (created_at);
comment on table idempotency is 'Distributed by key. Results of calls with an idempotency key, kept 24 hours.';
comment on column idempotency.principal is 'Who called';
comment on column idempotency.key is 'The key of the caller';
comment on column idempotency.body_hash is 'SHA-256 of the canonical request';
comment on column idempotency.result is 'The stored result; null while the first call runs';
comment on column idempotency.created_at is 'When the key was first used';

create table item_search (
  item_id bigint not null,
  text text not null,
  primary key (item_id)
);
create index item_search_text on item_search using gin (text gin_trgm_ops);
comment on table item_search is 'Distributed by item_id. What items are searched by, one text for each. Derived, takes no revision: it follows the items, and those that moved since are looked at themselves.';
comment on column item_search.item_id is 'The item';
comment on column item_search.text is 'Its name, native keys, identities and values of attributes, a line each';

create table match_index (
  id smallint not null,
  revision bigint not null,
  rules_version smallint not null,
  model_revision bigint not null,
  rules text not null,
  check ((id = 1)),
  primary key (id)
);
comment on table match_index is 'One row: how far match_term has followed the items, and under which rules.';
comment on column match_index.id is 'Always 1';
comment on column match_index.revision is 'Every version that began or ended up to here is in match_term';
comment on column match_index.rules_version is 'Version of the rules by which terms are made';
comment on column match_index.model_revision is 'Revision of the class model that they were made under';
comment on column match_index.rules is 'Digest of the attributes that the model says are host names and addresses';

create table match_term (
  term text not null,
  gone boolean not null,
  item_id bigint not null,
  primary key (term, gone, item_id)
);
create index match_term_item on match_term (item_id);
comment on table match_term is 'Distributed by term. What items are known by outside: host names, addresses and names in one spelling. Candidates only: an item is believed when its version still has the term. Derived, takes no revision.';
comment on column match_term.term is 'Kind and normalised value, such as h:web-03.example.com';
comment on column match_term.gone is 'False while the newest version of the item has it';
comment on column match_term.item_id is 'The item that has, or had, it';

create table observation (
  item_id bigint not null,
  source text not null,
  native_key text not null,
  tenant text not null,
  class text not null,
  claims jsonb not null,
  times jsonb not null,
  claims_existence boolean not null,
  first_seen_at timestamp with time zone not null,
  observed_at timestamp with time zone not null,
  valid_from bigint not null,
  primary key (item_id, source, native_key)
);
create index observation_source on observation (source, item_id);
comment on table observation is 'Distributed by item_id. What one data source says of one item under one native key.';
comment on column observation.item_id is 'The item';
comment on column observation.source is 'The data source';
comment on column observation.native_key is 'The key the source has for it; empty for none';
comment on column observation.tenant is 'The tenant of the item';
comment on column observation.class is 'The class the source reported';
comment on column observation.claims is 'Flat path -> value; null is a withdrawn claim';
comment on column observation.times is 'Flat path -> time, where it differs from observed_at';
comment on column observation.claims_existence is 'Whether the source says that the item exists';
comment on column observation.first_seen_at is 'First report';
comment on column observation.observed_at is 'Last report that changed something';
comment on column observation.valid_from is 'Revision of this version';

create table observation_version (
  item_id bigint not null,
  source text not null,
  native_key text not null,
  tenant text not null,
  class text not null,
  claims jsonb not null,
  times jsonb not null,
  claims_existence boolean not null,
  first_seen_at timestamp with time zone not null,
  observed_at timestamp with time zone not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (item_id, source, native_key, valid_from, closed_at)
) partition by range (closed_at);
create index observation_version_valid_to on observation_version (valid_to);
comment on table observation_version is 'Closed versions of observation: complete rows, valid from valid_from up to, not including, valid_to';
comment on column observation_version.item_id is 'The item';
comment on column observation_version.source is 'The data source';
comment on column observation_version.native_key is 'The key the source has for it; empty for none';
comment on column observation_version.tenant is 'The tenant of the item';
comment on column observation_version.class is 'The class the source reported';
comment on column observation_version.claims is 'Flat path -> value; null is a withdrawn claim';
comment on column observation_version.times is 'Flat path -> time, where it differs from observed_at';
comment on column observation_version.claims_existence is 'Whether the source says that the item exists';
comment on column observation_version.first_seen_at is 'First report';
comment on column observation_version.observed_at is 'Last report that changed something';
comment on column observation_version.valid_from is 'Revision of this version';
comment on column observation_version.valid_to is 'The revision that ended this version';
comment on column observation_version.closed_at is 'Time of that revision; partitions are by it';

create table observation_version_default partition of observation_version default;

create table outage (
  id bigint not null,
  item_id bigint not null,
  tenant text not null,
  state text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  source text not null,
  key text not null,
  reason text,
  planned boolean not null,
  valid_from bigint not null,
  primary key (id)
);
create index outage_item on outage (item_id);
create index outage_lasting on outage (COALESCE(ends_at, 'infinity'::timestamp with time zone));
create index outage_source_key on outage (source, key);
comment on table outage is 'Distributed by id. Outages and maintenance of items.';
comment on column outage.id is 'Id below 2^53';
comment on column outage.item_id is 'The item that is out';
comment on column outage.tenant is 'The tenant of the item';
comment on column outage.state is 'AT_RISK, DEGRADED or DOWN';
comment on column outage.starts_at is 'From when';
comment on column outage.ends_at is 'Until when; null while open';
comment on column outage.source is 'Who reported it';
comment on column outage.key is 'The key of the reporter, unique per source';
comment on column outage.reason is 'Why';
comment on column outage.planned is 'True for maintenance';
comment on column outage.valid_from is 'Revision of this version';

create table outage_version (
  id bigint not null,
  item_id bigint not null,
  tenant text not null,
  state text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  source text not null,
  key text not null,
  reason text,
  planned boolean not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (id, valid_from, closed_at)
) partition by range (closed_at);
create index outage_version_lasting on outage_version (COALESCE(ends_at, 'infinity'::timestamp with time zone));
create index outage_version_valid_to on outage_version (valid_to);
comment on table outage_version is 'Closed versions of outage: complete rows, valid from valid_from up to, not including, valid_to';
comment on column outage_version.id is 'Id below 2^53';
comment on column outage_version.item_id is 'The item that is out';
comment on column outage_version.tenant is 'The tenant of the item';
comment on column outage_version.state is 'AT_RISK, DEGRADED or DOWN';
comment on column outage_version.starts_at is 'From when';
comment on column outage_version.ends_at is 'Until when; null while open';
comment on column outage_version.source is 'Who reported it';
comment on column outage_version.key is 'The key of the reporter, unique per source';
comment on column outage_version.reason is 'Why';
comment on column outage_version.planned is 'True for maintenance';
comment on column outage_version.valid_from is 'Revision of this version';
comment on column outage_version.valid_to is 'The revision that ended this version';
comment on column outage_version.closed_at is 'Time of that revision; partitions are by it';

create table outage_version_default partition of outage_version default;

create table parked_record (
  source text not null,
  kind text not null,
  key_hash bytea not null,
  id bigint not null,
  native_key text,
  tenant text not null,
  subject text not null,
  code text not null,
  record jsonb not null,
  errors jsonb not null,
  observed_at timestamp with time zone not null,
  parked_at timestamp(3) with time zone not null,
  tried_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  primary key (source, kind, key_hash)
);
create index parked_record_expires on parked_record (expires_at);
create index parked_record_order on parked_record (id);
comment on table parked_record is 'Distributed by source. Items and relationships that sources reported incompletely, kept until something completes them. Takes no revision.';
comment on column parked_record.source is 'The data source';
comment on column parked_record.kind is 'ITEM or RELATIONSHIP';
comment on column parked_record.key_hash is 'SHA-256, first 128 bits, of the native key, or of the type and ends of a relationship';
comment on column parked_record.id is 'Order in which they were first parked';
comment on column parked_record.native_key is 'The key the source has for the item; null for relationships';
comment on column parked_record.tenant is 'Tenant of the source or item';
comment on column parked_record.subject is 'Class of the item, or type of the relationship';
comment on column parked_record.code is 'Why it cannot land: the first error code';
comment on column parked_record.record is 'The record as reported, with ends that mean the same in any request';
comment on column parked_record.errors is 'Why it could not land when it was last tried';
comment on column parked_record.observed_at is 'When the source saw it';
comment on column parked_record.parked_at is 'When it was first parked';
comment on column parked_record.tried_at is 'When it was last tried or reported';
comment on column parked_record.expires_at is 'When it is given up';

create table parked_wait (
  entry_id integer not null,
  key_hash bytea not null,
  source text not null,
  kind text not null,
  parked_hash bytea not null,
  primary key (entry_id, key_hash, source, kind, parked_hash)
);
create index parked_wait_record on parked_wait (source, kind, parked_hash);
comment on table parked_wait is 'Distributed by key_hash. Identities that parked records wait for.';
comment on column parked_wait.entry_id is 'Identification entry; 1 is the native key; 0 waits for any new item';
comment on column parked_wait.key_hash is 'Hash of the identity; empty for entry 0';
comment on column parked_wait.source is 'Source of the parked record';
comment on column parked_wait.kind is 'Kind of the parked record';
comment on column parked_wait.parked_hash is 'Its key_hash';

create table rederivation (
  revision bigint not null,
  operation_id uuid not null,
  principal text not null,
  request_id text not null,
  reason text,
  scope jsonb not null,
  after_item bigint not null,
  after_relationship bigint not null,
  done_at timestamp(3) with time zone,
  primary key (revision)
);
create index rederivation_open on rederivation (revision) WHERE (done_at IS NULL);
comment on table rederivation is 'Distributed by revision. Changes of rules whose effect on stored values is being worked out, or was.';
comment on column rederivation.revision is 'The change set that changed the rules';
comment on column rederivation.operation_id is 'Its operation; the change sets with the effects belong to it too';
comment on column rederivation.principal is 'Who changed the rules';
comment on column rederivation.request_id is 'The request that did';
comment on column rederivation.reason is 'Why, as the caller said';
comment on column rederivation.scope is 'Which items and relationships may be affected';
comment on column rederivation.after_item is 'Items up to this one are done';
comment on column rederivation.after_relationship is 'Relationships up to this one are done';
comment on column rederivation.done_at is 'When all was done; null until then';

create table relationship (
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
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  primary key (source_id, type, target_id)
);
create index relationship_by_id on relationship (id);
create index relationship_claimed on relationship using gin (jsonb_path_query_array(claims, '$[*]."source"'::jsonpath));
create index relationship_target on relationship (target_id, type) INCLUDE (source_id, valid_from);
comment on table relationship is 'Distributed by source_id. Relationships that hold now: source TYPE target.';
comment on column relationship.id is 'Dense id below 2^53';
comment on column relationship.source_id is 'The source item; usually the dependent';
comment on column relationship.type is 'Name of the relationship type';
comment on column relationship.target_id is 'The target item';
comment on column relationship.tenant is 'Tenant of the source item';
comment on column relationship.kind is 'DECLARED, OBSERVED or INFERRED';
comment on column relationship.strength is 'HARD or SOFT, effective';
comment on column relationship.gate_keys is 'Gates of the dependent that it is a member of; empty: the default gate of its type and strength';
comment on column relationship.weight is 'How much it counts in its gate';
comment on column relationship.attributes is 'Attributes, effective values';
comment on column relationship.claims is 'What each source claims of it';
comment on column relationship.version is 'Counts its versions from 1';
comment on column relationship.created_at is 'Time of its first version';
comment on column relationship.updated_at is 'Time of this version';
comment on column relationship.valid_from is 'Revision of this version';

create table relationship_sighting (
  id uuid not null,
  source text not null,
  observed_at timestamp with time zone not null,
  first_id bigint not null,
  last_id bigint not null,
  bits bytea not null,
  primary key (id)
);
create index relationship_sighting_range on relationship_sighting (last_id, first_id);
create index relationship_sighting_span on relationship_sighting using gist (int8range(first_id, last_id, '[]'::text));
comment on table relationship_sighting is 'Distributed by id. When sources last reported relationships: bitmaps over relationship ids. Takes no revision.';
comment on column relationship_sighting.id is 'Random';
comment on column relationship_sighting.source is 'The data source';
comment on column relationship_sighting.observed_at is 'When it saw them';
comment on column relationship_sighting.first_id is 'Relationship of the first bit';
comment on column relationship_sighting.last_id is 'Relationship of the last bit';
comment on column relationship_sighting.bits is 'Bit n is set when relationship first_id + n was seen';

create table relationship_type (
  name text not null,
  code smallint not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null,
  primary key (name),
  unique (code)
);
comment on table relationship_type is 'Reference table. The relationship types as defined now.';
comment on column relationship_type.name is 'The type name';
comment on column relationship_type.code is '0 to 255; the bit of the graph engine, never reused';
comment on column relationship_type.definition is 'RelationshipType as JSON: inverse name, propagation, endpoints, default gate';
comment on column relationship_type.origin is 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN';
comment on column relationship_type.valid_from is 'Revision of this version';

create table relationship_type_version (
  name text not null,
  code smallint not null,
  definition jsonb not null,
  origin text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (name, valid_from, closed_at)
) partition by range (closed_at);
create index relationship_type_version_valid_to on relationship_type_version (valid_to);
comment on table relationship_type_version is 'Closed versions of relationship_type: complete rows, valid from valid_from up to, not including, valid_to';
comment on column relationship_type_version.name is 'The type name';
comment on column relationship_type_version.code is '0 to 255; the bit of the graph engine, never reused';
comment on column relationship_type_version.definition is 'RelationshipType as JSON: inverse name, propagation, endpoints, default gate';
comment on column relationship_type_version.origin is 'BUILTIN or CUSTOM; an upgrade touches only what is BUILTIN';
comment on column relationship_type_version.valid_from is 'Revision of this version';
comment on column relationship_type_version.valid_to is 'The revision that ended this version';
comment on column relationship_type_version.closed_at is 'Time of that revision; partitions are by it';

create table relationship_type_version_default partition of relationship_type_version default;

create table relationship_version (
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
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  valid_from bigint not null,
  valid_to bigint not null,
  closed_at timestamp(3) with time zone not null,
  primary key (source_id, type, target_id, valid_from, closed_at)
) partition by range (closed_at);
create index relationship_version_by_id on relationship_version (id);
create index relationship_version_target on relationship_version (target_id, type);
create index relationship_version_valid_to on relationship_version (valid_to);
comment on table relationship_version is 'Closed versions of relationship: complete rows, valid from valid_from up to, not including, valid_to';
comment on column relationship_version.id is 'Dense id below 2^53';
comment on column relationship_version.source_id is 'The source item; usually the dependent';
comment on column relationship_version.type is 'Name of the relationship type';
comment on column relationship_version.target_id is 'The target item';
comment on column relationship_version.tenant is 'Tenant of the source item';
comment on column relationship_version.kind is 'DECLARED, OBSERVED or INFERRED';
comment on column relationship_version.strength is 'HARD or SOFT, effective';
comment on column relationship_version.gate_keys is 'Gates of the dependent that it is a member of; empty: the default gate of its type and strength';
comment on column relationship_version.weight is 'How much it counts in its gate';
comment on column relationship_version.attributes is 'Attributes, effective values';
comment on column relationship_version.claims is 'What each source claims of it';
comment on column relationship_version.version is 'Counts its versions from 1';
comment on column relationship_version.created_at is 'Time of its first version';
comment on column relationship_version.updated_at is 'Time of this version';
comment on column relationship_version.valid_from is 'Revision of this version';
comment on column relationship_version.valid_to is 'The revision that ended this version';
comment on column relationship_version.closed_at is 'Time of that revision; partitions are by it';

create table relationship_version_default partition of relationship_version default;

create table revision_head (
  id smallint not null,
  revision bigint not null,
  at timestamp(3) with time zone not null,
  check ((id = 1)),
  primary key (id)
);
comment on table revision_head is 'One row: the last revision. Every write locks it first, so revisions are gapless and in commit order.';
comment on column revision_head.id is 'Always 1';
comment on column revision_head.revision is 'The last revision';
comment on column revision_head.at is 'Its time; never runs backwards';

create table search_index (
  id smallint not null,
  revision bigint not null,
  check ((id = 1)),
  primary key (id)
);
comment on table search_index is 'One row: how far item_search has followed the items.';
comment on column search_index.id is 'Always 1';
comment on column search_index.revision is 'item_search is what held at this revision';

create table sighting (
  id uuid not null,
  source text not null,
  observed_at timestamp with time zone not null,
  complete boolean not null,
  first_item bigint not null,
  last_item bigint not null,
  items bytea not null,
  primary key (id)
);
create index sighting_range on sighting (last_item, first_item);
create index sighting_span on sighting using gist (int8range(first_item, last_item, '[]'::text));
comment on table sighting is 'Distributed by id. What a run saw unchanged: one row per slice, a bitmap over item ids. Takes no revision.';
comment on column sighting.id is 'Random';
comment on column sighting.source is 'The data source';
comment on column sighting.observed_at is 'When it saw them';
comment on column sighting.complete is 'Whether it repeated everything it claims of them, so that all of it is as fresh as this';
comment on column sighting.first_item is 'Item of the first bit';
comment on column sighting.last_item is 'Item of the last bit';
comment on column sighting.items is 'Bit n is set when item first_item + n was seen';

create table sweep_position (
  task text not null,
  revision bigint not null,
  primary key (task)
);
comment on table sweep_position is 'Distributed by task. How far tasks of the sweeper have read the log.';
comment on column sweep_position.task is 'The task';
comment on column sweep_position.revision is 'Everything up to here was taken note of';

create table sync_miss (
  source text not null,
  entity text not null,
  id bigint not null,
  misses integer not null,
  primary key (source, entity, id)
);
comment on table sync_miss is 'Distributed by source. What the last sync sessions of a source did not see and did not remove yet.';
comment on column sync_miss.source is 'The data source';
comment on column sync_miss.entity is 'CONFIGURATION_ITEM or RELATIONSHIP';
comment on column sync_miss.id is 'The item or relationship';
comment on column sync_miss.misses is 'How many committed sessions in a row missed it';

create table sync_session (
  id uuid not null,
  source text not null,
  principal text not null,
  reason text,
  idempotency_key text,
  scope jsonb not null,
  state text not null,
  max_removal_percent double precision not null,
  idle_ms bigint not null,
  begun_revision bigint not null,
  started_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_because text,
  items_reported bigint not null,
  relationships_reported bigint not null,
  partial_types text[] not null,
  decision jsonb,
  visibility jsonb,
  primary key (id)
);
create index sync_session_ended on sync_session (ended_at) WHERE (ended_at IS NOT NULL);
create index sync_session_listed on sync_session (started_at, id);
create index sync_session_unfinished on sync_session (source, expires_at) WHERE (ended_at IS NULL);
comment on table sync_session is 'Distributed by id. Sync sessions: runs of a data source that report everything in a scope. Its id is also that of the operation. Takes no revision.';
comment on column sync_session.id is 'Random; the change sets of the session carry it as their operation';
comment on column sync_session.source is 'The data source';
comment on column sync_session.principal is 'Who began it';
comment on column sync_session.reason is 'Why, as the caller said';
comment on column sync_session.idempotency_key is 'Of the call that began it; null for none';
comment on column sync_session.scope is 'SyncScope as JSON: what the run covers';
comment on column sync_session.state is 'OPEN, COMMITTING, AWAITING_CONFIRMATION, COMMITTED, ABORTED or EXPIRED';
comment on column sync_session.max_removal_percent is 'More than this share of the scope is removed only when confirmed';
comment on column sync_session.idle_ms is 'It expires when nothing is heard of it for so long';
comment on column sync_session.begun_revision is 'The newest revision when it began';
comment on column sync_session.started_at is 'When it began';
comment on column sync_session.expires_at is 'When it ends by itself, removing nothing';
comment on column sync_session.ended_at is 'When it ended; null while it has not';
comment on column sync_session.ended_because is 'Why it ended without a commit, for people';
comment on column sync_session.items_reported is 'Items reported in it, repeated ones counted again';
comment on column sync_session.relationships_reported is 'Relationships reported in it, repeated ones counted again';
comment on column sync_session.partial_types is 'Classes and relationship types whose collection failed';
comment on column sync_session.decision is 'What the commit came to: counts, and why it has to be confirmed; null before';
comment on column sync_session.visibility is 'What who began it saw, as {"tenants": [] or null, "labels": {}}: the session is about that. Null: everything';

create table sync_session_set (
  session_id uuid not null,
  id uuid not null,
  role text not null,
  entity text not null,
  first_id bigint not null,
  bits bytea not null,
  primary key (session_id, id)
);
comment on table sync_session_set is 'Distributed by session_id. Sets of items and relationships of a sync session as bitmaps; one set may have several rows for the same ids.';
comment on column sync_session_set.session_id is 'The session';
comment on column sync_session_set.id is 'Random';
comment on column sync_session_set.role is 'SEEN: reported in it; REMOVED: loses the claim of existence; FORGIVEN: missed, but not often enough';
comment on column sync_session_set.entity is 'CONFIGURATION_ITEM or RELATIONSHIP';
comment on column sync_session_set.first_id is 'Id of the first bit, a multiple of 8';
comment on column sync_session_set.bits is 'Bit n is set when id first_id + n is in the set';

create table volatile_value (
  item_id bigint not null,
  name text not null,
  value jsonb not null,
  source text not null,
  observed_at timestamp(3) with time zone not null,
  primary key (item_id, name)
);
comment on table volatile_value is 'Distributed by item_id. The last value of every attribute whose schema says x-volatile. Bookkeeping: it takes no revision and has no history.';
comment on column volatile_value.item_id is 'The item';
comment on column volatile_value.name is 'The attribute';
comment on column volatile_value.value is 'What was reported last; null when it was withdrawn';
comment on column volatile_value.source is 'The data source that reported it';
comment on column volatile_value.observed_at is 'When the source saw it';

create table webhook (
  id uuid not null,
  url text not null,
  description text,
  filter jsonb not null,
  secret text not null,
  secret_before text,
  secret_before_until timestamp(3) with time zone,
  principal text not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  generation integer not null,
  state text not null,
  state_reason text,
  position text not null,
  position_revision bigint not null,
  failures integer not null,
  next_attempt_at timestamp(3) with time zone,
  last_error text,
  last_delivered_at timestamp(3) with time zone,
  visibility jsonb,
  primary key (id)
);
create index webhook_order on webhook (created_at, id);
comment on table webhook is 'Distributed by id. Who is told of changes by HTTP, and how far they were. Takes no revision.';
comment on column webhook.id is 'Random';
comment on column webhook.url is 'Where events are posted to';
comment on column webhook.description is 'What it is for';
comment on column webhook.filter is 'Which changes: the filter of the change feed, its references turned into ids';
comment on column webhook.secret is 'Signs the events; has to be known in clear, and leaves the database for nothing else';
comment on column webhook.secret_before is 'The secret before the last rotation; signs as well until secret_before_until';
comment on column webhook.secret_before_until is 'When the secret before ends';
comment on column webhook.principal is 'Who registered it; what they may see is what it is told';
comment on column webhook.created_at is 'When it was registered';
comment on column webhook.updated_at is 'When it was last changed';
comment on column webhook.generation is 'Counts its changes: a delivery under an older one is not noted any more';
comment on column webhook.state is 'ACTIVE, PAUSED by a person or SUSPENDED because it cannot go on';
comment on column webhook.state_reason is 'Why it is suspended';
comment on column webhook.position is 'Cursor of the change feed: what is up to there was delivered, did not fit or is a dead letter';
comment on column webhook.position_revision is 'The revision of that cursor';
comment on column webhook.failures is 'How often the next event was tried in vain';
comment on column webhook.next_attempt_at is 'When it is tried again; null: at once';
comment on column webhook.last_error is 'Why the last attempt failed; null after a success';
comment on column webhook.last_delivered_at is 'When an event was last taken';
comment on column webhook.visibility is 'What who registered it saw, as tenants and labels: it is told of nothing else; null: of everything';

create table webhook_dead_letter (
  webhook_id uuid not null,
  id bigint not null,
  event_id text not null,
  revision bigint not null,
  body text not null,
  failed_at timestamp(3) with time zone not null,
  attempts integer not null,
  reason text not null,
  redeliver boolean not null,
  primary key (webhook_id, id)
);
comment on table webhook_dead_letter is 'Distributed by webhook_id. Events that a webhook did not take. Takes no revision.';
comment on column webhook_dead_letter.webhook_id is 'The webhook';
comment on column webhook_dead_letter.id is 'Grows; the order in which they were given up';
comment on column webhook_dead_letter.event_id is 'The id it was sent under; the same when it is sent again';
comment on column webhook_dead_letter.revision is 'The revision it speaks of';
comment on column webhook_dead_letter.body is 'What was sent';
comment on column webhook_dead_letter.failed_at is 'When it was last tried';
comment on column webhook_dead_letter.attempts is 'How often it was tried';
comment on column webhook_dead_letter.reason is 'Why the last attempt failed';
comment on column webhook_dead_letter.redeliver is 'Somebody asked for it to be sent again';
