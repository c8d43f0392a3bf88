import type { Command } from 'commander';
import type { Client } from '../client';
import { CommandError } from '../command-error';
import { findItems } from '../find-items';
import { MOMENT_HELP, readMoment, type MomentInput } from '../moment-option';
import { readCount } from '../number-option';

/** The options that say what is exported. */
export interface SelectionOptions {
  readonly class?: readonly string[];
  readonly environment?: readonly string[];
  readonly label?: readonly string[];
  readonly around?: readonly string[];
  readonly depth?: string;
  readonly direction?: string;
  readonly at?: string;
}

/** What is exported: everything that fits a filter, or some items by id. */
export interface Selection {
  readonly filter: object | null;
  /** Ids of a topology, the roots first; null: all that fit. */
  readonly ids: readonly string[] | null;
  readonly at: MomentInput | null;
}

/** Adds them. */
export function withSelection(command: Command): Command {
  return command
    .option('--class <name...>', 'only items of these classes or their descendants')
    .option('--environment <name...>', 'only items of these environments')
    .option('--label <name=value...>', 'only items with these labels')
    .option('--around <item...>', 'only what these items depend on and what depends on them')
    .option('--depth <steps>', 'with --around: so many steps at most')
    .option('--direction <which>', 'with --around: dependencies, dependents or both (default: both)')
    .option('--at <moment>', MOMENT_HELP);
}

/** What the options say. Throws CommandError when they make no sense, or an item is not found. */
export async function readSelection(client: Client, options: SelectionOptions): Promise<Selection> {
  const at = readMoment('--at', options.at);
  const filter = {
    ...(options.class ? { classes: options.class } : {}),
    ...(options.environment ? { environment: { in: options.environment } } : {}),
    ...(options.label ? { labels: options.label.map(readLabel) } : {}),
  };
  const given = Object.keys(filter).length === 0 ? null : filter;
  if (options.around === undefined) {
    if (options.depth === undefined && options.direction === undefined) return { filter: given, ids: null, at };
    throw new CommandError('--depth and --direction need --around.', 2);
  }
  return { filter: given, ids: await idsAround(client, options.around, options, at), at };
}

function readLabel(text: string): object {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--label ${text}: write it as name=value, such as team=shop.`, 2);
  return { path: text.slice(0, at), eq: text.slice(at + 1) };
}

const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  dependencies: ['DEPENDENCIES'],
  dependents: ['DEPENDENTS'],
  both: ['DEPENDENCIES', 'DEPENDENTS'],
};

const AROUND = `query Around($roots: [ConfigurationItemRef!]!, $direction: DependencyDirection!, $depth: Int, $at: Moment) {
  topology(roots: $roots, direction: $direction, depth: $depth, at: $at) { table { ids } } }`;

async function idsAround(
  client: Client,
  names: readonly string[],
  options: SelectionOptions,
  at: MomentInput | null,
): Promise<readonly string[]> {
  const directions = DIRECTIONS[options.direction ?? 'both'];
  if (!directions) {
    throw new CommandError(`--direction ${options.direction ?? ''}: give dependencies, dependents or both.`, 2);
  }
  const depth = readCount('--depth', options.depth);
  const roots = (await findItems(client, names, at)).map(({ id }) => ({ id }));
  const ids = new Set<string>();
  for (const direction of directions) {
    const variables = { roots, direction, depth, at };
    const { topology } = await client.request<{ topology: { table: { ids: readonly string[] } } }>(AROUND, variables);
    for (const id of topology.table.ids) ids.add(id);
  }
  return [...ids];
}
