import { ArcBuffer } from '../graph/arc-buffer';
import type { EdgeFilter } from '../graph/edge-filter';
import type { GraphView } from '../graph/graph-view';
import { isAnchorOf } from '../gate';
import { DEGRADED, DOWN } from './impact-state';

/** Bit of an item: a chain of items that are not DOWN leads from it to an anchor. */
const LIVE = 1;
/** Bit of an item: a chain of items that are OK or AT_RISK leads from it to an anchor. */
const SOUND = 2;

/** Gives the rank of an item. */
export type RankOf = (item: number) => number;

/**
 * The chains of items over the relationships of one set of types, as PATH gates ask for them. An anchor is an item that
 * has no providers over these types, or that is marked as one; one that is assumed healthy serves as one, too. A chain that a dependent leans on
 * does not lead back through the dependent: two switches must not count each other as a second way out.
 *
 * Chains cross many items, so a gate cannot be evaluated from its members alone. Only items from which a hit item can be
 * reached, the cone, can have lost a chain: it grows with `touch`, and `refresh` works the chains of the cone out anew,
 * from its anchors and from the items at its border, whose chains are as they always were.
 */
export class PathSystem {
  readonly #view: GraphView;
  readonly #filter: EdgeFilter;
  readonly #healthy: ReadonlySet<number>;
  readonly #arcs = new ArcBuffer();
  /** Item of the cone -> LIVE and SOUND. */
  readonly #cone = new Map<number, number>();
  /** Item -> whether an anchor can be reached when everything is up; of items at the border of the cone. */
  readonly #anchored = new Map<number, boolean>();
  #touched: number[] = [];

  /** The lists of gates that mark their item as an anchor, by number. */
  readonly #marks: ReadonlySet<number>;

  constructor(view: GraphView, filter: EdgeFilter, healthy: ReadonlySet<number>, types: readonly string[]) {
    this.#view = view;
    const lists = [...view.names.gates.lists().entries()];
    this.#marks = new Set(lists.filter(([, gates]) => isAnchorOf(gates, types)).map(([code]) => code));
    this.#filter = filter;
    this.#healthy = healthy;
  }

  /** Whether a member can serve a dependent at all: an anchor can be reached when everything is up. */
  isAnchored(member: number, dependent: number): boolean {
    return this.#leadsTo(member, dependent, EVERYTHING, (item) => this.isAnchor(item));
  }

  /** Notes that the item has become DEGRADED or DOWN. */
  touch(item: number): void {
    this.#touched.push(item);
  }

  /** Works the chains out anew after `touch`; gives all items whose chains may go through what was touched. */
  refresh(rank: RankOf): readonly number[] {
    if (this.#touched.length === 0) return [];
    const reaching = this.#behind(this.#touched, EVERYTHING);
    this.#touched = [];
    for (const item of reaching) this.#cone.set(item, 0);
    const live = this.#behind(this.#supported(), (item) => rank(item) < DOWN);
    const sound = this.#behind(this.#supported(), (item) => rank(item) < DEGRADED);
    for (const item of this.#cone.keys()) {
      this.#cone.set(item, (live.has(item) ? LIVE : 0) | (sound.has(item) ? SOUND : 0));
    }
    return [...reaching];
  }

  /** Whether no hit item can be reached from any. */
  get isWhole(): boolean {
    return this.#cone.size === 0;
  }

  /** Whether a hit item can be reached from the item. */
  isInCone(item: number): boolean {
    return this.#cone.has(item);
  }

  /** Whether the item has lost a chain: it carries an outage onwards though nothing may be wrong with itself. */
  hasLost(item: number): boolean {
    const bits = this.#cone.get(item);
    return bits !== undefined && bits !== (LIVE | SOUND);
  }

  /** The rank of a member as a PATH gate of the dependent counts it: without a chain it is worth nothing. */
  memberRank(member: number, dependent: number, rank: RankOf): number {
    const bits = this.#cone.get(member);
    if (bits === undefined) return rank(member);
    if ((bits & LIVE) === 0 || !this.#hasChain(member, dependent, (item) => rank(item) < DOWN)) return DOWN;
    const sound = (bits & SOUND) !== 0 && this.#hasChain(member, dependent, (item) => rank(item) < DEGRADED);
    return sound ? rank(member) : DEGRADED;
  }

  /** The same from any ranks, without what `refresh` has found: for proofs, which look at earlier and fewer facts. */
  memberRankFrom(member: number, dependent: number, rank: RankOf): number {
    if (!this.#hasChain(member, dependent, (item) => rank(item) < DOWN)) return DOWN;
    return this.#hasChain(member, dependent, (item) => rank(item) < DEGRADED) ? rank(member) : DEGRADED;
  }

  /** The items of at least rank `least` that are met first on the member's ways to the anchors. */
  blockers(member: number, dependent: number, least: number, rank: RankOf): readonly number[] {
    const blockers: number[] = [];
    this.#walk(member, dependent, (item) => {
      if (rank(item) < least) return true;
      blockers.push(item);
      return false;
    });
    return blockers;
  }

  #hasChain(member: number, dependent: number, passes: ItemTest): boolean {
    return this.#leadsTo(member, dependent, passes, (item) => this.#serves(item));
  }

  #leadsTo(member: number, dependent: number, passes: ItemTest, isGoal: ItemTest): boolean {
    let found = false;
    this.#walk(member, dependent, (item) => {
      if (found || !passes(item)) return false;
      found = isGoal(item);
      return !found;
    });
    return found;
  }

  /** Visits what can be reached from the member around the dependent; `enter` says whether to go on from an item. */
  #walk(member: number, dependent: number, enter: ItemTest): void {
    const seen = new Set([dependent, member]);
    const open = [member];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!enter(next)) continue;
      for (const far of this.#providers(next)) {
        if (seen.has(far)) continue;
        seen.add(far);
        open.push(far);
      }
    }
  }

  /** The items from which one of `items` can be reached through items that pass, themselves included. */
  #behind(items: readonly number[], passes: ItemTest): ReadonlySet<number> {
    const found = new Set(items.filter(passes));
    for (const item of found) {
      if (!this.#view.takesPart(item)) continue;
      for (const far of this.#neighbours(item, 'DEPENDENTS')) if (passes(far)) found.add(far);
    }
    return found;
  }

  /** The items of the cone that have a chain if only they are up: anchors, and those that lean on one outside. */
  #supported(): readonly number[] {
    return [...this.#cone.keys()].filter(
      (item) =>
        this.#serves(item) || this.#providers(item).some((far) => !this.#cone.has(far) && this.#standsFirm(far)),
    );
  }

  /** Whether an item outside the cone has a chain; nothing it can reach is hit, so none of its chains is. */
  #standsFirm(item: number): boolean {
    const known = this.#anchored.get(item);
    if (known !== undefined) return known;
    const found = this.isAnchored(item, item);
    this.#anchored.set(item, found);
    return found;
  }

  /** Whether chains end at the item. */
  isAnchor(item: number): boolean {
    if (this.#marks.size > 0 && this.#marks.has(this.#view.items.gates[this.#view.versionOf(item)] ?? 0)) return true;
    return this.#providers(item).length === 0;
  }

  #serves(item: number): boolean {
    return this.#healthy.has(item) || this.isAnchor(item);
  }

  #providers(item: number): readonly number[] {
    return this.#neighbours(item, 'DEPENDENCIES').filter((far) => this.#view.takesPart(far));
  }

  #neighbours(item: number, direction: 'DEPENDENCIES' | 'DEPENDENTS'): number[] {
    this.#arcs.collect(this.#view, item, this.#filter, direction);
    const far = new Set(this.#arcs.node.subarray(0, this.#arcs.length));
    far.delete(item);
    return [...far];
  }
}

type ItemTest = (item: number) => boolean;

const EVERYTHING: ItemTest = () => true;
