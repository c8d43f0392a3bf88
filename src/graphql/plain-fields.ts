import {
  getNamedType,
  getNullableType,
  isLeafType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../domain/errors';

/** Fields that are one value each, by their names. */
export type PlainFields = ReadonlyMap<string, GraphQLField<unknown, unknown>>;

/** The fields of an object type that are one value each, without arguments, and that a condition allows. */
export function plainFields(
  schema: GraphQLSchema,
  typeName: string,
  isAllowed: (field: GraphQLField<unknown, unknown>) => boolean = () => true,
): PlainFields {
  const type = schema.getType(typeName);
  invariant(isObjectType(type), `the schema has ${typeName}`);
  const plain = Object.values(type.getFields()).filter(
    (field) => field.args.length === 0 && isLeafType(getNullableType(field.type)) && isAllowed(field),
  );
  return new Map(plain.map((field) => [field.name, field]));
}

/** The selected fields; null where some have to be merged, or stand in a fragment. */
export function distinctFields({ selections }: SelectionSetNode): readonly FieldNode[] | null {
  const fields = selections.filter((one) => one.kind === Kind.FIELD);
  const isDistinct = new Set(fields.map(keyOf)).size === selections.length;
  return isDistinct ? fields : null;
}

/** What a field is called in the answer. */
export const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** One selected field in a word: `key:field`. */
export const selected = (node: FieldNode): string => `${keyOf(node)}:${node.name.value}`;

/** Whether a field can be written without asking anybody; the name of the type is one of them. */
export const isPlain = ({ name, directives = [] }: FieldNode, fields: PlainFields): boolean =>
  directives.length === 0 && (fields.has(name.value) || name.value === '__typename');

/** What is selected, in words with spaces between; null unless all of it is plain. */
export function plainSelection(set: SelectionSetNode, fields: PlainFields): string | null {
  const nodes = distinctFields(set);
  return nodes?.every((node) => isPlain(node, fields)) === true ? nodes.map(selected).join(' ') : null;
}

/**
 * Writes the members of an object that were selected, without its braces: `valueOf` gives the value of a field as it is
 * stored, `typeName` is the name of the object's type.
 */
export function memberWriter<Source>(
  selection: string,
  fields: PlainFields,
  typeName: string,
  valueOf: (source: Source, field: GraphQLField<unknown, unknown>) => unknown,
): (source: Source) => string {
  const asked = selection.split(' ').map((one) => one.split(':') as [key: string, name: string]);
  const members = asked.map(([key, name]): readonly [string, (source: Source) => unknown] => {
    const field = fields.get(name);
    if (!field) return [key, () => typeName];
    const leaf = getNamedType(field.type);
    invariant(isLeafType(leaf), `${name} is a plain field`);
    return [
      key,
      (source) => {
        const value = valueOf(source, field);
        return value === null ? null : leaf.serialize(value);
      },
    ];
  });
  return (source) =>
    JSON.stringify(Object.fromEntries(members.map(([key, valueIn]) => [key, valueIn(source)]))).slice(1, -1);
}
