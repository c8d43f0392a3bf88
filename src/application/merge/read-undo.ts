import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { decodeItemId } from '../../domain/opaque-id';
import { keyTextParts } from '../../domain/identification/identity-keys';
import { revision as toRevision, type ItemId, type Revision } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import { ROWS_PER_LOCK_HOLD, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems, loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { loadItemsAt } from '../../storage/items/item-queries';
import { findSurvivors, loadRelationshipsTouching } from '../../storage/identities/merge-lookups';
import { readIdentifierMarks, readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { loadSightings, type Sightings } from '../../storage/sources/sightings';
import {
  loadClosedBy,
  loadDatedIdentifiers,
  loadMergedBy,
  loadObservationsAt,
  loadRelationshipsOfAt,
  type ClosedRows,
  type DatedIdentifier,
} from '../../storage/history/undo-lookups';

/** Everything that undoing a merge looks at. */
export interface StoredForUndo {
  readonly revision: Revision;
  readonly survivor: ConfigurationItem;
  /** As the merge found it, and as it left it. */
  readonly survivorBefore: ConfigurationItem;
  readonly survivorWritten: ConfigurationItem;
  /** As they are now: merged. */
  readonly merged: readonly ConfigurationItem[];
  readonly closed: ClosedRows;
  readonly sightings: Sightings;
  readonly observations: {
    readonly written: readonly Observation[];
    readonly now: readonly Observation[];
  };
  readonly relationships: {
    readonly written: readonly Relationship[];
    readonly now: readonly Relationship[];
  };
  /** Of the survivor, and of what is identified inside the merged items. */
  readonly identifiers: readonly DatedIdentifier[];
  /** Other ends that were merged since -> who stands for them. */
  readonly since: ReadonlyMap<ItemId, ItemId>;
  readonly relationshipMarks: ReadonlyMap<ItemId, string>;
  readonly identifierMarks: ReadonlyMap<ItemId, string>;
}

/** What a change set merged, as far as it is still so. */
export interface StandingMerge {
  /** As they are now. */
  readonly merged: readonly ConfigurationItem[];
  readonly survivor: ItemId;
}

/** The merge that a change set is: null when it was undone, undefined when it is none. */
export async function findMerge(reader: Executor, revision: Revision): Promise<StandingMerge | null | undefined> {
  const ids = await loadMergedBy(reader, revision);
  const written = await loadItemsAt(
    reader,
    ids.map((id) => ({ id, revision })),
  );
  const survivor = written[0]?.mergedInto;
  if (survivor == null) return undefined;
  const now = await loadItems(reader, ids);
  const merged = [...now.values()].filter((item) => item.mergedInto === survivor);
  return merged.length === 0 ? null : { merged: merged.sort((a, b) => a.id - b.id), survivor };
}

/** Reads what undoing a merge needs; the number of statements does not depend on how much that is. */
export async function readForUndo(
  reader: Executor,
  revision: Revision,
  { merged, survivor: survivorId }: StandingMerge,
): Promise<StoredForUndo> {
  const closed = await loadClosedBy(reader, revision);
  const leaving = merged.map((item) => item.id);
  const all = [survivorId, ...leaving];
  const survivor = (await loadItems(reader, [survivorId])).get(survivorId);
  const [before, written] = await loadItemsAt(reader, [
    { id: survivorId, revision: toRevision(revision - 1) },
    { id: survivorId, revision },
  ]);
  if (!survivor || !before || !written)
    throw new Error(`invariant violated: the survivor ${survivorId} has no versions`);
  const others = closed.relationships.flatMap((one) => [one.source, one.target]).filter((id) => !all.includes(id));
  const hosted = hostedInside(closed.identifiers, new Set(leaving));
  const holders = [...new Set([...all, ...hosted])];
  return {
    revision,
    survivor,
    survivorBefore: before,
    survivorWritten: written,
    merged,
    closed,
    sightings: await loadSightings(reader, all),
    observations: {
      written: await loadObservationsAt(reader, survivorId, revision),
      now: (await loadObservationsOf(reader, [survivorId])).get(survivorId) ?? [],
    },
    relationships: {
      written: await loadRelationshipsOfAt(reader, survivorId, revision),
      now: await loadRelationshipsTouching(reader, [survivorId], ROWS_PER_LOCK_HOLD + 1),
    },
    identifiers: await loadDatedIdentifiers(reader, [survivorId, ...hosted]),
    since: await findSurvivors(reader, [...new Set(others)]),
    relationshipMarks: await readRelationshipMarks(reader, all),
    identifierMarks: await readIdentifierMarks(reader, holders),
  };
}

/** Items, others than those that left, that were identified inside one of them. */
function hostedInside(identifiers: readonly Identifier[], leaving: ReadonlySet<ItemId>): readonly ItemId[] {
  const inside = identifiers.filter(({ itemId, value }) => {
    const { host } = value.includes('"in":') ? keyTextParts(value) : { host: null };
    const id = host === null ? null : decodeItemId(host);
    return !leaving.has(itemId) && id !== null && leaving.has(id);
  });
  return [...new Set(inside.map((one) => one.itemId))];
}
