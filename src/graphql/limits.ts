import {
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { LimitError } from './errors';
import { JSON_DEPTH_MAX } from './scalars';

/** Limits on the shape of a request; HTTP and WebSocket apply the same ones. */
export const LIMITS = {
  /** Fields inside fields. GraphiQL's own introspection needs 15. */
  depth: 16,
  aliases: 100,
  directives: 100,
  rootFields: 50,
  /** Names, braces, values. Values belong into variables, which do not count. */
  tokens: 4_000,
  /** Lists and objects inside variables. */
  variableDepth: JSON_DEPTH_MAX,
} as const;

/** The validation rules that go with the rules of the specification. */
export const LIMIT_RULES: readonly ValidationRule[] = [limitShape];

/** What one selection set holds, counted through its fragments. */
interface Shape {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fields: number;
}

function limitShape(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const shape = measure(operation, (name) => context.getFragment(name) ?? null);
      for (const [what, found, limit, advice] of [
        ['levels of fields', shape.depth, LIMITS.depth, 'ask for the rest in a second request'],
        ['aliases', shape.aliases, LIMITS.aliases, 'use fields that take lists'],
        ['directives', shape.directives, LIMITS.directives, 'leave out what is not needed'],
        ['root fields', shape.fields, LIMITS.rootFields, 'send several requests'],
      ] as const) {
        if (found <= limit) continue;
        const message = `The operation has ${found} ${what}; at most ${limit} are allowed: ${advice}.`;
        context.reportError(new LimitError(message, { nodes: operation }));
      }
    },
  };
}

/** Measures an operation with its fragments. A fragment is measured once; one that holds itself ends there. */
function measure(
  operation: OperationDefinitionNode,
  fragmentOf: (name: string) => FragmentDefinitionNode | null,
): Shape {
  const known = new Map<string, Shape>();
  const nothing: Shape = { depth: 0, aliases: 0, directives: 0, fields: 0 };

  // The parser went down every level before, and the token limit bounds how many there are.
  const ofSet = (set: SelectionSetNode): Shape => {
    let { depth, aliases, directives, fields } = nothing;
    for (const selection of set.selections) {
      const inner = ofSelection(selection);
      depth = Math.max(depth, inner.depth);
      aliases += inner.aliases;
      directives += inner.directives + (selection.directives?.length ?? 0);
      fields += inner.fields;
    }
    return { depth, aliases, directives, fields };
  };
  const ofSelection = (selection: SelectionSetNode['selections'][number]): Shape => {
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner = selection.selectionSet ? ofSet(selection.selectionSet) : nothing;
        const aliases = inner.aliases + (selection.alias ? 1 : 0);
        return { ...inner, depth: inner.depth + 1, aliases, fields: 1 };
      }
      case Kind.INLINE_FRAGMENT:
        return ofSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(selection.name.value);
    }
  };
  const ofFragment = (name: string): Shape => {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, nothing);
    const fragment = fragmentOf(name);
    const shape = fragment ? ofSet(fragment.selectionSet) : nothing;
    known.set(name, shape);
    return shape;
  };
  const shape = ofSet(operation.selectionSet);
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) };
}

/** Refuses variables nested so deeply that reading them could use up the stack. Level by level, never recursive. */
export function checkVariables(variables: unknown): void {
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.variableDepth) {
      const message = `The variables are nested deeper than ${LIMITS.variableDepth} levels: flatten them.`;
      throw new LimitError(message);
    }
    const next: unknown[] = [];
    for (const value of level) {
      if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) next.push(inner);
    }
    level = next;
  }
}
