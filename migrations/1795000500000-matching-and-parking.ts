import { ForwardMigration } from './forward-migration';
import { commentStatements, type TableComments } from './table-comments';

const STATEMENTS: readonly string[] = [
  `create table if not exists match_term (
     term text not null,
     gone boolean not null,
     item_id bigint not null,
     primary key (term, gone, item_id))`,
  'create index if not exists match_term_item on match_term (item_id)',
  `create table if not exists match_index (
     id smallint primary key check (id = 1),
     revision bigint not null,
     rules_version smallint not null,
     model_revision bigint not null,
     rules text not null)`,
  "insert into match_index values (1, 0, 0, 0, '') on conflict do nothing",

  'create sequence if not exists parked_record_id',
  `create table if not exists parked_record (
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
     observed_at timestamptz not null,
     parked_at timestamptz(3) not null,
     tried_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     primary key (source, kind, key_hash))`,
  'create index if not exists parked_record_order on parked_record (id)',
  'create index if not exists parked_record_expires on parked_record (expires_at)',
  `create table if not exists parked_wait (
     entry_id integer not null,
     key_hash bytea not null,
     source text not null,
     kind text not null,
     parked_hash bytea not null,
     primary key (entry_id, key_hash, source, kind, parked_hash))`,
  'create index if not exists parked_wait_record on parked_wait (source, kind, parked_hash)',
];

const COMMENTS: TableComments = {
  match_term: {
    table:
      'Distributed by term. What items are known by outside: host names, addresses and names in one spelling. Candidates only: an item is believed when its version still has the term. Derived, takes no revision.',
    columns: {
      term: 'Kind and normalised value, such as h:web-03.example.com',
      gone: 'False while the newest version of the item has it',
      item_id: 'The item that has, or had, it',
    },
  },
  match_index: {
    table: 'One row: how far match_term has followed the items, and under which rules.',
    columns: {
      id: 'Always 1',
      revision: 'Every version that began or ended up to here is in match_term',
      rules_version: 'Version of the rules by which terms are made',
      model_revision: 'Revision of the class model that they were made under',
      rules: 'Digest of the attributes that the model says are host names and addresses',
    },
  },
  parked_record: {
    table:
      'Distributed by source. Items and relationships that sources reported incompletely, kept until something completes them. Takes no revision.',
    columns: {
      source: 'The data source',
      kind: 'ITEM or RELATIONSHIP',
      key_hash: 'SHA-256, first 128 bits, of the native key, or of the type and ends of a relationship',
      id: 'Order in which they were first parked',
      native_key: 'The key the source has for the item; null for relationships',
      tenant: 'Tenant of the source or item',
      subject: 'Class of the item, or type of the relationship',
      code: 'Why it cannot land: the first error code',
      record: 'The record as reported, with ends that mean the same in any request',
      errors: 'Why it could not land when it was last tried',
      observed_at: 'When the source saw it',
      parked_at: 'When it was first parked',
      tried_at: 'When it was last tried or reported',
      expires_at: 'When it is given up',
    },
  },
  parked_wait: {
    table: 'Distributed by key_hash. Identities that parked records wait for.',
    columns: {
      entry_id: 'Identification entry; 1 is the native key; 0 waits for any new item',
      key_hash: 'Hash of the identity; empty for entry 0',
      source: 'Source of the parked record',
      kind: 'Kind of the parked record',
      parked_hash: 'Its key_hash',
    },
  },
};

/** What items are known by outside, and what sources reported incompletely. */
export class MatchingAndParking1795000500000 extends ForwardMigration {
  readonly name = 'MatchingAndParking1795000500000';
  protected readonly statements = [...STATEMENTS, ...commentStatements(COMMENTS)];
}
