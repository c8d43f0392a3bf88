import { ArcBuffer } from '../graph/arc-buffer';
import { addBit, bitSet, numbersIn } from '../graph/bit-set';
import type { SparseBytes } from '../graph/sparse-bytes';
import type { TaggedColumn } from '../graph/tagged-column';
import { WordList } from '../graph/typed-columns';
import type { EventLog } from './event-log';
import type { FlatGates } from './flat-gates';
import { FOLLOWS, FOLLOWS_SOFTLY, NOT_FLAT } from './gate-scheme';
import type { ImpactModel } from './impact-model';
import { DEGRADED, DOWN, OK } from './impact-state';
import type { PathSystems } from './path-systems';

/** What the states are worked out from, and where they go. */
export interface FixedPointParts {
  readonly context: ImpactModel;
  readonly healthy: ReadonlySet<number>;
  readonly paths: PathSystems;
  readonly log: EventLog;
  readonly flat: FlatGates;
  /** By item; all OK at first. */
  readonly ranks: SparseBytes;
  /** The rank that the gates of an item ask for, of one whose gates are not flat. */
  readonly rankByGates: (item: number) => number;
}

/** So many items are worked on in one go: a millisecond or two. */
export const SLICE = 4_096;
/*
 * What is pending for an item, in one number, because all of it is read for every relationship that is looked at:
 *
 *    bits 31-3                        bit 2                  bits 1-0
 *   ┌────────────────────────────────┬──────────────────────┬────────────────────────────────┐
 *   │ round that the rest belongs to │ gates need a look    │ rank taken over from providers │
 *   └────────────────────────────────┴──────────────────────┴────────────────────────────────┘
 */
const ROUND_SHIFT = 3;
const VALUE_BITS = 7;
const EVALUATE = 4;
const RANK_BITS = 3;

/**
 * The least fixed point of the states (impact.md §3): everything is OK but the outages, and states only rise, as far as
 * the gates force them to. Round by round: all items whose providers rose in the last round are evaluated against the
 * states of the last round. So the rounds, and with them every proof, do not depend on the order in which the graph
 * happens to hold its edges, and a proof never leans on what it proves.
 *
 * This is the loop that every impact answer waits for; it allocates nothing per item.
 */
export class FixedPoint {
  readonly #parts: FixedPointParts;
  readonly #flat: FlatGates;
  readonly #arcs = new ArcBuffer();
  readonly #primaryArcs = new ArcBuffer();
  /** By item. */
  readonly #pending: Uint32Array;
  readonly #column: TaggedColumn;
  /** The outages, and the items whose gates saw a change. */
  readonly #visited: Int32Array;
  /** Items with something pending in this round that may still turn out one way or the other. */
  readonly #affected = new WordList();
  #round = 0;
  #isStuck = false;
  /** The last event that is in the ranks. */
  #committed = 0;

  constructor(parts: FixedPointParts) {
    this.#parts = parts;
    this.#flat = parts.flat;
    this.#column = parts.context.view.visitedSets.borrowColumn(parts.context.view.capacity);
    this.#pending = this.#column.numbers;
    this.#round = this.#column.base >>> ROUND_SHIFT;
    this.#visited = bitSet(parts.context.view.capacity);
  }

  /**
   * Works the states out, slice by slice: whoever takes the slices may leave off between them, and what was found until
   * then holds, though more may be hit. `outages`: item -> rank of its own state.
   */
  *run(outages: ReadonlyMap<number, number>): Generator<undefined, void> {
    const { log, paths, ranks } = this.#parts;
    for (const [item, rank] of outages) {
      if (rank === OK) continue;
      log.add(item, rank);
      addBit(this.#visited, item);
    }
    for (let done = 0; log.count > done;) {
      const start = done + 1;
      done = log.count;
      this.#commit(start, done);
      for (let from = start; from <= done; from += SLICE) {
        this.#findAffected(from, Math.min(done, from + SLICE - 1));
        yield;
      }
      for (const items of paths.refresh((far) => ranks.of(far))) {
        for (const item of items) this.#addDependents(item);
      }
      for (let from = 0; from < this.#affected.length; from += SLICE) {
        this.#evaluateAffected(from, Math.min(this.#affected.length, from + SLICE));
        yield;
      }
    }
  }

  /** The outages and all items whose gates saw a change so far, in no order. */
  visited(): Uint32Array {
    return numbersIn(this.#visited);
  }

  /** Whether what needs an item that is hit notices it: items before their operation are hit and pass nothing on. Once it has run. */
  get everyHitPassesOn(): boolean {
    return !this.#isStuck;
  }

  /** Gives back what was borrowed: it is not used any more. */
  close(): void {
    this.#column.last = ((this.#round + 1) << ROUND_SHIFT) | VALUE_BITS;
    this.#parts.context.view.visitedSets.giveBackColumn(this.#column);
  }

  /** Takes over what the round that was left off had found: it follows from the rounds before. */
  leaveOff(): void {
    const { log } = this.#parts;
    if (log.count > this.#committed) this.#commit(this.#committed + 1, log.count);
  }

  #commit(start: number, end: number): void {
    const { log, ranks } = this.#parts;
    for (let event = start; event <= end; event++) ranks.set(log.itemOf(event), log.rankOf(event));
    log.endRound();
    this.#committed = end;
    this.#round += 1;
    this.#affected.length = 0;
  }

  /** Lists the items whose gates see a change: dependents of what rose, and of what may have lost a chain by that. */
  #findAffected(start: number, end: number): void {
    const { log, paths } = this.#parts;
    for (let event = start; event <= end; event++) {
      const item = log.itemOf(event);
      if (this.#addDependents(item) && log.rankOf(event) >= DEGRADED) paths.touch(item);
    }
  }

  /** Notes the dependents of an item; true when a chain of some PATH gate may go through it. */
  #addDependents(item: number): boolean {
    const { context, ranks, healthy } = this.#parts;
    const { view, reach, onPaths, arcs: filter, standbys } = context;
    if (!this.#flat.takesPart(item)) {
      this.#isStuck = true;
      return false;
    }
    const arcs = this.#arcs;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    const { node, slot: slots, length } = arcs;
    const { edges } = view;
    const rank = ranks.of(item);
    const someHealthy = healthy.size > 0;
    const isAlone = standbys.isEmpty || !standbys.cover(item);
    const flat = this.#flat;
    let onPath = false;
    for (let i = 0; i < length; i++) {
      const slot = slots[i] ?? 0;
      const typeCode = edges.typeOf(slot);
      if (onPaths[typeCode] === 1) onPath = true;
      const dependent = node[i] ?? 0;
      // A type that only a PATH gate names carries chains, but joins no gate; nor does one that declares standbys.
      if (ranks.of(dependent) === DOWN || filter.types[typeCode] === 0) continue;
      if (someHealthy && healthy.has(dependent)) continue;
      const value = this.#pendingOf(dependent);
      if (value === DOWN) continue;
      const gate = isAlone ? flat.schemeOf(dependent).joinedBy(edges, slot) : NOT_FLAT;
      // Who follows a provider and is as badly off already has nothing to take over.
      if (gate === FOLLOWS && rank <= ranks.of(dependent)) continue;
      this.#await(dependent, takenOver(value, rank, gate));
    }
    if (!standbys.isEmpty) for (const primary of standbys.primariesOf(item)) this.#addEvaluated(primary);
    return onPath;
  }

  /** Notes the dependents of an item that a standby stands in for: their gates count both. */
  #addEvaluated(item: number): void {
    const { context, ranks, healthy } = this.#parts;
    if (!context.view.takesPart(item)) return;
    const arcs = this.#primaryArcs;
    arcs.collect(context.view, item, context.arcs, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const dependent = arcs.node[i] ?? 0;
      if (ranks.of(dependent) === DOWN || healthy.has(dependent)) continue;
      const value = this.#pendingOf(dependent);
      if (value !== DOWN) this.#await(dependent, value | EVALUATE);
    }
  }

  /** What is pending for an item in this round; 0 for nothing. */
  #pendingOf(item: number): number {
    const pending = this.#pending[item] ?? 0;
    return pending >>> ROUND_SHIFT === this.#round ? pending & VALUE_BITS : 0;
  }

  /** What is DOWN is settled at once; anything else once all providers have been looked at. */
  #await(item: number, value: number): void {
    const isNew = (this.#pending[item] ?? 0) >>> ROUND_SHIFT !== this.#round;
    this.#pending[item] = (this.#round << ROUND_SHIFT) | value;
    if (isNew) addBit(this.#visited, item);
    if (value === DOWN) this.#parts.log.add(item, DOWN);
    else if (isNew) this.#affected.push(item);
  }

  #evaluateAffected(start: number, end: number): void {
    const { log, ranks } = this.#parts;
    for (let place = start; place < end; place++) {
      const item = this.#affected.at(place);
      const value = this.#pendingOf(item);
      if (value === DOWN) continue;
      const taken = value & RANK_BITS;
      const rank = (value & EVALUATE) === 0 ? taken : Math.max(taken, this.#evaluate(item));
      if (rank > ranks.of(item)) log.add(item, rank);
    }
  }

  /** The rank that the item's gates ask for. */
  #evaluate(item: number): number {
    const { context, ranks, rankByGates } = this.#parts;
    this.#arcs.collect(context.view, item, context.arcs, 'DEPENDENCIES');
    const rank = this.#flat.rank(item, this.#arcs, ranks);
    return rank === NOT_FLAT ? rankByGates(item) : rank;
  }
}

/**
 * What a dependent takes over from a provider through the gate that it joins. Through a SOFT one nothing comes out worse
 * than DEGRADED; at DOWN there is nothing left to evaluate.
 */
function takenOver(value: number, rank: number, gate: number): number {
  if (gate !== FOLLOWS && gate !== FOLLOWS_SOFTLY) return value | EVALUATE;
  const result = gate === FOLLOWS ? rank : Math.min(rank, DEGRADED);
  if (result === DOWN) return DOWN;
  return result > (value & RANK_BITS) ? (value & EVALUATE) | result : value;
}
