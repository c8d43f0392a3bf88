import type { ItemId, Revision } from '../../domain/ids';
import { ImpactAnalysis, type Outage } from '../../domain/impact/impact-analysis';
import type { ImpactState } from '../../domain/impact/impact-state';
import type { OutageRecord } from '../../domain/outages/outage';
import { inSpan } from '../../telemetry/spans';
import type { Application } from '../application';
import { resolveActive, type GraphSource } from '../graph/graph-references';
import type { ItemReference } from '../references/item-reference';
import { asOutages, countedOutages, type CountedOutages } from '../outages/outages-at';
import { millisecondsOf, type Patience } from './patience';
import { shifted, type UnresolvedReference } from '../references/references';

/** What is asked. */
export interface ImpactRequest extends CountedOutages {
  readonly outages: readonly { readonly configurationItem: ItemReference; readonly state: ImpactState }[];
  readonly assumeHealthy: readonly ItemReference[];
}

/** An analysis, and the references that are not in it. */
export interface ImpactAnswer {
  readonly analysis: ImpactAnalysis;
  /** The recorded outages that count, by id. */
  readonly open: readonly OutageRecord[];
  /** Positions count the outages first, then those assumed healthy. */
  readonly unresolved: readonly UnresolvedReference[];
}

/**
 * What breaks if these items fail, at a revision that is visible here. References that do not resolve, or point at
 * retired items, are listed and the rest is answered. When time runs out the analysis was left off. Throws BAD_REQUEST for
 * a contradiction, LIMIT_EXCEEDED, RETRY_LATER when nobody waits any more.
 */
export async function askImpact(
  app: GraphSource,
  { outages, assumeHealthy, ...counted }: ImpactRequest,
  at: Revision,
  patience: Patience,
): Promise<ImpactAnswer> {
  const failing = await resolveActive(
    app,
    outages.map(({ configurationItem }) => configurationItem),
    at,
  );
  const healthy = await resolveActive(app, assumeHealthy, at);
  const open = await countedOutages(app, counted, at);
  const seeds = outages.flatMap(({ state }, index) => {
    const item = failing.byIndex.get(index);
    return item === undefined ? [] : [{ item, state }];
  });
  const question = { outages: seeds, openOutages: asOutages(open), assumeHealthy: healthy.ids };
  const analysis = await impactOf(app, question, at, patience);
  return { analysis, open, unresolved: [...failing.unresolved, ...shifted(healthy.unresolved, outages.length)] };
}

/** What an analysis of known items is about. */
export interface KnownOutages {
  readonly outages: readonly Outage[];
  readonly openOutages: readonly Outage[];
  readonly assumeHealthy: readonly ItemId[];
}

/** What an analysis of known items needs. */
export type ImpactSource = Pick<Application, 'models' | 'projection' | 'analyses'>;

/**
 * The same for known items, which must be part of the graph. What takes longer than a few milliseconds is done by another
 * thread.
 */
export const impactOf = (
  app: ImpactSource,
  question: KnownOutages,
  at: Revision,
  patience: Patience,
): Promise<ImpactAnalysis> =>
  inSpan('impact', { 'underpin.outages': question.outages.length }, () => workOut(app, question, at, patience));

async function workOut(
  app: ImpactSource,
  question: KnownOutages,
  at: Revision,
  { signal, deadlineMs }: Patience,
): Promise<ImpactAnalysis> {
  const milliseconds = millisecondsOf({ deadlineMs });
  const startedAt = performance.now();
  const model = await app.models.at(at);
  const from = [...question.outages, ...question.openOutages].map(({ item }) => item);
  const view = await app.projection.viewAt(at, { reach: 'IMPACT', from });
  const analysis = new ImpactAnalysis(view, model, question, 'IN_STEPS');
  const turnEndsAt = performance.now() + TURN_MS;
  const isOver = (): boolean => performance.now() - startedAt > milliseconds;
  while (!analysis.step()) {
    if (isOver()) {
      analysis.leaveOff();
      return analysis;
    }
    if (performance.now() < turnEndsAt) continue;
    analysis.leaveOff();
    const left = milliseconds - (performance.now() - startedAt);
    const solution = await app.analyses.ask('impact', { view, model }, question, left, signal);
    return new ImpactAnalysis(view, model, question, solution);
  }
  return analysis;
}

/** How long one question may keep others waiting: most are answered by then, and the others begin anew elsewhere. */
const TURN_MS = 5;
