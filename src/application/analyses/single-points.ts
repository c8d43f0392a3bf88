import { FailureModelBuilder } from '../../domain/cut-sets/failure-model-builder';
import { DomainError } from '../../domain/errors';
import type { GraphView } from '../../domain/graph/graph-view';
import { canFailOf, criticalityRank } from '../../domain/graph/item-bits';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import { ImpactModel } from '../../domain/impact/impact-model';
import type { ItemFilter } from '../../domain/lists/item-filter';
import { inSpan } from '../../telemetry/spans';
import { buildModel, fallenItems, type CutSetSource } from './cut-sets';
import { selectItems } from '../lists/find-items';
import { impactOf } from './impact';
import { asOutages, countedOutages, type CountedOutages } from '../outages/outages-at';
import { servicesAt } from '../live/live-states';
import { RecentAnswers } from './recent-answers';

/** An item whose failure alone takes services down. */
export interface SinglePointOfFailure {
  readonly item: ItemId;
  /** How many services; itself not counted. */
  readonly serviceCount: number;
}

const MILLISECONDS_MAX = 120_000;
const RECENT_ANSWERS = 2;
const RECENT = new WeakMap<object, RecentAnswers<readonly SinglePointOfFailure[]>>();

/** Which single points of failure are asked for. */
export interface SinglePointQuestion extends CountedOutages {
  readonly filter: ItemFilter | null;
  readonly minServices: number;
}

/**
 * The items that take at least so many services down by themselves, at a revision that is visible here: those that take
 * most down first, then the most critical, then by id. Where recorded outages count, services that are down by them are
 * taken down by nothing else. Throws LIMIT_EXCEEDED when that takes too long, RETRY_LATER.
 */
export async function singlePointsOfFailure(
  app: CutSetSource,
  { filter, minServices, ...counted }: SinglePointQuestion,
  at: Revision,
  signal: AbortSignal,
): Promise<readonly SinglePointOfFailure[]> {
  if (minServices < 1) throw new DomainError('BAD_REQUEST', `minServices: ${minServices} is less than 1.`);
  const all = await allSinglePoints(app, await fallenItems(app, counted, at), at, signal);
  const enough = all.filter(({ serviceCount }) => serviceCount >= minServices);
  if (filter === null) return enough;
  const ids = enough.map(({ item }) => item);
  const fitting = await selectItems(app, ids, filter, at);
  return enough.filter(({ item }) => fitting.has(item));
}

/** The services, as far as they are visible, that an item takes down by itself, most critical first; not those that recorded outages had taken down. */
export async function servicesTakenDown(
  app: CutSetSource,
  item: ItemId,
  counted: CountedOutages,
  at: Revision,
  signal: AbortSignal,
): Promise<readonly ItemId[]> {
  const openOutages = asOutages(await countedOutages(app, counted, at)).filter(({ state }) => state === 'DOWN');
  const question = { outages: [{ item, state: 'DOWN' as const }], openOutages, assumeHealthy: [] };
  const analysis = await impactOf(app, question, at, { signal, deadlineMs: null });
  const hidden = await app.hiddenAt?.(at);
  return analysis
    .services()
    .slice()
    .filter(({ state, stateBefore }) => state === 'DOWN' && stateBefore !== 'DOWN')
    .filter((service) => service.item !== item && hidden?.(service.item) !== true)
    .map((service) => service.item);
}

async function allSinglePoints(
  app: CutSetSource,
  fallen: ReadonlySet<ItemId>,
  at: Revision,
  signal: AbortSignal,
): Promise<readonly SinglePointOfFailure[]> {
  const services = await servicesAt(app, at);
  const view = await app.projection.viewAt(at, { reach: 'DEPENDENCIES', from: services });
  const recent = RECENT.get(view.names) ?? new RecentAnswers<readonly SinglePointOfFailure[]>(RECENT_ANSWERS);
  RECENT.set(view.names, recent);
  // Only services that are visible count.
  const key = [at, ...fallen, app.seenAs ?? ''].join(' ');
  const known = recent.get(key);
  if (known !== undefined) return known;
  const found = await inSpan('single points', {}, () => workOut(app, { view, services }, fallen, signal));
  recent.put(key, found);
  return found;
}

async function workOut(
  app: CutSetSource,
  { view, services }: { readonly view: GraphView; readonly services: readonly ItemId[] },
  fallen: ReadonlySet<ItemId>,
  signal: AbortSignal,
): Promise<readonly SinglePointOfFailure[]> {
  const model = await app.models.at(view.revision);
  const context = new ImpactModel(view, model);
  const bits = (item: number): number => view.items.bits[view.versionOf(item)] ?? 0;
  const builder = new FailureModelBuilder(context, services, (item) => canFailOf(bits(item)), fallen);
  const built = await buildModel(builder, signal);
  const solution = await app.analyses.run('singlePoints', { model: built.model }, MILLISECONDS_MAX, signal);
  if (solution === null) {
    const seconds = MILLISECONDS_MAX / 1000;
    throw new DomainError('LIMIT_EXCEEDED', `The single points of failure were not found within ${seconds} s.`);
  }
  const counts = Array.from(built.model.candidates, (item, candidate) => ({
    item: itemId(item),
    serviceCount: solution.counts[candidate] ?? 0,
  }));
  const urgency = (item: ItemId): number => criticalityRank(bits(item));
  return counts
    .filter(({ serviceCount }) => serviceCount > 0)
    .toSorted((a, b) => b.serviceCount - a.serviceCount || urgency(b.item) - urgency(a.item) || a.item - b.item);
}
