import { defaultGateKey, type Gate, type GateDefault, type Strength } from '../gate';
import { flagsIn, HAS_GATE_KEYS, SOFT, typeIn } from '../graph/edge-flags';
import type { EdgeTable } from '../graph/edge-table';
import { RELATIONSHIP_TYPES_MAX } from '../graph/graph-names';
import { pathKey, type ImpactModel } from './impact-model';

/** In place of the number of a flat gate: the dependent is as badly off as its provider, whatever others do. */
export const FOLLOWS = -1;
/** The same, but DEGRADED at worst. */
export const FOLLOWS_SOFTLY = -2;
/** The gate cannot be evaluated from counts of its members alone. */
export const NOT_FLAT = -3;

const UNKNOWN = -4;

/** A gate at the top whose members are items and whose state follows from their counts; for PATH, from those that have a chain. */
export interface FlatGate extends Pick<Gate, 'rule' | 'value' | 'degradedBelow'> {
  readonly soft: boolean;
  /** A provider may join it by several relationships, and must be counted once. */
  readonly repeats: boolean;
  /** Names the set of types, for PATH; null for the other rules. */
  readonly path: string | null;
  /** The item defines it itself. */
  readonly own: boolean;
}

/**
 * Which gates the relationships of an item join, worked out once for all items that define the same gates and are of the
 * same class: a number for every pair of type and strength, and for every list of gate keys. So the loop over an item's
 * relationships reads numbers.
 */
export class GateScheme {
  /** Names the scheme. */
  readonly number: number;
  /** By number. */
  readonly gates: FlatGate[] = [];
  readonly #context: ImpactModel;
  readonly #classCode: number;
  readonly #own: ReadonlyMap<string, Gate>;
  readonly #parents: ReadonlySet<string | null>;
  readonly #marksAnchor: boolean;
  #areOwnFlat: boolean | null = null;
  readonly #numbers = new Map<string, number>();
  /** By type * 2 + SOFT. */
  readonly #byType = new Int16Array(RELATIONSHIP_TYPES_MAX * 2).fill(UNKNOWN);
  /** By number of the list of keys. */
  readonly #byKeys = new Map<number, number>();

  constructor(context: ImpactModel, classCode: number, own: readonly Gate[], number: number) {
    this.number = number;
    this.#context = context;
    this.#classCode = classCode;
    this.#own = new Map(own.map((gate) => [gate.key, gate]));
    this.#parents = new Set(own.map((gate) => gate.parent));
    this.#marksAnchor = own.some((gate) => gate.rule === 'ANCHOR');
  }

  /** Whether all gates that the item defines itself can be counted, and are among `gates`. */
  get areOwnFlat(): boolean {
    this.#areOwnFlat ??= [...this.#own.values()].every((gate) => this.#numberOf(gate, true) >= 0);
    return this.#areOwnFlat;
  }

  /** The gate that the relationship in a slot joins: its number, FOLLOWS, FOLLOWS_SOFTLY or NOT_FLAT. */
  joinedBy(edges: EdgeTable, slot: number): number {
    const label = edges.labelOf(slot);
    const flags = flagsIn(label);
    return (flags & HAS_GATE_KEYS) === 0
      ? this.joinedByType(typeIn(label), flags)
      : this.joinedByKeys(edges.gateKeys.get(slot) ?? 0);
  }

  /** The gate that a relationship joins that names none. `flags`: those of the relationship. */
  joinedByType(type: number, flags: number): number {
    const place = type * 2 + (flags & SOFT);
    const known = this.#byType[place] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const found = this.#gateOfType(type, (flags & SOFT) === 0 ? 'HARD' : 'SOFT');
    this.#byType[place] = found;
    return found;
  }

  /** The gate that a relationship joins by the number of its list of keys. */
  joinedByKeys(keys: number): number {
    const known = this.#byKeys.get(keys);
    if (known !== undefined) return known;
    const [key = '', another] = this.#context.view.names.gateKeys.list(keys);
    const gate = this.#own.get(key);
    const found = gate === undefined || another !== undefined ? NOT_FLAT : this.#numberOf(gate, true);
    this.#byKeys.set(keys, found);
    return found;
  }

  #gateOfType(typeCode: number, strength: Strength): number {
    const type = this.#context.view.names.types.word(typeCode);
    const key = defaultGateKey(type, strength);
    const own = this.#own.get(key) ?? this.#own.get(type);
    if (own !== undefined) return this.#numberOf(own, true);
    const rule: GateDefault = this.#context.gateDefault(this.#classCode, typeCode);
    const gate = { ...rule, key, degradedBelow: null, strength, parent: null };
    return this.#numberOf(gate, this.#context.mayRepeatProviders(typeCode));
  }

  /** What needs all of its members is as badly off as the worst of them, however low `degradedBelow` may be. */
  #numberOf(gate: Gate, repeats: boolean): number {
    if (!this.#isFlat(gate)) return NOT_FLAT;
    const { key, rule, value, degradedBelow, types } = gate;
    const soft = gate.strength === 'SOFT';
    if (rule === 'ALL') return soft ? FOLLOWS_SOFTLY : FOLLOWS;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const path = rule === 'PATH' && types !== null ? pathKey(types) : null;
    const own = this.#own.has(key);
    const number = this.gates.push({ rule, value, degradedBelow, soft, repeats, path, own }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** Of an item that marks itself as an anchor no PATH gate asks anything. */
  #isFlat({ key, rule, types, parent }: Gate): boolean {
    if (parent !== null || this.#parents.has(key) || rule === 'ANCHOR') return false;
    return rule !== 'PATH' || (types !== null && types.length > 0 && !this.#marksAnchor);
  }
}
