import type { IdentificationEntry } from '../../domain/class-model/class-model';
import { groupBy } from '../../domain/lists/group-by';
import type { IdentityRules } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import type { Executor } from '../../storage/database';
import { readNeighbours, type Neighbour } from '../../storage/identities/rekey-queries';

/** Who may be the hosts of some items, by what is stored, as far as some entries ask for hosts. */
export async function readHosts(
  reader: Executor,
  items: readonly ItemId[],
  entries: readonly IdentificationEntry[],
): Promise<ReadonlyMap<ItemId, readonly Neighbour[]>> {
  const types = new Set(entries.flatMap((entry) => (entry.within ?? []).map((context) => context.relationshipType)));
  return groupBy(await readNeighbours(reader, items, [...types]), (neighbour) => neighbour.itemId);
}

/** The host that an entry needs: null for none, undefined when there is none or more than one. */
export function hostOf(
  { within }: IdentificationEntry,
  neighbours: readonly Neighbour[],
  rules: IdentityRules,
): ItemId | null | undefined {
  if (within === null) return null;
  for (const context of within) {
    const hosts = neighbours.filter(
      ({ type, otherClass }) => type === context.relationshipType && rules.isHost(context, otherClass),
    );
    const [host] = hosts;
    if (host !== undefined)
      return new Set(hosts.map((one) => one.otherId)).size === 1 ? itemId(host.otherId) : undefined;
  }
  return undefined;
}
