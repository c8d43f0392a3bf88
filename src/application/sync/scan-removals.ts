import { IdSet } from '../../domain/id-set';
import type { Revision } from '../../domain/ids';
import { guardRemovals, type TypeCount } from '../../domain/ingest/removal-guard';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { isWholeSource, scopeClaims, scopeClasses } from '../../domain/ingest/sync-scope';
import { slicesOf } from '../../domain/slices';
import type { Executor } from '../../storage/database';
import { findDataSource } from '../../storage/sources/data-sources';
import { readingOnly } from '../../storage/visible-rows';
import { loadMerged } from '../../storage/identities/merge-lookups';
import {
  countClaimedRelationships,
  claimedRelationshipsAt,
  memberItems,
  relationshipsSightedSince,
  sightedSince,
  unseenRelationships,
  type MemberItem,
  type MemberRelationship,
  type UnseenRelationship,
} from '../../storage/sync/sync-members';
import type { SyncDecision, SyncSession } from '../../storage/sync/sync-sessions';
import { noEntities, readMisses, readSyncSet, type EntitySets, type Misses } from '../../storage/sync/sync-sets';

/** What committing a session would do. */
export interface ScannedRemovals {
  readonly removed: EntitySets;
  /** Missed, but not often enough in a row. */
  readonly forgiven: EntitySets;
  readonly decision: SyncDecision;
}

/** What a commit may settle anew. */
export interface CommitSettings {
  readonly partialTypes: readonly string[];
  readonly maxRemovalPercent: number;
}

/**
 * Works out what a session did not see. In its scope an item that its source claims loses that claim, unless
 *
 *     its class is partial             its collection failed
 *     it was reported since the begin  outside of the session
 *     it was missed too few times      the source forgives that
 *
 * and a relationship likewise; but one at an item that was missed is kept: that it was not reported says nothing about it,
 * and an absent item stays in the graph and in gates until it is retired. Of a session whose caller sees a part of the
 * inventory, only what that caller sees is in its scope. Reads only; calls `alive` after every page.
 */
export async function scanRemovals(
  executor: Executor,
  model: ClassModel,
  session: SyncSession,
  { partialTypes, maxRemovalPercent }: CommitSettings,
  { revision, alive }: { readonly revision: Revision; readonly alive: () => Promise<void> },
): Promise<ScannedRemovals> {
  const { source } = session;
  const seen = await readSyncSet(executor, session.id, 'SEEN');
  const reported: EntitySets = { items: new IdSet(seen.items), relationships: new IdSet(seen.relationships) };
  for (const bits of await sightedSince(executor, source, session.startedAt)) reported.items.addBits(bits);
  for (const bits of await relationshipsSightedSince(executor, source, session.startedAt)) {
    reported.relationships.addBits(bits);
  }
  // An item that was seen before it was merged, or by a server that had not heard of the merge, is the survivor now.
  for (const [merged, into] of await loadMerged(executor)) if (reported.items.has(merged)) reported.items.add(into);
  const missesMax = (await findDataSource(executor, source))?.absentAfterMisses ?? 1;
  const scan = new Scan(model, session, {
    reported,
    exempt: exemptNames(model, partialTypes),
    misses: await readMisses(executor, source),
    missesMax,
  });
  await scan.run(readingOnly(executor, session.visibility), alive);
  const types = [...scan.types.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { removed, forgiven } = scan;
  const decision: SyncDecision = {
    members: scan.members,
    seen: countsOf(seen),
    removals: countsOf(removed),
    forgiven: countsOf(forgiven),
    types,
    guard: guardRemovals({ seen: seen.items.size + seen.relationships.size, types }, maxRemovalPercent),
    revision,
  };
  return { removed, forgiven, decision };
}

const countsOf = ({ items, relationships }: EntitySets) => ({ items: items.size, relationships: relationships.size });

/** Classes with everything below them, and relationship types. */
function exemptNames(model: ClassModel, partialTypes: readonly string[]): ReadonlySet<string> {
  return new Set(partialTypes.flatMap((name) => (model.class(name) ? model.descendants(name) : [name])));
}

interface ScanFacts {
  readonly reported: EntitySets;
  readonly exempt: ReadonlySet<string>;
  readonly misses: Misses;
  readonly missesMax: number;
}

class Scan {
  readonly removed = noEntities();
  readonly forgiven = noEntities();
  readonly members = { items: 0, relationships: 0 };
  readonly types = new Map<string, { -readonly [K in keyof TypeCount]: TypeCount[K] }>();
  readonly #model: ClassModel;
  readonly #session: SyncSession;
  readonly #facts: ScanFacts;
  /** In the scope, claimed or not. */
  readonly #inside = new IdSet();
  readonly #looked = new IdSet();

  constructor(model: ClassModel, session: SyncSession, facts: ScanFacts) {
    this.#model = model;
    this.#session = session;
    this.#facts = facts;
  }

  async run(executor: Executor, alive: () => Promise<void>): Promise<void> {
    const { scope, source } = this.#session;
    const classes = scopeClasses(scope, this.#model);
    const query = { source, classes, claims: scopeClaims(scope), nativeKeyPrefix: scope.nativeKeyPrefix };
    for await (const page of memberItems(executor, query)) {
      for (const item of page) this.#item(item);
      await alive();
    }
    if (scope.relationshipTypes?.length === 0) return;
    if (isWholeSource(scope)) {
      await this.#whole(executor);
      await alive();
    } else {
      for (const items of slicesOf(this.#inside, ITEMS_PER_PAGE)) {
        const page = await claimedRelationshipsAt(executor, source, scope.relationshipTypes, items);
        for (const relationship of page) this.#relationship(relationship);
        await alive();
      }
    }
  }

  /** Of all that a source claims only what was not reported has to be looked at one by one. */
  async #whole(executor: Executor): Promise<void> {
    const { source, scope, begunRevision: upTo } = this.#session;
    const { reported, exempt } = this.#facts;
    const types = scope.relationshipTypes;
    for (const { type, count } of await countClaimedRelationships(executor, source, types)) {
      if (exempt.has(type)) continue;
      this.members.relationships += count;
      this.types.set(type, { name: type, members: count, removals: 0 });
    }
    const query = { source, types, seen: reported.relationships, upTo };
    for (const relationship of await unseenRelationships(executor, query)) {
      const counted = this.types.get(relationship.type);
      if (!counted || this.#isOutOfSight(relationship)) continue;
      if (this.#missed('relationships', relationship.id)) counted.removals += 1;
    }
  }

  #item({ id, className, claimed, live, moved }: MemberItem): void {
    const { reported, exempt } = this.#facts;
    // Whoever wrote of it since the session began knows better than a run that may have passed it before.
    if (moved > this.#session.begunRevision && claimed) reported.items.add(id);
    this.#inside.add(id);
    if (!claimed || !live || exempt.has(className)) return;
    this.members.items += 1;
    this.#count(className, this.#missed('items', id));
  }

  #relationship(relationship: MemberRelationship): void {
    const { id, type, moved } = relationship;
    if (this.#looked.has(id) || !this.#covers(relationship) || this.#facts.exempt.has(type)) return;
    this.#looked.add(id);
    if (moved > this.#session.begunRevision) this.#facts.reported.relationships.add(id);
    this.members.relationships += 1;
    this.#count(type, this.#isOutOfSight(relationship) ? false : this.#missed('relationships', id));
  }

  /** Whether the run that the session stands for would have reported the relationship. */
  #covers({ type, source, target, reportsSource, reportsTarget }: MemberRelationship): boolean {
    const inside = this.#inside;
    if (this.#model.type(type)?.symmetric === true) {
      return (!reportsSource || inside.has(source)) && (!reportsTarget || inside.has(target));
    }
    return inside.has(reportsSource ? source : target);
  }

  /** An end was in the scope and not seen: then nobody looked at the relationship either. */
  #isOutOfSight({ source, target }: UnseenRelationship): boolean {
    const { items } = this.#facts.reported;
    return [source, target].some((end) => this.#inside.has(end) && !items.has(end));
  }

  /** Whether it is to be removed: not reported, and often enough. */
  #missed(kind: keyof EntitySets, id: number): boolean {
    const { reported, misses, missesMax } = this.#facts;
    const before = misses[kind].get(id) ?? 0;
    if (reported[kind].has(id)) return false;
    if (before + 1 < missesMax) {
      this.forgiven[kind].add(id);
      return false;
    }
    this.removed[kind].add(id);
    return true;
  }

  #count(name: string, removal: boolean): void {
    const count = this.types.get(name) ?? { name, members: 0, removals: 0 };
    count.members += 1;
    if (removal) count.removals += 1;
    this.types.set(name, count);
  }
}

const ITEMS_PER_PAGE = 5_000;
