import type { ItemFacts } from '../history/change';
import type { Strength, Gate } from '../gate';
import { itemId, relationshipId, type ItemId, type RelationshipId, type Revision } from '../ids';
import type { RelationshipKind } from '../relationship';
import { kindOf, strengthOf } from './edge-flags';
import { FROM, RECORD_SHIFT, TO, type EdgeTable } from './edge-table';
import type { GraphNames } from './graph-names';
import { canFailOf, criticalityOf, isRetired, lifecycleOf, presenceOf, takesPart } from './item-bits';
import type { ItemTable } from './item-table';
import type { VisitedSets } from './visited-set';

/** A relationship as the graph knows it. */
export interface GraphRelationship {
  readonly id: RelationshipId;
  readonly source: ItemId;
  readonly target: ItemId;
  readonly type: string;
  readonly kind: RelationshipKind;
  readonly strength: Strength;
  readonly gateKeys: readonly string[];
  readonly weight: number;
}

/**
 * The graph as it was at one revision. Holding a view costs nothing but the tables it was made from: later changes
 * close edges at later stamps and add versions, which a view filters out.
 */
export class GraphView {
  readonly revision: Revision;
  /** The revision, counted from the origin of the graph: what the columns compare with. */
  readonly stamp: number;
  readonly edges: EdgeTable;
  readonly items: ItemTable;
  readonly names: GraphNames;
  readonly visitedSets: VisitedSets;

  constructor(parts: Pick<GraphView, 'revision' | 'stamp' | 'edges' | 'items' | 'names' | 'visitedSets'>) {
    this.revision = parts.revision;
    this.stamp = parts.stamp;
    this.edges = parts.edges;
    this.items = parts.items;
    this.names = parts.names;
    this.visitedSets = parts.visitedSets;
  }

  /** One more than the largest node number; per-node columns of an analysis need this length. */
  get capacity(): number {
    return Math.max(this.items.capacity, this.edges.nodeCount);
  }

  /** The number of the item's version; 0 when there was no such item yet. */
  versionOf(item: number): number {
    return this.items.versionAt(item, this.stamp);
  }

  /** Whether the item is part of the graph: it was there and not retired. */
  isActive(item: number): boolean {
    const version = this.versionOf(item);
    return version !== 0 && !isRetired(this.items.bits[version] ?? 0);
  }

  /** Whether the item counts among the providers of its dependents. */
  takesPart(item: number): boolean {
    const version = this.versionOf(item);
    return version !== 0 && takesPart(this.items.bits[version] ?? 0);
  }

  /** The number of the item's class; the item must be there. */
  classCodeOf(item: number): number {
    return this.items.classCode[this.versionOf(item)] ?? 0;
  }

  /** The name of the item's class; empty when there was no such item. */
  classOf(item: number): string {
    const version = this.versionOf(item);
    return version === 0 ? '' : this.names.classes.word(this.items.classCode[version] ?? 0);
  }

  /** The gates that the item defines itself. */
  gatesOf(item: number): readonly Gate[] {
    return this.names.gates.list(this.items.gates[this.versionOf(item)] ?? 0);
  }

  /** Everything the graph knows of the item; undefined when there was no such item. */
  factsOf(item: number): ItemFacts | undefined {
    const version = this.versionOf(item);
    if (version === 0) return undefined;
    const { items, names } = this;
    const bits = items.bits[version] ?? 0;
    const environment = items.environment[version] ?? 0;
    return {
      id: itemId(item),
      className: names.classes.word(items.classCode[version] ?? 0),
      tenant: names.tenants.word(items.tenant[version] ?? 0),
      lifecycle: lifecycleOf(bits),
      criticality: criticalityOf(bits),
      environment: environment === 0 ? null : names.environments.word(environment - 1),
      canFail: canFailOf(bits),
      presence: presenceOf(bits),
      retired: isRetired(bits),
      gates: names.gates.list(items.gates[version] ?? 0),
    };
  }

  /** Whether the edge in this slot holds at the view's revision. */
  holds(slot: number): boolean {
    const at = slot << RECORD_SHIFT;
    return (this.edges.records[at + FROM] ?? 0) <= this.stamp && (this.edges.records[at + TO] ?? 0) > this.stamp;
  }

  relationshipAt(slot: number): GraphRelationship {
    const { edges, names } = this;
    const flags = edges.flagsOf(slot);
    return {
      id: relationshipId(edges.id[slot] ?? 0),
      source: itemId(edges.sourceOf(slot)),
      target: itemId(edges.targetOf(slot)),
      type: names.types.word(edges.typeOf(slot)),
      kind: kindOf(flags),
      strength: strengthOf(flags),
      gateKeys: this.gateKeysAt(slot),
      weight: this.weightAt(slot),
    };
  }

  gateKeysAt(slot: number): readonly string[] {
    return this.names.gateKeys.list(this.edges.gateKeys.get(slot) ?? 0);
  }

  weightAt(slot: number): number {
    return this.edges.weights.get(slot) ?? 1;
  }
}
