/** How a command ends that does not succeed; see `EXIT_CODES`. 3 is for one that waits for a person, 4 for one that asks which item is meant, those from 130 for one that a signal ended. */
export type ExitCode = 1 | 2 | 3 | 4 | 130 | 143;

/** A failure that the user can understand and mend: the message is printed as it is, without a stack trace. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
