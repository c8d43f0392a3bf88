import { getNamedType, type FieldNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { ConfigurationItem, Contact } from '../domain/configuration-item';
import { encodeItemId } from '../domain/opaque-id';
import { ItemModel } from './item-model';
import { KeptTexts } from './kept-texts';
import { modelTexts } from './model-texts';
import { memberWriter, plainFields, plainSelection, type PlainFields } from './plain-fields';
import { objectPlan, partPlan, type Plan, type PlanOf } from './text-plan';

const ITEM = 'GenericConfigurationItem';
/** What of an item is a long text as a rule, and not worth to be kept for every way in which it is asked for. */
const NOT_KEPT: ReadonlySet<string> = new Set(['JSON', 'JSONObject']);

/** Writes a list of an item; null where it has to be made of objects. */
export type ListOfItem = (node: FieldNode, member: string) => Plan<ConfigurationItem> | null;

/**
 * Items as texts: fields that are a value each, as it was stored, and the id, which are written once for each way of asking
 * for them; their class, who answers for them, and the lists that `listOf` writes.
 */
export function itemTexts(schema: GraphQLSchema, listOf: ListOfItem): PlanOf<ConfigurationItem> {
  const plain = plainFields(
    schema,
    ITEM,
    ({ name, resolve, type }) => (resolve === undefined || name === 'id') && !NOT_KEPT.has(getNamedType(type).name),
  );
  const classes = modelTexts(schema, 'CiClass');
  const kept = new KeptTexts<ConfigurationItem>();
  return (set) => {
    const words = plainSelection(set, plain);
    if (words !== null) return plainPlan(words, plain, kept, (members) => `{${members}}`);
    return objectPlan(set, {
      plain,
      plainPart: (some) => plainPlan(some, plain, kept, (members) => members),
      otherPart: (node, member) => {
        const { name, selectionSet } = node;
        if (name.value === 'relationships') return listOf(node, member);
        if (!selectionSet) return null;
        if (name.value === 'class') return partPlan(classes(selectionSet), member, ({ className }) => className);
        return isContact(name.value) ? contactPart(schema, name.value, selectionSet, member) : null;
      },
    });
  };
}

/** Plain fields; `enclosed` makes a text of their members. */
function plainPlan(
  words: string,
  fields: PlainFields,
  kept: KeptTexts<ConfigurationItem>,
  enclosed: (members: string) => string,
): Plan<ConfigurationItem> {
  const members = memberWriter<{ readonly model: ItemModel; readonly id: string }>(
    words,
    fields,
    ITEM,
    ({ model, id }, { name }) => (name === 'id' ? id : model[name as keyof ItemModel]),
  );
  const write = (item: ConfigurationItem, id: string): string =>
    enclosed(members({ model: new ItemModel(item, item.validFrom), id }));
  const writeStored = (item: ConfigurationItem): string => write(item, encodeItemId(item.id));
  const key = enclosed(words);
  // What is drafted is of this answer only, and so is its id.
  return ({ context: { drafts } }) =>
    drafts.isEmpty ? kept.reader(key, writeStored) : (item) => write(item, drafts.idOf(item.id));
}

const CONTACTS = ['owner', 'supportGroup', 'onCall'] as const;
const isContact = (name: string): name is (typeof CONTACTS)[number] => CONTACTS.some((one) => one === name);

function contactPart(
  schema: GraphQLSchema,
  name: (typeof CONTACTS)[number],
  set: SelectionSetNode,
  member: string,
): Plan<ConfigurationItem> | null {
  const fields = plainFields(schema, 'Contact', ({ resolve }) => resolve === undefined);
  const words = plainSelection(set, fields);
  if (words === null) return null;
  const write = memberWriter<Contact>(
    words,
    fields,
    'Contact',
    (contact, field) => contact[field.name as keyof Contact],
  );
  return () => (item) => {
    const contact = item[name];
    return contact === null ? `${member}null` : `${member}{${write(contact)}}`;
  };
}
