import { Command } from 'commander';
import { readConfig } from '../config';
import { printJson } from './print-json';
import { openConfiguredDatabase } from '../open-database';

/** `underpin migrate`: what every server does at its start, for those who want it done before. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the schema of the database up to date, and stop')
    .addHelpText(
      'after',
      `
Servers do this themselves at their start; several at once wait for each other.

Examples:
  underpin migrate                                    the embedded database (no server may be running on it)
  DATABASE_URL=postgres://me@db/cmdb underpin migrate an external one
  underpin migrate --json | jq -r .place`,
    )
    .option('--json', 'for programs')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const opened = await openConfiguredDatabase(readConfig(), { report: (message) => console.error(message) });
      await opened.stop();
      if (json === true) printJson({ isUpToDate: true, place: opened.place });
      else console.log(`The schema is up to date: ${opened.place}`);
    });
}
