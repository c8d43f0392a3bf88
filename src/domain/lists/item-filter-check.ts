import { jsonTypeOf, schemaAt, typesOfSchema, type JsonType } from '../class-model/attribute-types';
import type { AttributeDefinition } from '../class-model/class-model';
import { DomainError } from '../errors';
import type { ItemFilter, RelatedFilter, ValueFilter } from './item-filter';
import type { JsonValue } from '../json';
import { didYouMean, quoted } from '../nearest-name';
import type { ClassModel } from '../class-model/resolved-class-model';

/** Filters inside filters: far more than anybody writes, far fewer than cost the planner of the database a second. */
const DEPTH_MAX = 20;
/** Relationships of relationships: each is a search of its own. */
const RELATED_DEPTH_MAX = 5;

/**
 * Refuses a filter that cannot mean what it says under a class model. Conditions on attributes are held against the classes
 * named beside or above them, descendants included, or else against all. Throws UNKNOWN_CLASS, INVALID_ATTRIBUTE for an
 * attribute that none of them has or a value of a kind that none allows, LIMIT_EXCEEDED, BAD_REQUEST.
 */
export function checkItemFilter(filter: ItemFilter, model: ClassModel): void {
  checkLevel(filter, { model, classes: null, depth: 1, relatedDepth: 0 });
}

interface Level {
  readonly model: ClassModel;
  /** The classes that items have here; null: any. */
  readonly classes: readonly string[] | null;
  readonly depth: number;
  readonly relatedDepth: number;
}

function checkLevel(filter: ItemFilter, outer: Level): void {
  if (outer.depth > DEPTH_MAX) throw tooDeep('filters', outer.depth, DEPTH_MAX);
  const { model } = outer;
  const named = filter.classes?.flatMap((name) => model.descendants(model.requireClass(name).name));
  const classes = named === undefined || named.length === 0 ? outer.classes : named;
  const level = { ...outer, classes, depth: outer.depth + 1 };
  for (const value of filter.attributes ?? []) checkAttribute(value, level);
  for (const inner of [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])]) {
    checkLevel(inner, level);
  }
  for (const related of filter.related ?? []) checkRelated(related, level);
}

function checkRelated({ filter, count, exists }: RelatedFilter, level: Level): void {
  const relatedDepth = level.relatedDepth + 1;
  if (relatedDepth > RELATED_DEPTH_MAX) throw tooDeep('related items', relatedDepth, RELATED_DEPTH_MAX);
  if (count != null && exists === false) {
    const message =
      'A filter of related items has both a count and exists: false: leave exists out, or ask for count: { eq: 0 }.';
    throw new DomainError('BAD_REQUEST', message);
  }
  if (filter) checkLevel(filter, { ...level, classes: null, relatedDepth });
}

const tooDeep = (what: string, found: number, limit: number): DomainError =>
  new DomainError(
    'LIMIT_EXCEEDED',
    `The filter has ${found} levels of ${what} inside each other; at most ${limit} are allowed: ask in steps, by ids.`,
  );

function checkAttribute(condition: ValueFilter, { model, classes }: Level): void {
  // An attribute's name has no dots.
  const [name = '', ...rest] = condition.path.split('.');
  const holders = (classes ?? model.classes().map((one) => one.name)).flatMap((className) => {
    const definition = model.attributesOf(className).get(name);
    return definition ? [{ className, definition }] : [];
  });
  const [first] = holders;
  if (!first) throw unknownAttribute(name, classes, model);
  for (const [operator, value, types] of asked(condition)) {
    if (holders.some(({ definition }) => allows(definition, rest, types))) continue;
    throw wrongKind(condition.path, first, { operator, value, rest });
  }
}

type Asked = readonly [operator: string, value: JsonValue, types: readonly JsonType[]];

/** What a condition compares with, and of which kind a stored value would have to be. */
function asked({ eq, in: options, gte, gt, lte, lt, startsWith, contains }: ValueFilter): readonly Asked[] {
  const compared = (operator: string, value: JsonValue | null | undefined): readonly Asked[] =>
    value == null ? [] : [[operator, value, [jsonTypeOf(value)]]];
  return [
    ...compared('eq', eq),
    ...(options ?? []).flatMap((option) => compared('in', option)),
    ...compared('gte', gte),
    ...compared('gt', gt),
    ...compared('lte', lte),
    ...compared('lt', lt),
    ...compared('startsWith', startsWith),
    ...(contains == null ? [] : [['contains', contains, ['array', jsonTypeOf(contains)]] as Asked]),
  ];
}

function allows({ schema }: AttributeDefinition, path: readonly string[], types: readonly JsonType[]): boolean {
  const found = schemaAt(schema, path);
  const allowed = found && typesOfSchema(found);
  return !allowed || types.some((type) => allowed.has(type));
}

function unknownAttribute(name: string, classes: readonly string[] | null, model: ClassModel): DomainError {
  const within = classes ?? model.classes().map((one) => one.name);
  const known = new Set(within.flatMap((className) => [...model.attributesOf(className).keys()]));
  const who = classes === null ? 'No class has' : `Neither ${classes[0]} nor a class below it has`;
  const message = `${who} an attribute ${quoted(name)}.${didYouMean(name, known)} Free key-value pairs are labels.`;
  return new DomainError('INVALID_ATTRIBUTE', message);
}

function wrongKind(
  path: string,
  { className, definition }: { readonly className: string; readonly definition: AttributeDefinition },
  { operator, value, rest }: { readonly operator: string; readonly value: JsonValue; readonly rest: readonly string[] },
): DomainError {
  const schema = schemaAt(definition.schema, rest);
  const kinds = [...((schema && typesOfSchema(schema)) ?? [])].join(' or ');
  const message = `The attribute ${quoted(path)} of ${className} is of kind ${kinds}; ${operator} compares it with ${quoted(JSON.stringify(value))}, which is of kind ${jsonTypeOf(value)}: give a value of the same kind.`;
  return new DomainError('INVALID_ATTRIBUTE', message);
}
