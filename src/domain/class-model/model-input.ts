import type { Propagation } from './class-model';
import type { GateRule, Strength } from '../gate';
import type { JsonObject } from '../json';
import type { ReconciliationRuleInput } from '../reconciliation/reconciliation-rule-input';

/** A default gate as a caller writes it; `types` only for PATH, `value` only for AT_LEAST and PERCENT. */
export interface GateDefaultInput {
  readonly rule: GateRule;
  readonly value?: number | null | undefined;
  readonly types?: readonly string[] | null | undefined;
}

/** One way to recognise items as a caller writes it: `inherits`, or `attributes` with the rest. */
export interface IdentificationRuleInput {
  readonly inherits?: string | null | undefined;
  readonly attributes?: readonly string[] | null | undefined;
  readonly within?:
    readonly { readonly relationshipType: string; readonly hostClasses: readonly string[] }[] | null | undefined;
  readonly rows?: string | null | undefined;
  readonly weak?: boolean | null | undefined;
}

/** A class as a caller writes it: the whole of it, what is left out takes its default and not what is stored. */
export interface CiClassInput {
  readonly name: string;
  /** ConfigurationItem when left out. */
  readonly parent?: string | null | undefined;
  readonly abstract?: boolean | null | undefined;
  readonly description: string;
  /** The parent's when left out. */
  readonly canFail?: boolean | null | undefined;
  /** The parent's when left out. */
  readonly failureProbability?: number | null | undefined;
  readonly isService?: boolean | null | undefined;
  /** The parent's when left out. */
  readonly absentGraceHours?: number | null | undefined;
  readonly attributes?:
    | readonly {
        readonly name: string;
        readonly description?: string | null | undefined;
        readonly schema: JsonObject;
        readonly required?: boolean | null | undefined;
      }[]
    | null
    | undefined;
  /** The parent's rules when left out. */
  readonly identification?: readonly IdentificationRuleInput[] | null | undefined;
  readonly gateDefaults?: readonly (GateDefaultInput & { readonly relationshipType: string })[] | null | undefined;
}

/** A relationship type as a caller writes it: the whole of it. */
export interface RelationshipTypeInput {
  readonly name: string;
  readonly inverseName: string;
  readonly description: string;
  readonly propagation: Propagation;
  readonly symmetric?: boolean | null | undefined;
  readonly standby?: boolean | null | undefined;
  /** HARD when left out. */
  readonly defaultStrength?: Strength | null | undefined;
  /** ALL when left out. */
  readonly defaultGate?: GateDefaultInput | null | undefined;
  /** Any class to any class when left out. */
  readonly endpoints?:
    readonly { readonly source: readonly string[]; readonly target: readonly string[] }[] | null | undefined;
}

/** Definitions that take effect together. */
export interface ModelInput {
  readonly classes: readonly CiClassInput[];
  readonly relationshipTypes: readonly RelationshipTypeInput[];
  /** They may name what is defined beside them. */
  readonly reconciliationRules?: readonly ReconciliationRuleInput[];
}
