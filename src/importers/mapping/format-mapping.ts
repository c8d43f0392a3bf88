import type { Strength } from '../../domain/gate';
import type { RelationshipKind } from '../../domain/relationship';

/** How a value of a file becomes that of an attribute. What cannot be read that way is left out and counted. */
export type Conversion = 'text' | 'lower' | 'integer' | 'number' | 'flag' | 'texts' | 'integers' | 'time';

/** One attribute and where it comes from. */
export interface FieldMapping {
  /** An attribute of the class, or a base field such as `description`. */
  readonly to: string;
  /** Names joined by dots, `[]` for every element of a list; several paths joined by ` | `: the first that holds something. */
  readonly from: string;
  readonly as: Conversion;
  /** A number is multiplied by it and rounded down. */
  readonly factor?: number;
  /** What each word of the format is called here; other words are left out. */
  readonly words?: Readonly<Record<string, string>>;
}

/** An attribute, and in words where its value comes from. */
export interface ComputedField {
  readonly to: string;
  readonly from: string;
}

/** What one type of a format becomes. */
export interface ClassMapping {
  /** The type in the words of the format. */
  readonly from: string;
  readonly class: string;
  readonly fields: readonly FieldMapping[];
  /** Attributes that no single field gives, in words. */
  readonly computed?: readonly ComputedField[];
  /** Fields that are read otherwise: names, references, or what is known and not needed. They are not counted as unread. */
  readonly known?: readonly string[];
}

/** What one reference of a format becomes. */
export interface RelationshipMapping {
  /** The reference in the words of the format. */
  readonly from: string;
  readonly type: string;
  /** The thing that holds the reference is the target; by default it is the source. */
  readonly incoming?: boolean;
  readonly kind?: RelationshipKind;
  readonly strength?: Strength;
  /** What else is to be known of it, for people. */
  readonly note?: string;
}

/** All that a format becomes: used by its importer, and printed for people. */
export interface FormatMapping {
  readonly items: readonly ClassMapping[];
  readonly relationships: readonly RelationshipMapping[];
  /** What the tables do not say, one line each. */
  readonly notes: readonly string[];
}

/** A field taken as text, unless told otherwise. */
export const take = (
  to: string,
  from: string,
  more: Partial<Omit<FieldMapping, 'to' | 'from'>> = {},
): FieldMapping => ({
  to,
  from,
  as: 'text',
  ...more,
});

/** An attribute whose value needs more than one field, or more than a conversion. */
export const computed = (to: string, from: string): ComputedField => ({ to, from });

/** The row of a type; null when the format has none for it. */
export const rowOf = (mapping: Pick<FormatMapping, 'items'>, from: string): ClassMapping | null =>
  mapping.items.find((row) => row.from === from) ?? null;
