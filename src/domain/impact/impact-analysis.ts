import { DomainError } from '../errors';
import type { ItemPredicate } from '../graph/closure';
import type { GraphRelationship, GraphView } from '../graph/graph-view';
import { criticalityRank } from '../graph/item-bits';
import { linksAmong } from '../graph/links';
import { itemId, type ItemId, type Revision } from '../ids';
import { encodeItemId } from '../opaque-id';
import type { ClassModel } from '../class-model/resolved-class-model';
import { memberRankFrom } from './causes';
import { coverageOf, type ImpactCoverage } from './coverage';
import { dueToOutages } from './due-to';
import { Evaluation } from './evaluation';
import { gateResults, type GateResult } from './gate-result';
import { HitItems, hitItems, type ImpactedItem } from './hit-items';
import { impactModelOf } from './impact-model';
import type { ImpactSolution, SparedColumns } from './impact-solution';
import { OK, rankOf, stateOf, type ImpactState } from './impact-state';
import { proofOf, type DerivedStep } from './proof';
import { savingGates, sparedItems } from './spared';
import { summaryOf, type ImpactSummary } from './summary';

/** An item that fails, and how badly. */
export interface Outage {
  readonly item: ItemId;
  /** Its own state. OK changes nothing. */
  readonly state: ImpactState;
}

/** What is asked. */
export interface ImpactQuestion {
  /** The outages asked about. Of several for one item the worst counts. */
  readonly outages: readonly Outage[];
  /** The outages that are open anyway; empty to leave them out. */
  readonly openOutages: readonly Outage[];
  /** Items that are OK whatever happens, their own open outages included, and pass nothing on. */
  readonly assumeHealthy: readonly ItemId[];
}

/** An item that redundancy saved. */
export interface SparedItem {
  readonly item: ItemId;
  /** How many more of the heaviest members may go down: the smallest of its gates. */
  readonly margin: number;
}

/** A step of a proof: an item fares like this because of a gate and the steps at the positions `because`. */
export interface ProofStep {
  readonly item: ItemId;
  readonly state: ImpactState;
  /** The gate as it comes out by the steps `because` alone; null for an outage. */
  readonly gate: GateResult | null;
  readonly because: readonly number[];
}

/**
 * What breaks, and why. The states are worked out at once, or with `pace` IN_STEPS by whoever calls `step`, or have been
 * elsewhere: then `pace` is the solution of another analysis of the same question. Distances, order, proofs, gates and
 * roots are worked out when they are asked for, which is afterwards. Throws BAD_REQUEST when an item is both out
 * and assumed healthy.
 */
export class ImpactAnalysis {
  readonly revision: Revision;
  readonly #evaluation: Evaluation;
  readonly #before: Evaluation | null;
  /** Item -> rank of its own state. */
  readonly #outages: ReadonlyMap<number, number>;
  readonly #solved: ImpactSolution | null;
  #hit: HitItems | null = null;
  #services: HitItems | null = null;
  #spared: readonly SparedItem[] | null = null;
  #summary: ImpactSummary | null = null;
  #coverage: ImpactCoverage | null = null;

  constructor(
    view: GraphView,
    model: ClassModel,
    question: ImpactQuestion,
    pace: 'AT_ONCE' | 'IN_STEPS' | ImpactSolution = 'AT_ONCE',
  ) {
    const context = impactModelOf(view, model);
    const healthy = new Set<number>(question.assumeHealthy);
    refuseContradiction(question, healthy);
    const open = worstByItem(question.openOutages);
    const outages = worstByItem([...question.outages, ...question.openOutages]);
    for (const item of healthy) outages.delete(item);
    this.revision = view.revision;
    this.#outages = outages;
    this.#solved = typeof pace === 'string' ? null : pace;
    this.#evaluation = new Evaluation(context, outages, healthy, this.#solved?.states);
    this.#before = open.size === 0 || this.#solved !== null ? null : new Evaluation(context, open, new Set());
    if (pace === 'AT_ONCE') while (!this.step()) continue;
  }

  /** Works on for a millisecond or two; true once all states are known. */
  step(): boolean {
    return this.#evaluation.step() && (this.#before?.step() ?? true);
  }

  /** Leaves off before all is known: what is said of an item holds, but it may be worse, and more may be hit. */
  leaveOff(): void {
    for (const evaluation of [this.#evaluation, this.#before]) if (evaluation?.step() === false) evaluation.leaveOff();
  }

  /** Whether it was left off before all states were known. */
  get leftOff(): boolean {
    return this.#solved?.leftOff ?? (this.#evaluation.leftOff || this.#before?.leftOff === true);
  }

  /** The state of any item. */
  stateOf(item: ItemId): ImpactState {
    return stateOf(this.#evaluation.rankOf(item));
  }

  /** The items that are hit, the outages included: worst first, then nearest first, then by id. */
  hit(): HitItems {
    this.#hit ??= this.#solved
      ? new HitItems(this.#solved.hit)
      : hitItems(this.#evaluation, this.#before, this.#outages.keys());
    return this.#hit;
  }

  /** The same, each as an object: for those who look at all of them. */
  impacted(): readonly ImpactedItem[] {
    return this.hit().slice();
  }

  /** The services among them: most critical first, then worst first, then nearest first, then by id. */
  services(): HitItems {
    this.#services ??= this.#solved ? new HitItems(this.#solved.services) : this.#findServices();
    return this.#services;
  }

  /** The items that redundancy saved: smallest margin first, then by id. */
  spared(): readonly SparedItem[] {
    this.#spared ??= this.#solved ? sparedIn(this.#solved.spared) : this.#findSpared();
    return this.#spared;
  }

  /** The gates that hold although a member is hit, of an item that is spared. */
  savingGates(item: ItemId): readonly GateResult[] {
    return savingGates(this.#evaluation, item);
  }

  /** The gates of an item that are not OK, worst first, then by key. */
  failedGates(item: ItemId): readonly GateResult[] {
    const { gates } = this.#evaluation.gatesOf(item);
    return gateResults(gates, this.#evaluation.memberRank)
      .filter((result, place) => result.state !== 'OK' && gates[place]?.top === true)
      .toSorted((a, b) => rankOf(b.state) - rankOf(a.state) || (a.key < b.key ? -1 : 1));
  }

  /** The outages that an item's state is due to, by id. */
  dueTo(item: ItemId): readonly ItemId[] {
    return dueToOutages(this.#evaluation, this.#outages, item).map(itemId);
  }

  /** Why an item fares as it does, causes first; the last step is the item. Empty for an item that is OK. */
  proof(item: ItemId): readonly ProofStep[] {
    const steps = proofOf(this.#evaluation, item);
    return steps.map((step) => ({
      item: itemId(step.item),
      state: stateOf(step.rank),
      gate: this.#gateIn(step, steps),
      because: step.because,
    }));
  }

  summary(): ImpactSummary {
    this.#summary ??= this.#solved?.summary ?? summaryOf(this.#evaluation.context.view, this.hit().columns);
    return this.#summary;
  }

  /** The same where the kinds of some items must not be told; they are counted in the totals alone. */
  summaryWithout(hidden: ItemPredicate): ImpactSummary {
    return summaryOf(this.#evaluation.context.view, this.hit().columns, hidden);
  }

  coverage(): ImpactCoverage {
    this.#coverage ??= this.#solved?.coverage ?? coverageOf(this.#evaluation);
    return this.#coverage;
  }

  /** All that takes time in proportion to what is hit, as plain data. */
  solution(): ImpactSolution {
    return {
      states: this.#evaluation.solved(),
      hit: this.hit().columns,
      services: this.services().columns,
      spared: {
        items: Uint32Array.from(this.spared(), ({ item }) => item),
        margins: Uint32Array.from(this.spared(), ({ margin }) => margin),
      },
      summary: this.summary(),
      coverage: this.coverage(),
      leftOff: this.leftOff,
    };
  }

  /** The relationships between some items over which an outage may travel, by id. */
  links(items: readonly ItemId[]): readonly GraphRelationship[] {
    const { view, reach } = this.#evaluation.context;
    return Array.from(linksAmong(view, Uint32Array.from(items), reach), (slot) => view.relationshipAt(slot));
  }

  /** The name of the item's class. */
  classOf(item: ItemId): string {
    return this.#evaluation.context.view.classOf(item);
  }

  /** Whether the item is one of the outages. */
  isOutage(item: ItemId): boolean {
    return (this.#outages.get(item) ?? OK) > OK;
  }

  #findServices(): HitItems {
    const { view, model } = this.#evaluation.context;
    const isService = view.names.classes.words().map((name) => model.isService(name));
    return this.hit()
      .where((item) => isService[view.classCodeOf(item)] === true)
      .heaviestFirst((item) => criticalityRank(view.items.bits[view.versionOf(item)] ?? 0));
  }

  #findSpared(): readonly SparedItem[] {
    return sparedItems(this.#evaluation).map(({ item, margin }) => ({ item: itemId(item), margin }));
  }

  #gateIn(step: DerivedStep, steps: readonly DerivedStep[]): GateResult | null {
    const because = step.because.map((place) => steps[place]).filter((cause) => cause !== undefined);
    const known = new Map(because.map((cause) => [cause.item, cause.rank]));
    const { gates } = this.#evaluation.gatesOf(step.item);
    return gateResults(gates, memberRankFrom(this.#evaluation, known))[step.gate] ?? null;
  }
}

const sparedIn = ({ items, margins }: SparedColumns): readonly SparedItem[] =>
  Array.from(items, (item, place) => ({ item: itemId(item), margin: margins[place] ?? 0 }));

function worstByItem(outages: readonly Outage[]): Map<number, number> {
  const worst = new Map<number, number>();
  for (const { item, state } of outages) worst.set(item, Math.max(rankOf(state), worst.get(item) ?? OK));
  return worst;
}

function refuseContradiction({ outages }: ImpactQuestion, healthy: ReadonlySet<number>): void {
  const both = outages.find(({ item, state }) => state !== 'OK' && healthy.has(item));
  if (both === undefined) return;
  throw new DomainError(
    'BAD_REQUEST',
    `Item ${encodeItemId(itemId(both.item))} is named as an outage and assumed healthy. Leave out one of the two.`,
  );
}
