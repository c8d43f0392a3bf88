import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isInterfaceType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { DomainError } from '../domain/errors';
import { readCursor, type Cursor } from './cursors';

/**
 * The cursor that decides which revision an answer speaks of: of the field being resolved, the one that the lists in it are
 * asked to go on from. Known before the answer is worked out, so that counts, drawings and every list of it agree.
 * Throws BAD_REQUEST for cursors of answers of several revisions. What is no cursor is left to the list that refuses it.
 */
export function cursorInto(info: GraphQLResolveInfo): { readonly cursor: Cursor | null } {
  const seeker = new CursorSeeker(info);
  for (const node of info.fieldNodes) seeker.inSet(node.selectionSet, getNamedType(info.returnType));
  const [first, ...others] = seeker.found;
  const other = others.find(({ revision, history }) => revision !== first?.revision || history !== first.history);
  if (first && other) {
    throw new DomainError(
      'BAD_REQUEST',
      `The cursors come from answers of revisions ${first.revision} and ${other.revision}, and one answer speaks of one revision: ask for each in a field of its own.`,
    );
  }
  return { cursor: first ?? null };
}

const CURSOR_ARGUMENTS = new Set(['after', 'before']);

/** Walks what is selected; a fragment is looked through once. */
class CursorSeeker {
  readonly found: Cursor[] = [];
  readonly #info: GraphQLResolveInfo;
  readonly #fragments = new Set<string>();

  constructor(info: GraphQLResolveInfo) {
    this.#info = info;
  }

  inSet(set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined): void {
    // An item or a relationship in an answer is no part of it: its own lists say themselves which revision they speak of.
    if (!set || !(isObjectType(type) || isInterfaceType(type)) || isNode(type)) return;
    for (const selection of set.selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) this.#inField(selection, type.getFields()[selection.name.value]?.type);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.inSet(selection.selectionSet, type);
      else this.#inFragment(selection.name.value, type);
    }
  }

  #inField(node: FieldNode, type: Parameters<typeof getNamedType>[0]): void {
    for (const argument of node.arguments ?? []) {
      if (!CURSOR_ARGUMENTS.has(argument.name.value)) continue;
      const text = valueFromASTUntyped(argument.value, this.#info.variableValues);
      const cursor = typeof text === 'string' ? readCursor(text) : null;
      if (cursor) this.found.push(cursor);
    }
    if (type) this.inSet(node.selectionSet, getNamedType(type));
  }

  #inFragment(name: string, type: GraphQLNamedType): void {
    if (this.#fragments.has(name)) return;
    this.#fragments.add(name);
    this.inSet(this.#info.fragments[name]?.selectionSet, type);
  }

  #isIncluded(selection: SelectionNode): boolean {
    const { variableValues } = this.#info;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
  }
}

const isNode = (type: GraphQLNamedType): boolean =>
  type.name === 'Node' ||
  ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some(({ name }) => name === 'Node'));
