import type { ItemId } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import { changedRelationshipPaths, effectiveRelationship } from '../../domain/reconciliation/relationship-claims';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { undoRelationshipClaims } from '../../domain/history/undo';
import type { RelationshipWrite, Unstamped } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadEnds, loadRelationships } from '../../storage/identities/ingest-lookups';
import { loadRelationshipTouches, type Touch } from '../../storage/history/operation-history';
import { beliefIn } from '../ingest/belief';
import { nameItem } from '../ingest/item-names';
import { PlanBuilder } from '../ingest/plan-builder';
import type { Undoing } from './undo-items';

/**
 * Which part of the relationships is undone: those that are there now before the items are, so that an item may go, and
 * those that come back after them, so that both ends are there.
 */
export type RelationshipPhase = 'THERE' | 'GONE';

/** Undoes what some change sets did to some relationships. Reads only. */
export async function planUndoneRelationships(
  reader: Executor,
  model: ClassModel,
  undoing: Undoing,
  { phase, ids }: { readonly phase: RelationshipPhase; readonly ids: readonly number[] },
): Promise<PlanBuilder> {
  const touches = await loadRelationshipTouches(reader, ids, undoing.revisions);
  const known = [...touches].flatMap(([key, list]) => {
    const one = list[0]?.before ?? list[0]?.after;
    return one ? [{ key, list, one }] : [];
  });
  const stored = await loadRelationships(
    reader,
    known.map(({ one }) => one),
  );
  const returning = known.filter(({ key }) => !stored.has(key)).map(({ one }) => one);
  const ends = await loadLiving(reader, undoing, phase === 'GONE' ? returning : []);
  const plan = new PlanBuilder();
  for (const { key, list, one } of known) {
    const current = stored.get(key) ?? null;
    if ((current === null) !== (phase === 'GONE') || (current === null && undoing.ended.has(key))) continue;
    const undone = undoTouches(model, undoing, list, current);
    const missing = [one.source, one.target].find((id) => undone.write && !current && ends.get(id) !== true);
    const because = missing === undefined ? undefined : `Its end ${nameItem(missing)} is retired.`;
    const write = because ? null : undone.write;
    if (write) {
      plan.relationships.push(write);
      plan.expects.relationship(key, current);
      if (!write.after) undoing.ended.add(key);
    }
    undoing.report.note(
      { entity: 'RELATIONSHIP', itemId: null, relationshipId: (current ?? one).id },
      { wrote: write !== null, kept: undone.kept, ...(because ? { because } : {}) },
    );
  }
  return plan;
}

/** Which items are in the graph, as they will be. */
async function loadLiving(
  reader: Executor,
  { items }: Undoing,
  relationships: readonly Relationship[],
): Promise<ReadonlyMap<ItemId, boolean>> {
  const ids = [...new Set(relationships.flatMap(({ source, target }) => [source, target]))];
  const stored = await loadEnds(reader, ids);
  return new Map(ids.map((id) => [id, (items.get(id) ?? stored.get(id))?.retiredAt === null]));
}

function undoTouches(
  model: ClassModel,
  { revisions, now }: Undoing,
  list: readonly Touch<Relationship>[],
  current: Relationship | null,
): { readonly write: RelationshipWrite | null; readonly kept: readonly string[] } {
  const kept = new Set<string>();
  let claims = current?.claims ?? null;
  for (const { before, after } of list.toReversed()) {
    const pair = { before: before?.claims ?? null, after: after?.claims ?? null };
    const undone = undoRelationshipClaims(pair, claims);
    claims = undone.value.length === 0 ? null : undone.value;
    for (const path of undone.kept) kept.add(path);
  }
  const [first] = list;
  const base = first?.before ?? current;
  const type = base && model.type(base.type);
  if (!claims || !base || !type) {
    return { write: current && { before: current, after: null, kind: 'ENDED', paths: [] }, kept: [...kept] };
  }
  const isOwn = current === null || revisions.includes(current.validFrom);
  const values =
    isOwn && first?.before && kept.size === 0
      ? first.before
      : effectiveRelationship(claims, type, beliefIn(model, base.type, now));
  const { kind, strength, gateKeys, weight, attributes } = values;
  const after: Unstamped<Relationship> = {
    ...(current ?? base),
    kind,
    strength,
    gateKeys,
    weight,
    attributes,
    claims,
    version: Math.max(base.version, current?.version ?? 0, ...list.map((one) => one.after?.version ?? 0)) + 1,
    updatedAt: now,
  };
  if (!current) return { write: { before: null, after, kind: 'RESURRECTED', paths: [] }, kept: [...kept] };
  if (JSON.stringify(current.claims) === JSON.stringify(claims)) return { write: null, kept: [...kept] };
  const paths = changedRelationshipPaths(current, after);
  return { write: { before: current, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths }, kept: [...kept] };
}
