import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  'alter table sync_session add column if not exists visibility jsonb',
  'comment on column sync_session.visibility is \'What who began it saw, as {"tenants": [] or null, "labels": {}}: the session is about that. Null: everything\'',
];

/** A sync session is about what its caller sees, so that those limited to a tenant can keep their part in step. */
export class SessionVisibility1795000880000 implements MigrationInterface {
  readonly name = 'SessionVisibility1795000880000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
