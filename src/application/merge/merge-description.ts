import { changedValues, itemValueAt } from '../../domain/history/changed-values';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemError, type ItemError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { encodeRelationshipId } from '../../domain/opaque-id';
import { listItems, nameItem } from '../ingest/item-names';
import type { Collision } from './moved-relationships';
import type { PlannedMerge } from './plan-merge';

/** A value of the survivor that a merge changes, and the source whose claim it is; null when nobody claims it. */
type MovedValue = {
  readonly path: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly source: string | null;
};

/** Two relationships that became one. */
type CollidedRelationship = {
  readonly kept: string;
  readonly absorbed: string;
  readonly type: string;
  /** Gates in which both counted: they have one member less now. */
  readonly gateKeys: readonly string[];
};

/** What a merge moves and changes; the same in a preview. */
export type MergeDescription = {
  readonly moved: {
    readonly observations: number;
    /** Of the merged items themselves, and of what is identified inside them. */
    readonly identifiers: number;
    readonly relationships: number;
  };
  /** Relationships between the items, which are one now. */
  readonly endedRelationships: number;
  readonly collisions: readonly CollidedRelationship[];
  readonly values: readonly MovedValue[];
  readonly warnings: readonly JsonValue[];
};

/** Of a merge that is refused, or was done before. */
export const NOTHING_MERGED: MergeDescription = {
  moved: { observations: 0, identifiers: 0, relationships: 0 },
  endedRelationships: 0,
  collisions: [],
  values: [],
  warnings: [],
};

/** Says what a planned merge does. */
export function describeMerge(survivor: ConfigurationItem, planned: PlannedMerge): MergeDescription {
  const { plan, relationships, transfers, after, paths, winners } = planned;
  const values = changedValues(
    paths,
    { before: survivor, after: { ...after, validFrom: survivor.validFrom } },
    itemValueAt,
  );
  return {
    moved: {
      observations: plan.observations.filter((write) => write.after === null).length,
      identifiers: transfers.filter(({ to }) => to !== null).length,
      relationships: relationships.moved,
    },
    endedRelationships: relationships.vanished.length,
    collisions: relationships.collisions.map(describeCollision),
    values: values.map((value) => ({ ...value, source: winners.get(value.path)?.source ?? null })),
    warnings: mergeWarnings(planned).map((warning) => ({ ...warning })),
  };
}

const describeCollision = ({ kept, absorbed }: Collision): CollidedRelationship => ({
  kept: encodeRelationshipId(kept.id),
  absorbed: encodeRelationshipId(absorbed.id),
  type: kept.type,
  gateKeys: sharedGates({ kept, absorbed }),
});

const sharedGates = ({ kept, absorbed }: Collision): readonly string[] =>
  absorbed.gateKeys.filter((key) => kept.gateKeys.includes(key));

/** What a person should look at: gates that lost a member, and what became duplicates of each other. */
function mergeWarnings({ relationships, identifiers }: PlannedMerge): readonly ItemError[] {
  const gates = relationships.collisions.flatMap((collision) => {
    const keys = sharedGates(collision);
    if (keys.length === 0) return [];
    const { source, type, target } = collision.kept;
    const message = `${nameItem(source)} ${type} ${nameItem(target)} counted twice in the gate ${keys.join(', ')} and counts once now. Look whether the gate still asks for the right number.`;
    return [itemError('INVALID_GATE', message, ['gates', ...keys])];
  });
  const duplicates = identifiers.contested.map((holders) => {
    const message = `${listItems(holders.map((one) => one.itemId))} have the same identity ${holders[0]?.value ?? ''} now. If they are the same thing, merge them too.`;
    return itemError('AMBIGUOUS_MATCH', message);
  });
  return [...gates, ...duplicates];
}
