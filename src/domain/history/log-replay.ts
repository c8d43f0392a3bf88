import type { Change } from './change';
import type { ConfigurationItem } from '../configuration-item';
import { changedPaths } from '../reconciliation/effective-item';
import { itemFacts, relationshipFacts } from '../graph/graph-facts';
import type { Revision } from '../ids';
import type { JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import type { Relationship } from '../relationship';
import { changedRelationshipPaths } from '../reconciliation/relationship-claims';

/** Something that is not as the log says: `path` null when it is about the whole. */
export interface Disagreement {
  readonly path: string | null;
  readonly revision: Revision;
  readonly message: string;
}

/** A version and the revision that ended it; null while it holds. */
export interface Version<T> {
  readonly value: T;
  readonly to: Revision | null;
}

/** All versions of one thing and all changes that name it, each in order of their revisions. */
export interface History<T> {
  readonly versions: readonly Version<T>[];
  readonly changes: readonly Change[];
  /** What is older may have been dropped. */
  readonly horizon: Revision;
}

/** Replays the log of one item: every version is announced, in every path, and to the graph; and nothing else is. */
export function replayItem({ versions, changes, horizon }: History<ConfigurationItem>): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const told = new Map(changes.map((one) => [one.revision, one]));
  let before: ConfigurationItem | null = null;
  for (const { value } of versions) {
    const change = told.get(value.validFrom);
    told.delete(value.validFrom);
    if (change) found.push(...comparePaths(before, value, change), ...compareItemFacts(before, value, change));
    else if (value.validFrom >= horizon) found.push(unsaid(value.validFrom, 'A version begins here'));
    before = value;
  }
  for (const { revision, kind } of told.values()) {
    // What is only observed of an item need not make a version of it.
    if (kind === 'OBSERVED' || revision < horizon) continue;
    found.push(notThere(revision, `The log says ${kind} here, and no version begins`));
  }
  return found;
}

const unsaid = (revision: Revision, what: string): Disagreement => ({
  path: null,
  revision,
  message: `${what}, and the log does not say so.`,
});

const notThere = (revision: Revision, message: string): Disagreement => ({
  path: null,
  revision,
  message: `${message}.`,
});

function comparePaths(
  before: ConfigurationItem | null,
  after: ConfigurationItem,
  { kind, paths, revision }: Change,
): readonly Disagreement[] {
  // The version before it was dropped with the history.
  if (before === null && kind !== 'CREATED') return [];
  const changed = changedPaths(before, after);
  const missing = changed.filter((path) => !paths.includes(path));
  // Other kinds say more than values: who it was merged with, for example.
  const tooMany = kind === 'UPDATED' || kind === 'CREATED' ? paths.filter((path) => !changed.includes(path)) : [];
  return [
    ...missing.map((path) => ({ path, revision, message: 'It changed here, and the log does not say so.' })),
    ...tooMany.map((path) => ({ path, revision, message: 'The log says that it changed here, and it did not.' })),
  ];
}

function compareItemFacts(
  before: ConfigurationItem | null,
  after: ConfigurationItem,
  { item, revision }: Change,
): readonly Disagreement[] {
  const said = item ?? (before && itemFacts(before));
  return said === null ? [] : differences(itemFacts(after), said, revision);
}

/** Replays the log of one relationship between one pair of ends: it begins, changes and ends where the log says so. */
export function replayRelationship({ versions, changes, horizon }: History<Relationship>): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const told = new Map(changes.map((one) => [one.revision, one]));
  const used = new Set<Revision>();
  let before: Version<Relationship> | null = null;
  for (const version of versions) {
    const { validFrom } = version.value;
    if (before && before.to !== validFrom) noteEnd(before);
    const follows = before?.to === validFrom ? before.value : null;
    const change = told.get(validFrom);
    used.add(validFrom);
    if (change) found.push(...compareRelationship(follows, version.value, change));
    else if (validFrom >= horizon) found.push(unsaid(validFrom, 'A version begins here'));
    before = version;
  }
  if (before && before.to !== null) noteEnd(before);
  for (const { revision, kind } of changes) {
    if (revision >= horizon && !used.has(revision)) {
      found.push(notThere(revision, `The log says ${kind} here, and no version begins or ends`));
    }
  }
  return found;

  function noteEnd({ to }: Version<Relationship>): void {
    if (to === null) return;
    used.add(to);
    const change = told.get(to);
    if (change && goesOn(change)) found.push(notThere(to, `The log says ${change.kind} here, and no version begins`));
    else if (!change && to >= horizon) found.push(unsaid(to, 'It ends here'));
  }
}

/** Whether a relationship holds after a change; what the graph need not know has no facts. */
const goesOn = ({ kind, relationship }: Change): boolean =>
  relationship === null ? kind === 'UPDATED' : !relationship.ended;

function compareRelationship(
  before: Relationship | null,
  after: Relationship,
  { kind, paths, relationship, revision }: Change,
): readonly Disagreement[] {
  const said = relationship ?? (before && relationshipFacts(before, { ended: false }));
  const facts = said === null ? [] : differences(relationshipFacts(after, { ended: false }), said, revision);
  if (before === null || kind !== 'UPDATED') return facts;
  const missing = changedRelationshipPaths(before, after).filter((path) => !paths.includes(path));
  return [
    ...facts,
    ...missing.map((path) => ({ path, revision, message: 'It changed here, and the log does not say so.' })),
  ];
}

/** Field by field; the facts of a log come back from the database with their keys in another order. */
function differences(stored: object, said: object, revision: Revision): readonly Disagreement[] {
  const [here, there] = [entriesOf(stored), entriesOf(said)];
  return Object.keys(here).flatMap((path) =>
    jsonEqual(here[path], there[path])
      ? []
      : [{ path, revision, message: `It is ${shown(here[path])}; the log says ${shown(there[path])}.` }],
  );
}

const entriesOf = (facts: object): Readonly<Record<string, JsonValue>> =>
  JSON.parse(JSON.stringify(facts)) as Record<string, JsonValue>;

const shown = (value: JsonValue | undefined): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);
