import { PART_PREFIX } from './claim-paths';
import { BASE_FIELDS } from '../configuration-item';
import {
  PRIORITY_MAX,
  reconciliationKind,
  REFRESH_SECONDS_MAX,
  REFRESH_SECONDS_MIN,
  withDataRules,
  type DataRule,
  type ReconciliationRule,
  type RuleTarget,
} from '../class-model/data-rules';
import { itemError, type ItemError } from '../errors';
import { jsonEqual } from '../json-equal';
import { didYouMean, quoted } from '../nearest-name';
import { MANUAL_SOURCE } from './manual-source';
import { isPart } from './reconciliation-rules';
import { ClassModel } from '../class-model/resolved-class-model';

/** Rules as a caller writes them: how strong a source is for some attributes, or all, of a class or relationship type. */
export interface ReconciliationRuleInput {
  /** Exactly one of the two is given. */
  readonly class?: string | null | undefined;
  readonly relationshipType?: string | null | undefined;
  /** Base fields, attributes, `labels.<key>`, `gates.<key>`, or a part such as `labels.*`; everything when left out. */
  readonly attributes?: readonly string[] | null | undefined;
  readonly source: string;
  /** Needed unless the rules are taken away. */
  readonly priority?: number | null | undefined;
  readonly refreshPeriodSeconds?: number | null | undefined;
  readonly remove?: boolean | null | undefined;
}

/** What some rules make of a model. */
export interface ChangedRules {
  /** Rows that say something else than before. */
  readonly rules: readonly DataRule[];
  /** Targets and sources whose rules are touched. */
  readonly targets: readonly RuleTarget[];
  readonly sources: readonly string[];
  /** Paths begin with the position of the rule in the input. */
  readonly errors: readonly ItemError[];
}

/** Puts rules into a model, one after the other. A rule replaces that of the same target, attribute and source. */
export function changeRules(
  model: ClassModel,
  inputs: readonly ReconciliationRuleInput[],
  knownSources: readonly string[],
): ChangedRules {
  const changed = new Map<string, DataRule>();
  const targets = new Map<string, RuleTarget>();
  const errors: ItemError[] = [];
  for (const [index, input] of inputs.entries()) {
    const faults = checkRule(model, input, knownSources);
    errors.push(...faults.map((fault) => ({ ...fault, path: [String(index), ...fault.path] })));
    if (faults.length > 0) continue;
    const target = targetOf(input);
    const key = `${target.kind} ${target.name}`;
    const before = changed.get(key)?.definition ?? { rules: model.reconciliation.of(target) };
    const rules = withRule('rules' in before ? before.rules : [], input, model, target);
    targets.set(key, target);
    changed.set(key, { kind: reconciliationKind(target.kind), name: target.name, definition: { rules } });
  }
  const before = new Map((model.definition.dataRules ?? []).map((rule) => [`${rule.kind} ${rule.name}`, rule]));
  return {
    rules: [...changed.values()].filter((rule) => {
      const stored = before.get(`${rule.kind} ${rule.name}`)?.definition ?? { rules: [] };
      return !jsonEqual(asJson(stored), asJson(rule.definition));
    }),
    targets: [...targets.values()],
    sources: [...new Set(inputs.map(({ source }) => source))],
    errors,
  };
}

const asJson = (value: object) => value as unknown as Parameters<typeof jsonEqual>[0];

/** The model with some rows of rules in place of those of the same kind and name. */
export const withRules = (model: ClassModel, rules: readonly DataRule[]): ClassModel =>
  new ClassModel({ ...model.definition, dataRules: withDataRules(model.definition.dataRules ?? [], rules) });

const targetOf = ({ class: className, relationshipType }: ReconciliationRuleInput): RuleTarget =>
  className == null ? { kind: 'RELATIONSHIP_TYPE', name: relationshipType ?? '' } : { kind: 'CLASS', name: className };

function withRule(
  rules: readonly ReconciliationRule[],
  input: ReconciliationRuleInput,
  model: ClassModel,
  target: RuleTarget,
): readonly ReconciliationRule[] {
  const { source, priority, refreshPeriodSeconds } = input;
  const paths = (input.attributes ?? [null]).map((name) => (name === null ? null : pathIn(model, target, name)));
  const kept = rules.filter((rule) => rule.source !== source || !paths.includes(rule.path));
  if (input.remove === true) return kept;
  const added = [...new Set(paths)].map((path) => ({
    path,
    source,
    priority: priority ?? 0,
    refreshSeconds: refreshPeriodSeconds ?? null,
  }));
  const keyOf = ({ path, source: of }: ReconciliationRule): string => `${path ?? ''} ${of}`;
  return [...kept, ...added].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function checkRule(
  model: ClassModel,
  input: ReconciliationRuleInput,
  knownSources: readonly string[],
): readonly ItemError[] {
  const target = checkTarget(model, input);
  if (target) return [target];
  return [
    ...checkSource(input.source, knownSources),
    ...checkPriority(input),
    ...checkRefreshSeconds(input.refreshPeriodSeconds, ['refreshPeriodSeconds']),
    ...(input.attributes?.length === 0
      ? [itemError('INVALID_VALUE', 'Name at least one attribute, or leave attributes out for all.', ['attributes'])]
      : []),
    ...(input.attributes ?? []).flatMap((name, at) =>
      checkAttribute(model, targetOf(input), name, ['attributes', String(at)]),
    ),
  ];
}

function checkTarget(model: ClassModel, input: ReconciliationRuleInput): ItemError | null {
  const { class: className, relationshipType } = input;
  if ((className == null) === (relationshipType == null)) {
    return itemError('INVALID_VALUE', 'Name either the class or the relationship type that the rule is for.', [
      'class',
    ]);
  }
  if (className != null && !model.class(className)) {
    const hint = didYouMean(
      className,
      model.classes().map((own) => own.name),
    );
    return itemError('UNKNOWN_CLASS', `There is no CI class ${quoted(className)}.${hint}`, ['class']);
  }
  if (relationshipType != null && !model.type(relationshipType)) {
    const hint = didYouMean(
      relationshipType,
      model.types().map((own) => own.name),
    );
    const message = `There is no relationship type ${quoted(relationshipType)}.${hint}`;
    return itemError('UNKNOWN_RELATIONSHIP_TYPE', message, ['relationshipType']);
  }
  return null;
}

function checkSource(source: string, known: readonly string[]): readonly ItemError[] {
  if (source === MANUAL_SOURCE) {
    const message = `"${MANUAL_SOURCE}" stands for edits by hand, which win over every source. Take one back by setting its value to null.`;
    return [itemError('INVALID_VALUE', message, ['source'])];
  }
  if (known.includes(source)) return [];
  const message = `No data source ${quoted(source)} is registered.${didYouMean(source, known)} Register it with registerDataSource first.`;
  return [itemError('UNKNOWN_SOURCE', message, ['source'])];
}

function checkPriority({ priority, remove }: ReconciliationRuleInput): readonly ItemError[] {
  if (remove === true) return [];
  if (priority == null) {
    return [itemError('INVALID_VALUE', 'Give the priority of the rule: the lower number wins.', ['priority'])];
  }
  if (Number.isSafeInteger(priority) && priority >= 0 && priority <= PRIORITY_MAX) return [];
  const message = `The priority ${priority} must be a whole number from 0 to ${PRIORITY_MAX}.`;
  return [itemError('INVALID_VALUE', message, ['priority'])];
}

/** What is wrong with a refresh period in seconds. */
export function checkRefreshSeconds(seconds: number | null | undefined, path: readonly string[]): readonly ItemError[] {
  if (seconds == null) return [];
  if (Number.isSafeInteger(seconds) && seconds >= REFRESH_SECONDS_MIN && seconds <= REFRESH_SECONDS_MAX) return [];
  const message = `A refresh period of ${seconds} s must be a whole number of seconds, from an hour (${REFRESH_SECONDS_MIN}) to ten years (${REFRESH_SECONDS_MAX}).`;
  return [itemError('INVALID_VALUE', message, path)];
}

/** Fields of a relationship that rules may name, beside `attributes.<name>`. */
const RELATIONSHIP_FIELDS: readonly string[] = ['kind', 'strength', 'gateKeys', 'weight'];
const BASE: ReadonlySet<string> = new Set(BASE_FIELDS);

function checkAttribute(
  model: ClassModel,
  target: RuleTarget,
  name: string,
  path: readonly string[],
): readonly ItemError[] {
  if (target.kind === 'RELATIONSHIP_TYPE') {
    if (RELATIONSHIP_FIELDS.includes(name) || isKeyOf(name, 'attributes.')) return [];
    const fields = `${RELATIONSHIP_FIELDS.join(', ')} and attributes.<name>`;
    const message = `A relationship has no field ${quoted(name)}.${didYouMean(name, RELATIONSHIP_FIELDS)} Rules may name ${fields}.`;
    return [itemError('INVALID_ATTRIBUTE', message, path)];
  }
  const attributes = model.attributesOf(target.name);
  const bare = name.startsWith(PART_PREFIX.ATTRIBUTES) ? name.slice(PART_PREFIX.ATTRIBUTES.length) : name;
  const known =
    BASE.has(name) ||
    isPart(name) ||
    attributes.has(bare) ||
    isKeyOf(name, PART_PREFIX.LABELS) ||
    isKeyOf(name, PART_PREFIX.GATES);
  if (known) return [];
  const message = `A ${target.name} has no attribute ${quoted(name)}.${didYouMean(name, [...BASE_FIELDS, ...attributes.keys()])} Rules may name base fields, attributes, labels.<key>, gates.<key>, and whole parts such as labels.*.`;
  return [itemError('INVALID_ATTRIBUTE', message, path)];
}

const isKeyOf = (name: string, prefix: string): boolean => name.startsWith(prefix) && name.length > prefix.length;

/** The path that a rule means by a name that was checked. */
export function pathIn(model: ClassModel, target: RuleTarget, name: string): string {
  const isBare = target.kind === 'CLASS' && !BASE.has(name) && model.attributesOf(target.name).has(name);
  return isBare ? PART_PREFIX.ATTRIBUTES + name : name;
}
