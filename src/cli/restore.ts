import { Command } from 'commander';
import { readConfig } from '../config';
import { reachConfiguredDatabase } from '../open-database';
import { restoreBackup } from '../storage/backup/load-backup';
import { readBackup } from '../storage/backup/read-backup';
import { describeBackup } from './backup';

interface Options {
  readonly force?: true;
  readonly check?: true;
}

/** `underpin restore <file>` */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup into an empty database, or in place of what is there')
    .argument('<file>', 'written by underpin backup')
    .option('--force', 'throw away what the database holds')
    .option('--check', 'only read the file to its end and say what it holds')
    .addHelpText(
      'after',
      `
The file is read to its end before anything is touched, and everything happens in one transaction: it is restored as a
whole or not at all. Servers may run meanwhile; they notice that the history is another one and build their graph anew.

Examples:
  underpin restore --check cmdb.underpin
  DATABASE_URL=postgres://me@db/new underpin restore cmdb.underpin
  underpin restore --force cmdb.underpin`,
    )
    .action(async (path: string, { force, check }: Options) => {
      if (check === true) return console.log(`${describeBackup(await readBackup(path, null))}. The file is whole.`);
      const opened = await reachConfiguredDatabase(readConfig(), 'underpin restore');
      try {
        const backup = await restoreBackup(opened.database, path, { force: force === true, now: new Date() });
        console.log(`${describeBackup(backup)}, restored into ${opened.place}.`);
      } finally {
        await opened.stop();
      }
    });
}
