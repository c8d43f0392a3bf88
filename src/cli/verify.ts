import { Command } from 'commander';
import { verifyStore, type Finding, type Verified } from '../application/verify/verify-store';
import { readConfig } from '../config';
import { reachConfiguredDatabase } from '../open-database';
import { CommandError } from './command-error';
import { readCount } from './number-option';
import { standardScreen } from './screen';
import { tableLines, type Column } from './table';

interface Options {
  readonly most?: string;
  readonly json?: true;
}

/** `underpin verify` */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('hold what is stored against the log, and say what disagrees')
    .option('--most <n>', 'findings to list at most; all are counted', '100')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Reads one moment of the database at DATABASE_URL, else of the embedded one in UNDERPIN_DATA_DIR, and changes nothing;
servers go on. Replays every change against the versions of items and relationships, works out every value anew from the
claims of its sources, and looks for revisions that are missing, versions that overlap, ends, owners and ids that lead
nowhere. The exit code is 1 when something disagrees.

Examples:
  underpin verify
  underpin verify --json --most 100000 > findings.ndjson`,
    )
    .action(async ({ most: given, json }: Options) => {
      const most = readCount('--most', given) ?? 0;
      const opened = await reachConfiguredDatabase(readConfig(), 'underpin verify');
      const [kept, counts]: [Finding[], Map<string, number>] = [[], new Map()];
      try {
        const report = (finding: Finding): void => {
          counts.set(finding.check, (counts.get(finding.check) ?? 0) + 1);
          if (kept.length < most) kept.push(finding);
        };
        const verified = await verifyStore(opened.database, { now: new Date(), report, most });
        for (const line of json === true ? kept.map((one) => JSON.stringify(one)) : listing(kept, verified))
          console.log(line);
      } finally {
        await opened.stop();
      }
      if (counts.size === 0) return;
      const parts = [...counts].map(([check, count]) => `${check}: ${count}`);
      throw new CommandError(
        `What is stored does not agree with itself (${parts.join(', ')}). Restore a backup, or ask for help with this list.`,
      );
    });
}

const COLUMNS: readonly Column<Finding>[] = [
  { title: 'CHECK', text: ({ check }) => check },
  { title: 'OF', text: ({ subject }) => subject },
  { title: 'PATH', text: ({ path }) => path ?? '' },
  { title: 'REVISION', text: ({ revision }) => String(revision ?? '') },
  { title: 'WHAT', text: ({ message }) => message },
];

function listing(findings: readonly Finding[], { revision, horizon, derived, ...counts }: Verified): readonly string[] {
  const lines = findings.length === 0 ? [] : tableLines(COLUMNS, findings, { ...standardScreen(), width: null });
  const looked = `${counts.items} items, ${counts.relationships} relationships and ${counts.changes} changes`;
  const values = derived ? '' : ' Values were not worked out anew: changed rules are being worked in.';
  return [...lines, `Looked at ${looked}, from revision ${horizon} to ${revision}.${values}`];
}
