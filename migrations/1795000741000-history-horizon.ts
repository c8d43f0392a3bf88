import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  `create table if not exists history_horizon (
     id smallint primary key check (id = 1),
     revision bigint not null,
     at timestamptz(3),
     cutoff timestamptz(3),
     announced_at timestamptz(3))`,
  'insert into history_horizon values (1, 1, null, null, null) on conflict do nothing',
  "comment on table history_horizon is 'One row: how far back the history reaches. Moved before anything is dropped.'",
  "comment on column history_horizon.id is 'Always 1'",
  "comment on column history_horizon.revision is 'The oldest revision that can be read'",
  "comment on column history_horizon.at is 'Its time; null while nothing was dropped'",
  "comment on column history_horizon.cutoff is 'What was written or closed before may be dropped; null: nothing'",
  "comment on column history_horizon.announced_at is 'When the horizon was moved there; dropping begins a little later, when nobody reads behind it any more'",
];

/** How far back the history reaches, since it may be dropped. */
export class HistoryHorizon1795000741000 extends ForwardMigration {
  readonly name = 'HistoryHorizon1795000741000';
  protected readonly statements = STATEMENTS;
}
