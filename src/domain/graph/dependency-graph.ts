import type { Change, ItemFacts, RelationshipFacts } from '../change';
import { DomainError, invariant } from '../errors';
import { revision, type Revision } from '../ids';
import { Compaction, wantsCompaction } from './compaction';
import { edgeFlags } from './edge-flags';
import { EdgeTable, OPEN, SLOTS_MAX, type Edge } from './edge-table';
import { GraphNames } from './graph-names';
import { GraphView } from './graph-view';
import { isRetired, itemBits } from './item-bits';
import { ItemTable } from './item-table';
import { VisitedSets } from './visited-set';

/** What the graph holds now. */
export interface GraphSize {
  /** Not retired. */
  readonly items: number;
  /** Without an end. */
  readonly relationships: number;
  readonly bytes: number;
}

/**
 * The dependency graph of all items over time, in memory. Filled once (`loadItem`, `loadRelationship`, `loaded`), then
 * follows the change log revision by revision (`apply`), and is read through `viewAt`.
 */
export class DependencyGraph {
  /** Revisions before this one cannot be asked for; versions that ended by then were not loaded. */
  readonly origin: Revision;
  readonly #names = new GraphNames();
  readonly #items = new ItemTable();
  readonly #visitedSets = new VisitedSets();
  #edges = new EdgeTable();
  #compaction: Compaction | null = null;
  #head: Revision;
  #activeItems = 0;
  #openEdges = 0;

  constructor(origin: Revision = revision(0)) {
    this.origin = origin;
    this.#head = origin;
  }

  /** The revision of the newest change it holds. */
  get head(): Revision {
    return this.#head;
  }

  /** Takes one version of an item, valid from a revision; in any order. */
  loadItem(facts: ItemFacts, from: Revision): void {
    this.#putItem(facts, this.#stamp(from));
  }

  /** Takes one version of a relationship; `to` null: it still holds. In any order. */
  loadRelationship(facts: RelationshipFacts, from: Revision, to: Revision | null): void {
    if (to !== null && to <= this.origin) return;
    this.#edges.load(this.#edgeOf(facts, this.#stamp(from), to === null ? OPEN : this.#stamp(to)));
    if (to === null) this.#openEdges += 1;
  }

  /**
   * Ends the filling: everything up to `head` is there. Compacts what was loaded; of millions of relationships that takes
   * a while, so whoever has others to serve does it before this, step by step.
   */
  loaded(head: Revision): void {
    invariant(head >= this.#head, `the graph was filled up to ${head}, before its own ${this.#head}`);
    this.#head = head;
    if (this.#edges.overlayCount > 0) this.compact();
  }

  /**
   * Applies all changes of the next revision. Whoever holds a view of an earlier revision goes on seeing that one.
   * Throws when the revision is not the next one: the follower must notice gaps before it comes here.
   */
  apply(next: Revision, changes: readonly Change[]): void {
    invariant(next === this.#head + 1, `revision ${next} cannot follow ${this.#head}`);
    const stamp = this.#stamp(next);
    for (const { item, relationship } of changes) {
      if (item !== null) this.#putItem(item, stamp);
      if (relationship !== null) this.#changeEdge(relationship, stamp);
    }
    this.#head = next;
  }

  /** The graph as it was at a revision. Throws MOMENT_OUT_OF_RANGE before the origin, NOT_YET_VISIBLE behind the head. */
  viewAt(at: Revision): GraphView {
    if (at < this.origin) {
      throw new DomainError(
        'MOMENT_OUT_OF_RANGE',
        `Revision ${at} lies before ${this.origin}, the oldest the graph in memory reaches back to.`,
      );
    }
    if (at > this.#head) {
      throw new DomainError('NOT_YET_VISIBLE', `Revision ${at} is not visible here yet; the newest is ${this.#head}.`);
    }
    return new GraphView({
      revision: at,
      stamp: at - this.origin,
      edges: this.#edges,
      items: this.#items,
      names: this.#names,
      visitedSets: this.#visitedSets,
    });
  }

  /** Whether so many edges arrived since the last compaction that another one pays. */
  get wantsCompaction(): boolean {
    return wantsCompaction(this.#edges);
  }

  /** Sorts the overlay into the base. Views made before keep the old table. */
  compact(): void {
    while (!this.compactStep()) continue;
  }

  /** Does a few milliseconds of that, changes may be applied in between; true when it is done. */
  compactStep(): boolean {
    this.#compaction ??= new Compaction(this.#edges);
    if (!this.#compaction.step()) return false;
    this.#edges = this.#compaction.result();
    this.#compaction = null;
    return true;
  }

  size(): GraphSize {
    return {
      items: this.#activeItems,
      relationships: this.#openEdges,
      bytes: this.#edges.bytes + this.#items.bytes,
    };
  }

  /** Stamps are 31 bits wide: they count from the origin, so only the distance from it is limited. */
  #stamp(at: Revision): number {
    const stamp = Math.max(0, at - this.origin);
    if (stamp >= OPEN) {
      throw new DomainError(
        'LIMIT_EXCEEDED',
        `The graph spans ${OPEN} revisions at most; rebuild it from a later one.`,
      );
    }
    return stamp;
  }

  #putItem(facts: ItemFacts, stamp: number): void {
    const { classes, environments, tenants, gates } = this.#names;
    const before = this.#isActiveNow(facts.id);
    this.#items.put(dense(facts.id, 'item'), {
      from: stamp,
      classCode: classes.intern(facts.className),
      environment: facts.environment === null ? 0 : environments.intern(facts.environment) + 1,
      tenant: tenants.intern(facts.tenant),
      gates: gates.intern(facts.gates),
      bits: itemBits(facts),
    });
    this.#activeItems += Number(this.#isActiveNow(facts.id)) - Number(before);
  }

  #isActiveNow(item: number): boolean {
    const version = this.#items.latest[item] ?? 0;
    return version !== 0 && !isRetired(this.#items.bits[version] ?? 0);
  }

  #changeEdge(facts: RelationshipFacts, stamp: number): void {
    const slot = this.#edges.findOpen(facts.source, facts.id);
    if (slot >= 0) {
      this.#edges.close(slot, stamp);
      this.#compaction?.closed(slot);
      this.#openEdges -= 1;
    }
    if (facts.ended) return;
    this.#edges.append(this.#edgeOf(facts, stamp, OPEN));
    this.#openEdges += 1;
  }

  #edgeOf(facts: RelationshipFacts, from: number, to: number): Edge {
    if (this.#edges.count === SLOTS_MAX) {
      throw new DomainError('LIMIT_EXCEEDED', `The graph holds ${SLOTS_MAX} versions of relationships at most.`);
    }
    return {
      id: dense(facts.id, 'relationship'),
      source: dense(facts.source, 'item'),
      target: dense(facts.target, 'item'),
      type: this.#names.types.intern(facts.type),
      flags: edgeFlags(facts.kind, facts.strength, facts.gateKeys.length > 0, facts.weight !== 1),
      from,
      to,
      gateKeys: this.#names.gateKeys.intern(facts.gateKeys),
      weight: facts.weight,
    };
  }
}

/** Ids are kept in, and index, columns of 31-bit numbers; the sequences they come from are dense, so this many are never reached by accident. */
function dense(id: number, what: string): number {
  if (id >= OPEN)
    throw new DomainError('LIMIT_EXCEEDED', `The graph cannot hold the ${what} id ${id}: ${OPEN} is too many.`);
  return id;
}
