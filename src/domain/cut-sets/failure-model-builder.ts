import { defaultGateKey } from '../gate';
import { ArcBuffer } from '../graph/arc-buffer';
import type { EdgeFilter } from '../graph/edge-filter';
import { HAS_GATE_KEYS, HAS_WEIGHT, SOFT } from '../graph/edge-flags';
import { minUpOf } from '../impact/gate-arithmetic';
import { compareText } from '../impact/gate-groups';
import { typeFilter, type ImpactModel } from '../impact/impact-model';
import { itemGates, type ItemGate } from '../impact/item-gates';
import { PathSystems } from '../impact/path-systems';
import { failureModel, type FailureModel, type FailureNode } from './failure-model';

/** A node whose members are still being found. */
interface OpenNode {
  need: number;
  members: number[];
  weights: number[] | null;
  lasting: boolean;
  candidate: number;
  item: number;
}

/** Something that takes an item down by itself. */
interface Reason {
  readonly node: number;
  /** For a PATH gate whose chains are shared: the set of types. */
  readonly chain: string | null;
}

/** A gate that stands in the built model, to name it in answers. */
export interface BuiltGate {
  readonly dependent: number;
  readonly key: string;
  readonly node: number;
}

const NOTHING: ReadonlySet<number> = new Set();

/**
 * Builds the equations of everything that some items need. In steps: a large cone takes a while, and other work wants its
 * turn in between.
 */
export class FailureModelBuilder {
  readonly #context: ImpactModel;
  readonly #isCandidate: (item: number) => boolean;
  /** Items that are down whatever else fails. */
  readonly #fallen: ReadonlySet<number>;
  readonly #paths: PathSystems;
  readonly #arcs = new ArcBuffer();
  readonly #filters = new Map<string, EdgeFilter>();
  readonly #nodes: OpenNode[] = [];
  readonly #candidates: number[] = [];
  readonly #targets: number[] = [];
  readonly #gates: BuiltGate[] = [];
  /** Item -> its node. */
  readonly #itemNodes = new Map<number, number>();
  readonly #reasons = new Map<number, readonly Reason[]>();
  /** Set of types, and around which item if any -> item -> node. */
  readonly #chains = new Map<string, Map<number, number>>();
  readonly #open: (() => void)[] = [];

  /**
   * `isCandidate` is asked once for every item; a target is never one of its own. Items of `fallen` are down from the
   * start, and so no candidates.
   */
  constructor(
    context: ImpactModel,
    targets: readonly number[],
    isCandidate: (item: number) => boolean,
    fallen: ReadonlySet<number> = NOTHING,
  ) {
    this.#context = context;
    this.#fallen = fallen;
    this.#paths = new PathSystems(context, NOTHING);
    this.#isCandidate = isCandidate;
    for (const target of targets) this.#targets.push(this.#itemNode(target));
  }

  /** Works on at most so many nodes; true once all is done. */
  step(count: number): boolean {
    for (let i = 0; i < count; i++) {
      const work = this.#open.pop();
      if (work === undefined) return true;
      work();
    }
    return this.#open.length === 0;
  }

  /** The model, once all is done. */
  model(): FailureModel {
    return failureModel(this.#nodes satisfies readonly FailureNode[], this.#candidates, this.#targets);
  }

  /** The gates that hold although a member fails: those that stand for redundancy. */
  gates(): readonly BuiltGate[] {
    return this.#gates;
  }

  #node(partial: Partial<OpenNode>): number {
    this.#nodes.push({ need: 1, members: [], weights: null, lasting: false, candidate: -1, item: 0, ...partial });
    return this.#nodes.length - 1;
  }

  #itemNode(item: number): number {
    const known = this.#itemNodes.get(item);
    if (known !== undefined) return known;
    if (this.#fallen.has(item)) {
      const node = this.#node({ need: 0, item });
      this.#itemNodes.set(item, node);
      return node;
    }
    const candidate = this.#isCandidate(item) ? this.#candidates.push(item) - 1 : -1;
    const node = this.#node({ candidate, item });
    this.#itemNodes.set(item, node);
    this.#open.push(() => {
      this.#nodes[node]?.members.push(...this.#reasonsOf(item).map((reason) => reason.node));
    });
    return node;
  }

  /** The nodes any of which takes the item down; worked out once. */
  #reasonsOf(item: number): readonly Reason[] {
    const known = this.#reasons.get(item);
    if (known !== undefined) return known;
    const { view, arcs: filter } = this.#context;
    this.#arcs.collect(view, item, filter, 'DEPENDENCIES');
    const found = this.#plainReasons(item) ?? this.#gateReasons(item);
    this.#reasons.set(item, found);
    return found;
  }

  /**
   * Items without gates of their own, whose relationships name none and weigh 1 each and whose providers have no standbys:
   * nearly all items of an estate. Providers are grouped by type alone; null when the item is not one of them.
   */
  #plainReasons(item: number): readonly Reason[] | null {
    const { view } = this.#context;
    const version = view.versionOf(item);
    if (view.items.gates[version] !== 0) return null;
    const classCode = view.items.classCode[version] ?? 0;
    const groups = new Map<number, number[]>();
    for (let i = 0; i < this.#arcs.length; i++) {
      const slot = this.#arcs.slot[i] ?? 0;
      const [flags, type] = [view.edges.flagsOf(slot), view.edges.typeOf(slot)];
      if ((flags & (HAS_GATE_KEYS | HAS_WEIGHT)) !== 0 || this.#context.mayRepeatProviders(type)) return null;
      if (this.#context.gateDefault(classCode, type).rule === 'PATH') return null;
      const far = this.#arcs.node[i] ?? 0;
      if (this.#context.standbys.cover(far)) return null;
      if ((flags & SOFT) !== 0 || far === item || !view.takesPart(far)) continue;
      const group = groups.get(type);
      if (group === undefined) groups.set(type, [far]);
      else group.push(far);
    }
    // By name, as gates are taken elsewhere: numbers of types are those in which a graph met them.
    const types = [...groups.keys()].map((type) => [view.names.types.word(type), type] as const);
    return types
      .toSorted(([a], [b]) => compareText(a, b))
      .flatMap(([, type]) =>
        this.#plainGate(
          item,
          type,
          (groups.get(type) ?? []).toSorted((a, b) => a - b),
        ),
      );
  }

  #plainGate(item: number, type: number, providers: readonly number[]): readonly Reason[] {
    const { view } = this.#context;
    const { rule, value } = this.#context.gateDefault(view.classCodeOf(item), type);
    const need = providers.length - minUpOf(rule, value, providers.length) + 1;
    const members = providers.map((far) => this.#itemNode(far));
    if (need === 1) return members.map((node) => ({ node, chain: null }));
    const node = this.#node({ need, members });
    this.#gates.push({ dependent: item, key: defaultGateKey(view.names.types.word(type), 'HARD'), node });
    return [{ node, chain: null }];
  }

  #gateReasons(item: number): readonly Reason[] {
    const { gates } = itemGates(this.#context, this.#paths, item);
    return gates
      .filter((gate) => gate.top && gate.gate.strength === 'HARD' && gate.total > 0)
      .map((gate) => ({ node: this.#gateNode(gates, gate), chain: this.#sharesChains(gate) ? gate.path : null }));
  }

  #gateNode(gates: readonly ItemGate[], gate: ItemGate): number {
    const children = gate.children.flatMap((place) => {
      const child = gates[place];
      return child === undefined ? [] : [this.#gateNode(gates, child)];
    });
    const around = this.#sharesChains(gate) ? null : gate.dependent;
    const { path } = gate;
    const members = gate.members.map((far) =>
      path === null ? this.#itemNode(far) : this.#chainNode(path, gate.gate.types ?? [], far, around),
    );
    const need = gate.total - gate.minUp + 1;
    const weights = [...gate.weights, ...gate.childWeights];
    const node = this.#node({ need, members: [...members, ...children], weights });
    if (need > 1) this.#gates.push({ dependent: gate.dependent, key: gate.gate.key, node });
    return node;
  }

  /**
   * Whether the chains of a PATH gate's members may be looked at without care for the dependent. A chain through the
   * dependent goes on from one of its providers; when all of those that have a chain of their own are members, one of
   * them holds the gate by itself, so nothing is gained by going round. One that ends at the dependent, which is an anchor
   * then, is none for it: nothing holds itself up.
   */
  #sharesChains({ path, members, dependent, gate }: ItemGate): boolean {
    if (path === null || this.#paths.of(path).isReachedAnchor(dependent)) return false;
    return this.#providers(gate.types ?? [], dependent).every(
      (far) => members.includes(far) || !this.#paths.of(path).isAnchored(far, dependent),
    );
  }

  /** No chain leads from the item to an anchor: it is down, or none of its providers has one. */
  #chainNode(path: string, types: readonly string[], item: number, around: number | null): number {
    const name = around === null ? path : `${path} around ${around}`;
    const chains = this.#chains.get(name) ?? new Map<number, number>();
    this.#chains.set(name, chains);
    const known = chains.get(item);
    if (known !== undefined) return known;
    const providers = this.#providers(types, item);
    const ends = this.#paths.of(path).isAnchor(item);
    const node = ends ? this.#itemNode(item) : this.#node({ lasting: true, item });
    chains.set(item, node);
    if (!ends) {
      this.#open.push(() => {
        const onward = providers.filter((far) => far !== around);
        const members = onward.map((far) => this.#chainNode(path, types, far, around));
        const none = this.#node({ need: members.length, members, lasting: true });
        this.#nodes[node]?.members.push(around === null ? this.#apart(path, item) : this.#itemNode(item), none);
      });
    }
    return node;
  }

  /**
   * What takes an item down apart from the loss of its own chains: that is said beside it, and saying it twice would lead
   * round in a ring.
   */
  #apart(path: string, item: number): number {
    const node = this.#itemNode(item);
    if (this.#fallen.has(item)) return node;
    const reasons = this.#reasonsOf(item);
    if (reasons.every((reason) => reason.chain !== path)) return node;
    const members = reasons.filter((reason) => reason.chain !== path).map((reason) => reason.node);
    return this.#node({ candidate: this.#nodes[node]?.candidate ?? -1, members });
  }

  /** What an item leans on over some types. */
  #providers(types: readonly string[], item: number): readonly number[] {
    const { view } = this.#context;
    const arcs = new ArcBuffer();
    arcs.collect(view, item, this.#filterOf(types), 'DEPENDENCIES');
    const far = new Set(arcs.node.subarray(0, arcs.length));
    far.delete(item);
    return [...far].filter((one) => view.takesPart(one)).toSorted((a, b) => a - b);
  }

  #filterOf(types: readonly string[]): EdgeFilter {
    const name = types.join(' ');
    const known = this.#filters.get(name);
    if (known !== undefined) return known;
    const { view, model } = this.#context;
    const filter = typeFilter(view, model, types, true);
    this.#filters.set(name, filter);
    return filter;
  }
}
