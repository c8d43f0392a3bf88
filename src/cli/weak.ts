import { Command } from 'commander';
import type { Client } from './client';
import { itemLink } from './deep-links';
import { EXIT_CODES_HELP } from './exit-codes';
import { findItems, ITEM_HELP } from './find-items';
import { MOMENT_HELP, readMoment, type MomentInput } from './moment-option';
import { readCount } from './number-option';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { standardScreen } from './screen';
import { ESTATE_QUERY, estateLines, WEAK_QUERY, weakLines, type CutSets, type SinglePoints } from './weak-report';

interface WeakOptions extends RemoteOptions {
  readonly order?: string;
  readonly at?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

const HELP = `${ITEM_HELP}

Without an item: what takes services down by itself, over the whole estate.
--json prints what the query cutSets (or singlePointsOfFailure) answers.

Examples:
  underpin weak "Online shopping"            single points of failure and pairs, and redundancy that is none
  underpin weak checkout --order 3           sets of up to three items, too
  underpin weak --limit 10                   the ten items that take most services down

${EXIT_CODES_HELP}`;

/** `underpin weak <service>`: what can take a service down. */
export function weakCommand(): Command {
  const command = new Command('weak')
    .description('what takes a service down: single points of failure and larger cut sets')
    .argument('[item]', 'the service; the whole estate when left out')
    .option('--order <count>', 'sets of so many items at most (default: 2)')
    .option('--at <moment>', MOMENT_HELP)
    .option('--limit <count>', 'rows of each list, at most 1000 (default: 50)')
    .option('--json', 'for programs')
    .addHelpText('after', HELP);
  return withRemote(command).action(runWeak);
}

async function runWeak(name: string | undefined, options: WeakOptions): Promise<void> {
  const client = remoteClient(options);
  const at = readMoment('--at', options.at);
  const first = Math.min(readCount('--limit', options.limit) ?? 50, 1_000);
  const maxOrder = readCount('--order', options.order) ?? 2;
  const lines =
    name === undefined ? await overall(client, { first, at }) : await of(client, name, { first, at, maxOrder });
  if (options.json === true) console.log(JSON.stringify(lines.answer, null, 2));
  else for (const line of lines.shown()) console.log(line);
}

interface Told {
  readonly answer: object;
  readonly shown: () => readonly string[];
}

async function overall(client: Client, variables: { first: number; at: MomentInput | null }): Promise<Told> {
  const answer = await client.request<{ singlePointsOfFailure: SinglePoints }>(ESTATE_QUERY, variables);
  return {
    answer: answer.singlePointsOfFailure,
    shown: () => estateLines(answer.singlePointsOfFailure, standardScreen()),
  };
}

async function of(
  client: Client,
  name: string,
  variables: { first: number; at: MomentInput | null; maxOrder: number },
): Promise<Told> {
  const [item] = await findItems(client, [name], variables.at);
  const id = item?.id ?? '';
  const { cutSets } = await client.request<{ cutSets: CutSets }>(WEAK_QUERY, { ...variables, target: { id } });
  const link = itemLink(client.url, id);
  return {
    answer: { link, target: item, ...cutSets },
    shown: () => [...weakLines(item?.name ?? '', cutSets, standardScreen()), '', `Page: ${link}`],
  };
}
