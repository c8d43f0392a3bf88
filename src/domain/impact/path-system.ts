import { ArcBuffer } from '../graph/arc-buffer';
import type { GraphView } from '../graph/graph-view';
import { SparseBytes, type ByteValues } from '../graph/sparse-bytes';
import { WordList } from '../graph/typed-columns';
import { DEGRADED, DOWN } from './impact-state';
import type { ItemTest, PathLayout } from './path-layout';

/** Bit of an item: a chain of items that are not DOWN leads from it to an anchor. */
const LIVE = 1;
/** Bit of an item: a chain of items that are OK or AT_RISK leads from it to an anchor. */
const SOUND = 2;

/** Bit of an item: a hit item can be reached from it. */
const IN_CONE = 4;
/** Bit of an item: its chains are being worked out. */
const OPEN = 8;

/** Gives the rank of an item. */
export type RankOf = (item: number) => number;

/** What a path system is made of. */
export interface PathSystemParts {
  readonly view: GraphView;
  readonly layout: PathLayout;
  readonly healthy: ReadonlySet<number>;
  /** As another one has told them; null to begin anew. */
  readonly chains: ByteValues | null;
}

/**
 * The chains of items over the relationships of one set of types, as PATH gates ask for them under some outages. One that
 * is assumed healthy serves as an anchor, too. A chain that a dependent leans on does not lead back through the dependent:
 * two switches must not count each other as a second way out.
 *
 * Chains cross many items, so a gate cannot be evaluated from its members alone. Only items from which a hit item can be
 * reached, the cone, can have lost a chain: it grows with `touch`, and `refresh` works out anew the chains of those from
 * which something touched can be reached, from their anchors and from all others, whose chains are as they were.
 */
export class PathSystem {
  readonly #view: GraphView;
  readonly #layout: PathLayout;
  readonly #healthy: ReadonlySet<number>;
  /** By item: LIVE, SOUND and IN_CONE. */
  readonly #bits: SparseBytes;
  readonly #cone = new WordList();
  readonly #touched = new WordList();
  readonly #arcs = new ArcBuffer();

  constructor({ view, layout, healthy, chains }: PathSystemParts) {
    this.#view = view;
    this.#layout = layout;
    this.#healthy = healthy;
    this.#bits = new SparseBytes(view.capacity, chains);
  }

  /** By item, which of its chains hold; nothing when nothing was touched. Holds for one that was made from it. */
  chains(): ByteValues {
    return this.#bits.values();
  }

  /** Whether a member can serve a dependent at all: an anchor can be reached when everything is up. */
  isAnchored(member: number, dependent: number): boolean {
    const layout = this.#layout;
    return layout.isOnChains(dependent) ? layout.reachesAnchor(member, dependent) : layout.standsFirm(member);
  }

  /** Whether chains end at the item when everything is up. */
  isAnchor(item: number): boolean {
    return this.#layout.isAnchor(item);
  }

  /** Whether a chain may end at the item that leads to it from another one. */
  isReachedAnchor(item: number): boolean {
    return this.#layout.isAnchor(item) && this.#layout.isOnChains(item);
  }

  /** Notes that the item has become DEGRADED or DOWN. */
  touch(item: number): void {
    this.#touched.push(item);
  }

  /** Works the chains out anew after `touch`; gives all items whose chains may go through what was touched. */
  refresh(rank: RankOf): Uint32Array {
    if (this.#touched.length === 0) return NONE;
    const reaching = this.#layout.behind(this.#touched.taken(), () => true);
    this.#touched.length = 0;
    for (const item of reaching) this.#open(item);
    this.#restore(LIVE, reaching, (item) => rank(item) < DOWN);
    this.#restore(SOUND, reaching, (item) => rank(item) < DEGRADED);
    for (const item of reaching) this.#bits.set(item, this.#bits.of(item) & ~OPEN);
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
    return this.cone().filter((item) => this.#bits.of(item) !== (IN_CONE | LIVE | SOUND));
  }

  /** The rank of a member as a PATH gate of the dependent counts it: without a chain it is worth nothing. */
  memberRank(member: number, dependent: number, rank: RankOf): number {
    const bits = this.#bits.of(member);
    if (bits === 0) return rank(member);
    const mayLeadBack = this.#layout.isOnChains(dependent);
    const holds = (bit: number, worse: number): boolean =>
      (bits & bit) !== 0 && (!mayLeadBack || this.#hasChain(member, dependent, (item) => rank(item) < worse));
    if (!holds(LIVE, DOWN)) return DOWN;
    return holds(SOUND, DEGRADED) ? rank(member) : Math.max(DEGRADED, rank(member));
  }

  /** The same from any ranks, without what `refresh` has found: for proofs, which look at earlier and fewer facts. */
  memberRankFrom(member: number, dependent: number, rank: RankOf): number {
    if (!this.#hasChain(member, dependent, (item) => rank(item) < DOWN)) return DOWN;
    return this.#hasChain(member, dependent, (item) => rank(item) < DEGRADED) ? rank(member) : DEGRADED;
  }

  /** The items of at least rank `least` that are met first on the member's ways to the anchors. */
  blockers(member: number, dependent: number, least: number, rank: RankOf): readonly number[] {
    const blockers: number[] = [];
    this.#layout.walk(member, dependent, (item) => {
      if (rank(item) < least) return true;
      blockers.push(item);
      return false;
    });
    return blockers;
  }

  #hasChain(member: number, dependent: number, passes: ItemTest): boolean {
    return this.#layout.leadsTo(member, dependent, passes, (item) => this.#serves(item));
  }

  #open(item: number): void {
    if (this.#bits.of(item) === 0) this.#cone.push(item);
    this.#bits.set(item, IN_CONE | OPEN);
  }

  /** Gives back the bit to those of the open items that pass and lean on an anchor, or on one that is not open, through others that pass. */
  #restore(bit: number, open: Uint32Array, passes: ItemTest): void {
    const supported = open.filter((item) => passes(item) && this.#isSupported(item, bit));
    for (const item of this.#layout.behind(supported, passes)) this.#bits.set(item, this.#bits.of(item) | bit);
  }

  /** Whether an open item has a chain if only it is up: an anchor, or one that leans on an item that has one and is not open. */
  #isSupported(item: number, bit: number): boolean {
    if (this.#serves(item)) return true;
    const arcs = this.#arcs;
    this.#layout.collect(arcs, item, 'DEPENDENCIES');
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (this.#view.takesPart(far) && this.#holds(far, bit)) return true;
    }
    return false;
  }

  /** Whether a chain is known to lead from an item. */
  #holds(item: number, bit: number): boolean {
    const bits = this.#bits.of(item);
    return bits === 0 ? this.#layout.standsFirm(item) : (bits & OPEN) === 0 && (bits & bit) !== 0;
  }

  #serves(item: number): boolean {
    return this.#healthy.has(item) || this.#layout.isAnchor(item);
  }
}

const NONE = new Uint32Array(0);
