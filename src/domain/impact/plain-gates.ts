import { defaultGateKey } from '../gate';
import type { ArcBuffer } from '../graph/arc-buffer';
import { HAS_GATE_KEYS, HAS_WEIGHT, SOFT } from '../graph/edge-flags';
import { RELATIONSHIP_TYPES_MAX } from '../graph/graph-names';
import { minUpOf } from './gate-arithmetic';
import type { ImpactModel } from './impact-model';
import { AT_RISK, DEGRADED, DOWN, OK } from './impact-state';

/** What the plain gates of an item say. */
export interface PlainResult {
  readonly rank: number;
  /** The key of the gate that decided; empty for OK. */
  readonly gate: string;
  /** Some rule had to be clamped. */
  readonly misconfigured: boolean;
}

const GROUPS = RELATIONSHIP_TYPES_MAX * 2;

/**
 * Evaluates items that define no gates and whose relationships name none and weigh 1 each: nearly all items of an
 * estate. Every gate is then a (type, strength) pair and its state follows from four counts, so nothing is built and
 * nothing allocated. All other items go through `itemGates`; a test holds the two against the same naive evaluation.
 */
export class PlainGates {
  readonly #context: ImpactModel;
  readonly #total = new Uint32Array(GROUPS);
  readonly #up = new Uint32Array(GROUPS);
  readonly #healthy = new Uint32Array(GROUPS);
  readonly #hit = new Uint8Array(GROUPS);
  /** The groups that the current item has. */
  readonly #groups: number[] = [];
  readonly #keys: (string | undefined)[] = Array.from({ length: GROUPS });

  constructor(context: ImpactModel) {
    this.#context = context;
  }

  /** The result for an item whose arcs towards its providers are in `arcs`; null when the item is not plain. */
  evaluate(item: number, arcs: ArcBuffer, ranks: Uint8Array): PlainResult | null {
    const { view } = this.#context;
    const version = view.versionOf(item);
    if (view.items.gates[version] !== 0) return null;
    const classCode = view.items.classCode[version] ?? 0;
    for (const group of this.#groups.splice(0)) this.#clear(group);
    for (let i = 0; i < arcs.length; i++) {
      if (!this.#count(classCode, item, arcs.node[i] ?? 0, arcs.slot[i] ?? 0, ranks)) return null;
    }
    return this.#result(classCode);
  }

  /**
   * Whether a provider that is DOWN takes the dependent down over the edge in this slot, whatever its other providers do:
   * by default nearly all gates are HARD and ALL, and then nothing else has to be looked at.
   */
  takesDown(dependent: number, slot: number): boolean {
    const { edges, items } = this.#context.view;
    if (((edges.flags[slot] ?? 0) & (HAS_GATE_KEYS | HAS_WEIGHT | SOFT)) !== 0) return false;
    const version = this.#context.view.versionOf(dependent);
    if (items.gates[version] !== 0) return false;
    return this.#context.gateDefault(items.classCode[version] ?? 0, edges.type[slot] ?? 0).rule === 'ALL';
  }

  /** The key of the gate that an edge joins by default. */
  keyOf(slot: number): string {
    const { edges } = this.#context.view;
    return this.#keyOf((edges.type[slot] ?? 0) * 2 + ((edges.flags[slot] ?? 0) & SOFT));
  }

  /** Counts one arc; false when it makes the item not plain. */
  #count(classCode: number, item: number, provider: number, slot: number, ranks: Uint8Array): boolean {
    const { edges } = this.#context.view;
    const flags = edges.flags[slot] ?? 0;
    const type = edges.type[slot] ?? 0;
    if ((flags & (HAS_GATE_KEYS | HAS_WEIGHT)) !== 0 || this.#context.mayRepeatProviders(type)) return false;
    if (this.#context.gateDefault(classCode, type).rule === 'PATH') return false;
    if (provider === item || !this.#context.view.takesPart(provider)) return true;
    const group = type * 2 + (flags & SOFT);
    if (this.#total[group] === 0) this.#groups.push(group);
    this.#total[group] = (this.#total[group] ?? 0) + 1;
    const rank = ranks[provider] ?? OK;
    if (rank !== OK) this.#hit[group] = 1;
    if (rank < DOWN) this.#up[group] = (this.#up[group] ?? 0) + 1;
    if (rank < DEGRADED) this.#healthy[group] = (this.#healthy[group] ?? 0) + 1;
    return true;
  }

  #clear(group: number): void {
    this.#total[group] = 0;
    this.#up[group] = 0;
    this.#healthy[group] = 0;
    this.#hit[group] = 0;
  }

  #result(classCode: number): PlainResult {
    let worst = OK;
    let gate = -1;
    let misconfigured = false;
    for (const group of this.#groups) {
      const { rule, value } = this.#context.gateDefault(classCode, group >> 1);
      // Defaults are checked when they are defined, so this is all that may be wrong with one.
      misconfigured ||= rule === 'AT_LEAST' && (value ?? 1) > (this.#total[group] ?? 0);
      const rank = this.#hit[group] === 0 ? OK : this.#rank(group, minUpOf(rule, value, this.#total[group] ?? 0));
      const result = (group & SOFT) === 0 ? rank : Math.min(rank, DEGRADED);
      if (result > worst || (result === worst && result > OK && this.#keyOf(group) < this.#keyOf(gate))) {
        worst = result;
        gate = group;
      }
    }
    return { rank: worst, gate: gate < 0 ? '' : this.#keyOf(gate), misconfigured };
  }

  /** The rules of `gateRank` where every member weighs 1. */
  #rank(group: number, minUp: number): number {
    const up = this.#up[group] ?? 0;
    if (up < minUp) return DOWN;
    if ((this.#healthy[group] ?? 0) < minUp) return DEGRADED;
    return up - 1 < minUp ? AT_RISK : OK;
  }

  #keyOf(group: number): string {
    const known = this.#keys[group];
    if (known !== undefined) return known;
    const key = defaultGateKey(this.#context.view.names.types.word(group >> 1), (group & SOFT) === 0 ? 'HARD' : 'SOFT');
    this.#keys[group] = key;
    return key;
  }
}
