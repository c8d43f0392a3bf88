import type { GraphQLResolveInfo } from 'graphql';
import { drawImpact } from '../../application/analyses/diagrams';
import { selectItems } from '../../application/lists/find-items';
import { askImpact, impactOf } from '../../application/analyses/impact';
import { asOutages } from '../../application/outages/outages-at';
import type { ItemPredicate } from '../../domain/graph/closure';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { GateWarning } from '../../domain/impact/coverage';
import type { GateResult } from '../../domain/impact/gate-result';
import type { ImpactedItem } from '../../domain/impact/hit-items';
import { rankOf } from '../../domain/impact/impact-state';
import type { ImpactSummary } from '../../domain/impact/summary';
import { answerAt, isInGraphAt, itemModel, itemNames, pageOfAnswer } from '../answers';
import { connectionResolvers, mapped, revisionBelow, revisionOfPage, type Sliceable, withNodes } from '../connections';
import type { RequestContext } from '../context';
import { cursorInto } from '../cursor-into';
import { takeDrawn } from '../drawn-values';
import type {
  ImpactAnalysisImpactedArgs,
  ImpactAnalysisServicesArgs,
  ImpactAnalysisSparedArgs,
  ImpactedItemDueToArgs,
  QueryImpactArgs,
  Resolvers,
} from '../generated';
import type {
  GateResultModel,
  ImpactAnalysisModel,
  ImpactedItemConnectionModel,
  ImpactedItemModel,
  SparedItemConnectionModel,
} from '../graph-models';
import type { ItemConnectionModel } from '../models';
import type { ItemModel } from '../item-model';
import { premisesOf } from '../premises';

/** What breaks, and why. */
export const impactResolvers = {
  Query: { impact },
  GenericConfigurationItem: { impactIfDown },
  ImpactAnalysis: {
    revision: ({ at }) => at,
    summary: async (model, _, context) => ({ ...model, summary: await summaryFor(model, context) }),
    services,
    impacted,
    spared,
    openOutages: async (model, args, context) => {
      const moment = await context.moments.outageMomentAt(model.at);
      const hidden = await hiddenAt(context, model.at);
      return pageOfAnswer(context, model, { field: 'open outages' }, args, ({ value }) =>
        value.open.filter(({ itemId }) => !hidden(itemId)).map((outage) => ({ outage, moment })),
      );
    },
    coverage: (model) => model,
    diagram: async ({ value, at }, { format }, context) =>
      drawImpact(value.analysis, format, itemNames(context, at), {
        hidden: await hiddenAt(context, at),
        take: (count) => takeDrawn(context, count),
        signal: context.signal,
      }),
    unresolved: ({ value, at }) => value.unresolved.map((reference) => ({ ...reference, at })),
  },
  ImpactSummary: {
    total: ({ summary }) => summary.total,
    spared: ({ value }) => value.analysis.spared().length,
    byState: ({ summary }) => summary.byState,
    byClass: ({ summary }) => summary.byClass,
    byCriticality: ({ summary }) => summary.byCriticality,
    byEnvironment: ({ summary }) => summary.byEnvironment,
  },
  ImpactCoverage: {
    complete: async (model, _, context) =>
      model.value.unresolved.length === 0 && !model.value.analysis.leftOff && (await hiddenCount(model, context)) === 0,
    hidden: (model, _, context) => hiddenCount(model, context),
    stoppedEarly: ({ value }) => value.analysis.leftOff,
    reason: ({ value }) => (value.analysis.leftOff ? LEFT_OFF : null),
    staleShare: ({ value }) => value.analysis.coverage().staleShare,
    emptyGates: ({ value, at }, _, context) => visibleWarnings(value.analysis.coverage().emptyGates, at, context),
    misconfiguredGates: ({ value, at }, _, context) =>
      visibleWarnings(value.analysis.coverage().misconfiguredGates, at, context),
  },
  ImpactedItem: {
    configurationItem: ({ item, analysis }, _, context) => itemModel(context, item, analysis.at),
    failedGates: async ({ item, analysis }, _, context) =>
      (await hiddenAt(context, analysis.at))(item)
        ? []
        : gateResults(analysis, `failed:${item}`, analysis.value.analysis.failedGates(item)),
    dueTo,
    proof: ({ item, analysis }) =>
      analysis.value.analysis.proof(item).map((step, position) => ({ ...step, analysis, proved: item, position })),
  },
  ImpactedItemConnection: connectionResolvers,
  SparedItem: {
    configurationItem: ({ item, analysis }, _, context) => itemModel(context, item, analysis.at),
    gates: async ({ item, analysis }, _, context) =>
      (await hiddenAt(context, analysis.at))(item)
        ? []
        : gateResults(analysis, `saving:${item}`, analysis.value.analysis.savingGates(item)),
  },
  SparedItemConnection: connectionResolvers,
  ProofStep: {
    configurationItem: ({ item, analysis }, _, context) => itemModel(context, item, analysis.at),
    gate: async ({ item, gate, analysis, proved, position }, _, context) =>
      gate && !(await hiddenAt(context, analysis.at))(item)
        ? (gateResults(analysis, `proof:${proved}:${position}`, [gate])[0] ?? null)
        : null,
  },
  GateResult: {
    key: ({ value }) => value.key,
    rule: ({ value }) => value.rule,
    strength: ({ value }) => value.strength,
    minUp: ({ value }) => asInt(value.minUp),
    degradedBelow: ({ value }) => (value.degradedBelow === null ? null : asInt(value.degradedBelow)),
    total: ({ value }) => asInt(value.total),
    up: ({ value }) => asInt(value.up),
    healthy: ({ value }) => asInt(value.healthy),
    state: ({ value }) => value.state,
    explanation: ({ value }) => value.explanation,
    members: (model, args, context) =>
      pageOfAnswer(context, model, { field: 'members' }, args, ({ value, at, question }) =>
        value.members.map((member) => ({
          ...member,
          at,
          gate: member.gate && { value: member.gate, at, question: [question, member.gateKey] },
        })),
      ),
  },
  GateMember: {
    configurationItem: ({ item, at }, _, context) => itemModel(context, item, at),
  },
  GateMemberConnection: connectionResolvers,
  GateWarning: {
    configurationItem: ({ item, at }, _, context) => itemModel(context, item, at),
  },
} satisfies Resolvers;

/** GraphQL's Int has 32 bits. */
const INT_MAX = 2 ** 31 - 1;
const asInt = (weight: number): number => Math.min(weight, INT_MAX);

const NOTHING_HIDDEN: ItemPredicate = () => false;

/** Which items are hidden from who asks. They count in what is worked out, and nothing else is told of them. */
async function hiddenAt({ app }: RequestContext, at: Revision): Promise<ItemPredicate> {
  return (await app.hiddenAt?.(at)) ?? NOTHING_HIDDEN;
}

async function hiddenCount({ value, at }: ImpactAnalysisModel, context: RequestContext): Promise<number> {
  if (!context.app.hiddenAt) return 0;
  const hidden = await hiddenAt(context, at);
  const hit = value.analysis.hit().columns.items.filter((item) => hidden(item)).length;
  return hit + value.analysis.spared().filter(({ item }) => hidden(item)).length;
}

async function summaryFor({ value, at }: ImpactAnalysisModel, context: RequestContext): Promise<ImpactSummary> {
  return context.app.hiddenAt ? value.analysis.summaryWithout(await hiddenAt(context, at)) : value.analysis.summary();
}

async function visibleWarnings(warnings: readonly GateWarning[], at: Revision, context: RequestContext) {
  const hidden = await hiddenAt(context, at);
  return warnings.filter(({ item }) => !hidden(item)).map((warning) => ({ ...warning, at }));
}

const LEFT_OFF =
  'Time ran out before all states were worked out. What is said to be hit is at least as badly off as said, and DOWN is certain; more may be hit, and what is spared may not be. Give it more time (deadlineMs).';

async function impact(
  _: unknown,
  { outages, assumeHealthy, withOpenOutages = true, draft, deadlineMs = null, ...moment }: Partial<QueryImpactArgs>,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<ImpactAnalysisModel> {
  const request = {
    outages: (outages ?? []).map(({ configurationItem, state = 'DOWN' }) => ({ configurationItem, state })),
    assumeHealthy: assumeHealthy ?? [],
  };
  const at = await revisionOfPage(context, cursorInto(info), moment);
  return answerAt(context, [request, withOpenOutages, draft], at, async () => {
    const { app, counted } = await premisesOf(context, { draft, withOpenOutages }, at);
    return askImpact(app, { ...request, ...counted }, at, { signal: context.signal, deadlineMs });
  });
}

/** Null for an item that has left the graph. */
async function impactIfDown(
  model: ItemModel,
  _: unknown,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<ImpactAnalysisModel | null> {
  const at = await revisionBelow(context, cursorInto(info), model.at);
  if (!(await isInGraphAt(context, model, at))) return null;
  const { item } = model;
  return answerAt(context, item.id, at, async () => {
    const open = await context.moments.openOutagesAt(at);
    const outages = [{ item: item.id, state: 'DOWN' as const }];
    const question = { outages, openOutages: asOutages(open), assumeHealthy: [] };
    return {
      analysis: await impactOf(context.app, question, at, { signal: context.signal, deadlineMs: null }),
      open,
      unresolved: [],
    };
  });
}

function services(
  model: ImpactAnalysisModel,
  { minState = 'AT_RISK', ...args }: Partial<ImpactAnalysisServicesArgs>,
  context: RequestContext,
): Promise<ImpactedItemConnectionModel> {
  return pageOfAnswer(context, model, { field: 'services', asked: minState }, args, (analysis) =>
    withAnalysis(
      analysis,
      analysis.value.analysis.services().where((_, rank) => rank >= rankOf(minState)),
    ),
  );
}

function impacted(
  model: ImpactAnalysisModel,
  { minState = 'AT_RISK', filter, ...args }: Partial<ImpactAnalysisImpactedArgs>,
  context: RequestContext,
): Promise<ImpactedItemConnectionModel> {
  return pageOfAnswer(context, model, { field: 'impacted', asked: [minState, filter] }, args, async (analysis) => {
    const hit = analysis.value.analysis.hit().where((_, rank) => rank >= rankOf(minState));
    if (filter == null) return withAnalysis(analysis, hit);
    const fitting: ReadonlySet<number> = await selectItems(
      context.app,
      Array.from(hit.columns.items, itemId),
      filter,
      analysis.at,
    );
    return withAnalysis(
      analysis,
      hit.where((item) => fitting.has(item)),
    );
  });
}

function spared(
  model: ImpactAnalysisModel,
  args: ImpactAnalysisSparedArgs,
  context: RequestContext,
): Promise<SparedItemConnectionModel> {
  return pageOfAnswer(context, model, { field: 'spared' }, args, (analysis) =>
    analysis.value.analysis.spared().map((one) => ({ ...one, analysis })),
  );
}

async function dueTo(
  { item, analysis: model }: ImpactedItemModel,
  args: ImpactedItemDueToArgs,
  context: RequestContext,
): Promise<ItemConnectionModel> {
  let among: readonly ItemId[] = [];
  const page = await pageOfAnswer(context, model, { field: 'due to', asked: item }, args, ({ value }) => {
    among = value.analysis.dueTo(item);
    return among;
  });
  const items = await Promise.all(page.nodes.map((node) => itemModel(context, node, page.revision)));
  return { ...withNodes(page, (place) => items[place] ?? null), selection: { among } };
}

const withAnalysis = (analysis: ImpactAnalysisModel, items: Sliceable<ImpactedItem>): Sliceable<ImpactedItemModel> =>
  mapped(items, (item) => ({ ...item, analysis }));

/** Gates of an analysis; the text names the list they are in. */
function gateResults(
  { at, question }: ImpactAnalysisModel,
  list: string,
  gates: readonly GateResult[],
): readonly GateResultModel[] {
  return gates.map((gate) => ({ value: gate, at, question: [question, list, gate.key] }));
}
