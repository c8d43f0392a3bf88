import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import {
  planSize,
  type ChangePlan,
  type Expectations,
  type IdempotencyRecord,
  type Identifier,
  type ItemWrite,
  type ObservationWrite,
  type PlanHeader,
  type RelationshipWrite,
} from '../../storage/change-sets/change-plan';
import type { PlannedRows } from './planned-rows';
import type { LandedItem } from './landed-item';
import { UNWRITTEN } from './unwritten';

/** A change plan being put together. */
export class PlanBuilder implements PlannedRows {
  readonly items: ItemWrite[] = [];
  readonly observations: ObservationWrite[] = [];
  readonly identifiersAdded: Identifier[] = [];
  readonly identifiersRemoved: Identifier[] = [];
  readonly relationships: RelationshipWrite[] = [];
  readonly expects = new ExpectationsBuilder();

  /** Adds what another part of the same change set writes. */
  append(part: PlanBuilder): void {
    for (const write of part.items) this.items.push(write);
    for (const write of part.observations) this.observations.push(write);
    for (const identifier of part.identifiersAdded) this.identifiersAdded.push(identifier);
    for (const identifier of part.identifiersRemoved) this.identifiersRemoved.push(identifier);
    for (const write of part.relationships) this.relationships.push(write);
    this.expects.append(part.expects);
  }

  /** How many rows it writes. */
  size(): number {
    return planSize(this.toPlan(NOBODY, null, null));
  }

  /** The plan as the write queue takes it. */
  toPlan(header: PlanHeader, model: Revision | null, idempotency: IdempotencyRecord | null): ChangePlan {
    return { ...header, ...this.rows(model), idempotency };
  }

  /** The plan without its header. */
  rows(model: Revision | null): Omit<ChangePlan, keyof PlanHeader | 'idempotency'> {
    return {
      expects: this.expects.toExpectations(model),
      items: this.items,
      observations: this.observations,
      identifiersAdded: this.identifiersAdded,
      identifiersRemoved: this.identifiersRemoved,
      relationships: this.relationships,
      model: null,
      dataSources: [],
    };
  }
}

const NOBODY: PlanHeader = {
  principal: '',
  source: null,
  reason: null,
  requestId: '',
  operationId: '',
  operationKind: 'EDIT',
};

/** What a plan was made from. What its own call planned and did not write is nothing to expect. */
class ExpectationsBuilder {
  readonly #items = new Map<ItemId, Revision | null>();
  readonly #observations = new Map<ItemId, Revision | null>();
  readonly #identifiers = new Map<string, readonly ItemId[]>();
  readonly #relationships = new Map<string, Revision | null>();
  readonly #relationshipsOf = new Map<ItemId, string>();
  readonly #identifiersOf = new Map<ItemId, string>();

  item(item: ConfigurationItem): void {
    if (item.validFrom !== UNWRITTEN) this.#items.set(item.id, item.validFrom);
  }

  /** An end or a host: only one that was read, not one that this call wrote. */
  landed({ id, validFrom }: LandedItem): void {
    if (validFrom !== undefined && validFrom !== UNWRITTEN) this.#items.set(id, validFrom);
  }

  observations(item: ItemId, read: readonly Observation[]): void {
    const versions = read.map((observation) => observation.validFrom).filter((version) => version !== UNWRITTEN);
    this.#observations.set(item, versions.length === 0 ? null : (Math.max(...versions) as Revision));
  }

  holders(key: string, holders: readonly Identifier[]): void {
    this.#identifiers.set(
      key,
      holders.map((holder) => holder.itemId).sort((a, b) => a - b),
    );
  }

  relationship(key: string, relationship: Relationship | null): void {
    if (relationship?.validFrom !== UNWRITTEN) this.#relationships.set(key, relationship?.validFrom ?? null);
  }

  relationshipsOf(item: ItemId, mark: string): void {
    this.#relationshipsOf.set(item, mark);
  }

  identifiersOf(item: ItemId, mark: string): void {
    this.#identifiersOf.set(item, mark);
  }

  append(other: ExpectationsBuilder): void {
    for (const [key, value] of other.#items) this.#items.set(key, value);
    for (const [key, value] of other.#observations) this.#observations.set(key, value);
    for (const [key, value] of other.#identifiers) this.#identifiers.set(key, value);
    for (const [key, value] of other.#relationships) this.#relationships.set(key, value);
    for (const [key, value] of other.#relationshipsOf) this.#relationshipsOf.set(key, value);
    for (const [key, value] of other.#identifiersOf) this.#identifiersOf.set(key, value);
  }

  toExpectations(model: Revision | null): Expectations {
    return {
      items: this.#items,
      observations: this.#observations,
      identifiers: this.#identifiers,
      relationships: this.#relationships,
      relationshipsOf: this.#relationshipsOf,
      identifiersOf: this.#identifiersOf,
      model,
      sources: new Map(),
    };
  }
}
