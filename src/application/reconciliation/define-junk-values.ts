import type { DataRule } from '../../domain/class-model/data-rules';
import type { JsonValue } from '../../domain/json';
import type { JunkList } from '../../domain/identification/junk-rules';
import {
  changedJunkList,
  checkJunkValues,
  movedJunkValues,
  type JunkValueInput,
} from '../../domain/identification/junk-value-change';
import { withRules } from '../../domain/reconciliation/reconciliation-rule-input';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { EditCall, Editing } from '../editing/edit-call';
import { defineDataRules, type DataRuleChange, type DefinedDataRules } from './define-data-rules';
import { MovedIdentities } from './rekey-items';

/** What came of defining junk values. */
export interface DefinedJunkValues extends DefinedDataRules {
  /** The list as it is now, or would be; null when it was refused. */
  readonly list: JunkList | null;
}

/**
 * Lets values count as absent when things are recognised, or count again. Stored items lose the identities that rest on
 * such values, or get them back from what is claimed of them; nothing is merged or split. Throws as edits do.
 */
export async function defineJunkValues(
  app: Editing,
  call: EditCall,
  input: JunkValueInput,
): Promise<DefinedJunkValues> {
  const body = { defineJunkValues: input } as unknown as JsonValue;
  const defined = await defineDataRules(app, call, body, (model) => Promise.resolve(junkChange(model, input)));
  return { ...defined, list: defined.errors.length > 0 ? null : defined.model.junkValues.listOf(input.kind) };
}

function junkChange(model: ClassModel, input: JunkValueInput): DataRuleChange {
  const { kind } = input;
  const errors = checkJunkValues(model.junkValues, input);
  if (errors.length > 0) return { rules: [], scope: null, errors };
  const { values, allowed } = model.junkValues.listOf(kind);
  const definition = changedJunkList(model.junkValues, input);
  const moved = movedJunkValues({ values, allowed }, definition);
  if (moved.length === 0) return { rules: [], scope: null, errors };
  const rule: DataRule = { kind: 'JUNK_VALUES', name: kind, definition };
  const junk = { kind, values: moved };
  const { classes } = new MovedIdentities(withRules(model, [rule]), junk);
  return { rules: [rule], scope: { classes, relationshipTypes: [], sources: [], junk }, errors };
}
