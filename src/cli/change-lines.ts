import { valueInWords } from '../words/value-words';
import { flowed } from './flowed';
import { painted, paintOf, type Screen } from './screen';
import { plainText } from './text-width';

interface NamedItem {
  readonly name: string;
  readonly class: { readonly name: string } | string;
}

/** A value before and after. */
export interface ChangedValue {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change as the list and the feed have it. */
export interface ShownChange {
  readonly entity: string;
  readonly kind: string;
  readonly configurationItem: NamedItem | null;
  readonly target: NamedItem | null;
  readonly subject: string | null;
  readonly values: readonly ChangedValue[];
  readonly changeSet: ShownChangeSet;
}

export interface ShownChangeSet {
  readonly revision: number;
  readonly at: string;
  readonly principal: string;
  readonly source: string | null;
  readonly reason: string | null;
}

/** What a list of changes asks for. */
export const CHANGE_FIELDS = `entity kind subject relationshipId
  changeSet { revision id at principal source reason operation { id kind } }
  configurationItem { id name class { name } } target { id name class { name } } values { path before after }`;

/** Values of one change that are told. */
const VALUES_MAX = 12;
const VALUE_LENGTH_MAX = 60;

/** Changes for people: under a line for each change set what it did. Neighbours of one change set share the line. */
export function changeLines(changes: readonly ShownChange[], screen: Screen): string[] {
  return changes.flatMap((change, at) =>
    changes[at - 1]?.changeSet.revision === change.changeSet.revision
      ? oneChange(change, screen)
      : [changeSetLine(change.changeSet, screen), ...oneChange(change, screen)],
  );
}

function changeSetLine({ revision, at, principal, source, reason }: ShownChangeSet, screen: Screen): string {
  const who = source ?? principal;
  const why = reason === null ? '' : `  ${plainText(reason)}`;
  return painted(screen, `${revision}  ${at}  ${plainText(who)}${why}`, 'cyan');
}

function oneChange(change: ShownChange, screen: Screen): string[] {
  const { kind, values } = change;
  const head = flowed(screen, `  ${kind.padEnd(9)} `, plainText(whatOf(change)), paintOf(kind));
  // What is new says its values by being there.
  if (kind === 'CREATED' || kind === 'ENDED') return [...head];
  return [...head, ...valueLines(values, screen)];
}

/** Values that changed, a line each, the first of them. */
export function valueLines(values: readonly ChangedValue[], screen: Screen): readonly string[] {
  const told = values.slice(0, VALUES_MAX);
  const lines = told.flatMap(({ path, before, after }) =>
    flowed(screen, '      ', `${plainText(path)}: ${valueText(before)} -> ${valueText(after)}`),
  );
  const rest = values.length - told.length;
  return [...lines, ...(rest > 0 ? [`      and ${rest} more values`] : [])];
}

function whatOf({ entity, configurationItem, target, subject }: ShownChange): string {
  if (entity === 'RELATIONSHIP') return `${called(configurationItem)} ${subject ?? ''} ${called(target)}`;
  if (configurationItem !== null) return called(configurationItem);
  return `${entity.toLowerCase().replaceAll('_', ' ')} ${subject ?? ''}`;
}

function called(item: NamedItem | null): string {
  if (item === null) return '(hidden)';
  return `${item.name} (${typeof item.class === 'string' ? item.class : item.class.name})`;
}

function valueText(value: unknown): string {
  // Text stands in quotes: it may say "nothing".
  const text = plainText(typeof value === 'string' ? JSON.stringify(value) : valueInWords(value ?? null));
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX - 1)}…` : text;
}
