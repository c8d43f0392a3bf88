import { Command } from 'commander';
import type { Client } from './client';
import { CommandError } from './command-error';
import type { ImportOutcome } from './import-request';
import { printJson } from './print-json';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { paintOf, standardScreen } from './screen';
import type { SyncChoice } from './sync-options';
import { beginSync, countsOf, endSync, listSyncs, sessionLines, type ShownSession } from './sync-session';
import { tableLines, type Column } from './table';

/** `underpin sync …`: looks at sync sessions, and decides about those that wait for a person. */
export function syncCommand(): Command {
  const command = new Command('sync').description('confirm, abort, undo or list sync sessions').addHelpText(
    'after',
    `
Sessions are run by "underpin import … --sync", and by scripts with beginSync and commitSync.
${EXAMPLES}`,
  );
  const child = (usage: string): Command =>
    withRemote(command.command(usage)).option('--json', 'for programs').addHelpText('after', EXAMPLES);
  child('list')
    .description('the newest sessions')
    .option('--source <name>', 'of this data source')
    .action(async ({ source, ...remote }: SyncOptions & { readonly source?: string }) => {
      const sessions = await listSyncs(remoteClient(remote), source === undefined ? {} : { sources: [source] });
      if (remote.json === true) return printJson(sessions);
      if (sessions.length === 0) console.log('There are no sync sessions.');
      else for (const line of tableLines(COLUMNS, sessions, standardScreen())) console.log(line);
    });
  child('show <id>')
    .description('what a session removes or removed')
    .action(async (id: string, remote: SyncOptions) => {
      const [session] = await listSyncs(remoteClient(remote), { ids: [id] });
      if (!session)
        throw new CommandError(`There is no sync session ${id}. "underpin sync list" shows those there are.`);
      show(session, remote);
    });
  for (const how of ['confirm', 'abort'] as const) {
    child(`${how} <id>`)
      .description(how === 'confirm' ? 'go ahead with a commit that waits' : 'end a session; nothing is removed')
      .option('--reason <text>', 'why; kept with the change')
      .action(async (id: string, { reason, ...remote }: SyncOptions & { readonly reason?: string }) => {
        const input = { session: id, ...(reason === undefined ? {} : { reason }) };
        show(await endSync(remoteClient(remote), how, input), remote);
      });
  }
  child('revert <id>')
    .description('undo everything that a session wrote')
    .option('--reason <text>', 'why; kept with the change')
    .option('--dry-run', 'compute everything, write nothing')
    .action(revert);
  return command;
}

const COLUMNS: readonly Column<ShownSession>[] = [
  { title: 'SESSION', text: ({ id }) => id },
  { title: 'SOURCE', text: ({ source }) => source },
  { title: 'BEGUN', text: ({ startedAt }) => startedAt },
  { title: 'STATE', text: ({ state }) => state, paint: ({ state }) => paintOf(state) },
  {
    title: 'NO LONGER SEEN',
    text: ({ decision }) => (decision === null ? '' : countsOf(decision.removals)),
  },
];

const EXAMPLES = `
Examples:
  underpin sync list --source spreadsheet
  underpin sync show 7            what it would remove, or has removed
  underpin sync list --json | jq '.[] | select(.state == "AWAITING_CONFIRMATION") | .id'
  underpin sync confirm 7         go ahead: a commit that waits removes what it would
  underpin sync revert 7 --reason "scanned the wrong network"`;

interface SyncOptions extends RemoteOptions {
  readonly json?: boolean;
}

function show(session: ShownSession, { json }: SyncOptions): void {
  if (json === true) printJson(session);
  else for (const line of sessionLines(session)) console.log(line);
  if (session.state === 'AWAITING_CONFIRMATION') process.exitCode = 3;
}

const REVERT = `mutation Revert($input: RevertSyncInput!) {
  revertSync(input: $input) { revision totals { outcome items relationships } } }`;

interface RevertOptions extends SyncOptions {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

async function revert(id: string, options: RevertOptions): Promise<void> {
  const { reason, dryRun = false } = options;
  const input = { session: id, dryRun, ...(reason === undefined ? {} : { reason }) };
  const { revertSync } = await remoteClient(options).request<{
    revertSync: { revision: number; totals: readonly { outcome: string; items: number; relationships: number }[] };
  }>(REVERT, { input });
  const { totals, revision } = revertSync;
  if (options.json === true) return printJson({ dryRun, ...revertSync });
  console.log(dryRun ? 'Dry run: nothing was written.' : `The inventory is at revision ${revision}.`);
  if (totals.length === 0) console.log('Nothing of the session is left to undo.');
  for (const { outcome, ...counts } of totals) {
    console.log(`  ${outcome.toLowerCase().padEnd(18)}${countsOf(counts)}`);
  }
}

/** What an import that is a sync came to: the import itself, and its session. */
export interface SyncedImport {
  readonly outcome: ImportOutcome;
  readonly session: ShownSession;
}

/**
 * Runs an import as a sync session. When some of the input could not be read, the session is aborted: what is missing may
 * well be there. When the import itself fails, the session stays open, for the import to be run again with its key.
 */
export async function importInSession(
  to: Client,
  sync: SyncChoice,
  run: {
    readonly source: string;
    readonly description: string;
    readonly reason: string | null;
    readonly idempotencyKey: string;
  },
  work: (session: string) => Promise<ImportOutcome>,
): Promise<SyncedImport> {
  const session = await beginSync(to, sync, run);
  const outcome = await work(session);
  if (outcome.report.problemCount > 0) {
    const reason = `${outcome.report.problemCount} parts of the input could not be read`;
    return { outcome, session: await endSync(to, 'abort', { session, reason }) };
  }
  const { partialTypes } = sync;
  const ended = await endSync(to, 'commit', {
    session,
    partialTypes,
    ...(run.reason === null ? {} : { reason: run.reason }),
  });
  return { outcome, session: ended };
}
