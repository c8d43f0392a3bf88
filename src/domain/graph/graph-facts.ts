import type { ItemFacts, RelationshipFacts } from '../history/change';
import type { ConfigurationItem } from '../configuration-item';
import type { Gate } from '../gate';
import type { Relationship } from '../relationship';

/** What the graph engine knows of an item. Two items with {@link sameFacts} look the same to it. */
export function itemFacts(item: Omit<ConfigurationItem, 'validFrom'>): ItemFacts {
  return {
    id: item.id,
    className: item.className,
    tenant: item.tenant,
    lifecycle: item.lifecycle,
    criticality: item.criticality,
    environment: item.environment,
    canFail: item.canFail,
    presence: item.presence,
    retired: !isInGraph(item),
    gates: item.gates.map(orderedGate),
  };
}

/** Whether an item is part of the graph, with its relationships and in gates. */
export const isInGraph = (item: Pick<ConfigurationItem, 'retiredAt' | 'mergedInto'>): boolean =>
  item.retiredAt === null && item.mergedInto === null;

/** Gates as they are stored, in the order in which the graph engine knows them. */
export function gatesByKey(gates: Readonly<Record<string, Gate>>): readonly Gate[] {
  return Object.values(gates).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** What the graph engine knows of a relationship. */
export function relationshipFacts(
  relationship: Omit<Relationship, 'validFrom'>,
  { ended }: { ended: boolean },
): RelationshipFacts {
  return {
    id: relationship.id,
    source: relationship.source,
    type: relationship.type,
    target: relationship.target,
    kind: relationship.kind,
    strength: relationship.strength,
    gateKeys: relationship.gateKeys,
    weight: relationship.weight,
    ended,
  };
}

/** Whether the graph engine sees no difference. Facts are built field by field in one order, so their text decides. */
export function sameFacts(a: ItemFacts | RelationshipFacts, b: ItemFacts | RelationshipFacts): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A gate that was stored as jsonb comes back with its keys in another order. */
function orderedGate(gate: Gate): Gate {
  const { key, rule, value, types, degradedBelow, strength, parent } = gate;
  return { key, rule, value, types, degradedBelow, strength, parent };
}
