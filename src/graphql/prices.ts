import {
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type ConstDirectiveNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { invariant } from '../domain/errors';

/** How long a list is thought to be of which the schema says nothing. */
const LIST_LENGTH = 10;

/** What the schema says of the price of a field. */
export interface FieldPrice {
  /** What it answers with; null: nothing that has fields. */
  readonly type: GraphQLCompositeType | null;
  /** Of one object; what has no fields is free unless the schema says otherwise. */
  readonly weight: number;
  /** How many objects, where no argument says so. */
  readonly assumedSize: number;
  readonly slicingArguments: readonly string[];
  /** The fields within that are so long, instead of this one. */
  readonly sizedFields: readonly string[];
}

type Field = GraphQLField<unknown, unknown>;

const KNOWN = new WeakMap<GraphQLSchema, Map<Field, FieldPrice>>();

/** Reads what the annotations of the schema (`@cost`, `@listSize`) say of a field; once for each. */
export function priceOf(schema: GraphQLSchema, field: Field): FieldPrice {
  const known = KNOWN.get(schema) ?? new Map<Field, FieldPrice>();
  KNOWN.set(schema, known);
  const price = known.get(field) ?? readPrice(schema, field);
  known.set(field, price);
  return price;
}

function readPrice(schema: GraphQLSchema, field: Field): FieldPrice {
  const named = getNamedType(field.type);
  const type = isCompositeType(named) ? named : null;
  const said = annotation(schema, 'listSize', field.astNode);
  const weight =
    annotation(schema, 'cost', field.astNode)?.['weight'] ??
    (isObjectType(type) ? annotation(schema, 'cost', type.astNode)?.['weight'] : undefined);
  return {
    type,
    weight: Number(weight ?? (type ? 1 : 0)),
    assumedSize: Number(said?.['assumedSize'] ?? lengthOf(schema, field)),
    slicingArguments: (said?.['slicingArguments'] ?? []) as readonly string[],
    sizedFields: (said?.['sizedFields'] ?? []) as readonly string[],
  };
}

function lengthOf(schema: GraphQLSchema, field: Field): number {
  const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
  if (!isListType(outer)) return 1;
  // The introspection is not written in the schema; this list of it is the one that is long.
  const isEveryType = field.name === 'types' && getNamedType(field.type).name === '__Type';
  return isEveryType ? Object.keys(schema.getTypeMap()).length : LIST_LENGTH;
}

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;

function annotation(
  schema: GraphQLSchema,
  name: 'cost' | 'listSize',
  node: Annotated,
): Readonly<Record<string, unknown>> | undefined {
  const directive = schema.getDirective(name);
  invariant(directive, `the schema defines @${name}`);
  return node?.directives ? getDirectiveValues(directive, { directives: node.directives }) : undefined;
}
