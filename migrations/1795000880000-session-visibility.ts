import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  'alter table sync_session add column if not exists visibility jsonb',
  'comment on column sync_session.visibility is \'What who began it saw, as {"tenants": [] or null, "labels": {}}: the session is about that. Null: everything\'',
];

/** A sync session is about what its caller sees, so that those limited to a tenant can keep their part in step. */
export class SessionVisibility1795000880000 extends ForwardMigration {
  readonly name = 'SessionVisibility1795000880000';
  protected readonly statements = STATEMENTS;
}
