import type { DefinedDataRules } from '../application/reconciliation/define-data-rules';
import type { DefinedReconciliationRule } from '../application/reconciliation/define-reconciliation-rule';
import type { DefinedValueList } from '../application/reconciliation/define-value-list';
import type { DefinedJunkValues } from '../application/reconciliation/define-junk-values';
import type { ExplainedItemValue } from '../application/reconciliation/explain-value';
import type { IdentityEffect, IdentityMove } from '../application/reconciliation/preview-rekeying';
import type { RuleEffect } from '../application/reconciliation/preview-rules';
import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId, Revision } from '../domain/ids';
import type { TargetedRule } from '../domain/reconciliation/reconciliation-rules';
import type { ClassModel } from '../domain/class-model/resolved-class-model';
import type { ExplainedClaim } from '../domain/reconciliation/value-explanation';
import type { ConnectionModel } from './models';

/*
 * What resolvers of rules about values hand to each other.
 */

/** A rule within the model that holds it. */
export interface ReconciliationRuleModel {
  readonly rule: TargetedRule;
  readonly model: ClassModel;
}

export type ReconciliationRuleConnectionModel = ConnectionModel<ReconciliationRuleModel>;

/** What rules would change of a thing, and the revision that shows it as it is. */
export interface RuleEffectModel {
  readonly effect: RuleEffect;
  readonly at: Revision;
}

export type RuleEffectConnectionModel = ConnectionModel<RuleEffectModel>;

/** Rules that were defined; `question` names the list of their effects, for its cursors. */
export interface DefinedRulesModel<Defined extends DefinedDataRules> {
  readonly defined: Defined;
  readonly question: object;
}

export type DefineValueListPayloadModel = DefinedRulesModel<DefinedValueList>;
export type DefineJunkValuesPayloadModel = DefinedRulesModel<DefinedJunkValues>;

/** The items that a page of effects names, and the revision that shows them as they are. */
export interface NamedItems {
  readonly items: ReadonlyMap<ItemId, ConfigurationItem>;
  readonly at: Revision;
}

/** What junk values would do to an item. */
export interface IdentityEffectModel extends NamedItems {
  readonly effect: IdentityEffect;
}

/** One identity of it. */
export interface IdentityMoveModel extends NamedItems {
  readonly move: IdentityMove;
}

export type IdentityEffectConnectionModel = ConnectionModel<IdentityEffectModel>;
export type DefineReconciliationRulePayloadModel = DefinedRulesModel<DefinedReconciliationRule>;

/** A value of an item and why it is what it is. */
export interface ValueExplanationModel {
  readonly explained: ExplainedItemValue;
  readonly model: ClassModel;
}

/** One claim of it, within the model that ranks it. */
export interface ExplainedClaimModel {
  readonly claim: ExplainedClaim;
  readonly model: ClassModel;
}
