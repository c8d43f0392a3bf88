import { getNamedType, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { ConfigurationItem } from '../domain/configuration-item';
import { encodeItemId } from '../domain/opaque-id';
import type { AnswerTexts } from './answer-texts';
import type { RequestContext } from './context';
import { ItemModel } from './item-model';
import type { JsonText } from './json-text';
import { KeptTexts } from './kept-texts';
import type { ItemConnectionModel } from './models';
import { memberWriter, plainFields, plainSelection, type PlainFields } from './plain-fields';

const ITEM = 'GenericConfigurationItem';
/** What of an item is a long text as a rule, and not worth to be kept for every way in which it is asked for. */
const NOT_KEPT: ReadonlySet<string> = new Set(['JSON', 'JSONObject']);

/** Items as texts. */
export interface ItemTexts {
  /** What is selected of an item, in a word; null where some of it is no plain field. */
  readonly selectionOf: (set: SelectionSetNode) => string | null;
  /** Writes what is selected of items, for one list of an operation. To be prepared once for many lists. */
  writerOf(selection: string): (context: RequestContext) => (item: ConfigurationItem) => string;
  /** The items of a list. */
  resolve(list: ItemConnectionModel, asked: { readonly selection: string }, context: RequestContext): JsonText;
}

/** Items are written once for each way of asking for them: fields that are a value each, as it was stored, and the id. */
export function itemTexts(schema: GraphQLSchema, answers: AnswerTexts): ItemTexts {
  const fields = plainFields(
    schema,
    ITEM,
    ({ name, resolve, type }) => (resolve === undefined || name === 'id') && !NOT_KEPT.has(getNamedType(type).name),
  );
  const kept = new KeptTexts<ConfigurationItem>();
  const writerOf: ItemTexts['writerOf'] = (selection) => {
    const write = itemWriter(selection, fields);
    const writeStored = (item: ConfigurationItem): string => write(item, encodeItemId(item.id));
    // What is drafted is of this answer only, and so is its id.
    return ({ drafts }) =>
      drafts.isEmpty ? kept.reader(selection, writeStored) : (item) => write(item, drafts.idOf(item.id));
  };
  return {
    selectionOf: (set) => plainSelection(set, fields),
    writerOf,
    resolve: ({ nodes }, { selection }, context) => {
      const textOf = writerOf(selection)(context);
      return answers.list(context, nodes, (node) => (node === null ? 'null' : textOf(node.item)));
    },
  };
}

/** Writes what is selected of an item as GraphQL would answer it. */
function itemWriter(selection: string, fields: PlainFields): (item: ConfigurationItem, id: string) => string {
  const write = memberWriter<{ readonly model: ItemModel; readonly id: string }>(
    selection,
    fields,
    ITEM,
    ({ model, id }, { name }) => (name === 'id' ? id : model[name as keyof ItemModel]),
  );
  return (item, id) => `{${write({ model: new ItemModel(item, item.validFrom), id })}}`;
}
