import type { DataRule, ListedField, ListedValue, ValueListPolicy } from '../../domain/class-model/data-rules';
import { jsonEqual } from '../../domain/json-equal';
import type { JsonValue } from '../../domain/json';
import { checkListedValues } from '../../domain/class-model/value-list-check';
import type { ValueList } from '../../domain/class-model/value-lists';
import type { EditCall, Editing } from '../editing/edit-call';
import { defineDataRules, type DefinedDataRules } from './define-data-rules';

/** The whole list of a base field as a caller writes it. */
export interface ValueListInput {
  readonly field: ListedField;
  /** WARN when left out. */
  readonly policy?: ValueListPolicy | null | undefined;
  readonly values: readonly { readonly value: string; readonly synonyms?: readonly string[] | null | undefined }[];
}

/** What came of defining a list. */
export interface DefinedValueList extends DefinedDataRules {
  /** The list as it is now, or would be; null when there is none. */
  readonly list: ValueList | null;
}

/**
 * Defines the list of allowed values of a base field in place of the one it had; without values the field takes anything
 * again. What is stored in other words is put into those of the list. Throws as edits do.
 */
export async function defineValueList(app: Editing, call: EditCall, input: ValueListInput): Promise<DefinedValueList> {
  const body = { defineValueList: input } as unknown as JsonValue;
  const { field, policy } = input;
  const values: readonly ListedValue[] = input.values.map(({ value, synonyms }) => ({
    value,
    synonyms: [...new Set(synonyms ?? [])].sort(),
  }));
  const defined = await defineDataRules(app, call, body, (model) => {
    const errors = checkListedValues(values);
    const rule: DataRule = { kind: 'VALUE_LIST', name: field, definition: { policy: policy ?? 'WARN', values } };
    const known = model.valueLists.all().find((list) => list.field === field);
    const stored = known ? { policy: known.policy, values: known.values } : null;
    const same = stored
      ? jsonEqual(stored as unknown as JsonValue, rule.definition as unknown as JsonValue)
      : values.length === 0;
    const classes = model.classes().map((own) => own.name);
    const scope = values.length === 0 ? null : { classes, relationshipTypes: [], sources: [], fields: [field] };
    return Promise.resolve({ rules: same ? [] : [rule], scope, errors });
  });
  const list = defined.model.valueLists.all().find((one) => one.field === field) ?? null;
  return { ...defined, list: defined.errors.length > 0 ? null : list };
}
