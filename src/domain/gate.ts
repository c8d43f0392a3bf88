/** How many of a gate's members must be up; see `domain/impact` for the arithmetic. */
export const GATE_RULES = ['ALL', 'ANY', 'AT_LEAST', 'PERCENT', 'PATH', 'ANCHOR'] as const;
export type GateRule = (typeof GATE_RULES)[number];

/** HARD: a failed gate takes the dependent DOWN. SOFT: it only degrades it. */
export const STRENGTHS = ['HARD', 'SOFT'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** The redundancy rule of one group of providers of a dependent. */
export interface Gate {
  /** Names the gate within its CI; relationships join it by this key. A type's default gate has the key `<TYPE>/<STRENGTH>`. */
  readonly key: string;
  readonly rule: GateRule;
  /** AT_LEAST: how much weight must be up (>= 1). PERCENT: 1 to 100. Null for the other rules. */
  readonly value: number | null;
  /** PATH: the relationship types a chain may use. ANCHOR: those of the chains that end here, null for all. Else null. */
  readonly types: readonly string[] | null;
  /** Below this healthy weight the gate is DEGRADED though it holds. */
  readonly degradedBelow: number | null;
  readonly strength: Strength;
  /** The gate of the same CI that this one is a member of; at most 8 deep, no cycles. */
  readonly parent: string | null;
}

/** Whether chains over the types end at the item that defines these gates, because one of them marks it as an anchor. */
export const isAnchorOf = (gates: readonly Gate[], types: readonly string[]): boolean =>
  gates.some((gate) => gate.rule === 'ANCHOR' && types.every((type) => gate.types?.includes(type) !== false));

/** What a class or a relationship type prescribes for a gate that a CI does not define itself. */
export interface GateDefault {
  readonly rule: GateRule;
  readonly value: number | null;
  readonly types: readonly string[] | null;
}

/** The key of the gate that relationships of a type and strength join when they name none. */
export const defaultGateKey = (type: string, strength: Strength): string => `${type}/${strength}`;
