import { groupBy } from '../domain/lists/group-by';
import type { Client } from './client';
import { CommandError } from './command-error';
import { plainText } from './text-width';
import type { MomentInput } from './moment-option';
import { slicesOf } from '../domain/slices';

/** An item that somebody named on the command line. */
export interface FoundItem {
  readonly id: string;
  readonly name: string;
  readonly class: { readonly name: string };
}

interface Match {
  readonly outcome: 'FOUND' | 'AMBIGUOUS' | 'NOT_FOUND';
  readonly matchedValue: string | null;
  readonly configurationItem: Candidate | null;
  readonly candidates: readonly Candidate[];
}

interface Candidate extends FoundItem {
  readonly environment: string | null;
  readonly observations: readonly { readonly source: string; readonly nativeKey: string | null }[];
}

/** How an item may be named, for help texts. */
export const ITEM_HELP = `
A configuration item is named by its id (ci_1a), by the key that a data source has for it (kubernetes:shop/web), by class
and name (LinuxServer/web-1), or by its name, host name or address alone. When several fit, they are listed.`;

const CANDIDATE = 'id name class { name } environment observations { source nativeKey }';
const MATCH = `query Match($keys: [MatchKeyInput!]!, $at: Moment) {
  matchConfigurationItems(keys: $keys, at: $at) {
    outcome matchedValue configurationItem { ${CANDIDATE} } candidates { ${CANDIDATE} } } }`;
const NAMED = `query Named($names: [String!]!, $at: Moment) {
  configurationItems(filter: { name: { in: $names } }, first: 1000, at: $at) { nodes { ${CANDIDATE} } } }`;
/** One request holds 1,000 keys, and a name has four at most. */
const NAMES_A_REQUEST = 250;

/** The items that are meant, in the order given. Throws CommandError (4) that lists what each of the others could be. */
export async function findItems(
  client: Client,
  names: readonly string[],
  at: MomentInput | null,
): Promise<readonly FoundItem[]> {
  const found: FoundItem[] = [];
  const complaints: string[] = [];
  for (const some of slicesOf(names, NAMES_A_REQUEST)) {
    const matches = await matchesOf(client, some, at);
    const meant = some.map((name, index) => meaningOf(name, matches[index] ?? []));
    const named = await itemsNamed(
      client,
      some.filter((_, index) => meant[index]?.sure !== true),
      at,
    );
    for (const [index, name] of some.entries()) {
      const { sure = false, items = [] } = meant[index] ?? {};
      const candidates = sure ? items : distinct([...items, ...(named.get(name.trim()) ?? [])]);
      const [first, ...others] = candidates;
      if (first && others.length === 0) found.push({ id: first.id, name: first.name, class: first.class });
      else complaints.push(...complaint(name, candidates));
    }
  }
  if (complaints.length > 0) throw new CommandError(complaints.join('\n'), 4);
  return found;
}

/** What the server says to each way of reading each name, the surest first. */
async function matchesOf(
  client: Client,
  names: readonly string[],
  at: MomentInput | null,
): Promise<readonly (readonly Match[])[]> {
  const keys = names.map(readingsOf);
  const answer = await client.request<{ matchConfigurationItems: readonly Match[] }>(MATCH, { keys: keys.flat(), at });
  let position = 0;
  return keys.map((readings) => answer.matchConfigurationItems.slice(position, (position += readings.length)));
}

function readingsOf(name: string): readonly object[] {
  const text = name.trim();
  if (/^ci_[0-9a-z]+$/.test(text)) return [{ ref: { id: text } }];
  const [, source, key] = /^([A-Za-z0-9._/-]{1,200}):(.+)$/s.exec(text) ?? [];
  const [, className, itemName] = /^([A-Z][A-Za-z0-9]{0,62})\/(.+)$/s.exec(text) ?? [];
  return [
    ...(source === undefined ? [] : [{ ref: { native: { source, key } } }]),
    ...(className === undefined ? [] : [{ ref: { identity: { class: className, attributes: { name: itemName } } } }]),
    ...(text.length > 500 ? [] : [{ host: text }, { text }]),
  ];
}

/** What a name comes to. A reference is sure; a host name may be the name of other things as well. */
interface Meaning {
  readonly sure: boolean;
  readonly items: readonly Candidate[];
}

/** A text that only has an item's name in it does not mean that item. */
function meaningOf(name: string, matches: readonly Match[]): Meaning {
  const whole = name.trim().normalize('NFKC').toLowerCase();
  const readings = readingsOf(name);
  const at = matches.findIndex(
    ({ outcome, matchedValue }, place) =>
      outcome !== 'NOT_FOUND' && (!('text' in (readings[place] ?? {})) || matchedValue === whole),
  );
  const match = matches[at];
  if (!match) return { sure: false, items: [] };
  const items = match.configurationItem === null ? match.candidates : [match.configurationItem];
  return { sure: 'ref' in (readings[at] ?? {}), items };
}

async function itemsNamed(
  client: Client,
  names: readonly string[],
  at: MomentInput | null,
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  if (names.length === 0) return new Map();
  const { configurationItems } = await client.request<{ configurationItems: { nodes: readonly Candidate[] } }>(NAMED, {
    names: names.map((name) => name.trim()),
    at,
  });
  return groupBy(configurationItems.nodes, ({ name }) => name);
}

const distinct = (items: readonly Candidate[]): readonly Candidate[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

function complaint(name: string, candidates: readonly Candidate[]): readonly string[] {
  if (candidates.length === 0) {
    return [
      `There is no configuration item "${name}". Name it by its id, as source:key, as Class/name, or by its name or host name.`,
    ];
  }
  const lines = candidates.slice(0, 10).map((one) => {
    const key = one.observations.find(({ nativeKey }) => nativeKey !== null);
    const words = [
      one.id,
      `${one.class.name}/${one.name}`,
      one.environment,
      key && `${key.source}:${key.nativeKey ?? ''}`,
    ];
    return `    ${words.flatMap((word) => (word == null ? [] : [plainText(word)])).join('  ')}`;
  });
  const rest = candidates.length > 10 ? ['    and more'] : [];
  return [`"${name}" may mean any of these; name one by its id:`, ...lines, ...rest];
}
