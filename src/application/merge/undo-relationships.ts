import type { ItemId, RelationshipId } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import type { Relationship, RelationshipClaim } from '../../domain/relationship';
import { changedRelationshipPaths, effectiveRelationship } from '../../domain/reconciliation/relationship-claims';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { relationshipKey, type RelationshipWrite, type Unstamped } from '../../storage/change-sets/change-plan';
import { beliefIn } from '../ingest/belief';
import { movedEnds } from './moved-relationships';

/** The relationships concerned by a merge, at three moments. */
export interface RelationshipsToUndo {
  /** What the merge closed: those of the merged items, and those of the survivor that it changed. */
  readonly closed: readonly Relationship[];
  /** Those of the survivor as the merge left them. */
  readonly written: readonly Relationship[];
  /** Those of the survivor now. */
  readonly now: readonly Relationship[];
  /** Merged item -> survivor. */
  readonly moves: ReadonlyMap<ItemId, ItemId>;
  /** Other items that were merged since -> who stands for them. */
  readonly since: ReadonlyMap<ItemId, ItemId>;
}

/** What becomes of relationships when a merge is undone. */
export interface UndoneRelationships {
  /** Those that end come first: a restored one gets its id back. */
  readonly writes: readonly RelationshipWrite[];
  readonly restored: number;
  /** Of the survivor, with claims that are later than the merge. */
  readonly kept: readonly Relationship[];
  /** Of the merged items, but ended since the merge: they stay ended. */
  readonly ended: readonly Relationship[];
}

/** A place that relationships of merged items took in the merge. */
interface Place {
  readonly restored: Relationship[];
  readonly before: Relationship | null;
  readonly written: Relationship | null;
  readonly now: Relationship | null;
}

/** Gives merged items their relationships back. `newIds`: for those whose id has to stay with the survivor. */
export function undoRelationships(
  model: ClassModel,
  input: RelationshipsToUndo,
  now: string,
  newIds: readonly RelationshipId[],
): UndoneRelationships {
  const spare = [...newIds];
  const { places, vanished } = placesOf(model, input);
  const ends: RelationshipWrite[] = [];
  const begins: RelationshipWrite[] = [];
  const kept: Relationship[] = [];
  const ended: Relationship[] = [];
  for (const place of places) {
    if (place.written && !place.now) {
      ended.push(...place.restored);
      continue;
    }
    const left = leftOf(place);
    if (left.later && place.now) kept.push(place.now);
    const write = place.now && writeLeft(model, place.now, left.claims, now);
    if (write) (write.after ? begins : ends).push(write);
    const occupied = write?.after === null ? undefined : place.now?.id;
    for (const one of place.restored) {
      const id = one.id === occupied ? (spare.pop() ?? one.id) : one.id;
      begins.push(restoring({ ...one, id }, place.now, now));
    }
  }
  for (const one of vanished) begins.push(restoring(one, null, now));
  const restored = begins.filter((write) => write.before === null).length;
  return { writes: [...ends, ...begins], restored, kept, ended };
}

function placesOf(
  model: ClassModel,
  { closed, written, now, moves, since }: RelationshipsToUndo,
): { readonly places: readonly Place[]; readonly vanished: readonly Relationship[] } {
  const keyed = (list: readonly Relationship[]) => new Map(list.map((one) => [keyOf(one), one]));
  const [writtenBy, nowBy] = [keyed(written), keyed(now)];
  const wasMerged = ({ source, target }: Relationship): boolean => moves.has(source) || moves.has(target);
  const ownBefore = keyed(closed.filter((one) => !wasMerged(one)));
  const places = new Map<string, Place>();
  const vanished: Relationship[] = [];
  for (const one of closed.filter(wasMerged)) {
    const then = { ...one, ...movedEnds(model, one, moves) };
    if (then.source === then.target) {
      vanished.push(one);
      continue;
    }
    const key = keyOf(then);
    const place = places.get(key) ?? {
      restored: [],
      before: ownBefore.get(key) ?? null,
      written: writtenBy.get(key) ?? null,
      now: nowBy.get(keyOf({ ...then, ...movedEnds(model, then, since) })) ?? null,
    };
    place.restored.push({ ...one, ...movedEnds(model, one, since) });
    places.set(key, place);
  }
  return { places: [...places.values()], vanished };
}

/** The claims that stay with the survivor: its own from before, and what was claimed since. */
function leftOf({ before, written, now, restored }: Place): {
  readonly claims: readonly RelationshipClaim[];
  readonly later: boolean;
} {
  // One of its own that the merge left as it was is nobody else's.
  const untouched = written !== null && before === null && !restored.some((one) => one.id === written.id);
  const own = untouched ? written : before;
  const claims = new Map((own?.claims ?? []).map((claim) => [claim.source, claim]));
  const then = new Map((written?.claims ?? []).map((claim) => [claim.source, claim]));
  let later = false;
  for (const claim of now?.claims ?? []) {
    const known = then.get(claim.source);
    then.delete(claim.source);
    if (known && jsonEqual(asJson(known), asJson(claim))) continue;
    claims.set(claim.source, claim);
    later = true;
  }
  // Claims that were withdrawn since stay withdrawn.
  for (const source of then.keys()) claims.delete(source);
  const sorted = [...claims.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
  return { claims: sorted, later };
}

const asJson = (claim: RelationshipClaim) => ({ ...claim, gateKeys: [...claim.gateKeys] });

function writeLeft(
  model: ClassModel,
  before: Relationship,
  claims: readonly RelationshipClaim[],
  now: string,
): RelationshipWrite | null {
  if (claims.length === 0) return { before, after: null, kind: 'RESTORED', paths: [] };
  if (jsonEqual(claims.map(asJson), before.claims.map(asJson))) return null;
  const type = model.type(before.type);
  const values = type ? effectiveRelationship(claims, type, beliefIn(model, before.type, now)) : before;
  const { kind, strength, gateKeys, weight, attributes } = values;
  const after: Unstamped<Relationship> = {
    ...before,
    kind,
    strength,
    gateKeys,
    weight,
    attributes,
    claims,
    version: before.version + 1,
    updatedAt: now,
  };
  const paths = changedRelationshipPaths(before, after);
  return { before, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths };
}

/** `from`: where it was since the merge. */
const restoring = (one: Relationship, from: Relationship | null, now: string): RelationshipWrite => ({
  before: null,
  after: { ...one, version: Math.max(one.version, from?.version ?? 0) + 1, updatedAt: now },
  kind: 'RESTORED',
  paths: from?.id === one.id ? (['source', 'target'] as const).filter((end) => from[end] !== one[end]) : [],
});

const keyOf = ({ source, type, target }: Relationship): string => relationshipKey(source, type, target);
