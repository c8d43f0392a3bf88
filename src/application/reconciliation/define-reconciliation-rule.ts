import type { RuleTarget } from '../../domain/class-model/data-rules';
import type { JsonValue } from '../../domain/json';
import type { TargetedRule } from '../../domain/reconciliation/reconciliation-rules';
import {
  changeRules,
  pathIn,
  type ReconciliationRuleInput,
} from '../../domain/reconciliation/reconciliation-rule-input';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { listDataSourceNames } from '../../storage/sources/data-sources';
import type { EditCall, Editing } from '../editing/edit-call';
import { defineDataRules, type DefinedDataRules } from './define-data-rules';
import { rederivationScope } from './rederivation-scope';

/** What came of defining a rule. */
export interface DefinedReconciliationRule extends DefinedDataRules {
  /** The rules of that target, attributes and source as they are now, or would be; none when they were taken away. */
  readonly rules: readonly TargetedRule[];
}

/**
 * Defines how strong a source is for attributes of a class or relationship type, or takes that away, and works out what
 * it comes to. Throws as edits do.
 */
export async function defineReconciliationRule(
  app: Editing,
  call: EditCall,
  input: ReconciliationRuleInput,
): Promise<DefinedReconciliationRule> {
  const body = { defineReconciliationRule: input } as unknown as JsonValue;
  const defined = await defineDataRules(app, call, body, async (model, reader) => {
    const changed = changeRules(model, [input], await listDataSourceNames(reader));
    const errors = changed.errors.map((error) => ({ ...error, path: error.path.slice(1) }));
    return { rules: changed.rules, scope: rederivationScope(model, changed), errors };
  });
  return { ...defined, rules: defined.errors.length > 0 ? [] : rulesOf(defined.model, input) };
}

function rulesOf(model: ClassModel, input: ReconciliationRuleInput): readonly TargetedRule[] {
  const target: RuleTarget =
    input.class == null
      ? { kind: 'RELATIONSHIP_TYPE', name: input.relationshipType ?? '' }
      : { kind: 'CLASS', name: input.class };
  const paths = new Set(
    (input.attributes ?? [null]).map((name) => (name === null ? null : pathIn(model, target, name))),
  );
  return model.reconciliation
    .of(target)
    .filter((rule) => rule.source === input.source && paths.has(rule.path))
    .map((rule) => ({ ...rule, target }));
}
