import type { ArcBuffer } from '../graph/arc-buffer';
import { HAS_GATE_KEYS, HAS_WEIGHT, SOFT } from '../graph/edge-flags';
import { RELATIONSHIP_TYPES_MAX } from '../graph/graph-names';
import { minUpOf } from './gate-arithmetic';
import type { ImpactModel } from './impact-model';
import { AT_RISK, DEGRADED, DOWN, OK } from './impact-state';

/** In place of a rank: the item's gates have to be worked out one by one. */
export const NOT_PLAIN = -1;

const GROUPS = RELATIONSHIP_TYPES_MAX * 2;

/**
 * Evaluates items that define no gates, whose relationships name none and weigh 1 each, and whose providers have no
 * standbys: nearly all items of an estate. Every gate is then a (type, strength) pair and its state follows from four counts, so nothing is built and
 * nothing allocated. All other items go through `itemGates`; a test holds the two against the same naive evaluation.
 */
export class PlainGates {
  readonly #context: ImpactModel;
  readonly #total = new Uint32Array(GROUPS);
  readonly #up = new Uint32Array(GROUPS);
  readonly #healthy = new Uint32Array(GROUPS);
  readonly #hit = new Uint8Array(GROUPS);
  /** The groups that the current item has. */
  readonly #groups = new Uint16Array(GROUPS);
  #groupCount = 0;

  constructor(context: ImpactModel) {
    this.#context = context;
  }

  /**
   * The rank that the gates of an item ask for, whose arcs towards its providers are in `arcs`; or NOT_PLAIN. Without
   * the gates that need all of their members: see `followsProvider`.
   */
  rank(item: number, arcs: ArcBuffer, ranks: Uint8Array): number {
    const classCode = this.#countAll(item, arcs, ranks);
    if (classCode === NOT_PLAIN) return NOT_PLAIN;
    let worst = OK;
    for (let i = 0; i < this.#groupCount; i++) {
      const group = this.#groups[i] ?? 0;
      if (this.#hit[group] === 0) continue;
      const { rule, value } = this.#context.gateDefault(classCode, group >> 1);
      const rank = this.#rankOf(group, minUpOf(rule, value, this.#total[group] ?? 0));
      worst = Math.max(worst, (group & SOFT) === 0 ? rank : Math.min(rank, DEGRADED));
    }
    return worst;
  }

  /** Whether the item is not plain, or some default gate of it had to be clamped. */
  isNotable(item: number, arcs: ArcBuffer, ranks: Uint8Array): boolean {
    const classCode = this.#countAll(item, arcs, ranks);
    if (classCode === NOT_PLAIN) return true;
    return this.#groups.subarray(0, this.#groupCount).some((group) => {
      // Defaults are checked when they are defined, so this is all that may be wrong with one.
      const { rule, value } = this.#context.gateDefault(classCode, group >> 1);
      return rule === 'AT_LEAST' && (value ?? 1) > (this.#total[group] ?? 0);
    });
  }

  /**
   * Whether the dependent is as badly off as its provider over the edge in this slot, whatever its other providers do:
   * nearly all gates are ALL by default, and then the worst member decides and nothing else has to be looked at. Holds
   * for providers that nothing stands in for.
   */
  followsProvider(dependent: number, slot: number): boolean {
    const { edges, items } = this.#context.view;
    if (((edges.flags[slot] ?? 0) & HAS_GATE_KEYS) !== 0) return false;
    const version = this.#context.view.versionOf(dependent);
    return items.gates[version] === 0 && this.#context.needsAll(items.classCode[version] ?? 0, edges.type[slot] ?? 0);
  }

  /** Counts the members of every default gate; gives the class of the item, or NOT_PLAIN. */
  #countAll(item: number, arcs: ArcBuffer, ranks: Uint8Array): number {
    const { items } = this.#context.view;
    const version = this.#context.view.versionOf(item);
    if (items.gates[version] !== 0) return NOT_PLAIN;
    const classCode = items.classCode[version] ?? 0;
    this.#clear();
    for (let i = 0; i < arcs.length; i++) {
      if (!this.#count(classCode, item, arcs.node[i] ?? 0, arcs.slot[i] ?? 0, ranks)) return NOT_PLAIN;
    }
    return classCode;
  }

  /** Counts one arc; false when it makes the item not plain. */
  #count(classCode: number, item: number, provider: number, slot: number, ranks: Uint8Array): boolean {
    const { edges } = this.#context.view;
    const flags = edges.flags[slot] ?? 0;
    const type = edges.type[slot] ?? 0;
    if ((flags & HAS_GATE_KEYS) !== 0 || this.#context.standbys.cover(provider)) return false;
    // What needs all of its members takes over their ranks, edge by edge.
    if (this.#context.needsAll(classCode, type)) return true;
    if ((flags & HAS_WEIGHT) !== 0 || this.#context.mayRepeatProviders(type)) return false;
    if (this.#context.gateDefault(classCode, type).rule === 'PATH') return false;
    if (provider === item || !this.#context.view.takesPart(provider)) return true;
    const group = type * 2 + (flags & SOFT);
    if (this.#total[group] === 0) this.#groups[this.#groupCount++] = group;
    this.#total[group] = (this.#total[group] ?? 0) + 1;
    const rank = ranks[provider] ?? OK;
    if (rank !== OK) this.#hit[group] = 1;
    if (rank < DOWN) this.#up[group] = (this.#up[group] ?? 0) + 1;
    if (rank < DEGRADED) this.#healthy[group] = (this.#healthy[group] ?? 0) + 1;
    return true;
  }

  #clear(): void {
    for (let i = 0; i < this.#groupCount; i++) {
      const group = this.#groups[i] ?? 0;
      this.#total[group] = 0;
      this.#up[group] = 0;
      this.#healthy[group] = 0;
      this.#hit[group] = 0;
    }
    this.#groupCount = 0;
  }

  /** The rules of `gateRank` where every member weighs 1 and some member is not OK. */
  #rankOf(group: number, minUp: number): number {
    const up = this.#up[group] ?? 0;
    if (up < minUp) return DOWN;
    if ((this.#healthy[group] ?? 0) < minUp) return DEGRADED;
    return up - 1 < minUp ? AT_RISK : OK;
  }
}
