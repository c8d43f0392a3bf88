import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import { keyTextParts } from '../../domain/identification/identity-keys';
import { encodeItemId } from '../../domain/opaque-id';
import type { Relationship } from '../../domain/relationship';
import { ROWS_PER_LOCK_HOLD, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findHolders, loadIdentifiersOf } from '../../storage/identities/identifiers';
import { loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { loadFirstSeen, loadRelationshipsTouching } from '../../storage/identities/merge-lookups';
import { readIdentifierMarks, readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { loadSightings, type Sightings } from '../../storage/sources/sightings';

/** Everything that is stored of the items of a merge, and the marks by which a later write finds out that it moved. */
export interface StoredForMerge {
  readonly survivor: ConfigurationItem;
  readonly merged: readonly ConfigurationItem[];
  readonly observations: ReadonlyMap<ItemId, readonly Observation[]>;
  readonly sightings: Sightings;
  readonly firstSeen: ReadonlyMap<string, string>;
  /** Of the merged items and the survivor; more than one change set may hold: one more than that. */
  readonly relationships: readonly Relationship[];
  /** What the merged items hold, and what is held inside one of the items. */
  readonly identifiers: readonly Identifier[];
  readonly relationshipMarks: ReadonlyMap<ItemId, string>;
  readonly identifierMarks: ReadonlyMap<ItemId, string>;
}

/** Reads what a merge moves. The number of statements does not depend on how much that is. */
export async function readForMerge(
  reader: Executor,
  survivor: ConfigurationItem,
  merged: readonly ConfigurationItem[],
): Promise<StoredForMerge> {
  const leaving = merged.map((item) => item.id);
  const all = [survivor.id, ...leaving];
  const relationships = await loadRelationshipsTouching(reader, all, ROWS_PER_LOCK_HOLD + 1);
  const touched = relationships.length > ROWS_PER_LOCK_HOLD ? [] : relationships;
  const holders = [...new Set([...all, ...touched.flatMap((one) => [one.source, one.target])])];
  return {
    survivor,
    merged,
    observations: await loadObservationsOf(reader, all),
    sightings: await loadSightings(reader, all),
    firstSeen: await loadFirstSeen(reader, all),
    relationships,
    identifiers: concerned(await loadIdentifiersOf(reader, holders), all, new Set(leaving)),
    relationshipMarks: await readRelationshipMarks(reader, all),
    identifierMarks: await readIdentifierMarks(reader, holders),
  };
}

/** Identities held by those who leave, or inside any of the items. */
function concerned(
  held: ReadonlyMap<ItemId, readonly Identifier[]>,
  all: readonly ItemId[],
  leaving: ReadonlySet<ItemId>,
): readonly Identifier[] {
  const hosts = new Set(all.map(encodeItemId));
  return [...held.values()].flat().filter((one) => {
    if (leaving.has(one.itemId)) return true;
    const { host } = one.value.includes('"in":') ? keyTextParts(one.value) : { host: null };
    return host !== null && hosts.has(host);
  });
}

/** Who holds some identities now, the moved forms of them included, by `identifierKey`. */
export function readHolders(
  reader: Executor,
  identifiers: readonly Identifier[],
): Promise<ReadonlyMap<string, readonly Identifier[]>> {
  return findHolders(
    reader,
    identifiers.map(({ entryId, keyHash }) => ({ entryId, hash: keyHash })),
  );
}
