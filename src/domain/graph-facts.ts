import type { ItemFacts, RelationshipFacts } from './change';
import type { ConfigurationItem } from './configuration-item';
import type { Gate } from './gate';
import type { Relationship } from './relationship';

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
    retired: item.retiredAt !== null || item.mergedInto !== null,
    gates: item.gates.map(orderedGate),
  };
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
