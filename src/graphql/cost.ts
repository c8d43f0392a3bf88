import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
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
import { PAGE_SIZE_DEFAULT } from './connections';
import { LimitError } from './errors';

/** An operation may ask for this much: at some 15 µs an object, a quarter of a minute of this server's time. */
export const COST_MAX = 1_000_000;

/** What an analysis costs beside the objects it gives: it walks the graph first. By the type it answers with. */
const ANALYSES: ReadonlyMap<string, number> = new Map([
  ['Topology', 100],
  ['DependencyPathConnection', 100],
  ['ImpactAnalysis', 100],
  ['StateChange', 100],
  ['Availability', 1_000],
  ['TopologyDifference', 1_000],
  // Mostly on another thread; but there are few of those.
  ['CutSetAnalysis', 1_000],
  ['SinglePointOfFailureConnection', 1_000],
]);

/** How long a list is thought to be that has no page size. */
const LIST_LENGTH = 10;

/** An event of the change feed is a page of its own size. */
const EVENT_LENGTH = 1_000;

/** What is asked, and with which values. */
export interface PricedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * How many objects an operation may give at most: every list counts with its page size, whether the size stands in the
 * query or in a variable. Throws LIMIT_EXCEEDED above {@link COST_MAX}.
 */
export function checkCost(priced: PricedOperation): number {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (!root) return 0;
  const cost = new CostCounter(priced).ofSet(priced.operation.selectionSet, root);
  if (cost <= COST_MAX) return cost;
  const advice = 'ask for smaller pages (first), fewer lists inside lists, or in several requests';
  throw new LimitError(`The operation may give ${cost} objects; at most ${COST_MAX} are allowed: ${advice}.`);
}

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
        return [name, variables?.[name] ?? literal(defaultValue)];
      }),
    );
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  ofSet(set: SelectionSetNode, type: GraphQLNamedType): number {
    let cost = 0;
    for (const selection of set.selections) {
      switch (selection.kind) {
        case Kind.FIELD:
          cost += this.#ofField(selection, type);
          break;
        case Kind.INLINE_FRAGMENT: {
          const condition = selection.typeCondition?.name.value;
          cost += this.ofSet(selection.selectionSet, (condition && this.#schema.getType(condition)) || type);
          break;
        }
        case Kind.FRAGMENT_SPREAD:
          cost += this.#ofFragment(selection.name.value);
          break;
      }
    }
    return cost;
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType): number {
    const field = INTROSPECTION.get(node.name.value) ?? fieldOf(parent, node.name.value);
    if (!field || !node.selectionSet) return 0;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;
    const each = (/(Connection|Edge|PageInfo)$/.test(type.name) ? 0 : 1) + this.ofSet(node.selectionSet, type);
    return (ANALYSES.get(type.name) ?? 0) + each * this.#lengthOf(field, node, type, parent.name);
  }

  /** The lists inside a page (nodes, edges) are as long as the page, which was counted. */
  #lengthOf(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    type: GraphQLNamedType,
    parentName: string,
  ): number {
    if (type.name.endsWith('Connection')) {
      const size = this.#argument(node, 'first') ?? this.#argument(node, 'last');
      return typeof size === 'number' ? size : PAGE_SIZE_DEFAULT;
    }
    if (parentName === 'ChangeEvent' && field.name === 'changes') return EVENT_LENGTH;
    const asked = this.#argument(node, 'ids') ?? this.#argument(node, 'keys');
    if (Array.isArray(asked)) return asked.length;
    if (field.name === 'types' && type.name === '__Type') return Object.keys(this.#schema.getTypeMap()).length;
    const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isListType(outer) && field.name !== 'nodes' && field.name !== 'edges' ? LIST_LENGTH : 1;
  }

  /** Read as it stands: to coerce all variables would walk a whole ingest once more. What does not fit fails later. */
  #argument(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return value?.kind === Kind.VARIABLE ? this.#values.get(value.name.value) : literal(value);
  }

  #ofFragment(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? this.ofSet(fragment.selectionSet, type) : 0;
    this.#known.set(name, cost);
    return cost;
  }
}

/** The introspection is priced like everything else: types of fields of types of fields are many. */
const INTROSPECTION: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

const fieldOf = (type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

function literal(value: ValueNode | undefined): unknown {
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.LIST ? value.values : null;
}
