import {
  getArgumentValues,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { RelationshipsOfItem } from '../application/lists/known-lists';
import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId, Revision } from '../domain/ids';
import type { PageRequest, PageResult } from '../domain/page';
import type { Relationship } from '../domain/relationship';
import { NeedsObjects, type TextOfAnswer } from './answer-texts';
import { connectionOf } from './connections';
import { endPageOf, relationshipListName, relationshipQueryOf } from './item-relationships';
import type { ListOfItem } from './item-texts';
import type { ConnectionModel } from './models';
import { memberWriter, plainFields, plainSelection, type PlainFields } from './plain-fields';
import { objectPlan, type Plan, type PlanOf } from './text-plan';

const CONNECTION = 'RelationshipConnection';

/** What is asked of the lists of all items of an answer. */
interface Asked {
  readonly query: RelationshipsOfItem;
  readonly page: PageRequest;
}

/** The list of one item. */
interface ListOfOne extends Asked {
  readonly id: ItemId;
  readonly found: PageResult<Relationship>;
}

type PageInfo = ConnectionModel<unknown>['pageInfo'];

/** Lists of relationships within items, from one of their ends on; behind a cursor they are made of objects. */
export function nestedListTexts(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  entryPlanOf: PlanOf<Relationship>,
): ListOfItem {
  const plain = plainFields(schema, CONNECTION, ({ name }) => name === 'revision');
  const pageInfoFields = plainFields(schema, 'PageInfo');
  const planOf = (set: SelectionSetNode): Plan<ListOfOne> | null =>
    objectPlan(set, {
      plain,
      plainPart: (words) => revisionPart(words, plain),
      otherPart: ({ name, selectionSet }, member) => {
        if (name.value === 'totalCount') return countPart(member);
        if (!selectionSet) return null;
        if (name.value === 'pageInfo') return pageInfoPart(selectionSet, pageInfoFields, member);
        return name.value === 'nodes' ? entriesPart(entryPlanOf(selectionSet), member) : null;
      },
    });
  return (node, member) => {
    const isBehind = node.arguments?.some(({ name }) => name.value === 'after' || name.value === 'before') === true;
    const plan = isBehind || !node.selectionSet ? null : planOf(node.selectionSet);
    return plan && listPart(plan, (answer) => askedOf(field, node, answer), member);
  };
}

/** Throws {@link NeedsObjects} for what is asked wrongly. */
function askedOf(field: GraphQLField<unknown, unknown>, node: FieldNode, { variables }: TextOfAnswer): Asked {
  const args = getArgumentValues(field, node, variables);
  const page = endPageOf(args);
  if (page === null) throw new NeedsObjects(`wrong arguments of ${field.name}`);
  return { query: relationshipQueryOf(args), page };
}

const listPart =
  (plan: Plan<ListOfOne>, askedIn: (answer: TextOfAnswer) => Asked, member: string): Plan<ConfigurationItem> =>
  (answer, at) => {
    const { query, page } = askedIn(answer);
    const write = plan(answer, at);
    const listOf = answer.reads(answer.context.readers(at).relationshipsOf(query, page));
    return ({ id }) => {
      const found = listOf(id);
      return found === undefined ? '' : member + write({ id, query, page, found });
    };
  };

const entriesPart = (plan: Plan<Relationship> | null, member: string): Plan<ListOfOne> | null =>
  plan &&
  ((answer, at) => {
    const write = plan(answer, at);
    return ({ found }) => member + answer.list(found.values, write);
  });

const countPart =
  (member: string): Plan<ListOfOne> =>
  (answer, at) => {
    let countOf: ((id: ItemId) => number | undefined) | null = null;
    return ({ id, query }) => {
      countOf ??= answer.reads(answer.context.readers(at).relationshipCountOf(query));
      return `${member}${countOf(id) ?? ''}`;
    };
  };

function revisionPart(words: string, plain: PlainFields): Plan<ListOfOne> {
  const write = memberWriter<Revision>(words, plain, CONNECTION, (revision) => revision);
  return (_, at) => {
    const text = write(at);
    return () => text;
  };
}

function pageInfoPart(set: SelectionSetNode, fields: PlainFields, member: string): Plan<ListOfOne> | null {
  const words = plainSelection(set, fields);
  if (words === null) return null;
  const write = memberWriter<PageInfo>(words, fields, 'PageInfo', (info, { name }) => info[name as keyof PageInfo]);
  return ({ context, reads }, at) => {
    const history = context.knownHistory(at);
    const moment = context.moments.nameAt(at);
    const historyAt = reads<Revision, string>({
      known: () => (typeof history === 'string' ? history : undefined),
      load: () => Promise.resolve(history),
    });
    return ({ query, page, found }) => {
      const named = historyAt(at);
      if (named === undefined) return '';
      const list = {
        get list() {
          return relationshipListName(query);
        },
        page,
      };
      return `${member}{${write(connectionOf(list, found, { revision: at, moment, history: named }, () => 0).pageInfo)}}`;
    };
  };
}
