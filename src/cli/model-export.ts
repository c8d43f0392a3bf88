import type { CiClassInput, ModelInput, RelationshipTypeInput } from '../domain/class-model/model-input';
import type { ReconciliationRuleInput } from '../domain/reconciliation/reconciliation-rule-input';
import { LISTS_FIELDS, type ModelLists } from './model-lists';

/** Asks for everything that a model file holds. */
export const EXPORT_QUERY = `query ExportModel {
  ciClasses {
    name
    parent { name isService absentGraceHours failureProbability }
    abstract
    description
    canFail
    failureProbability
    isService
    absentGraceHours
    builtIn
    attributes { name definedBy description schema required }
    identificationRules { inherits entry { attributes within { relationshipType hostClasses } rows weak } }
    gateDefaults { relationshipType definedBy rule value types }
  }
  relationshipTypes {
    name
    inverseName
    description
    propagation
    symmetric
    standby
    defaultStrength
    builtIn
    defaultGate { rule value types }
    endpoints { source target }
  }
  reconciliationRules(first: 1000) {
    nodes { class { name } relationshipType { name } attribute source priority refreshPeriodSeconds }
  }
  ${LISTS_FIELDS}
}`;

type Attribute = NonNullable<CiClassInput['attributes']>[number];
type Gate = NonNullable<CiClassInput['gateDefaults']>[number];
type Rule = NonNullable<CiClassInput['identification']>[number];

/** What the server answers to {@link EXPORT_QUERY}. */
export interface ExportedModel extends ModelLists {
  readonly ciClasses: readonly {
    readonly name: string;
    readonly parent: {
      readonly name: string;
      readonly isService: boolean;
      readonly absentGraceHours: number | null;
      readonly failureProbability: number | null;
    } | null;
    readonly failureProbability: number | null;
    readonly abstract: boolean;
    readonly description: string;
    readonly canFail: boolean;
    readonly isService: boolean;
    readonly absentGraceHours: number | null;
    readonly builtIn: boolean;
    readonly attributes: readonly (Attribute & { readonly definedBy: string })[];
    readonly identificationRules: readonly { readonly inherits: string | null; readonly entry: Rule | null }[];
    readonly gateDefaults: readonly (Gate & { readonly definedBy: string })[];
  }[];
  readonly relationshipTypes: readonly (RelationshipTypeInput & { readonly builtIn: boolean })[];
  readonly reconciliationRules: { readonly nodes: readonly ExportedRule[] };
}

interface ExportedRule {
  readonly class: { readonly name: string } | null;
  readonly relationshipType: { readonly name: string } | null;
  readonly attribute: string | null;
  readonly source: string;
  readonly priority: number;
  readonly refreshPeriodSeconds: number | null;
}

/** The definitions of a server as they can be applied again, and how many shipped ones were left out. */
export function exportedModel(
  { ciClasses, relationshipTypes, reconciliationRules }: ExportedModel,
  { all }: { readonly all: boolean },
): { readonly input: ModelInput; readonly left: number } {
  const wanted = ({ builtIn }: { readonly builtIn: boolean }): boolean => all || !builtIn;
  const input = {
    classes: ciClasses.filter(wanted).map(exportedClass),
    relationshipTypes: relationshipTypes.filter(wanted).map((type) => without(type, 'builtIn')),
    reconciliationRules: reconciliationRules.nodes.map(exportedRule),
  };
  const total = ciClasses.length + relationshipTypes.length;
  return { input, left: total - input.classes.length - input.relationshipTypes.length };
}

/** Only what the class says itself: what it inherits is said where it comes from. */
function exportedClass(own: ExportedModel['ciClasses'][number]): CiClassInput {
  const itself = ({ definedBy }: { readonly definedBy: string }): boolean => definedBy === own.name;
  return {
    name: own.name,
    parent: own.parent?.name ?? null,
    description: own.description,
    abstract: own.abstract || null,
    canFail: own.canFail,
    failureProbability: own.failureProbability === own.parent?.failureProbability ? null : own.failureProbability,
    isService: (own.isService && own.parent?.isService !== true) || null,
    absentGraceHours: own.absentGraceHours === own.parent?.absentGraceHours ? null : own.absentGraceHours,
    attributes: own.attributes.filter(itself).map((one) => without(one, 'definedBy')),
    identification: own.identificationRules.map(({ inherits, entry }) =>
      inherits === null ? { ...entry, weak: entry?.weak === true ? true : null } : { inherits },
    ),
    gateDefaults: own.gateDefaults.filter(itself).map((one) => without(one, 'definedBy')),
  };
}

const exportedRule = (rule: ExportedRule): ReconciliationRuleInput => ({
  class: rule.class?.name ?? null,
  relationshipType: rule.relationshipType?.name ?? null,
  attributes: rule.attribute === null ? null : [rule.attribute],
  source: rule.source,
  priority: rule.priority,
  refreshPeriodSeconds: rule.refreshPeriodSeconds,
});

function without<T extends object, Key extends keyof T & string>(value: T, key: Key): Omit<T, Key> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, Key>;
}
