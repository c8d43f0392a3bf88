import type { GraphQLField, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { ClassModel } from '../domain/class-model/resolved-class-model';
import { invariant } from '../domain/errors';
import type { CiClassModel, RelationshipTypeModel } from './models';
import { memberWriter, plainFields, plainSelection } from './plain-fields';
import { presentClass, presentType } from './resolvers/class-model';
import type { Plan } from './text-plan';

type Presented = CiClassModel | RelationshipTypeModel;

/** What resolvers are given. */
const PRESENTED: Readonly<
  Record<'CiClass' | 'RelationshipType', (model: ClassModel, name: string) => Presented | null>
> = { CiClass: presentClass, RelationshipType: presentType };

type Resolve = (parent: unknown) => unknown;

/** What these fields are resolved from is their parent alone. */
export const resolved = (parent: unknown, { resolve }: GraphQLField<unknown, unknown>): unknown =>
  (resolve as Resolve | undefined)?.(parent);

/** Classes, or relationship types, by their names, as texts: each is written once for a class model. */
export function modelTexts(
  schema: GraphQLSchema,
  typeName: keyof typeof PRESENTED,
): (set: SelectionSetNode) => Plan<string> | null {
  const fields = plainFields(schema, typeName);
  return (set) => {
    const words = plainSelection(set, fields);
    if (words === null) return null;
    const write = memberWriter<Presented>(words, fields, typeName, resolved);
    const known = new WeakMap<ClassModel, Map<string, string>>();
    return ({ context, reads }, at) => {
      const modelAt = reads({
        known: () => context.knownModelAt(at) ?? undefined,
        load: () => context.modelAt(at),
      });
      return (name) => {
        const model = modelAt(at);
        if (model === undefined) return '';
        const texts = known.get(model) ?? new Map<string, string>();
        known.set(model, texts);
        const text = texts.get(name);
        if (text !== undefined) return text;
        const presented = PRESENTED[typeName](model, name);
        invariant(presented, `${name} is in the model of revision ${at}`);
        texts.set(name, `{${write(presented)}}`);
        return texts.get(name) ?? '';
      };
    };
  };
}
