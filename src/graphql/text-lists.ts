import {
  extendSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { RecentAnswers } from '../application/analyses/recent-answers';
import { invariant } from '../domain/errors';
import type { Revision } from '../domain/ids';
import { AnswerTexts } from './answer-texts';
import type { RequestContext } from './context';
import type { ItemModel } from './item-model';
import { itemTexts } from './item-texts';
import { JsonText } from './json-text';
import type { RelationshipModel } from './models';
import { nestedListTexts } from './nested-list-texts';
import { distinctFields, keyOf } from './plain-fields';
import { relationshipTexts } from './relationship-texts';
import type { Plan, PlanOf, Writer } from './text-plan';

/** The field in place of `nodes`. Only compiled queries know it: it is in no schema that anybody may ask. */
const AS_TEXT = 'nodesAsText';
/** So many ways of asking for lists are kept in a form that writes them. */
const PLANS_MAX = 300;

/** The entries of a type of lists, given as texts. */
interface ListAsText<Of> {
  /** Whether what is selected of an entry can be written as text. */
  readonly canWrite: (set: SelectionSetNode) => boolean;
  readonly resolve: GraphQLFieldResolver<
    { readonly nodes: readonly (Of | null)[] },
    RequestContext,
    { readonly selection: string }
  >;
}

type Lists = ReadonlyMap<string, ListAsText<never>>;

/** Turns queries of a schema into such that ask for lists as texts, where their entries can be written as such. */
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
    const field = objectType(extended, name).getFields()[AS_TEXT];
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

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  invariant(isObjectType(type), `the schema has ${name}`);
  return type;
}

/** Items hold lists of relationships, and these have items at their ends. */
function listsAsText(schema: GraphQLSchema, answers: AnswerTexts): Lists {
  const field = objectType(schema, 'GenericConfigurationItem').getFields()['relationships'];
  invariant(field, 'items have relationships');
  const items = itemTexts(schema, (node, member) => nested(node, member));
  const relationships = relationshipTexts(schema, items);
  const nested = nestedListTexts(schema, field, relationships);
  return new Map<string, ListAsText<never>>([
    ['ConfigurationItemConnection', listAsText(items, answers, ({ item }: ItemModel) => item)],
    [
      'RelationshipConnection',
      listAsText(relationships, answers, ({ relationship }: RelationshipModel) => relationship),
    ],
  ]);
}

/** An entry of a list as resolvers hand it on. */
interface Node {
  readonly at: Revision;
}

function listAsText<Of extends Node, Thing>(
  planOf: PlanOf<Thing>,
  answers: AnswerTexts,
  thingOf: (node: Of) => Thing,
): ListAsText<Of> {
  const plans = new RecentAnswers<Plan<Thing>>(PLANS_MAX);
  const planIn = (selection: string): Plan<Thing> => {
    const plan = plans.get(selection) ?? planOf(selectionIn(selection));
    invariant(plan, `${selection} can be written as text`);
    plans.put(selection, plan);
    return plan;
  };
  const resolve: ListAsText<Of>['resolve'] = ({ nodes }, { selection }, context, { variableValues }) => {
    const answer = answers.begin({ context, variables: variableValues });
    const writerAt = remembering((at) => planIn(selection)(answer, at));
    const textOf = (node: Of | null): string => (node === null ? 'null' : writerAt(node.at)(thingOf(node)));
    const text = answer.finish(() => answer.list(nodes, textOf));
    return typeof text === 'string' ? new JsonText(text) : text.then((later) => new JsonText(later));
  };
  return { canWrite: (set) => planOf(set) !== null, resolve };
}

/** Entries of one list are of one revision, as a rule. */
function remembering<Thing>(make: (at: Revision) => Writer<Thing>): (at: Revision) => Writer<Thing> {
  const writers = new Map<Revision, Writer<Thing>>();
  return (at) => {
    const made = writers.get(at) ?? make(at);
    writers.set(at, made);
    return made;
  };
}

function selectionIn(text: string): SelectionSetNode {
  const [definition] = parse(text, { noLocation: true }).definitions;
  invariant(definition?.kind === Kind.OPERATION_DEFINITION, 'a selection is a query of its own');
  return definition.selectionSet;
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
    if (node.name.value === 'nodes' && list?.canWrite(node.selectionSet) === true)
      return asText(node, print(node.selectionSet));
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
