import { explainValue as explain } from '../../application/reconciliation/explain-value';
import { resolveReferences } from '../../application/references/references';
import type { Revision } from '../../domain/ids';
import { ItemModel } from '../item-model';
import type { RequestContext } from '../context';
import type { QueryExplainValueArgs, Resolvers } from '../generated';
import type { ValueExplanationModel } from '../rule-models';

/** Why a value of an item is what it is. */
export const explainValueResolvers = {
  Query: { explainValue },
  ValueExplanation: {
    configurationItem: ({ explained: { item, at } }) => new ItemModel(item, at),
    path: ({ explained }) => explained.path,
    value: ({ explained }) => explained.value,
    claims: ({ explained, model }) => explained.claims.map((claim) => ({ claim, model })),
    winner: ({ explained, model }) => explained.winner && { claim: explained.winner, model },
    explanation: ({ explained }) => explained.explanation,
    revision: ({ explained }) => explained.at,
  },
  ExplainedClaim: {
    source: ({ claim }) => claim.source,
    nativeKey: ({ claim }) => (claim.nativeKey === '' ? null : claim.nativeKey),
    value: ({ claim }) => claim.value,
    observedAt: ({ claim }) => claim.observedAt,
    lastReportedAt: ({ claim }) => claim.reportedAt,
    withdrawn: ({ claim }) => claim.withdrawn,
    expired: ({ claim }) => claim.expired,
    expiresAt: ({ claim }) => claim.expiresAt,
    rule: ({ claim, model }) => claim.rule && { rule: claim.rule, model },
    wins: ({ claim }) => claim.wins,
    reason: ({ claim }) => claim.reason,
  },
} satisfies Resolvers;

async function explainValue(
  _: unknown,
  args: QueryExplainValueArgs,
  context: RequestContext,
): Promise<ValueExplanationModel | null> {
  const at = await context.revisionFor(args);
  const { ids } = await resolveReferences(context.app, [args.ref], at);
  const [id] = ids;
  const readers = context.readers(at);
  const item = id ? await readers.items.load(id) : null;
  if (!item) return null;
  const model = await context.modelAt(at);
  const now = await timeOf(args, at, context);
  return { explained: await explain(readers, model, item, { attribute: args.attribute, at, now }), model };
}

/** What was expired is asked as of the moment that is read; as of now when none is named. */
async function timeOf({ at: moment }: QueryExplainValueArgs, at: Revision, context: RequestContext): Promise<string> {
  if (moment == null) return context.app.clock().toISOString();
  if (moment.time != null) return moment.time;
  return (await context.log.changeSets.load(at))?.at ?? context.app.clock().toISOString();
}
