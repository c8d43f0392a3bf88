import type { GraphQLResolveInfo } from 'graphql';
import { findDifference, type DifferenceCounts, type DifferenceList } from '../../application/history/difference';
import { itemDifference, relationshipDifference, type DifferenceKind } from '../../domain/history/differences';
import { itemId, relationshipId } from '../../domain/ids';
import { answerAt, planOfAnswer } from '../answers';
import { connectionResolvers, revisionOfPage, toConnection } from '../connections';
import { mapPage } from '../../domain/page';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import { cursorInto } from '../cursor-into';
import type { DifferenceConnectionModel, DifferingModel, TopologyDifferenceModel } from '../difference-models';
import type { QueryDifferenceArgs, Resolvers, TopologyDifferenceItemsArgs } from '../generated';

/** What differs between two moments. */
export const differenceResolvers = {
  Query: { difference },
  TopologyDifference: {
    from: ({ value }) => value.from,
    to: ({ value }) => value.to,
    itemCounts: ({ value }) => value.items.counts(),
    relationshipCounts: ({ value }) => value.relationships.counts(),
    items: (model, args, context) => pageOf(model, ['items', model.value.items], args, context),
    relationships: (model, args, context) => pageOf(model, ['relationships', model.value.relationships], args, context),
    unresolved: ({ value, at }) => value.unresolved.map((reference) => ({ ...reference, at })),
  },
  ItemDifference: {
    kind: ({ thing }) => thing.kind,
    before: (model, _, context) => itemOf(model, 'from', context),
    after: (model, _, context) => itemOf(model, 'to', context),
    values: async (model, _, context) => {
      const [before, after] = await Promise.all([itemOf(model, 'from', context), itemOf(model, 'to', context)]);
      return itemDifference(before?.item ?? null, after?.item ?? null);
    },
  },
  ItemDifferenceConnection: connectionResolvers,
  RelationshipDifference: {
    kind: ({ thing }) => thing.kind,
    before: (model, _, context) => relationshipOf(model, 'from', context),
    after: (model, _, context) => relationshipOf(model, 'to', context),
    values: async (model, _, context) => {
      const [before, after] = await Promise.all([
        relationshipOf(model, 'from', context),
        relationshipOf(model, 'to', context),
      ]);
      return relationshipDifference(before?.relationship ?? null, after?.relationship ?? null);
    },
  },
  RelationshipDifferenceConnection: connectionResolvers,
} satisfies Resolvers;

async function difference(
  _: unknown,
  { from: earlier, to: later, scope, atLeast }: QueryDifferenceArgs,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<TopologyDifferenceModel> {
  const to = await revisionOfPage(context, cursorInto(info), { at: later, atLeast });
  const from = await context.revisionFor({ at: earlier });
  const compared = scope ? { direction: 'DEPENDENCIES' as const, ...scope } : null;
  return answerAt(context, { from, scope }, to, () =>
    findDifference(context.app, { from, to }, compared, context.signal),
  );
}

async function pageOf(
  model: TopologyDifferenceModel,
  [field, list]: readonly [string, DifferenceList],
  { kinds = null, ...args }: TopologyDifferenceItemsArgs,
  context: RequestContext,
): Promise<DifferenceConnectionModel> {
  const { from, to } = model.value;
  const plan = planOfAnswer(model, { field: `difference ${field}`, asked: kinds }, args);
  const page = await list.page(kinds, plan.page);
  const things = mapPage(page, (thing) => ({ thing, period: { from, to } }));
  return toConnection(context, plan, things, to, async () => total(await list.counts(), kinds));
}

const total = (counts: DifferenceCounts, kinds: readonly DifferenceKind[] | null): number =>
  (kinds === null || kinds.includes('ADDED') ? counts.added : 0) +
  (kinds === null || kinds.includes('REMOVED') ? counts.removed : 0) +
  (kinds === null || kinds.includes('CHANGED') ? counts.changed : 0);

type Side = keyof DifferingModel['period'];

/** What is added has no earlier state to show and what is removed no later one, though it may be stored: as retired, say. */
const isAt = ({ thing }: DifferingModel, side: Side): boolean => thing.kind !== (side === 'from' ? 'ADDED' : 'REMOVED');

async function itemOf(model: DifferingModel, side: Side, context: RequestContext) {
  const at = model.period[side];
  const item = isAt(model, side) ? await context.readers(at).items.load(itemId(model.thing.id)) : null;
  return item && new ItemModel(item, at);
}

async function relationshipOf(model: DifferingModel, side: Side, context: RequestContext) {
  const at = model.period[side];
  const id = relationshipId(model.thing.id);
  const relationship = isAt(model, side) ? await context.readers(at).relationships.load(id) : null;
  return relationship && { relationship, at };
}
