import type { RuleTarget } from '../../domain/class-model/data-rules';
import type { ChangedRules } from '../../domain/reconciliation/reconciliation-rule-input';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { RederivationScope } from '../../storage/change-sets/change-plan';

/** What the rules of some targets and sources may change of what is stored. */
export function rederivationScope(
  model: ClassModel,
  { targets, sources }: Pick<ChangedRules, 'targets' | 'sources'>,
): RederivationScope {
  const names = (kind: RuleTarget['kind']): readonly string[] =>
    targets.filter((target) => target.kind === kind).map(({ name }) => name);
  return {
    classes: [...new Set(names('CLASS').flatMap((name) => model.descendants(name)))],
    relationshipTypes: names('RELATIONSHIP_TYPE'),
    sources,
  };
}
