import { Command, Option } from 'commander';
import { CHANGE_KINDS, ENTITY_KINDS } from '../domain/history/change';
import { changeLines, CHANGE_FIELDS, type ShownChange } from './change-lines';
import type { Client } from './client';
import { EXIT_CODES_HELP } from './exit-codes';
import { findItems, ITEM_HELP } from './find-items';
import { followChanges } from './follow-changes';
import { MOMENT_HELP, readMoment, type MomentInput } from './moment-option';
import { readCount } from './number-option';
import { firstOf, PAGE_INFO, type Page } from './pages';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { RequestError } from './request-error';
import { standardScreen } from './screen';

interface ChangesOptions extends RemoteOptions {
  readonly since?: string;
  readonly follow?: boolean;
  readonly class?: readonly string[];
  readonly kind?: readonly string[];
  readonly entity?: readonly string[];
  readonly source?: readonly string[];
  readonly principal?: readonly string[];
  readonly limit?: string;
  readonly json?: boolean;
}

const LIMIT = 50;
const HELP = `${ITEM_HELP}

The list is newest first. With --follow, changes come oldest first as they happen, until Ctrl-C; when the connection is
lost it goes on where it was. --json prints { revision, changes } with the fields of the query changes; with --follow, one
event of GET /changes per line, each with the cursor to go on behind.

Examples:
  underpin changes --since 2h                        what changed in the last two hours
  underpin changes db-1 web-1 --kind UPDATED         on these items, their relationships included
  underpin changes --follow --class Server --json    for a program that keeps a copy

${EXIT_CODES_HELP}`;

/** `underpin changes`: what changed, and by whom; or what changes, as it happens. */
export function changesCommand(): Command {
  const command = new Command('changes')
    .description('what changed, and who did it')
    .argument('[item...]', 'only on these items')
    .option('--since <moment>', `only behind this moment: ${MOMENT_HELP}`)
    .option('-f, --follow', 'go on with what changes from now on, or since --since')
    .option('--class <name...>', 'only items of these classes or their descendants')
    .addOption(new Option('--kind <kind...>', 'only changes of these kinds').choices(CHANGE_KINDS))
    .addOption(new Option('--entity <kind...>', 'only of these kinds of things').choices(ENTITY_KINDS))
    .option('--source <name...>', 'only what these data sources reported')
    .option('--principal <name...>', 'only what these wrote')
    .option('--limit <count>', `so many, without --follow (default: ${LIMIT})`)
    .option('--json', 'for programs')
    .addHelpText('after', HELP);
  return withRemote(command).action(runChanges);
}

async function runChanges(names: readonly string[], options: ChangesOptions): Promise<void> {
  const client = remoteClient(options);
  const items = await findItems(client, names, null);
  const since = await revisionOf(client, readMoment('--since', options.since));
  const ids = items.map(({ id }) => id);
  if (options.follow === true) await followChanges(client, { ...options, since, items: ids });
  else await listChanges(client, ids, since, options);
}

const LIST = `query Changes($filter: ChangeFilter, $first: Int!, $after: String) {
  changes(filter: $filter, first: $first, after: $after) { revision nodes { ${CHANGE_FIELDS} } ${PAGE_INFO} } }`;

async function listChanges(
  client: Client,
  ids: readonly string[],
  since: number | null,
  options: ChangesOptions,
): Promise<void> {
  const filter = {
    ...(ids.length === 0 ? {} : { configurationItems: ids.map((id) => ({ id })) }),
    ...(since === null ? {} : { since }),
    classes: options.class ?? null,
    kinds: options.kind ?? null,
    entities: options.entity ?? null,
    sources: options.source ?? null,
    principals: options.principal ?? null,
  };
  const limit = readCount('--limit', options.limit) ?? LIMIT;
  let revision = 0;
  const changes = await firstOf<ShownChange>(limit, async (first, after) => {
    const answer = await client.request<{ changes: Page<ShownChange> & { revision: number } }>(LIST, {
      filter,
      first,
      after,
    });
    revision = answer.changes.revision;
    return answer.changes;
  });
  if (options.json === true) console.log(JSON.stringify({ revision, changes }, null, 2));
  else if (changes.length === 0) console.log(`No change fits (revision ${revision}).`);
  else for (const line of changeLines(changes, standardScreen())) console.log(line);
}

const HEAD = 'query Revision($at: Moment!) { dataSources(first: 1, at: $at) { revision } }';

/** The newest revision at a time; 0 when the history begins later. */
async function revisionOf(client: Client, moment: MomentInput | null): Promise<number | null> {
  if (moment === null) return null;
  if ('revision' in moment) return moment.revision;
  try {
    const { dataSources } = await client.request<{ dataSources: { revision: number } }>(HEAD, { at: moment });
    return dataSources.revision;
  } catch (error) {
    if (error instanceof RequestError && error.code === 'MOMENT_OUT_OF_RANGE') return 0;
    throw error;
  }
}
