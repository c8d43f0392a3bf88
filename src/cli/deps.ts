import { Command } from 'commander';
import { itemLink } from './deep-links';
import { EXIT_CODES_HELP } from './exit-codes';
import { findItems, ITEM_HELP, type FoundItem } from './find-items';
import { MOMENT_HELP, readMoment } from './moment-option';
import { readCount } from './number-option';
import { remoteClient, withRemote, type RemoteOptions } from './remote';
import { painted, standardScreen, type Screen } from './screen';
import { tableLines, type Column } from './table';
import { plainText } from './text-width';

interface DepsOptions extends RemoteOptions {
  readonly dependents?: boolean;
  readonly depth?: string;
  readonly class?: readonly string[];
  readonly type?: readonly string[];
  readonly at?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

const HELP = `${ITEM_HELP}

--json prints { revision, direction, roots, itemCount, relationshipCount, items, relationships }: items have id, name,
class and distance; relationships have source and target (positions in items), type and strength.

Examples:
  underpin deps web-1                       what web-1 needs, directly or not
  underpin deps web-1 --dependents          what needs it
  underpin deps db-1 --dependents --depth 1 --class BusinessService
  underpin deps web-1 --at 2026-11-22T22:00:00Z

${EXIT_CODES_HELP}`;

/** `underpin deps <ci>`: what an item needs, or what needs it. */
export function depsCommand(): Command {
  const command = new Command('deps')
    .description('what an item depends on, or what depends on it')
    .argument('<item...>', 'where to start')
    .option('--dependents', 'what depends on it, instead of what it depends on')
    .option('--depth <steps>', 'so many steps away at most')
    .option('--class <name...>', 'only items of these classes; others are passed through')
    .option('--type <name...>', 'only over relationships of these types')
    .option('--at <moment>', MOMENT_HELP)
    .option('--limit <count>', `rows of the table (default: ${LIMIT})`)
    .option('--json', 'for programs; always all of it')
    .addHelpText('after', HELP);
  return withRemote(command).action(runDeps);
}

const LIMIT = 200;

const TOPOLOGY = `query Deps($roots: [ConfigurationItemRef!]!, $direction: DependencyDirection!, $depth: Int, $filter: TopologyFilter, $at: Moment) {
  topology(roots: $roots, direction: $direction, depth: $depth, filter: $filter, at: $at) {
    revision itemCount relationshipCount unresolved { message }
    table { ids names classes distances sources targets types strengths } } }`;

interface Topology {
  readonly revision: number;
  readonly itemCount: number;
  readonly relationshipCount: number;
  readonly unresolved: readonly { readonly message: string }[];
  readonly table: {
    readonly ids: readonly string[];
    readonly names: readonly string[];
    readonly classes: readonly string[];
    readonly distances: readonly number[];
    readonly sources: readonly number[];
    readonly targets: readonly number[];
    readonly types: readonly string[];
    readonly strengths: readonly string[];
  };
}

async function runDeps(names: readonly string[], options: DepsOptions): Promise<void> {
  const client = remoteClient(options);
  const at = readMoment('--at', options.at);
  const depth = readCount('--depth', options.depth);
  const limit = readCount('--limit', options.limit) ?? LIMIT;
  const roots = await findItems(client, names, at);
  const direction = options.dependents === true ? 'DEPENDENTS' : 'DEPENDENCIES';
  const filter = { classes: options.class ?? null, relationshipTypes: options.type ?? null };
  const variables = { roots: roots.map(({ id }) => ({ id })), direction, depth, filter, at };
  const { topology } = await client.request<{ topology: Topology }>(TOPOLOGY, variables);
  if (options.json === true) {
    console.log(JSON.stringify(asJson(topology, direction, roots), null, 2));
    return;
  }
  const rows = rowsOf(topology);
  const what = roots.map(({ name }) => plainText(name)).join(' and ');
  for (const line of depsLines(`${HEADLINES[direction]} ${what}`, topology, rows.slice(0, limit), standardScreen())) {
    console.log(line);
  }
  if (rows.length > limit) console.log(`… and ${rows.length - limit} more; --limit ${rows.length} shows all`);
  console.log(['', ...roots.map(({ id }) => `Page: ${itemLink(client.url, id)}`)].join('\n'));
}

const HEADLINES = { DEPENDENCIES: 'Needed by', DEPENDENTS: 'Depends on' } as const;

function asJson(topology: Topology, direction: string, roots: readonly FoundItem[]): object {
  const { revision, itemCount, relationshipCount, table } = topology;
  const items = table.ids.map((id, at) => ({
    id,
    name: table.names[at],
    class: table.classes[at],
    distance: table.distances[at],
  }));
  const relationships = table.sources.map((source, at) => ({
    source,
    target: table.targets[at],
    type: table.types[at],
    strength: table.strengths[at],
  }));
  return { revision, direction, roots, itemCount, relationshipCount, items, relationships };
}

interface Row {
  readonly distance: number;
  readonly id: string;
  readonly name: string;
  readonly class: string;
  /** The relationships that lead one step nearer to a root. */
  readonly via: string;
}

/** Nearest first, the roots left out. */
function rowsOf({ table }: Topology): readonly Row[] {
  const via = table.ids.map((): string[] => []);
  for (const [index, source] of table.sources.entries()) {
    const target = table.targets[index] ?? 0;
    const [from = 0, to = 0] = [table.distances[source], table.distances[target]];
    if (from === to) continue;
    const [near, far] = from < to ? [source, target] : [target, source];
    const [type = '', name = ''] = [table.types[index], table.names[near]];
    via[far]?.push(far === target ? `${name} ${type}` : `${type} ${name}`);
  }
  return table.ids
    .map((id, at) => ({
      id,
      distance: table.distances[at] ?? 0,
      name: table.names[at] ?? '',
      class: table.classes[at] ?? '',
      via: (via[at] ?? []).join(', '),
    }))
    .filter(({ distance }) => distance > 0)
    .toSorted((a, b) => a.distance - b.distance);
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'STEPS', text: ({ distance }) => String(distance), right: true },
  { title: 'ITEM', text: ({ name }) => name },
  { title: 'CLASS', text: (row) => row.class },
  { title: 'ID', text: ({ id }) => id, paint: () => 'dim' },
  { title: 'THROUGH', text: ({ via }) => via },
];

function depsLines(title: string, topology: Topology, rows: readonly Row[], screen: Screen): readonly string[] {
  const unresolved = topology.unresolved.map(({ message }) => plainText(message));
  const count = topology.table.distances.filter((distance) => distance > 0).length;
  if (count === 0) return [`${title}: nothing (revision ${topology.revision}).`, ...unresolved];
  const head = painted(
    screen,
    `${title}: ${count} ${count === 1 ? 'item' : 'items'} (revision ${topology.revision})`,
    'cyan',
  );
  return [head, ...tableLines(COLUMNS, rows, screen), ...unresolved];
}
