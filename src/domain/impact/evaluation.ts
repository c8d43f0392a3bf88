import { ArcBuffer } from '../graph/arc-buffer';
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
  /** Visited items some gate of which was misconfigured or defined by the item itself: those that coverage looks at. */
  readonly notable = new Set<number>();
  readonly #gates = new Map<number, ItemGates>();
  readonly #plain: PlainGates;
  readonly #arcs = new ArcBuffer();

  /** `outages`: item -> rank of its own state. Items of `healthy` are OK whatever happens and pass nothing on. */
  constructor(context: ImpactModel, outages: ReadonlyMap<number, number>, healthy: ReadonlySet<number>) {
    this.context = context;
    this.healthy = healthy;
    this.paths = new PathSystems(context, healthy);
    this.log = new EventLog(context.view.capacity);
    this.ranks = new Uint8Array(context.view.capacity);
    this.#plain = new PlainGates(context);
    this.visited = this.#run(outages);
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

  /** How the gates of an item come out. */
  outcomesOf(item: number): readonly GateOutcome[] {
    return evaluateGates(this.gatesOf(item).gates, this.memberRank);
  }

  /** The rank of a member as a gate counts it. */
  readonly memberRank = (gate: ItemGate, member: number): number =>
    gate.path === null
      ? this.rankOf(member)
      : this.paths.of(gate.path).memberRank(member, gate.dependent, (item) => this.rankOf(item));

  #run(outages: ReadonlyMap<number, number>): readonly number[] {
    const visited = new Set<number>();
    let raises: readonly Raise[] = [...outages]
      .filter(([, rank]) => rank > OK)
      .map(([item, rank]) => ({ item, rank, gate: '' }))
      .toSorted((a, b) => a.item - b.item);
    for (const { item } of raises) visited.add(item);
    while (raises.length > 0) {
      this.#commit(raises);
      const affected = this.#affectedBy(raises);
      for (const item of affected) visited.add(item);
      raises = affected.map((item) => this.#evaluate(item)).filter((raise) => raise !== null);
    }
    return [...visited].toSorted((a, b) => a - b);
  }

  #commit(raises: readonly Raise[]): void {
    for (const { item, rank, gate } of raises) {
      if (rank >= DEGRADED) this.paths.touch(item);
      this.ranks[item] = rank;
      this.log.add(item, rank, gate);
    }
  }

  /** The items whose gates see a change, ascending: dependents of what rose, and of what may have lost a chain by that. */
  #affectedBy(raises: readonly Raise[]): readonly number[] {
    const rerouted = this.paths.refresh((item) => this.rankOf(item));
    const affected = new Set<number>();
    for (const { item } of raises) this.#addDependents(item, affected);
    for (const item of rerouted) this.#addDependents(item, affected);
    return [...affected].toSorted((a, b) => a - b);
  }

  #addDependents(item: number, affected: Set<number>): void {
    if (!this.context.view.takesPart(item)) return;
    this.#arcs.collect(this.context.view, item, this.context.arcs, 'DEPENDENTS');
    for (let i = 0; i < this.#arcs.length; i++) {
      const dependent = this.#arcs.node[i] ?? 0;
      if (this.rankOf(dependent) < DOWN && !this.healthy.has(dependent)) affected.add(dependent);
    }
  }

  /** The raise that an item's gates ask for; null when they ask for none. */
  #evaluate(item: number): Raise | null {
    this.#arcs.collect(this.context.view, item, this.context.arcs, 'DEPENDENCIES');
    const plain = this.#plain.evaluate(item, this.#arcs, this.ranks);
    if (plain === null || plain.misconfigured) this.notable.add(item);
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
