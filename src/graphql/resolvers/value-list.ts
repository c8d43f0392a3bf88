import { defineValueList as define } from '../../application/reconciliation/define-value-list';
import type { ListedField as FieldName } from '../../domain/class-model/data-rules';
import type { ValueList as List } from '../../domain/class-model/value-lists';
import type { RequestContext } from '../context';
import type { ListedField, MutationDefineValueListArgs, QueryValueListsArgs, Resolvers, ValueList } from '../generated';
import type { DefineValueListPayloadModel } from '../rule-models';
import { definedRulesFields } from './reconciliation';
import { editCall } from './written';

/** In which words base fields are stored. */
export const valueListResolvers = {
  Query: { valueLists },
  Mutation: { defineValueList },
  DefineValueListPayload: {
    ...definedRulesFields,
    list: ({ defined }) => defined.list && present(defined.list),
  },
} satisfies Resolvers;

const FIELDS: Readonly<Record<ListedField, FieldName>> = { ENVIRONMENT: 'environment', SITE: 'site', OWNER: 'owner' };
const NAMES: Readonly<Record<FieldName, ListedField>> = { environment: 'ENVIRONMENT', site: 'SITE', owner: 'OWNER' };

const present = ({ field, policy, values }: List): ValueList => ({ field: NAMES[field], policy, values });

async function valueLists(
  _: unknown,
  args: Partial<QueryValueListsArgs>,
  context: RequestContext,
): Promise<readonly ValueList[]> {
  const model = await context.modelAt(await context.revisionFor(args));
  return model.valueLists.all().map(present);
}

async function defineValueList(
  _: unknown,
  { input }: MutationDefineValueListArgs,
  context: RequestContext,
): Promise<DefineValueListPayloadModel> {
  const { field, policy, values } = input;
  const list = { field: FIELDS[field], policy, values };
  return { defined: await define(context.app, editCall(context, input), list), question: list };
}
