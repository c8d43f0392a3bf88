import type { ItemId } from '../../domain/ids';
import type { Relationship, RelationshipClaim } from '../../domain/relationship';
import {
  changedRelationshipPaths,
  effectiveRelationship,
  uniteClaims,
} from '../../domain/reconciliation/relationship-claims';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { beliefIn } from '../ingest/belief';
import { relationshipKey, type RelationshipWrite, type Unstamped } from '../../storage/change-sets/change-plan';

/** A relationship of a merged item that the survivor has too: they become one, and count once in gates. */
export interface Collision {
  /** Of the survivor, or of the merged item that came first. */
  readonly kept: Relationship;
  readonly absorbed: Relationship;
}

/** What becomes of the relationships of merged items. */
export interface MovedRelationships {
  /** Those that end come before those that begin: a moved one keeps its id, and whoever follows the log meets it once. */
  readonly writes: readonly RelationshipWrite[];
  readonly moved: number;
  readonly collisions: readonly Collision[];
  /** Between items that are one now. */
  readonly vanished: readonly Relationship[];
}

/** A place that a relationship takes after the merge. */
interface Slot {
  /** What is stored there. */
  readonly before: Relationship | null;
  /** What it is made of; its id stays. */
  readonly base: Relationship;
  readonly ends: Pick<Relationship, 'source' | 'target'>;
  claims: readonly RelationshipClaim[];
}

/** Moves the relationships of merged items to the survivor; `relationships` are all of both. `now`: RFC 3339. */
export function moveRelationships(
  model: ClassModel,
  relationships: readonly Relationship[],
  moves: ReadonlyMap<ItemId, ItemId>,
  now: string,
): MovedRelationships {
  const isMoved = ({ source, target }: Relationship): boolean => moves.has(source) || moves.has(target);
  const slots = new Map<string, Slot>();
  for (const one of relationships.filter((each) => !isMoved(each)))
    slots.set(keyOf(one), { before: one, base: one, ends: one, claims: one.claims });
  const moving = relationships.filter(isMoved);
  const collisions: Collision[] = [];
  const vanished: Relationship[] = [];
  for (const one of moving) {
    const ends = movedEnds(model, one, moves);
    if (ends.source === ends.target) {
      vanished.push(one);
      continue;
    }
    const key = relationshipKey(ends.source, one.type, ends.target);
    const slot = slots.get(key);
    if (slot) {
      slot.claims = uniteClaims(slot.claims, one.claims);
      collisions.push({ kept: slot.base, absorbed: one });
    } else slots.set(key, { before: null, base: one, ends, claims: one.claims });
  }
  const begun = [...slots.values()].flatMap((slot) => writeOf(model, slot, now) ?? []);
  const ended = moving.map((one): RelationshipWrite => ({ before: one, after: null, kind: 'MERGED', paths: [] }));
  const moved = moving.length - vanished.length - collisions.length;
  return { writes: [...ended, ...begun], moved, collisions, vanished };
}

/** The ends after the merge; a symmetric relationship stores the smaller id first. */
export function movedEnds(
  model: ClassModel,
  { source, type, target }: Relationship,
  moves: ReadonlyMap<ItemId, ItemId>,
): Pick<Relationship, 'source' | 'target'> {
  const [from, to] = [moves.get(source) ?? source, moves.get(target) ?? target];
  return model.type(type)?.symmetric === true && from > to
    ? { source: to, target: from }
    : { source: from, target: to };
}

function writeOf(model: ClassModel, { before, base, ends, claims }: Slot, now: string): RelationshipWrite | null {
  if (before && claims === before.claims) return null;
  const type = model.type(base.type);
  const belief = beliefIn(model, base.type, now);
  const values = type && claims.length > 0 ? effectiveRelationship(claims, type, belief) : base;
  const { kind, strength, gateKeys, weight, attributes } = values;
  const after: Unstamped<Relationship> = {
    ...base,
    ...ends,
    kind,
    strength,
    gateKeys,
    weight,
    attributes,
    claims,
    version: base.version + 1,
    updatedAt: now,
  };
  if (!before) return { before: null, after: after, kind: 'MERGED', paths: endPaths(base, ends) };
  const paths = changedRelationshipPaths(before, after);
  return {
    before,
    after: { ...after, source: before.source, target: before.target },
    kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED',
    paths,
  };
}

const endPaths = (from: Relationship, to: Pick<Relationship, 'source' | 'target'>): readonly string[] =>
  (['source', 'target'] as const).filter((end) => from[end] !== to[end]);

const keyOf = ({ source, type, target }: Relationship): string => relationshipKey(source, type, target);
