import type { ItemId, Revision } from '../../domain/ids';
import { pageOfValues, type PagePosition, type PageRequest, type PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { LoggedChangeSet } from '../history/change-log';
import { RecentMoves, type ReadAt } from '../recent-moves';
import type { RelationshipsOfItem } from './relationships-of-items';

/** One list of an item as the tables hold it now, from its beginning. */
interface KeptList {
  /** It is right from the revision on at which it was read. */
  readonly from: Revision;
  readonly relationships: readonly Relationship[];
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

interface ListsOfItem {
  readonly lists: Map<string, KeptList>;
  bytes: number;
}

/** Whether who asks sees an item, at the revision that is asked for; undefined: it has to be read. */
export type SeesEnd = (id: ItemId) => boolean | undefined;

/** What lists may take in memory when nobody says. */
const LIST_BYTES = 64 * 2 ** 20;
/** What a relationship, one of its claims and a list take, about. */
const [RELATIONSHIP_BYTES, CLAIM_BYTES, LIST_OVERHEAD_BYTES] = [700, 400, 300] as const;

/**
 * Relationships of items as they were read from the tables. A list is right until one of its item's relationships is
 * written, which the log tells in order, so it is answered at every revision from the one at which it was read up to the one
 * up to which the log was followed. Lists of items not asked for longest are forgotten, half of them at a time.
 */
export class RelationshipMemory {
  readonly #bytesMax: number;
  readonly #moves = new RecentMoves(({ entity, itemId, targetId }) =>
    entity === 'RELATIONSHIP' ? [itemId, targetId] : [],
  );
  #bytes = 0;
  #young = new Map<ItemId, ListsOfItem>();
  #old = new Map<ItemId, ListsOfItem>();

  constructor(bytesMax = LIST_BYTES) {
    this.#bytesMax = bytesMax;
  }

  /** Forgets everything; what moves after a revision will be told. */
  restart(from: Revision): void {
    this.forget();
    this.#moves.restart(from);
  }

  /** Forgets everything: the database may hold another history now. */
  forget(): void {
    this.#moves.forget();
    this.#young = new Map();
    this.#old = new Map();
    this.#bytes = 0;
  }

  /** The database holds another history, and what moves in it is not told yet. */
  lose(): void {
    this.forget();
    this.#moves.lose();
  }

  /** Told of every change set of the log, in order, each once or, after a failure, again. */
  follow(batch: readonly LoggedChangeSet[]): void {
    this.#moves.follow(batch, (id) => void this.#take(id as ItemId));
  }

  /** Begins a read of lists at a revision. */
  reading(at: Revision): ReadAt {
    return this.#moves.reading(at);
  }

  /** A page of a list as it was at a revision; null: it has to be read. `seesEnd`: of those between items that are seen. */
  page(
    id: ItemId,
    query: RelationshipsOfItem,
    at: Revision,
    page: PageRequest,
    seesEnd?: SeesEnd,
  ): PageResult<Relationship> | null {
    const kept = this.#seenListAt(id, query, at, seesEnd);
    return kept && pageOfKept(kept, id, query, page);
  }

  /** How many a list had at a revision; null: they have to be counted. */
  count(id: ItemId, query: RelationshipsOfItem, at: Revision, seesEnd?: SeesEnd): number | null {
    const kept = this.#seenListAt(id, query, at, seesEnd);
    return kept?.isWhole === true ? kept.relationships.length : null;
  }

  /** Keeps what a read has found, if it is the beginning of a list and still stands. */
  keep(
    id: ItemId,
    query: RelationshipsOfItem,
    { after, before, backward }: PageRequest,
    { values: relationships, hasMore }: PageResult<Relationship>,
    read: ReadAt,
  ): void {
    const name = nameOf(query);
    const isWhole = after === null && before === null && !hasMore;
    if (name === null || !this.#moves.stands(read, id)) return;
    if (!isWhole && (backward || after !== null || before !== null)) return;
    const known = this.#of(id)?.lists.get(name);
    if (known && (known.isWhole || known.relationships.length > relationships.length)) return;
    this.#put(id, name, { from: read.at, relationships, isWhole });
  }

  #seenListAt(id: ItemId, query: RelationshipsOfItem, at: Revision, seesEnd: SeesEnd | undefined): KeptList | null {
    const kept = this.#listAt(id, query, at);
    return kept && seesEnd ? seenPart(kept, seesEnd) : kept;
  }

  #listAt(id: ItemId, query: RelationshipsOfItem, at: Revision): KeptList | null {
    const name = nameOf(query);
    if (name === null || !this.#moves.holdsAt(at)) return null;
    const kept = this.#of(id)?.lists.get(name);
    return kept !== undefined && kept.from <= at ? kept : null;
  }

  /** What is kept of an item; asking for it keeps it among the young. */
  #of(id: ItemId): ListsOfItem | undefined {
    const young = this.#young.get(id);
    if (young) return young;
    const old = this.#take(id);
    if (old) this.#add(id, old);
    return old;
  }

  #put(id: ItemId, name: string, kept: KeptList): void {
    const bytes = bytesOf(name, kept);
    // One that is as long as many others would drive them all out.
    if (bytes > this.#bytesMax / 8) return;
    const taken = this.#take(id);
    // Nor may all lists of one item that is always asked for, in ever other words.
    const known =
      taken && taken.bytes + bytes <= this.#bytesMax / 8 ? taken : { lists: new Map<string, KeptList>(), bytes: 0 };
    const before = known.lists.get(name);
    known.bytes += bytes - (before ? bytesOf(name, before) : 0);
    known.lists.set(name, kept);
    this.#add(id, known);
  }

  #add(id: ItemId, lists: ListsOfItem): void {
    if ((this.#bytes + lists.bytes) * 2 > this.#bytesMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bytes = 0;
    }
    this.#young.set(id, lists);
    this.#bytes += lists.bytes;
  }

  #take(id: ItemId): ListsOfItem | undefined {
    const young = this.#young.get(id);
    this.#bytes -= young?.bytes ?? 0;
    const taken = young ?? this.#old.get(id);
    this.#young.delete(id);
    this.#old.delete(id);
    return taken;
  }
}

/** Of a list that is known as a whole, what lies between items that are seen; null where that is not known of one. */
function seenPart(kept: KeptList, seesEnd: SeesEnd): KeptList | null {
  if (!kept.isWhole) return null;
  const relationships: Relationship[] = [];
  for (const relationship of kept.relationships) {
    const [source, target] = [seesEnd(relationship.source), seesEnd(relationship.target)];
    if (source === undefined || target === undefined) return null;
    if (source && target) relationships.push(relationship);
  }
  return { ...kept, relationships };
}

/** What a list is called among those of an item; null for one that depends on more than the item's relationships. */
function nameOf({ direction, types, filter, order }: RelationshipsOfItem): string | null {
  if (filter !== null || order.length > 0) return null;
  const name = direction ?? 'BOTH';
  return types === null ? name : name + JSON.stringify([...new Set(types)].sort());
}

/** Null when more would have to be known, or for a cursor that points at nothing there. */
function pageOfKept(
  { relationships, isWhole }: KeptList,
  id: ItemId,
  query: RelationshipsOfItem,
  { limit, backward, after, before }: PageRequest,
): PageResult<Relationship> | null {
  const isFirst = after === null && before === null && !backward;
  if (!isWhole && !(isFirst && limit <= relationships.length)) return null;
  const positionOf = (relationship: Relationship): PagePosition => positionSeenFrom(id, query, relationship);
  const placeOf = (wanted: PagePosition): number =>
    relationships.findIndex((one) => positionOf(one).every((value, at) => value === wanted[at]));
  const from = after === null ? 0 : placeOf(after) + 1;
  const to = before === null ? relationships.length : placeOf(before);
  if ((after !== null && from === 0) || to < 0) return null;
  const start = backward ? Math.max(from, to - limit) : from;
  const end = backward ? to : Math.min(to, from + limit);
  const values = relationships.slice(start, end);
  const hasMore = backward ? start > from : end < to || !isWhole;
  return pageOfValues(values, hasMore, (place) => {
    const value = values[place];
    return value ? positionOf(value) : [];
  });
}

/** Where one stands in the list of an item: its type, the other end, and whether the item is the source (0) or not (1). */
function positionSeenFrom(id: ItemId, { direction }: RelationshipsOfItem, one: Relationship): PagePosition {
  const isSource = direction === 'SOURCE' || (direction === null && one.source === id);
  return isSource ? [one.type, one.target, 0] : [one.type, one.source, 1];
}

function bytesOf(name: string, { relationships }: KeptList): number {
  let bytes = LIST_OVERHEAD_BYTES + 2 * name.length;
  for (const { claims, attributes } of relationships) {
    bytes += RELATIONSHIP_BYTES + CLAIM_BYTES * claims.length + 2 * JSON.stringify([attributes, claims]).length;
  }
  return bytes;
}
