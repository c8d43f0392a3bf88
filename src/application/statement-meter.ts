import { setMaxListeners } from 'node:events';
import type { Database } from '../storage/database';
import type { StatementPatience } from '../storage/end-in-time';

/** The database as one operation sees it: counts the statements that it runs, and how long they take. */
export class StatementMeter {
  readonly database: Database;
  statements = 0;
  milliseconds = 0;
  #patience: StatementPatience | undefined = undefined;

  constructor(database: Database) {
    this.database = {
      ...database,
      query: (sql, parameters) => this.#measured(database.query(sql, parameters, this.#patience)),
      transaction: (work) =>
        database.transaction((tx) =>
          work({ ...tx, query: (sql, parameters) => this.#measured(tx.query(sql, parameters, this.#patience)) }),
        ),
    };
  }

  /** From now on statements end when nobody waits for their answers any more. */
  endWith(patience: StatementPatience): void {
    // Each statement under way listens, and of one operation there may be as many as there are connections.
    setMaxListeners(Number.POSITIVE_INFINITY, patience.signal);
    this.#patience = patience;
  }

  async #measured<T>(answer: Promise<T>): Promise<T> {
    const start = performance.now();
    this.statements += 1;
    try {
      return await answer;
    } finally {
      this.milliseconds += performance.now() - start;
    }
  }
}
