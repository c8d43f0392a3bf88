import type { ItemId, Revision } from '../../domain/ids';
import type { ImpactState } from '../../domain/impact/impact-state';
import type { ItemFilter } from '../../domain/lists/item-filter';
import { DomainError } from '../../domain/errors';
import { selectItems } from '../lists/find-items';
import { resolveActive, type GraphSource } from '../graph/graph-references';
import { impactOf } from '../analyses/impact';
import type { ItemReference } from '../references/item-reference';
import { asOutages, openOutagesAt, type OutageMoment } from '../outages/outages-at';
import { liveAnswers, type LiveSource, type Look } from './live-answers';

/** Which items are watched: these, else all services; and only those that fit. */
export interface WatchedItems {
  readonly of: readonly ItemReference[] | null;
  readonly filter: ItemFilter | null;
}

/** How an item fares from now on. */
export interface ItemStateChange {
  readonly item: ItemId;
  /** Null: it has left the graph, or does not fit any more. */
  readonly state: ImpactState | null;
  /** Null: it was not there before. */
  readonly stateBefore: ImpactState | null;
}

/** States that changed at one moment; in the first one all of them. */
export interface StateChange {
  readonly at: Revision;
  /** RFC 3339: which outages lasted then decided. */
  readonly time: string;
  /** By id, at most {@link STATES_PER_EVENT}. */
  readonly states: readonly ItemStateChange[];
  /** Whether no further event of this moment follows. */
  readonly last: boolean;
}

type Source = GraphSource & LiveSource;

interface Fared {
  readonly now: OutageMoment;
  readonly states: ReadonlyMap<ItemId, ImpactState>;
}

/** A moment at which more items change comes in several events. */
const STATES_PER_EVENT = 1_000;

/**
 * How services, or any other items, fare by the outages that are open: all of them first, then those that change. Ends on
 * the signal. Throws NOT_FOUND and the like for references that lead to no item of the graph.
 */
export async function followStates(
  app: Source,
  watched: WatchedItems,
  signal: AbortSignal,
): Promise<AsyncGenerator<StateChange, undefined>> {
  const { unresolved } = await resolveActive(app, watched.of ?? [], app.projection.head);
  const [wrong] = unresolved;
  if (wrong !== undefined) throw new DomainError(wrong.code, `of[${wrong.index}]: ${wrong.message}`);
  return changes(
    liveAnswers(app, (now) => look(app, watched, now, signal), signal),
    signal,
  );
}

async function* changes(
  answers: AsyncGenerator<Fared, undefined>,
  signal: AbortSignal,
): AsyncGenerator<StateChange, undefined> {
  let before: Fared['states'] | null = null;
  for await (const { now, states } of answers) {
    const changed = changedStates(before ?? new Map(), states);
    before = states;
    const { revision: at, time } = now;
    // Who watches nothing yet must know that nothing is there.
    for (let from = 0; from === 0 || from < changed.length; from += STATES_PER_EVENT) {
      const to = from + STATES_PER_EVENT;
      yield { at, time, states: changed.slice(from, to), last: to >= changed.length };
      if (signal.aborted) return;
    }
  }
}

function changedStates(before: Fared['states'], after: Fared['states']): readonly ItemStateChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((item) => ({ item, state: after.get(item) ?? null, stateBefore: before.get(item) ?? null }))
    .filter(({ state, stateBefore }) => state !== stateBefore)
    .toSorted((a, b) => a.item - b.item);
}

async function look(app: Source, watched: WatchedItems, now: OutageMoment, signal: AbortSignal): Promise<Look<Fared>> {
  const items = await watchedItems(app, watched, now.revision);
  const openOutages = asOutages(await openOutagesAt(app, now, now.revision));
  const question = { outages: [], openOutages, assumeHealthy: [] };
  const analysis = await impactOf(app, question, now.revision, { signal, deadlineMs: null });
  const states = new Map(items.map((item) => [item, analysis.stateOf(item)]));
  return { answer: { now, states }, print: JSON.stringify([...states]) };
}

async function watchedItems(app: Source, { of, filter }: WatchedItems, at: Revision): Promise<readonly ItemId[]> {
  const named = of === null ? await servicesAt(app, at) : (await resolveActive(app, of, at)).ids;
  if (filter === null) return named;
  const fitting = await selectItems(app, named, filter, at);
  return named.filter((item) => fitting.has(item));
}

/** The services, as far as they are visible, that are part of the graph at a revision that is visible here, by id. */
export async function servicesAt(
  app: Pick<LiveSource, 'models' | 'projection'> & Pick<GraphSource, 'hiddenAt'>,
  at: Revision,
): Promise<readonly ItemId[]> {
  const model = await app.models.at(at);
  const names = model.classes().map(({ name }) => name);
  const services = await app.projection.itemsOfClasses(at, new Set(names.filter((name) => model.isService(name))));
  const hidden = await app.hiddenAt?.(at);
  return hidden === undefined ? services : services.filter((item) => !hidden(item));
}
