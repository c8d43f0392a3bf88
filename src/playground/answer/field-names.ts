import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * The answer under the schema's own field names: a query may rename every field (`broken: impact { … }`), and what an
 * answer holds is recognised by names. Two fields of one name, renamed to be apart, become an array of both values.
 */
export function underFieldNames(document: DocumentNode, operationName: string | null, data: unknown): unknown {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find((candidate) => candidate.name?.value === operationName) ?? operations[0];
  return operation === undefined ? data : rename(data, [operation.selectionSet], fragments);
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Recursion is bounded by the depth of the answer, which the server limits. */
function rename(value: unknown, selections: readonly SelectionSetNode[], fragments: Fragments): unknown {
  if (Array.isArray(value)) return value.map((element) => rename(element, selections, fragments));
  if (typeof value !== 'object' || value === null || selections.length === 0) return value;
  const fields = fieldsOf(selections, fragments);
  const renamed: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const field = fields.get(key);
    const name = field?.name ?? key;
    const next = rename(child, field?.selections ?? [], fragments);
    renamed[name] = name in renamed ? [renamed[name], next].flat() : next;
  }
  return renamed;
}

interface SelectedField {
  readonly name: string;
  readonly selections: SelectionSetNode[];
}

/** By key of the answer. Fragments count whatever type they are for: the answer shows which of them applied. */
function fieldsOf(selections: readonly SelectionSetNode[], fragments: Fragments): Map<string, SelectedField> {
  const fields = new Map<string, SelectedField>();
  const open = selections.flatMap((set) => [...set.selections]);
  const spread = new Set<string>();
  for (let selection = open.shift(); selection !== undefined; selection = open.shift()) {
    if (selection.kind === Kind.INLINE_FRAGMENT) open.push(...selection.selectionSet.selections);
    else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      if (!spread.has(name)) open.push(...(fragments.get(name)?.selectionSet.selections ?? []));
      spread.add(name);
    } else {
      const key = selection.alias?.value ?? selection.name.value;
      const field = fields.get(key) ?? { name: selection.name.value, selections: [] };
      if (selection.selectionSet !== undefined) field.selections.push(selection.selectionSet);
      fields.set(key, field);
    }
  }
  return fields;
}
