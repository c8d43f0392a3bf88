import type { IdentityKey } from '../../domain/identification/identity-keys';
import { revision, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import type { SeenRelationship } from '../../storage/relationships/relationship-sightings';
import type { SeenItem } from '../../storage/sources/sightings';
import { inTurns } from '../analyses/breathe';
import type { BatchContext } from './batch';
import type { KnownHolders } from './identity-holders';
import type { ItemResult, RelationshipResult } from './ingest-types';
import {
  recalledItem,
  recalledRelationship,
  recalledRelationshipSightings,
  recalledSightings,
  type CallRecords,
  type Recalled,
} from './recall';
import { nestedDigest, relationshipDigest, type DigestedEnd } from './record-digest';
import type { RecordMemory, RememberedItem, RememberedRelationship } from './record-memory';

/** A relationship of a call by its place: among those nested in an item, or among the free ones. */
export interface RelationshipPlace {
  readonly index: number;
  readonly nestedIndex: number | null;
}

/** An item that a record turned out to mean. `written`: the change set says so, else the state that was read. */
export interface LearntItem extends RememberedItem {
  readonly index: number;
  readonly written: boolean;
  /** All identities of the item, which nobody else holds, its native key first; null when that is not so, or known. */
  readonly identities: readonly IdentityKey[] | null;
}

/** A relationship that a record turned out to state. */
export interface LearntRelationship extends RememberedRelationship {
  readonly place: RelationshipPlace;
  readonly written: boolean;
}

/** What records of a part turned out to be. */
export interface Learnt {
  readonly learntItems: readonly LearntItem[];
  readonly learntRelationships: readonly LearntRelationship[];
}

/** The items that records of the call have become. */
export interface LandedItems {
  at(index: number): ItemId | null;
  byRef(ref: string): ItemId | null;
}

/** The records of a call that need not be worked out, because this server remembers what they come to. */
export class KnownRecords {
  readonly records: CallRecords;
  readonly #context: BatchContext;
  readonly #recalled: Recalled | null;
  readonly #memory: RecordMemory | null;
  /** What is remembered is of the history that the call began in, or of none. */
  readonly #history: number | null;
  #byItem: Map<ItemId, number> | null = null;
  #byRelationship: Map<RelationshipId, RelationshipPlace[]> | null = null;

  constructor(
    context: BatchContext,
    records: CallRecords,
    recalled: Recalled | null = null,
    memory: RecordMemory | null = null,
  ) {
    this.records = records;
    this.#context = context;
    this.#recalled = recalled;
    this.#memory = memory;
    this.#history = memory?.history ?? null;
  }

  /** Whether what is worked out is to be remembered. */
  get learns(): boolean {
    return this.#recalled !== null && this.#memory !== null && this.#memory.history === this.#history;
  }

  /** The newest revision when the call began. */
  get head(): Revision {
    return this.#recalled?.head ?? revision(0);
  }

  /** Who holds what as this server remembers it at a revision; null when that is not to be believed. */
  holdersAt(at: Revision): KnownHolders | null {
    return this.learns && this.#recalled?.current === true ? (this.#memory?.holdersAt(at) ?? null) : null;
  }

  itemResult(index: number): ItemResult | null {
    const known = this.#recalled?.items[index];
    const record = this.records.items[index];
    return known && record ? recalledItem(record, index, known) : null;
  }

  /** In the order of a result. */
  relationshipResults(): readonly RelationshipResult[] {
    const results: RelationshipResult[] = [];
    const recalled = this.#recalled;
    if (!recalled) return results;
    for (const [index, nested] of recalled.nested) {
      for (const [at, known] of nested.entries()) if (known) results.push(recalledRelationship(index, at, known));
    }
    for (const [index, known] of recalled.relationships.entries()) {
      if (known) results.push(recalledRelationship(index, null, known));
    }
    return results;
  }

  sightings(): readonly SeenItem[] {
    return this.#recalled ? recalledSightings(this.#context, this.records.items, this.#recalled) : [];
  }

  relationshipSightings(): readonly SeenRelationship[] {
    return this.#recalled ? recalledRelationshipSightings(this.#context, this.records, this.#recalled) : [];
  }

  /** Gives up knowing the records that mean some items, because other records turned out to mean them too. */
  reopenItems(items: Iterable<ItemId | null>): readonly number[] {
    const recalled = this.#recalled;
    if (!recalled || recalled.items.every((known) => known === null)) return [];
    this.#byItem ??= new Map(recalled.items.flatMap((known, index) => (known ? [[known.item, index] as const] : [])));
    const reopened: number[] = [];
    for (const item of items) {
      const index = item === null ? undefined : this.#byItem.get(item);
      if (index === undefined || !recalled.items[index]) continue;
      recalled.items[index] = null;
      reopened.push(index);
    }
    return reopened;
  }

  /** The same of relationships. */
  reopenRelationships(relationships: Iterable<RelationshipId | null>): readonly RelationshipPlace[] {
    const recalled = this.#recalled;
    if (!recalled) return [];
    const byRelationship = (this.#byRelationship ??= placesOf(recalled));
    const reopened: RelationshipPlace[] = [];
    for (const relationship of relationships) {
      for (const place of (relationship !== null && byRelationship.get(relationship)) || []) {
        const list = place.nestedIndex === null ? recalled.relationships : recalled.nested.get(place.index);
        const at = place.nestedIndex ?? place.index;
        if (!list?.[at]) continue;
        list[at] = null;
        reopened.push(place);
      }
    }
    return reopened;
  }

  /**
   * Remembers what records came to: those that were written as of the change set, the others as of the revision from
   * which they were worked out.
   */
  async learn(
    { learntItems, learntRelationships }: Learnt,
    { written, read }: { readonly written: Revision | null; readonly read: Revision },
    items: LandedItems,
  ): Promise<void> {
    const known = (one: { readonly written: boolean }): Revision => (one.written && written) || read;
    await inTurns(learntItems, (one) => this.#learnItem(one, known(one)));
    await inTurns(learntRelationships, (one) => this.#learnRelationship(one, known(one), items));
  }

  #learnItem(one: LearntItem, at: Revision): void {
    if (!this.learns) return;
    const digest = this.#recalled?.itemDigests.get(one.index);
    if (digest) this.#memory?.rememberItem(digest, one, at);
    if (one.identities) this.#memory?.rememberHolder(one.identities, one.item, at);
  }

  #learnRelationship(one: LearntRelationship, at: Revision, items: LandedItems): void {
    if (!this.learns) return;
    const digest = this.#digestOf(one, items);
    if (digest) this.#memory?.rememberRelationship(digest, one, at);
  }

  #digestOf({ place: { index, nestedIndex } }: LearntRelationship, items: LandedItems): Uint32Array | null {
    const name = this.#context.reporter.source;
    const endOf = (ref: string | null | undefined, identity: unknown): DigestedEnd | undefined => {
      if (ref !== undefined && ref !== null) return items.byRef(ref) ?? undefined;
      return identity === undefined || identity === null ? null : undefined;
    };
    if (nestedIndex === null) {
      const known = this.#recalled?.relationshipDigests.get(index);
      if (known) return known;
      const record = this.records.relationships[index];
      const from = endOf(record?.source.ref, record?.source.identity);
      const to = endOf(record?.target.ref, record?.target.identity);
      return record && from !== undefined && to !== undefined ? relationshipDigest(name, record, from, to) : null;
    }
    const record = this.records.items[index]?.relationships?.[nestedIndex];
    const end = endOf(record?.end.ref, record?.end.identity);
    const owner = items.at(index);
    return record && end !== undefined && owner !== null ? nestedDigest(name, owner, record, end) : null;
  }
}

function placesOf({ relationships, nested }: Recalled): Map<RelationshipId, RelationshipPlace[]> {
  const places = new Map<RelationshipId, RelationshipPlace[]>();
  const add = (known: RememberedRelationship | null, index: number, nestedIndex: number | null): void => {
    if (!known) return;
    const list = places.get(known.relationship);
    if (list) list.push({ index, nestedIndex });
    else places.set(known.relationship, [{ index, nestedIndex }]);
  };
  for (const [index, list] of nested) for (const [at, known] of list.entries()) add(known, index, at);
  for (const [index, known] of relationships.entries()) add(known, index, null);
  return places;
}
