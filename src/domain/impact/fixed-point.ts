import { ArcBuffer } from '../graph/arc-buffer';
import { SOFT } from '../graph/edge-flags';
import type { VisitedSet } from '../graph/visited-set';
import type { EventLog } from './event-log';
import type { ImpactModel } from './impact-model';
import { DEGRADED, DOWN, OK } from './impact-state';
import type { PathSystems } from './path-systems';
import { NOT_PLAIN, PlainGates } from './plain-gates';

/** What the states are worked out from, and where they go. */
export interface FixedPointParts {
  readonly context: ImpactModel;
  readonly healthy: ReadonlySet<number>;
  readonly paths: PathSystems;
  readonly log: EventLog;
  /** By item; all OK at first. */
  readonly ranks: Uint8Array;
  /** The rank that the gates of an item ask for, of one that is not plain. */
  readonly rankByGates: (item: number) => number;
}

/** So many items are worked on in one go: a millisecond or two. */
const SLICE = 4_096;
/** In `values` of an affected item, beside the rank that it takes over from a provider: its gates must be evaluated. */
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
  readonly #plain: PlainGates;
  readonly #arcs = new ArcBuffer();
  readonly #primaryArcs = new ArcBuffer();
  #affectedCount = 0;
  #visitedCount = 0;
  /** The last event that is in the ranks. */
  #committed = 0;

  constructor(parts: FixedPointParts) {
    this.#parts = parts;
    this.#plain = new PlainGates(parts.context);
  }

  /**
   * Works the states out, slice by slice: whoever takes the slices may leave off between them, and what was found until
   * then holds, though more may be hit. `outages`: item -> rank of its own state. The two sets are empty and for nodes of
   * the graph.
   */
  *run(outages: ReadonlyMap<number, number>, visited: VisitedSet, affected: VisitedSet): Generator<undefined, void> {
    const { context, log, paths, ranks } = this.#parts;
    for (const [item, rank] of outages) {
      if (rank === OK) continue;
      log.add(item, rank);
      this.#visit(visited, item);
    }
    for (let done = 0; log.count > done;) {
      const start = done + 1;
      done = log.count;
      this.#commit(start, done);
      affected.begin(context.view.capacity);
      this.#affectedCount = 0;
      for (let from = start; from <= done; from += SLICE) {
        this.#findAffected(from, Math.min(done, from + SLICE - 1), affected);
        yield;
      }
      for (const item of paths.refresh((far) => ranks[far] ?? OK)) this.#addDependents(item, affected);
      for (let from = 0; from < this.#affectedCount; from += SLICE) {
        this.#evaluateAffected(from, Math.min(this.#affectedCount, from + SLICE), affected, visited);
        yield;
      }
    }
  }

  /** The outages and all items whose gates saw a change so far, in no order. */
  visited({ queue }: VisitedSet): Uint32Array {
    return queue.slice(0, this.#visitedCount);
  }

  /** Takes over what the round that was left off had found: it follows from the rounds before. */
  leaveOff(): void {
    const { log } = this.#parts;
    if (log.count > this.#committed) this.#commit(this.#committed + 1, log.count);
  }

  #visit(visited: VisitedSet, item: number): void {
    if (visited.add(item)) visited.queue[this.#visitedCount++] = item;
  }

  #commit(start: number, end: number): void {
    const { log, ranks } = this.#parts;
    for (let event = start; event <= end; event++) ranks[log.itemOf(event)] = log.rankOf(event);
    log.endRound();
    this.#committed = end;
  }

  /** Lists the items whose gates see a change: dependents of what rose, and of what may have lost a chain by that. */
  #findAffected(start: number, end: number, affected: VisitedSet): void {
    const { log, paths } = this.#parts;
    for (let event = start; event <= end; event++) {
      const item = log.itemOf(event);
      if (this.#addDependents(item, affected) && log.rankOf(event) >= DEGRADED) paths.touch(item);
    }
  }

  /** Notes the dependents of an item; true when a chain of some PATH gate may go through it. */
  #addDependents(item: number, affected: VisitedSet): boolean {
    const { context, ranks, healthy } = this.#parts;
    const { view, reach, onPaths, arcs: filter, standbys } = context;
    if (!view.takesPart(item)) return false;
    const arcs = this.#arcs;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    const { node, slot: slots, length } = arcs;
    const { type, flags } = view.edges;
    const { marks, generation, queue, values } = affected;
    const rank = ranks[item] ?? OK;
    const someHealthy = healthy.size > 0;
    const isAlone = !standbys.cover(item);
    let onPath = false;
    let count = this.#affectedCount;
    for (let i = 0; i < length; i++) {
      const slot = slots[i] ?? 0;
      const typeCode = type[slot] ?? 0;
      if (onPaths[typeCode] === 1) onPath = true;
      const dependent = node[i] ?? 0;
      // A type that only a PATH gate names carries chains, but joins no gate; nor does one that declares standbys.
      if (ranks[dependent] === DOWN || filter.types[typeCode] === 0) continue;
      if (someHealthy && healthy.has(dependent)) continue;
      if (marks[dependent] !== generation) {
        marks[dependent] = generation;
        values[dependent] = 0;
        queue[count++] = dependent;
      }
      const value = values[dependent] ?? 0;
      if (value === DOWN) continue;
      if (!isAlone || !this.#plain.followsProvider(dependent, slot)) values[dependent] = value | EVALUATE;
      else values[dependent] = takenOver(value, rank, flags[slot] ?? 0);
    }
    this.#affectedCount = count;
    for (const primary of standbys.primariesOf(item)) this.#addEvaluated(primary, affected);
    return onPath;
  }

  /** Notes the dependents of an item that a standby stands in for: their gates count both. */
  #addEvaluated(item: number, affected: VisitedSet): void {
    const { context, ranks, healthy } = this.#parts;
    if (!context.view.takesPart(item)) return;
    const arcs = this.#primaryArcs;
    arcs.collect(context.view, item, context.arcs, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const dependent = arcs.node[i] ?? 0;
      if (ranks[dependent] === DOWN || healthy.has(dependent)) continue;
      if (affected.add(dependent)) {
        affected.values[dependent] = 0;
        affected.queue[this.#affectedCount++] = dependent;
      }
      const value = affected.values[dependent] ?? 0;
      if (value !== DOWN) affected.values[dependent] = value | EVALUATE;
    }
  }

  #evaluateAffected(start: number, end: number, { queue, values }: VisitedSet, visited: VisitedSet): void {
    const { log, ranks } = this.#parts;
    for (let place = start; place < end; place++) {
      const item = queue[place] ?? 0;
      this.#visit(visited, item);
      const value = values[item] ?? 0;
      const taken = value & RANK_BITS;
      const rank = (value & EVALUATE) === 0 ? taken : Math.max(taken, this.#evaluate(item));
      if (rank > (ranks[item] ?? OK)) log.add(item, rank);
    }
  }

  /** The rank that the item's gates ask for. */
  #evaluate(item: number): number {
    const { context, ranks, rankByGates } = this.#parts;
    this.#arcs.collect(context.view, item, context.arcs, 'DEPENDENCIES');
    const rank = this.#plain.rank(item, this.#arcs, ranks);
    return rank === NOT_PLAIN ? rankByGates(item) : rank;
  }
}

/** Through a SOFT gate nothing comes out worse than DEGRADED; at DOWN there is nothing left to evaluate. */
function takenOver(value: number, rank: number, flags: number): number {
  const result = (flags & SOFT) === 0 ? rank : Math.min(rank, DEGRADED);
  if (result === DOWN) return DOWN;
  return result > (value & RANK_BITS) ? (value & EVALUATE) | result : value;
}
