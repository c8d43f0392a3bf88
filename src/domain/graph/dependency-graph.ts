import type { Change, ItemFacts, RelationshipFacts } from '../history/change';
import { DomainError, invariant } from '../errors';
import { revision, type Revision } from '../ids';
import { Compaction, wantsCompaction } from './compaction';
import { edgeFlags } from './edge-flags';
import { EdgeTable, OPEN, SLOTS_MAX, type Edge } from './edge-table';
import { GraphNames } from './graph-names';
import { GraphView } from './graph-view';
import { isRetired, itemBits } from './item-bits';
import { ItemPruning } from './item-pruning';
import { ItemTable, type CodedItem } from './item-table';
import { VisitedSets } from './visited-set';

/** What the graph holds now. */
export interface GraphSize {
  /** Not retired. */
  readonly items: number;
  /** Without an end. */
  readonly relationships: number;
  readonly bytes: number;
}

/** Everything that makes up a graph at its head; the tables are the graph's own. */
export interface GraphContents {
  /** The revision that stamps count from. */
  readonly origin: Revision;
  readonly horizon: Revision;
  readonly head: Revision;
  readonly names: GraphNames;
  readonly items: ItemTable;
  readonly edges: EdgeTable;
  readonly activeItems: number;
  readonly openEdges: number;
}

/** Versions that cannot be asked for are dropped when they are this share of all. */
const DEAD_SHARE = 1 / 8;

/**
 * The dependency graph of all items over time, in memory. Filled once (`loadItem`, `loadRelationship`, `loaded`), then
 * follows the change log revision by revision (`apply`), and is read through `viewAt`.
 */
export class DependencyGraph {
  /** The revision that stamps count from; versions that ended by then were not loaded. */
  readonly #origin: Revision;
  readonly #names: GraphNames;
  readonly #visitedSets = new VisitedSets();
  #items: ItemTable;
  #edges: EdgeTable;
  #horizon: Revision;
  #head: Revision;
  #activeItems: number;
  #openEdges: number;
  #compaction: Compaction | null = null;
  #pruning: ItemPruning | null = null;
  /** The horizon of the last pruning. */
  #prunedTo: Revision;

  /** An empty graph that reaches back to a revision, or one that has been put together elsewhere. */
  constructor(from: Revision | GraphContents = revision(0)) {
    const contents = typeof from === 'number' ? emptyFrom(from) : from;
    this.#origin = contents.origin;
    this.#horizon = contents.horizon;
    this.#prunedTo = contents.horizon;
    this.#head = contents.head;
    this.#names = contents.names;
    this.#items = contents.items;
    this.#edges = contents.edges;
    this.#activeItems = contents.activeItems;
    this.#openEdges = contents.openEdges;
  }

  /** The revision of the newest change it holds. */
  get head(): Revision {
    return this.#head;
  }

  /** Revisions before this one cannot be asked for. */
  get horizon(): Revision {
    return this.#horizon;
  }

  /** What it is made of now. It goes on changing: see {@link GraphView} for who may read on. */
  contents(): GraphContents {
    return {
      origin: this.#origin,
      horizon: this.#horizon,
      head: this.#head,
      names: this.#names,
      items: this.#items,
      edges: this.#edges,
      activeItems: this.#activeItems,
      openEdges: this.#openEdges,
    };
  }

  /** Takes one version of an item, valid from a revision; in any order. */
  loadItem(facts: ItemFacts, from: Revision): void {
    this.#putItem(dense(facts.id, 'item'), this.#codedItem(facts), this.#stamp(from));
  }

  /** The same of items that differ in their ids only, by place. */
  loadItems(shared: Omit<ItemFacts, 'id'>, { id, from }: Readonly<Record<'id' | 'from', Float64Array>>): void {
    const coded = this.#codedItem(shared);
    for (const [place, one] of id.entries()) this.#putItem(dense(one, 'item'), coded, this.#stamp(from[place] ?? 0));
  }

  /** Takes one version of a relationship; `to` null: it still holds. In any order. */
  loadRelationship(facts: RelationshipFacts, from: Revision, to: Revision | null): void {
    this.#loadEdge(facts, this.#codedEdge(facts), from, to);
  }

  /** The same of relationships that differ in their ids and ends only, by place; without `to` all of them still hold. */
  loadRelationships(
    shared: Omit<RelationshipFacts, 'id' | 'source' | 'target' | 'ended'>,
    { to, ...of }: Readonly<Record<'id' | 'source' | 'target' | 'from', Float64Array>> & { to: Float64Array | null },
  ): void {
    const coded = this.#codedEdge(shared);
    for (let place = 0; place < of.id.length; place++) {
      const ends = { id: of.id[place] ?? 0, source: of.source[place] ?? 0, target: of.target[place] ?? 0 };
      this.#loadEdge(ends, coded, of.from[place] ?? 0, to && (to[place] ?? 0));
    }
  }

  /**
   * Ends the filling: everything up to `head` is there. Compacts what was loaded; of millions of relationships that takes
   * a while, so whoever has others to serve does it before this, step by step.
   */
  loaded(head: Revision): void {
    this.#filledUpTo(head);
    if (this.#edges.overlayCount > 0) this.compact();
  }

  /**
   * Ends the filling of a small part of a large graph: nothing is sorted, so that of columns as long as the largest id only
   * the places that something was written to take memory.
   */
  loadedInPart(head: Revision): void {
    this.#edges.chainAll();
    this.#filledUpTo(head);
  }

  /**
   * Applies all changes of the next revision. Whoever holds a view of an earlier revision goes on seeing that one.
   * Throws when the revision is not the next one: the follower must notice gaps before it comes here.
   */
  apply(next: Revision, changes: readonly Change[]): void {
    invariant(next === this.#head + 1, `revision ${next} cannot follow ${this.#head}`);
    const stamp = this.#stamp(next);
    for (const { item, relationship } of changes) {
      if (item !== null) this.#putItem(dense(item.id, 'item'), this.#codedItem(item), stamp);
      if (relationship !== null) this.#changeEdge(relationship, stamp);
    }
    this.#head = next;
  }

  /** The graph as it was at a revision. Throws MOMENT_OUT_OF_RANGE before the origin, NOT_YET_VISIBLE behind the head. */
  viewAt(at: Revision): GraphView {
    if (at < this.#horizon) {
      throw new DomainError(
        'MOMENT_OUT_OF_RANGE',
        `Revision ${at} lies before ${this.#horizon}, the oldest the graph in memory reaches back to.`,
      );
    }
    if (at > this.#head) {
      throw new DomainError('NOT_YET_VISIBLE', `Revision ${at} is not visible here yet; the newest is ${this.#head}.`);
    }
    return new GraphView({
      revision: at,
      stamp: at - this.#origin,
      edges: this.#edges,
      items: this.#items,
      names: this.#names,
      visitedSets: this.#visitedSets,
    });
  }

  /** Gives up the revisions before one; what only they need is dropped by the next compaction. */
  forgetBefore(horizon: Revision): void {
    if (horizon > this.#horizon) this.#horizon = revision(Math.min(horizon, this.#head));
  }

  /** Whether so many edges arrived since the last compaction, or so many versions died, that another one pays. */
  get wantsCompaction(): boolean {
    if (this.#compaction !== null || this.#pruning !== null || wantsCompaction(this.#edges)) return true;
    const forgets = this.#horizon > this.#prunedTo;
    const ended = this.#edges.count - this.#openEdges;
    const outdated = this.#items.count - this.#items.capacity;
    return forgets && (ended > this.#edges.count * DEAD_SHARE || outdated > this.#items.count * DEAD_SHARE);
  }

  /** Sorts the overlay into the base and drops what ended before the horizon. Views made before keep the old tables. */
  compact(): void {
    while (!this.compactStep()) continue;
  }

  /** Does a few milliseconds of that, changes may be applied in between; true when it is done. */
  compactStep(): boolean {
    if (this.#pruning === null) {
      this.#compaction ??= new Compaction(this.#edges, this.#stamp(this.#horizon));
      if (!this.#compaction.step()) return false;
      this.#edges = this.#compaction.result();
      this.#compaction = null;
      if (this.#horizon === this.#prunedTo) return true;
      this.#pruning = new ItemPruning(this.#items, this.#stamp(this.#horizon));
      return false;
    }
    if (!this.#pruning.step()) return false;
    this.#items = this.#pruning.result();
    this.#pruning = null;
    this.#prunedTo = this.#horizon;
    return true;
  }

  size(): GraphSize {
    return {
      items: this.#activeItems,
      relationships: this.#openEdges,
      bytes: this.#edges.bytes + this.#items.bytes,
    };
  }

  #filledUpTo(head: Revision): void {
    invariant(head >= this.#head, `the graph was filled up to ${head}, before its own ${this.#head}`);
    this.#head = head;
  }

  /** Stamps are 31 bits wide: they count from the origin, so only the distance from it is limited. */
  #stamp(at: number): number {
    const stamp = Math.max(0, at - this.#origin);
    if (stamp >= OPEN) {
      throw new DomainError(
        'LIMIT_EXCEEDED',
        `The graph spans ${OPEN} revisions at most; rebuild it from a later one.`,
      );
    }
    return stamp | 0;
  }

  #codedItem(facts: Omit<ItemFacts, 'id'>): CodedItem {
    const { classes, environments, tenants, gates } = this.#names;
    return {
      classCode: classes.intern(facts.className),
      environment: facts.environment === null ? 0 : environments.intern(facts.environment) + 1,
      tenant: tenants.intern(facts.tenant),
      gates: gates.intern(facts.gates),
      bits: itemBits(facts),
    };
  }

  #putItem(item: number, coded: CodedItem, stamp: number): void {
    const before = this.#isActiveNow(item);
    this.#items.put(item, coded, stamp);
    this.#pruning?.put(item, { ...coded, from: stamp });
    this.#activeItems += Number(this.#isActiveNow(item)) - Number(before);
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
    this.#edges.append(this.#edgeOf(facts, this.#codedEdge(facts), stamp, OPEN));
    this.#openEdges += 1;
  }

  #loadEdge(ends: EdgeEnds, coded: CodedEdge, from: number, to: number | null): void {
    if (to !== null && to <= this.#origin) return;
    this.#edges.load(this.#edgeOf(ends, coded, this.#stamp(from), to === null ? OPEN : this.#stamp(to)));
    if (to === null) this.#openEdges += 1;
  }

  #codedEdge({ type, kind, strength, gateKeys, weight }: Omit<RelationshipFacts, keyof EdgeEnds | 'ended'>): CodedEdge {
    return {
      type: this.#names.types.intern(type),
      flags: edgeFlags(kind, strength, gateKeys.length > 0, weight !== 1),
      gateKeys: this.#names.gateKeys.intern(gateKeys),
      weight,
    };
  }

  #edgeOf(
    { id, source, target }: EdgeEnds,
    { type, flags, gateKeys, weight }: CodedEdge,
    from: number,
    to: number,
  ): Edge {
    if (this.#edges.count === SLOTS_MAX) {
      throw new DomainError('LIMIT_EXCEEDED', `The graph holds ${SLOTS_MAX} versions of relationships at most.`);
    }
    return {
      id: dense(id, 'relationship'),
      source: dense(source, 'item'),
      target: dense(target, 'item'),
      type,
      flags,
      from,
      to,
      gateKeys,
      weight,
    };
  }
}

/** What versions of relationships may have in common, in numbers. */
type CodedEdge = Pick<Edge, 'type' | 'flags' | 'gateKeys' | 'weight'>;
type EdgeEnds = Pick<Edge, 'id' | 'source' | 'target'>;

/**
 * Ids are kept in, and index, columns of 31-bit numbers; the sequences they come from are dense, so this many are never
 * reached by accident. The number is given back as an integer: one that came out of a column of floating-point numbers
 * would be looked up some ten times as slowly.
 */
function dense(id: number, what: string): number {
  if (id >= OPEN)
    throw new DomainError('LIMIT_EXCEEDED', `The graph cannot hold the ${what} id ${id}: ${OPEN} is too many.`);
  return id | 0;
}

function emptyFrom(origin: Revision): GraphContents {
  return {
    origin,
    horizon: origin,
    head: origin,
    names: new GraphNames(),
    items: new ItemTable(),
    edges: new EdgeTable(),
    activeItems: 0,
    openEdges: 0,
  };
}
