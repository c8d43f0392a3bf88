import { ArcBuffer } from '../graph/arc-buffer';
import { flagsIn, HAS_GATE_KEYS, KEYS_MAX, keysIn, typeIn } from '../graph/edge-flags';
import { GATES_MAX, itemIn, rankIn, type ImpactDesk, type ImpactHost } from '../graph/impact-desk';
import { waysOf } from '../graph/plain-closure';
import { SLICE, type FixedPointParts } from './fixed-point';
import { NOT_FLAT, type FlatGate } from './gate-scheme';
import { GateSchemes } from './gate-schemes';
import { OK } from './impact-state';

/* The bits of src/assembly/desk.ts and gate-counts.ts. */
const TAKES_PART = 2;
const SCHEME_SHIFT = 10;
const RULES = { ANY: 0, AT_LEAST: 1, PERCENT: 2, ALL: 3, PATH: 3, ANCHOR: 3 } as const;
const IS_SOFT = 1;
const MAY_REPEAT = 2;

/**
 * The fixed point of fixed-point.ts, whose rounds are walked and whose gates are counted by compiled code. What counts do
 * not say it asks here, item by item: chains of PATH gates, nested gates, weights.
 */
export class CompiledFixedPoint implements ImpactHost {
  readonly #parts: FixedPointParts;
  readonly #desk: ImpactDesk;
  readonly #arcs = new ArcBuffer();
  readonly #schemes: GateSchemes;

  private constructor(parts: FixedPointParts, desk: ImpactDesk) {
    this.#parts = parts;
    this.#desk = desk;
    this.#schemes = GateSchemes.of(parts.context);
    const { view, reach, arcs } = parts.context;
    const { inBit, outBit } = waysOf('DEPENDENTS', reach);
    desk.begin({
      about: parts.context,
      host: this,
      reach: parts.context.spreadLabels(),
      arcs: arcs.labels,
      stamp: view.stamp,
      overlay: view.edges.overlayCount > 0,
      inWay: inBit,
      outWay: outBit,
    });
  }

  /** Null where compiled code cannot walk, or is at work on another question, and for what hardly anybody asks. */
  static create(parts: FixedPointParts, outages: ReadonlyMap<number, number>): CompiledFixedPoint | null {
    const { view, standbys } = parts.context;
    const desk = standbys.isEmpty && parts.healthy.size === 0 ? view.edges.memory?.kernel().desk() : undefined;
    if (desk === undefined || desk.host !== null || view.names.gateKeys.lists().length > KEYS_MAX) return null;
    for (const item of outages.keys()) if (item >= desk.nodesMax) return null;
    return new CompiledFixedPoint(parts, desk);
  }

  /** See FixedPoint. */
  *run(outages: ReadonlyMap<number, number>): Generator<undefined, void> {
    const { paths, ranks } = this.#parts;
    const desk = this.#desk;
    const { spreadItem, evaluateAffected } = desk.functions;
    for (const [item, rank] of outages) {
      if (rank !== OK) desk.raise(item, rank);
    }
    for (let count = this.#commit(); count > 0; count = this.#commit()) {
      for (let from = 0; from < count; from += SLICE) {
        for (const item of desk.spread(from, Math.min(count, from + SLICE))) paths.touch(item);
        yield;
      }
      for (const items of paths.refresh((far) => ranks.of(far))) {
        for (const item of items) spreadItem(desk.start, item);
      }
      for (let from = 0; from < desk.affected; from += SLICE) {
        evaluateAffected(desk.start, from, Math.min(desk.affected, from + SLICE));
        yield;
      }
    }
  }

  /** See FixedPoint. */
  visited(): Uint32Array {
    return this.#desk.visits().slice();
  }

  /** See FixedPoint. */
  get everyHitPassesOn(): boolean {
    return !this.#desk.isStuck;
  }

  /** See FixedPoint. */
  leaveOff(): void {
    this.#commit();
  }

  /** See FixedPoint. */
  close(): void {
    this.#desk.release();
  }

  describe(item: number): number {
    const { flat } = this.#parts;
    const desk = this.#desk;
    const { number } = flat.schemeOf(item);
    const part = flat.takesPart(item) ? TAKES_PART : 0;
    if (number >= desk.schemesMax) return part;
    while (desk.schemes < number) desk.clearScheme(++desk.schemes);
    return part | (number << SCHEME_SHIFT);
  }

  join(number: number, label: number): number {
    const scheme = this.#schemes.at(number);
    if (scheme === undefined) return NOT_FLAT;
    const keys = keysIn(label);
    const flags = flagsIn(label);
    if (keys === null) return NOT_FLAT;
    const joined =
      (flags & HAS_GATE_KEYS) === 0 ? scheme.joinedByType(typeIn(label), flags) : scheme.joinedByKeys(keys);
    const gate = scheme.gates[joined];
    if (gate !== undefined && joined < GATES_MAX) this.#desk.defineGate(number, joined, wordsOf(gate));
    return joined;
  }

  evaluate(item: number): number {
    const { context, flat, ranks, rankByGates } = this.#parts;
    // The desk has no room for its scheme, so nothing was taken over edge by edge.
    if (flat.schemeOf(item).number >= this.#desk.schemesMax) return rankByGates(item);
    this.#arcs.collect(context.view, item, context.arcs, 'DEPENDENCIES');
    const rank = flat.rank(item, this.#arcs, ranks);
    return rank === NOT_FLAT ? rankByGates(item) : rank;
  }

  #commit(): number {
    const { log, ranks } = this.#parts;
    const events = this.#desk.commit();
    const first = log.reserve(events.length);
    const { items, ranks: logged } = log;
    for (let place = 0; place < events.length; place++) {
      const event = events[place] ?? 0;
      const item = itemIn(event);
      const rank = rankIn(event);
      ranks.set(item, rank);
      items[first + place] = item;
      logged[first + place] = rank;
    }
    if (events.length > 0) log.endRound();
    return events.length;
  }
}

function wordsOf({ rule, value, degradedBelow, soft, repeats, path }: FlatGate): readonly number[] {
  const least = rule === 'PERCENT' ? Math.min(Math.max(value ?? 100, 1), 100) : Math.max(value ?? 1, 1);
  return [
    path === null ? RULES[rule] : RULES.PATH,
    least,
    degradedBelow === null ? 0 : degradedBelow + 1,
    (soft ? IS_SOFT : 0) | (repeats ? MAY_REPEAT : 0),
  ];
}
