import { ArcBuffer } from '../graph/arc-buffer';
import { VisitedList } from '../graph/visited-list';
import { EventLog } from './event-log';
import { evaluateGates, worstGate, type GateOutcome } from './gate-evaluation';
import type { ImpactModel } from './impact-model';
import { DEGRADED, DOWN, OK } from './impact-state';
import { itemGates, type ItemGate, type ItemGates } from './item-gates';
import { PathSystems } from './path-systems';
import { PlainGates } from './plain-gates';

/** A state to be committed at the end of a round. */
interface Raise {
  readonly item: number;
  readonly rank: number;
  readonly gate: string;
}

/**
 * The least fixed point of the states (impact.md §3): everything is OK but the outages, and states only rise, as far as
 * the gates force them to. Round by round: all items whose providers rose in the last round are evaluated against the
 * states of the last round, by ascending id; so the outcome, its derivation and its proofs are always the same, and a
 * proof never leans on what it proves.
 */
export class Evaluation {
  readonly context: ImpactModel;
  readonly healthy: ReadonlySet<number>;
  readonly paths: PathSystems;
  readonly log: EventLog;
  /** By item. */
  readonly ranks: Uint8Array;
  /** Items whose gates were evaluated, and the outages, ascending once the evaluation is done. */
  readonly visited: readonly number[];
  readonly #plain: PlainGates;
  /** Items that are not plain, or some default gate of which is misconfigured. */
  readonly #notable = new Set<number>();
  /** Items that were taken down without their gates being evaluated. */
  readonly #unexamined = new Set<number>();
  readonly #gates = new Map<number, ItemGates>();
  readonly #arcs = new ArcBuffer();

  /** `outages`: item -> rank of its own state. Items of `healthy` are OK whatever happens and pass nothing on. */
  constructor(context: ImpactModel, outages: ReadonlyMap<number, number>, healthy: ReadonlySet<number>) {
    const { capacity, visitedSets } = context.view;
    this.context = context;
    this.healthy = healthy;
    this.paths = new PathSystems(context, healthy);
    this.log = new EventLog();
    this.ranks = new Uint8Array(capacity);
    this.#plain = new PlainGates(context);
    this.visited = visitedSets.with(capacity, (visited) =>
      visitedSets.with(capacity, (affected) => this.#run(outages, new VisitedList(visited), new VisitedList(affected))),
    );
  }

  rankOf(item: number): number {
    return this.ranks[item] ?? OK;
  }

  /** The gates of an item, worked out once. */
  gatesOf(item: number): ItemGates {
    const known = this.#gates.get(item);
    if (known !== undefined) return known;
    const found = itemGates(this.context, this.paths, item);
    this.#gates.set(item, found);
    return found;
  }

  /** Whether coverage has to look at the gates of a visited item: defaults that fit are left alone. */
  isNotable(item: number): boolean {
    if (this.#unexamined.delete(item)) this.#evaluate(item);
    return this.#notable.has(item);
  }

  /** How the gates of an item come out. */
  outcomesOf(item: number): readonly GateOutcome[] {
    return evaluateGates(this.gatesOf(item).gates, this.memberRank);
  }

  /** The rank of a member as a gate counts it. */
  readonly memberRank = (gate: ItemGate, member: number): number =>
    gate.path === null
      ? this.rankOf(member)
      : this.paths.of(gate.path).memberRank(member, gate.dependent, (item) => this.rankOf(item));

  #run(outages: ReadonlyMap<number, number>, visited: VisitedList, affected: VisitedList): readonly number[] {
    let raises: readonly Raise[] = [...outages]
      .filter(([, rank]) => rank > OK)
      .map(([item, rank]) => ({ item, rank, gate: '' }))
      .toSorted((a, b) => a.item - b.item);
    for (const { item } of raises) visited.add(item);
    while (raises.length > 0) {
      for (const { item, rank, gate } of raises) {
        this.ranks[item] = rank;
        this.log.add(item, rank, gate);
      }
      this.#findAffected(raises, affected);
      const next: Raise[] = [];
      for (const item of affected.sorted()) {
        visited.add(item);
        const over = affected.valueOf(item);
        const raise = over === 0 ? this.#evaluate(item) : this.#takeDown(item, over - 1);
        if (raise !== null) next.push(raise);
      }
      raises = next;
    }
    return Array.from(visited.sorted());
  }

  /**
   * Lists the items whose gates see a change: dependents of what rose, and of what may have lost a chain by that. The
   * number of an item is the slot over which it is taken down, plus 1; 0 when its gates must be evaluated.
   */
  #findAffected(raises: readonly Raise[], affected: VisitedList): void {
    affected.clear(this.context.view.capacity);
    for (const { item, rank } of raises) {
      if (this.#addDependents(item, affected) && rank >= DEGRADED) this.paths.touch(item);
    }
    for (const item of this.paths.refresh((far) => this.rankOf(far))) this.#addDependents(item, affected);
  }

  /** Notes the dependents of an item; true when a chain of some PATH gate may go through it. */
  #addDependents(item: number, affected: VisitedList): boolean {
    const { view, reach, arcs: filter, onPaths } = this.context;
    if (!view.takesPart(item)) return false;
    const arcs = this.#arcs;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    const isDown = this.rankOf(item) === DOWN;
    let onPath = false;
    for (let i = 0; i < arcs.length; i++) {
      const slot = arcs.slot[i] ?? 0;
      const type = view.edges.type[slot] ?? 0;
      if (onPaths[type] === 1) onPath = true;
      const dependent = arcs.node[i] ?? 0;
      // A type that only a PATH gate names carries chains, but joins no gate.
      if (filter.types[type] === 0 || this.rankOf(dependent) === DOWN || this.healthy.has(dependent)) continue;
      affected.add(dependent);
      if (isDown && this.#plain.takesDown(dependent, slot)) this.#noteDown(dependent, slot, affected);
    }
    return onPath;
  }

  /** Of several gates that take an item down at once the first by key is named, as in an evaluation. */
  #noteDown(item: number, slot: number, affected: VisitedList): void {
    const known = affected.valueOf(item);
    if (known === 0 || this.#plain.keyOf(slot) < this.#plain.keyOf(known - 1)) affected.setValue(item, slot + 1);
  }

  #takeDown(item: number, slot: number): Raise {
    this.#unexamined.add(item);
    return { item, rank: DOWN, gate: this.#plain.keyOf(slot) };
  }

  /** The raise that an item's gates ask for; null when they ask for none. */
  #evaluate(item: number): Raise | null {
    this.#arcs.collect(this.context.view, item, this.context.arcs, 'DEPENDENCIES');
    const plain = this.#plain.evaluate(item, this.#arcs, this.ranks);
    if (plain === null || plain.misconfigured) this.#notable.add(item);
    const { rank, gate } = plain ?? this.#evaluateGates(item);
    return rank > this.rankOf(item) ? { item, rank, gate } : null;
  }

  #evaluateGates(item: number): { rank: number; gate: string } {
    const { gates } = this.gatesOf(item);
    const outcomes = evaluateGates(gates, this.memberRank);
    const worst = worstGate(gates, outcomes);
    return { rank: outcomes[worst]?.result ?? OK, gate: gates[worst]?.gate.key ?? '' };
  }
}
