import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** What an answer holds, and what its operation has asked for. */
export interface Answered {
  /** Objects of an answer, by their type; values that are JSON are no objects. */
  readonly objects: ReadonlyMap<string, number>;
  /** Fields of the operation that answer with objects, or that are read by themselves: each may need a statement. */
  readonly fields: number;
}

/** Values that do not stand in the row of their object. */
const READ_ALONE = new Set(['firstSeenAt', 'lastSeenAt', 'mergedIds', 'state', 'totalCount']);

/** Walks through the data of an answer along its operation. */
export function answered(schema: GraphQLSchema, query: string, data: unknown): Answered {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const objects = new Map<string, number>();
  const seen = new Set<object>();

  const walk = (set: SelectionSetNode, type: GraphQLNamedType, values: readonly unknown[]): void => {
    for (const one of set.selections) {
      if (one.kind === Kind.INLINE_FRAGMENT)
        walk(one.selectionSet, typeOf(one.typeCondition?.name.value, type), values);
      else if (one.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(one.name.value);
        if (fragment) walk(fragment.selectionSet, typeOf(fragment.typeCondition.name.value, type), values);
      } else if (READ_ALONE.has(one.name.value)) asked.add(one);
      else if (one.selectionSet && (isObjectType(type) || isInterfaceType(type))) {
        const field = type.getFields()[one.name.value];
        const inner = getNamedType(field?.type);
        if (!inner || !isCompositeType(inner)) continue;
        const key = one.alias?.value ?? one.name.value;
        const below = values.flatMap((value) => flat((value as Readonly<Record<string, unknown>>)[key]));
        const fresh = below.filter((value) => !seen.has(value));
        for (const value of fresh) seen.add(value);
        objects.set(inner.name, (objects.get(inner.name) ?? 0) + fresh.length);
        asked.add(one);
        walk(one.selectionSet, inner, below);
      }
    }
  };
  const asked = new Set<object>();
  const typeOf = (name: string | undefined, type: GraphQLNamedType): GraphQLNamedType =>
    (name === undefined ? undefined : schema.getType(name)) ?? type;
  const root = schema.getQueryType();
  for (const one of definitions) {
    if (one.kind === Kind.OPERATION_DEFINITION && root) walk(one.selectionSet, root, flat(data));
  }
  return { objects, fields: asked.size };
}

const flat = (value: unknown): readonly object[] =>
  Array.isArray(value) ? value.flatMap(flat) : value !== null && typeof value === 'object' ? [value] : [];
