import { availabilityOf, type Availability, type AvailabilityStep } from '../../domain/outages/availability';
import { DomainError } from '../../domain/errors';
import { revision, type ItemId } from '../../domain/ids';
import { isOpenAt, type OutageRecord } from '../../domain/outages/outage';
import { revisionsAt } from '../../storage/history/change-log';
import { readGraphRevisions } from '../../storage/graph/graph-revisions';
import { loadOutages } from '../../storage/outages/outage-queries';
import { wholeOf } from '../../storage/visible-rows';
import type { Application } from '../application';
import { requireTimeKept } from '../history/horizon';
import { onlyItems } from '../graph/graph-need';
import { impactOf, type ImpactSource } from '../analyses/impact';
import { activeAmong, asOutages, standIns, type OutageMoment } from './outages-at';

/** How an item fared, and whether that is all of it. */
export interface AvailabilityAnswer extends Availability {
  readonly from: string;
  readonly to: string;
  /** False: there were more moments to look at than one answer may take. What is left out counts as if nothing changed. */
  readonly complete: boolean;
}

/** Moments that one answer looks at. */
const AVAILABILITY_MOMENTS_MAX = 2_000;

/**
 * How an item fared over a period, by the outages as they are known now, through the graph as it was at each moment: the
 * state is worked out wherever an outage begins or ends, and wherever the graph changed during one. Times are RFC 3339;
 * `to` is exclusive, and cut at the present. Throws BAD_REQUEST for a period that is none, and MOMENT_OUT_OF_RANGE for one
 * that begins before what is kept of the history.
 */
export async function askAvailability(
  app: Pick<Application, 'database' | 'models' | 'projection' | 'analyses' | 'clock'>,
  item: ItemId,
  period: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<AvailabilityAnswer> {
  const from = Date.parse(period.from);
  const to = Math.min(Date.parse(period.to), app.clock().getTime());
  if (from >= to) {
    const message = `From ${period.from} to ${period.to} is no time that has passed: give a from that lies before to and before now.`;
    throw new DomainError('BAD_REQUEST', message);
  }
  await requireTimeKept(app.database, iso(from));
  // Of items that the caller does not see, too: what they bring down may be seen.
  const whole = wholeOf(app.database);
  const outages = await loadOutages(whole, { at: app.projection.head, from: iso(from), to: iso(to) });
  const { times, complete } = await breakpoints(app, item, outages, { from, to });
  const standing = await standIns(whole, outages);
  const steps: AvailabilityStep[] = [];
  const revisions = await revisionsAt(app.database, times.map(iso));
  for (const [place, start] of times.entries()) {
    const end = times[place + 1] ?? to;
    const moment = { revision: revisions[place] ?? revision(0), time: iso(start) };
    steps.push({ from: start, to: end, ...(await stateDuring(app, item, { outages, standing }, moment, signal)) });
  }
  return { ...availabilityOf(steps), from: iso(from), to: iso(to), complete };
}

type StandIns = Awaited<ReturnType<typeof standIns>>;

/** Where something may change, ascending, the beginning first. */
async function breakpoints(
  app: Pick<Application, 'database'>,
  item: ItemId,
  outages: readonly OutageRecord[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly times: readonly number[]; readonly complete: boolean }> {
  const period = { from: iso(from), to: iso(to) };
  const limit = AVAILABILITY_MOMENTS_MAX + 1;
  const ends = outages.flatMap(({ startsAt, endsAt }) => [startsAt, ...(endsAt === null ? [] : [endsAt])]);
  // Whether the item is there is a state of its own; what else changes matters only while something is out.
  const own = await readGraphRevisions(app.database, period, item, limit);
  const all = outages.length === 0 ? [] : await readGraphRevisions(app.database, period, null, limit);
  const during = all.filter((time) => outages.some((outage) => isOpenAt(outage, time)));
  const times = new Set([from, ...[...ends, ...own, ...during].map((time) => Date.parse(time))]);
  const sorted = [...times].filter((time) => time >= from && time < to).toSorted((a, b) => a - b);
  return {
    times: sorted.slice(0, AVAILABILITY_MOMENTS_MAX),
    complete: Math.max(sorted.length, own.length, all.length) <= AVAILABILITY_MOMENTS_MAX,
  };
}

async function stateDuring(
  app: ImpactSource,
  item: ItemId,
  { outages, standing }: { readonly outages: readonly OutageRecord[]; readonly standing: StandIns },
  { revision: at, time }: OutageMoment,
  signal: AbortSignal,
): Promise<Pick<AvailabilityStep, 'state' | 'causes'>> {
  const graphAt = revision(Math.min(at, app.projection.head));
  const view = at === 0 ? null : await app.projection.viewAt(graphAt, onlyItems([item]));
  if (!view?.isActive(item)) return { state: null, causes: [] };
  const lasting = outages.filter((outage) => isOpenAt(outage, time)).map((outage) => standing(outage, graphAt));
  const open = lasting.filter(await activeAmong(app, lasting, graphAt));
  if (open.length === 0) return { state: 'OK', causes: [] };
  const question = { outages: [], openOutages: asOutages(open), assumeHealthy: [] };
  const analysis = await impactOf(app, question, graphAt, { signal, deadlineMs: null });
  return { state: analysis.stateOf(item), causes: analysis.dueTo(item) };
}

const iso = (time: number): string => new Date(time).toISOString();
