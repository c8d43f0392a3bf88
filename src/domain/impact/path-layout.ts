import { isAnchorOf } from '../gate';
import { ArcBuffer, type Direction } from '../graph/arc-buffer';
import type { EdgeFilter } from '../graph/edge-filter';
import type { GraphView } from '../graph/graph-view';
import { FOLLOWS, FOLLOWS_SOFTLY } from './gate-scheme';
import { GateSchemes } from './gate-schemes';
import { pathKey, typeFilter, type ImpactModel } from './impact-model';

/** Something that holds of an item or not. */
export type ItemTest = (item: number) => boolean;

/* What is known of an item, 0 until somebody asks: a bit for each answer to each question. */
const IS_ANCHOR = 1;
const IS_NO_ANCHOR = 2;
const IS_ON_CHAINS = 4;
const IS_ON_NONE = 8;
const IS_FIRM = 16;
const IS_LOOSE = 32;
const IS_COUNTED = 64;
const IS_NOT_COUNTED = 128;

/**
 * The chains of items over the relationships of one set of types when everything is up: what PATH gates ask about every
 * outage alike, so it is found out once for a revision of the graph. An anchor is an item that has no providers over these
 * types, or that is marked as one.
 */
export class PathLayout {
  readonly #context: ImpactModel;
  readonly #view: GraphView;
  readonly #filter: EdgeFilter;
  readonly #arcs = new ArcBuffer();
  readonly #arcsBehind = new ArcBuffer();
  /** By item. Empty until somebody asks. */
  #known: Uint8Array = new Uint8Array(0);
  /** The lists of gates that mark their item as an anchor, by number. */
  readonly #marks: ReadonlySet<number>;

  constructor(context: ImpactModel, types: readonly string[]) {
    const { view, model } = context;
    this.#context = context;
    this.#view = view;
    this.#filter = typeFilter(view, model, types, true);
    const lists = [...view.names.gates.lists().entries()];
    this.#marks = new Set(lists.filter(([, gates]) => isAnchorOf(gates, types)).map(([code]) => code));
  }

  /** Puts the neighbours of an item into a buffer. */
  collect(arcs: ArcBuffer, item: number, direction: Direction): void {
    arcs.collect(this.#view, item, this.#filter, direction);
  }

  /** Whether chains end at the item. */
  isAnchor(item: number): boolean {
    return (
      this.#ask(item, IS_ANCHOR, IS_NO_ANCHOR) ?? this.#keep(item, IS_ANCHOR, IS_NO_ANCHOR, this.#looksLikeAnchor(item))
    );
  }

  /** Whether chains may go through the item: of all others nobody has to look for a way around it. */
  isOnChains(item: number): boolean {
    const known = this.#ask(item, IS_ON_CHAINS, IS_ON_NONE);
    return known ?? this.#keep(item, IS_ON_CHAINS, IS_ON_NONE, this.#neighbours(item, 'DEPENDENTS').length > 0);
  }

  /** Whether any gate may ask for chains of the item, or through it. Of most ends of chains, such as hosts, none does. */
  isAskedFor(item: number): boolean {
    if (this.isOnChains(item)) return true;
    return (
      this.#ask(item, IS_COUNTED, IS_NOT_COUNTED) ?? this.#keep(item, IS_COUNTED, IS_NOT_COUNTED, this.#isMember(item))
    );
  }

  /** Whether an item has a chain to an anchor. */
  standsFirm(item: number): boolean {
    return this.#ask(item, IS_FIRM, IS_LOOSE) ?? this.#keep(item, IS_FIRM, IS_LOOSE, this.reachesAnchor(item, item));
  }

  /** The same of a chain that does not lead through the dependent. */
  reachesAnchor(item: number, dependent: number): boolean {
    return this.leadsTo(
      item,
      dependent,
      () => true,
      (far) => this.isAnchor(far),
    );
  }

  /** Whether a chain of items that pass leads from one to a goal, not through the dependent. */
  leadsTo(item: number, dependent: number, passes: ItemTest, isGoal: ItemTest): boolean {
    let found = false;
    this.walk(item, dependent, (far) => {
      if (found || !passes(far)) return false;
      found = isGoal(far);
      return !found;
    });
    return found;
  }

  /** Visits what can be reached from an item around the dependent; `enter` says whether to go on from there. */
  walk(item: number, dependent: number, enter: ItemTest): void {
    const view = this.#view;
    view.visitedSets.with(view.capacity, (seen) => {
      seen.add(dependent);
      seen.add(item);
      let count = 0;
      seen.queue[count++] = item;
      while (count > 0) {
        const next = seen.queue[--count] ?? 0;
        if (!enter(next)) continue;
        const { node, length } = this.#neighbours(next, 'DEPENDENCIES');
        for (let i = 0; i < length; i++) {
          const far = node[i] ?? 0;
          if (view.takesPart(far) && seen.add(far)) seen.queue[count++] = far;
        }
      }
    });
  }

  /** The items that are asked for and from which one of `items` can be reached through items that pass, themselves included. */
  behind(items: Uint32Array, passes: ItemTest): Uint32Array {
    const view = this.#view;
    return view.visitedSets.with(view.capacity, (seen) => {
      let count = 0;
      for (const item of items) if (passes(item) && seen.add(item)) seen.queue[count++] = item;
      for (let place = 0; place < count; place++) {
        const item = seen.queue[place] ?? 0;
        if (!view.takesPart(item)) continue;
        const arcs = this.#arcsBehind;
        this.collect(arcs, item, 'DEPENDENTS');
        for (let i = 0; i < arcs.length; i++) {
          const far = arcs.node[i] ?? 0;
          if (!seen.has(far) && passes(far) && this.isAskedFor(far) && seen.add(far)) seen.queue[count++] = far;
        }
      }
      return seen.queue.slice(0, count);
    });
  }

  #looksLikeAnchor(item: number): boolean {
    const view = this.#view;
    if (this.#marks.size > 0 && this.#marks.has(view.items.gates[view.versionOf(item)] ?? 0)) return true;
    const { node, length } = this.#neighbours(item, 'DEPENDENCIES');
    for (let i = 0; i < length; i++) if (node[i] !== item && view.takesPart(node[i] ?? 0)) return false;
    return true;
  }

  /** Whether the item may be a member of a PATH gate of these types or others. */
  #isMember(item: number): boolean {
    const { view, arcs: filter, standbys } = this.#context;
    if (!standbys.isEmpty) return true;
    const schemes = GateSchemes.of(this.#context);
    const arcs = this.#arcs;
    arcs.collect(view, item, filter, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const scheme = schemes.ofItem(arcs.node[i] ?? 0);
      const joined = scheme.joinedBy(view.edges, arcs.slot[i] ?? 0);
      if (joined !== FOLLOWS && joined !== FOLLOWS_SOFTLY && scheme.gates[joined]?.path !== null) return true;
    }
    return false;
  }

  /** The neighbours of an item. Holds until the next call of anything here. */
  #neighbours(item: number, direction: Direction): ArcBuffer {
    this.collect(this.#arcs, item, direction);
    return this.#arcs;
  }

  #ask(item: number, yes: number, no: number): boolean | null {
    const known = this.#known[item] ?? 0;
    return (known & (yes | no)) === 0 ? null : (known & yes) !== 0;
  }

  #keep(item: number, yes: number, no: number, answer: boolean): boolean {
    if (this.#known.length === 0) this.#known = new Uint8Array(this.#view.capacity);
    this.#known[item] = (this.#known[item] ?? 0) | (answer ? yes : no);
    return answer;
  }
}

/** The layouts of a model, by the names of the sets of types that PATH gates go over; the same ones whenever it is asked. */
export function pathLayoutsOf(context: ImpactModel): ReadonlyMap<string, PathLayout> {
  const known = layoutsOf.get(context);
  if (known !== undefined) return known;
  const made = new Map(
    [...context.pathTypes.values()].map((types) => [pathKey(types), new PathLayout(context, types)] as const),
  );
  layoutsOf.set(context, made);
  return made;
}

const layoutsOf = new WeakMap<ImpactModel, ReadonlyMap<string, PathLayout>>();
