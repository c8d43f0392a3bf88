import { matchItems, type ItemMatch } from '../../application/matching/match-items';
import type { Revision } from '../../domain/ids';
import { itemModel } from '../answers';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type { QueryMatchConfigurationItemsArgs, Resolvers } from '../generated';
import type { ItemMatchModel } from '../models';

/** What outsiders know of items, turned into items. */
export const matchResolvers = {
  Query: { matchConfigurationItems },
  ConfigurationItemMatch: {
    outcome: ({ match }) => match.outcome,
    configurationItem: ({ match, at }, _, context) => itemModel(context, match.item, at),
    candidates: async ({ match, at }, _, context) => {
      const items = await context.readers(at).items.loadMany(match.candidates);
      return items.flatMap((item) => (item && !(item instanceof Error) ? [new ItemModel(item, at)] : []));
    },
    matchedBy: ({ match }) => match.matchedBy,
    matchedValue: ({ match }) => match.matchedValue,
    error: ({ match }) => match.error,
  },
} satisfies Resolvers;

async function matchConfigurationItems(
  _: unknown,
  { keys, at, atLeast }: QueryMatchConfigurationItemsArgs,
  context: RequestContext,
): Promise<readonly ItemMatchModel[]> {
  const revision: Revision = await context.revisionFor({ at, atLeast });
  const matches: readonly ItemMatch[] = await matchItems(context.app, keys, revision);
  return matches.map((match) => ({ match, at: revision }));
}
