import type { Connection, PoolClient, Submittable } from 'pg';

/** A COPY … FROM STDIN and the rows that it reads, in its text form. */
export interface CopyStatement {
  readonly sql: string;
  readonly rows: readonly Buffer[];
}

/** Ends the rows of one COPY: the letter and the length of itself. */
const COPY_DONE = Buffer.from('c\0\0\0\u0004', 'latin1');

/**
 * Runs COPY statements one after the other, sent as one message with all their rows behind it: who waits for the database
 * to ask for the rows of each waits twice a statement, under a lock at that. What is left of the rows when one of them
 * fails the database leaves out by itself. Throws the driver's error; none of the statements after the failing one runs.
 */
export function sendCopies(client: PoolClient, copies: readonly CopyStatement[]): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyMessage(copies, resolve, reject));
  });
}

/** Answers the driver as a query does. */
class CopyMessage implements Submittable {
  readonly #copies: readonly CopyStatement[];
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(copies: readonly CopyStatement[], resolve: () => void, reject: (error: Error) => void) {
    this.#copies = copies;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    connection.query(this.#copies.map(({ sql }) => sql).join(';'));
    for (const { rows } of this.#copies) {
      for (const part of rows) {
        stream.write(copyDataHeader(part.length));
        stream.write(part);
      }
      stream.write(COPY_DONE);
    }
    stream.uncork();
  }

  /** The rows are on their way. */
  handleCopyInResponse(): void {
    // Nothing to do.
  }

  handleCommandComplete(): void {
    // One of the statements is done.
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }
}

function copyDataHeader(length: number): Buffer {
  const header = Buffer.from('d\0\0\0\0', 'latin1');
  header.writeUInt32BE(length + 4, 1);
  return header;
}
