import type { GraphView } from '../graph/graph-view';
import { RELATIONSHIP_TYPES_MAX } from '../graph/graph-names';
import { encodeItemId } from '../opaque-id';
import { itemId } from '../ids';
import type { ClassModel } from '../class-model/resolved-class-model';

/**
 * Which items stand in for which, by the relationships whose type declares a standby. Where a gate counts an item, it
 * counts the item and its standbys as one member that holds while any of them is up:
 *
 *   shop ──ALL──▶ db ──FAILS_OVER_TO──▶ db-2         shop ──ALL──▶ any of ──▶ db
 *                                              ⟶                      └────▶ db-2
 *
 * Only what is declared counts: a standby of a standby does not stand in for the first.
 */
export class Standbys {
  /** By type: 1 when its relationships declare a standby. */
  readonly types = new Uint8Array(RELATIONSHIP_TYPES_MAX);
  /** By item: 1 when something stands in for it. Empty when nothing stands in for anything. */
  readonly #covered: Uint8Array;
  readonly #standbys = new Map<number, Set<number>>();
  readonly #primaries = new Map<number, Set<number>>();

  constructor(view: GraphView, model: ClassModel) {
    for (const { name, standby, symmetric } of model.types()) {
      const code = standby === true ? view.names.types.find(name) : undefined;
      if (code === undefined) continue;
      this.types[code] = 1;
      this.#collect(view, code, symmetric);
    }
    this.#covered = new Uint8Array(this.#standbys.size === 0 ? 0 : view.capacity);
    for (const item of this.#standbys.keys()) this.#covered[item] = 1;
  }

  /** Whether nothing stands in for anything: nearly everywhere. */
  get isEmpty(): boolean {
    return this.#covered.length === 0;
  }

  /** Whether something stands in for the item; asked for every provider of an analysis. */
  cover(item: number): boolean {
    return this.#covered[item] === 1;
  }

  /** What stands in for the item, ascending. */
  of(item: number): readonly number[] {
    return ascending(this.#standbys.get(item));
  }

  /** What the item stands in for, ascending. */
  primariesOf(standby: number): readonly number[] {
    return ascending(this.#primaries.get(standby));
  }

  #collect(view: GraphView, code: number, bothWays: boolean): void {
    for (const slot of view.edges.slotsOfType(code)) {
      if (!view.holds(slot)) continue;
      const [from, to] = [view.edges.sourceOf(slot), view.edges.targetOf(slot)];
      this.#add(view, from, to);
      if (bothWays) this.#add(view, to, from);
    }
  }

  #add(view: GraphView, item: number, standby: number): void {
    if (item === standby || !view.takesPart(standby)) return;
    put(this.#standbys, item, standby);
    put(this.#primaries, standby, item);
  }
}

/** The key of the gate in which a member of a gate and its standbys count as one. */
export const standbyGateKey = (gateKey: string, member: number): string => `${gateKey}/${encodeItemId(itemId(member))}`;

/** Whether a gate below another one is that of a member and its standbys. */
export const isStandbyGateKey = (key: string, parentKey: string): boolean => key.startsWith(`${parentKey}/`);

const ascending = (items: ReadonlySet<number> | undefined): readonly number[] =>
  items === undefined ? [] : [...items].toSorted((a, b) => a - b);

function put(map: Map<number, Set<number>>, key: number, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
