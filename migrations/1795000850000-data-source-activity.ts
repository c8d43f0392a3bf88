import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  ...['data_source', 'data_source_version'].flatMap((table) => [
    `alter table ${table} add column if not exists expected_interval_seconds integer`,
    `comment on column ${table}.expected_interval_seconds is 'How often it is expected to report; null: nobody waits for it'`,
  ]),
  `create table if not exists data_source_activity (
     name text not null,
     last_commit_at timestamptz(3) not null,
     primary key (name)) with (fillfactor = 50)`,

  "comment on table data_source_activity is 'Reference table. When each data source last had something taken. Bookkeeping: it takes no revision and has no history.'",
  "comment on column data_source_activity.name is 'The source'",
  "comment on column data_source_activity.last_commit_at is 'When an ingest, a sync session or a list of outages of it was last taken, whatever it changed'",
];

/** When data sources last reported, and when they are expected to. */
export class DataSourceActivity1795000850000 extends ForwardMigration {
  readonly name = 'DataSourceActivity1795000850000';
  protected readonly statements = STATEMENTS;
}
