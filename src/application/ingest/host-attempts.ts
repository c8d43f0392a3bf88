import type { IdentificationEntry } from '../../domain/class-model/class-model';
import { itemError, type ItemError } from '../../domain/errors';
import type { EntryAttempt } from '../../domain/identification/identification';
import type { ItemId } from '../../domain/ids';
import type { BatchContext, End, HostLink } from './batch';
import type { ItemGroup } from './item-group';
import type { ResolvedEnd } from './resolve-ends';
import type { LandedItem } from './landed-item';

/** The entries of an item's class applied to it, and what is known of its hosts. */
export interface HostedAttempts {
  readonly attempts: readonly EntryAttempt[];
  /** Why a host that the item names is not there. */
  readonly hostErrors: readonly ItemError[];
  /** The stored hosts that its identities are made of. */
  readonly hosts: readonly LandedItem[];
}

/** The ends that an item may be identified inside: over the relationship types of its entries. */
export function hostEnds({ rules }: BatchContext, group: ItemGroup): readonly End[] {
  if (group.members.every(({ links }) => links.length === 0)) return NO_ENDS;
  return hostLinks(
    group,
    rules.entriesOf(group.className).flatMap(({ entry }) => entryTypes(entry)),
  ).map(({ end }) => end);
}

const NO_ENDS: readonly End[] = [];

/** Applies the entries of its class to an item whose hosts have been looked up. */
export function attemptEntries(
  { rules }: BatchContext,
  group: ItemGroup,
  resolve: (end: End, path: readonly string[]) => ResolvedEnd,
): HostedAttempts {
  const hostErrors: ItemError[] = [];
  const hosts: LandedItem[] = [];
  const attempts = rules.entriesOf(group.className).map((prepared, at): EntryAttempt => {
    const { entry } = prepared;
    const { rows, missing } = group.values[at] ?? { rows: [], missing: entry.attributes };
    if (entry.within === null) return { prepared, keys: group.ownKeys[at] ?? [], missing, host: 'NONE_NEEDED' };
    const found = findHosts(rules, group, entry, resolve, hostErrors);
    const [host, ...more] = found;
    if (!host) return { prepared, keys: [], missing, host: 'MISSING' };
    if (more.length > 0) return { prepared, keys: [], missing, host: 'AMBIGUOUS' };
    hosts.push(host);
    const keys = rows.map((values) => rules.key(group.tenant, entry.id, values, host.id));
    return { prepared, keys, missing, host: 'KNOWN' };
  });
  return { attempts, hostErrors, hosts };
}

/** The hosts of the first context that has any. */
function findHosts(
  rules: BatchContext['rules'],
  group: ItemGroup,
  entry: IdentificationEntry,
  resolve: (end: End, path: readonly string[]) => ResolvedEnd,
  errors: ItemError[],
): readonly LandedItem[] {
  for (const context of entry.within ?? []) {
    const hosts = new Map<ItemId, LandedItem>();
    for (const { end } of hostLinks(group, [context.relationshipType])) {
      const resolved = isSelf(group, end) ? HOST_OF_ITSELF : resolve(end, ['relationships']);
      if (resolved.kind === 'unresolved') errors.push(resolved.error);
      else if (rules.isHost(context, resolved.item.className)) hosts.set(resolved.item.id, resolved.item);
    }
    if (hosts.size > 0) return [...hosts.values()];
  }
  return [];
}

const isSelf = (group: ItemGroup, end: End): boolean =>
  end.kind === 'batch' && group.members.some(({ index }) => index === end.item);

const HOST_OF_ITSELF: ResolvedEnd = {
  kind: 'unresolved',
  error: itemError(
    'INVALID_REFERENCE',
    'It names itself, which is inside nothing: name the item that it is inside of.',
    ['relationships'],
  ),
};

const entryTypes = (entry: IdentificationEntry): readonly string[] =>
  entry.within?.map((context) => context.relationshipType) ?? [];

const hostLinks = (group: ItemGroup, types: readonly string[]): readonly HostLink[] =>
  types.length === 0 ? [] : group.members.flatMap((member) => member.links.filter((link) => types.includes(link.type)));
