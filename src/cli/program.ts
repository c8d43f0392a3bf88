import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config';
import { DomainError } from '../domain/errors';
import { PostgresError } from '../postgres/postgres-error';
import { StartError } from '../start-error';
import { CommandError } from './command-error';

/** Called wrongly. */
const EXIT_USAGE = 2;
const EXIT_FAILURE = 1;

/** Runs the command line; the exit code is 0 when it worked, 1 when it failed and 2 when it was called wrongly. */
export async function runProgram(
  version: string,
  commands: readonly Command[],
  argv: readonly string[],
): Promise<void> {
  const program = new Command('underpin')
    .description('A configuration management database: what depends on what, what breaks if this fails, what changed.')
    .version(version)
    .showHelpAfterError('(underpin --help lists the commands and examples)')
    .addHelpText('after', EXAMPLES);
  for (const command of commands) program.addCommand(command);
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    const text = textOf(error);
    if (text !== null) console.error(text);
  }
}

const EXAMPLES = `
Examples:
  underpin demo                          a throw-away server with a sample inventory
  underpin serve                         a server with a database that stays
  underpin import kubernetes app.yaml    read manifests into the server at UNDERPIN_URL
  underpin model apply classes.yaml      add classes, attributes and relationship types

Exit codes: 0 it worked, 1 it failed, 2 it was called wrongly.`;

/** Commander ends the process otherwise, in the middle of whatever else is going on. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  // For --help and --version the code is 0; every other complaint of the parser is about the call.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  return error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILURE;
}

/** What to print: the message of a failure that was foreseen, everything about one that was not; the parser has spoken already. */
function textOf(error: unknown): string | null {
  if (error instanceof CommanderError) return null;
  if (isForeseen(error)) return `underpin: ${error.message}`;
  return `underpin: unexpected failure, please report it with what follows.\n${error instanceof Error ? error.stack : String(error)}`;
}

function isForeseen(error: unknown): error is Error {
  return [CommandError, ConfigError, DomainError, PostgresError, StartError].some((kind) => error instanceof kind);
}
