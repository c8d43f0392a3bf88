import {
  extendSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../domain/errors';
import { AnswerTexts } from './answer-texts';
import type { RequestContext } from './context';
import { itemTexts } from './item-texts';
import { distinctFields, keyOf } from './plain-fields';
import { relationshipTexts } from './relationship-texts';

/** The field in place of `nodes`. Only compiled queries know it: it is in no schema that anybody may ask. */
const AS_TEXT = 'nodesAsText';

/** The entries of a type of lists, given as texts. */
interface ListAsText {
  /** What is selected of an entry, in a word that {@link resolve} understands; null: it cannot be given as text. */
  readonly selectionOf: (set: SelectionSetNode) => string | null;
  readonly resolve: GraphQLFieldResolver<never, RequestContext, { readonly selection: string }>;
}

type Lists = ReadonlyMap<string, ListAsText>;

/** Turns queries of a schema into such that ask for lists as texts, where their entries are made of plain fields. */
export interface TextLists {
  readonly turned: (operation: OperationDefinitionNode) => TurnedQuery;
}

/** A query, and the schema to ask it of: with one more field for some lists, unless it asks for the schema. */
export interface TurnedQuery {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
}

/**
 * What is stored as such is written once for each way of asking for it, and not once for each answer: making objects of a
 * thousand items, only to turn them into JSON, is most of what an answer costs. Where anything is unusual (fragments,
 * directives, a field twice, fields that have to be worked out), the query stays as it is.
 */
export function textLists(schema: GraphQLSchema, lettersMax?: number): TextLists {
  const lists = listsAsText(schema, new AnswerTexts(lettersMax));
  const extension = [...lists.keys()].map((list) => `extend type ${list} { ${AS_TEXT}(selection: String!): JSON! }`);
  const extended = extendSchema(schema, parse(extension.join('\n')), { assumeValid: true });
  const query = extended.getQueryType();
  invariant(query, 'the schema has queries');
  for (const [name, { resolve }] of lists) {
    const type = extended.getType(name);
    const field = isObjectType(type) ? type.getFields()[AS_TEXT] : undefined;
    invariant(field, `${name} was given the field ${AS_TEXT}`);
    field.resolve = resolve as NonNullable<typeof field.resolve>;
  }
  return {
    turned: (operation) => {
      if (asksForSchema(operation)) return { schema, operation };
      return {
        schema: extended,
        operation: { ...operation, selectionSet: turnedSet(operation.selectionSet, query, lists) },
      };
    },
  };
}

function listsAsText(schema: GraphQLSchema, answers: AnswerTexts): Lists {
  const items = itemTexts(schema, answers);
  return new Map<string, ListAsText>([
    ['ConfigurationItemConnection', items],
    ['RelationshipConnection', relationshipTexts(schema, items, answers)],
  ]);
}

/** What stands in a fragment at the top counts as asking for it, since that turns nothing. */
const asksForSchema = ({ selectionSet: { selections } }: OperationDefinitionNode): boolean =>
  selections.some((one) => one.kind !== Kind.FIELD || one.name.value === '__schema' || one.name.value === '__type');

function turnedSet(set: SelectionSetNode, type: GraphQLNamedType, lists: Lists): SelectionSetNode {
  const selected = distinctFields(set);
  if (!selected || !(isObjectType(type) || isInterfaceType(type))) return set;
  const list = lists.get(type.name);
  const turned = selected.map((node) => {
    if (!node.selectionSet) return node;
    const selection = node.name.value === 'nodes' ? (list?.selectionOf(node.selectionSet) ?? null) : null;
    if (selection !== null) return asText(node, selection);
    const next = type.getFields()[node.name.value];
    return next ? { ...node, selectionSet: turnedSet(node.selectionSet, getNamedType(next.type), lists) } : node;
  });
  return { ...set, selections: turned };
}

const asText = (node: FieldNode, selection: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: keyOf(node) },
  name: { kind: Kind.NAME, value: AS_TEXT },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'selection' },
      value: { kind: Kind.STRING, value: selection },
    },
  ],
  ...(node.directives ? { directives: node.directives } : {}),
});
