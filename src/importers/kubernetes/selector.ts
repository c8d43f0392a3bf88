import { at, listOf, textOf, textsOf } from '../untyped';

type Labels = Readonly<Record<string, string>>;

/** One requirement of a label selector; `values` is empty for Exists and DoesNotExist. */
interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Never';
  readonly values: readonly string[];
}

/** A label selector: every requirement must hold; without any, it selects everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
}

/** The selector of a Service or ReplicationController: plain labels. */
export const plainSelector = (labels: unknown): Selector => ({
  requirements: Object.entries(textsOf(labels)).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
});

/** A LabelSelector with `matchLabels` and `matchExpressions`. */
export function labelSelector(value: unknown): Selector {
  const expressions = listOf(at(value, 'matchExpressions')).map((expression): Requirement => ({
    key: textOf(at(expression, 'key')) ?? '',
    operator: operatorOf(at(expression, 'operator')),
    values: listOf(at(expression, 'values')).map((entry) => textOf(entry) ?? ''),
  }));
  return { requirements: [...plainSelector(at(value, 'matchLabels')).requirements, ...expressions] };
}

export const selectsEverything = (selector: Selector): boolean => selector.requirements.length === 0;

/** Whether labels satisfy a selector. As in Kubernetes, NotIn also holds where the label is missing. */
export const selects = (selector: Selector, labels: Labels): boolean =>
  selector.requirements.every((requirement) => holds(requirement, labels));

/** A label that everything selected must have; null when the selector prescribes no single one. */
export function requiredLabel(selector: Selector): string | null {
  for (const { key, operator, values } of selector.requirements) {
    if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
  }
  return null;
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    case 'Never':
      return false;
  }
}

// An operator that does not exist selects nothing: a guess could invent dependencies.
function operatorOf(value: unknown): Requirement['operator'] {
  const known = (['In', 'NotIn', 'Exists', 'DoesNotExist'] as const).find((name) => name === value);
  return known ?? 'Never';
}
