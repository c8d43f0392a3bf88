import { Command } from 'commander';
import { readConfig } from '../config';
import { reachConfiguredDatabase } from '../open-database';
import { restoreBackup } from '../storage/backup/load-backup';
import { readBackup } from '../storage/backup/read-backup';
import type { WholeBackup } from '../storage/backup/backup-format';
import { backupAsJson, describeBackup } from './backup';
import { printJson } from './print-json';

interface Options {
  readonly force?: true;
  readonly check?: true;
  readonly json?: boolean;
}

/** `underpin restore <file>` */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup into an empty database, or in place of what is there')
    .argument('<file>', 'written by underpin backup')
    .option('--force', 'throw away what the database holds')
    .option('--check', 'only read the file to its end and say what it holds')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
The file is read to its end before anything is touched, and everything happens in one transaction: it is restored as a
whole or not at all. Servers may run meanwhile; they notice that the history is another one and build their graph anew.

Examples:
  underpin restore --check cmdb.underpin
  DATABASE_URL=postgres://me@db/new underpin restore cmdb.underpin
  underpin restore --force cmdb.underpin
  underpin restore --check cmdb.underpin --json | jq .rows.configuration_item`,
    )
    .action(async (path: string, { force, check, json }: Options) => {
      const tell = (backup: WholeBackup, restored: string | null): void => {
        if (json === true) printJson({ ...backupAsJson(backup), file: path, restoredInto: restored });
        else {
          const came = restored === null ? '. The file is whole' : `, restored into ${restored}`;
          console.log(`${describeBackup(backup)}${came}.`);
        }
      };
      if (check === true) return tell(await readBackup(path, null), null);
      const opened = await reachConfiguredDatabase(readConfig(), 'underpin restore');
      try {
        const backup = await restoreBackup(opened.database, path, { force: force === true, now: new Date() });
        tell(backup, opened.place);
      } finally {
        await opened.stop();
      }
    });
}
