import type { Visibility } from '../../domain/access/visibility';
import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId, OutageId, Revision } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import { OUTAGE_PATHS, outageValueAt, type OutageRecord } from '../../domain/outages/outage';
import {
  isEndedByOmission,
  planClosing,
  planReport,
  type OutageDraft,
  type PlannedOutage,
} from '../../domain/outages/outage-reports';
import { NO_EXPECTATIONS, type OutageWrite } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { takeOutageIds } from '../../storage/change-sets/id-blocks';
import { findSurvivors } from '../../storage/identities/merge-lookups';
import { loadOutagesOfSource, outageKey } from '../../storage/outages/outage-queries';
import { readingOnly, wholeOf } from '../../storage/visible-rows';
import type { PreparedEdit } from '../editing/edit-call';
import { PlanBuilder } from '../ingest/plan-builder';
import { refusedOutage, type OutageResult } from './outage-results';
import type { ReadReport } from './read-reports';

/** What is to be planned. */
export interface OutagesToPlan {
  readonly source: string;
  readonly reports: readonly ReadReport[];
  /** Outages of the source that are not named end. */
  readonly complete: boolean;
  /** RFC 3339. */
  readonly now: string;
  /** Compute everything, write nothing: no ids are taken. */
  readonly dryRun: boolean;
  /** What who reports sees: outages of other items are neither ended, nor moved, nor told of. Null: everything. */
  readonly visibility: Visibility | null;
}

interface Step {
  readonly index: number | null;
  readonly key: string;
  readonly planned: PlannedOutage;
}

/** Works out what a list of reports does to the outages of its source. */
export async function planOutages(
  reader: Executor,
  { source, reports, complete, now, dryRun, visibility }: OutagesToPlan,
): Promise<Pick<PreparedEdit<never>, 'plan'> & { readonly results: readonly OutageResult[] }> {
  const keys = reports.map(({ key }) => key);
  const wanted = { keys, openSince: complete ? now : null };
  const latest = await loadOutagesOfSource(wholeOf(reader), source, wanted);
  const stored =
    visibility === null
      ? latest
      : await seenAmong(latest, loadOutagesOfSource(readingOnly(reader, visibility), source, wanted));
  const survivors = await findSurvivors(
    reader,
    [...stored.values()].map(({ itemId }) => itemId),
  );
  const steps = [
    ...reports.map((read) => {
      const before = stored.get(read.key) ?? null;
      if (before === null && latest.has(read.key)) return refused(read, heldBySomebodyElse(read.key));
      return reported(asRecorded(read, before, survivors), source, before, now);
    }),
    ...(complete ? omitted(stored, new Set(keys), now) : []),
  ];
  const writes = await toWrites(reader, steps, dryRun);
  const results = steps.map((step) => resultOf(step, writes));
  const expected = new Map<string, Revision | null>(
    steps.map(({ key }) => [outageKey(source, key), latest.get(key)?.validFrom ?? null]),
  );
  const outages = [...writes.values()];
  const plan = {
    ...new PlanBuilder().rows(null),
    expects: { ...NO_EXPECTATIONS, outages: expected },
    outages,
  };
  return { plan: outages.length === 0 ? null : plan, results };
}

/** Of the latest outages under their keys, those that are among what is seen: an earlier one under a key is not it. */
async function seenAmong(
  latest: ReadonlyMap<string, OutageRecord>,
  seen: Promise<ReadonlyMap<string, OutageRecord>>,
): Promise<ReadonlyMap<string, OutageRecord>> {
  const visible = await seen;
  return new Map([...latest].filter(([key, { id }]) => visible.get(key)?.id === id));
}

/** Taking the key over would end or move what the caller does not see. */
const heldBySomebodyElse = (key: string): ItemError =>
  itemError('NOT_FOUND', `The key ${quoted(key)} means no outage that you may write. Choose another key.`, ['key']);

const refused = ({ index, key }: ReadReport, error: ItemError): Step => ({
  index,
  key,
  planned: { outcome: 'REJECTED', errors: [error] },
});

/** An outage stays with the item it was recorded for while another one stands for that. */
function asRecorded(read: ReadReport, before: OutageRecord | null, survivors: ReadonlyMap<ItemId, ItemId>): ReadReport {
  if ('errors' in read || before === null || survivors.get(before.itemId) !== read.report.itemId) return read;
  return { ...read, report: { ...read.report, itemId: before.itemId } };
}

function reported(read: ReadReport, source: string, before: OutageRecord | null, now: string): Step {
  const { index, key } = read;
  const planned: PlannedOutage =
    'errors' in read ? { outcome: 'REJECTED', errors: read.errors } : planReport(read.report, { source, before, now });
  return { index, key, planned };
}

/** One that is named but refused is not omitted. */
const omitted = (stored: ReadonlyMap<string, OutageRecord>, named: ReadonlySet<string>, now: string): readonly Step[] =>
  [...stored]
    .filter(([key, outage]) => !named.has(key) && isEndedByOmission(outage, now))
    .toSorted(([, a], [, b]) => a.id - b.id)
    .map(([key, outage]) => ({ index: null, key, planned: planClosing(outage, now) }));

/** The rows to write, by step. */
async function toWrites(
  reader: Executor,
  steps: readonly Step[],
  dryRun: boolean,
): Promise<ReadonlyMap<Step, OutageWrite>> {
  const isNew = ({ planned }: Step): boolean => planned.outcome === 'CREATED';
  const ids = [...(await takeOutageIds(reader, dryRun ? 0 : steps.filter(isNew).length))];
  const writes = new Map<Step, OutageWrite>();
  for (const step of steps) {
    const { planned } = step;
    if (planned.outcome === 'REJECTED' || planned.outcome === 'UNCHANGED') continue;
    const id = planned.before?.id ?? ids.shift();
    if (id !== undefined)
      writes.set(step, outageWrite(id, planned.before, planned.after, planned.outcome === 'CLOSED'));
  }
  return writes;
}

/** The row of an outage, and what the log says of it. */
export function outageWrite(
  id: OutageId,
  before: OutageRecord | null,
  draft: OutageDraft,
  closed: boolean,
): OutageWrite {
  const after = { ...draft, id };
  if (before === null) return { before, after, kind: 'CREATED', paths: [] };
  const paths = OUTAGE_PATHS.filter((path) => outageValueAt(before, path) !== outageValueAt(after, path));
  return { before, after, kind: closed ? 'ENDED' : 'UPDATED', paths };
}

function resultOf(step: Step, writes: ReadonlyMap<Step, OutageWrite>): OutageResult {
  const { index, key, planned } = step;
  if (planned.outcome === 'REJECTED') return refusedOutage(index, key, planned.errors);
  const outageId = planned.before?.id ?? writes.get(step)?.after.id ?? null;
  return { index, key, outcome: planned.outcome, outageId, errors: [] };
}
