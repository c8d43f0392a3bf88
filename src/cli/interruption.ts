import { CommandError, type ExitCode } from './command-error';

/** The end of a command that a signal asked for. */
export class Interrupted extends CommandError {}

/** Exit codes as shells tell them: 128 and the number of the signal. */
const SIGNALS: readonly (readonly [NodeJS.Signals, ExitCode])[] = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
];

/**
 * Does work that may take long. When it is told to end before, by Ctrl-C or whoever runs it, it throws Interrupted with
 * what is to be said then; the work itself is left where it is. A second signal ends the process at once.
 */
export async function untilInterrupted<T>(work: () => Promise<T>, lastWords: () => string): Promise<T> {
  let interrupt: (error: Interrupted) => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => (interrupt = reject));
  const handlers = SIGNALS.map(([signal, code]) => {
    const handler = (): void => interrupt(new Interrupted(lastWords(), code));
    process.once(signal, handler);
    return [signal, handler] as const;
  });
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
}
