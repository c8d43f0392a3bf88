import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** What an operation holds with all that its fragments hold. */
export interface NaiveShape {
  readonly levels: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
}

/** The shape of a parsed operation, by walking all of it; a fragment as often as it is spread. */
export function naiveShape(document: DocumentNode, operation: OperationDefinitionNode): NaiveShape {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const inner = (selection: SelectionNode): readonly SelectionNode[] => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return selection.selectionSet?.selections ?? [];
    return fragments.get(selection.name.value)?.selectionSet.selections ?? [];
  };
  const walk = (selections: readonly SelectionNode[], level: number): NaiveShape => {
    let shape: NaiveShape = { levels: 0, aliases: 0, directives: 0, rootFields: 0 };
    for (const one of selections) {
      const isField = one.kind === Kind.FIELD;
      const below = walk(inner(one), isField ? level + 1 : level);
      shape = {
        levels: Math.max(shape.levels, below.levels, isField ? level : 0),
        aliases: shape.aliases + below.aliases + (isField && one.alias ? 1 : 0),
        directives: shape.directives + below.directives + (one.directives?.length ?? 0),
        rootFields: shape.rootFields + below.rootFields + (isField && level === 1 ? 1 : 0),
      };
    }
    return shape;
  };
  const shape = walk(operation.selectionSet.selections, 1);
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) };
}
