import type { CiClass, ClassModelDefinition } from './class-model';
import { checkClass } from './ci-class-check';
import { itemError, type ItemError } from '../errors';
import { STORED_MODEL_RULES, type ModelRules } from './model-rules';
import { checkRelationshipTypes } from './relationship-type-check';

/**
 * Everything that is wrong with a definition; empty when it is sound. Paths read `classes.<name>.…` or
 * `relationshipTypes.<name>.…`. `rules` hold for the classes named in `newClasses`, all of them when it is left out:
 * what is stored already was accepted under the rules of its day.
 */
export function checkClassModel(
  definition: ClassModelDefinition,
  rules: ModelRules = STORED_MODEL_RULES,
  newClasses: ReadonlySet<string> | null = null,
): readonly ItemError[] {
  const classes = new Map(definition.classes.map((own) => [own.name, own]));
  const types = new Map(definition.relationshipTypes.map((type) => [type.name, type]));
  return [
    ...duplicates(
      definition.classes.map((own) => own.name),
      'CI class',
      'classes',
    ),
    ...duplicateEntryIds(definition.classes),
    ...definition.classes.flatMap((own) => {
      const isNew = newClasses === null || newClasses.has(own.name);
      return checkClass(own, { classes, types, rules: isNew ? rules : STORED_MODEL_RULES });
    }),
    ...checkRelationshipTypes(definition.relationshipTypes, { classes, types }),
  ];
}

function duplicates(names: readonly string[], what: string, root: string): readonly ItemError[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => itemError('INVALID_DEFINITION', `The ${what} "${name}" is defined twice.`, [root, name]));
}

/** Identifiers are stored under the entry's id: two entries that share one would match each other's items. */
function duplicateEntryIds(classes: readonly CiClass[]): readonly ItemError[] {
  const owners = new Map<number, string>();
  const errors: ItemError[] = [];
  for (const own of classes) {
    for (const rule of own.identification) {
      if ('inherits' in rule) continue;
      const owner = owners.get(rule.id);
      if (owner !== undefined) {
        const message = `The identification entry id ${rule.id} of ${own.name} is already used by ${owner}.`;
        errors.push(itemError('INVALID_DEFINITION', message, ['classes', own.name, 'identification']));
      }
      owners.set(rule.id, own.name);
    }
  }
  return errors;
}
