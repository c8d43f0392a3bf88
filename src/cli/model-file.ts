import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, stringify, type Document } from 'yaml';
import { PROPAGATIONS } from '../domain/class-model/class-model';
import { GATE_RULES, STRENGTHS } from '../domain/gate';
import type { JsonValue } from '../domain/json';
import type {
  CiClassInput,
  GateDefaultInput,
  IdentificationRuleInput,
  ModelInput,
  RelationshipTypeInput,
} from '../domain/class-model/model-input';
import type { ReconciliationRuleInput } from '../domain/reconciliation/reconciliation-rule-input';
import { CommandError } from './command-error';
import { withoutNulls } from './without-nulls';
import {
  readJunkList,
  readValueList,
  writtenLists,
  type FileJunkList,
  type FileValueList,
  type ModelLists,
} from './model-lists';
import { StrictReader } from './strict-reader';

/** Definitions of one or more files, with where each of them stands (`classes.<name>` -> `file:line`). */
export interface ModelFile {
  readonly input: ModelInput;
  readonly lists: ModelLists;
  readonly places: ReadonlyMap<string, string>;
}

/** Reads definitions. Throws CommandError with the file and line of what cannot be read. */
export function readModelFile(fileName: string, text: string): ModelFile {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const classes: CiClassInput[] = [];
  const relationshipTypes: RelationshipTypeInput[] = [];
  const reconciliationRules: ReconciliationRuleInput[] = [];
  const valueLists: FileValueList[] = [];
  const junkValues: FileJunkList[] = [];
  const places = new Map<string, string>();
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error !== undefined) throw new CommandError(`${fileName} is no YAML: ${error.message}`);
    const content = toJson(fileName, document);
    if (content === null) continue;
    const reader = new StrictReader(fileName);
    const root = reader.object(content, 'the file', ROOTS);
    classes.push(...reader.list(root['classes'], 'classes').map((own) => readClass(reader, own)));
    relationshipTypes.push(
      ...reader.list(root['relationshipTypes'], 'relationshipTypes').map((type) => readType(reader, type)),
    );
    reconciliationRules.push(
      ...reader.list(root['reconciliationRules'], 'reconciliationRules').map((rule) => readSourceRule(reader, rule)),
    );
    valueLists.push(...reader.list(root['valueLists'], 'valueLists').map((one) => readValueList(reader, one)));
    junkValues.push(...reader.list(root['junkValues'], 'junkValues').map((one) => readJunkList(reader, one)));
    for (const [name, offset] of offsetsOf(document)) places.set(name, `${fileName}:${lines.linePos(offset).line}`);
  }
  const rules = reconciliationRules.length > 0 ? { reconciliationRules } : {};
  const input = withoutNulls({ classes, relationshipTypes, ...rules });
  return { input, lists: { valueLists, junkValues }, places };
}

const ROOTS = ['classes', 'relationshipTypes', 'reconciliationRules', 'valueLists', 'junkValues'];
const NO_LISTS: ModelLists = { valueLists: [], junkValues: [] };

/** Definitions as a file that {@link readModelFile} reads again. */
export function writeModelFile(
  { classes, relationshipTypes, reconciliationRules = [] }: ModelInput,
  lists: ModelLists = NO_LISTS,
): string {
  const content = {
    classes: classes.map((own) => ({
      ...own,
      attributes: Object.fromEntries(
        (own.attributes ?? []).map(({ name, description, schema, required }) => [
          name,
          { description, ...(required === true ? { required } : {}), schema },
        ]),
      ),
      gateDefaults: Object.fromEntries(
        (own.gateDefaults ?? []).map(({ relationshipType, ...gate }) => [relationshipType, gate]),
      ),
    })),
    relationshipTypes,
    ...(reconciliationRules.length > 0 ? { reconciliationRules } : {}),
    ...writtenLists(lists),
  };
  return stringify(withoutNulls(content), { lineWidth: 100, aliasDuplicateObjects: false });
}

function toJson(fileName: string, document: Document): JsonValue {
  try {
    return document.toJS({ maxAliasCount: 100 }) as JsonValue;
  } catch (error) {
    throw new CommandError(`${fileName} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function offsetsOf({ contents }: Document): readonly (readonly [string, number])[] {
  if (!isMap(contents)) return [];
  return ['classes', 'relationshipTypes'].flatMap((root) => {
    const list = contents.get(root, true);
    if (!isSeq(list)) return [];
    return list.items.flatMap((item) => {
      const name = isMap(item) ? item.get('name', true) : undefined;
      return isScalar(name) && name.range ? [[`${root}.${String(name.value)}`, name.range[0]] as const] : [];
    });
  });
}

function readClass(reader: StrictReader, value: JsonValue): CiClassInput {
  const at = reader.called('class', value);
  const own = reader.object(value, at, [
    'name',
    'parent',
    'abstract',
    'description',
    'canFail',
    'failureProbability',
    'isService',
    'absentGraceHours',
    'attributes',
    'identification',
    'gateDefaults',
  ]);
  const identification = own['identification'];
  return {
    name: reader.text(own['name'], `the name of ${at}`),
    parent: reader.optionalText(own['parent'], `parent of ${at}`),
    abstract: reader.optionalFlag(own['abstract'], `abstract of ${at}`),
    description: reader.optionalText(own['description'], `description of ${at}`) ?? '',
    canFail: reader.optionalFlag(own['canFail'], `canFail of ${at}`),
    failureProbability: reader.optionalNumber(own['failureProbability'], `failureProbability of ${at}`),
    isService: reader.optionalFlag(own['isService'], `isService of ${at}`),
    absentGraceHours: reader.optionalNumber(own['absentGraceHours'], `absentGraceHours of ${at}`),
    attributes: readAttributes(reader, own['attributes'], at),
    identification:
      identification === undefined || identification === null
        ? null
        : reader.list(identification, `identification of ${at}`).map((rule) => readRule(reader, rule, at)),
    gateDefaults: Object.entries(reader.object(own['gateDefaults'] ?? {}, `gateDefaults of ${at}`, null)).map(
      ([relationshipType, gate]) => ({
        relationshipType,
        ...readGate(reader, gate, `gate ${relationshipType} of ${at}`),
      }),
    ),
  };
}

function readAttributes(reader: StrictReader, value: JsonValue | undefined, at: string): CiClassInput['attributes'] {
  return Object.entries(reader.object(value ?? {}, `attributes of ${at}`, null)).map(([name, attribute]) => {
    if (typeof attribute === 'string') return { name, schema: { type: attribute } };
    const where = `attribute ${name} of ${at}`;
    const full = reader.object(attribute, where, ['description', 'required', 'schema']);
    return {
      name,
      description: reader.optionalText(full['description'], `description of ${where}`),
      required: reader.optionalFlag(full['required'], `required of ${where}`),
      schema: reader.object(full['schema'] ?? {}, `schema of ${where}`, null),
    };
  });
}

function readRule(reader: StrictReader, value: JsonValue, at: string): IdentificationRuleInput {
  if (Array.isArray(value)) return { attributes: reader.texts(value, `identification of ${at}`) };
  const rule = reader.object(value, `a rule of ${at}`, ['inherits', 'attributes', 'within', 'rows', 'weak']);
  const { within } = rule;
  return {
    inherits: reader.optionalText(rule['inherits'], `inherits of ${at}`),
    attributes: rule['attributes'] == null ? null : reader.texts(rule['attributes'], `identification of ${at}`),
    within:
      within == null
        ? null
        : reader.list(within, `within of ${at}`).map((host) => {
            const context = reader.object(host, `within of ${at}`, ['relationshipType', 'hostClasses']);
            return {
              relationshipType: reader.text(context['relationshipType'], `relationshipType of ${at}`),
              hostClasses: reader.texts(context['hostClasses'], `hostClasses of ${at}`),
            };
          }),
    rows: reader.optionalText(rule['rows'], `rows of ${at}`),
    weak: reader.optionalFlag(rule['weak'], `weak of ${at}`),
  };
}

function readSourceRule(reader: StrictReader, value: JsonValue): ReconciliationRuleInput {
  const own = reader.object(value, 'a reconciliation rule', [
    'class',
    'relationshipType',
    'attributes',
    'source',
    'priority',
    'refreshPeriodSeconds',
    'remove',
  ]);
  const source = reader.text(own['source'], 'the source of a reconciliation rule');
  const at = `the reconciliation rule for ${source}`;
  return {
    class: reader.optionalText(own['class'], `class of ${at}`),
    relationshipType: reader.optionalText(own['relationshipType'], `relationshipType of ${at}`),
    attributes: own['attributes'] == null ? null : reader.texts(own['attributes'], `attributes of ${at}`),
    source,
    priority: reader.optionalNumber(own['priority'], `priority of ${at}`),
    refreshPeriodSeconds: reader.optionalNumber(own['refreshPeriodSeconds'], `refreshPeriodSeconds of ${at}`),
    remove: reader.optionalFlag(own['remove'], `remove of ${at}`),
  };
}

function readType(reader: StrictReader, value: JsonValue): RelationshipTypeInput {
  const at = reader.called('relationship type', value);
  const own = reader.object(value, at, [
    'name',
    'inverseName',
    'description',
    'propagation',
    'symmetric',
    'standby',
    'defaultStrength',
    'defaultGate',
    'endpoints',
  ]);
  const gate = own['defaultGate'];
  const { endpoints } = own;
  return {
    name: reader.text(own['name'], `the name of ${at}`),
    inverseName: reader.text(own['inverseName'], `inverseName of ${at}`),
    description: reader.optionalText(own['description'], `description of ${at}`) ?? '',
    propagation: reader.oneOf(own['propagation'], `propagation of ${at}`, PROPAGATIONS),
    symmetric: reader.optionalFlag(own['symmetric'], `symmetric of ${at}`),
    standby: reader.optionalFlag(own['standby'], `standby of ${at}`),
    defaultStrength:
      own['defaultStrength'] == null
        ? null
        : reader.oneOf(own['defaultStrength'], `defaultStrength of ${at}`, STRENGTHS),
    defaultGate: gate == null ? null : readGate(reader, gate, `defaultGate of ${at}`),
    endpoints:
      endpoints == null
        ? null
        : reader.list(endpoints, `endpoints of ${at}`).map((rule) => {
            const pair = reader.object(rule, `endpoints of ${at}`, ['source', 'target']);
            return {
              source: reader.texts(pair['source'], `source of ${at}`),
              target: reader.texts(pair['target'], `target of ${at}`),
            };
          }),
  };
}

function readGate(reader: StrictReader, value: JsonValue, what: string): GateDefaultInput {
  const gate = reader.object(value, what, ['rule', 'value', 'types']);
  return {
    rule: reader.oneOf(gate['rule'], `rule of ${what}`, GATE_RULES),
    value: reader.optionalNumber(gate['value'], `value of ${what}`),
    types: gate['types'] == null ? null : reader.texts(gate['types'], `types of ${what}`),
  };
}
