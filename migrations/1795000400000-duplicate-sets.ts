import { ForwardMigration } from './forward-migration';
import { commentStatements, type TableComments } from './table-comments';

const STATEMENTS: readonly string[] = [
  `create table duplicate_set (
     id uuid primary key,
     tenant text not null,
     state text not null,
     opened_at timestamptz(3) not null,
     changed_at timestamptz(3) not null,
     checked_at timestamptz(3) not null,
     closed_at timestamptz(3),
     closed_by text,
     reason text)`,
  'create index duplicate_set_opened_at on duplicate_set (opened_at, id)',
  `create index duplicate_set_open on duplicate_set (checked_at, id) where state = 'OPEN'`,
  `create table duplicate_set_item (
     set_id uuid not null,
     item_id bigint not null,
     primary key (set_id, item_id))`,
  'create index duplicate_set_item_item on duplicate_set_item (item_id)',
  `create table duplicate_evidence (
     set_id uuid not null,
     fingerprint text not null,
     kind text not null,
     entry text not null,
     identity_values text[] not null,
     source text,
     native_key text,
     items bigint[] not null,
     holdings jsonb not null,
     first_at timestamptz(3) not null,
     last_at timestamptz(3) not null,
     times integer not null,
     primary key (set_id, fingerprint))`,
  'create index duplicate_evidence_fingerprint on duplicate_evidence (fingerprint)',
];

const COMMENTS: TableComments = {
  duplicate_set: {
    table: 'Distributed by id. Items that may be one and the same thing, for a person to decide. Takes no revision.',
    columns: {
      id: 'Random',
      tenant: 'The tenant of its items',
      state: 'OPEN, MERGED, DISTINCT or GONE',
      opened_at: 'Time of the first evidence',
      changed_at: 'Time of the newest evidence or decision',
      checked_at: 'When its evidence was last looked at anew',
      closed_at: 'When it was decided, or its reason went',
      closed_by: 'Who decided; null when its reason went',
      reason: 'Why, as the person said',
    },
  },
  duplicate_set_item: {
    table: 'Distributed by set_id. The items of duplicate sets.',
    columns: { set_id: 'The set', item_id: 'The item' },
  },
  duplicate_evidence: {
    table: 'Distributed by set_id. Why items are thought to be one: what a source reported, and whom it meant.',
    columns: {
      set_id: 'The set',
      fingerprint: 'SHA-256, first 128 bits, of all that makes it this evidence; the same again is the same row',
      kind: 'SEVERAL_MATCHES, DIFFERENT_MATCHES, NATIVE_KEY_REUSED or SHARED_IDENTITY',
      entry: 'The identification entry by its attributes, or nativeKey',
      identity_values: 'The normalised values of that entry',
      source: 'The data source that reported them; null for what was found in the store',
      native_key: 'The native key under which it did',
      items: 'Whom it meant, ascending',
      holdings: 'Identities by which each of them was meant: while two still hold theirs, the evidence stands',
      first_at: 'When it was first met',
      last_at: 'When it was last met',
      times: 'How often it was met',
    },
  },
};

/** Items that may be one and the same thing, with the evidence. */
export class DuplicateSets1795000400000 extends ForwardMigration {
  readonly name = 'DuplicateSets1795000400000';
  protected readonly statements = [...STATEMENTS, ...commentStatements(COMMENTS)];
}
