import type { CiClass, HostContext, IdentificationEntry, RelationshipType } from './class-model';
import { itemError, type ErrorCode, type ItemError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { didYouMean, quoted } from '../nearest-name';
import { isVolatile } from './volatile-values';

/** What an identification rule may refer to. */
interface Known {
  readonly classes: ReadonlyMap<string, CiClass>;
  readonly types: ReadonlyMap<string, RelationshipType>;
}

/** The base fields that may identify an item beside its attributes. */
const IDENTIFYING_BASE_FIELDS = ['name', 'class', 'environment', 'site', 'tenant'] as const;

/** The entry id under which native keys are stored; entries of classes start above it. */
export const NATIVE_KEY_ENTRY = 1;

/** Everything that is wrong with the identification rules of one class; `ancestors` are the classes above it. */
export function checkIdentification(own: CiClass, ancestors: readonly CiClass[], known: Known): readonly ItemError[] {
  const attributes = new Map(
    [own, ...ancestors].flatMap((each) => each.attributes.map((attribute) => [attribute.name, attribute.schema])),
  );
  const error = (code: ErrorCode, fault: string): ItemError =>
    itemError(code, `An identification rule of CI class ${quoted(own.name)} ${fault}`, [
      'classes',
      own.name,
      'identification',
    ]);
  return own.identification.flatMap((rule) => {
    if ('inherits' in rule) {
      if (ancestors.some((ancestor) => ancestor.name === rule.inherits)) return [];
      const hint = didYouMean(
        rule.inherits,
        ancestors.map((ancestor) => ancestor.name),
      );
      return [error('INVALID_DEFINITION', `inherits those of ${quoted(rule.inherits)}, which is not above it.${hint}`)];
    }
    const faults = [idFault(rule), ...attributeFaults(rule, attributes)].flatMap((fault) => fault ?? []);
    return [
      ...faults.map((fault) => error('INVALID_DEFINITION', fault)),
      ...(rule.within ?? []).flatMap((host) => hostFaults(host, known).map(([code, fault]) => error(code, fault))),
      ...(rule.within?.length === 0
        ? [error('INVALID_DEFINITION', 'is within nothing: name a host or leave it out.')]
        : []),
    ];
  });
}

function idFault(entry: IdentificationEntry): string | null {
  if (Number.isSafeInteger(entry.id) && entry.id > NATIVE_KEY_ENTRY && entry.id < 2 ** 31) return null;
  return `has the entry id ${entry.id}; whole numbers from ${NATIVE_KEY_ENTRY + 1} fit.`;
}

/** Names of attributes, base fields or, with `rows`, of the fields of the elements of an array attribute. */
function attributeFaults(entry: IdentificationEntry, attributes: ReadonlyMap<string, JsonObject>): readonly string[] {
  if (entry.attributes.length === 0) return ['names no attribute.'];
  if (new Set(entry.attributes).size !== entry.attributes.length) return ['names an attribute twice.'];
  const { rows } = entry;
  const volatile = [...entry.attributes, ...(rows === null ? [] : [rows])].filter((name) => {
    const schema = attributes.get(name);
    return schema !== undefined && isVolatile(schema);
  });
  if (volatile.length > 0)
    return [`names ${quoted(volatile[0] ?? '')}, whose values have no history and identify nothing.`];
  if (rows === null) {
    const known = [...IDENTIFYING_BASE_FIELDS, ...attributes.keys()];
    return unknownNames(entry.attributes, known).map(
      (name) => `names the unknown attribute ${quoted(name)}.${didYouMean(name, known)}`,
    );
  }
  const schema = attributes.get(rows);
  if (schema === undefined) {
    return [`looks into the unknown attribute ${quoted(rows)}.${didYouMean(rows, attributes.keys())}`];
  }
  const fields = elementFields(schema['items']);
  if (schema['type'] !== 'array') return [`looks into ${quoted(rows)}, which is no array.`];
  // An array of plain values: each element is the entry's one value, whatever that is called.
  if (fields === null) return entry.attributes.length === 1 ? [] : [`needs objects in ${quoted(rows)}.`];
  return unknownNames(entry.attributes, fields).map(
    (name) => `names ${quoted(name)}, which elements of ${quoted(rows)} do not have.${didYouMean(name, fields)}`,
  );
}

const unknownNames = (names: readonly string[], known: readonly string[]): readonly string[] =>
  names.filter((name) => !known.includes(name));

/** The property names of an array's elements; null when they are plain values. */
function elementFields(items: JsonValue | undefined): readonly string[] | null {
  if (!isJsonObject(items) || !isJsonObject(items['properties'])) return null;
  return Object.keys(items['properties']);
}

function hostFaults(host: HostContext, known: Known): readonly (readonly [ErrorCode, string])[] {
  const unknown = host.hostClasses.filter((name) => !known.classes.has(name));
  return [
    ...(host.hostClasses.length === 0 ? [['INVALID_DEFINITION', 'names no class for its host.'] as const] : []),
    ...unknown.map((name) => {
      const hint = didYouMean(name, known.classes.keys());
      return ['UNKNOWN_CLASS', `looks inside the unknown CI class ${quoted(name)}.${hint}`] as const;
    }),
    ...(known.types.has(host.relationshipType)
      ? []
      : [
          [
            'UNKNOWN_RELATIONSHIP_TYPE',
            `finds its host over the unknown relationship type ${quoted(host.relationshipType)}.${didYouMean(host.relationshipType, known.types.keys())}`,
          ] as const,
        ]),
  ];
}
