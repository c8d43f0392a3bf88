import { defineJunkValues as define } from '../../application/reconciliation/define-junk-values';
import { previewRekeying, readOthers } from '../../application/reconciliation/preview-rekeying';
import { JUNK_KINDS, type JunkList } from '../../domain/identification/junk-rules';
import { encodeItemId } from '../../domain/opaque-id';
import { connectionResolvers, listOf, pageOfList, planPage, toConnection, type PageArguments } from '../connections';
import { mapPage } from '../../domain/page';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type { JunkValueList, MutationDefineJunkValuesArgs, QueryJunkValuesArgs, Resolvers } from '../generated';
import type { DefineJunkValuesPayloadModel, IdentityEffectConnectionModel } from '../rule-models';
import { definedRulesFields } from './reconciliation';
import { editCall } from './written';

/** Which values count as absent when things are recognised. */
export const junkValueResolvers = {
  Query: { junkValues },
  Mutation: { defineJunkValues },
  DefineJunkValuesPayload: {
    ...definedRulesFields,
    list: ({ defined }) => defined.list && present(defined.list),
    effects: effectsOf,
  },
  IdentityEffect: {
    configurationItem: ({ effect, at }) => new ItemModel(effect.item, at),
    moves: ({ effect, ...named }) => effect.moves.map((move) => ({ move, ...named })),
    remaining: ({ effect }) => effect.remaining,
  },
  IdentityMove: {
    kind: ({ move }) => move.move,
    attributes: ({ move }) => move.attributes,
    values: ({ move }) => move.values,
    host: ({ move }) => (move.host === null ? null : encodeItemId(move.host)),
    sharedWith: ({ move, items, at }) =>
      move.others.flatMap((id) => {
        const item = items.get(id);
        return item ? [new ItemModel(item, at)] : [];
      }),
    sharedCount: ({ move }) => move.othersCount,
  },
  IdentityEffectConnection: connectionResolvers,
} satisfies Resolvers;

const present = ({ kind, shipped, values, allowed }: JunkList): JunkValueList => ({
  kind,
  shipped,
  added: values,
  allowed,
});

async function junkValues(
  _: unknown,
  { kinds, ...args }: Partial<QueryJunkValuesArgs>,
  context: RequestContext,
): Promise<readonly JunkValueList[]> {
  const model = await context.modelAt(await context.revisionFor(args));
  const asked = JUNK_KINDS.filter((kind) => kinds == null || kinds.includes(kind));
  return asked.map((kind) => present(model.junkValues.listOf(kind)));
}

async function defineJunkValues(
  _: unknown,
  { input }: MutationDefineJunkValuesArgs,
  context: RequestContext,
): Promise<DefineJunkValuesPayloadModel> {
  const { kind = 'ANY', values = [], remove = [] } = input;
  const change = { kind, values, remove };
  return { defined: await define(context.app, editCall(context, input), change), question: change };
}

/** Read as things are now: the effects of values that nobody declared belong to no revision. */
async function effectsOf(
  { defined, question }: DefineJunkValuesPayloadModel,
  { first, after }: PageArguments,
  context: RequestContext,
): Promise<IdentityEffectConnectionModel | null> {
  const { preview, revision: at } = defined;
  const junk = preview?.scope.junk;
  if (!preview || !junk) return null;
  const plan = planPage(listOf('effects', question), { first, after });
  const effects = await previewRekeying(context.app, { model: preview.model, junk });
  const found = pageOfList(effects, plan.page);
  const items = await readOthers(
    context.app,
    found.entries.map(({ value }) => value),
  );
  const page = mapPage(found, (effect) => ({ effect, items, at }));
  return toConnection(context, plan, page, at, () => Promise.resolve(effects.length));
}
