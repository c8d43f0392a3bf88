import type { Change, ChangeSet } from '../../domain/history/change';
import { revision, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import { identifierKey, type ChangePlan, type Identifier } from '../../storage/change-sets/change-plan';
import type { LoggedChangeSet } from '../../storage/history/change-log';
import type { LogPosition } from '../graph/follow-change-log';
import { createRevisionWaiters } from '../graph/revision-waiters';
import { DigestTable } from './digest-table';
import { IdentityHolders, type KnownHolders } from './identity-holders';
import { KnownHeads } from './known-heads';

/*
 * A nightly scan says of nearly everything what it said the night before. Which item a record means and that it says
 * nothing new of it is remembered under the digest of the record, so that the next time neither the database nor the
 * rules have to be asked. What is remembered is only a shortcut for working it out from the state, so it is believed only
 * while it stands for the state:
 *
 *     stamp      the revision at which it was worked out
 *     touched    item, relationship -> the last revision that changed anything of it, observations and identities included
 *     position   the revision up to which this server knows what was touched
 *
 * An entry holds when nothing it speaks of was touched after its stamp, and when `position` is the newest revision of the
 * database at the moment of asking. Whatever changes more than single items (the class model, a data source, another
 * history after a restore) clears everything.
 */

/** What a record that is remembered means. */
export interface RememberedItem {
  readonly item: ItemId;
  readonly version: number;
  /** When its source last said something new of it, in microseconds since 1970. */
  readonly observedAt: number;
  /** It is identified inside a host, so that another host would make a difference. */
  readonly hosted: boolean;
}

/** What a relationship record that is remembered means. */
export interface RememberedRelationship {
  readonly relationship: RelationshipId;
  readonly source: ItemId;
  readonly target: ItemId;
  /** When its source last said something new of it, in microseconds since 1970. */
  readonly observedAt: number;
}

/** What one change set of this server touched. */
export type Touched = Pick<
  ChangePlan,
  'items' | 'observations' | 'identifiersAdded' | 'identifiersRemoved' | 'relationships' | 'expects'
>;

/** Bytes of memory that digests may take when nobody says. */
export const MEMORY_BYTES = 128 * 2 ** 20;

const HOSTED = 1;
/** Longer than a follower takes that is not behind. */
const FOLLOWING_MS = 250;
/** Stamps are 32 bits: beyond, nothing is remembered. */
const REVISION_MAX = 2 ** 32 - 1;

/** What this server remembers of the records that it was sent. */
export class RecordMemory {
  readonly #table: DigestTable;
  readonly #items = new PagedRevisions();
  /** Items -> the last change of what they are found by and of what they may be connected with. */
  readonly #identities = new PagedRevisions();
  readonly #relationships = new PagedRevisions();
  readonly #holders: IdentityHolders;
  /** Change sets of this server beyond `position`, of which it knows what they touched. */
  readonly #own = new Set<Revision>();
  readonly #waiters = createRevisionWaiters(revision(0));
  readonly #heads = new KnownHeads();
  #position = revision(0);
  #recalled = 0;
  /** What was worked out before this does not hold any more. */
  #clearedAt = revision(0);
  #history = 0;

  /** `bytesMax`: for the digests. What was touched takes four bytes an item and relationship beside them. */
  constructor(bytesMax: number = MEMORY_BYTES) {
    this.#table = new DigestTable(bytesMax);
    this.#holders = new IdentityHolders(this.#table, this.#identities);
  }

  /** How many records are remembered. */
  get size(): number {
    return this.#table.size;
  }

  /** How often it was asked for a record and knew it. */
  get recalled(): number {
    return this.#recalled;
  }

  /**
   * Counts the histories that were followed: after a restore or a failover the same revisions mean something else, and
   * what was worked out in another one must not be remembered.
   */
  get history(): number {
    return this.#history;
  }

  /** Forgets everything; what is touched behind the position will be told. */
  restart(at: LogPosition): void {
    this.#begin(at, at.revision);
  }

  #begin(at: LogPosition, from: Revision): void {
    this.#heads.restart(at);
    this.#history += 1;
    this.#table.clear();
    this.#items.clear();
    this.#identities.clear();
    this.#relationships.clear();
    this.#own.clear();
    this.#position = from;
    this.#clearedAt = from;
    this.#waiters.reached(from);
  }

  /**
   * Whether what is remembered can be believed at a head; waits a moment for the log to be read up to it. Not at one that
   * was never heard of: after a failover that lost commits the database may answer before that was noticed.
   */
  async isAt(head: LogPosition): Promise<boolean> {
    if (this.#position < head.revision) await this.#waiters.waitFor(head.revision, FOLLOWING_MS);
    return this.#position >= head.revision && this.#heads.has(head);
  }

  /** Who holds which identities; null when that cannot be believed at a revision. */
  holdersAt(head: Revision): KnownHolders | null {
    return this.#position >= head ? this.#holders : null;
  }

  /** Told of every change set of the log, in order, each once or, after a failure, again. */
  follow(batch: readonly LoggedChangeSet[]): void {
    for (const { changeSet, changes } of batch) {
      this.#heads.add({ revision: changeSet.revision, changeSetId: changeSet.id });
      if (changeSet.revision <= this.#position) continue;
      if (!this.#own.delete(changeSet.revision)) for (const change of changes) this.#touch(change);
      this.#advance(changeSet.revision);
    }
  }

  /** Told of a change set that this server wrote: of that it knows more than the log says. */
  wrote({ revision: at, id }: Pick<ChangeSet, 'revision' | 'id'>, touched: Touched): void {
    const head = { revision: at, changeSetId: id };
    if (at <= this.#position) return this.#doubt(head);
    this.#heads.add(head);
    for (const { before, after, paths } of touched.items) {
      this.#items.set(after.id, at);
      const moved = before === null || after.retiredAt !== null || after.mergedInto !== null || paths.includes('class');
      if (moved) this.#identities.set(after.id, at);
    }
    for (const { before, after } of touched.observations) this.#items.set((after ?? before)?.itemId ?? 0, at);
    for (const identifier of touched.identifiersAdded) this.#touchHolders(identifier, touched, at);
    for (const identifier of touched.identifiersRemoved) this.#touchHolders(identifier, touched, at);
    for (const { before, after } of touched.relationships) this.#relationships.set((after ?? before)?.id ?? 0, at);
    this.#own.add(at);
    for (let next = revision(this.#position + 1); this.#own.delete(next); next = revision(next + 1)) {
      this.#advance(next);
    }
  }

  /** A revision that was followed already is of another history, unless it was this very change set. */
  #doubt(head: LogPosition): void {
    if (!this.#heads.has(head)) this.#begin(head, this.#position);
  }

  /** The item of a record; null when nothing is remembered of it that can be believed at a head. */
  item(digest: Uint32Array, head: Revision): RememberedItem | null {
    const place = this.#table.find(digest);
    if (place < 0) return null;
    const { subject, first, second, flags, stamp } = this.#table.entryAt(place);
    // What was found out behind the head may be of commits that were lost.
    if (stamp > head || this.#items.of(subject) > stamp) return null;
    this.#recalled += 1;
    return { item: subject as ItemId, observedAt: first, version: second, hosted: (flags & HOSTED) !== 0 };
  }

  /** The relationship of a record; null when nothing is remembered of it that can be believed at a head. */
  relationship(digest: Uint32Array, head: Revision): RememberedRelationship | null {
    const place = this.#table.find(digest);
    if (place < 0) return null;
    const { subject, first, second, third, stamp } = this.#table.entryAt(place);
    const moved =
      stamp > head ||
      this.#relationships.of(subject) > stamp ||
      this.#identities.of(first) > stamp ||
      this.#identities.of(second) > stamp;
    if (moved) return null;
    this.#recalled += 1;
    return {
      relationship: subject as RelationshipId,
      source: first as ItemId,
      target: second as ItemId,
      observedAt: third,
    };
  }

  /** Remembers what a record means and that it says nothing new, as worked out at a revision or later. */
  rememberItem(digest: Uint32Array, { item, version, observedAt, hosted }: RememberedItem, at: Revision): void {
    if (at > REVISION_MAX || at < this.#clearedAt) return;
    const flags = hosted ? HOSTED : 0;
    this.#table.set(digest, { subject: item, first: observedAt, second: version, third: 0, flags, stamp: at });
  }

  /** Remembers that an item holds these identities, no others, and alone; the first of them is its native key. */
  rememberHolder(keys: readonly IdentityKey[], item: ItemId, at: Revision): void {
    // A record that is known is worth more than knowing where to look for one.
    if (at > REVISION_MAX || at < this.#clearedAt || !this.#table.hasRoom) return;
    this.#holders.remember(keys, item, at);
  }

  /** Remembers what a relationship record means, as {@link rememberItem} does of an item's. */
  rememberRelationship(
    digest: Uint32Array,
    { relationship, source, target, observedAt }: RememberedRelationship,
    at: Revision,
  ): void {
    if (at > REVISION_MAX || at < this.#clearedAt) return;
    this.#table.set(digest, {
      subject: relationship,
      first: source,
      second: target,
      third: observedAt,
      flags: 0,
      stamp: at,
    });
  }

  #touchHolders({ itemId, entryId, keyHash }: Identifier, { expects }: Touched, at: Revision): void {
    this.#items.set(itemId, at);
    this.#identities.set(itemId, at);
    // Most identities are new, and of these nothing was expected.
    if (expects.identifiers.size === 0) return;
    for (const holder of expects.identifiers.get(identifierKey(entryId, keyHash)) ?? []) {
      this.#items.set(holder, at);
      this.#identities.set(holder, at);
    }
  }

  #touch({ entity, itemId, relationshipId, revision: at }: Change): void {
    if (entity === 'CONFIGURATION_ITEM') {
      if (itemId === null) return;
      this.#items.set(itemId, at);
      this.#identities.set(itemId, at);
    } else if (entity === 'RELATIONSHIP') {
      // Ending it may have taken identities of its ends with it; the log tells of these by themselves.
      if (relationshipId !== null) this.#relationships.set(relationshipId, at);
    } else if (entity !== 'OUTAGE') {
      // A class, a rule, a source: what follows from it for which records is not worth working out.
      this.#table.clear();
      this.#clearedAt = at;
    }
  }

  #advance(to: Revision): void {
    this.#position = to;
    this.#waiters.reached(to);
  }
}

const PAGE = 65_536;

/** Dense ids -> revisions, in pages that are made when they are needed. */
class PagedRevisions {
  readonly #pages = new Map<number, Uint32Array>();

  set(id: number, at: Revision): void {
    const page = Math.floor(id / PAGE);
    let revisions = this.#pages.get(page);
    if (!revisions) {
      revisions = new Uint32Array(PAGE);
      this.#pages.set(page, revisions);
    }
    revisions[id % PAGE] = at;
  }

  of(id: number): number {
    return this.#pages.get(Math.floor(id / PAGE))?.[id % PAGE] ?? 0;
  }

  clear(): void {
    this.#pages.clear();
  }
}
