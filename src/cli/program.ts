import { Command } from 'commander';
import { EXIT_CODES_HELP } from './exit-codes';
import { fittedHelp } from './help-text';

/** The command line with all its commands. */
export function createProgram(version: string, commands: readonly Command[]): Command {
  const program = new Command('underpin')
    .description('A configuration management database: what depends on what, what breaks if this fails, what changed.')
    .version(version)
    .showHelpAfterError('(add --help for the commands, options and examples)')
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeOut: (text) => process.stdout.write(fittedHelp(text, process.stdout.columns ?? WIDTH)) })
    // Commander would end the process otherwise, in the middle of whatever else is going on.
    .exitOverride();
  for (const command of commands) {
    program.addCommand(command);
    inheritSettings(command, program);
  }
  return program;
}

/** Where nobody says how wide it is shown. */
const WIDTH = 80;

const EXAMPLES = `
Examples:
  underpin demo                          a throw-away server with a sample inventory
  underpin serve                         a server with a database that stays
  underpin import kubernetes app.yaml    read manifests into the server at UNDERPIN_URL
  underpin impact db-1                   what breaks if db-1 fails
  underpin changes --since 2h            what changed in the last two hours
  underpin model apply classes.yaml      add classes, attributes and relationship types

${EXIT_CODES_HELP}`;

function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheritSettings(child, command);
}
