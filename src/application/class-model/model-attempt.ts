import type { IdentificationEntry } from '../../domain/class-model/class-model';
import { checkClassModel } from '../../domain/class-model/class-model-check';
import { itemError, type ItemError } from '../../domain/errors';
import { compareModels, type ModelChange } from '../../domain/class-model/model-change';
import { completeModel, type CompletedModel } from '../../domain/class-model/model-completion';
import type { ModelInput } from '../../domain/class-model/model-input';
import { checkModelInput } from '../../domain/class-model/model-input-check';
import type { ModelRules } from '../../domain/class-model/model-rules';
import {
  changeRules,
  withRules,
  type ReconciliationRuleInput,
} from '../../domain/reconciliation/reconciliation-rule-input';
import { ClassModel } from '../../domain/class-model/resolved-class-model';
import { valueKind } from '../../domain/class-model/value-kinds';
import type { ModelWrite } from '../../storage/change-sets/change-plan';
import { definitionOf, loadClassModel, type StoredModel } from '../../storage/class-model/class-model';
import { listDataSourceNames } from '../../storage/sources/data-sources';
import type { Executor } from '../../storage/database';
import { compileFault } from './attribute-schemas';
import { rederivationScope } from '../reconciliation/rederivation-scope';

/** The names that the API has taken; only the edge knows them. */
export type ReservedNames = Pick<ModelRules, 'reservedClassNames' | 'reservedAttributeNames'>;

/** What some definitions would make of the stored model, before anything stored is looked at. */
export interface ModelAttempt {
  readonly stored: StoredModel;
  /** The model as it would be; the stored one when the definitions are refused. */
  readonly after: ClassModel;
  readonly change: ModelChange;
  /** The definitions that are new or say something else than what is stored. */
  readonly write: ModelWrite;
  readonly errors: readonly ItemError[];
  /** How many new identification entries there are. */
  readonly newEntryCount: number;
}

/**
 * Puts definitions into the model as a reader sees it and checks the whole. New entries take their ids from `entryIds`;
 * where these run out, from numbers that are good for looking only.
 */
export async function attemptModel(
  reader: Executor,
  input: ModelInput,
  names: ReservedNames,
  entryIds: readonly number[],
): Promise<ModelAttempt> {
  const stored = await loadClassModel(reader);
  const definition = definitionOf(stored);
  const before = new ClassModel(definition);
  const nothing = { after: before, change: compareModels(before, before), write: NO_DEFINITIONS };
  const unfit = checkModelInput(input);
  if (unfit.length > 0) return { stored, ...nothing, errors: unfit, newEntryCount: 0 };
  let newEntryCount = 0;
  const completed = completeModel(definition, input, () => entryIds[newEntryCount++] ?? PROVISIONAL_ID - newEntryCount);
  const changed = new Set(completed.classes.map((own) => own.name));
  const rules: ModelRules = { ...names, schemaFault: compileFault };
  const errors = [...completed.errors, ...checkClassModel(completed.definition, rules, changed)];
  if (errors.length > 0) return { stored, ...nothing, errors: distinct(errors), newEntryCount };
  const after = new ClassModel(completed.definition);
  const ruled = await attemptRules(reader, after, input.reconciliationRules ?? []);
  return {
    stored,
    after: ruled.model,
    change: compareModels(before, after),
    write: { ...modelWrite(stored, completed), ...ruled.write },
    errors: [...kindFaults(before, after), ...ruled.errors],
    newEntryCount,
  };
}

/** Reconciliation rules on top of the classes and types that they name. */
async function attemptRules(
  reader: Executor,
  model: ClassModel,
  inputs: readonly ReconciliationRuleInput[],
): Promise<{
  readonly model: ClassModel;
  readonly write: Pick<ModelWrite, 'dataRules' | 'rederive'>;
  readonly errors: readonly ItemError[];
}> {
  if (inputs.length === 0) return { model, write: {}, errors: [] };
  const changed = changeRules(model, inputs, await listDataSourceNames(reader));
  const errors = changed.errors.map((error) => ({ ...error, path: ['reconciliationRules', ...error.path] }));
  if (errors.length > 0 || changed.rules.length === 0) return { model, write: {}, errors };
  const known = new Set((model.definition.dataRules ?? []).map((rule) => `${rule.kind} ${rule.name}`));
  const dataRules = changed.rules.map((rule) => ({ rule, isNew: !known.has(`${rule.kind} ${rule.name}`) }));
  const rederive = rederivationScope(model, changed);
  return { model: withRules(model, changed.rules), write: { dataRules, rederive }, errors };
}

/** Whether nothing would be written. */
export const writesNothing = ({ classes, relationshipTypes, dataRules = [] }: ModelWrite): boolean =>
  classes.length + relationshipTypes.length + dataRules.length === 0;

/** The largest id that fits; ids from the sequence never come near. */
const PROVISIONAL_ID = 2 ** 31 - 1;

/** Nothing to write. */
const NO_DEFINITIONS: ModelWrite = { classes: [], relationshipTypes: [] };

/** What is defined at run time is its owner's: an upgrade leaves it alone. */
function modelWrite(stored: StoredModel, { classes, relationshipTypes }: CompletedModel): ModelWrite {
  const known = new Set([...stored.classes, ...stored.relationshipTypes].map((one) => one.definition.name));
  const write = <T extends { readonly name: string }>(definition: T) => ({
    definition,
    origin: 'CUSTOM' as const,
    isNew: !known.has(definition.name),
  });
  return { classes: classes.map(write), relationshipTypes: relationshipTypes.map(write) };
}

/**
 * The format of an attribute decides how its values are compared: a kept entry over an attribute of another format would
 * look for identities that were stored in the old form.
 */
function kindFaults(before: ClassModel, after: ClassModel): readonly ItemError[] {
  return before.classes().flatMap(({ name }) => {
    const kept = before.entriesOf(name).filter((entry) => after.entriesOf(name).some((one) => one.id === entry.id));
    return kept
      .flatMap((entry) => changedKinds(before, after, name, entry))
      .map((attribute) => {
        const message = `The attribute "${attribute}" of ${name} identifies items, and its format decides how its values are compared; it cannot change while a rule uses it. Add an attribute of the new format and a rule over that one.`;
        return itemError('INVALID_DEFINITION', message, ['classes', name, 'attributes', attribute]);
      });
  });
}

function changedKinds(
  before: ClassModel,
  after: ClassModel,
  name: string,
  { attributes, rows }: IdentificationEntry,
): readonly string[] {
  if (rows !== null) return [];
  return attributes.filter((attribute) => {
    const kind = (model: ClassModel) => valueKind(attribute, model.attributesOf(name).get(attribute)?.schema);
    return kind(before) !== kind(after);
  });
}

/** One fault may show in the request and in the model that it leads to. */
function distinct(errors: readonly ItemError[]): readonly ItemError[] {
  return [...new Map(errors.map((error) => [`${error.path.join('.')} ${error.message}`, error])).values()];
}
