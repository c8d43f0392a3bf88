import { ArcBuffer } from '../graph/arc-buffer';
import { ascending } from '../graph/bit-set';
import { SparseBytes } from '../graph/sparse-bytes';
import { CompiledFixedPoint } from './compiled-fixed-point';
import { EventLog } from './event-log';
import { FixedPoint } from './fixed-point';
import { FlatGates } from './flat-gates';
import { evaluateGates, worstGate, type GateOutcome } from './gate-evaluation';
import type { ImpactModel } from './impact-model';
import type { SolvedStates } from './solved-states';
import { OK } from './impact-state';
import { itemGates, type ItemGate, type ItemGates } from './item-gates';
import { PathSystems } from './path-systems';

/**
 * The states of all items under some outages, and how they came about. The states are worked out step by step; everything
 * else when somebody asks, and from the same gates.
 */
export class Evaluation {
  readonly context: ImpactModel;
  readonly healthy: ReadonlySet<number>;
  readonly paths: PathSystems;
  readonly log: EventLog;
  /** By item. */
  readonly ranks: SparseBytes;
  readonly #outages: ReadonlyMap<number, number>;
  readonly #gates = new Map<number, ItemGates>();
  readonly #work: Generator<undefined, void>;
  #met: Uint32Array;
  #visited: Uint32Array | null;
  #leftOff = false;
  #everyHitPassesOn = false;

  /**
   * `outages`: item -> rank of its own state. Items of `healthy` are OK whatever happens and pass nothing on. `solved`:
   * what has been worked out for the same elsewhere.
   */
  constructor(
    context: ImpactModel,
    outages: ReadonlyMap<number, number>,
    healthy: ReadonlySet<number>,
    solved: SolvedStates | null = null,
  ) {
    this.context = context;
    this.#outages = outages;
    this.healthy = healthy;
    this.paths = new PathSystems(context, healthy, solved?.paths);
    this.log = new EventLog(solved?.log);
    this.ranks = new SparseBytes(context.view.capacity, solved?.ranks);
    this.#met = solved?.visited ?? new Uint32Array(0);
    this.#visited = solved?.visited ?? null;
    this.#work = this.#run();
    if (solved !== null) this.#work.return();
  }

  /** What has been worked out. */
  solved(): SolvedStates {
    return { ranks: this.ranks.values(), visited: this.visited, log: this.log.columns(), paths: this.paths.chains() };
  }

  /** Works the states out a little further; true once all of them are known. */
  step(): boolean {
    return this.#work.next().done === true;
  }

  /** Leaves off: every item is at least as badly off as is known by now. */
  leaveOff(): void {
    this.#leftOff = true;
    this.#work.return();
  }

  /** Whether not all states were worked out. */
  get leftOff(): boolean {
    return this.#leftOff;
  }

  /** The outages, and the items whose gates saw a change; ascending. */
  get visited(): Uint32Array {
    this.#visited ??= ascending(this.#met, this.context.view.capacity);
    return this.#visited;
  }

  /** The same in no order. */
  get met(): Uint32Array {
    return this.#met;
  }

  /** Whether it is known that outages travel on from every item that is hit. */
  get everyHitPassesOn(): boolean {
    return this.#everyHitPassesOn;
  }

  rankOf(item: number): number {
    return this.ranks.of(item);
  }

  /** The gates of an item, worked out once. */
  gatesOf(item: number): ItemGates {
    const known = this.#gates.get(item);
    if (known !== undefined) return known;
    const found = itemGates(this.context, this.paths, item);
    this.#gates.set(item, found);
    return found;
  }

  /** The items of `visited` whose gates may be odd. */
  notable(): Uint32Array {
    return this.#counted((flat, arcs) =>
      this.visited.filter((item) => {
        arcs.collect(this.context.view, item, this.context.arcs, 'DEPENDENCIES');
        return flat.isNotable(item, arcs, this.ranks);
      }),
    );
  }

  /** Of items that are OK the smallest margins of the gates that saved them; Infinity: none had to; NOT_FLAT: see FlatGates. */
  countedMargins(items: Uint32Array): Float64Array {
    return this.#counted((flat, arcs) =>
      Float64Array.from(items, (item) => {
        arcs.collect(this.context.view, item, this.context.arcs, 'DEPENDENCIES');
        return flat.margin(item, arcs, this.ranks);
      }),
    );
  }

  #counted<T>(work: (flat: FlatGates, arcs: ArcBuffer) => T): T {
    const flat = new FlatGates(this.context, this.paths);
    try {
      return work(flat, new ArcBuffer());
    } finally {
      flat.close();
    }
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

  *#run(): Generator<undefined, void> {
    const { context, healthy, paths, log, ranks } = this;
    const rankByGates = (item: number): number => this.#rankByGates(item);
    const flat = new FlatGates(context, paths);
    const parts = { context, healthy, paths, log, flat, ranks, rankByGates };
    const fixedPoint = CompiledFixedPoint.create(parts, this.#outages) ?? new FixedPoint(parts);
    try {
      yield* fixedPoint.run(this.#outages);
    } finally {
      try {
        if (this.#leftOff) fixedPoint.leaveOff();
        this.#met = fixedPoint.visited();
        this.#everyHitPassesOn = fixedPoint.everyHitPassesOn && !this.#leftOff;
      } finally {
        // Whatever happens, others want the desk and the columns next.
        fixedPoint.close();
        flat.close();
      }
    }
  }

  #rankByGates(item: number): number {
    const { gates } = this.gatesOf(item);
    const outcomes = evaluateGates(gates, this.memberRank);
    return outcomes[worstGate(gates, outcomes)]?.result ?? OK;
  }
}
