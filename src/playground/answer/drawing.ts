import type { Fields } from '../read-json';

export const IMPACT_STATES = ['OK', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;
export type ImpactState = (typeof IMPACT_STATES)[number];

/** A redundancy rule that decided about an item, in words. */
export interface GateFact {
  readonly key: string;
  readonly explanation: string;
  readonly saved: boolean;
}

/** A value that is not what it was, and where it stands. */
export interface ValueChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export const DIFFERENCE_KINDS = ['ADDED', 'REMOVED', 'CHANGED'] as const;
/** What became of a thing between two moments. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A configuration item of the picture with all that the answer says of it. */
export interface DrawnItem {
  readonly id: string;
  readonly name: string;
  readonly className: string | null;
  /** Null where the answer is not about impact. */
  readonly state: ImpactState | null;
  readonly stateBefore: ImpactState | null;
  /** It failed by itself; everything else is due to that. */
  readonly outage: boolean;
  /** A redundancy rule saved it. */
  readonly spared: boolean;
  /** How many more of the heaviest members may go down. */
  readonly margin: number | null;
  /** Steps from the root of the topology or from the nearest outage. */
  readonly distance: number | null;
  readonly gates: readonly GateFact[];
  /** The names of the outages it is due to. */
  readonly dueTo: readonly string[];
  /** What became of it since the earlier moment; null where nothing did or nobody asked. */
  readonly difference: DifferenceKind | null;
  /** What differs, value by value. */
  readonly changed: readonly ValueChange[];
  /** How many items the smallest cut set has that it is in: 1 for a single point of failure. */
  readonly cutOrder: number | null;
  /** Set on a card that stands for many items. */
  readonly group: GroupFacts | null;
  /** The open group that it is a member of. */
  readonly tag: GroupTag | null;
  /** Its other fields as the answer has them. */
  readonly values: Fields;
}

/** How a card shows which group its item is of. */
export interface GroupTag {
  /** Empty where the card says it anyway. */
  readonly words: string;
  /** The place of the group among all; null for one that has no other member. */
  readonly place: number | null;
}

/** What stands behind the card of a group. */
export interface GroupFacts {
  readonly key: string;
  readonly ids: readonly string[];
  /** How many of them are worse than OK. */
  readonly hit: number;
  /** How many differ from the other moment. */
  readonly differing: number;
}

/** `dependent` needs `provider`. */
export interface DrawnArc {
  readonly id: string;
  readonly dependent: string;
  readonly provider: string;
  /** Relationship types or gate keys. */
  readonly labels: readonly string[];
  readonly soft: boolean;
  /** Not dependency in one direction: each needs the other, or neither does. */
  readonly direction: 'one-way' | 'both' | 'none';
  /** The failure comes this way. */
  readonly carries: boolean;
  /** Stands for a chain that the answer does not show. */
  readonly indirect: boolean;
  readonly difference: DifferenceKind | null;
}

export type ItemFacts = Partial<Omit<DrawnItem, 'id' | 'gates' | 'values' | 'dueTo' | 'group' | 'tag'>> & {
  readonly gates?: readonly GateFact[];
  readonly dueTo?: readonly string[];
  readonly values?: Fields;
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Gathers what the parts of an answer say of the same items and dependencies. */
export class Drawing {
  readonly #items = new Map<string, Mutable<DrawnItem>>();
  readonly #arcs = new Map<string, Mutable<DrawnArc>>();

  item(id: string, facts: ItemFacts): void {
    const known = this.#items.get(id) ?? blankItem(id);
    this.#items.set(id, {
      ...known,
      name: facts.name ?? known.name,
      className: facts.className ?? known.className,
      state: worse(facts.state ?? null, known.state),
      stateBefore: worse(facts.stateBefore ?? null, known.stateBefore),
      outage: known.outage || facts.outage === true,
      spared: known.spared || facts.spared === true,
      margin: facts.margin ?? known.margin,
      distance: facts.distance ?? known.distance,
      gates: mergedGates(known.gates, facts.gates ?? []),
      dueTo: [...new Set([...known.dueTo, ...(facts.dueTo ?? [])])],
      difference: facts.difference ?? known.difference,
      changed: facts.changed ?? known.changed,
      cutOrder: smaller(facts.cutOrder ?? null, known.cutOrder),
      values: { ...known.values, ...facts.values },
    });
  }

  arc(
    dependent: string,
    provider: string,
    facts: Partial<Pick<DrawnArc, 'soft' | 'direction' | 'indirect' | 'difference'>> & { label?: string | null },
  ): void {
    if (dependent === provider) return;
    const id = `${dependent} > ${provider}`;
    const known = this.#arcs.get(id);
    const labels = [...(known?.labels ?? []), ...(facts.label == null ? [] : [facts.label])];
    this.#arcs.set(id, {
      id,
      dependent,
      provider,
      labels: [...new Set(labels)],
      soft: (facts.soft ?? false) && (known?.soft ?? true),
      direction: known?.direction ?? facts.direction ?? 'one-way',
      carries: false,
      indirect: (facts.indirect ?? false) && (known?.indirect ?? true),
      difference: facts.difference ?? known?.difference ?? null,
    });
  }

  /** An arc that stands for a chain is left out where a step of that chain is drawn. */
  finish(): { items: DrawnItem[]; arcs: DrawnArc[] } {
    const explained = new Set([...this.#arcs.values()].filter((arc) => !arc.indirect).map((arc) => arc.dependent));
    const arcs: DrawnArc[] = [];
    for (const arc of this.#arcs.values()) {
      if (arc.indirect && explained.has(arc.dependent)) continue;
      const provider = this.#items.get(arc.provider);
      const dependent = this.#items.get(arc.dependent);
      if (provider === undefined || dependent === undefined) continue;
      arcs.push({ ...arc, carries: isHit(dependent.state) && isFailed(provider.state) });
    }
    return { items: [...this.#items.values()], arcs };
  }
}

export function isHit(state: ImpactState | null): boolean {
  return state !== null && state !== 'OK';
}

function isFailed(state: ImpactState | null): boolean {
  return state === 'DOWN' || state === 'DEGRADED';
}

/** An item of which only the id is known. */
export function blankItem(id: string): DrawnItem {
  return {
    id,
    name: id,
    className: null,
    state: null,
    stateBefore: null,
    outage: false,
    spared: false,
    margin: null,
    distance: null,
    gates: [],
    dueTo: [],
    difference: null,
    changed: [],
    cutOrder: null,
    group: null,
    tag: null,
    values: {},
  };
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** The worse of two states, where nothing said is no state. */
export function worse(a: ImpactState | null, b: ImpactState | null): ImpactState | null {
  if (a === null || b === null) return a ?? b;
  return IMPACT_STATES.indexOf(a) >= IMPACT_STATES.indexOf(b) ? a : b;
}

function mergedGates(known: readonly GateFact[], added: readonly GateFact[]): GateFact[] {
  const byKey = new Map([...known, ...added].map((gate) => [gate.key, gate]));
  return [...byKey.values()];
}
