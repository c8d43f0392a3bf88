import { ROOT_CLASS } from './ci-class-check';
import {
  RELATIONSHIP_TYPE_COUNT_MAX,
  type CiClass,
  type ClassModelDefinition,
  type IdentificationEntry,
  type IdentificationRule,
  type RelationshipType,
} from './class-model';
import { itemError, type ItemError } from '../errors';
import type { GateDefault } from '../gate';
import type { JsonValue } from '../json';
import { canonicalJson } from '../json-equal';
import type {
  CiClassInput,
  GateDefaultInput,
  IdentificationRuleInput,
  ModelInput,
  RelationshipTypeInput,
} from './model-input';
import { quoted } from '../nearest-name';

/** What some definitions make of a model. */
export interface CompletedModel {
  /** The stored definitions with the new ones in place of those of the same name. */
  readonly definition: ClassModelDefinition;
  /** Those of the input that are new or say something else than what is stored. */
  readonly classes: readonly CiClass[];
  readonly relationshipTypes: readonly RelationshipType[];
  /** What is wrong with the form of the input; what it means is for `checkClassModel`. */
  readonly errors: readonly ItemError[];
}

/**
 * Completes definitions with their defaults and puts them into the stored model. An identification entry that says the
 * same as a stored one of its class keeps that one's id; `newEntryId` gives the others theirs.
 */
export function completeModel(
  stored: ClassModelDefinition,
  input: ModelInput,
  newEntryId: () => number,
): CompletedModel {
  const classes = new Map(stored.classes.map((own) => [own.name, own]));
  const types = new Map(stored.relationshipTypes.map((type) => [type.name, type]));
  const before = { classes: new Map(classes), types: new Map(types) };
  for (const own of parentsFirst(input.classes)) {
    place(classes, completeClass(own, before.classes.get(own.name), classes, newEntryId));
  }
  for (const type of input.relationshipTypes) place(types, completeType(type, types));
  const changed = <T extends CiClass | RelationshipType>(
    named: readonly { readonly name: string }[],
    now: ReadonlyMap<string, T>,
    then: ReadonlyMap<string, T>,
  ): readonly T[] =>
    [...new Set(named.map(({ name }) => name))].flatMap((name) => {
      const definition = now.get(name);
      const earlier = then.get(name);
      return definition === undefined || (earlier && saysTheSame(definition, earlier)) ? [] : [definition];
    });
  return {
    definition: { ...stored, classes: [...classes.values()], relationshipTypes: [...types.values()] },
    classes: changed(input.classes, classes, before.classes),
    relationshipTypes: changed(input.relationshipTypes, types, before.types),
    errors: [
      ...duplicates(input.classes, 'classes'),
      ...duplicates(input.relationshipTypes, 'relationshipTypes'),
      ...input.classes.flatMap(ruleFaults),
      ...input.classes.flatMap((own) => serviceFaults(own, classes)),
    ],
  };
}

/** Puts a definition last, so that it is the new one of two that clash which is found fault with. */
function place<T extends { readonly name: string }>(all: Map<string, T>, definition: T): void {
  all.delete(definition.name);
  all.set(definition.name, definition);
}

/** Whether two definitions say the same, whichever release shipped them and in whatever order attributes come. */
function saysTheSame(a: CiClass | RelationshipType, b: CiClass | RelationshipType): boolean {
  return canonicalJson(comparable(a)) === canonicalJson(comparable(b));
}

function comparable({ shippedIn: _shippedIn, ...definition }: CiClass | RelationshipType): JsonValue {
  const attributes = 'attributes' in definition ? definition.attributes : [];
  const byName = attributes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { ...definition, attributes: byName } as unknown as JsonValue;
}

/** A class takes defaults from its parent, which the same input may define. A ring is left for the check to find. */
function parentsFirst(inputs: readonly CiClassInput[]): readonly CiClassInput[] {
  const byName = new Map(inputs.map((own) => [own.name, own]));
  const depth = (own: CiClassInput): number => {
    let count = 0;
    let parent = byName.get(own.parent ?? ROOT_CLASS);
    while (parent !== undefined && count <= inputs.length) {
      count += 1;
      parent = byName.get(parent.parent ?? ROOT_CLASS);
    }
    return count;
  };
  return inputs
    .map((own) => ({ own, depth: own.name === ROOT_CLASS ? 0 : depth(own) }))
    .toSorted((a, b) => a.depth - b.depth)
    .map(({ own }) => own);
}

function completeClass(
  input: CiClassInput,
  stored: CiClass | undefined,
  classes: ReadonlyMap<string, CiClass>,
  newEntryId: () => number,
): CiClass {
  const parent = input.name === ROOT_CLASS ? (input.parent ?? null) : (input.parent ?? ROOT_CLASS);
  const inherited: readonly IdentificationRuleInput[] = parent === null ? [] : [{ inherits: parent }];
  return {
    name: input.name,
    parent,
    abstract: input.abstract ?? false,
    description: input.description,
    canFail: input.canFail ?? classes.get(parent ?? '')?.canFail ?? true,
    ...(input.failureProbability == null ? {} : { failureProbability: input.failureProbability }),
    isService: input.isService ?? false,
    attributes: (input.attributes ?? []).map(({ name, description, schema, required }) => ({
      name,
      description: description ?? '',
      schema,
      required: required ?? false,
    })),
    identification: completeRules(input.identification ?? inherited, stored, newEntryId),
    gateDefaults: Object.fromEntries(
      (input.gateDefaults ?? []).map((gate) => [gate.relationshipType, completeGate(gate)]),
    ),
    ...(input.absentGraceHours == null ? {} : { absentGraceHours: input.absentGraceHours }),
  };
}

function completeRules(
  inputs: readonly IdentificationRuleInput[],
  stored: CiClass | undefined,
  newEntryId: () => number,
): readonly IdentificationRule[] {
  const known = (stored?.identification ?? []).flatMap((rule) => ('inherits' in rule ? [] : [rule]));
  const free = new Set(known);
  return inputs.map((input) => {
    if (input.inherits != null) return { inherits: input.inherits };
    const entry = completeEntry(input);
    const same = [...free].find((one) => identifiesAlike(one, entry));
    if (same === undefined) return { ...entry, id: newEntryId() };
    free.delete(same);
    return { ...entry, id: same.id };
  });
}

function completeEntry(input: IdentificationRuleInput): IdentificationEntry {
  return {
    id: 0,
    attributes: input.attributes ?? [],
    within: input.within?.map(({ relationshipType, hostClasses }) => ({ relationshipType, hostClasses })) ?? null,
    rows: input.rows ?? null,
    weak: input.weak ?? false,
  };
}

/** Whether two entries give an item the same identifiers. Weakness decides only what those are good for. */
function identifiesAlike(a: IdentificationEntry, b: IdentificationEntry): boolean {
  const parts = ({ attributes, within, rows }: IdentificationEntry): string =>
    JSON.stringify([
      attributes,
      rows,
      within?.map(({ relationshipType, hostClasses }) => [relationshipType, hostClasses]) ?? null,
    ]);
  return parts(a) === parts(b);
}

function completeGate(input: GateDefaultInput | null | undefined): GateDefault {
  return { rule: input?.rule ?? 'ALL', value: input?.value ?? null, types: input?.types ?? null };
}

function completeType(input: RelationshipTypeInput, types: ReadonlyMap<string, RelationshipType>): RelationshipType {
  return {
    code: types.get(input.name)?.code ?? freeCode(types),
    name: input.name,
    inverseName: input.inverseName,
    description: input.description,
    propagation: input.propagation,
    symmetric: input.symmetric ?? false,
    ...(input.standby === true ? { standby: true } : {}),
    defaultStrength: input.defaultStrength ?? 'HARD',
    defaultGate: completeGate(input.defaultGate),
    endpoints: (input.endpoints ?? [{ source: [ROOT_CLASS], target: [ROOT_CLASS] }]).map(({ source, target }) => ({
      source,
      target,
    })),
  };
}

/** From the top, so that the codes of shipped types, which count from 1, stay free for them. */
function freeCode(types: ReadonlyMap<string, RelationshipType>): number {
  const taken = new Set([...types.values()].map((type) => type.code));
  let code = RELATIONSHIP_TYPE_COUNT_MAX - 1;
  while (taken.has(code) && code > 0) code -= 1;
  return code;
}

function duplicates(inputs: readonly { readonly name: string }[], root: string): readonly ItemError[] {
  const names = inputs.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) =>
    itemError('INVALID_DEFINITION', `${quoted(name)} is defined twice in this request. Keep one.`, [root, name]),
  );
}

function ruleFaults(input: CiClassInput): readonly ItemError[] {
  return (input.identification ?? []).flatMap((rule) => {
    const fault = ruleFault(rule);
    if (fault === null) return [];
    const message = `An identification rule of CI class ${quoted(input.name)} ${fault}`;
    return [itemError('INVALID_DEFINITION', message, ['classes', input.name, 'identification'])];
  });
}

function ruleFault(rule: IdentificationRuleInput): string | null {
  if (rule.inherits == null) {
    return rule.attributes == null ? 'says nothing: give "inherits" or "attributes".' : null;
  }
  const alone = rule.attributes == null && rule.within == null && rule.rows == null && !rule.weak;
  return alone ? null : 'has "inherits" together with other fields: give each rule its own place in the list.';
}

/** Being a service is inherited: a class below a service cannot say that it is none. */
function serviceFaults(input: CiClassInput, classes: ReadonlyMap<string, CiClass>): readonly ItemError[] {
  if (input.isService !== false) return [];
  const seen = new Set<CiClass>();
  let parent = classes.get(input.parent ?? ROOT_CLASS);
  while (parent !== undefined && !seen.has(parent) && !parent.isService) {
    seen.add(parent);
    parent = classes.get(parent.parent ?? '');
  }
  if (parent?.isService !== true) return [];
  const message = `CI class ${quoted(input.name)} says that it is no service, but descends from ${parent.name}, which is one. Leave isService out, or choose another parent.`;
  return [itemError('INVALID_DEFINITION', message, ['classes', input.name, 'isService'])];
}
