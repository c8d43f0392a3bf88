import { ArcBuffer, type Direction } from '../graph/arc-buffer';
import type { EdgeFilter } from '../graph/edge-filter';
import type { GraphView } from '../graph/graph-view';
import { WordList } from '../graph/typed-columns';
import { isAnchorOf } from '../gate';
import { DEGRADED, DOWN } from './impact-state';

/** Bit of an item: a chain of items that are not DOWN leads from it to an anchor. */
const LIVE = 1;
/** Bit of an item: a chain of items that are OK or AT_RISK leads from it to an anchor. */
const SOUND = 2;

/** Bit of an item: a hit item can be reached from it. */
const IN_CONE = 4;

/** Whether an item has an anchor to lean on when everything is up; 0 until somebody asks. */
const FIRM = 1;
const LOOSE = 2;

/** Gives the rank of an item. */
export type RankOf = (item: number) => number;

/** What a path system is made of. */
export interface PathSystemParts {
  readonly view: GraphView;
  readonly filter: EdgeFilter;
  readonly healthy: ReadonlySet<number>;
  readonly types: readonly string[];
  /** As another one has told them; null to begin anew. */
  readonly chains: Uint8Array | null;
}

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
  /** By item: LIVE, SOUND and IN_CONE. Empty until something is touched. */
  #bits: Uint8Array;
  readonly #cone = new WordList();
  /** By item: FIRM or LOOSE. Empty until somebody asks. */
  #firmness: Uint8Array = new Uint8Array(0);
  readonly #touched = new WordList();
  /** The lists of gates that mark their item as an anchor, by number. */
  readonly #marks: ReadonlySet<number>;

  constructor({ view, filter, healthy, types, chains }: PathSystemParts) {
    this.#view = view;
    const lists = [...view.names.gates.lists().entries()];
    this.#marks = new Set(lists.filter(([, gates]) => isAnchorOf(gates, types)).map(([code]) => code));
    this.#filter = filter;
    this.#healthy = healthy;
    this.#bits = chains ?? new Uint8Array(0);
  }

  /** By item, which of its chains hold; empty when nothing was touched. Holds for one that was made from it. */
  get chains(): Uint8Array {
    return this.#bits;
  }

  /** Whether a member can serve a dependent at all: an anchor can be reached when everything is up. */
  isAnchored(member: number, dependent: number): boolean {
    return this.#isOnChains(dependent) ? this.#reachesAnchor(member, dependent) : this.#standsFirm(member);
  }

  /** Notes that the item has become DEGRADED or DOWN. */
  touch(item: number): void {
    this.#touched.push(item);
  }

  /** Works the chains out anew after `touch`; gives all items whose chains may go through what was touched. */
  refresh(rank: RankOf): Uint32Array {
    if (this.#touched.length === 0) return NONE;
    if (this.#bits.length === 0) this.#bits = new Uint8Array(this.#view.capacity);
    const reaching = this.#behind(this.#touched.taken(), EVERYTHING);
    this.#touched.length = 0;
    for (const item of reaching) this.#join(item);
    const cone = this.#cone.taken();
    for (const item of cone) this.#bits[item] = IN_CONE;
    const supported = cone.filter((item) => this.#isSupported(item));
    this.#mark(
      LIVE,
      this.#behind(supported, (item) => rank(item) < DOWN),
    );
    this.#mark(
      SOUND,
      this.#behind(supported, (item) => rank(item) < DEGRADED),
    );
    return reaching;
  }

  /** Whether no hit item can be reached from any. */
  get isWhole(): boolean {
    return this.#cone.length === 0;
  }

  /** The items from which a hit item can be reached. */
  cone(): Uint32Array {
    return this.#cone.taken();
  }

  /** The items that have lost a chain: they carry an outage onwards though nothing may be wrong with themselves. */
  lost(): Uint32Array {
    return this.cone().filter((item) => this.#bits[item] !== (IN_CONE | LIVE | SOUND));
  }

  /** The rank of a member as a PATH gate of the dependent counts it: without a chain it is worth nothing. */
  memberRank(member: number, dependent: number, rank: RankOf): number {
    const bits = this.#bits[member] ?? 0;
    if (bits === 0) return rank(member);
    const mayLeadBack = this.#isOnChains(dependent);
    const holds = (bit: number, worse: number): boolean =>
      (bits & bit) !== 0 && (!mayLeadBack || this.#hasChain(member, dependent, (item) => rank(item) < worse));
    if (!holds(LIVE, DOWN)) return DOWN;
    return holds(SOUND, DEGRADED) ? rank(member) : DEGRADED;
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

  #reachesAnchor(member: number, dependent: number): boolean {
    return this.#leadsTo(member, dependent, EVERYTHING, (item) => this.isAnchor(item));
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
    this.#view.visitedSets.with(this.#view.capacity, (seen) => {
      seen.add(dependent);
      seen.add(member);
      let count = 0;
      seen.queue[count++] = member;
      while (count > 0) {
        const next = seen.queue[--count] ?? 0;
        if (!enter(next)) continue;
        const { node, length } = this.#neighbours(next, 'DEPENDENCIES');
        for (let i = 0; i < length; i++) {
          const far = node[i] ?? 0;
          if (this.#view.takesPart(far) && seen.add(far)) seen.queue[count++] = far;
        }
      }
    });
  }

  /** The items from which one of `items` can be reached through items that pass, themselves included. */
  #behind(items: Uint32Array, passes: ItemTest): Uint32Array {
    return this.#view.visitedSets.with(this.#view.capacity, (seen) => {
      let count = 0;
      for (const item of items) if (passes(item) && seen.add(item)) seen.queue[count++] = item;
      for (let place = 0; place < count; place++) {
        const item = seen.queue[place] ?? 0;
        if (!this.#view.takesPart(item)) continue;
        const { node, length } = this.#neighbours(item, 'DEPENDENTS');
        for (let i = 0; i < length; i++) {
          const far = node[i] ?? 0;
          if (passes(far) && seen.add(far)) seen.queue[count++] = far;
        }
      }
      return seen.queue.slice(0, count);
    });
  }

  #join(item: number): void {
    if (this.#bits[item] === 0) this.#cone.push(item);
    this.#bits[item] = IN_CONE;
  }

  #mark(bit: number, items: Uint32Array): void {
    for (const item of items) this.#bits[item] = (this.#bits[item] ?? 0) | bit;
  }

  /** Whether an item of the cone has a chain if only it is up: an anchor, or one that leans on an item outside. */
  #isSupported(item: number): boolean {
    if (this.#serves(item)) return true;
    const { node, length } = this.#neighbours(item, 'DEPENDENCIES');
    return node
      .slice(0, length)
      .some((far) => this.#bits[far] === 0 && this.#view.takesPart(far) && this.#standsFirm(far));
  }

  /** Whether an item has a chain when everything is up. */
  #standsFirm(item: number): boolean {
    if (this.#firmness.length === 0) this.#firmness = new Uint8Array(this.#view.capacity);
    if (this.#firmness[item] === 0) this.#firmness[item] = this.#reachesAnchor(item, item) ? FIRM : LOOSE;
    return this.#firmness[item] === FIRM;
  }

  /** Whether chains may go through the item: of all others nobody has to look for a way around it. */
  #isOnChains(item: number): boolean {
    return this.#neighbours(item, 'DEPENDENTS').length > 0;
  }

  /** Whether chains end at the item. */
  isAnchor(item: number): boolean {
    if (this.#marks.size > 0 && this.#marks.has(this.#view.items.gates[this.#view.versionOf(item)] ?? 0)) return true;
    const { node, length } = this.#neighbours(item, 'DEPENDENCIES');
    for (let i = 0; i < length; i++) if (node[i] !== item && this.#view.takesPart(node[i] ?? 0)) return false;
    return true;
  }

  #serves(item: number): boolean {
    return this.#healthy.has(item) || this.isAnchor(item);
  }

  /** Holds until the next call. */
  #neighbours(item: number, direction: Direction): ArcBuffer {
    this.#arcs.collect(this.#view, item, this.#filter, direction);
    return this.#arcs;
  }
}

type ItemTest = (item: number) => boolean;

const EVERYTHING: ItemTest = () => true;
const NONE = new Uint32Array(0);
