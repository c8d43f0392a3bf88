import type { ItemFacts, RelationshipFacts } from '../change';
import type { Gate } from '../gate';
import { edgeFlags } from './edge-flags';
import { OPEN } from './edge-table';
import { GraphNames } from './graph-names';
import { GraphView } from './graph-view';
import { isRetired, itemBits } from './item-bits';

/** What a graph would be like: a few changes over it that nobody wrote. Applied in this order. */
export interface GraphDraft {
  /** Items that leave, with all their relationships. */
  readonly removedItems: readonly number[];
  /** Slots of relationships that end. */
  readonly removedSlots: readonly number[];
  /** Items that are not there yet; their ids are not in use. */
  readonly addedItems: readonly ItemFacts[];
  readonly addedRelationships: readonly RelationshipFacts[];
  /** Item -> the gates it would define itself, in place of those it has. */
  readonly gates: ReadonlyMap<number, readonly Gate[]>;
}

/**
 * The graph of a view with a draft over it. The tables are copied (26 bytes an edge and as much an item), so that the view
 * and everybody else's stay as they are.
 */
export function draftView(view: GraphView, draft: GraphDraft): GraphView {
  const drafted = new GraphView({
    revision: view.revision,
    stamp: view.stamp,
    edges: view.edges.copy(),
    items: view.items.copy(),
    names: new GraphNames(view.names),
    visitedSets: view.visitedSets,
  });
  for (const slot of draft.removedSlots) drafted.edges.close(slot, view.stamp);
  for (const item of draft.removedItems) removeItem(drafted, item);
  for (const facts of draft.addedItems) putItem(drafted, facts);
  for (const facts of draft.addedRelationships) addRelationship(drafted, facts);
  for (const [item, gates] of draft.gates) {
    const facts = drafted.factsOf(item);
    if (facts !== undefined) putItem(drafted, { ...facts, gates });
  }
  return drafted;
}

/** The slot of the relationship between two items that holds at the view's revision; -1 when there is none. */
export function slotOfRelationship(view: GraphView, source: number, id: number): number {
  const { edges } = view;
  const end = edges.outStart[source + 1] ?? 0;
  for (let place = edges.outStart[source] ?? 0; place < end; place++) {
    const slot = edges.outSlot[place] ?? 0;
    if (edges.id[slot] === id && view.holds(slot)) return slot;
  }
  for (let next = edges.outHead[source] ?? 0; next !== 0; next = edges.outNext[next - 1 - edges.baseCount] ?? 0) {
    if (edges.id[next - 1] === id && view.holds(next - 1)) return next - 1;
  }
  return -1;
}

function removeItem(view: GraphView, item: number): void {
  const facts = view.factsOf(item);
  if (facts === undefined || isRetired(view.items.bits[view.versionOf(item)] ?? 0)) return;
  putItem(view, { ...facts, retired: true });
  const { edges, stamp } = view;
  for (let slot = 0; slot < edges.count; slot++) {
    const touches = edges.sourceOf(slot) === item || edges.targetOf(slot) === item;
    if (touches && view.holds(slot)) edges.close(slot, stamp);
  }
}

function putItem(view: GraphView, facts: ItemFacts): void {
  const { classes, environments, tenants, gates } = view.names;
  view.items.put(facts.id, {
    from: view.stamp,
    classCode: classes.intern(facts.className),
    environment: facts.environment === null ? 0 : environments.intern(facts.environment) + 1,
    tenant: tenants.intern(facts.tenant),
    gates: gates.intern(facts.gates),
    bits: itemBits(facts),
  });
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
