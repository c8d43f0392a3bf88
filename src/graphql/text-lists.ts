import {
  extendSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ConfigurationItem } from '../domain/configuration-item';
import { encodeItemId } from '../domain/opaque-id';
import { DomainError, invariant } from '../domain/errors';
import type { RequestContext } from './context';
import { ItemModel } from './item-model';
import { ItemTexts } from './item-texts';
import { JsonText } from './json-text';
import type { ItemConnectionModel } from './models';

/** The type of lists whose items may be given as texts, and the type of these items. */
const [LIST, ITEM] = ['ConfigurationItemConnection', 'GenericConfigurationItem'] as const;
/** The field in place of `nodes`. Only compiled queries know it: it is in no schema that anybody may ask. */
const AS_TEXT = 'nodesAsText';
/** What of an item is a long text as a rule, and not worth to be kept for every way in which it is asked for. */
const NOT_KEPT: ReadonlySet<string> = new Set(['JSON', 'JSONObject']);

/**
 * So many letters of items one operation may be given as texts. A field that is asked by a hundred names is a hundred texts
 * here and not one that is referred to, and what is longer could hardly be sent in the end.
 */
const LETTERS_MAX = 200_000_000;

/** Turns queries of a schema into such that ask for lists of items as texts, where these are made of plain fields. */
export interface TextLists {
  readonly turned: (operation: OperationDefinitionNode) => TurnedQuery;
}

/** A query, and the schema to ask it of: with one more field, unless it asks for the schema. */
export interface TurnedQuery {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
}

/**
 * Items whose fields are all stored as such are written once for each way of asking for them, and not once for each answer:
 * making objects of a thousand items, only to turn them into JSON, is most of what an answer costs. Where anything is unusual
 * (fragments, directives, a field twice, fields of the items that have to be worked out), the query stays as it is.
 */
export function textLists(schema: GraphQLSchema, lettersMax = LETTERS_MAX): TextLists {
  const extension = `extend type ${LIST} { ${AS_TEXT}(selection: String!): JSON! }`;
  const extended = extendSchema(schema, parse(extension), { assumeValid: true });
  const list = extended.getType(LIST);
  const query = extended.getQueryType();
  invariant(isObjectType(list) && query, `the schema has queries and ${LIST}`);
  const fields = plainFields(extended);
  const field = list.getFields()[AS_TEXT];
  invariant(field, `${LIST} was given the field ${AS_TEXT}`);
  field.resolve = writeItems(fields, lettersMax) as NonNullable<typeof field.resolve>;
  return {
    turned: (operation) => {
      if (asksForSchema(operation)) return { schema, operation };
      const selectionSet = turnedSet(operation.selectionSet, query, fields);
      return { schema: extended, operation: { ...operation, selectionSet } };
    },
  };
}

/** What stands in a fragment at the top counts as asking for it, since that turns nothing. */
const asksForSchema = ({ selectionSet: { selections } }: OperationDefinitionNode): boolean =>
  selections.some((one) => one.kind !== Kind.FIELD || one.name.value === '__schema' || one.name.value === '__type');

type PlainFields = ReadonlyMap<string, GraphQLField<unknown, unknown>>;

/** The fields of an item that are a value each, as it was stored; and its id. */
function plainFields(schema: GraphQLSchema): PlainFields {
  const type = schema.getType(ITEM);
  invariant(isObjectType(type), `the schema has ${ITEM}`);
  const plain = Object.values(type.getFields()).filter(
    ({ name, args, resolve, type: value }) =>
      args.length === 0 &&
      (resolve === undefined || name === 'id') &&
      isLeafType(getNullableType(value)) &&
      !NOT_KEPT.has(getNamedType(value).name),
  );
  return new Map(plain.map((field) => [field.name, field]));
}

function turnedSet(set: SelectionSetNode, type: GraphQLNamedType, fields: PlainFields): SelectionSetNode {
  const selected = distinctFields(set);
  if (!selected || !(isObjectType(type) || isInterfaceType(type))) return set;
  const turned = selected.map((node) => {
    if (!node.selectionSet) return node;
    const selection = type.name === LIST && node.name.value === 'nodes' && plainSelection(node.selectionSet, fields);
    if (selection) return asText(node, selection);
    const next = type.getFields()[node.name.value];
    return next ? { ...node, selectionSet: turnedSet(node.selectionSet, getNamedType(next.type), fields) } : node;
  });
  return { ...set, selections: turned };
}

/** The selected fields; null where some have to be merged, or stand in a fragment. */
function distinctFields({ selections }: SelectionSetNode): readonly FieldNode[] | null {
  const fields = selections.filter((one) => one.kind === Kind.FIELD);
  const isDistinct = new Set(fields.map(keyOf)).size === selections.length;
  return isDistinct ? fields : null;
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** What is selected of items, as `key:field` with spaces between; null unless all of it is plain. */
function plainSelection(set: SelectionSetNode, fields: PlainFields): string | null {
  const selected = distinctFields(set);
  const isPlain = selected?.every(
    ({ name, directives = [] }) => directives.length === 0 && (fields.has(name.value) || name.value === '__typename'),
  );
  return isPlain === true ? (selected ?? []).map((node) => `${keyOf(node)}:${node.name.value}`).join(' ') : null;
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

/** The resolver of a list as text. */
function writeItems(fields: PlainFields, lettersMax: number) {
  const texts = new ItemTexts();
  const taken = new WeakMap<RequestContext, number>();
  return (
    { edges }: ItemConnectionModel,
    { selection }: { readonly selection: string },
    context: RequestContext,
  ): JsonText => {
    const { drafts } = context;
    const write = itemWriter(selection, fields);
    // What is drafted is of this answer only, and so is its id.
    const textOf = drafts.isEmpty
      ? texts.reader(selection, (item) => write(item, encodeItemId(item.id)))
      : (item: ConfigurationItem) => write(item, drafts.idOf(item.id));
    let letters = taken.get(context) ?? 0;
    const given: string[] = [];
    for (const { node } of letters > lettersMax ? [] : edges) {
      const text = node === null ? 'null' : textOf(node.item);
      given.push(text);
      letters += text.length;
      if (letters > lettersMax) break;
    }
    taken.set(context, letters);
    if (letters > lettersMax) throw tooLong(lettersMax);
    return new JsonText(`[${given.join(',')}]`);
  };
}

const tooLong = (lettersMax: number): DomainError =>
  new DomainError(
    'LIMIT_EXCEEDED',
    `The items of this answer have more than ${lettersMax} letters: ask for fewer of them at a time (first), or for fewer of their fields.`,
  );

/** Writes what is selected of an item as GraphQL would answer it. */
function itemWriter(selection: string, fields: PlainFields): (item: ConfigurationItem, id: string) => string {
  const asked = selection.split(' ').map((one) => one.split(':') as [key: string, name: string]);
  const values = asked.map(([key, name]): readonly [string, (model: ItemModel, id: string) => unknown] => {
    const type = fields.get(name)?.type;
    if (!type) return [key, () => ITEM];
    if (name === 'id') return [key, (_, id) => id];
    const leaf = getNamedType(type);
    invariant(isLeafType(leaf), `${name} is a plain field`);
    return [
      key,
      (model) => {
        const value = model[name as keyof ItemModel];
        return value === null ? null : leaf.serialize(value);
      },
    ];
  });
  return (item, id) => {
    const model = new ItemModel(item, item.validFrom);
    return JSON.stringify(Object.fromEntries(values.map(([key, valueOf]) => [key, valueOf(model, id)])));
  };
}
