import { CommanderError } from 'commander';
import { ConfigError } from '../config';
import { withoutSecrets } from '../domain/access/secret-text';
import { DomainError } from '../domain/errors';
import { PostgresError } from '../postgres/postgres-error';
import { StartError } from '../start-error';
import { CommandError } from './command-error';
import { Interrupted } from './interruption';

/** Called wrongly. */
const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;

/** Runs a program to its end: a failure is told on standard error, and decides the exit code. */
export async function runToEnd(program: () => Promise<unknown>): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    stream.off('error', ignoreNoReader).on('error', ignoreNoReader);
  try {
    await program();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    const text = textOf(error);
    if (text !== null) console.error(withoutSecrets(text));
    // Whoever asked it to end does not wait for requests that are under way.
    if (error instanceof Interrupted) process.exit();
  }
}

// Whoever reads has seen enough, as `| head` has: what is being done goes on, and is told to nobody.
function ignoreNoReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  // For --help and --version the code is 0; every other complaint of the parser is about the call.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  return error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILURE;
}

/** The message of a failure that was foreseen, everything about one that was not; the parser has spoken already. */
function textOf(error: unknown): string | null {
  if (error instanceof CommanderError) return null;
  if (isForeseen(error)) return `underpin: ${error.message}`;
  const all = error instanceof Error ? error.stack : String(error);
  return `underpin: unexpected failure, please report it with what follows.\n${all}`;
}

function isForeseen(error: unknown): error is Error {
  return [CommandError, ConfigError, DomainError, PostgresError, StartError].some((kind) => error instanceof kind);
}
