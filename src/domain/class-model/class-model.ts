import type { DataRule } from './data-rules';
import type { GateDefault, Strength } from '../gate';
import type { JsonObject } from '../json';

/** Which way an outage travels over a relationship. */
export const PROPAGATIONS = ['TARGET_TO_SOURCE', 'SOURCE_TO_TARGET', 'BOTH', 'NONE'] as const;
export type Propagation = (typeof PROPAGATIONS)[number];

/** An attribute that a class adds to its parent's. `schema` is a JSON Schema (2020-12) without remote references or `pattern`. */
export interface AttributeDefinition {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
  readonly required: boolean;
}

/** Where a dependent entry finds its host: the other end of a relationship of this type, of one of these classes. */
export interface HostContext {
  readonly relationshipType: string;
  readonly hostClasses: readonly string[];
}

/**
 * One way to recognise an item of a class. `attributes` may name base fields (`name`, `class`, `environment`, `site`,
 * `tenant`). All must be present and not junk. `id` is stable: identifiers are stored under it.
 */
export interface IdentificationEntry {
  readonly id: number;
  readonly attributes: readonly string[];
  /** The item is looked for inside a host; several alternatives are tried in order. Null: anywhere in the tenant. */
  readonly within: readonly HostContext[] | null;
  /**
   * The name of an array attribute whose elements hold `attributes`; every element is one identifier. Where the elements
   * are plain values, an element is the value of the entry's only attribute.
   */
  readonly rows: string | null;
  /** May match, may never create alone. */
  readonly weak: boolean;
}

/** An entry of a class's own list: a new entry, or another class's entries at that place. */
export type IdentificationRule = IdentificationEntry | { readonly inherits: string };

/** A CI class as it is defined; what it inherits is worked out by `ClassModel`. */
export interface CiClass {
  /** `^[A-Z][A-Za-z0-9]{0,62}$`. */
  readonly name: string;
  readonly parent: string | null;
  readonly abstract: boolean;
  readonly description: string;
  /** False: a pure grouping that never fails by itself. */
  readonly canFail: boolean;
  /** How likely an item of it is to be down at any moment, 0 to 1, unless the item says so itself; inherited. */
  readonly failureProbability?: number;
  /** True: impact answers list its items under `services`. Inherited when true. */
  readonly isService: boolean;
  readonly attributes: readonly AttributeDefinition[];
  readonly identification: readonly IdentificationRule[];
  /** Relationship type name -> the default gate of that type for dependents of this class; inherited. */
  readonly gateDefaults: Readonly<Record<string, GateDefault>>;
  /** How long an item that no source claims any more stays absent before it is retired; missing: as its parent's. */
  readonly absentGraceHours?: number;
  /** The version of the built-in model that it was written by; missing on what was defined at run time. */
  readonly shippedIn?: number;
}

/** Ten years: longer is never. */
export const ABSENT_GRACE_HOURS_MAX = 87_600;

/** Which classes (and their descendants) may stand at the ends of a relationship type. */
export interface EndpointRule {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** The engine keeps a relationship's type in one byte. */
export const RELATIONSHIP_TYPE_COUNT_MAX = 256;

/** A relationship type as it is defined. Read it as "source NAME target". */
export interface RelationshipType {
  /** 0 to 255; the engine's mask and the stored column. Assigned by the store, never reused. */
  readonly code: number;
  /** `^[A-Z][A-Z0-9_]{0,62}$`. */
  readonly name: string;
  readonly inverseName: string;
  readonly description: string;
  readonly propagation: Propagation;
  readonly symmetric: boolean;
  /** True: the target stands in for the source, so that where a gate counts the source, either of them will do. */
  readonly standby?: boolean;
  readonly defaultStrength: Strength;
  readonly defaultGate: GateDefault;
  /** Any rule that fits allows the relationship. */
  readonly endpoints: readonly EndpointRule[];
  /** The version of the built-in model that it was written by; missing on what was defined at run time. */
  readonly shippedIn?: number;
}

/** The classes and relationship types that hold at one moment. */
export interface ClassModelDefinition {
  readonly classes: readonly CiClass[];
  readonly relationshipTypes: readonly RelationshipType[];
  /** Who is believed, for how long, and in which words; none when left out. */
  readonly dataRules?: readonly DataRule[];
}
