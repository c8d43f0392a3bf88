import { Command, Option } from 'commander';
import { gateOutcome } from '../words/value-words';
import { impactLink } from './deep-links';
import { EXIT_CODES_HELP } from './exit-codes';
import { findItems, ITEM_HELP, type FoundItem } from './find-items';
import { askImpact, type HitItem, type ImpactAnswer, type SparedItem } from './impact-answer';
import { CRITICALITY, itemColumns } from './item-columns';
import { MOMENT_HELP, readMoment } from './moment-option';
import { readCount } from './number-option';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { painted, paintOf, standardScreen, type Screen } from './screen';
import { tableLines, type Column } from './table';
import { plainText } from './text-width';

interface ImpactOptions extends RemoteOptions {
  readonly state: string;
  readonly minState: string;
  readonly openOutages: boolean;
  readonly at?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

const HELP = `${ITEM_HELP}

--json prints { revision, link, outages, summary, coverage, serviceCount, impactedCount, services, impacted, spared, unresolved }, the
lists as the query impact has them. Without any item it says what the open outages do.

Examples:
  underpin impact KubernetesWorkload/redis-cart
  underpin impact rack-12 rack-13 --min-state DOWN     when both fail at once
  underpin impact db-1 --at 2h --json | jq '.services[].configurationItem.name'

${EXIT_CODES_HELP}`;

const LIMIT = 30;
const STATES = ['DOWN', 'DEGRADED', 'AT_RISK'];

/** `underpin impact <ci…>`: what breaks if these items fail, and what redundancy saves. */
export function impactCommand(): Command {
  const command = new Command('impact')
    .description('what breaks if these items fail')
    .argument('[item...]', 'the items that fail, all at once')
    .addOption(new Option('--state <state>', 'how badly they fail').choices(STATES).default('DOWN'))
    .addOption(
      new Option('--min-state <state>', 'show what fares at least this badly').choices(STATES).default('AT_RISK'),
    )
    .option('--no-open-outages', 'as if no outage were recorded')
    .option('--at <moment>', MOMENT_HELP)
    .option('--limit <count>', `rows of each list (default: ${LIMIT}, with --json 1000)`)
    .option('--json', 'for programs')
    .addHelpText('after', HELP);
  return withRemote(command).action(runImpact);
}

async function runImpact(names: readonly string[], options: ImpactOptions): Promise<void> {
  const client = remoteClient(options);
  const at = readMoment('--at', options.at);
  const limit = readCount('--limit', options.limit) ?? (options.json === true ? 1_000 : LIMIT);
  const outages = await findItems(client, names, at);
  const question = {
    outages: outages.map(({ id }) => ({ configurationItem: { id }, state: options.state })),
    withOpenOutages: options.openOutages,
    minState: options.minState,
    at,
  };
  const answer = await askImpact(client, question, limit);
  const link = impactLink(
    client.url,
    outages.map(({ id }) => id),
    at,
  );
  if (options.json === true) console.log(JSON.stringify({ link, outages, ...answer }, null, 2));
  else for (const line of impactLines(outages, answer, link, standardScreen())) console.log(line);
}

const why = (gates: readonly { readonly key: string; readonly explanation: string }[]): string =>
  gates.map(gateOutcome).join('; ');

const STATE: Column<HitItem> = { title: 'STATE', text: ({ state }) => state, paint: ({ state }) => paintOf(state) };
const REASON: Column<HitItem> = { title: 'WHY', text: ({ failedGates }) => why(failedGates) };
const SERVICE_COLUMNS: readonly Column<HitItem>[] = [STATE, ...itemColumns<HitItem>('SERVICE'), CRITICALITY, REASON];
const HIT_COLUMNS: readonly Column<HitItem>[] = [
  STATE,
  ...itemColumns<HitItem>('ITEM'),
  { title: 'STEPS', text: ({ distance }) => String(distance), right: true },
  REASON,
];
const SPARED_COLUMNS: readonly Column<SparedItem>[] = [
  ...itemColumns<SparedItem>('ITEM'),
  { title: 'MARGIN', text: ({ margin }) => String(margin), right: true },
  { title: 'WHY', text: ({ gates }) => why(gates) },
];

function impactLines(
  outages: readonly FoundItem[],
  answer: ImpactAnswer,
  link: string,
  screen: Screen,
): readonly string[] {
  const { summary, services, impacted, spared, coverage } = answer;
  const states = summary.byState.map(({ state, count }) => painted(screen, `${count} ${state}`, paintOf(state)));
  const what = outages.length === 0 ? 'The open outages' : outages.map(({ name }) => plainText(name)).join(' and ');
  const counts = [...states, `${summary.spared} spared`].join(', ');
  const section = <Row>(
    title: string,
    total: number,
    columns: readonly Column<Row>[],
    rows: readonly Row[],
  ): string[] => {
    if (total === 0 || rows.length === 0) return [];
    const rest = total > rows.length ? [`… and ${total - rows.length} more; --limit ${total} shows all`] : [];
    return ['', painted(screen, `${title} (${total})`, 'cyan'), ...tableLines(columns, rows, screen), ...rest];
  };
  return [
    summary.total === 0 && summary.spared === 0
      ? `${what}: nothing is hit (revision ${answer.revision}).`
      : `${what}: ${counts} (revision ${answer.revision})`,
    ...section('Services', answer.serviceCount, SERVICE_COLUMNS, services),
    ...section('All that is hit, the outages included', answer.impactedCount, HIT_COLUMNS, impacted),
    ...section('Spared by redundancy', summary.spared, SPARED_COLUMNS, spared),
    ...(coverage.complete ? [] : ['', coverageLine(coverage)]),
    ...answer.unresolved.map(({ message }) => plainText(message)),
    '',
    `Drawn: ${link}`,
  ];
}

const coverageLine = ({ hidden, stoppedEarly }: ImpactAnswer['coverage']): string =>
  `Not all is known: ${hidden} items are hidden from you${stoppedEarly ? ', and a limit cut the answer short' : ''}.`;
