import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { readSchemaText } from '../../src/graphql/package-files';

/** A root field of the schema and an operation that asks for it. */
export interface RootField {
  /** `Query.node` */
  readonly name: string;
  readonly field: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly document: string;
}

/** What an argument or input field is given, by its name; the rest gets what fits its type. */
export type Values = Readonly<Record<string, string>>;

/** Every root field of the schema, each with an operation made from its types: so deep, and no further. */
export function rootFields(values: Values = {}, depth = 1): readonly RootField[] {
  const schema = buildSchema(readSchemaText());
  const roots: readonly (readonly [RootField['type'], GraphQLObjectType | null | undefined])[] = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ];
  return roots.flatMap(([type, root]) =>
    Object.values(root?.getFields() ?? {}).map((field) => ({
      name: `${root?.name ?? ''}.${field.name}`,
      field: field.name,
      type,
      document: `${type} { ${field.name}${argumentsOf(field, values)}${selection(schema, field.type, values, depth)} }`,
    })),
  );
}

function argumentsOf({ args }: GraphQLField<unknown, unknown>, values: Values): string {
  const given = args.flatMap(({ name, type, defaultValue }) => {
    if (!isNonNullType(type) && values[name] === undefined) return [];
    if (defaultValue !== undefined && values[name] === undefined) return [];
    return [`${name}: ${literal(name, type, values)}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

function literal(name: string, type: GraphQLInputType, values: Values): string {
  if (isNonNullType(type)) return literal(name, type.ofType, values);
  if (isListType(type)) return values[name] ?? `[${literal(name, type.ofType, values)}]`;
  const known = values[name];
  if (known !== undefined && !isInputObjectType(type)) return known;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) return values[type.name] ?? inputLiteral(type, values);
  return (
    { Int: '1', Float: '1', Boolean: 'true', Revision: '1', DateTime: '"2026-01-01T00:00:00Z"', JSONObject: '{}' }[
      type.name
    ] ?? '"x"'
  );
}

function inputLiteral(type: GraphQLInputObjectType, values: Values): string {
  const fields = Object.values(type.getFields());
  const needed = fields.filter(
    (field) => (isNonNullType(field.type) && field.defaultValue === undefined) || values[field.name] !== undefined,
  );
  const chosen = type.isOneOf ? fields.slice(0, 1) : needed;
  return `{ ${chosen.map((field) => `${field.name}: ${literal(field.name, field.type, values)}`).join(', ')} }`;
}

function selection(schema: GraphQLSchema, type: GraphQLOutputType, values: Values, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named) && !isInterfaceType(named)) return ' { __typename }';
  if (named.name === 'Node') {
    const item = schema.getType('GenericConfigurationItem');
    const inner = isObjectType(item) ? selection(schema, item, values, depth) : '';
    return ` { __typename ... on GenericConfigurationItem${inner} }`;
  }
  const fields = Object.values(named.getFields()).filter((field) => isLeafType(getNamedType(field.type)) || depth > 0);
  const shown = fields
    // Lists twice would only cost.
    .filter(({ name }) => name !== 'edges')
    .map((field) => `${field.name}${argumentsOf(field, values)}${selection(schema, field.type, values, depth - 1)}`);
  return ` { ${['__typename', ...shown].join(' ')} }`;
}
