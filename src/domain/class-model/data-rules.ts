import type { ValueKind } from './value-kinds';

/** What a reconciliation rule is about: items of a class and its descendants, or relationships of a type. */
export interface RuleTarget {
  readonly kind: 'CLASS' | 'RELATIONSHIP_TYPE';
  readonly name: string;
}

/** How strong a source is for one path, a whole part (`labels.*`), or everything (null) of what its target covers. */
export interface ReconciliationRule {
  readonly path: string | null;
  readonly source: string;
  /** The lower number wins; 0 to {@link PRIORITY_MAX}. */
  readonly priority: number;
  /** How long a claim that this rule ranks stands without being repeated; null: as long as its source's claims do. */
  readonly refreshSeconds: number | null;
}

/** Priorities are whole numbers from 0 to this. */
export const PRIORITY_MAX = 1_000_000;

/** How long a claim stands without being repeated when nobody says otherwise: a week. */
export const REFRESH_SECONDS_DEFAULT = 7 * 24 * 3_600;
/** A shorter refresh period would mistake a late run for a dead source. */
export const REFRESH_SECONDS_MIN = 3_600;
/** Ten years: longer is never. */
export const REFRESH_SECONDS_MAX = 10 * 365 * 24 * 3_600;

/** Base fields that may have a list of allowed values. Of the owner it is the name. */
export const LISTED_FIELDS = ['environment', 'site', 'owner'] as const;
export type ListedField = (typeof LISTED_FIELDS)[number];

/** What happens to a value that is in no list: it is kept with a warning, or its item is refused. */
export const VALUE_LIST_POLICIES = ['WARN', 'REJECT'] as const;
export type ValueListPolicy = (typeof VALUE_LIST_POLICIES)[number];

/** One allowed value and what else it is called. */
export interface ListedValue {
  readonly value: string;
  readonly synonyms: readonly string[];
}

/** Values of which kind a list of junk is about; ANY: of every kind. */
export type JunkKind = ValueKind | 'ANY';

/** What a list of junk says beyond what is shipped; values normalised, in lower case, sorted. */
export interface JunkDefinition {
  /** Count as absent. */
  readonly values: readonly string[];
  /** Count although they are shipped as junk, or are junk in values of any kind. */
  readonly allowed: readonly string[];
}

/**
 * One row of rules about values. They are part of the class model, and like classes they are never deleted: rules that
 * were taken away leave an empty list, so that the revision of the model tells of it.
 */
export type DataRule =
  | {
      readonly kind: 'RECONCILIATION_OF_CLASS' | 'RECONCILIATION_OF_TYPE';
      /** The class or relationship type. */
      readonly name: string;
      readonly definition: { readonly rules: readonly ReconciliationRule[] };
    }
  | {
      readonly kind: 'REFRESH_PERIOD';
      /** The data source. */
      readonly name: string;
      /** Null: the default. */
      readonly definition: { readonly seconds: number | null };
    }
  | {
      readonly kind: 'VALUE_LIST';
      readonly name: ListedField;
      readonly definition: { readonly policy: ValueListPolicy; readonly values: readonly ListedValue[] };
    }
  | {
      readonly kind: 'JUNK_VALUES';
      readonly name: JunkKind;
      readonly definition: JunkDefinition;
    };

/** The kinds of {@link DataRule}. */
export type DataRuleKind = DataRule['kind'];

/** The kind of the row that holds the reconciliation rules of a target. */
export const reconciliationKind = (target: RuleTarget['kind']): 'RECONCILIATION_OF_CLASS' | 'RECONCILIATION_OF_TYPE' =>
  target === 'CLASS' ? 'RECONCILIATION_OF_CLASS' : 'RECONCILIATION_OF_TYPE';

/** The rules with some of them replaced, by kind and name. */
export function withDataRules(rules: readonly DataRule[], changed: readonly DataRule[]): readonly DataRule[] {
  const keyOf = ({ kind, name }: DataRule): string => `${kind} ${name}`;
  return [...new Map([...rules, ...changed].map((rule) => [keyOf(rule), rule])).values()];
}
