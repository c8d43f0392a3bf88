import type { Command } from 'commander';
import { CommandError } from './command-error';

/** What a run of a data source covers, as the options of a command say it. */
export interface SyncChoice {
  readonly scope: {
    readonly classes?: readonly string[];
    readonly relationshipTypes?: readonly string[];
    readonly attributes?: Readonly<Record<string, string | number | boolean>>;
    readonly nativeKeyPrefix?: string;
  };
  readonly partialTypes: readonly string[];
  readonly maxRemovalPercent: number | null;
  readonly takeOver: boolean;
}

interface SyncOptions {
  readonly sync?: boolean;
  readonly scopeClass?: readonly string[];
  readonly scopeType?: readonly string[];
  readonly scopeWhere?: readonly string[];
  readonly scopeKeyPrefix?: string;
  readonly partial?: readonly string[];
  readonly maxRemovalPercent?: string;
  readonly takeOver?: boolean;
}

/** Adds the options of a sync to a command. */
export function withSyncOptions(command: Command): Command {
  return command
    .option('--sync', 'the files are everything that the source can see: what it no longer sees becomes absent')
    .option('--scope-class <name...>', 'with --sync: only items of these classes and their descendants')
    .option(
      '--scope-where <name=value...>',
      'with --sync: only items with this attribute or base field, such as site=fra1',
    )
    .option('--scope-key-prefix <text>', 'with --sync: only items whose native key begins like this')
    .option('--scope-type <name...>', 'with --sync: only relationships of these types')
    .option(
      '--partial <name...>',
      'with --sync: classes or relationship types whose collection failed; nothing of them goes',
    )
    .option(
      '--max-removal-percent <number>',
      'with --sync: more than this is removed only when confirmed (default: 10)',
    )
    .option('--take-over', 'with --sync: abort another open session that covers some of the same');
}

/** What the options say; null without --sync. Throws CommandError when they make no sense. */
export function syncChoice(options: SyncOptions & { readonly dryRun?: boolean }): SyncChoice | null {
  const { sync, scopeClass, scopeType, scopeWhere, scopeKeyPrefix, partial, maxRemovalPercent, takeOver } = options;
  if (sync !== true) {
    const given = [scopeClass, scopeType, scopeWhere, scopeKeyPrefix, partial, maxRemovalPercent, takeOver];
    if (given.every((value) => value === undefined)) return null;
    throw new CommandError('The options of a sync need --sync: without it nothing is removed.', 2);
  }
  if (options.dryRun === true) {
    throw new CommandError(
      'A sync has no --dry-run: what was not sent would all look gone. Without --sync, --dry-run shows what would be ' +
        'created and changed; with --sync, --max-removal-percent 0 lists what would go, which stays until you confirm it.',
      2,
    );
  }
  return {
    scope: {
      ...(scopeClass ? { classes: scopeClass } : {}),
      ...(scopeType ? { relationshipTypes: scopeType } : {}),
      ...(scopeWhere ? { attributes: Object.fromEntries(scopeWhere.map(readEquality)) } : {}),
      ...(scopeKeyPrefix === undefined ? {} : { nativeKeyPrefix: scopeKeyPrefix }),
    },
    partialTypes: partial ?? [],
    maxRemovalPercent: maxRemovalPercent === undefined ? null : readPercent(maxRemovalPercent),
    takeOver: takeOver === true,
  };
}

function readEquality(text: string): readonly [string, string | number | boolean] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--scope-where ${text}: write it as name=value, such as site=fra1.`, 2);
  const value = text.slice(at + 1);
  if (value === 'true' || value === 'false') return [text.slice(0, at), value === 'true'];
  return [text.slice(0, at), /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
}

function readPercent(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new CommandError(`--max-removal-percent ${text}: give a number from 0 to 100.`, 2);
}
