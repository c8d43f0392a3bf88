import { defineReconciliationRule } from '../../application/reconciliation/define-reconciliation-rule';
import type { DefinedDataRules } from '../../application/reconciliation/define-data-rules';
import { countEffects, pageOfEffects } from '../../application/reconciliation/preview-rules';
import type { TargetedRule } from '../../domain/reconciliation/reconciliation-rules';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import {
  connectionResolvers,
  listOf,
  pageOfList,
  planPage,
  revisionOfPage,
  toConnection,
  type PageArguments,
} from '../connections';
import { mapPage } from '../../domain/page';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type {
  MutationDefineReconciliationRuleArgs,
  QueryReconciliationRulesArgs,
  ReconciliationRuleFilter,
  Resolvers,
} from '../generated';
import type {
  DefinedRulesModel,
  DefineReconciliationRulePayloadModel,
  ReconciliationRuleConnectionModel,
  RuleEffectConnectionModel,
} from '../rule-models';
import { presentChangeSet } from './change';
import { presentClass, presentType } from './class-model';
import { editCall } from './written';

/** Fields of every payload of a mutation that changes rules about values. */
export const definedRulesFields = {
  revision: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.revision,
  operation: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.operation,
  changeSets: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.changeSets.map(presentChangeSet),
  replayed: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.replayed,
  rederived: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.rederived,
  errors: ({ defined }: DefinedRulesModel<DefinedDataRules>) => defined.errors,
  effects: effectsOf,
};

/** Who is believed about what. */
export const reconciliationResolvers = {
  Query: { reconciliationRules },
  Mutation: { defineReconciliationRule: defineRule },
  ReconciliationRule: {
    class: ({ rule: { target }, model }) => (target.kind === 'CLASS' ? presentClass(model, target.name) : null),
    relationshipType: ({ rule: { target }, model }) =>
      target.kind === 'RELATIONSHIP_TYPE' ? presentType(model, target.name) : null,
    attribute: ({ rule }) => rule.path,
    source: ({ rule }) => rule.source,
    priority: ({ rule }) => rule.priority,
    refreshPeriodSeconds: ({ rule }) => rule.refreshSeconds,
  },
  ReconciliationRuleConnection: connectionResolvers,
  RuleEffect: {
    configurationItem: ({ effect, at }) => effect.item && new ItemModel(effect.item, at),
    relationship: ({ effect, at }) => effect.relationship && { relationship: effect.relationship, at },
    values: ({ effect }) => effect.values,
  },
  RuleEffectConnection: connectionResolvers,
  DefineReconciliationRulePayload: {
    ...definedRulesFields,
    rules: ({ defined }) => defined.rules.map((rule) => ({ rule, model: defined.model })),
  },
} satisfies Resolvers;

async function reconciliationRules(
  _: unknown,
  args: Partial<QueryReconciliationRulesArgs>,
  context: RequestContext,
): Promise<ReconciliationRuleConnectionModel> {
  const plan = planPage(listOf('reconciliation rules', args.filter ?? {}), args);
  const at = await revisionOfPage(context, plan, args);
  const model = await context.modelAt(at);
  const rules = model.reconciliation.all().filter((rule) => fits(rule, args.filter ?? {}, model));
  const page = mapPage(pageOfList(rules, plan.page), (rule) => ({ rule, model }));
  return toConnection(context, plan, page, at, () => Promise.resolve(rules.length));
}

function fits(
  { target, source }: TargetedRule,
  { classes, relationshipTypes, inherited, sources }: Partial<ReconciliationRuleFilter>,
  model: ClassModel,
): boolean {
  if (sources && !sources.includes(source)) return false;
  if (!classes && !relationshipTypes) return true;
  if (target.kind === 'RELATIONSHIP_TYPE') return relationshipTypes?.includes(target.name) ?? false;
  const names = inherited === true ? classes?.flatMap((name) => model.lineage(name)) : classes;
  return names?.includes(target.name) ?? false;
}

async function defineRule(
  _: unknown,
  { input }: MutationDefineReconciliationRuleArgs,
  context: RequestContext,
): Promise<DefineReconciliationRulePayloadModel> {
  const { class: className, relationshipType, attributes, source, priority, refreshPeriodSeconds, remove } = input;
  const rule = { class: className, relationshipType, attributes, source, priority, refreshPeriodSeconds, remove };
  return { defined: await defineReconciliationRule(context.app, editCall(context, input), rule), question: rule };
}

/** Read as things are now: the effects of rules that nobody wrote belong to no revision. */
async function effectsOf(
  { defined, question }: DefinedRulesModel<DefinedDataRules>,
  { first, after }: PageArguments,
  context: RequestContext,
): Promise<RuleEffectConnectionModel | null> {
  const { preview, revision } = defined;
  if (!preview) return null;
  const plan = planPage(listOf('effects', question), { first, after });
  const found = await pageOfEffects(context.app, preview, plan.page);
  const page = mapPage(found, (effect) => ({ effect, at: revision }));
  return toConnection(context, plan, page, revision, () => countEffects(context.app, preview));
}
