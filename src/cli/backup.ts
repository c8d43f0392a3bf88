import { Command } from 'commander';
import { readConfig } from '../config';
import { reachConfiguredDatabase } from '../open-database';
import type { WholeBackup } from '../storage/backup/backup-format';
import { writeBackup } from '../storage/backup/write-backup';
import { printJson } from './print-json';
import { refuseToOverwrite, writeWholeFile } from './backup-file';

/** `underpin backup <file>` */
export function backupCommand(): Command {
  return new Command('backup')
    .description('write everything that the database holds into a file, while servers go on')
    .argument('<file>', 'where to; it is there only when it is whole')
    .option('--force', 'write over a file of this name')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Takes one moment of the database at DATABASE_URL, else of the embedded one in UNDERPIN_DATA_DIR, whether a server runs on
it or not. The file holds all data, secrets of webhooks and digests of tokens included: only its owner may read it.

Examples:
  underpin backup /backups/cmdb-$(date +%F).underpin
  DATABASE_URL=postgres://me@db/cmdb underpin backup cmdb.underpin
  underpin backup cmdb.underpin --json | jq .revision`,
    )
    .action(async (path: string, { force, json }: { readonly force?: true; readonly json?: boolean }) => {
      if (force !== true) await refuseToOverwrite(path);
      const beganAt = performance.now();
      const opened = await reachConfiguredDatabase(readConfig(), 'underpin backup');
      try {
        let backup: WholeBackup | null = null;
        const bytes = await writeWholeFile(path, async (take) => {
          backup = await writeBackup(opened.database, new Date(), take);
        });
        const seconds = ((performance.now() - beganAt) / 1_000).toFixed(1);
        if (backup === null) return;
        if (json === true) printJson({ ...backupAsJson(backup), file: path, bytes });
        else console.log(`${describeBackup(backup)}, ${megabytes(bytes)} in ${seconds} s: ${path}`);
      } finally {
        await opened.stop();
      }
    });
}

/** What a backup holds, in one line. */
export function describeBackup({ history, madeAt, tables, sums }: WholeBackup): string {
  const rows = Object.values(sums).reduce((sum, one) => sum + one.rows, 0);
  return `Backup of ${madeAt}, revision ${history.revision} (${history.id ?? 'no history'}): ${tables.length} tables, ${rows} rows`;
}

/** The same for programs. */
export function backupAsJson({ history, madeAt, tables, sums }: WholeBackup): object {
  const rows = Object.fromEntries(tables.map(({ name }) => [name, sums[name]?.rows ?? 0]));
  return { madeAt, revision: history.revision, history: history.id, rows };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
