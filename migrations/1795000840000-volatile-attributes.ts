import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  `create table if not exists volatile_value (
     item_id bigint not null,
     name text not null,
     value jsonb not null,
     source text not null,
     observed_at timestamptz(3) not null,
     primary key (item_id, name)) with (fillfactor = 70)`,

  "comment on table volatile_value is 'Distributed by item_id. The last value of every attribute whose schema says x-volatile. Bookkeeping: it takes no revision and has no history.'",
  "comment on column volatile_value.item_id is 'The item'",
  "comment on column volatile_value.name is 'The attribute'",
  "comment on column volatile_value.value is 'What was reported last; null when it was withdrawn'",
  "comment on column volatile_value.source is 'The data source that reported it'",
  "comment on column volatile_value.observed_at is 'When the source saw it'",
];

/** Attributes whose values are kept without history. */
export class VolatileAttributes1795000840000 extends ForwardMigration {
  readonly name = 'VolatileAttributes1795000840000';
  protected readonly statements = STATEMENTS;
}
