import type { ItemId, Revision } from '../domain/ids';
import { ImpactAnalysis, type Outage } from '../domain/impact/impact-analysis';
import type { ImpactState } from '../domain/impact/impact-state';
import type { Application } from './application';
import { resolveActive, type GraphSource } from './graph-references';
import type { ItemReference } from './item-reference';
import { shifted, type UnresolvedReference } from './references';

/** What is asked. */
export interface ImpactRequest {
  readonly outages: readonly { readonly configurationItem: ItemReference; readonly state: ImpactState }[];
  readonly assumeHealthy: readonly ItemReference[];
}

/** An analysis, and the references that are not in it. */
export interface ImpactAnswer {
  readonly analysis: ImpactAnalysis;
  /** Positions count the outages first, then those assumed healthy. */
  readonly unresolved: readonly UnresolvedReference[];
}

/**
 * What breaks if these items fail, at a revision that is visible here. References that do not resolve, or point at
 * retired items, are listed and the rest is answered. Throws BAD_REQUEST for a contradiction, LIMIT_EXCEEDED.
 */
export async function askImpact(
  app: GraphSource,
  { outages, assumeHealthy }: ImpactRequest,
  at: Revision,
): Promise<ImpactAnswer> {
  const failing = await resolveActive(
    app,
    outages.map(({ configurationItem }) => configurationItem),
    at,
  );
  const healthy = await resolveActive(app, assumeHealthy, at);
  const seeds = outages.flatMap(({ state }, index) => {
    const item = failing.byIndex.get(index);
    return item === undefined ? [] : [{ item, state }];
  });
  const analysis = await impactOf(app, seeds, healthy.ids, at);
  return { analysis, unresolved: [...failing.unresolved, ...shifted(healthy.unresolved, outages.length)] };
}

/** The same for known items, which must be part of the graph. */
export async function impactOf(
  app: Pick<Application, 'models' | 'projection'>,
  outages: readonly Outage[],
  assumeHealthy: readonly ItemId[],
  at: Revision,
): Promise<ImpactAnalysis> {
  const model = await app.models.at(at);
  return new ImpactAnalysis(app.projection.viewAt(at), model, { outages, openOutages: [], assumeHealthy });
}
