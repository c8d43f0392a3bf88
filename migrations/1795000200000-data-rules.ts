import { ForwardMigration } from './forward-migration';
import { commentStatements, type TableComments } from './table-comments';

const DATA_RULE_COLUMNS = `
  kind text not null,
  name text not null,
  definition jsonb not null,
  valid_from bigint not null`;

const STATEMENTS: readonly string[] = [
  `create table data_rule (${DATA_RULE_COLUMNS}, primary key (kind, name))`,
  `create table data_rule_version (${DATA_RULE_COLUMNS},
     valid_to bigint not null,
     closed_at timestamptz(3) not null,
     primary key (kind, name, valid_from, closed_at)
   ) partition by range (closed_at)`,
  'create table data_rule_version_default partition of data_rule_version default',
  'create index data_rule_version_valid_to on data_rule_version (valid_to)',

  `create table rederivation (
     revision bigint primary key,
     operation_id uuid not null,
     principal text not null,
     request_id text not null,
     reason text,
     scope jsonb not null,
     after_item bigint not null,
     after_relationship bigint not null,
     done_at timestamptz(3))`,
  'create index rederivation_open on rederivation (revision) where done_at is null',

  `create table claim_due (
     id bigint not null,
     entity text not null,
     due_at timestamptz not null,
     primary key (id, entity))`,
  'create index claim_due_due_at on claim_due (due_at, entity, id)',

  `create table sweep_position (
     task text primary key,
     revision bigint not null)`,
];

const DATA_RULE_COMMENTS = {
  kind: 'RECONCILIATION_OF_CLASS, RECONCILIATION_OF_TYPE, REFRESH_PERIOD, VALUE_LIST or JUNK_VALUES',
  name: 'What it is for: a class, relationship type, data source, base field or kind of value',
  definition: 'The rules themselves as JSON; an empty list when all were taken away',
  valid_from: 'Revision of this version',
};

const COMMENTS: TableComments = {
  data_rule: {
    table:
      'Reference table. Rules about values, part of the class model: who is believed, for how long, in which words.',
    columns: DATA_RULE_COMMENTS,
  },
  data_rule_version: {
    table: 'Closed versions of data_rule: complete rows, valid from valid_from up to, not including, valid_to',
    columns: {
      ...DATA_RULE_COMMENTS,
      valid_to: 'The revision that ended this version',
      closed_at: 'Time of that revision; partitions are by it',
    },
  },
  rederivation: {
    table: 'Distributed by revision. Changes of rules whose effect on stored values is being worked out, or was.',
    columns: {
      revision: 'The change set that changed the rules',
      operation_id: 'Its operation; the change sets with the effects belong to it too',
      principal: 'Who changed the rules',
      request_id: 'The request that did',
      reason: 'Why, as the caller said',
      scope: 'Which items and relationships may be affected',
      after_item: 'Items up to this one are done',
      after_relationship: 'Relationships up to this one are done',
      done_at: 'When all was done; null until then',
    },
  },
  claim_due: {
    table: 'Distributed by id. Items and relationships whose effective values may change because a claim expires.',
    columns: {
      id: 'The item or relationship',
      entity: 'CONFIGURATION_ITEM or RELATIONSHIP',
      due_at: 'When to look at it again',
    },
  },
  sweep_position: {
    table: 'Distributed by task. How far tasks of the sweeper have read the log.',
    columns: { task: 'The task', revision: 'Everything up to here was taken note of' },
  },
};

/** Rules about values as data, and the bookkeeping of what follows from them. */
export class DataRules1795000200000 extends ForwardMigration {
  readonly name = 'DataRules1795000200000';
  protected readonly statements = [...STATEMENTS, ...commentStatements(COMMENTS)];
}
