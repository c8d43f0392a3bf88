import { Command } from 'commander';
import { valueLines, type ChangedValue } from './change-lines';
import { EXIT_CODES_HELP } from './exit-codes';
import { findItems, ITEM_HELP } from './find-items';
import { flowed } from './flowed';
import { MOMENT_HELP, readMoment } from './moment-option';
import { readCount } from './number-option';
import { firstOf, PAGE_INFO, PAGE_MAX, type Page } from './pages';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { painted, paintOf, standardScreen, type Screen } from './screen';
import { plainText } from './text-width';

interface DiffOptions extends RemoteOptions {
  readonly to?: string;
  readonly around?: readonly string[];
  readonly dependents?: boolean;
  readonly depth?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

const LIMIT = 100;
const HELP = `${ITEM_HELP}

--json prints { from, to, itemCounts, relationshipCounts, items, relationships, unresolved } as the query difference has them.

Examples:
  underpin diff 2h                              what is not as it was two hours ago
  underpin diff 1200 --to 1300                  between two revisions
  underpin diff 3d --around "Online shopping"   only what this service depends on

${EXIT_CODES_HELP}`;

/** `underpin diff <from>`: what is not at one moment what it was at another. */
export function diffCommand(): Command {
  const command = new Command('diff')
    .description('what differs between two moments')
    .argument('<from>', `the earlier moment: ${MOMENT_HELP}`)
    .option('--to <moment>', 'the later one (default: now)')
    .option('--around <item...>', 'only these items and what they depend on')
    .option('--dependents', 'with --around: and what depends on them, instead')
    .option('--depth <steps>', 'with --around: so many steps at most')
    .option('--limit <count>', `rows of each list (default: ${LIMIT}, with --json 1000)`)
    .option('--json', 'for programs')
    .addHelpText('after', HELP);
  return withRemote(command).action(runDiff);
}

interface Named {
  readonly name: string;
  readonly class: { readonly name: string };
}

interface ItemDifference {
  readonly kind: string;
  readonly before: Named | null;
  readonly after: Named | null;
  readonly values: readonly ChangedValue[];
}

interface LinkSide {
  readonly type: { readonly name: string };
  readonly source: Named | null;
  readonly target: Named | null;
}

interface LinkDifference {
  readonly kind: string;
  readonly before: LinkSide | null;
  readonly after: LinkSide | null;
  readonly values: readonly ChangedValue[];
}

interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

interface Difference {
  readonly from: number;
  readonly to: number;
  readonly itemCounts: Counts;
  readonly relationshipCounts: Counts;
  readonly unresolved: readonly { readonly message: string }[];
  readonly items: Page<ItemDifference>;
  readonly relationships: Page<LinkDifference>;
}

const NAMED = '{ id name class { name } }';
const SIDE = `{ id type { name } source ${NAMED} target ${NAMED} }`;
const VALUES = 'values { path before after }';
const LISTS = {
  items: `items(first: $first, after: $after) { nodes { kind before ${NAMED} after ${NAMED} ${VALUES} } ${PAGE_INFO} }`,
  relationships: `relationships(first: $first, after: $after) { nodes { kind before ${SIDE} after ${SIDE} ${VALUES} } ${PAGE_INFO} }`,
} as const;
const COUNTS = '{ added removed changed }';
const documentOf = (
  fields: string,
): string => `query Diff($from: Moment!, $to: Moment, $scope: TopologyScope, $first: Int!, $after: String) {
  difference(from: $from, to: $to, scope: $scope) { ${fields} } }`;
const WHOLE = documentOf(
  `from to itemCounts ${COUNTS} relationshipCounts ${COUNTS} unresolved { message } ${LISTS.items} ${LISTS.relationships}`,
);

async function runDiff(from: string, options: DiffOptions): Promise<void> {
  const client = remoteClient(options);
  const to = readMoment('--to', options.to);
  const limit = readCount('--limit', options.limit) ?? (options.json === true ? PAGE_MAX : LIMIT);
  const depth = readCount('--depth', options.depth);
  const roots = (await findItems(client, options.around ?? [], to)).map(({ id }) => ({ id }));
  const direction = options.dependents === true ? 'DEPENDENTS' : 'DEPENDENCIES';
  const variables = {
    from: readMoment('the moment', from),
    to,
    scope: roots.length === 0 ? null : { roots, direction, depth },
  };
  const ask = async <Answer>(document: string, first: number, after: string | null): Promise<Answer> =>
    (await client.request<{ difference: Answer }>(document, { ...variables, first, after })).difference;
  const whole = await ask<Difference>(WHOLE, Math.min(limit, PAGE_MAX), null);
  const rest = <Node>(list: keyof typeof LISTS, page: Page<Node>): Promise<readonly Node[]> =>
    firstOf(limit, async (first, after) =>
      after === null
        ? page
        : (await ask<Readonly<Record<typeof list, Page<Node>>>>(documentOf(LISTS[list]), first, after))[list],
    );
  const items = await rest('items', whole.items);
  const relationships = await rest('relationships', whole.relationships);
  if (options.json === true) console.log(JSON.stringify({ ...whole, items, relationships }, null, 2));
  else for (const line of diffLines(whole, items, relationships, standardScreen())) console.log(line);
}

function diffLines(
  whole: Difference,
  items: readonly ItemDifference[],
  relationships: readonly LinkDifference[],
  screen: Screen,
): readonly string[] {
  const { from, to, itemCounts, relationshipCounts, unresolved } = whole;
  const section = (title: string, counts: Counts, lines: readonly string[], shown: number): readonly string[] => {
    const total = counts.added + counts.removed + counts.changed;
    if (total === 0) return [];
    const words = `${counts.added} added, ${counts.removed} removed, ${counts.changed} changed`;
    const more = total > shown ? [`… and ${total - shown} more; --limit ${total} shows all`] : [];
    return ['', painted(screen, `${title}: ${words}`, 'cyan'), ...lines, ...more];
  };
  const itemLines = items.flatMap((one) => [
    ...head(one.kind, called(one.after ?? one.before), screen),
    ...changed(one, screen),
  ]);
  const linkLines = relationships.flatMap((one) => [
    ...head(one.kind, linkName(one.after ?? one.before), screen),
    ...changed(one, screen),
  ]);
  const sections = [
    ...section('Items', itemCounts, itemLines, items.length),
    ...section('Relationships', relationshipCounts, linkLines, relationships.length),
  ];
  return [
    sections.length === 0
      ? `Nothing differs between revision ${from} and revision ${to}.`
      : `From revision ${from} to revision ${to}:`,
    ...sections,
    ...unresolved.map(({ message }) => plainText(message)),
  ];
}

const head = (kind: string, what: string, screen: Screen): readonly string[] =>
  flowed(screen, `  ${kind.padEnd(8)} `, plainText(what), paintOf(kind));

/** What is new or gone says its values by being there or not. */
const changed = ({ kind, values }: ItemDifference | LinkDifference, screen: Screen): readonly string[] =>
  kind === 'CHANGED' ? valueLines(values, screen) : [];

const called = (item: Named | null): string => (item === null ? '(hidden)' : `${item.name} (${item.class.name})`);

const linkName = (side: LinkSide | null): string =>
  side === null ? '(hidden)' : `${called(side.source)} ${side.type.name} ${called(side.target)}`;
