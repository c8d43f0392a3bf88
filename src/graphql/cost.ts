import {
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { LimitError } from './errors';
import { priceOf, type FieldPrice } from './prices';

/** An operation may ask for this much: at some 15 µs an object, a quarter of a minute of this server's time. */
const COST_MAX = 1_000_000;

/** What is asked, and with which values. */
export interface PricedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * What an operation costs by the annotations of the schema: about the number of objects that it may give at most. Every list
 * counts with its page size, whether the size stands in the query or in a variable. Throws LIMIT_EXCEEDED above {@link COST_MAX}.
 */
export function checkCost(priced: PricedOperation): number {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (!root) return 0;
  const cost = new CostCounter(priced).ofSet(priced.operation.selectionSet, root);
  if (cost <= COST_MAX) return cost;
  const advice = 'ask for smaller pages (first), fewer lists inside lists, or in several requests';
  throw new LimitError(`The operation costs ${cost}; at most ${COST_MAX} is allowed: ${advice}.`);
}

/** Sizes of the lists within what a field gives, by the name of the list. */
type Sizes = ReadonlyMap<string, number>;
const NO_SIZES: Sizes = new Map();

/** Counts selection sets; a fragment is counted once, so that fragments within fragments cost no time to price. */
class CostCounter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #known = new Map<string, number>();

  constructor({ schema, document, operation, variables }: PricedOperation) {
    this.#schema = schema;
    this.#values = new Map(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => {
        const name = variable.name.value;
        const given = variables?.[name];
        // A null that was given stays one.
        return [name, given === undefined ? literal(defaultValue) : given];
      }),
    );
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  ofSet(set: SelectionSetNode, type: GraphQLNamedType, sizes: Sizes = NO_SIZES): number {
    let cost = 0;
    for (const selection of set.selections) {
      switch (selection.kind) {
        case Kind.FIELD:
          cost += this.#ofField(selection, type, sizes);
          break;
        case Kind.INLINE_FRAGMENT: {
          const condition = selection.typeCondition?.name.value;
          const inner = (condition && this.#schema.getType(condition)) || type;
          cost += this.ofSet(selection.selectionSet, inner, sizes);
          break;
        }
        case Kind.FRAGMENT_SPREAD:
          cost += this.#ofFragment(selection.name.value, sizes);
          break;
      }
    }
    return cost;
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType, sizes: Sizes): number {
    const field = INTROSPECTION.get(node.name.value) ?? fieldOf(parent, node.name.value);
    if (!field) return 0;
    const price = priceOf(this.#schema, field);
    if (!price.type || !node.selectionSet) return price.weight;
    const size = this.#sizeOf(price, field, node);
    const isPage = price.sizedFields.length > 0;
    const inner = isPage ? new Map(price.sizedFields.map((name) => [name, size])) : NO_SIZES;
    const each = price.weight + this.ofSet(node.selectionSet, price.type, inner);
    return each * (isPage ? 1 : (sizes.get(field.name) ?? size));
  }

  #sizeOf({ slicingArguments, assumedSize }: FieldPrice, field: Field, node: FieldNode): number {
    const given = slicingArguments.map((name) => lengthOf(this.#argument(field, node, name)));
    const sizes = given.filter((size) => size !== null);
    return sizes.length === 0 ? assumedSize : Math.max(...sizes);
  }

  /** Read as it stands: to coerce all variables would walk a whole ingest once more. What does not fit fails later. */
  #argument(field: Field, node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind !== Kind.VARIABLE) return value ? literal(value) : defaultOf(field, name);
    const given = this.#values.get(value.name.value);
    return given === undefined ? defaultOf(field, name) : given;
  }

  #ofFragment(name: string, sizes: Sizes): number {
    const key = `${name} ${[...sizes.values()].join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? this.ofSet(fragment.selectionSet, type, sizes) : 0;
    this.#known.set(key, cost);
    return cost;
  }
}

type Field = GraphQLField<unknown, unknown>;

const defaultOf = (field: Field, name: string): unknown =>
  field.args.find((argument) => argument.name === name)?.defaultValue;

/** The length that an argument says; null when it says none. What is below nothing is no rebate: it is refused later. */
function lengthOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' ? Math.max(0, value) : null;
}

/** The introspection is priced like everything else: types of fields of types of fields are many. */
const INTROSPECTION: ReadonlyMap<string, Field> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

const fieldOf = (type: GraphQLNamedType, name: string): Field | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

/** A list of one may be written without brackets. */
function literal(value: ValueNode | undefined): unknown {
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind === Kind.STRING) return [value.value];
  if (value?.kind === Kind.NULL) return null;
  return value?.kind === Kind.LIST ? value.values : undefined;
}
