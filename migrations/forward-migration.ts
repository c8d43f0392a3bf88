import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A step of the schema: its statements, in order. There is no way back: what a step has added is written to at once, so
 * taking it away would lose data.
 */
export abstract class ForwardMigration implements MigrationInterface {
  /** Name and time of the step; TypeORM orders migrations by the time, and remembers by the name what has run. */
  abstract readonly name: string;
  protected abstract readonly statements: readonly string[];

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of this.statements) await runner.query(statement);
  }

  down(): Promise<never> {
    return Promise.reject(
      new Error(`${this.name} cannot be taken back without losing data: restore a backup instead.`),
    );
  }
}
