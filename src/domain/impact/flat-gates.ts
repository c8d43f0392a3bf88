import type { ArcBuffer } from '../graph/arc-buffer';
import { HAS_WEIGHT, SOFT } from '../graph/edge-flags';
import { takesPart } from '../graph/item-bits';
import type { SparseBytes } from '../graph/sparse-bytes';
import type { TaggedColumn } from '../graph/tagged-column';
import { grown } from '../graph/typed-columns';
import type { VisitedSet } from '../graph/visited-set';
import { degradedBelowOf, demandOf, gateRank, minUpOf } from './gate-arithmetic';
import { FOLLOWS, FOLLOWS_SOFTLY, NOT_FLAT, type FlatGate, type GateScheme } from './gate-scheme';
import { GateSchemes } from './gate-schemes';
import type { ImpactModel } from './impact-model';
import { DEGRADED, DOWN, OK } from './impact-state';
import type { PathSystems } from './path-systems';

/** In place of a mark: the provider joined several gates of the item. */
const SEVERAL = 2 ** 32 - 1;

/**
 * Evaluates items from counts of their providers, gate by gate, in columns that are used again for every item: nothing is
 * built and nothing allocated. That does for nearly all items of an estate: those whose gates are not nested, and whose
 * providers have no standbys and, for PATH, reach an anchor when everything is up. All others go through `itemGates`; a test holds the two against the same
 * naive evaluation.
 */
export class FlatGates {
  readonly #context: ImpactModel;
  readonly #paths: PathSystems;
  readonly #schemes: GateSchemes;
  /** By item: the number of its scheme, doubled, and one more when it takes part in the graph; counted from `#base`. */
  readonly #column: TaggedColumn;
  readonly #known: Uint32Array;
  readonly #base: number;
  /* By number of the gate within the scheme; sums of weights may be larger than 32 bits hold. */
  #total = new Float64Array(64);
  #up = new Float64Array(64);
  #healthy = new Float64Array(64);
  #heaviestUp = new Float64Array(64);
  #hit = new Uint8Array(64);
  /** Some member of the last item counted weighs more than 1. */
  #isWeighted = false;
  /** Some relationship of the last item counted is HARD where its gate is SOFT, or the other way round. */
  #isMixed = false;
  /** Gates that may have been counted are numbered below this. */
  #used = 0;
  /** The providers of the item being counted that may join twice, with the gates that they joined. */
  readonly #met: VisitedSet;
  /** Whether it holds any; else they are those of another item. */
  #hasMet = false;

  constructor(context: ImpactModel, paths: PathSystems) {
    const { capacity, visitedSets } = context.view;
    this.#context = context;
    this.#paths = paths;
    this.#schemes = GateSchemes.of(context);
    this.#column = visitedSets.borrowColumn(capacity);
    this.#known = this.#column.numbers;
    this.#base = this.#column.base;
    this.#met = visitedSets.borrow(capacity);
  }

  /** Gives back what was borrowed: it is not used any more. */
  close(): void {
    const { visitedSets } = this.#context.view;
    this.#column.last = this.#base + this.#schemes.count * 2;
    visitedSets.giveBackColumn(this.#column);
    visitedSets.giveBack(this.#met);
  }

  /** The gates of an item. */
  schemeOf(item: number): GateScheme {
    const known = (this.#known[item] ?? 0) - this.#base;
    return (known > 0 ? this.#schemes.at(known >>> 1) : undefined) ?? this.#findScheme(item);
  }

  /** Whether the item counts among the providers of its dependents. */
  takesPart(item: number): boolean {
    if ((this.#known[item] ?? 0) <= this.#base) this.#findScheme(item);
    return (((this.#known[item] ?? 0) - this.#base) & 1) !== 0;
  }

  /**
   * The rank that the gates of an item ask for, whose arcs towards its providers are in `arcs`; or NOT_FLAT. Without the
   * gates that need all of their members.
   */
  rank(item: number, arcs: ArcBuffer, ranks: SparseBytes): number {
    const scheme = this.#countAll(item, arcs, ranks);
    if (scheme === null) return NOT_FLAT;
    let worst = OK;
    for (let number = 0; number < scheme.gates.length; number++) {
      if (this.#hit[number] !== 0) worst = Math.max(worst, this.#rankOf(scheme, number));
    }
    return worst;
  }

  /**
   * How many more of the heaviest members the gates of an item that is OK can lose, of those that have lost some: the
   * smallest of them, Infinity when none has; NOT_FLAT where counts do not say.
   */
  margin(item: number, arcs: ArcBuffer, ranks: SparseBytes): number {
    const scheme = this.#countAll(item, arcs, ranks);
    if (scheme === null || this.#isWeighted) return NOT_FLAT;
    return scheme.gates.reduce((least, { rule, value }, number) => {
      if (this.#hit[number] !== 1) return least;
      return Math.min(least, (this.#up[number] ?? 0) - minUpOf(rule, value, this.#total[number] ?? 0));
    }, Infinity);
  }

  /** Whether something may be odd about the item's gates: itemGates says what. */
  isNotable(item: number, arcs: ArcBuffer, ranks: SparseBytes): boolean {
    const scheme = this.#countAll(item, arcs, ranks);
    if (scheme === null || this.#isMixed || !scheme.areOwnFlat) return true;
    return scheme.gates.some((gate, number) => {
      const total = this.#total[number] ?? 0;
      if (total === 0) return gate.own;
      return (gate.degradedBelow !== null || gate.rule !== 'ANY') && demandOf(gate, total).problems.length > 0;
    });
  }

  #findScheme(item: number): GateScheme {
    const { view } = this.#context;
    const version = view.versionOf(item);
    const gates = view.items.gates[version] ?? 0;
    const classCode = view.items.classCode[version] ?? 0;
    const scheme = this.#schemes.find(gates, classCode);
    this.#known[item] =
      this.#base + scheme.number * 2 + Number(takesPart(view.items.bits[version] ?? 0) && version !== 0);
    return scheme;
  }

  /** Counts the members of every gate that can be counted; null when some gate of the item is not flat. */
  #countAll(item: number, arcs: ArcBuffer, ranks: SparseBytes): GateScheme | null {
    const { standbys, view } = this.#context;
    const { edges } = view;
    const scheme = this.schemeOf(item);
    this.#clear();
    const { node, slot: slots, length } = arcs;
    const someStandbys = !standbys.isEmpty;
    const rankOf = (far: number): number => ranks.of(far);
    for (let i = 0; i < length; i++) {
      const provider = node[i] ?? 0;
      const slot = slots[i] ?? 0;
      if (someStandbys && standbys.cover(provider)) return null;
      const number = scheme.joinedBy(edges, slot);
      // What needs all of its members takes over their ranks, edge by edge.
      if (number === FOLLOWS || number === FOLLOWS_SOFTLY) continue;
      const gate = scheme.gates[number];
      if (gate === undefined) return null;
      if (provider === item || !this.takesPart(provider)) continue;
      if (gate.repeats && this.#joinedBefore(provider, number)) return null;
      const path = gate.path === null ? null : this.#paths.of(gate.path);
      if (path !== null && !path.isAnchored(provider, item)) return null;
      this.#count(
        number,
        path === null ? rankOf(provider) : path.memberRank(provider, item, rankOf),
        this.#weightOf(slot, gate),
      );
    }
    return scheme;
  }

  #weightOf(slot: number, { soft }: FlatGate): number {
    const { edges } = this.#context.view;
    const flags = edges.flagsOf(slot);
    if (((flags & SOFT) !== 0) !== soft) this.#isMixed = true;
    if ((flags & HAS_WEIGHT) === 0) return 1;
    this.#isWeighted = true;
    return edges.weights.get(slot) ?? 1;
  }

  #count(number: number, rank: number, weight: number): void {
    if (number >= this.#used) this.#reserve(number + 1);
    this.#total[number] = (this.#total[number] ?? 0) + weight;
    if (rank !== OK) this.#hit[number] = 1;
    if (rank === DOWN) return;
    this.#up[number] = (this.#up[number] ?? 0) + weight;
    if ((this.#heaviestUp[number] ?? 0) < weight) this.#heaviestUp[number] = weight;
    if (rank < DEGRADED) this.#healthy[number] = (this.#healthy[number] ?? 0) + weight;
  }

  /** Whether the provider has joined the gate in this count, so that it must not be counted again, or may have. */
  #joinedBefore(provider: number, number: number): boolean {
    if (!this.#hasMet) this.#met.begin(this.#context.view.capacity);
    this.#hasMet = true;
    const isFirst = this.#met.add(provider);
    const before = this.#met.values[provider] ?? 0;
    this.#met.values[provider] = isFirst || before === number ? number : SEVERAL;
    return !isFirst && (before === number || before === SEVERAL);
  }

  /** The rank of a gate with a member that is not OK. */
  #rankOf({ gates }: GateScheme, number: number): number {
    const gate = gates[number];
    if (gate === undefined) return OK;
    const total = this.#total[number] ?? 0;
    const minUp = minUpOf(gate.rule, gate.value, total);
    const rank = gateRank(
      { minUp, degradedBelow: degradedBelowOf(gate.degradedBelow, minUp, total) },
      {
        total,
        up: this.#up[number] ?? 0,
        healthy: this.#healthy[number] ?? 0,
        heaviestUp: this.#heaviestUp[number] ?? 0,
        hit: true,
      },
    );
    return gate.soft ? Math.min(rank, DEGRADED) : rank;
  }

  /** A scheme may get gates while it is used for the first time, so whatever was counted last is cleared. */
  #clear(): void {
    this.#hasMet = false;
    this.#isWeighted = false;
    this.#isMixed = false;
    for (let number = 0; number < this.#used; number++) {
      this.#total[number] = 0;
      this.#up[number] = 0;
      this.#healthy[number] = 0;
      this.#heaviestUp[number] = 0;
      this.#hit[number] = 0;
    }
    this.#used = 0;
  }

  #reserve(gates: number): void {
    this.#used = gates;
    this.#total = grown(this.#total, gates);
    this.#up = grown(this.#up, gates);
    this.#healthy = grown(this.#healthy, gates);
    this.#heaviestUp = grown(this.#heaviestUp, gates);
    this.#hit = grown(this.#hit, gates);
  }
}
