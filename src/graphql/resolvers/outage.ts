import { impactOf } from '../../application/analyses/impact';
import { findOutages } from '../../application/outages/find-outages';
import { closeOutage as close, openOutage as open, type EditedOutage } from '../../application/outages/open-outage';
import { asOutages } from '../../application/outages/outages-at';
import { reportOutages as report } from '../../application/outages/report-outages';
import type { OutageId, Revision } from '../../domain/ids';
import type { ImpactAnalysis } from '../../domain/impact/impact-analysis';
import type { ImpactState } from '../../domain/impact/impact-state';
import { encodeOutageId } from '../../domain/opaque-id';
import { isOpenAt } from '../../domain/outages/outage';
import { outageState } from '../../domain/outages/outage-reports';
import { isInGraphAt, itemModel } from '../answers';
import { foundConnectionResolvers, listOf, planPage, revisionOfPage, toFoundConnection } from '../connections';
import type { RequestContext } from '../context';
import type {
  MutationCloseOutageArgs,
  MutationOpenOutageArgs,
  MutationReportOutagesArgs,
  QueryOutagesArgs,
  Resolvers,
} from '../generated';
import type { OutageConnectionModel, OutageModel } from '../models';
import type { ItemModel } from '../item-model';
import { presentChangeSet } from './change';
import { editCall, presentWritten } from './written';

/** Recorded outages, and how items fare by them. */
export const outageResolvers = {
  Query: { outages },
  Mutation: { openOutage, closeOutage, reportOutages },
  GenericConfigurationItem: { state },
  Outage: {
    id: ({ outage }) => encodeOutageId(outage.id),
    configurationItem: ({ outage, moment }, _, context) => itemModel(context, outage.itemId, moment.revision),
    state: ({ outage }) => outage.state,
    from: ({ outage }) => outage.startsAt,
    until: ({ outage }) => outage.endsAt,
    open: ({ outage, moment }) => isOpenAt(outage, moment.time),
    planned: ({ outage }) => outage.planned,
    source: ({ outage }) => outage.source,
    key: ({ outage }) => outage.key,
    reason: ({ outage }) => outage.reason,
  },
  OutageConnection: foundConnectionResolvers,
  ReportOutagesPayload: {
    revision: ({ revision }) => revision,
    operation: ({ reported }) => reported.operation,
    changeSets: ({ reported }) => reported.changeSets.map(presentChangeSet),
    replayed: ({ reported }) => reported.replayed,
    results: ({ reported }, { outcomes }) =>
      reported.results
        .filter(({ outcome }) => outcomes == null || outcomes.includes(outcome))
        .map((result) => ({ result, at: reported.revision })),
  },
  OutageResult: {
    index: ({ result }) => result.index,
    key: ({ result }) => result.key,
    outcome: ({ result }) => result.outcome,
    outage: ({ result, at }, _, context) => outageAt(context, result.outageId, at),
    errors: ({ result }) => result.errors,
  },
} satisfies Resolvers;

async function outages(
  _: unknown,
  { filter, at, atLeast, ...page }: Partial<QueryOutagesArgs>,
  context: RequestContext,
): Promise<OutageConnectionModel> {
  const plan = planPage(listOf('outages', [filter, at]), page);
  // At a time, outages are shown as they are known now: that is what the pages are of.
  const revision = await revisionOfPage(context, plan, at?.time == null ? { at, atLeast } : { atLeast });
  const { time } = at?.time == null ? await context.moments.outageMomentAt(revision) : { time: at.time };
  const moment = { revision, time };
  const states = filter?.states?.flatMap((given) => outageState(given) ?? []) ?? null;
  const found = await findOutages(context.app, { ...filter, states }, moment, plan.page, revision);
  return toFoundConnection(context, plan, found, revision, (outage) => ({ outage, moment }));
}

async function openOutage(_: unknown, { input }: MutationOpenOutageArgs, context: RequestContext) {
  const { configurationItem, state: how, from, until, planned, key = null, reason } = input;
  const outage = { configurationItem, state: how, from, until, planned, reason, key };
  return presentOutage(context, await open(context.app, editCall(context, input), outage));
}

async function closeOutage(_: unknown, { input }: MutationCloseOutageArgs, context: RequestContext) {
  const closing = { outage: input.outage, at: input.at ?? null };
  return presentOutage(context, await close(context.app, editCall(context, input), closing));
}

async function presentOutage(context: RequestContext, edited: EditedOutage) {
  const { outcome, outageId, revision } = edited;
  return { ...presentWritten(edited), outcome, outage: await outageAt(context, outageId, revision) };
}

async function reportOutages(_: unknown, { input }: MutationReportOutagesArgs, context: RequestContext) {
  const { source, complete, outages: given } = input;
  const list = { source, complete: complete ?? false, outages: given };
  const reported = await report(context.app, editCall(context, input), list);
  return { revision: reported.revision, reported };
}

/** An outage as it was known at a revision; null where there is none. */
export async function outageAt(
  context: RequestContext,
  id: OutageId | null,
  revision: Revision,
): Promise<OutageModel | null> {
  const outage = id === null ? null : await context.readers(revision).outages.load(id);
  return outage && { outage, moment: { revision, time: context.app.clock().toISOString() } };
}

/** By the open outages alone; worked out once for all items of an operation. Null for one that has left the graph. */
async function state(model: ItemModel, _: unknown, context: RequestContext): Promise<ImpactState | null> {
  const { item, at } = model;
  if (!(await isInGraphAt(context, model, at))) return null;
  const analysis = await presentImpact(context, at);
  return analysis.stateOf(item.id);
}

const PRESENT = new WeakMap<RequestContext, Map<Revision, Promise<ImpactAnalysis>>>();

function presentImpact(context: RequestContext, at: Revision): Promise<ImpactAnalysis> {
  const known = PRESENT.get(context) ?? new Map<Revision, Promise<ImpactAnalysis>>();
  PRESENT.set(context, known);
  const analysis = known.get(at) ?? analysePresent(context, at);
  known.set(at, analysis);
  return analysis;
}

async function analysePresent(context: RequestContext, at: Revision): Promise<ImpactAnalysis> {
  const records = await context.moments.openOutagesAt(at);
  const question = { outages: [], openOutages: asOutages(records), assumeHealthy: [] };
  return impactOf(context.app, question, at, { signal: context.signal, deadlineMs: null });
}
