import type { ItemFacts, RelationshipFacts } from '../history/change';
import type { Gate } from '../gate';
import { ArcBuffer } from './arc-buffer';
import { SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, type EdgeFilter } from './edge-filter';
import { edgeFlags, LABEL_BITS } from './edge-flags';
import { OPEN } from './edge-table';
import { GraphNames, RELATIONSHIP_TYPES_MAX } from './graph-names';
import { GraphView } from './graph-view';
import { isRetired, itemBits } from './item-bits';

/** What a graph would be like: a few changes over it that nobody wrote. Applied in this order. */
export interface GraphDraft {
  /** Items that leave, with all their relationships. */
  readonly removedItems: readonly number[];
  /** Relationships that end, with their ends. */
  readonly removedRelationships: readonly Pick<RelationshipFacts, 'id' | 'source' | 'target'>[];
  /** Items that are not there yet; their ids are not in use. */
  readonly addedItems: readonly ItemFacts[];
  readonly addedRelationships: readonly RelationshipFacts[];
  /** Item -> the gates it would define itself, in place of those it has. */
  readonly gates: ReadonlyMap<number, readonly Gate[]>;
}

/**
 * The graph of a view with a draft over it. The tables are copied (28 bytes an edge and as much an item), so that the view
 * and everybody else's stay as they are: a millisecond at a time, because of millions that takes a while.
 */
export function* draftView(view: GraphView, draft: GraphDraft): Generator<undefined, GraphView> {
  const drafted = new GraphView({
    revision: view.revision,
    stamp: view.stamp,
    edges: yield* view.edges.copy(),
    items: yield* view.items.copy(),
    names: new GraphNames(view.names),
    visitedSets: view.visitedSets,
  });
  for (const { id, source } of draft.removedRelationships) {
    for (const slot of slotsAt(view, source)) if (view.edges.id[slot] === id) drafted.edges.close(slot, view.stamp);
  }
  for (const item of draft.removedItems) removeItem(drafted, item);
  for (const facts of draft.addedItems) putItem(drafted, facts);
  for (const facts of draft.addedRelationships) addRelationship(drafted, facts);
  for (const [item, gates] of draft.gates) {
    const facts = drafted.factsOf(item);
    if (facts !== undefined) putItem(drafted, { ...facts, gates });
  }
  return drafted;
}

function removeItem(view: GraphView, item: number): void {
  const facts = view.factsOf(item);
  if (facts === undefined || isRetired(view.items.bits[view.versionOf(item)] ?? 0)) return;
  putItem(view, { ...facts, retired: true });
  for (const slot of slotsAt(view, item)) view.edges.close(slot, view.stamp);
}

/** The slots of all edges at an item that hold at the view's revision. */
function slotsAt(view: GraphView, item: number): readonly number[] {
  const arcs = new ArcBuffer();
  arcs.collect(view, item, EVERY_EDGE, 'DEPENDENCIES');
  return [...arcs.slot.subarray(0, arcs.length)];
}

/** Whatever type an edge has, it is followed from either end. */
const EVERY_EDGE: EdgeFilter = {
  types: new Uint8Array(RELATIONSHIP_TYPES_MAX).fill(SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE),
  labels: new Uint8Array(LABEL_BITS + 1).fill(SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE),
  bits: SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE,
};

function putItem(view: GraphView, facts: ItemFacts): void {
  const { classes, environments, tenants, gates } = view.names;
  const coded = {
    classCode: classes.intern(facts.className),
    environment: facts.environment === null ? 0 : environments.intern(facts.environment) + 1,
    tenant: tenants.intern(facts.tenant),
    gates: gates.intern(facts.gates),
    bits: itemBits(facts),
  };
  view.items.put(facts.id, coded, view.stamp);
}

function addRelationship(view: GraphView, facts: RelationshipFacts): void {
  view.edges.append({
    id: facts.id,
    source: facts.source,
    target: facts.target,
    type: view.names.types.intern(facts.type),
    flags: edgeFlags(facts.kind, facts.strength, facts.gateKeys.length > 0, facts.weight !== 1),
    from: view.stamp,
    to: OPEN,
    gateKeys: view.names.gateKeys.intern(facts.gateKeys),
    weight: facts.weight,
  });
}
