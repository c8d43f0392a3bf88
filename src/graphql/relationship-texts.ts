import type { FieldNode, GraphQLSchema } from 'graphql';
import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId } from '../domain/ids';
import type { Relationship } from '../domain/relationship';
import { KeptTexts } from './kept-texts';
import { modelTexts, resolved } from './model-texts';
import { memberWriter, plainFields } from './plain-fields';
import { objectPlan, partPlan, type Plan, type PlanOf } from './text-plan';

/** Fields of a relationship that are a value of its version. */
const OF_VERSION: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'strength',
  'weight',
  'version',
  'createdAt',
  'updatedAt',
]);
/** Keeping a text costs as much as writing a short one, so of relationships fewer are kept. */
const LETTERS_MAX = 8_000_000;

/** Relationships are put together of what is written of their version, their type and their ends, each once. */
export function relationshipTexts(schema: GraphQLSchema, itemPlanOf: PlanOf<ConfigurationItem>): PlanOf<Relationship> {
  const plain = plainFields(schema, 'Relationship', ({ name }) => OF_VERSION.has(name));
  const types = modelTexts(schema, 'RelationshipType');
  const kept = new KeptTexts<Relationship>(LETTERS_MAX);
  const plainPart = (words: string): Plan<Relationship> => {
    const write = memberWriter<Relationship>(words, plain, 'Relationship', (relationship, field) =>
      resolved({ relationship }, field),
    );
    return () => kept.reader(words, write);
  };
  return (set) =>
    objectPlan(set, {
      plain,
      plainPart,
      otherPart: ({ name, selectionSet }: FieldNode, member) => {
        if (!selectionSet) return null;
        if (name.value === 'type') return partPlan(types(selectionSet), member, ({ type }) => type);
        if (name.value === 'source' || name.value === 'target')
          return endPart(itemPlanOf(selectionSet), name.value, member);
        return null;
      },
    });
}

const endPart = (
  plan: Plan<ConfigurationItem> | null,
  end: 'source' | 'target',
  member: string,
): Plan<Relationship> | null =>
  plan &&
  ((answer, at) => {
    const write = plan(answer, at);
    const itemOf = answer.reads<ItemId, ConfigurationItem | null>(answer.context.readers(at).items);
    return (relationship) => {
      const item = itemOf(relationship[end]);
      if (item === undefined) return '';
      return member + (item === null ? 'null' : write(item));
    };
  });
