import { ForwardMigration } from './forward-migration';

/*
 * Sync sessions, what they saw and missed, when sources last saw relationships, and why an item was retired. Bookkeeping
 * tables have no versions: they take no revision.
 */

const STATEMENTS: readonly string[] = [
  `create table if not exists sync_session (
     id uuid primary key,
     source text not null,
     principal text not null,
     reason text,
     idempotency_key text,
     scope jsonb not null,
     state text not null,
     max_removal_percent double precision not null,
     idle_ms bigint not null,
     begun_revision bigint not null,
     started_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     ended_at timestamptz(3),
     ended_because text,
     items_reported bigint not null,
     relationships_reported bigint not null,
     partial_types text[] not null,
     decision jsonb)`,
  `create index if not exists sync_session_listed on sync_session (started_at, id)`,
  `create index if not exists sync_session_unfinished on sync_session (source, expires_at) where ended_at is null`,
  `create index if not exists sync_session_ended on sync_session (ended_at) where ended_at is not null`,
  `comment on table sync_session is 'Distributed by id. Sync sessions: runs of a data source that report everything in a scope. Its id is also that of the operation. Takes no revision.'`,
  `comment on column sync_session.id is 'Random; the change sets of the session carry it as their operation'`,
  `comment on column sync_session.source is 'The data source'`,
  `comment on column sync_session.principal is 'Who began it'`,
  `comment on column sync_session.reason is 'Why, as the caller said'`,
  `comment on column sync_session.idempotency_key is 'Of the call that began it; null for none'`,
  `comment on column sync_session.scope is 'SyncScope as JSON: what the run covers'`,
  `comment on column sync_session.state is 'OPEN, COMMITTING, AWAITING_CONFIRMATION, COMMITTED, ABORTED or EXPIRED'`,
  `comment on column sync_session.max_removal_percent is 'More than this share of the scope is removed only when confirmed'`,
  `comment on column sync_session.idle_ms is 'It expires when nothing is heard of it for so long'`,
  `comment on column sync_session.begun_revision is 'The newest revision when it began'`,
  `comment on column sync_session.started_at is 'When it began'`,
  `comment on column sync_session.expires_at is 'When it ends by itself, removing nothing'`,
  `comment on column sync_session.ended_at is 'When it ended; null while it has not'`,
  `comment on column sync_session.ended_because is 'Why it ended without a commit, for people'`,
  `comment on column sync_session.items_reported is 'Items reported in it, repeated ones counted again'`,
  `comment on column sync_session.relationships_reported is 'Relationships reported in it, repeated ones counted again'`,
  `comment on column sync_session.partial_types is 'Classes and relationship types whose collection failed'`,
  `comment on column sync_session.decision is 'What the commit came to: counts, and why it has to be confirmed; null before'`,

  `create table if not exists sync_session_set (
     session_id uuid not null,
     id uuid not null,
     role text not null,
     entity text not null,
     first_id bigint not null,
     bits bytea not null,
     primary key (session_id, id))`,
  `comment on table sync_session_set is 'Distributed by session_id. Sets of items and relationships of a sync session as bitmaps; one set may have several rows for the same ids.'`,
  `comment on column sync_session_set.session_id is 'The session'`,
  `comment on column sync_session_set.id is 'Random'`,
  `comment on column sync_session_set.role is 'SEEN: reported in it; REMOVED: loses the claim of existence; FORGIVEN: missed, but not often enough'`,
  `comment on column sync_session_set.entity is 'CONFIGURATION_ITEM or RELATIONSHIP'`,
  `comment on column sync_session_set.first_id is 'Id of the first bit, a multiple of 8'`,
  `comment on column sync_session_set.bits is 'Bit n is set when id first_id + n is in the set'`,

  `create table if not exists sync_miss (
     source text not null,
     entity text not null,
     id bigint not null,
     misses integer not null,
     primary key (source, entity, id))`,
  `comment on table sync_miss is 'Distributed by source. What the last sync sessions of a source did not see and did not remove yet.'`,
  `comment on column sync_miss.source is 'The data source'`,
  `comment on column sync_miss.entity is 'CONFIGURATION_ITEM or RELATIONSHIP'`,
  `comment on column sync_miss.id is 'The item or relationship'`,
  `comment on column sync_miss.misses is 'How many committed sessions in a row missed it'`,

  `create table if not exists relationship_sighting (
     id uuid primary key,
     source text not null,
     observed_at timestamptz not null,
     first_id bigint not null,
     last_id bigint not null,
     bits bytea not null)`,
  `create index if not exists relationship_sighting_range on relationship_sighting (last_id, first_id)`,
  `comment on table relationship_sighting is 'Distributed by id. When sources last reported relationships: bitmaps over relationship ids. Takes no revision.'`,
  `comment on column relationship_sighting.id is 'Random'`,
  `comment on column relationship_sighting.source is 'The data source'`,
  `comment on column relationship_sighting.observed_at is 'When it saw them'`,
  `comment on column relationship_sighting.first_id is 'Relationship of the first bit'`,
  `comment on column relationship_sighting.last_id is 'Relationship of the last bit'`,
  `comment on column relationship_sighting.bits is 'Bit n is set when relationship first_id + n was seen'`,

  ...['data_source', 'data_source_version'].flatMap((table) => [
    `alter table ${table} add column if not exists absent_after_misses integer`,
    `alter table ${table} add column if not exists absent_grace_hours integer`,
    `comment on column ${table}.absent_after_misses is 'How many sync sessions in a row must miss a thing before the source no longer claims it; null: one'`,
    `comment on column ${table}.absent_grace_hours is 'For how long what it reported stays absent before it is retired; null: the default'`,
  ]),
  ...['configuration_item', 'configuration_item_version'].flatMap((table) => [
    `alter table ${table} add column if not exists retired_by text`,
    `comment on column ${table}.retired_by is 'PERSON, ABSENCE or REVERT: why it was retired; discovery brings back only what no person retired'`,
  ]),
  `create index if not exists configuration_item_absent on configuration_item (absent_since)
     where presence = 'ABSENT' and retired_at is null`,
  `create index if not exists configuration_item_retired on configuration_item (retired_at, id) where retired_at is not null`,
  `create index if not exists observation_source on observation (source, item_id)`,
];

/** Sync sessions and the end of life. */
export class Sync1795000300000 extends ForwardMigration {
  readonly name = 'Sync1795000300000';
  protected readonly statements = STATEMENTS;
}
